"""Who says what: the attributions of a text, each with its source, its cue and its content.

Rules over word lists, with no model and no parser: `helpers.saying` reads the clauses, this module adds what needs
the whole text (quotations that run on over paragraphs, passages that describe a film, the type of each attribution).
"""

from __future__ import annotations

from functools import cache

from helpers.saying.asides import ACCORDING, introduces
from helpers.saying.clauses import Paragraph, paragraphs
from helpers.saying.cues import LINKS, Found, Range
from helpers.saying.nouns import noun_hints
from helpers.saying.paragraph import in_paragraph
from helpers.saying.settle import settle
from helpers.saying.silences import HINTS as SILENCE
from helpers.saying.types import Passage, follow, tells_of_work, type_of, works

# How often an attribution of each shape is right (content and source), in steps of a tenth, as a reader would put
# it: a clause beside a quotation is nearly always right, the object of "praised" or "wants" is right half the time.
# `benchmarks/sources_scores.py` prints the measured precision of every step.
_CONFIDENCE = {
    "quoted aside": 0.9, "headline": 0.8, "that": 0.8, "quoted": 0.8, "according to": 0.8, "non-response": 0.8,
    "clause": 0.7, "aside": 0.7, "colon": 0.7, "by": 0.6, "it was": 0.6, "noun": 0.4, "object": 0.5,
}  # fmt: skip


def attributions(text: str) -> list[dict]:
    """Every attribution of `text`, in the order of their first character.

    Each is a dict: `source`, `cue`, `content` (lists of [start, end], offsets into `text`, end exclusive; [] where
    absent), `form` (direct: all of the content stands in quotation marks; mixed: some; indirect: none), `type`
    (source; thought: a belief, wish or plan ascribed without an utterance; non_response: the source is who was
    asked; document; character: somebody in a film or book that is described; hearsay: what somebody says another
    has said) and `confidence` (0 to 1, see `_CONFIDENCE`: by the shape of the clause, lower for thoughts and for
    participles whose subject stands further off). Contents are not nested: the outermost is given. Raises nothing.

    >>> text = "“We close at noon,” the keeper said."
    >>> [a] = attributions(text)
    >>> text[slice(*a["source"][0])], a["form"], a["type"]
    ('the keeper', 'direct', 'source')
    """
    rows: list[dict] = []
    passage = Passage()

    def of_work() -> bool:
        return passage.work

    goes_on: dict | None = None  # the attribution that a paragraph of nothing but quotation continues
    awaited: dict | None = None  # "She said:" at the end of a paragraph
    for p in paragraphs(text, _hints(), of_work):
        if p is None:
            goes_on = awaited = None
            continue
        found = in_paragraph(p, text)
        if not found and (awaited or goes_on) and p.tags[0] in "QKL" and not p.tags.strip("QKL.~-"):
            row = awaited or goes_on
            row["content"].append([p.starts[0], p.ends[-1]])
            if awaited:
                rows.append({**row, "form": "direct"})
                row = rows[-1]
            goes_on, awaited = row, None
            continue
        last, goes_on = p.sentences[-1], None
        if passage.work or tells_of_work(p.hints):
            passages = [(hi, passage := follow(passage, p, lo, hi)) for lo, hi in p.sentences]
        else:
            passages = []
        for f in found:
            row = _row(p, f, next((told for hi, told in passages if f.at < hi), passage) if passages else passage)
            rows.append(row)
            goes_on = row if _may_go_on(f, last) else goes_on
        introduced = introduces(p, *last) if p.tags[-1] == ":" else None
        awaited = _row(p, introduced, passage) if introduced else None
    rows.sort(key=_first)
    return settle(text, rows)


def _first(row: dict) -> int:
    """Where the first character of an attribution stands."""
    first = row["cue"][0][0]
    for part in (row["source"], row["content"]):
        if part and part[0][0] < first:
            first = part[0][0]
    return first


@cache
def _hints() -> frozenset[str]:
    """Words by which a paragraph without cue verb, quotation or colon may still ascribe words, or tell of a film."""
    return SILENCE | ACCORDING | works() | noun_hints()


def _may_go_on(f: Found, last: tuple[int, int]) -> bool:
    """Is this a quotation in the last sentence of its paragraph, so that the next paragraph may continue it?"""
    if f.rule not in ("quoted aside", "quoted", "colon") or not f.content:
        return False
    return f.content[-1][1] > last[0] or f.cue[-1][1] > last[0]


def _row(p: Paragraph, f: Found, passage: Passage) -> dict:
    kind = type_of(p, f, passage)
    return {
        "source": _offsets(p, f.source),
        "cue": _offsets(p, f.cue),
        "content": _offsets(p, f.content),
        "form": _form(p.tags, f.content),
        "type": kind,
        "confidence": _confidence(f.rule, kind == "thought"),
    }


@cache
def _confidence(rule: str, thought: bool) -> float:
    shape = rule.removeprefix("participle ")
    return round(max(_CONFIDENCE[shape] - 0.1 * (shape != rule) - 0.2 * thought, 0.1), 1)


def _offsets(p: Paragraph, ranges: list[Range]) -> list[list[int]]:
    if len(ranges) == 1:
        s, e = ranges[0]
        return [[p.starts[s], p.ends[e - 1]]]
    return [[p.starts[s], p.ends[e - 1]] for s, e in sorted(ranges)]


def _form(tags: str, content: list[Range]) -> str:
    tags = tags[slice(*content[0])] if len(content) == 1 else "".join([tags[s:e] for s, e in content])
    if LINKS.isdisjoint(tags):
        return "indirect"
    return "mixed" if tags.strip("QKL,.;:-()~") else "direct"
