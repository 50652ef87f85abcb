"""Files of any accepted format in, pages out: decoding, formats, the manifest.

`listing` says which files of a folder are captures and what stands beside them; `read` turns one of them into
pages, one at a time. Files are only ever read.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from helpers.errors import UserError
from helpers.pages.decoding import (
    FILE_LIMIT,
    JSON_LIMIT,
    PAGE_LIMIT,
    UNREADABLE,
    Decoded,
    Lines,
    Refused,
    decode,
    opened,
    roughly,
)
from helpers.pages.folder import BESIDE, HEAD, HTML, RECORDS, Problem, ending, look_through, shown, verdict
from helpers.pages.manifest import columns, doubtful, labels, manifests, topic_names
from helpers.pages.markup import has_tags, looks_like_html, text_and_address
from helpers.pages.records import Record, csv_records, json_line_records, json_records, record_of, why_not

__all__ = ["Listing", "Page", "Problem", "listing", "page_id", "read", "shown"]

_BARE_HOST = re.compile(r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,20}(?:[/?#]|\Z)")
PROBLEMS_LIMIT = 1_000  # of one file; those beyond are counted


@dataclass(frozen=True)
class Page:
    """One captured page, decoded, with what its record and the manifest say about it.

    `text` is what every offset in the workbook counts in. `record_says` and `manifest_says` hold plain
    strings under the names outlet, headline, byline, published, section, language, story (only those
    given); `html` is the decoded markup of an HTML capture, else None. `format` is text, html, json, jsonl or
    csv; `sha256` is that of the file as it lies there; `encoding_basis` is utf-8, bom, declared or detected.
    """

    page_id: str
    path: str
    record: int
    source_id: str | None
    sha256: str
    format: str
    encoding: str
    encoding_basis: str
    url: str | None
    page_host: str | None
    captured_at: str | None
    text: str
    warnings: tuple[str, ...] = ()
    record_says: Mapping[str, str] = field(default_factory=dict)
    manifest_says: Mapping[str, str] = field(default_factory=dict)
    html: str | None = None


@dataclass(frozen=True)
class Listing:
    """The captures of a folder and what stands beside them.

    `files`: their paths below `root`, with `/`, in order; `manifest`: file to its cells that are not empty (outlet,
    url, published, story, …); `columns`: file to the names of the columns in it (from the columns.toml of its
    folder or else of the next folder above that has one); `places`: the real names of files whose names are not UTF-8;
    `labels`: the user's rival labels, by what they name; `topics`: the user's names of topics, by their words.
    """

    root: Path
    files: tuple[str, ...]
    manifest: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, list[str]] = field(default_factory=dict)
    topics: Mapping[str, str] = field(default_factory=dict)

    def place(self, path: str) -> Path:
        """Where the capture `path` lies."""
        return self.root / self.places.get(path, path)

    def only(self, path: str) -> Listing:
        """What `read` needs for this one file: small enough to send to another process."""
        manifest, columns, places = (
            {path: known[path]} if path in known else {} for known in (self.manifest, self.columns, self.places)
        )
        return Listing(self.root, (path,), manifest, columns, (), places)


def page_id(path: str, record: int) -> str:
    """The id of a page: it depends on its path below the corpus and its record alone.

    >>> page_id("night/whelk.txt", 0)
    'p4ce1707d7252'
    """
    return "p" + hashlib.sha256(f"{path}\n{record}".encode("utf-8", "replace")).hexdigest()[:12]


def listing(corpus: Path | str) -> Listing:
    """The captures in a folder (searched to its depths), or the one file given, in the order of their paths.

    Not captures: manifest.csv, columns.toml, labels.csv, topics.csv, README files, hidden files and folders, folders
    named `truth`. Every other file is either among `files` or named in `problems`. A manifest or columns.toml may
    stand in any folder and speaks for the files beside and below it; the nearest wins.

    Raises UserError where there is no such folder, no capture in it, or where a manifest or columns.toml is wrong.
    """
    corpus = Path(corpus)
    name = shown(str(corpus))
    if not os.path.exists(corpus):
        raise UserError(f"There is no {name} that can be opened; give a folder or a file of captures.")
    single = not corpus.is_dir()
    root = corpus.parent if single else corpus
    if single:
        if not corpus.is_file():
            raise UserError(f"{name} is neither a file nor a folder; give a folder or a file of captures.")
        found = {corpus.name: verdict(corpus, corpus.name)}
        beside = [path for path in BESIDE if path != corpus.name and (root / path).is_file()]
    else:
        found = dict(look_through(root))
        beside = [path for path, problem in found.items() if posixpath.basename(path) in BESIDE and not problem]
    problems = [problem for problem in found.values() if problem]
    places: dict[str, str] = {}
    for path in sorted(path for path, problem in found.items() if not problem and path not in beside):
        if shown(path) in places:
            problems.append(Problem(shown(path), 0, "error", "Another file has a name that is shown the same."))
        else:
            places[shown(path)] = path
    if not places:
        why = f" ({problems[0].path}: {problems[0].message[:-1]})" if problems else ""
        raise UserError(f"{name} holds no captures that can be read{why}; give text, HTML, JSON or CSV files.")
    files = tuple(sorted(places))
    told = manifests(root, beside, set(files), single)
    problems += doubtful(told)
    return Listing(
        root,
        files,
        told,
        columns(root, beside, files),
        tuple(sorted(problems, key=lambda problem: problem.path)),
        {path: real for path, real in places.items() if path != real},
        labels(root, beside),
        topic_names(root, beside),
    )


def read(listing: Listing, path: str) -> Iterator[Page | Problem]:
    """The pages of one file of a listing, one after another, with a Problem for each that cannot be used.

    Never raises for anything that stands in the file.
    """
    file = _File(path, listing.place(path), listing.manifest.get(path, {}), listing.columns.get(path, {}))
    try:
        with opened(file.place) as stream:
            head = roughly(stream.read(HEAD))
        kind = ending(path)
        if kind not in RECORDS or looks_like_html(head):
            yield from file.pages()
        elif kind == ".json" or (kind != ".csv" and head.lstrip().startswith("[")):
            yield from file.json_pages(file.decoded(JSON_LIMIT))
        else:
            yield from file.line_pages(kind == ".csv")
    except OSError as error:
        yield file.problem(UNREADABLE.format(error.strerror))
    except Refused as error:
        yield file.problem(str(error))


@dataclass(frozen=True)
class _File:
    """One file being read: where it lies and what is known about it from outside."""

    path: str
    place: Path
    about: Mapping[str, str]
    columns: Mapping[str, str]

    def problem(self, message: str, record: int = 0) -> Problem:
        return Problem(self.path, record, "error", message)

    @cached_property
    def sha256(self) -> str:
        with open(self.place, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    def decoded(self, limit: int) -> Decoded:
        with opened(self.place, limit) as stream:
            return decode(stream.read())

    def pages(self) -> Iterator[Page | Problem]:
        """The page of a file that is one: text or HTML, whatever its ending (or records, if it turns out so)."""
        decoded = self.decoded(FILE_LIMIT)
        text, html, address, form = decoded.text, None, None, "text"
        if text.lstrip()[:1] in ("{", "[") and _is_json(text):
            yield from self.json_pages(decoded)
            return
        if len(text) > PAGE_LIMIT or len(text.encode("utf-8", "replace")) > PAGE_LIMIT:
            yield self.problem(f"The page is larger than {PAGE_LIMIT // 1_000_000} MB and is not read.")
            return
        if not text.strip():
            yield self.problem("The file is empty.")
            return
        if looks_like_html(text[:HEAD]) or (ending(self.path) in HTML and has_tags(text)):
            html, form = text, "html"
            text, address = text_and_address(html)
            if not text:
                yield self.problem("The page shows no text.")
                return
        yield self._page(Record(text, address, warnings=decoded.warnings), 0, form, decoded, html)

    def json_pages(self, decoded: Decoded) -> Iterator[Page | Problem]:
        """The pages of a JSON file (which may turn out to be JSON Lines)."""
        try:
            found = json_records(decoded.text)
        except RecursionError:
            yield self.problem("The file is not valid JSON: it is nested too deep.")
            return
        except ValueError as error:
            if "Extra data" in str(error):
                yield from self.line_pages(False)
            else:
                yield self.problem(f"The file is not valid JSON: {why_not(error)}.")
            return
        yield from self._shortened(self._record(raw, i, "json", decoded) for i, raw in enumerate(found))

    def line_pages(self, is_csv: bool) -> Iterator[Page | Problem]:
        """The pages of a CSV or JSON Lines file, read line by line."""
        with Lines(self.place) as lines:
            rows = csv_records(lines, self.columns) if is_csv else json_line_records(lines)
            yield from self._shortened(self._line_pages(lines, rows, "csv" if is_csv else "jsonl"))

    def _line_pages(self, lines: Lines, rows: Iterator, form: str) -> Iterator[Page | Problem]:
        for number, (raw, message) in enumerate(rows):
            decoded = Decoded("", *lines.taken())
            yield self.problem(message, number) if message else self._record(raw, number, form, decoded)

    def _record(self, raw: Any, number: int, form: str, decoded: Decoded) -> Page | Problem:
        if not isinstance(raw, Mapping):
            return self.problem("The record is not an object with named fields.", number)
        record = record_of(raw, self.columns)
        if isinstance(record, str):
            return self.problem(record, number)
        if "\ufffd" in record.text:
            record = replace(record, warnings=decoded.warnings + record.warnings)
        return self._page(record, number, form, decoded)

    def _page(self, record: Record, number: int, form: str, decoded: Decoded, html: str | None = None) -> Page:
        url, host = web_address(self.about.get("url") or record.url or "")
        return Page(
            page_id(self.path, number),
            self.path,
            number,
            record.source_id,
            self.sha256,
            form,
            decoded.encoding,
            decoded.basis,
            url,
            host,
            self.about.get("captured_at") or record.captured_at,
            record.text,
            record.warnings,
            record.says,
            {name: value for name, value in self.about.items() if name not in ("url", "captured_at")},
            html,
        )

    def _shortened(self, items: Iterator[Page | Problem]) -> Iterator[Page | Problem]:
        """`items` with no more than PROBLEMS_LIMIT problems; the others are counted in a last one."""
        seen, item = 0, None
        for item in items:
            if isinstance(item, Problem):
                seen += 1
                if seen > PROBLEMS_LIMIT:
                    continue
            yield item
        if seen > PROBLEMS_LIMIT:
            yield self.problem(f"{seen - PROBLEMS_LIMIT:,} more records of this file could not be read.")
        if item is None:
            yield self.problem("The file holds no records.")


def _is_json(text: str) -> bool:
    """Whether a text is JSON with objects in it, or begins with a line that is."""
    for part in (text, text.lstrip().split("\n", 1)[0]):
        try:
            found = json.loads(part)
        except (ValueError, RecursionError):
            continue
        return isinstance(found, dict) or (isinstance(found, list) and any(isinstance(item, dict) for item in found))
    return False


def web_address(url: str) -> tuple[str | None, str | None]:
    """An address of the web and its host without "www."; None twice for anything else.

    >>> web_address("https://www.Mercury.example:8080/gate"), web_address("javascript:alert(1)")
    (('https://www.Mercury.example:8080/gate', 'mercury.example'), (None, None))
    """
    try:
        parts = urlsplit(url if "://" in url else "http://" + url)
        host = (parts.hostname or "").removeprefix("www.")
        parts.port  # noqa: B018  (raises where it is no number)
    except ValueError:
        return None, None
    if parts.scheme not in ("http", "https") or " " in url or not url.isprintable():
        return None, None
    # Without a scheme only a bare host is sure to be one: "mailto:" and "javascript:" take the same place.
    named = "." in host.strip(".") if "://" in url else _BARE_HOST.match(url)
    return (url, host) if named else (None, None)
