"""The numbers of one story as groups that grow: what all comparisons of two numbers need to know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from helpers.numbers.mentions import Mention
from helpers.text.ngrams import Text

COMPARED = 12  # members of a slot that a number is compared with

Slot = list[Mention]


class Story:
    """The mentions of one story with what all comparisons need: weights of stems, tellers, versions."""

    def __init__(self, texts: Sequence[Text], mentions: Sequence[Mention], idf: dict, versions: dict) -> None:
        self.texts, self.mentions, self.idf, self.versions = texts, mentions, idf, versions
        self.tellers = [t.outlet or t.article_id for t in texts]
        self.later = {frozenset(pair) for pair in versions}
        self.alone = self._values(())
        self._weight: dict[int, float] = {}

    def _values(self, settled: Collection[int]) -> dict[tuple, set[float]]:
        out: dict[tuple, set[float]] = defaultdict(set)
        for k, m in enumerate(self.mentions):
            if k not in settled and not aside(m):
                out[m.article, m.kind, m.unit, *m.thing].add(m.value)
        return out

    def settle(self, groups: Groups) -> None:
        """Leave aside, when it is asked whether a number is alone, the numbers that several tellers give: their object
        is known, and it is theirs."""
        shared = (g for g in groups.all() if self.told_by([self.mentions[k] for k in g]) > 1)
        self.alone = self._values({k for g in shared for k in g})

    def lone(self, m: Mention) -> bool:
        """Whether its article gives no other number of this object, parts and what it takes back aside."""
        return not aside(m) and self.alone[m.article, m.kind, m.unit, *m.thing] <= {m.value}

    def overlap(self, a: Mention, b: Mention) -> tuple[float, int]:
        """Share of the poorer context's weight that both have, and how many stems that is."""
        shared = a.context & b.context
        if not shared:
            return 0.0, 0
        poorer = min(self.weight(a), self.weight(b))
        return sum(sorted(self.idf[w] for w in shared)) / poorer, len(shared)

    def weight(self, m: Mention) -> float:
        if id(m) not in self._weight:
            self._weight[id(m)] = sum(sorted(self.idf[w] for w in m.context))
        return self._weight[id(m)]

    def told_by(self, slot: Slot) -> int:
        return len({self.tellers[m.article] for m in slot})

    def of_versions(self, a: Mention, b: Mention) -> bool:
        return frozenset((a.article, b.article)) in self.later


def aside(m: Mention) -> bool:
    return bool(m.scope.part or m.scope.replaced or m.scope.denied)


class Groups:
    """Mentions, by number, in groups that are merged as evidence comes in."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.of = [[k] for k in range(len(story.mentions))]

    def all(self) -> list[list[int]]:
        return [g for k, g in enumerate(self.of) if g[0] == k]

    def slots(self) -> list[Slot]:
        return [[self.story.mentions[k] for k in g] for g in self.all()]

    def members(self, k: int) -> Slot:
        return [self.story.mentions[i] for i in self.of[k]]

    def join(self, i: int, j: int, all_meet: bool = False) -> None:
        """Merge the groups of two mentions, unless one article would give two numbers that cannot both hold.

        `all_meet`: also refuse where any of the one group and any of the other cannot both hold.
        """
        a, b = self.of[i], self.of[j]
        if a is b:
            return
        first, second = self.members(i), self.members(j)
        if not _one_noun(first, second):
            return
        articles = {m.article for m in first}
        for y in second[: 4 * COMPARED]:
            if not (all_meet or y.article in articles) or y.scope.replaced:
                continue
            for x in first[: 4 * COMPARED]:
                if (all_meet or x.article == y.article) and not x.scope.replaced and not x.meets(y):
                    return
        merged = sorted(a + b)
        for k in merged:
            self.of[k] = merged


def _one_noun(first: Slot, second: Slot) -> bool:
    """Whether all counts of two groups can be of one thing: a number without a noun must not tie two nouns together."""
    if first[0].kind != "count":
        return True
    nouns, others = ({m.noun for m in slot} - {""} for slot in (first, second))
    if not nouns or not others or nouns & others:
        return True
    frames, found = ({m.scope.frame for m in slot} - {""} for slot in (first, second))
    return "person" in nouns | others and bool(frames & found)
