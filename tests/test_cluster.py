"""The per-page part on a real dask scheduler with two workers on loopback: the same rows, also when one dies."""

import os
import signal

import pytest

from helpers import captures
from helpers.cli import main
from helpers.corpus import SAMPLE
from helpers.engine import cache, mapping
from helpers.engine.hands import Cluster, Run
from helpers.errors import UserError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as made:
        yield made


def pages():
    listing = captures.listing(SAMPLE)
    return [page for path in listing.files for page in captures.read(listing, path)] * 3


@pytest.fixture
def few(monkeypatch):
    monkeypatch.setattr(mapping, "FAR", 3)
    monkeypatch.setattr(mapping, "FEW", 1)


def test_a_cluster_gives_what_one_process_gives(cluster, few, tmp_path):
    alone = list(mapping.tidied(pages(), kept=cache.Pages(tmp_path / "a")))
    run = Run(scheduler=cluster.scheduler_address)
    assert list(mapping.tidied(pages(), run, kept=cache.Pages(tmp_path / "b"))) == alone
    assert run.pages == len(alone)


def test_a_worker_that_dies_costs_no_result(cluster, few, tmp_path):
    chunks = list(mapping._chunks(iter(pages()), 3, cache.Pages(tmp_path / "a"), "v"))
    with Cluster(cluster.scheduler_address) as hands:
        (victim, _) = sorted(hands._client.run(os.getpid).values())
        results = hands.map(mapping._work, (chunk.todo for chunk in chunks))
        found = [next(results)]
        os.kill(victim, signal.SIGKILL)
        found += list(results)
    assert found == [mapping._work(chunk.todo) for chunk in chunks]


def test_the_tables_of_the_command_are_the_same_bytes(cluster, tmp_path, monkeypatch, capsys):
    for name, more in (("here", []), ("there", ["--scheduler", cluster.scheduler_address])):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / f"cache-{name}"))
        assert main(["tidy", str(SAMPLE), "--out", str(tmp_path / name), *more]) == 0
    for path in sorted((tmp_path / "here").iterdir()):
        assert path.read_bytes() == (tmp_path / "there" / path.name).read_bytes(), path.name


def test_no_scheduler_is_one_plain_sentence():
    with pytest.raises(UserError, match=r"no dask scheduler answers at tcp://127\.0\.0\.1:9"):
        Cluster("tcp://127.0.0.1:9", patience=2)
    with pytest.raises(UserError, match="no dask scheduler answers"):
        Cluster("nonsense://x", patience=2)
