"""Whose an article is: the outlet that answers for it, the carrier that shows it, the origin that made it.

Three names that pages run together are kept apart. Picture credits say nothing about any of them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from helpers import lists
from helpers.crediting.datelines import agencies
from helpers.crediting.dates import absolute_date
from helpers.cutting.furniture import phrases
from helpers.cutting.patterns import ORIGIN_NOTE

if TYPE_CHECKING:
    from helpers.captures import Page

Found = tuple[str | None, str | None]  # a value and what it rests on
COPYRIGHT_HOLDER = re.compile(
    r"(?:Copyright|©)\s?(?:©|\(c\))?\s?(?:19|20|21)\d\d(?:\s?[-–]\s?\d{2,4})?\s(?:by\s)?"
    r"(?P<name>[^\W\d_][^.;|\n]{1,60}?(?:,? (?:Inc|LLC|Ltd|Co)\b\.?)?)(?=\s?(?:\.\s|\.$|;|\||$|All rights))"
)  # in a notice whose words are one space apart
COPYRIGHT = re.compile(r"(?:©|\bcopyright\b)[^\n]{1,120}", re.IGNORECASE)
SITE = r"(?P<name>[^\W\d_a-z][\w&’'.-]{1,30}(?:\s[^\W\d_a-z][\w&’'-]{1,30}){0,3}?)"
# How sites speak of themselves beside their articles.
SELF_NAMED = tuple(re.compile(p) for p in (
    rf"\b(?i:download|get|open|install|try) (?i:the) {SITE} (?i:app)\b",
    rf"\b(?i:what) {SITE}(?: AI)? (?i:can do for you)\b",
    rf"\b(?i:welcome to|log in to|sign in to|create an? account with|thank you for reading) {SITE}(?=[.!,\n]|$)",
    rf"(?:^|[.!?\n]\s{{0,20}}+){SITE} (?i:uses cookies)\b",
))
NOT_A_SITE = frozenset(["App", "Comments", "Join", "Log", "My", "New", "Our", "Sign", "This", "We", "You", "Your"])
FOOT = 4_000  # characters at the end of a page where its notices stand
SISTER = re.compile(r"^(?:the website of|our (?:sister|partner) (?:site|publication|title))\s+", re.IGNORECASE)
SIGN = re.compile(r"^(?:the\s)?(.*?)(?:\s(?:staff|news agency|reporters?))?$", re.IGNORECASE)
NOTE_ENDS = re.compile(r"\s(?:and|on|under|with|in partnership|as|at|—|–|-)\s|[.;:,|](?:\s|$)|\s\(|$")
MASTHEAD = re.compile(r"\A(?:[^\W\d_a-z][\w’'-]*|of|and|the|&)(?:[ ](?:[^\W\d_a-z][\w’'-]*|of|and|the|&)){1,5}")


@cache
def aggregators() -> frozenset[str]:
    """Names of sites that show other publishers' articles, lower case."""
    return frozenset(lists.lines("aggregators.txt"))


@cache
def titles() -> frozenset[str]:
    """Words that newspapers are called by, lower case."""
    return lists.words("newspaper_titles.txt")


def said(segment: dict, text: str) -> str:
    """A segment's text without white space at its ends."""
    return text[segment["start"] : segment["end"]].strip()


def source_label(text: str, segs: list[dict], first: int) -> str | None:
    """The name the page itself sets over an article ("The Gazette / 3 hours ago")."""
    for s in reversed(segs[max(0, first - 3) : first]):
        if s["role"] != "furniture" or s["kind"] not in ("label", "timestamp"):
            break
        if s["kind"] == "label":
            name = re.split(r"[·|•]|\s[-–—]\s", said(s, text).lstrip("-–— "), maxsplit=1)[0].strip()
            if name:
                return name
    return None


def masthead(page: Page, segs: list[dict], own: list[int]) -> str | None:
    """The name on the page's first line, if that is furniture and more than its place says that it is a paper's.

    One line of capitals could be a menu. The name of a paper comes back below the article in notices, terms or
    copyright; or a word of it does in a copyright line or the page's address; or it is called as papers are ("The
    Port Hale Gazette").
    """
    text, first = page.text, segs[0]
    opening = said(first, text)[:200]
    name = opening.splitlines()[0].strip("\ufeff ") if opening else ""
    if first["role"] != "furniture" or not MASTHEAD.fullmatch(name):
        return None
    below = segs[own[0]]["end"]
    if text.find(name, below) >= 0 or is_title(name):
        return name
    notices = " ".join(m[0] for m in COPYRIGHT.finditer(text, max(below, len(text) - FOOT)))
    witnesses = set(re.findall(r"\w+", notices.casefold())) | set(re.split(r"[\W_]+", page.page_host or ""))
    return name if witnesses.intersection(own_words(name)) else None


