"""Arrays of one type, one behind the other in a temporary file: more of them than fit into memory."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from tempfile import SpooledTemporaryFile

import numpy as np

IN_MEMORY = 8_000_000  # bytes of a file that stay in memory


class Stacked:
    """Arrays by number, in the order in which they were put; the file is made in `folder` when they are many.

    >>> some = Stacked(np.int32)
    >>> some.put(np.array([1, 2, 3, 4]), [1, 3])
    >>> some[1].tolist(), [a.tolist() for a in some.of(np.array([1, 0]))]
    ([2, 3, 4], [[2, 3, 4, 1], [3, 1]])
    """

    def __init__(self, dtype: type, folder: Path | None = None):
        self._file = SpooledTemporaryFile(IN_MEMORY, dir=folder)  # noqa: SIM115  (closed when it is forgotten)
        self._dtype, self._ends = np.dtype(dtype), array("q", [0])

    def put(self, some: np.ndarray, lengths: Iterable[int] | None = None) -> None:
        """Add an array; or arrays of these lengths, which lie one behind the other in `some`."""
        self._file.seek(0, 2)
        self._file.write(some.astype(self._dtype, copy=False).tobytes())
        for length in (len(some),) if lengths is None else lengths:
            self._ends.append(self._ends[-1] + length)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def lengths(self) -> np.ndarray:
        """The length of each array."""
        return np.diff(np.frombuffer(self._ends, np.int64))

    def __getitem__(self, k: int) -> np.ndarray:
        return self._read(self._ends[k], self._ends[k + 1])

    def of(self, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Some arrays, joined, and the length of each."""
        ends = np.frombuffer(self._ends, np.int64)
        runs = np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1) if len(numbers) else ()
        found = [self._read(int(ends[run[0]]), int(ends[run[-1] + 1])) for run in runs]
        return np.concatenate([np.zeros(0, self._dtype), *found]), ends[numbers + 1] - ends[numbers]

    def _read(self, first: int, last: int) -> np.ndarray:
        size = self._dtype.itemsize
        self._file.seek(first * size)
        return np.frombuffer(self._file.read((last - first) * size), self._dtype)
