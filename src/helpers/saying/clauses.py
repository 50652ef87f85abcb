"""A shallow reader of English clauses: tagged tokens, sentences, and the noun phrase beside a verb.

No grammar and no statistics: one tag a token (`words.TAGS`), quotations taken as single tokens, and the
simple conventions of news prose. Runs in time linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate

from helpers import lists
from helpers.saying.cover import COVER, covered
from helpers.saying.words import closed_classes, cue_forms, plural_roles, tags_of_words

# A word with what belongs to it (Ann-Marie, U.S, 4,000, boys' before a space), a line break, a mark, a quotation.
# The class stands first so that the search skips to the next token; before a space a word has ended.
_TOKEN = re.compile(
    r"([\S\n](?:(?<=\w)\w*+(?:(?= )|(?:[-'’.@/,](?:(?<!,)|(?<=\d,)(?=\d))\w++)*+(?:['’](?=[^\S\n]))?+)"
    rf"|(?<=\.)\.*+|(?<={COVER}){COVER}*+|(?<=')'|))"
)
_TELLING = re.compile(r"[VG:QKL]")  # tags without which no rule applies
VERBAL = frozenset("VXEAMU")  # tags of a word that may be a finite verb


@dataclass(slots=True)
class Paragraph:
    """One paragraph as tokens: words, offsets into the text, a string of tags, sentences as token ranges."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    tags: str
    sentences: list[tuple[int, int]]
    first: bool = False  # the first paragraph of its text, often the headline
    hints: frozenset[str] = frozenset()  # those of the words asked for that stand in it
    phrases: dict[tuple[int, int], tuple[int, int] | None] = field(default_factory=dict)  # see `left_phrase`


def paragraphs(text: str, hints: frozenset[str], wanted: Callable[[], bool]) -> Iterator[Paragraph | None]:
    """The paragraphs of `text`, tokenised, tagged and cut into sentences outside quotations.

    None stands for a paragraph without cue verb, quotation, colon or one of the words `hints`, unless one is `wanted`
    all the same.
    """
    pieces = _TOKEN.split(covered(text))  # what lies between tokens, a token, what lies between …
    bounds = list(accumulate(map(len, pieces)))
    words, starts, ends = pieces[1::2], bounds[0::2], bounds[1::2]
    nouns = lists.words("verb_nouns.txt")
    tags = list(map(tags_of_words().__getitem__, words))
    for m in _OPEN_TAG.finditer("".join(tags)):
        k = m.start()
        t = tags[k]
        if t == ".":
            if words[k] == "." and _abbreviates(words[k - 1], words[k + 1]):
                tags[k] = tags[k - 1]
        elif t != "V" or tags[k - 1] in "DgIfF0R" or words[k] in nouns:
            _settle(text, words, ends, tags, k)
    joined = "".join(tags)
    lo, first = 0, True
    for line in joined.split("\n"):
        hi = lo + len(line)
        if line:
            own = words[lo:hi]
            if line.count("P") * 2 > hi - lo and not _LOWER.search(line):
                line = "".join(map(_as_headline, own, line))
            told = hints.intersection(own)
            if told or _TELLING.search(line) or wanted():
                begins, stops = starts[lo:hi], ends[lo:hi]
                yield Paragraph(own, begins, stops, line, _sentences(text, own, begins, stops, line), first, told)
            else:
                yield None
            first = False
        lo = hi + 1


_LOWER = re.compile(r"[NVXEZG]")  # tags of words with a small letter, none of which stands in A Headline Like This


def _as_headline(word: str, its_tag: str) -> str:
    """The tag of a word of a headline that writes Every Word With A Capital: a cue verb is one all the same."""
    low = word.lower()
    cue = cue_forms().get(low) if its_tag == "P" else None
    return "V" if cue and cue[1] in ("s", "past") and low not in lists.words("verb_nouns.txt") else its_tag


_MARKS = "\"'”’»“‘` "  # what may close a quotation
_OPEN_TAG = re.compile(r"[VQG.](?:(?<=[VQ])|(?<=[Dg]G)|(?<=[^\n]\.)(?=[^\n]))")  # a class first: faster


