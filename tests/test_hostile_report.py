"""Captures that try to run something: in the report and in explore they are text, in a real browser."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser_checks import chromium
from playwright.sync_api import Browser

from helpers.chapters import explore
from helpers.corpus import load_corpus
from helpers.report import make

pytestmark = pytest.mark.slow

ATTACKS = (
    "<script>document.title='owned'</script>",
    "<img src=http://x.example/a.png onerror=\"document.title='owned'\">",
    "<svg onload=\"document.title='owned'\"><use href='http://x.example/a.svg#a'/></svg>",
    "</title></style></textarea></script></table></details><body onload=document.title='owned'>",
    "<style>body{background:url(http://x.example/b.png)}</style><link rel=stylesheet href=http://x.example/c.css>",
    "<iframe srcdoc=\"<script>top.document.title='owned'</script>\"></iframe><base href=http://x.example/>",
    "<a href=\"javascript:document.title='owned'\">x</a> [a](javascript:document.title='owned') javascript:alert(1)",
    "![p](http://x.example/d.png) **bold** `code` <http://x.example/> $\\alpha^2$ \\(\\beta\\) $$\\unicode{x3c}$$",
    "\" onmouseover=\"document.title='owned'\" x=' onfocus='document.title=1' autofocus",
    "<meta http-equiv=refresh content='0;url=http://x.example/'><form action=http://x.example/><input autofocus>",
    "{{ 7 * 7 }} {% include 'x' %} ${7*7} <%= 7 %> &lt;script&gt;alert(1)&lt;/script&gt; \u202e\x1b[2J\x07",
    "<!--<script>--><math><mtext></form><mglyph><style></math><img src onerror=document.title='owned'>",
)


def article(k: int) -> str:
    """The same story as the others tell, with an attack in every place that a rule reads something from."""
    evil, name = ATTACKS[k], f"Wilmet <b onclick=document.title=1>Sarn{chr(97 + k)}</b>"
    return (
        f"Gate {evil} opened over Orrinmouth\nBy Ana {evil} Pell\n\n"
        f"ORRINMOUTH (<img src=x>) - The tide gate of Orrinmouth opened on Monday and {k + 3} boats were torn loose. "
        f"“We had no choice {evil},” said {name}, the <u>mayor</u>. “Nobody had been told,” said Ida Brandt.\n\n"
        f"The council said the gate, which cost $4.5 million, had been shut since spring. {evil}\n\n"
        f"A spokesman for <i>{evil}</i> did not respond to a request for comment. Critics called the so-called repair "
        f"a disaster, and a flood of {k + 40} letters reached the council by {evil} on Tuesday evening.\n\n"
    ) * 2


@pytest.fixture(scope="module")
def captures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("captures") / "<img src=x onerror=document.title='owned'>"
    folder.mkdir()
    rows = []
    for k, evil in enumerate(ATTACKS[:6]):
        name = f"{k}<svg onload=document.title='owned'>\"'&.txt"
        (folder / name).write_text(article(k), encoding="utf-8")
        rows.append([name, evil, f"https://x.example/?{k}<script>", "2031-10-15", f"gate {ATTACKS[3]}"])
    for k in (6, 7):
        text = article(k).replace("\n\n", "</p><p>")
        (folder / f"{k}.html").write_text(
            f"<html><head><title>{ATTACKS[k]}</title><meta property=og:site_name content='Post &lt;script&gt;'>"
            f"</head><body><h1>Gate &lt;script&gt;</h1><p>{text}</p></body></html>", encoding="utf-8")
    with (folder / "feed.jsonl").open("w", encoding="utf-8") as feed:
        for k in (8, 9, 10, 11):
            feed.write(json.dumps({
                "text": article(k), "title": ATTACKS[k], "source": ATTACKS[k], "author": ATTACKS[k], "id": ATTACKS[k],
                "url": "javascript:document.title='owned'", "published": ATTACKS[k],
            }) + "\n")
        feed.write("{<script>document.title='owned'</script>\n")
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["file", "outlet", "url", "published", "story"], *rows])
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["referent", "label"], [ATTACKS[0], "disaster"], [ATTACKS[0], "repair"],
                                    [ATTACKS[0], ATTACKS[1]]])
    (folder / "broken\n<script>.txt").write_bytes(b"\0<script>")
    return folder


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


# What a page of ours may hold; anything else came out of a capture.
FOREIGN = """() => [...document.querySelectorAll('*')].filter(e =>
  ['IMG', 'IFRAME', 'OBJECT', 'EMBED', 'FORM', 'BASE', 'LINK', 'MATH', 'FOREIGNOBJECT', 'FRAME', 'AUDIO', 'VIDEO',
   'B', 'I', 'U', 'TEXTAREA'].includes(e.tagName.toUpperCase())
  || [...e.attributes].some(a => /^on/i.test(a.name))
  || (e.getAttribute('href') || '').trim().match(/^(javascript|data|https?|\\/\\/)/i)
  || (e.getAttribute('xlink:href') || '#')[0] !== '#'
  || (e.tagName === 'SCRIPT' && e.closest('main'))
).map(e => e.outerHTML.slice(0, 200))"""


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
