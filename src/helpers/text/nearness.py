"""Which of many texts stand close enough to be one story, found without comparing all of them with all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from helpers.text.term_rows import TermRows

DAYS = 10  # articles whose known dates lie further apart do not tell the same story
LARGEST = 4000  # articles compared all with all
TOGETHER = 500  # articles that are compared with others at a time
LINKS = 1_000_000  # pairs alike that are kept before they are followed


def day_numbers(dates, n: int):
    """Dates as day numbers, nan where unknown or unreadable."""
    import numpy as np

    out = np.full(n, np.nan)
    for i, d in enumerate(dates or []):
        try:
            out[i] = date.fromisoformat(str(d)[:10]).toordinal()
        except ValueError:
            continue
    return out


def components(rows: TermRows, some, days, threshold: float, progress: Callable[[float], None] = lambda share: None):
    """Those of some texts (by number, in order) that are linked by pairs alike, as arrays, one after the other; a
    component too large to cluster is cut at a higher bar."""
    import numpy as np

    near = some[np.argsort(rows.place[some])]
    day = days[near]
    dated = int(np.searchsorted(day, np.inf, "right"))  # those without a day come last
    joined = _Joined(len(near))
    for at in range(0, len(near), TOGETHER):
        block = slice(at, at + TOGETHER)
        turned = rows.of(near[block]).T.tocsr()
        last = day[block][-1] + DAYS
        until = len(near) if np.isnan(last) else int(np.searchsorted(day[:dated], last, "right"))
        # Only articles of about the same days, or without one, can be of their stories.
        others = np.r_[at:until, max(until, dated) : len(near)]
        for first in range(0, len(others), LARGEST):
            part = others[first : first + LARGEST]
            a, b = np.nonzero((rows.of(near[part]) @ turned).toarray() >= threshold)
            a, b = part[a], b + at
            keep = ~(np.abs(day[a] - day[b]) > DAYS)
            joined.add(a[keep], b[keep])
        progress(min(1.0, (at + TOGETHER) / len(near)))
    for places in joined.groups():
        members = np.sort(near[places])
        if len(members) <= LARGEST:
            yield members
        elif threshold > 0.9:  # thousands of near copies
            yield from np.split(members, range(LARGEST, len(members), LARGEST))
        else:
            yield from components(rows, members, days, threshold + 0.04)


class _Joined:
    """The numbers below n in groups that grow together; links are forgotten as soon as they are followed."""

    def __init__(self, n: int):
        import numpy as np

        self._group, self._links, self._waiting = np.arange(n), [], 0

    def add(self, a, b) -> None:
        """Join the groups of each two numbers."""
        import numpy as np

        a, b = self._group[a], self._group[b]
        links = np.unique(np.stack([a, b])[:, a != b], axis=1)
        self._links.append(links)
        self._waiting += links.shape[1]
        if self._waiting > LINKS:
            self._follow()

    def _follow(self) -> None:
        import numpy as np
        from scipy.sparse import csr_matrix
        from scipy.sparse.csgraph import connected_components

        a, b = np.concatenate([np.zeros((2, 0), int), *self._links], axis=1)
        n = len(self._group)
        _, group = connected_components(csr_matrix((np.ones(len(a), bool), (a, b)), shape=(n, n)), directed=False)
        self._group, self._links, self._waiting = group[self._group], [], 0

    def groups(self) -> list:
        """Each group as an array."""
        import numpy as np

        self._follow()
        order = np.argsort(self._group, kind="stable")
        return np.split(order, np.flatnonzero(np.diff(self._group[order])) + 1)


def average_link(rows: TermRows, members, days, threshold: float):
    """Group numbers from 0 of texts few enough to compare all with all."""
    import numpy as np
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
