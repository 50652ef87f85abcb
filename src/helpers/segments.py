"""Page text to segments: main article, related articles, teasers, furniture; every character once.

White space between two segments belongs to the segment before it (white space at the very beginning to the
first). The main zone of a text capture is found as in Pasternack and Roth, "Extracting article text from the
web with maximum subsequence segmentation" (WWW 2009), with line scores of our own in place of a trained model.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from helpers.crediting.datelines import opening
from helpers.cutting.furniture import Line, is_byline, line_of
from helpers.cutting.openings import Mark
from helpers.cutting.patterns import CLOSERS, OPENERS
from helpers.cutting.seams import pieces
from helpers.cutting.zones import mark

if TYPE_CHECKING:
    from helpers.captures import Page

ROLES = ("main", "related", "teaser", "furniture")
MOST_LINES = 500  # an article of more lines is a list or a table, in which lines repeat
CLOSING_NOTE = re.compile(r"\([^()]{10,300}\)")  # "(Reporting by Ada Quill; editing by Bo Reed)"


def segments(page: Page) -> list[dict]:
    """The segments of one page, in order, covering `page.text` from its first to its last character.

    Each row: start, end (offsets, end exclusive), role (main, related, teaser, furniture), kind (headline,
    byline, standfirst, body for articles; menu, share, credit, caption, related_label, label, timestamp,
    origin_note, correction, newsletter, comments, copyright, cookie, paywall, advert, error, link, pull_quote, other
    for furniture), article (0 the main article, 1 … the others in page order, None for furniture) and rule (the
    name of the rule that cut it). Never raises; an empty text has no segments.

    >>> from helpers.captures import Page
    >>> text = "The river rose again on Monday, the council said.\\nPhoto: Ada Quill"
    >>> page = Page("p", "p.txt", 0, None, "", "text", "utf-8", "utf-8", None, None, None, text)
    >>> [(s["start"], s["end"], s["role"], s["kind"]) for s in segments(page)]
    [(0, 50, 'main', 'body'), (50, 66, 'furniture', 'credit')]
    """
    if not page.text.strip():
        return [row(0, len(page.text), "furniture", "other", None, "empty page")] if page.text else []
    if page.html is not None:
        from helpers.cutting.markup_segments import marks_of_html

        marks = marks_of_html(page)
        if marks is None:
            marks = mark(page.text, lines(page.text))
    elif page.format == "text":
        marks = mark(page.text, lines(page.text))
    else:
        return covering(page.text, opened(page.text, marks_of_record(page)))
    return covering(page.text, opened(page.text, without_pull_quotes(page.text, marks)))


def without_pull_quotes(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks with lines that only repeat part of a longer line of the same article taken out of it (counted once)."""
    bodies: dict[int | None, list[str]] = {}
    for start, end, _, kind, article, _ in marks:
        if kind == "body":
            bodies.setdefault(article, []).append(text[start:end])
    joined = {article: "\n".join(lines) for article, lines in bodies.items() if len(lines) <= MOST_LINES}
    alone = {article: Counter(map(bare, lines)) for article, lines in bodies.items()}
    out = []
    for mark_ in marks:
        start, end, _, kind, article, _ = mark_
        if kind == "body" and 30 <= end - start <= 300 and article in joined:
            core = bare(text[start:end])
            words = len(core.split())
            if words >= (5 if text[start] in OPENERS else 6) and joined[article].count(core) > alone[article][core]:
                mark_ = (start, end, "furniture", "pull_quote", None, "line that repeats part of another")
        out.append(mark_)
    return out


def bare(said: str) -> str:
    return said.strip(OPENERS + CLOSERS + " .,")


def opened(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks with a run-in by-line and a dateline cut from the head of each article's first paragraph."""
    out: list[Mark] = []
    seen = set()
    for start, end, role, kind, article, rule in marks:
        if kind == "body" and article is not None and article not in seen:
            seen.add(article)
            length, line = opening(text[start : min(end, start + 400)])
            if line and start + length + line.end() < end:
                if length:
                    out.append((start, start + length, role, "byline", article, "by-line run into the text"))
                start += length
                out.append((start, start + line.end(), role, "dateline", article, "dateline"))
                start += line.end()
                start += len(text[start:end]) - len(text[start:end].lstrip())
        out.append((start, end, role, kind, article, rule))
    return out


def row(start: int, end: int, role: str, kind: str, article: int | None, rule: str) -> dict:
    return {"start": start, "end": end, "role": role, "kind": kind, "article": article, "rule": rule}


def lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, cut where one holds the end of one text and the start of another."""
    whole, at = [], 0
    for part in text.split("\n"):
        if not part.isspace() and part:
            whole.append(line_of(text, at, at + len(part)))
        at += len(part) + 1
    usual = median([w.words for w in whole if w.prose] or [30])
    out: list[Line] = []
    for k, line in enumerate(whole):
        above = whole[k - 1] if k else None
        titled = above is not None and above.kind is None and above.ending == "open" and 3 <= above.words < 30
        out += pieces(text, line, usual, titled)
    return out


def marks_of_record(page: Page) -> list[Mark]:
    """A record's text is its article: only the headline line and notices at its very end are told apart.

    Only the first three and the last lines are looked at: records are many.
    """
    text = page.text
    said = " ".join(str(page.record_says.get("headline") or "").split())
    start, end = trimmed(text, 0, len(text))
    tail: list[Mark] = []
    while (at := text.rfind("\n", start, end) + 1) > start:
        u = line_of(text, at, end)
        if u.kind in ("copyright", "origin_note", "cookie", "newsletter", "correction"):
            tail.append((u.start, u.end, "furniture", u.kind, None, u.rule))
        elif not tail and CLOSING_NOTE.fullmatch(text, u.start, u.end):
            tail.append((u.start, u.end, "furniture", "other", None, "closing note in brackets"))
        else:
            break
        start, end = trimmed(text, start, at)
    out: list[Mark] = []
    for k in range(3):
        if start >= end:
            break
        at = text.find("\n", start, end)
        here = trimmed(text, start, at if at >= 0 else end)
        words = " ".join(text[slice(*here)].split()) if here[1] - here[0] < 500 else ""
        if k == 0 and said and words == said:
            out.append((*here, "main", "headline", 0, "the record's headline"))
        elif words and is_byline(words):
            out.append((*here, "main", "byline", 0, "by-line"))
        else:
            out.append((*here, "main", "body", 0, "record text"))
        start, end = trimmed(text, here[1], end)
    if start < end:
        out.append((start, end, "main", "body", 0, "record text"))
    return out + tail[::-1]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """[start, end) without white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def covering(text: str, marks: list[tuple[int, int, str, str, int | None, str]]) -> list[dict]:
    """Rows that cover the text once: neighbours of one kind joined, gaps given to the segment before."""
    rows: list[dict] = []
    for start, end, role, kind, article, rule in marks:
        if rows and (rows[-1]["role"], rows[-1]["kind"], rows[-1]["article"]) == (role, kind, article) and kind in (
            "body", "menu", "share", "comments", "link",
        ) and role != "teaser":  # fmt: skip
            rows[-1]["end"] = end
        else:
            rows.append(row(start, end, role, kind, article, rule))
    for one, two in pairwise(rows):
        one["end"] = two["start"]
    if rows:
        rows[0]["start"], rows[-1]["end"] = 0, len(text)
    return rows
