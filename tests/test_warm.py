"""Kernels that are copies of a process with the libraries loaded: like any other kernel, and none is left behind."""

import os
import signal
import time
from pathlib import Path

import nbformat
import pytest

from helpers.engine import running, warm

pytestmark = pytest.mark.skipif(not warm.POSSIBLE, reason="this system's processes are not forked")


def notebook(folder: Path, name: str, *cells: str) -> Path:
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in cells])
    path = folder / f"{name}.ipynb"
    nbformat.write(made, path)
    return path


def shown(chapter: running.Chapter) -> list[str]:
    return [o["data"]["text/plain"] for c in chapter.notebook.cells for o in c.outputs if "data" in o]


ASKED = "import os, sys; (hash('gull'), os.getcwd(), 'pandas' in sys.modules, os.environ['PYTHONHASHSEED'])"


def test_kernels_are_apart_and_alike_and_begin_with_the_libraries(tmp_path):
    paths = [notebook(tmp_path, "a", "gull = 1; import pandas; pandas.gull = 1", ASKED),
             notebook(tmp_path, "b", "import pandas; 'gull' in globals() or hasattr(pandas, 'gull')", ASKED)]
    a, b = running.run(paths)
    assert shown(a) == shown(b)[1:] and str(tmp_path) in shown(a)[0]
    assert shown(b)[0] == "False"


def test_something_else_is_done_once_beside_the_notebooks(tmp_path):
    done = tmp_path / "done"
    wait = f"import os, time\nwhile not os.path.exists({str(done)!r}): time.sleep(0.01)\n6 * 7"
    (a,) = running.run([notebook(tmp_path, "a", wait)], beside=lambda: done.write_text("once"))
    assert shown(a) == ["42"] and done.read_text() == "once"


def test_the_libraries_are_there_from_the_start(tmp_path):
    (a,) = running.run([notebook(tmp_path, "a", "import sys; 'pandas' in sys.modules")])
    assert shown(a) == ["True"]


def test_what_lies_where_the_command_is_called_is_not_run(tmp_path, monkeypatch):
    for name in ("grp", "pandas", "helpers"):
        (tmp_path / f"{name}.py").write_text(f"print('bad'); open({str(tmp_path / 'ran')!r}, 'w')", encoding="utf-8")
    (tmp_path / "notebooks").mkdir()
    path = notebook(tmp_path / "notebooks", "a", "6 * 7")
    monkeypatch.chdir(tmp_path)
    assert shown(running.run([path])[0]) == ["42"]
    assert not (tmp_path / "ran").exists()


def test_without_the_server_kernels_start_as_usual(tmp_path, monkeypatch):
    monkeypatch.setattr(warm.Server, "fork", lambda *_: (_ for _ in ()).throw(ChildProcessError("gone")))
    (a,) = running.run([notebook(tmp_path, "a", "6 * 7", "import sys; 'pandas' in sys.modules")])
    assert shown(a) == ["42", "False"]


def test_a_server_that_died_is_noticed(tmp_path):
    with warm.Server("0") as server:
        os.kill(server._process.pid, signal.SIGKILL)
        server._process.wait()
        with pytest.raises(OSError):
            server.fork(["python", "-m", "ipykernel_launcher", "-f", "k.json"], {}, str(tmp_path))


@pytest.mark.parametrize("killed", [False, True])
def test_no_kernel_outlives_its_server(tmp_path, killed):
    with warm.Server("0") as server:
        command = ["python", "-m", "ipykernel_launcher", "-f", str(tmp_path / "k.json"), "--transport=ipc"]
        kernel = server.fork(command, dict(os.environ), str(tmp_path))
        until = time.monotonic() + 30
        while not (tmp_path / "k.json").exists() and time.monotonic() < until:
            time.sleep(0.05)
        assert kernel.poll() is None
        if killed:  # with no time to end its kernels: they notice
            server._process.kill()
    until = time.monotonic() + 30
    while killed and kernel.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    assert kernel.poll() == 0
