"""What the readability formulas count, sentence by sentence or for a whole text.

Every count is a sum over sentences, so the counts of a text, an article or an outlet are sums of those of its
sentences, and any formula can be worked out from a table of them.

A word is worked out once, however often it stands anywhere. A sentence is parted at white space and at marks that are
part of no word; each piece is looked up in a bounded cache, which says what it adds to all counts as one number, 32
bits a count, so that adding up is one sum. A piece is cut into words by `spans.WORD`, which never crosses white space,
so the words are those of `spans.words`; they are kept in the same cache, being pieces too.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import chain

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
_BETWEEN = (", ", ": ", *"“”\"—?();‘")  # that part words wherever they stand, so that fewer pieces are met
_KEPT = 2**21  # characters of pieces and words kept from text to text: about 250,000 of them


def sentence_counts(text: str, sentences: list[tuple[int, int]] | None = None) -> list[dict[str, int]]:
    """The counts of each sentence, one dict of COUNTS for each span; sums of them are exact.

    `sentences` are spans of `text` (default: `spans.sentences`). A span without a word counts as no sentence. A
    word with a capital is a name if it has one inside a sentence somewhere in `sentences`, not only at the start.

    >>> [row["words"] for row in sentence_counts("Rain fell. It fell all day.")]
    [2, 4]
    """
    rows = [_unpacked([adds]) for adds in _sums(text, sentences)]
    for row in rows:
        del row["capitals"]
    return rows


def counts(text: str, sentences: list[tuple[int, int]] | None = None) -> dict[str, int]:
    """The counts of a text: the sums of `sentence_counts`.

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
    return _unpacked(_sums(text, sentences))


# --- pieces ----------------------------------------------------------------------------------------------------


class _Lexicon(dict[str, int]):
    """What each piece adds to the counts, packed, worked out when first asked for; 0 where it has no word.

    A capitalised word counts as a name. `as_name`: the words for which that makes a difference, because they would be
    hard otherwise, and what it makes; `capitalised`: of some pieces, their words of this kind; `with_word`: the pieces
    that have such a word; `opening`: the first word of a piece, where it is one of these.
    """

    def __init__(self) -> None:
        super().__init__()
        self.as_name: dict[str, int] = {}
        self.capitalised: dict[str, list[str]] = {}
        self.with_word: dict[str, list[str]] = {}
        self.opening: dict[str, str] = {}
        self.size = 0
        self._same: dict[int, int] = {}  # thousands of pieces add the same: one number for all is sooner fetched

    def __missing__(self, piece: str) -> int:
        bare = piece.strip(_AROUND)
        words = [bare] if bare.isalpha() else spans.WORD.findall(piece)  # a short cut for most
        if len(words) != 1:
            adds = sum(map(self.__getitem__, words))
        elif words[0] != piece:
            adds = self[words[0]]
        else:
            adds, as_name = _profile(piece)
            if as_name:
                self.as_name[piece] = as_name
                adds += as_name
        if words and not self.as_name.keys().isdisjoint(words):
            self._note(piece, words)
        self.size += len(piece)
        self[piece] = adds = self._same.setdefault(adds, adds)
        return adds

    def _note(self, piece: str, words: list[str]) -> None:
        """Keep what is to be known of a piece with words that may be names."""
        self.capitalised[piece] = capitalised = [word for word in words if word in self.as_name]
        for word in capitalised:
            self.with_word.setdefault(word, []).append(piece)
        if words[0] in self.as_name:
            self.opening[piece] = words[0]


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


def _lexicon_kept() -> _Lexicon:
    """The pieces known so far; begun anew, between two texts, when they have become many."""
    if _lexicon().size > _KEPT:
        _lexicon.cache_clear()
    return _lexicon()


def _profile(word: str) -> tuple[int, int]:
    """What one word adds to the counts, packed, and what it adds besides where it is a name."""
    if word.isalpha():
        letters = characters = len(word)
    else:
        letters, characters = sum(map(str.isalpha, word)), sum(map(str.isalnum, word))
    if not letters:
        return _packed(0, characters, 1, False, False, 0), 0
    plain = word.lower()
    n = syllables(plain)
    hard, unknown = n >= 3 and is_complex(plain, n), is_difficult(plain)
    capitals = 0 if word == plain else 1 if word[1:] == plain[1:] else sum(map(str.isupper, word))
    as_written = _packed(letters, characters, n, hard, unknown, capitals)
    return as_written, _as_name(hard, unknown) if word[0].isupper() else 0


@cache
def _packed(letters: int, characters: int, syllables: int, hard: bool, unknown: bool, capitals: int) -> int:
    """One number for what a word adds to the counts of _OF_WORDS."""
    adds = (1, letters, characters, syllables, syllables >= 3, hard, letters > 6, unknown, 0, not letters, capitals)
    return sum(n << _BITS * k for k, n in enumerate(adds))


@cache
def _as_name(hard: bool, unknown: bool) -> int:
    """What a word adds besides where it is a name: that is neither complex nor difficult. Negative, but no sum is."""
    place = {name: _BITS * k for k, name in enumerate(_OF_WORDS)}
    return (unknown << place["names"]) - (hard << place["complex_words"]) - (unknown << place["difficult_words"])


# --- texts -----------------------------------------------------------------------------------------------------


def _sums(text: str, sentences: list[tuple[int, int]] | None) -> list[int]:
    """What each sentence adds to the counts, packed."""
    found, lexicon = spans.sentences(text) if sentences is None else sentences, _lexicon_kept()
    parted = text
    for mark in _BETWEEN:
        parted = parted.replace(mark, " " * len(mark))
    pieces = [parted[start:end].split() for start, end in found]
    look_up, opening = lexicon.__getitem__, lexicon.opening
    sums, openings = [], {}
    for k, own in enumerate(pieces):
        sums.append(sum(map(look_up, own)))
        first = own[0] if own and look_up(own[0]) else next(filter(look_up, own), None)  # a dash has no word
        if first in opening:
            openings[k] = opening[first]
    names = _names(pieces, Counter(openings.values()), lexicon)
    for k, word in openings.items():
        if word not in names:
            sums[k] -= lexicon.as_name[word]
    return sums


def _names(pieces: list[list[str]], openings: Counter[str], lexicon: _Lexicon) -> set[str]:
    """Those words of `openings` that are names: they have a capital inside a sentence too, not only at the start."""
    wanted = set[str]().union(*map(lexicon.with_word.__getitem__, openings))
    some = filter(wanted.__contains__, chain.from_iterable(pieces))
    written = Counter(chain.from_iterable(map(lexicon.capitalised.__getitem__, some)))
    return {word for word, n in openings.items() if written[word] > n}


def _unpacked(sums: list[int]) -> dict[str, int]:
    """All counts of sentences that add so much each."""
    total, lengths = sum(sums), [own & _MASK for own in sums]
    long = len([n for n in lengths if n > LONG_SENTENCE])
    head = {"sentences": len(lengths) - lengths.count(0), "long_sentences": long}
    return head | {name: (total >> _BITS * k) & _MASK for k, name in enumerate(_OF_WORDS)}
