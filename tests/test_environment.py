"""The lists of dependencies say the same, and the lock names no registry."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"matplotlib": "matplotlib-base", "nbconvert": "nbconvert-core"}
TEST_TOOLS = {"pytest", "pytest-xdist", "hypothesis", "setuptools"}  # what `pytest` in the README needs
CONDA_ONLY = {"python", "pip"}


def names(requirements: list[str]) -> dict[str, str]:
    split = [re.match(r"([A-Za-z0-9-]+)(.*)", r.replace(" ", "")) for r in requirements]
    return {m[1]: m[2].replace("==", "=") for m in split}


@pytest.fixture(scope="module")
def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_environment_yml_is_in_step(project):
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = names([d for d in listed if isinstance(d, str)])
    wanted = {CONDA_NAMES.get(n, n): v for n, v in names(project["project"]["dependencies"]).items()}
    assert set(conda) - CONDA_ONLY - TEST_TOOLS == set(wanted)
    assert set(conda) >= TEST_TOOLS
    assert all(conda[n] == v for n, v in wanted.items() if v), "a pin in pyproject.toml is a pin there too"
    assert conda["python"] == project["project"]["requires-python"]


def test_the_lock_holds_every_dependency_with_hashes_and_no_address(project):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[[a-z_,-]+\])?==", lock, re.M))
    wanted = names(project["project"]["dependencies"] + project["project"]["optional-dependencies"]["dev"])
    assert set(wanted) <= pinned
    assert lock.count("--hash=sha256:") > len(pinned)
    assert "://" not in lock and "--index" not in lock


def test_textstat_is_the_release_that_works_offline(project):
    assert names(project["project"]["dependencies"])["textstat"] == "=0.7.8"
    assert "\ntextstat==0.7.8 " in (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_the_readme_begins_with_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^(make [a-z]+|conda env|py -3)", readme, re.M)
    assert commands[:2] == ["make report", "make test"]
