"""What the readability formulas count, sentence by sentence or for a whole text.

Every count is a sum over sentences, so the counts of a text, an article or an outlet are sums of those of its
sentences, and any formula can be worked out from a table of them.

A word is worked out once, however often it stands anywhere. A text is parted at white space; each piece is looked up
in a bounded cache, which says of what kind it is (pieces that add the same to every count are of one kind: there are
some thousand); the kinds of a text are counted; and what a kind adds is one number of 32 bits a count, so that adding
up is one sum of products. A piece is cut into words by `spans.WORD`, which never crosses white space, so the words
are those of `spans.words`.
"""

from __future__ import annotations

from collections import Counter
from functools import cache, lru_cache
from itertools import accumulate, chain, compress, pairwise
from operator import mul
from typing import NamedTuple

from helpers import spans
from helpers.measuring.difficulty import is_complex, is_difficult
from helpers.measuring.syllables import syllables

COUNTS = (
    "sentences",
    "long_sentences",
    "words",
    "letters",
    "characters",
    "syllables",
    "polysyllables",
    "complex_words",
    "long_words",
    "difficult_words",
    "names",
    "figures",
)
LONG_SENTENCE = 25  # words; a longer sentence is a long one
_OF_WORDS = (*COUNTS[2:], "capitals")  # capital letters serve `readability.measures` alone
_BITS = 32
_MASK = (1 << _BITS) - 1
_AROUND = ",.;:?!()[]“”\""  # marks that part no word from another where they stand around one
_KEPT = 2**20  # characters of pieces kept from text to text: about 130,000 pieces


def sentence_counts(text: str, sentences: list[tuple[int, int]] | None = None) -> list[dict[str, int]]:
    """The counts of each sentence, one dict of COUNTS for each span; sums of them are exact.

    `sentences` are spans of `text` (default: `spans.sentences`). A span without a word counts as no sentence. A
    word with a capital is a name if it has one inside a sentence somewhere in `sentences`, not only at the start.

    >>> [row["words"] for row in sentence_counts("Rain fell. It fell all day.")]
    [2, 4]
    """
    read = _read(text, sentences)
    names = set(_names(read))
    out = []
    for a, b in pairwise(read.bounds):
        one = _Read(read.pieces[a:b], read.kinds[a:b], [0, b - a], read.lexicon)
        out.append(_sum(one, {word: n for word, n in _capitalised(one).items() if word in names}))
        del out[-1]["capitals"]
    return out


def counts(text: str, sentences: list[tuple[int, int]] | None = None) -> dict[str, int]:
    """The counts of a text: the sums of `sentence_counts`, worked out once for each distinct word.

    sentences; long_sentences (over 25 words); words; letters; characters (letters and figures); syllables;
    polysyllables (three syllables or more, McLaughlin 1969); complex_words (Gunning 1952, see
    `difficulty.is_complex`); long_words (over six letters, Björnsson 1968); difficult_words (Dale & Chall 1948, see
    `difficulty.is_difficult`, names and figures left out); names (words with a capital that would be difficult
    otherwise); figures (words without a letter).

    >>> counts("Rain fell. It fell all day.")["syllables"]
    6
    """
    total = counts_and_capitals(text, sentences)
    del total["capitals"]
    return total


def counts_and_capitals(text: str, sentences: list[tuple[int, int]] | None = None) -> dict[str, int]:
    """As `counts`, with the number of capital letters in words (`capitals`) besides.

    >>> counts_and_capitals("RAIN fell.")["capitals"]
    4
    """
    read = _read(text, sentences)
    return _sum(read, _names(read))


# --- pieces and their kinds ------------------------------------------------------------------------------------


class _Lexicon(dict[str, int]):
    """The kind of each piece, worked out when first asked for.

    Of each kind: `adds`, its packed counts; `n_words`; `capital`: 0 where no word of such a piece has a capital to
    which the rules for names matter, 2 where its first word has one, else 1. `capitalised` has those words, by piece.
    """

    def __init__(self) -> None:
        super().__init__()
        self.adds: list[int] = []
        self.n_words: list[int] = []
        self.capital: list[int] = []
        self.capitalised: dict[str, list[str]] = {}
        self.size = 0
        self._numbers: dict[tuple[int, int], int] = {}

    def __missing__(self, piece: str) -> int:
        bare = piece.strip(_AROUND)
        words = [bare] if bare.isalpha() else spans.WORD.findall(piece)  # a short cut for most
        adds, capitalised = 0, []
        for word in words:
            plain, as_name = _profile(word)
            adds += plain
            if as_name:
                capitalised.append(word)
        key = (adds, 0 if not capitalised else 2 if capitalised[0] is words[0] else 1)
        kind = self._numbers.setdefault(key, len(self.adds))
        if kind == len(self.adds):
            self.adds.append(adds)
            self.n_words.append(adds & _MASK)
            self.capital.append(key[1])
        if capitalised:
            self.capitalised[piece] = capitalised
        self[piece] = kind
        self.size += len(piece)
        return kind


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


