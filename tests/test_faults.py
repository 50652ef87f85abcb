"""Runs that are killed, starved of disk, refused, or meet: what was there stays whole, and the next one works."""

from __future__ import annotations

import ctypes
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

STORY = (
    "The tide bells of Orrinmouth rang twice on Monday, and the harbour stayed empty. “We thought it was a test,” said "
    "Wilmet Sarn, who keeps the lamp on pier {0}. The council said {0} boats were torn from their moorings.\n"
)


def write(captures: Path, numbers: range) -> None:
    captures.mkdir(exist_ok=True)
    for k in numbers:
        (captures / f"{k}.txt").write_text(f"Bells rang {k} times\n\n" + STORY.format(k) * 8, encoding="utf-8")


def command(captures: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "helpers.cli", "tidy", str(captures), "--out", str(out)]


def start(captures: Path, out: Path, cache: Path, **more) -> subprocess.Popen:
    env = os.environ | {"XDG_CACHE_HOME": str(cache)}
    return subprocess.Popen(command(captures, out), env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            start_new_session=True, **more)


def works(captures: Path, out: Path, cache: Path) -> dict[str, str]:
    run = start(captures, out, cache)
    _, err = run.communicate(timeout=300)
    assert run.returncode == 0, err
    return content(out)


def fails(run: subprocess.Popen) -> str:
    """The one sentence of a run that cannot work."""
    out, err = run.communicate(timeout=300)
    assert run.returncode == 2 and out == "", (run.returncode, err)
    assert err.startswith("samestory: ") and err.endswith(".\n") and err.count("\n") == 1, err
    return err


def content(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()}


def untouched(captures: Path) -> list[tuple]:
    return [(p.name, p.stat().st_mtime_ns, p.stat().st_size) for p in (captures, *sorted(captures.iterdir()))]


def test_killed_at_random_moments(tmp_path):
    """KILLS (12) says how often; the moments are drawn with a fixed seed, over the length of a whole run."""
    captures, out, cache = tmp_path / "captures", tmp_path / "out", tmp_path / "cache"
    write(captures, range(60))
    began = time.monotonic()
    whole = works(captures, out, cache)
    took = time.monotonic() - began
    moments, killed = random.Random(7), 0
    for k in range(int(os.environ.get("KILLS", "12"))):
        write(captures, range(60 + k, 61 + k))
        before = untouched(captures)
        run = start(captures, out, tmp_path / "none" if k % 2 else cache)  # each second one does all the work
        time.sleep(moments.uniform(0, took))
        killed += run.poll() is None
        with suppress(ProcessLookupError):  # it was quicker than that
            os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        now = content(out)
        if now != whole:  # it came as far as exchanging the folders: then all of the new one is there
            whole = works(captures, tmp_path / "check", cache)
            shutil.rmtree(tmp_path / "check")
        assert now == whole, "the earlier tables stay whole"
        assert untouched(captures) == before
        shutil.rmtree(tmp_path / "none", ignore_errors=True)
    assert killed
    after = works(captures, out, cache)
    assert after == works(captures, tmp_path / "anew", tmp_path / "fresh"), "the cache holds nothing half-made"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["anew", "cache", "captures", "fresh", "out"]
    assert not list((cache / "samestory").glob(".*.new"))


def test_no_process_outlives_a_run_that_was_killed(tmp_path):
    write(tmp_path / "captures", range(2000))
    run = start(tmp_path / "captures", tmp_path / "out", tmp_path / "cache")
    started = Path(f"/proc/{run.pid}/task/{run.pid}/children")
    until = time.monotonic() + 60
    # Two hands, and a process that counts what they share.
    while len(children := started.read_text().split()) < 3 and time.monotonic() < until:
        time.sleep(0.02)
    run.kill()
    run.wait()
    assert len(children) >= 3
    until = time.monotonic() + 20
    while (left := [pid for pid in children if Path(f"/proc/{pid}").exists()]) and time.monotonic() < until:
        time.sleep(0.1)
    for pid in left:
        os.kill(int(pid), signal.SIGKILL)
    assert not left


