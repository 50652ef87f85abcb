"""The stored outputs of the notebooks are compared, not just run: a changed number must fail."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
NUMBER = re.compile(r"\d+")


def code_cells(path: Path) -> list[dict]:
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == "code"]


def nbval(folder: Path, notebook: Path) -> subprocess.CompletedProcess:
    """Run nbval on a copy of the workbook that stands in `folder`."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env",
               "--rootdir", str(folder), str(notebook)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the first notebook, with the settings of nbval and the sample beside it."""
    for name in ("conftest.py", "tests/nbval_sanitize.cfg", "notebooks/00_corpus.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    os.symlink(ROOT / "data", tmp_path / "data")
    return tmp_path / "notebooks" / "00_corpus.ipynb"


def test_the_comparison_bites(copy):
    assert nbval(copy.parents[1], copy).returncode == 0
    notebook = json.loads(copy.read_text(encoding="utf-8"))
    outputs = [o["data"] for c in notebook["cells"] for o in c.get("outputs", [])]
    stored = outputs[0]["text/plain"]
    text = "".join(stored)
    number = NUMBER.search(text)
    outputs[0]["text/plain"] = text[: number.start()] + str(int(number[0]) + 1) + text[number.end():]
    copy.write_text(json.dumps(notebook), encoding="utf-8")
    done = nbval(copy.parents[1], copy)
    assert done.returncode == 1 and "1 failed" in done.stdout, done.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
class TestNotebooks:
    def test_every_cell_that_shows_something_has_its_output_stored(self, path):
        cells = code_cells(path)
        silent = [tag for c in cells if not c["outputs"] for tag in c["metadata"].get("tags", [""])]
        assert set(silent) <= {"parameters", "needs-topics"} and silent.count("parameters") == 1
        assert not any("nbval" in tag for c in cells for tag in c["metadata"].get("tags", []))

    def test_cells_are_short_and_define_nothing(self, path):
        for cell in code_cells(path):
            source = "".join(cell["source"])
            assert len(source.splitlines()) <= 9 and "def " not in source and "lambda" not in source
            assert not source.rstrip().endswith(";")

    def test_outputs_hold_no_path_no_error_and_no_stream(self, path):
        for cell in code_cells(path):
            assert {o["output_type"] for o in cell["outputs"]} <= {"execute_result", "display_data"}
            assert str(ROOT) not in json.dumps(cell["outputs"]) and str(Path.home()) + "/" not in json.dumps(cell)

    def test_a_figure_has_words(self, path):
        figures = [o["data"] for c in code_cells(path) for o in c["outputs"] if "image/svg+xml" in o["data"]]
        assert figures, "at least one figure"
        for data in figures:
            assert len("".join(data["text/plain"]).split("\n")) >= 2, "a title, and the data in words"
            assert 'role="img"' in "".join(data["image/svg+xml"])


def test_the_notebook_of_widgets_is_compared_too():
    cells = code_cells(ROOT / "notebooks" / "explore.ipynb")
    assert [c["metadata"].get("tags") for c in cells if not c["outputs"]] == [["parameters"]]
    kept = [o["data"] for c in cells for o in c["outputs"]]
    assert all(data["text/plain"] for data in kept) and not any("widget-view" in kind for d in kept for kind in d)
    assert not any("nbval" in tag for c in cells for tag in c["metadata"].get("tags", []))


def test_six_notebooks():
    assert [p.stem for p in NOTEBOOKS] == [
        "00_corpus", "01_topics", "02_sources", "03_readability", "04_framing", "05_side_by_side"]
