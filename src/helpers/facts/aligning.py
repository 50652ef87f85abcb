"""Which sentences and clauses of a story's articles tell the same: sentences cut into statements, pairs scored.

How alike two passages are says `likeness`; here sentences are cut where their clauses go separate ways.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np

from helpers.facts.likeness import (
    ALIGNED,
    CANDIDATE,
    Near,
    against_figures,
    against_rivals,
    scored,
    weights,
    with_neighbours,
)
from helpers.facts.rows import Rows, Unit, Units
from helpers.facts.statements import Voice, clauses, keys, wording
from helpers.facts.story import Story
from helpers.text.ngrams import Text

LOOKED_AT = 0.1  # score from which a pair is looked at together with its neighbours and rivals


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
    said = voices or {}
    put = [wording(t.text) for t in texts]
    story = Story(texts, found, [said.get(t.article_id, ()) for t in texts], put)
    whole, parts = [], []
    for a, text in enumerate(texts):
        for s, e in text.sentences:
            n = len(whole)
            whole.append(Unit(a, s, e, n))
            parts += [Unit(a, cs, ce, n) for cs, ce in clauses(text.text, s, e, found[a])]
    weight = weights(story, Units.of(whole))
    every = [*whole, *parts]
    columns = Units.of(every)
    rows = story.rows(columns)
    first = scored(story, rows, columns, weight, LOOKED_AT)
    clause = (first.near.i >= len(whole)) | (first.near.j >= len(whole))
    near = against_figures(first.near.where(first.sure | ~clause), every, found)
    units = _statements(whole, parts, with_neighbours(near, columns), rows)

    number = {unit: k for k, unit in enumerate(every)}
    old = np.array([number.get(unit, -1) for unit in units], int)  # which of the sentences and clauses they are
    columns = Units.of(units)
    if first.crowded:
        near = scored(story, story.rows(columns), columns, weight, LOOKED_AT).near
    else:
        near = _kept(first.near, old, len(every))
        if len(new := np.flatnonzero(old < 0)):
            near = near.and_also(scored(story, story.rows(columns), columns, weight, LOOKED_AT, new).near)
    near = against_rivals(with_neighbours(against_figures(near, units, found), columns), columns)
    i, j, score = (part.tolist() for part in near.where(near.score >= least))
    told = story.keys(columns)
    mass = np.bincount(told.row, weight[told.number] * told.value, len(units))
    return Aligned(units, dict(zip(zip(i, j, strict=True), score, strict=True)), mass.tolist(),
                   np.diff(told.ends).tolist())


def _kept(near: Near, old: np.ndarray, count: int) -> Near:
    """Pairs of `count` passages as pairs of others, of which each was an `old` one or none of them (-1)."""
    now = np.full(count, -1)
    now[old[old >= 0]] = np.flatnonzero(old >= 0)
    i, j = now[near.i], now[near.j]
    return Near(np.minimum(i, j), np.maximum(i, j), near.score).where((i >= 0) & (j >= 0)).sorted()


def _statements(whole: Sequence[Unit], parts: Sequence[Unit], pairs: Near, rows: Rows) -> list[Unit]:
    """Sentences, cut where their clauses are told by different passages, or one is told elsewhere and one nowhere.
    `rows`: the sentences and after them the parts, as rows."""
    units = [*whole, *parts]
    best: dict[tuple[int, int], tuple[float, int, int]] = {}  # two sentences -> their closest passages
    for i, j, x in zip(*(part.tolist() for part in pairs.where(pairs.score > ALIGNED)), strict=True):
        between = (units[i].sentence, units[j].sentence)
        if between not in best or x > best[between][0]:
            best[between] = (x, i, j)
    told: dict[int, dict[int, list[int]]] = {}  # sentence -> partner -> which of its passages they share
    for (s, t), (_, i, j) in best.items():
        told.setdefault(s, {})[t] = [i, j]
        told.setdefault(t, {})[s] = [j, i]
    of: dict[int, list[int]] = {}
    for k, u in enumerate(parts, len(whole)):
        of.setdefault(u.sentence, []).append(k)
    bag = cache(rows.bag)
    out = []
    for s, unit in enumerate(whole):
        pieces = of.get(s, [])
        label = [
            {t for t, (mine, theirs) in told.get(s, {}).items() if mine == k or (
                mine == s and _shares(bag(k), bag(theirs)))}
            for k in pieces
        ]  # fmt: skip
        out += _cut(unit, [units[k] for k in pieces], label)
    return out


def _shares(mine: Mapping[int, float], theirs: Mapping[int, float]) -> bool:
    """Whether a third of what a clause mentions stands in a passage."""
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
