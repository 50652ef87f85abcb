"""The tidy tables: their columns and types, and the files they are written to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from helpers import sheets

_STR, _INT, _REAL, _YES = pa.string(), pa.int64(), pa.float64(), pa.bool_()
_STRS = pa.list_(_STR)
_SPANS = pa.list_(pa.list_(_INT))  # [[start, end], ...], offsets into pages.text
ROWS = 20_000  # of a table that are written at once, where the pages do not set the measure
PACKED = 1_000  # of these, that wait as Python objects: as Arrow holds them they take a tenth of the room


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
DRAFT = "draft"  # folder of what is there only until the articles have been compared


def _more(name: str, **columns: pa.DataType) -> pa.Schema:
    return pa.schema([*_schema(**columns), *SCHEMAS[name]])


# The tables that comparing articles completes, with the columns it needs for that.
DRAFTS: Mapping[str, pa.Schema] = {
    "articles": _more("articles", stated_story=_STRS),
    "attributions": _more("attributions", local=_INT),
    "speakers": _more("speakers", article_id=_STR, local=_INT),
}


def table(name: str, rows: Iterable[Mapping], schema: pa.Schema | None = None) -> pa.Table:
    """Rows (mappings) as the table `name`: its columns in their order, what is absent null, the rest dropped.

    >>> table("problems", [{"path": "a.txt", "message": "empty"}]).column_names
    ['path', 'record', 'severity', 'message']
    """
    schema = schema or SCHEMAS[name]
    return of_columns(_columns(rows, schema), schema)


def _columns(rows: Iterable[Mapping], schema: pa.Schema) -> dict[str, list]:
    rows = list(rows)
    return {f.name: _cells(rows, f.name) for f in schema}


def of_columns(columns: Mapping[str, list], schema: pa.Schema) -> pa.Table:
    """Columns as a table of that schema, in its order; one that is absent is null, the rest dropped.

    >>> of_columns({"path": ["a.txt"]}, SCHEMAS["problems"]).to_pylist()[0]["message"] is None
    True
    """
    n = len(next(iter(columns.values()), ()))
    return pa.table({f.name: pa.array(columns.get(f.name, [None] * n), f.type) for f in schema}, schema=schema)


def _cells(rows: list[Mapping], name: str) -> list:
    try:
        return list(map(itemgetter(name), rows))
    except KeyError:
        return [row.get(name) for row in rows]


class Writer:
    """The Parquet file of a table, written part by part as it is made; a part is a row group.

    `folder/NAME.parquet` is whole when the block ends.
    """

    def __init__(self, name: str, folder: Path, schema: pa.Schema | None = None):
        self._name, self._schema = name, schema or SCHEMAS[name]
        self._file = pyarrow.parquet.ParquetWriter(
            folder / f"{name}.parquet", self._schema, compression="zstd", write_page_checksum=True
        )
        self._waiting: dict[str, list] = {f.name: [] for f in self._schema}
        self._packed: list[pa.Table] = []

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        if kind is None:
            self._pack(ROWS)
            self._write_packed()
            self._file.close()
        else:
            with suppress(OSError):  # what stopped the writing is on its way already
                self._file.close()

    def part(self, rows: Iterable[Mapping] | Mapping[str, list] | pa.Table) -> None:
        """Write rows, or columns, as one part, also where there are none: parts of two tables can then go by the same
        number."""
        if isinstance(rows, Mapping):
            rows = of_columns(rows, self._schema)
        self._file.write_table(rows if isinstance(rows, pa.Table) else table(self._name, rows, self._schema))

    def add(self, rows: Iterable[Mapping] | Mapping[str, list]) -> None:
        """Write rows, or columns, as soon as they are enough for a part."""
        columns = rows if isinstance(rows, Mapping) else _columns(rows, self._schema)
        n = len(next(iter(columns.values()), ()))
        for name, cells in self._waiting.items():
            cells += columns.get(name, [None] * n)
        while len(next(iter(self._waiting.values()))) >= (some := min(PACKED, ROWS - sum(map(len, self._packed)))):
            self._pack(some)
            if sum(map(len, self._packed)) == ROWS:
                self._write_packed()

    def _pack(self, most: int) -> None:
        """Hold at most so many of the rows that wait as Arrow does."""
        some = of_columns({name: cells[:most] for name, cells in self._waiting.items()}, self._schema)
        if len(some):
            self._packed.append(some)
            for cells in self._waiting.values():
                del cells[:most]

    def _write_packed(self) -> None:
        if self._packed:
            self._file.write_table(pa.concat_tables(self._packed).combine_chunks())
            self._packed.clear()


class Stored:
    """The tables that lie in a folder as Parquet; each is read when it is asked for, whole or in parts or columns.

    The files stay open, so that another run may replace or forget the folder meanwhile; what is read is compared with
    its checksums. Raises OSError, ValueError or pyarrow.ArrowException where a file is missing, damaged or not that
    table.
    """

    def __init__(self, folder: Path, schemas: Mapping[str, pa.Schema] = SCHEMAS):
        self._sources = {name: pa.OSFile(str(folder / f"{name}.parquet")) for name in schemas}
        self._files = {
            name: pyarrow.parquet.ParquetFile(source, page_checksum_verification=True)
            for name, source in self._sources.items()
        }
        for name, schema in schemas.items():
            if not self._files[name].schema_arrow.equals(schema):
                raise ValueError(f"{name}.parquet has other columns than {name}")

    def close(self) -> None:
        """Nothing is read any more."""
        for file in (*self._files.values(), *self._sources.values()):
            file.close()

    def count(self, name: str) -> int:
        """The number of rows of a table."""
        return self._files[name].metadata.num_rows

    def table(self, name: str, columns: Sequence[str] | None = None) -> pa.Table:
        """A table, or some columns of it."""
        return self._files[name].read(columns)

    def parts(self, name: str, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The parts of a table as they were written."""
        for k in range(self._files[name].num_row_groups):
            yield self._files[name].read_row_group(k, columns)

    def rows(self, name: str, columns: Sequence[str] | None = None) -> Iterator[dict]:
        """The rows of a table, read a part at a time."""
        for part in self.parts(name, columns):
            yield from part.to_pylist()

    def write(
        self, folder: Path, fmt: str = "parquet", progress: Callable[[float], None] = lambda share: None
    ) -> None:
        """Write every table as `folder/NAME.parquet` (or .csv, .jsonl); list columns of a CSV hold JSON.

        In a CSV a text that a spreadsheet would run as a formula begins with an apostrophe (see `sheets`). `progress`
        is told the share that is written.
        """
        done, total = 0, sum(self._sources[name].size() for name in self._files) or 1
        for name, source in self._sources.items():
            path, size = folder / f"{name}.{fmt}", source.size()
            moved = partial(_moved, progress, done / total, (done + size) / total)
            if fmt == "parquet":
                self._copy(name, path)
            elif fmt == "csv":
                self._write_csv(name, path, moved)
            elif fmt == "jsonl":
                with path.open("w", encoding="utf-8", newline="\n") as out:
                    for part in self._watched(name, moved):
                        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in part.to_pylist())
            else:
                raise ValueError(f"no such format: {fmt}")
            done += size
            moved(1)

    def _watched(self, name: str, moved: Callable[[float], None]) -> Iterator[pa.Table]:
        for k, part in enumerate(self.parts(name), 1):
            yield part
            moved(k / self._files[name].num_row_groups)

    def _copy(self, name: str, path: Path) -> None:
        source = self._sources[name]
        source.seek(0)
        with path.open("wb") as out:
            while some := source.read(1 << 20):
                out.write(some)

    def _write_csv(self, name: str, path: Path, moved: Callable[[float], None]) -> None:
        flat = pa.schema([(f.name, _STR if pa.types.is_list(f.type) else f.type) for f in SCHEMAS[name]])
        with pyarrow.csv.CSVWriter(path, flat) as out:
            for part in self._watched(name, moved):
                out.write_table(_flat(part))


def _moved(progress: Callable[[float], None], low: float, high: float, share: float) -> None:
    progress(low + share * (high - low))


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
