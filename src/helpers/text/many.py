"""Many texts, one behind the other in a temporary file: all of them as strings would not fit into memory."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from tempfile import SpooledTemporaryFile

from helpers.text.stacked import IN_MEMORY


class Texts(Sequence):
    """Texts by number, in order; they become strings one by one, as they are asked for.

    >>> some = Texts(["Rain.", "It fell."])
    >>> some[1], list(some), list(some[1:]), len(some)
    ('It fell.', ['Rain.', 'It fell.'], ['It fell.'], 2)
    """

    def __init__(self, texts: Iterable[str]):
        self._file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115  (closed when it is forgotten)
        self._ends = array("q", [0])
        for text in texts:
            self._ends.append(self._ends[-1] + self._file.write(text.encode("utf-8", "surrogatepass")))

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, k):
        if isinstance(k, slice):
            return Chosen(self, range(len(self))[k])
        k = range(len(self))[k]
        self._file.seek(self._ends[k])
        return self._file.read(self._ends[k + 1] - self._ends[k]).decode("utf-8", "surrogatepass")


class Chosen(Sequence):
    """Some of many texts, by their numbers.

    >>> list(Chosen(["Rain.", "It fell.", "Gulls."], [2, 0]))
    ['Gulls.', 'Rain.']
    """

    def __init__(self, texts: Sequence[str], numbers: Sequence[int]):
        self._texts, self._numbers = texts, numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __getitem__(self, k):
        if isinstance(k, slice):
            return Chosen(self._texts, self._numbers[k])
        return self._texts[self._numbers[k]]


def evenly(n: int, most: int) -> Sequence[int]:
    """The numbers below n, or `most` of them at equal distances.

    >>> list(evenly(3, 5)), list(evenly(9, 3))
    ([0, 1, 2], [0, 3, 6])
    """
    return range(n) if n <= most else [k * n // most for k in range(most)]


class Made(Sequence):
    """What a function makes of texts and of what belongs to each, when it is asked for.

    >>> list(Made("{} {}".format, ["Rain", "Gulls"], ["fell.", "cried."]))
    ['Rain fell.', 'Gulls cried.']
    """

    def __init__(self, make: Callable[..., str], *each: Sequence):
        self._make, self._each = make, each

    def __len__(self) -> int:
        return len(self._each[0])

    def __getitem__(self, k):
        if isinstance(k, slice):
            return Chosen(self, range(len(self))[k])
        return self._make(*(own[k] for own in self._each))

    def __iter__(self) -> Iterator[str]:
        return map(self._make, *self._each)


class Joined(Sequence):
    """Texts and behind them others.

    >>> list(Joined(["Rain."], ["Gulls."]))
    ['Rain.', 'Gulls.']
    """

    def __init__(self, first: Sequence[str], second: Sequence[str]):
        self._first, self._second = first, second

    def __len__(self) -> int:
        return len(self._first) + len(self._second)

    def __getitem__(self, k):
        k = range(len(self))[k]
        return self._first[k] if k < len(self._first) else self._second[k - len(self._first)]

    def __iter__(self) -> Iterator[str]:
        return chain(self._first, self._second)
