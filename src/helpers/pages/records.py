"""Files of many records (JSON, JSON Lines, CSV) to records, and the fields of a record under our names."""

from __future__ import annotations

import csv
import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from helpers import lists
from helpers.pages.decoding import PAGE_LIMIT, Lines, LineTooLong, without_surrogates

SAYS = ("outlet", "headline", "byline", "published", "section", "language", "story")
WRAPPERS = ("articles", "data", "results", "items", "records", "documents")
LONGEST_FIELD = 2_000  # characters; a longer headline or byline is none

_CUT_OFF = re.compile(r"(?:…|\.\.\.)\s{0,3}\[\+\d{1,9} chars\]\s{0,9}\Z")
_MASKED = re.compile(r"@(?: @){4}")
_MARKUP = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|figure|h[1-6]|i|img|li|ol|p|script|span|strong|ul)"
    r"(?:\s{0,9}/?>|\s[^<>=]{0,200}=[^<>]{0,500}>)",
    re.I,
)
_EPOCH = re.compile(r"1\d{9}(?:\.\d{1,9}|\d{3})?\Z")


@cache
def names() -> Mapping[str, tuple[str, ...]]:
    """Our fields, each with what exports call it, best first, written as `_plain_name` makes it.

    >>> names()["language"]
    ('language', 'lang')
    """
    pairs = (line.split(":") for line in lists.lines("export_fields.txt"))
    return {ours: tuple(_plain_name(name) for name in theirs.split(",")) for ours, theirs in pairs}


@dataclass(frozen=True)
class Record:
    """One record in our terms. `says` holds what it states under the names of SAYS (only what it states)."""

    text: str
    url: str | None = None
    source_id: str | None = None
    captured_at: str | None = None
    says: Mapping[str, str] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


def record_of(raw: Mapping[str, Any], columns: Mapping[str, str]) -> Record | str:
    """A record in our terms, or a sentence saying why it cannot be used.

    `columns` says which of its fields stands for which of ours (a dot reaches into an object) and wins over
    the names that are recognised. The text is kept character for character, but for lone surrogates.

    >>> record_of({"title": "Gate opened", "body": "Rain fell.", "source": {"name": "Mercury"}}, {}).says
    {'outlet': 'Mercury', 'headline': 'Gate opened'}
    >>> record_of({"title": "Gate opened", "body": ""}, {})
    'The record has no text.'
    """
    named = {_plain_name(name): value for name, value in reversed(raw.items()) if isinstance(name, str)}

    def first(field_name: str, wanted=lambda value: True) -> str | None:
        if field_name in columns:
            return _string(_reach(raw, columns[field_name]))
        values = (_string(named[name]) for name in names()[field_name] if name in named)
        return next((value for value in values if value and wanted(value)), None)

    text = _text(raw, named, columns)
    if text is None:
        if "text" in columns or not named.keys().isdisjoint(names()["text"]):
            return "The record has no text."
        return 'No field of the record holds the text; say in columns.toml which one does, as in: text = "my field".'
    if 4 * len(text) > PAGE_LIMIT and len(text.encode("utf-8", "replace")) > PAGE_LIMIT:
        return f"The text is larger than {PAGE_LIMIT // 1_000_000} MB."
    clean = without_surrogates(text)
    warnings = ["lone surrogates were replaced"] if clean != text else []
    warnings += text_warnings(clean)
    says = {}
    for name in SAYS:
        value = first(name, _is_no_address if name == "outlet" else lambda value: True)
        if value and len(value) > LONGEST_FIELD:
            warnings.append(f"{name} is too long to be one")
        elif value:
            says[name] = _moment(value) if name == "published" else value
    url, source_id, captured_at = first("url", _is_address), first("source_id"), first("captured_at")
    return Record(
        clean,
        url if url and len(url) <= LONGEST_FIELD else None,
        source_id if source_id and len(source_id) <= LONGEST_FIELD else None,
        _moment(captured_at) if captured_at and len(captured_at) <= LONGEST_FIELD else None,
        says,
        tuple(warnings),
    )


def text_warnings(text: str) -> list[str]:
    """What is wrong with the text of a record, as short phrases.

    >>> text_warnings("The gate … [+1234 chars]"), text_warnings("The @ @ @ @ @ @ gate")
    (['text is cut off by the export'], ['text is masked'])
    """
    warnings = []
    if _MASKED.search(text):
        warnings.append("text is masked")
    if _CUT_OFF.search(text, max(0, len(text) - 60)):
        warnings.append("text is cut off by the export")
    if _MARKUP.search(text):
        warnings.append("text holds markup")
    return warnings


def json_records(text: str) -> list[Any]:
    """The records of a JSON file: one object, a list, or an object that holds the list (see WRAPPERS).

    Raises ValueError or RecursionError where it is no JSON.

    >>> json_records('{"status": "ok", "articles": [{"text": "Rain."}]}')
    [{'text': 'Rain.'}]
    """
    found = json.loads(text)
    for _ in range(2):
        if isinstance(found, dict) and _text(found, {_plain_name(name): found[name] for name in found}, {}) is None:
            found = next((found[name] for name in WRAPPERS if isinstance(found.get(name), list | dict)), found)
    return found if isinstance(found, list) else [found]


