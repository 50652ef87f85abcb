"""The tidy tables: their columns and types, and the files they are written to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from helpers import sheets

_STR, _INT, _REAL, _YES = pa.string(), pa.int64(), pa.float64(), pa.bool_()
_STRS = pa.list_(_STR)
_SPANS = pa.list_(pa.list_(_INT))  # [[start, end], ...], offsets into pages.text


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


SCHEMAS: Mapping[str, pa.Schema] = {
    "pages": _schema(
        page_id=_STR, path=_STR, record=_INT, source_id=_STR, sha256=_STR, format=_STR, encoding=_STR,
        encoding_basis=_STR, url=_STR, page_host=_STR, captured_at=_STR, text=_STR, warnings=_STRS,
    ),
    "segments": _schema(
        page_id=_STR, segment_id=_STR, start=_INT, end=_INT, role=_STR, kind=_STR, article_id=_STR, rule=_STR,
        n_words=_INT,
    ),
    "articles": _schema(
        article_id=_STR, page_id=_STR, role=_STR, start=_INT, end=_INT, headline=_STR, headline_start=_INT,
        headline_end=_INT, byline=_STR, dateline=_STR, published=_STR, published_basis=_STR, outlet=_STR,
        outlet_basis=_STR, carrier=_STR, carrier_basis=_STR, origin=_STR, origin_basis=_STR, genre=_STR,
        genre_basis=_STR, complete=_YES, complete_basis=_STR, language=_STR, n_words=_INT, duplicate_of=_STR,
        story_id=_STR, story_basis=_STR, include=_YES, exclude_reason=_STR,
    ),
    "sentences": _schema(article_id=_STR, page_id=_STR, sentence=_INT, start=_INT, end=_INT),
    "attributions": _schema(
        article_id=_STR, page_id=_STR, attribution=_INT, source=_SPANS, cue=_SPANS, content=_SPANS, form=_STR,
        type=_STR, speaker_id=_STR, confidence=_REAL, speaker_basis=_STR, speaker_confidence=_REAL, excuse=_SPANS,
    ),
    "speakers": _schema(speaker_id=_STR, name=_STR, aliases=_STRS, role=_STR, side=_STR, kind=_STR),
    "counts": _schema(
        article_id=_STR, page_id=_STR, sentences=_INT, long_sentences=_INT, words=_INT, letters=_INT,
        characters=_INT, syllables=_INT, polysyllables=_INT, complex_words=_INT, long_words=_INT,
        difficult_words=_INT, names=_INT, figures=_INT, reason=_STR,
    ),
    "reprints": _schema(article_id=_STR, of_article_id=_STR, share=_REAL, spans=_SPANS),
    "facts": _schema(
        story_id=_STR, fact_id=_STR, article_id=_STR, page_id=_STR, start=_INT, end=_INT, verdict=_STR,
        score=_REAL, candidate_start=_INT, candidate_end=_INT, position=_REAL, voice=_STR, speaker_id=_STR,
    ),
    "numbers": _schema(
        story_id=_STR, slot=_STR, article_id=_STR, page_id=_STR, start=_INT, end=_INT, kind=_STR, value=_REAL,
        low=_REAL, high=_REAL, unit=_STR, about=_STR, modifiers=_STR, approx=_STR, relation=_STR, attribution=_INT,
    ),
    "shared": _schema(passage=_STR, article_id=_STR, page_id=_STR, start=_INT, end=_INT, kind=_STR),
    "problems": _schema(path=_STR, record=_INT, severity=_STR, message=_STR),
}

FORMATS = ("parquet", "csv", "jsonl")


def table(name: str, rows: Iterable[Mapping]) -> pa.Table:
    """Rows (mappings) as the table `name`: its columns in their order, what is absent null, the rest dropped.

    >>> table("problems", [{"path": "a.txt", "message": "empty"}]).column_names
    ['path', 'record', 'severity', 'message']
    """
    schema = SCHEMAS[name]
    rows = list(rows)
    return pa.table({f.name: pa.array([r.get(f.name) for r in rows], f.type) for f in schema}, schema=schema)


def write(tables: Mapping[str, pa.Table], folder: Path, fmt: str = "parquet") -> None:
    """Write every table as `folder/NAME.parquet` (or .csv, .jsonl); list columns of a CSV hold JSON.

    In a CSV a text that a spreadsheet would run as a formula begins with an apostrophe (see `sheets`).
    """
    for name, data in tables.items():
        path = folder / f"{name}.{fmt}"
        if fmt == "parquet":
            pa.parquet.write_table(data, path, compression="zstd")
        elif fmt == "csv":
            pa.csv.write_csv(_flat(data), path)
        elif fmt == "jsonl":
            with path.open("w", encoding="utf-8", newline="\n") as out:
                for row in data.to_pylist():
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            raise ValueError(f"no such format: {fmt}")


def read(folder: Path) -> dict[str, pa.Table]:
    """The tables that `write` left in `folder` as Parquet.

    Raises OSError or pyarrow.ArrowException where a file is missing or damaged.
    """
    return {name: pa.parquet.read_table(folder / f"{name}.parquet", schema=s) for name, s in SCHEMAS.items()}


def _flat(data: pa.Table) -> pa.Table:
    for k, column in enumerate(data.schema):
        if pa.types.is_list(column.type):
            lists = data.column(k).to_pylist()
            cells = [None if v is None else json.dumps(v, ensure_ascii=False) for v in lists]
            data = data.set_column(k, column.name, pa.array(cells, _STR))
        elif pa.types.is_string(column.type):
            cells = [sheets.cell(v) for v in data.column(k).to_pylist()]
            data = data.set_column(k, column.name, pa.array(cells, _STR))
    return data
