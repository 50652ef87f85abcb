"""How alike two passages of different articles are, as a score from 0 to 1.

Two passages are compared by the keys they share (`statements.keys`), each the heavier the rarer it is, as in
Barzilay and Elhadad, "Sentence alignment for monolingual comparable corpora" (EMNLP 2003). What is shared, how much of
both passages it is, figures, words in the same order, names that each has for itself and the place in the article go
into one logistic score. Two things are looked at afterwards: what stands beside (reports of one event go on alike, so
a pair next to a close pair is likelier to be one; Barzilay and Elhadad use paragraphs for this) and closer rivals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.facts.rows import Rows, Sets, Unit, Units
from helpers.facts.senses import ordinary
from helpers.facts.statements import Key, within
from helpers.facts.story import Story

ALIGNED = 0.85  # score from which two passages are counted as telling one fact
CANDIDATE = 0.30  # from here to ALIGNED a pair is shown and not counted; nobody is said to tell it alone
MIN_SHARED = 2  # keys of full weight that two sentences must share; clauses one more
SAME_PAIRS = 4  # pairs of neighbouring words that two passages share, half of all they have, to be the same words
AT_ONCE = 100_000  # pairs that are scored together
CELLS = 2_000_000  # of a table of pairs of sentences at a time
NEAR = 2  # sentences within which a close pair speaks for the pair beside it
_NAME, _FIGURE, _DAY, _WEEKDAY = 0.8, 1.3, 0.6, 0.3  # weights of names, figures, dates without a month, weekdays
_BIAS, _DICE, _SHARED, _KEYS, _PLAIN, _FIGURES, _ORDER, _PLACE = -5.4, 7.0, 2.0, -0.2, 0.3, 1.2, 0.3, -0.8
_NAMES = -0.2  # for each name (up to 3) that both have for themselves
_BESIDE = 1.6  # for the closest pair beside it, by that pair's score
_CLASH = -1.0  # for numbers of the same things that cannot both hold: views of one film and of another
_VERBATIM = 0.95  # score from which a passage printed word for word by both is told by both, however little it says
_RIVAL = -1.27  # for either passage that has a closer match in the other's article


def weights(story: Story, whole: Units) -> np.ndarray:
    """What sharing a key weighs, by its number: the more, the fewer sentences of an article mention it where it is
    mentioned at all.

    A name that every article gives once tells sentences apart as well as one that two articles give, and better
    than the name of the story's hero. `whole`: the sentences.
    """
    keys, article = story.keys(whole), whole.article
    told = np.bincount(keys.number, minlength=len(story.names)).tolist()
    users = Sets(article[keys.row], keys.number, int(article.max(initial=-1)) + 1, len(story.names))
    tellers = np.bincount(users.number, minlength=len(story.names)).tolist()
    usual = len(article) / max(len(story.lengths), 1) + 1
    written, out = story.written(whole), np.zeros(len(story.names))
    for n, (key, named) in enumerate(zip(story.names, story.named.tolist(), strict=True)):
        if not told[n]:
            continue
        if key[0] == "#":
            factor = _WEEKDAY if "weekday" in key else _DAY if "day of year" in key or key[1] == "Y" else _FIGURE
        elif key == "!":
            factor = 0.5
        else:
            factor = _NAME if named else ordinary(written[key].casefold())
        out[n] = factor * max(math.log(usual * tellers[n] / told[n]), 0.05)
    return out


class Near(NamedTuple):
    """Pairs i < j of passages of different articles, in order, and how alike the two are, from 0 to 1."""

    i: np.ndarray
    j: np.ndarray
    score: np.ndarray

    def where(self, keep: np.ndarray) -> Near:
        """Some of the pairs."""
        return Near(*(part[keep] for part in self))

    def and_also(self, others: Near) -> Near:
        """These pairs and others, in order."""
        return Near(*map(np.concatenate, zip(self, others, strict=True))).sorted()

    def sorted(self) -> Near:
        """The pairs in order."""
        return self.where(np.lexsort((self.j, self.i)))

    def moved(self, by: np.ndarray) -> Near:
        """The scores moved by so many logits, with four digits.

        >>> Near(np.array([0, 0]), np.array([1, 2]), np.array([0.5, 0.5])).moved(np.array([0.0, 1.0])).score.tolist()
        [0.5, 0.7311]
        """
        at = np.flatnonzero((by != 0) & (self.score > 0) & (self.score < 1))
        x, score = self.score[at], self.score.copy()
        score[at] = (1 / (1 + (1 - x) / x * np.exp(-by[at]))).round(4)
        return self._replace(score=score)


class Scored(NamedTuple):
    """Pairs with a score; `sure`: those that share enough where one is a clause; `crowded`: something stands in so many
    of the passages (`rows.CROWDED`) that among other passages other pairs would be looked at."""

    near: Near
    sure: np.ndarray
    crowded: bool


def scored(
    story: Story, rows: Rows, units: Units, weight: np.ndarray, least: float, new: np.ndarray | None = None
) -> Scored:
    """The pairs with a score of `least` or more among the units, or those of them of which one is `new`.
    `rows`: the units as rows; `weight`: of the keys.

    Passages that share names alone tell of the same people or places, which is not yet the same fact. A sentence
    that both have in the same words is, even where it says little ("And it will be of no use at all").
    """
    pairs = _Pairs(story, rows, weight)
    i, j, alike = pairs.candidates(units.article, new)
    place = units.start / np.maximum(story.lengths, 1)[units.article]
    found = []
    for k in range(0, max(len(i), 1), AT_ONCE):
        a, b, may = (part[k : k + AT_ONCE] for part in (i, j, alike))
        score, n, plain = pairs.score(a, b, abs(place[a] - place[b]))
        same = pairs.verbatim(a, b, may)
        score = np.where(same, np.maximum(score, _VERBATIM), score)
        keep = (score >= least) & (plain >= 1) & (same | (n >= MIN_SHARED))
        found.append((a[keep], b[keep], score[keep].round(4), (same | (n > MIN_SHARED))[keep]))
    *near, sure = (np.concatenate(part) for part in zip(*found, strict=True))
    return Scored(Near(*near), sure, pairs.crowded)


class _Pairs:
    """Pairs of passages, by what both mention and how both put it."""

    def __init__(self, story: Story, rows: Rows, weight: np.ndarray) -> None:
        self._rows, key, count = rows, rows.keys.number, len(rows.keys.ends) - 1
        figures = np.array([k[0] == "#" and k[1] != "Y" and "day" not in k for k in story.names], bool)
        self._value = (weight[key] * rows.keys.value) ** 0.5
        self._full = rows.keys.value == 1
        self._plain, self._figure = self._full & ~story.named[key], figures[key]
        self._length = np.diff(rows.wording.ends)
        self._mass = np.bincount(rows.keys.row, self._value * self._value, count)
        self._named = np.bincount(rows.keys.row, self._full & story.named[key], count)
        self._stock = rows.wording.in_crowd()
        self.crowded = bool(rows.keys.in_crowd(self._full).any() or self._stock.any())

    def candidates(self, article: np.ndarray, new: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Pairs i < j of different articles that share MIN_SHARED keys, one at least not CROWDED, or as many words;
        and which of them may be put in the same words."""
        by_keys = self._rows.keys.sharing(MIN_SHARED, self._full, new)
        by_words = self._rows.wording.sharing(SAME_PAIRS, new=new)
        every = np.sort(np.concatenate((2 * by_keys, 2 * by_words + 1)), kind="stable")  # two runs, merged
        every = every[np.r_[every[:-1] >> 1 != every[1:] >> 1, True][: len(every)]]
        i, j = np.divmod(every >> 1, max(len(article), 1))
        # What shares so many words has been nominated by them, unless they are crowded.
        may = (every & 1 == 1) | (self._stock[i] & self._stock[j])
        apart = article[i] != article[j]
        return i[apart], j[apart], may[apart]

    def verbatim(self, a: np.ndarray, b: np.ndarray, may: np.ndarray) -> np.ndarray:
        """Which of rows a and b are put in the same words for the most part, of those that `may`."""
        own = np.flatnonzero(may)
        same = np.zeros(len(a), int)
        same[own] = np.bincount(self._rows.wording.shared(a[own], b[own])[0], minlength=len(own))
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


