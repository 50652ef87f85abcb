"""One bar on long work: on stderr, and only where somebody is looking."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from helpers.errors import one_line

STEP = 0.1  # per cent: less is not drawn


class Progress:
    """A bar from 0 to 100 per cent; `to` moves it on and says what is being done.

    `part(low, high)` is a bar for a piece of the work, so that each stage counts from 0 to 1 in its own terms.
    Nothing is drawn unless stderr is a terminal.

    >>> with Progress() as bar:
    ...     bar.part(0, 0.5).to(1, "read")
    """

    def __init__(self, bar=None, low: float = 0.0, high: float = 1.0):
        self._bar, self._low, self._high = bar, low, high

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from tqdm import tqdm

            layout = "{desc:<28.28} {percentage:3.0f}% |{bar}| {elapsed} (about {remaining} left)"
            self._bar = tqdm(total=100, bar_format=layout, leave=False)
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def part(self, low: float, high: float) -> Progress:
        """The piece of this bar from `low` to `high` (shares of 1)."""
        width = self._high - self._low
        return Progress(self._bar, self._low + low * width, self._low + high * width)

    def to(self, share: float, doing: str = "") -> None:
        """Move to `share` (0 to 1) of this piece; never back."""
        if self._bar is None:
            return
        further = 100 * (self._low + share * (self._high - self._low)) - self._bar.n
        if further < STEP and self._bar.n and share < 1 and not doing:
            return
        if doing:
            self._bar.set_description_str(one_line(doing), refresh=False)
        self._bar.update(max(0.0, further))
        self._bar.refresh()


class _Noted:
    """A bar whose per cent stand in a file."""

    def __init__(self, path: Path):
        self.n, self._path = 0.0, path

    def set_description_str(self, *_: object, **__: object) -> None:
        pass  # whoever reads the file knows what is done

    def update(self, further: float) -> None:
        self.n += further

    def refresh(self) -> None:
        self._path.write_text(str(self.n), encoding="ascii")


def noted(path: Path) -> Progress:
    """The progress of what is done in another process: how far it is stands in a file, which `seen` reads.

    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "sorting"
    >>> noted(path).to(0.25)
    >>> seen(path)
    0.25
    """
    return Progress(_Noted(path))


def seen(path: Path) -> float:
    """The share that is done of what is `noted` in a file; 0 where nothing is."""
    try:
        return float(path.read_text(encoding="ascii")) / 100
    except (OSError, ValueError):
        return 0.0  # not begun, or just being written


class Watched(Sequence):
    """A sequence, the reading of which moves a bar from 0 to 1: all of it is read `times` times.

    >>> list(Watched("abc", Progress()))
    ['a', 'b', 'c']
    """

    def __init__(self, things: Sequence, progress: Progress, times: int = 1):
        self._things, self._progress, self._all, self._read = things, progress, times * len(things), 0

    def __len__(self) -> int:
        return len(self._things)

    def __getitem__(self, k: int):
        thing = self._things[k]
        self._read += 1
        self._progress.to(min(1.0, self._read / self._all))
        return thing
