"""Replacing a folder: all of it or nothing, and only what is ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from helpers.engine import files
from helpers.errors import UserError


def fill(target: Path, text: str) -> None:
    with files.replacing(target, "report") as folder:
        (folder / "index.html").write_text(text)


def test_replaces_the_whole_folder(tmp_path):
    fill(tmp_path / "out", "one")
    (tmp_path / "out" / "stale.html").write_text("left over")
    fill(tmp_path / "out", "two")
    assert sorted(os.listdir(tmp_path / "out")) == [".samestory", "index.html"]
    assert (tmp_path / "out" / "index.html").read_text() == "two"
    assert os.listdir(tmp_path) == ["out"], "no half-made folder stays behind"


def test_replaces_without_the_systems_exchange(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "_swap", lambda a, b: False)
    fill(tmp_path / "out", "one")
    fill(tmp_path / "out", "two")
    assert (tmp_path / "out" / "index.html").read_text() == "two"
    assert os.listdir(tmp_path) == ["out"]


def test_an_exception_leaves_the_old_folder(tmp_path):
    fill(tmp_path / "out", "one")
    with pytest.raises(ZeroDivisionError), files.replacing(tmp_path / "out", "report") as folder:
        (folder / "index.html").write_text("half")
        1 / 0  # noqa: B018
    assert (tmp_path / "out" / "index.html").read_text() == "one"
    assert os.listdir(tmp_path) == ["out"]


def test_a_killed_run_leaves_the_old_folder(tmp_path):
    fill(tmp_path / "out", "one")
    code = ("import os, sys, pathlib\nfrom helpers.engine import files\n"
            "with files.replacing(pathlib.Path(sys.argv[1]), 'report') as f:\n"
            "    (f / 'index.html').write_text('half')\n    os.kill(os.getpid(), 9)\n")
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")])
    assert done.returncode == -9
    assert (tmp_path / "out" / "index.html").read_text() == "one"
    assert len(os.listdir(tmp_path)) == 2, "half a folder was left behind"
    with files.replacing(tmp_path / "out", "report") as folder:
        assert sorted(os.listdir(tmp_path)) == sorted([folder.name, "out"]), "the next run sweeps it away"
        fill(tmp_path / "out", "meanwhile")
        assert folder.is_dir(), "but not that of a run at work"
        (folder / "index.html").write_text("two")
    assert (tmp_path / "out" / "index.html").read_text() == "two"
    assert os.listdir(tmp_path) == ["out"]


def test_killed_between_two_renames_is_undone(tmp_path):
    fill(tmp_path / "out", "one")
    os.rename(tmp_path / "out", tmp_path / ".out.old")
    with pytest.raises(ZeroDivisionError), files.replacing(tmp_path / "out", "report"):
        1 / 0  # noqa: B018
    assert (tmp_path / "out" / "index.html").read_text() == "one"


@pytest.mark.parametrize("what", ["tables", "report"])
def test_somebody_elses_folder_is_not_touched(tmp_path, what):
    (tmp_path / "thesis.docx").write_text("years of work")
    with pytest.raises(UserError, match="holds other files"), files.replacing(tmp_path, what):
        pass
    assert (tmp_path / "thesis.docx").read_text() == "years of work"


def test_a_report_does_not_replace_tables(tmp_path):
    with files.replacing(tmp_path / "out", "tables") as folder:
        (folder / "pages.parquet").write_text("x")
    with pytest.raises(UserError, match="holds other files"):
        fill(tmp_path / "out", "one")


def test_a_file_is_not_replaced(tmp_path):
    (tmp_path / "out").write_text("x")
    with pytest.raises(UserError, match="is a file"):
        fill(tmp_path / "out", "one")


@pytest.mark.parametrize("out", ["captures", "captures/report", "."])
def test_the_captures_are_never_written_into(tmp_path, out):
    (tmp_path / "captures").mkdir()
    with pytest.raises(UserError, match="would mix with the captures"):
        files.check_apart(tmp_path / "captures", tmp_path / out)


def test_beside_the_captures_is_fine(tmp_path):
    (tmp_path / "captures").mkdir()
    files.check_apart(tmp_path / "captures", tmp_path / "report")
    (tmp_path / "one.txt").write_text("x")
    files.check_apart(tmp_path / "one.txt", tmp_path / "report")


def test_a_name_that_no_folder_can_have_is_said_so(tmp_path):
    with pytest.raises(UserError, match="is no name of a folder"):
        files.check_apart(tmp_path / ("x" * 5_000), tmp_path / "out")
