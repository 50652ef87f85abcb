"""Pairs of numbers that are of one object and can both hold, or of which one replaces the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from helpers.numbers.mentions import Mention
from helpers.numbers.story import COMPARED, Groups, Story

LINKED = 0.30  # share of the poorer context that must be shared for two numbers that can both hold to be one object
LINKED_RARE = 0.20  # the same for the kinds of which a story has few
FAR = 3.0  # values further apart than this factor are taken for different objects
TELLING = 13  # from here on one value in two articles is seldom a chance
NEXT = 250  # characters within which an article gives the number that replaces another
OPEN = 60  # looser numbers before it, in the order of their ranges, that a number is compared with
GENERIC = frozenset(
    (
        "person", "time", "man", "woman", "thing", "year", "case", "member", "group", "child", "part", "point", "",
        "cost", "pay", "paid", "price", "sum", "budget", "total", "amount", "spend", "spent", "receive",
    )
)  # fmt: skip


def one_thing(a: Mention, b: Mention) -> bool:
    """Whether noun and frame allow one object: equal, or one of the two does not say more than "people"."""
    if a.kind != "count":
        return True
    return a.noun == b.noun or not a.noun or not b.noun or (
        bool(a.scope.frame and a.scope.frame == b.scope.frame) and "person" in (a.noun, b.noun)
    )


def pairs(members: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Pairs i < j; of many, each with the COMPARED before it and the first, so that the cost stays linear."""
    if len(members) <= 4 * COMPARED:
        yield from combinations(members, 2)
        return
    for n, j in enumerate(members):
        for i in sorted({*members[:1], *members[max(0, n - COMPARED) : n]}):
            if i != j:
                yield i, j


def same_pairs(story: Story) -> list[tuple[int, int]]:
    """Pairs that give one value of what can be one object."""
    buckets: dict[tuple, list[int]] = defaultdict(list)
    for k, m in enumerate(story.mentions):
        if m.relative and m.unit != "day":
            continue
        value, unit = (m.value % 720, "") if m.kind == "time" else (m.value, m.unit)
        buckets[m.kind, unit, round(value, 6)].append(k)
    found = []
    for ks in buckets.values():
        found += [(i, j) for i, j in pairs(ks) if _agree(story.mentions[i], story.mentions[j], story)]
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


def looser_pairs(story: Story) -> list[tuple[int, int]]:
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
            open_ = [i for i in open_ if time or story.mentions[i].high >= m.low][-OPEN:]
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
    if alone and shared and a.noun == b.noun and a.noun not in GENERIC and a.kind in ("share", "measure", "money"):
        return 1 + overlap
    enough = LINKED if a.kind in ("count", "date") else LINKED_RARE
    return 1 + overlap if overlap >= enough and shared >= 2 else 0.0


def _in_brackets(a: Mention, b: Mention) -> bool:
    """Whether one is the other in other units: "20 cm (8 inches)"."""
    first, second = sorted((a.places[0], b.places[0]))
    return a.kind == b.kind == "measure" and 0 < second[0] - first[1] <= 3


def replaced_pairs(story: Story, groups: Groups) -> list[tuple[int, int]]:
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


def version_pairs(story: Story) -> list[tuple[int, int]]:
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
