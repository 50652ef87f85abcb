"""Captures that try to run something: in the report and in explore they are text, in a real browser."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_checks import chromium
from hostile_captures import ATTACKS, FOREIGN, write
from playwright.sync_api import Browser

from helpers.chapters import explore
from helpers.corpus import load_corpus
from helpers.report import make

pytestmark = pytest.mark.slow

@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("captures") / "<img src=x onerror=document.title='owned'>")


@pytest.fixture(scope="module")
def report(captures: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    before = listing(captures)
    out = make(captures, tmp_path_factory.mktemp("report") / "out").parent
    assert listing(captures) == before, "nothing is ever written into the folder of captures"
    return out


def listing(folder: Path) -> list[tuple]:
    found = [folder, *sorted(folder.rglob("*"))]
    return [(p.name, p.lstat().st_mtime_ns, p.lstat().st_size, p.lstat().st_ino) for p in found]


@pytest.fixture(scope="module")
def browser(report: Path) -> Iterator[Browser]:
    """Started after the report was made: both need an event loop of their own."""
    with chromium() as found:
        yield found


def test_nothing_in_the_report_runs_or_is_fetched(browser: Browser, report: Path) -> None:
    paths = sorted(report.rglob("*.html"))
    assert len(paths) > 20
    wrong: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda r: None if r.url.startswith("file:") else wrong.append(f"request {r.url}"))
    page.on("dialog", lambda d: (wrong.append("dialog"), d.dismiss()))
    page.on("pageerror", lambda e: wrong.append(f"script {e}"))
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    for guarded in (True, False):  # escaping alone must hold, too
        for path in paths:
            if not guarded:
                free = path.read_text(encoding="utf-8").replace("Content-Security-Policy", "x")
                path = path.with_name("unguarded.html")
                path.write_text(free, encoding="utf-8")
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
            if page.title() in ("owned", "1") or page.url != path.as_uri():
                wrong.append(f"{path.name}: {page.title()} {page.url}")
            wrong += [f"{path.name}: {e}" for e in page.evaluate(FOREIGN)]
            if path.name == "unguarded.html":
                path.unlink()
    context.close()
    assert wrong == []


def test_what_was_captured_is_there_as_text(browser: Browser, report: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    shown = ""
    for path in sorted(report.rglob("*.html")):
        page.goto(path.as_uri())
        shown += page.evaluate("document.body.textContent")
    context.close()
    for evil in ATTACKS[:6]:
        assert evil in shown, evil


def test_explore_shows_it_as_text(browser: Browser, captures: Path, tmp_path: Path) -> None:
    corpus = load_corpus(captures)
    html = []
    for box in (explore.reader(corpus, tmp_path), explore.voices(corpus, tmp_path)):
        widgets = [box, *box.children, *(c for b in box.children for c in getattr(b, "children", ()))]
        html += [w.value for w in widgets if type(w).__name__ == "HTML"]
    assert len(html) == 2 and all("said" in h for h in html)
    wrong: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda r: wrong.append(f"request {r.url}"))
    page.on("dialog", lambda d: (wrong.append("dialog"), d.dismiss()))
    for part in html:
        page.set_content(f"<title>ours</title><main>{part}</main>")
        page.wait_for_timeout(100)
        wrong += page.evaluate(FOREIGN)
        assert page.title() == "ours"
    context.close()
    assert wrong == []


def test_explore_names_its_widgets_with_plain_text(captures: Path, tmp_path: Path) -> None:
    """ipywidgets can show a description as markup: only where that is asked for."""
    corpus = load_corpus(captures)
    for box in (explore.reader(corpus, tmp_path), explore.voices(corpus, tmp_path)):
        for w in [*box.children, *(c for b in box.children for c in getattr(b, "children", ()))]:
            assert not getattr(w, "description_allow_html", False)


def test_tables_of_the_report_hold_no_formula(report: Path) -> None:
    sheets = sorted(report.rglob("*.csv"))
    assert sheets
    for path in sheets:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row), (path.name, row)
    assert os.sep not in sheets[0].name
