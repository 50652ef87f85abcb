"""Nouns as cues: "the mayor's claim that …", "his promise to …"; the source is the owner."""

from __future__ import annotations

import re
from functools import cache

from helpers import lists
from helpers.saying.clauses import Paragraph
from helpers.saying.cues import Found, Range
from helpers.saying.ends import clause_end
from helpers.saying.words import Cue

# an owner, the noun with what stands before it, when it was said, and the words
_OWNED = re.compile(r"[gD][NEPR0]{0,2}N(?=(?:I?[YRP0]{1,3})?(?:W|t[NVX]))")
_WHEN = re.compile(r"I?[YRP0]{1,3}")
_OWNERS = frozenset(("his", "her", "their", "its", "my", "our"))
_SUBJECT = re.compile(r"(?:^|[,;:\-SC(])[DgPN0ER]*$")
# the clause that is said, up to the finite verb of the clause whose subject it is part of
_WHOLE = re.compile(r"(?:W[^VXAMU,;]{0,60}+(?:[VXAMU][nR]?){1,12}|t[NVX])[^VXAMU,;wWSC]{0,60}+(?<![tnRC])(?=[VXAMU])")


@cache
def noun_cues() -> dict[str, Cue]:
    """Every noun of cue_nouns.csv, in the singular and the plural -> its class and what it takes.

    >>> noun_cues()["beliefs"].kind
    'thought'
    """
    out = {}
    for row in lists.rows("cue_nouns.csv"):
        cue = Cue(row["noun"], row["class"], frozenset(row["takes"].split()))
        out[cue.lemma] = out[cue.lemma + "s"] = cue
    return out


@cache
def noun_hints() -> frozenset[str]:
    """The words without which a paragraph holds no noun cue."""
    return frozenset(noun_cues())


def owned_words(p: Paragraph, lo: int, hi: int, found: list[Found]) -> list[Found]:
    """What nouns ascribe to their owners in the sentence of tokens [lo, hi), outside what was `found` already."""
    out = []
    for m in _OWNED.finditer(p.tags, lo, hi):
        at = m.end() - 1
        cue = noun_cues().get(p.words[at])
        if cue is None or (p.tags[m.start()] == "D" and p.words[m.start()].lower() not in _OWNERS):
            continue
        when = _WHEN.match(p.tags, at + 1, hi)
        begin = when.end() if when else at + 1
        clause = p.tags[begin] == "W" and p.words[begin].lower() == "that"
        if not clause and not (p.tags[begin] == "t" and "infinitive" in cue.takes):
            continue
        source = _owner(p, m.start(), lo)
        content = begin, _end(p, source[0], begin, lo, hi)
        if not any(s < content[1] and source[0] < e for f in found for s, e in f.source + f.cue + f.content):
            out.append(Found([source], [(at, begin)], [content], "noun", cue, at))
    return out


def _owner(p: Paragraph, at: int, lo: int) -> Range:
    """The phrase that ends with the genitive or possessive at token `at`: "Orla Venn's", "his"."""
    k = at
    while p.tags[at] == "g" and k > lo and p.tags[k - 1] in "PN0":
        k -= 1
    return (k - 1 if p.tags[at] == "g" and k > lo and p.tags[k - 1] == "D" else k), at + 1


def _end(p: Paragraph, start: int, begin: int, lo: int, hi: int) -> int:
    """Where the words end: before the verb whose subject the noun is, else where a clause does."""
    end = clause_end(p, begin, hi, [])
    if _SUBJECT.search(p.tags, lo, start):
        whole = _WHOLE.match(p.tags, begin, end)
        return whole.end() if whole else end
    return end
