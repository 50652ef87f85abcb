"""Numbers of one story set side by side: which of them are about the same thing, and how they are related.

A slot holds the numbers of different articles that mean one object. They are in *conflict* only where the object is
the same with certainty and the ranges their words allow do not meet; a false conflict is worse than a missed one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from helpers.mentions import Mention, corrects, mentions_of, overlap_of, versions_of, weights
from helpers.ngrams import Text
from helpers.numerals import stem, units

if TYPE_CHECKING:
    import pandas as pd

TELLING = 13  # from here on one value in two articles is seldom a chance
LINKED_RARE = 0.20  # as LINKED, for the kinds of which a story has few
LINKED = 0.30  # share of the poorer context that must be shared for two numbers that can both hold to be one object
CERTAIN = 0.40  # the same for two that cannot; they must also be of the same noun, the only one of it in each article
SCENE = 0.25  # as CERTAIN, against what all the articles of a slot say around their number
FAR = 3.0  # values further apart than this factor are taken for different objects
_CAN_CONFLICT = frozenset(("count", "money", "duration", "measure", "share", "age"))


def numbers(texts: Sequence[Text]) -> pd.DataFrame:
    """The numbers of one story, grouped into slots and related; a row for each slot and article that has it.

    Columns: slot (numbered in order of first mention), article_id, start, end, kind, value, low, high, unit, about,
    approx (see `quantities.quantities`), relation. Relations are to the value that most articles give exactly:

    * same; unit (the same in another unit); rounding, bound, vague (looser, and the ranges meet); derivable (not
      given, but two clock times differ by it, or several numbers add up to it: the row covers them);
    * update, correction: an earlier version of the outlet's own article, superseded (correction where the later one
      says that it corrects);
    * conflict: the ranges do not meet, the noun is the same, the contexts agree, each article has this one number
      of it, and the values are of one order. Where no value has a majority, all are marked. Dates and clock times never
      conflict: which event they date is seldom certain;
    * different_object: numbers of the same noun that are not certainly of one object; one_only: no counterpart.
    """
    import pandas as pd

    mentions = [m for a, t in enumerate(texts) for m in mentions_of(a, t)]
    idf = weights(mentions)
    versions = versions_of(texts)
    alone = Counter((m.article, m.kind, m.unit, m.thing) for m in mentions)
    slots = _slots(mentions, idf, versions, alone)
    sums = [_derived(slot, mentions) for slot in slots]
    summed = {part for found in sums for _, parts in found for part in parts}
    settled = [(slot, found) for slot, found in zip(slots, sums, strict=True) if len(slot) > 1 or found]
    single = [slot for slot, found in zip(slots, sums, strict=True) if len(slot) == 1 and not found]
    settled += [([m], []) for (m,) in single if m in summed]
    settled += [(slot, []) for slot in _with_strangers([s for s in single if s[0] not in summed], idf)]
    rows = []
    for slot, found in settled:
        derived = [(m, "derivable") for m, _ in found]
        if len(slot) == 1:
            related = [(slot[0], "same" if derived else "one_only")]
        else:
            related = _related(slot, idf, versions, texts, alone)
        rows.append(related + derived)
    table = [
        (n, texts[m.article].article_id, m.start, m.end, m.kind, m.value, m.low, m.high, m.unit, m.about, m.approx, r)
        for n, slot in enumerate(sorted(rows, key=lambda s: (s[0][0].article, s[0][0].start)))
        for m, r in sorted(slot, key=lambda row: (row[0].article, row[0].start))
    ]
    columns = "slot article_id start end kind value low high unit about approx relation"
    return pd.DataFrame(table, columns=columns.split())


# --- slots ---------------------------------------------------------------------------------------------------------


def _slots(mentions: list[Mention], idf: dict, versions: dict, alone: Counter) -> list[list[Mention]]:
    """Group mentions of different articles that mean one object, best matches first; one of an article to a slot."""
    buckets: dict[tuple, list[int]] = defaultdict(list)
    for k, m in enumerate(mentions):
        buckets[m.kind, m.unit, m.thing if m.kind == "count" else ""].append(k)
    pairs = []
    for ks in buckets.values():
        for n, i in enumerate(ks):
            for j in ks[n + 1 :]:
                a, b = mentions[i], mentions[j]
                score = 0.0 if a.article == b.article else _link(a, b, idf, alone, versions)
                if score:
                    pairs.append((-score, i, j))
    group = {k: [k] for k in range(len(mentions))}
    for _, i, j in sorted(pairs):
        a, b = group[i], group[j]
        if a is not b and not {mentions[k].article for k in a} & {mentions[k].article for k in b}:
            merged = sorted(a + b)
            for k in merged:
                group[k] = merged
    slots = [[mentions[k] for k in members] for k, members in group.items() if members[0] == k]
    return _with_loners(slots, idf, alone)


def _link(a: Mention, b: Mention, idf: dict, alone: Counter, versions: dict) -> float:
    """How surely two numbers are of one object; 0 where not enough says so."""
    same_noun = bool(a.thing) and a.thing == b.thing
    if a.kind == "count" and not same_noun and a.thing and b.thing:
        return 0.0
    overlap, shared = overlap_of(a, b, idf)
    if a.meets(b):
        if a.says(b) and shared and (same_noun or (a.kind != "date" and a.value >= TELLING)):
            return 2 + overlap + same_noun
        if _close(a, b) and shared:
            return 1 + overlap
        enough = LINKED if a.kind in ("count", "date", "time") else LINKED_RARE
        return 1 + overlap if overlap >= enough and shared >= 2 else 0.0
    pair = (min(a.article, b.article), max(a.article, b.article))
    if same_noun and (pair in versions or pair[::-1] in versions) and overlap >= LINKED:
        return 1 + overlap
    return overlap if _certain(a, b, idf, alone) else 0.0


def _close(a: Mention, b: Mention) -> bool:
    """Whether two measures or sums agree to a few per cent: that is seldom a chance."""
    return a.kind in ("measure", "money") and max(a.high - a.low, b.high - b.low) <= 0.08 * min(a.value, b.value)


def _certain(a: Mention, b: Mention, idf: dict, alone: Counter) -> bool:
    """Whether two numbers that cannot both hold are of one object beyond doubt."""
    overlap, shared = overlap_of(a, b, idf)
    return (
        a.kind in _CAN_CONFLICT
        and bool(a.thing)
        and a.thing == b.thing
        and overlap >= CERTAIN
        and shared >= 2
        and max(a.value, b.value) <= FAR * min(a.value, b.value)
        and alone[a.article, a.kind, a.unit, a.thing] == 1 == alone[b.article, b.kind, b.unit, b.thing]
    )


def _with_loners(slots: list[list[Mention]], idf: dict, alone: Counter) -> list[list[Mention]]:
    """Add to a slot what other articles say of its noun, where it is their only number of that noun and fits no
    other slot: once the story has a number of homes, "nearly 500 homes" is read against it."""
    shared = [s for s in slots if len(s) > 1]
    of_noun: dict[str, list[list[Mention]]] = defaultdict(list)
    for s in shared:
        for thing in sorted({m.thing for m in s if m.thing and m.kind == "count"}):
            of_noun[thing].append(s)
    left = []
    for s in slots:
        if len(s) > 1:
            continue
        m = s[0]
        homes = [h for h in of_noun.get(m.thing, ()) if m.kind == "count" and _lone(m, alone) and _fits(m, h, idf)]
        if len(homes) == 1 and m.article not in {x.article for x in homes[0]}:
            homes[0].append(m)
        else:
            left.append(s)
    return shared + left


def _lone(m: Mention, alone: Counter) -> bool:
    return alone[m.article, m.kind, m.unit, m.thing] == 1


def _fits(m: Mention, slot: list[Mention], idf: dict) -> bool:
    """Whether a number can be of the slot's object: it agrees, or the slot's articles tell of the same scene."""
    reference = _reference(slot)
    return m.meets(reference) or _opposes(m, slot, idf)


def _opposes(m: Mention, slot: Iterable[Mention], idf: dict) -> bool:
    """Whether a number contradicts a slot with certainty, by what all its articles together say around it."""
    others = [x for x in slot if x is not m and x.thing == m.thing]
    if not others or not all(max(m.value, x.value) <= FAR * min(m.value, x.value) for x in others):
        return False
    union = frozenset().union(*(x.context for x in others))
    shared = m.context & union
    weight = sum(sorted(idf[w] for w in m.context))
    return len(shared) >= 3 and sum(sorted(idf[w] for w in shared)) >= SCENE * weight


def _reference(slot: list[Mention]) -> Mention:
    """The value most articles give exactly; among equals the narrower, then the first."""
    exact = [m for m in slot if m.approx == "exact"] or slot
    return min(exact, key=lambda m: (-sum(m.says(x) for x in exact), m.high - m.low, m.article))


def _with_strangers(slots: list[list[Mention]], idf: dict) -> list[list[Mention]]:
    """Put single numbers of the same noun that cannot both hold side by side: readers will take them for one."""
    out: list[list[Mention]] = []
    single: dict[tuple, list[Mention]] = defaultdict(list)
    for (m,) in slots:
        single[(m.kind, m.unit, m.thing) if m.thing and m.kind in _CAN_CONFLICT else (m,)].append(m)
    for members in single.values():
        taken: list[list[Mention]] = []
        for m in members:
            home = next(
                (
                    g
                    for g in taken
                    if all(m.article != x.article and not m.meets(x) for x in g) and overlap_of(m, g[0], idf)[1] >= 1
                ),
                None,
            )
            taken.append([m]) if home is None else home.append(m)
        out += taken
    return out


# --- relations -----------------------------------------------------------------------------------------------------


def _related(slot: list[Mention], idf: dict, versions: dict, texts: Sequence[Text], alone: Counter):
    """(mention, relation) for the members of a slot."""
    by_article = {m.article: m for m in slot}
    old = {}
    for (a, b), known in sorted(versions.items()):
        if a in by_article and b in by_article and not by_article[a].says(by_article[b]):
            others = [m for m in slot if m.article not in (a, b)]
            if not known and sum(by_article[a].says(m) for m in others) > sum(by_article[b].says(m) for m in others):
                a, b = b, a  # nothing says which came first: what other outlets give is taken for the later one
            old[a] = "correction" if corrects(texts[b]) else "update"
    current = [m for m in slot if m.article not in old] or slot
    reference = _reference(current)
    most = sum(m.says(reference) for m in current)
    out, opposed = [], 0
    for m in slot:
        if m.article in old:
            relation = old[m.article]
        elif not m.meets(reference):
            backers = [x for x in current if x.says(reference)]
            sure = any(_certain(m, x, idf, alone) for x in backers) or (
                len(backers) > 1 and _lone(m, alone) and _opposes(m, backers, idf)
            )
            relation = "conflict" if sure else "different_object"
            opposed = max(opposed, sum(m.says(x) for x in current)) if relation == "conflict" else opposed
        elif m.approx != "exact":
            relation = m.approx
        elif _scale(m) != _scale(reference):
            relation = "unit"
        else:
            relation = "same" if m.says(reference) else "rounding"
        out.append([m, relation])
    if opposed >= most:
        out = [(m, "conflict" if r == "same" else r) for m, r in out]
    elif all(r == "different_object" for m, r in out if m is not reference):
        out = [(m, "different_object") for m, _ in out]
    return [tuple(row) for row in out]


def _scale(m: Mention) -> str:
    """The size of the unit as written; spellings ("meter") and plurals are one."""
    return units()[m.written]["factor"] if m.kind in ("measure", "duration") and m.written in units() else ""


def _derived(slot: list[Mention], mentions: list[Mention]) -> list[tuple[Mention, list[Mention]]]:
    """What articles without a number of the slot say that adds up to it (several counts, or two clock times): a
    mention that covers the parts, and the parts."""
    have = {m.article for m in slot}
    exact = [m for m in slot if m.approx == "exact"]
    if not exact or exact[0].kind not in ("count", "duration") or not exact[0].thing:
        return []
    goal = exact[0]
    kind = "count" if goal.kind == "count" else "time"
    words = frozenset().union(*(m.context for m in slot)) | {stem(goal.about)}
    parts: dict[int, list[Mention]] = defaultdict(list)
    for m in mentions:
        if m.article not in have and m.kind == kind and m.approx == "exact" and m.thing in ("", goal.thing):
            parts[m.article].append(m)
    out = []
    for own in parts.values():
        own.sort(key=lambda m: m.start)
        for n, first in enumerate(own):
            hit = next((k for k in range(n + 1, min(n + 8, len(own))) if _adds_up(own[n : k + 1], goal, words)), None)
            if hit is not None:
                parts_found = own[n : hit + 1]
                out.append((replace(goal, article=first.article, start=first.start, end=own[hit].end), parts_found))
                break
    return out


def _adds_up(parts: list[Mention], goal: Mention, words: frozenset[str]) -> bool:
    if parts[-1].sentence - parts[0].sentence > 2 or not words & frozenset().union(*(p.context for p in parts)):
        return False
    if goal.kind == "count":
        return goal.value >= 10 and any(p.thing for p in parts) and sum(p.value for p in parts) == goal.value
    return len(parts) == 2 and (parts[1].value - parts[0].value) % 1440 == goal.value
