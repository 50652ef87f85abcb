"""What figures are drawn with: a canvas in one style.

Matplotlib writes the SVG; `helpers.showing.svg` puts it in order.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from helpers.showing.passages import printable
from helpers.showing.svg import in_order

WIDTH = 460  # on a phone of 390 pixels text of SIZE is then 10 pixels high, and nothing is cut off
SIZE = 13
SMALL = 11.5

# Series colours carry text in the colour of the paper at 4.5:1 and more, in both palettes.
PALETTE = {
    "paper": "#ffffff",
    "ink": "#1c1b19",
    "muted": "#5d5a54",
    "rule": "#cfcbc3",
    "blue": "#1f6091",
    "orange": "#b0530d",
    "teal": "#17756a",
    "purple": "#774889",
    "ochre": "#85670a",
    "grey": "#6b6963",
}
PALETTE_DARK = {
    "paper": "#17181a",
    "ink": "#ebe8e1",
    "muted": "#b0aca3",
    "rule": "#45464a",
    "blue": "#7db7e8",
    "orange": "#f0a25a",
    "teal": "#5fc9b6",
    "purple": "#cfa3e0",
    "ochre": "#d8bb52",
    "grey": "#a9a69e",
}
SERIES = ("blue", "orange", "teal", "purple", "ochre", "grey")
HATCHES = ("", "///", "\\\\\\", "|||", "xxx", "---")  # dots would take 200 KB a pattern
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "*")
TITLE = 15  # size of a title


@cache
def _font(size: float, weight: str = "normal") -> Any:
    from matplotlib.font_manager import FontProperties

    return FontProperties(family="DejaVu Sans", size=size, weight=weight)


def width_of(text: str, size: float = SIZE, weight: str = "normal") -> float:
    """Width in a wide typeface, so that what fits here fits in the reader's."""
    from matplotlib.textpath import text_to_path

    with warnings.catch_warnings():  # a script the font lacks: its width is a guess, its glyphs the reader's
        warnings.simplefilter("ignore")
        return text_to_path.get_text_width_height_descent(text, _font(size, weight), ismath=False)[0]


def wrap(text: str, most: float, lines: int, size: float = SIZE, weight: str = "normal") -> list[str]:
    """The text in at most `lines` lines of at most `most` units; what does not fit ends in an ellipsis."""
    out: list[str] = []
    words = [w if len(w) < 80 else w[:79] + "…" for w in text.split()][:60]
    while words and len(out) < lines:
        line = words.pop(0)
        while words and width_of(f"{line} {words[0]}", size, weight) <= most:
            line += " " + words.pop(0)
        while len(line) > 1 and width_of(line, size, weight) > most:
            line = line.rstrip("…")[:-1] + "…"
        out.append(line)
    if words and out:
        last = out[-1].rstrip("…")
        while len(last) > 1 and width_of(last + "…", size, weight) > most:
            last = last[:-1]
        out[-1] = last + "…"
    return out or [""]


