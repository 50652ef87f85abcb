"""What stands beside the captures and is none: manifest.csv, columns.toml, labels.csv, topics.csv."""

from __future__ import annotations

import csv
import io
import os
import posixpath
import tomllib
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from helpers.crediting.dates import absolute_date, moment
from helpers.errors import UserError
from helpers.pages.decoding import FILE_LIMIT, PAGE_LIMIT, Refused, decode, opened, without_surrogates
from helpers.pages.folder import Problem, shown
from helpers.pages.records import SAYS, names

CELLS = ("url", "captured_at", *SAYS)


def manifests(root: Path, beside: Iterable[str], files: Set[str], single: bool) -> dict[str, dict[str, str]]:
    """What all manifests among the paths `beside` say, by file; the one nearest to a file wins, cell by cell.

    Raises UserError where one cannot be read or names a file that is not there (not if `single`: then only one
    file of the folder was asked for).
    """
    out: dict[str, dict[str, str]] = {}
    for path in _nearest_last(beside, "manifest.csv"):
        for file, cells in read_manifest(root / path, shown(path)).items():
            target = posixpath.join(shown(posixpath.dirname(path)), file)
            if target in files:
                out[target] = out.get(target, {}) | cells
            elif not single and not os.path.lexists(root / target):
                raise UserError(
                    f"{shown(path)} names {_line(file)}, which is not there; mend the name or remove the row."
                )
    return out


def doubtful(manifest: Mapping[str, Mapping[str, str]]) -> list[Problem]:
    """A warning for each date of a manifest that no date can be read from, and that is therefore left out.

    >>> [p.message[:36] for p in doubtful({"a.txt": {"published": "Friday", "captured_at": "2031-10-15"}})]
    ['The manifest gives published as “Fri']
    """
    found = []
    for file, cells in manifest.items():
        for name, known in (("published", absolute_date), ("captured_at", moment)):
            if cells.get(name) and not known(cells[name]):
                found.append(Problem(file, 0, "warning", f"The manifest gives {name} as “{_line(cells[name])[:80]}”, "
                                                         "which is not used: write it as 2031-10-15."))
    return found


def columns(root: Path, beside: Iterable[str], files: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """The columns.toml that holds for each file: the nearest one beside or above it."""
    out: dict[str, Mapping[str, str]] = {}
    for path in _nearest_last(beside, "columns.toml"):
        found, folder = read_columns(root / path, shown(path)), shown(posixpath.dirname(path))
        out |= {file: found for file in files if not folder or file.startswith(folder + "/")}
    return out


def _nearest_last(paths: Iterable[str], name: str) -> list[str]:
    return sorted((p for p in paths if posixpath.basename(p) == name), key=lambda p: (p.count("/"), p))


def _bytes(place: Path) -> bytes:
    with opened(place, FILE_LIMIT) as stream:
        return stream.read()


def read_manifest(place: Path, shown: str) -> dict[str, dict[str, str]]:
    """The rows of a manifest: file (relative to the manifest's folder, with `/`) to its cells that are not empty.

    Columns are `file` and any of CELLS, in any order and case; others are left alone. `shown` names the manifest in
    messages. Raises UserError where it cannot be read, has no column `file`, or a row is not usable.
    """
    header, rows = _sheet(place, shown)
    if "file" not in header:
        raise UserError(f"{shown} lacks the column `file`; its first line must be: file,outlet,url,published,story.")
    out: dict[str, dict[str, str]] = {}
    for number, cells in enumerate(rows, start=1):
        file = _inside(cells.get("file", ""), shown, number)
        if file in out:
            raise UserError(f"{shown} names {_line(file)} twice; keep one of the rows.")
        out[file] = {name: cells[name] for name in CELLS if cells.get(name)}
    return out


def _sheet(place: Path, shown: str) -> tuple[list[str], list[dict[str, str]]]:
    """The header of a CSV file in small letters, and its rows that are not empty, by column."""
    try:
        text = decode(_bytes(place)).text
    except (OSError, Refused) as error:
        raise UserError(f"{shown} cannot be read: {_why(error)}") from error
    header_line = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=header_line.count)
    csv.field_size_limit(PAGE_LIMIT)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if any(row)]
    except csv.Error as error:
        raise UserError(f"{shown} is not a proper CSV file ({error}); mend its quotes.") from error
    header = [name.strip().casefold() for name in rows[0]] if rows else []
    for number, row in enumerate(rows[1:], start=1):
        if len(row) > len(header) and any(row[len(header) :]):
            raise UserError(
                f"{shown} has more cells in row {number} than in its header; put cells that hold a comma in quotes."
            )
    named = [dict(zip(header, row, strict=False)) for row in rows[1:]]
    return header, [{name: without_surrogates(cell).strip() for name, cell in row.items()} for row in named]


