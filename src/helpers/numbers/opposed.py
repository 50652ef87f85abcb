"""Numbers that no pair ties together: read against what a story is known to say, and against one another.

Nothing here is decided unless noun, place, time and what is told of the noun allow it (see `scope`): a false conflict
is worse than a missed one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from helpers.numbers.mentions import Mention
from helpers.numbers.same_object import FAR, GENERIC, pairs
from helpers.numbers.story import COMPARED, Groups, Slot, Story, aside

CERTAIN = 0.40  # share of the poorer context that must be shared by two numbers that cannot both hold
CERTAIN_GENERIC = 0.50  # the same where their noun says little
SCENE = 0.40  # as CERTAIN, against what all the articles of a slot say around their number
AGREEING = 0.12  # the same for a number that agrees with the slot's
STRAY = 0.15  # share of a slot's tellings that must have a stem for it to belong to the scene
CLOSE = 1.6  # values within this factor, of what most of a story tells a number of, are taken for one object
MAY_CONFLICT = frozenset(("count", "money", "duration", "measure", "share", "age"))


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
            whole = [m for m in slot if any(m.thing) and not aside(m)]
            for thing in sorted({(m.kind, m.unit, *m.thing) for m in whole}):
                out[thing].append(g)
            if slot[0].kind in ("measure", "money", "duration"):
                out[slot[0].kind, slot[0].unit].append(g)
    return out


def place_loners(groups: Groups) -> None:
    """Add to a group what other articles say of its noun, where it is their only number of that noun, agrees, and
    fits no other group: once the story has a number of homes, "nearly 500 homes" is read against it."""
    story = groups.story
    known = _established(groups)
    scenes: dict[int, Scene] = {}
    for k, m in enumerate(story.mentions):
        if story.told_by(groups.members(k)) > 1 or not story.lone(m):
            continue
        counts = m.kind == "count"
        homes = []
        for group in known.get((m.kind, m.unit, *m.thing) if counts else (m.kind, m.unit), ()):
            slot = [story.mentions[i] for i in group]
            if group[0] not in scenes:
                scenes[group[0]] = scene_of(slot, story)
            scene = scenes[group[0]]
            limits = all((m.scope.can_be_one if counts else m.scope.of_one_kind)(x.scope) for x in slot[:COMPARED])
            if m.meets(scene.reference) and limits and (counts or _in_scene(m, scene, story, AGREEING)):
                homes.append(group)
        if len(homes) == 1:
            groups.join(k, homes[0][0], all_meet=True)


def place_opposed(groups: Groups) -> None:
    """Add to a group the numbers that cannot hold beside it and are of its object with certainty; then, of what is
    left, join what contradicts one another pair by pair, and what an outlet repeats of it elsewhere."""
    story = groups.story
    known = _established(groups)
    single = [g for g in groups.all() if _may_oppose(g, story)]
    scenes: dict[int, Scene] = {}
    placed: list[int] = []
    for g in single:
        m = story.mentions[g[0]]
        homes = []
        for group in known.get((m.kind, m.unit, *m.thing), ()):
            if group[0] not in scenes:
                scenes[group[0]] = scene_of([story.mentions[k] for k in group], story)
            if opposes(m, scenes[group[0]], story):
                homes.append(group)
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
    found = []
    buckets: dict[tuple, list[int]] = defaultdict(list)
    for g in single:
        m = story.mentions[g[0]]
        if g[0] not in placed and (m.noun or m.scope.frame):
            buckets[m.kind, m.unit, *m.thing].append(g[0])
    for ks in buckets.values():
        for i, j in pairs(ks):
            a, b = story.mentions[i], story.mentions[j]
            if certain(a, b, story):
                found.append((-story.overlap(a, b)[0], i, j))
    for _, i, j in sorted(found):
        groups.join(i, j)


class Scene(NamedTuple):
    """What a slot is known for: its value, who gives exactly that, and the stems around it."""

    reference: Mention
    backers: Slot
    stems: frozenset[str]


def scene_of(slot: Slot, story: Story) -> Scene:
    """The scene of a slot; stems that only a stray telling of its value has do not belong to it."""
    reference = reference_of(slot, story)
    backers = [m for m in slot if m.says(reference) and m.approx == "exact"]
    seen = Counter(w for m in backers for w in m.context)
    return Scene(reference, backers, frozenset(w for w, n in seen.items() if n >= len(backers) * STRAY))


def _in_scene(m: Mention, scene: Scene, story: Story, enough: float) -> bool:
    """Whether what stands around a number stands around those of a slot, taken together."""
    shared = m.context & scene.stems
    return len(shared) >= 3 and sum(sorted(story.idf[w] for w in shared)) >= enough * story.weight(m)


def _may_oppose(group: list[int], story: Story) -> bool:
    slot = [story.mentions[k] for k in group]
    return (
        slot[0].kind in MAY_CONFLICT and story.told_by(slot) == 1 and slot[0].approx != "vague"
        and all(story.lone(m) and not aside(m) for m in slot)
    )  # fmt: skip


def certain(a: Mention, b: Mention, story: Story) -> bool:
    """Whether two numbers that cannot both hold are of one object beyond doubt, by what stands around them."""
    if story.tellers[a.article] == story.tellers[b.article] or a.meets(b) or not _opposable(a, b):
        return False
    overlap, shared = story.overlap(a, b)
    if a.noun in GENERIC and not a.scope.frame and (overlap < CERTAIN_GENERIC or shared < 3):
        return False
    return overlap >= CERTAIN and shared >= 2 and a.near(b, FAR) and story.lone(a) and story.lone(b)


def _opposable(a: Mention, b: Mention) -> bool:
    return (
        a.kind in MAY_CONFLICT and a.unit == b.unit and any(a.thing) and a.thing == b.thing
        and a.scope.surely_one(b.scope) and "vague" not in (a.approx, b.approx)
        and not (a.modifiers and b.modifiers and not set(a.modifiers.split()) & set(b.modifiers.split()))
    )  # fmt: skip


def opposes(m: Mention, scene: Scene, story: Story) -> bool:
    """Whether a number contradicts a slot with certainty, by what all its tellers together say around it."""
    backers = [x for x in scene.backers if x.thing == m.thing and x is not m]
    tellers = {story.tellers[x.article] for x in scene.backers}
    if m.meets(scene.reference) or not story.lone(m) or story.tellers[m.article] in tellers:
        return False
    if not any(_opposable(m, x) for x in backers):
        return False
    if any(certain(m, x, story) for x in backers[: 4 * COMPARED]):
        return True
    generic = m.noun in GENERIC and not m.scope.frame
    if m.near(scene.reference, FAR) and _in_scene(m, scene, story, CERTAIN_GENERIC if generic else SCENE):
        return True
    # A number that most of a story gives, or of which the same rare thing is told ("nine were hurt"), needs less.
    known = len(tellers) >= (2 if m.scope.frame else max(3, len(set(story.tellers)) / 2))
    shared = len(m.context & scene.stems)
    return known and not generic and shared >= (1 if m.scope.frame else 2) and m.near(scene.reference, CLOSE)
