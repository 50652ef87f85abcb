"""Which texts have word 5-grams in common, found through an index, in memory that hardly grows with the corpus."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import NamedTuple

import numpy as np

from helpers.text.ngrams import WORD, N, Text, word_key

CROWD = 60  # a 5-gram in more texts than this is linked to the first of them only, not every one to every one
KEPT = 200  # texts whose words are kept at hand
IN_MEMORY = 64_000_000  # bytes of 5-grams, text by text; more of them go to a temporary file
WORDS = 1_000_000  # spellings that are kept at hand
SHELVES = 64  # parts of the index, by hash: one at a time is sorted
AT_ONCE = 1_000_000  # 5-grams that are put on shelves together
ON_SHELF = 2_000_000  # bytes of a part of the index that stay in memory
ROWS = 256  # texts that are compared with all others at a time

_PLACE = np.dtype([("gram", "<u8"), ("text", "<u4")])

Pairs = tuple[np.ndarray, np.ndarray, np.ndarray]
Enough = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


class Indexed(NamedTuple):
    """One text as arrays: where its words stand, and the hash of the 5-gram at each."""

    starts: np.ndarray
    ends: np.ndarray
    grams: np.ndarray


class Index:
    """Texts as words and 5-grams. The 5-grams lie in a temporary file (in `folder`) where they are many; a text is
    read again for the places of its words.

    >>> index = Index([Text("a", "a", None, None, None, "Rain fell on the old quay.", ())])
    >>> index[0].starts.tolist(), len(index.grams(0))
    ([0, 5, 10, 13, 17, 21], 2)
    """

    def __init__(self, texts: Sequence[Text], folder: Path | None = None):
        self.folder, self._texts, self._ids = folder, texts, {}
        self._at_hand = lru_cache(KEPT)(self._indexed)
        self._file = SpooledTemporaryFile(IN_MEMORY, dir=folder)  # noqa: SIM115  (closed when it is forgotten)
        self._places: dict[int, tuple[int, int]] = {}  # text -> where its 5-grams begin in the file, and their bytes
        self._end = 0

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, k: int) -> Indexed:
        return self._at_hand(k)

    def grams(self, k: int) -> np.ndarray:
        """The hash of the 5-gram at each word of a text but the last."""
        if k not in self._places:
            content = self._indexed(k).grams.tobytes()
            self._file.seek(self._end)
            self._file.write(content)
            self._places[k] = self._end, len(content)
            self._end += len(content)
        start, length = self._places[k]
        self._file.seek(start)
        return np.frombuffer(self._file.read(length), np.uint64)

    def _indexed(self, k: int) -> Indexed:
        found = [(m.start(), m.end(), self._id(m[0])) for m in WORD.finditer(self._texts[k].text)]
        starts, ends, ids = zip(*found, strict=True) if found else ((), (), ())
        return Indexed(np.array(starts, np.int32), np.array(ends, np.int32), _grams(np.array(ids, np.uint64)))

    def _id(self, word: str) -> int:
        """A number for a word that depends on the word alone, so that a text can be read again at any time."""
        known = self._ids.get(word)
        if known is None:
            if len(self._ids) >= WORDS:
                self._ids.clear()
            known = int.from_bytes(hashlib.blake2b(word_key(word).encode(), digest_size=8).digest(), "little")
            self._ids[word] = known
        return known


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


def candidates(grams: Iterable[np.ndarray], enough: Enough, folder: Path | None = None) -> Pairs:
    """Pairs i < j of texts with 5-grams in common, and how many different ones: arrays (i, j, count), in order.

    `grams`: the 5-grams of each text, read as a stream. Pairs for which `enough(i, j, count)` does not hold are dropped
    as they are found, so that memory goes by the pairs kept and by the 5-grams that stand in more than one text.
    Temporary files are made in `folder`.

    >>> [a.tolist() for a in candidates([np.array([3, 5, 5]), np.array([5]), np.array([3, 5])], lambda i, j, n: n > 0)]
    [[0, 0, 1], [1, 2, 2], [1, 2, 1]]
    """
    shelves = _Shelves(folder)
    texts = shelves.put(grams)
    few, leaders, followers = [], [], []
    for text, group, size, leads in shelves.repeated():
        few.append((text[size <= CROWD], group[size <= CROWD]))
        leaders.append((text[(size > CROWD) & leads], group[(size > CROWD) & leads]))
        followers.append((text[(size > CROWD) & ~leads], group[(size > CROWD) & ~leads]))
    links = [(part, part) for part in [_matrix(few, texts)] if part.nnz]
    if any(len(text) for text, _ in leaders):
        links.append((_matrix(leaders, texts), _matrix(followers, texts)))
    turned = [(left, right.T.tocsr()) for left, right in links]
    blocks = range(0, texts if turned else 0, ROWS)
    found = [_above(sum(left[at : at + ROWS] @ right for left, right in turned), at, enough) for at in blocks]
    none = np.zeros(0, np.int64)
    return tuple(np.concatenate([none, *(part[k] for part in found)]) for k in range(3))


def _matrix(parts: list[tuple[np.ndarray, np.ndarray]], texts: int):
    """Texts by groups: 1 where the text has the 5-gram that the group stands for. Groups are numbered below 2**31."""
    from scipy.sparse import csr_matrix

    text, group = (np.concatenate([np.zeros(0, np.int32), *(part[k] for part in parts)]) for k in range(2))
    groups = int(group.max()) + 1 if len(group) else 0
    return csr_matrix((np.ones(len(text), np.int32), (text, group)), shape=(texts, groups))


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
    """The 5-grams of all texts, parted by hash; what does not fit into memory lies in temporary files."""

    def __init__(self, folder: Path | None):
        self._files = [SpooledTemporaryFile(ON_SHELF, dir=folder) for _ in range(SHELVES)]  # noqa: SIM115  (closed by repeated)

    def put(self, grams: Iterable[np.ndarray]) -> int:
        """Put the different 5-grams of each text on the shelves; the number of texts."""
        waiting, n, k = [], 0, -1
        for k, one in enumerate(grams):
            own = np.empty(0 if not len(one) else len(unique := np.unique(one)), _PLACE)
            if len(own):
                own["gram"], own["text"] = unique, k
            waiting.append(own)
            n += len(own)
            if n >= AT_ONCE:
                self._sort_in(waiting)
                waiting, n = [], 0
        self._sort_in(waiting)
        return k + 1

    def _sort_in(self, waiting: list[np.ndarray]) -> None:
        places = np.concatenate([np.empty(0, _PLACE), *waiting])
        places = places[np.argsort(places["gram"], kind="stable")]  # stable: within a 5-gram the texts stay in order
        bounds = np.arange(1, SHELVES, dtype=np.uint64) << np.uint64(64 - SHELVES.bit_length() + 1)
        for file, part in zip(self._files, np.split(places, np.searchsorted(places["gram"], bounds)), strict=True):
            file.write(part.tobytes())

    def repeated(self) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]]:
        """(text, group, number of texts, whether it is the first of them) for each 5-gram in more than one text.

        A part at a time, once: what has been read is thrown away.
        """
        groups = 0
        for file in self._files:
            with file:
                file.seek(0)
                places = np.frombuffer(file.read(), _PLACE)
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
