"""The permutation test: whole articles dealt to two sides at random, for one test or for many of the same articles.

Ties are counted in integers, never in floats: two deals that give the same difference must count as equal,
or a rounding error in the last place becomes a finding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import combinations

EXACT_UP_TO = 20_000  # deals that are all looked at; beyond it DEALS of them are drawn
DEALS = 9_999
FEW = 30  # articles up to which every test is drawn for, and sizes of sides have deals of their own
MANY = 500  # articles on the smaller side from which the sum of a deal is as good as normal
LARGE = 2_000  # articles up to which all orders are shuffled at once
KINDS = 100  # different numbers of more than LARGE articles up to which is drawn how many of each kind are dealt
SOME, FEW_KINDS = 300, 20  # the same of more than SOME articles: of 100 kinds a drawing can take longer than orders
FAR = 0.1  # of more than FEW articles: p of the normal limit from which a drawing hardly ever makes a finding


def resolution(n_a: int, n_b: int) -> float:
    """The smallest p that `permutation_p` can give for sides of this size.

    >>> resolution(50, 50)
    0.0001
    """
    return 1 / math.comb(n_a + n_b, n_a) if _few_deals(n_a + n_b, n_a) else 1 / (DEALS + 1)


def permutation_p(a: Sequence[float], b: Sequence[float], seed: int = 0) -> float:
    """Two-sided p of the difference of means when whole articles are dealt to the two sides at random.

    In: one number per article and side (not finite ones are left out). Out: p in (0, 1]: exact when there are at most
    20,000 deals or only two different numbers, else (1 + deals as extreme) / (1 + 9,999); of 500 articles a side or
    more, and of more than 30 articles where it is above .1, the normal limit of the same distribution (Hájek 1960); not
    below what deals could give. 1.0 where a side is empty or nothing varies. (Good: Permutation, Parametric and
    Bootstrap Tests of Hypotheses, 2005; Phipson and Smyth 2010: a permutation p is never zero.)

    >>> round(permutation_p([5, 6, 7, 8], [1, 2, 3, 4]), 4)
    0.0286
    """
    import numpy as np

    return Pool([*a, *b], seed).p(np.arange(len(a) + len(b)) < len(a))


class Pool:
    """Articles with one number each, for any number of tests of some of them against the others.

    In: a number per article; one that is not finite takes no part. The numbers are brought to integers once, and the
    deals of one test after the other are drawn once.

    >>> round(Pool([5, 6, 1, 2, 7, 8, 3, 4]).p([True, True, False, False] * 2), 4)
    0.0286
    """

    def __init__(self, values: Sequence[float], seed: int = 0):
        import numpy as np

        self._seed = seed
        x = np.asarray(values, dtype=np.float64)
        self._known = np.isfinite(x)
        self._pool, self._slack = _scaled(x[self._known])
        self._total, self._spread = int(self._pool.sum()), float(self._pool.std()) if len(self._pool) else 0.0

    def sizes(self, side) -> tuple[int, int]:
        """How many articles with a number are on a side and on the other; `side` as for `p`.

        >>> Pool([1, 2, float("nan")]).sizes([True, False, False])
        (1, 1)
        """
        n_a = int(self._on(side).sum())
        return n_a, len(self._pool) - n_a

    def p(self, side: Sequence[bool]) -> float:
        """`permutation_p` of the articles on one side (an array with true for these) against all others."""
        import numpy as np

        on, n = self._on(side), len(self._pool)
        n_a = int(on.sum())
        m = min(n_a, n - n_a)
        if m == 0 or not self._spread:
            return 1.0
        seen = int(self._pool[on].sum())
        seen = seen if n_a == m else self._total - seen
        # |mean difference| grows with |n * sum - m * total|, where sum is over the smaller side.
        far = abs(n * seen - m * self._total) - n * self._slack
        if n > FEW:
            spread = math.sqrt(m * (n - m) / (n - 1)) * self._spread
            limit = math.erfc(max(far, 0) / n / spread / math.sqrt(2))
            if m >= MANY or (limit > FAR and not _few_deals(n, m)):
                return max(limit, 1 / (1 + DEALS))
        high, low = -((-m * self._total - far) // n), (m * self._total - far) // n
        least = 0.0 if _few_deals(n, m) else 1 / (1 + DEALS)
        if self._successes:
            return max(self._two_valued(m, high, low), least)
        if not least:
            sums = self._pool[_all_deals(n, m)].sum(1)
            return int(((sums >= high) | (sums <= low)).sum()) / len(sums)
        if n > FEW and not self._kinds:
            sums = self._dealt(m)
        else:
            sums = _dealt_to(self._pool if n > FEW else np.r_[self._pool[on], self._pool[~on]], m, self._seed)
        return (1 + int(((sums >= high) | (sums <= low)).sum())) / (1 + DEALS)

    @cached_property
    def _successes(self) -> int:
        """Of articles with one of two numbers, how many have the larger; else 0."""
        top = self._pool == self._pool.max()
        return int(top.sum()) if not self._pool[~top].any() else 0  # the least is 0

    @cached_property
    def _kinds(self) -> int:
        """Of so many articles that drawing orders of them is slow: how many different numbers there are, if few."""
        import numpy as np

        n = len(self._pool)
        most = KINDS if n > LARGE else FEW_KINDS if n > SOME else 0
        kinds = len(np.unique(self._pool)) if most else 0
        return kinds if kinds <= most else 0

    def _two_valued(self, m: int, high: int, low: int) -> float:
        """The share of all deals whose sum is `high` or more, or `low` or less: hypergeometric, in whole numbers."""
        n, k, top = len(self._pool), self._successes, int(self._pool.max())
        first, last = max(0, m - (n - k)), min(k, m)
        ways, extreme, weight = 0, 0, math.comb(k, first) * math.comb(n - k, m - first)
        for i in range(first, last + 1):
            ways += weight
            extreme += weight if i * top >= high or i * top <= low else 0
            weight = weight * ((k - i) * (m - i)) // ((i + 1) * (n - k - m + i + 1))
        return extreme / ways

    def _on(self, side):
        import numpy as np

        return np.asarray(side, dtype=bool)[self._known]

    def _dealt(self, m: int):
        """The sum over m articles in each of DEALS random deals."""
        upto = min(1 << (m - 1).bit_length(), len(self._pool) // 2)  # some more: the next test need not sum again
        return _sums(self, upto)[m - 1]


@lru_cache(maxsize=2)  # of pools of hundreds of articles each takes 40 MB
def _sums(pool: Pool, most: int):
    """The sums along random orders of a pool, so that deals of any number of articles up to `most` are at hand."""
    import numpy as np

    orders = _orders(len(pool._pool), most, pool._seed)
    sums = np.empty(orders.shape, dtype=np.int64)
    for k, drawn in enumerate(orders):  # row by row: half of what a cumulative sum along the columns takes
        np.take(pool._pool, drawn, out=sums[k])
        if k:
            sums[k] += sums[k - 1]
    return sums


def _few_deals(n: int, m: int) -> bool:
    """Whether m of n can be dealt in so few ways that all are looked at."""
    return n <= EXACT_UP_TO and (m in (0, n) or math.comb(n, m) <= EXACT_UP_TO)


@lru_cache(maxsize=64)
def _all_deals(n: int, m: int):
    """Every choice of m of n articles, as an array of their indices: one row a deal."""
    import numpy as np

    return np.array(list(combinations(range(n), m)), dtype=np.int16 if n < 2**15 else np.int32)


def _dealt_to(pool, m: int, seed: int):
    """The sum over m of few articles in each of DEALS random deals."""
    import numpy as np

    # Many articles alike: how many of each kind are drawn, which is the same and quicker.
    kinds, times = np.unique(pool, return_counts=True)
    if 2 * len(kinds) <= len(pool):
        return np.random.default_rng(seed).multivariate_hypergeometric(times, m, size=DEALS) @ kinds
    return pool[_deals(len(pool), m, seed)].sum(1)


@lru_cache(maxsize=32)  # the tests of a chapter are mostly of the same articles
def _deals(n: int, m: int, seed: int):
    """DEALS random choices of m of n articles, as an array of their indices: one row a deal."""
    import numpy as np

    # The m smallest of n random numbers are a fair deal, and all deals are drawn at once.
    rng = np.random.default_rng(seed)
    return rng.random((DEALS, n)).argpartition(m - 1, axis=1)[:, :m].astype(np.int32)


@lru_cache(maxsize=8)
def _orders(n: int, most: int, seed: int):
    """The first `most` articles of DEALS random orders of n, a column each; with more, the first stay the same."""
    import numpy as np

    rng = np.random.default_rng(seed)
    if n > LARGE:
        orders = np.array([rng.choice(n, min(n // 2, MANY), replace=False) for _ in range(DEALS)], dtype=np.int32)
        return np.ascontiguousarray(orders.T)[:most]
    # Fisher and Yates's shuffle, one step in all orders at a time.
    orders = np.repeat(np.arange(n, dtype=np.int16)[:, None], DEALS, axis=1)
    flat, column = orders.reshape(-1), np.arange(DEALS)
    for k in range(most):
        at = rng.integers(k, n, DEALS)
        at *= DEALS
        at += column
        taken = flat[at]
        flat[at] = orders[k]
        orders[k] = taken
    return orders[:most].copy()


def _scaled(values):
    """Values as an array of integers with the same ties, and how much the rounding may have moved a sum.

    Whole numbers are kept as they are; others become 2^32 steps between the least and the largest, and
    sums that differ by less than rounding explains count as ties (the careful side).
    """
    import numpy as np

    if not len(values):
        return np.zeros(0, dtype=np.int64), 0
    low, high = float(values.min()), float(values.max())
    if high - low < 2**32 and (values == np.trunc(values)).all():
        return (values - low).astype(np.int64), 0
    step = (high - low) / 2**32
    if not 1e-12 * max(-low, high) < high - low < math.inf:
        return np.zeros(len(values), dtype=np.int64), 0
    return np.rint((values - low) / step).astype(np.int64), 2 * len(values)
