"""Datelines and run-in by-lines that open an article's text, and the agencies that sign there."""

from __future__ import annotations

import re
from functools import cache

from helpers import lists
from helpers.cutting.patterns import DATELINE

RUN_IN_BYLINE = re.compile(
    r"By ((?:[^\W\d_a-z][\w.’'-]*(?:,? and |, | )){1,8}?)(?=[A-Z]{3}[A-Z .,]{0,200}(?:,|\())"
)  # "By Ada Quill PORT HALE (Agency) -"
MARK = re.compile(r"[(–—]|--|\s-\s")  # without which no dateline ends
NO_PLACE = frozenset([
    "ANALYSIS", "BREAKING", "COMMENT", "CORRECTION", "EXCLUSIVE", "LIVE", "NOTE", "OPINION", "PHOTOS", "REVIEW",
    "SUMMARY", "UPDATE", "VIDEO", "WATCH",
])  # fmt: skip


@cache
def agencies() -> dict[str, str]:
    """How agencies sign → their name (word list `agencies.csv`)."""
    return {row["sign"]: row["name"] for row in lists.rows("agencies.csv")}


def opening(lead: str) -> tuple[int, re.Match[str] | None]:
    """Length of the run-in by-line that opens `lead` (0 without one), and the dateline behind it or None: a place in
    capitals, or a place and an agency, then a dash. Its offsets count from the end of the by-line.

    >>> length, line = opening("By Ada Quill PORT HALE (Reuters) - The gate was opened.")
    >>> length, line["place"], line["agency"], line.end()
    (13, 'PORT HALE', 'Reuters', 21)
    """
    run_in = RUN_IN_BYLINE.match(lead[:200])
    at = run_in.end() if run_in else 0
    found = DATELINE.match(lead[at : at + 120]) if MARK.search(lead, at, at + 120) else None
    if not found:
        return (at if run_in else 0), None
    place, sign = found["place"].strip(), found["agency"]
    first = place.split(",")[0]
    shouted = first.isupper() and len(first) > 2 and first not in NO_PLACE
    dashed = found.group().rstrip().endswith(("-", "–", "—"))
    agency = sign and (dashed or sign.strip() in agencies()) and not re.search(r"\d|[.!?]", sign)
    titled = len(place.split()) <= 3 and all(w[:1].isupper() for w in place.split())
    return at, (found if shouted or (agency and titled) else None)
