"""Which words count as hard: by the list and rules of Dale & Chall, and by those of Gunning."""

from __future__ import annotations

import re

from helpers import lists
from helpers.measuring.syllables import syllables

_HYPHEN = re.compile(r"[-‐‑]")
_SPOKEN_ENDING = re.compile(r"(?:[td]ed|(?:s|x|z|ch|sh|c|g)es)$")  # -ed and -es as a syllable of their own
_ENDINGS = {  # by their last letter: what is taken off, what the stem may end in, whether it may have been doubled
    "s": (("s", ("",), False), ("es", ("",), False), ("ies", ("y",), False)),
    "d": (("d", ("",), False), ("ed", ("",), True), ("ied", ("y",), False)),
    "g": (("ing", ("", "e"), True),),
    "r": (("r", ("",), False), ("er", ("",), True), ("ier", ("y",), False)),
    "t": (("st", ("",), False), ("est", ("",), True), ("iest", ("y",), False)),
    "y": (("ly", ("",), False),),
    "n": (("n", ("",), False),),
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
        return not (word in known or _is_inflected(word, known))
    word = word.replace("’", "'")
    if word in known or not any(map(str.isalpha, word)):
        return False
    parts = [p for p in _HYPHEN.split(word) if p]
    if len(parts) > 1:
        return any(is_difficult(p) for p in parts)
    word = word.removesuffix("'s")
    return not (word in known or _is_inflected(word, known))


def _is_inflected(word: str, known: frozenset[str]) -> bool:
    """Whether a word may be a regular inflection, in English, of a known one."""
    for ending, finals, doubled in _ENDINGS.get(word[-1:], ()):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            for final in finals:
                if stem + final in known:
                    return True
            if doubled and len(stem) > 2 and stem[-1] == stem[-2] and stem[:-1] in known:
                return True
    return False


def is_complex(word: str, n: int | None = None) -> bool:
    """Whether a word counts for the Fog index: three syllables or more.

    By Gunning (The Technique of Clear Writing, 1952) proper names are not counted (told by their capitals, see
    `helpers.measuring.counting`), nor hyphenated combinations of short words, nor words that -ed or -es brings to three
    syllables. Compounds written as one word (bookkeeper) cannot be seen and are counted. `n`: the syllables of the
    word, where they are known already (default: `syllables`).

    >>> [is_complex(w) for w in ("legislation", "created", "trespasses", "well-to-do", "considered")]
    [True, False, False, False, True]
    """
    n = syllables(word) if n is None else n
    if n < 3:
        return False
    parts = [p for p in _HYPHEN.split(word) if p] if not word.isalpha() else ()
    if len(parts) > 1:
        return any(is_complex(p) for p in parts)
    return not (n == 3 and _SPOKEN_ENDING.search(word))
