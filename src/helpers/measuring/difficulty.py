"""Which words count as hard: by the list and rules of Dale & Chall, and by those of Gunning."""

from __future__ import annotations

import re

from helpers import lists
from helpers.measuring.syllables import syllables

_HYPHEN = re.compile(r"[-‐‑]")
_SPOKEN_ENDING = re.compile(r"(?:[td]ed|(?:s|x|z|ch|sh|c|g)es)$")  # -ed and -es as a syllable of their own
_ENDINGS = {  # by their last letter
    "s": ("s", "es", "ies"), "d": ("d", "ed", "ied"), "g": ("ing",), "r": ("r", "er", "ier"),
    "t": ("st", "est", "iest"), "y": ("ly",), "n": ("n",),
}  # fmt: skip


def is_difficult(word: str) -> bool:
    """Whether a word, in small letters, is outside the Dale-Chall list of words that fourth-graders know.

    By the rules of Dale & Chall (A formula for predicting readability: instructions, Educ. Res. Bull. 27, 1948)
    figures and regular inflections of listed words are familiar (-s, -es, -ies, -'s, -d, -ed, -ied, -ing, -er, -est,
    -ly, -n, with doubled consonants), and so is a hyphenated word if its parts are; names are, too, but they are told
    by their capitals in the text (`helpers.measuring.counting`). Noun and comparative in -er cannot be told apart here;
    both are taken as familiar.

    >>> [is_difficult(w) for w in ("houses", "stopped", "carries", "legislation", "1,180")]
    [False, False, False, True, False]
    """
    known = lists.easy_words()
    if word.isalpha():
        return word not in known and known.isdisjoint(_stems(word))
    word = word.replace("’", "'")
    if word in known or not any(c.isalpha() for c in word):
        return False
    parts = [p for p in _HYPHEN.split(word) if p]
    if len(parts) > 1:
        return any(is_difficult(p) for p in parts)
    return known.isdisjoint(_stems(word.removesuffix("'s")))


def _stems(word: str) -> list[str]:
    """What a regular inflection of English may come from."""
    stems = [word]
    for ending in _ENDINGS.get(word[-1:], ()):
        if not word.endswith(ending) or len(word) <= len(ending) + 1:
            continue
        stem = word.removesuffix(ending)
        if ending[0] == "i" and ending != "ing":
            stems.append(stem + "y")
            continue
        stems.append(stem)
        if ending == "ing":
            stems.append(stem + "e")
        if ending in ("ed", "ing", "er", "est") and len(stem) > 2 and stem[-1] == stem[-2]:
            stems.append(stem[:-1])
    return stems


def is_complex(word: str) -> bool:
    """Whether a word counts for the Fog index: three syllables or more.

    By Gunning (The Technique of Clear Writing, 1952) proper names are not counted (told by their capitals, see
    `helpers.measuring.counting`), nor hyphenated combinations of short words, nor words that -ed or -es brings to three
    syllables. Compounds written as one word (bookkeeper) cannot be seen and are counted.

    >>> [is_complex(w) for w in ("legislation", "created", "trespasses", "well-to-do", "considered")]
    [True, False, False, False, True]
    """
    n = syllables(word)
    if n < 3:
        return False
    parts = [p for p in _HYPHEN.split(word) if p] if not word.isalpha() else ()
    if len(parts) > 1:
        return any(is_complex(p) for p in parts)
    return not (n == 3 and _SPOKEN_ENDING.search(word))
