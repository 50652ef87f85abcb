"""The words that say what a text is about, and tf-idf vectors made of them."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from helpers import lists

if TYPE_CHECKING:
    from helpers.text.pieces import Seen

_WORD = re.compile(r"[^\W\d]\w*(?:[-'’][^\W\d]\w*)*")  # in texts whose underscores are spaces
_POSSESSIVE = ("'s", "’s")
PIECES = 500_000  # that are kept at hand with the numbers of their words
BATCH = 200_000  # characters whose words are numbered at a time


def word_list(text: str) -> list[str]:
    """The words of `text` that begin with a letter, two letters or longer: lower case, no possessive ending.

    >>> word_list("Well-kept secrets: Corra’s 40 boats")
    ['well-kept', 'secrets', 'corra', 'boats']
    """
    return [w for w in map(_bare, _forms(_plain(text))) if len(w) > 1]


class WordNumbers(dict):
    """{piece of text between blanks: number of its word}, filled as pieces are met; -1 for what is no word, less than
    that where a piece holds several words (`several`). Of pieces only so many are kept; the words are kept all."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, int] = {}
        self.several: list[list[int]] = []
        self._seen: Seen | None = None

    def key(self, word: str) -> str:
        """What a word is counted as; "" for what is not counted."""
        return word

    def __missing__(self, piece: str) -> int:
        found = [piece] if piece.isalpha() else map(_bare, _WORD.findall(piece))
        words = [k for w in found if len(w) > 1 and (k := self.key(w))]
        numbers = [self.words.setdefault(w, len(self.words)) for w in words]
        if len(numbers) > 1:
            self.several.append(numbers)
            self[piece] = -1 - len(self.several)
        else:
            self[piece] = numbers[0] if numbers else -1
        return self[piece]

    def of_many(self, texts: Sequence[str]):
        """(the numbers of the words of some texts, one text after the other; how many words each text has)."""
        import numpy as np

        from helpers.text.pieces import Seen, cut

        if self._seen is None or len(self) > PIECES:
            self.clear()
            self.several.clear()
            self._seen = Seen()
        plain = [_plain(text) for text in texts]
        whole = "\n".join(plain)
        starts, ends, codes = cut(whole)
        found, known = self._seen.get(codes)
        fresh = np.flatnonzero(~known)
        if len(fresh):
            each, first, which = np.unique(codes[fresh], return_index=True, return_inverse=True)
            values = np.empty(len(each), dtype=np.int64)
            for k in np.argsort(first):  # numbered as they are met
                at = fresh[first[k]]
                values[k] = self[whole[starts[at] : ends[at]]]
            self._seen.put(each, values)
            found[fresh] = values[which]
        until = np.cumsum([len(text) + 1 for text in plain])
        sizes = np.diff(np.searchsorted(starts, until), prepend=0)
        return self._told(found, sizes)

    def _told(self, found, sizes):
        """`found` and `sizes` with the words of pieces that hold several, and without pieces that hold none."""
        import numpy as np

        words = np.ones(len(found), dtype=np.int64)
        words[found == -1] = 0
        several = np.flatnonzero(found < -1)
        words[several] = [len(self.several[-2 - n]) for n in found[several].tolist()]
        until = np.r_[0, np.cumsum(words)]
        sizes = np.diff(until[np.r_[0, np.cumsum(sizes)]])
        out = np.repeat(found, words)
        for k, at in zip(found[several].tolist(), until[several].tolist(), strict=True):
            out[at : at + len(self.several[-2 - k])] = self.several[-2 - k]
        return out, sizes


class TermNumbers(WordNumbers):
    """As `WordNumbers`, of content terms alone (see `content_terms`)."""

    def __init__(self) -> None:
        super().__init__()
        self._stop = function_words()

    def key(self, word: str) -> str:
        return "" if word in self._stop else fold(word)

    def columns(self):
        """For each term, by number, its place in the alphabet, as an array."""
        import numpy as np

        out = np.empty(len(self.words), np.int32)
        out[[self.words[term] for term in sorted(self.words)]] = np.arange(len(self.words))
        return out


