"""A captured page as text to read: its zones by role, its cited passages to jump to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from helpers.show import escape

LABELS = {
    "main": "The page’s own article",
    "related": "Another article on the page",
    "teaser": "Teaser",
    "furniture": "Page furniture",
    "untold": "Not told apart",
}

_LINE_END = re.compile(r"(?<!\n)\n(?![\r\n])")
_GAP = '\n<span class="gap"></span>'  # blocks of one line each are apart as paragraphs are; the text stays what it is


@dataclass(frozen=True)
class Zone:
    """A stretch of one role: what to call it, and its text as markup."""

    role: str
    label: str
    html: str


def zones(
    text: str, segments: Sequence[Mapping[str, Any]], cited: Sequence[tuple[int, int]], whole: bool = True
) -> list[Zone]:
    """The whole text, in order, cut into zones; `segments` have start, end and role.

    Every cited passage begins with an anchor `p{start}-{end}`; its characters carry the class `c{number}`, the number
    being its place in the sorted list. Passages may overlap one another and the borders of zones; ends
    beyond the text are taken as its end. Not `whole`, what remains are the lines with a cited passage in them.
    """
    passages = sorted(set(cited))
    stretches = _stretches(text, segments)
    if not whole:
        stretches = [(max(a, x), min(b, y), role) for a, b, role in stretches
                     for x, y in _lines(text, passages) if a < y and x < b]
    return [Zone(role, LABELS.get(role, role), _run(text, a, b, passages)) for a, b, role in stretches]


def _lines(text: str, passages: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The stretches of whole lines that hold passages, in order, those that touch as one."""
    out: list[tuple[int, int]] = []
    for start, end in passages:
        start, end = text.rfind("\n", 0, start) + 1, text.find("\n", max(end - 1, 0)) + 1 or len(text)
        if out and start <= out[-1][1]:
            start, end = out[-1][0], max(end, out.pop()[1])
        out.append((start, end))
    return out


def highlights(cited: Sequence[tuple[int, int]]) -> str:
    """The style sheet that lights up all parts of the passage an address points at."""
    rules = [f":root:has(#p{s}-{e}:target) .c{i}" for i, (s, e) in enumerate(sorted(set(cited)))]
    return ",".join(rules) + "{background:var(--lit);color:var(--lit-ink)}" if rules else ""


def _stretches(text: str, segments: Sequence[Mapping[str, Any]]) -> list[tuple[int, int, str]]:
    """(start, end, role) that cover the text; blank gaps go to the zone before, neighbours of one role are one."""
    out: list[tuple[int, int, str]] = []

    def add(start: int, end: int, role: str) -> None:
        if start >= end:
            return
        if out and (out[-1][2] == role or not text[start:end].strip()):
            out[-1] = (out[-1][0], end, out[-1][2])
        else:
            out.append((start, end, role))

    at = 0
    for start, end, role in sorted((int(s["start"]), int(s["end"]), str(s["role"])) for s in segments):
        start, end = min(max(start, at), len(text)), min(end, len(text))
        add(at, start, "untold")
        add(start, end, role)
        at = max(at, end)
    add(at, len(text), "untold")
    return out or [(0, 0, "untold")]


def _run(text: str, start: int, end: int, passages: Sequence[tuple[int, int]]) -> str:
    """Markup of text[start:end]; a passage is anchored in the zone where it begins."""
    last = end == len(text)
    here = [
        (i, s, e)
        for i, (s, e) in enumerate(passages)
        if (s < end and e > start) or start <= s < end or (last and s >= end)
    ]
    cuts = sorted({start, end, *(min(max(x, start), end) for _, s, e in here for x in (s, e))})
    parts: list[str] = []
    for a, b in [*pairwise(cuts), (end, end)]:
        for _, s, e in here:
            if s == a < end or (a == end and last and s >= end):
                parts.append(f'<span class="anchor" id="p{s}-{e}"></span>')
        classes = " ".join(_classes(here, a, b))
        piece = _LINE_END.sub(_GAP, escape(text[a:b]))
        parts.append(f'<mark class="{classes}">{piece}</mark>' if classes and piece else piece)
    return "".join(parts).strip("\r\n")  # the zones themselves are apart


def _classes(here: Sequence[tuple[int, int, int]], a: int, b: int) -> Iterator[str]:
    return (f"c{i}" for i, s, e in here if s <= a and b <= e)