def is_title(name: str) -> bool:
    """Whether a name ends as papers' names do and begins with "The" or a word that is no section's.

    >>> is_title("The Port Hale Gazette"), is_title("Corra Herald"), is_title("World News"), is_title("The Weather")
    (True, True, False, False)
    """
    parts = name.casefold().split()
    if parts[-1] not in titles() or parts[-1] in menu_words():
        return False
    return parts[0] == "the" or not any(p in menu_words() for p in parts)


@cache
def menu_words() -> frozenset[str]:
    """Single words that stand in menus, lower case."""
    whole, _ = phrases()
    return frozenset(w for line in whole for w in line.split() if len(line.split()) <= 2) - titles() | {"news", "world"}


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
    if named:
        for sign in [named, *re.split(r"\s{0,20}(?:,|/|\|| and )\s{0,20}", named)]:
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
    page: Page, segs: list[dict], main: bool, paper: str | None, note: str | None, label: str | None, origin: Found,
    markup: dict[str, Any],
) -> tuple[Found, Found]:
    """Outlet and carrier with their bases. An aggregator's name over an article makes it the carrier.

    `paper` is the one that the by-line gives, `label` the name over the article or on the page's first line.
    """
    record = (page.record_says.get("outlet") or None) if main else None
    site = markup.get("site") if main else None
    shown: list[tuple[str | None, str]] = [
        (record, "record"), (label if note else None, "label"), (site, "markup"), (page.page_host, "page host"),
    ]  # fmt: skip
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
    elif paper:
        outlet = (paper, "byline")
    elif carrier[0] and origin[0] and origin[1] in ("dateline", "byline"):
        outlet = (origin[0], "byline")
    elif site and site.casefold() not in aggregators():
        outlet = (site, "markup")
    if carrier[0] is None and (note or not main):
        shown.append((self_named(page.text, segs, outlet[0]), "the page's own words"))
        if note and main:
            shown.append((owner(page.text, segs, note), "copyright notice"))
        other = [(n, basis) for n, basis in shown if n and not same(n, outlet[0])]
        carrier = other[0] if other else (None, None)
    return outlet, carrier


def owner(text: str, segs: list[dict], outlet: str) -> str | None:
    """Who shows an article of `outlet`, from the copyright line of the page; None where it may be the outlet itself.

    A notice that runs on from an article's last sentence is that article's, not the page's.
    """
    for s in reversed(segs):
        if s["kind"] == "copyright" and s["rule"] != "copyright behind the last sentence":
            holder = COPYRIGHT_HOLDER.search(" ".join(said(s, text).split()))
            name = holder["name"].strip(" ,") if holder else ""
            return name if name and not own_words(name).intersection(own_words(outlet)) else None
    return None


def self_named(text: str, segs: list[dict], outlet: str | None) -> str | None:
    """What the page calls itself in its furniture ("Download the Skim app"); None where that may be `outlet` itself."""
    for s in segs:
        if s["role"] == "furniture" and s["end"] - s["start"] < 2_000:
            words = text[s["start"] : s["end"]]
            for pattern in SELF_NAMED:
                found = pattern.search(words)
                if found and found["name"].split()[0] not in NOT_A_SITE:
                    name = found["name"].rstrip(".")
                    return name if not own_words(name).intersection(own_words(outlet or "")) else None
    return None


def own_words(name: str) -> set[str]:
    """The words of a paper's name that are its own: not those that all papers and menus use."""
    return {w for w in re.findall(r"\w{4,}", name.casefold()) if w not in titles() and w not in menu_words()}


def same(one: str, two: str | None) -> bool:
    """Whether two names mean one publisher as far as letters tell: "The Gazette" and "gazette.example"."""
    def bare(name: str) -> str:
        name = re.sub(r"^(?:https?://)?(?:www\.)?|^the\s+", "", name.casefold())
        return re.sub(r"[\W_]", "", re.sub(r"\.[a-z.]{2,10}$", "", name))

    return two is not None and bare(one) == bare(two)
