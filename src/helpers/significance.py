"""Tests with the article as the unit: Fisher, bootstrap, corrections for many at once; `permutation_p` as well."""

from __future__ import annotations

import math
import sys
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate

from helpers.permutation import Pool, permutation_p, resolution

__all__ = [
    "ALPHA", "Pool", "benjamini_hochberg", "bootstrap_interval", "finite", "fisher_p", "fisher_table", "holm",
    "least_fisher_p", "max_t", "max_t_of_deals", "permutation_p", "reachable", "resolution", "wilson",
]  # fmt: skip

ALPHA = 0.05
FIRST = 10  # measures that differ most, which are always judged; a random deal seldom has one that is sure
TOGETHER = 4_000  # measures that are weighed together: what is at hand is quick to go through again
WHOLE_NUMBERS = 4_000  # articles up to which Fisher's test counts in whole numbers


def reachable(n_a: int, n_b: int) -> bool:
    """Whether any data could give p <= .05 when whole articles are dealt to two sides of this size.

    >>> reachable(3, 4), reachable(4, 4), reachable(3, 18)
    (False, True, True)
    """
    n = n_a + n_b  # there are n ways to choose one of n, and no fewer to choose more
    return min(n_a, n_b) > 0 and (n >= 2 / ALPHA or math.comb(n, n_a) >= 2 / ALPHA)


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


def max_t_of_deals(
    matrix, deals: Sequence[Sequence[bool]], rounds: int = 999, seed: int = 0, asked=None, first: int = FIRST
):
    """`max_t` for several ways to deal the same articles to sides of the same sizes: an array, a row for each deal.

    All share the random deals that they are judged by, so that these are weighed once. `asked` (deals x measures of
    yes or no): these measures, the `first` and those of p <= ALPHA are judged; the others get some p above ALPHA, not
    above theirs.

    >>> sides = [[True] * 4 + [False] * 4, [True, False] * 4]
    >>> max_t_of_deals([[1], [1], [1], [1], [0], [0], [0], [0]], sides).round(2).tolist()
    [[0.02], [1.0]]
    """
    import numpy as np
    from scipy import sparse

    x = sparse.csr_matrix(matrix)
    sides, asked = np.asarray(deals, dtype=bool).T, None if asked is None else np.asarray(asked)
    n, n_a = len(sides), int(sides[:, 0].sum())
    total, squares = (np.bincount(x.indices, x.data.astype(np.float64) ** k, minlength=x.shape[1]) for k in (1, 2))
    spread = n * squares - total * total
    varies = spread > 1e-9 * np.maximum(total * total, 1)
    out = np.ones((sides.shape[1], x.shape[1]))
    if not varies.any() or not 0 < n_a < n:
        return out
    kind = np.float32 if n < 2**24 and (x.data == 1).all() else np.float64  # either holds the counts exactly
    turned, total, spread = x[:, varies].T.tocsr().astype(kind), total[varies][:, None], spread[varies][:, None]

    def squared(dealt, own, total, spread):  # articles x deals, 1 for side A; some of the measures
        far = (own @ dealt).astype(np.float64)
        far *= n
        far -= n_a * total
        far *= far
        far /= spread
        return far

    seen = squared(sides.astype(kind), turned, total, spread).T
    judged = [_most_different(own, first, None if asked is None else wanted[varies])
              for own, wanted in zip(seen, asked if asked is not None else seen, strict=True)]
    # Those that are judged in any of the deals come first: the most of all others is then found once for all deals.
    is_judged = np.zeros(len(total), dtype=bool)
    is_judged[np.concatenate(judged)] = True
    some = np.flatnonzero(is_judged)
    order = np.r_[some, np.flatnonzero(~is_judged)]
    judging, *rest = [(turned[own], total[own], spread[own]) for own in np.split(
        order, range(len(some), len(order), TOGETHER))]
    bars = [own[these][:, None] * (1 - 1e-12) for own, these in zip(seen, judged, strict=True)]
    heads = [np.searchsorted(some, these) for these in judged]
    others = [np.delete(np.arange(len(some)), these) for these in heads]
    rng = np.random.default_rng(seed)
    extreme, done, block = [np.zeros(len(these)) for these in judged], 0, 100
    while done < rounds:
        dealt = np.zeros((n, min(block, rounds - done)), dtype=kind)
        for column in dealt.T:
            column[rng.permutation(n)[:n_a]] = 1
        found, tail = squared(dealt, *judging), np.zeros(dealt.shape[1])
        for part in rest:
            np.maximum(squared(dealt, *part).max(0), tail, out=tail)
        for own, head, other, bar in zip(extreme, heads, others, bars, strict=True):
            # Step-down: a measure competes only with itself and those that looked less different.
            most = found[head]
            np.maximum(most[-1], tail, out=most[-1])
            np.maximum(most[-1], found[other].max(0, initial=0), out=most[-1])
            own += (np.maximum.accumulate(most[::-1])[::-1] >= bar).sum(1)
        done += dealt.shape[1]
    for k, (own, these) in enumerate(zip(extreme, judged, strict=True)):
        p = np.maximum.accumulate((1 + own) / (1 + rounds))
        if len(p) < len(total) and p[-1] <= ALPHA:  # further ones may be as sure
            out[k] = max_t_of_deals(matrix, sides.T[[k]], rounds, seed, asked[[k]], 10 * len(p))[0]
            continue
        all_p = np.full(len(total), p[-1])
        all_p[these] = p
        out[k, varies] = all_p
    return out


def _most_different(seen, first: int, asked):
    """Which measures to judge, those that look most different first: all, or `first` of them and down to the last asked
    for."""
    import numpy as np

    if asked is None or len(seen) <= first:
        return np.argsort(-seen, kind="stable")
    least = np.partition(seen, len(seen) - first)[len(seen) - first]
    some = np.flatnonzero(seen >= min(least, seen[asked].min(initial=least)))
    some = some[np.argsort(-seen[some], kind="stable")]
    last = np.flatnonzero(asked[some])[-1:]
    return some[: max([first, *(last + 1)])]


def finite(values: Iterable[float]) -> list[float]:
    """The values that are numbers: an article without a measure takes no part.

    >>> finite([1, float("nan"), 2])
    [1.0, 2.0]
    """
    return [v for v in map(float, values) if math.isfinite(v)]
