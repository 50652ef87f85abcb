"""The word lists of the package (data/): plain text or CSV, each opening with lines that say its source and licence."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a list, comments and blank lines left out.

    >>> len(lines("agencies.csv")) > 10
    True
    """
    text = files("helpers").joinpath("data", name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@cache
def words(name: str) -> frozenset[str]:
    """The words of a plain list, parted by white space.

    >>> "mrs" in words("house_style.txt")
    True
    """
    return frozenset(word for line in lines(name) for word in line.split())


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a CSV under the names of its first line.

    >>> sorted(rows("agencies.csv")[0])
    ['name', 'sign']
    """
    return tuple(csv.DictReader(lines(name)))


@cache
def by_kind(name: str) -> dict[str, tuple[str, ...]]:
    """A CSV of two columns, a class and its words parted by white space: class -> words.

    >>> "the" in by_kind("function_words.csv")["determiner"]
    True
    """
    return {kind: tuple(listed.split()) for kind, listed in csv.reader(lines(name)[1:])}


@cache
def abbreviations() -> dict[str, frozenset[str]]:
    """Abbreviations by what their full stop does (title, number, may …), lower case and without it.

    >>> "mr" in abbreviations()["title"]
    True
    """
    out: dict[str, frozenset[str]] = {}
    for line in lines("abbreviations.txt"):
        kind, *listed = line.split()
        out[kind] = out.get(kind, frozenset()) | frozenset(listed)
    return out


@cache
def easy_words() -> frozenset[str]:
    """The list of Dale & Chall as textstat (MIT) ships it, lower case: words that most children of ten know.

    >>> "boat" in easy_words()
    True
    """
    path = folder_of("textstat") / "resources" / "en" / "easy_words.txt"
    return frozenset(path.read_text(encoding="utf-8").lower().split())


@cache
def stop_words() -> frozenset[str]:
    """English function words as scikit-learn (BSD-3) ships them: its one file is run, the package takes a second.

    >>> "the" in stop_words()
    True
    """
    return run_path(str(folder_of("sklearn") / "feature_extraction" / "_stop_words.py"))["ENGLISH_STOP_WORDS"]


def folder_of(package: str) -> Path:
    """Where an installed package keeps its files; it is not imported. ModuleNotFoundError where it is missing."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {package!r}")
    return Path(spec.submodule_search_locations[0])
