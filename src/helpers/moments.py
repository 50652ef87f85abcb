"""Dates, clock times, ages and other quantities that have a form of their own."""

from __future__ import annotations

from datetime import date

from helpers.counted import about_measured, before, counted
from helpers.numerals import DAYS, MONTHS, SMALL, units
from helpers.starts import Starts, matches


def quantity(start, end, kind, value, low, high, unit, written, about="", approx="exact") -> dict:
    return {
        "start": start,
        "end": end,
        "kind": kind,
        "value": float(value),
        "low": float(low),
        "high": float(high),
        "unit": unit,
        "written": written,
        "about": about,
        "approx": approx,
    }


def clock(text: str, at: Starts):
    for m in matches("clock", text, at["number"], at["noon"]):
        if m["word"]:
            value = 720 if m["word"].casefold() == "noon" else 0
        elif m["h24"]:
            value = 60 * int(m["h24"]) + int(m["m24"])
        elif 1 <= int(m["h"]) <= 12:
            value = 60 * (int(m["h"]) % 12 + 12 * (m["ap"] in "pP")) + int(m["m"] or 0)
        else:
            continue
        yield m, quantity(m.start(), m.end(), "time", value, value, value, "minute of day", "clock")


def dates(text: str, at: Starts):
    for m in matches("date", text, at["number"], at["month"]):
        name = m["m1"] or m["m2"] or m["m3"]
        month = next((k for n, k in MONTHS.items() if n.startswith(name[:3].casefold())), None) if name else None
        if name and not name[0].isupper():  # "may 5" is no date
            continue
        d, y = m["d1"] or m["d2"], m["y1"] or m["y2"] or m["y3"] or m["y4"]
        try:
            if d and not y:
                n = date(2000, month, int(d)).timetuple().tm_yday  # a leap year, so that 29 February counts
                yield m, quantity(m.start(), m.end(), "date", n, n, n, "day of year", "day")
                continue
            first = date(int(y), month or 1, int(d or 1))
        except ValueError:
            continue
        days = (
            1 if d else (date(first.year + first.month // 12, first.month % 12 + 1, 1) - first).days if month else 365
        )
        written = "day" if d else "month" if month else "year"
        n = first.toordinal()
        yield m, quantity(m.start(), m.end(), "date", n, n, n + days - 1, "day", written)
    for m in matches("month", text, at["month"]):
        n = date(2000, MONTHS[m[0].casefold()], 1).timetuple().tm_yday
        yield m, quantity(m.start(), m.end(), "date", n, n, n + 30, "day of year", "month")
    for m in matches("weekday", text, at["weekday"]):
        n = DAYS[m[0].casefold()]
        yield m, quantity(m.start(), m.end(), "date", n, n, n, "weekday", "weekday")
    spans = {"week": 7, "month": 31, "year": 366}
    for m in matches("relative", text, at["relative"]):
        if m["day"]:
            n, low, high = -1, -1, -1
        else:
            n = spans[m["span"].casefold()]
            # "last year" may be yesterday or nearly two years ago: without the article's date no more is known.
            low, high = {"last": (-2 * n, 0), "this": (-n, n), "next": (0, 2 * n)}[m["when"].casefold()]
            n = (low + high) / 2
        written = (m["span"] or "day").casefold()
        yield m, quantity(m.start(), m.end(), "date", n, low, high, "days from publication", written, "", "vague")


def age(text: str, at: Starts):
    for m in matches("age", text, at["number"], at["aged"]):
        n = int(m["a"] or m["b"] or m["c"])
        if n <= 125:
            yield m, quantity(m.start(), m.end(), "age", n, n, n, "year of age", "year", before(text, m.start()))


def of_all(text: str, at: Starts):
    for m in matches("of_all", text, at["number"]):
        k, n = (float(x) if x.isdigit() else float(SMALL[x.casefold()]) for x in (m["k"], m["n"]))
        if 0 < k < n:
            value, about = 100 * k / n, counted(text, m.end())
            yield m, quantity(m.start(), about[1], "share", value, value * 0.9, value * 1.1, "percent", "in", about[0])


def bare(text: str, at: Starts):
    """ "Within minutes": a unit of time in the plural stands for two of it or more."""
    for m in matches("bare", text, at["span"]):
        row = units()[(m["u"] or m["v"]).casefold()]
        f = float(row["factor"])
        about = about_measured(text, m.start(), m.end())
        yield (
            m,
            quantity(m.start(), m.end(), "duration", 2 * f, 2 * f, 60 * f, row["unit"], row["word"], about, "vague"),
        )
