"""What stands over and under an article: headline, by-line, dateline, date, each with what it rests on.

Whose the article is, `outlets` says; what kind it is and whether it is whole, `genre`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from helpers import spans
from helpers.crediting.bylines import from_markup, signature
from helpers.crediting.datelines import RUN_IN_BYLINE, agencies, opening
from helpers.crediting.dates import absolute_date, relative_date
from helpers.crediting.genre import complete, genre_of
from helpers.crediting.language import language
from helpers.crediting.outlets import Found, masthead, origin_of, outlet_and_carrier, said, source_label, syndication
from helpers.pages.markup_says import markup_says

if TYPE_CHECKING:
    from helpers.captures import Page

UPDATED = re.compile(r"(?:last\s+)?(?:updated?|modified)\b", re.IGNORECASE)


def articles(page: Page, segs: list[dict]) -> list[dict[str, Any]]:
    """One row for each article of a page (roles main, related, teaser), in the order of their numbers.

    Columns: article (number on the page, 0 the main one), role, start, end (first to last segment), headline,
    headline_start, headline_end (null where the headline does not stand in the text), byline, dateline, published
    (YYYY-MM-DD) and published_basis (manifest, record, markup, byline line, update line where no other has a date,
    dateline, capture time: a relative time counted from it), outlet and outlet_basis (manifest, syndication note,
    label, byline, markup, unknown), carrier and carrier_basis (label, markup, record, page host, the page's own words,
    copyright notice), origin and origin_basis (dateline, byline, syndication note, copyright notice), genre (news,
    opinion, live) and genre_basis, complete and complete_basis, language (ISO 639-1). Unknown is None. Pure; never
    raises on any text.

    >>> from helpers.captures import Page
    >>> from helpers.segments import segments
    >>> text = "Gate opened\\nPORT HALE (Reuters) - The council opened the old river gate on Monday, it said."
    >>> page = Page("p", "p.txt", 0, None, "", "text", "utf-8", "utf-8", None, None, None, text)
    >>> row = articles(page, segments(page))[0]
    >>> row["headline"], row["dateline"], row["origin"], row["outlet"]
    ('Gate opened', 'PORT HALE (Reuters) -', 'Reuters', None)
    """
    markup = markup_says(page.html)
    groups: dict[int, list[int]] = {}
    for k, s in enumerate(segs):
        if s["article"] is not None:
            groups.setdefault(s["article"], []).append(k)
    return [credit(page, segs, number, groups[number], markup) for number in sorted(groups)]


def credit(page: Page, segs: list[dict], number: int, own: list[int], markup: dict[str, Any]) -> dict[str, Any]:
    """The row of one article, whose segments are segs[k] for k in `own`."""
    text, main = page.text, number == 0
    body = [segs[k] for k in own if segs[k]["kind"] == "body"]
    words = spans.Excerpt.of(text, [(s["start"], s["end"]) for s in body]).text
    opens = next((segs[k]["start"] for k in own if segs[k]["kind"] in ("byline", "dateline", "body")), len(text))
    lead = text[opens : opens + 400].lstrip()
    head = headline(page, [segs[k] for k in own], main, markup)
    around = neighbours(segs, own)
    named, paper = byline(page, segs, own, around, lead, main, markup)
    line = opening(next((said(segs[k], text) for k in own if segs[k]['kind'] == 'dateline'), lead))[1]
    day = published(page, text, around, line, main, markup)
    label = source_label(text, segs, own[0]) or (masthead(page, segs, own) if main else None)
    note = syndication(text, segs, own, number)
    origin = origin_of(text, segs, own, named, line, note)
    outlet, carrier = outlet_and_carrier(page, segs, main, paper, note, label, origin, markup)
    genre = genre_of(page, segs, own, head[0], line, main, markup)
    whole = complete(segs, own, words)
    return {
        "article": number, "role": segs[own[0]]["role"], "start": segs[own[0]]["start"], "end": segs[own[-1]]["end"],
        "headline": head[0], "headline_start": head[1], "headline_end": head[2],
        "byline": named, "dateline": line.group().strip() if line else None,
        "published": day[0], "published_basis": day[1], "outlet": outlet[0], "outlet_basis": outlet[1] or "unknown",
        "carrier": carrier[0], "carrier_basis": carrier[1], "origin": origin[0], "origin_basis": origin[1],
        "genre": genre[0], "genre_basis": genre[1], "complete": whole[0], "complete_basis": whole[1],
        "language": language(words) or (page.manifest_says.get("language") or None),
    }  # fmt: skip


def headline(
    page: Page, own: list[dict], main: bool, markup: dict[str, Any]
) -> tuple[str | None, int | None, int | None]:
    """Headline and its offsets; a record's or a page's own headline stands without offsets where the text lacks it."""
    for s in own:
        if s["kind"] == "headline":
            words = said(s, page.text)
            start = page.text.index(words, s["start"])
            return words, start, start + len(words)
    if main:
        words = page.manifest_says.get("headline") or page.record_says.get("headline") or markup.get("headline")
        words = words or markup.get("title")
        if words:
            return " ".join(words.split()), None, None
    return None, None, None


def neighbours(segs: list[dict], own: list[int]) -> list[dict]:
    """Furniture that may speak for an article: what stands between its pieces, and close above and right below them."""
    above = []
    for k in range(own[0] - 1, max(own[0] - 5, -1), -1):
        if segs[k]["role"] != "furniture" or segs[k]["kind"] in ("related_label", "comments", "copyright"):
            break
        above.append(segs[k])
    inner = [segs[k] for k in range(own[0], own[-1]) if segs[k]["role"] == "furniture"]
    below = [s for s in segs[own[-1] + 1 : own[-1] + 2] if s["kind"] in ("timestamp", "byline")]
    return inner + above + below


def byline(
    page: Page, segs: list[dict], own: list[int], around: list[dict], lead: str, main: bool, markup: dict[str, Any]
) -> tuple[str | None, str | None]:
    """Who is named as the author, without "By", several as they stand; and the paper that the by-line names.

    On a web page two capitalised words under a headline are an author only where the markup names them so.
    """
    if main:
        told = page.manifest_says.get("byline") or page.record_says.get("byline")
        if told:
            signed = signature(told)
            return (signed.names if signed.opened and signed.names else " ".join(told.split())), signed.paper
    known = " ".join([*markup.get("printed", ()), *markup.get("authors", ())]).casefold()
    for s in [segs[k] for k in own] + around:
        if s["kind"] == "byline":
            signed = signature(said(s, page.text))
            if signed.names and (signed.opened or page.html is None or signed.names.split(",")[0].casefold() in known):
                return signed.names, signed.paper
    run_in = RUN_IN_BYLINE.match(lead)
    if run_in:
        return run_in.group(1).strip(" ,"), None
    if main and known:
        return from_markup(markup["printed"], markup["authors"], page.text, agencies()), None
    return None, None


def published(
    page: Page, text: str, around: list[dict], line: re.Match[str] | None, main: bool, markup: dict[str, Any]
) -> Found:
    """The publication date by precedence; relative times count only where it is known when the page was captured."""
    if main:
        told = [(page.manifest_says.get("published"), "manifest"), (page.record_says.get("published"), "record")]
        for value, basis in [*told, *((value, "markup") for value in markup.get("published", ()))]:
            day = absolute_date(value)
            if day:
                return day, basis
    stamps = [said(s, text) for s in around if s["kind"] in ("timestamp", "byline", "label")]
    for stamp in sorted(stamps, key=lambda stamp: UPDATED.match(stamp) is not None):
        day = absolute_date(stamp)
        if day:
            return day, "update line" if UPDATED.match(stamp) else "byline line"
    day = absolute_date(line["date"]) if line and line["date"] else None
    if day:
        return day, "dateline"
    for stamp in stamps if page.captured_at else ():
        day = relative_date(stamp, page.captured_at)
        if day:
            return day, "capture time"
    return None, None
