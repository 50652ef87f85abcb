"""The benchmark of speed: what it counts, and how it says how time grows."""

import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def speed():
    path = Path(__file__).parents[1] / "benchmarks" / "speed.py"
    spec = importlib.util.spec_from_file_location("speed", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["speed"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["speed"]


def test_the_exponent_is_that_of_the_power(speed):
    assert speed.exponent([300, 1000, 3000], [3.0, 10.0, 30.0]) == pytest.approx(1)
    assert speed.exponent([10, 100], [1.0, 100.0]) == pytest.approx(2)


def test_the_cost_of_a_command_holds_that_of_the_processes_it_starts(speed):
    work = "import time\nwhile time.process_time() < 0.6: pass"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}], check=True)"
    found = speed.cost([sys.executable, "-c", outer])
    assert 0.6 <= found.cpu < 3 and found.clock >= 0.5


def test_a_command_that_stops_is_said(speed):
    with pytest.raises(SystemExit, match="stopped"):
        speed.cost([sys.executable, "-c", "raise ValueError"])


def test_without_the_pipeline_that_is_said(speed, capsys):
    options = type("Options", (), {"peer": None})
    assert speed._peer(Path("peer_pipeline.py"), options) is None
    assert "left out" in capsys.readouterr().out
