"""The zones of a text capture: which of its lines are the main article, related articles, teasers, furniture."""

from __future__ import annotations

import re
from itertools import pairwise

from helpers.cutting.endings import first_cut, trimmed_end
from helpers.cutting.following import rest
from helpers.cutting.furniture import Line, is_credit
from helpers.cutting.neighbours import labelled, menu_share
from helpers.cutting.openings import Mark, aside, credited_start, headline_before
from helpers.cutting.retold import retold_below
from helpers.cutting.seams import restates

HARD = {  # what a line of this kind costs an article that runs over it, in words
    "comments": 60.0, "copyright": 60.0, "related_label": 45.0, "cookie": 20.0, "origin_note": 15.0, "newsletter": 2.0,
}  # fmt: skip
LIGHT = ("credit", "caption", "advert", "link", "byline", "timestamp")
CLOCK = re.compile(r"\d{1,2}[:.]\d\d\s*(?:[ap]\.?m\.?)?\s*(?:[A-Z]{2,4})?", re.IGNORECASE)


def mark(text: str, units: list[Line]) -> list[Mark]:
    """Role and kind of every line, in page order: (start, end, role, kind, article, rule)."""
    units = labelled(text, units)
    breaks = hard_breaks(text, units)
    first, last, rule = main_zone(units, breaks)
    if first is None:
        return [(u.start, u.end, "furniture", u.kind or "other", None, u.rule or "no running text") for u in units]
    cut = first_cut(text, units, first, last)
    opens = cut if cut < last and retold_below(text, units, cut, first) else None
    last = trimmed_end(text, units, first, cut)
    first = below_heads(text, units, below_credits(units, first, last), last)
    head = headline_before(text, units, first, breaks)
    out: list[Mark] = []
    top = first if head is None else head
    for u in units[:top]:
        role, kind, why = aside(u)
        out.append((u.start, u.end, role, kind, None, why))
    out += inside(text, units, top, first, last, head, 0, "main", rule)
    out += rest(text, units, last, opens)
    return numbered(out)


def numbered(marks: list[Mark]) -> list[Mark]:
    """Articles 1, 2, … in page order; teasers before the main article count too."""
    names: dict[object, int] = {}
    out = []
    for start, end, role, kind, article, rule in marks:
        if role in ("related", "teaser"):
            article = names.setdefault(article if article is not None else ("at", start), len(names) + 1)
        out.append((start, end, role, kind, article, rule))
    return out


def hard_breaks(text: str, units: list[Line]) -> list[int]:
    """Lines before which one article must have ended: source labels with relative times, texts glued on."""
    out = []
    for k, u in enumerate(units):
        if u.glued:
            out.append(k)
        elif u.kind == "timestamp" and k and units[k - 1].kind == "label":
            out.append(k - 1)
        elif u.rule == "source label with a relative time":
            out.append(k)
    return out


def weight(u: Line, menu: float) -> float:
    """How much a line speaks for (positive) or against (negative) a running article. `menu`: 0 … 1, how much
    of the page is short lines: on a page without menus short lines are subheads and lists."""
    if u.kind:
        if u.rule in ("label of a single link", "comment under a nickname"):
            return -1.0
        return -HARD.get(u.kind, 1.0 if u.kind in LIGHT else 1.0 + 3.0 * menu)
    if u.rule == "list of the text":
        return 0.0
    if u.prose:
        return (min(u.words, 50) + max(u.words - 50, 0) / 4) * (0.5 if u.ending == "dots" else 1.0)
    if u.ending == "stop":
        return u.words / 2
    if menu < 0.25:
        return 4 * (0.25 - menu)
    return -(4.0 if u.words >= 4 else 3.0) * (menu - 0.25) / 0.75 * (1.3 if u.listed else 1.0)


def maximal_runs(scores: list[float]) -> list[tuple[int, int, float]]:
    """All maximal scoring subsequences [start, end), by Ruzzo and Tompa (ISMB 1999), in linear time.

    >>> maximal_runs([4, -5, 3, -3, 1, 2, -2, 2, -2, 1, 5])
    [(0, 1, 4.0), (2, 3, 3.0), (4, 11, 7.0)]
    """
    found: list[tuple[int, int, float, float]] = []  # start, end, sum before, sum with
    total = 0.0
    for k, score in enumerate(scores):
        before, total = total, total + score
        if score <= 0:
            continue
        start, low, high = k, before, total
        while True:
            j = len(found) - 1
            while j >= 0 and found[j][2] >= low:
                j -= 1
            if j < 0 or found[j][3] >= high:
                found.append((start, k + 1, low, high))
                break
            start, low = found[j][0], found[j][2]
            del found[j:]
    return [(s, e, high - low) for s, e, low, high in found]