def json_line_records(lines: Lines) -> Iterator[tuple[Any, str | None]]:
    """(record, None) or (None, what is wrong with it) for each line that is not blank."""
    while True:
        try:
            line = next(lines)
            if line.strip():
                yield json.loads(line), None
        except StopIteration:
            return
        except LineTooLong as error:
            yield None, f"The record is not read: it is {error}."
        except RecursionError:
            yield None, "The record is not valid JSON: it is nested too deep."
        except ValueError as error:
            yield None, f"The record is not valid JSON: {why_not(error)}."


def csv_records(lines: Lines, columns: Mapping[str, str]) -> Iterator[tuple[Any, str | None]]:
    """(record, None) or (None, what is wrong with it) for each row under the header; empty rows are none.

    Rows with another number of cells than the header and quotes that are never closed are not guessed at. The
    delimiter (comma, semicolon, tab, bar) is the one under which the header shows most names we know. A header
    that names no text gives nothing but one message.
    """
    csv.field_size_limit(PAGE_LIMIT)  # the module's own setting; its default refuses a long page
    try:
        header_line = next(lines, "")
    except csv.Error as error:
        yield None, f"The header is not read: {error}."
        return
    delimiter, header = _header(header_line, columns)
    known = {_plain_name(name) for name in header}
    if columns.get("text") not in header if "text" in columns else known.isdisjoint(names()["text"]):
        yield None, 'No column holds the text; say in columns.toml which one does, as in: text = "my column".'
        return
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        begin = reader.line_num + 2
        try:
            row = next(reader)
        except StopIteration:
            return
        except LineTooLong as error:
            yield None, f"The row after line {reader.line_num + 1} is not read: it is {error}."
            continue
        except csv.Error as error:
            end = max(begin, reader.line_num + 1)
            yield None, f"The row on {_lines(begin, end)} is not read, its quotes do not pair ({error})."
            continue
        if len(row) > len(header) and not any(row[len(header) :]):
            row = row[: len(header)]
        if not row:
            continue
        if len(row) != len(header):
            where = _lines(begin, reader.line_num + 1)
            yield None, f"The row on {where} has {len(row)} cells, the header {len(header)}."
            continue
        yield dict(zip(reversed(header), reversed(row), strict=True)), None  # the first of two columns of one name wins


def _lines(begin: int, end: int) -> str:
    return f"line {begin}" if begin == end else f"lines {begin} to {end}"


def _header(line: str, columns: Mapping[str, str]) -> tuple[str, list[str]]:
    known = {name for theirs in names().values() for name in theirs} | {_plain_name(name) for name in columns.values()}
    best: tuple[int, str, list[str]] = (-1, ",", [])
    for delimiter in ",;\t|":
        try:
            header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
        except csv.Error:
            continue
        score = sum(_plain_name(name) in known for name in header)
        if score > best[0]:
            best = (score, delimiter, header)
    return best[1], best[2]


@lru_cache(maxsize=4096)
def _plain_name(name: str) -> str:
    """A field's name without case, spaces and marks: "publishedAt", "Published at", "published_at" are one."""
    return "".join(c for c in name[:80].casefold() if c.isalnum())


def _text(raw: Mapping[str, Any], named: Mapping[str, Any], columns: Mapping[str, str]) -> str | None:
    theirs = [_reach(raw, columns["text"])] if "text" in columns else map(named.get, names()["text"])
    for value in theirs:
        if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
            value = "\n".join(value)  # a list of paragraphs
        if isinstance(value, str) and value.strip():
            return value
    return None


def _reach(raw: Any, name: str) -> Any:
    """The field `name` of a record; where there is none, its dots reach into objects."""
    if name in raw:
        return raw[name]
    for part in name.split("."):
        raw = raw.get(part) if isinstance(raw, Mapping) else None
    return raw


def _string(value: Any) -> str | None:
    """A field's value as a stripped string: numbers written out, names joined; None where it is empty."""
    if isinstance(value, Mapping):  # {"id": …, "name": …} of NewsAPI
        value = value.get("name")
    if isinstance(value, list):
        parts = [_string(part) for part in value[:50] if not isinstance(part, list)]
        value = ", ".join(part for part in parts if part)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = "" if value != value else format(value, ".17g") if isinstance(value, float) else _digits(value)
    return without_surrogates(value).strip() or None if isinstance(value, str) else None


def _digits(number: int) -> str:
    return str(number) if abs(number) < 10**40 else ""


def _moment(value: str) -> str:
    """Seconds or milliseconds since 1970 as an ISO time in UTC; anything else as it is.

    >>> _moment("1577836800"), _moment("2 January")
    ('2020-01-01T00:00:00Z', '2 January')
    """
    if not _EPOCH.match(value):
        return value
    return datetime.datetime.fromtimestamp(int(value[:10]), datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_address(value: str) -> bool:
    return "." in value and " " not in value


def _is_no_address(value: str) -> bool:
    return "://" not in value


def why_not(error: ValueError) -> str:
    """What json.loads found wrong, in a few words."""
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[0].lower()}{error.msg[1:].removesuffix(' at')} at character {error.pos + 1}"
    return "a number is too long"