def _lexicon_kept() -> _Lexicon:
    """The pieces known so far; begun anew, between two texts, when they have become many."""
    if _lexicon().size > _KEPT:
        _lexicon.cache_clear()
    return _lexicon()


@lru_cache(maxsize=2**16)
def _profile(word: str) -> tuple[int, int]:
    """What one word adds to the counts, packed, and what it adds besides where it is a name."""
    if word.isalpha():
        letters = characters = len(word)
    else:
        letters, characters = sum(c.isalpha() for c in word), sum(c.isalnum() for c in word)
    if not letters:
        return _packed(words=1, characters=characters, syllables=1, figures=1), 0
    plain = word.lower()
    n = syllables(plain)
    hard, unknown = n >= 3 and is_complex(plain), is_difficult(plain)
    capitals = 0 if word == plain else 1 if word[1:] == plain[1:] else sum(c.isupper() for c in word)
    packed = _packed(1, letters, characters, n, n >= 3, hard, letters > 6, unknown, 0, 0, capitals)
    if not word[0].isupper() or not (hard or unknown):
        return packed, 0
    # A name is neither complex nor difficult. The difference may be negative; added to `packed` it never is.
    return packed, _packed(complex_words=-hard, difficult_words=-unknown, names=unknown)


def _packed(
    words=0, letters=0, characters=0, syllables=0, polysyllables=0, complex_words=0, long_words=0, difficult_words=0,
    names=0, figures=0, capitals=0,
) -> int:  # fmt: skip
    """One number for the counts of _OF_WORDS, 32 bits each."""
    return (
        words + (letters << 32) + (characters << 64) + (syllables << 96) + (polysyllables << 128)
        + (complex_words << 160) + (long_words << 192) + (difficult_words << 224) + (names << 256)
        + (figures << 288) + (capitals << 320)
    )  # fmt: skip


class _Read(NamedTuple):
    """A text's pieces and their kinds; sentence k is those from bounds[k] to bounds[k + 1]."""

    pieces: list[str]
    kinds: list[int]
    bounds: list[int]
    lexicon: _Lexicon


def _read(text: str, sentences: list[tuple[int, int]] | None) -> _Read:
    pieces, bounds, lexicon = [], [0], _lexicon_kept()
    for start, end in spans.sentences(text) if sentences is None else sentences:
        pieces += text[start:end].split()
        bounds.append(len(pieces))
    return _Read(pieces, [*map(lexicon.__getitem__, pieces)], bounds, lexicon)


# --- sums ------------------------------------------------------------------------------------------------------


def _capitalised(read: _Read) -> Counter[str]:
    """How often each word with a capital is written, of those to which the rules for names matter."""
    found = compress(read.pieces, map(read.lexicon.capital.__getitem__, read.kinds))
    return Counter(chain.from_iterable(map(read.lexicon.capitalised.__getitem__, found)))


def _names(read: _Read) -> dict[str, int]:
    """How often each name is written. A name has a capital inside a sentence somewhere, not only at the start."""
    n_words, capital = read.lexicon.n_words, read.lexicon.capital
    openings = []
    for at, end in pairwise(read.bounds):
        while at < end and not n_words[read.kinds[at]]:
            at += 1  # a dash, say
        if at < end and capital[read.kinds[at]] == 2:
            openings.append(read.lexicon.capitalised[read.pieces[at]][0])
    opening = Counter(openings)
    return {word: n for word, n in _capitalised(read).items() if n > opening[word]}


def _sum(read: _Read, names: dict[str, int]) -> dict[str, int]:
    """All counts of what was read; `names`: how often each name stands in it."""
    lexicon = read.lexicon
    times = Counter(read.kinds)
    total = sum(map(mul, map(lexicon.adds.__getitem__, times), times.values()))
    total += sum(_profile(word)[1] * n for word, n in names.items())
    so_far = [0, *accumulate(map(lexicon.n_words.__getitem__, read.kinds))]
    lengths = [so_far[b] - so_far[a] for a, b in pairwise(read.bounds)]
    head = {"sentences": sum(n > 0 for n in lengths), "long_sentences": sum(n > LONG_SENTENCE for n in lengths)}
    return head | {name: (total >> _BITS * k) & _MASK for k, name in enumerate(_OF_WORDS)}