def numbered_words(texts: Iterable[str], numbers: WordNumbers | None = None):
    """The words of many texts as numbers: (numpy array of them, for each the index of its text, the words).

    The same words as `word_list` gives, one text after the other, numbered as they are met; much quicker than lists.
    `numbers` keeps what is known of the pieces of texts from one call to the next.

    >>> [x if isinstance(x, list) else x.tolist() for x in numbered_words(["Red boat", "a boat’s"])]
    [[0, 1, 1], [0, 0, 1], ['red', 'boat']]
    """
    import numpy as np

    numbers = WordNumbers() if numbers is None else numbers
    ids, sizes = array("i"), []
    for some in batches(texts):
        own, each = numbers.of_many(some)
        ids.frombytes(own.astype(np.intc).tobytes())
        sizes.append(each)
    sizes = np.concatenate([np.zeros(0, np.int64), *sizes])
    home = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
    return np.frombuffer(ids, dtype=np.intc) if ids else np.zeros(0, np.intc), home, list(numbers.words)


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Texts in lists of some BATCH characters each: numbers of words are found many at a time.

    >>> list(batches(["Rain.", "It fell."]))
    [['Rain.', 'It fell.']]
    """
    some, size = [], 0
    for text in texts:
        some.append(text)
        size += len(text)
        if size >= BATCH:
            yield some
            some, size = [], 0
    if some:
        yield some


def small(text: str) -> str:
    """A text as its words are told apart: lower case, one kind of apostrophe, no underscores.

    >>> small("O’Hale_Quay")
    "o'hale quay"
    """
    return _plain(text).replace("_", " ")


def word_at(text: str, at: int) -> str:
    """The word that begins at a place of a text made `small`, without a possessive ending; "" where none begins.

    >>> word_at("the fen's edge", 4)
    'fen'
    """
    m = _WORD.match(text, at)
    return _bare(m[0]) if m else ""


def _forms(text: str) -> list[str]:
    return _WORD.findall(text.replace("_", " "))


def _plain(text: str) -> str:
    """Lower case, and one kind of apostrophe: which kind is printed is no choice of words."""
    return text.lower().replace("’", "'")


def _bare(form: str) -> str:
    """A form without its possessive ending."""
    return form[:-2] if form[-2:] in _POSSESSIVE else form


def content_terms(text: str) -> list[str]:
    """The content words of `text`, in order, plurals folded: no function words, no numbers.

    >>> content_terms("The ferries said nothing of the 40 boats")
    ['ferry', 'boat']
    """
    stop = function_words()
    return [fold(w) for w in word_list(text) if w not in stop]


@cache
def function_words() -> frozenset[str]:
    """Words left out of topics: scikit-learn's English stop words and `data/topic_stop_words.txt`.

    >>> "monday" in function_words()
    True
    """
    return lists.stop_words() | lists.words("topic_stop_words.txt")


@cache
def fold(word: str) -> str:
    """A lower-case word without the ending of a plural; only for counting, never for show.

    >>> fold("ferries"), fold("boats"), fold("crisis"), fold("glass")
    ('ferry', 'boat', 'crisis', 'glass')
    """
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and word[-2] not in "siu":
        return word[:-1]
    return word


def surface_forms(texts: Iterable[str], wanted: Collection[str] | None = None) -> dict[str, str]:
    """{term: the form it most often has in `texts`}, with its capitals; of equals the first in the alphabet. `wanted`:
    only of these terms.

    >>> surface_forms(["Corra boats, boats and a boat"])["boat"]
    'boats'
    """
    pieces: Counter[str] = Counter()  # no word has a blank in it
    for text in texts:
        pieces.update(text.split())
    counts: dict[str, Counter[str]] = {}
    # A form begins as what it is folded to, but for the last letter; the few pieces with such letters are looked at.
    opening = re.compile("|".join(re.escape(t[:-1]) for t in wanted or ("",)), re.IGNORECASE)
    for piece, times in pieces.items():
        if piece.isascii() and not opening.search(piece):
            continue
        for form in map(_bare, _forms(piece)):
            term = fold(_plain(form))
            if len(form) > 1 and (wanted is None or term in wanted):
                counts.setdefault(term, Counter())[form] += times
    return {t: min(c, key=lambda f: (-c[f], f)) for t, c in counts.items()}


def vectors(texts: Sequence[str], min_df: int | float = 1, max_df: int | float = 1.0):
    """Tf-idf of content terms (log tf, rows of length 1): (sparse matrix, list of terms).

    Rows are all zero for texts without terms; no columns when no term is left.

    >>> x, terms = vectors(["a red boat", "a red car"])
    >>> x.shape, terms
    ((2, 3), ['boat', 'car', 'red'])
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    numbers = TermNumbers()
    # Each term of a text once, with how often it stands there: a third of what all its words take.
    ids, times, sizes = array("i"), array("i"), [np.zeros(1, np.int64)]
    for some in batches(texts):
        *own, each = counted(*numbers.of_many(some))
        for column, part in zip((ids, times), own, strict=True):
            column.frombytes(part.tobytes())
        sizes.append(each)
    begins = np.cumsum(np.concatenate(sizes))
    terms, column = sorted(numbers.words), numbers.columns()
    counts = csr_matrix((np.array(times, float), column[np.array(ids)], begins), shape=(len(texts), len(terms)))
    del ids, times
    holders = np.bincount(counts.indices, minlength=len(terms))
    least, highest = (df if isinstance(df, int) else df * len(texts) for df in (min_df, max_df))
    keep = np.flatnonzero((holders >= least) & (holders <= highest))
    x, holders = counts[:, keep], holders[keep]
    del counts
    x.sort_indices()
    return weighed(x, holders, len(texts)), [terms[j] for j in keep]


def counted(numbers, sizes):
    """(the numbers that texts hold, each once for each text, in order; how often they stand there; how many each text
    has), of what `WordNumbers.of_many` gives.

    >>> import numpy as np
    >>> [x.tolist() for x in counted(np.array([5, 3, 5, 3]), np.array([3, 1]))]
    [[3, 5, 3], [1, 2, 1], [2, 1]]
    """
    import numpy as np

    cells = np.sort(np.repeat(np.arange(len(sizes)), sizes) << 32 | numbers)
    first = np.flatnonzero(np.r_[True, cells[1:] != cells[:-1]][: len(cells)])
    times = np.diff(np.r_[first, len(cells)])
    each = np.bincount(cells[first] >> 32, minlength=len(sizes))
    return (cells[first] & 0xFFFFFFFF).astype(np.int32), times.astype(np.int32), each


def weighed(x, holders, n: int):
    """Counts of terms (a sparse row a text) as tf-idf, in place; `holders`: how many of the `n` texts have a term."""
    import numpy as np

    x.data = (1 + np.log(x.data)) * (np.log((1 + n) / (1 + holders)) + 1)[x.indices]
    length = np.sqrt(np.asarray(x.multiply(x).sum(1)).ravel())
    x.data /= np.repeat(np.where(length > 0, length, 1), np.diff(x.indptr))
    return x
