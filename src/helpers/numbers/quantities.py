"""The quantities in a text: what is said, of what, in which unit, and which range of values the words allow.

Rules over number words, units and qualifiers, after the idea of Roy, Vieira and Roth ("Reasoning about quantities in
natural language", TACL 2015), without a parser: what a number counts is read from the words beside it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from functools import lru_cache
from itertools import chain

from helpers import lists
from helpers.numbers.counted import NOUN, about_measured, before, counted, done, plural
from helpers.numbers.elliptic import resolved
from helpers.numbers.moments import age, bare, clock, dates, of_all, quantity, spoken
from helpers.numbers.numerals import (
    DAYS,
    PARTS,
    SCALES,
    SMALL,
    SYMBOLS,
    digit_value,
    empty_words,
    patterns,
    rounded_by,
    units,
    word_value,
)
from helpers.numbers.starts import COUNTING, matches, starts

# Spaces that do not break; letters that patterns which ignore case take for an i, and the lists of words do not.
_AS_PLAIN = (*((space, " ") for space in "\u00a0\u2007\u2009\u202f"), ("\u0130", "I"), ("\u0131", "i"))
PASSAGE = 500  # characters: longer texts are articles, which are asked for again
_OF_UNIT = re.compile(r" of an? (hour|mile|century|day|year)\b", re.IGNORECASE)
_VERB = re.compile(r" (?:were|was|are|have|had|who|[^\W\d_]+ed)\b")
_NOT_COUNTED = re.compile(r"\s(?:of the|of these|of those|of them|of its|of his|of her|of their|of our)\b")


def quantities(text: str) -> list[dict]:
    """Every quantity of a text, in order, none overlapping another.

    Each is a dict: start, end (offsets of the expression, from its qualifier to its unit or the noun it counts);
    kind (count, money, date, duration, time, measure, share, age); value, low, high (floats in `unit`: what is said,
    and the range the words allow; high may be inf); unit (the unit compared in: minute, metre, percent, dollar, day,
    …; empty for counts), written (the unit as written, singular); about (lemma of what is counted or measured, empty
    where the words beside it do not say); modifiers (the words between a number and its noun); approx (exact; rounding:
    "nearly 500"; bound: "more than 500", "5 to 10"; vague: "dozens"). A bare round number allows half its last
    significant digit ("1,200" is 1,150 to 1,250). Numbers that lean on another one ("the figure is 412") take its noun.

    Units of date: `day` (proleptic ordinal), `day of year`, `weekday`, `days from publication`. Times are minutes after
    midnight (`minute of day`), or after twelve where no half of the day is named (`minute of half day`).
    Ordinals, scores, phone numbers, numbers in names and "one" as a pronoun are left out.

    >>> [(q["value"], q["about"], q["approx"]) for q in quantities("Nearly 500 homes and two boats were lost.")]
    [(500.0, 'home', 'rounding'), (2.0, 'boat', 'exact')]
    """
    return [dict(q) for q in (_kept if len(text) > PASSAGE else _found)(text)[0]]


class Counting:
    """Where in a text something may be counted or measured: passages in which nothing is are not read."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, _kept(text)[1]

    def quantities(self, start: int, end: int) -> list[dict]:
        """The quantities of a passage that are no dates and no clock times, read as if it stood alone.

        >>> [q["value"] for q in Counting("In May it rained. 412 homes were lost.").quantities(18, 38)]
        [412.0]
        """
        k = bisect_left(self._at, start)
        whole = not any(self._text[max(at - 1, 0) : at + 1].isalnum() for at in (start, end) if at)
        if whole and (k == len(self._at) or self._at[k] >= end):
            return []
        return [q for q in quantities(self._text[start:end]) if q["kind"] not in ("date", "time")]


def _found(text: str) -> tuple[list[dict], list[int]]:
    """The quantities of a text, and the offsets at which those that are no dates and no clock times can begin."""
    for written, plain in _AS_PLAIN:
        text = text.replace(written, plain)  # one character for one: offsets stay
    at = starts(text)
    if not at:
        return [], []
    taken = bytearray(len(text))
    found: list[dict] = []

    def keep(q: dict | None, start: int, end: int) -> None:
        taken[start:end] = b"\x01" * (end - start)
        if q is not None:
            found.append(q)

    def read(*readers) -> None:
        for reader in readers:
            for m, q in reader(text, at):
                if not any(taken[m.start() : m.end()]):
                    keep(q, m.start(), m.end())

    read(spoken, clock, dates, age, of_all)
    for m in matches("core", text, at["number"], at["core"]):
        if not any(taken[m.start() : m.end()]):
            q = _number(text, m)
            if q is not None and not any(taken[q["start"] : q["end"]]):
                keep(q if q["kind"] else None, q["start"], q["end"])
    read(bare)
    counted = sorted(chain.from_iterable(at[group] for group in COUNTING))
    return resolved(text, sorted(found, key=lambda q: q["start"])), counted


_kept = lru_cache(maxsize=256)(_found)  # a story's facts and its numbers ask for those of the same articles


