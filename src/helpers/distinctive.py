"""Which words set two sides apart: presence per article, tested; and the placebo that keeps it honest.

The usual keyness measures count words as if each were drawn alone; but words come in articles, and one
article on ferries brings "ferry" thirty times. So the unit here is the article: it holds a word or it does not.
"""

from __future__ import annotations

from collections.abc import Sequence

from helpers.significance import (
    ALPHA,
    benjamini_hochberg,
    fisher_table,
    least_fisher_p,
    max_t,
    reachable,
    wilson,
)
from helpers.terms import numbered_words, word_list

RUN = 6  # words; a run that recurs in several articles is furniture or copy, not a choice of words
OFTEN = 3  # articles at least, and one in fifty, for a run to count as recurring
HOPELESS = 0.001  # words too rare or too common to reach this p could not survive the correction: not tested


def distinctive_words(texts_a: Sequence[str], texts_b: Sequence[str], mask: Sequence[str] = (), seed: int = 0):
    """Words that clearly more articles of one side hold.

    In: the articles of two sides, and names (of the outlets, say) whose words are left out. Runs of six
    words that recur across articles are left out as well (see `recurring_runs`). Out: DataFrame with word,
    sign (1: more on side A, -1: more on side B), level ("sure": step-down max-T, 5 % chance of any false
    word, Westfall and Young 1993; "likely": Fisher's exact test with Benjamini-Hochberg, 5 % of these words
    may be false), k_a, n_a, k_b, n_b (articles with the word, articles), low, high (95 % interval of the
    difference of shares, Newcombe 1998), p (Fisher, uncorrected), p_sure, p_likely; smallest p first. Empty
    when there are too few articles to find any word.

    >>> distinctive_words(["a red boat"] * 9, ["a blue boat"] * 9)[["word", "sign", "level"]].values.tolist()
    [['blue', -1, 'sure'], ['red', 1, 'sure']]
    """
    import numpy as np
    import pandas as pd

    columns = ["word", "sign", "level", "k_a", "n_a", "k_b", "n_b", "low", "high", "p", "p_sure", "p_likely"]
    n_a, n_b = len(texts_a), len(texts_b)
    if not reachable(n_a, n_b):
        return pd.DataFrame(columns=columns)
    x, words, _ = _presence([*texts_a, *texts_b])
    left_out = {w for name in mask for w in word_list(name)}
    held = np.asarray(x.sum(0)).ravel().astype(int)
    hopeful = {k for k in set(held.tolist()) if least_fisher_p(k, n_a, n_b) <= HOPELESS}
    keep = [i for i, w in enumerate(words) if held[i] in hopeful and w not in left_out]
    if not keep:
        return pd.DataFrame(columns=columns)
    x, held = x[:, keep], held[keep]
    k_a = np.asarray(x[:n_a].sum(0)).ravel().astype(int)
    ways: dict[int, set[int]] = {}
    for k, i in zip(held.tolist(), k_a.tolist(), strict=True):
        ways.setdefault(k, set()).add(i)
    tables = {k: fisher_table(k, n_a, n_b, asked) for k, asked in ways.items()}
    p = [tables[k][i] for k, i in zip(held.tolist(), k_a.tolist(), strict=True)]
    likely = benjamini_hochberg(p)
    sure = max_t(x, [True] * n_a + [False] * n_b, seed=seed)
    rows = []
    for j, i in enumerate(keep):
        if sure[j] > ALPHA and likely[j] > ALPHA:
            continue
        a, b = int(k_a[j]), int(held[j] - k_a[j])
        sign, level = (1 if a * n_b > b * n_a else -1), ("sure" if sure[j] <= ALPHA else "likely")
        low, high = difference_interval(a, n_a, b, n_b)
        row = (words[i], sign, level, a, n_a, b, n_b, low, high, p[j], float(sure[j]), likely[j])
        rows.append(row)
    rows.sort(key=lambda r: (r[9], r[0]))
    return pd.DataFrame(rows, columns=columns)


