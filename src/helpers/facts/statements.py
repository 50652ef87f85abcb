"""What a passage says, as weighed keys: its content words by sense, its names once each, its figures whole.

Keys are the common ground on which sentences of different articles are compared (see `aligning`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, compress, pairwise
from math import inf
from operator import itemgetter
from typing import NamedTuple

from helpers.facts.senses import roles, sense
from helpers.numbers.numerals import counted_as, empty_words
from helpers.numbers.quantities import quantities
from helpers.saying.clauses import VERBAL
from helpers.saying.words import tags_of_words
from helpers.text.ngrams import in_stock, word_key

PART = 0.25  # weight of a name's other words, and of the office beside it, when its last word weighs 1
COMPOUND = 0.35  # weight of a word that stands so often before another that the two are one term
SMALL = 13  # smaller counts are too common to tie sentences ("two men")
MIN_CLAUSE = 5  # content words from which a clause may be a statement of its own

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[.,:]\d+)*")
_WORDS = re.compile(f"({_WORD.pattern})")  # splitting takes less than searching does
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,8}")
_IN_NAME = re.compile(r"[ \xa0]{1,3}(?:of (?:the )?|the |de |van |von |bin |al-)?|-|\. ")
_BESIDE = re.compile(r"[ \xa0.]{1,3}")
_AFTER = re.compile(r"(?: \([^()]{0,40}\))?, (?:(?:a|an|the|its|their|his|her) )?([^,.;:()]{3,45})(?=[,.;:])")
_BEFORE = re.compile(r"(?:^|[ \n])(?:the|a|an) ([^,.;:()]{3,40}), $")
# The class stands first so that the search skips to where a clause may end.
_CUT = re.compile(
    r"[;:,\s—](?:(?<=[;:])\s+|(?<=\s)[–—-]{1,2}\s|(?<=\w—)(?=\w)"
    r"|(?<=,)['’”\"]?\s{1,9}(?=(?:and|but|or|while|although|though|which|who|whose|where|when|whereas|after|before"
    r"|because|since|as|so|if|unless|until|once|with|including|despite|\w{3,20}ing|\w{3,20}ed)\s)"
    r"|(?<=\s)\s{0,8}(?=(?:as|when)\s(?:he|she|it|they|we|I|the|an?|his|her|its|their)\s"
    r"|(?:while|although|because|after|before|until|unless|whereas|whether)\s|(?:and|but)\s(?![A-Z])"
    r"|\w{3,20}ing (?:how|that|what|why|where|when)\s))"
)
_NUMBER_WORDS = frozenset((
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "hundred",
    "thousand", "million", "billion",
))  # fmt: skip
_NEGATIONS = frozenset(("no", "not", "nobody", "none", "never", "nothing", "neither", "nor", "without", "cannot"))


class Wording(NamedTuple):
    """Where the words of a text begin, the words as they are compared, and where those of newsroom formulas begin."""

    at: list[int]
    words: list[str]
    formula: frozenset[int]


class Voice(NamedTuple):
    """Part of an attribution in an article's text: source, cue or content, and who speaks (None where unknown)."""

    start: int
    end: int
    part: str
    speaker: str | None


class Key(NamedTuple):
    """One thing that a passage mentions: where, under which key, capitalised or not, and its weight (0 to 1).

    `range`: of what is counted, the lowest and highest number that the words allow.
    """

    start: int
    end: int
    key: str
    capital: bool
    weight: float
    range: tuple[float, float] | None = None


def keys(text: str) -> list[Key]:
    """The content words of `text` by sense and its figures, in order; function words and newsroom formulas left out.

    A figure is one key with its unit and, where it is round or short, its noun ("#400 home"; dates: "#D", years: "#Y");
    what is counted is another ("%home"), so that two tellings with different figures still meet.

    >>> [k.key for k in keys("The sea flooded 412 homes.")]
    ['sea', '=flood', '#412', '%home', '=home']
    """
    plain = _INITIALS.sub(lambda m: m[0].replace(".", "").ljust(len(m[0])), text)
    found = quantities(text)
    out = [k for q in found for k in _figure(q)]  # they go before the words that begin there
    words = _words(plain)
    left, q_start, q_end, counts = iter(found), -1, -1, False  # the first quantity that does not end before a word
    reads = [*map(_read, words.written)]
    for start, word, read in compress(zip(words.at, words.written, reads, strict=True), reads):
        if start in words.formula:
            continue
        key, negates, number = read
        while q_end <= start:
            q = next(left, None)
            q_start, q_end, counts = (q["start"], q["end"], q["kind"] == "count") if q else (inf, inf, False)
        if negates:
            out.append(Key(start, start + len(word), "!", False, 1.0))
        if key and (start < q_start or (counts and not number)):
            out.append(Key(start, start + len(word), key, word[0].isupper(), 1.0))
    return sorted(out, key=itemgetter(0))


