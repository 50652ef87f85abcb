"""What stands behind the numbers of a chapter: tables whose counts open their passages, and verdicts with articles.

The tables of the chapters hold plain numbers, which figures and tests can use; here each number gets the rows that it
was counted from, where it is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from helpers import show
from helpers.chapters.wording import sentence
from helpers.showing.passages import missing

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus
    from helpers.stats import Comparison

_PART = re.compile(r"([\d,]{1,15})\sof\s([\d,]{1,15})\b")


def openings(corpus: Corpus, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """`articles` (else the counted ones) with start and end of the first sentence of each; without one it drops out."""
    a = corpus.counted if articles is None else articles
    first = corpus.sentences.drop_duplicates("article_id").set_index("article_id")
    a = a[a["article_id"].isin(first.index)]
    at = first.loc[a["article_id"]]
    return a.assign(start=at["start"].astype(int).to_numpy(), end=at["end"].astype(int).to_numpy())


def bodies(corpus: Corpus, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """A row for each stretch of the own text of `articles` (else of the counted ones): their columns, start, end."""
    a = corpus.counted if articles is None else articles
    body = corpus.segments.loc[corpus.segments["kind"] == "body", ["article_id", "start", "end"]]
    return a.drop(columns=["start", "end"], errors="ignore").merge(body, on="article_id")


def sentences_at(corpus: Corpus, places: pd.DataFrame) -> pd.DataFrame:
    """`places` (article_id, start, end on the page), each widened to the sentence that it lies in."""
    of = {a: list(zip(g["start"].tolist(), g["end"].tolist(), strict=True))
          for a, g in corpus.sentences.groupby("article_id", sort=False)}
    wide = [next(((s, e) for s, e in of.get(r.article_id, ()) if s <= r.start and r.end <= e), (r.start, r.end))
            for r in places.itertuples()]
    return places.assign(start=[s for s, _ in wide], end=[e for _, e in wide])


def spread(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row for each [start, end] in the lists of `column`; a list may also hold (page_id, start, end)."""
    rows = rows.drop(columns=["start", "end"], errors="ignore").explode(column)
    rows = rows[rows[column].notna()]
    parts = rows[column].tolist()
    rows = rows.assign(start=[int(p[-2]) for p in parts], end=[int(p[-1]) for p in parts])
    whole = len(parts[0]) == 3 if parts else "page_id" not in rows
    return rows.assign(page_id=[p[0] for p in parts]) if whole else rows


def counted(
    corpus: Corpus, table: pd.DataFrame, by: str | Sequence[str] | Mapping[str, str],
    columns: Mapping[str, tuple[str, pd.DataFrame]],
) -> pd.DataFrame:
    """The table with its numbers as `show.Count`, each with the passages it was counted from.

    `by` names the columns that say which rows a number is of (a mapping where the rows call them otherwise: column of
    the table → column of the rows). `columns`: column of numbers, or of texts like "6 of 11", → (unit, rows with
    page_id, start, end and what `by` names). Of unit articles one passage a page is shown.
    """
    keys = dict(by) if isinstance(by, Mapping) else {k: k for k in ([by] if isinstance(by, str) else by)}
    wanted = list(zip(*(table[k] for k in keys), strict=True))
    found = {}
    for column, (unit, rows) in columns.items():
        groups = dict(list(rows.groupby(list(keys.values()), sort=False)))
        label = "teller" if "teller" in rows and "teller" not in keys else None
        found[column] = [
            count(corpus, value, groups.get(key, rows.head(0)), unit, label)
            for key, value in zip(wanted, table[column], strict=True)
        ]
    return table.assign(**found)


def count(corpus: Corpus, value: Any, rows: pd.DataFrame, unit: str, label: str | None = None) -> Any:
    """A number, or a text that begins with "k of n", with its rows behind it; what is unknown stays so."""
    of = text = None
    if isinstance(value, str):
        part = _PART.match(value)
        if part is None:
            return value
        text, value, of = value, int(part[1].replace(",", "")), int(part[2].replace(",", ""))
    if missing(value):
        return None
    shown = distinct(corpus, rows, unit, label) if value else []
    return show.Count(value, shown, of, unit, text)


def distinct(
    corpus: Corpus, rows: pd.DataFrame, unit: str = "passages", label: str | None = None
) -> list[show.Passage]:
    """The passages of rows, each once; of unit articles the first of each page."""
    rows = rows[rows["start"].notna()]
    rows = rows.drop_duplicates(["page_id"] if unit == "articles" else ["page_id", "start", "end"])
    return show.passages_in(corpus, rows, label)


def verdict(corpus: Corpus, c: Comparison, articles: pd.DataFrame, hits: pd.DataFrame | None = None) -> show.Finding:
    """A comparison as a finding, with the articles compared (rows with teller, page_id, start, end) behind it.

    Where k of n articles were compared, the value is k, and `hits` are the rows of those that were hit. A clear
    difference of means has A's mean as its value; every other verdict the number of articles that were compared.
    "The rest" is not shown: it is everybody else.
    """
    sides = articles[articles["teller"].isin([c.name_a, c.name_b])]
    if c.k_a is not None and hits is not None:
        own = distinct(corpus, hits[hits["teller"] == c.name_a], "articles", "teller")
        return show.Finding(sentence(c.sentence), own, c.k_a, c.n_a, "articles")
    shown = distinct(corpus, sides, "articles", "teller")
    if c.verdict in ("more", "less"):
        return show.Finding(sentence(c.sentence), shown, round(c.mean_a, 4), None, "measure")
    return show.Finding(sentence(c.sentence), shown, len(shown), None, "articles")