def main_zone(units: list[Line], breaks: list[int]) -> tuple[int | None, int, str]:
    """First and last (exclusive) line of the main article: the first run that scores a good part of the best."""
    menu = menu_share(units)
    edges = [0, *[b for b in breaks if b], len(units)]
    runs = []
    for a, b in pairwise(edges):
        runs += [(a + s, a + e, w) for s, e, w in maximal_runs([weight(u, menu) for u in units[a:b]])]
    if not runs:
        return None, 0, ""
    best = max(w for _, _, w in runs)
    s, e, _ = next(r for r in runs if r[2] >= 0.4 * best)
    top = max([b for b in breaks if b <= s] or [0])
    if s - top <= 4 and all(u.kind in (None, "byline", "timestamp", "credit", "caption") for u in units[top:s]):
        s = next(k for k in range(top, e) if units[k].kind is None)  # no menu above: the page begins with the article
    while menu > 0.4 and s < e - 1 and (units[s].listed or units[s].kind):
        s += 1
    if units[e - 1].ending == "colon":  # a list that the last paragraph announces
        while e < len(units) and (units[e].listed or units[e].rule == "bare address") and e not in breaks:
            e += 1
    while e < len(units) and units[e].signed and e not in breaks:
        e += 1
    return s, e, "best run of prose lines"


def below_credits(units: list[Line], first: int, last: int) -> int:
    """The article's first line below its by-line or date, where these stand near the top: above them are headline,
    standfirst and breadcrumbs."""
    prose, found = 0, first
    for k in range(first, min(last, first + 10)):
        if units[k].kind in ("byline", "timestamp"):
            found = k + 1
        prose += units[k].prose
        if prose > 2 or (units[k].prose and units[k].words > 45):
            break
    while first < found < last and units[found].kind:
        found += 1
    return found if found < last else first


def below_heads(text: str, units: list[Line], first: int, last: int) -> int:
    """The first line that is a paragraph: above it stand headline, kicker and standfirst, which end without a stop."""
    for k in range(first, min(last, first + 6)):
        u = units[k]
        if credited_start(text[u.start : u.end]):
            return k
        if k and u.kind is None and u.words >= 15 and not u.listed and units[k - 1].kind in ("byline", "timestamp"):
            return k  # standfirsts stand above the by-line
        below = units[k + 1] if k + 1 < last else None
        if below and u.words <= 25 and text[u.end - 1] in "!?\"'”’" and below.prose:
            lead = text[below.start : below.end]
            if credited_start(lead) or restates(text[u.start : u.end], lead):
                continue  # a headline may end so, too
        if u.kind is None and (u.ending in ("stop", "dots") or u.words >= 40) and (u.words >= 8 or k == first):
            return k
    return first


def inside(
    text: str, units: list[Line], top: int, first: int, last: int, head: int | None, name: int, role: str, rule: str
) -> list[Mark]:
    """Marks of one article's lines [top, last): its headline, by-line, body and the furniture within."""
    out: list[Mark] = []
    for k in range(top, last):
        u = units[k]
        said = text[u.start : u.end]
        if k == head:
            out.append((u.start, u.end, role, "headline", name, "headline above its lead"))
        elif head is not None and head < k < first and not u.kind and is_credit(said):
            out.append((u.start, u.end, "furniture", "byline", None, "name under the headline"))
        elif u.rule in ("no words", "bare address", "list of links") and first < k < last and inner(units, k, last):
            out.append((u.start, u.end, role, "body", name, "ornament or list within the article"))
        elif u.kind == "timestamp" and k > first and CLOCK.fullmatch(said):
            out.append((u.start, u.end, role, "body", name, "clock time within the article"))
        elif u.kind or k < first:
            kind = u.kind or ("standfirst" if u.words >= 6 and not u.listed else "menu")
            out.append((u.start, u.end, "furniture", kind, None, u.rule or "between headline and article"))
        else:
            out.append((u.start, u.end, role, "body", name, rule))
    return out


def inner(units: list[Line], k: int, last: int) -> bool:
    """Whether a doubtful line belongs to the article around it: a list a colon announces, an ornament, an address."""
    if units[k].rule != "list of links":
        return True
    while k and (units[k].rule in ("list of links", "bare address") or units[k].listed):
        k -= 1
    return units[k].ending == "colon" and units[k].kind is None
