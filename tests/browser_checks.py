"""What a reader's browser must find on every page of a report, asked of headless Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

FOLDS = 60  # of the folds of a page that are opened: the thousands of a long page would take minutes
ROWS = 25  # of each table that are looked at: the others are of the same make
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium; skips the test where the machine has none (CHROMIUM names another one)."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no chromium on this machine: install Debian's package, or set CHROMIUM")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path)
        try:
            yield browser
        finally:
            browser.close()


@cache
def axe() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def check_page(browser: Browser, path: Path) -> list[str]:
    """What is wrong with the page at `path`, opened from disk; an empty list where nothing is.

    Requests but for the file itself, console messages of errors, failing scripts, axe violations in light and dark
    mode with the first `FOLDS` folds open, and on a phone anything wider than 390 pixels.
    """
    wrong: list[str] = []
    address = path.resolve().as_uri()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    try:
        page = context.new_page()
        page.on("console", lambda m: wrong.append(f"console: {m.text}") if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: wrong.append(f"script: {e}"))
        page.on("dialog", lambda d: (wrong.append("dialog"), d.dismiss()))
        page.on("request", lambda r: None if r.url.split("#")[0] == address else wrong.append(f"request: {r.url}"))
        page.goto(address, wait_until="load")
        cut = f"b => [...b.rows].slice({ROWS}).forEach(r => r.remove())"
        page.evaluate(f"document.querySelectorAll('tbody').forEach({cut})")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.evaluate(f"document.querySelectorAll('details').forEach((d, i) => {{ d.open = i < {FOLDS} }})")
            wrong += [f"{scheme}: {v}" for v in violations(page)]
        page.set_viewport_size({"width": 390, "height": 844})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > 390:
            wrong.append(f"{wide} pixels wide on a phone")
        wrong += [f"cut off on a phone: {name}" for name in page.evaluate(CUT_OFF)]
    finally:
        context.close()
    return [f"{path.name}: {w}" for w in wrong]


CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || !box.height || box.right <= innerWidth + 1 || e.closest('.scroll')) return false;
  return !e.parentElement.closest('svg');
}).map(e => e.tagName + '.' + e.getAttribute('class')).slice(0, 5)"""


def violations(page: Page) -> list[str]:
    """axe's violations on the page as it is now."""
    page.evaluate(axe())
    options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [f"{v['id']} ({v['help']}) {n['target']} {n.get('failureSummary', '')}" for v in found for n in v["nodes"]]
