"""Numbers of one story set side by side: which of them are about the same thing.

A slot holds the numbers of different articles that mean one object. They are joined from the surest evidence down:
the same value (the more digits, the less else is needed), looser expressions whose ranges meet, other versions of an
article, and, last and most strictly, numbers that cannot both hold. How the members of a slot are related is said in
`relations`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

from helpers.mentions import Mention
from helpers.ngrams import Text

LINKED = 0.30  # share of the poorer context that must be shared for two numbers that can both hold to be one object
LINKED_RARE = 0.20  # the same for the kinds of which a story has few
CERTAIN = 0.40  # the same for two that cannot; they must also be of one noun, the only one of it in each article
SCENE = 0.25  # as CERTAIN, against what all the articles of a slot say around their number
STRAY = 0.15  # share of a slot's tellings that must have a stem for it to belong to the scene
FAR = 3.0  # values further apart than this factor are taken for different objects
CLOSE = 1.6  # values within it, of the noun that most of a story tells a number of, are taken for one object
TELLING = 13  # from here on one value in two articles is seldom a chance
NEXT = 250  # characters within which an article gives the number that replaces another
COMPARED = 12  # members of a slot that a number is compared with
GENERIC = frozenset(("person", "time", "man", "woman", "thing", "year", "case", "member", "group", "child", ""))
MAY_CONFLICT = frozenset(("count", "money", "duration", "measure", "share", "age"))

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
            if k not in settled and not _aside(m):
                out[m.article, m.kind, m.unit, *m.thing].add(m.value)
        return out

    def settle(self, groups: Groups) -> None:
        """Leave aside, when it is asked whether a number is alone, the numbers that several tellers give: their object
        is known, and it is theirs."""
        shared = (g for g in groups.all() if self.told_by([self.mentions[k] for k in g]) > 1)
        self.alone = self._values({k for g in shared for k in g})

    def lone(self, m: Mention) -> bool:
        """Whether its article gives no other number of this object, parts and what it takes back aside."""
        return not _aside(m) and self.alone[m.article, m.kind, m.unit, *m.thing] <= {m.value}

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


def _aside(m: Mention) -> bool:
    return bool(m.scope.part or m.scope.replaced or m.scope.denied)


def slots_of(story: Story) -> list[Slot]:
    """Every mention in exactly one slot; slots and their members in the order of the texts."""
    groups = Groups(story)
    for i, j in _same(story):
        groups.join(i, j)
    for i, j in _looser(story):
        groups.join(i, j, all_meet=True)
    for i, j in [*_replaced(story, groups), *_of_versions(story)]:
        groups.join(i, j)
    story.settle(groups)
    _place_loners(groups)
    _place_opposed(groups)
    return groups.slots()


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


# --- evidence: pairs of mentions of one object -----------------------------------------------------------------------


def one_thing(a: Mention, b: Mention) -> bool:
    """Whether noun and frame allow one object: equal, or one of the two does not say more than "people"."""
    if a.kind != "count":
        return True
    return a.noun == b.noun or not a.noun or not b.noun or (
        bool(a.scope.frame and a.scope.frame == b.scope.frame) and "person" in (a.noun, b.noun)
    )


def _pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs i < j; of many, each with the COMPARED before it and the first, so that the cost stays linear."""
    if len(members) <= 4 * COMPARED:
        yield from combinations(members, 2)
        return
    for n, j in enumerate(members):
        for i in sorted({*members[:1], *members[max(0, n - COMPARED) : n]}):
            if i != j:
                yield i, j


def _same(story: Story) -> list[tuple[int, int]]:
    """Pairs that give one value of what can be one object."""
    buckets: dict[tuple, list[int]] = defaultdict(list)
    for k, m in enumerate(story.mentions):
        if m.relative and m.unit != "day":
            continue
        value, unit = (m.value % 720, "") if m.kind == "time" else (m.value, m.unit)
        buckets[m.kind, unit, round(value, 6)].append(k)
    found = []
    for ks in buckets.values():
        found += [(i, j) for i, j in _pairs(ks) if _agree(story.mentions[i], story.mentions[j], story)]
    return found


