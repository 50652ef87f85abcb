"""What a page would seem to say if it were read whole: its most named, its quoted people, its reading grade.

The same functions that read articles read the whole text of the page here, furniture and neighbours included. What
they then find beside what they find in the article is the error that a workbook makes which does not cut pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from helpers import readability, sources
from helpers.saying import speakers
from helpers.text.terms import function_words

SPEAKING = ("source", "hearsay")
GRADE = "flesch_kincaid"
_WORD = re.compile(r"[^\W\d_](?:\w|['’-](?=\w))*")
_POSSESSIVE = re.compile(r"['’]s?$")
Span = tuple[int, int]


class Voice(NamedTuple):
    """Somebody who speaks on a page: the name or phrase, and where each attribution begins and ends."""

    name: str
    places: tuple[Span, ...]


def mentions(text: str) -> dict[str, list[Span]]:
    """Names in `text`, by single words, each with the places where it stands, the most mentioned first.

    A name is a word with a capital that the text never writes small and that at least once follows a word in small
    letters: headings in capitals alone make none. The possessive ending is left off.

    >>> mentions("Opened: Gate. The mayor met Quill. Quill’s boat left with Quill.")
    {'Quill': [(28, 33), (35, 40), (58, 63)]}
    """
    found: dict[str, list[Span]] = {}
    inside, small, before = set(), set(), ""
    end = 0
    for m in _WORD.finditer(text):
        word = _POSSESSIVE.sub("", m[0])
        if word[0].isupper():
            found.setdefault(word, []).append((m.start(), m.start() + len(word)))
            if before.islower() and text[end : m.start()] == " ":
                inside.add(word)
        else:
            small.add(word)
        before, end = m[0], m.end()
    names = [n for n in found if n in inside and len(n) > 1 and n.lower() not in small | function_words()]
    return {n: found[n] for n in sorted(names, key=lambda n: (-len(found[n]), found[n]))}


def voices(text: str) -> list[Voice]:
    """Who is quoted or reported in `text`, people without a name and bodies included, the most heard first.

    >>> [v.name for v in voices("The gate is shut, said Mayor Ann Hill. “We wait,” Hill said.")]
    ['Ann Hill']
    """
    said = sources.attributions(text)
    people, who = speakers.speakers(text, said)
    places: dict[int, list[Span]] = {}
    for row, k in zip(said, who, strict=True):
        if k is not None and row["type"] in SPEAKING and people[k]["kind"] not in ("unknown", "document"):
            parts = [*row["source"], *row["cue"], *row["content"]]
            places.setdefault(k, []).append((min(p[0] for p in parts), max(p[1] for p in parts)))
    found = [Voice(people[k]["name"], tuple(spans)) for k, spans in places.items()]
    return sorted(found, key=lambda v: (-len(v.places), v.places))


def grade(text: str) -> float | None:
    """The reading grade of `text`, None where it cannot be measured (see `readability.measures`)."""
    return readability.measures(text)[GRADE]


def outside(places: Sequence[Span], pieces: Sequence[Span]) -> list[Span]:
    """Those of `places` that do not lie within one of `pieces`.

    >>> outside([(1, 3), (6, 9)], [(0, 5)])
    [(6, 9)]
    """
    return [(s, e) for s, e in places if not any(a <= s and e <= b for a, b in pieces)]


def swollen(names: dict[str, list[Span]], pieces: Sequence[Span]) -> str | None:
    """The name that the page outside of `pieces` adds the most mentions to; None where it adds none."""
    added = {name: len(outside(places, pieces)) for name, places in names.items()}
    return max(added, key=lambda n: added[n], default=None) if any(added.values()) else None