def _number(text: str, m: re.Match) -> dict | None:
    """The quantity whose number is at `m`; kind is empty where it is no quantity but must not be read as one."""
    start, end = m.start(), m.end()
    read = _core(text, m)
    if read is None:
        return None
    value, slack, approx, low, high = read
    symbol = (m["symbol"] or "").strip()
    short = m["short"]
    if short and short in "mM" and not symbol and not _millions(text, end):  # "3.9 m"
        end = m.start("short") - (text[m.start("short") - 1] == " ")
        value, slack = digit_value(m["digits"], None, None)
        row, end = units()["metre"], m.end("short")
    else:
        if m["digits"] or m["words"]:
            more = _second(text, m, value)
            if more == "score":
                return quantity(start, patterns()["second"].match(text, end).end(), "", 0, 0, 0, "", "")
            if more:
                low, value, high, end = more
                approx, slack = "bound", 0.0
        u = None if (m["parts"] or m["halfof"]) else patterns()["unit"].match(text, end)
        row = units()[(u["glued"] or u["apart"]).casefold()] if u and u[0].strip(" -") != "%" else None
        if u and row is None:
            row = units()["percent"]
        if u:
            end = u.end()
    if m["half"] and m["of"].casefold() not in SCALES:
        row = units()[m["of"].casefold()]
    if m["parts"] or m["halfof"]:
        row = units()["percent"]
        unit = _OF_UNIT.match(text, end)
        if unit:  # "three quarters of an hour"
            row, end, value, slack = units()[unit[1].casefold()], unit.end(), value / 100, slack / 100
    if row is None and end < len(text) and text[end].isalpha():  # "22nd", "1990s"
        return None
    if row is None and not symbol and _is_name(text, m):
        return None

    factor = float(row["factor"]) if row else 1.0
    if row and row["kind"] in ("duration", "measure") and approx == "exact" and slack == 0:
        slack = min(0.5, value / 4) if value == int(value) else 0.1 * value
    if math.isnan(low):
        low, high = value - slack, value + slack
    value, low, high = value * factor, low * factor, high * factor
    if row and row["unit"] in ("metre", "minute"):
        value, low, high, end = _compound(text, end, row, value, low, high)

    start, end, value, low, high, approx = _qualified(text, start, end, value, low, high, approx)
    if m["an"] and approx == "exact" and not re.match(r" (?:ago|later|earlier)\b", text[end:]):
        return None
    return _placed(text, m, start, end, value, low, high, approx, row, symbol)


def _core(text: str, m: re.Match) -> tuple[float, float, str, float, float] | None:
    """(value, slack, approx, low, high) of the bare number; low and high are nan where slack tells them."""
    nan = math.nan
    if m["digits"]:
        return (*digit_value(m["digits"], m["scale"], m["short"]), "exact", nan, nan)
    if m["vague"]:
        row = next(r for r in lists.rows("vague_numbers.csv") if r["phrase"] == m["vague"].casefold())
        low, high = float(row["low"]), float(row["high"])
        return math.sqrt(low * high), 0.0, "vague", low, high
    if m["half"]:
        scale = SCALES.get(m["of"].casefold(), 1.0)
        return 0.5 * scale, 0.05 * scale, "exact", nan, nan
    if m["halfof"]:
        return 50.0, 5.0, "exact", nan, nan
    if m["parts"]:
        over = 1 if m["over"].casefold() == "a" else SMALL[m["over"].casefold()]
        under = PARTS[m["under"].casefold()]
        if over >= under or not ((m["s"] and over > 1) or text.startswith(" of ", m.end())):  # "a third man"
            return None
        return 100 * over / under, 10 * over / under, "exact", nan, nan
    if m["an"]:
        return 1.0, 0.25, "exact", nan, nan
    value = word_value(m["words"])
    if value is None or (m["words"].casefold().split()[0] in ("a", "an") and value < 100):
        return None
    if value == 1 and not patterns()["unit"].match(text, m.end()):
        return None  # "one" is a pronoun more often than a number
    slack = rounded_by(value)
    return value, slack, "exact", nan, nan


def _millions(text: str, end: int) -> bool:
    """Whether "m" after a figure means millions: what follows is money or something counted."""
    u = patterns()["unit"].match(text, end)
    word = NOUN.match(text, end)
    return bool(u and u["apart"] and units()[u["apart"].casefold()]["kind"] == "money") or bool(
        word and word[1].islower() and plural(word[1]) and word[1] not in empty_words()
    )


def _second(text: str, m: re.Match, first: float):
    """(low, middle, high, end) of a range, "score" for "3-2", or None."""
    r = patterns()["second"].match(text, m.end())
    if r is None:
        return None
    dash = r[0].strip()[0] in "-–—"
    before = text[max(0, m.start() - 12) : m.start()].casefold().rstrip()
    if r["words"]:
        value = word_value(r["words"])
    else:
        value = digit_value(r["digits"] + (r["d"] or ""), r["scale"], r["short"])[0]
    if value is None:
        return None
    if (r["scale"] or r["short"]) and not (m["scale"] or m["short"]) and first < value / 100:  # "5 to 10 million"
        first *= SCALES.get(
            (r["scale"] or "").casefold(), value / float((r["digits"] + (r["d"] or "")).replace(",", ""))
        )
    if dash and value <= first:
        return "score"
    if first >= value or (r[0].startswith(" and") and not before.endswith("between")) or before.endswith("from"):
        return None
    return first, (first + value) / 2, value, r.end()


