"""Absolute dates in words and figures, and relative ones where it is known when a page was captured; no clock."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from helpers.cutting.patterns import MONTH_NAMES

MONTHS = {name: k + 1 for k, row in enumerate(MONTH_NAMES) for name in row.split()}
ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?\d{4,6})?$")
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:of\s+|de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
FIGURES = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)")
FIRST_NEWSPAPER = 1605  # the Relation of Strasbourg; programs write year 1, or the day below, for "no date"
UNSET = "1970-01-01"
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SINCE = re.compile(
    r"\b(\d{1,3}|an?|one)\s{0,3}(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|[smhd])\s{1,3}ago\b", re.I
)
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
DAY_NAMED = re.compile(r"\b(just now|today|yesterday|" + "|".join(DAYS) + r")\b", re.I)
STAMP = re.compile(r"\s{0,9}(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?))?")
EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")


def absolute_date(text: str | None) -> str | None:
    """The first absolute date in `text` as YYYY-MM-DD, or None: "Friday" and "3 hours ago" are none, nor is 03/04/2031,
    which is read two ways.

    >>> absolute_date("Updated Oct. 14, 2031 at 9:05"), absolute_date("14 October 2031"), absolute_date("Friday")
    ('2031-10-14', '2031-10-14', None)
    """
    if not text:
        return None
    text = str(text)[:2000]
    found: list[tuple[int, str]] = []
    for pattern, order in ((ISO, "ymd"), (COMPACT, "ymd"), (EAST, "ymd"), (DAY_FIRST, "dmy"), (MONTH_FIRST, "mdy")):
        for m in pattern.finditer(text):
            part = dict(zip(order, m.groups(), strict=False))
            day = made(part["y"], part["m"], part["d"])
            if day:
                found.append((m.start(), day))
                break
    for m in FIGURES.finditer(text):
        a, mark, b, year = m.groups()
        if mark == "." or int(a) > 12:
            day = made(year, b, a)
        elif int(b) > 12:
            day = made(year, a, b)
        else:
            day = None
        if day:
            found.append((m.start(), day))
            break
    return min(found)[1] if found else None


def made(year: str, month: str, day: str) -> str | None:
    number = int(month) if month.isdigit() else MONTHS.get(month.casefold())
    try:
        found = date(int(year), number or 0, int(day)).isoformat()
    except ValueError:
        return None
    return found if int(year) >= FIRST_NEWSPAPER and found != UNSET else None


def moment(captured_at: str | None) -> datetime | None:
    """When a page was captured, from an ISO date with or without a time; None where it is none.

    >>> moment("2031-10-15T01:30:00Z"), moment("Friday")
    (datetime.datetime(2031, 10, 15, 1, 30), None)
    """
    stamp = STAMP.match(captured_at or "")
    if not stamp or not made(*stamp[1].split("-")):
        return None
    try:
        return datetime.fromisoformat(f"{stamp[1]}T{stamp[2] or '00:00'}")
    except ValueError:
        return None


def relative_date(text: str, captured_at: str | None) -> str | None:
    """The day that "18 minutes ago", "yesterday" or "Friday" means on a page captured at `captured_at` (ISO), or None.

    Minutes and hours are counted back only from a capture whose time is known, since midnight may lie between; weeks
    and months are rounded, so that no day follows from them. A weekday is the last one before or at the capture.

    >>> relative_date("3 hours ago", "2031-10-15T01:30:00Z"), relative_date("Friday", "2031-10-15")
    ('2031-10-14', '2031-10-10')
    >>> relative_date("3 hours ago", "2031-10-15"), relative_date("Friday", None)
    (None, None)
    """
    stamp, capture = STAMP.match(captured_at or ""), moment(captured_at)
    if not stamp or not capture:
        return None
    try:
        if since := SINCE.search(text):
            number = int(since[1]) if since[1].isdigit() else 1
            unit = since[2][0].lower()
            if unit != "d" and not stamp[2]:
                return None
            return (capture - timedelta(seconds=number * SECONDS[unit])).date().isoformat()
        if named := DAY_NAMED.search(text):
            word = named[1].lower()
            back = (capture.weekday() - DAYS.index(word)) % 7 if word in DAYS else int(word == "yesterday")
            return (capture - timedelta(days=back)).date().isoformat()
    except (ValueError, OverflowError):
        pass
    return None
