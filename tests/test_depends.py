"""A result's version changes with what it is made from, and with nothing else."""

import json
import shutil
import subprocess
import sys

import pytest

from helpers.corpus import SAMPLE
from helpers.engine import depends

# What a process really opens of ours while it tidies a page: the test of the reading of imports by `depends`.
RUN = """
import json, sys
from pathlib import Path
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from helpers import captures
from helpers.engine import per_page
listing = captures.listing(sys.argv[1])
for path in listing.files:
    for page in captures.read(listing, path):
        per_page.tidy_page(page)
modules = [m.__file__ for n, m in sys.modules.items() if n.split(".")[0] == "helpers" and m.__file__]
print(json.dumps(modules + opened))
"""


def test_every_file_that_is_used_for_a_page_counts_for_it():
    done = subprocess.run([sys.executable, "-c", RUN, SAMPLE], capture_output=True, text=True, check=True)
    used = {path for path in map(depends.Path, json.loads(done.stdout)) if depends.HERE in path.parents}
    used = {path for path in used if "__pycache__" not in path.parts and path.is_file()}
    assert len(used) > 30
    assert used <= depends.files("engine.per_page", "captures")


@pytest.fixture
def copy(tmp_path, monkeypatch):
    shutil.copytree(depends.HERE, tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(depends, "HERE", tmp_path / "helpers")
    depends.version.cache_clear()
    yield tmp_path / "helpers"
    depends.version.cache_clear()


@pytest.mark.parametrize(("name", "changes"), [
    ("saying/cues.py", {"engine.per_page", "corpus", "report"}),
    ("data/cues.csv", {"engine.per_page", "corpus", "report"}),
    ("numbers/quantities.py", {"corpus", "report"}),
    ("data/units.csv", {"corpus", "report"}),
    ("template/report.css", {"report"}),
    ("chapters/cards.py", {"report"}),
])
def test_a_changed_file_changes_what_depends_on_it_and_nothing_else(copy, name, changes):
    rooms = {"errors", "engine.per_page", "corpus", "report"}
    before = {room: depends.version(room) for room in rooms}
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n# changed\n")
    depends.version.cache_clear()
    assert {room for room in rooms if depends.version(room) != before[room]} == changes
