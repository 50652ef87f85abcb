"""Which sentences and clauses of a story's articles tell the same: scores of pairs, sentences cut into statements.

Two passages are compared by the keys they share (`statements.keys`), each the heavier the rarer it is, as in
Barzilay and Elhadad, "Sentence alignment for monolingual comparable corpora" (EMNLP 2003). What is shared, how much of
both passages it is, figures, words in the same order and the place in the article go into one score from 0 to 1,
a logistic function fitted on the planted facts of the fictional sample corpus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from helpers.facts.senses import ordinary
from helpers.facts.statements import Key, Voice, clauses, keys, names_of, terms_of, weighed, within
from helpers.text.ngrams import Text

if TYPE_CHECKING:
    import numpy as np

ALIGNED = 0.85  # score from which two passages are counted as telling one fact
CANDIDATE = 0.50  # from here to ALIGNED a pair is shown as a candidate, and not counted
MIN_SHARED = 2  # keys of full weight that two sentences must share; clauses one more
CROWDED = 400  # a key in more passages than this nominates no pairs: it says too little
_NAME, _FIGURE, _DAY, _WEEKDAY = 0.8, 1.3, 0.6, 0.3  # weights of names, figures, dates without a month, weekdays
_BIAS, _DICE, _SHARED, _KEYS, _FIGURES, _ORDER, _PLACE = -4.83, 5.21, 2.72, -0.39, 1.81, 0.48, -0.78
_RIVAL = -1.27  # for either passage that has a closer match in the other's article


class Unit(NamedTuple):
    """A passage that may tell a fact: the article (by its place in the story), its offsets, the sentence it is of."""

    article: int
    start: int
    end: int
    sentence: int


class Aligned(NamedTuple):
    """Statements in the order of the text, pairs (i < j) of different articles with their score, and what each says.

    `mass` is the weight of a statement's keys: how much it says; `size` how many different ones it has.
    """

    units: list[Unit]
    near: dict[tuple[int, int], float]
    mass: list[float]
    size: list[int]


def align(
    texts: Sequence[Text], voices: Mapping[str, Sequence[Voice]] | None = None, least: float = CANDIDATE
) -> Aligned:
    """The statements of a story's articles, and every pair of two articles with a score of `least` or more.

    A statement is a sentence, or a part of it where its clauses go separate ways: told by different passages of
    another article, or one told elsewhere and one nowhere.

    >>> a = Text("a", "a", None, None, None, "The Orsk lighthouse fell into the bay.", ((0, 38),))
    >>> b = Text("b", "b", None, None, None, "Orsk's lighthouse fell into a bay.", ((0, 34),))
    >>> align([a, b]).units[0], list(align([a, b]).near)
    (Unit(article=0, start=0, end=38, sentence=0), [(0, 1)])
    """
    found = [keys(t.text) for t in texts]
    names, terms = names_of(texts, found), terms_of(texts, found)
    said = voices or {}
    found = [
        weighed(t.text, k, names, terms, said.get(t.article_id, ())) for t, k in zip(texts, found, strict=True)
    ]
    whole, parts = [], []
    for a, text in enumerate(texts):
        for s, e in text.sentences:
            n = len(whole)
            whole.append(Unit(a, s, e, n))
            parts += [Unit(a, cs, ce, n) for cs, ce in clauses(text.text, s, e, found[a])]
    weight = _weights(texts, found, whole, names)
    units = whole + parts
    pairs = _scores(texts, found, units, weight, names, len(whole))
    units = _statements(whole, parts, pairs, found)
    near = _against_rivals(_scores(texts, found, units, weight, names, len(units), least), units, least)
    bags = [_bag(found, u) for u in units]
    mass = [sum(weight[k] * w for k, w in sorted(bag.items())) for bag in bags]
    return Aligned(units, near, mass, [len(bag) for bag in bags])


def _against_rivals(
    near: Mapping[tuple[int, int], float], units: Sequence[Unit], least: float
) -> dict[tuple[int, int], float]:
    """The scores, lower for a pair of which either has a closer match in the article of the other."""
    import math

    best: dict[tuple[int, int], tuple[float, int]] = {}  # a passage and an article -> score and sentence of the closest
    for (i, j), x in sorted(near.items()):
        for a, b in ((i, j), (j, i)):
            at = (a, units[b].article)
            best[at] = max((x, -units[b].sentence), best.get(at, (0.0, 0)))

    def rival(a: int, b: int, x: float) -> bool:
        """Neighbouring sentences that share a match go on with one another: they are no rivals."""
        closest, sentence = best[a, units[b].article]
        return closest > x and abs(-sentence - units[b].sentence) > 1

    out = {}
    for (i, j), x in near.items():
        rivals = rival(i, j, x) + rival(j, i, x)
        if rivals and x < 1:
            x = round(1 / (1 + (1 - x) / x * math.exp(-_RIVAL * rivals)), 4)
        if x >= least:
            out[i, j] = x
    return out


def _bag(found: Sequence[Sequence[Key]], unit: Unit) -> dict[str, float]:
    out: dict[str, float] = {}
    for k in within(found[unit.article], unit.start, unit.end):
        out[k.key] = max(k.weight, out.get(k.key, 0.0))
    return out


def _weights(
    texts: Sequence[Text], found: Sequence[Sequence[Key]], whole: Sequence[Unit], names: frozenset[str]
) -> dict[str, float]:
    """What sharing a key weighs: the more, the fewer sentences of an article mention it where it is mentioned at all.

    A name that every article gives once tells sentences apart as well as one that two articles give, and better
    than the name of the story's hero.
    """
    import math

    df: Counter[str] = Counter()
    users: dict[str, set[int]] = {}
    plain: dict[str, str] = {}
    for u in whole:
        for k in within(found[u.article], u.start, u.end):
            plain.setdefault(k.key, texts[u.article].text[k.start : k.end].casefold())
        for key in _bag(found, u):
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


def _scores(
    texts: Sequence[Text], found: Sequence[Sequence[Key]], units: Sequence[Unit], weight: Mapping[str, float],
    names: frozenset[str], n_whole: int, least: float = CANDIDATE,
) -> dict[tuple[int, int], float]:  # fmt: skip
    """(i, j) -> score, i < j, of units of different articles; units from `n_whole` on are clauses.

    Passages that share names alone tell of the same people or places, which is not yet the same fact.
    """
    import numpy as np

    if len(units) < 2:
        return {}
    rows = _Rows(found, units, weight, names)
    i, j = rows.candidates(np.array([u.article for u in units]))
    place = np.array([u.start / max(len(texts[u.article].text), 1) for u in units])
    out: dict[tuple[int, int], float] = {}
    for k in range(0, len(i), 100_000):
        a, b = i[k : k + 100_000], j[k : k + 100_000]
        shared, n, figures, order, plain = rows.common(a, b)
        score = _score(shared, rows.mass[a] + rows.mass[b], n, figures, order, abs(place[a] - place[b]))
        keep = (score >= least) & (plain >= 1) & (n >= MIN_SHARED + ((a >= n_whole) | (b >= n_whole)))
        out |= {
            (p, q): x
            for p, q, x in zip(a[keep].tolist(), b[keep].tolist(), score[keep].round(4).tolist(), strict=True)
        }
    return out


def _score(shared, mass, n, figures, order, apart) -> np.ndarray:
    import numpy as np

    z = (
        _BIAS + _DICE * 2 * shared / np.maximum(mass, 1e-9) + _SHARED * np.log1p(shared) + _KEYS * np.minimum(n, 8)
        + _FIGURES * np.minimum(figures, 2) + _ORDER * np.minimum(order, 4) + _PLACE * apart
    )  # fmt: skip
    return 1 / (1 + np.exp(-z))


class _Rows:
    """Units as sparse rows over their keys, so that all pairs are compared at once."""

    def __init__(
        self, found: Sequence[Sequence[Key]], units: Sequence[Unit], weight: Mapping[str, float],
        names: frozenset[str],
    ) -> None:  # fmt: skip
        import numpy as np
        from scipy.sparse import csr_matrix

        column = {k: n for n, k in enumerate(sorted(weight))}
        place, value, full, figure, plain = [], [], [], [], []
        pairs, beside = [], {}
        for r, u in enumerate(units):
            bag = _bag(found, u)
            for k in sorted(bag):
                place.append((r, column[k]))
                value.append((weight[k] * bag[k]) ** 0.5)
                full.append(bag[k] == 1)
                plain.append(bag[k] == 1 and k not in names)
                figure.append(k[0] == "#" and k[1] != "Y" and "day" not in k)
            run = within(found[u.article], u.start, u.end)
            pairs += {
                (r, beside.setdefault((a.key, b.key), len(beside)))
                for a, b in pairwise(run)
                if a.weight == 1 or b.weight == 1
            }

        def matrix(values: Sequence[float], at: Sequence[tuple[int, int]], width: int) -> csr_matrix:
            rows, columns = zip(*at, strict=True) if at else ((), ())
            return csr_matrix((np.array(values, float), (rows, columns)), shape=(len(units), max(width, 1)))

        self.values, self.full, self.figures, self.plain = (
            matrix(v, place, len(column)) for v in (value, full, figure, plain)
        )
        self.beside = matrix(np.ones(len(pairs)), sorted(pairs), len(beside))
        self.mass = np.asarray(self.values.multiply(self.values).sum(axis=1)).ravel()

    def candidates(self, article: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs i < j of different articles that share MIN_SHARED keys, one at least not CROWDED."""
        import numpy as np
        from scipy.sparse import triu

        df = np.asarray((self.full > 0).sum(axis=0)).ravel()
        rare = self.full[:, df <= CROWDED]
        both = triu(rare @ rare.T, 1).tocoo()
        keep = (both.data >= MIN_SHARED) if df.max(initial=0) <= CROWDED else (both.data >= 1)
        i, j = both.row[keep], both.col[keep]
        apart = article[i] != article[j]
        order = np.lexsort((j[apart], i[apart]))
        return i[apart][order], j[apart][order]

    def common(self, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, ...]:
        """What rows a and b have in common: weight, keys of full weight, figures, neighbouring keys, keys but names."""
        import numpy as np

        return tuple(
            np.asarray(m[a].multiply(m[b]).sum(axis=1)).ravel()
            for m in (self.values, self.full, self.figures, self.beside, self.plain)
        )


