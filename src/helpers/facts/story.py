"""What the articles of a story mention and how they put it, as numbers, one article behind the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np

from helpers.facts.rows import Rows, Sets, Units, ranges
from helpers.facts.statements import Key, Voice, Wording, lighter
from helpers.text.ngrams import Text

_SPACE = " \xa0-"  # between the words of a term


class Story:
    """The passages of a story's articles, as rows of what they mention and of how they put it.

    In: the texts, the keys of each (`found`) and the parts of its attributions in order (`voices`), and how each is
    put. `names` are the different keys in the order of the alphabet, `named` tells which of them are names,
    `lengths` are those of the texts.
    """

    def __init__(
        self, texts: Sequence[Text], found: Sequence[Sequence[Key]], voices: Sequence[Sequence[Voice]],
        said: Sequence[Wording],
    ) -> None:  # fmt: skip
        self._texts = texts
        self.lengths = np.array([len(t.text) for t in texts], int)
        self._begins = np.r_[0, np.cumsum(self.lengths + 1)]
        start, end, key, capital, *_ = zip(*chain.from_iterable(found), strict=True) if any(found) else ((),) * 4
        self._home = np.repeat(np.arange(len(texts)), [*map(len, found)])
        begin = self._begins[self._home]
        self._at, self._end = np.array(start, np.int64) + begin, np.array(end, np.int64) + begin
        self.names = sorted(set(key))
        self._key = _whole(map({name: n for n, name in enumerate(self.names)}.__getitem__, key))
        self._two = _numbered(self._key[:-1] * len(self.names) + self._key[1:])
        named = self._named(np.array(capital, bool))
        self._weight = self._weights(found, voices, named & np.array(capital, bool))
        full = self._weight == 1
        self._full = full[:-1] | full[1:]
        self._put_at, self._put = self._wording(said, self._at[~full | named])
        self.named = np.zeros(len(self.names), bool)
        self.named[self._key[named]] = True

    def _named(self, capital: np.ndarray) -> np.ndarray:
        """Which of the keys are names: the story writes them with a capital more often than not, the first words of
        sentences aside."""
        texts = zip(self._texts, self._begins.tolist(), strict=False)
        begins = [begin + s for text, begin in texts for s, _ in text.sentences]
        inside = ~np.isin(self._at, begins)
        count = len(self.names)
        large, small = (np.bincount(self._key[inside & case], minlength=count) for case in (capital, ~capital))
        return (large > small)[self._key]

    def _weights(
        self, found: Sequence[Sequence[Key]], voices: Sequence[Sequence[Voice]], named: np.ndarray
    ) -> np.ndarray:
        """What each of the keys weighs where it stands; `named`: which stand as names."""
        weight = np.ones(len(self._key))
        names, terms, first = np.flatnonzero(named), self._terms(), 0
        for text, mentioned, said in zip(self._texts, found, voices, strict=True):
            here = (
                part[slice(*np.searchsorted(part, (first, first + len(mentioned))))] - first for part in (names, terms)
            )
            for k, light in lighter(text.text, mentioned, *map(np.ndarray.tolist, here), said).items():
                weight[first + k] = light
            first += len(mentioned)
        return weight

    def _terms(self) -> np.ndarray:
        """Which of the keys stand before another so often that the two are one term ("spring tide")."""
        beside = np.flatnonzero((self._at[1:] - self._end[:-1] == 1) & (self._home[1:] == self._home[:-1]))
        beside = beside[(np.bincount(self._two, minlength=1) >= 3)[self._two[beside]]]
        ends = zip(self._home[beside].tolist(), (self._end - self._begins[self._home])[beside].tolist(), strict=True)
        beside = beside[np.array([self._texts[a].text[end] in _SPACE for a, end in ends], bool)]
        times, alone = np.bincount(self._two[beside], minlength=len(self._two))[self._two], np.bincount(self._key)
        often = times[beside]
        rarer = np.minimum(alone[self._key[beside]], alone[self._key[beside + 1]])
        return beside[(often >= 3) & (2 * often >= rarer)]

    def _wording(self, said: Sequence[Wording], without: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Where two neighbouring words of an article begin, and which; none of those `without` which it is put."""
        words = {word: n for n, word in enumerate(dict.fromkeys(chain.from_iterable(mine.words for mine in said)))}
        word = _whole(map(words.__getitem__, chain.from_iterable(mine.words for mine in said)))
        home = np.repeat(np.arange(len(said)), [len(mine.at) for mine in said])
        at = _whole(chain.from_iterable(mine.at for mine in said)) + self._begins[home]
        formula = [k + begin for mine, begin in zip(said, self._begins.tolist(), strict=False) for k in mine.formula]
        here = ~np.isin(at, np.r_[without, np.array(formula, np.int64)])
        two = np.flatnonzero(here[:-1] & here[1:] & (home[:-1] == home[1:]))
        return at[two], _numbered(word[two] * len(words) + word[two + 1])

    def _within(self, units: Units, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What begins within the units, of what begins `at` some places: of which unit, and which of the places."""
        begins = self._begins[units.article]
        return ranges(np.searchsorted(at, begins + units.start), np.searchsorted(at, begins + units.end))

    def keys(self, units: Units) -> Sets:
        """What the passages mention, with what each weighs there."""
        row, which = self._within(units, self._at)
        return Sets(row, self._key[which], len(units.start), len(self.names), self._weight[which])

    def rows(self, units: Units) -> Rows:
        """The passages as rows."""
        count = len(units.start)
        row, which = self._within(units, self._at)
        keys = Sets(row, self._key[which], count, len(self.names), self._weight[which])
        pair = np.flatnonzero((row[:-1] == row[1:]) & np.r_[self._full, False][which[:-1]])
        beside = Sets(row[pair], self._two[which[pair]], count, len(self._two))
        row, which = self._within(units, self._put_at)
        return Rows(keys, beside, Sets(row, self._put[which], count, len(self._put)))

    def written(self, units: Units) -> dict[str, str]:
        """The keys of some passages, as they are written where each stands first."""
        row, which = self._within(units, self._at)
        numbers, first = np.unique(self._key[which], return_index=True)
        k, a = which[first], units.article[row[first]]
        places = zip(a.tolist(), *((part[k] - self._begins[a]).tolist() for part in (self._at, self._end)), strict=True)
        return {self.names[n]: self._texts[a].text[s:e] for n, (a, s, e) in zip(numbers.tolist(), places, strict=True)}


def _whole(numbers: Iterable[int]) -> np.ndarray:
    return np.fromiter(numbers, np.int64)


def _numbered(values: np.ndarray) -> np.ndarray:
    """Values as numbers from 0, equal where these are equal."""
    return np.unique(values, return_inverse=True)[1].ravel()
