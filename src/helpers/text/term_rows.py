"""Tf-idf rows of more texts than fit into memory: counted while the texts are read once, kept in temporary files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from helpers.text.stacked import Stacked
from helpers.text.terms import TermNumbers, batches, counted, weighed

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ROWS = 500  # that are weighed together


class _Counted:
    """How often each term stands in each of the texts, and in how many texts it stands."""

    def __init__(self, folder: Path | None):
        self._terms, self._times = Stacked(np.int32, folder), Stacked(np.int32, folder)
        self._holders, self._texts = np.zeros(1024, np.int64), 0

    def put(self, numbers: np.ndarray, sizes: np.ndarray) -> None:
        """Add texts, as the numbers of the terms of all and how many each has."""
        terms, times, each = counted(numbers, sizes)
        for file, some in ((self._terms, terms), (self._times, times)):
            file.put(some, each.tolist())
        most = int(terms.max(initial=-1)) + 1
        if most > len(self._holders):
            self._holders = np.concatenate([self._holders, np.zeros(most, np.int64)])
        self._holders[:most] += np.bincount(terms, minlength=most)
        self._texts += len(sizes)

    def weighed(self, texts: np.ndarray, column: np.ndarray) -> csr_matrix:
        """The rows of some texts, term k in column[k]."""
        from scipy.sparse import csr_matrix

        (terms, lengths), (times, _) = self._terms.of(texts), self._times.of(texts)
        holders = np.zeros(len(column), np.int64)
        known = min(len(column), len(self._holders))
        holders[column[:known]] = self._holders[:known]
        begins = np.r_[0, np.cumsum(lengths)]
        counts = csr_matrix((times.astype(float), column[terms], begins), shape=(len(texts), len(column)))
        counts.sort_indices()
        return weighed(counts, holders, self._texts)


class TermRows:
    """A tf-idf row (see `terms.vectors`) for each text: its terms and beside them those of its first `lead`
    characters, each side of the same weight, so that a product of two rows is the mean of two cosines.

    `order`: the texts by number, in the order in which their rows lie in the file; temporary files are made in
    `folder`. Texts are read once, in their own order. Method: tf-idf with log tf, cosine.

    >>> rows = TermRows(["a red boat", "a red car"], np.array([1, 0]), 5)
    >>> (rows.of(np.array([0, 1])) @ rows.of(np.array([0, 1])).T).toarray().astype(float).round(2).tolist()
    [[1.0, 0.67], [0.67, 1.0]]
    """

    def __init__(self, texts: Sequence[str], order: np.ndarray, lead: int, folder: Path | None = None):
        from scipy.sparse import hstack

        numbers, sides = TermNumbers(), (_Counted(folder), _Counted(folder))
        for some in batches(texts):
            for side, parts in zip(sides, (some, [text[:lead] for text in some]), strict=True):
                side.put(*numbers.of_many(parts))
        column = numbers.columns()
        del numbers
        self.place = np.empty(len(order), np.int64)
        self.place[order] = np.arange(len(order))
        self._width = 2 * len(column)
        self._columns, self._values = Stacked(np.int32, folder), Stacked(np.float32, folder)
        for at in range(0, len(order), ROWS):
            x = hstack([side.weighed(order[at : at + ROWS], column) for side in sides]).tocsr().astype(np.float32)
            x *= math.sqrt(0.5)
            lengths = np.diff(x.indptr).tolist()
            self._columns.put(x.indices, lengths)
            self._values.put(x.data, lengths)

    def of(self, texts: np.ndarray) -> csr_matrix:
        """The rows of some texts, by number."""
        from scipy.sparse import csr_matrix

        places = self.place[texts]
        columns, lengths = self._columns.of(places)
        begins = np.r_[0, np.cumsum(lengths)]
        return csr_matrix((self._values.of(places)[0], columns, begins), shape=(len(texts), self._width))