def _is_name(text: str, m: re.Match) -> bool:
    """Whether a number is part of a name: "Apollo 11", "page 5", "1600 Harbour Street"."""
    words = re.findall(r"[\w'’.]+", text[max(0, m.start() - 40) : m.start()])
    before = words[-1] if words and text[m.start() - 1 : m.start()] == " " else ""
    if before.casefold().rstrip(".") in lists.words("number_labels.txt"):
        return True
    after = re.match(r" (?:[A-Z][\w'’]* ){0,2}(?:Street|Avenue|Road|Drive|Lane|Boulevard|Square)\b", text[m.end() :])
    if after:
        return True
    named = before[:1].isupper() and before.casefold() not in DAYS and before.casefold() not in empty_words()
    if not named or before.endswith(".") or not m["digits"] or "," in m["digits"] or m["scale"] or m["symbol"]:
        return False
    start = text.rfind(before, 0, m.start())
    return not re.search(
        r"(?:^|[.!?:\n][”\"’')]{0,5}\s{0,5}|[“\"‘])$", text[max(0, start - 6) : start]
    )  # the first word of a sentence is capital


def _compound(text: str, end: int, row: dict, value: float, low: float, high: float):
    """ "12 ft 10 in", "2 hours 15 minutes": the smaller unit makes the whole more exact."""
    more = patterns()["further"].match(text, end)
    name = {"in": "inch", "ins": "inch"}.get(more["unit"].casefold(), more["unit"].casefold()) if more else None
    small = units().get(name)
    if small is None or small["unit"] != row["unit"] or float(small["factor"]) >= float(row["factor"]):
        return value, low, high, end
    f = float(small["factor"])
    value += float(more["n"]) * f
    return value, value - f / 2, value + f / 2, more.end()


def _qualified(text: str, start: int, end: int, value: float, low: float, high: float, approx: str):
    """Widen the range by a qualifier before ("nearly") or after ("or more") the number."""
    for place, m in (
        ("before", patterns()["before"].search(text[max(0, start - 30) : start])),
        ("after", patterns()["after"].match(text, end)),
    ):
        if m is None:
            continue
        words = m[0].strip().casefold()
        row = next(
            (
                r
                for r in lists.rows("qualifiers.csv")
                if r["place"] == place and (words == r["phrase"] or words.startswith(r["phrase"] + " "))
            ),
            None,
        )
        if row is None or approx == "vague":
            continue
        times_low, times_high = float(row["low"]), float(row["high"])
        # A side the words leave at the number itself keeps it exactly: "more than 500" is not 495.
        middle = (value, value) if approx != "bound" else (low, high)
        low = middle[0] * times_low
        high = middle[1] * times_high if middle[1] or times_high < math.inf else math.inf
        approx = row["approx"]
        if place == "before":
            start -= len(m[0])
        else:
            end = m.end()
    return start, end, value, low, high, approx


def _placed(text, m, start, end, value, low, high, approx, row, symbol) -> dict:
    """Kind, unit and what it is about."""
    if symbol:
        unit = SYMBOLS[symbol[-1]]
        return quantity(start, end, "money", value, low, high, unit, unit, about_measured(text, start, end), approx)
    if row is None:
        if _NOT_COUNTED.match(text, end):
            about, stop = counted(text, _NOT_COUNTED.match(text, end).end())[0], end
        else:
            about, stop = counted(text, end)
        if about == "time":  # "viewed 900,000 times" counts views
            about = done(text, start) or about
        if not about and not _VERB.match(text, end):  # "1,180 were evacuated" leaves open what it counts
            about = before(text, start, plural_only=True)
        words = text[end:stop].split()[:-1] if about and stop > end else []
        q = quantity(start, stop, "count", value, low, high, "", "", about, approx)
        return {**q, "modifiers": " ".join(w.strip("-“”\"‘’'").casefold() for w in words)}
    if row["unit"] == "minute" and re.match(r" ago\b", text[end : end + 4]):
        days = [x / 1440 for x in (value, low, high)]
        if approx == "exact":  # "six months ago" is said of five and a half as well
            days = [days[0], days[0] - 0.5 * float(row["factor"]) / 1440, days[0] + 0.5 * float(row["factor"]) / 1440]
        return quantity(
            start,
            end + 4,
            "date",
            -days[0],
            -days[2],
            -days[1],
            "days from publication",
            row["word"],
            "",
            "vague" if approx == "vague" else "rounding",
        )
    if row["word"] == "year" and (old := re.match(r"[ -]old\b", text[end : end + 5])):
        years = [x / float(row["factor"]) for x in (value, low, high)]
        return quantity(start, end + old.end(), "age", *years, "year of age", "year", before(text, start), approx)
    about = about_measured(text, start, end)
    return quantity(start, end, row["kind"], value, low, high, row["unit"], row["word"], about, approx)
