"""Results as notebook output: with `helpers.showing.passages`, the one place where captured text becomes markup.

Everything here returns an object with `_repr_mimebundle_`: text/html for the notebook and the report, and
text/plain that can be read aloud and is compared by nbval. Every string is escaped, in text and in
attributes; no id is random. `cited` and `claims` read the same markup back, so that the report knows which
passages to anchor in the captured pages.

Unknown values are shown as the word "unknown": a dash could be taken for zero, and a word hidden for screen
readers would need a style sheet that JupyterLab does not have.
"""

from __future__ import annotations

import math
import numbers
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from helpers.showing.evidence import Count, Finding, behind, claims, listed
from helpers.showing.passages import (
    IGNORE,
    Block,
    Passage,
    Shown,
    cited,
    escape,
    missing,
    passage,
    passages_in,
    printable,
    quoted,
    shorten,
)

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Block", "Count", "Finding", "Passage", "Shown", "answer", "cited", "claims", "columns", "escape", "findings",
    "note", "passage", "passages_in", "printable", "quoted", "shorten", "table",
]  # fmt: skip

# Words of the code that readers need not learn: a teller is the outlet, or where that is unknown the page by its file.
HEADINGS = {"teller": "outlet", "tellers": "outlets", "n_words": "words", "n_tellers": "number of outlets",
            "says": "who says it", "left_out_by": "not found in", "cannot_say": "cut off or unknown in",
            "near": "what comes near", "of_page": "stands also in",
            "givers": "given by", "told_by": "told by", "p": "p (chance)"}
LIMIT = 200  # rows that a table shows, where nobody says otherwise
SEARCH_FROM = 9  # rows from which a table gets a search field

LONG = 15  # characters of a word that a narrow column may break
_PARTS = re.compile(r"(?<=[_./-])(?=\w)")

_NUMBER = ' class="number"'
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d)?Z?)?", re.ASCII)


def findings(*items: Finding | str, heading: str | None = None) -> Block:
    """Findings as a list, each with its evidence behind a click.

    >>> print(findings("No clear difference.", heading="Length"))
    Length
    - No clear difference.
    """
    listed = _said(items) or [Finding("Nothing to report.")]
    head = f'<p class="lead-in">{escape(heading)}</p>' if heading else ""
    lines = [printable(heading)] if heading else []
    return Block(
        f'<div class="samestory findings {IGNORE}">{head}<ul>{"".join(f.item for f in listed)}</ul></div>',
        "\n".join(lines + [f.plain for f in listed]),
    )


def answer(*sentences: Finding | str) -> Block:
    """The answer on top of a notebook, made from the data: two sentences, as a rule, each with its evidence.

    >>> print(answer("Two pages are here.", "One is a copy."))
    Two pages are here. One is a copy.
    """
    said = [s for s in _said(sentences) if s.text]
    return Block(
        f'<div class="samestory answer {IGNORE}"><ul>{"".join(s.item for s in said)}</ul></div>',
        " ".join(printable(s.text) for s in said),
    )


def _said(items: Iterable[Finding | str]) -> list[Finding]:
    return [item if isinstance(item, Finding) else Finding(item) for item in items]


def note(*paragraphs: str) -> Block:
    """Where the data came from and what the method cannot show: one string, one paragraph."""
    return Block(
        f'<div class="samestory note {IGNORE}">{"".join(f"<p>{escape(p)}</p>" for p in paragraphs)}</div>',
        "\n".join(printable(p) for p in paragraphs),
    )


def columns(left: Shown | str, right: Shown | str) -> Block:
    """Two things side by side; one under the other on a phone. Strings become paragraphs."""
    both = [note(side) if isinstance(side, str) else side for side in (left, right)]
    return Block(
        f'<div class="samestory columns {IGNORE}">{"".join(f"<div>{side.html}</div>" for side in both)}</div>',
        "\n\n".join(side.plain for side in both),
    )


def table(
    df: pd.DataFrame,
    caption: str,
    id: str,
    *,
    corpus: object = None,
    passages: str | None = None,
    columns: Sequence[str] | Mapping[str, str] | None = None,
    limit: int = LIMIT,
    formats: Mapping[str, str | Callable[[Any], str]] | None = None,
) -> Block:
    """A table with its caption; the index is not shown.

    `columns` chooses and orders columns; as a mapping it also names them (column → heading). `formats` gives
    a column a format spec (".1f", "{:.0%}") or a function from value to text. A cell may hold a `Passage` or
    a list of them, or a `Count`, whose number opens its passages; the column `passages` may also hold
    `(page_id, start, end)`, or a list of these, whose quotes are taken from `corpus` (a mapping page_id → text,
    or anything with a `pages` table). At most `limit` rows are shown; the caption says so, and how
    many there are where they are many. `id` (letters,
    digits, `-`, `_`) must be unique in the notebook.
    Raises ValueError on a bad `id`, KeyError on a column that is not there.
    """
    if not _ID.fullmatch(id):
        raise ValueError(f"not an id for a table: {id!r}")
    names = dict(columns) if isinstance(columns, Mapping) else {c: heading(c) for c in (columns or df.columns)}
    names |= {passages: "passage"} if names.get(passages) == "words" else {}
    shown = df.head(limit)
    cells: dict[str, list[_Cell]] = {}
    for column in names:
        values: list[Any] = shown[column].tolist()
        if column == passages:
            values = [_passages(value, corpus) for value in values]
        cells[column] = _column(values, (formats or {}).get(column))
    right = {column: any(c.value for c in cells[column]) for column in names}
    rows_said = f"{len(df):,} rows" if len(df) >= SEARCH_FROM else ""
    cut = f"first {limit:,} of {rows_said}" if len(df) > limit else rows_said

    first = next(iter(names), None)
    heads = "".join(f'<th scope="col"{_NUMBER if right[c] else ""}>{escape(h)}</th>' for c, h in names.items())
    heads = heads or '<th scope="col">Nothing</th>'
    rows = []
    for position in range(len(shown)):
        row = "".join(
            _td(cells[c][position], right[c], header=c == first and not right[c] and c != passages) for c in names
        )
        rows.append(f"<tr>{row}</tr>")
    if not rows:
        rows.append(f'<tr><td colspan="{max(1, len(names))}">nothing to list</td></tr>')
    search = (
        f'<p class="search" hidden><label for="{id}-search">Search this table</label> '
        f'<input type="search" id="{id}-search" autocomplete="off"> <span role="status"></span></p>'
        if len(rows) >= SEARCH_FROM
        else ""
    )
    cut_html = f' <span class="cut">({cut})</span>' if cut else ""
    markup = (
        f'<div class="samestory table {IGNORE}">{search}'
        f'<div class="scroll" role="region" tabindex="0" aria-labelledby="{id}-caption">'
        f'<table id="{id}"><caption><span id="{id}-caption">{escape(caption)}{cut_html}</span></caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></div>"
    )
    lines = [
        printable(caption) + (f" ({cut})" if cut else ""),
        " | ".join(printable(h) for h in names.values()),
    ]
    listed = [" | ".join(cells[c][position].text for c in names) for position in range(len(shown))]
    lines += listed or ["nothing to list"]
    return Block(markup, "\n".join(lines))


