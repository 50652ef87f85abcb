"""Where in a text a quantity can begin: only there are its patterns tried, which is most of the time they take."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from heapq import merge
from itertools import accumulate

from helpers import lists
from helpers.numbers.numerals import DAYS, MONTHS, NUMBER_WORDS, PARTS, patterns

Starts = Mapping[str, list[int]]
_WORDS = re.compile(r"([^\W\d_]+)")  # splitting takes less than searching does
_FIGURE = re.compile(r"\d+")
_SIGN = re.compile("[$£€¥₹₽]")
_SYMBOL = re.compile(r"\b[A-Z]{1,3}$")


@cache
def _group_of() -> dict[str, str]:
    """Word (lower case) -> the group of patterns that can begin with it."""
    vague = [r["phrase"].split()[0] for r in lists.rows("vague_numbers.csv")]
    months = [*MONTHS, *(m[:3] for m in MONTHS), "sept"]
    groups = {
        "core": ["a", "an", "half", "over", *PARTS, *vague],
        "number": NUMBER_WORDS,
        "month": months,
        "weekday": DAYS,
        "relative": ["last", "this", "next", "yesterday", "past", "coming", "first", "final"],
        "aged": ["aged"],
        "noon": ["noon", "midnight"],
        "span": ["minutes", "hours", "days", "weeks", "months"],
    }
    return {word: group for group, words in groups.items() for word in words}


def starts(text: str) -> Starts:
    """Group of patterns -> the offsets at which its expressions can begin, in order.

    >>> dict(starts("On Monday 12 men rowed."))
    {'weekday': [3], 'number': [10]}
    """
    plain = text.casefold()
    if len(plain) != len(text):
        plain = "".join(low if len(low := c.casefold()) == 1 else c for c in text)
    out: dict[str, list[int]] = defaultdict(list)
    parts = _WORDS.split(plain)
    for at, group in zip(accumulate(map(len, parts)), map(_group_of().get, parts[1:]), strict=False):
        if group:
            out[group].append(at)
    if figures := [m.start() for m in _FIGURE.finditer(text)]:
        out["number"] = sorted(figures + out["number"])
    if signs := [m.start() for m in _SIGN.finditer(text)]:
        countries = (_SYMBOL.search(text, max(0, at - 4), at) for at in signs)
        begins = [country.start() if country else at for country, at in zip(countries, signs, strict=True)]
        out["core"] = sorted(begins + out["core"])
    return out


def matches(name: str, text: str, *places: list[int]) -> Iterator[re.Match[str]]:
    """The matches of a pattern of `numerals.patterns` at these offsets, none overlapping another."""
    match, end = patterns()[name].match, 0
    for at in merge(*places) if len(places) > 1 else places[0]:
        if at >= end and (m := match(text, at)):
            yield m
            end = m.end()
