"""What changed since the earlier report in the same place: pages, numbers, and why.

Every report leaves a record of itself, `run.json`: its pages, its settings, the version of the code, and every number
it shows under a key that stays the same while the number moves. Two records are compared here.
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
from helpers.showing import render

if TYPE_CHECKING:
    from helpers.corpus import Corpus
    from helpers.engine.running import Chapter

RECORD = "run.json"
_PASSAGE = re.compile(r"\A\s.*\[p[0-9a-f]{12} \d+–\d+\]")  # a line of evidence: its numbers are the page's, not ours
_NUMBER = re.compile(r"[−-]?\d+(?:,\d{3})*(?:\.\d+)?")
_PLACEHOLDER = "#"

Sections = list[tuple[str, list]]


def record(corpus: Corpus, chapters: Sequence[Chapter], settings: Mapping[str, Any]) -> dict[str, Any]:
    """The record of a report: made_from, code, python, settings, pages and numbers; plain data for JSON.

    `pages` maps each page's path (and record, where a file has several) to the first 16 digits of a sha256 of its text;
    `numbers` maps "chapter › where › what" to the number shown there.
    """
    pages = corpus.columns("pages", "path", "record", "page_id").itertuples(index=False)
    return {
        "made_from": corpus.made_from,
        "code": code_version(),
        "python": platform.python_version(),
        "settings": dict(settings),
        "pages": {f"{path} [{k}]" if k else path: _sum(corpus.page_text(page)) for path, k, page in pages},
        "numbers": {key: value for chapter in chapters for key, value in _numbers(chapter)},
    }


def earlier(report: Path) -> dict[str, Any] | None:
    """The record in a folder that holds a report; None where there is none that can be read."""
    try:
        found = json.loads((report / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    texts = ("made_from", "code", "python")
    maps = ("settings", "pages", "numbers")
    whole = isinstance(found, dict) and all(isinstance(found.get(k), str) for k in texts)
    return found if whole and all(isinstance(found.get(k), dict) for k in maps) else None


def sections(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Sections:
    """The page of changes, as `render.sections_page` wants it.

    >>> sections(None, {})[0][1]
    ['No earlier report that could be read stood here, so there is nothing to compare with.']
    """
    if before is None:
        said = "No earlier report that could be read stood here, so there is nothing to compare with."
        return [("First run", [said])]
    why = reasons(before, after)
    return [("Why anything moved", [why]), _pages(before["pages"], after["pages"]),
            *_moved(before["numbers"], after["numbers"], why)]


def reasons(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """One sentence: which of data, settings and code differ between two records.

    >>> one = {"made_from": "a", "code": "b", "python": "3.11", "settings": {}, "pages": {}}
    >>> reasons(one, one)
    'Nothing changed: the same data, settings and code as in the earlier report.'
    >>> reasons(one, {**one, "code": "c"})
    'The code or a library has another version; data and settings are the same.'
    """
    found = []
    if before["pages"] != after["pages"]:
        found.append("captured pages changed")
    elif before["made_from"] != after["made_from"]:
        found.append("what stands beside the pages changed (manifest.csv, columns.toml, labels.csv, or how files lie)")
    if before["settings"] != after["settings"]:
        names = sorted(k for k in {*before["settings"], *after["settings"]}
                       if before["settings"].get(k) != after["settings"].get(k))
        found.append(f"settings changed ({', '.join(names)})")
    if (before["code"], before["python"]) != (after["code"], after["python"]):
        found.append("the code or a library has another version")
    if not found:
        return "Nothing changed: the same data, settings and code as in the earlier report."
    if len(found) > 1:
        return f"Several things changed, so no number can be laid to one of them: {'; '.join(found)}."
    rest = {"c": "settings and code are", "w": "settings and code are", "s": "data and code are",
            "t": "data and settings are"}[found[0][0]]
    return f"{found[0][0].upper()}{found[0][1:]}; {rest} the same."


def _pages(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, list]:
    new = [p for p in after if p not in before]
    gone = [p for p in before if p not in after]
    altered = [p for p in after if p in before and before[p] != after[p]]
    said = [f"{len(after):,} pages now, {len(before):,} before: {len(new):,} new, {len(gone):,} gone, "
            f"{len(altered):,} altered."]
    rows = [(what, page) for what, pages in (("new", new), ("gone", gone), ("altered", altered)) for page in pages]
    return "Pages", [*said, *([_table(rows, ["what", "page"], "Pages that changed", "pages-changed")] if rows else [])]


def _moved(before: Mapping[str, Any], after: Mapping[str, Any], why: str) -> Iterator[tuple[str, list]]:
    both = [key for key in after if key in before]
    rows = [(*_places(key), before[key], after[key], _by(before[key], after[key]))
            for key in both if before[key] != after[key]]
    said = [f"{len(rows):,} of {len(both):,} numbers that stand in both reports moved."]
    if rows:
        heads = ["chapter", "where", "what", "before", "now", "by"]
        said += [f"Why: {why}", _table(rows, heads, "Numbers that moved", "moved")]
    yield "Numbers that moved", said
    for title, one, other, id in (("Numbers that are new", after, before, "new-numbers"),
                                  ("Numbers that are gone", before, after, "gone-numbers")):
        rows = [(*_places(key), one[key]) for key in one if key not in other]
        shown = [_table(rows, ["chapter", "where", "what", "number"], title, id)] if rows else []
        yield title, [f"{len(rows):,} numbers.", *shown]


def _places(key: str) -> tuple[str, str, str]:
    chapter, _, rest = key.partition(" › ")
    where, _, what = rest.partition(" › ")
    return chapter, where, what


def _by(before: Any, after: Any) -> str:
    try:
        difference = round(float(after) - float(before), 10)
    except (TypeError, ValueError):
        return ""
    return f"{difference:+,.10g}".replace("-", "−")


def _table(rows: list[tuple], heads: list[str], caption: str, id: str) -> show.Block:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=heads).astype(object)
    return show.table(frame, caption, id, limit=500, formats=dict.fromkeys(heads, _said))


def _said(value: Any) -> str:
    return f"{value:,.10g}".replace("-", "−") if isinstance(value, int | float) else str(value)


# --- the numbers that a chapter shows ----------------------------------------------------------------------


def _numbers(chapter: Chapter) -> Iterator[tuple[str, float]]:
    """Every number of a chapter with its key; what is said twice gets a second key."""
    seen: dict[str, int] = {}
    for where, what, value in _shown(chapter.notebook):
        key = f"{chapter.title} › {where} › {what}"
        seen[key] = seen.get(key, 0) + 1
        yield (key if seen[key] == 1 else f"{key} ({seen[key]})"), value


def _shown(notebook: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    """(where, what, number) of tables cell by cell, and of all else that is shown sentence by sentence."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            html = "".join(data.get("text/html", ""))
            if "<table" in html:
                yield from table_numbers(html)
            else:
                yield from sentence_numbers("".join(data.get("text/plain", "")))


