"""Small turns of phrase that every chapter needs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from helpers import lists


def several(n: int, one: str, more: str | None = None) -> str:
    """A number and its noun.

    >>> several(1, "page"), several(1200, "page"), several(2, "study", "studies")
    ('1 page', '1,200 pages', '2 studies')
    """
    return f"{n:,} {one if n == 1 else more or one + 's'}"


def listed(names: Iterable[str], most: int = 6) -> str:
    """Names in a sentence, cut after `most`.

    >>> listed(["Tide", "Fen", "Moor"]), listed("abcd", most=2)
    ('Tide, Fen and Moor', 'a, b and 2 more')
    """
    names = list(names)
    if len(names) > most:
        names = [*names[:most], f"{len(names) - most} more"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "none"


def share(part: float, whole: float) -> str:
    """A share in per cent, without pretending to know more than it does.

    >>> share(1, 3), share(1, 1000), share(0, 0)
    ('33 %', '0.1 %', 'no share')
    """
    if not whole:
        return "no share"
    percent = 100 * part / whole
    return f"{percent:.1f} %" if 0 < percent < 1 or 99 < percent < 100 else f"{percent:.0f} %"


def sentence(text: str) -> str:
    """The text as a sentence: first letter capital, a full stop at its end.

    >>> sentence("no clear difference")
    'No clear difference.'
    """
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "!", "?")) else ".")


@cache
def accuracies() -> tuple[dict[str, str], ...]:
    """Every measured accuracy: method, measure, value, set, command (see data/accuracy.csv)."""
    return lists.rows("accuracy.csv")


def accuracy(*methods: str) -> str:
    """What was measured of methods, as a paragraph to stand beside their first chart (see data/accuracy.csv).

    >>> accuracy("guessing")
    'How well this works, measured (1 is best). Guessing: not measured yet.'
    """
    return f"How well this works, measured (1 is best). {' '.join(map(_measured, methods))}"


def _measured(method: str) -> str:
    found = [f"{a['measure']} {a['value']}, on {a['set']}" for a in accuracies() if a["method"] == method]
    return f"{method[:1].upper()}{method[1:]}: {'; '.join(found) or 'not measured yet'}."
