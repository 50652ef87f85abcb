"""What only the lines around tell of a line: labels beside relative times, links under a label, lists, comments."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from helpers.cutting.furniture import Line, folded, is_credit
from helpers.cutting.openings import LONG, WHOLE, is_headline
from helpers.cutting.patterns import AGO, NICKNAME, REPLIES_TO
from helpers.cutting.seams import content, restates

ARTICLE = 60  # words of running text that stand above a page's comments at least
WITHIN = 4  # links that stand between two paragraphs of an article at most
CAPTION = 60  # words of a caption at most
REPEATS = 3  # a line that a page prints so often is no sentence of its article …
PATTERNED = 4  # … but a page with so many such lines is a plan or a table, and they are its text
POINTS = frozenset([
    "key points", "key takeaways", "highlights", "story highlights", "at a glance", "in brief", "in short",
])  # fmt: skip
FIGURE = re.compile(r"\d|:\s")
REPLY = frozenset([
    "reply", "report", "log in to reply", "like", "permalink", "antworten", "répondre", "responder", "rispondi",
])  # fmt: skip


def labelled(text: str, units: list[Line]) -> list[Line]:
    """Marks what only the lines around can tell: labels beside relative times ("The Gazette / 3 hours ago / - The
    Gazette"), links under "Read more" and "Most read", lists of links, repeated lines, readers' comments."""
    units = list(units)
    repeated(text, units)
    seen = 0
    for k, u in enumerate(units):
        seen += u.prose
        if u.kind == "timestamp" and AGO.fullmatch(text[u.start : u.end].strip(" -–•|·")):
            for j in (k - 1, k + 1):
                if 0 <= j < len(units):
                    v = units[j]
                    said = text[v.start : v.end]
                    near = said.startswith(("- ", "– ", "— ")) if j > k else v.ending == "open"
                    if v.kind in (None, "menu") and v.words <= 6 and near:
                        signed = j < k and is_credit(said) and heads_text(text, units, j - 1, k + 1)
                        kind, rule = ("byline", "name under the headline") if signed else (
                            ("label", "source label beside a relative time"))
                        units[j] = replace(v, kind=kind, rule=rule)
        elif u.kind == "inline_label":
            single_links(units, k, seen > 0)
    seen = 0
    for k, u in enumerate(units):
        seen += u.prose
        if seen >= 2 and u.kind == "related_label" and u.rule != "label of a single link" and (
            not within(text, units, k)
        ):
            links_below(text, units, k)
    lists(text, units)
    points(text, units)
    counted_pictures(text, units)
    form_titles(units)
    comments(text, units)
    return units


def heads_text(text: str, units: list[Line], k: int, below: int) -> bool:
    """Whether line k is a headline and running text begins at line `below`: what stands between signs that text.
    Over another source's article the headline stands below its label and time."""
    if k < 0 or below >= len(units) or not is_headline(units[k]) or units[k].words < 4 or not units[below].prose:
        return False
    lead = text[units[below].start : units[below].end]
    return not is_headline(units[below]) or restates(text[units[k].start : units[k].end], lead)


def points(text: str, units: list[Line]) -> None:
    """Marks the summary in points that some sites print above the article, under a label like "Key points"."""
    for k, u in enumerate(units[:-1]):
        if u.prose and not u.listed:
            return
        if u.words <= 4 and folded(text[u.start : u.end]) in POINTS:
            j = k + 1
            while j < len(units) and units[j].listed:
                units[j] = replace(units[j], kind="standfirst", rule="summary in points")
                j += 1


def repeated(text: str, units: list[Line]) -> None:
    """Marks lines that the page prints three times or more: captions, calls to action."""
    count = Counter(text[u.start : u.end] for u in units if u.kind is None and u.words >= 8 and text[u.end - 1] != "?")
    often = {line for line, n in count.items() if n >= REPEATS}
    if len(often) >= PATTERNED:
        return
    for k, u in enumerate(units):
        if u.kind is None and text[u.start : u.end] in often:
            units[k] = replace(u, kind="caption", rule="line repeated on the page")


def single_links(units: list[Line], k: int, prose: bool) -> None:
    """Marks the link under a label like "Read more" at line k; more of them where they are listed. `prose`: whether
    running text stands above."""
    units[k] = replace(units[k], kind="related_label", rule="label of a single link")
    credit = any(v.kind in ("byline", "timestamp") for v in units[k + 2 : k + 5])
    if credit and not prose:
        return  # the page's own headline, below a button in its head
    j = k + 1
    while j < min(len(units), k + 4) and units[j].kind is None and units[j].ending == "open" and (
        4 <= units[j].words < LONG
    ):
        units[j] = replace(units[j], kind="link", rule="link under its label")
        if j == k + 1 and units[j].listed is False:
            break
        j += 1


def links_below(text: str, units: list[Line], k: int) -> None:
    """Marks the headlines below a label like "Most read" at line k as links, down to the next running text; not the
    headline of that text, and nothing where sources are named: there whole articles follow."""
    j = k + 1
    while j < len(units) and not (units[j].prose and text[units[j].end - 1] not in "?!"):
        if units[j].kind in ("label", "related_label", "comments", "copyright") or units[j].glued:
            break
        if units[j].kind is None and units[j].ending == "colon":
            return  # the article goes on
        j += 1
    if any(v.kind == "label" for v in units[k + 1 : j + 1]):
        return
    links = [i for i in range(k + 1, j) if units[i].kind is None and units[i].words < LONG]
    if links and j < len(units) and units[j].prose:
        lead = text[units[j].start : units[j].end]
        own = links[-1]
        if units[j].words >= WHOLE or restates(text[units[own].start : units[own].end], lead) or (
            any(v.kind == "byline" for v in units[own:j])
        ):
            links.pop()
    for i in links if len(links) >= 2 else ():
        units[i] = replace(units[i], kind="link", rule="link under a label")


def within(text: str, units: list[Line], k: int) -> bool:
    """Marks the label at line k and the few links below it where they stand between two paragraphs of the article, and
    says whether they do: running text stands above, and goes on below for two paragraphs without a headline of its own.
    """
    j = k + 1
    while j < len(units) and j <= k + WITHIN + 1 and units[j].kind in (None, "link", "related_label") and (
        not units[j].glued and not units[j].prose and units[j].ending in ("open", "stop") and units[j].words < LONG
    ):
        j += 1
    links = units[k + 1 : j]
    below = [u for u in units[j : j + 4] if u.kind not in ("advert", "share", "credit", "caption")][:2]
    if not 1 <= len(links) <= WITHIN or len(below) < 2 or not units[k - 1].prose:
        return False
    if any(not u.prose or u.ending != "stop" or u.words >= WHOLE or u.glued for u in below):
        return False
    lead = set(content(text[below[0].start : below[1].end].split()))
    title = set(content(text[links[-1].start : links[-1].end].split()))
    if len(title) < 2 or len(title & lead) >= max(2, 0.4 * len(title)):
        return False
    units[k] = replace(units[k], rule="label of a single link")
    for i in range(k + 1, j):
        units[i] = replace(units[i], kind="link", rule="link under its label")
    return True


def counted_pictures(text: str, units: list[Line]) -> None:
    """Marks the captions of a gallery: the line under each of its counts ("2 of 9"), where more text than these lines
    stands between the counts."""
    counts = [k for k, u in enumerate(units) if u.rule == "picture count"]
    if len(counts) < 2:
        return
    ends = [*counts[1:], len(units)]
    first = [k + 1 for k, end in zip(counts, ends, strict=True) if k + 1 < end and units[k + 1].kind is None]
    more = sum(any(u.prose for u in units[k + 2 : end]) for k, end in zip(counts, ends, strict=True))
    if more >= 0.5 * len(counts):
        for k in first:
            if units[k].words <= CAPTION:
                units[k] = replace(units[k], kind="caption", rule="caption under its count")


def form_titles(units: list[Line]) -> None:
    """Marks the title of a form that asks the reader to sign up, between a paragraph and the form."""
    for k in range(1, len(units) - 1):
        u = units[k]
        if u.kind is None and u.words <= 8 and u.ending == "open" and units[k + 1].kind == "newsletter" and (
            units[k - 1].prose and units[k - 1].ending == "stop"
        ):
            units[k] = replace(u, kind="newsletter", rule="title of a form")


def lists(text: str, units: list[Line]) -> None:
    """Marks lists of links on pages with menus. A list that a line with a colon announces, or whose items hold figures
    or colons, is one of the text."""
    if menu_share(units) <= 0.4:
        return
    links = [u.kind is None and u.listed and u.ending == "open" and u.words >= 4 for u in units]
    k = 0
    while k < len(units):
        if not links[k]:
            k += 1
            continue
        j = k
        while j < len(units) and (links[j] or (units[j].kind is None and units[j].listed)):
            j += 1
        items = units[k:j]
        figures = sum(FIGURE.search(text, u.start + 2, u.end) is not None for u in items)
        announced = k > 0 and units[k - 1].kind is None and units[k - 1].ending == "colon"
        table = announced or (len(items) >= 4 and figures >= 0.7 * len(items))
        for i in range(k, j):
            if table:
                units[i] = replace(units[i], rule="list of the text")
            elif links[i] and any(links[max(i - 1, 0) : i] + links[i + 1 : i + 2]):
                units[i] = replace(units[i], kind="link", rule="list of links")
        k = j


def comments(text: str, units: list[Line]) -> None:
    """Marks what readers wrote: the lines "Nickname: …" below a label of comments, and everything between the label
    of a section of comments and the next label that ends it."""
    k = end = words = 0
    while k < len(units):
        if units[k].kind != "comments":
            words += units[k].words if units[k].prose else 0
            k += 1
            continue
        under, rule = k + 1, "comment under a nickname"
        while under < len(units) and NICKNAME.match(text, units[under].start, units[under].end):
            under += 1
        if under - k < 3:
            under, rule = k + 1, "section of comments"
            if words >= ARTICLE:
                end = max(end, k + 1)
                while end < len(units) and units[end].kind not in ("related_label", "label", "copyright"):
                    end += 1
                under = end if is_section(text, units, k, end) else under
        for j in range(k + 1, under):
            if units[j].kind is None:
                units[j] = replace(units[j], kind="comments", rule=rule)
        k = under


def is_section(text: str, units: list[Line], k: int, end: int) -> bool:
    """Whether comments stand between the label at line k and line `end`, not only a count or a button at the label."""
    if REPLIES_TO.match(text, units[k].start, units[k].end):
        return True
    signs = sum(
        u.rule in ("name of a commenter", "date line") or text[u.start : u.end].casefold() in REPLY
        for u in units[k + 1 : min(end, k + 40)]
    )
    return signs >= 2


def menu_share(units: list[Line]) -> float:
    """0.1 … 1: how much of the page is menus, told by its very short lines."""
    short = sum(1 for u in units if u.words < 5) / max(len(units), 1)
    return min(1.0, max(0.1, (short - 0.15) / 0.35))


