"""Pieces of a page read as one text, so that an article in several parts is read like any other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Excerpt:
    """Pieces of one page read as one text, with the way back to the page.

    `text` is the pieces joined by a blank line; `pieces` are their (start, end) offsets in the page.

    >>> page = "A storm rose. Advert. It fell."
    >>> e = Excerpt.of(page, [(0, 13), (22, 30)])
    >>> e.text
    'A storm rose.\\n\\nIt fell.'
    >>> e.to_page(8, 23)
    [(8, 13), (22, 30)]
    """

    text: str
    pieces: tuple[tuple[int, int], ...]
    starts: tuple[int, ...]  # where each piece begins in `text`

    @classmethod
    def of(cls, page_text: str, pieces) -> Excerpt:
        """Read `pieces` (pairs of offsets in `page_text`, in order), without white space at their ends, as one text."""
        trimmed = (_trim(page_text, int(s), int(e)) for s, e in pieces)
        pieces = tuple((s, e) for s, e in trimmed if s < e)
        starts, at = [], 0
        for s, e in pieces:
            starts.append(at)
            at += e - s + 2
        return cls("\n\n".join(page_text[s:e] for s, e in pieces), pieces, tuple(starts))

    def to_page(self, start: int, end: int) -> list[tuple[int, int]]:
        """The page spans that the excerpt's [start, end) covers; the joints are on no page."""
        if len(self.pieces) == 1:
            s, e = self.pieces[0]
            a, b = s + max(start, 0), min(s + end, e)
            return [(a, b)] if a < b else []
        out = []
        for k in range(max(bisect_right(self.starts, start) - 1, 0), len(self.pieces)):
            if self.starts[k] >= end:
                break
            s, e = self.pieces[k]
            a, b = max(start - self.starts[k], 0), min(end - self.starts[k], e - s)
            if a < b:
                out.append((s + a, s + b))
        return out

    def on_page(self, spans: Iterable[Sequence[int]]) -> list[list[int]]:
        """The page spans that (start, end) spans of the text cover, as lists.

        >>> Excerpt.of("Gate shut. Rain fell.", [(11, 21)]).on_page([(0, 4), (5, 9)])
        [[11, 15], [16, 20]]
        """
        if len(self.pieces) == 1:  # nothing to look for
            at = self.pieces[0][0]
            return [[at + start, at + end] for start, end in spans if start < end]
        return [[s, e] for start, end in spans for s, e in self.to_page(start, end)]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
