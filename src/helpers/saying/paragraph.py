"""Who says what in one paragraph: source, cue and content as token ranges, by the shape of the clause.

The shapes are those of English news prose; see Pareti et al., "Automatically detecting and attributing indirect
quotations" (EMNLP 2013), for the names source, cue and content.
"""

from __future__ import annotations

import re

from helpers.saying.asides import ACCORDING, according_to, colon, quoted_by_any_verb, words_first
from helpers.saying.clauses import Paragraph
from helpers.saying.cues import LINKS, Found, Range, group
from helpers.saying.nouns import noun_hints, owned_words
from helpers.saying.reported import cue_first
from helpers.saying.silences import HINTS as SILENCE
from helpers.saying.silences import hints_silence, non_responses

_SPOKEN = ("quoted aside", "aside", "that", "clause")
_CUES = re.compile(r"[VG]")
_MARKS = re.compile(r"[K:]")  # tags of which an attribution without cue verb has one


def in_paragraph(p: Paragraph, text: str) -> list[Found]:
    """All attributions of a paragraph, in the order of their cues."""
    out: list[Found] = []
    may_be_silent = not SILENCE.isdisjoint(p.hints)
    cues = [m.start() for m in _CUES.finditer(p.tags)]
    cues.append(len(p.tags))  # ends the last sentence
    according = not ACCORDING.isdisjoint(p.hints)
    nouns = not noun_hints().isdisjoint(p.hints)
    hinted = according or nouns or may_be_silent
    n_cue = 0
    for n, (lo, hi) in enumerate(p.sentences):
        first = n_cue
        while cues[n_cue] < hi:
            n_cue += 1
        found = []
        if first < n_cue or according or _MARKS.search(p.tags, lo, hi):
            found = in_sentence(p, lo, hi, cues[first:n_cue], according)
        if hinted:
            owned = owned_words(p, lo, hi, found) if nouns else []
            if owned:
                found = sorted(found + owned, key=lambda f: f.at)
            silent = non_responses(text, p, lo, hi) if may_be_silent and hints_silence(p.words[lo:hi]) else []
            if silent:
                kept = [f for f in found if not any(_overlap(f, s) for s in silent)]
                found = sorted(kept + silent, key=lambda f: f.at)
        before = len(out)
        for f in found:
            for s, e in f.content:
                if s >= e:
                    f.content = [(s, e) for s, e in f.content if s < e]
                    break
            if f.content or f.rule == "non-response":
                out.append(f)
        if before and before == len(out) and p.tags[lo] in LINKS and _only_quotation(p, lo, hi):
            # “…,” she said. “…”: the quotation goes on
            last = next((f for f in reversed(out) if f.rule == "quoted aside"), out[-1])
            if (
                n
                and _ends_in(last, p.sentences[n - 1])
                and (last.rule in _SPOKEN or any(p.tags[e - 1] in LINKS for _, e in last.content))
            ):
                last.content.append((lo, hi))
    return out


def _overlap(a: Found, b: Found) -> bool:
    return any(s < f and t < e for s, e in a.cue + a.content for t, f in b.cue + b.content)


def _only_quotation(p: Paragraph, lo: int, hi: int) -> bool:
    return not p.tags[lo:hi].strip("QKL.~-")


def _ends_in(found: Found, sentence: Range) -> bool:
    return any(sentence[0] <= s < sentence[1] for s, _ in found.cue + found.content)


def _between(blocked: list[Range], at: int, lo: int, hi: int) -> Range:
    """The stretch around token `at` that none of the sorted ranges covers; (1, 0) where one covers it."""
    for s, e in blocked:
        if s > at:
            return lo, s
        if at < e:
            return 1, 0
        lo = max(lo, e)
    return lo, hi


def in_sentence(p: Paragraph, lo: int, hi: int, cues: list[int], may_accord: bool) -> list[Found]:
    """The attributions of one sentence: first those whose words come before the cue, then the others."""
    out: list[Found] = []
    taken = lo  # tokens before this one belong to an attribution already found
    according = according_to(p, lo, hi) if may_accord else None
    if according:
        out.append(according)
        if according.content and according.content[0][0] < according.at:
            taken = according.cue[0][1]
        else:
            return out
    groups = [group(p, k, lo) for k in cues] if cues else []
    for g in groups:
        if g.start >= taken:
            found = words_first(p, g, taken, hi)
            if found:
                out.append(found)
                taken = max([e for _, e in found.content + found.source + found.cue])
    blocked = sorted([r for f in out for r in f.content + f.cue + f.source]) if out else []
    reach, later, earlier = lo, hi, lo
    for n, g in enumerate(groups):
        if g.at < reach:
            continue
        if blocked:
            earlier, later = _between(blocked, g.at, lo, hi)
            if later < earlier:
                continue
        found = cue_first(p, g, groups[n + 1 :], out, earlier, later, lo)
        if found:
            out.append(found)
            reach = found.content[-1][1]
    if not out:
        headed = colon(p, lo, hi) or quoted_by_any_verb(p, lo, hi)
        if headed:
            out.append(headed)
    if len(out) > 1:
        out.sort(key=lambda f: f.at)
    return out
