"""The same text by textstat as it comes."""

from __future__ import annotations

from collections.abc import Collection

from helpers.readability import measures

TEXTSTAT = {
    "flesch": "flesch_reading_ease",
    "flesch_kincaid": "flesch_kincaid_grade",
    "gunning_fog": "gunning_fog",
    "smog": "smog_index",
    "coleman_liau": "coleman_liau_index",
    "ari": "automated_readability_index",
    "dale_chall": "dale_chall_readability_score",
    "lix": "lix",
    "words_per_sentence": "words_per_sentence",
    "letters_per_word": "avg_letter_per_word",
}
METHODS = {**TEXTSTAT, "sentences": "sentence_count", "words": "lexicon_count"}


def tool_effect(text: str, asked: Collection[str] = tuple(METHODS)) -> dict[str, dict | str | None]:
    """The same text by textstat as it comes and by `measures`.

    Returns for each name `asked` ("sentences", "words" and every measure that both have) a dict {"textstat", "ours",
    "difference"} (ours minus textstat's; None where ours is None), and "reason" and "version" (textstat's).

    >>> tool_effect("The U.S. team left on Jan. 3 for the north. It came home in May.")["sentences"]
    {'textstat': 3, 'ours': 2, 'difference': -1}
    """
    from importlib import metadata

    from textstat import textstat

    ours = measures(text)
    theirs = {name: getattr(textstat, method)(text) for name, method in METHODS.items() if name in asked}
    rows = {
        name: {
            "textstat": value,
            "ours": ours[name],
            "difference": None if ours[name] is None else ours[name] - value,
        }
        for name, value in theirs.items()
    }
    return {**rows, "reason": ours["reason"], "version": metadata.version("textstat")}
