"""Segments of an HTML capture: trafilatura says what the main text is, we find it again in the page's visible text."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from helpers.cutting.furniture import Line, is_credit, lines_plain
from helpers.cutting.neighbours import comments
from helpers.cutting.openings import Mark, aside, headline_before
from helpers.cutting.zones import numbered
from helpers.pages.markup_says import markup_says

if TYPE_CHECKING:
    from helpers.captures import Page

WORD = re.compile(r"\w+")
# Not text, even where the extractor takes them for it.
NOT_TEXT = ("correction", "origin_note", "copyright", "newsletter", "comments")
TRIED = 8  # anchors tried for the place of one extracted paragraph


def main_text(html: str, url: str | None) -> str | None:
    """The main text as trafilatura extracts it in precision mode, one block a line; None where it finds nothing.

    Barbaresi, "Trafilatura: a web scraping library and command-line tool for text discovery and extraction",
    ACL 2021 demonstrations.
    """
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds odd about a page is no news to a reader
    try:
        return trafilatura.extract(
            html, url=url, favor_precision=True, include_comments=False, include_tables=True, include_formatting=False
        )
    except Exception:  # its parser meets hostile markup; the page then goes by the rules for text
        return None


def marks_of_html(page: Page) -> list[Mark] | None:
    """Marks of the lines of `page.text`; None where trafilatura found no text, or hardly any of it is visible."""
    found = main_text(page.html or "", page.url)
    if not found or not found.strip():
        return None
    covered = placed(page.text, found)
    if not covered:
        return None
    units = lines_plain(page.text)
    comments(page.text, units)
    heads = {h.casefold() for h in markup_says(page.html).get("headlines", ())}
    return numbered(marked(page.text, units, covered, heads)) or None


def placed(text: str, found: str) -> list[tuple[int, int]]:
    """Where the lines of `found` stand in `text`: spans in page order, joined where they touch.

    Both are compared word by word, since white space and inline marks differ. Each line is looked for behind the
    one before first, then anywhere; a line of which only parts stand on the page is placed by those parts.

    >>> placed("Home\\nThe river rose again.\\nShare\\nIt fell.", "The river rose again.\\nIt fell.")
    [(5, 26), (33, 41)]
    """
    words, offsets = list(map(str.casefold, WORD.findall(text))), list(map(re.Match.span, WORD.finditer(text)))
    where: dict[str, list[int]] = {}
    for k, word in enumerate(words):
        where.setdefault(word, []).append(k)
    taken = [False] * len(words)
    cursor = 0
    for line in found.splitlines():
        said = list(map(str.casefold, WORD.findall(line)))
        at = 0
        while at < len(said):
            start, length = longest(words, where, said, at, cursor, taken)
            if length >= min(3, len(said)) or (length and length == len(said)):
                taken[start : start + length] = [True] * length
                cursor = start + length
                at += length
            else:
                at += 1
    spans: list[tuple[int, int]] = []
    for k, (start, end) in enumerate(offsets):
        if not taken[k]:
            continue
        if spans and k and taken[k - 1] and "\n" not in text[spans[-1][1] : start]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return [widened(text, s, e) for s, e in spans]


def longest(words: list[str], where, said: list[str], at: int, cursor: int, taken: list[bool]) -> tuple[int, int]:
    """Start and length of the longest run of page words equal to said[at:], nearest behind `cursor` first."""
    places = where.get(said[at], ())
    ahead = [k for k in places if k >= cursor][:TRIED]
    behind = [k for k in places if k < cursor][:TRIED]
    best = (0, 0)
    for k in ahead + behind:
        n = 0
        while at + n < len(said) and k + n < len(words) and not taken[k + n] and words[k + n] == said[at + n]:
            n += 1
        if n > best[1]:
            best = (k, n)
        if at + n == len(said):
            break
    return best


def widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A span with the punctuation that belongs to it: up to white space at both ends, within its line."""
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def marked(text: str, units: list[Line], covered: list[tuple[int, int]], heads: set[str]) -> list[Mark]:
    """Marks of the visible lines: those that the main text covers for the larger part are main, whole; [] if none."""
    share, at = [], 0
    for u in units:
        while at < len(covered) and covered[at][1] <= u.start:
            at += 1
        inside, j = 0, at
        while j < len(covered) and covered[j][0] < u.end:
            inside += min(covered[j][1], u.end) - max(covered[j][0], u.start)
            j += 1
        share.append(inside / max(u.end - u.start, 1))
    main = [s >= 0.5 for s in share]
    first = next((k for k, m in enumerate(main) if m), None)
    if first is None:
        return []
    last = max(k for k, m in enumerate(main) if m)
    below = min(first + 1, len(units) - 1)
    head = next((k for k in range(below, -1, -1) if text[units[k].start : units[k].end].casefold() in heads), None)
    if head is None:
        head = headline_before(text, units, first, [])
    signed = [] if head is None else [
        k for k in range(head + 1, min(head + 6, len(units))) if units[k].kind in ("byline", "timestamp")
    ]  # fmt: skip
    for k in range(head or 0):
        main[k] = main[k] and (units[k].words > 6 or units[k].ending == "stop")  # above the headline stand labels
    for k in range(head + 1, signed[-1]) if signed else ():
        main[k] = main[k] and units[k].words > 45  # between headline and by-line stands the standfirst
    out: list[Mark] = []
    for k, u in enumerate(units):
        if k == head:
            out.append((u.start, u.end, "main", "headline", 0, "headline above its lead"))
        elif main[k] and u.kind not in NOT_TEXT:
            out.append((u.start, u.end, "main", "body", 0, "main text by trafilatura"))
        elif not u.kind and head is not None and head < k < max([first, *signed]):
            kind = "byline" if is_credit(text[u.start : u.end]) else "standfirst" if u.words >= 6 else "other"
            out.append((u.start, u.end, "furniture", kind, None, "between headline and article"))
        else:
            role, kind, why = aside(u)
            if role == "teaser" and first < k < last:
                role, kind = "furniture", "other"
            out.append((u.start, u.end, role, kind, None, why))
    return out
