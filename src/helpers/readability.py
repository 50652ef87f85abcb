"""How hard a text is to read: the usual formulas as published, or why they cannot be worked out.

    spans       where sentences and words are
    syllables   syllables of a word, by textstat's dictionary and patterns; its list of familiar words
    difficulty  which words are difficult (Dale-Chall) or complex (Gunning Fog)
    counting    what the formulas count, by sentence or text
    formulas    the formulas, with their sources
    intervals   how certain a measure of one article is

This module puts them together, and their names can be had from here. `tool_effect` sets textstat beside it.
"""

from __future__ import annotations

import re

from helpers import spans
from helpers.measuring.counting import COUNTS, counts, counts_and_capitals, sentence_counts
from helpers.measuring.formulas import FORMULAS, SMOG_SENTENCES, formulas
from helpers.measuring.intervals import interval

__all__ = [
    "COUNTS", "FORMULAS", "SMOG_SENTENCES", "counts", "formulas", "interval", "measures", "sentence_counts",
]  # fmt: skip

MIN_WORDS = 10
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_FINISHED = re.compile(r"[.!?…][\"'”’»)\]]*$")


def measures(text: str, sentences: list[tuple[int, int]] | None = None) -> dict[str, float | str | None]:
    """The counts and formulas of a text, and `reason`: None, or why the formulas are None.

    The formulas are made for English prose. They are None, with the reason in words, for a text of fewer than ten
    words or without a finished sentence, mostly figures, in another script or language, or in capitals. `sentences`
    are those of the text, where they are known already (default: `spans.sentences`).

    >>> measures("Rain fell.")["reason"]
    'too short: 2 words, and the formulas need 10'
    """
    found = spans.sentences(text) if sentences is None else sentences
    total = counts_and_capitals(text, found)
    reason = _why_not(text, found, total)
    del total["capitals"]
    return {**total, **(dict.fromkeys(FORMULAS) if reason else formulas(total)), "reason": reason}


def _why_not(text: str, found: list[tuple[int, int]], total: dict[str, int]) -> str | None:
    """Why a text cannot be measured, or None."""
    words, letters = total["words"], total["letters"]
    if not words:
        return "no words"
    if 2 * total["figures"] > words:
        return "mostly figures"
    # What Latin-1 cannot write is counted first, being quicker than to look at every letter.
    foreign = 0 if text.isascii() else len(text) - len(text.encode("latin-1", "ignore"))
    if 2 * foreign > letters and 2 * len(_NOT_LATIN.findall(text)) > letters:
        return "not in the Latin alphabet, and the formulas are made for English"
    if words < MIN_WORDS:
        return f"too short: {words} {'word' if words == 1 else 'words'}, and the formulas need {MIN_WORDS}"
    if 2 * total["capitals"] > letters:
        return "in capitals, where sentences and names cannot be told"
    if not any(_FINISHED.search(text, max(s, e - 8), e) for s, e in found):
        return "no finished sentence"
    if 4 * (words - total["difficult_words"] - total["names"] - total["figures"]) < words:
        return "hardly a common English word, and the formulas are made for English"
    return None
