"""Dates, clock times, ages and other quantities that have a form of their own."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from helpers.numbers.counted import NOUN, about_measured, before, counted, plural
from helpers.numbers.numerals import DAYS, MONTHS, SMALL, units
from helpers.numbers.starts import Starts, matches


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
        "modifiers": "",
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
        yield m, _loosened(text, quantity(m.start(), m.end(), "time", value, value, value, "minute of day", "clock"))


_AT = re.compile(r"\b(?:at|by|until|till|since|before|after|just) $", re.IGNORECASE)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|(?P<before>nearly|almost|(?:shortly|just) before)"
    r"|(?P<after>(?:shortly|just) after)) $",
    re.IGNORECASE,
)
_LATE = ("afternoon", "evening", "night")


def spoken(text: str, at: Starts):
    """Clock times in words: "at twenty to twelve". Where nothing says which half of the day is meant the unit is
    `minute of half day`, 0 to 719; "a quarter to" alone takes its hour from the time named before it."""
    last = None
    for m in matches("spoken", text, at["number"], at["core"]):
        if m["open"]:
            if last is None or m.start() - last[0] > 200:
                continue
            _, value, unit = last
            value += ((45 if m["open"].casefold() == "to" else 15) - value) % 60
        else:
            value = _minutes(text, m)
            if value is None:
                continue
            part = (m["part"] or m["part2"] or m["part3"] or "").casefold()
            hour = (m["hour"] or "").casefold()
            unit = "minute of day" if part or hour in ("midnight", "noon") else "minute of half day"
            if hour == "noon" or part.endswith(_LATE):
                value = value % 720 + 720
            else:
                value %= 1440 if hour == "midnight" else 720
            last = m.start(), value, unit
        yield m, _loosened(text, quantity(m.start(), m.end(), "time", value, value, value, unit, "clock"))


def _loosened(text: str, q: dict) -> dict:
    """A clock time with the minutes that "about" or "shortly before" leave it."""
    m = _ABOUT.search(text[max(0, q["start"] - 16) : q["start"]])
    if m is None:
        return q
    early, late = (0 if m["after"] else 15), (0 if m["before"] else 15)
    return {**q, "low": q["low"] - early, "high": q["high"] + late, "approx": "rounding"}


def _minutes(text: str, m: re.Match) -> int | None:
    """Minutes after twelve, or None where "five to eleven" is no time but a range ("five to eleven boats")."""
    if m["sharp"] or m["plain"]:
        word = m["sharp"] or m["plain"]
        hour = int(word) if word.isdigit() else SMALL[word.casefold()]
        sure = m["sharp"] or _AT.search(text[max(0, m.start() - 8) : m.start()])
        return 60 * hour if 1 <= hour <= 12 and sure else None
    words, way, hour = m["min"].casefold(), m["way"].casefold(), m["hour"].casefold()
    plain = "minutes" not in words and "quarter" not in words and words != "half"
    if (words == "half" and way != "past") or (plain and way in ("before", "after")):
        return None
    if plain and way == "to" and hour not in ("midnight", "noon"):
        after = NOUN.match(text, m.end())
        if not _AT.search(text[max(0, m.start() - 8) : m.start()]) or (after and plural(after[1])):
            return None
    first = re.split(r"[ -]", words)[0]
    minutes = {"a": 15, "quarter": 15, "half": 30, "twenty": 20}.get(first) or SMALL.get(first) or int(first)
    minutes += 5 * words.endswith("five") * (first == "twenty")
    full = {"midnight": 24, "noon": 12}.get(hour) or SMALL[hour]
    return 60 * full + (minutes if way in ("past", "after") else -minutes)


def dates(text: str, at: Starts):
    for m in matches("date", text, at["number"], at["month"]):
        name = m["m1"] or m["m2"] or m["m3"] or m["m4"]
        month = next((k for n, k in MONTHS.items() if n.startswith(name[:3].casefold())), None) if name else None
        if name and not name[0].isupper():  # "may 5" is no date
            continue
        if m["m4"]:  # "June of this year": the year is known where the article's date is
            n = date(2000, month, 1).timetuple().tm_yday
            yield m, quantity(m.start(), m.end(), "date", n, n, n + 30, "day of year", "month")
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
    spans = {"day": 1, "week": 7, "month": 31, "year": 366, "decade": 3653}
    for m in matches("relative", text, at["relative"]):
        if m["edge"]:
            found = _edge(m)
            if found:
                yield m, quantity(m.start(), m.end(), "date", found[0], *found, "day")
            continue
        if m["day"]:
            n, low, high = -1, -1, -1
        elif m["way"]:
            back = m["way"].casefold() in ("past", "last")
            longest = _longest(m, spans)
            low, high = (-longest, 0) if back else (0, longest)
            n = (low + high) / 2
        else:
            n = spans[m["span"].casefold()]
            # "last year" may be yesterday or nearly two years ago: without the article's date no more is known.
            low, high = {"last": (-2 * n, 0), "this": (-n, n), "next": (0, 2 * n)}[m["when"].casefold()]
            n = (low + high) / 2
        written = (m["span"] or m["one"] or (m["spans"] or "days")[:-1]).casefold()
        yield m, quantity(m.start(), m.end(), "date", n, low, high, "days from publication", written, "", "vague")


def _longest(m: re.Match, spans: dict[str, int]) -> int:
    """Days that "the past few years" covers at most."""
    if m["one"]:
        return spans[m["one"].casefold()]
    many = m["many"].casefold()
    n = {"few": 12, "several": 20, "couple of": 3}.get(many) or SMALL.get(many) or int(many)
    return n * spans[m["spans"][:-1].casefold()]


def _edge(m: re.Match) -> tuple[int, int, str] | None:
    """The first or last day of a month, as (day, day, unit)."""
    month = next(k for n, k in MONTHS.items() if n.startswith(m["month"][:3].casefold()))
    try:
        first = date(int(m["year"] or 2000), month, 1)
    except ValueError:
        return None
    day = first if m["edge"].casefold() == "first" else first.replace(day=monthrange(first.year, month)[1])
    n = day.toordinal() if m["year"] else day.timetuple().tm_yday
    return n, n, "day" if m["year"] else "day of year"


def age(text: str, at: Starts):
    for m in matches("age", text, at["number"], at["aged"]):
        n = int(m["a"] or m["b"] or m["c"])
        if n <= 125:
            yield m, quantity(m.start(), m.end(), "age", n, n, n, "year of age", "year", before(text, m.start()))


def of_all(text: str, at: Starts):
    for m in matches("of_all", text, at["number"]):
        pair = (m["k"] or m["k2"], m["n"] or m["n2"])
        k, n = (float(x) if x.isdigit() else float(SMALL[x.casefold()]) for x in pair)
        if 0 < k < n:
            value, about = 100 * k / n, counted(text, m.end())
            if m["what"]:  # "two homes in three"
                about = counted(text, m.end("k2"))[0], m.end()
                if not about[0]:
                    continue
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
