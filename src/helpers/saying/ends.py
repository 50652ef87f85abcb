"""Where the words of a source end, and the writer's own begin again."""

from __future__ import annotations

import re

from helpers.saying.clauses import Paragraph
from helpers.saying.cues import LINKS, Group, Range

_MAY_END_CLAUSE = re.compile(r"[;\-K,CB]")  # the tags at which what is said may end
_MAY_END_OBJECT = re.compile(r"[;\-(:SB,CYIKL]")


def clause_end(p: Paragraph, begin: int, hi: int, later: list[Group], form: str = "") -> int:
    """Where an indirect clause ends: the sentence, or a new cue of the same source, or ", but …"."""
    tags, words = p.tags, p.words
    if tags[begin] in "KL" and not (tags[begin] == "K" and begin + 1 < hi and tags[begin + 1] not in ",-"):
        k = begin
        while k + 1 < hi and tags[k + 1] in LINKS:
            k += 1
        if tags[k] == "L" or k + 1 >= hi or tags[k + 1] in ",-;.":
            return k + 1
    cues = {g.start: g for g in later} if later else {}
    for m in _MAY_END_CLAUSE.finditer(tags, begin + 1, hi):
        k, t = m.start(), m[0]
        if t == ";":
            return k
        if t == "-" and k + 1 < hi and (tags[k + 1] in "CB" or (tags[k + 1] == "w" and "-" not in tags[k + 1 : hi])):
            return k
        if t == "K":
            if k + 1 < hi and (tags[k + 1] == "G" or (tags[k + 1] == "C" and _new_cue(tags, k + 2, cues))):
                return k + 1
            continue
        if t == "," and k + 1 < hi:
            nxt = tags[k + 1]
            if nxt in "Sw" and tags[begin] == "t":
                return k
            if nxt == "B" or words[k + 1].lower() in ("although", "though", "according", "whereas"):
                return k
            if nxt == "G" or (nxt == "R" and tags[k + 2 : k + 3] == "G"):
                return k
            if (nxt == "C" or words[k + 1].lower() in ("while", "as")) and _new_cue(tags, k + 2, cues):
                return k
            if nxt == "C" and tags[k + 2 : k + 3] in ("S", "E", "X", "A"):
                return k
            if nxt in "HPD" and _new_cue(tags, k + 1, cues, beside_quotation=True):
                return k
            if nxt == "w" and words[k + 1].lower() == "which":
                continue
        if t == "C" and k + 1 in cues and cues[k + 1].form == form:
            return k
        if t == "C" and tags[k + 1 : k + 2] in ("H", "P", "D", "0") and _new_cue(tags, k + 1, cues):
            return k
        if t in "CB" and k + 1 in cues and cues[k + 1].form in ("past", "s") and "clause" in cues[k + 1].verb.takes:
            return k
    end = hi
    while end > begin and tags[end - 1] in ".":
        end -= 1
    return end


def _new_cue(tags: str, at: int, cues: dict[int, Group], beside_quotation: bool = False) -> bool:
    """Does a cue with or without a subject of its own follow (", and three others said")?"""
    for k in range(at, min(at + 7, len(tags))):
        if k in cues:
            g = cues[k]
            follow = tags[g.end : g.end + 2]
            if beside_quotation and (follow[:1] not in (",", ":") or follow[1:] not in LINKS):
                return False
            return (
                g.form in ("past", "s")
                and not g.passive
                and (k == at or "aside" in g.verb.takes or (tags[at] == "H" and g.verb.kind in ("speech", "writing")))
            )
        if tags[k] not in "DHPN0gfR" and not (tags[k] == "I" and tags[k - 1] == "0"):
            return False
    return False


def within_outer_clause(p: Paragraph, source: Range, begin: int, end: int, sentence: int) -> int:
    """Cut at the comma that closes ", who said …," or "While he says …, she …"."""
    tags = p.tags
    opens = source[0] - 1
    while opens > sentence and tags[opens] in "R":
        opens -= 1
    if source[1] and tags[source[1] - 1] == "w" and tags[source[1] - 2 : source[1] - 1] == ",":
        ends = "VXAMEU"
    elif (tags[sentence] == "S" and (opens <= sentence or "," not in tags[sentence : source[0]])) or (
        sentence <= opens < source[0] and tags[opens] == "S" and tags[opens - 1] in ",BC"
    ):
        ends = "HUDPNg0"
    else:
        return end
    for k in range(begin + 1, end):
        if tags[k] == "," and k + 1 < end and tags[k + 1] in ends:
            return k
    return end


def object_end(p: Paragraph, begin: int, hi: int, later: list[Group]) -> int:
    """Where the object of "praised", "denied", "called" ends."""
    tags, words = p.tags, p.words
    cues = {g.start for g in later}
    for m in _MAY_END_OBJECT.finditer(tags, begin + 1, hi):
        k, t = m.start(), m[0]
        if t in ";-(:" or (t == "S" and p.words[k].lower() not in ("as", "than")) or t == "B":
            return k
        if t == "," and words[k + 1 : k + 2] in (["along"], ["including"]):
            continue
        if t == "," and not (tags[k + 1 : k + 2] and tags[k + 1] in "PN" and tags[k + 2 : k + 3] in (",", "C")):
            return k
        if t == "C" and (k + 1 in cues or tags[k + 1 : k + 2] in ("X", "A", "M")):
            return k
        if t == "C" and tags[k + 1 : k + 2] == "E" and tags[k + 2 : k + 3] and tags[k + 2] in "tIDHWo":
            return k
        if t == "Y" or (t == "I" and tags[k + 1 : k + 2] == "Y"):
            return k
        if t == "K" and tags[k + 1 : k + 2] == "G":
            return k + 1
        if t == "L" and k + 1 < hi:
            return k + 1
    end = hi
    while end > begin and tags[end - 1] == ".":
        end -= 1
    return end
