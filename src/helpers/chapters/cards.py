"""The outlet cards of the first page: each line a number with its denominator."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.chapters import readability, side_by_side, sources
from helpers.chapters.wording import listed, several, share

if TYPE_CHECKING:
    from helpers.corpus import Corpus

MOST = 40  # cards on the page; beyond that the tables of the chapters serve better


def cards(corpus: Corpus) -> list[dict]:
    """One mapping an outlet (or page of unknown outlet): name, and rows of (label, sentence)."""
    said, grades = sources.said(corpus), readability.articles(corpus)
    voices = sources.speaking(said)
    story = side_by_side.chosen(corpus)
    alone = side_by_side.only_here(corpus, story)["teller"].value_counts() if story else {}
    found = []
    for teller, articles in list(corpus.counted.groupby("teller", sort=False))[:MOST]:
        own = voices[voices["teller"] == teller]
        grade = grades.loc[grades["teller"] == teller, readability.GRADE].dropna()
        people = sources.who(own)["speaker"].tolist()[:3]
        unnamed = int(sources.unnamed(own).sum())
        whom = f", most to {listed(people)}; {unnamed} of {len(own)} to unnamed people." if len(own) else "."
        rows = [
            ("Covered", f"{several(len(articles), 'article')}, {several(int(articles['n_words'].sum()), 'word')}, "
                        f"{several(articles['story_id'].nunique(), 'story', 'stories')}."),
            ("Quoted", several(len(own), "attribution") + whom),
            ("Reads", f"Flesch-Kincaid grade {grade.mean():.1f} on average over {several(len(grade), 'article')}."
                      if len(grade) else "No article could be measured."),
        ]
        if story:
            rows.append(("Only here", f"{several(int(alone.get(teller, 0)), 'fact')} of the most told story."))
        rows.append(("On its pages", f"{_own_share(corpus, articles)} of the words are the article's own."))
        found.append({"name": teller, "rows": rows})
    return found


def _own_share(corpus: Corpus, articles) -> str:
    segments = corpus.segments[corpus.segments["page_id"].isin(articles["page_id"])]
    return share(int(segments.loc[segments["role"] == "main", "n_words"].sum()), int(segments["n_words"].sum()))