@lru_cache(maxsize=200_000)
def _read(word: str) -> tuple[str, bool, bool] | None:
    """The key of a word (empty of a function word), whether it negates, and whether it is a number; None of a word that
    says nothing."""
    word = word.replace("’", "'")
    plain = word.casefold()
    key = "=america" if word == "US" else "" if plain in empty_words() else sense(word)
    negates = plain in _NEGATIONS or plain.endswith("n't")
    return (key, negates, word[0].isdigit() or plain in _NUMBER_WORDS) if key or negates else None


def wording(text: str) -> Wording:
    """The words of `text` as they are compared, and where they begin: how it is put.

    >>> wording("It’s a useless wall")
    Wording(at=[0, 5, 7, 15], words=['its', 'a', 'useless', 'wall'], formula=frozenset())
    """
    words = _words(text)
    return Wording(words.at, [*map(word_key, words.written)], words.formula)


def _figure(q: dict) -> list[Key]:
    """The keys of one quantity."""
    out = []
    noun = counted_as(q["about"])
    exact = q["approx"] == "exact" and q["unit"] != "days from publication"
    if exact and (q["kind"] == "date" or q["unit"] or q["value"] >= SMALL):
        if q["kind"] == "date" and q["unit"] == "day":
            name = f"#{'D' if q['high'] - q['low'] < 100 else 'Y'} {q['value']:g}"
        else:
            counts = noun if q["kind"] == "count" and not _telling(q["value"]) else ""
            name = " ".join(filter(None, (f"#{q['value']:g}", q["unit"], counts)))
        out.append(Key(q["start"], q["start"] + 1, name, False, 1.0))
    if noun and q["kind"] in ("count", "money", "measure", "share") and (q["value"] >= SMALL or q["unit"]):
        name = "%" + " ".join(filter(None, (q["unit"], noun)))
        out.append(Key(q["start"], q["start"] + 1, name, False, 1.0, (q["low"], q["high"])))
    return out


def _telling(value: float) -> bool:
    """Whether a number has three digits or more of its own: 1,180 is the same whatever the words beside it call it.

    >>> _telling(1180), _telling(1200), _telling(412)
    (True, False, True)
    """
    return value == int(value) and len(str(int(value)).rstrip("0")) >= 3


class _Words(NamedTuple):
    """The words of a text: where each begins, how it is written, and where those of newsroom formulas begin."""

    at: list[int]
    written: list[str]
    formula: frozenset[int]


@lru_cache(maxsize=128)  # the words of an article are asked for twice
def _words(text: str) -> _Words:
    parts = _WORDS.split(text)
    at, written = list(accumulate(map(len, parts)))[:-1:2], parts[1::2]
    return _Words(at, written, frozenset(at[k] for k in in_stock(written)))


def within(found: Sequence[Key], start: int, end: int) -> Sequence[Key]:
    """Those of the keys of a text (in order) that begin in [start, end)."""
    return found[slice(*_places(found, start, end))]


def _places(found: Sequence[Key], start: int, end: int) -> tuple[int, int]:
    first = bisect_left(found, (start,))  # a shorter tuple goes first
    return first, bisect_left(found, (end,), first)


