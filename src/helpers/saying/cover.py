"""A text with what stands in quotation marks covered, so that only the writer's own words are read."""

from __future__ import annotations

from functools import lru_cache

from helpers.text.quotes import quotations

COVER = "\ue000"  # stands for every character inside a quotation, so that offsets stay what they are


@lru_cache(maxsize=1)
def covered(text: str) -> str:
    """`text` with every character of its quotations covered; the last one is kept, for it is asked for again.

    >>> covered("“No,” he said.").replace(COVER, "_")
    '_____ he said.'
    """
    return cover(text)


def cover(text: str) -> str:
    """As `covered`, of a piece of text that nobody asks for again."""
    pieces, at = [], 0
    for s, e in quotations(text):
        pieces += [text[at:s], COVER * (e - s)]
        at = e
    return "".join([*pieces, text[at:]])
