"""Passages as rows of numbers: what they mention and how they put it, so that all pairs are compared at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

CROWDED = 400  # a key in more passages than this nominates no pairs: it says too little
FEW = 10_000  # pairs up to which what they share is searched for instead of looked up
CELLS = 500_000  # of a table of rows and their members at a time


class Unit(NamedTuple):
    """A passage that may tell a fact: the article (by its place in the story), its offsets, the sentence it is of."""

    article: int
    start: int
    end: int
    sentence: int


class Units(NamedTuple):
    """Passages as columns: `Unit`."""

    article: np.ndarray
    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray

    @classmethod
    def of(cls, units: Sequence[Unit]) -> Units:
        """The columns of some passages."""
        return cls(*np.array(units, np.int64).reshape(-1, 4).T)


class Sets:
    """For each row the set of numbers (below `width`) that it holds. The members lie one behind the other, in order:
    `row`, `number` and `value` (the greatest of the `values` given for it); those of row k end at `ends[k + 1]`.

    >>> sets = Sets(np.array([0, 0, 1, 1, 1]), np.array([2, 0, 1, 2, 2]), 2, 3)
    >>> sets.number.tolist(), sets.ends.tolist(), [part.tolist() for part in sets.shared(np.array([0]), np.array([1]))]
    ([0, 2, 1, 2], [0, 2, 4], [[0], [1], [3]])
    """

    def __init__(
        self, row: np.ndarray, number: np.ndarray, rows: int, width: int, values: np.ndarray | None = None
    ) -> None:
        self._width = max(width, 1)
        every = row * self._width + number
        order = np.argsort(every, kind="stable")
        every = every[order]
        leads = np.flatnonzero(every != np.r_[-1, every[:-1]])
        self._codes = every[leads]
        if values is not None:
            self.value = np.maximum.reduceat(values[order], leads) if len(leads) else values
        self.row, self.number = np.divmod(self._codes, self._width)
        self.ends = np.searchsorted(self._codes, np.arange(rows + 1) * self._width)

    def shared(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The members that rows a (in order) and rows b, pair by pair, have in common: which pair, and their places in
        either."""
        if len(a) <= FEW:
            pair, mine = ranges(self.ends[a], self.ends[a + 1])
            wanted = self._codes[mine] + ((b - a) * self._width)[pair]
            theirs = np.searchsorted(self._codes, wanted)
            hit = np.flatnonzero(np.r_[self._codes, -1][theirs] == wanted)
            return pair[hit], mine[hit], theirs[hit]
        at = np.cumsum(np.diff(a, prepend=a[:1]) != 0)  # the different rows of a, from 0
        count = int(at[-1]) + 1
        lines = min(count, max(1, CELLS // self._width))  # rows whose members lie in a table at a time
        table = np.zeros(lines * self._width, np.int32)
        cuts = np.searchsorted(at, np.arange(0, count, lines)).tolist()
        found = [self._in_common(a[k:m], b[k:m], at[k:m], k, table) for k, m in pairwise([*cuts, len(a)])]
        return found[0] if len(found) == 1 else tuple(map(np.concatenate, zip(*found, strict=True)))

    def _in_common(
        self, a: np.ndarray, b: np.ndarray, at: np.ndarray, first: int, table: np.ndarray
    ) -> tuple[np.ndarray, ...]:
        """`shared` of some pairs, of which the first has the number `first`; the table is empty before and after."""
        line = (at - at[0]) * self._width
        leads = np.flatnonzero(np.diff(line, prepend=-1))
        own, members = ranges(self.ends[a[leads]], self.ends[a[leads] + 1])
        cells = line[leads][own] + self.number[members]
        table[cells] = members + 1
        pair, theirs = ranges(self.ends[b], self.ends[b + 1])
        mine = table[line[pair] + self.number[theirs]]
        table[cells] = 0
        hit = np.flatnonzero(mine)
        return pair[hit] + first, mine[hit] - 1, theirs[hit]

    def in_crowd(self, counted: np.ndarray | bool = True) -> np.ndarray:
        """Which of the rows hold one of the members that count that is CROWDED."""
        crowded = counted & (self._holders(counted) > CROWDED)[self.number]
        return np.bincount(self.row[crowded], minlength=len(self.ends) - 1) > 0

    def _holders(self, counted: np.ndarray | bool) -> np.ndarray:
        """How many rows hold each number."""
        return np.bincount(self.number if counted is True else self.number[counted], minlength=self._width)

    def sharing(self, least: int, counted: np.ndarray | bool = True, new: np.ndarray | None = None) -> np.ndarray:
        """Pairs of rows i < j, as i * rows + j in order, that have `least` members in common, one at least not CROWDED;
        `counted`: the members that count; `new`: rows of which one must be of a pair."""
        from scipy.sparse import csr_matrix

        rows, holders = len(self.ends) - 1, self._holders(counted)
        most = least - 1 if holders.max(initial=0) > CROWDED else least
        counted = counted & ((holders > 1) & (holders <= CROWDED))[self.number]
        ends = np.r_[0, np.cumsum(counted)][self.ends]
        held = csr_matrix((np.ones(ends[-1], np.int32), self.number[counted], ends), shape=(rows, self._width))
        of = np.arange(rows) if new is None else new
        both = ((held if new is None else held[new]) @ held.T).tocoo()
        near = both.data >= most
        a, b = of[both.row[near]], both.col[near].astype(np.int64)
        if new is None:
            above = a < b
            return a[above] * rows + b[above]
        once = (a < b) | ~np.isin(b, new)
        return np.sort((np.minimum(a, b) * rows + np.maximum(a, b))[once])


def ranges(first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All numbers of the ranges [first, last), and before them which range each is of.

    >>> [part.tolist() for part in ranges(np.array([4, 0]), np.array([6, 1]))]
    [[0, 0, 1], [4, 5, 0]]
    """
    length = last - first
    which = np.repeat(np.arange(len(first)), length)
    return which, np.arange(len(which)) + (first - np.cumsum(length) + length)[which]


class Rows(NamedTuple):
    """Passages as sets of numbers: their keys with what each weighs there (at most), the pairs of neighbouring keys of
    which one has full weight, the pairs of neighbouring words."""

    keys: Sets
    beside: Sets
    wording: Sets

    def bag(self, k: int) -> dict[int, float]:
        """The keys of a passage, by number, with what each weighs there."""
        own = slice(*self.keys.ends[k : k + 2])
        return dict(zip(self.keys.number[own].tolist(), self.keys.value[own].tolist(), strict=True))
