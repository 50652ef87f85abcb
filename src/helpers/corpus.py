"""The tidy tables of a corpus: made once, kept in a cache, read by every notebook."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import captures, tables
from helpers.engine import cache, mapping
from helpers.engine.depends import version
from helpers.engine.files import check_apart, replacing
from helpers.engine.progress import Progress
from helpers.errors import UserError
from helpers.spans import Excerpt

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
        data: dict[str, pa.Table],
        labels: Mapping[str, list[str]],
        topic_names: Mapping[str, str],
    ):
        self.name, self.made_from, self.labels, self._data, self._frames = name, made_from, labels, data, {}
        self.topic_names = topic_names

    def __getattr__(self, table: str) -> pd.DataFrame:
        if table.startswith("_") or table not in tables.SCHEMAS:
            raise AttributeError(f"a corpus has no table {table}")
        if table not in self._frames:
            self._frames[table] = _frame(self._data[table])
        return self._frames[table]

    @cached_property
    def _texts(self) -> dict[str, str]:
        return dict(zip(self.pages["page_id"], self.pages["text"], strict=True))

    @cached_property
    def _pieces(self) -> dict[str, list[tuple[int, int]]]:
        body = self.segments[self.segments["kind"] == "body"]
        spans = zip(body["start"].tolist(), body["end"].tolist(), strict=True)
        pieces: dict[str, list] = {}
        for article, span in zip(body["article_id"], spans, strict=True):
            pieces.setdefault(article, []).append(span)
        return pieces

    @cached_property
    def _page_of(self) -> dict[str, str]:
        return dict(zip(self.articles["article_id"], self.articles["page_id"], strict=True))

    def quote(self, page_id: str, start: int, end: int) -> str:
        """The passage [start, end) of a page."""
        return self._texts[page_id][start:end]

    def page_text(self, page_id: str) -> str:
        """The whole text of a page, furniture and all."""
        return self._texts[page_id]

    def body(self, article_id: str) -> Excerpt:
        """An article's own text, without headline, furniture and boxes, and the way back to its page."""
        return Excerpt.of(self._texts[self._page_of[article_id]], self._pieces.get(article_id, []))

    @cached_property
    def page_names(self) -> dict[str, str]:
        """What to call each page: the name of its file, and of its record where the file holds several."""
        several = self.pages["path"].duplicated(keep=False)
        records = [f" [{r}]" if many else "" for r, many in zip(self.pages["record"], several, strict=True)]
        names = [path.rsplit("/", 1)[-1] + r for path, r in zip(self.pages["path"], records, strict=True)]
        twice = {name for name, n in Counter(names).items() if n > 1}
        full = [path + r for path, r in zip(self.pages["path"], records, strict=True)]
        best = [f if n in twice else n for n, f in zip(names, full, strict=True)]
        return dict(zip(self.pages["page_id"], best, strict=True))

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The articles that statistics count, with two columns more: `teller` and `text` (the body).

        `teller` is what an article is compared as: its outlet; where that is unknown, its page alone, by the name of
        the file. Articles are in the order of their pages.
        """
        a = self.articles[self.articles["include"]].copy()
        a["teller"] = a["outlet"].where(a["outlet"].notna(), a["page_id"].map(self.page_names))
        a["text"] = [self.body(i).text for i in a["article_id"]]
        return a.reset_index(drop=True)


def load_corpus(
    corpus: str | Path = SAMPLE, progress: Progress | None = None, run: mapping.Run | None = None
) -> Corpus:
    """The tidy tables of a folder (or file) of captures, from the cache where nothing has changed.

    Pages that the cache does not know are worked on as `run` says, which is counted up. Raises UserError where there
    is nothing to read.

    >>> load_corpus(SAMPLE).name
    'sample'
    """
    corpus, progress, run = Path(corpus), progress or Progress(), run or mapping.Run()
    listing = captures.listing(corpus)
    made_from = _fingerprint(listing)
    key = hashlib.sha256(f"{made_from}\n{version('corpus')}".encode()).hexdigest()[:32]
    data = cache.corpus(key)
    if data is None:
        data = _tidied(listing, progress, run)
        cache.keep_corpus(key, data)
    else:
        run.pages = run.kept = len(data["pages"])
    progress.to(1, "tidied")
    return Corpus(corpus.resolve().name, made_from, data, listing.labels, listing.topics)


def tidy(
    corpus: str | Path, out: str | Path, fmt: str = "parquet", progress: Progress | None = None,
    run: mapping.Run | None = None,
) -> Path:
    """Write the tidy tables of `corpus` into the folder `out` (replaced whole); returns `out`."""
    corpus, out = Path(corpus), Path(out)
    if fmt not in tables.FORMATS:
        raise UserError(f"there is no format {fmt}; choose one of {', '.join(tables.FORMATS)}.")
    check_apart(corpus, out)
    loaded = load_corpus(corpus, progress, run)
    with replacing(out, "tables") as folder:
        tables.write(loaded._data, folder, fmt)
    return out


# --- making -----------------------------------------------------------------------------------------------


def _tidied(listing: captures.Listing, progress: Progress, run: mapping.Run) -> dict[str, pa.Table]:
    from helpers.engine import across

    rows: dict[str, list[dict]] = {name: [] for name in tables.SCHEMAS}
    rows["problems"] = [_problem_row(p) for p in listing.problems]
    for found in mapping.tidied(_read(listing, progress.part(0, 0.7)), run):
        if isinstance(found, captures.Problem):
            rows["problems"].append(_problem_row(found))
            continue
        page = found["pages"][0]
        warnings = [f"Read in part: {why}." for why in page["warnings"]]
        at = {"path": page["path"], "record": page["record"], "severity": "warning"}
        rows["problems"] += [{**at, "message": message} for message in warnings]
        for name, more in found.items():
            rows[name].extend(more)
    if not rows["pages"]:
        first = rows["problems"][0]["message"] if rows["problems"] else "it holds no captures"
        raise UserError(f"nothing in {listing.root} could be read ({first}); give a folder of captured pages.")
    progress.to(0.7, "comparing articles")
    rows = across.complete(rows)
    return {name: tables.table(name, rows[name]) for name in tables.SCHEMAS}


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
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _problem_row(problem: captures.Problem) -> dict:
    return {name: getattr(problem, name) for name in ("path", "record", "severity", "message")}


# --- what the tables are made from -------------------------------------------------------------------------


def _fingerprint(listing: captures.Listing) -> str:
    """A sha256 over names and contents of all that is read, the manifests included, and over what cannot be read."""
    digest = hashlib.sha256()
    for name, content in _contents(listing):
        digest.update(os.fsencode(name) + b"\n" + content + b"\n")
    beside = (listing.manifest, listing.columns, listing.labels)
    digest.update(repr([sorted(says.items()) for says in beside]).encode())
    if listing.topics:
        digest.update(repr(sorted(listing.topics.items())).encode())
    if listing.problems:
        digest.update(repr(listing.problems).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _contents(listing: captures.Listing) -> Iterable[tuple[str, bytes]]:
    for path in listing.files:
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
