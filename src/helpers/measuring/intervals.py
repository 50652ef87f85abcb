"""How far a measure of one article would move had its writer written other sentences of the kind."""

from __future__ import annotations

import math
from collections.abc import Sequence

from helpers.measuring.counting import COUNTS
from helpers.measuring.formulas import FORMULAS

MIN_SENTENCES = 5


def interval(sentence_counts: list[dict], measure: str, level: float = 0.95) -> tuple[float | None, float | None]:
    """The 95 % interval of a measure of one article, by its sentences.

    `sentence_counts`: rows of `counting.sentence_counts`; `measure`: a name in FORMULAS. Because counts add up, the
    measure without one sentence is the formula of the sums less that row: the jackknife's standard error (Tukey 1958;
    Efron & Tibshirani, An Introduction to the Bootstrap, 1993, section 11.3) times Student's t with one degree of
    freedom fewer than sentences. On resampled news articles it holds the long-run value at least as truly as
    bootstraps do (`benchmarks/interval_coverage.py`), and it draws no random numbers. A share of sentences gets
    Wilson's interval (JASA 22, 1927), which has width even at 0.

    (None, None) for fewer than five sentences with words, or where the formula has no value without one of them.
    Raises KeyError for an unknown measure.

    >>> from helpers.measuring.counting import sentence_counts
    >>> rows = sentence_counts("Rain fell. It fell all day. Nobody came. The river rose and rose. Then it stopped.")
    >>> [round(x, 2) for x in interval(rows, "words_per_sentence")]
    [1.58, 4.82]
    """
    import numpy as np
    from scipy.special import ndtri  # what stats.norm.ppf calls, without the second that scipy.stats takes to import

    formula = FORMULAS[measure]
    rows = np.array([[row[name] for name in COUNTS] for row in sentence_counts if row["words"]], dtype=float)
    n = len(rows)
    if n < MIN_SENTENCES:
        return None, None
    total = rows.sum(axis=0)
    if measure == "share_long_sentences":
        return _wilson(total[COUNTS.index("long_sentences")] / n, n, float(ndtri(0.5 + level / 2)))
    value = formula(dict(zip(COUNTS, total, strict=True)))
    without = formula(dict(zip(COUNTS, (total - rows).T, strict=True)))
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    reach = _t(level, n - 1) * error
    return float(value - reach), float(value + reach)


def _wilson(share: float, n: int, z: float) -> tuple[float, float]:
    middle, reach = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - reach) / (1 + z * z / n)), min(1.0, (middle + reach) / (1 + z * z / n))


def mean_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float]:
    """The interval of a mean over articles: Student's t (Biometrika 6, 1908); (nan, nan) below two values.

    >>> [round(x, 2) for x in mean_interval([9.0, 10.0, 11.0, 12.0])]
    [8.45, 12.55]
    """
    n = len(values)
    if n < 2:
        return math.nan, math.nan
    mean, variance = _moments(values)
    reach = _t(level, n - 1) * math.sqrt(variance / n)
    return mean - reach, mean + reach


def difference_interval(a: Sequence[float], b: Sequence[float], level: float = 0.95) -> tuple[float, float]:
    """The interval of the mean of `a` less that of `b`, both over articles: Welch's t (Biometrika 34, 1947).

    (nan, nan) where either has fewer than two values.

    >>> [round(x, 2) for x in difference_interval([9.0, 10.0, 11.0, 12.0], [7.0, 8.0, 9.0, 10.0])]
    [-0.23, 4.23]
    """
    if min(len(a), len(b)) < 2:
        return math.nan, math.nan
    (mean_a, variance_a), (mean_b, variance_b) = _moments(a), _moments(b)
    of_a, of_b = variance_a / len(a), variance_b / len(b)
    if not of_a + of_b:
        return mean_a - mean_b, mean_a - mean_b
    freedom = (of_a + of_b) ** 2 / (of_a**2 / (len(a) - 1) + of_b**2 / (len(b) - 1))
    reach = _t(level, freedom) * math.sqrt(of_a + of_b)
    return mean_a - mean_b - reach, mean_a - mean_b + reach


def articles_needed(values: Sequence[float], difference: float = 1.0) -> float:
    """How many articles each of two outlets takes to show `difference` in 4 of 5 cases, if both spread as `values`.

    Lehr's rule (Sixteen s-squared over d-squared, Statistics in Medicine 11, 1992), but never fewer than the four
    below which no difference can be shown; nan below two values.

    >>> articles_needed([9.0, 10.0, 11.0, 12.0])
    27
    """
    return math.nan if len(values) < 2 else max(4, math.ceil(16 * _moments(values)[1] / difference**2))


def _moments(values: Sequence[float]) -> tuple[float, float]:
    mean = math.fsum(values) / len(values)
    return mean, math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1)


def _t(level: float, freedom: float) -> float:
    from scipy.special import stdtrit  # what stats.t.ppf calls, without the second that scipy.stats takes to import

    return float(stdtrit(freedom, 0.5 + level / 2))
