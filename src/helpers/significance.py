"""Tests with the article as the unit: permutation, Fisher, bootstrap, and corrections for many at once.

Ties are counted in integers, never in floats: two deals that give the same difference must count as equal,
or a rounding error in the last place becomes a finding.
"""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, combinations

ALPHA = 0.05
EXACT_UP_TO = 20_000  # deals that are all looked at; beyond it DEALS of them are drawn
DEALS = 9_999


def reachable(n_a: int, n_b: int) -> bool:
    """Whether any data could give p <= .05 when whole articles are dealt to two sides of this size.

    >>> reachable(3, 4), reachable(4, 4), reachable(3, 18)
    (False, True, True)
    """
    return min(n_a, n_b) > 0 and math.comb(n_a + n_b, n_a) >= 2 / ALPHA


def resolution(n_a: int, n_b: int) -> float:
    """The smallest p that `permutation_p` can give for sides of this size.

    >>> resolution(50, 50)
    0.0001
    """
    deals = math.comb(n_a + n_b, n_a)
    return 1 / deals if deals <= EXACT_UP_TO else 1 / (DEALS + 1)


def permutation_p(a: Sequence[float], b: Sequence[float], seed: int = 0) -> float:
    """Two-sided p of the difference of means when whole articles are dealt to the two sides at random.

    In: one number per article and side (not finite ones are left out). Out: p in (0, 1]: exact when there
    are at most 20,000 deals, else (1 + deals as extreme) / (1 + 9,999). 1.0 where a side is empty or nothing
    varies. (Good: Permutation, Parametric and Bootstrap Tests of Hypotheses, 2005; Phipson and Smyth 2010:
    a permutation p is never zero.)

    >>> round(permutation_p([5, 6, 7, 8], [1, 2, 3, 4]), 4)
    0.0286
    """
    a, b = finite(a), finite(b)
    if not a or not b:
        return 1.0
    values, slack = _scaled(a + b)
    if len(set(values)) == 1:
        return 1.0
    n, m, total = len(values), min(len(a), len(b)), sum(values)
    seen = sum(values[: len(a)]) if len(a) == m else sum(values[len(a) :])
    # |mean difference| grows with |n * sum - m * total|, where sum is over the smaller side.
    far = abs(n * seen - m * total) - n * slack
    high, low = -((-m * total - far) // n), (m * total - far) // n
    if math.comb(n, m) <= EXACT_UP_TO:
        sums = [sum(c) for c in combinations(values, m)]
        return sum(s >= high or s <= low for s in sums) / len(sums)
    import numpy as np

    rng, pool = np.random.default_rng(seed), np.array(values, dtype=np.int64)
    kinds, times = np.unique(pool, return_counts=True)
    if 2 * len(kinds) <= n:  # many articles alike: draw how many of each kind, which is the same and quicker
        sums = rng.multivariate_hypergeometric(times, m, size=DEALS) @ kinds
    elif n <= 200:  # the m smallest of n random numbers are a fair deal, and all deals are drawn at once
        sums = pool[rng.random((DEALS, n)).argpartition(m - 1, axis=1)[:, :m]].sum(1)
    else:
        sums = np.array([pool[rng.choice(n, m, replace=False, shuffle=False)].sum() for _ in range(DEALS)])
    return (1 + int(((sums >= high) | (sums <= low)).sum())) / (1 + DEALS)


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
    weight = math.comb(n_a, first) * math.comb(n_b, k - first)
    weights = [weight]
    for i in range(first, last):
        weight = weight * ((n_a - i) * (k - i)) // ((i + 1) * (n_b - k + i + 1))
        weights.append(weight)
    ascending = sorted(weights)
    upto = list(accumulate(ascending))
    ways = range(first, last + 1) if only is None else only
    # bisect_right: of equal weights all count, ties are as extreme.
    return {
        i: max(upto[bisect_right(ascending, weights[i - first]) - 1] / upto[-1], sys.float_info.min) for i in ways
    }


def least_fisher_p(k: int, n_a: int, n_b: int) -> float:
    """The smallest two-sided p that k successes on two sides could give.

    >>> round(least_fisher_p(2, 3, 3), 3)
    0.4
    """
    first, last = max(0, k - n_b), min(k, n_a)
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
    out, least = [1.0] * len(ps), 1.0
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    for rank in range(len(ps), 0, -1):
        i = order[rank - 1]
        least = min(least, ps[i] * len(ps) / rank)
        out[i] = least
    return out


def max_t(matrix, labels: Sequence[bool], rounds: int = 999, seed: int = 0):
    """Step-down max-T: p-values of many measures at once, with family-wise error control.

    In: `matrix`, articles x measures (0/1 or counts; dense or scipy sparse); `labels`, True for the articles
    of side A. Out: numpy array of adjusted p, one per column, at least 1 / (1 + rounds); 1.0 for columns
    without variance. (Westfall and Young 1993, algorithm 2.8.) The squared statistic is a ratio of two
    integers, so equal differences are equal numbers.

    >>> max_t([[1], [1], [1], [1], [0], [0], [0], [0]], [True] * 4 + [False] * 4).round(2).tolist()
    [0.02]
    """
    import numpy as np
    from scipy import sparse

    x = sparse.csr_matrix(matrix, dtype=np.float64)
    labels = np.asarray(labels, dtype=bool)
    n, n_a = len(labels), int(labels.sum())
    total = np.asarray(x.sum(0)).ravel()
    spread = n * np.asarray(x.multiply(x).sum(0)).ravel() - total * total
    varies = spread > 1e-9 * np.maximum(total * total, 1)
    out = np.ones(x.shape[1])
    if not varies.any() or not 0 < n_a < n:
        return out
    x, total, spread = x[:, varies], total[varies], spread[varies]
    rng = np.random.default_rng(seed)

    def squared(sides):  # sides: deals x articles, 1 for side A
        return (n * (sides @ x) - n_a * total) ** 2 / spread

    seen = squared(labels[None].astype(float))[0]
    order = np.argsort(-seen, kind="stable")
    x, total, spread = x[:, order], total[order], spread[order]
    bar = seen[order] * (1 - 1e-12)
    extreme, done, block = np.zeros(len(bar)), 0, 100
    while done < rounds:
        sides = np.zeros((min(block, rounds - done), n))
        for row in sides:
            row[rng.permutation(n)[:n_a]] = 1
        # Step-down: a measure competes only with itself and those that looked less different.
        stats = np.maximum.accumulate(squared(sides)[:, ::-1], axis=1)[:, ::-1]
        extreme += (stats >= bar).sum(0)
        done += len(sides)
    p = np.maximum.accumulate((1 + extreme) / (1 + rounds))
    back = np.empty_like(p)
    back[order] = p
    out[varies] = back
    return out


def finite(values: Iterable[float]) -> list[float]:
    """The values that are numbers: an article without a measure takes no part.

    >>> finite([1, float("nan"), 2])
    [1.0, 2.0]
    """
    return [v for v in map(float, values) if math.isfinite(v)]


def _scaled(values: Sequence[float]) -> tuple[list[int], int]:
    """Values as integers with the same ties, and how much the rounding may have moved a sum.

    Whole numbers are kept as they are; others become 2^32 steps between the least and the largest, and
    sums that differ by less than rounding explains count as ties (the careful side).
    """
    low, high = min(values), max(values)
    if all(v == int(v) for v in values) and high - low < 2**32:
        return [int(v - low) for v in values], 0
    step = (high - low) / 2**32
    if not 1e-12 * max(-low, high) < high - low < math.inf:
        return [0] * len(values), 0
    return [round((v - low) / step) for v in values], 2 * len(values)
