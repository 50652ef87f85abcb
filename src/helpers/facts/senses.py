"""Words as the aligner of facts compares them: without endings, and one word for those that news uses alike."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from helpers import lists
from helpers.numbers.numerals import lemma
from helpers.text.ngrams import word_key

# Endings that news prose varies freely ("postponed", "postponement"); the short ones only behind a longer rest.
_ENDINGS = (
    "ibility", "ability", "ible", "able", "ibly", "ably",
    "ational", "ations", "ation", "ition", "ments", "ment", "ings", "ing", "ness", "edly", "ed", "ly", "ities", "ity",
    "ives", "ive", "ions", "ion", "ians", "ian", "ists", "ist", "isms", "ism", "ances", "ance", "ences", "ence",
    "ers", "er", "ors", "or", "als", "al", "ous", "ful", "ies", "es", "s", "e", "y",
)  # fmt: skip
# "Specialised" is of "special"; the "-ise" of "promise" and "supervise" is no ending: the letters before it tell.
_MADE = re.compile(r"(?:iz|(?<=al|an|ar|er|ic|il|on|or|rn|ur)is)(?:e[ds]?|ing|ations?|ers?)$")
_SHORT = frozenset(("er", "ers", "or", "ors", "al", "als", "ian", "ion", "ity"))


@lru_cache(maxsize=200_000)
def sense(word: str) -> str:
    """The key under which a word is compared; words of one sense (data/same_sense.csv) share a key.

    >>> sense("postponed") == sense("Postponement"), sense("dwellings") == sense("homes"), sense("parrots")
    (True, True, 'parrot')
    """
    key = word_key(word)
    known = _senses()
    if key in known:
        return known[key]
    for ending, instead in (("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"), ("s", "")):
        if key.endswith(ending) and len(key) - len(ending) >= 3 and key[: -len(ending)] + instead in known:
            return known[key[: -len(ending)] + instead]
    return known.get(lemma(key)) or root(key)


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """A lower-case word without its endings: rough, and rough in the same way on both sides of a comparison.

    >>> root("inspection") == root("inspected"), root("tenancies") == root("tenancy")
    (True, True)
    >>> root("specialised") == root("special"), root("promised") == root("promise")
    (True, True)
    """
    made = _MADE.search(word)
    w = word[: made.start()] if made and made.start() >= 4 else lemma(word)
    for ending in _ENDINGS:
        if w.endswith(ending) and len(w) - len(ending) >= (5 if ending in _SHORT else 4):
            w = w[: -len(ending)]
            break
    if len(w) > 4 and w[-1] in "eyi":
        w = w[:-1]
    return w[:-1] if len(w) > 4 and w[-1] == w[-2] and w[-1].isalpha() and w[-1] not in "sl" else w


def ordinary(word: str) -> float:
    """How much less a lower-case word weighs because English or news of every kind is full of it: 0.5 to 1.

    >>> ordinary("officials"), ordinary("bucket"), ordinary("sourdough")
    (0.5, 0.65, 1.0)
    """
    if word in lists.words("news_words.txt"):
        return 0.5
    return 0.65 if word in lists.easy_words() else 1.0


@cache
def roles() -> frozenset[str]:
    """Words for offices and occupations (data/roles.csv, data/titles.txt)."""
    rows = (line.split(",")[1] for line in lists.lines("roles.csv")[1:])
    return frozenset(w for row in rows for w in row.split()) | lists.words("titles.txt")


@cache
def _senses() -> dict[str, str]:
    out: dict[str, str] = {}
    for line in lists.lines("same_sense.csv"):
        first, *_ = words = line.split(",")
        for w in words:
            out.setdefault(word_key(w), "=" + first)
    return out
