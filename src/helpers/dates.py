"""Absolute dates in words and figures; nothing relative, no clock."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    name: k + 1
    for k, row in enumerate((
        "jan january januar janvier enero janeiro gennaio января",
        "feb february februar février febrero fevereiro febbraio февраля",
        "mar march märz mars marzo março марта",
        "apr april avril abril aprile апреля", "may mai mayo maio maggio мая",
        "jun june juni juin junio junho giugno июня", "jul july juli juillet julio julho luglio июля",
        "aug august août agosto августа",
        "sep sept september septembre septiembre setembro settembre сентября",
        "oct october oktober octobre octubre outubro ottobre октября",
        "nov november novembre noviembre novembro ноября",
        "dec december dezember décembre diciembre dezembro dicembre декабря",
    ))
    for name in row.split()
}  # fmt: skip
ISO = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)")
COMPACT = re.compile(r"^(\d{4})(\d\d)(\d\d)(?:T?\d{4,6})?$")
DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|\.|º)?\s+(?:of\s+|de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)"
)
MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
FIGURES = re.compile(r"(?<!\d)(\d{1,2})([./])(\d{1,2})\2(\d{4})(?!\d)")
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
        return date(int(year), number or 0, int(day)).isoformat()
    except ValueError:
        return None
