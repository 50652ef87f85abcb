"""One direction: what is known of a page, what is known of a corpus, what is shown; nobody reaches up the flow."""

from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from helpers.engine import depends

ANALYSES = ("topics", "sources", "readability", "framing", "stories")
WHOLE_CORPUS = {"topics", "framing", "stories", "corpus", "choices", "copies", "facts", "numbers", "contamination"}
SHOWN = {"show", "figures", "showing", "chapters", "report", "cli"}


def name(path: Path) -> str:
    return ".".join(path.relative_to(depends.HERE).with_suffix("").parts)


MODULES = sorted(name(p) for p in depends.HERE.rglob("*.py") if p.name != "__init__.py")
NEEDS = {m: {d for d in depends.imports(m) if d in MODULES} for m in MODULES}


def room(module: str) -> str:
    return module.partition(".")[0]


def rooms(module: str) -> set[str]:
    """The rooms that a module reaches, however far."""
    return {room(name(path)) for path in depends.files(module) if path.suffix == ".py" and path.name != "__init__.py"}


def test_no_module_needs_itself():
    order = list(TopologicalSorter(NEEDS).static_order())  # raises CycleError
    assert order.index("lists") < order.index("spans") < order.index("corpus") < order.index("report")


def test_what_is_known_of_a_page_does_not_look_at_other_pages():
    assert not rooms("engine.per_page") & (WHOLE_CORPUS | SHOWN)


@pytest.mark.parametrize("module", [m for m in MODULES if room(m) in WHOLE_CORPUS | set(ANALYSES)])
def test_what_is_worked_out_does_not_know_how_it_is_shown(module):
    assert not rooms(module) & SHOWN


@pytest.mark.parametrize("analysis", ANALYSES)
def test_analyses_do_not_import_one_another(analysis):
    assert not rooms(analysis) & (set(ANALYSES) - {analysis})
