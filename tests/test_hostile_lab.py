"""Captures that try to run something, shown in a real JupyterLab: text, neither run nor fetched nor set as formulas."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from browser_checks import chromium
from hostile_captures import ATTACKS, FOREIGN, write
from test_jupyterlab import idle, opened_lab, wait

from helpers.corpus import PROJECT
from helpers.show import IGNORE

WHOLE = '{"windowingMode": "none"}'  # JupyterLab otherwise leaves out what is scrolled out of sight


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Path]]:
    home = tmp_path_factory.mktemp("lab")
    settings = home / "CONFIG_DIR" / "lab" / "user-settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    (settings / "tracker.jupyterlab-settings").write_text(WHOLE)
    captures = write(home / "<img src=x onerror=document.title='owned'>")
    with opened_lab(home) as (address, token, folder):
        for path in (folder / "notebooks").glob("*.ipynb"):
            nb = nbformat.read(path, as_version=4)
            for cell in nb.cells:
                if cell.cell_type == "code":
                    cell.outputs = []
                if "parameters" in cell.metadata.get("tags", []):
                    cell.source += f"\nCORPUS = {str(captures)!r}"
            nbformat.write(nb, path)
        yield address, token, folder


@pytest.mark.slow
@pytest.mark.parametrize(("name", "last"), [
    ("00_corpus", ".jp-OutputArea .samestory >> nth=4"), ("02_sources", ".jp-OutputArea .samestory >> nth=4"),
    ("explore", ".jp-OutputArea .widget-dropdown >> nth=7"),
])  # fmt: skip
def test_what_was_captured_is_text_in_the_lab(lab: tuple[str, str, Path], name: str, last: str) -> None:
    address, token, _ = lab
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    wrong: list[str] = []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.on("request", lambda r: None if r.url.startswith(own) else wrong.append(f"request {r.url}"))
        page.on("dialog", lambda d: (wrong.append("dialog"), d.dismiss()))
        page.goto(f"{address}/lab/workspaces/{name}/tree/notebooks/{name}.ipynb?token={token}")
        page.locator(".jp-Notebook").wait_for(timeout=60_000)
        wait(lambda: idle(address, token, f"{name}.ipynb"), 60)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        failed = page.locator('.jp-OutputArea [data-mime-type*="error"]')
        wait(lambda: failed.count() or page.locator(last).count(), 240)
        assert not failed.count(), failed.first.inner_text()[-600:]
        wait(lambda: idle(address, token, f"{name}.ipynb"), 240)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        page.wait_for_timeout(1_000)
        assert failed.count() == 0
        shown = page.evaluate("[...document.querySelectorAll('.jp-OutputArea')].map(e => e.textContent).join('\\n')")
        wrong += page.evaluate(f"""() => {{
          const outputs = [...document.querySelectorAll('.jp-RenderedHTML, .widget-html')].map(e => e.innerHTML);
          return ({FOREIGN})().filter(html => outputs.some(o => o.includes(html)));
        }}""")
        wrong += page.evaluate("[...document.querySelectorAll('.jp-OutputArea mjx-container, .jp-OutputArea .MathJax')]"
                               ".map(e => 'formula ' + e.textContent)")
        assert page.title() not in ("owned", "1", "x")
    assert wrong == []
    assert any(evil in shown for evil in ATTACKS) and "$$\\delta$$" in shown


def test_no_output_of_a_notebook_is_set_as_formulas() -> None:
    """JupyterLab typesets what looks like TeX in any HTML that does not forbid it."""
    for path in sorted((PROJECT / "notebooks").glob("[0-9]*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            for output in cell.get("outputs", []):
                html = output.get("data", {}).get("text/html")
                assert html is None or IGNORE in html[: html.index(">")], path.name
