"""Tests with the article as the unit: permutation, Fisher, bootstrap, and corrections for many at once.

Ties are counted in integers, never in floats: two deals that give the same difference must count as equal,
or a rounding error in the last place becomes a finding.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, combinations

ALPHA = 0.05
EXACT_UP_TO = 20_000  # deals that are all looked at; beyond it DEALS of them are drawn
DEALS = 9_999
FEW = 200  # articles up to which deals are drawn as one table of random numbers
MANY = 500  # articles on the smaller side from which the sum of a deal is as good as normal
FIRST = 100  # measures that differ most, which are always judged; a random deal seldom has one that is sure
WHOLE_NUMBERS = 4_000  # articles up to which Fisher's test counts in whole numbers


def reachable(n_a: int, n_b: int) -> bool:
    """Whether any data could give p <= .05 when whole articles are dealt to two sides of this size.

    >>> reachable(3, 4), reachable(4, 4), reachable(3, 18)
    (False, True, True)
    """
    n = n_a + n_b  # there are n ways to choose one of n, and no fewer to choose more
    return min(n_a, n_b) > 0 and (n >= 2 / ALPHA or math.comb(n, n_a) >= 2 / ALPHA)


def resolution(n_a: int, n_b: int) -> float:
    """The smallest p that `permutation_p` can give for sides of this size.

    >>> resolution(50, 50)
    0.0001
    """
    return 1 / math.comb(n_a + n_b, n_a) if _few_deals(n_a + n_b, n_a) else 1 / (DEALS + 1)


def permutation_p(a: Sequence[float], b: Sequence[float], seed: int = 0) -> float:
    """Two-sided p of the difference of means when whole articles are dealt to the two sides at random.

    In: one number per article and side (not finite ones are left out). Out: p in (0, 1]: exact when there
    are at most 20,000 deals, else (1 + deals as extreme) / (1 + 9,999); of 500 articles a side or more the normal
    limit of the same distribution (Hájek 1960), not below what the deals could give. 1.0 where a side is empty or
    nothing varies. (Good: Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005; Phipson and Smyth 2010: a
    permutation p is never zero.)

    >>> round(permutation_p([5, 6, 7, 8], [1, 2, 3, 4]), 4)
    0.0286
    """
    a, b = finite(a), finite(b)
    if not a or not b:
        return 1.0
    import numpy as np

    pool, slack = _scaled(a + b)
    if pool.min() == pool.max():
        return 1.0
    n, m, total = len(pool), min(len(a), len(b)), int(pool.sum())
    seen = int(pool[: len(a)].sum() if len(a) == m else pool[len(a) :].sum())
    # |mean difference| grows with |n * sum - m * total|, where sum is over the smaller side.
    far = abs(n * seen - m * total) - n * slack
    if m >= MANY:
        spread = math.sqrt(m * (n - m) / (n - 1)) * float(pool.std())
        return max(math.erfc(max(far, 0) / n / spread / math.sqrt(2)), 1 / (1 + DEALS))
    high, low = -((-m * total - far) // n), (m * total - far) // n
    if _few_deals(n, m):
        sums = [sum(c) for c in combinations(pool.tolist(), m)]
        return sum(s >= high or s <= low for s in sums) / len(sums)
    sums = None
    if n <= FEW:  # many articles alike: draw how many of each kind, which is the same and quicker
        kinds, times = np.unique(pool, return_counts=True)
        if 2 * len(kinds) <= n:
            sums = np.random.default_rng(seed).multivariate_hypergeometric(times, m, size=DEALS) @ kinds
    if sums is None:
        sums = pool[_deals(n, m, seed)].sum(1)
    return (1 + int(((sums >= high) | (sums <= low)).sum())) / (1 + DEALS)


def _few_deals(n: int, m: int) -> bool:
    """Whether m of n can be dealt in so few ways that all are looked at."""
    return n <= EXACT_UP_TO and (m in (0, n) or math.comb(n, m) <= EXACT_UP_TO)


@lru_cache(maxsize=32)  # the tests of a chapter are mostly of the same articles
def _deals(n: int, m: int, seed: int):
    """DEALS random choices of m of n articles, as an array of their indices: one row a deal."""
    import numpy as np

    rng = np.random.default_rng(seed)
    if n <= FEW:  # the m smallest of n random numbers are a fair deal, and all deals are drawn at once
        return rng.random((DEALS, n)).argpartition(m - 1, axis=1)[:, :m].astype(np.int32)
    return np.array([rng.choice(n, m, replace=False, shuffle=False) for _ in range(DEALS)], dtype=np.int32)


def fisher_p(k_a: int, n_a: int, k_b: int, n_b: int) -> float:
    """Fisher's exact test, two-sided, of k_a of n_a against k_b of n_b, in integers.

    Raises ValueError unless 0 <= k <= n on both sides.

    >>> round(fisher_p(31, 50, 4, 50), 9)
    1.3e-08
    """
    if not (0 <= k_a <= n_a and 0 <= k_b <= n_b):
        raise ValueError(f"{k_a} of {n_a} and {k_b} of {n_b} are not shares")
    return fisher_table(k_a + k_b, n_a, n_b, [k_a])[k_a]


def fisher_table(k: int, n_a: int, n_b: int, only: Iterable[int] | None = None) -> dict[int, float]:
    """Fisher's two-sided p for the ways k successes can fall on two sides: {successes on side a: p}.

    `only`: the ways that are asked for; None for all.

    >>> {i: round(p, 3) for i, p in fisher_table(2, 3, 3).items()}
    {0: 0.4, 1: 1.0, 2: 0.4}
    """
    first, last = max(0, k - n_b), min(k, n_a)
    ways = range(first, last + 1) if only is None else only
    if n_a + n_b > WHOLE_NUMBERS:
        return _fisher_in_logs(k, n_a, n_b, ways)
    weight = math.comb(n_a, first) * math.comb(n_b, k - first)
    weights = [weight]
    for i in range(first, last):
        weight = weight * ((n_a - i) * (k - i)) // ((i + 1) * (n_b - k + i + 1))
        weights.append(weight)
    ascending = sorted(weights)
    upto = list(accumulate(ascending))
    # bisect_right: of equal weights all count, ties are as extreme.
    return {
        i: max(upto[bisect_right(ascending, weights[i - first]) - 1] / upto[-1], sys.float_info.min) for i in ways
    }


def _fisher_in_logs(k: int, n_a: int, n_b: int, ways: Iterable[int]) -> dict[int, float]:
    """`fisher_table` for many articles, whose whole numbers would have thousands of digits; weights that are equal but
    for rounding count as ties."""
    import numpy as np

    first, last = max(0, k - n_b), min(k, n_a)
    i = np.arange(first, last + 1)
    f = _log_factorials(n_a + n_b)
    logs = -(f[i] + f[n_a - i] + f[k - i] + f[n_b - k + i])
    logs -= logs.max()
    ascending = np.sort(logs)
    upto = np.cumsum(np.exp(ascending))
    asked = list(ways)
    at = np.searchsorted(ascending, logs[np.array(asked, dtype=int) - first] + 1e-9, side="right") - 1
    return dict(zip(asked, np.maximum(upto[at] / upto[-1], sys.float_info.min).tolist(), strict=True))


@lru_cache(maxsize=2)
def _log_factorials(n: int):
    import numpy as np
    from scipy.special import gammaln

    return gammaln(np.arange(n + 1) + 1.0)


def least_fisher_p(k: int, n_a: int, n_b: int) -> float:
    """The smallest two-sided p that k successes on two sides could give.

    >>> round(least_fisher_p(2, 3, 3), 3)
    0.4
    """
    first, last = max(0, k - n_b), min(k, n_a)
    if n_a + n_b > WHOLE_NUMBERS:
        ends = _fisher_in_logs(k, n_a, n_b, {first, last})
        return min(ends.values())
    ends = [math.comb(n_a, i) * math.comb(n_b, k - i) for i in {first, last}]
    return max(ends.count(min(ends)) * min(ends) / math.comb(n_a + n_b, k), sys.float_info.min)


def bootstrap_interval(
    values: Sequence[float], seed: int = 0, level: float = 0.95, rounds: int = 1999
) -> tuple[float, float]:
    """Percentile bootstrap interval of the mean, whole articles resampled; (nan, nan) below two values.

    Widened for small samples as Hesterberg (What Teachers Should Know about the Bootstrap, 2015) advises.

    >>> bootstrap_interval([3.0, 3.0, 3.0])
    (3.0, 3.0)
    """
    values = finite(values)
    n = len(values)
    if n < 2:
        return math.nan, math.nan
    import numpy as np
    from scipy.stats import norm, t

    rng, x = np.random.default_rng(seed), np.array(values)
    means = np.array([x[rng.integers(0, n, n)].mean() for _ in range(rounds)])
    tail = float(norm.cdf(math.sqrt(n / (n - 1)) * t.ppf((1 - level) / 2, n - 1)))
    low, high = np.quantile(means, [tail, 1 - tail])
    return float(low), float(high)


def wilson(k: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of k in n (Wilson 1927); (0, 1) when n is 0.

    >>> [round(x, 3) for x in wilson(31, 50)]
    [0.482, 0.741]
    """
    if n == 0:
        return 0.0, 1.0
    share, z2 = k / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return (0.0 if k == 0 else max(0.0, middle - half)), (1.0 if k == n else min(1.0, middle + half))


