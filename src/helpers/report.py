"""The report of a corpus: a folder of HTML pages that opens from disk, with the evidence beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from helpers import show
from helpers.chapters import cards, methods
from helpers.chapters import corpus as overview
from helpers.corpus import Corpus, load_corpus
from helpers.engine.files import check_apart, check_replaceable, replacing
from helpers.engine.hands import Run
from helpers.engine.progress import Progress
from helpers.engine.running import NOTEBOOKS, Chapter, run
from helpers.errors import UserError
from helpers.showing import changes, record, render, room


def make(
    corpus: Path, out: Path, with_text: bool = True, progress: Progress | None = None,
    work: Run | None = None,
) -> Path:
    """Write the report of `corpus` into the folder `out` (replaced whole); returns the path of its index.html.

    `with_text` False leaves out the captured pages; passages of at most 25 words stay. `work` is the `run` of
    `load_corpus`. Raises UserError where there is nothing to read or `out` cannot be written.
    """
    progress = progress or Progress()
    check_apart(corpus, out)
    check_replaceable(out, "report")
    notebooks = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
    if not notebooks:
        raise UserError(f"no notebooks are in {NOTEBOOKS}; install Same Story from its folder with pip install -e.")
    loaded = load_corpus(corpus, progress.part(0, 0.5), work)
    before = record.earlier(out)
    with replacing(out, "report") as folder:
        first = cache(partial(_first_page, loaded))
        chapters = run(notebooks, corpus, progress.part(0.5, 0.95), first)
        for name, content in _pages(loaded, chapters, first(), with_text, before):
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
    progress.to(1, "done")
    return out / "index.html"


def _pages(
    corpus: Corpus, chapters: list[Chapter], first: dict, with_text: bool, before: Mapping[str, Any] | None
) -> Iterator[tuple[str, str]]:
    """(name, content) of every file of the report; `first` is its `_first_page`, `before` the record of the one it
    replaces."""
    nav = [("index.html", "Overview"), *((f"{c.name}.html", c.title) for c in chapters), ("methods.html", "Methods"),
           ("changes.html", "What changed")]
    foot = f"Made by Same Story {version('samestory')} from “{corpus.name}”, input sha256 {corpus.made_from[:16]}."
    notebooks = [{"href": f"{c.name}.html", "title": c.title, "question": c.question, "answer": c.answer}
                 for c in chapters]
    index = {**first, "nav": nav, "notebooks": notebooks, "generated": foot}
    shown = {"index.html": _claimed(index)}
    shown |= {f"{c.name}.html": list(render.html_outputs(c.notebook)) for c in chapters}
    most, whole, held = room.plan([html for htmls in shown.values() for html in htmls], len(corpus.page_names),
                                  sum(len(corpus.page_text(page)) for page in corpus.page_names))
    yield "index.html", render.index_page(index, most, held)
    for c in chapters:
        current = f"{c.name}.html"
        title = f"{c.title} – {corpus.name}"
        yield current, render.notebook_page(
            c.notebook, title=title, nav=nav, current=current, generated=foot, most=most, held=held)
        yield from render.figure_data(c.notebook, current)
    claims = ((page, claim) for page, htmls in shown.items() for html in htmls for claim in show.claims(html))
    evidence = [{"page": page, **claim} for page, claim in claims]
    yield "evidence.jsonl", "".join(room.evidence_lines(evidence))
    yield "methods.html", render.sections_page(
        methods.sections(corpus, with_text), title="Methods", heading="How the numbers are made",
        current="methods.html", nav=nav, generated=foot,
    )
    after = record.record(corpus, chapters, {"captured pages in the report": with_text})
    yield record.RECORD, json.dumps(after, ensure_ascii=False) + "\n"
    yield "changes.html", changes.page(before, after, nav, foot)
    cited: dict[str, list[tuple[int, int]]] = {}
    for htmls in shown.values():
        for html in htmls:
            for page_id, start, end in show.cited(room.lightened(html, most, held)):
                cited.setdefault(page_id, []).append((start, end))
    yield from _captured(corpus, cited, nav, with_text, whole)


def _claimed(index: dict) -> list[str]:
    """The findings of the first page, each beginning with whose it is or what was asked."""
    found = [(question, f) for question, found, _ in index["asked"] for f in found]
    found += [(f"{o['name']}:", f) for o in index["outlets"] for _, found, _ in o["rows"] for f in found]
    named = [replace(f, text=f"{name} {f.text}") for name, f in found]
    return [show.answer(*index["summary"]).html, show.findings(*named).html]


def _captured(corpus: Corpus, cited: dict, nav: list, with_text: bool, whole: bool) -> Iterator[tuple[str, str]]:
    """The captured pages, or without text the cited passages of each; not `whole`, of the cited pages what is cited."""
    pages = corpus.columns("pages", "page_id", "path", "url", "captured_at")
    articles, segments = corpus.articles, corpus.segments
    if not whole:
        pages = pages[pages["page_id"].isin(cited)]
    mains = articles.loc[(articles["role"] == "main") & articles["page_id"].isin(pages["page_id"]),
                         ["page_id", "outlet", "headline"]]
    known = {page: said for page, *said in mains.itertuples(index=False)}
    zones: dict[str, list] = {}
    for page, start, end, role in segments.loc[segments["page_id"].isin(pages["page_id"]),
                                               ["page_id", "start", "end", "role"]].itertuples(index=False):
        zones.setdefault(page, []).append({"start": start, "end": end, "role": role})
    for page in pages.to_dict("records"):
        page_id = page["page_id"]
        outlet, headline = known.get(page_id, (None, None))
        shown = {**page, "text": corpus.page_text(page_id), "name": corpus.page_names[page_id], "outlet": outlet,
                 "headline": headline}
        yield f"pages/{page_id}.html", render.captured_page(
            shown, zones.get(page_id, []), cited.get(page_id, []), nav, with_text=with_text, whole=whole)


def _first_page(corpus: Corpus) -> dict:
    """What the first page says, the chapters aside."""
    counted = corpus.counted
    problems = [f"{p.path}: {p.message}" for p in corpus.problems.itertuples()]
    basis = cards.Basis.of(corpus)
    return {
        "title": corpus.name,
        "summary": [replace(f, most=cards.PASSAGES) for f in overview.answer(corpus)],
        "limits": overview.limits(corpus),
        "problems": problems[:50] + [f"{len(problems) - 50} more, see The corpus."][: len(problems) > 50],
        "facts": [
            ("Pages", f"{len(corpus.page_names):,}"), ("Articles counted", f"{len(counted):,}"),
            ("Outlets", f"{counted['outlet'].nunique():,}"), ("Stories", f"{counted['story_id'].nunique():,}"),
            ("Problems", f"{len(problems):,}"),
        ],
        "asked": cards.questions(corpus, basis),
        "outlets": cards.cards(corpus, basis),
    }
