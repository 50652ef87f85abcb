"""Number words, units and qualifiers: the vocabulary of `quantities` (data/units.csv, qualifiers.csv,
vague_numbers.csv, counted_nouns.csv, empty_words.txt)."""

from __future__ import annotations

import re
from functools import cache

from helpers import lists

SMALL = dict(
    zip(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ],
        range(20),
        strict=True,
    )
)
_TENS = {
    w: 10 * k for k, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)
}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
MONTHS = {
    m: k
    for k, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
}
DAYS = {d: k for k, d in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], 1)}
SYMBOLS = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "₹": "rupee", "₽": "ruble"}

_UNITS_WORD = "|".join(SMALL)
NUMBER_WORDS = [*sorted(SMALL, key=len, reverse=True), *_TENS, "hundred", "dozen", "thousand", "million", "billion"]
_NUMBER_WORDS = "|".join(NUMBER_WORDS)
_DIGITS = (
    r"(?<![\w.,/:#@+-])(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?:\.\d{1,6})?(?![\d/:])(?!,\d{3})(?!-\d{3,})(?!-\d{1,15}-\d)"
)
_WORDS = rf"\b(?:a |an )?(?:{_NUMBER_WORDS})(?:(?:[ -]| and )(?:{_NUMBER_WORDS})\b){{0,8}}\b"
_SCALE = r"(?:[ -](?P<scale>hundred|thousand|million|billion|trillion|dozen)\b|[ ]?(?P<short>bn|tn|mn|k|m|b)(?![\w]))?"
_MONTH = "(?:" + "|".join(f"{m[:3]}(?:{m[3:]}|\\.)?" for m in MONTHS) + "|sept\\.?)"
_HOURS = [w for w, n in SMALL.items() if 1 <= n <= 12]
_PART_OF_DAY = (
    r"(?: (?P<part>in the morning|in the afternoon|in the evening|at night|at noon|that morning|that night"
    r"|that evening|that afternoon))?"
)
_RANGE = r"(?:[ ]?[-–—][ ]?|[ ](?:to|and|or)[ ])"


@cache
def empty_words() -> frozenset[str]:
    """Words that carry no subject matter (data/empty_words.txt)."""
    return lists.words("empty_words.txt")


