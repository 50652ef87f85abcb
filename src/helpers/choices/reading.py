"""What the rules find in each of many articles, read once: sentences, quotations, and who acts.

Every table of a chapter asks for the same of the same texts; here it lies in a tenth of the room of Python's lists.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from helpers.choices.deeds import Role, roles
from helpers.spans import sentences
from helpers.text.quotes import quotations

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class Stretches:
    """Spans of many texts, one text after the other.

    >>> some = Stretches([[(0, 4), (5, 9)], [], [(2, 3)]])
    >>> some[0], len(some), some.texts.tolist(), some.ends.tolist()
    ([(0, 4), (5, 9)], 3, [0, 0, 2], [4, 9, 3])
    """

    def __init__(self, spans: Iterable[Sequence[tuple[int, int]]] = ()):
        self._starts, self._ends, self._until = array("i"), array("i"), array("q", [0])
        for own in spans:
            self.put(own)

    @classmethod
    def of(cls, texts: int, text: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> Stretches:
        """The spans of so many texts, from arrays that are in the order of their texts."""
        import numpy as np

        some = cls()
        some._until = array("q", np.searchsorted(text, np.arange(texts + 1)).astype(np.int64).tobytes())
        some._starts, some._ends = (array("i", one.astype(np.intc).tobytes()) for one in (starts, ends))
        return some

    def put(self, spans: Sequence[tuple[int, int]]) -> None:
        """Add the spans of one more text."""
        for start, end in spans:
            self._starts.append(start)
            self._ends.append(end)
        self._until.append(len(self._starts))

    def __len__(self) -> int:
        return len(self._until) - 1

    def __getitem__(self, k: int) -> list[tuple[int, int]]:
        own = slice(self._until[k], self._until[k + 1])
        return list(zip(self._starts[own], self._ends[own], strict=True))

    @property
    def sizes(self) -> np.ndarray:
        """How many spans each text has."""
        import numpy as np

        return np.diff(np.array(self._until))

    @property
    def begins(self) -> np.ndarray:
        """The number of the first span of each text."""
        import numpy as np

        return np.array(self._until)[:-1]

    @property
    def texts(self) -> np.ndarray:
        """For each span the index of its text."""
        import numpy as np

        return np.repeat(np.arange(len(self)), self.sizes)

    @property
    def starts(self) -> np.ndarray:
        """Where each span begins."""
        import numpy as np

        return np.array(self._starts, dtype=np.int64)

    @property
    def ends(self) -> np.ndarray:
        """Where each span ends."""
        import numpy as np

        return np.array(self._ends, dtype=np.int64)


class Read(NamedTuple):
    """Of some texts the sentences, the quotations, and a row for each `deeds.Role`: text_index, then its fields."""

    sentences: Stretches
    quotations: Stretches
    roles: pd.DataFrame


def read(texts: Iterable[str]) -> Read:
    """Sentences, quotations and roles of texts, which are looked through once.

    >>> found = read(["The council evicted the tenants.", "Rain."])
    >>> found.sentences[1], found.roles[["text_index", "actor", "part"]].values.tolist()
    ([(0, 5)], [[0, 'council', 'acts'], [0, 'tenants', 'acted upon']])
    """
    import pandas as pd

    cuts, quotes = Stretches(), Stretches()
    texts_at, found = array("i"), tuple([] for _ in Role._fields)
    for i, text in enumerate(texts):
        cut, quoted = sentences(text), quotations(text)
        cuts.put(cut)
        quotes.put(quoted)
        for role in roles(text, cut, quoted):
            texts_at.append(i)
            for column, value in zip(found, role, strict=True):
                column.append(value)
    frame = pd.DataFrame({"text_index": list(texts_at)} | dict(zip(Role._fields, found, strict=True)))
    words = dict.fromkeys(("actor", "key", "part", "form", "verb"), "category")
    return Read(cuts, quotes, frame.astype(words | dict.fromkeys(("text_index", "start", "end"), int)))


def roles_of(texts: Iterable[str]) -> pd.DataFrame:
    """The roles of texts alone, as `read` gives them.

    >>> roles_of(["Rain."]).empty
    True
    """
    return read(texts).roles