def heading(column: object) -> str:
    """What a column is called on the page, where the caller does not say.

    >>> heading("quoted_words"), heading("teller")
    ('quoted words', 'outlet')
    """
    return HEADINGS.get(str(column), str(column).replace("_", " "))


# --- cells ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    html: str
    text: str
    value: str = ""  # what a number sorts by


def _td(cell: _Cell, right: bool, header: bool) -> str:
    if header:
        return f'<th scope="row">{cell.html}</th>'
    value = f' data-value="{cell.value}"' if cell.value else ""
    return f"<td{_NUMBER if right else ''}{value}>{cell.html}</td>"


def _column(values: list[Any], spec: str | Callable[[Any], str] | None) -> list[_Cell]:
    decimals = _decimals(values)
    return [_cell(value, spec, decimals) for value in values]


def _cell(value: Any, spec: str | Callable[[Any], str] | None, decimals: int) -> _Cell:
    if hasattr(value, "tolist") and not isinstance(value, numbers.Number):
        value = value.tolist()  # lists come back from Parquet as arrays
    if missing(value):
        return _Cell('<span class="unknown">unknown</span>', "unknown")
    if isinstance(value, Count):
        bare = _cell(value.value, spec, decimals)
        if value.text is not None:
            bare = _Cell(escape(value.text), printable(value.text), bare.value)
        return _Cell(behind(value, bare.html), bare.text, bare.value)
    several = [value] if isinstance(value, Passage) else value
    if isinstance(several, list | tuple) and several and all(isinstance(v, Passage) for v in several):
        markup = several[0].link if len(several) == 1 else listed(several)
        return _Cell(markup, "; ".join(p.plain for p in several))
    if callable(spec):
        text = printable(spec(value))
    elif spec is not None:
        text = (spec if "{" in spec else f"{{:{spec}}}").format(value).replace("-", "−")
    else:
        text = _plain(value, decimals)
    number = f"{float(value):.10g}" if _is_number(value) else ""
    markup = f'<span class="date">{text}</span>' if _DATE.fullmatch(text) else _breakable(text)
    return _Cell(markup, " ".join(printable(text).split()), number)


def _breakable(text: str) -> str:
    """Markup of a text whose long names (of files, as a rule) may go on in another line.

    >>> _breakable("a-b in flood_2031-10-15.txt")
    'a-b in flood_<wbr>2031-<wbr>10-<wbr>15.<wbr>txt'
    """
    return " ".join("<wbr>".join(map(escape, _PARTS.split(w) if len(w) > LONG else [w])) for w in text.split(" "))


def _is_number(value: Any) -> bool:
    return isinstance(value, numbers.Real) and not isinstance(value, bool) and type(value).__name__ != "bool"


def _decimals(values: Iterable[Any]) -> int:
    """One number of decimals for a column, so that its figures stand under one another."""
    bare = (v.value if isinstance(v, Count) else v for v in values)
    floats = [float(v) for v in bare if _is_number(v) and math.isfinite(float(v))]
    if all(v == int(v) for v in floats):
        return 0
    return 1 if max(map(abs, floats)) >= 10 else 2


def _plain(value: Any, decimals: int) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_plain(v, decimals) for v in value) if value else "none"
    if type(value).__name__ == "bool":
        return "yes" if value else "no"
    if _is_number(value):
        return f"{value:,.{decimals}f}".replace("-", "−") if math.isfinite(float(value)) else "infinite"
    if hasattr(value, "strftime"):
        midnight = not any(getattr(value, part, 0) for part in ("hour", "minute", "second"))
        return value.strftime("%Y-%m-%d" if midnight else "%Y-%m-%d %H:%M")
    return str(value)


def _passages(value: Any, corpus: object) -> list[Passage]:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Passage):
        return [value]
    if missing(value) or not len(value):
        return []
    if isinstance(value[0], str):
        value = [value]
    return [p if isinstance(p, Passage) else passage(corpus, *p) for p in value]
