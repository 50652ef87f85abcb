"""How far a measure of one article would move had its writer written other sentences of the kind."""

from __future__ import annotations

import math

from helpers.counting import COUNTS
from helpers.formulas import FORMULAS

MIN_SENTENCES = 5


def interval(sentence_counts: list[dict], measure: str, level: float = 0.95) -> tuple[float | None, float | None]:
    """The 95 % interval of a measure of one article, by its sentences.

    `sentence_counts`: rows of `counting.sentence_counts`; `measure`: a name in FORMULAS. Because counts add up, the
    measure without one sentence is the formula of the sums less that row: the jackknife's standard error (Tukey 1958;
    Efron & Tibshirani, An Introduction to the Bootstrap, 1993, section 11.3) times Student's t with one degree of
    freedom fewer than sentences. On resampled news articles it holds the long-run value at least as truly as bootstraps do
    (`benchmarks/interval_coverage.py`), and it draws no random numbers. A share of sentences gets Wilson's interval
    (JASA 22, 1927), which has width even at 0.

    (None, None) for fewer than five sentences with words, or where the formula has no value without one of them.
    Raises KeyError for an unknown measure.

    >>> from helpers.counting import sentence_counts
    >>> rows = sentence_counts("Rain fell. It fell all day. Nobody came. The river rose and rose. Then it stopped.")
    >>> [round(x, 2) for x in interval(rows, "words_per_sentence")]
    [1.52, 5.28]
    """
    import numpy as np
    from scipy import stats

    formula = FORMULAS[measure]
    rows = np.array([[row[name] for name in COUNTS] for row in sentence_counts if row["words"]], dtype=float)
    n = len(rows)
    if n < MIN_SENTENCES:
        return None, None
    total = rows.sum(axis=0)
    if measure == "share_long_sentences":
        return _wilson(total[COUNTS.index("long_sentences")] / n, n, float(stats.norm.ppf(0.5 + level / 2)))
    value = formula(dict(zip(COUNTS, total, strict=True)))
    without = formula(dict(zip(COUNTS, (total - rows).T, strict=True)))
    error = math.sqrt((n - 1) / n * float(((without - without.mean()) ** 2).sum()))
    reach = float(stats.t.ppf(0.5 + level / 2, n - 1)) * error
    return float(value - reach), float(value + reach)


def _wilson(share: float, n: int, z: float) -> tuple[float, float]:
    middle, reach = share + z * z / (2 * n), z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - reach) / (1 + z * z / n)), min(1.0, (middle + reach) / (1 + z * z / n))
