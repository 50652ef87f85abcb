"""The tidy tables of a corpus: made once, kept in a cache, read by every notebook."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import captures, tables
from helpers.engine import cache, mapping
from helpers.engine.depends import version
from helpers.engine.files import Unwritable, check_apart, replacing
from helpers.engine.hands import Run
from helpers.engine.progress import Progress
from helpers.errors import UserError
from helpers.spans import Excerpt
from helpers.text.many import Chosen, Texts, evenly

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "data" / "sample"


class Corpus:
    """The tables of one corpus as DataFrames (`corpus.pages`, `corpus.articles`, …; see `tables.SCHEMAS`).

    Integer and yes-or-no columns may hold nulls (pandas' Int64, boolean); lists are Python lists. `name` is
    the folder's name, `made_from` what identifies the input: a sha256 over its files; `labels` the user's own
    rival labels from labels.csv, by what they name; `topic_names` the user's names of topics from topics.csv.
    """

    def __init__(
        self,
        name: str,
        made_from: str,
        data: tables.Stored,
        labels: Mapping[str, list[str]],
        topic_names: Mapping[str, str],
        again: Callable[[], Corpus] | None = None,
    ):
        self.name, self.made_from, self.labels, self._data, self._frames = name, made_from, labels, data, {}
        self.topic_names, self._again = topic_names, again

    def __getattr__(self, table: str) -> pd.DataFrame:
        if table.startswith("_") or table not in tables.SCHEMAS:
            raise AttributeError(f"a corpus has no table {table}")
        if table not in self._frames:
            self._frames[table] = _frame(self._table(table))
        return self._frames[table]

    def columns(self, table: str, *names: str) -> pd.DataFrame:
        """Some columns of a table, read for this call alone: what a long table needs not hold in memory whole."""
        return _frame(self._table(table, *names))

    def arrow(self, table: str, *columns: str) -> pa.Table:
        """Some columns of a table as Arrow holds them: lists of spans take a tenth of the room of Python's lists."""
        return self._table(table, *columns)

    def rows_of(self, table: str, column: str, *values: str, columns: Sequence[str] = ()) -> pd.DataFrame:
        """The rows of a table that have one of some values in a column: of a long table one story's, say; in all
        columns, or in some."""
        import pyarrow as pa
        import pyarrow.compute as pc

        rows = self._table(table, *((column, *columns) if columns else ()))
        return _frame(rows.filter(pc.is_in(rows[column], pa.array(values, pa.string()))))

    def _table(self, name: str, *columns: str) -> pa.Table:
        """A table, or some columns of it."""
        return self._read(lambda data: data.table(name, columns or None))

    def _read(self, read: Callable[[tables.Stored], Any]) -> Any:
        """What is read of the tables; from a new copy where the files have been damaged since they were opened."""
        from pyarrow import ArrowException

        try:
            return read(self._data)
        except (OSError, ArrowException) as e:
            anew = self._again and self._again()
            if anew is None or anew.made_from != self.made_from:
                raise UserError(f"the tables of {self.name} cannot be read any more; load the corpus again.") from e
            self._data = anew._data
            return read(self._data)

    @cached_property
    def _pages(self) -> _Pages:
        return self._read(_Pages)

    @cached_property
    def _pieces(self) -> dict[str, list[tuple[int, int]]]:
        body = self._table("segments", "article_id", "kind", "start", "end").to_pydict()
        pieces: dict[str, list] = {}
        for article, kind, *span in zip(*body.values(), strict=True):
            if kind == "body":
                pieces.setdefault(article, []).append(tuple(span))
        return pieces

    @cached_property
    def _page_of(self) -> dict[str, str]:
        return dict(zip(*self._table("articles", "article_id", "page_id").to_pydict().values(), strict=True))

    def quote(self, page_id: str, start: int, end: int) -> str:
        """The passage [start, end) of a page."""
        return self._pages[page_id][start:end]

    def page_text(self, page_id: str) -> str:
        """The whole text of a page, furniture and all."""
        return self._pages[page_id]

    def body(self, article_id: str) -> Excerpt:
        """An article's own text, without headline, furniture and boxes, and the way back to its page."""
        return Excerpt.of(self._pages[self._page_of[article_id]], self._pieces.get(article_id, []))

    @cached_property
    def page_names(self) -> dict[str, str]:
        """What to call each page: the name of its file, and of its record where the file holds several."""
        pages = self.columns("pages", "page_id", "path", "record")
        several = pages["path"].duplicated(keep=False)
        records = [f" [{r}]" if many else "" for r, many in zip(pages["record"], several, strict=True)]
        names = [path.rsplit("/", 1)[-1] + r for path, r in zip(pages["path"], records, strict=True)]
        twice = {name for name, n in Counter(names).items() if n > 1}
        full = [path + r for path, r in zip(pages["path"], records, strict=True)]
        best = [f if n in twice else n for n, f in zip(names, full, strict=True)]
        return dict(zip(pages["page_id"], best, strict=True))

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The articles that statistics count, in the order of their pages, with a column more: `teller`.

        `teller` is what an article is compared as: its outlet; where that is unknown, its page alone, by the name of
        the file.
        """
        a = self.articles[self.articles["include"]].copy()
        a["teller"] = a["outlet"].where(a["outlet"].notna(), a["page_id"].map(self.page_names))
        return a.reset_index(drop=True)

    @cached_property
    def texts(self) -> Texts:
        """The own texts of the counted articles, in their order."""
        return Texts(self.body(i).text for i in self.counted["article_id"])

    def some(self, most: int) -> Corpus:
        """This corpus; where it counts more than `most` articles, one that counts only so many, at equal distances."""
        if len(self.counted) <= most:
            return self
        part, numbers = copy(self), evenly(len(self.counted), most)
        part.counted = self.counted.iloc[numbers].reset_index(drop=True)
        part.texts = Chosen(self.texts, numbers)
        return part


class _Pages:
    """The text of each page; only those asked for become strings."""

    def __init__(self, data: tables.Stored):
        self._place: dict[str, int] = {}
        self._texts = Texts(map(self._put, data.rows("pages", ["page_id", "text"])))

    def _put(self, page: dict[str, str]) -> str:
        self._place[page["page_id"]] = len(self._place)
        return page["text"]

    def __getitem__(self, page_id: str) -> str:
        return self._texts[self._place[page_id]]


def load_corpus(
    corpus: str | Path = SAMPLE, progress: Progress | None = None, run: Run | None = None,
    spare: Path | None = None,
) -> Corpus:
    """The tidy tables of a folder (or file) of captures, from the cache where nothing has changed.

    Pages that the cache does not know are worked on as `run` says, which is counted up. The tables stay on disk and
    are read as they are asked for; `spare` is where to make them should the cache have no room. Raises UserError where
    there is nothing to read.

    >>> load_corpus(SAMPLE).name
    'sample'
    """
    corpus, progress, run = Path(corpus), progress or Progress(), run or Run()
    listing = captures.listing(corpus)
    progress.to(0, "looking at what there is")
    made_from = _fingerprint(listing, progress.part(0, 0.02))
    key = hashlib.sha256(f"{made_from}\n{version('corpus')}".encode()).hexdigest()[:32]
    data = cache.corpus(key)
    if data is None:
        data = _made(listing, key, progress.part(0.02, 1), run, spare)
    else:
        run.pages = run.kept = data.count("pages")
    progress.to(1, "tidied")
    again = partial(load_corpus, corpus)
    return Corpus(corpus.resolve().name, made_from, data, listing.labels, listing.topics, again)


def tidy(
    corpus: str | Path, out: str | Path, fmt: str = "parquet", progress: Progress | None = None,
    run: Run | None = None,
) -> Path:
    """Write the tidy tables of `corpus` into the folder `out` (replaced whole); returns `out`."""
    corpus, out = Path(corpus), Path(out)
    if fmt not in tables.FORMATS:
        raise UserError(f"there is no format {fmt}; choose one of {', '.join(tables.FORMATS)}.")
    check_apart(corpus, out)
    with replacing(out, "tables") as folder:
        progress = progress or Progress()
        made = load_corpus(corpus, progress.part(0, 0.9), run, folder)
        progress.to(0.9, "writing the tables")
        made._data.write(folder, fmt, progress.part(0.9, 1).to)
    return out


# --- making -----------------------------------------------------------------------------------------------


def _made(
    listing: captures.Listing, key: str, progress: Progress, run: Run, spare: Path | None
) -> tables.Stored:
    """The tables, made in the cache; where that has no room in `spare`, or else among the system's temporary files."""
    counted = run.pages, run.kept
    try:
        with cache.keeping(key) as folder:
            _tidied(listing, folder, progress, run)
        if (kept := cache.corpus(key)) is not None:  # another run may have forgotten it by now
            return kept
    except Unwritable:
        pass
    run.pages, run.kept = counted
    with tempfile.TemporaryDirectory(prefix=".tables-", dir=spare, ignore_cleanup_errors=True) as folder:
        _tidied(listing, Path(folder), progress, run)
        return tables.Stored(Path(folder))


def _tidied(listing: captures.Listing, folder: Path, progress: Progress, run: Run) -> None:
    from helpers.engine.drafting import NothingRead, build

    found = mapping.tidied(_read(listing, progress.part(0, 0.5)), run)
    try:
        build(found, listing.problems, folder, run, progress.part(0.5, 1))
    except NothingRead as e:
        raise UserError(f"nothing in {listing.root} could be read ({e}); give a folder of captured pages.") from None


def _read(listing: captures.Listing, progress: Progress) -> Iterator[captures.Page | captures.Problem]:
    """Every page of the listing; the bar moves by bytes, within a file of many records by the length of their texts."""
    sizes = [_size(listing.place(path)) for path in listing.files]
    total, before = sum(sizes) or 1, 0
    for path, size in zip(listing.files, sizes, strict=True):
        read = 0
        for page in captures.read(listing, path):
            read = min(size, read + len(getattr(page, "text", "")))
            progress.to((before + read) / total, f"reading {path}")
            yield page
        before += size


def _size(path: Path) -> int:
    """The bytes of a file, about: as text, which packs to a third."""
    try:
        return path.stat().st_size * (3 if path.suffix.lower() == ".gz" else 1)
    except OSError:
        return 0


# --- what the tables are made from -------------------------------------------------------------------------


def _fingerprint(listing: captures.Listing, progress: Progress) -> str:
    """A sha256 over names and contents of all that is read, the manifests included, and over what cannot be read."""
    digest = hashlib.sha256()
    for name, content in _contents(listing, progress):
        digest.update(os.fsencode(name) + b"\n" + content + b"\n")
    beside = (listing.manifest, listing.columns, listing.labels)
    digest.update(repr([sorted(says.items()) for says in beside]).encode())
    if listing.topics:
        digest.update(repr(sorted(listing.topics.items())).encode())
    if listing.problems:
        digest.update(repr(listing.problems).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _contents(listing: captures.Listing, progress: Progress) -> Iterable[tuple[str, bytes]]:
    for k, path in enumerate(listing.files):
        progress.to(k / len(listing.files))
        try:
            with listing.place(path).open("rb") as file:
                yield path, hashlib.file_digest(file, "sha256").digest()
        except OSError as e:
            yield path, str(e.errno).encode()


def _frame(data: pa.Table) -> pd.DataFrame:
    import pandas as pd
    import pyarrow as pa

    kinds = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
    frame = data.to_pandas(types_mapper=kinds.get)
    for column in data.schema:
        if pa.types.is_list(column.type):
            frame[column.name] = pd.Series(data[column.name].to_pylist(), index=frame.index, dtype=object)
    return frame