def _statements(
    whole: Sequence[Unit], parts: Sequence[Unit], pairs: Mapping[tuple[int, int], float],
    found: Sequence[Sequence[Key]],
) -> list[Unit]:  # fmt: skip
    """Sentences, cut where their clauses are told by different passages, or one is told elsewhere and one nowhere."""
    units = [*whole, *parts]
    best: dict[tuple[int, int], tuple[float, int, int]] = {}  # two sentences -> their closest passages
    for (i, j), x in sorted(pairs.items()):
        between = (units[i].sentence, units[j].sentence)
        if x > best.get(between, (ALIGNED, 0, 0))[0]:
            best[between] = (x, i, j)
    told: dict[int, dict[int, list[int]]] = {}  # sentence -> partner -> which of its passages they share
    for (s, t), (_, i, j) in best.items():
        told.setdefault(s, {})[t] = [i, j]
        told.setdefault(t, {})[s] = [j, i]
    of: dict[int, list[int]] = {}
    for k, u in enumerate(parts, len(whole)):
        of.setdefault(u.sentence, []).append(k)
    out = []
    for s, unit in enumerate(whole):
        pieces = of.get(s, [])
        label = [
            {t for t, (mine, theirs) in told.get(s, {}).items() if mine == k or (
                mine == s and _shares(found, units[k], units[theirs]))}
            for k in pieces
        ]  # fmt: skip
        out += _cut(unit, [units[k] for k in pieces], label)
    return out


def _shares(found: Sequence[Sequence[Key]], clause: Unit, passage: Unit) -> bool:
    """Whether a third of what a clause mentions stands in a passage."""
    mine, theirs = _bag(found, clause), _bag(found, passage)
    return 3 * sum(w for k, w in mine.items() if k in theirs) >= sum(mine.values())


def _cut(sentence: Unit, pieces: Sequence[Unit], label: Sequence[set[int]]) -> list[Unit]:
    """Neighbouring clauses that go together, joined again."""
    if not any(label):
        return [sentence]
    out: list[tuple[Unit, set[int]]] = []
    for unit, told in zip(pieces, label, strict=True):
        if out and (bool(out[-1][1]) == bool(told)) and (not told or out[-1][1] & told):
            last, before = out[-1]
            out[-1] = (last._replace(end=unit.end), before | told)
        else:
            out.append((unit, told))
    return [u for u, _ in out]
