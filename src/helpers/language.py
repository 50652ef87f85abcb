"""What language a text is written in, by its function words and its script."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib.resources import files

WORD = re.compile(r"[^\W\d_]+")
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")), ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("uk", re.compile(r"[їєґЇЄҐ]")), ("ru", re.compile(r"[\u0400-\u04ff]")), ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")), ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
)  # fmt: skip
SHARE = {"ja": 0.05, "uk": 0.01}  # of the letters; a third for the others


@cache
def function_words() -> dict[str, frozenset[str]]:
    rows = files("helpers").joinpath("data/languages.txt").read_text(encoding="utf-8").splitlines()
    return {row[:2]: frozenset(row[3:].split()) for row in rows if row and not row.startswith("#")}


def language(text: str) -> str | None:
    """ISO 639-1 code of the language, or None for fewer than 20 words or where no language stands out.

    >>> language("The river rose again on Monday and the council said that it would not open the gate to the old town.")
    'en'
    """
    sample = text[:2500]
    if not sample.isascii():
        letters = sum(c.isalpha() for c in sample)
        for code, script in SCRIPTS:
            if letters >= 40 and len(script.findall(sample)) >= SHARE.get(code, 0.33) * letters:
                return code
    words = [w.casefold() for w in WORD.findall(sample)]
    if len(words) < 20:
        return None
    counts = Counter(words)
    shares = {
        code: sum(n for word, n in counts.items() if word in known) / len(words)
        for code, known in function_words().items()
    }
    scores = sorted(((share, code) for code, share in shares.items()), reverse=True)
    (best, code), (second, _) = scores[:2]
    return code if best >= 0.12 and best > second else None