def dodge(xs: Sequence[float], apart: float = 8.5) -> list[float]:
    """Vertical offsets that keep marks from hiding one another: 0, up, down, further up, …"""
    levels: list[float] = []  # the last x on each level
    offsets = []
    for x in xs:
        level = next((i for i, last in enumerate(levels[:7]) if x - last >= apart), min(len(levels), 7))
        if level == len(levels):
            levels.append(x)
        elif level < len(levels):
            levels[level] = x
        offsets.append(((level + 1) // 2) * apart * (1 if level % 2 else -1))
    return offsets


@dataclass(frozen=True)
class Scale:
    low: float
    high: float
    left: float
    right: float

    def __call__(self, value: float) -> float:
        if self.high == self.low:
            return (self.left + self.right) / 2 if self.low else self.left
        return self.left + (self.right - self.left) * (value - self.low) / (self.high - self.low)

    def ticks(self) -> list[float]:
        if self.high == self.low:
            return [self.low]
        step = 10 ** math.floor(math.log10((self.high - self.low) / 2))
        step *= next(m for m in (1, 2, 5, 10) if (self.high - self.low) / (step * m) <= 5)
        return [k * step for k in range(math.ceil(self.low / step), math.floor(self.high / step) + 1)]


@dataclass(frozen=True)
class Labels:
    lines: list[list[str]]
    right: float


@dataclass(frozen=True)
class Mark:
    """A matplotlib marker, its colour in `PALETTE`, and how it is filled (full, left, none)."""

    marker: str
    color: str
    fill: str = "full"


Look = tuple[str, str]  # colour in PALETTE, hatch


class Canvas:
    """Rows drawn from top to bottom, `WIDTH` units wide; `svg` gives the finished drawing.

    Drawing methods take x and y in units from the top left corner.
    """

    def __init__(self, title: str) -> None:
        self.title = " ".join(printable(title).split())
        self._title = wrap(self.title, WIDTH - 4, 6, TITLE, "bold")
        self.top = 20.0 * len(self._title) + 12  # where the drawing begins: what a page with its own title skips
        self.y = self.top
        self._draw: list[Callable[[Any], None]] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        color: str = "ink",
        anchor: str = "start",
        size: float = SIZE,
        weight: str = "normal",
        turned: bool = False,
    ) -> None:
        """One line of text, its middle at height `y`; `turned` text reads upwards from there."""
        words = " ".join(printable(text).split())
        align = {"start": "left", "middle": "center", "end": "right"}[anchor]
        font = _font(size, weight)
        if turned:
            place = {"x": x + 0.36 * size, "y": y, "rotation": 90, "ha": "left", "rotation_mode": "anchor"}
        else:
            place = {"x": x, "y": y + 0.36 * size, "ha": align}
        self._draw.append(
            lambda ax: ax.text(
                **place, s=words, va="baseline", color=PALETTE[color], fontproperties=font, parse_math=False
            )
        )

    def rect(self, x: float, y: float, width: float, height: float, color: str, hatch: str = "") -> None:
        """A filled rectangle, its upper left corner at x, y."""
        from matplotlib.patches import Rectangle

        self._draw.append(
            lambda ax: ax.add_patch(
                Rectangle(
                    (x, y),
                    width,
                    height,
                    facecolor=PALETTE[color],
                    edgecolor=PALETTE["paper"],
                    hatch=hatch or None,
                    linewidth=0,
                    clip_on=False,
                )
            )
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, color: str, width: float = 1) -> None:
        """A straight line."""
        from matplotlib.lines import Line2D

        self._draw.append(
            lambda ax: ax.add_line(Line2D([x1, x2], [y1, y2], color=PALETTE[color], linewidth=width, clip_on=False))
        )

    def mark(self, x: float, y: float, *, look: Mark) -> None:
        """One mark."""
        from matplotlib.lines import Line2D

        color, paper = PALETTE[look.color], PALETTE["paper"]
        filled = look.fill == "full" and look.marker not in "x_"
        self._draw.append(
            lambda ax: ax.add_line(
                Line2D(
                    [x],
                    [y],
                    marker=look.marker,
                    markersize=8.5 if filled else 8,
                    fillstyle=look.fill,
                    markerfacecolor=color,
                    markerfacecoloralt=paper,
                    clip_on=False,
                    linestyle="none",
                    markeredgecolor=paper if filled else color,
                    markeredgewidth=0.8 if filled else 1.6,
                )
            )
        )

    def segment(self, x: float, y: float, width: float, height: float, look: Look) -> None:
        """Part of a bar; a thin gap to the next where there is room for one."""
        self.rect(x, y, width - 1 if width > 4 else width, height, *look)

    def swatch(self, x: float, y: float, *, look: Look) -> None:
        """The sample of a look in a key."""
        self.rect(x - 6, y - 6, 12, 12, *look)

    def tag(self, x: float, y: float, text: str, look: Look) -> None:
        """Text on a segment, legible on its hatching too."""
        if look[1]:
            width = width_of(text, SMALL) + 6
            self.rect(x - width / 2, y - 8, width, 16, look[0])
        self.text(x, y, text, color="paper", anchor="middle", size=SMALL)

    def whisker(self, low: float, high: float, y: float) -> None:
        """An interval from x `low` to x `high`."""
        self.line(low, y, high, y, "ink", 1.6)
        for x in (low, high):
            self.line(x, y - 4, x, y + 4, "ink", 1.6)

    def key(self, entries: Sequence[tuple[str, Callable[[float, float], None]]]) -> None:
        """What the marks mean, in as many lines as it takes; each entry draws its own sample."""
        x, self.y = 0.0, self.y + 8
        for name, sample in entries:
            name = wrap(printable(name), WIDTH - 30, 1, SMALL)[0]
            width = 18 + width_of(name, SMALL) + 14
            if x and x + width - 14 > WIDTH:
                x, self.y = 0.0, self.y + 20
            sample(x + 6, self.y)
            self.text(x + 18, self.y, name, color="muted", size=SMALL)
            x += width
        self.y += 16

    def labels(self, names: Sequence[object], most: float = 170, lines: int = 2) -> Labels:
        """The names of rows, wrapped into a column on the left."""
        wrapped = [wrap(_one_line(name), most, lines) for name in names]
        return Labels(wrapped, max([width_of(line) for row in wrapped for line in row], default=0))

    def row(self, lines: Sequence[str], least: float = 28, ruled: bool = False) -> float:
        """Begin the next row: write its label, give the height of its middle."""
        height = max(least, 16.0 * len(lines) + 10)
        middle = self.y + height / 2
        if ruled:
            self.line(0, self.y, WIDTH, self.y, "rule")
        for i, line in enumerate(lines):
            self.text(0, middle + 16 * (i - (len(lines) - 1) / 2), line)
        self.y += height
        return middle

    def heads(self, names: Sequence[str], left: float, step: float) -> None:
        """Headings of columns, upright where a column is too narrow for its longest word."""
        longest = max([width_of(word, SMALL) for name in names for word in name.split()], default=0)
        if longest <= step - 6:
            wrapped = [wrap(_one_line(name), step - 6, 3, SMALL) for name in names]
            depth = max([len(lines) for lines in wrapped], default=1)
            for i, lines in enumerate(wrapped):
                for j, line in enumerate(lines):
                    y = self.y + 8 + 15 * (depth - len(lines) + j)
                    self.text(left + step * (i + 0.5), y, line, anchor="middle", size=SMALL, weight="bold")
            self.y += 15 * depth + 6
            return
        short = [wrap(_one_line(name), 150, 1, SMALL)[0] for name in names]
        self.y += max([width_of(name, SMALL, "bold") for name in short], default=0) + 4
        for i, name in enumerate(short):
            self.text(left + step * (i + 0.5), self.y, name, size=SMALL, weight="bold", turned=True)
        self.y += 6

    def axis(self, scale: Scale, top: float, unit: str = "") -> None:
        """Round numbers below the rows, with the unit."""
        self.line(scale.left, self.y, scale.right, self.y, "muted")
        ticks = scale.ticks()
        for tick in ticks:
            x = scale(tick)
            self.line(x, self.y, x, self.y + 4, "muted")
            label = f"{tick:,.10g}".replace("-", "−")
            self.text(x, self.y + 13, label, color="muted", anchor="middle", size=SMALL)
        self.y += 24
        if unit:
            self.text(scale.right, self.y + 6, unit, color="muted", anchor="end", size=SMALL)
            self.y += 18

    def note(self, note: str | None) -> None:
        """Small print below the drawing."""
        for line in wrap(_one_line(note), WIDTH, 6, SMALL) if note else []:
            self.y += 16
            self.text(0, self.y, line, color="muted", size=SMALL)

    def svg(self, words: str) -> str:
        """The drawing as SVG, named by the title and `words`."""
        import matplotlib
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        for i, line in enumerate(self._title):
            self.text(0, 10 + 20.0 * i, line, size=TITLE, weight="bold")
        height = math.ceil(self.y + 10)
        settings = {"svg.fonttype": "none", "svg.hashsalt": "samestory", "hatch.linewidth": 1.2, "path.simplify": False}
        with matplotlib.rc_context(settings), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # glyphs the layout font lacks are drawn by the reader's fonts
            figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor=PALETTE["paper"])
            FigureCanvasSVG(figure)
            ax = figure.add_axes((0, 0, 1, 1))
            ax.set(xlim=(0, WIDTH), ylim=(height, 0))
            ax.axis("off")
            for draw in self._draw:
                draw(ax)
            out = io.BytesIO()
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return in_order(out.getvalue(), self.title, words, self.top, (WIDTH, height))


def _one_line(text: object) -> str:
    return " ".join(printable("unknown" if text is None or text != text else text).split()) or "(no name)"