def _settle(text: str, words: list[str], ends: list[int], tags: list[str], k: int) -> None:
    """Decide from the neighbours what token k alone leaves open: noun or verb, how a quotation ends."""
    before = tags[k - 1] if k else "\n"
    after = tags[k + 1] if k + 1 < len(tags) else "\n"
    if tags[k] == "Q":
        inside = text[ends[k] - len(words[k]) : ends[k]].rstrip(_MARKS)[-1:]
        tags[k] = "K" if inside in (",", "-", "—", "–") else "L" if inside in (".", "?", "!", "…") else "Q"
    elif tags[k] == "G":
        tags[k] = "N"  # "his warning"
    elif before in "D0" and _stands_alone(words[k - 1], before) and words[k] not in lists.words("verb_nouns.txt"):
        if words[k].endswith("ed") and after in "NP":
            tags[k] = "E"  # "some reported cases"
    elif before in "DgIfF0" or (before == "R" and k > 1 and tags[k - 2] in "Dg"):
        tags[k] = "E" if words[k].endswith("ed") else "N"
    elif words[k] in ("state", "states") and after not in "WQKL:,":
        tags[k] = "N"
    elif words[k] in lists.words("verb_nouns.txt"):
        bare = not words[k].endswith("s")
        opens = tags[k - 2] if k > 1 and "\n" not in (before, tags[k - 2]) else "D"
        if (before == "V" and not bare) or (before in "NPE" and bare and not _plural_before(words, tags, k)):
            tags[k] = "N"  # "the swing state", "an exit poll", "announced plans"
        elif before == "\n" or (
            before == "N"
            and not (bare and tags[k - 3] in "If" and _plural_before(words, tags, k))
            and (after in "VXAMfI.,\n" or (opens in "D0g" and after not in "WDHUQKLgPt"))
        ):
            tags[k] = "N"  # "the campaign plans were", "their latest report on"


_PLURAL = ("s", "people", "men", "women")
_ALONE = frozenset(
    ("some", "many", "most", "several", "both", "all", "another", "each", "few", "any", "this", "that", "these",
        "those")
)


def _plural_before(words: list[str], tags: list[str], k: int) -> bool:
    """Is a verb without -s at token `k` that of a plural: "officials claim", "links below the film offer"?"""
    if words[k - 1].endswith(_PLURAL):
        return True
    return k > 3 and tags[k - 2] in "Dg" and tags[k - 3] in "If" and words[k - 4].endswith(_PLURAL)


def _stands_alone(word: str, its_tag: str) -> bool:
    """May a determiner or a number be a subject by itself ("some said", "six in 10 say")?"""
    return its_tag == "0" or word.lower() in _ALONE


def _abbreviates(word: str, following: str) -> bool:
    """Does the full stop after `word` belong to it (Mr. Hill, J. Hill, U.S. troops)?"""
    if len(word) == 1 or (len(word) < 6 and "." in word and not word[1::2].strip(".")):
        # "in the U.S. Officials say": a role or a function word with a capital opens a sentence
        after = following.lower()
        return not (following[0].isupper() and len(word) > 1 and (after in closed_classes() or after in plural_roles()))
    low = word.lower()
    if low not in _abbreviated():
        return False
    kinds = lists.abbreviations()
    return (
        low in kinds["title"]
        or (low in kinds["may"] and word[0].isupper())
        or (low in kinds["number"] and following[0].isdigit())
    )


@cache
def _abbreviated() -> frozenset[str]:
    return frozenset().union(*lists.abbreviations().values())


# No sentence of news is longer; a run without full stops is cut here, so that time stays linear in the text.
_LONGEST = 150
_STOP_TAG = re.compile(r"[.L]")


def _sentences(text, words, starts, ends, tags) -> list[tuple[int, int]]:
    out, begin, last = [], 0, len(tags) - 1
    for m in _STOP_TAG.finditer(tags):
        k = m.start()
        t = tags[k]
        while k - begin >= _LONGEST:
            out.append((begin, begin + _LONGEST))
            begin += _LONGEST
        if k < last:
            after = tags[k + 1]
            if after in ".)" or (t == "." and after in "QKL" and starts[k + 1] == ends[k]):
                continue
            first = words[k + 1][0]
            if not (first.isupper() or first.isdigit() or after in "QKL("):
                continue
            if t == "L" and after not in "QKL" and _clause_of_quotation(text, ends[k], tags, k):
                continue
            if t == "." and starts[k + 1] == ends[k]:
                continue
        out.append((begin, k + 1))
        begin = k + 1
    while last - begin >= _LONGEST:
        out.append((begin, begin + _LONGEST))
        begin += _LONGEST
    if begin <= last:
        out.append((begin, last + 1))
    return out


def _clause_of_quotation(text: str, end: int, tags: str, k: int) -> bool:
    """Does "“Why now?” Mary Smith asked" go on after the quotation at token k?"""
    full = text[max(0, end - 6) : end].rstrip(_MARKS)[-1:] not in ("?", "!", "…")
    for j in range(k + 1, min(k + 9, len(tags))):
        if tags[j] == "V":
            return j > k + 1 and (not full or tags[j + 1 : j + 2] in (".", ""))
        if tags[j] not in "HDNP0gfw":
            return False
    return False
