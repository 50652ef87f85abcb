"""A folder of captures: which files in it are captures, and why others are not."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from helpers.pages.decoding import UNREADABLE, Refused, looks_like_text, opened, roughly
from helpers.pages.markup import looks_like_html

TEXT = (".txt", ".text")
HTML = (".html", ".htm", ".xhtml")
RECORDS = (".json", ".jsonl", ".ndjson", ".csv")
BESIDE = ("manifest.csv", "columns.toml", "labels.csv", "topics.csv")
# Text of another kind, as browsers save it beside a page and people keep it beside their data.
_NO_CAPTURES_LIST = """
.atom .bib .cfg .css .ini .ipynb .js .log .map .md .mjs .py .r .rss .rst .sh .svg .toml .tsv .xml .yaml .yml
"""
_NO_CAPTURES = frozenset(_NO_CAPTURES_LIST.split())
HEAD = 4_096  # bytes that tell what a file is


@dataclass(frozen=True)
class Problem:
    """A file or record that could not be read, or only in part.

    `record` is 0 where the whole file is meant; `severity` is "error" for a capture that could not be used and
    "warning" for a file that seems to be none, and for a page that is used but for one thing.
    """

    path: str
    record: int
    severity: str
    message: str


def shown(path: str) -> str:
    r"""A path with the bytes of its name that are not UTF-8 escaped.

    >>> shown("tide\udcff.txt")
    'tide\\xff.txt'
    """
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "backslashreplace")


def ending(path: str) -> str:
    """The ending of a file's name in small letters, without that of its packing.

    >>> ending("night/Gate.JSONL.gz")
    '.jsonl'
    """
    return posixpath.splitext(path.lower().removesuffix(".gz"))[1]


def look_through(root: Path) -> Iterator[tuple[str, Problem | None]]:
    """Every file below `root` with its path (with `/`, unordered): None for a capture, else why it is none.

    Left out in silence: hidden files and folders, README files, folders named `truth`. Links are followed to files
    inside the folder alone, so that no circle and no foreign file is ever read.
    """
    inside = os.path.realpath(root)
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = list(os.scandir(root / folder))
        except OSError as error:
            yield folder, Problem(shown(folder), 0, "error", f"The folder cannot be read: {error.strerror}.")
            continue
        for entry in entries:
            path = posixpath.join(folder, entry.name)
            if entry.name.startswith((".", "README")) or posixpath.splitext(entry.name)[0].lower() == "readme":
                continue
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "truth":
                    folders.append(path)
            else:
                yield path, _verdict(entry, path, inside)


def _verdict(entry: os.DirEntry, path: str, inside: str) -> Problem | None:
    def no(severity: str, message: str) -> Problem:
        return Problem(shown(path), 0, severity, message)

    if entry.is_symlink():
        target = os.path.realpath(entry.path)
        if os.path.commonpath([inside, target]) != inside:
            return no("warning", "The link leads out of the folder of captures and is not followed.")
        if os.path.isdir(target):
            return no("warning", "The link leads to a folder and is not followed.")
        if not os.path.exists(target):
            return no("error", "The link leads nowhere.")
    try:
        if not entry.is_file():
            return no("warning", "It is neither a file nor a folder.")
    except OSError as error:
        return no("error", UNREADABLE.format(error.strerror))
    return None if entry.name in BESIDE else verdict(Path(entry.path), path)


def verdict(place: Path, path: str) -> Problem | None:
    """None where the file at `place` is taken for a capture: by its ending or else by its first bytes."""
    kind = ending(path)
    if kind in TEXT + HTML + RECORDS:
        return None
    if kind == ".warc":
        return Problem(shown(path), 0, "error", "Web archives (WARC) are not read yet.")
    try:
        with opened(place, HEAD * HEAD) as stream:
            head = stream.read(HEAD)
    except OSError as error:
        return Problem(shown(path), 0, "error", UNREADABLE.format(error.strerror))
    except Refused as error:
        return Problem(shown(path), 0, "warning", str(error))
    if looks_like_text(head) and (kind not in _NO_CAPTURES or looks_like_html(roughly(head))):
        return None
    return Problem(shown(path), 0, "warning", "It is neither a text nor a web page nor records.")