def with_neighbours(near: Near, units: Units) -> Near:
    """The scores, higher for a pair beside which another pair of the same two articles stands close.

    Beside: not of the same two sentences, and neither farther than NEAR sentences off, which weighs a little less.
    """
    if not len(near.i):
        return near
    place = units.sentence + NEAR * (units.article + 1)  # between two articles as many places are empty
    width = int(place.max()) + 1 + NEAR
    every = place[near.i] * width + place[near.j]
    at, pair = np.unique(every, return_inverse=True)
    closest, beside = np.zeros(len(at)), np.zeros(len(at))
    np.maximum.at(closest, pair, near.score)
    lines = max(1, CELLS // width)
    for first in range(0, width, lines):  # a table of so many lines at a time, with those beside them
        base = (first - NEAR) * width
        a, b, c, d = np.searchsorted(at - base, np.array([0, NEAR, NEAR + lines, NEAR + lines + NEAR]) * width)
        table, own = np.zeros((min(lines, width) + 2 * NEAR) * width), at[b:c] - base
        table[at[a:d] - base] = closest[a:d]
        for down in range(-NEAR, NEAR + 1):
            for on in range(-NEAR, NEAR + 1):
                if down or on:
                    share = 1.0 if max(abs(down), abs(on)) < NEAR else 0.8
                    np.maximum(beside[b:c], share * table[own + down * width + on], out=beside[b:c])
    return near.moved(_BESIDE * beside[pair])


def against_rivals(near: Near, units: Units) -> Near:
    """The scores, lower for a pair of which either has a closer match in the article of the other."""
    a, b, x = np.r_[near.i, near.j], np.r_[near.j, near.i], np.r_[near.score, near.score]
    sentence, article = units.sentence[b], units.article[b]
    at = a * (int(article.max(initial=0)) + 1) + article  # a passage and an article
    order = np.lexsort((sentence, -x, at))
    leads = np.diff(at[order], prepend=-1) != 0
    closest = np.empty_like(order)
    closest[order] = order[leads][np.cumsum(leads) - 1]
    # Neighbouring sentences that share a match go on with one another: they are no rivals.
    rivals = (x[closest] > x) & (abs(sentence[closest] - sentence) > 1)
    return near.moved(_RIVAL * rivals.reshape(2, -1).sum(axis=0))


def against_figures(near: Near, units: Sequence[Unit], found: Sequence[Sequence[Key]]) -> Near:
    """The scores, lower for a pair that counts the same things and gives numbers that cannot both hold."""
    figures = [[k for k in mentioned if k.range] for mentioned in found]
    counts: list[dict[str, list[tuple[float, float]]]] = []
    for u in units:
        counts.append({})
        for k in within(figures[u.article], u.start, u.end):
            counts[-1].setdefault(k.key, []).append(k.range)
    counted = np.array([bool(told) for told in counts], bool)

    def clash(i: int, j: int) -> bool:
        both = counts[i].keys() & counts[j].keys()
        return bool(both) and not any(
            a[0] <= b[1] and b[0] <= a[1] for key in both for a in counts[i][key] for b in counts[j][key]
        )

    both = np.flatnonzero(counted[near.i] & counted[near.j])
    by = np.zeros(len(near.i))
    by[both] = [_CLASH * clash(i, j) for i, j in zip(near.i[both].tolist(), near.j[both].tolist(), strict=True)]
    return near.moved(by)