def placebo(
    texts_a: Sequence[str], texts_b: Sequence[str], deals: int = 20, seed: int = 0, mask: Sequence[str] = ()
) -> list[int]:
    """How many words `distinctive_words` finds when the same articles are dealt to the sides at random.

    One count for each deal; all these words are false.

    >>> placebo(["a red boat"] * 9, ["a blue boat"] * 9, deals=2)
    [0, 0]
    """
    import numpy as np

    rng, texts, n_a = np.random.default_rng(seed), [*texts_a, *texts_b], len(texts_a)
    counts = []
    for _ in range(deals):
        dealt = [texts[i] for i in rng.permutation(len(texts))]
        counts.append(len(distinctive_words(dealt[:n_a], dealt[n_a:], mask)))
    return counts


def recurring_runs(texts: Sequence[str]) -> list[tuple[str, int]]:
    """What `distinctive_words` leaves out: stretches of six or more words that stand in three or more texts
    (and in one of fifty), with the number of texts that hold just this stretch; the most frequent first.

    >>> recurring_runs(["Rain. Follow us for more news on boats"] * 3)
    [('rain follow us for more news on boats', 3)]
    """
    return _presence(texts)[2]


def difference_interval(k_a: int, n_a: int, k_b: int, n_b: int) -> tuple[float, float]:
    """95 % interval of the difference of two shares (Newcombe 1998, method 10).

    >>> [round(x, 2) for x in difference_interval(31, 50, 4, 50)]
    [0.36, 0.67]
    """
    (la, ha), (lb, hb), a, b = wilson(k_a, n_a), wilson(k_b, n_b), k_a / n_a, k_b / n_b
    low = a - b - ((a - la) ** 2 + (hb - b) ** 2) ** 0.5
    high = a - b + ((ha - a) ** 2 + (b - lb) ** 2) ** 0.5
    return low, high


def _presence(texts: Sequence[str]):
    """(texts x words matrix of 0 and 1 outside recurring runs, the words, the runs with their counts).

    Whether a run recurs is asked of both sides together: the answer must not depend on who is on which side,
    or the test would no longer be a fair one.
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    ids, home, words = numbered_words(texts)
    inside = np.zeros(len(ids), dtype=bool)
    if len(ids) >= RUN:
        # Each run of words as one 64-bit number: sums of odd multiples, wrapping round.
        code = np.zeros(len(ids) - RUN + 1, dtype=np.uint64)
        for j in range(RUN):
            code = code * np.uint64(6364136223846793005) + ids[j : len(ids) - RUN + 1 + j].astype(np.uint64)
            code ^= code >> np.uint64(29)
        whole = np.flatnonzero(home[: len(code)] == home[RUN - 1 :])
        order = whole[np.argsort(code[whole], kind="stable")]
        c, h = code[order], home[order]
        fresh = np.r_[True, (c[1:] != c[:-1]) | (h[1:] != h[:-1])][: len(order)]
        group = np.cumsum(np.r_[True, c[1:] != c[:-1]][: len(order)]) - 1
        texts_with = np.bincount(group, weights=fresh) if len(order) else np.zeros(0)
        for at in order[texts_with[group] >= max(OFTEN, len(texts) / 50)].tolist() if len(order) else []:
            inside[at : at + RUN] = True
    shape = (len(texts), len(words))
    ends = np.r_[0, np.cumsum(np.bincount(home[~inside], minlength=len(texts)))]
    held = csr_matrix((np.ones((~inside).sum()), ids[~inside], ends), shape=shape)
    held.sum_duplicates()
    held.data[:] = 1
    return held, words, _runs(inside, ids, home, words)


def _runs(inside, ids, home, words) -> list[tuple[str, int]]:
    """The stretches marked `inside`, as text, with the number of texts that hold them."""
    import numpy as np

    holders: dict[str, set[int]] = {}
    marked = np.flatnonzero(inside)
    breaks = np.flatnonzero((np.diff(marked) > 1) | (np.diff(home[marked]) != 0)) + 1
    for part in np.split(marked, breaks) if len(marked) else []:
        holders.setdefault(" ".join(words[i] for i in ids[part]), set()).add(int(home[part[0]]))
    return sorted(((run, len(h)) for run, h in holders.items()), key=lambda rc: (-rc[1], rc[0]))