@cache
def units() -> dict[str, dict[str, str]]:
    """Unit as written, singular and plural -> its row."""
    out = {}
    for row in lists.rows("units.csv"):
        out[row["word"]] = row
        if row["plural"]:
            out[row["word"] + row["plural"] if row["plural"] in ("s", "es") else row["plural"]] = row
    return out


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    def either(words):
        return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))

    glued = [w for w, row in units().items() if row["after"] == "yes"]
    vague = either(r["phrase"] for r in lists.rows("vague_numbers.csv"))
    befores = either(r["phrase"] for r in lists.rows("qualifiers.csv") if r["place"] == "before")
    afters = either(r["phrase"] for r in lists.rows("qualifiers.csv") if r["place"] == "after")
    times = either(w for w, row in units().items() if row["kind"] == "duration")
    return {
        name: re.compile(pattern, re.IGNORECASE)
        for name, pattern in {
            "core": rf"(?P<symbol>(?:\b[A-Z]{{1,3}})?[$£€¥₹₽][ ]?)?(?:(?P<digits>{_DIGITS}){_SCALE})"
            rf"|(?P<half>\bhalf (?:a|an) (?P<of>million|billion|dozen|{times})\b)"
            rf"|(?P<parts>\b(?P<over>a|one|two|three|four|five|nine)[ -](?P<under>{'|'.join(PARTS)})(?P<s>s?)\b)"
            rf"|(?P<halfof>\bhalf(?= (?:of|the|its|their|all)\b))"
            rf"|(?P<vague>\b(?:{vague})\b)|(?P<words>{_WORDS})|(?P<an>\ban?(?= (?:{times})\b))",
            "unit": rf"[ -]?(?P<glued>%|(?:{either(glued)})(?!\w))|[ -](?P<apart>{either(units())})(?![\w])",
            "before": rf"(?:^|(?<=\W))(?:{befores})[ ](?:the |a |an )?$",
            "after": rf"[ ](?:{afters})\b",
            "second": rf"{_RANGE}(?P<symbol>[$£€¥₹₽])?(?P<digits>\d{{1,3}}(?:,\d{{3}}){{1,5}}|\d{{1,15}})"
            rf"(?P<d>\.\d{{1,6}})?"
            rf"(?![\d,/:]\d|-\d|\w*-\w*\d){_SCALE}|{_RANGE}(?P<words>{_WORDS})",
            "further": r"[ -]?(?:and )?(?P<n>\d{1,2}(?:\.\d{1,2})?)[ -]?"
            r"(?P<unit>inches|inch|ins|in|minutes?|mins?|seconds?)\b",
            "clock": r"(?<![\w:.,$£€/-])(?P<h>[01]?\d|2[0-3])(?:[:.](?P<m>[0-5]\d))?[ ]?(?P<ap>[ap])\.?m\b\.?"
            r"|(?<![\w:.,$£€/-])(?P<h24>[01]?\d|2[0-3]):(?P<m24>[0-5]\d)(?![\d:])|\b(?P<word>noon|midnight)\b",
            "of_all": rf"\b(?P<k>\d{{1,2}}|{_UNITS_WORD}) (?:in|out of)(?: every)? "
            rf"(?P<n>\d{{1,3}}|{_UNITS_WORD})\b(?!,?\d)"
            rf"|\b(?P<k2>\d{{1,2}}|{_UNITS_WORD}) (?P<what>[^\W\d_]+(?: [^\W\d_]+)?) (?:in|out of)(?: every)? "
            rf"(?P<n2>\d{{1,3}}|{_UNITS_WORD})\b(?= (?:is|are|was|were|has|have|had|will)\b|[.,;:!?)”\"’]|$)",
            "bare": r"(?:(?<=within )|(?<=just )|(?<=only )|(?<=mere )|(?<=in )|(?<=for ))"
            r"(?P<u>minutes|hours|days|weeks|months)\b"
            r"|(?P<v>\b(?:minutes|hours|days|weeks|months))(?= (?:later|earlier|before|after|of|to)\b)",
            "age": r"(?P<a>\d{1,3})[ -]years?[ -]old|\baged (?P<b>\d{1,3})\b|(?<=[a-z], )(?P<c>[1-9]\d)(?=,)",
        }.items()
    } | {
        "date": re.compile(
            rf"\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)? (?P<m1>{_MONTH})(?!\.? \d{{1,2}}(?!\d))(?: (?P<y1>\d{{4}}))?(?!\w)"
            rf"|\b(?P<m2>{_MONTH}) (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (?P<y2>\d{{4}}))?(?!\w)"
            rf"|\b(?P<m3>{_MONTH}),? (?:of )?(?P<y3>\d{{4}})(?!\w)"
            rf"|\b(?P<m4>{_MONTH}) (?:of )?(?:this|last|next) year\b"
            r"|(?P<y4>(?<![\w.,$£€/#-])(?:19|20)\d\d)(?![\w%-])(?!,\d|\.\d|[ -]?(?:per|km|m)\b)",
            re.IGNORECASE,
        ),
        "month": re.compile("(?<=[Ii]n )(?:" + "|".join(m.title() for m in MONTHS) + r")\b"),
        "weekday": re.compile(r"\b(?:" + "|".join(d.title() for d in DAYS) + r")\b"),
        "relative": re.compile(
            r"\b(?P<when>last|this|next) (?P<span>week|month|year)\b|\b(?P<day>yesterday)\b"
            rf"|\b(?P<way>past|last|next|coming) (?:(?P<many>few|several|couple of|\d{{1,2}}|{_UNITS_WORD}) "
            r"(?P<spans>days|weeks|months|years|decades)|(?P<one>week|month|year|decade))\b"
            rf"|\b(?P<edge>first|last|final) day of (?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?(?!\w)",
            re.IGNORECASE,
        ),
        "spoken": re.compile(
            rf"(?P<min>twenty[ -]five|twenty|ten|five|(?:a )?quarter|half|(?:\d{{1,2}}|{_UNITS_WORD}|twenty) minutes)"
            rf" (?P<way>to|past|before|after) (?P<hour>{'|'.join(_HOURS)}|midnight|noon)(?![\w-]){_PART_OF_DAY}"
            rf"|(?P<sharp>{'|'.join(_HOURS)}|\d{{1,2}}) o['’]clock{_PART_OF_DAY.replace('part', 'part2')}"
            rf"|(?P<plain>{'|'.join(_HOURS)}|\d{{1,2}}) "
            r"(?P<part3>in the morning|in the afternoon|in the evening|at night)"
            r"|(?:a )?quarter (?P<open>to|past)(?=[.,;:!?)”\"’]|$)",
            re.IGNORECASE,
        ),
    }


