"""Where on their pages the counted articles stand, and what was found in their texts brought there."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from helpers.choices.reading import Stretches
    from helpers.corpus import Corpus

FAR = 1 << 32  # so that one number says which article, and where in it
_OF_ARTICLE = ("teller", "article_id", "page_id")


class _Pieces(NamedTuple):
    """The pieces of the counted articles: the `article` of each, by its place in `corpus.counted`, where it begins in
    the `text` of that, and where it lies on the page (`start`, `end`)."""

    article: np.ndarray
    text: np.ndarray
    start: np.ndarray
    end: np.ndarray


@lru_cache(maxsize=2)  # a corpus, and some of its articles
def _pieces(corpus: Corpus) -> _Pieces:
    import numpy as np

    rows = []
    for i, article in enumerate(corpus.counted["article_id"].tolist()):
        body = corpus.body(article)
        rows += [(i, at, *piece) for at, piece in zip(body.starts, body.pieces, strict=True)]
    return _Pieces(*np.array(rows, dtype=np.int64).reshape(-1, 4).T.copy())


@lru_cache(maxsize=2)  # a corpus, and some of its articles
def _whose(corpus: Corpus) -> dict[str, pd.Categorical]:
    """Teller, article and page of each counted article, each name once: tables of sentences would repeat them."""
    import pandas as pd

    a = corpus.counted
    return {c: pd.Categorical(a[c].astype(object), pd.Index(a[c].unique(), dtype=object)) for c in _OF_ARTICLE}


def on_pages(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """Rows with text_index, start, end in the counted texts, brought to the pages, with teller, article_id and page_id.

    Of what stands in two pieces the first is given; what lies on no page drops out.
    """
    import numpy as np

    pieces = _pieces(corpus)
    text, start, end = (found[c].to_numpy(dtype=np.int64) for c in ("text_index", "start", "end"))
    if not len(pieces.article) or not len(text):
        return _with_whose(corpus, found.head(0), text[:0])
    k = np.searchsorted(pieces.article * FAR + pieces.text, text * FAR + start, side="right") - 1
    behind = start - pieces.text[k] >= (pieces.end - pieces.start)[k]  # between two pieces
    k = np.minimum(k + behind, len(pieces.article) - 1)
    begin = pieces.start[k] + np.maximum(start - pieces.text[k], 0)
    until = np.minimum(pieces.start[k] + end - pieces.text[k], pieces.end[k])
    on = (pieces.article[k] == text) & (begin < until)
    return _with_whose(corpus, found[on].assign(start=begin[on], end=until[on]), text[on])


def _with_whose(corpus: Corpus, rows: pd.DataFrame, articles: np.ndarray) -> pd.DataFrame:
    whose = {c: values.take(articles) for c, values in _whose(corpus).items()}
    return rows.reset_index(drop=True).assign(**whose)


def ascribed(corpus: Corpus) -> Stretches:
    """For each counted text the stretches of it that are somebody's words, or name whose words they are."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    from helpers.choices.reading import Stretches

    pieces, said = _pieces(corpus), corpus.arrow("attributions", "article_id", "content", "source")
    article = pc.index_in(said["article_id"], pa.array(corpus.counted["article_id"].tolist(), pa.string()))
    article = article.fill_null(-1).to_numpy()
    parts = []
    for column in ("content", "source"):
        lists = said[column].combine_chunks()
        of = article[pc.list_parent_indices(lists).to_numpy()]
        parts.append(np.c_[of, pc.list_flatten(pc.list_flatten(lists)).to_numpy().reshape(-1, 2)])
    of, start, end = np.concatenate(parts).T
    k = np.maximum(np.searchsorted(pieces.article * FAR + pieces.start, of * FAR + start, side="right") - 1, 0)
    inside = (of >= 0) & (pieces.article[k] == of) & (pieces.start[k] <= start) & (end <= pieces.end[k])
    of, k, start, end = of[inside], k[inside], start[inside], end[inside]
    order = np.argsort(of, kind="stable")
    move = (pieces.text - pieces.start)[k]
    return Stretches.of(len(corpus.counted), of[order], (start + move)[order], (end + move)[order])
