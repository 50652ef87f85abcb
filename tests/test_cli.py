"""The commands: where results go, and errors as one plain sentence with exit code 2."""

import re
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from helpers import tables
from helpers.cli import main

STORY = """Bells rang twice over Orrinmouth on Monday, and nobody came

The tide bells of Orrinmouth rang twice on Monday morning, and the harbour stayed empty. "We thought it was a test,"
said Wilmet Sarn, who keeps the lamp on the east pier. The council said 14 boats were torn from their moorings.

A spokesman for the bell works did not respond to a request for comment. Sarn said the lamp had been lit by hand since
the spring, because the clockwork that lights it had been sent away for repair and had never come back.
"""


def fails(capsys: pytest.CaptureFixture, *args: object) -> str:
    """The one sentence with which a command ends."""
    assert main([str(a) for a in args]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("samestory: ") and err.endswith(".\n") and err.count("\n") == 1, err
    assert "Traceback" not in err
    return err


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    folder = tmp_path / "captures"
    folder.mkdir()
    (folder / "bells.txt").write_text(STORY, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [["report"], ["tidy", "--out", "tables"]])
class TestErrors:
    def test_no_such_folder(self, capsys, tmp_path, command):
        assert "nowhere" in fails(capsys, *command, tmp_path / "nowhere")

    def test_empty_folder(self, capsys, tmp_path, command):
        (tmp_path / "empty").mkdir()
        assert "empty" in fails(capsys, *command, tmp_path / "empty")

    def test_only_unreadable_files(self, capsys, tmp_path, command):
        (tmp_path / "c").mkdir()
        (tmp_path / "c" / "photo.txt").write_bytes(b"\x00\x01\x02" * 50)
        assert "could be read" in fails(capsys, *command, tmp_path / "c")

    def test_manifest_names_a_missing_file(self, capsys, captures, command):
        (captures / "manifest.csv").write_text("file,outlet\nlost.txt,The Bellman\n")
        err = fails(capsys, *command, captures)
        assert "manifest.csv" in err and "lost.txt" in err

    def test_manifest_lacks_the_file_column(self, capsys, captures, command):
        (captures / "manifest.csv").write_text("name,outlet\nbells.txt,The Bellman\n")
        err = fails(capsys, *command, captures)
        assert "manifest.csv" in err and "file" in err

    def test_out_cannot_be_written(self, capsys, captures, tmp_path, command):
        (tmp_path / "in-the-way").write_text("a file")
        err = fails(capsys, command[0], captures, "--out", tmp_path / "in-the-way" / "out")
        assert "cannot be written" in err and "--out" in err

    def test_out_inside_the_captures(self, capsys, captures, command):
        assert "captures" in fails(capsys, command[0], captures, "--out", captures / "out")
        assert [p.name for p in captures.iterdir()] == ["bells.txt"]

    def test_unknown_option(self, capsys, captures, command):
        assert "--sideways" in fails(capsys, *command, captures, "--sideways")


def test_no_command(capsys):
    assert "--help" in fails(capsys)


def test_unknown_format(capsys, captures, tmp_path):
    assert "parquet, csv, jsonl" in fails(capsys, "tidy", captures, "--out", tmp_path / "t", "--format", "xlsx")


def test_tidy_prints_where_the_tables_are(capsys, captures, tmp_path):
    assert main(["tidy", str(captures), "--out", str(tmp_path / "tables")]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == str(tmp_path / "tables")
    assert re.fullmatch(r"samestory: 1 page \([01] known from an earlier run\) in .+ a second.*\.\n", err)
    assert {p.stem for p in (tmp_path / "tables").glob("*.parquet")} == set(tables.SCHEMAS)
    assert pq.read_table(tmp_path / "tables" / "pages.parquet")["path"].to_pylist() == ["bells.txt"]


@pytest.mark.parametrize("fmt", ["csv", "jsonl"])
def test_tidy_writes_other_formats(captures, tmp_path, fmt):
    assert main(["tidy", str(captures), "--out", str(tmp_path / "t"), "--format", fmt]) == 0
    assert {p.stem for p in (tmp_path / "t").glob(f"*.{fmt}")} == set(tables.SCHEMAS)
    assert "Orrinmouth" in (tmp_path / "t" / f"pages.{fmt}").read_text(encoding="utf-8")


def test_tidy_twice_gives_the_same_bytes(captures, tmp_path):
    for name in ("one", "two"):
        run = [sys.executable, "-m", "helpers.cli", "tidy", str(captures), "--out", str(tmp_path / name)]
        cache = {"XDG_CACHE_HOME": str(tmp_path / f"cache-{name}")}
        subprocess.run(run, check=True, capture_output=True, env={"PATH": "", **cache})
    for path in sorted((tmp_path / "one").iterdir()):
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


def test_unreadable_files_are_listed_and_the_rest_goes_on(captures, tmp_path):
    (captures / "broken.jsonl").write_text('{"text": "Rain fell on the pier all night."}\n{"text": \n')
    (captures / "photo.txt").write_bytes(b"\x00\x01\x02" * 50)
    assert main(["tidy", str(captures), "--out", str(tmp_path / "t")]) == 0
    problems = pq.read_table(tmp_path / "t" / "problems.parquet").to_pylist()
    assert {(p["path"], p["record"]) for p in problems} == {("broken.jsonl", 1), ("photo.txt", 0)}
    pages = pq.read_table(tmp_path / "t" / "pages.parquet").to_pylist()
    assert {(p["path"], p["record"]) for p in pages} == {("bells.txt", 0), ("broken.jsonl", 0)}


def test_help_starts_without_the_heavy_libraries():
    code = "import sys, helpers.cli; print([m for m in ('pandas', 'numpy', 'pyarrow', 'sklearn') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


def test_a_message_is_one_line_that_cannot_steer_the_terminal(capsys, tmp_path):
    err = fails(capsys, "tidy", tmp_path / "a\n\x1b[2Jb", "--out", tmp_path / "t")
    assert "\x1b" not in err
