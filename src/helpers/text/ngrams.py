"""An article's text as the analyses of several articles read it, and an index of its word n-grams."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from helpers import lists

N = 5  # words in an n-gram: long enough that chance is rare, short enough to survive an edit in every sentence
# Of the shorter article's 5-grams: an exchanged word costs up to five of them, so that an article keeps .59 where one
# word in ten is another's; two outlets on one event share at most .34 (benchmarks/reprints.py).
WHOLE_COPY = 0.55
CROWD = 60  # a 5-gram in more articles than this is linked to the first of them only, not every one to every one


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
    sentences: tuple[tuple[int, int], ...]
    carrier: str | None = None
    origin: str | None = None


WORD = re.compile(r"[^\W_]+(?:['’ʼ\u00ad\u0300-\u036f]+[^\W_]+)*[\u0300-\u036f]*")
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{2})our(?=$|s|ed|i|a|l|h)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=e|ing|a)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})re(?=s?$)"), "er"),
)


def word_key(word: str) -> str:
    """The form in which a word is compared: case, accents, apostrophes and British spelling do not count.

    >>> word_key("Neighbour’s"), word_key("neighbor's")
    ('neighbors', 'neighbors')
    """
    key = "".join(c for c in unicodedata.normalize("NFKD", word).casefold() if c.isalnum())
    for pattern, plain in _SPELLINGS:
        key = pattern.sub(plain, key)
    return key


class Indexed(NamedTuple):
    """One text as arrays: where its words stand, which words they are, and the hash of the 5-gram at each."""

    starts: np.ndarray
    ends: np.ndarray
    ids: np.ndarray
    grams: np.ndarray


def index(bodies: Iterable[str]) -> list[Indexed]:
    seen: dict[str, int] = {}  # a word as written -> id of its key, so that each spelling is normalised once
    ids_of: dict[str, int] = {}
    out = []
    for body in bodies:
        starts, ends, ids = [], [], []
        for m in WORD.finditer(body):
            word = m[0]
            if word not in seen:
                seen[word] = ids_of.setdefault(word_key(word), len(ids_of) + 1)
            starts.append(m.start())
            ends.append(m.end())
            ids.append(seen[word])
        array = np.array(ids, dtype=np.uint64)
        out.append(Indexed(np.array(starts, int), np.array(ends, int), array, _grams(array)))
    return out


def _grams(ids: np.ndarray) -> np.ndarray:
    """A 64-bit hash for the N words from each position (polynomial; wraps on purpose)."""
    if len(ids) < N:
        return np.zeros(0, np.uint64)
    mixed = ids * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(29)
    out = np.zeros(len(ids) - N + 1, np.uint64)
    for k in range(N):
        out = out * np.uint64(0xD1342543DE82EF95) + mixed[k : len(ids) - N + 1 + k]
    return out


def candidates(grams: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Pairs i < j of texts with a 5-gram in common, and how many different ones: arrays (i, j, count)."""
    none = np.zeros(0, np.int64)
    own = [np.unique(g) for g in grams]
    hashes = np.concatenate(own) if own else np.zeros(0, np.uint64)
    if not len(hashes):
        return none, none, none
    text = np.repeat(np.arange(len(own), dtype=np.int64), [len(g) for g in own])
    order = np.argsort(hashes, kind="stable")  # stable: within a 5-gram the texts stay in order
    hashes, text = hashes[order], text[order]
    first = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    size = np.diff(np.r_[first, len(hashes)])
    keys = []
    for g in np.unique(size[size > 1]):
        members = text[first[size == g][:, None] + np.arange(g)]  # one row for each 5-gram found in g texts
        a, b = np.triu_indices(g, 1) if g <= CROWD else (np.zeros(g - 1, int), np.arange(1, g))
        keys.append((members[:, a] * len(own) + members[:, b]).ravel())
    if not keys:
        return none, none, none
    pairs, count = np.unique(np.concatenate(keys), return_counts=True)
    return pairs // len(own), pairs % len(own), count


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
def stock_phrases() -> re.Pattern[str]:
    """The newsroom formulas of the list; "*" in it stands for up to three words."""
    phrases = [line.split() for line in lists.lines("stock_phrases.txt")]
    gap = r"(?:\w+ ){0,3}"
    parts = ["".join(gap if w == "*" else re.escape(w) + " " for w in words) for words in phrases]
    return re.compile(r"(?:^|(?<= ))(?:" + "|".join(sorted(parts, key=lambda p: (-len(p), p))) + ")")


def stock_words(passage: str) -> int:
    """How many words of a passage belong to newsroom formulas."""
    plain = " ".join(m[0].casefold().replace("’", "'") for m in WORD.finditer(passage)) + " "
    return sum(len(m[0].split()) for m in stock_phrases().finditer(plain))
