"""Of very many articles those that are read closely, and how many these are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpers.corpus import Corpus

MOST_READ = 5_000  # articles read closely; of more, so many at equal distances


def sample(corpus: Corpus) -> str | None:
    """How many articles are read closely, where these are not all."""
    n = len(corpus.counted)
    return f"In {MOST_READ:,} of {n:,} articles, at equal distances" if n > MOST_READ else None


def sampled(corpus: Corpus) -> str:
    """`sample`, to stand behind a caption."""
    said = sample(corpus)
    return f", {said[0].lower()}{said[1:]}" if said else ""


def some(corpus: Corpus) -> Corpus:
    """The corpus with the articles that are read closely: all, or MOST_READ at equal distances."""
    return corpus.some(MOST_READ)
