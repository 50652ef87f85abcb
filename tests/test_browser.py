"""A report of hostile text in a real browser: nothing runs, nothing is asked of the net, everything can be read."""

from collections.abc import Iterator
from pathlib import Path

import invented
import pytest
from browser_checks import check_page, chromium
from playwright.sync_api import Browser, Page

from helpers import show
from helpers.showing import render

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return invented.report(tmp_path_factory.mktemp("report")).parent


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", ["index.html", "02_sources.html", "methods.html", "pages/page-1.html"])
def test_nothing_is_wrong_with_a_page(browser: Browser, report: Path, name: str) -> None:
    assert check_page(browser, report / name) == []


def test_the_check_bites(browser: Browser, report: Path, tmp_path: Path) -> None:
    text = (report / "methods.html").read_text("utf-8")
    free = unguarded(text)
    outside = '<img alt="A map" src="http://x.example/a.png"></main>'
    bad = {
        "request: http://x.example/a.png": free.replace("</main>", outside),
        "console: ": text.replace("</main>", "<script>1</script></main>"),
        "script: ": free.replace("</main>", "<script>nope()</script></main>"),
        "light: image-alt": free.replace("</main>", '<img src="data:,x"></main>'),
        "pixels wide": free.replace("</main>", f"<table><tr><th>{'wide' * 300}</th></tr></table></main>"),
        "dark: color-contrast": free.replace("--muted:#b0aca3", "--muted:#333333"),
    }  # fmt: skip
    assert check_page(browser, report / "methods.html") == []
    for what, html in bad.items():
        path = tmp_path / "bad.html"
        path.write_text(html, encoding="utf-8")
        assert any(what in wrong for wrong in check_page(browser, path)), what


def unguarded(html: str) -> str:
    """Without its policy: a style sheet that was changed no longer has the hash that the policy allows."""
    return html.replace("Content-Security-Policy", "x")


@pytest.mark.parametrize("name", ["index.html", "02_sources.html", "methods.html", "pages/page-1.html"])
def test_captured_text_runs_nothing(page: Page, report: Path, name: str) -> None:
    for guarded in (True, False):  # escaping alone must hold too
        html = (report / name).read_text("utf-8")
        path = report / "pages" / "copy.html"
        path.write_text(html if guarded else unguarded(html), encoding="utf-8")
        page.goto(path.as_uri())
        page.wait_for_timeout(100)
        assert page.title() != "owned"
        assert page.evaluate("document.querySelectorAll('img, main script, [onerror]').length") == 0
        path.unlink()


def test_evidence_leads_to_the_passage(page: Page, report: Path) -> None:
    page.goto((report / "02_sources.html").as_uri())
    page.locator("details.evidence summary").first.focus()
    page.keyboard.press("Enter")
    for position, span in enumerate([invented.SPEECH, invented.OVERLAP, invented.ACROSS]):
        page.locator(".findings .finding").first.locator("a.passage").nth(position).focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/pages/page-1.html#*")
        plain = page.evaluate("getComputedStyle(document.body).backgroundColor")
        lit = page.evaluate(
            """() => [...document.querySelectorAll('mark')]
              .filter(m => getComputedStyle(m).backgroundColor !== 'rgba(0, 0, 0, 0)')
              .map(m => [m.textContent, getComputedStyle(m).backgroundColor])"""
        )
        assert "".join(words for words, _ in lit).split() == invented.TEXT[slice(*span)].split()
        assert all(colour != plain for _, colour in lit)
        box = page.locator(":target").bounding_box()
        assert box is not None and 0 <= box["y"] < 900
        page.go_back()
        came_from = page.locator(".findings .finding").first.locator("a.passage").nth(position)
        came_from.wait_for(state="visible")
        assert came_from.evaluate("a => a === document.activeElement"), "back where the reader left, evidence open"


def test_tables_are_searched_and_sorted_by_keyboard(page: Page, report: Path) -> None:
    page.goto((report / "02_sources.html").as_uri())
    rows = page.locator("#statements tbody tr:visible")
    assert rows.count() == 12
    page.get_by_label("Search this table").fill("fenland 7")
    assert rows.count() == 4
    assert page.locator(".search [role=status]").inner_text() == "4 of 12 rows"
    page.get_by_label("Search this table").fill("")
    head = page.locator("#statements thead th").nth(1)
    numbers = page.locator("#statements tbody tr td:nth-of-type(1)")
    for expected, first, last in [("ascending", "7", "unknown"), ("descending", "12", "unknown")]:
        head.locator("button").focus()
        page.keyboard.press("Enter")
        assert head.get_attribute("aria-sort") == expected
        assert (numbers.first.inner_text(), numbers.last.inner_text()) == (first, last)


def test_one_outlet_can_be_shown_alone_across_the_tables(page: Page, report: Path) -> None:
    page.goto((report / "02_sources.html").as_uri())
    rows = page.locator("#statements tbody tr:visible")
    choice = page.get_by_label("Show in tables")
    assert choice.locator("option").all_inner_texts() == [
        "all outlets", invented.HOSTILE.strip(), "Fenland Post", "Harbour Examiner"]
    choice.select_option("Fenland Post")
    assert rows.count() == 4 and set(rows.locator("th").all_inner_texts()) == {"Fenland Post"}
    page.get_by_label("Search this table").fill("harbour")
    assert rows.count() == 0, "search and filter hold together"
    page.get_by_label("Search this table").fill("")
    choice.select_option("all outlets")
    assert rows.count() == 12


def test_a_page_can_be_read_without_script_and_printed(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto((report / "02_sources.html").as_uri())
    assert page.locator("#statements tbody tr").count() == 12
    assert page.locator(".search").is_hidden() and page.locator(".filter").is_hidden()
    page.emulate_media(media="print")
    assert page.locator("details.code").first.is_hidden() and page.locator("figure").first.is_visible()
    context.close()


def test_a_reader_can_skip_the_head_and_see_the_focus(page: Page, report: Path) -> None:
    page.goto((report / "02_sources.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.wait_for_timeout(50)
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_a_passage_of_one_endless_word_stays_on_a_phone(browser: Browser, tmp_path: Path) -> None:
    found = show.Finding("An address.", [show.Passage("page-1", 0, 200, "https://example.org/" + "a" * 200)])
    path = tmp_path / "long.html"
    sections = [("One", [show.findings(found)]), ("Two", ["Nothing."])]
    html = render.sections_page(sections, title="Long", heading="Long", current="long.html")
    path.write_text(html, encoding="utf-8")
    assert not [wrong for wrong in check_page(browser, path) if "phone" in wrong]
