"""Where in a text a quantity can begin: only there are its patterns tried, which is most of the time they take."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import accumulate, chain, compress

from helpers import lists
from helpers.numbers.numerals import DAYS, MONTHS, NUMBER_WORDS, PARTS, patterns, units

Starts = Mapping[str, list[int]]
COUNTING = ("number", "core", "aged", "span")  # groups that begin more than dates and clock times
KEPT = 100  # characters up to which it is remembered of a piece of text what begins in it
_STOPS = ".,;:!?)’”\"'"
_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile(r"\d+")
_SIGN = re.compile("[$£€¥₹₽]")
_SYMBOL = re.compile(r"\b[A-Z]{1,3}$")


@cache
def _group_of() -> dict[str, str]:
    """Word (lower case) -> the group of patterns that can begin with it."""
    vague = [r["phrase"].split()[0] for r in lists.rows("vague_numbers.csv")]
    months = [*MONTHS, *(m[:3] for m in MONTHS), "sept"]
    groups = {
        "core": ["half", "over", *PARTS, *vague],
        "article": ["a", "an"],
        "number": NUMBER_WORDS,
        "month": months,
        "weekday": DAYS,
        "relative": ["last", "this", "next", "yesterday", "past", "coming", "first", "final"],
        "aged": ["aged"],
        "noon": ["noon", "midnight"],
        "span": ["minutes", "hours", "days", "weeks", "months"],
    }
    return {word: group for group, words in groups.items() for word in words}


@cache
def _counted() -> re.Pattern[str]:
    """An article before a word with which it can be a number ("a dozen", "an hour"), or one in other letters."""
    vague = [r["phrase"].split()[1:2] for r in lists.rows("vague_numbers.csv")]
    times = [w for w, row in units().items() if row["kind"] == "duration"]
    words = "|".join(re.escape(w) for w in dict.fromkeys([*NUMBER_WORDS, *PARTS, *chain(*vague), *times]))
    return re.compile(rf"an?(?:[ -](?:{words}|[^\x00-\x7f])|{_SIGN.pattern})", re.IGNORECASE)


def starts(text: str) -> Starts:
    """Group of patterns -> the offsets at which its expressions can begin, in order.

    >>> dict(starts("On Monday 12 men rowed."))
    {'weekday': [3], 'number': [10]}
    """
    out: dict[str, list[int]] = defaultdict(list)
    parts = text.split(" ")
    found = [*map(_begins().__getitem__, parts)]
    ends = [*accumulate(map(len, parts))]
    for n, some in compress(enumerate(found), found):
        at = ends[n] - len(parts[n]) + n
        for k, group in some:
            out[group].append(at + k)
    if counted := [at for at in out.pop("article", ()) if _counted().match(text, at)]:
        out["core"] = sorted(counted + out["core"])
    return out


def _begun(part: str) -> list[tuple[int, str]]:
    """What can begin in a piece of a text between two spaces: offset and group, in order."""
    word = part.rstrip(_STOPS)
    if word.isascii() and word.isalpha():  # as most are
        return [(0, group)] if (group := _group_of().get(word.lower())) else []
    plain = part.casefold()
    if len(plain) != len(part):
        plain = "".join(low if len(low := c.casefold()) == 1 else c for c in part)
    found = [(m.start(), _group_of().get(m[0], "")) for m in _WORD.finditer(plain)]
    found += [(m.start(), "number") for m in _FIGURE.finditer(part)]
    for m in _SIGN.finditer(part):
        country = _SYMBOL.search(part, max(0, m.start() - 4), m.start())
        found.append((country.start() if country else m.start(), "core"))
    return sorted(one for one in found if one[1])


class _Begins(dict):
    """Piece of a text -> what begins in it, found on first sight and kept, for pieces return."""

    def __missing__(self, part: str) -> list[tuple[int, str]]:
        found = _begun(part)
        if len(part) <= KEPT:
            if len(self) > 100_000:  # so that a large corpus of odd strings cannot fill the memory
                self.clear()
            self[part] = found
        return found


@cache
def _begins() -> _Begins:
    return _Begins()


def matches(name: str, text: str, *places: list[int]) -> Iterator[re.Match[str]]:
    """The matches of a pattern of `numerals.patterns` at these offsets, none overlapping another."""
    match, end = patterns()[name].match, 0
    for at in sorted(chain(*places)):
        if at >= end and (m := match(text, at)):
            yield m
            end = m.end()
