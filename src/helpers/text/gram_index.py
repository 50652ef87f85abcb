"""Which texts have word 5-grams in common, found through an index, in memory that hardly grows with the corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers.text.ngrams import WORD, N, Text, word_key
from helpers.text.stacked import Stacked

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

CROWD = 60  # a 5-gram in more texts than this is linked to the first of them only, not every one to every one
KEPT = 2_000  # texts of which it is kept at hand where their words stand
WORDS = 300_000  # spellings that are kept at hand
SHELVES = 64  # parts of the index, by hash: one at a time is sorted
AT_ONCE = 1_000_000  # 5-grams that are put on shelves together
ON_SHELF = 2_000_000  # bytes of a part of the index that stay in memory
AT_HAND = 5_000_000  # places of 5-grams that are compared at a time
ROWS = 256  # texts that are compared with all others in one step

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
        return self._grams[self._number[k]]

    def _places(self, k: int) -> Places:
        found = [m.span() for m in WORD.finditer(self._texts[k].text)]
        return Places(*np.array(found, np.int32).reshape(-1, 2).T)


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
    for first, left, right in _Shared(grams, folder).blocks():
        for at in range(0, left.shape[0], ROWS):
            yield _above(left[at : at + ROWS] @ right, first + at, enough)
            progress((first + at) / right.shape[1])


class _Shared:
    """The 5-grams that stand in more than one text, as groups of texts, in parts on disk.

    Every text of a group is linked to every other one, of a crowd only the first.
    """

    def __init__(self, grams: Iterable[np.ndarray], folder: Path | None):
        self._text, self._group, self._links = (Stacked(t, folder) for t in (np.int32, np.int32, np.bool_))
        shelves = _Shelves(folder)
        self._texts, self._work = shelves.put(grams), np.zeros(0)
        for text, group, size, leads in shelves.repeated():
            links = (size <= CROWD) | leads
            work = np.bincount(text[links], size[links], self._texts)
            self._work = self._work + work if len(self._work) else work
            for file, some in ((self._text, text), (self._group, group), (self._links, links)):
                file.put(some)

    def blocks(self) -> Iterator[tuple[int, csr_matrix, csr_matrix]]:
        """(number of its first text, its texts by groups, those groups by all texts) of some texts at a time: as many
        as link to AT_HAND places."""
        first = 0
        while first < len(self._work):
            last = first + max(1, int(np.searchsorted(np.cumsum(self._work[first:]), AT_HAND, "right")))
            own, others = zip(*(self._linked(k, first, last) for k in range(len(self._text))), strict=True)
            (text, group), (text_of, group_of) = (np.concatenate(side, axis=1) for side in (own, others))
            if len(text):
                # Only the groups of these texts, numbered anew; they lie in order.
                leads = np.r_[True, group_of[1:] != group_of[:-1]]
                known = group_of[leads]
                left = _ones((text - first, np.searchsorted(known, group)), (last - first, len(known)))
                yield first, left, _ones((np.cumsum(leads) - 1, text_of), (len(known), self._texts))
            first = last

    def _linked(self, k: int, first: int, last: int) -> tuple[np.ndarray, np.ndarray]:
        """Of part k (text, group) of the texts from `first` to `last` that link to others, and of what they link to."""
        text, group = self._text[k], self._group[k]
        if not len(group):
            return np.zeros((2, 0), np.int32), np.zeros((2, 0), np.int32)
        own = self._links[k] & (text >= first) & (text < last)
        wanted = np.zeros(group[-1] - group[0] + 1, bool)  # groups are numbered on
        wanted[group[own] - group[0]] = True
        others = wanted[group - group[0]] & (text >= first)
        return np.stack([text[own], group[own]]), np.stack([text[others], group[others]])


def _ones(at: tuple[np.ndarray, np.ndarray], shape: tuple[int, int]) -> csr_matrix:
    from scipy.sparse import csr_matrix

    return csr_matrix((np.ones(len(at[0]), np.int32), at), shape=shape)


def _above(counts, at: int, enough: Enough) -> Pairs:
    """The pairs i < j of some rows (from `at` on) of the matrix of all pairs, as far as they are enough."""
    counts.sort_indices()
    rows = counts.tocoo()
    i, j = rows.row.astype(np.int64) + at, rows.col.astype(np.int64)
    above = i < j
    i, j, count = i[above], j[above], rows.data[above].astype(np.int64)
    keep = enough(i, j, count)
    return i[keep], j[keep], count[keep]


class _Shelves:
    """The 5-grams of all texts. Many are parted by hash, and what does not fit into memory lies in temporary files."""

    def __init__(self, folder: Path | None):
        self._folder, self._files, self._waiting = folder, [], []

    def put(self, grams: Iterable[np.ndarray]) -> int:
        """Put the different 5-grams of each text on the shelves; the number of texts."""
        n, k = 0, -1
        for k, one in enumerate(grams):
            found = np.sort(one)
            found = found[np.r_[True, found[1:] != found[:-1]]] if len(found) else found
            own = np.empty(len(found), _PLACE)
            own["gram"], own["text"] = found, k
            self._waiting.append(own)
            n += len(own)
            if n >= AT_ONCE:
                self._sort_in()
                n = 0
        if self._files:
            self._sort_in()
        return k + 1

    def _sort_in(self) -> None:
        if not self._files:
            self._files = [SpooledTemporaryFile(ON_SHELF, dir=self._folder) for _ in range(SHELVES)]  # noqa: SIM115
        places = np.concatenate([np.empty(0, _PLACE), *self._waiting])
        self._waiting = []
        places = places[np.argsort(places["gram"], kind="stable")]  # stable: within a 5-gram the texts stay in order
        bounds = np.arange(1, SHELVES, dtype=np.uint64) << np.uint64(64 - SHELVES.bit_length() + 1)
        for file, part in zip(self._files, np.split(places, np.searchsorted(places["gram"], bounds)), strict=True):
            file.write(part.tobytes())

    def _parts(self) -> Iterator[np.ndarray]:
        if not self._files:
            yield np.concatenate([np.empty(0, _PLACE), *self._waiting])
        for file in self._files:
            with file:
                file.seek(0)
                yield np.frombuffer(file.read(), _PLACE)

    def repeated(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
        """(text, group, number of texts, whether it is the first of them) for each 5-gram in more than one text.

        A part at a time, once: what has been read is thrown away.
        """
        groups = 0
        for places in self._parts():
            gram, text = places["gram"], places["text"].astype(np.int32)
            order = np.argsort(gram, kind="stable")
            gram, text = gram[order], text[order]
            leads = np.r_[True, gram[1:] != gram[:-1]] if len(gram) else np.zeros(0, bool)
            group = np.cumsum(leads) - 1
            size = np.bincount(group, minlength=1)[group] if len(group) else group
            again = size > 1
            number = np.cumsum(leads & again)[again] - 1 + groups
            yield text[again], number.astype(np.int32), size[again], leads[again]
            groups += int((leads & again).sum())