def _agree(a: Mention, b: Mention, story: Story) -> bool:
    telling = a.digits >= 3 or (a.digits == 2 and a.value >= 1000)  # two such numbers seldom agree by chance
    limits = a.scope.of_one_kind if telling or a.kind in ("date", "time") else a.scope.can_be_one
    if a.scope.denied != b.scope.denied or (a.article == b.article and a.scope.replaced != b.scope.replaced):
        return False
    if "vague" in (a.approx, b.approx) or not (a.meets(b) and one_thing(a, b) and limits(b.scope)):
        return False
    overlap, shared = story.overlap(a, b)
    same_noun = bool(a.noun) and a.noun == b.noun
    if overlap >= LINKED and shared >= 2:
        return True
    if a.kind == "date":
        exact = a.unit in ("day", "day of year") and a.written == b.written
        if a.written == "year":  # a story names a year for more than one thing
            return exact and (shared >= 2 or (shared == 1 and same_noun))
        return exact and (shared >= 1 or (same_noun and a.written == "day"))
    if a.kind == "time":
        return a.value % 30 != 0 or shared >= 1
    if telling and (same_noun or shared or a.kind in ("money", "measure") or not (a.noun and b.noun)):
        return True
    if bool(a.scope.frame) and a.scope.frame == b.scope.frame:
        return shared >= 1 or (story.lone(a) and story.lone(b))
    if same_noun:
        return shared >= 1 or (a.value >= TELLING and a.noun not in GENERIC and a.digits >= 2)
    return shared >= (2 if a.kind == "count" else 1) and (a.value >= TELLING or a.kind in ("measure", "money"))


def _looser(story: Story) -> list[tuple[int, int]]:
    """Pairs whose ranges meet, without being of one value, the surest first."""
    buckets: dict[tuple, list[int]] = defaultdict(list)
    for k, m in enumerate(story.mentions):
        if m.scope.replaced:
            continue
        unit = "" if m.kind == "time" else m.unit
        buckets[m.kind, unit, m.noun if m.kind == "count" else ""].append(k)
        if m.kind == "count" and m.scope.frame:
            buckets[m.kind, unit, "", m.scope.frame].append(k)
    scored = set()
    for ks in buckets.values():
        time = story.mentions[ks[0]].kind == "time"
        ks.sort(key=lambda k: (story.mentions[k].low, k))
        open_: list[int] = []
        for k in ks:
            m = story.mentions[k]
            open_ = [i for i in open_ if time or story.mentions[i].high >= m.low][-200:]
            for i in open_:
                score = _loosely(story.mentions[i], m, story)
                if score:
                    scored.add((-score, *sorted((i, k))))
            open_.append(k)
    return [(i, j) for _, i, j in sorted(scored)]


def _loosely(a: Mention, b: Mention, story: Story) -> float:
    if a.article == b.article and not _in_brackets(a, b):
        return 0.0
    if not (a.meets(b) and one_thing(a, b) and a.scope.rate == b.scope.rate):
        return 0.0
    if not (a.scope.of_one_kind if a.kind in ("date", "time", "measure") else a.scope.can_be_one)(b.scope):
        return 0.0
    if a.relative and b.relative and a.unit != "day":
        return 0.0  # two relative dates of articles whose own dates are unknown
    if a.says(b) and a.approx == b.approx == "exact" and a.relative == b.relative and a.unit == b.unit:
        return 0.0  # judged by `_agree`
    overlap, shared = story.overlap(a, b)
    widest = max(a.high - a.low, b.high - b.low)
    if a.kind in ("measure", "money") and shared and widest <= 0.08 * min(a.value, b.value):
        return 1 + overlap  # two that agree to a few per cent seldom do so by chance
    if a.kind == "time":
        return 1 + overlap if shared and a.approx != b.approx else 0.0
    if a.kind == "date" and shared and bool(a.noun) and a.noun == b.noun and a.relative != b.relative:
        return 1 + overlap  # "deferred in March 2030", "deferred 19 months ago"
    alone = story.lone(a) and story.lone(b) and a.near(b, FAR)
    if a.scope.frame and a.scope.frame == b.scope.frame and (shared or alone):
        return 2 + overlap
    enough = LINKED if a.kind in ("count", "date") else LINKED_RARE
    return 1 + overlap if overlap >= enough and shared >= 2 else 0.0


def _in_brackets(a: Mention, b: Mention) -> bool:
    """Whether one is the other in other units: "20 cm (8 inches)"."""
    first, second = sorted((a.places[0], b.places[0]))
    return a.kind == b.kind == "measure" and 0 < second[0] - first[1] <= 3