def labels(root: Path, beside: Iterable[str]) -> dict[str, list[str]]:
    """The rival labels of the user, {referent: labels}, from every labels.csv (columns `referent` and `label`).

    Raises UserError where one cannot be read, lacks a column, or has a row that is not filled in.
    """
    out: dict[str, list[str]] = {}
    for path in _nearest_last(beside, "labels.csv"):
        header, rows = _sheet(root / path, shown(path))
        if not {"referent", "label"} <= set(header):
            raise UserError(f"{shown(path)} lacks a column; its first line must be: referent,label.")
        for number, cells in enumerate(rows, start=1):
            if not cells.get("referent") or not cells.get("label"):
                raise UserError(f"{shown(path)} is not filled in in row {number}; give a referent and a label.")
            known = out.setdefault(cells["referent"], [])
            if cells["label"] not in known:
                known.append(cells["label"])
    return out


def topic_names(root: Path, beside: Iterable[str]) -> dict[str, str]:
    """What the user calls topics, {their words: name}, from every topics.csv (columns `words` and `name`).

    Raises UserError where one cannot be read or lacks a column; rows without a name are passed over.
    """
    out: dict[str, str] = {}
    for path in _nearest_last(beside, "topics.csv"):
        header, rows = _sheet(root / path, shown(path))
        if not {"words", "name"} <= set(header):
            raise UserError(f"{shown(path)} lacks a column; its first line must be: words,name.")
        out |= {cells["words"]: cells["name"] for cells in rows if cells.get("words") and cells.get("name")}
    return out


def _inside(file: str, shown: str, number: int) -> str:
    if not file:
        raise UserError(f"{shown} names no file in row {number}; fill in its column `file` or remove the row.")
    path = posixpath.normpath(file.replace("\\", "/"))
    if path.startswith(("/", "../")) or path in ("..", ".") or path[1:2] == ":":
        raise UserError(f"{shown} names {_line(file)}, which is outside its folder; name files beside and below it.")
    return path


def read_columns(place: Path, shown: str) -> Mapping[str, str]:
    """Our field names to the names that the records of this folder use, from columns.toml.

    Raises UserError where it cannot be read or names a field that is none of ours.
    """
    try:
        found = tomllib.loads(decode(_bytes(place)).text)
    except (OSError, Refused) as error:
        raise UserError(f"{shown} cannot be read: {_why(error)}") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UserError(f'{shown} is not valid TOML ({error}); write lines such as: text = "my column".') from error
    for name, value in found.items():
        if name not in names():
            raise UserError(f"{shown} names the unknown field {name}; the fields are {', '.join(names())}.")
        if not isinstance(value, str) or not value:
            raise UserError(f'{shown} must give the field {name} one column in quotes, as in: {name} = "my column".')
    return found


def _line(name: str) -> str:
    return " ".join(name.split())  # a message is one line


def _why(error: Exception) -> str:
    return f"{error.strerror}." if isinstance(error, OSError) else str(error)
