"""Who signs an article: the names in its by-line, without the date, section or paper printed on the same line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from helpers.cutting.furniture import PLACED, is_name
from helpers.cutting.patterns import BY_NAME, BYLINE, MONTH

LONGEST = 300  # characters; what is longer is no by-line

DAY = r"(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?"
# What follows the names on their line, its words one space apart: a mark that parts, a handle, a date or a time.
CUT = re.compile(
    r"\s?(?:[|@·•●]|\s[-–—]\s|\s/\s"
    rf"|[\s,(]\s?(?:on\s)?(?:{DAY}\b[.,]?\s\w|{MONTH}\.?\s\d|\d{{1,2}}(?:st|nd|rd|th)?\.?\s[^\W\d_]{{3,20}}\.?,?\s\d{{4}}"
    r"|\d{4}[-./]\d|\d{1,2}[./:]\d|\d{1,6}\s(?:min|hour|day|comment))"
    r"|[\s,(]\s?(?:first |last )?(?:published|updated|posted|modified)\b)",
    re.IGNORECASE,
)
ROLE_WORDS = re.compile(
    r"\b(?:writer|reporter|correspondent|editor|staff|columnist|contributor|critic|bureau|chief|producer|senior|political|"
    r"special|updated|published|posted)\b",
    re.IGNORECASE,
)
SPECIAL = re.compile(
    r"(?:,|\||—|–|-)?\s?\b(?i:special (?:to|for)|exclusively for|for)\s(?:the\s)?(?P<name>[^\W\d_a-z].{1,50})$"
)
PAPER = re.compile(r",\s*(?P<name>The\s[^\W\d_a-z][^,]{2,40})$")  # "Ada Quill, The Port Hale Gazette"
PARTICLES = frozenset([
    "al", "ap", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "e", "el", "ibn", "la", "le",
    "mac", "mc", "st", "ten", "ter", "van", "von", "y",
])  # fmt: skip
NAME_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’\-]){0,30}")
NOBODY = re.compile(
    r"https?:|www\.|@|\b(?:admin|administrator|agency|contributors?|desk|editor(?:ial|s)?|magazine|media|network|news|newsroom|"
    r"online|press|redaktion|service|services|staff|team|web|webmaster|wire)\b",
    re.IGNORECASE,
)


class Signature(NamedTuple):
    """A by-line taken apart: `names` as they stand, the `paper` it gives for them, `opened` by a word such as "By"."""

    names: str | None
    paper: str | None
    opened: bool


def signature(line: str) -> Signature:
    """The names on a by-line and the paper that it says they write for; None where it holds none.

    Without an opening word ("By", "From our", "Text:") only two or three capitalised words are taken for a name.

    >>> signature("From our correspondent in Wick, The Wick Echo, 17 October 2031")
    Signature(names='our correspondent in Wick', paper='The Wick Echo', opened=True)
    >>> signature("By Ada Quill | Special to the Wick Echo").names, signature("Subscribe now").names
    ('Ada Quill', None)
    """
    line = " ".join(line[:LONGEST].split())
    start = BYLINE.match(line) or BY_NAME.match(line)
    said = line[start.end() :] if start else line
    names = said[: found.start()] if (found := CUT.search(said)) else said
    names = names.strip(" ,/(")
    paper = None
    if named := PAPER.search(names):
        if not ROLE_WORDS.search(named["name"]):
            names, paper = names[: named.start()].strip(" ,"), named["name"].strip()
    elif (named := SPECIAL.search(said.rstrip(" .)"))) and not ROLE_WORDS.search(named["name"]):
        paper = named["name"].strip()
        names = SPECIAL.sub("", names).strip(" ,(")
    if start is None and PLACED.fullmatch(names):
        names = names[: names.index(" in ")]
    known = any(c.isalpha() for c in names) and (start is not None or is_name(names.split(",")[0]))
    return Signature(names if known else None, paper if known else None, start is not None)


def is_person(name: str) -> bool:
    """Whether a name may be a person's: capitalised words with particles between them, none that names an office.

    >>> [is_person(n) for n in ("Ada van Quill", "A. B. Moss-Tarn", "the ministries", "Wick News Desk", "admin")]
    [True, True, False, False, False]
    """
    parts = name.split()
    return (
        0 < len(parts) <= 6 and len(name) <= 60 and not NOBODY.search(name)
        and all(NAME_WORD.fullmatch(p) for p in parts)
        and all(not p[0].islower() or p in PARTICLES for p in parts) and parts[0].lower() != "the"
        and not parts[-1][0].islower()
    )  # fmt: skip


def from_markup(printed: Iterable[str], stated: Iterable[str], text: str, signs: Iterable[str]) -> str | None:
    """The authors that a page's markup names, or None.

    `printed` are the names in elements marked as the author, which readers see; `stated` those of its metadata. These
    are often accounts of the system that made the page: a single word among them counts only where it stands on a line
    of `text` by itself, or is one of `signs`, as agencies sign.
    """
    people = [name for name in printed if is_person(name.split(",")[0])]
    if not people:
        lines = None
        for name in stated:
            first = (signature(name).names or name).split(",")[0]
            if first in signs or (is_person(first) and len(first.split()) > 1):
                people.append(signature(name).names or name)
            elif is_person(first):
                lines = lines if lines is not None else {row.strip().casefold() for row in text.splitlines()}
                if first.casefold() in lines:
                    people.append(first)
    return ", ".join(dict.fromkeys(people[:6])) or None
