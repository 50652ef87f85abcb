"""A cue verb with the words that belong to it, and the attribution it may carry."""

from __future__ import annotations

from dataclasses import dataclass

from helpers.saying.clauses import Paragraph
from helpers.saying.phrases import right_phrase
from helpers.saying.words import Cue, cue_forms

Range = tuple[int, int]
LINKS = frozenset("QKL")  # tags of a quotation


@dataclass(slots=True)
class Found:
    """One attribution as token ranges of a paragraph: `rule` is the shape it was found by, `at` the cue verb."""

    source: list[Range]
    cue: list[Range]
    content: list[Range]
    rule: str
    verb: Cue | None = None
    at: int = 0
    present: bool = False


@dataclass(slots=True)
class Group:
    """The words that belong to one cue verb: "had not yet said" from `start` to `end`, verb at `at`."""

    start: int
    at: int
    end: int
    verb: Cue
    form: str
    passive: bool
    infinitive: bool
    continuous: bool


_BE = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "am", "isn't", "aren't", "wasn't", "weren't", "got", "get")
)


def group(p: Paragraph, k: int, lo: int) -> Group:
    """The verb group around the cue verb at token `k`, not before token `lo`."""
    tags, words = p.tags, p.words
    word = words[k]
    verb, form = cue_forms().get(word) or cue_forms()[word.lower().replace("’", "'")]
    j, passive, infinitive, continuous = k - 1, False, False, False
    if j < lo or tags[j] not in "AMnRtU":
        return Group(k, k, k + 1, verb, form, False, False, False)
    nearest_aux = True
    while j >= lo:
        t = tags[j]
        if t in "AMnR":
            if t == "A" and nearest_aux:
                low = words[j].lower().replace("’", "'")
                passive = form == "past" and low in _BE
                continuous = form == "ing" and (low in _BE or low.endswith(("'s", "'re", "'m")))
                nearest_aux = False
            j -= 1
        elif t == "t" and form == "base" and not infinitive and j > lo:
            infinitive = True
            j -= 1
            if tags[j] in "XVEN" and (tags[j] != "N" or tags[j - 1] in "AR"):
                j -= 1
        elif t == "U" and nearest_aux and not infinitive:
            auxiliary = words[j].lower().replace("’", "'").rpartition("'")[2]
            continuous = form == "ing" and auxiliary in ("s", "re", "m")
            passive = form == "past" and (auxiliary in ("re", "m") or (auxiliary == "s" and tags[k + 1 : k + 2] == "t"))
            break
        else:
            break
    return Group(j + 1, k, k + 1, verb, form, passive, infinitive, continuous)


def present(g: Group) -> bool:
    """Is the verb in the present tense?"""
    return g.form in ("s", "base") and not g.infinitive


ADVERBIAL = frozenset(
    ("in", "on", "at", "during", "to", "after", "before", "with", "from", "through", "via", "by", "as", "for", "over")
)


def over_adverbials(p: Paragraph, g: Group, hi: int) -> int:
    """Where a cue verb with its hearer and adverbials ends: "told reporters", "in a statement on Tuesday"."""
    tags, words, k = p.tags, p.words, g.end
    if "hearer" in g.verb.takes:
        k = right_phrase(p, k, hi)
    begin = k
    while k < hi:
        t = tags[k]
        if t in "RY" or (t == "D" and k + 1 < hi and tags[k + 1] == "Y"):
            k += 1
        elif t in "ItF" and words[k].lower() in ADVERBIAL and not (t == "t" and "infinitive" in g.verb.takes):
            stop = right_phrase(p, k + 1, hi)
            if t == "t" and stop == k + 1:
                break
            if stop == k + 1 and k + 1 < hi and tags[k + 1] == "Y":
                stop = k + 2
            if stop == k + 1:
                break
            k = stop
        elif t == "0" and k > begin:
            k += 1
        else:
            break
    return k
