"""The workbook in a real JupyterLab: it opens, runs, and a choice changes what is shown, without the network."""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import pytest
from browser_checks import chromium

from helpers.corpus import PROJECT

pytestmark = pytest.mark.slow


@contextmanager
def opened_lab(tmp_path):
    """(address, token, folder) of a JupyterLab of its own on loopback, on a copy of the workbook."""
    folder = tmp_path / "workbook"
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    shutil.copytree(PROJECT / "data" / "sample", folder / "data" / "sample")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    env = os.environ | {f"JUPYTER_{name}": str(tmp_path / name) for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
               f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={folder}", "--allow-root",
               "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        wait(lambda: _get(f"{address}/api/status?token={token}"), 60, tmp_path / "log")
        yield address, token, folder
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def lab(tmp_path):
    with opened_lab(tmp_path) as found:
        yield found


def _get(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return json.load(answer)
    except OSError:
        return None


def wait(ready, seconds, log: Path | None = None):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if found := ready():
            return found
        time.sleep(0.5)
    pytest.fail(f"not ready after {seconds} s" + (f": {log.read_text()[-2000:]}" if log else ""))


def idle(address, token, name):
    """Whether the notebook's kernel itself is idle, after it has run something."""
    sessions = _get(f"{address}/api/sessions?token={token}") or []
    kernels = [s["kernel"] for s in sessions if s["path"].endswith(name)]
    return bool(kernels) and kernels[0]["execution_state"] == "idle"


def test_explore_runs_and_a_choice_changes_what_is_shown(lab):
    address, token, folder = lab
    foreign, wrong = [], []
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.on("request", lambda r: foreign.append(r.url) if not r.url.startswith((address, "data:", "blob:",
                address.replace("http", "ws"))) else None)
        page.on("pageerror", lambda e: wrong.append(str(e)))
        page.goto(f"{address}/lab/tree/notebooks/explore.ipynb?token={token}")
        page.locator(".jp-Notebook").wait_for(timeout=60_000)
        wait(lambda: idle(address, token, "explore.ipynb"), 60)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.locator(".jp-OutputArea .widget-dropdown").nth(7).wait_for(timeout=120_000)
        wait(lambda: idle(address, token, "explore.ipynb"), 60)
        assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
        assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0

        story = page.get_by_label("Story", exact=True)
        before = page.locator(".widget-html h3").first.inner_text()
        story.select_option(index=1)
        wait(lambda: page.locator(".widget-html h3").first.inner_text() != before, 20)

        page.get_by_label("Type", exact=True).select_option("non_response")
        wait(lambda: re.match(r"\d+ attributions", page.locator("#voices-caption").inner_text())
              and page.locator("#voices tbody tr").count() < 50, 20)
        shown = page.locator("#voices tbody tr").count()
        page.get_by_role("button", name="Write these attributions").click()
        wait(lambda: list((folder / "reports" / "taken").glob("*.csv")), 20)
        (written,) = (folder / "reports" / "taken").glob("*.csv")
        import pandas as pd

        assert len(pd.read_csv(written)) == shown
    assert not foreign and not wrong


def test_a_numbered_notebook_runs_in_the_lab_without_errors(lab):
    address, token, folder = lab
    path = folder / "notebooks" / "00_corpus.ipynb"
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbformat.write(notebook, path)
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.goto(f"{address}/lab/tree/notebooks/00_corpus.ipynb?token={token}")
        page.locator(".jp-Notebook").wait_for(timeout=60_000)
        wait(lambda: idle(address, token, "00_corpus.ipynb"), 60)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_text("Run All Cells", exact=True).click()
        page.locator(".samestory").nth(4).wait_for(state="attached", timeout=120_000)
        wait(lambda: idle(address, token, "00_corpus.ipynb"), 120)
        assert page.locator(".jp-RenderedText[data-mime-type*=error]").count() == 0
        assert "pages" in page.locator(".samestory.answer").first.text_content()