def holm(ps: Sequence[float]) -> list[float]:
    """Holm's (1979) adjusted p-values, in the order given; controls the chance of any false one.

    >>> [round(p, 3) for p in holm([0.01, 0.04, 0.03])]
    [0.03, 0.06, 0.06]
    """
    out, upto = [1.0] * len(ps), 0.0
    for rank, i in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        upto = max(upto, min(1.0, (len(ps) - rank) * ps[i]))
        out[i] = upto
    return out


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's (1995) adjusted p-values, in the order given; for the share of false ones.

    >>> [round(p, 3) for p in benjamini_hochberg([0.01, 0.04, 0.03])]
    [0.03, 0.04, 0.04]
    """
    import numpy as np

    p = np.array(ps, dtype=float)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * len(p) / np.arange(1, len(p) + 1)
    out = np.ones(len(p))
    out[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return out.tolist()


def max_t(matrix, labels: Sequence[bool], rounds: int = 999, seed: int = 0):
    """Step-down max-T: p-values of many measures at once, with family-wise error control.

    In: `matrix`, articles x measures (0/1 or counts; dense or scipy sparse); `labels`, True for the articles
    of side A. Out: numpy array of adjusted p, one per column, at least 1 / (1 + rounds); 1.0 for columns
    without variance. (Westfall and Young 1993, algorithm 2.8.) The squared statistic is a ratio of two
    integers, so equal differences are equal numbers.

    >>> max_t([[1], [1], [1], [1], [0], [0], [0], [0]], [True] * 4 + [False] * 4).round(2).tolist()
    [0.02]
    """
    return max_t_of_deals(matrix, [labels], rounds, seed)[0]


def max_t_of_deals(matrix, deals: Sequence[Sequence[bool]], rounds: int = 999, seed: int = 0, asked=None):
    """`max_t` for several ways to deal the same articles to sides of the same sizes: an array, a row for each deal.

    All share the random deals that they are judged by, so that these are weighed once. `asked` (deals x measures of
    yes or no): these measures and those of p <= ALPHA are judged; the others get some p above ALPHA, not above theirs.

    >>> sides = [[True] * 4 + [False] * 4, [True, False] * 4]
    >>> max_t_of_deals([[1], [1], [1], [1], [0], [0], [0], [0]], sides).round(2).tolist()
    [[0.02], [1.0]]
    """
    import numpy as np
    from scipy import sparse

    x = sparse.csr_matrix(matrix, dtype=np.float64)
    sides = np.asarray(deals, dtype=bool).T
    n, n_a = len(sides), int(sides[:, 0].sum())
    total = np.asarray(x.sum(0)).ravel()
    spread = n * np.asarray(x.multiply(x).sum(0)).ravel() - total * total
    varies = spread > 1e-9 * np.maximum(total * total, 1)
    out = np.ones((sides.shape[1], x.shape[1]))
    if not varies.any() or not 0 < n_a < n:
        return out
    kind = np.float32 if n < 2**24 and (x.data == 1).all() else np.float64  # either holds the counts exactly
    turned, total, spread = x[:, varies].T.tocsr().astype(kind), total[varies][:, None], spread[varies][:, None]

    def squared(dealt):  # articles x deals, 1 for side A
        far = (turned @ dealt).astype(np.float64)
        far *= n
        far -= n_a * total
        far *= far
        far /= spread
        return far

    seen = squared(sides.astype(kind)).T
    orders = [np.argsort(-own, kind="stable") for own in seen]
    bars = [own[order][:, None] * (1 - 1e-12) for own, order in zip(seen, orders, strict=True)]
    judged = [len(total)] * len(orders)
    if asked is not None:
        ranks = [np.flatnonzero(np.asarray(own)[varies][order]) for own, order in zip(asked, orders, strict=True)]
        judged = [min(len(total), max([FIRST, *(r[-1:] + 1)])) for r in ranks]
    rng = np.random.default_rng(seed)
    extreme, done, block = [np.zeros(k) for k in judged], 0, 100
    while done < rounds:
        dealt = np.zeros((n, min(block, rounds - done)), dtype=kind)
        for column in dealt.T:
            column[rng.permutation(n)[:n_a]] = 1
        found = squared(dealt)
        for own, order, bar in zip(extreme, orders, bars, strict=True):
            # Step-down: a measure competes only with itself and those that looked less different.
            k = len(own)
            most = found[order[:k]]
            if k < len(order):
                np.maximum(most[-1], found[order[k:]].max(0), out=most[-1])
            own += (np.maximum.accumulate(most[::-1])[::-1] >= bar[:k]).sum(1)
        done += dealt.shape[1]
    for row, own, order, side in zip(out, extreme, orders, sides.T, strict=True):
        p = np.maximum.accumulate((1 + own) / (1 + rounds))
        if len(p) < len(order) and p[-1] <= ALPHA:  # further ones may be as sure
            row[:] = max_t(matrix, side, rounds, seed)
            continue
        all_p = np.full(len(order), p[-1])
        all_p[order[: len(p)]] = p
        row[varies] = all_p
    return out


def finite(values: Iterable[float]) -> list[float]:
    """The values that are numbers: an article without a measure takes no part.

    >>> finite([1, float("nan"), 2])
    [1.0, 2.0]
    """
    return [v for v in map(float, values) if math.isfinite(v)]


def _scaled(values: Sequence[float]):
    """Values as an array of integers with the same ties, and how much the rounding may have moved a sum.

    Whole numbers are kept as they are; others become 2^32 steps between the least and the largest, and
    sums that differ by less than rounding explains count as ties (the careful side).
    """
    import numpy as np

    x = np.array(values, dtype=np.float64)
    low, high = float(x.min()), float(x.max())
    if high - low < 2**32 and (x == np.trunc(x)).all():
        return (x - low).astype(np.int64), 0
    step = (high - low) / 2**32
    if not 1e-12 * max(-low, high) < high - low < math.inf:
        return np.zeros(len(x), dtype=np.int64), 0
    return np.rint((x - low) / step).astype(np.int64), 2 * len(x)
