"""Pieces of text between blanks and marks, many at a time: told apart by 64-bit numbers of their letters."""

from __future__ import annotations

from functools import cache

import numpy as np

LETTER = np.uint64(0x9E3779B97F4A7C15)  # each letter of a piece weighs so many times the one before; odd
BUCKETS = 20  # bits of a piece's number by which it is looked up
KEPT = 18  # bits of a length up to which weights are kept: of the longest texts they take hundreds of megabytes
MARKS = "-'"  # that stand in pieces


def cut(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Where runs of letters, digits, hyphens and straight apostrophes in a text begin and end; a number of each.

    Equal pieces have equal numbers; of 10^19 pairs of different ones about one has.

    >>> starts, ends, codes = cut("no, no!")
    >>> starts.tolist(), ends.tolist(), bool(codes[0] == codes[1])
    ([0, 4], [2, 6], True)
    """
    letters = np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    inside = _in_pieces()[np.minimum(letters, 0xFFFF)]
    if len(far := np.flatnonzero(letters > 0xFFFF)):
        inside[far] = [chr(c).isalnum() for c in letters[far].tolist()]
    starts, ends = (np.flatnonzero(inside[1:] != inside[:-1]) + 1).reshape(-1, 2).T
    bits = (len(letters) - 1).bit_length()
    weights, undo = _weights(bits) if bits <= KEPT else _weights.__wrapped__(bits)
    # The sum of a run is a difference of sums from the start of the text; all wraps round.
    sums = np.cumsum(letters * weights[: len(letters)])
    codes = (sums[ends - 1] - sums[starts - 1]) * undo[starts]
    codes ^= codes >> np.uint64(32)
    codes *= LETTER
    return starts - 1, ends - 1, codes


@cache
def _in_pieces() -> np.ndarray:
    """For each letter below 2^16 whether it stands in pieces."""
    return np.array([chr(c).isalnum() or chr(c) in MARKS for c in range(1 << 16)])


@cache
def _weights(bits: int) -> tuple[np.ndarray, np.ndarray]:
    """(LETTER to the powers from 0 to 2^bits, the inverses of these), wrapping round."""
    inverse = pow(int(LETTER), -1, 1 << 64)
    out = []
    for one in (int(LETTER), inverse):
        powers = np.full((1 << bits) + 1, one, dtype=np.uint64)
        powers[0] = 1
        out.append(np.cumprod(powers))
    return tuple(out)


class Seen:
    """A value for each piece that was put, as far as no other piece took its place.

    >>> some = Seen()
    >>> some.put(np.array([7], dtype=np.uint64), np.array([3]))
    >>> [x.tolist() for x in some.get(np.array([7, 8 << 44], dtype=np.uint64))]
    [[3, 0], [True, False]]
    """

    def __init__(self) -> None:
        self._codes, self._values = np.zeros(1 << BUCKETS, np.uint64), np.zeros(1 << BUCKETS, np.int32)
        self._taken = np.zeros(1 << BUCKETS, dtype=bool)

    def get(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(the value of each piece, whether it is known)."""
        at = codes >> np.uint64(64 - BUCKETS)
        known = (self._codes[at] == codes) & self._taken[at]
        return np.where(known, self._values[at], 0).astype(np.int64), known

    def put(self, codes: np.ndarray, values: np.ndarray) -> None:
        """Keep the values of some pieces, each given once, where there is room."""
        at = codes >> np.uint64(64 - BUCKETS)
        free = ~self._taken[at]
        self._codes[at[free]], self._values[at[free]], self._taken[at[free]] = codes[free], values[free], True
