"""Captures of a size or a make that nobody would write: listed or read, in little memory, and the rest goes on."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from helpers import captures

pytestmark = pytest.mark.slow

STORY = "The tide bells of Orrinmouth rang twice on Monday. “We thought it was a test,” said Wilmet Sarn. "
MEMORY = 1_500_000  # kilobytes


def test_a_file_of_records_may_have_any_size(tmp_path: Path) -> None:
    letters = random.Random(1).choices("abcdefgh", k=4_000)
    junk = gzip.compress("".join(letters).encode() * 16_200 + b"\n", 1)  # a line that is too long, and skipped
    sound = gzip.compress(json.dumps({"text": STORY * 5}).encode() + b"\n")
    (tmp_path / "a.jsonl.gz").write_bytes(sound + 34 * junk + sound)  # 2.2 GB
    listing = captures.listing(tmp_path)
    found = list(captures.read(listing, "a.jsonl.gz"))
    assert [isinstance(one, captures.Page) for one in found] == [True, *[False] * 34, True]
    assert found[-1].text == found[0].text and all("64 MB" in one.message for one in found[1:-1])


def test_the_rest_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "captures"
    folder.mkdir()
    record = b'{"text": "' + b"a" * 5_000_000 + b'"}\n'
    captures = {
        b"sound.txt": (STORY * 5).encode(),
        b"line.txt": b"a bc " * 20_000_000,
        b"lines.txt": b"a b c d\n" * 100_000,
        b"bomb.txt.gz": gzip.compress(b"a" * 60_000_000),
        b"bomb.jsonl.gz": gzip.compress(record * 20),
        b"deep.html": b"<html><body>" + b"<div>" * 200_000 + b"<p>" + STORY.encode() * 5,
        b"deep.json": b"[" * 200_000,
        b"half.txt": b"\xff\xfe" + (STORY * 5).encode("utf-16-le")[:-1],
        b"two\nlines.txt": STORY.encode(),
        b"not\xff\xfeutf-8.txt": STORY.encode(),
        b"-rf.txt": STORY.encode(),
    }
    for name, content in captures.items():
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(content)
    (folder / "round.txt").symlink_to("round.txt")
    (folder / "up").symlink_to(folder)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "helpers.cli", "tidy", str(folder), "--out", str(out)]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(run.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert used.ru_maxrss < MEMORY
    made = {name: pq.read_table(out / f"{name}.parquet") for name in ("pages", "problems")}
    listed = dict(zip(made["problems"]["path"].to_pylist(), made["problems"]["message"].to_pylist(), strict=True))
    read = made["pages"]["path"].to_pylist()
    assert {"line.txt", "bomb.txt.gz", "bomb.jsonl.gz", "deep.json", "half.txt", "round.txt", "up"} == set(listed)
    assert "100 times" in listed["bomb.jsonl.gz"] and "40 MB" in listed["bomb.txt.gz"]
    assert len(read) == 7 and {"sound.txt", "lines.txt", "deep.html", "half.txt", "-rf.txt"} < set(read)