def _replaced(story: Story, groups: Groups) -> list[tuple[int, int]]:
    """Pairs of a number that its sentence says is replaced, and the number that replaces it."""
    of = _by_article(story)
    shared = [g for g in groups.all() if story.told_by([story.mentions[k] for k in g]) > 1]
    found = []
    for k, m in enumerate(story.mentions):
        if not m.scope.replaced:
            continue
        near = [
            (gap, j)
            for j in of[m.article]
            if _can_replace(story.mentions[j], m)
            and (gap := min(abs(start - m.start) for start, _ in story.mentions[j].places)) <= NEXT
        ]
        told = [g for g in shared if _can_replace(new := story.mentions[g[0]], m) and new.noun == m.noun != ""]
        told = [g for g in told if story.mentions[g[0]].near(m, FAR)]
        if near:
            found.append((k, min(near)[1]))
        elif len(told) == 1:
            found.append((k, told[0][0]))
    return found


def _by_article(story: Story) -> dict[int, list[int]]:
    of: dict[int, list[int]] = defaultdict(list)
    for k, m in enumerate(story.mentions):
        of[m.article].append(k)
    return of


def _can_replace(new: Mention, old: Mention) -> bool:
    return (
        (new.kind, new.unit) == (old.kind, old.unit) and not new.says(old) and not new.scope.replaced
        and (new.kind != "count" or new.noun == old.noun or not new.noun) and new.near(old, 10)
    )  # fmt: skip


def _of_versions(story: Story) -> list[tuple[int, int]]:
    """Pairs in which versions of one article differ: the number of the older is gone from the newer."""
    of, found = _by_article(story), []
    for a, b in sorted(story.versions):
        pairs = []
        newer = [story.mentions[j] for j in of[b]]
        for i in of[a]:
            x = story.mentions[i]
            if any(x.kind == y.kind and x.says(y) and one_thing(x, y) for y in newer if not y.scope.replaced):
                continue
            for j in of[b]:
                y = story.mentions[j]
                if (x.kind, x.unit) != (y.kind, y.unit) or not one_thing(x, y) or x.kind in ("date", "time"):
                    continue
                overlap, shared = story.overlap(x, y)
                if overlap >= LINKED and shared >= 2:
                    pairs.append((-overlap - (x.noun == y.noun), i, j))
        taken: set[int] = set()
        for _, i, j in sorted(pairs):
            if not {i, j} & taken:
                taken |= {i, j}
                found.append((i, j))
    return found


# --- groups that no pair of numbers ties together --------------------------------------------------------------------


def reference_of(slot: Slot, story: Story) -> Mention:
    """The value most tellers give exactly; among equals the one more articles give, the narrower, the first."""
    exact = [m for m in slot if m.approx == "exact" and not m.scope.replaced and not m.relative] or [
        m for m in slot if m.approx == "exact"
    ] or slot  # fmt: skip

    def backing(m: Mention) -> list[Mention]:
        return [x for x in exact if x.says(m)]

    best: dict[tuple, Mention] = {}
    for m in exact:
        best.setdefault((m.unit, round(m.value, 6)), m)
    return min(
        best.values(),
        key=lambda m: (-story.told_by(backing(m)), -len(backing(m)), m.high - m.low, m.article),
    )


def _established(groups: Groups) -> dict[tuple, list[list[int]]]:
    """(kind, unit, noun, frame), and (kind, unit) alone where nouns say little -> groups that several tellers give."""
    story = groups.story
    out: dict[tuple, list[list[int]]] = defaultdict(list)
    for g in groups.all():
        slot = [story.mentions[k] for k in g]
        if story.told_by(slot) > 1:
            whole = [m for m in slot if any(m.thing) and not _aside(m)]
            for thing in sorted({(m.kind, m.unit, *m.thing) for m in whole}):
                out[thing].append(g)
            if slot[0].kind in ("measure", "money", "duration"):
                out[slot[0].kind, slot[0].unit].append(g)
    return out


def _place_loners(groups: Groups) -> None:
    """Add to a group what other articles say of its noun, where it is their only number of that noun, agrees, and
    fits no other group: once the story has a number of homes, "nearly 500 homes" is read against it."""
    story = groups.story
    known = _established(groups)
    for k, m in enumerate(story.mentions):
        if story.told_by(groups.members(k)) > 1 or not story.lone(m):
            continue
        counts = m.kind == "count"
        homes = []
        for group in known.get((m.kind, m.unit, *m.thing) if counts else (m.kind, m.unit), ()):
            slot = [story.mentions[i] for i in group]
            limits = all((m.scope.can_be_one if counts else m.scope.of_one_kind)(x.scope) for x in slot[:COMPARED])
            if m.meets(reference_of(slot, story)) and limits and (counts or _of_scene(m, slot, story, SCENE / 2)):
                homes.append(group)
        if len(homes) == 1:
            groups.join(k, homes[0][0], all_meet=True)


