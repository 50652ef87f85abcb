"""Which of many texts stand close enough to be one story, found without comparing all of them with all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np

from helpers.text.stacked import Stacked
from helpers.text.term_rows import TermRows

DAYS = 10  # articles whose known dates lie further apart do not tell the same story
LARGEST = 4000  # articles compared all with all
TOGETHER = 500  # articles that are compared with others at a time
LINKS = 1_000_000  # pairs alike that are kept before they are followed
STEP = 0.04  # by which the bar is raised for a component larger than LARGEST
COPIES = 0.9  # texts so alike, in thousands, are near copies: they are parted by number

_PAIR = np.dtype([("a", "<i4"), ("b", "<i4"), ("likeness", "<f4")])


def day_numbers(dates, n: int):
    """Dates as day numbers, nan where unknown or unreadable."""
    out = np.full(n, np.nan)
    for i, d in enumerate(dates or []):
        try:
            out[i] = date.fromisoformat(str(d)[:10]).toordinal()
        except ValueError:
            continue
    return out


def components(
    rows: TermRows, days: np.ndarray, threshold: float, folder: Path | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Iterator[np.ndarray]:
    """The texts that are linked by pairs alike, as arrays of their numbers, one component after the other; one too
    large to cluster is cut at a higher bar. A temporary file is made in `folder`."""
    near = np.argsort(rows.place)
    joined, closer, left = _Joined(len(near)), Stacked(_PAIR, folder), np.ones(len(near), bool)
    for pairs in _alike(rows, near, days[near], threshold, progress):
        joined.add(pairs["a"], pairs["b"])
        closer.put(pairs[pairs["likeness"] >= threshold + STEP])  # lest all be compared again for the next bar
    while left.any():
        for places in joined.groups():
            members = np.sort(near[places])
            if not left[places[0]] or (len(members) > LARGEST and threshold <= COPIES):
                continue
            left[places] = False
            yield from np.split(members, range(LARGEST, len(members), LARGEST))
        threshold, joined = threshold + STEP, _Joined(len(near))
        for pairs in (closer[k] for k in range(len(closer) if left.any() else 0)):
            some = pairs[(pairs["likeness"] >= threshold) & left[pairs["a"]] & left[pairs["b"]]]
            joined.add(some["a"], some["b"])


def _alike(
    rows: TermRows, near: np.ndarray, day: np.ndarray, threshold: float, progress: Callable[[float], None]
) -> Iterator[np.ndarray]:
    """The pairs of texts alike, by their places in `near`, some at a time; `day`: of each place, none at the end."""
    dated = int(np.searchsorted(day, np.inf, "right"))
    for at in range(0, len(near), TOGETHER):
        block = slice(at, at + TOGETHER)
        turned = rows.of(near[block]).T.tocsr()
        last = day[block][-1] + DAYS
        until = len(near) if np.isnan(last) else int(np.searchsorted(day[:dated], last, "right"))
        # Only articles of about the same days, or without one, can be of their stories.
        others = np.r_[at:until, max(until, dated) : len(near)]
        for first in range(0, len(others), LARGEST):
            part = others[first : first + LARGEST]
            likeness = (rows.of(near[part]) @ turned).toarray()
            i, j = np.nonzero(likeness >= threshold)
            keep = (part[i] != j + at) & ~(np.abs(day[part[i]] - day[j + at]) > DAYS)
            pairs = np.empty(int(keep.sum()), _PAIR)
            pairs["a"], pairs["b"], pairs["likeness"] = part[i[keep]], j[keep] + at, likeness[i[keep], j[keep]]
            yield pairs
        progress(min(1.0, (at + TOGETHER) / len(near)))


class _Joined:
    """The numbers below n in groups that grow together; links are forgotten as soon as they are followed."""

    def __init__(self, n: int):
        self._group, self._links, self._waiting = np.arange(n), [], 0

    def add(self, a, b) -> None:
        """Join the groups of each two numbers."""
        a, b = self._group[a], self._group[b]
        links = np.unique(np.stack([a, b])[:, a != b], axis=1)
        self._links.append(links)
        self._waiting += links.shape[1]
        if self._waiting > LINKS:
            self._follow()

    def _follow(self) -> None:
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        a, b = np.concatenate([np.zeros((2, 0), int), *self._links], axis=1)
        n = len(self._group)
        _, group = connected_components(csr_matrix((np.ones(len(a), bool), (a, b)), shape=(n, n)), directed=False)
        self._group, self._links, self._waiting = group[self._group], [], 0

    def groups(self) -> list:
        """Each group as an array."""
        self._follow()
        order = np.argsort(self._group, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(self._group[order])) + 1)


def average_link(rows: TermRows, members, days, threshold: float):
    """Group numbers from 0 of texts few enough to compare all with all."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.sparse import csr_matrix

    if len(members) == 1:
        return np.zeros(1, dtype=int)
    x = rows.of(members)
    # Without the terms of other texts: turning a matrix costs by its width.
    known, columns = np.unique(x.indices, return_inverse=True)
    x = csr_matrix((x.data, columns.ravel(), x.indptr), shape=(len(members), len(known)))
    # Some rows at a time: as a sparse matrix they would take as much room again, and more.
    turned, apart = x.T.tocsr(), np.empty((len(members), len(members)), np.float32)
    for at in range(0, len(members), TOGETHER):
        apart[at : at + TOGETHER] = (x[at : at + TOGETHER] @ turned).toarray()
    np.subtract(1, apart, out=apart)
    np.clip(apart, 0, 1, out=apart)
    np.round(apart, 6, out=apart)
    for k, day in enumerate(days):
        apart[k, np.abs(day - days) > DAYS] = 1e6  # so far that no average brings them together
    pairs = np.concatenate([(row[k + 1 :] + apart[k + 1 :, k]) / 2 for k, row in enumerate(apart)], dtype=float)
    del apart
    return fcluster(linkage(pairs, "average"), 1 - threshold, "distance") - 1
