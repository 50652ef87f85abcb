"""The report as a whole: complete, the same twice, safe to replace, and readable with very few pages."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from browser_checks import check_page, chromium
from lxml import html as markup

from helpers.corpus import SAMPLE, load_corpus, tidy
from helpers.engine.hands import Run
from helpers.report import make

pytestmark = pytest.mark.slow

NOTEBOOKS = ("00_corpus", "01_topics", "02_sources", "03_readability", "04_framing", "05_side_by_side")


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    return make(SAMPLE, tmp_path_factory.mktemp("report") / "out").parent


@pytest.fixture(scope="module")
def seeds(reference, tmp_path_factory) -> Path:
    return make(reference / "corpus" / "seeds", tmp_path_factory.mktemp("seeds") / "out").parent


class Links(HTMLParser):
    """The addresses and the ids of a page."""

    def __init__(self, html: str):
        super().__init__()
        self.hrefs, self.ids, self.sources = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.hrefs += [found["href"]] if tag == "a" and "href" in found else []
        self.ids += [found["id"]] if "id" in found else []
        loads = ("src", "srcset", "poster", "data", *(["href"] if tag == "link" else []))
        self.sources += [v for k, v in attrs if k in loads]


def pages(report: Path) -> dict[str, Links]:
    return {p.relative_to(report).as_posix(): Links(p.read_text(encoding="utf-8")) for p in report.rglob("*.html")}


def test_all_pages_are_there(report):
    names = set(pages(report))
    assert {"index.html", "methods.html", "changes.html", *(f"{n}.html" for n in NOTEBOOKS)} <= names
    assert {f"pages/{p}.html" for p in load_corpus(SAMPLE).pages["page_id"]} <= names
    assert sum(p.stat().st_size for p in report.rglob("*")) < 20e6 and (report / "index.html").stat().st_size < 1e6


def test_every_link_leads_somewhere_inside(report):
    found = pages(report)
    ids = {name: set(page.ids) for name, page in found.items()}
    for name, page in found.items():
        assert not page.sources, "nothing is loaded"
        assert len(page.ids) == len(set(page.ids))
        for href in page.hrefs:
            address, _, anchor = href.partition("#")
            assert not re.match(r"[a-z]+:|//", address), href
            target = os.path.normpath(os.path.join(os.path.dirname(name), address)) if address else name
            assert target in found or (report / target).is_file(), f"{name}: {href}"
            assert not anchor or anchor in ids[target], f"{name}: {href}"


def test_every_cited_passage_is_what_the_captured_page_says(report):
    corpus = load_corpus(SAMPLE)
    rows = [json.loads(line) for line in (report / "evidence.jsonl").read_text(encoding="utf-8").splitlines()]
    names = {p.name for p in report.glob("*.html")}
    assert rows
    for row in rows:
        assert row["page"] in names and row["claim"]
        for page_id, start, end in row["passages"]:
            assert corpus.quote(page_id, start, end).strip()
        if row["unit"] == "passages":
            assert row["value"] == len(row["passages"]), row["claim"]


def test_the_numbers_are_those_of_this_corpus(report, seeds):
    """A finding that did not change with the corpus would not come from the corpus."""
    for name in NOTEBOOKS:
        a, b = (re.search(r'<div class="samestory answer.*?</div>', (r / f"{name}.html").read_text("utf-8"), re.S)[0]
                for r in (report, seeds))
        assert a != b


def elsewhere(tmp_path: Path, *command: str) -> subprocess.CompletedProcess:
    """A command on a copy of the sample whose files were written in another order, with another home, working folder,
    time zone, hash seed and language, a cold cache and a single processor core."""
    for path in sorted((p for p in SAMPLE.rglob("*") if p.is_file()), reverse=True):
        copy = tmp_path / "copy" / "sample" / path.relative_to(SAMPLE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "home").mkdir()
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "TZ": "Pacific/Kiritimati", "LC_ALL": "C",
           "PYTHONHASHSEED": "7", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    env |= {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
    command = [sys.executable, "-m", "helpers.cli", command[0], str(tmp_path / "copy" / "sample"), *command[1:]]

    def one_core() -> None:
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, preexec_fn=one_core)


def test_two_runs_give_the_same_tables(tmp_path):
    done = elsewhere(tmp_path, "tidy", "--out", str(tmp_path / "there"))
    assert done.returncode == 0, done.stderr
    here = tidy(SAMPLE, tmp_path / "here", run=Run(processes=3))
    names = sorted(p.name for p in here.iterdir())
    assert names == sorted(p.name for p in (tmp_path / "there").iterdir())
    for name in names:
        assert (here / name).read_bytes() == (tmp_path / "there" / name).read_bytes(), name


def test_two_runs_give_the_same_bytes(report, tmp_path):
    done = elsewhere(tmp_path, "report", "--out", str(tmp_path / "out"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(tmp_path / "out" / "index.html")
    files = sorted(p.relative_to(report) for p in report.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(tmp_path / "out") for p in (tmp_path / "out").rglob("*") if p.is_file())
    for name in files:
        assert (report / name).read_bytes() == (tmp_path / "out" / name).read_bytes(), name


def test_no_path_of_this_machine_is_in_the_report(report):
    for path in report.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert str(SAMPLE.parent) not in text and str(Path.home()) + os.sep not in text, path.name


def test_a_killed_run_leaves_the_old_report(tmp_path):
    (tmp_path / "captures").mkdir()
    (tmp_path / "captures" / "one.txt").write_text("The bells rang twice over the pier, and nobody came at all.\n" * 2)
    out = make(tmp_path / "captures", tmp_path / "out").parent
    before = {p.name: p.read_bytes() for p in out.rglob("*.html")}
    (tmp_path / "captures" / "two.txt").write_text("A second page, so that the report would be another one.\n" * 2)
    command = [sys.executable, "-m", "helpers.cli", "report", str(tmp_path / "captures"), "--out", str(out)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(4)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL, "it was killed at work"
    assert {p.name: p.read_bytes() for p in out.rglob("*.html")} == before
    make(tmp_path / "captures", out)
    after = {p.name: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    anew = make(tmp_path / "captures", tmp_path / "anew").parent
    differing = [p.name for p in anew.rglob("*") if p.is_file() and p.read_bytes() != after.pop(p.name)]
    assert differing == ["changes.html"] and not after, "an earlier report leaves its trace in one page"
    said = (out / "changes.html").read_text(encoding="utf-8")
    assert "2 pages now, 1 before: 1 new, 0 gone, 0 altered." in said and "Captured pages changed; settings" in said


def test_without_text_no_page_holds_more_than_its_cited_words(tmp_path):
    out = make(SAMPLE, tmp_path / "out", with_text=False).parent
    corpus = load_corpus(SAMPLE)
    for page in corpus.pages.itertuples():
        shown = (out / "pages" / f"{page.page_id}.html").read_text(encoding="utf-8")
        assert len(shown) < 30_000 and "class=\"zone" not in shown
    for path in out.rglob("*.html"):
        quoted = markup.parse(path).xpath('//a[@class="passage"]|//li[starts-with(@id, "p")]')
        for quote in quoted:
            assert len(quote.text_content().split()) <= 25 + 8, f"{path.name}: {quote.text_content()[:80]}"


@pytest.mark.parametrize("which", ["report", "seeds"])
def test_nothing_is_wrong_with_any_page_in_a_browser(which, request):
    """No request, no console error, no axe violation in light or dark, nothing wider than a phone."""
    folder = request.getfixturevalue(which)
    names = [n for n in pages(folder) if "/" not in n] + sorted(n for n in pages(folder) if "/" in n)[:3]
    with chromium() as browser:
        assert {n: wrong for n in names if (wrong := check_page(browser, folder / n))} == {}


def test_a_click_on_evidence_lands_on_the_highlighted_passage(report):
    with chromium() as browser:
        page = browser.new_page()
        page.goto((report / "02_sources.html").as_uri())
        page.locator("details.evidence summary").first.click()
        link = page.locator("details.evidence[open] a.passage").first
        anchor = link.get_attribute("href").partition("#")[2]
        link.click()
        page.wait_for_url(f"**#{anchor}")
        lit = page.locator(f"#{anchor}")
        assert lit.is_visible() or lit.evaluate("e => e.matches(':target')")
        page.go_back()
        assert page.url.endswith("02_sources.html")


@pytest.mark.parametrize("n", [1, 2, 10])
def test_few_pages_read_sensibly(tmp_path, n):
    (tmp_path / "c").mkdir()
    bodies = ["The bells of Orrinmouth rang twice on Monday and the harbour stayed empty all the same",
              "A ferry to Corra was held at the pier for an hour because nobody could find the ramp",
              "Bread will cost four crowns from spring, the bakers of Quill Lane said in a short letter"]
    for k in range(n):
        text = f"{bodies[k % 3]}, number {k}. “We heard {k + 3} of them,” said Wilmet Sarn{chr(97 + k)}. " * 4
        (tmp_path / "c" / f"{k}.txt").write_text(f"Outlet {k % 3} reports\n\n{text}\n", encoding="utf-8")
    out = make(tmp_path / "c", tmp_path / "out").parent
    text = re.sub(r"<[^>]+>", " ", "".join((out / f"{name}.html").read_text("utf-8") for name in NOTEBOOKS))
    assert "clearly more than" not in text
    assert "nan" not in re.findall(r"\w+", text) and "None" not in re.findall(r"\w+", text.split("Code")[0])
    if n == 2:
        assert "oo few articles to say" in text
