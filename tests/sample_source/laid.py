"""A laid-out page: its source, its text and its id, and what is counted from all three."""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

from layout import lay_out, shown
from markup import Mark, Para, Source

HERE = Path(__file__).parent
WORD = re.compile(r"[^\W_]+(?:['’\u00ad\u0300-\u036f.,:-]{1,2}[^\W_]+)*")


def read_csv(name: str) -> list[dict[str, str]]:
    """Rows of one of the catalogues beside this file."""
    with open(HERE / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


def page_id(path: str, record: int) -> str:
    """The id that the workbook gives to this page.

    >>> page_id("text/a.txt", 0)
    'pbf9595a5d312'
    """
    return "p" + hashlib.sha256(f"{path}\n{record}".encode()).hexdigest()[:12]


class Page:
    """A source with its text and id, and the row makers that need all three."""

    def __init__(self, source: Source):
        self.source, self.name, self.header = source, source.name, source.header
        self.path, self.record = source.header["path"], int(source.header.get("record", 0))
        self.id = page_id(self.path, self.record)
        self.text = lay_out(source)

    @property
    def story(self) -> str | None:
        return self.header.get("story") or None

    @property
    def is_own_article(self) -> bool:
        """Whether this is a whole news article about the story, printed by the outlet that wrote it."""
        h = self.header
        whole = h.get("complete", "yes") == "yes" and h.get("genre", "news") == "news"
        return bool(self.story) and whole and "carrier" not in h

    def row(self, start: int | None, end: int | None, **cells) -> dict:
        """One truth row; a row without a place has null offsets."""
        sliced = None if start is None else hashlib.sha1(self.text[start:end].encode()).hexdigest()[:12]
        return {"page_id": self.id, "start": start, "end": end, "sha1": sliced, **cells}

    def marks(self, key: str, role: str | None = "main") -> list[tuple[Para, Mark]]:
        """Marks of a key (a full match) in the shown paragraphs of a role, in text order."""
        return [
            (p, m)
            for b, p in shown(self.source)
            if role in (None, b.role)
            for m in p.marks
            if re.fullmatch(key, m.key)
        ]

    def body(self) -> list[Para]:
        return [p for b, p in shown(self.source) if (b.role, b.kind) == ("main", "body")]

    def runs_of_body(self) -> list[list[Para]]:
        """The body's paragraphs, block by block: between two blocks other things may stand."""
        return [b.paras for b in self.source.blocks if (b.role, b.kind) == ("main", "body")]

    def sentences(self) -> list[tuple[int, int]]:
        """Sentences of the main article's body; a dateline before the first one is no part of it."""
        out = []
        for p in self.body():
            skip = max((m.end for m in p.marks if m.key == "Z"), default=0)
            for s, e in p.sentences:
                s += len(p.text[s : max(s, skip)]) + 1 if s < skip else 0
                out.append((p.start + s, p.start + e))
        return out


def words(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in WORD.finditer(text)]


def word_spans(page: Page, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + s, start + e) for s, e in words(page.text[start:end])]
