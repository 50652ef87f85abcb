"""An article's text as the analyses of several articles read it, and its words as they are compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, compress

import numpy as np

from helpers import lists

N = 5  # words in an n-gram: long enough that chance is rare, short enough to survive an edit in every sentence
# Of the shorter article's 5-grams: an exchanged word costs up to five of them, so that an article keeps .59 where one
# word in ten is another's; two outlets on one event share at most .34 (benchmarks/reprints.py).
WHOLE_COPY = 0.55


@dataclass(frozen=True)
class Text:
    """An article as the analyses of one story read it; every offset counts in `text`.

    `text` is the article's body (see `spans.Excerpt`), `sentences` its (start, end) spans in order, `published` an
    ISO date (or None), `complete` False where the page is cut off or a stub, None where that is unknown. `carrier`
    is who showed an article that is not its own, `origin` the agency or publisher credited with the text.
    """

    article_id: str
    page_id: str
    outlet: str | None
    published: str | None
    complete: bool | None
    text: str
    sentences: Sequence[tuple[int, int]]
    carrier: str | None = None
    origin: str | None = None


WORD = re.compile(r"[^\W_]+(?:['’ʼ\u00ad\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*")
_SPELLINGS = (
    ("our", re.compile(r"(?<=[a-z]{2})our(?=$|s|ed|i|a|l|h)"), "or"),
    ("is", re.compile(r"(?<=[a-z]{3})is(?=e|ing|a)"), "iz"),
    ("re", re.compile(r"(?<=[a-z]{3})re(?=s?$)"), "er"),
)


@lru_cache(maxsize=100_000)
def word_key(word: str) -> str:
    """The form in which a word is compared: case, accents, apostrophes and British spelling do not count.

    >>> word_key("Neighbour’s"), word_key("neighbor's")
    ('neighbors', 'neighbors')
    """
    key = (word if word.isascii() else unicodedata.normalize("NFKD", word)).casefold()
    key = key if key.isalnum() else "".join(filter(str.isalnum, key))
    for british, pattern, plain in _SPELLINGS:
        if british in key:
            key = pattern.sub(plain, key)
    return key


def runs(mask: np.ndarray) -> list[tuple[int, int]]:
    """Runs of True as (first, end): of 5-grams in, of words out (a 5-gram covers N words); overlapping ones joined."""
    out: list[tuple[int, int]] = []
    for k in np.flatnonzero(mask).tolist():
        if out and k <= out[-1][1]:
            out[-1] = (out[-1][0], k + N)
        else:
            out.append((k, k + N))
    return out


@cache
def _stock_phrases() -> dict[str, re.Pattern[str]]:
    """The newsroom formulas of the list by their first word; "*" in it stands for up to three words."""
    gap = r"(?:\w+ ){0,3}"
    of: dict[str, list[str]] = {}
    for first, *words in map(str.split, lists.lines("stock_phrases.txt")):
        rest = "".join(gap if w == "*" else re.escape(w) + " " for w in words)
        of.setdefault(first, []).append(re.escape(first) + " " + rest)
    return {
        first: re.compile("|".join(sorted(parts, key=lambda p: (-len(p), p)))) for first, parts in of.items()
    }


def in_stock(written: Sequence[str]) -> list[int]:
    """Which of some words, by number, belong to newsroom formulas.

    >>> in_stock("The mayor declined to comment on Monday".split())
    [2, 3, 4, 5]
    """
    plain = " ".join(written).casefold().replace("’", "'") + " "
    out: list[int] = []
    end, phrases = 0, _stock_phrases()
    words = plain.split(" ")
    places = enumerate(accumulate(map(len, words), initial=0))
    for k, at in compress(places, map(phrases.__contains__, words)):
        if at + k >= end and (m := phrases[words[k]].match(plain, at + k)):
            end = m.end()
            out += range(k, k + m[0].count(" "))
    return out


def stock_words(passage: str) -> int:
    """How many words of a passage belong to newsroom formulas."""
    return len(in_stock(WORD.findall(passage)))
