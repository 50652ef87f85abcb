"""How alike two passages of different articles are, as a score from 0 to 1.

Two passages are compared by the keys they share (`statements.keys`), each the heavier the rarer it is, as in
Barzilay and Elhadad, "Sentence alignment for monolingual comparable corpora" (EMNLP 2003). What is shared, how much of
both passages it is, figures, words in the same order, names that each has for itself and the place in the article go
into one logistic score. Two things are looked at afterwards: what stands beside (reports of one event go on alike, so
a pair next to a close pair is likelier to be one; Barzilay and Elhadad use paragraphs for this) and closer rivals.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING, NamedTuple

from helpers.facts.senses import ordinary
from helpers.facts.statements import Key, Wording, within
from helpers.text.ngrams import Text

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

ALIGNED = 0.85  # score from which two passages are counted as telling one fact
CANDIDATE = 0.30  # from here to ALIGNED a pair is shown and not counted; nobody is said to tell it alone
MIN_SHARED = 2  # keys of full weight that two sentences must share; clauses one more
CROWDED = 400  # a key in more passages than this nominates no pairs: it says too little
SAME_PAIRS = 4  # pairs of neighbouring words that two passages share, half of all they have, to be the same words
NEAR = 2  # sentences within which a close pair speaks for the pair beside it
_NAME, _FIGURE, _DAY, _WEEKDAY = 0.8, 1.3, 0.6, 0.3  # weights of names, figures, dates without a month, weekdays
_BIAS, _DICE, _SHARED, _KEYS, _PLAIN, _FIGURES, _ORDER, _PLACE = -5.4, 7.0, 2.0, -0.2, 0.3, 1.2, 0.3, -0.8
_NAMES = -0.2  # for each name (up to 3) that both have for themselves
_BESIDE = 1.6  # for the closest pair beside it, by that pair's score
_CLASH = -1.0  # for numbers of the same things that cannot both hold: views of one film and of another
_VERBATIM = 0.95  # score from which a passage printed word for word by both is told by both, however little it says
_RIVAL = -1.27  # for either passage that has a closer match in the other's article


class Unit(NamedTuple):
    """A passage that may tell a fact: the article (by its place in the story), its offsets, the sentence it is of."""

    article: int
    start: int
    end: int
    sentence: int


def bag(found: Sequence[Sequence[Key]], unit: Unit) -> dict[str, float]:
    """The keys of a passage, each with the largest weight it has there; `found`: the keys of each article."""
    out: dict[str, float] = {}
    for k in within(found[unit.article], unit.start, unit.end):
        out[k.key] = max(k.weight, out.get(k.key, 0.0))
    return out


def weights(
    texts: Sequence[Text], found: Sequence[Sequence[Key]], whole: Sequence[Unit], names: frozenset[str]
) -> dict[str, float]:
    """What sharing a key weighs: the more, the fewer sentences of an article mention it where it is mentioned at all.

    A name that every article gives once tells sentences apart as well as one that two articles give, and better
    than the name of the story's hero. `whole`: the sentences.
    """
    df: Counter[str] = Counter()
    users: dict[str, set[int]] = {}
    plain: dict[str, str] = {}
    for u in whole:
        for k in within(found[u.article], u.start, u.end):
            plain.setdefault(k.key, texts[u.article].text[k.start : k.end].casefold())
        for key in bag(found, u):
            df[key] += 1
            users.setdefault(key, set()).add(u.article)
    usual = len(whole) / max(len(texts), 1) + 1
    out = {}
    for key, n in df.items():
        if key[0] == "#":
            factor = _WEEKDAY if "weekday" in key else _DAY if "day of year" in key or key[1] == "Y" else _FIGURE
        elif key == "!":
            factor = 0.5
        else:
            factor = _NAME if key in names else ordinary(plain[key])
        out[key] = factor * max(math.log(usual * len(users[key]) / n), 0.05)
    return out


def scores(
    texts: Sequence[Text], found: Sequence[Sequence[Key]], said: Sequence[Wording], units: Sequence[Unit],
    weight: Mapping[str, float], names: frozenset[str], n_whole: int, least: float = CANDIDATE,
) -> dict[tuple[int, int], float]:  # fmt: skip
    """(i, j) -> score of `least` or more, i < j, of units of different articles; units from `n_whole` on are clauses.
    `said`: the `wording` of each article.

    Passages that share names alone tell of the same people or places, which is not yet the same fact. A sentence
    that both have in the same words is, even where it says little ("And it will be of no use at all").
    """
    import numpy as np

    if len(units) < 2:
        return {}
    rows = _Rows(found, said, units, weight, names)
    i, j = rows.candidates(np.array([u.article for u in units]))
    place = np.array([u.start / max(len(texts[u.article].text), 1) for u in units])
    out: dict[tuple[int, int], float] = {}
    for k in range(0, len(i), 100_000):
        a, b = i[k : k + 100_000], j[k : k + 100_000]
        score, n, plain = rows.score(a, b, abs(place[a] - place[b]))
        same = rows.verbatim(a, b)
        score = np.where(same, np.maximum(score, _VERBATIM), score)
        keep = (score >= least) & (plain >= 1) & (same | (n >= MIN_SHARED + ((a >= n_whole) | (b >= n_whole))))
        out |= {
            (p, q): x
            for p, q, x in zip(a[keep].tolist(), b[keep].tolist(), score[keep].round(4).tolist(), strict=True)
        }
    return out


class _Rows:
    """Units as sparse rows over their keys, so that all pairs are compared at once."""

    def __init__(
        self, found: Sequence[Sequence[Key]], said: Sequence[Wording], units: Sequence[Unit],
        weight: Mapping[str, float], names: frozenset[str],
    ) -> None:  # fmt: skip
        import numpy as np
        from scipy.sparse import csr_matrix

        column = {k: n for n, k in enumerate(sorted(weight))}
        place, value, full, figure, plain = [], [], [], [], []
        pairs, beside = [], {}
        worded, wordings = [], {}
        for r, u in enumerate(units):
            mine = bag(found, u)
            for k in sorted(mine):
                place.append((r, column[k]))
                value.append((weight[k] * mine[k]) ** 0.5)
                full.append(mine[k] == 1)
                plain.append(mine[k] == 1 and k not in names)
                figure.append(k[0] == "#" and k[1] != "Y" and "day" not in k)
            run = within(found[u.article], u.start, u.end)
            pairs += {
                (r, beside.setdefault((a.key, b.key), len(beside)))
                for a, b in pairwise(run)
                if a.weight == 1 or b.weight == 1
            }
            mine = said[u.article]
            first, last = bisect_left(mine, (u.start,)), bisect_left(mine, (u.end,))
            worded += sorted({(r, wordings.setdefault(two, len(wordings))) for _, two in mine[first:last]})

        def matrix(values: Sequence[float], at: Sequence[tuple[int, int]], width: int) -> csr_matrix:
            rows, columns = np.fromiter(chain.from_iterable(at), np.int32, 2 * len(at)).reshape(-1, 2).T
            return csr_matrix((np.array(values, float), (rows, columns)), shape=(len(units), max(width, 1)))

        self.values, self.full, self.figures, self.plain = (
            matrix(v, place, len(column)) for v in (value, full, figure, plain)
        )
        self.beside = matrix(np.ones(len(pairs)), sorted(pairs), len(beside))
        self.wording = matrix(np.ones(len(worded)), worded, len(wordings))
        self.length = np.asarray(self.wording.sum(axis=1)).ravel()
        self.mass = np.asarray(self.values.multiply(self.values).sum(axis=1)).ravel()
        self.named = np.asarray(self.full.sum(axis=1) - self.plain.sum(axis=1)).ravel()

    def candidates(self, article: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs i < j of different articles that share MIN_SHARED keys, one at least not CROWDED, or as many words."""
        import numpy as np
        from scipy.sparse import triu

        def sharing(rows: csr_matrix, least: int) -> csr_matrix:
            df = np.asarray((rows > 0).sum(axis=0)).ravel()
            rare = rows[:, df <= CROWDED]
            both = triu(rare @ rare.T, 1)
            return both >= (least if df.max(initial=0) <= CROWDED else least - 1)

        i, j = (sharing(self.full, MIN_SHARED) + sharing(self.wording, SAME_PAIRS)).nonzero()
        apart = article[i] != article[j]
        order = np.lexsort((j[apart], i[apart]))
        return i[apart][order], j[apart][order]

    def verbatim(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Which of rows a and b are put in the same words for the most part."""
        import numpy as np

        same = np.asarray(self.wording[a].multiply(self.wording[b]).sum(axis=1)).ravel()
        return (same >= SAME_PAIRS) & (4 * same >= self.length[a] + self.length[b])

    def score(self, a: np.ndarray, b: np.ndarray, apart: np.ndarray) -> tuple[np.ndarray, ...]:
        """Of rows a and b, `apart` in place (0 to 1): score, keys of full weight in common, those that are no names."""
        import numpy as np

        shared, n, figures, order, plain = (
            np.asarray(m[a].multiply(m[b]).sum(axis=1)).ravel()
            for m in (self.values, self.full, self.figures, self.beside, self.plain)
        )
        of_their_own = np.minimum(self.named[a], self.named[b]) - (n - plain)
        z = (
            _BIAS + _DICE * 2 * shared / np.maximum(self.mass[a] + self.mass[b], 1e-9) + _SHARED * np.log1p(shared)
            + _KEYS * np.minimum(n, 8) + _PLAIN * np.minimum(plain, 8) + _FIGURES * np.minimum(figures, 2)
            + _ORDER * np.minimum(order, 4) + _PLACE * apart + _NAMES * np.minimum(of_their_own, 3)
        )  # fmt: skip
        return 1 / (1 + np.exp(-z)), n, plain


def with_neighbours(near: Mapping[tuple[int, int], float], units: Sequence[Unit]) -> dict[tuple[int, int], float]:
    """The scores, higher for a pair beside which another pair of the same two articles stands close.

    Beside: not of the same two sentences, and neither farther than NEAR sentences off, which weighs a little less.
    """
    closest: dict[tuple[int, int], float] = {}
    for (i, j), x in near.items():
        at = (units[i].sentence, units[j].sentence)
        closest[at] = max(x, closest.get(at, 0.0))
    home = {u.sentence: u.article for u in units}
    steps = [
        (d, e, 1.0 if max(abs(d), abs(e)) < NEAR else 0.8)
        for d in range(-NEAR, NEAR + 1) for e in range(-NEAR, NEAR + 1) if d or e
    ]  # fmt: skip

    @cache
    def beside(s: int, t: int) -> float:
        found = (
            share * closest[at]
            for d, e, share in steps
            if (at := (s + d, t + e)) in closest and home[at[0]] == home[s] and home[at[1]] == home[t]
        )
        return max(found, default=0.0)

    return {
        (i, j): _moved(x, _BESIDE * beside(units[i].sentence, units[j].sentence)) for (i, j), x in near.items()
    }


def against_rivals(near: Mapping[tuple[int, int], float], units: Sequence[Unit]) -> dict[tuple[int, int], float]:
    """The scores, lower for a pair of which either has a closer match in the article of the other."""
    best: dict[tuple[int, int], tuple[float, int]] = {}  # a passage and an article -> score and sentence of the closest
    for (i, j), x in sorted(near.items()):
        for a, b in ((i, j), (j, i)):
            at = (a, units[b].article)
            best[at] = max((x, -units[b].sentence), best.get(at, (0.0, 0)))

    def rival(a: int, b: int, x: float) -> bool:
        """Neighbouring sentences that share a match go on with one another: they are no rivals."""
        closest, sentence = best[a, units[b].article]
        return closest > x and abs(-sentence - units[b].sentence) > 1

    return {(i, j): _moved(x, _RIVAL * (rival(i, j, x) + rival(j, i, x))) for (i, j), x in near.items()}


def against_figures(
    near: Mapping[tuple[int, int], float], units: Sequence[Unit], found: Sequence[Sequence[Key]]
) -> dict[tuple[int, int], float]:
    """The scores, lower for a pair that counts the same things and gives numbers that cannot both hold."""
    counts: list[dict[str, list[tuple[float, float]]]] = []
    for u in units:
        counts.append({})
        for k in within(found[u.article], u.start, u.end):
            if k.range:
                counts[-1].setdefault(k.key, []).append(k.range)

    def clash(i: int, j: int) -> bool:
        both = counts[i].keys() & counts[j].keys()
        return bool(both) and not any(
            a[0] <= b[1] and b[0] <= a[1] for key in both for a in counts[i][key] for b in counts[j][key]
        )

    return {(i, j): _moved(x, _CLASH * clash(i, j)) for (i, j), x in near.items()}


def _moved(score: float, by: float) -> float:
    """A score, moved by so many logits.

    >>> _moved(0.5, 0.0), _moved(0.5, 1.0)
    (0.5, 0.7311)
    """
    return round(1 / (1 + (1 - score) / score * math.exp(-by)), 4) if by and 0 < score < 1 else score
