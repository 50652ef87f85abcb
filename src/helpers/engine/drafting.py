"""The tables of a corpus, made part by part: page after page, and then what needs all of them."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

from helpers import tables
from helpers.captures import Problem
from helpers.engine import across
from helpers.engine.mapping import Rows, Run
from helpers.engine.progress import Progress
from helpers.engine.shelf import Article, Said, Shelf
from helpers.spans import Excerpt

PAGES = 500  # of a part at most,
CHARACTERS = 4_000_000  # and as many characters of text, give or take a page
BY_PAGE = ("pages", "segments", "sentences", "counts")  # finished tables; those of tables.DRAFTS are not


class NothingRead(Exception):
    """A corpus without a page."""


def build(
    found: Iterable[Rows | Problem], problems: Iterable[Problem], folder: Path, run: Run, progress: Progress
) -> None:
    """Write all tables of a corpus into `folder`, as Parquet.

    `found`: what is known of each page, in order (see `mapping.tidied`), read as a stream; `problems`: those that come
    before them; `run`: how stories are compared. The same input gives the same bytes, whatever `run` says. Raises
    NothingRead with the first problem's message where there is no page.
    """
    draft = folder / tables.DRAFT
    draft.mkdir()
    with Shelf(draft) as shelf:
        _write_pages(found, problems, folder, draft, shelf)
        finished = {name: tables.SCHEMAS[name] for name in BY_PAGE}
        with closing(tables.Stored(draft, tables.DRAFTS)) as drafts, closing(tables.Stored(folder, finished)) as pages:
            across.complete(drafts, pages, shelf, folder, run, progress)
    shutil.rmtree(draft, ignore_errors=True)  # what another program holds open is no reason to stop


def _write_pages(
    found: Iterable[Rows | Problem], problems: Iterable[Problem], folder: Path, draft: Path, shelf: Shelf
) -> None:
    first, pages = None, 0
    with ExitStack() as files:
        writers = {name: files.enter_context(tables.Writer(name, folder)) for name in BY_PAGE}
        writers |= {name: files.enter_context(tables.Writer(name, draft, s)) for name, s in tables.DRAFTS.items()}
        listed = files.enter_context(tables.Writer("problems", folder))
        for rows in _parts(found, problems):
            more = rows.pop("problems", [])
            first = first or next((p["message"] for p in more), None)
            pages += len(rows["pages"])
            listed.add(more)
            words = {c["article_id"]: c["words"] for c in rows["counts"]}
            rows["articles"] = [{**a, "n_words": words.get(a["article_id"], a["n_words"])} for a in rows["articles"]]
            for article in _articles(rows):
                shelf.put(article)
            for name, writer in writers.items():
                writer.part(rows[name])
        if not pages:
            raise NothingRead(first or "it holds no captures")


def _parts(found: Iterable[Rows | Problem], problems: Iterable[Problem]) -> Iterator[dict[str, list[dict]]]:
    """Rows by table, of some pages at a time: as many as their number and length allow, whoever worked on them."""
    rows, characters = defaultdict(list), 0
    rows["problems"] = [_problem_row(p) for p in problems]
    for one in found:
        if isinstance(one, Problem):
            rows["problems"].append(_problem_row(one))
            continue
        page = one["pages"][0]
        at = {"path": page["path"], "record": page["record"], "severity": "warning"}
        rows["problems"] += [{**at, "message": f"Read in part: {why}."} for why in page["warnings"]]
        for name, more in one.items():
            rows[name].extend(more)
        characters += len(page["text"])
        if len(rows["pages"]) == PAGES or characters > CHARACTERS:
            yield rows
            rows, characters = defaultdict(list), 0
    yield rows


def _problem_row(problem: Problem) -> dict:
    return {name: getattr(problem, name) for name in ("path", "record", "severity", "message")}


def _articles(rows: dict[str, list[dict]]) -> Iterator[Article]:
    """The articles of some pages that were read, and have a body."""
    text = {p["page_id"]: p["text"] for p in rows["pages"]}
    read = {c["article_id"] for c in rows["counts"]}
    bodies, notes, said = defaultdict(list), defaultdict(list), defaultdict(list)
    for s in rows["segments"]:
        if s["kind"] == "body" and s["article_id"] in read:
            bodies[s["article_id"]].append((s["start"], s["end"]))
        elif s["kind"] == "correction":
            notes[s["page_id"]].append((s["start"], s["end"]))
    for a in rows["attributions"]:
        said[a["article_id"]].append(Said(a["attribution"], a["type"], a["local"], a["source"], a["content"]))
    mains = defaultdict(list)
    for a in rows["articles"]:
        if a["role"] == "main":
            mains[a["page_id"]].append(a["article_id"])
    for a in rows["articles"]:
        name, page = a["article_id"], a["page_id"]
        if name not in bodies:
            continue
        body, noted = Excerpt.of(text[page], bodies[name]), None
        if notes[page] and mains[page] == [name]:  # it says which number replaces which
            noted = Excerpt.of(text[page], sorted([*body.pieces, *notes[page]]))
        # A note that another outlet published the article first tells of a carrier, even where the page has no name.
        carried = "unknown" if a["outlet_basis"] == "syndication note" else None
        yield Article(name, page, a["outlet"], a["published"], a["complete"], a["carrier"] or carried, a["origin"],
                      a["headline"], body, noted, tuple(said[name]))