def test_nothing_is_run_that_lies_where_the_command_is_called(tmp_path):
    write(tmp_path / "captures", range(200))
    for name in ("multiprocessing", "pickle", "grp", "helpers", "pandas"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    _, _, _, *arguments = command(tmp_path / "captures", tmp_path / "out")
    installed = [str(Path(sys.executable).with_name("samestory")), *arguments]
    done = subprocess.run(installed, cwd=tmp_path, env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "cache")},
                          capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


def test_two_runs_write_to_the_same_place(tmp_path):
    captures, out, cache = tmp_path / "captures", tmp_path / "out", tmp_path / "cache"
    write(captures, range(6))
    for _ in range(2):  # the place is not there yet; and it is
        runs = [start(captures, out, cache) for _ in range(3)]
        for run in runs:
            _, err = run.communicate(timeout=300)
            assert run.returncode == 0, err
        shutil.rmtree(cache)
    assert content(out) == works(captures, tmp_path / "anew", tmp_path / "fresh")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["anew", "captures", "fresh", "out"]


@pytest.mark.parametrize("size", [0, 1_000, 3_000])
def test_no_file_can_grow(tmp_path, size):
    """As on a full disk: what is written breaks off after `size` bytes; the cache does not, and then does as well."""
    captures, out, cache = tmp_path / "captures", tmp_path / "out", tmp_path / "cache"
    write(captures, range(8))
    whole = works(captures, out, cache)
    write(captures, range(8, 12))

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    said = fails(start(captures, out, cache, preexec_fn=starve))
    assert "cannot be written" in said and "--out" in said
    assert content(out) == whole
    assert works(captures, out, cache) == works(captures, tmp_path / "anew", tmp_path / "fresh")


def test_the_disk_is_full(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    mount = shutil.which("mount")
    asked = [mount, "-t", "tmpfs", "-o", "size=256k", "none", small]
    if not mount or subprocess.run(asked, capture_output=True).returncode:
        pytest.skip("a small disk cannot be mounted here; test_no_file_can_grow does nearly the same")
    try:
        captures, out, cache = tmp_path / "captures", small / "out", tmp_path / "cache"
        write(captures, range(3))
        whole = works(captures, out, small / "cache")
        (small / "filler").write_bytes(b"x" * (os.statvfs(small).f_bavail * os.statvfs(small).f_bsize - 8192))
        write(captures, range(3, 40))
        said = fails(start(captures, out, cache))
        assert "No space left" in said and content(out) == whole
        assert fails(start(captures, out, small / "cache")) == said, "a cache that cannot be written costs time alone"
        (small / "filler").unlink()
        shutil.rmtree(small / "cache")
        works(captures, tmp_path / "out", small / "cache")
    finally:
        subprocess.run(["umount", small], check=True)


def test_the_folder_may_not_be_written(tmp_path):
    captures, home, cache = tmp_path / "captures", tmp_path / "home", tmp_path / "cache"
    write(captures, range(3))
    home.mkdir()
    whole = works(captures, home / "out", cache)
    home.chmod(0o555)
    try:
        said = fails(start(captures, home / "out", cache, preexec_fn=bound_by_permissions))
    finally:
        home.chmod(0o755)
    assert "cannot be written (Permission denied)" in said
    assert content(home / "out") == whole == works(captures, home / "out", cache)


def bound_by_permissions() -> None:
    """Root writes where it likes: take that right from the program that is run next."""
    if os.geteuid() == 0:
        pr_capbset_drop, cap_dac_override = 24, 1
        if ctypes.CDLL(None).prctl(pr_capbset_drop, cap_dac_override, 0, 0, 0):
            raise OSError("the right to write anywhere cannot be given up")
