"""What is the coverage about? Same-story groups, key terms of few pages, topics of many."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import chain, pairwise
from pathlib import Path

from helpers.text.distinct import distinct
from helpers.text.many import Chosen, Made, evenly
from helpers.text.nearness import average_link, components, day_numbers
from helpers.text.term_rows import TermRows
from helpers.text.terms import TermNumbers, counted, fold, function_words, numbered_words, surface_forms, vectors

SAME_STORY = 0.18  # chosen on 150 articles of 50 events; see benchmarks/framing_scores.py
LEAD = 1200  # characters: news says first what it is about, so the lead counts twice
FEWEST = 20  # articles, below which there is no topic model unless the user asks for k topics
STABLE = 0.75  # mean agreement (ARI) between samples; articles of one topic alone mostly stay below
SAMPLES = 5
SLACK = 0.05  # of agreement: about as stable
SAME_TOPIC = 3  # words that a topic shares with the words it was named by
SEED_ROUNDS = 50  # of the factorisation: it only seeds, it need not converge
TOGETHER = 2_000  # texts whose words are looked at together
WRITTEN = 5_000  # texts in which is looked up how a term is mostly written
JUDGED = 300  # the number of topics is chosen on at most so many articles


@dataclass(frozen=True)
class TopicModel:
    """Topics of a corpus. `labels`: a topic number (0 the largest) for each text; `words`: five per topic;
    `typical`: for each topic the index of its most typical text; `stability`: mean adjusted Rand index
    between the topics of the whole and of samples (1: always the same), nan where too few texts to say."""

    labels: list[int]
    words: list[list[str]]
    typical: list[int]
    stability: float


def stories(
    texts: Sequence[str], dates: Sequence[str | None] | None = None, threshold: float = SAME_STORY,
    folder: Path | None = None, progress: Callable[[float], None] = lambda share: None,
) -> list[int]:
    """Which texts tell the same story: a group number for each, in order of first appearance.

    In: texts (headline first), and dates as "YYYY-MM-DD..." where known. Average-link clustering of the mean
    tf-idf cosine of whole texts and of their leads, cut at `threshold`; texts more than ten days apart are never
    in one group. Texts without content words stand alone. Texts are read once and need not fit into memory: what is
    kept of them lies in temporary files in `folder`. `progress` is told the share of the comparing that is done.

    >>> stories(["Ferry sinks off Corra", "Budget vote delayed", "Corra ferry sinks, crew safe"])
    [0, 1, 0]
    """
    import numpy as np

    n = len(texts)
    if n < 2:
        return [0] * n
    days = day_numbers(dates, n)
    rows = TermRows(texts, np.argsort(days, kind="stable"), LEAD, folder)  # those without a day last
    labels, free = np.zeros(n, dtype=int), 0
    # A merge needs one pair above the threshold, so groups never cross the components of that graph.
    for members in components(rows, days, threshold, folder, progress):
        own = average_link(rows, members, days[members], threshold)
        labels[members] = own + free
        free += int(own.max()) + 1
    return _renumber(labels.tolist())


def key_terms(texts: Sequence[str], k: int = 8) -> list[list[str]]:
    """For each text the `k` content words with the highest tf-idf among `texts`, as the text writes them.

    >>> key_terms(["The ferry sank. The ferry was old.", "The budget passed."], k=1)
    [['ferry'], ['budget']]
    """
    x, terms = vectors(texts)
    out = []
    for i, text in enumerate(texts):
        row = x[i].toarray().ravel()
        best = sorted((j for j in x[i].indices), key=lambda j: (-round(row[j], 9), terms[j]))
        out.append(_as_written([text], [[terms[j] for j in best[:k]]])[0])
    return out


def shared_terms(texts_a: Sequence[str], texts_b: Sequence[str], k: int = 15) -> dict[str, list[str]]:
    """Content words for a close reading: {"both": [...], "only_a": [...], "only_b": [...]}, at most k each,
    the most frequent first (for "both" the smaller of the two counts).

    >>> shared_terms(["Ferry sinks"], ["Ferry saved"])
    {'both': ['Ferry'], 'only_a': ['sinks'], 'only_b': ['saved']}
    """
    a, b = _counts(texts_a), _counts(texts_b)
    parts = [_most(c, k) for c in (a & b, _without(a, b), _without(b, a))]
    return dict(zip(("both", "only_a", "only_b"), _as_written([*texts_a, *texts_b], parts), strict=True))


def own_terms(groups: Mapping[str, Sequence[str]], k: int = 15, most: int | None = None) -> dict[str, list[str]]:
    """For each of the first `most` groups of texts the content words that no other group uses, the most frequent
    first.

    >>> own_terms({"Tide": ["Ferry sinks"], "Fen": ["Ferry saved"], "Moor": ["A ferry"]})
    {'Tide': ['sinks'], 'Fen': ['saved'], 'Moor': []}
    """
    import numpy as np

    ids, home, words = numbered_words(chain.from_iterable(groups.values()), TermNumbers())
    until = np.searchsorted(home, np.cumsum([0, *map(len, groups.values())]))
    terms, times, each = counted(ids, np.diff(until))
    alone, at = np.bincount(terms)[terms] == 1, np.r_[0, np.cumsum(each)].tolist()
    own = []
    for first, last in list(pairwise(at))[:most]:
        some = np.flatnonzero(alone[first:last]) + first
        counts = zip(terms[some].tolist(), times[some].tolist(), strict=True)
        own.append(_most({words[j]: n for j, n in counts}, k))
    # What one group alone uses is written as its own texts write it.
    return {name: _as_written(groups[name], [terms])[0] for name, terms in zip(groups, own, strict=False)}


def _counts(texts: Iterable[str]) -> Counter[str]:
    import numpy as np

    ids, _, words = numbered_words(texts, TermNumbers())
    return Counter(dict(zip(words, np.bincount(ids, minlength=len(words)).tolist(), strict=True)))


def _without(own: Counter[str], other: Counter[str]) -> dict[str, int]:
    return {t: n for t, n in own.items() if t not in other}


def _most(counts: Mapping[str, int], k: int) -> list[str]:
    return nsmallest(k, counts, key=lambda t: (-counts[t], t))


def _as_written(texts: Sequence[str], lists: Sequence[Sequence[str]]) -> list[list[str]]:
    """Lists of terms, each term in the form it most often has in the texts; of more than WRITTEN, in so many at equal
    distances, and in all where none of these holds it."""
    wanted, n = set(chain.from_iterable(lists)), len(texts)
    forms = surface_forms(Chosen(texts, evenly(n, WRITTEN)), wanted)
    if n > WRITTEN and (rare := wanted - forms.keys()):
        forms |= surface_forms(texts, rare)
    return [[forms.get(t, t) for t in terms] for terms in lists]


def shared_words(texts: Sequence[str], k: int = 10, known=None) -> list[str]:
    """The `k` content words that most of the texts hold, as they are mostly written; of equals the more frequent.

    `known`: `terms.numbered_words` of the texts, where they are known; else the texts are looked through twice.

    >>> shared_words(["Corra sinks", "In Corra it rains"], 1)
    ['Corra']
    """
    import numpy as np

    ids, home, words = numbered_words(texts) if known is None else known
    stop = function_words()
    folded = [None if w in stop else fold(w) for w in words]
    terms = sorted({t for t in folded if t})
    place = {t: k for k, t in enumerate(terms)}
    term_of = np.array([place.get(t, len(terms)) for t in folded], dtype=np.int64)
    times, held = np.zeros((2, len(terms) + 1), dtype=np.int64)
    np.add.at(times, term_of, np.bincount(ids, minlength=len(words)))
    for at in range(0, int(home[-1]) + 1 if len(home) else 0, TOGETHER):
        own = slice(*np.searchsorted(home, [at, at + TOGETHER]))
        cells = distinct(term_of[ids[own]] * TOGETHER + (home[own] - at))
        held += np.bincount(cells // TOGETHER, minlength=len(held))
    times, held = times[:-1], held[:-1]  # without all that are no terms
    best = np.lexsort([-times, -held])[:k]  # of equals the first in the alphabet
    return _as_written(texts, [[terms[j] for j in best.tolist()]])[0]


def topics(texts: Sequence[str], k: int | None = None) -> list[int] | None:
    """The topic of each text: `topic_model(texts, k).labels`, or None where there is no topic model.

    >>> topics(["Ferry sinks", "Vote delayed"]) is None
    True
    """
    model = topic_model(texts, k)
    return None if model is None else model.labels


def topic_model(texts: Sequence[str], k: int | None = None) -> TopicModel | None:
    """Topics by k-means on latent semantic vectors, seeded by non-negative matrix factorisation.

    In: texts (headline on the first line) and the number of topics, or None to let stability choose it
    (Greene, O'Callaghan and Cunningham, How Many Topics?, 2014). Out: a TopicModel; with k None also None
    below 20 texts or where no number of topics is stable. Deterministic: nothing in it is drawn at random
    but by fixed seeds. Raises ValueError when k < 1.

    >>> topic_model(["Ferry sinks", "Ferry lost", "Vote delayed", "Vote lost"], k=2).labels
    [0, 0, 1, 1]
    """
    if k is not None and k < 1:
        raise ValueError("k must be 1 or more")
    if not texts or (k is None and len(texts) < FEWEST):
        return None
    import sklearn.cluster  # noqa: F401  (of libraries that are loaded alone the threads are limited)
    from threadpoolctl import threadpool_limits

    x, terms = _topic_vectors(texts)
    # One thread: sums come in one order, so results agree; small matrices gain nothing from more.
    with threadpool_limits(1):
        if k is None:
            k, stability = _stable_number(x)
            if k is None:
                return None
        else:
            stability = _stability(x, [k])[k]
        labels, lsa = _clusters(x, min(k, len(texts)), _latent(x))
    labels = _by_size(labels)
    words, typical = _described(x, terms, lsa, labels)
    return TopicModel(labels, _as_written(texts, words), typical, stability)


def named(words: Sequence[Sequence[str]], names: Mapping[str, str]) -> list[str | None]:
    """The user's name of each topic, None where there is none.

    In: the words of each topic, and {words as once printed ("gate, flood, …"): name}. A name belongs to the topic that
    shares most words with it, three of five at least, so that it survives a topic that gains or loses a word or two;
    each name goes to one topic.

    >>> named([["gate", "flood", "sea"], ["vote", "mayor", "poll"]], {"flood, sea, gate, rain, dyke": "The night"})
    ['The night', None]
    """
    own = [{fold(w.lower()) for w in topic} for topic in words]
    alike = []
    for key, name in sorted(names.items()):
        wanted = {fold(w.strip().lower()) for w in key.split(",")}
        alike += [(-len(wanted & have), k, name) for k, have in enumerate(own) if len(wanted & have) >= SAME_TOPIC]
    out: list[str | None] = [None] * len(own)
    for _, k, name in sorted(alike):
        if out[k] is None and name not in out:
            out[k] = name
    return out


def _topic_vectors(texts: Sequence[str]):
    """Tf-idf with the first line three times; words of nearly all or almost no texts left out."""
    docs = Made(lambda t: f"{t[:300].partition(chr(10))[0]}\n" * 2 + t, texts)
    n = len(texts)
    least = 1 if n < 10 else 2 if n < 100 else min(10, n // 50)
    x, terms = vectors(docs, min_df=least, max_df=1.0 if n < 10 else 0.5 if n < 100 else 0.25)
    return (x, terms) if terms else vectors(docs)


def _latent(x):
    """The rows of `x` in latent semantic space, each of length 1."""
    import numpy as np
    from scipy.sparse.linalg import svds
    from sklearn.preprocessing import normalize

    n, small = x.shape[0], min(x.shape)
    if small < 3:
        return normalize(x.toarray()) if small else np.ones((n, 1))
    dims = min(8 if n < 100 else 60, small - 1)
    u, s, _ = svds(x, k=dims, v0=np.ones(small), solver="arpack")
    # The sign of a singular vector is arbitrary; fix it so that machines agree.
    u = u * np.where(u[np.abs(u).argmax(0), np.arange(dims)] < 0, -1, 1)
    return normalize(u * s)


def _clusters(x, k: int, lsa):
    """(labels, rows in latent space) of k-means on `lsa`, seeded with the parts of a non-negative factorisation."""
    import warnings

    import numpy as np
    from sklearn.cluster import KMeans
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.preprocessing import normalize

    n, small = x.shape[0], min(x.shape)
    if k == 1 or small < 3:  # nothing to factorise: texts of equal words stay together, in k groups at most
        rows = x.toarray()
        kinds = np.unique(rows, axis=0, return_inverse=True)[1].ravel() if small else np.arange(n)
        return (kinds % k).tolist(), normalize(rows) if small else lsa
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        parts = NMF(min(k, small), init="nndsvd", max_iter=SEED_ROUNDS, random_state=0).fit_transform(x)
        first = parts.argmax(1)
        seeds = [lsa[first == c].mean(0) for c in range(parts.shape[1]) if (first == c).any()]
        # An empty part is replaced by the text furthest from all seeds so far.
        while len(seeds) < k:
            seeds.append(lsa[(lsa @ np.array(seeds).T).max(1).argmin()])
        fitted = KMeans(k, init=normalize(np.array(seeds)), n_init=1, max_iter=100, random_state=0).fit(lsa)
    return fitted.labels_.tolist(), lsa


def _stable_number(x) -> tuple[int | None, float]:
    """The largest number of topics about as stable as the stablest, and its stability; None where none is enough."""
    numbers = [k for k in (2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20) if k <= min(x.shape[0], JUDGED) // 5]
    found = _stability(x, numbers, SLACK)
    best = max(found.values())
    k = max(k for k in numbers if found[k] >= best - SLACK) if best >= STABLE else None
    return k, found.get(k, math.nan)


def _stability(x, numbers: Sequence[int], slack: float = 1.0) -> dict[int, float]:
    """For each number of topics the mean adjusted Rand index between the clusters of the whole and of samples of four
    fifths; nan below two topics or 20 texts. Of what can no longer come within `slack` of the best, or of STABLE, the
    remaining samples are left out as if they had nothing in common with the whole."""
    import numpy as np
    from sklearn.metrics import adjusted_rand_score

    n = x.shape[0]
    if n < FEWEST:
        return dict.fromkeys(numbers, math.nan)
    rng = np.random.default_rng(0)
    if n > JUDGED:
        n, x = JUDGED, x[np.sort(rng.choice(n, JUDGED, replace=False))]
        x = x[:, distinct(x.indices)]  # a factorisation takes as long as there are columns, empty ones too
    samples = [np.sort(rng.choice(n, n * 4 // 5, replace=False)) for _ in range(SAMPLES)]
    latent, of_samples = _latent(x), [(part, x[part], _latent(x[part])) for part in samples]

    def agreement(k: int) -> float:
        whole, scores = np.array(_clusters(x, k, latent)[0]), []
        for left, (part, own, lsa) in zip(range(SAMPLES, 0, -1), of_samples, strict=True):
            if sum(scores) + left < SAMPLES * (max([STABLE, *found.values()]) - slack):
                scores.append(0.0)
            else:
                scores.append(adjusted_rand_score(whole[part], _clusters(own, k, lsa)[0]))
        return float(np.mean(scores))

    found: dict[int, float] = {}
    for k in numbers:
        found[k] = agreement(k) if k > 1 else math.nan
    return found


def _described(x, terms, lsa, labels) -> tuple[list[list[str]], list[int]]:
    """Five words (far above the other topics in mean tf-idf) and the most typical text of each topic."""
    import numpy as np

    labels, words, typical = np.array(labels), [], []
    total = np.asarray(x.sum(0)).ravel()
    for c in range(labels.max() + 1):
        inside = labels == c
        own = np.asarray(x[inside].sum(0)).ravel()
        others = (total - own) / max(1, (~inside).sum())
        score = (own / inside.sum() - others).round(9)
        best = sorted(np.flatnonzero(own > 0), key=lambda j: (-score[j], terms[j]))[:5]
        words.append([terms[j] for j in best])
        near = (lsa @ lsa[inside].mean(0)).round(9)
        typical.append(int(np.flatnonzero(inside)[near[inside].argmax()]))
    return words, typical


def _by_size(labels: list[int]) -> list[int]:
    """Labels numbered from the largest topic; of equals the one met first."""
    sizes, first = Counter(labels), {}
    for i, c in enumerate(labels):
        first.setdefault(c, i)
    rank = {c: r for r, c in enumerate(sorted(sizes, key=lambda c: (-sizes[c], first[c])))}
    return [rank[c] for c in labels]


def _renumber(labels: list[int]) -> list[int]:
    """Labels numbered in order of first appearance."""
    seen: dict[int, int] = {}
    return [seen.setdefault(c, len(seen)) for c in labels]
