"""What kind of article stands on a page, and whether it stands there whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from helpers.crediting.outlets import Found, said
from helpers.cutting.furniture import count_words, ending
from helpers.cutting.patterns import TRUNCATED

if TYPE_CHECKING:
    from helpers.captures import Page

OPINION = re.compile(
    r"^(?:opinion|opinions|op-ed|comment|commentary|editorial|column|"
    r"letter to the editor|letters|viewpoint|guest (?:essay|column))\b\s*(?:[-–—:|]|$)",
    re.IGNORECASE,
)
LIVE = re.compile(
    r"^(?:live\b\s*[-–—:|]|live (?:updates?|blog|coverage)\b)|\b(?:live updates|live blog|as it happened)\b",
    re.IGNORECASE,
)
NEWS_SECTION = re.compile(r"(?:(?:world|local|national|international|uk|us|breaking|home|top)\s)?news\Z", re.IGNORECASE)
CLOCK = re.compile(r"\s{0,9}([01]?\d|2[0-3])[:.]([0-5]\d)(?:\s?([ap])\.?m\b\.?)?(?!\d)", re.IGNORECASE)
ON_A_LINE = re.compile(r"\n\s{0,9}\d{1,2}[:.]\d\d")  # quick to look for: most texts have none
ENTRIES = 4  # timed entries, in order, that make a live blog: a report of one day rarely opens so many lines by time
STUB_WORDS = 300  # an article longer than this is no stub, whatever the notice below it offers


def genre_of(
    page: Page, segs: list[dict], own: list[int], head: str | None, line: re.Match[str] | None, main: bool,
    markup: dict[str, Any],
) -> Found:  # fmt: skip
    """news, opinion or live, with what says so; None where nothing does."""
    section = (page.record_says.get("section") or page.manifest_says.get("section") or "").strip() if main else ""
    if OPINION.match(section):
        return "opinion", "section"
    if head and OPINION.match(head):
        return "opinion", "headline"
    above = segs[own[0] - 1] if own[0] else None
    if above and above["role"] == "furniture" and OPINION.fullmatch(said(above, page.text).strip(" *+•")):
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
    if timed_entries(page.text, segs[own[0]]["start"], segs[own[-1]]["end"]):
        return "live", "timed entries"
    if main:
        if "ReportageNewsArticle" in types or re.search(r"\bNewsArticle\b", types):
            return "news", "markup"
        if NEWS_SECTION.match(section):
            return "news", "section"
    return ("news", "agency dateline") if line and line["agency"] else (None, None)


def timed_entries(text: str, start: int, end: int) -> bool:
    """Whether the text is told in entries that open with the time of day, as live blogs are: up or down the clock.

    A time alone on its line opens the next one; a line of a timetable, which has few words, is no entry.

    >>> entry = " The council met again and the gate was kept shut for the night."
    >>> timed_entries("\\n".join(t + entry for t in ("14:05", "13:40", "12:10", "11:55")), 0, 999)
    True
    """
    if len(ON_A_LINE.findall(text, start, end)) < ENTRIES - 1:  # the first may stand at the very start
        return False
    lines = [line for line in text[start:end].split("\n") if line and not line.isspace()]
    times = []
    for k, line in enumerate(lines):
        clock = CLOCK.match(line) if line.lstrip()[:1].isdigit() else None
        if clock:
            told = line[clock.end() :].strip() or (lines[k + 1] if k + 1 < len(lines) else "")
            if len(told[:400].split()) >= 8:
                hour, half = int(clock[1]), (clock[3] or "").lower()
                times.append((hour % 12 + 12 * (half == "p") if half else hour, int(clock[2])))
    return len(times) >= ENTRIES and times in (sorted(times), sorted(times, reverse=True))


def complete(segs: list[dict], own: list[int], words: str) -> tuple[bool | None, str | None]:
    """Whether the article stands here whole, and what says so. A stub behind a paywall is not whole."""
    words = words.rstrip()
    if not words:
        return None, None
    if TRUNCATED.search(words[-40:]):
        return False, "the export cut it short"
    for s in segs[own[0] : own[-1] + 6]:
        if s["role"] in ("related", "teaser", "main") and s["article"] != segs[own[0]]["article"]:
            break
        if s["kind"] == "paywall" and count_words(words) < STUB_WORDS:
            return False, "paywall notice"
    last = words[words.rfind("\n") + 1 :].strip()
    end = ending(last)
    if end == "dots":
        return False, "left off with dots"
    if end == "stop":
        return True, "ends in a whole sentence"
    if end == "open" and count_words(last) >= 12:
        return False, "cut off in mid-sentence"
    return None, None