def word_value(words: str) -> float | None:
    """The value of number words, or None where they are no one number ("nine eleven").

    >>> word_value("two hundred and twenty-two"), word_value("nine eleven")
    (222.0, None)
    """
    total, part, unit_free, tens_free, seen = 0.0, 0.0, True, True, False
    for word in re.split(r"[ -]+", words.casefold()):
        if word in ("a", "an"):
            part, unit_free, tens_free = 1.0, False, False
        elif word in SMALL:
            if not unit_free or (not tens_free and SMALL[word] > 9):
                return None
            part, unit_free, tens_free, seen = part + SMALL[word], False, False, True
        elif word in _TENS:
            if not tens_free:
                return None
            part, tens_free, seen = part + _TENS[word], False, True
        elif word in ("hundred", "dozen"):
            part, unit_free, tens_free, seen = (part or 1) * SCALES[word], True, True, True
        elif word in SCALES:
            total, part, unit_free, tens_free, seen = total + (part or 1) * SCALES[word], 0.0, True, True, True
    return total + part if seen else None


def digit_value(digits: str, scale: str | None, short: str | None) -> tuple[float, float]:
    """(value, half the place of its last significant digit): how far the number may be rounded as written."""
    factor = SCALES.get((scale or "").casefold(), _SHORT.get((short or "").casefold(), 1.0))
    whole, _, decimals = digits.replace(",", "").partition(".")
    value = float(digits.replace(",", "")) * factor
    if decimals:
        return value, 0.5 * factor / 10 ** len(decimals)
    slack = rounded_by(float(whole)) * factor if factor == 1 else 0.5 * factor * 10 ** _zeros(whole)
    return value, min(slack, 0.1 * value)  # one digit leaves less room than half of its place: "a million"


def _zeros(digits: str) -> int:
    return len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0


def rounded_by(value: float) -> float:
    """Half the place of the last significant digit of a whole number of 100 or more; smaller ones are counted out."""
    if value < 100 or value != int(value):
        return 0.0
    zeros = _zeros(str(int(value)))
    return min(0.5 * 10**zeros, 0.1 * value) if zeros else 0.0


def lemma(noun: str) -> str:
    """The singular of an English noun, by rule.

    >>> [lemma(w) for w in ("homes", "families", "people", "glasses", "crisis")]
    ['home', 'family', 'person', 'glass', 'crisis']
    """
    w = noun.casefold().replace("’", "'").removesuffix("'s").strip("'")
    if w in IRREGULAR:
        return IRREGULAR[w]
    if len(w) > 4 and w.endswith("ies"):
        return w[:-3] + "y"
    if w.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return w[:-2]
    if len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "is")):
        return w[:-1]
    return w


IRREGULAR = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "policemen": "policeman",
    "policewomen": "policewoman",
    "fishermen": "fisherman",
    "firemen": "fireman",
    "news": "news",
    "teeth": "tooth",
    "police": "police",
}


@cache
def _counted() -> dict[str, str]:
    rows = (line.split(",") for line in lists.lines("counted_nouns.csv"))
    return {noun: first for first, *others in rows for noun in (first, *others)}


HEADS = frozenset(("dead", "injured", "police"))  # nouns that count without a plural


def counted_as(noun: str) -> str:
    """The word that stands for all nouns used for the same counted thing (data/counted_nouns.csv), else the noun.

    >>> counted_as("resident"), counted_as("eel")
    ('person', 'eel')
    """
    return _counted().get(noun, noun)


def stem(word: str) -> str:
    """A word without its inflection, roughly: good enough for both sides of a comparison to lose the same."""
    w = lemma(word)
    for ending in ("ing", "ed", "ly", "ment", "ion", "er", "or"):
        if w.endswith(ending) and len(w) - len(ending) >= 4:
            w = w[: -len(ending)]
            break
    return w[:-1] if len(w) > 4 and w.endswith("e") else w
