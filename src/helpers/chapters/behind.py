"""What stands behind the numbers of a chapter: tables whose counts open their passages, and verdicts with articles.

The tables of the chapters hold plain numbers, which figures and tests can use; here each number gets the rows that it
was counted from, where it is shown.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from helpers import show
from helpers.chapters.wording import sentence
from helpers.showing import room
from helpers.showing.passages import Places, missing

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus
    from helpers.stats import Comparison

AGAINST = 200  # places kept of the other side of a verdict: it is everybody else, whose own verdicts have all of theirs
_PART = re.compile(r"([\d,]{1,15})\sof\s([\d,]{1,15})\b")


def openings(corpus: Corpus, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """`articles` (else the counted ones) with start and end of the first sentence of each; without one it drops out."""
    a = corpus.counted if articles is None else articles
    first = first_sentences(corpus)
    a = a.take([k for k, article in enumerate(a["article_id"]) if article in first])
    at = [first[article] for article in a["article_id"]]
    return a.assign(start=[start for start, _ in at], end=[end for _, end in at])


@lru_cache(maxsize=2)  # a corpus, and some of its articles
def first_sentences(corpus: Corpus) -> dict[str, tuple[int, int]]:
    """article_id -> start and end of its first sentence."""
    rows = corpus.columns("sentences", "article_id", "start", "end").drop_duplicates("article_id")
    return dict(zip(rows["article_id"], zip(rows["start"].tolist(), rows["end"].tolist(), strict=True), strict=True))


def bodies(corpus: Corpus, articles: pd.DataFrame | None = None) -> pd.DataFrame:
    """A row for each stretch of the own text of `articles` (else of the counted ones): their columns, start, end."""
    a = corpus.counted if articles is None else articles
    body = corpus.segments.loc[corpus.segments["kind"] == "body", ["article_id", "start", "end"]]
    return a.drop(columns=["start", "end"], errors="ignore").merge(body, on="article_id")


def sentences_at(corpus: Corpus, places: pd.DataFrame) -> pd.DataFrame:
    """`places` (article_id, start, end on the page), each widened to the sentence that it lies in."""
    import numpy as np

    sentences = corpus.columns("sentences", "article_id", "start", "end")
    if sentences.empty or places.empty:
        return places
    of, articles = sentences["article_id"].factorize()
    begins, ends = (sentences[c].to_numpy(dtype=np.int64) for c in ("start", "end"))
    article = articles.get_indexer(places["article_id"])
    start, end = (places[c].to_numpy(dtype=np.int64) for c in ("start", "end"))
    far = max(begins.max(), start.max()) + 1  # so that one number says which article, and where in it
    order = np.argsort(of * far + begins, kind="stable")
    last = np.searchsorted((of * far + begins)[order], article * far + start, side="right") - 1
    k = order[np.maximum(last, 0)]  # the last sentence that begins no later
    inside = (of[k] == article) & (begins[k] <= start) & (end <= ends[k])
    return places.assign(start=np.where(inside, begins[k], start), end=np.where(inside, ends[k], end))


def spread(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row for each [start, end] in the lists of `column`; a list may also hold (page_id, start, end)."""
    lists = [held if isinstance(held, list | tuple) else [] for held in rows[column].tolist()]
    rows = rows.drop(columns=["start", "end", column], errors="ignore")
    rows = rows.take([k for k, held in enumerate(lists) for _ in held])
    parts = [place for held in lists for place in held]
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
    page_id, start, end and what `by` names). Of unit articles one passage a page is shown. A table that shows its first
    rows alone needs only the rows of these.
    """
    keys = dict(by) if isinstance(by, Mapping) else {k: k for k in ([by] if isinstance(by, str) else by)}
    wanted = list(zip(*(table[k].tolist() for k in keys), strict=True))
    found = {}
    for column, (unit, rows) in columns.items():
        label = "teller" if "teller" in rows and "teller" not in keys else None
        passages = _grouped(corpus, rows, list(keys.values()), unit, label)
        found[column] = [_count(value, passages.get(key, []), unit)
                         for key, value in zip(wanted, table[column].tolist(), strict=True)]
    return table.assign(**found)


def places(rows: pd.DataFrame, by: str | Sequence[str]) -> dict[tuple, list[tuple[str, int, int]]]:
    """The places (page_id, start, end) of rows, in order, for each tuple of values that they have in `by`."""
    keys = [by] if isinstance(by, str) else list(by)
    out: dict[tuple, list[tuple[str, int, int]]] = {}
    at = zip(rows["page_id"].tolist(), rows["start"].tolist(), rows["end"].tolist(), strict=True)
    for key, place in zip(zip(*(rows[k].tolist() for k in keys), strict=True), at, strict=True):
        out.setdefault(key, []).append(place)
    return out


def _grouped(
    corpus: Corpus, rows: pd.DataFrame, keys: list[str], unit: str, label: str | None
) -> dict[tuple, Sequence[show.Passage]]:
    """The passages of rows by their keys, each once for a key: one pass, however many numbers a table has, and no
    passage is read before it is shown."""
    import numpy as np

    rows = rows[list(dict.fromkeys([*keys, "page_id", "start", "end", *([label] if label else [])]))]  # narrow is quick
    rows = rows[rows[[*keys, "start"]].notna().all(axis=1)]
    rows = rows.drop_duplicates([*keys, "page_id"] if unit == "articles" else [*keys, "page_id", "start", "end"])
    if not len(rows):
        return {}
    group = rows.groupby(keys, sort=False).ngroup().to_numpy()
    order = np.argsort(group, kind="stable")
    parts = np.split(order, np.flatnonzero(np.diff(group[order])) + 1)
    first = rows.iloc[[part[0] for part in parts]]
    columns, kept = _columns(rows, label), room.kept(len(corpus.page_names))
    names = zip(*(first[k].tolist() for k in keys), strict=True)
    return {key: Places(corpus, columns, part, kept) for key, part in zip(names, parts, strict=True)}


def count(corpus: Corpus, value: Any, rows: pd.DataFrame, unit: str, label: str | None = None) -> Any:
    """A number, or a text that begins with "k of n", with its rows behind it; what is unknown stays so."""
    return _count(value, distinct(corpus, rows, unit, label), unit)


def _count(value: Any, passages: Sequence[show.Passage], unit: str) -> Any:
    of = text = None
    if isinstance(value, str):
        part = _PART.match(value)
        if part is None:
            return value
        text, value, of = value, int(part[1].replace(",", "")), int(part[2].replace(",", ""))
    if missing(value):
        return None
    return show.Count(value, passages if value else [], of, unit, text)


def distinct(
    corpus: Corpus, rows: pd.DataFrame, unit: str = "passages", label: str | None = None
) -> Sequence[show.Passage]:
    """The passages of rows, each once; of unit articles the first of each page."""
    rows = rows.loc[rows["start"].notna(), ["page_id", "start", "end", *([label] if label else [])]]
    rows = rows.drop_duplicates(["page_id"] if unit == "articles" else ["page_id", "start", "end"])
    return each(corpus, rows, label) if len(rows) else []


def each(corpus: Corpus, rows: pd.DataFrame, label: str | None = None) -> Sequence[show.Passage]:
    """A passage for each row with a start; none is read before it is shown. `label` names the column put before it."""
    rows = rows.loc[rows["start"].notna(), ["page_id", "start", "end", *([label] if label else [])]]
    return Places(corpus, _columns(rows, label), range(len(rows)), room.kept(len(corpus.page_names)))


def _columns(rows: pd.DataFrame, label: str | None = None) -> list[Sequence]:
    """What `Places` asks for, in little room: each name once, offsets as plain numbers."""
    import numpy as np

    offsets = [array("q", rows[c].to_numpy(dtype=np.int64).tobytes()) for c in ("start", "end")]
    return [_shared(rows["page_id"]), *offsets, *([_shared(rows[label])] if label else [])]


def _shared(values: pd.Series) -> list:
    """Values as a list in which equal ones are one object; None for what is unknown."""
    codes, each = values.factorize()
    each = [*each.tolist(), None]
    return [each[k] for k in codes.tolist()]


def verdict(corpus: Corpus, c: Comparison, articles: pd.DataFrame, hits: pd.DataFrame | None = None) -> show.Finding:
    """A comparison as a finding, with the articles compared (rows with teller, page_id, start, end) behind it.

    Where k of n articles were compared, the value is k, and `hits` are the rows of those that were hit. A clear
    difference of means has A's mean as its value; every other verdict the number of A's articles. The other side, at
    most `AGAINST` of its articles, stands against it; "the rest" is everybody else.
    """
    if c.k_a is None or hits is None:
        return verdicts(corpus, [c], articles)[0]
    sides = _Sides(corpus, hits)
    return show.Finding(sentence(c.sentence), sides.own(c), c.k_a, c.n_a, "articles", against=sides.other(c))


def verdicts(corpus: Corpus, compared: Iterable[Comparison], articles: pd.DataFrame) -> list[show.Finding]:
    """The `verdict` of each comparison of the same articles, which are looked through once."""
    sides, found = _Sides(corpus, articles), []
    for c in compared:
        own, clear = sides.own(c), c.verdict in ("more", "less")
        value, unit = (round(c.mean_a, 4), "measure") if clear else (len(own), "articles")
        found.append(show.Finding(sentence(c.sentence), own, value, None, unit, against=sides.other(c)))
    return found


class _Sides:
    """The articles of comparisons, each with one passage: those of a teller, and those of everybody else."""

    def __init__(self, corpus: Corpus, articles: pd.DataFrame):
        import numpy as np

        rows = articles[["page_id", "start", "end", "teller"]]
        rows = rows[rows["teller"].notna() & rows["start"].notna()].drop_duplicates(["teller", "page_id"])
        self._corpus, self._columns = corpus, _columns(rows, "teller")
        self._kept, self._tellers = room.kept(len(corpus.page_names)), np.array(self._columns[3], dtype=object)

    def own(self, c: Comparison) -> Sequence[show.Passage]:
        """The articles of side A."""
        return Places(self._corpus, self._columns, (self._tellers == c.name_a).nonzero()[0], self._kept)

    def other(self, c: Comparison) -> Sequence[show.Passage]:
        """The first articles of side B, one a page."""
        rest = c.name_b == "the rest"
        on = (self._tellers != c.name_a) if rest else (self._tellers == c.name_b)
        first: dict[str, int] = {}
        for k in on.nonzero()[0]:
            first.setdefault(self._columns[0][k], k)
            if len(first) == AGAINST:
                break
        return Places(self._corpus, self._columns, list(first.values()), self._kept)