def lighter(
    text: str, found: Sequence[Key], named: Sequence[int], terms: Sequence[int], voices: Sequence[Voice] = ()
) -> dict[int, float]:
    """What keys, by number, weigh less than others: a name counts once (its last word), however long, and so does a
    term. `named`: those that stand as names; `terms`: those that stand before the last word of a term.

    Who says it is no part of what is said: the source of an attribution weighs PART. "Interior minister Ann Hill" and
    "Ann Hill, the interior minister" and "Hill" weigh nearly the same: who is named says little of what is said,
    and all the less the more fully.
    """
    light = dict.fromkeys(terms, COMPOUND)
    for v in voices:
        if v.part == "source":
            light |= dict.fromkeys(range(*_places(found, v.start, v.end)), PART)
    first = last = -2
    for i in named:
        if i != last + 1 or not _IN_NAME.fullmatch(text, found[last].end, found[i].start):
            if first >= 0:
                light |= dict.fromkeys((*range(first, last), *_office(text, found, first, last)), PART)
            first = i
        last = i
    if first >= 0:
        light |= dict.fromkeys((*range(first, last), *_office(text, found, first, last)), PART)
    return light


def _office(text: str, found: Sequence[Key], first: int, last: int) -> list[int]:
    """Which keys beside a name (keys first to last) tell the office of who bears it."""
    def is_role(k: int) -> bool:
        return text[found[k].start : found[k].end].casefold() in roles()

    out = []
    k = first - 1
    while k >= max(0, first - 2) and found[k].key[0] not in "#%" and _BESIDE.fullmatch(
        text, found[k].end, found[k + 1].start
    ):
        if k == first - 1 and not is_role(k):
            break
        out.append(k)
        k -= 1
    begin, end = found[first].start, found[last].end
    if text.startswith((", ", " ("), end) and (m := _AFTER.match(text, end, end + 120)):
        beside = [(m.span(1), range(last + 1, min(last + 6, len(found))))]
    else:
        beside = []
    back = max(0, begin - 50)
    if text.endswith(", ", back, begin) and (m := _BEFORE.search(text[back:begin])):
        beside.append(((m.start(1) + back, m.end(1) + back), range(max(0, first - 6), first)))
    for (s, e), near in beside:
        inside = [k for k in near if s <= found[k].start < e]
        if len(inside) <= 4 and any(map(is_role, inside)):
            out += inside
    return out


def clauses(text: str, start: int, end: int, found: Sequence[Key]) -> list[tuple[int, int]]:
    """A sentence cut into clauses of MIN_CLAUSE content words and more; [] where it is one. `found`: its text's keys.

    Cut at semicolons, colons, dashes, and before words that open a clause; no parser, so a long list may be cut too.

    >>> t = "The Orsk lighthouse fell into the bay at noon, and keeper Tamsin Vole rowed ashore with her parrot."
    >>> [t[s:e] for s, e in clauses(t, 0, len(t), keys(t))]
    ['The Orsk lighthouse fell into the bay at noon', 'and keeper Tamsin Vole rowed ashore with her parrot.']
    """
    first, end_of = _places(found, start, end)
    if end_of - first < 2 * MIN_CLAUSE:
        return []
    if not (pieces := _pieces(text, start, end)):
        return []
    begins = [k.start for k in found[first:end_of]]
    out: list[tuple[int, int]] = []
    last, parts = 0, []  # content words of the last clause, and what it was joined from
    for piece in pieces:
        n = bisect_left(begins, piece[1]) - bisect_left(begins, piece[0])
        if out and (
            min(n, last) < MIN_CLAUSE or not (_has_verb(text, piece) and any(_has_verb(text, part) for part in parts))
        ):
            out[-1], last, parts = (out[-1][0], piece[1]), last + n, [*parts, piece]
        else:
            out.append(piece)
            last, parts = n, [piece]
    return out if len(out) > 1 else []


def _has_verb(text: str, part: tuple[int, int]) -> bool:
    """Whether some word may be a finite verb: an auxiliary, a cue verb, one in -ed, a common irregular one."""
    words, tags = _WORD.findall(text, *part), tags_of_words()
    return any(tags[w] in VERBAL and before.casefold() != "to" for before, w in pairwise(["", *words]))


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    ends = [m.end() for m in _CUT.finditer(text, start, end)]
    out = []
    for s, e in pairwise([start, *ends, end]) if ends else ():
        e = s + len(text[s:e].rstrip(" \n,;:–—-"))
        if s < e:
            out.append((s, e))
    return out
