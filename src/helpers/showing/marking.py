"""An article's text with what was found in it marked in place: to be read in a notebook, beside another one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from helpers.show import IGNORE, escape

# Each kind of mark has a form of its own, so that none rests on colour alone. Styles stand inline: a notebook has no
# style sheet of ours, and the tints are thin enough for its dark theme.
STYLES = {
    "aligned": "background:rgba(0,114,178,.16)",
    "quotation": "font-style:italic;border-bottom:1px solid currentColor",
    "label": "text-decoration:underline double;text-underline-offset:.2em",
    "worth checking": "text-decoration:underline wavy;text-underline-offset:.2em",
}


@dataclass(frozen=True)
class Mark:
    """A marked span `[start, end)` of a text: its kind (a key of `STYLES`) and a note, shown after it where given."""

    start: int
    end: int
    kind: str
    note: str = ""


def marked(text: str, marks: Sequence[Mark]) -> str:
    """The text as paragraphs, marks of several kinds laid over one another.

    >>> marked("The gate held.", [Mark(4, 8, "label")])
    '<p>The <span style="text-decoration:underline double;text-underline-offset:.2em">gate</span> held.</p>'
    """
    inside = [m for m in marks if 0 <= m.start < m.end <= len(text)]
    cuts = sorted({0, len(text), *(place for m in inside for place in (m.start, m.end))})
    begin, end = defaultdict(list), defaultdict(list)
    for m in inside:
        begin[m.start].append(m)
        end[m.end].append(m)
    parts, open_now = [], Counter()
    for a, b in pairwise(cuts):
        open_now.update(m.kind for m in begin[a])
        open_now.subtract(m.kind for m in end[a])
        style = ";".join(STYLES[kind] for kind in STYLES if open_now[kind])
        lines = [escape(line) for line in text[a:b].split("\n")]
        # A paragraph cannot end inside a span, so each line gets a span of its own.
        lines = [f'<span style="{style}">{line}</span>' for line in lines] if style else lines
        notes = "".join(f"<sup>{escape(m.note)}</sup>" for m in end[b] if m.note)
        parts.append("</p><p>".join(lines) + notes)
    return f"<p>{''.join(parts)}</p>".replace("<p></p>", "")


def key(kinds: Sequence[str]) -> str:
    """What each kind of mark looks like, in its own form."""
    shown = ", ".join(f'<span style="{STYLES[kind]}">{escape(kind)}</span>' for kind in kinds)
    return f"<p>Marked: {shown}.</p>" if kinds else "<p>Nothing is marked.</p>"


def side_by_side(left: tuple[str, str], right: tuple[str, str]) -> str:
    """Two texts, each (heading, markup), beside one another; one under the other where there is no room."""
    columns = "".join(
        f'<div style="flex:1 1 24em;min-width:0;line-height:1.5"><h3>{escape(heading)}</h3>{html}</div>'
        for heading, html in (left, right)
    )
    return f'<div class="samestory {IGNORE}" style="display:flex;flex-wrap:wrap;gap:2em">{columns}</div>'


def numbered(pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> Mapping[str, list[Mark]]:
    """Aligned passages of two texts as marks of both, with the same number on either side.

    >>> numbered([((0, 4), (9, 12))])["right"]
    [Mark(start=9, end=12, kind='aligned', note='1')]
    """
    ordered = sorted(pairs)
    return {
        "left": [Mark(*a, "aligned", f"{k + 1}") for k, (a, _) in enumerate(ordered)],
        "right": [Mark(*b, "aligned", f"{k + 1}") for k, (_, b) in enumerate(ordered)],
    }
