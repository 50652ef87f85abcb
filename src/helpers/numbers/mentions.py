"""The quantities of a story's articles as mentions that can be compared, and which articles are versions of one."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import chain

from helpers.copies.reuse import reprints, standing_in
from helpers.numbers.numerals import HEADS, counted_as, empty_words, stem, units
from helpers.numbers.quantities import quantities
from helpers.numbers.scope import Scope, scope
from helpers.text.gram_index import CROWD
from helpers.text.ngrams import Text

NEAR = 90  # characters of the sentence on either side of a number that say what it is of
VERSION = 0.40  # share of 5-grams from which two articles of one outlet are versions of one article
_CORRECTS = re.compile(r"\bcorrect(?:ed|ion|s)\b|\bearlier version\b|\bmisstated\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Mention:
    """One quantity of one article: what it says, where it stands (every place), its limits, the stems around it."""

    article: int
    places: tuple[tuple[int, int], ...]
    sentence: int
    kind: str
    unit: str
    written: str
    about: str
    modifiers: str
    noun: str  # what stands for `about` and its synonyms
    approx: str
    relative: bool  # a date told from the day of publication: "six months ago"
    value: float
    low: float
    high: float
    scope: Scope
    context: frozenset[str] = field(compare=False)

    @property
    def start(self) -> int:
        return self.places[0][0]

    @property
    def thing(self) -> tuple[str, str]:
        """What two numbers must share to be of one object: the noun and what is told of it."""
        return self.noun, self.scope.frame

    def meets(self, other: Mention) -> bool:
        if self.unit != other.unit:  # a clock time with and one without its half of the day
            shift = 720 * round((self.value - other.value) / 720)
            return self.low - shift <= other.high and other.low <= self.high - shift
        if self.approx == other.approx == "bound":  # "under an hour" and "more than an hour" touch and do not meet
            return self.low < other.high and other.low < self.high
        return self.low <= other.high and other.low <= self.high

    def says(self, other: Mention) -> bool:
        a, b = self.value, other.value
        if self.unit != other.unit:
            a, b = a % 720, b % 720
        return math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)

    def near(self, other: Mention, factor: float) -> bool:
        return max(self.value, other.value) <= factor * min(self.value, other.value)

    @property
    def digits(self) -> int:
        """Significant digits of the value as written: how seldom two numbers agree by chance."""
        factor = float(units()[self.written]["factor"]) if self.written in units() and self.kind != "money" else 1.0
        return len(f"{self.value / factor:.6g}".replace(".", "").split("e")[0].strip("0"))


def mentions_of(article: int, text: Text) -> list[Mention]:
    """The quantities of an article, repeats of one joined, relative dates made absolute where its date is known."""
    out: dict[tuple, Mention] = {}
    for q in quantities(text.text):
        m = _mention(article, text, q)
        key = (m.kind, m.unit, m.noun, m.scope.frame, m.scope.replaced, m.low, m.high)
        if key in out:
            context = out[key].context | m.context
            m = replace(out[key], context=context, places=out[key].places + m.places)
        out[key] = m
    return list(out.values())


def _mention(article: int, text: Text, q: dict) -> Mention:
    at = bisect_right(text.sentences, (q["start"], len(text.text))) - 1
    s, e = text.sentences[at] if at >= 0 and q["start"] < text.sentences[at][1] else (q["start"], q["end"])
    first, last = max(s, q["start"] - NEAR), min(e, q["end"] + NEAR)
    words = [*_WORD.finditer(text.text, first, last)]
    if words and words[0].start() == first > s:  # a word that the window cuts is none
        del words[0]
    if words and words[-1].end() == last < e:
        del words[-1]
    around = (m[0] for m in words if not q["start"] <= m.start() < q["end"])
    context = frozenset(map(_meant, around)) - {None, _stem(q["about"])}
    limits = scope(text.text, q["start"], q["end"], q["kind"], (s, e))
    noun = counted_as(q["about"])
    if q["kind"] == "count" and noun in HEADS:  # "nine injured" are nine persons of whom this is told
        noun, limits = "person", replace(limits, frame=limits.frame or noun)
    if q["kind"] == "duration" and limits.frame:
        noun = ""
    if q["kind"] == "date":  # what happened then: "deferred in March"
        noun = _stem(_done(text.text[max(s, q["start"] - 40) : q["start"]]))
    relative = q["unit"] == "days from publication"
    q = _dated(q, text.published)
    return Mention(
        article, ((q["start"], q["end"]),), at, q["kind"], q["unit"], q["written"], q["about"], q["modifiers"],
        noun, q["approx"], relative, q["value"], q["low"], q["high"], limits, context,
    )  # fmt: skip


def _done(before: str) -> str:
    """The last word before a date that says something."""
    words = [w for w in _WORD.findall(before) if w.casefold() not in empty_words()]
    return words[-1].casefold() if words else ""


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return stem(word)


@lru_cache(maxsize=65536)
def _meant(word: str) -> str | None:
    """The stem of a word that carries subject matter."""
    word = word.casefold().replace("’", "'")
    return None if word in empty_words() else _stem(word)


def _dated(q: dict, published: str | None) -> dict:
    if q["unit"] != "days from publication" or not published:
        return q
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return q
    n = day.toordinal()
    low, high = q["low"] + n, q["high"] + n
    if q["written"] == "year" and q["approx"] == "vague":  # "last year" is the calendar year before
        year = day.year + (q["value"] > 0) - (q["value"] < 0)
        low, high = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return {**q, "unit": "day", "value": float((low + high) / 2), "low": float(low), "high": float(high)}


def weights(mentions: Sequence[Mention]) -> dict[str, float]:
    """What the stems around numbers weigh: the more, the fewer numbers of the story they stand beside."""
    seen = Counter(chain.from_iterable(m.context for m in mentions))
    return {w: math.log((len(mentions) + 1) / n) + 0.1 for w, n in seen.items()}


def corrects(text: Text, *mentions: Mention) -> bool:
    """Whether an article says that it was corrected; where its note gives numbers, whether these are among them."""
    notes = [
        text.text[s : text.sentences[min(k + 2, len(text.sentences) - 1)][1]]
        for k, (s, e) in enumerate(text.sentences)
        if _CORRECTS.search(text.text, s, e)
    ]
    for note in notes:
        values = [q["value"] for q in quantities(note) if q["kind"] not in ("date", "time")]
        if not mentions or not values or any(math.isclose(v, m.value) for v in values for m in mentions):
            return True
    return False


def _standing_in(texts: Sequence[Text]) -> list[tuple[int, int]]:
    """Which texts, by number, stand for a good part in which others."""
    if len(texts) <= CROWD:
        return standing_in(texts, VERSION)
    at = {t.article_id: k for k, t in enumerate(texts)}
    found = reprints(texts, VERSION)
    return [(at[a], at[b]) for a, b in zip(found["article_id"], found["of_article_id"], strict=True)]


def versions_of(texts: Sequence[Text]) -> dict[tuple[int, int], bool]:
    """(older, newer) of one outlet's versions of one article -> whether dates or a correction tell which is which."""
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for k, t in enumerate(texts):
        if t.outlet:  # a carrier's copy is of its outlet's article, in the version of its day
            by_outlet[t.outlet].append(k)
    out = {}
    for same in by_outlet.values():
        if len(same) < 2:
            continue
        pairs = {(same[a], same[b]) for a, b in _standing_in([texts[k] for k in same])}
        copies = {k: [j for j in same if texts[j].text == texts[k].text] for k in same}
        # Word-for-word copies are listed against the first of them alone; each is a version of what that one is.
        pairs = {(x, y) for a, b in pairs for x in copies[a] for y in copies[b] if x != y}
        for pair in sorted(pairs):
            old, new = sorted(pair, key=lambda k: (texts[k].published or "", corrects(texts[k]), k))
            known = (texts[old].published or "", corrects(texts[old])) != (
                texts[new].published or "",
                corrects(texts[new]),
            )
            out[old, new] = known
    return out
