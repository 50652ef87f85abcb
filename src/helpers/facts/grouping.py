"""Passages that tell one fact, brought together: statements whose pairs are scored, into groups and tellings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from helpers.facts.likeness import ALIGNED, Unit

TOGETHER = 0.65  # mean score between two groups of passages from which they tell one fact
EXACT = 10_000  # scores have four digits: sums of whole numbers do not depend on their order
GOES_ON = 0.50  # score of a weak match from which a statement beside one that tells a fact goes on with it

Links = Mapping[int, Sequence[tuple[int, float]]]  # statement -> the statements of other articles near it, with scores


class Telling(NamedTuple):
    """Where an article tells a fact, the statement of it closest to another article's telling, and that score."""

    start: int
    end: int
    unit: int
    score: float | None


def grouped(units: Sequence[Unit], near: Mapping[tuple[int, int], float]) -> list[list[int]]:
    """Statements that tell one fact: pairs of two articles are merged from the closest down, two groups only where
    they are close on average, so that a chain of chance matches does not tie a whole story together.

    >>> grouped([Unit(0, 0, 9, 0), Unit(0, 9, 20, 1), Unit(1, 0, 9, 2)], {(1, 2): 0.9})
    [[0], [1, 2]]
    """
    groups = [_Group([k], {unit.article: 1}, {}) for k, unit in enumerate(units)]
    of = list(range(len(units)))
    close = sorted((-x, p) for p, x in near.items() if x >= ALIGNED)
    met = {k for _, p in close for k in p}
    for (i, j), x in near.items():
        if i in met and j in met:
            groups[i].near[j] = groups[j].near[i] = round(x * EXACT)
    for _, (i, j) in close:
        a, b = of[i], of[j]
        if a == b or units[i].article == units[j].article:
            continue
        if groups[a].near[b] >= TOGETHER * EXACT * groups[a].pairs(groups[b]):
            a, b = (a, b) if len(groups[a].near) >= len(groups[b].near) else (b, a)
            _merge(groups, a, b)
            for k in groups[b].members:
                of[k] = a
    return sorted(sorted(g.members) for k, g in enumerate(groups) if of[k] == k)


class _Group(NamedTuple):
    """Statements, how many each article has of them, and the sum of the scores between them and each other group."""

    members: list[int]
    articles: dict[int, int]
    near: dict[int, int]

    def pairs(self, other: _Group) -> int:
        """How many pairs of different articles there are between two groups."""
        few, many = sorted((self.articles, other.articles), key=len)
        return len(self.members) * len(other.members) - sum(n * many.get(a, 0) for a, n in few.items())


def _merge(groups: Sequence[_Group], a: int, b: int) -> None:
    """Let group `a` take in group `b`, and all groups near either know."""
    taking, taken = groups[a], groups[b]
    taking.members.extend(taken.members)
    for article, n in taken.articles.items():
        taking.articles[article] = taking.articles.get(article, 0) + n
    for other, x in taken.near.items():
        del groups[other].near[b]
        if other != a:
            taking.near[other] = groups[other].near[a] = taking.near.get(other, 0) + x


def going_on(groups: Sequence[Sequence[int]], units: Sequence[Unit], links: Links) -> list[list[int]]:
    """The groups, with the statements that go on with them: alone so far, beside a member in its own article, and with
    a weak match (GOES_ON) in the group. Two sentences on what another report says in one tell one fact.
    (Read by eye in 40 events: of such weak matches two in three are right, of others two in five.)
    """
    of = {k: g for g, members in enumerate(groups) for k in members}
    shared = {g for g, members in enumerate(groups) if len({units[k].article for k in members}) > 1}
    joins: dict[int, tuple[float, int]] = {}  # a statement -> the closest score, and the group
    for k, unit in enumerate(units):
        if of[k] in shared:
            continue
        for beside in (k - 1, k + 1):
            if 0 <= beside < len(units) and units[beside].article == unit.article and of[beside] in shared:
                score = max((x for other, x in links.get(k, ()) if of[other] == of[beside]), default=0.0)
                if score >= GOES_ON:
                    joins[k] = max((score, of[beside]), joins.get(k, (0.0, 0)))
    out = [[k for k in members if k not in joins] for members in groups]
    for k, (_, g) in joins.items():
        out[g] = sorted([*out[g], k])
    return sorted(members for members in out if members)


def tellings(members: Sequence[int], units: Sequence[Unit], links: Links) -> dict[int, Telling]:
    """article -> where it tells the fact: the closest statement, with those of the group right before and after it."""
    inside = set(members)
    closest: dict[int, tuple[int, float | None]] = {}
    for k in members:
        a = units[k].article
        best = max(
            (x for other, x in links.get(k, ()) if other in inside and units[other].article != a), default=None
        )
        if a not in closest or (best or 0) > (closest[a][1] or 0):
            closest[a] = (k, best)
    out = {}
    for a, (k, score) in closest.items():
        first = last = k
        while first - 1 in inside and units[first - 1].article == a:
            first -= 1
        while last + 1 in inside and units[last + 1].article == a:
            last += 1
        out[a] = Telling(units[first].start, units[last].end, k, score)
    return out