def _place_opposed(groups: Groups) -> None:
    """Add to a group the numbers that cannot hold beside it and are of its object with certainty; then, of what is
    left, join what contradicts one another pair by pair, and what an outlet repeats of it elsewhere."""
    story = groups.story
    known = _established(groups)
    single = [g for g in groups.all() if _may_oppose(g, story)]
    placed: list[int] = []
    for g in single:
        m = story.mentions[g[0]]
        homes = [h for h in known.get((m.kind, m.unit, *m.thing), ()) if h is not g and h[0] != g[0]]
        homes = [h for h in homes if opposes(m, [story.mentions[k] for k in h], story)]
        if len(homes) == 1:
            groups.join(g[0], homes[0][0])
            placed += g
    for i in placed:
        x = story.mentions[i]
        for g in single:
            y = story.mentions[g[0]]
            one_teller = g[0] not in placed and story.tellers[x.article] == story.tellers[y.article]
            if one_teller and (x.kind, x.unit, x.thing, x.low, x.high) == (y.kind, y.unit, y.thing, y.low, y.high):
                groups.join(i, g[0])
    pairs = []
    buckets: dict[tuple, list[int]] = defaultdict(list)
    for g in single:
        m = story.mentions[g[0]]
        if g[0] not in placed and (m.noun or m.scope.frame):
            buckets[m.kind, m.unit, *m.thing].append(g[0])
    for ks in buckets.values():
        for i, j in _pairs(ks):
            a, b = story.mentions[i], story.mentions[j]
            if certain(a, b, story):
                pairs.append((-story.overlap(a, b)[0], i, j))
    for _, i, j in sorted(pairs):
        groups.join(i, j)


def _of_scene(m: Mention, slot: Slot, story: Story, enough: float = SCENE) -> bool:
    """Whether what stands around a number stands around those of a slot, taken together."""
    shared = m.context & _scene(slot)
    return len(shared) >= 3 and sum(sorted(story.idf[w] for w in shared)) >= enough * story.weight(m)


def _scene(slot: Slot) -> frozenset[str]:
    """The stems around a number that more than a stray telling of it has."""
    seen = Counter(w for m in slot for w in m.context)
    return frozenset(w for w, n in seen.items() if n >= len(slot) * STRAY)


def _may_oppose(group: list[int], story: Story) -> bool:
    slot = [story.mentions[k] for k in group]
    return (
        slot[0].kind in MAY_CONFLICT and story.told_by(slot) == 1 and slot[0].approx != "vague"
        and all(story.lone(m) and not _aside(m) for m in slot)
    )  # fmt: skip


def certain(a: Mention, b: Mention, story: Story) -> bool:
    """Whether two numbers that cannot both hold are of one object beyond doubt, by what stands around them."""
    if story.tellers[a.article] == story.tellers[b.article] or a.meets(b) or not _opposable(a, b):
        return False
    overlap, shared = story.overlap(a, b)
    return overlap >= CERTAIN and shared >= 2 and a.near(b, FAR) and story.lone(a) and story.lone(b)


def _opposable(a: Mention, b: Mention) -> bool:
    return (
        a.kind in MAY_CONFLICT and a.unit == b.unit and bool(a.noun or a.scope.frame) and a.thing == b.thing
        and a.scope.surely_one(b.scope) and "vague" not in (a.approx, b.approx)
        and not (a.modifiers and b.modifiers and not set(a.modifiers.split()) & set(b.modifiers.split()))
    )  # fmt: skip


def opposes(m: Mention, slot: Slot, story: Story) -> bool:
    """Whether a number contradicts a slot with certainty, by what all its tellers together say around it."""
    reference = reference_of(slot, story)
    backers = [x for x in slot if x.says(reference) and x.thing == m.thing and x.approx == "exact"]
    if not backers or m.meets(reference) or m.article in {x.article for x in slot}:
        return False
    sure = [x for x in backers if _opposable(m, x)]
    if not sure or story.tellers[m.article] in {story.tellers[x.article] for x in backers}:
        return False
    if any(certain(m, x, story) for x in sure):
        return True
    if m.near(reference, FAR) and _of_scene(m, backers, story):
        return True
    shared = m.context & _scene(backers)
    # A number that most of a story gives, or of which the same rare thing is told ("nine were hurt"), needs less.
    known = story.told_by(backers) >= (2 if m.scope.frame else max(3, len(set(story.tellers)) / 2))
    return known and len(shared) >= (1 if m.scope.frame else 2) and m.near(reference, CLOSE)
