"""What language a text is written in, by its function words and its script."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from helpers import lists

WORD = re.compile(r"\w+")
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")), ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[їєґЇЄҐ]")), ("ru", re.compile(r"[\u0400-\u04ff]")), ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")), ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)  # fmt: skip
NOT_LATIN = re.compile(r"[\u0370-\u1dff\u3040-\ud7ff]")  # letters of other scripts: what SCRIPTS can find
SAMPLE = 1_600  # characters read: some 250 words tell as much as a thousand
SHARE = {"ja": 0.05, "uk": 0.01}  # of the letters; a third for the others


@cache
def languages_of() -> dict[str, tuple[str, ...]]:
    """Function word → the codes of the languages that it is one of."""
    out: dict[str, tuple[str, ...]] = {}
    for row in lists.lines("languages.txt"):
        for word in set(row[3:].split()):
            out[word] = (*out.get(word, ()), row[:2])
    return out


def language(text: str) -> str | None:
    """ISO 639-1 code of the language, or None for fewer than 20 words or where no language stands out.

    >>> language("The river rose again on Monday and the council said that it would not open the gate to the old town.")
    'en'
    """
    sample = text[:SAMPLE].casefold()
    if not sample.isascii() and NOT_LATIN.search(sample):
        letters = sum(map(str.isalpha, sample))
        for code, script in SCRIPTS:
            if letters >= 40 and len(script.findall(sample)) >= SHARE.get(code, 0.33) * letters:
                return code
    words = WORD.findall(sample)
    if len(words) < 20:
        return None
    homes, scores = languages_of(), {"": 0, "no language": 0}
    for word, n in Counter(filter(homes.__contains__, words)).items():
        for code in homes[word]:
            scores[code] = scores.get(code, 0) + n
    (best, code), (second, _) = sorted(((n, code) for code, n in scores.items()), reverse=True)[:2]
    return code if best >= 0.12 * len(words) and best > second else None
