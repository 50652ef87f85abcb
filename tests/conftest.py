"""What tests share."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def reference() -> Path:
    """Folder of reference data (`corpus/`, `eval/`), from SAMESTORY_REFERENCE or beside the project; else skip."""
    folder = Path(os.environ.get("SAMESTORY_REFERENCE") or Path(__file__).parents[2] / "shared")
    if not (folder / "corpus").is_dir():
        pytest.skip("no reference data: set SAMESTORY_REFERENCE to a folder with corpus/ and eval/")
    return folder


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache of the tests' own, so that none of them passes on what an earlier run left behind."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(autouse=True)
def faults_are_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page or a story on which our rules fail is listed and left out; a test of these rules must not pass because of
    that."""
    from helpers.engine import mapping, one_story

    def raised(*what: object) -> None:
        raise what[-1]

    monkeypatch.setattr(mapping, "_fault", raised)
    monkeypatch.setattr(one_story, "_fault", raised)
