"""How the numbers of one slot are related, and which numbers of a story follow from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from helpers.numbers.mentions import Mention, corrects
from helpers.numbers.numerals import stem, units
from helpers.numbers.opposed import MAY_CONFLICT, certain, opposes, reference_of, scene_of
from helpers.numbers.same_object import GENERIC
from helpers.numbers.story import COMPARED, Slot, Story

ITEMS = 12  # of a list that are added up
TOLLS = frozenset(("dead", "injured", "missing", "evacuated", "arrested", "rescued", "infected"))
Related = list[tuple[Mention, str]]


def related(slot: Slot, story: Story) -> Related:
    """(mention, relation) for the members of a slot; relations are to the value that most tellers give exactly."""
    old = _superseded(slot, story)
    current = [m for m in slot if m not in old] or slot
    reference = reference_of(current, story)
    if not old and story.told_by(slot) == 1 and len({m.value for m in slot}) == 1:
        return [(m, "one_only") for m in slot]
    most = story.told_by([m for m in current if m.says(reference)])
    out: Related = []
    opposed = 0
    for m in slot:
        if m in old:
            relation = old[m]
        elif m.meets(reference):
            relation = _agreeing(m, reference)
        elif _in_conflict(m, slot, story, reference):
            own = [x for x in current if x.says(reference) and story.tellers[x.article] == story.tellers[m.article]]
            relation = "update" if own or _moved_on(m, slot, story, reference) else "conflict"
            if any(corrects(story.texts[x.article], m, x) for x in own):
                relation = "correction"
            if relation == "conflict":
                opposed = max(opposed, story.told_by([x for x in current if x.says(m) and x.meets(m)]))
        else:
            relation = "different_object"
        out.append((m, relation))
    if opposed >= most:
        return [(m, "conflict" if r == "same" else r) for m, r in out]
    if len(out) > 1 and all(r == "different_object" for m, r in out if m is not reference):
        return [(m, "different_object") for m, _ in out]
    return out


def _agreeing(m: Mention, reference: Mention) -> str:
    if m.relative and not reference.relative:
        return "derivable"  # "19 months ago", where others give the month
    if m.approx != "exact":
        return m.approx
    if _scale(m) != _scale(reference):
        return "unit"
    return "same" if m.says(reference) else "rounding"


def _scale(m: Mention) -> str:
    """The size of the unit as written; spellings ("meter") and plurals are one."""
    return units()[m.written]["factor"] if m.kind in ("measure", "duration") and m.written in units() else ""


def _in_conflict(m: Mention, slot: Slot, story: Story, reference: Mention) -> bool:
    if any(certain(m, x, story) for x in slot[: 8 * COMPARED] if x.says(reference)):
        return True
    scene = scene_of([x for x in slot if x.says(reference)], story)
    if opposes(m, scene, story):
        return True
    return any(  # what the outlet says elsewhere in the same words
        x is not m and (x.low, x.high, x.thing) == (m.low, m.high, m.thing)
        and story.tellers[x.article] == story.tellers[m.article] and opposes(x, scene, story)
        for x in slot
    )  # fmt: skip


def _moved_on(m: Mention, slot: Slot, story: Story, reference: Mention) -> bool:
    """Whether a toll may have changed between two reports: numbers of the dead and hurt are counted on."""
    days = {(story.texts[x.article].published or "")[:10] for x in slot if x.says(reference)} - {""}
    own = (story.texts[m.article].published or "")[:10]
    return m.scope.frame in TOLLS and bool(own and days) and own not in days


def _superseded(slot: Slot, story: Story) -> dict[Mention, str]:
    """Members that differ from what another version of the article gives, or from what their own sentence puts in
    their place -> update or correction. Of the two the one is marked that other outlets do not give."""
    pairs: list[tuple[Mention, Mention, str]] = []
    for m in slot:
        if m.scope.replaced:
            new = [x for x in slot if not x.scope.replaced and not x.says(m)]
            own = [x for x in new if x.article == m.article]
            if new:
                pairs.append((m, (own or new)[0], m.scope.replaced))
    by_article: dict[int, list[Mention]] = defaultdict(list)
    for m in slot:
        by_article[m.article].append(m)
    for a, b in sorted(story.versions):
        for x in by_article.get(a, ()):
            if any(x.says(z) for z in by_article.get(b, ())):
                continue
            for y in by_article.get(b, ()):
                if "exact" in (x.approx, y.approx) and not x.scope.replaced and not y.scope.replaced:
                    pairs.append((x, y, "correction" if corrects(story.texts[b], x, y) else "update"))
    out: dict[Mention, str] = {}
    for old, new, label in pairs:
        others = [m for m in slot if m.article not in (old.article, new.article)]
        kept = sum(m.says(old) for m in others) > sum(m.says(new) for m in others)
        out[new if kept else old] = label
    return out


# --- numbers that follow from others ---------------------------------------------------------------------------------


def totals(story: Story) -> dict[tuple, list[list[Mention]]]:
    """(kind, value) -> the runs of neighbouring numbers of one article that come to it: several counts that add up,
    two clock times that lie so many minutes apart."""
    out: dict[tuple, list[list[Mention]]] = defaultdict(list)
    of: dict[tuple, list[Mention]] = defaultdict(list)
    for m in story.mentions:
        if m.kind in ("count", "time") and m.approx == "exact" and not m.scope.replaced:
            of[m.article, m.kind].append(m)
    for (_, kind), own in of.items():
        own.sort(key=lambda m: m.start)
        for n, first in enumerate(own):
            total = first.value
            for k in range(n + 1, min(n + (ITEMS if kind == "count" else 5), len(own))):
                if own[k].sentence - first.sentence > 2:
                    break
                total += own[k].value
                if kind == "count" and total >= 10:
                    out["count", round(total, 6)].append(own[n : k + 1])
                elif kind == "time":
                    day = 1440 if first.unit == own[k].unit == "minute of day" else 720
                    out["duration", round((own[k].value - first.value) % day, 6)].append([first, own[k]])
    return out


def derived(slot: Slot, sums: dict[tuple, list[list[Mention]]]) -> list[tuple[Mention, list[Mention]]]:
    """What articles without a number of the slot say that comes to it: a mention that covers the parts, the parts."""
    exact = [m for m in slot if m.approx == "exact" and not m.scope.replaced]
    if not exact:
        return []
    goal = exact[0]
    runs = sums.get((goal.kind, round(goal.value, 6)), ())
    if not runs:
        return []
    done = {m.article for m in slot}
    words = frozenset().union(*(m.context for m in slot)) | {stem(goal.about)}
    out = []
    for parts in runs:
        article = parts[0].article
        if article not in done and _comes_to(parts, goal, words):
            done.add(article)
            place = (parts[0].start, parts[-1].places[0][1])
            out.append((replace(goal, article=article, places=(place,)), parts))
    return out


def _comes_to(parts: Sequence[Mention], goal: Mention, words: frozenset[str]) -> bool:
    shared = words & frozenset().union(*(p.context for p in parts))
    if goal.kind == "duration":
        return bool(shared)
    one_list = len({(p.noun, p.sentence) for p in parts}) == 1
    if one_list and len(parts) >= 3 and goal.value >= 50:
        return True  # a list whose items add up does so on purpose, whatever it calls them
    named = [p.noun for p in parts if p.noun]
    return bool(shared and goal.noun and named) and all(noun == goal.noun for noun in named)


def products(slots: Sequence[Slot], story: Story) -> list[tuple[Mention, Mention, Mention]]:
    """(total, rate, count): sums of money that are a sum for each of something, times how many of it there are."""
    rates = [m for m in story.mentions if m.kind == "money" and m.scope.rate and m.approx == "exact"]
    totals = [m for m in story.mentions if m.kind == "money"]
    told = [[m for m in slot if m.approx == "exact"] for slot in slots if story.told_by(slot) > 1]
    counts = [m for slot in told for m in slot if m.kind == "count" and m.noun and m.value >= 10]
    out = []
    for total in totals:
        hit = next(
            (
                (total, r, c) for r in rates for c in counts
                if r.unit == total.unit and total.low <= r.value * c.value <= total.high
                and total.high - total.low <= 0.1 * total.value and c.context & (r.context | {c.noun})
            ),
            None,
        )  # fmt: skip
        if hit:
            out.append(hit)
    return out


# --- numbers side by side that are not of one object -----------------------------------------------------------------


def with_strangers(single: Sequence[Mention], story: Story) -> list[Slot]:
    """Put single numbers of the same noun that cannot both hold side by side: readers will take them for one."""
    out: list[Slot] = []
    buckets: dict[tuple, list[Mention]] = defaultdict(list)
    for m in single:
        named = (m.noun or m.scope.frame) and m.kind in MAY_CONFLICT and not m.scope.part
        buckets[(m.kind, m.unit, *m.thing) if named else (m,)].append(m)
    for members in buckets.values():
        taken: list[Slot] = []
        for m in members:
            near = [g for g in taken[-COMPARED:] if len(g) < 4 * COMPARED]
            home = next((g for g in near if all(_strange(m, x, story) for x in g)), None)
            taken.append([m]) if home is None else home.append(m)
        out += taken
    return out


def _strange(a: Mention, b: Mention, story: Story) -> bool:
    if a.article == b.article or a.meets(b):
        return False
    rare = a.kind == "count" and a.noun not in GENERIC and story.lone(a) and story.lone(b)
    return rare or story.overlap(a, b)[1] >= 1
