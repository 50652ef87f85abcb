"""What follows the main article on a page: excerpts of other articles, whole related articles, furniture."""

from __future__ import annotations

from statistics import median

from helpers.cutting.furniture import Line, is_name
from helpers.cutting.openings import WHOLE, Mark, aside, cut_off, excerpt, is_headline, opens_article
from helpers.cutting.seams import headline_end, kicker_end


def rest(text: str, units: list[Line], k: int, opens: int | None = None) -> list[Mark]:
    """Marks of what follows the main article: excerpts, related articles, furniture. At line `opens` a whole article is
    known to begin."""
    out: list[Mark] = []
    while k < len(units):
        u = units[k]
        end = excerpt_end(text, units, k)
        if end:
            why = "kicker and cut-off excerpt" if kicker_end(text, u.start, u.end) else "cut-off excerpt"
            out += [(v.start, v.end, "teaser", "body", u.start, why) for v in units[k:end]]
            k = end
        elif (end := titled_excerpt(text, units, k)) is not None:
            out.append((u.start, u.end, "teaser", "headline", u.start, "headline over a cut-off excerpt"))
            out += [(v.start, v.end, "teaser", "body", u.start, "cut-off excerpt") for v in units[k + 1 : end]]
            k = end
        elif k == opens or starts_related(text, units, k):
            end = related_end(text, units, k)
            out += related(text, units, k, end)
            k = end
        else:
            role, kind, why = aside(u)
            out.append((u.start, u.end, role, kind, None, why))
            k += 1
    return out


def titled_excerpt(text: str, units: list[Line], k: int) -> int | None:
    """Line behind the excerpt whose headline stands at line k, below a source label or over a line left off with dots;
    or None."""
    if k + 1 == len(units) or not is_headline(units[k]):
        return None
    labels = [v.kind for v in units[max(0, k - 3) : k]]
    below = units[k + 1]
    own = below.ending == "dots" and below.prose and units[k].ending == "open" and units[k].words >= 4
    above = units[k - 1] if k else None
    own = own and not (above and above.kind is None and above.ending == "open")  # the last of a list of links
    if "label" in labels or (own and not kicker_end(text, below.start, below.end)):
        return excerpt_end(text, units, k + 1)
    return None


def excerpt_end(text: str, units: list[Line], k: int) -> int | None:
    """Line behind the excerpt that begins at line k: running text of few lines whose last one is cut off; or None."""
    if units[k].kind or not (units[k].prose or kicker_end(text, units[k].start, units[k].end)):
        return None
    words = 0
    for j in range(k, min(len(units), k + 6)):
        u = units[j]
        words += u.words
        if j > k and units[j - 1].words < 15:
            return None
        if u.kind or (j > k and u.glued) or words > 250:
            return None
        if cut_off(u) or (u.ending == "dots" and words >= 15):
            nothing_more = j + 1 == len(units) or not units[j + 1].prose or cut_off(units[j + 1]) or (
                units[j + 1].words >= WHOLE or bool(kicker_end(text, units[j + 1].start, units[j + 1].end))
            )
            return j + 1 if nothing_more else None
    return None


def starts_related(text: str, units: list[Line], k: int) -> bool:
    """Whether a whole other article begins at line k: a long line, or a headline over running text."""
    u = units[k]
    if u.kind:
        return False
    if u.words >= WHOLE and u.ending == "stop":
        return True
    if not is_headline(u) or u.ending == "dots":
        return False
    if opens_article(text, units, k, k):
        return True
    after = [v for v in units[k + 1 : k + 5] if v.kind not in ("byline", "timestamp", "credit", "caption", "share")]
    if not after or after[0].kind:
        return False
    if after[0].words >= WHOLE and after[0].ending == "stop":
        return True
    labels = [v.kind for v in units[max(0, k - 3) : k]]
    return "label" in labels and sum(v.words for v in after if v.prose) >= 40


def related_end(text: str, units: list[Line], k: int) -> int:
    """Line behind the related article that begins at line k."""
    j = k + 1
    while j < len(units) and not units[j].prose and units[j].kind in (None, "byline", "timestamp", "credit", "caption"):
        j += 1
    one_line = units[k].words >= WHOLE or (j < len(units) and units[j].words >= WHOLE)
    j = k if units[k].words >= WHOLE else j
    usual = median([u.words for u in units[j : j + 12] if u.prose] or [30])
    j = min(j + 1, len(units))
    while j < len(units):
        u = units[j]
        if u.kind in ("label", "related_label", "comments", "copyright") or u.glued or (one_line and cut_off(u)):
            break
        if cut_off(u) and excerpt(text, units, j, len(units), usual):
            break
        if opens_article(text, units, j, k):
            break
        if one_line and not u.prose and starts_related(text, units, j):
            break
        if u.kind is None and not u.prose and all(not v.prose for v in units[j : j + 3]):
            break
        j += 1
    while j > k + 1 and (units[j - 1].kind or not units[j - 1].prose) and j < len(units):
        j -= 1
    return j


def related(text: str, units: list[Line], k: int, end: int) -> list[Mark]:
    """Marks of a related article's lines; a headline glued to its text on one line is cut from it."""
    u = units[k]
    if u.words < WHOLE:
        first = next((j for j in range(k + 1, end) if units[j].prose), k + 1)
        return inside_related(text, units, k, first, end)
    seam = headline_end(text, u.start, u.end)
    out: list[Mark] = []
    if seam:
        out.append((u.start, u.start + len(text[u.start : seam].rstrip()), "related", "headline", u.start,
                    "headline glued to its text"))  # fmt: skip
        out.append((seam, u.end, "related", "body", u.start, "whole article on one line"))
    else:
        out.append((u.start, u.end, "related", "body", u.start, "whole article on one line"))
    return out + inside_related(text, units, None, k + 1, end, u.start)


def inside_related(
    text: str, units: list[Line], head: int | None, first: int, end: int, name: int | None = None
) -> list[Mark]:
    """Marks of a related article's lines; `name` is what its parts share until the articles are numbered."""
    name = units[head].start if name is None and head is not None else name
    top = first if head is None else head
    out = []
    for k in range(top, end):
        u = units[k]
        if k == head:
            out.append((u.start, u.end, "related", "headline", name, "headline over a related article"))
        elif k <= top + 3 and (u.kind == "byline" or (k == top + 1 and is_name(text[u.start : u.end]))):
            out.append((u.start, u.end, "related", "byline", name, u.rule or "name under the headline"))
        elif u.kind:
            out.append((u.start, u.end, "furniture", u.kind, None, u.rule))
        else:
            out.append((u.start, u.end, "related", "body", name, "related article"))
    return out
