"""Who is compared with whom in 04_framing, and what is said where there are too few articles for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import show, stats
from helpers.chapters import behind
from helpers.chapters.wording import listed

if TYPE_CHECKING:
    from helpers.corpus import Corpus

DEALS = 20  # random deals of the same articles, beside every list of distinctive words
MOST_TELLERS = 8  # whose words are compared with the rest, and who are compared two by two


def sides(corpus: Corpus) -> list[tuple[str, list[int], str, list[int]]]:
    """What is compared: (teller, its articles, the rest, their articles), by their place in `corpus.counted`; of two
    tellers one against the other.

    Only where a test could find anything, and the MOST_TELLERS with most articles.
    """
    own = {t: g.index.tolist() for t, g in corpus.counted.groupby("teller", sort=False)}
    order = sorted(own, key=lambda t: -len(own[t]))
    if len(own) == 2:
        a, b = order
        pairs = [(a, own[a], b, own[b])]
    else:
        able = [t for t in order if stats.reachable(len(own[t]), len(corpus.counted) - len(own[t]))][:MOST_TELLERS]
        pairs = [(t, own[t], "the rest", [k for o in own if o != t for k in own[o]]) for t in able]
    return [p for p in pairs if stats.reachable(len(p[1]), len(p[3]))]


def too_few(corpus: Corpus) -> str | None:
    """The sentence that says that no comparison is possible here; None where one is."""
    if sides(corpus):
        return None
    sizes = corpus.counted.groupby("teller", sort=False).size()
    return f"Too few articles to say ({listed(f'{t} {n}' for t, n in sizes.items())})."


def few_finding(corpus: Corpus, few: str) -> show.Finding:
    """That there are too few articles to say, with the articles there are."""
    rows = behind.openings(corpus)
    return show.Finding(few, behind.distinct(corpus, rows, "articles", "teller"), len(rows), None, "articles")


def dealt(corpus: Corpus, a: str, b: str, text: str, value: float) -> show.Finding:
    """What was found of the articles of `a` against those of `b`, with how each article of `a` begins (and of `b`,
    where that is one outlet)."""
    rows = behind.openings(corpus)
    rows = rows[rows["teller"].isin([a, b])]
    return show.Finding(text, behind.distinct(corpus, rows, "articles", "teller"), value, None, "measure")


def largest_tellers(corpus: Corpus) -> dict[str, list[int]]:
    """The MOST_TELLERS with most articles, which are compared two by two, and the places of these in `counted`."""
    own = {t: g.index.tolist() for t, g in corpus.counted.groupby("teller", sort=False)}
    return {t: own[t] for t in sorted(own, key=lambda t: -len(own[t]))[:MOST_TELLERS]}


def of_largest(corpus: Corpus) -> str:
    """Whom `largest_tellers` names, in words: all outlets, or only some."""
    return f"of the {MOST_TELLERS} outlets with most articles" if corpus.counted["teller"].nunique() > MOST_TELLERS \
        else "outlets"
