"""Which words set two sides apart: presence per article, tested; and the placebo that keeps it honest.

The usual keyness measures count words as if each were drawn alone; but words come in articles, and one
article on ferries brings "ferry" thirty times. So the unit here is the article: it holds a word or it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from helpers.choices.masking import house_words
from helpers.choices.presence import Presence, presence
from helpers.significance import (
    ALPHA,
    benjamini_hochberg,
    fisher_table,
    least_fisher_p,
    max_t_of_deals,
    reachable,
    wilson,
)
from helpers.text.distinct import distinct

ROUNDS = 999  # deals that words are judged by
PLENTY = 500_000  # words that articles hold, each once an article, from which FEWER deals judge
FEWER = 199
COLUMNS = ["word", "sign", "level", "k_a", "n_a", "k_b", "n_b", "low", "high", "p", "p_sure", "p_likely"]
HOPELESS = 0.001  # words too rare or too common to reach this p could not survive the correction: not tested


def distinctive_words(texts_a: Sequence[str], texts_b: Sequence[str], mask: Sequence[str] = (), seed: int = 0):
    """Words that clearly more articles of one side hold.

    In: the articles of two sides, and names (of the outlets, say) whose words are left out. What is no prose, and
    runs of six words that recur across articles, are left out as well (see `masked`). Out: DataFrame with word,
    sign (1: more on side A, -1: more on side B), level ("sure": step-down max-T, 5 % chance of any false
    word, Westfall and Young 1993; "likely": Fisher's exact test with Benjamini-Hochberg, 5 % of these words
    may be false), k_a, n_a, k_b, n_b (articles with the word, articles), low, high (95 % interval of the
    difference of shares, Newcombe 1998), p (Fisher, uncorrected), p_sure, p_likely; smallest p first. Empty
    when there are too few articles to find any word.

    >>> distinctive_words(["a red boat"] * 9, ["a blue boat"] * 9)[["word", "sign", "level"]].values.tolist()
    [['blue', -1, 'sure'], ['red', 1, 'sure']]
    """
    texts, n_a = [*texts_a, *texts_b], len(texts_a)
    held = presence(texts) if reachable(n_a, len(texts_b)) else None
    return set_apart(held, range(n_a), range(n_a, len(texts)), mask, seed=seed)[0]


def placebo(
    texts_a: Sequence[str], texts_b: Sequence[str], deals: int = 20, seed: int = 0, mask: Sequence[str] = ()
) -> list[int]:
    """How many words `distinctive_words` finds when the same articles are dealt to the sides at random.

    One count for each deal; all these words are false.

    >>> placebo(["a red boat"] * 9, ["a blue boat"] * 9, deals=2)
    [0, 0]
    """
    texts, n_a = [*texts_a, *texts_b], len(texts_a)
    held = presence(texts) if reachable(n_a, len(texts_b)) else None
    return set_apart(held, range(n_a), range(n_a, len(texts)), mask, deals, seed)[1]


def set_apart(
    known: Presence | None, side_a: Iterable[int], side_b: Iterable[int], mask: Sequence[str] = (), deals: int = 0,
    seed: int = 0,
):
    """`distinctive_words` and `placebo` of texts whose words are known already; the sides are indices of texts.

    Out: (DataFrame, the number of false words of each of `deals` random deals). `known` may be None where the sides
    are too small to find anything. Words are judged by 999 deals; by 199 where the articles hold more than half a
    million words, each counted once an article, which is some 1,500 articles.

    >>> found, false = set_apart(presence(["a red boat"] * 9 + ["a blue boat"] * 9), range(9), range(9, 18), deals=2)
    >>> found["word"].tolist(), false
    (['blue', 'red'], [0, 0])
    """
    import numpy as np
    import pandas as pd

    side_a, side_b = np.array(side_a, dtype=int), np.array(side_b, dtype=int)
    n_a, n_b = len(side_a), len(side_b)
    rows, false = [], [0] * deals
    if known is not None and reachable(n_a, n_b):
        rng, one = np.random.default_rng(seed), np.arange(n_a + n_b) < n_a
        dealt = [one, *(_on_side_a(rng.permutation(n_a + n_b), n_a) for _ in range(deals))]
        x, words = _testable(known, np.r_[side_a, side_b], n_a, house_words(mask))
        if words:
            rows, false = _tested(x, words, n_a, dealt, seed)
    return pd.DataFrame(rows, columns=COLUMNS), false


def _on_side_a(order, n_a: int):
    """Which articles of a random order are dealt to side A, its first."""
    import numpy as np

    side = np.zeros(len(order), dtype=bool)
    side[order[:n_a]] = True
    return side


def _testable(known: Presence, texts, n_a: int, left_out: frozenset[str]):
    """(matrix of `texts` x words that could be found, these words)."""
    import numpy as np

    x, n_b = known.held[texts], len(texts) - n_a
    held = np.asarray(x.sum(0)).ravel().astype(int)
    hopeful = {k for k in distinct(held).tolist() if least_fisher_p(k, n_a, n_b) <= HOPELESS}
    may = np.array([k in hopeful for k in range(int(held.max(initial=0)) + 1)])[held]
    keep = [i for i in np.flatnonzero(may).tolist() if known.words[i] not in left_out]
    return x[:, keep], [known.words[i] for i in keep]


def _tested(x, words: list[str], n_a: int, dealt: list, seed: int) -> tuple[list[tuple], list[int]]:
    """The rows of `distinctive_words` for the first of the deals, and how many words each of the others finds."""
    import numpy as np

    held, n_b = np.asarray(x.sum(0)).ravel().astype(int), x.shape[0] - n_a
    on_a = np.rint(x.T @ np.array(dealt, dtype=float).T).astype(int).T  # deals x words
    ps = _fisher(held, on_a, n_a, n_b)
    rounds = ROUNDS if x.nnz <= PLENTY else FEWER
    likely, is_likely = np.array(benjamini_hochberg(ps[0])), np.array([_passes(p) for p in ps])
    sure = max_t_of_deals(x, dealt, rounds, seed, asked=is_likely)
    found = (sure <= ALPHA) | is_likely
    rows = []
    for j in np.flatnonzero(found[0]).tolist():
        a, b = int(on_a[0, j]), int(held[j] - on_a[0, j])
        sign, level = (1 if a * n_b > b * n_a else -1), ("sure" if sure[0, j] <= ALPHA else "likely")
        low, high = difference_interval(a, n_a, b, n_b)
        p = (float(one[j]) for one in (ps[0], sure[0], likely))
        rows.append((words[j], sign, level, a, n_a, b, n_b, low, high, *p))
    return sorted(rows, key=lambda r: (r[9], r[0])), found[1:].sum(1).tolist()


def _passes(p):
    """Which p Benjamini and Hochberg adjust to ALPHA or less: the least of them, as they never make one smaller."""
    import numpy as np

    least = np.sort(p[p <= ALPHA])
    passing = np.flatnonzero(least * len(p) / np.arange(1, len(least) + 1) <= ALPHA)
    return p <= least[passing[-1]] if len(passing) else np.zeros(len(p), dtype=bool)


def _fisher(held, on_a, n_a: int, n_b: int):
    """Fisher's p of each word in each deal (deals x words); words in equally many articles share a table."""
    import numpy as np

    cases, which = np.unique(held * (n_a + 1) + on_a, return_inverse=True)
    asked: dict[int, list[int]] = {}
    for k, a in zip(*divmod(cases, n_a + 1), strict=True):
        asked.setdefault(int(k), []).append(int(a))
    p = [one for k, ways in asked.items() for one in fisher_table(k, n_a, n_b, ways).values()]
    return np.array(p)[which].reshape(on_a.shape)


def difference_interval(k_a: int, n_a: int, k_b: int, n_b: int) -> tuple[float, float]:
    """95 % interval of the difference of two shares (Newcombe 1998, method 10).

    >>> [round(x, 2) for x in difference_interval(31, 50, 4, 50)]
    [0.36, 0.67]
    """
    (la, ha), (lb, hb), a, b = wilson(k_a, n_a), wilson(k_b, n_b), k_a / n_a, k_b / n_b
    low = a - b - ((a - la) ** 2 + (hb - b) ** 2) ** 0.5
    high = a - b + ((ha - a) ** 2 + (b - lb) ** 2) ** 0.5
    return low, high
