"""Whose an article is: headline, by-line, date; outlet, carrier and origin, each with what it rests on.

Three names that pages run together are kept apart: the outlet answers for the article, the carrier showed it, the
origin (an agency, or the first publisher) made it. Picture credits say nothing about any of them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from helpers import spans
from helpers.datelines import RUN_IN_BYLINE, agencies, opening
from helpers.dates import absolute_date
from helpers.furniture import count_words, ending, is_name
from helpers.language import language
from helpers.markup_says import markup_says
from helpers.patterns import BYLINE, ORIGIN_NOTE, TRUNCATED

if TYPE_CHECKING:
    from helpers.captures import Page

Found = tuple[str | None, str | None]  # a value and what it rests on
COPYRIGHT_HOLDER = re.compile(
    r"(?:Copyright|©)\s*(?:©|\(c\))?\s*(?:19|20|21)\d\d\s+(?:by\s+)?"
    r"(?P<name>[^\W\d_][^.;|\n]{1,60}?(?:,? (?:Inc|LLC|Ltd|Co)\b\.?)?)(?=\s*(?:\.\s|\.$|;|\||$|All rights))"
)
SISTER = re.compile(r"^(?:the website of|our (?:sister|partner) (?:site|publication|title))\s+", re.IGNORECASE)
SIGN = re.compile(r"^(?:the\s+)?(.*?)(?:\s+(?:staff|news agency|reporters?))?$", re.IGNORECASE)
NOTE_ENDS = re.compile(r"\s+(?:and|on|under|with|in partnership|as|at|—|–|-)\s|[.;:,|](?:\s|$)|\s+\(|$")
SPECIAL = re.compile(
    r"(?:,|\||—|–|-)?\s*(?:special (?:to|for)|exclusively for|for)\s+(?:the\s+)?(?P<name>[^\W\d_a-z].{1,50})$",
    re.IGNORECASE,
)
PAPER = re.compile(  # "Ada Quill, The Port Hale Gazette", also with the date behind it
    r",\s*(?P<name>The\s[^\W\d_a-z][^,]{2,40}?)(?:,\s*(?:[^\W\d_]+\s)?\d{1,2}\s[^\W\d_]+\s\d{4})?$"
)
MASTHEAD = re.compile(r"(?:[^\W\d_a-z][\w’'-]*|of|and|the|&)(?:[ ](?:[^\W\d_a-z][\w’'-]*|of|and|the|&)){1,5}")
ROLE_WORDS = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|staff|columnist|contributor|critic|bureau|chief|producer|senior|political|"
    r"special|updated|published|posted)\b",
    re.IGNORECASE,
)
OPINION = re.compile(
    r"^(?:opinion|opinions|op-ed|comment|commentary|editorial|column|"
    r"letter to the editor|letters|viewpoint|guest (?:essay|column))\b\s*(?:[-–—:|]|$)",
    re.IGNORECASE,
)
LIVE = re.compile(
    r"^(?:live\b\s*[-–—:|]|live (?:updates?|blog|coverage)\b)|\b(?:live updates|live blog|as it happened)\b",
    re.IGNORECASE,
)


def articles(page: Page, segs: list[dict]) -> list[dict[str, Any]]:
    """One row for each article of a page (roles main, related, teaser), in the order of their numbers.

    Columns: article (number on the page, 0 the main one), role, start, end (first to last segment), headline,
    headline_start, headline_end (null where the headline does not stand in the text), byline, dateline, published
    (YYYY-MM-DD; absolute dates only) and published_basis (manifest, record, markup, byline line, dateline), outlet and
    outlet_basis (manifest, syndication note, label, byline, markup, unknown), carrier and carrier_basis (label, markup,
    record, page host), origin and origin_basis (dateline, byline, syndication note, copyright notice), genre (news,
    opinion, live) and genre_basis, complete and complete_basis, language (ISO 639-1), n_words (of the body). Unknown
    is None. Pure; never raises on any text.

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
    named = byline(page, segs, own, around, lead, main, markup)
    line = opening(next((said(segs[k], text) for k in own if segs[k]['kind'] == 'dateline'), lead))[1]
    day = published(page, text, around, line, main, markup)
    label = source_label(text, segs, own[0]) or (masthead(text, segs, own) if main else None)
    note = syndication(text, segs, own, number)
    origin = origin_of(text, segs, own, named, line, note)
    outlet, carrier = outlet_and_carrier(page, main, named, note, label, origin, markup)
    genre = genre_of(page, text, segs, own, head[0], line, main, markup)
    whole = complete(segs, own, words)
    return {
        "article": number, "role": segs[own[0]]["role"], "start": segs[own[0]]["start"], "end": segs[own[-1]]["end"],
        "headline": head[0], "headline_start": head[1], "headline_end": head[2],
        "byline": named, "dateline": line.group().strip() if line else None,
        "published": day[0], "published_basis": day[1], "outlet": outlet[0], "outlet_basis": outlet[1] or "unknown",
        "carrier": carrier[0], "carrier_basis": carrier[1], "origin": origin[0], "origin_basis": origin[1],
        "genre": genre[0], "genre_basis": genre[1], "complete": whole[0], "complete_basis": whole[1],
        "language": language(words) or (page.manifest_says.get("language") or None), "n_words": len(spans.words(words)),
    }  # fmt: skip