def table_numbers(html: str) -> Iterator[tuple[str, str, float]]:
    """The numbers of rendered tables: the table's id, "row · column", and the number.

    >>> import pandas as pd
    >>> rows = pd.DataFrame({"outlet": ["Bellman"], "articles": [3]})
    >>> list(table_numbers(show.table(rows, "Who", "who").html))
    [('who', 'Bellman · articles', 3.0)]
    """
    from lxml import html as markup

    for table in markup.fragment_fromstring(html, create_parent=True).iter("table"):
        heads = [" ".join(th.text_content().split()) for th in table.xpath("./thead/tr[1]/*")]
        for row in table.xpath("./tbody/tr"):
            cells = row.xpath("./*")
            words = [" ".join(c.text_content().split()) for c in cells if c.get("data-value") is None]
            name = next((w for w in words if w), "")
            for head, cell in zip(heads, cells, strict=False):
                if cell.get("data-value") is not None:
                    yield table.get("id", ""), f"{name} · {head}", float(cell.get("data-value"))


def sentence_numbers(plain: str) -> Iterator[tuple[str, str, float]]:
    """The numbers in words: the sentence with its numbers left open, and which of them it is.

    >>> list(sentence_numbers("3 of 4 pages; 12 words."))
    [('in words', '# of # pages (1st number)', 3.0), ('in words', '# of # pages (2nd number)', 4.0), \
('in words', '# words. (1st number)', 12.0)]
    """
    for line in plain.splitlines():
        for part in [] if _PASSAGE.fullmatch(line) else line.split("; "):
            open_ = show.shorten(_NUMBER.sub(_PLACEHOLDER, part).strip(), 30)
            for k, number in enumerate(_NUMBER.findall(part)):
                value = float(number.replace(",", "").replace("−", "-"))
                yield "in words", f"{open_} ({_ordinal(k + 1)} number)", value


def _ordinal(n: int) -> str:
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def page(before: Mapping[str, Any] | None, after: Mapping[str, Any], nav: render.Nav, generated: str) -> str:
    """changes.html"""
    return render.sections_page(
        sections(before, after), title="What changed", heading="What changed since the earlier report", nav=nav,
        current="changes.html", generated=generated,
    )
