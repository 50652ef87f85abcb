"""The quantities of a story's articles as mentions that can be compared, and which articles are versions of one."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from helpers.ngrams import Text
from helpers.numerals import counted_as, empty_words, stem
from helpers.quantities import quantities
from helpers.reuse import reprints

NEAR = 90  # characters of the sentence on either side of a number that say what it is of
LONGEST_WORD = 60  # characters: so much further the words near a quantity are looked for, not in all of a long sentence
VERSION = 0.40  # share of 5-grams from which two articles of one outlet are versions of one article
_CORRECTS = re.compile(r"\bcorrect(?:ed|ion|s)\b|\bearlier version\b|\bmisstated\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Mention:
    """One quantity of one article: where it stands, what it says, the stems around it."""

    article: int
    start: int
    end: int
    sentence: int
    kind: str
    unit: str
    written: str
    about: str
    thing: str  # what stands for `about` and its synonyms
    approx: str
    value: float
    low: float
    high: float
    context: frozenset[str] = field(compare=False)

    def meets(self, other: Mention) -> bool:
        return self.low <= other.high and other.low <= self.high

    def says(self, other: Mention) -> bool:
        return math.isclose(self.value, other.value, rel_tol=1e-6, abs_tol=1e-9)


def mentions_of(article: int, text: Text) -> list[Mention]:
    """The quantities of an article, repeats of one joined, relative dates made absolute where its date is known."""
    out: dict[tuple, Mention] = {}
    for q in quantities(text.text):
        k = bisect_right(text.sentences, (q["start"], len(text.text))) - 1
        s, e = text.sentences[k] if k >= 0 and q["start"] < text.sentences[k][1] else (q["start"], q["end"])
        lo, hi = max(s, q["start"] - NEAR - LONGEST_WORD), min(e, q["end"] + NEAR + LONGEST_WORD)
        words = [
            w for w in _WORD.finditer(text.text, lo, hi)
            if w.end() > q["start"] - NEAR and w.start() < q["end"] + NEAR and (w.start() > lo or lo == s)
        ]
        context = frozenset(
            stem(w[0])
            for w in words
            if not (q["start"] <= w.start() < q["end"]) and w[0].casefold().replace("’", "'") not in empty_words()
        )
        q = _dated(q, text.published)
        m = Mention(
            article,
            q["start"],
            q["end"],
            k,
            q["kind"],
            q["unit"],
            q["written"],
            q["about"],
            counted_as(q["about"]),
            q["approx"],
            q["value"],
            q["low"],
            q["high"],
            context - {stem(q["about"])},
        )
        key = (m.kind, m.unit, m.thing if m.kind == "count" else "", m.low, m.high)
        out[key] = replace(out[key], context=out[key].context | m.context) if key in out else m
    return list(out.values())


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


def weights(mentions: Iterable[Mention]) -> dict[str, float]:
    seen: dict[str, set[int]] = defaultdict(set)
    total = 0
    for k, m in enumerate(mentions):
        total = k + 1
        for w in m.context:
            seen[w].add(k)
    return {w: math.log((total + 1) / len(ks)) + 0.1 for w, ks in seen.items()}


def overlap_of(a: Mention, b: Mention, idf: dict[str, float]) -> tuple[float, int]:
    """Share of the poorer context's weight that both have, and how many stems that is."""
    shared = a.context & b.context
    poorer = min(sum(sorted(idf[w] for w in m.context)) for m in (a, b))
    return (sum(sorted(idf[w] for w in shared)) / poorer if poorer else 0.0), len(shared)


def corrects(text: Text) -> bool:
    return bool(_CORRECTS.search(text.text))


def versions_of(texts: Sequence[Text]) -> dict[tuple[int, int], bool]:
    """(older, newer) of one outlet's versions of one article -> whether dates or a correction tell which is which."""
    by_outlet: dict[str, list[int]] = defaultdict(list)
    for k, t in enumerate(texts):
        if t.outlet and not t.carrier:
            by_outlet[t.outlet].append(k)
    out = {}
    for same in by_outlet.values():
        if len(same) < 2:
            continue
        at = {texts[k].article_id: k for k in same}
        found = reprints([texts[k] for k in same], VERSION)
        for a, b in zip(found["article_id"], found["of_article_id"], strict=True):
            old, new = sorted((at[a], at[b]), key=lambda k: (texts[k].published or "", corrects(texts[k]), k))
            known = (texts[old].published or "", corrects(texts[old])) != (
                texts[new].published or "",
                corrects(texts[new]),
            )
            out[old, new] = known
    return out