def said(segment: dict, text: str) -> str:
    return text[segment["start"] : segment["end"]].strip()


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
) -> str | None:
    """Who is named as the author, without "By"; several as they stand."""
    if main:
        told = page.manifest_says.get("byline") or page.record_says.get("byline")
        if told:
            return " ".join(told.split())
    for s in [segs[k] for k in own] + around:
        if s["kind"] == "byline":
            name = " ".join(said(s, page.text).split())
            opened = BYLINE.match(name)
            name = name[opened.end() :] if opened else name
            name = re.split(r"\s*(?:\||@|\s[-–—]\s|\b(?:published|updated|posted)\b)", name, maxsplit=1)[0].strip(" ,/")
            if name and any(c.isalpha() for c in name) and (opened or is_name(name.split(",")[0])):
                return name
    run_in = RUN_IN_BYLINE.match(lead)
    if run_in:
        return run_in.group(1).strip(" ,")
    if main and markup.get("authors"):
        return ", ".join(markup["authors"][:6])
    return None


@cache
def aggregators() -> frozenset[str]:
    """Names of sites that show other publishers' articles, lower case."""
    rows = files("helpers").joinpath("data/aggregators.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(row for row in rows if row and not row.startswith("#"))


def published(
    page: Page, text: str, around: list[dict], line: re.Match[str] | None, main: bool, markup: dict[str, Any]
) -> Found:
    """The publication date, absolute ones only, by precedence."""
    if main:
        for told, basis in (
            (page.manifest_says.get("published"), "manifest"),
            (page.record_says.get("published"), "record"),
            (markup.get("published"), "markup"),
        ):
            day = absolute_date(told)
            if day:
                return day, basis
    for s in around:
        if s["kind"] in ("timestamp", "byline"):
            day = absolute_date(said(s, text))
            if day:
                return day, "byline line"
    day = absolute_date(line["date"]) if line and line["date"] else None
    return (day, "dateline") if day else (None, None)


def source_label(text: str, segs: list[dict], first: int) -> str | None:
    """The name the page itself sets over an article ("The Gazette / 3 hours ago")."""
    for s in reversed(segs[max(0, first - 3) : first]):
        if s["role"] != "furniture" or s["kind"] not in ("label", "timestamp"):
            break
        if s["kind"] == "label":
            name = re.split(r"\s*[·|•]\s*|\s[-–—]\s", said(s, text).lstrip("-–— "), maxsplit=1)[0].strip()
            if name:
                return name
    return None


def masthead(text: str, segs: list[dict], own: list[int]) -> str | None:
    """The name on the page's first line, if that is furniture and the page says it again below its headline.

    One line of capitals could be a menu; the name of the paper comes back in its notices, terms or copyright.
    """
    first = segs[0]
    name = said(first, text).splitlines()[0].strip("\ufeff ") if said(first, text) else ""
    if first["role"] != "furniture" or not MASTHEAD.fullmatch(name):
        return None
    return name if name in text[segs[own[0]]["end"] :] else None


def syndication(text: str, segs: list[dict], own: list[int], number: int) -> str | None:
    """Who first published an article, from the note within it or between it and the next one."""
    for s in segs[own[0] :]:
        if s["role"] != "furniture" and s["article"] != number:
            break
        if s["kind"] == "origin_note":
            words = " ".join(said(s, text).split())
            opened = ORIGIN_NOTE.match(words.lstrip("(["))
            name = words.lstrip("([")[opened.end() :] if opened else ""
            name = NOTE_ENDS.split(name, maxsplit=1)[0].strip(" .)]\"'“”‘’")
            name = SISTER.sub("", name)
            dated = absolute_date(name) or name[:1].isdigit()
            if name[:1].isalnum() and not dated and len(name.split()) <= 8:
                return name
    return None


def origin_of(
    text: str, segs: list[dict], own: list[int], named: str | None, line: re.Match[str] | None, note: str | None
) -> Found:
    """Agency or first publisher that the TEXT names; picture credits are not asked."""
    if line and line["agency"]:
        sign = line["agency"].strip()
        return agencies().get(sign, sign), "dateline"
    for sign in [named or "", *re.split(r"\s*(?:,|/|\|| and )\s*", named or "")]:
        sign = SIGN.sub(r"\1", " ".join(sign.split()))
        if sign in agencies():
            return agencies()[sign], "byline"
    if note:
        return note, "syndication note"
    after = segs[own[-1] + 1 : own[-1] + 3]
    for s in after:
        if s["role"] != "furniture":
            break
        if s["kind"] == "copyright":
            holder = COPYRIGHT_HOLDER.search(" ".join(said(s, text).split()))
            name = holder["name"].strip(" ,") if holder else ""
            if name in agencies():
                return agencies()[name], "copyright notice"
            if name and s["rule"] == "copyright behind the last sentence":
                return name, "copyright notice"
    return None, None


def outlet_and_carrier(
    page: Page, main: bool, named: str | None, note: str | None, label: str | None, origin: Found,
    markup: dict[str, Any],
) -> tuple[Found, Found]:
    """Outlet and carrier with their bases. An aggregator's name over an article makes it the carrier."""
    record = (page.record_says.get("outlet") or None) if main else None
    site = markup.get("site") if main else None
    host = page.page_host
    shown: list[tuple[str | None, str]] = [(record, "record"), (site, "markup"), (host, "page host")]
    carrier: Found = (None, None)
    outlet: Found = (None, None)
    if label and label.casefold() in aggregators():
        carrier, label = (label, "label"), None
    manifest = page.manifest_says.get("outlet") if main else None
    if record and record.casefold() in aggregators():
        carrier = (record, "record")
        record = None
    if manifest:
        outlet = (manifest, "manifest")
    elif note:
        outlet = (note, "syndication note")
    elif record:
        outlet = (record, "label")
    elif label:
        outlet = (label, "label")
    elif named and (special := SPECIAL.search(named)) and not ROLE_WORDS.search(special["name"]):
        outlet = (special["name"].strip(), "byline")
    elif named and (paper := PAPER.search(named)) and not ROLE_WORDS.search(paper["name"]):
        outlet = (paper["name"].strip(), "byline")
    elif carrier[0] and origin[0] and origin[1] in ("dateline", "byline"):
        outlet = (origin[0], "byline")
    elif site and site.casefold() not in aggregators():
        outlet = (site, "markup")
    if carrier[0] is None and (note or not main):
        other = [(n, basis) for n, basis in shown if n and not same(n, outlet[0])]
        carrier = other[0] if other else (None, None)
    return outlet, carrier


def same(one: str, two: str | None) -> bool:
    """Whether two names mean one publisher as far as letters tell: "The Gazette" and "gazette.example"."""
    def bare(name: str) -> str:
        name = re.sub(r"^(?:https?://)?(?:www\.)?|^the\s+", "", name.casefold())
        return re.sub(r"[\W_]", "", re.sub(r"\.[a-z.]{2,10}$", "", name))

    return two is not None and bare(one) == bare(two)


def genre_of(
    page: Page, text: str, segs: list[dict], own: list[int], head: str | None, line: re.Match[str] | None, main: bool,
    markup: dict[str, Any],
) -> Found:  # fmt: skip
    """news, opinion or live, with what says so; None where nothing does."""
    if main:
        section = (page.record_says.get("section") or page.manifest_says.get("section") or "").strip()
        if OPINION.match(section):
            return "opinion", "section"
    if head and OPINION.match(head):
        return "opinion", "headline"
    above = segs[own[0] - 1] if own[0] else None
    if above and above["role"] == "furniture" and OPINION.fullmatch(said(above, text).strip(" *+•")):
        return "opinion", "label above the headline"
    if head and LIVE.search(head):
        return "live", "headline"
    if main:
        types = " ".join(markup.get("types") or ())
        if "LiveBlog" in types:
            return "live", "markup"
        if "Opinion" in types:
            return "opinion", "markup"
        path = re.sub(r"^https?://[^/]*", "", page.url or "").casefold()
        if re.search(r"/(?:opinions?|commentisfree|commentary|editorials?|op-ed)/", path):
            return "opinion", "address"
        if re.search(r"/live(?:-updates|blog)?/|-live-updates", path):
            return "live", "address"
        if "ReportageNewsArticle" in types or re.search(r"\bNewsArticle\b", types):
            return "news", "markup"
    return ("news", "agency dateline") if line and line["agency"] else (None, None)


def complete(segs: list[dict], own: list[int], words: str) -> tuple[bool | None, str | None]:
    """Whether the article stands here whole, and what says so. A stub behind a paywall is not whole."""
    if not words.strip():
        return None, None
    if TRUNCATED.search(words.rstrip()[-40:]):
        return False, "the export cut it short"
    for s in segs[own[0] : own[-1] + 6]:
        if s["role"] in ("related", "teaser", "main") and s["article"] != segs[own[0]]["article"]:
            break
        if s["kind"] == "paywall" and count_words(words) < 300:
            return False, "paywall notice"
    last = words.rstrip().splitlines()[-1].strip()
    end = ending(last)
    if end == "dots":
        return False, "left off with dots"
    if end == "stop":
        return True, "ends in a whole sentence"
    if count_words(last) >= 12 and end == "open":
        return False, "cut off in mid-sentence"
    return None, None
