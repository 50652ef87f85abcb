"""04_framing: what each teller calls things, which words set it apart, and what its headlines leave out."""

from __future__ import annotations

from heapq import nsmallest
from itertools import compress
from typing import TYPE_CHECKING

from helpers import framing, show
from helpers.chapters import behind
from helpers.chapters.apart import masked_table, numbers, placebo_findings, show_distinctive, words_apart
from helpers.chapters.rivals import (
    contested,
    label_bars,
    label_findings,
    label_pairs,
    label_placebo,
    label_table,
    label_title,
    labels,
    proposal_findings,
)
from helpers.chapters.sampling import sample, sampled, some
from helpers.chapters.sides import few_finding, too_few
from helpers.chapters.wording import accuracy, several
from helpers.spans import words

__all__ = [
    "answer", "contested", "headlines", "label_bars", "label_findings", "label_pairs", "label_placebo", "label_table",
    "label_title", "labels", "limits", "masked_table", "placebo_findings", "proposal_findings", "sample",
    "sampled", "show_distinctive", "some", "too_few", "worth_checking",
]  # fmt: skip

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus


def headlines(corpus: Corpus) -> pd.DataFrame:
    """What headlines say that their articles do not: teller, headline, share (of its words found), missing."""
    import pandas as pd

    with_headline = corpus.counted["headline"].notna()
    a = corpus.counted[with_headline]
    found = framing.headlines_bodies(a["headline"], compress(corpus.texts, with_headline), numbers(corpus))
    rows = [(teller, headline, f["share"], ", ".join(f["missing"]) or "nothing")
            for teller, headline, f in zip(a["teller"], a["headline"], found, strict=True)]
    table = pd.DataFrame(rows, columns=["teller", "headline", "share", "missing"])
    return table.sort_values("share", kind="stable")


def worth_checking(corpus: Corpus, most: int = 30) -> pd.DataFrame:
    """Words that an editor might look at again: teller, word, score, passage (its sentence); the strongest first."""
    import pandas as pd

    a = corpus.counted
    found: list[tuple[float, int, int]] = []
    for i, text in enumerate(corpus.texts):
        found += [(-score, i, k) for score, k in framing.strongest(text)]
        if sum(-score == framing.STRONGEST for score, *_ in found) >= most:
            break  # the first of equals are shown, and none is stronger
    top = [(a.iloc[i], k, -score) for score, i, k in nsmallest(most, found, key=lambda one: one[0])]
    rows = []
    for article, k, score in top:
        body = corpus.body(article["article_id"])
        for s, e in body.to_page(*words(body.text)[k])[:1]:
            rows.append((article["teller"], corpus.quote(article["page_id"], s, e), score, article["page_id"],
                         article["article_id"], s, e))
    table = pd.DataFrame(rows, columns=["teller", "word", "score", "page_id", "article_id", "start", "end"])
    table = behind.sentences_at(corpus, table)
    return table.assign(passage=list(zip(table["page_id"], table["start"], table["end"], strict=True)))[
        ["teller", "word", "score", "passage"]]


def answer(corpus: Corpus, found: pd.DataFrame) -> tuple[show.Finding, show.Finding | str]:
    """What the most contested thing is called, and whether any choice of words differs for certain."""
    few = too_few(corpus)
    rows = contested(found)
    top = rows[rows["referent"] == rows["referent"].value_counts().index[0]] if len(rows) else rows
    named = show.Finding(label_title(found) + ".", behind.distinct(corpus, top, label="teller"), len(top), None,
                         "passages")
    if few:
        return (named, few_finding(corpus, few))
    table, held = words_apart(corpus)
    here = held[held["is_here"]].sort_values("row", kind="stable").drop_duplicates(["row", "page_id"])
    return (named, show.Finding(
        f"{several(len(table), 'word')} set single outlets apart from the others; beside each list stands how many "
        "chance alone gives.", behind.distinct(corpus, here, label="teller"), len(table), None, "measure"))


def limits() -> tuple[str, ...]:
    """What the method cannot show."""
    return (
        "A choice of words is not a motive. Labels are looked for in a list, and in a labels.csv of yours; what is "
        "not on it is not seen. Words worth checking are just that: most of them are fair.",
        accuracy("distinctive words", "words worth checking", "deeds", "modifiers", "certainty"),
    )
