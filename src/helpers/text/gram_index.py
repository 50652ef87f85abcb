"""Which texts have word 5-grams in common, found through an index, in memory that hardly grows with the corpus."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers.text.ngrams import WORD, N, Text, word_key
from helpers.text.stacked import Stacked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CROWD = 60  # a 5-gram in more texts than this is linked to the first of them only, not every one to every one
KEPT = 2_000  # texts of which it is kept at hand where their words stand
WORDS = 300_000  # spellings that are kept at hand
SHELVES = 1024  # ranges of hashes by which 5-grams are found again: several together, as many as are sorted at once
AT_ONCE = 1_000_000  # 5-grams that are put on shelves together
SORTED = 500_000  # 5-grams of all texts that are sorted at a time, at least
AT_HAND = 5_000_000  # places of 5-grams that are compared at a time
LINKED = 1_000_000  # of these places, in one step: the pairs of texts that are counted are no more

_PLACE = np.dtype([("gram", "<u8"), ("text", "<u4")])

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]
Enough = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


class Places(NamedTuple):
    """Where the words of a text begin and end."""

    starts: np.ndarray
    ends: np.ndarray


class Index:
    """Texts as words and 5-grams. The 5-grams lie in a temporary file (in `folder`) where they are many; a text is
    read again for the places of its words.

    >>> index = Index([Text("a", "a", None, None, None, "Rain fell on the old quay.", ())])
    >>> index.places(0).starts.tolist(), len(index.grams(0))
    ([0, 5, 10, 13, 17, 21], 2)
    """

    def __init__(self, texts: Sequence[Text], folder: Path | None = None):
        self.folder, self._texts, self._ids = folder, texts, _Ids()
        self.places = lru_cache(KEPT)(self._places)
        self._grams, self._number = Stacked(np.uint64, folder), np.full(len(texts), -1, np.int32)  # of those read

    def __len__(self) -> int:
        return len(self._texts)

    def grams(self, k: int) -> np.ndarray:
        """The hash of the 5-gram at each word of a text but the last."""
        if self._number[k] < 0:
            self._number[k] = len(self._grams)
            self._grams.put(_grams(self._ids.of(WORD.findall(self._texts[k].text))))
            if len(self._grams) == len(self):
                self._ids.clear()  # all have been read
        return self._grams[self._number[k]]

    def _places(self, k: int) -> Places:
        found = chain.from_iterable(map(re.Match.span, WORD.finditer(self._texts[k].text)))
        return Places(*np.fromiter(found, np.int32).reshape(-1, 2).T)


class _Ids(dict[str, int]):
    """A number for each word, which depends on the word alone, so that a text can be read again at any time."""

    def __missing__(self, word: str) -> int:
        self[word] = known = int.from_bytes(hashlib.blake2b(word_key(word).encode(), digest_size=8).digest(), "little")
        return known

    def of(self, words: Sequence[str]) -> np.ndarray:
        """The numbers of some words; only so many are kept at hand."""
        if len(self) > WORDS:
            self.clear()
        return np.fromiter(map(self.__getitem__, words), np.uint64, len(words))


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


def candidates(
    grams: Iterable[np.ndarray], enough: Enough, folder: Path | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Pairs:
    """Pairs i < j of texts with 5-grams in common, and how many different ones: arrays (i, j, count), in order.

    `grams`: the 5-grams of each text, read as a stream. Pairs for which `enough(i, j, count)` does not hold are dropped
    as they are found, so that memory goes by the pairs kept alone. Temporary files are made in `folder`; `progress` is
    told the share of the texts that have been compared.

    >>> [a.tolist() for a in candidates([np.array([3, 5, 5]), np.array([5]), np.array([3, 5])], lambda i, j, n: n > 0)]
    [[0, 0, 1], [1, 2, 2], [1, 2, 1]]
    """
    found = list(nominated(grams, enough, folder, progress))
    none = np.zeros(0, np.int64)
    return tuple(np.concatenate([none, *(part[k] for part in found)]) for k in range(3))


def nominated(
    grams: Iterable[np.ndarray], enough: Enough, folder: Path | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Iterator[Pairs]:
    """The pairs of `candidates` in parts, one after the other."""
    for first, work, left, right in _Shared(grams, folder).blocks():
        for rows in _even(work, LINKED):
            yield _above(left[rows] @ right, first + rows.start, enough)
            progress((first + rows.stop) / right.shape[1])


def _even(sizes: np.ndarray, most: int) -> list[slice]:
    """Things one after the other in parts of about `most` altogether, or of one thing."""
    part = (np.cumsum(sizes) - sizes) // most
    bounds = np.r_[0, np.flatnonzero(np.diff(part)) + 1, len(sizes)].tolist()
    return [slice(*ends) for ends in pairwise(bounds)]


class _Shared:
    """The 5-grams that stand in more than one text, as groups of texts, in parts on disk.

    Every text of a group is linked to every other one, of a crowd only the first.
    """

    def __init__(self, grams: Iterable[np.ndarray], folder: Path | None):
        self._text, self._group, self._links = (Stacked(t, folder) for t in (np.int32, np.int32, np.bool_))
        shelves = _Shelves(folder)
        self._texts = shelves.put(grams)
        self._work = np.zeros(self._texts, np.int64)
        for text, group, size, leads in shelves.repeated():
            links = (size <= CROWD) | leads
            self._work += np.bincount(text[links], size[links], self._texts).astype(np.int64)
            for file, some in ((self._text, text), (self._group, group), (self._links, links)):
                file.put(some)

    def blocks(self) -> Iterator[tuple[int, np.ndarray, csr_matrix, csr_matrix]]:
        """(number of its first text, the places that each of its texts links to, its texts by groups, those groups by
        all texts) of some texts at a time: as many as link to about AT_HAND places."""
        from scipy.sparse import csr_matrix

        for block in _even(self._work, AT_HAND):
            found = zip(*(self._linked(k, block) for k in range(len(self._text))), strict=True)
            text, group, text_of, group_of = map(np.concatenate, found)
            if len(text):
                # Only the groups of these texts, numbered anew; they lie in order.
                begins = np.flatnonzero(np.r_[True, group_of[1:] != group_of[:-1]])
                groups = np.searchsorted(group_of[begins], group)
                left = csr_matrix((_ones(text), (text - block.start, groups)), (len(self._work[block]), len(begins)))
                right = csr_matrix((_ones(text_of), text_of, np.r_[begins, len(text_of)]), (len(begins), self._texts))
                del text, group, text_of, group_of
                yield block.start, self._work[block], left, right

    def _linked(self, k: int, block: slice) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Of part k text and group of the texts of a block that link to others, and of what they link to."""
        text, group = self._text[k], self._group[k]
        if not len(group):
            return text, group, text, group
        later = text >= block.start
        own = np.flatnonzero(self._links[k] & later & (text < block.stop))
        wanted = np.zeros(group[-1] - group[0] + 1, bool)  # groups are numbered on
        wanted[group[own] - group[0]] = True
        others = np.flatnonzero(wanted[group - group[0]] & later)
        return text[own], group[own], text[others], group[others]


