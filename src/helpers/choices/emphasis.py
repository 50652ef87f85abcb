"""What an article gives room, and where: share of its sentences per subject, the lead, the order; and its own voice."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from helpers import lists
from helpers.choices.reading import Stretches
from helpers.spans import sentences
from helpers.text.quotes import quotations
from helpers.text.terms import content_terms, fold, function_words, small, word_at

if TYPE_CHECKING:
    import numpy as np

LEAD = 2  # sentences
COLUMNS = ["text_index", "subject", "sentences", "of", "share", "in_lead", "first"]
VOICES = ("attributed", "hedged", "certain", "plain")
_OPENS = frozenset(" \t\n\r\xa0.,;:!?()[]/\"“”‘«…—–")  # behind these a word begins


class Named(NamedTuple):
    """Which sentences of which texts name which subjects: a `text`, a `subject` and the `number` of a sentence for each
    time, by text, subject and sentence; and all sentences."""

    text: np.ndarray
    subject: np.ndarray
    number: np.ndarray
    sentences: Stretches


def subjects(texts: Sequence[str], names: Sequence[str], known: Named | None = None):
    """How much of each article goes to each subject: DataFrame with text_index, subject, sentences (that name it), of
    (sentences), share, in_lead (whether one of the first two names it), first (where it is first named: 0 the
    first sentence, 1 the last; nan where never). `known`: what `named` found, where that is known.

    >>> t = "Rain fell. The ferry waited. The ferry left."
    >>> subjects([t], ["ferries"]).round(2).values.tolist()
    [[0, 'ferries', 2, 3, 0.67, True, 0.5]]
    """
    import numpy as np
    import pandas as pd

    found = named(texts, names) if known is None else known
    cells, which = len(texts) * len(names), found.text * len(names) + found.subject
    held = np.bincount(which, minlength=cells)
    of = np.repeat(found.sentences.sizes, len(names))
    first = np.full(cells, np.nan)
    first[which[::-1]] = found.number[::-1]  # of several the first is written last
    share = np.divide(held, of, out=np.full(cells, np.nan), where=of > 0)
    columns = (np.repeat(np.arange(len(texts)), len(names)), list(names) * len(texts), held, of, share, first < LEAD,
               np.where(of > 1, first / np.maximum(of - 1, 1), first))
    return pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))


def naming(texts: Sequence[str], names: Sequence[str], known: Named | None = None):
    """Every sentence that names a subject: DataFrame with text_index, subject, number (of the sentence), start, end.

    `known` as for `subjects`.

    >>> naming(["Rain fell. The ferry waited."], ["ferries"]).values.tolist()
    [[0, 'ferries', 1, 11, 28]]
    """
    import numpy as np
    import pandas as pd

    found = named(texts, names) if known is None else known
    order = np.lexsort([found.subject, found.number, found.text])
    text, subject, number = (column[order] for column in found[:3])
    at = found.sentences.begins[text] + number
    return pd.DataFrame({
        "text_index": text, "subject": pd.Categorical.from_codes(subject, pd.Index(names, dtype=object)),
        "number": number, "start": found.sentences.starts[at], "end": found.sentences.ends[at]})


def named(texts: Iterable[str], names: Sequence[str], cut: Stretches | None = None) -> Named:
    """The sentences of texts in which all words of each name stand, plurals folded. `cut`: all sentences, where these
    are known.

    >>> found = named(["Rain fell. The ferry waited."], ["ferries", "boat"])
    >>> found.text.tolist(), found.subject.tolist(), found.number.tolist()
    ([0], [0], [1])
    """
    import numpy as np

    texts = list(texts) if cut is None else texts
    cut = Stretches(map(sentences, texts)) if cut is None else cut
    wanted = [sorted({fold(w) for w in name.lower().replace("’", "'").split()}) for name in names]
    words = {w for own in wanted for w in own}
    found = array("i"), array("i"), array("i")
    for i, text in enumerate(texts):
        spans = cut[i]
        held = _holding(words, text, spans)
        for n, own in enumerate(wanted):
            for k in sorted(set(range(len(spans))).intersection(*(held[w] for w in own))):
                for column, value in zip(found, (i, n, k), strict=True):
                    column.append(value)
    return Named(*(np.array(column, dtype=np.int64) for column in found), cut)


def _holding(words: Iterable[str], text: str, spans: Sequence[tuple[int, int]]) -> dict[str, set[int]]:
    """{word: numbers of the sentences (spans) that hold it}, as `content_terms` has words."""
    plain, starts = small(text), [start for start, _ in spans]
    read: dict[int, set[str]] = {}

    def holds(k: int, word: str) -> bool:
        if k not in read:
            read[k] = set(content_terms(text[slice(*spans[k])]))
        return word in read[k]

    out: dict[str, set[int]] = {}
    for word in words:
        own = out[word] = set()
        if len(word) == 1 or len(plain) != len(text):  # a few letters have no small form of one letter
            own.update(k for k in range(len(spans)) if holds(k, word))
            continue
        for at in _places(word[:-1], plain):  # a word begins as what it is folded to, but for the last letter
            k = bisect_right(starts, at) - 1
            before = plain[at - 1] if at else " "
            if k >= 0 and k not in own and not before.isalpha() and (
                _is(word, plain, at) if before in _OPENS else holds(k, word)
            ):
                own.add(k)
    return out


def _is(word: str, plain: str, at: int) -> bool:
    """Whether what begins at a place is a form of a word."""
    form = word_at(plain, at)
    return fold(form) == word and form not in function_words()


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def claims(text: str, attributed: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int, str]]:
    """The sentences of an article: (start, end, voice).

    In: a text, and the passages of it that are ascribed to somebody. `voice` is attributed (an ascribed passage or a
    quotation stands in it), or else, in the outlet's own voice, hedged, certain ("clearly", "of course") or plain; a
    sentence with both kinds of words is hedged. Of 40 sentences each in news, judged by hand, 39 called hedged and 36
    called certain were so.

    >>> [voice for _, _, voice in claims("It may rain. It clearly rained. It rained. “Rain!” she said.")]
    ['hedged', 'certain', 'plain', 'attributed']
    """
    cut, quoted = Stretches([sentences(text)]), Stretches([quotations(text)])
    voices = claimed([text], cut, quoted, Stretches([attributed]))
    return [(*span, VOICES[k]) for span, k in zip(cut[0], voices.tolist(), strict=True)]


def claimed(texts: Iterable[str], cut: Stretches, *ascribed: Stretches) -> np.ndarray:
    """For each sentence (of `cut`) of texts the place of its voice among VOICES, as `claims` tells it; `ascribed` are
    all quotations and passages that are ascribed to somebody.

    >>> claimed(["It may rain."], Stretches([[(0, 12)]])).tolist()
    [1]
    """
    import numpy as np

    far = 1 << 32  # so that one number says which text, and where in it
    begins, ends = cut.texts * far + cut.starts, cut.texts * far + cut.ends
    change = np.zeros(len(begins) + 1, dtype=np.int64)
    for some in ascribed:
        full = some.starts < some.ends
        first = np.searchsorted(ends, (some.texts * far + some.starts)[full], side="right")
        last = np.searchsorted(begins, (some.texts * far + some.ends)[full])
        np.add.at(change, first, 1)
        np.add.at(change, last, -1)
    voices, at = np.where(np.cumsum(change)[:-1] > 0, 0, 3).tolist(), 0
    for i, text in enumerate(texts):
        for start, end in cut[i]:
            if voices[at]:
                voices[at] = next((k for k, p in enumerate(_certainty(), 1) if p.search(text, start, end)), 3)
            at += 1
    return np.array(voices, dtype=np.int8)


@cache
def _certainty() -> tuple[re.Pattern[str], ...]:
    """An expression for each row of data/certainty.csv, hedges first."""
    # "May" with a capital inside a sentence is a month; at its start it is rare either way.
    return tuple(re.compile(rf"(?:{'|'.join(p for words in r['words'].split(';') for p in _phrase(words))})\b")
                 for r in lists.rows("certainty.csv"))


def _phrase(words: str) -> list[str]:
    """A phrase with a small letter and with a capital. The letter stands before what it stands behind: then the search
    skips from one such letter to the next."""
    first = words[0] if words in ("may", "might") else words[0] + words[0].upper()
    return [rf"{letter}(?<=\b{letter}){re.escape(words[1:])}" for letter in first]
