"""Where in a text a quantity can begin: only there are its patterns tried, which is most of the time they take."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from heapq import merge

from helpers import lists
from helpers.numbers.numerals import DAYS, MONTHS, NUMBER_WORDS, PARTS, patterns

Starts = Mapping[str, list[int]]
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[$£€¥₹₽]")
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
    groups = _group_of()
    out: dict[str, list[int]] = defaultdict(list)
    for m in _TOKEN.finditer(text):
        word = m[0]
        if word[0] in "0123456789" or word[0].isdigit():
            out["number"].append(m.start())
        elif word in "$£€¥₹₽":
            country = _SYMBOL.search(text, max(0, m.start() - 4), m.start())
            out["core"].append(country.start() if country else m.start())
        else:
            group = groups.get(word) or groups.get(word.casefold())
            if group:
                out[group].append(m.start())
    return out


def matches(name: str, text: str, *places: list[int]) -> Iterator[re.Match[str]]:
    """The matches of a pattern of `numerals.patterns` at these offsets, none overlapping another."""
    match, end = patterns()[name].match, 0
    for at in merge(*places) if len(places) > 1 else places[0]:
        if at >= end and (m := match(text, at)):
            yield m
            end = m.end()
