"""What was worked out before: the rows of single pages, and the tables of whole corpora.

Everything lies in one folder under `$XDG_CACHE_HOME/samestory`, under a key that says what it was made from. Each
entry carries the sha256 of its content: what is damaged is made anew, what cannot be written costs time alone.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.engine.files import replacing, sweep
from helpers.tables import Stored

SUMS = "sums.json"
CORPORA = 12  # whole corpora that are kept; those used longest ago go first
PAGE_VERSIONS = 3  # versions of the code whose pages are kept
MARSHAL = 0  # the form that writes the same for the same values, whichever objects hold them
PATIENCE = 10  # seconds to wait for another run that is writing

Tables = dict[str, dict[str, list]]  # rows by table and column: what many pages give is put together in no time


def folder() -> Path:
    """Where the cache lies."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "samestory"


# --- whole corpora ----------------------------------------------------------------------------------------


def corpus(key: str) -> Stored | None:
    """The tables kept under `key`; None where there are none, or where a file is not what was written."""
    import pyarrow as pa

    entry = _entry(key)
    try:
        sums = json.loads((entry / SUMS).read_text(encoding="utf-8"))
        if sums != _sums(entry):
            return None
        found = Stored(entry)
        os.utime(entry)
        return found
    except (OSError, ValueError, pa.ArrowException):
        return None


@contextmanager
def keeping(key: str) -> Iterator[Path]:
    """A folder to fill with the tables of a corpus, kept under `key` when the block ends without an exception.

    Raises files.Unwritable where the cache has no room for them.
    """
    with replacing(_entry(key), "cache") as entry:
        sweep(folder(), "corpus-*")
        yield entry
        (entry / SUMS).write_text(json.dumps(_sums(entry)), encoding="utf-8")
    _forget("corpus-*", CORPORA)


def _entry(key: str) -> Path:
    return folder() / f"corpus-{key}"


def _sums(entry: Path) -> dict[str, str]:
    return {p.name: _sum(p) for p in sorted(entry.glob("*.parquet"))}


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- single pages -----------------------------------------------------------------------------------------


class Pages:
    """Packed rows of pages by key, in one SQLite file.

    >>> import tempfile
    >>> pages = Pages(Path(tempfile.mkdtemp()) / "pages.sqlite")
    >>> pages.keep([("key", b"rows")])
    >>> pages.find(["key", "other"])
    {'key': b'rows'}
    """

    def __init__(self, path: Path):
        self._path = path

    def find(self, keys: Iterable[str]) -> dict[str, bytes]:
        """What is kept under `keys`, where it is whole."""
        if not self._path.exists():
            return {}
        found = {}
        try:
            with self._open() as kept:
                for key in keys:
                    row = kept.execute("SELECT sum, content FROM pages WHERE key = ?", (key,)).fetchone()
                    if row and isinstance(row[1], bytes) and hashlib.sha256(row[1]).hexdigest() == row[0]:
                        found[key] = row[1]
        except sqlite3.Error:
            return {}
        return found

    def keep(self, entries: Iterable[tuple[str, bytes]]) -> None:
        """Keep each entry's content under its key."""
        rows = [(key, hashlib.sha256(content).hexdigest(), content) for key, content in entries]
        for _ in range(2):  # once more in a new file, where the old one is none any more
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with self._open() as kept:
                    kept.execute("PRAGMA synchronous = OFF")  # what a power cut leaves torn is noticed and made anew
                    kept.execute("CREATE TABLE IF NOT EXISTS pages (key TEXT PRIMARY KEY, sum TEXT, content BLOB)")
                    kept.executemany("INSERT OR REPLACE INTO pages VALUES (?, ?, ?)", rows)
                break
            except sqlite3.OperationalError:
                return  # locked by another run, or the disk is full
            except sqlite3.DatabaseError:
                self._path.unlink(missing_ok=True)
            except OSError:
                return

    def _open(self) -> _Connection:
        return _Connection(self._path)


def pages(version: str) -> Pages:
    """The pages kept by one version of the code; those of versions used long ago are forgotten."""
    path = folder() / f"pages-{version[:32]}.sqlite"
    with suppress(OSError):
        os.utime(path)
    _forget("pages-*.sqlite", PAGE_VERSIONS)
    return Pages(path)


class _Connection:
    """A connection that commits at the end of its block and is closed there."""

    def __init__(self, path: Path):
        self._path = path

    def __enter__(self) -> sqlite3.Connection:
        self._kept = sqlite3.connect(self._path, timeout=PATIENCE)
        return self._kept

    def __exit__(self, kind: type | None, *_: object) -> None:
        try:
            if kind is None:
                self._kept.commit()
        finally:
            self._kept.close()


def packed(rows: Mapping[str, list[dict]]) -> bytes:
    """Rows of tables as bytes: small enough to keep and to send, and the same for the same rows.

    The rows of a table have all the same names, in the same order. Raises ValueError where they do not.

    >>> unpacked(packed({"pages": [{"spans": [(0, 3)]}]}))
    {'pages': {'spans': [[(0, 3)]]}}
    """
    import pyarrow as pa

    # In a fifth of JSON's time. It is for data of our own alone: `Pages` looks at the sums of what lay on the disk.
    content = marshal.dumps({name: _shorter(own) for name, own in columns(rows).items()}, MARSHAL)
    return len(content).to_bytes(8, "little") + pa.compress(content, "zstd", asbytes=True)


def unpacked(content: bytes) -> Tables:
    """The columns of the rows that `packed` made `content` from."""
    import pyarrow as pa

    size = int.from_bytes(content[:8], "little")
    tables = marshal.loads(pa.decompress(content[8:], size, "zstd", asbytes=True))
    for own in tables.values():
        if n := own.pop("", 0):
            own.update([(name, cells * n) for name, cells in own.items() if len(cells) < n])
    return tables


def columns(rows: Mapping[str, list[dict]]) -> Tables:
    """Rows of tables as columns; of a table without rows none. Raises ValueError as `packed` does.

    >>> columns({"counts": [{"words": 3}, {"words": 5}]})
    {'counts': {'words': [3, 5]}}
    """
    tables = {}
    for table, own in rows.items():
        names = list(own[0]) if own else []
        if any(list(row) != names for row in own):
            raise ValueError("rows of one table with different names")
        tables[table] = dict(zip(names, map(list, zip(*map(dict.values, own), strict=True)), strict=False))
    return tables


def _shorter(own: dict[str, list]) -> dict[str, list | int]:
    """Columns with one cell of those whose cells all hold the same text, and the number of rows where it is needed."""
    n = len(next(iter(own.values()), ()))
    return own if n < 2 else {"": n} | {name: cells[:1] if _alike(cells) else cells for name, cells in own.items()}


def _alike(cells: list) -> bool:
    return isinstance(cells[0], str) and cells.count(cells[0]) == len(cells)


def _forget(pattern: str, keep: int) -> None:
    """Remove the entries used longest ago, beyond the number to keep."""
    try:
        entries = sorted(folder().glob(pattern), key=lambda p: (p.stat().st_mtime_ns, p.name), reverse=True)
    except OSError:
        return
    for entry in entries[keep:]:
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
