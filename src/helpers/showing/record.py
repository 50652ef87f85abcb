"""What a report says, kept beside it as data, so that the next one can tell what changed.

A record is plain data for JSON: made_from, code, python, settings; `pages`, the first 16 digits of a sha256 of the
text of each, by file and record; `said`, the sentences of each chapter in order; and `tables`,
each table's caption, heads and rows, a cell a number or its words.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers import show
from helpers.engine.depends import code_version

if TYPE_CHECKING:
    from helpers.corpus import Corpus
    from helpers.engine.running import Chapter

RECORD = "run.json"
CELL_WORDS = 12  # of a cell of words that are kept: enough to tell one from another
MOST = 1e300  # of a number: beyond lies what no report counts, and what cannot be subtracted
_PASSAGE = re.compile(r"\A\s.*\[p[0-9a-f]{12} \d+–\d+\]")  # a line of evidence: its numbers are the page's, not ours
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[^\W_])")
_TEXTS, _MAPS = ("made_from", "code", "python"), ("settings", "pages", "said", "tables")


def record(corpus: Corpus, chapters: Sequence[Chapter], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a report of `corpus`: `chapters` are its notebooks with their outputs."""
    shown = {c.title: list(_outputs(c.notebook)) for c in chapters}
    pages: dict[str, dict[str, str]] = {}
    for path, k, page in corpus.columns("pages", "path", "record", "page_id").itertuples(index=False):
        pages.setdefault(path, {})[str(k)] = _sum(corpus.page_text(page))
    return {
        "made_from": corpus.made_from,
        "code": code_version(),
        "python": platform.python_version(),
        "settings": dict(settings),
        "pages": pages,
        "said": {title: [said for data in outputs for said in _said(data)] for title, outputs in shown.items()},
        "tables": {title: {id: table for data in outputs for id, table in tables(_html(data))}
                   for title, outputs in shown.items()},
    }


def sums(pages: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """The sum of each page of a record, by its name.

    >>> sums({"a.txt": {"0": "0f"}, "b.jsonl": {"0": "3c", "1": "77"}})
    {'a.txt': '0f', 'b.jsonl': '3c', 'b.jsonl [1]': '77'}
    """
    return {path if k == "0" else f"{path} [{k}]": one for path, own in pages.items() for k, one in own.items()}


def earlier(report: Path) -> dict[str, Any] | None:
    """The record in a folder that holds a report; None where there is none that can be read."""
    try:
        found = json.loads((report / RECORD).read_text(encoding="utf-8"))
        return found if _whole(found) else None
    except (OSError, ValueError, RecursionError, AttributeError, TypeError, KeyError):
        return None


def _whole(found: Any) -> bool:
    shown = [table for chapter in found["tables"].values() for table in chapter.values()]
    return (
        all(isinstance(found[k], str) for k in _TEXTS) and all(isinstance(found[k], dict) for k in _MAPS)
        and all(isinstance(s, str) for own in found["pages"].values() for s in own.values())
        and all(isinstance(s, str) for said in found["said"].values() for s in said)
        and all(_is_cell(c) for t in shown for row in (t["heads"], *t["rows"]) for c in row)
        and all(len(row) == len(t["heads"]) and isinstance(t["caption"], str) for t in shown for row in t["rows"])
    )


def _is_cell(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, int | float) and abs(value) < MOST)


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _outputs(notebook: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            yield output.get("data", {})


def _html(data: Mapping[str, Any]) -> str:
    return "".join(data.get("text/html", ""))


def _said(data: Mapping[str, Any]) -> Iterator[str]:
    """The sentences of an output that is no table; of a figure its title and each of its parts."""
    if "<table" in _html(data):
        return
    for line in "".join(data.get("text/plain", "")).splitlines():
        if not _PASSAGE.fullmatch(line):
            parts = line.split("; ") if "image/svg+xml" in data else _SENTENCE_END.split(line)
            yield from (part.removeprefix("- ").strip() for part in parts if part.strip())


def tables(html: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(id, table) of rendered tables: a table is its caption, heads and rows, cells of numbers as numbers.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"outlet": ["Bellman"], "articles": [3]})
    >>> list(tables(show.table(rows, "Who", "who").html))
    [('who', {'caption': 'Who', 'heads': ['outlet', 'articles'], 'rows': [['Bellman', 3.0]]})]
    """
    from lxml import html as markup

    if "<table" not in html:
        return
    for table in markup.fragment_fromstring(html, create_parent=True).iter("table"):
        heads = [_words(th) for th in table.xpath("./thead/tr[1]/*")]
        rows = [list(map(_value, row)) for row in table.iterfind("tbody/tr")]
        caption = "".join(map(_words, table.xpath("./caption/span/text()[1]")))
        yield table.get("id", ""), {"caption": caption, "heads": heads,
                                    "rows": [row for row in rows if len(row) == len(heads)]}


def _value(cell: Any) -> float | str:
    number = float(cell.get("data-value", "inf"))
    return number if abs(number) < MOST else show.shorten(_words(cell), CELL_WORDS)


def _words(element: Any) -> str:
    """The words of an element, without what only opens a fold."""
    words = [element] if isinstance(element, str) else _texts(element)
    return " ".join("".join(words).split())


def _texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag != "summary":
            yield from _texts(part)
        yield part.tail or ""
