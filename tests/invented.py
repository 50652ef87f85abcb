"""An invented notebook and page, with hostile text wherever text can stand, and a report made of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import figures, show
from helpers.showing import render

HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> "
    "[a](javascript:document.title='owned') $\\alpha$ </title></style></mark> \" '"
)
TEXT = f"""HOME | NEWS | SPORT
Subscribe now

Harbour bridge to close for six weeks
By Ana Pell

The old bridge in Northmoor will close on Monday, the works office said. “We had no choice,” said Ida Brandt,
who leads the works. {HOSTILE}

Nobody on the quay had been told.

MORE STORIES
Gulls take over the fish market

From the Fenland Post
Bridge works begin on Monday. Traffic goes round by the mill.

Cookie settings | Imprint"""
NAV = [("index.html", "Overview"), ("02_sources.html", "Sources"), ("methods.html", "Methods")]


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def segment(first: str, last: str, role: str) -> dict[str, Any]:
    return {"start": TEXT.index(first), "end": TEXT.index(last) + len(last), "role": role}


SEGMENTS = [
    segment("HOME", "Subscribe now", "furniture"),
    segment("Harbour bridge", "been told.", "main"),
    segment("MORE", "fish market", "teaser"),
    segment("From the", "the mill.", "related"),
    segment("Cookie", "Imprint", "furniture"),
]
SPEECH = place("“We had no choice,” said Ida Brandt")
OVERLAP = place("said Ida Brandt,\nwho leads the works.")
ACROSS = place("Nobody on the quay had been told.\n\nMORE")  # over the border of two zones


def passage(span: tuple[int, int]) -> show.Passage:
    return show.Passage("page-1", *span, TEXT[slice(*span)], label="Post " + HOSTILE)


def displayed(shown: Any) -> Any:
    return new_output("display_data", data=shown._repr_mimebundle_())


def notebook() -> Any:
    spans = [passage(SPEECH), passage(OVERLAP), passage(ACROSS)]
    rows = pd.DataFrame(
        {
            "outlet": ["Harbour Examiner", "Fenland Post", HOSTILE] * 4,
            "statements": [12, 7, None] * 4,
            "a heading long enough to need two lines": [0.25, 0.5, -1.5] * 4,
            "evidence": [spans, spans[:1], None] * 4,
        }
    )
    grades = pd.DataFrame(
        {"o": ["Examiner"] * 5 + ["Post"] * 4 + [HOSTILE], "v": [8, 9, 9.2, 11, 12, 7, 9, 13, None, 5]}
    )
    pages = pd.DataFrame(SEGMENTS).assign(page=HOSTILE)
    facts = pd.DataFrame(
        {"fact": [HOSTILE, "Six weeks."], "Examiner": ["states", None], HOSTILE: ["vaguer", "cut_off"]}
    )
    bars = figures.bars(rows.head(3), "outlet", "statements", HOSTILE, note=HOSTILE)
    shown: list[Any] = [
        show.answer("The Examiner quotes most.", HOSTILE),
        show.note(HOSTILE, "Twelve pages."),
        show.findings(show.Finding(HOSTILE, spans, 3, 9, "passages"), "No clear difference.", heading=HOSTILE),
        show.table(rows, HOSTILE, "statements", passages="evidence"),
        bars,
        bars,  # twice on one page: its ids must still differ
        figures.stacked(pd.DataFrame({"o": ["A", HOSTILE], "x": [1, 2], "y": [3, 0]}), "o", ["x", "y"], "Shares"),
        figures.strip(grades, "o", "v", "Grades", intervals={"Examiner": (8.5, 11)}),
        figures.zones(pages, "Pages"),
        figures.matrix(facts, "Facts"),
        show.columns("Left.", show.note(HOSTILE)),
    ]
    foreign = [
        new_output(
            "display_data", data={"text/html": "<script>document.title='owned'</script>", "text/plain": HOSTILE}
        ),
        new_output(
            "display_data", data={"image/svg+xml": "<svg onload=\"document.title='owned'\"/>", "text/plain": "s"}
        ),
        new_output("stream", name="stdout", text=HOSTILE),
        new_output("error", ename="E", evalue=HOSTILE, traceback=[]),
    ]
    cells = [
        new_markdown_cell("# Who gets to speak?\n\n*Which outlets name their sources?*"),
        new_code_cell(f"CORPUS = {HOSTILE!r}", metadata={"tags": ["parameters"]}),
        new_markdown_cell(f"## Named\n\n{HOSTILE} ![picture](http://x.example/a.png) <https://x.example/>\n\n- one"),
        *(new_code_cell("show", outputs=[displayed(s)]) for s in shown),
        new_markdown_cell(f"##### Deep\n\n## Named\n\n# {HOSTILE}"),
        new_code_cell("print()", outputs=foreign),
    ]
    return new_notebook(cells=cells)


def report(folder: Path) -> Path:
    """A report of one notebook and one page, in `folder`; returns its first page."""
    (folder / "pages").mkdir(parents=True, exist_ok=True)
    nb = notebook()
    spans = [(s, e) for _, s, e in show.cited("".join(render.html_outputs(nb)))]
    page = {"page_id": "page-1", "text": TEXT, "path": HOSTILE, "headline": HOSTILE, "outlet": HOSTILE, "url": None}
    index = {
        "title": HOSTILE, "nav": NAV, "summary": [HOSTILE], "limits": [HOSTILE], "problems": [HOSTILE],
        "facts": [("Pages", "1"), (HOSTILE, HOSTILE)], "generated": HOSTILE,
        "notebooks": [{"href": "02_sources.html", "title": HOSTILE, "question": HOSTILE, "answer": HOSTILE}],
        "outlets": [{"name": name,
                     "rows": [("Coverage", [show.Finding(HOSTILE)], "02_sources.html")]}
                    for name in (HOSTILE, "Fenland Post")],
    }  # fmt: skip
    files = {
        "index.html": render.index_page(index),
        "02_sources.html": render.notebook_page(nb, title=HOSTILE, nav=NAV, current="02_sources.html", generated="x"),
        "methods.html": render.sections_page(
            [(HOSTILE, [HOSTILE, show.note(HOSTILE)]), ("More", ["y"])], title=HOSTILE, heading=HOSTILE,
            current="methods.html", nav=NAV),
        "pages/page-1.html": render.captured_page(page, SEGMENTS, spans, NAV),
    }
    for name, html in files.items():
        (folder / name).write_text(html, encoding="utf-8")
    return folder / "index.html"
