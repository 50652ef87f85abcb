"""Figures in one style: SVG drawn by matplotlib, with words made from the same data.

A figure's title is its finding; its words say every value drawn, so that a screen reader and nbval get what
the eye gets. Outlets and roles are told apart by labels, marks and hatching, never by colour alone. The SVG
holds plain colours (it can be saved and opened anywhere); the report's style sheet maps each of `PALETTE`
to its dark counterpart. Text stays text, labels are never read as formulas, and the same data gives the same
bytes. All figures are `WIDTH` units wide, so that a phone shows them whole.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from helpers import sheets
from helpers.showing.drawing import HATCHES, MARKERS, SERIES, SMALL, WIDTH, Canvas, Mark, Scale, dodge, width_of
from helpers.showing.passages import printable

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 60
MOST_MARKS = 1_500  # of more articles the spread is drawn
SPREAD = (5, 25, 50, 75, 95)  # percentiles
MOST_COLUMNS = 14  # of a matrix: more would leave no room for what their marks are about

ROLES = {
    "main": "main article",
    "related": "related article",
    "teaser": "teaser",
    "furniture": "page furniture",
}
VERDICTS = {
    "states": "states it",
    "vaguer": "says it more vaguely",
    "differs": "says something different",
    "left_out": "not found there",
    "cut_off": "cut off: cannot be known",
    "unknown": "unknown",
}
MARKS = {
    "states": Mark("o", "blue"),
    "vaguer": Mark("o", "blue", "left"),
    "differs": Mark("D", "orange"),
    "left_out": Mark("o", "muted", "none"),
    "cut_off": Mark("x", "muted"),
    "unknown": Mark("_", "muted"),
}


@dataclass(frozen=True)
class Figure:
    """A drawn figure: `svg` (with role, label and title), its finding, its data in words, and as CSV."""

    svg: str
    title: str
    words: str
    csv: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg, "text/plain": f"{self.title}\n{self.words}", "text/csv": self.csv}


def bars(
    df: pd.DataFrame,
    label: str,
    value: str,
    title: str,
    *,
    low: str | None = None,
    high: str | None = None,
    value_label: str | None = None,
    note: str | None = None,
    unit: str = "",
) -> Figure:
    """Horizontal bars, one a row, in the order of `df`, each with its value beside it.

    `label`, `value`, `low`, `high` name columns; `low` and `high` are the ends of an interval, drawn as a
    whisker. `value_label` names a column of texts put beside the bars instead of the numbers. Negative values
    go to the left of zero; an unknown value gets no bar and the word "unknown".
    """
    rows = _rows(df)
    values = [_number(row[value]) for row in rows]
    spans = [(_number(row[low]) if low else None, _number(row[high]) if high else None) for row in rows]
    digits = _digits(values)
    texts = [
        printable(row[value_label]) if value_label else _say(v, digits, unit)
        for row, v in zip(rows, values, strict=True)
    ]
    canvas = Canvas(title)
    names = canvas.labels([row[label] for row in rows])
    reach = [v for v in values if v is not None] + [e for span in spans for e in span if e is not None]
    scale = Scale(
        min([0.0, *reach]),
        max([0.0, *reach]),
        names.right + 12,
        WIDTH - min(190.0, max([width_of(t) for t in texts], default=0) + 10),
    )
    top = canvas.y
    for v, (a, b), text, lines in zip(values, spans, texts, names.lines, strict=True):
        y = canvas.row(lines)
        if v is not None:
            canvas.rect(min(scale(0), scale(v)), y - 7, abs(scale(v) - scale(0)), 14, "blue")
        end = scale(max(0.0, v or 0.0, b if b is not None else -math.inf))
        if a is not None and b is not None:
            canvas.whisker(scale(a), scale(b), y)
        canvas.text(end + 6, y, text, color="ink" if v is not None else "muted")
    canvas.line(scale(0), top, scale(0), canvas.y, "muted")
    canvas.note(_cut_note(df, note))
    words = [
        f"{_name(row[label])}: {text}{_interval(a, b, digits)}"
        for row, text, (a, b) in zip(rows, texts, spans, strict=True)
    ]
    drawn = [c for c in (label, value, low, high) if c]
    return _figure(canvas, _sentence(words, _cut_note(df, note)), df[drawn])


def stacked(df: pd.DataFrame, label: str, parts: Sequence[str], title: str, *, note: str | None = None) -> Figure:
    """One bar a row, divided into shares; `parts` are columns of counts or shares, at least 0.

    Each row is scaled to its own sum. Names and percentages stand on the segments where they fit.
    """
    rows = _rows(df)
    canvas = Canvas(title)
    looks = [(SERIES[i % len(SERIES)], HATCHES[i % len(HATCHES)]) for i in range(len(parts))]
    canvas.key([(part, partial(canvas.swatch, look=look)) for part, look in zip(parts, looks, strict=True)])
    names = canvas.labels([row[label] for row in rows])
    left, width = names.right + 12, WIDTH - names.right - 12
    words = []
    for row, lines in zip(rows, names.lines, strict=True):
        y = canvas.row(lines, least=26)
        amounts = [_number(row[part]) or 0.0 for part in parts]
        total = sum(amounts)
        if total <= 0:
            canvas.text(left, y, "nothing counted", color="muted")
            words.append(f"{_name(row[label])}: nothing counted")
            continue
        x = float(left)
        for i, amount in enumerate(amounts):
            span = width * amount / total
            canvas.segment(x, y - 10, span, 20, looks[i])
            percent = f"{100 * amount / total:.0f} %"
            for text in (f"{parts[i]} {percent}", percent):
                if width_of(text, SMALL) + 14 <= span:
                    canvas.tag(x + span / 2, y, text, looks[i])
                    break
            x += span
        shares = [f"{part} {100 * a / total:.0f} %" for part, a in zip(parts, amounts, strict=True)]
        words.append(f"{_name(row[label])}: {', '.join(shares)}")
    canvas.note(_cut_note(df, note))
    return _figure(canvas, _sentence(words, _cut_note(df, note)), df[[label, *parts]])


def strip(
    df: pd.DataFrame,
    label: str,
    value: str,
    title: str,
    *,
    intervals: Mapping[str, tuple[float, float]] | None = None,
    note: str | None = None,
    unit: str = "",
) -> Figure:
    """Every article a mark, one line for each group; `intervals` maps a group to the interval of its mean.

    Rows of `df` are articles, `label` the column of the group (groups in order of appearance), `value` the
    measure. A tall bar marks the mean; the interval is drawn below the marks. Unknown values are counted, not
    drawn. Of more than `MOST_MARKS` articles the middle half and nine of ten are drawn, with their ends as data.
    """
    groups: dict[str, list[float | None]] = {}
    for who, v in zip(df[label].tolist(), df[value].tolist(), strict=True):
        groups.setdefault(_name(who), []).append(_number(v))
    if len(groups) > MOST_ROWS:
        cut = f"First {MOST_ROWS} of {len(groups):,} rows."
        note, groups = " ".join(part for part in (note, cut) if part), dict(list(groups.items())[:MOST_ROWS])
    spans = {_name(k): (_number(a), _number(b)) for k, (a, b) in (intervals or {}).items()}
    drawn = [v for vs in groups.values() for v in vs if v is not None]
    ends = [e for span in spans.values() for e in span if e is not None]
    digits = _digits(drawn, least=1)
    many = len(drawn) > MOST_MARKS
    reach = [*drawn, *ends]
    if many:
        known = [[v for v in vs if v is not None] for vs in groups.values()]
        reach = [*ends, *(p for vs in known if vs for p in _percentiles(vs))]
        said = "A thick line holds the middle half of an outlet’s articles, a thin one nine of ten."
        note = " ".join(part for part in (said, note) if part)
    canvas = Canvas(title)
    names = canvas.labels(list(groups))
    scale = Scale(min(reach, default=0), max(reach, default=1), names.right + 22, WIDTH - 14)
    top, words = canvas.y, []
    for i, ((who, vs), lines) in enumerate(zip(groups.items(), names.lines, strict=True)):
        known = sorted(v for v in vs if v is not None)
        offsets = [] if many else dodge([scale(v) for v in known])
        y = canvas.row(lines, least=34 + max([abs(o) for o in offsets], default=0) * 2)
        look = Mark(MARKERS[i % len(MARKERS)], SERIES[i % len(SERIES)])
        canvas.line(names.right + 12, y, WIDTH, y, "rule")
        if many and known:
            low, first, _, third, high = (scale(v) for v in _percentiles(known))
            canvas.line(low, y, high, y, look.color, 2)
            canvas.rect(first, y - 5, third - first, 10, look.color)
        for v, offset in () if many else zip(known, offsets, strict=True):
            canvas.mark(scale(v), y + offset, look=look)
        unknown = len(vs) - len(known)
        said = f"{who}: {len(known)} article{'' if len(known) == 1 else 's'}"
        if known:
            mean = sum(known) / len(known)
            canvas.line(scale(mean), y - 12, scale(mean), y + 12, "ink", 2)
            said += f", mean {_say(mean, digits, unit)}, from {_say(known[0], digits)} to {_say(known[-1], digits)}"
        a, b = spans.get(who, (None, None))
        if a is not None and b is not None:
            canvas.whisker(scale(a), scale(b), y + 13)
        words.append(said + _interval(a, b, digits) + (f", {unknown} unknown" if unknown else ""))
    canvas.axis(scale, top, unit)
    canvas.note(note)
    return _figure(canvas, _sentence(words, note), _spread(groups, label) if many else df[[label, value]])


def _percentiles(values: list[float]) -> list[float]:
    import numpy as np

    return np.percentile(values, SPREAD).tolist()


def _spread(groups: Mapping[str, list[float | None]], label: str) -> pd.DataFrame:
    """The numbers behind a figure of spreads: of each group how many articles, their mean, and `SPREAD`."""
    import pandas as pd

    rows = []
    for who, values in groups.items():
        known = [v for v in values if v is not None]
        rows.append([who, len(known), *([sum(known) / len(known), *_percentiles(known)] if known else [None] * 6)])
    return pd.DataFrame(rows, columns=[label, "articles", "mean", *(f"percentile {p}" for p in SPREAD)])


def zones(df: pd.DataFrame, title: str, *, note: str | None = None) -> Figure:
    """Each captured page as a strip from its first to its last character, divided by segment role.

    Columns of `df`: page (what to call it), start, end, role; optional length (of the page, else the last
    end) and n_words. Every strip has the same width; at its right stands the share of the main article in the words, or
    where these are not given in the characters. Of more than `MOST_ROWS` pages the first are drawn, and their numbers
    stand behind the figure.
    """
    pages: dict[str, list[dict[str, Any]]] = {}
    for row in df.to_dict("records"):
        pages.setdefault(_name(row["page"]), []).append(row)
    shown = dict(list(pages.items())[:MOST_ROWS])
    cut = f"First {MOST_ROWS} of {len(pages):,} pages." if len(pages) > MOST_ROWS else None
    note = " ".join(part for part in (note, cut) if part) or None
    looks = {role: (SERIES[i], HATCHES[i]) for i, role in enumerate(("main", "related", "teaser"))}
    looks["furniture"] = ("grey", "----")
    canvas = Canvas(title)
    canvas.key([(ROLES[role], partial(canvas.swatch, look=look)) for role, look in looks.items()])
    names = canvas.labels(list(shown))
    left, right = names.right + 12, WIDTH - 52
    words = []
    for (page, rows), lines in zip(shown.items(), names.lines, strict=True):
        y = canvas.row(lines, least=22)
        length = max(int(r.get("length") or 0) for r in rows) or max(int(r["end"]) for r in rows) or 1
        canvas.rect(left, y - 7, right - left, 14, "rule")
        sizes = dict.fromkeys(ROLES, 0)
        for row in sorted(rows, key=lambda r: (r["start"], r["end"])):
            start, end, role = int(row["start"]), int(row["end"]), str(row["role"])
            x = left + (right - left) * start / length
            canvas.segment(x, y - 7, (right - left) * (end - start) / length, 14, looks.get(role, looks["furniture"]))
            sizes[role] = sizes.get(role, 0) + int(row.get("n_words", end - start))
        whole = (sum(sizes.values()) if "n_words" in df else length) or 1
        canvas.text(WIDTH, y, f"{100 * sizes['main'] / whole:.0f} %", anchor="end")
        shares = [f"{ROLES.get(r, r)} {100 * n / whole:.0f} %" for r, n in sizes.items() if n]
        words.append(f"{page}: {', '.join(shares) or 'nothing told apart'}")
    canvas.note(note)
    return _figure(canvas, _sentence(words, note), df[df["page"].map(_name).isin(shown)] if cut else df)


def matrix(df: pd.DataFrame, title: str, *, note: str | None = None) -> Figure:
    """Facts against outlets: a mark in each cell says what the outlet does with the fact.

    The first column of `df` names the row, every further column is an outlet (the first `MOST_COLUMNS` are drawn);
    cells are verdicts (states, vaguer, differs, left_out, cut_off, unknown; null is unknown).
    """
    rows = [(_name(fact), [_verdict(v) for v in verdicts]) for fact, *verdicts in df.head(MOST_ROWS).values.tolist()]
    outlets = [_name(c) for c in df.columns[1:]]
    if len(outlets) > MOST_COLUMNS:
        cut = f"First {MOST_COLUMNS} of {len(outlets)} outlets."
        drawn = matrix(df.iloc[:, : MOST_COLUMNS + 1], title, note=" ".join(part for part in (note, cut) if part))
        return replace(drawn, csv=sheets.text(df))
    canvas = Canvas(title)
    used = {verdict for _, verdicts in rows for verdict in verdicts}
    canvas.key([(VERDICTS[v], partial(canvas.mark, look=MARKS[v])) for v in VERDICTS if v in used])
    step = max(24.0, min(110.0, (WIDTH - 200) / max(1, len(outlets))))
    left = WIDTH - step * len(outlets)
    canvas.heads(outlets, left, step)
    names = canvas.labels([fact for fact, _ in rows], most=max(80.0, left - 8), lines=3)
    words = []
    for (fact, verdicts), lines in zip(rows, names.lines, strict=True):
        y = canvas.row(lines, least=26, ruled=True)
        for i, verdict in enumerate(verdicts):
            canvas.mark(left + step * (i + 0.5), y, look=MARKS[verdict])
        said = [f"{outlet} {VERDICTS[verdict]}" for outlet, verdict in zip(outlets, verdicts, strict=True)]
        words.append(f"{fact}: {', '.join(said)}")
    canvas.note(_cut_note(df, note))
    return _figure(canvas, _sentence(words, _cut_note(df, note)), df)


# --- words ---------------------------------------------------------------------------------------------


def _rows(df: pd.DataFrame) -> list[dict[str, Any]]:
    return df.head(MOST_ROWS).to_dict("records")


def _cut_note(df: pd.DataFrame, note: str | None) -> str | None:
    cut = f"First {MOST_ROWS} of {len(df):,} rows." if len(df) > MOST_ROWS else None
    return " ".join(part for part in (note, cut) if part) or None


def _number(value: Any) -> float | None:
    import pandas as pd

    if value is None or pd.isna(value):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


def _digits(values: Sequence[float | None], least: int = 0) -> int:
    known = [v for v in values if v is not None]
    if all(v == int(v) for v in known):
        return least
    return 1 if max(map(abs, known)) >= 10 else 2


def _say(value: float | None, digits: int, unit: str = "") -> str:
    if value is None:
        return "unknown"
    return f"{value:,.{digits}f}".replace("-", "−") + (f" {printable(unit)}" if unit else "")


def _interval(low: float | None, high: float | None, digits: int) -> str:
    if low is None or high is None:
        return ""
    return f" (interval {_say(low, digits)} to {_say(high, digits)})"


def _name(value: Any) -> str:
    return " ".join(printable("unknown" if value is None or value != value else value).split()) or "(no name)"


def _sentence(words: Sequence[str], note: str | None) -> str:
    said = "; ".join(words) + "." if words else "Nothing to draw."
    return f"{said} {_name(note)}" if note else said


def _verdict(value: Any) -> str:
    return value if isinstance(value, str) and value in VERDICTS else "unknown"


def _figure(canvas: Canvas, words: str, data: pd.DataFrame) -> Figure:
    words = printable(words)
    return Figure(canvas.svg(words), canvas.title, words, sheets.text(data))
