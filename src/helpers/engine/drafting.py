"""The tables of a corpus, made part by part: page after page, and then what needs all of them."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

from helpers import tables
from helpers.captures import Problem
from helpers.engine import across
from helpers.engine.cache import Tables
from helpers.engine.hands import Run
from helpers.engine.progress import Progress
from helpers.engine.shelf import Article, Said, Shelf
from helpers.spans import Excerpt

PAGES = 500  # of a part at most,
CHARACTERS = 4_000_000  # and as many characters of text, give or take a page
BY_PAGE = ("pages", "segments", "sentences", "counts")  # finished tables; those of tables.DRAFTS are not


class NothingRead(Exception):
    """A corpus without a page."""


def build(
    found: Iterable[Tables | Problem], problems: Iterable[Problem], folder: Path, run: Run, progress: Progress
) -> None:
    """Write all tables of a corpus into `folder`, as Parquet.

    `found`: what is known of each page, in order (see `mapping.tidied`), read as a stream; `problems`: those that come
    before them; `run`: how stories are compared. The same input gives the same bytes, whatever `run` says. Raises
    NothingRead with the first problem's message where there is no page.
    """
    draft = folder / tables.DRAFT
    draft.mkdir()
    with Shelf(draft) as shelf, tables.Writer("problems", folder) as listed:
        _write_pages(found, problems, folder, draft, shelf, listed)
        finished = {name: tables.SCHEMAS[name] for name in BY_PAGE}
        with closing(tables.Stored(draft, tables.DRAFTS)) as drafts, closing(tables.Stored(folder, finished)) as pages:
            listed.add(map(_problem_row, across.complete(drafts, pages, shelf, folder, run, progress)))
    shutil.rmtree(draft, ignore_errors=True)  # what another program holds open is no reason to stop


def _write_pages(
    found: Iterable[Tables | Problem], problems: Iterable[Problem], folder: Path, draft: Path, shelf: Shelf,
    listed: tables.Writer,
) -> None:
    first, pages = None, 0
    with ExitStack() as files:
        writers = {name: files.enter_context(tables.Writer(name, folder)) for name in BY_PAGE}
        writers |= {name: files.enter_context(tables.Writer(name, draft, s)) for name, s in tables.DRAFTS.items()}
        for part, more in _parts(found, problems):
            first = first or next((p["message"] for p in more), None)
            pages += len(part["pages"]["page_id"])
            listed.add(more)
            words = dict(_cells(part["counts"], "article_id", "words"))
            articles = part["articles"]
            articles["n_words"] = [words.get(name, n) for name, n in _cells(articles, "article_id", "n_words")]
            for article in _articles(part):
                shelf.put(article)
            for name, writer in writers.items():
                writer.part(part[name])
        if not pages:
            raise NothingRead(first or "it holds no captures")


def _parts(found: Iterable[Tables | Problem], problems: Iterable[Problem]) -> Iterator[tuple[Tables, list[dict]]]:
    """Rows by table and column, of some pages at a time, and the problems on the way: as many pages as their number and
    length allow, whoever worked on them."""
    part, listed, characters = _nothing(), [_problem_row(p) for p in problems], 0
    for one in found:
        if isinstance(one, Problem):
            listed.append(_problem_row(one))
            continue
        for table, columns in one.items():
            own = part[table]
            for name, cells in columns.items():
                own[name].extend(cells)
        [[path, record, text, warnings]] = _cells(one["pages"], "path", "record", "text", "warnings")
        at = {"path": path, "record": record, "severity": "warning"}
        listed += [{**at, "message": f"Read in part: {why}."} for why in warnings]
        characters += len(text)
        if len(part["pages"]["page_id"]) == PAGES or characters > CHARACTERS:
            yield part, listed
            part, listed, characters = _nothing(), [], 0
    yield part, listed


def _nothing() -> Tables:
    return defaultdict(lambda: defaultdict(list))


def _cells(columns: Mapping[str, list], *names: str) -> Iterator[tuple]:
    """Some cells of each row."""
    return zip(*(columns[name] for name in names), strict=True)


def _problem_row(problem: Problem) -> dict:
    return {name: getattr(problem, name) for name in ("path", "record", "severity", "message")}


def _articles(part: Tables) -> Iterator[Article]:
    """The articles of some pages that were read, and have a body."""
    text = dict(_cells(part["pages"], "page_id", "text"))
    read = set(part["counts"]["article_id"])
    bodies, notes, said = defaultdict(list), defaultdict(list), defaultdict(list)
    for kind, article, page, *span in _cells(part["segments"], "kind", "article_id", "page_id", "start", "end"):
        if kind == "body" and article in read:
            bodies[article].append(tuple(span))
        elif kind == "correction":
            notes[page].append(tuple(span))
    for article, *one in _cells(
        part["attributions"], "article_id", "attribution", "type", "local", "source", "content"
    ):
        said[article].append(Said(*one))
    mains = defaultdict(list)
    for article, page, role in _cells(part["articles"], "article_id", "page_id", "role"):
        if role == "main":
            mains[page].append(article)
    for article, page, outlet, basis, published, complete, carrier, origin, headline in _cells(
        part["articles"], "article_id", "page_id", "outlet", "outlet_basis", "published", "complete", "carrier",
        "origin", "headline",
    ):
        if article not in bodies:
            continue
        body, noted = Excerpt.of(text[page], bodies[article]), None
        if notes[page] and mains[page] == [article]:  # it says which number replaces which
            noted = Excerpt.of(text[page], sorted([*body.pieces, *notes[page]]))
        # A note that another outlet published the article first tells of a carrier, even where the page has no name.
        carried = "unknown" if basis == "syndication note" else None
        yield Article(article, page, outlet, published, complete, carrier or carried, origin, headline, body, noted,
                      tuple(said[article]))
