"""What changed since the earlier report in the same place: pages, sentences, numbers, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from helpers import show
from helpers.showing import render
from helpers.showing.record import sums

SENTENCES, ROWS = 100, 500  # of a list that the page shows; the records hold all
# A number that stands alone: none inside a name of a file, a sum of bytes or a date.
_NUMBER = re.compile(r"(?<![\w.,/:–-])(?:[−-]?\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(?![\w/:–-]|[.,]\w)")

Sections = list[tuple[str, list]]
Table = Mapping[str, Any]


def page(before: Mapping[str, Any] | None, after: Mapping[str, Any], nav: render.Nav, generated: str) -> str:
    """changes.html"""
    return render.sections_page(
        sections(before, after), title="What changed", heading="What changed since the earlier report", nav=nav,
        current="changes.html", generated=generated,
    )


def sections(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Sections:
    """The page of changes, as `render.sections_page` wants it, from two records (`showing.record`).

    >>> sections(None, {})[0][1]
    ['No earlier report that could be read stood here, so there is nothing to compare with.']
    """
    if before is None:
        said = "No earlier report that could be read stood here, so there is nothing to compare with."
        return [("First run", [said])]
    moved = [part for part in (*_sentences(before["said"], after["said"]), *_rows(before["tables"], after["tables"]))
             if len(part[1]) > 1]
    return [("Why anything moved", [reasons(before, after)]), _pages(sums(before["pages"]), sums(after["pages"])),
            *(moved or [("Sentences and tables", ["No sentence and no cell of a table differs."])])]


def reasons(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """One sentence: which of data, settings and code differ between two records.

    >>> one = {"made_from": "a", "code": "b", "python": "3.11", "settings": {}, "pages": {}}
    >>> reasons(one, one)
    'Nothing changed: the same data, settings and code as in the earlier report.'
    >>> reasons(one, {**one, "code": "c"})
    'The code or a library has another version; data and settings are the same.'
    """
    found = []
    if sums(before["pages"]) != sums(after["pages"]):
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


# --- sentences --------------------------------------------------------------------------------------------


def _sentences(before: Mapping[str, list], after: Mapping[str, list]) -> Iterator[tuple[str, list]]:
    """What is said with other numbers now, what is said for the first time, and what is said no more."""
    moved: dict[str, list[str]] = {}
    new: dict[str, list[str]] = {}
    gone: dict[str, list[str]] = {}
    for chapter in dict.fromkeys((*after, *before)):
        old, now = (_keyed(said.get(chapter, ()), _open) for said in (before, after))
        moved[chapter] = [_beside(old[key], said) for key, said in now.items() if key in old and old[key] != said]
        new[chapter] = [said for key, said in now.items() if key not in old]
        gone[chapter] = [said for key, said in old.items() if key not in now]
    yield "Sentences with other numbers", _lists(moved)
    yield "Sentences that are new", _lists(new)
    yield "Sentences that are gone", _lists(gone)


def _open(sentence: str) -> str:
    """A sentence without its numbers: what stays the same while they move."""
    return _NUMBER.sub("#", sentence)


def _beside(before: str, now: str) -> str:
    """The sentence as it stands now, each number that moved with what it was.

    >>> _beside("3 of 4 pages, p = .02.", "5 of 4 pages, p = .04.")
    '5 (was 3) of 4 pages, p = .04 (was .02).'
    """
    old = iter(_NUMBER.findall(before))

    def both(m: re.Match[str]) -> str:
        was = next(old)
        return m[0] if m[0] == was else f"{m[0]} (was {was})"

    return _NUMBER.sub(both, now)


def _lists(by_chapter: Mapping[str, list[str]]) -> list:
    total = sum(map(len, by_chapter.values()))
    shown: list = [f"{total:,} {'sentence' if total == 1 else 'sentences'}."]
    for chapter, said in by_chapter.items():
        more = [f"{len(said) - SENTENCES:,} more, not shown here."] if len(said) > SENTENCES else []
        if said:
            shown.append(show.findings(*said[:SENTENCES], *more, heading=chapter))
    return shown


# --- tables -----------------------------------------------------------------------------------------------


def _rows(before: Mapping[str, Mapping], after: Mapping[str, Mapping]) -> Iterator[tuple[str, list]]:
    """Cells that moved, and rows that came and went."""
    moved: list[tuple] = []
    new: list[tuple] = []
    gone: list[tuple] = []
    compared = 0
    for chapter, id in dict.fromkeys((c, id) for side in (after, before) for c in side for id in side[c]):
        old, now = (side.get(chapter, {}).get(id) for side in (before, after))
        known = now or old
        name = (chapter, _open(known["caption"].partition(":")[0]) or id)
        width = _width(old, now)
        olds, nows = (_keyed(t["rows"] if t else (), partial(_name, width=width)) for t in (old, now))
        for key, row in nows.items():
            if key not in olds:
                new.append((*name, *_told(now["heads"], row, width)))
                continue
            compared += len(row)
            was, is_now = (dict(zip(_keyed(t["heads"], str), cells, strict=True))
                           for t, cells in ((old, olds[key]), (now, row)))
            moved += [(*name, _name(row, width), head, was[head, k], value, _by(was[head, k], value))
                      for (head, k), value in is_now.items() if was.get((head, k), value) != value]
        gone += [(*name, *_told(old["heads"], row, width)) for key, row in olds.items() if key not in nows]
    heads = ["chapter", "table", "row", "column", "before", "now", "by"]
    title = "Cells of tables that moved"
    yield title, [f"{len(moved):,} of {compared:,} cells that stand in both reports moved.",
                  *([_table(moved, heads, title, "moved")] if moved else [])]
    for title, rows, id in (("Rows that are new", new, "new-rows"), ("Rows that are gone", gone, "gone-rows")):
        shown = [_table(rows, ["chapter", "table", "row", "numbers"], title, id)] if rows else []
        yield title, [f"{len(rows):,} {'row' if len(rows) == 1 else 'rows'}.", *shown]


def _width(*tables: Table | None) -> int:
    """How many cells of words it takes to tell the rows of both tables apart: as few as possible."""
    rows = [[[cell for cell in row if isinstance(cell, str)] for row in t["rows"]] for t in tables if t]
    most = max((len(row) for table in rows for row in table), default=1)
    alone = (w for w in range(1, most) if all(len({*(tuple(r[:w]) for r in t)}) == len(t) for t in rows))
    return next(alone, max(1, most))


def _name(row: list, width: int) -> str:
    return " · ".join([cell for cell in row if isinstance(cell, str)][:width])


def _told(heads: list, row: list, width: int) -> tuple[str, str]:
    numbers = [f"{head} {_said(value)}" for head, value in zip(heads, row, strict=True) if not isinstance(value, str)]
    return _name(row, width), ", ".join(numbers)


def _keyed(items: Iterable, key: Callable[[Any], str]) -> dict[tuple[str, int], Any]:
    """Items by their key; what comes several times under one key is numbered."""
    seen: Counter[str] = Counter()
    found = {}
    for item in items:
        name = key(item)
        found[name, seen[name]] = item
        seen[name] += 1
    return found


def _by(before: Any, after: Any) -> str:
    if isinstance(before, str) or isinstance(after, str):
        return ""
    return ("+" if after > before else "") + _said(round(after - before, 10))


def _table(rows: list[tuple], heads: list[str], caption: str, id: str) -> show.Block:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=heads).astype(object)
    return show.table(frame, caption, id, limit=ROWS, formats=dict.fromkeys(heads, _said))


def _said(value: Any) -> str:
    """A number with four figures that count, whole ones whole.

    >>> _said(12345.0), _said(-0.123456)
    ('12,345', '−0.1235')
    """
    if isinstance(value, str):
        return value
    whole = value == int(value) or abs(value) >= 1000
    return format(value, ",.0f" if whole else ",.4g").replace("-", "−")