def _ones(some: np.ndarray) -> np.ndarray:
    return np.ones(len(some), np.int32)


def _above(counts: csr_matrix, at: int, enough: Enough) -> Pairs:
    """The pairs i < j of some rows (from `at` on) of the matrix of all pairs, as far as they are enough."""
    i = np.repeat(np.arange(at, at + counts.shape[0], dtype=np.int32), np.diff(counts.indptr))
    above = np.flatnonzero(i < counts.indices)
    i, j, count = i[above], counts.indices[above], counts.data[above]
    keep = np.flatnonzero(enough(i, j, count))
    keep = keep[np.lexsort((j[keep], i[keep]))]
    return tuple(some[keep].astype(np.int64) for some in (i, j, count))


class _Shelves:
    """The 5-grams of all texts, sorted in runs, each parted by hash; many lie in a temporary file."""

    def __init__(self, folder: Path | None):
        self._runs = Stacked(_PLACE, folder)

    def put(self, grams: Iterable[np.ndarray]) -> int:
        """Put the different 5-grams of each text on the shelves; the number of texts."""
        waiting, n, k = [], 0, -1
        for k, one in enumerate(grams):
            found = np.sort(one)
            found = found[np.r_[True, found[1:] != found[:-1]]] if len(found) else found
            own = np.empty(len(found), _PLACE)
            own["gram"], own["text"] = found, k
            waiting.append(own)
            n += len(own)
            if n >= AT_ONCE:
                self._put_run(waiting)
                waiting, n = [], 0
        self._put_run(waiting)
        return k + 1

    def _put_run(self, waiting: list[np.ndarray]) -> None:
        places = np.concatenate([np.empty(0, _PLACE), *waiting])
        waiting.clear()
        places = places[np.argsort(places["gram"], kind="stable")]  # stable: within a 5-gram the texts stay in order
        bounds = np.arange(1, SHELVES, dtype=np.uint64) << np.uint64(64 - SHELVES.bit_length() + 1)
        self._runs.put(places, np.diff(np.searchsorted(places["gram"], bounds), prepend=0, append=len(places)).tolist())

    def repeated(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
        """(text, group, number of texts, whether it is the first of them) for each 5-gram in more than one text: as
        many shelves at a time as hold about SORTED 5-grams."""
        groups, shelves = 0, np.arange(len(self._runs)).reshape(-1, SHELVES)
        for some in _even(self._runs.lengths().reshape(-1, SHELVES).sum(0), SORTED):
            places, _ = self._runs.of(shelves[:, some].ravel())
            order = np.argsort(places["gram"], kind="stable")
            gram, text = places["gram"][order], places["text"][order].astype(np.int32)
            del places, order
            begins = np.flatnonzero(np.r_[True, gram[1:] != gram[:-1]]) if len(gram) else np.zeros(0, int)
            size = np.diff(begins, append=len(gram)).astype(np.int32)
            again = np.repeat(size > 1, size)
            begins, size = begins[size > 1], size[size > 1]
            leads = np.zeros(len(gram), bool)
            leads[begins] = True
            number = np.arange(groups, groups + len(size), dtype=np.int32)
            yield text[again], np.repeat(number, size), np.repeat(size, size), leads[again]
            groups += len(size)
