"""How alike two passages of different articles are, as a score from 0 to 1.

Two passages are compared by the keys they share (`statements.keys`), each the heavier the rarer it is, as in
Barzilay and Elhadad, "Sentence alignment for monolingual comparable corpora" (EMNLP 2003). What is shared, how much of
both passages it is, figures, words in the same order, names that each has for itself and the place in the article go
into one logistic score. Two things are looked at afterwards: what stands beside (reports of one event go on alike, so
a pair next to a close pair is likelier to be one; Barzilay and Elhadad use paragraphs for this) and closer rivals.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from helpers.facts.rows import Rows, Sets, Story, Unit
from helpers.facts.senses import ordinary
from helpers.facts.statements import Key, within

ALIGNED = 0.85  # score from which two passages are counted as telling one fact
CANDIDATE = 0.30  # from here to ALIGNED a pair is shown and not counted; nobody is said to tell it alone
MIN_SHARED = 2  # keys of full weight that two sentences must share; clauses one more
SAME_PAIRS = 4  # pairs of neighbouring words that two passages share, half of all they have, to be the same words
NEAR = 2  # sentences within which a close pair speaks for the pair beside it
_NAME, _FIGURE, _DAY, _WEEKDAY = 0.8, 1.3, 0.6, 0.3  # weights of names, figures, dates without a month, weekdays
_BIAS, _DICE, _SHARED, _KEYS, _PLAIN, _FIGURES, _ORDER, _PLACE = -5.4, 7.0, 2.0, -0.2, 0.3, 1.2, 0.3, -0.8
_NAMES = -0.2  # for each name (up to 3) that both have for themselves
_BESIDE = 1.6  # for the closest pair beside it, by that pair's score
_CLASH = -1.0  # for numbers of the same things that cannot both hold: views of one film and of another
_VERBATIM = 0.95  # score from which a passage printed word for word by both is told by both, however little it says
_RIVAL = -1.27  # for either passage that has a closer match in the other's article


def weights(story: Story, whole: Sequence[Unit], names: frozenset[str]) -> np.ndarray:
    """What sharing a key weighs, by its number: the more, the fewer sentences of an article mention it where it is
    mentioned at all.

    A name that every article gives once tells sentences apart as well as one that two articles give, and better
    than the name of the story's hero. `whole`: the sentences.
    """
    keys, article = story.rows(whole).keys, np.array([u.article for u in whole], int)
    told = np.bincount(keys.number, minlength=len(story.names)).tolist()
    users = Sets(article[keys.row], keys.number, int(article.max(initial=-1)) + 1, len(story.names))
    tellers = np.bincount(users.number, minlength=len(story.names)).tolist()
    usual = len(whole) / max(len(story.lengths), 1) + 1
    written, out = story.written(whole), np.zeros(len(story.names))
    for n, key in enumerate(story.names):
        if not told[n]:
            continue
        if key[0] == "#":
            factor = _WEEKDAY if "weekday" in key else _DAY if "day of year" in key or key[1] == "Y" else _FIGURE
        elif key == "!":
            factor = 0.5
        else:
            factor = _NAME if key in names else ordinary(written[key].casefold())
        out[n] = factor * max(math.log(usual * tellers[n] / told[n]), 0.05)
    return out


def scores(
    story: Story, rows: Rows, units: Sequence[Unit], weight: np.ndarray, names: frozenset[str], n_whole: int,
    least: float = CANDIDATE,
) -> dict[tuple[int, int], float]:  # fmt: skip
    """(i, j) -> score of `least` or more, i < j, of units of different articles; units from `n_whole` on are clauses.
    `rows`: the units as rows; `weight`: of the keys.

    Passages that share names alone tell of the same people or places, which is not yet the same fact. A sentence
    that both have in the same words is, even where it says little ("And it will be of no use at all").
    """
    if len(units) < 2:
        return {}
    pairs = _Pairs(story, rows, weight, names)
    article = np.array([u.article for u in units])
    i, j = pairs.candidates(article)
    place = np.array([u.start for u in units]) / np.maximum(story.lengths, 1)[article]
    out: dict[tuple[int, int], float] = {}
    for k in range(0, len(i), 100_000):
        a, b = i[k : k + 100_000], j[k : k + 100_000]
        score, n, plain = pairs.score(a, b, abs(place[a] - place[b]))
        same = pairs.verbatim(a, b)
        score = np.where(same, np.maximum(score, _VERBATIM), score)
        keep = (score >= least) & (plain >= 1) & (same | (n >= MIN_SHARED + ((a >= n_whole) | (b >= n_whole))))
        out |= zip(zip(a[keep].tolist(), b[keep].tolist(), strict=True), score[keep].round(4).tolist(), strict=True)
    return out


class _Pairs:
    """Pairs of passages, by what both mention and how both put it."""

    def __init__(self, story: Story, rows: Rows, weight: np.ndarray, names: frozenset[str]) -> None:
        self._rows, key, count = rows, rows.keys.number, len(rows.keys.ends) - 1
        named = np.array([k in names for k in story.names], bool)
        figures = np.array([k[0] == "#" and k[1] != "Y" and "day" not in k for k in story.names], bool)
        self._value = (weight[key] * rows.keys.value) ** 0.5
        self._full = rows.keys.value == 1
        self._plain, self._figure = self._full & ~named[key], figures[key]
        self._length = np.diff(rows.wording.ends)
        self._mass = np.bincount(rows.keys.row, self._value * self._value, count)
        self._named = np.bincount(rows.keys.row, self._full & named[key], count)

    def candidates(self, article: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs i < j of different articles that share MIN_SHARED keys, one at least not CROWDED, or as many words."""
        keys, wording = self._rows.keys, self._rows.wording
        pairs = np.union1d(keys.sharing(MIN_SHARED, self._full), wording.sharing(SAME_PAIRS))
        i, j = np.divmod(pairs, len(article))
        apart = article[i] != article[j]
        return i[apart], j[apart]

    def verbatim(self, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Which of rows a and b are put in the same words for the most part."""
        same = np.bincount(self._rows.wording.shared(a, b)[0], minlength=len(a))
        return (same >= SAME_PAIRS) & (4 * same >= self._length[a] + self._length[b])

    def score(self, a: np.ndarray, b: np.ndarray, apart: np.ndarray) -> tuple[np.ndarray, ...]:
        """Of rows a and b, `apart` in place (0 to 1): score, keys of full weight in common, those that are no names."""
        pair, mine, theirs = self._rows.keys.shared(a, b)
        shared, n, plain, figures = (
            np.bincount(pair, x[mine] * x[theirs], len(a)) for x in (self._value, self._full, self._plain, self._figure)
        )
        order = np.bincount(self._rows.beside.shared(a, b)[0], minlength=len(a))
        of_their_own = np.minimum(self._named[a], self._named[b]) - (n - plain)
        z = (
            _BIAS + _DICE * 2 * shared / np.maximum(self._mass[a] + self._mass[b], 1e-9) + _SHARED * np.log1p(shared)
            + _KEYS * np.minimum(n, 8) + _PLAIN * np.minimum(plain, 8) + _FIGURES * np.minimum(figures, 2)
            + _ORDER * np.minimum(order, 4) + _PLACE * apart + _NAMES * np.minimum(of_their_own, 3)
        )  # fmt: skip
        return 1 / (1 + np.exp(-z)), n, plain


def with_neighbours(near: Mapping[tuple[int, int], float], units: Sequence[Unit]) -> dict[tuple[int, int], float]:
    """The scores, higher for a pair beside which another pair of the same two articles stands close.

    Beside: not of the same two sentences, and neither farther than NEAR sentences off, which weighs a little less.
    """
    if not near:
        return {}
    sentence, article = np.array([(u.sentence, u.article) for u in units]).T
    home = np.full(sentence.max() + 1 + 2 * NEAR, -1)  # with nobody's sentences before and after
    home[sentence + NEAR] = article
    s, t = sentence[np.array(list(near))].T + NEAR
    at, pair = np.unique(s * len(home) + t, return_inverse=True)
    closest, beside = np.zeros(len(at) + 1), np.zeros(len(at))
    np.maximum.at(closest, pair, np.fromiter(near.values(), float))
    s, t = np.divmod(at, len(home))
    for d in range(-NEAR, NEAR + 1):
        for e in range(-NEAR, NEAR + 1):
            if d or e:
                there = at + d * len(home) + e
                k = np.searchsorted(at, there)
                found = (np.r_[at, -1][k] == there) & (home[s + d] == home[s]) & (home[t + e] == home[t])
                share = 1.0 if max(abs(d), abs(e)) < NEAR else 0.8
                beside = np.maximum(beside, np.where(found, share * closest[k], 0.0))
    by = (_BESIDE * beside)[pair.ravel()].tolist()
    return {p: _moved(x, by[k]) for k, (p, x) in enumerate(near.items())}


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
    figures = [[k for k in mentioned if k.range] for mentioned in found]
    counts: list[dict[str, list[tuple[float, float]]]] = []
    for u in units:
        counts.append({})
        for k in within(figures[u.article], u.start, u.end):
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
