"""How hard a text is to read: the usual formulas as published, over counts that add up.

Syllables and the list of familiar words are textstat's (0.7.8, with the CMU Pronouncing Dictionary); sentences and
words are ours (`helpers.spans`). Every count is a sum over sentences, so the counts of a text, an article or an
outlet are sums of those of its sentences, and any formula can be worked out from a table of them.

Where textstat departs from a publication the publication is followed:

* Coleman-Liau: 0.0588 a letter (textstat has 0.058), letters only.
* Gunning Fog: complex words without proper names, hyphenated compounds of short words, and -ed or -es endings
  (textstat leaves out the words of the Dale-Chall list instead).
* ARI: letters and figures (textstat counts punctuation too).
* Dale-Chall: names, figures and regular inflections are familiar (textstat holds them for difficult), and the
  constant is always added (textstat adds it above 5 % difficult words).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from functools import cache, lru_cache
from itertools import chain, islice
from operator import mul

from helpers import spans

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
MIN_WORDS = 10
MIN_SENTENCES = 5  # for an interval
_SPOKEN_ENDING = re.compile(r"(?:[td]ed|(?:s|x|z|ch|sh|c|g)es)$")  # -ed and -es as a syllable of their own
_NOT_LATIN = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_FINISHED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_CAPITALS = re.compile(r"[A-ZÀ-ÖØ-Þ]+")
_WORD_COUNTS = COUNTS[3:]


# --- words -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=200_000)
def syllables(word: str) -> int:
    """The syllables of one word by textstat: the CMU dictionary, else hyphenation.

    The parts of a hyphenated word are counted apart, a possessive 's as it is spoken, the letters of U.S. one by
    one. A figure counts as one syllable, as in textstat.

    >>> [syllables(w) for w in ("river", "well-to-do", "U.S.", "boss’s", "1,180")]
    [2, 3, 2, 2, 1]
    """
    import textstat

    word = word.lower().replace("’", "'")
    if not any(c.isalpha() for c in word):
        return 1
    total = 0
    for part in re.split(r"[-‐‑.]", word):
        stem = part.removesuffix("'s")
        total += textstat.syllable_count(stem) if stem else 0
        total += stem != part and stem.endswith(("s", "x", "z", "ch", "sh", "ce", "ge"))
    return max(total, 1)


@cache
def _familiar() -> frozenset[str]:
    """The Dale-Chall list as textstat 0.7.8 ships it."""
    from textstat.backend.utils._get_lang_easy_words import get_lang_easy_words

    return frozenset(get_lang_easy_words("en_US"))


def is_difficult(word: str) -> bool:
    """Whether a word, in small letters, is outside the Dale-Chall list of words that fourth-graders know.

    By the rules of Dale & Chall (1948) figures and regular inflections of listed words are familiar (-s, -es, -ies,
    -'s, -d, -ed, -ied, -ing, -er, -est, -ly, with doubled consonants), and so is a hyphenated word if its parts are.
    Noun and comparative in -er cannot be told apart here; both are taken as familiar.

    >>> [is_difficult(w) for w in ("houses", "stopped", "carries", "legislation", "1,180")]
    [False, False, False, True, False]
    """
    word = word.replace("’", "'")
    known = _familiar()
    if word in known or not any(c.isalpha() for c in word):
        return False
    parts = [p for p in re.split(r"[-‐‑]", word) if p]
    if len(parts) > 1:
        return any(is_difficult(p) for p in parts)
    word = word.removesuffix("'s")
    return known.isdisjoint(_stems(word))


def _stems(word: str) -> list[str]:
    """What a regular inflection of English may come from."""
    stems = [word]
    for ending, new in (("ies", "y"), ("ied", "y"), ("ier", "y"), ("iest", "y")):
        if word.endswith(ending):
            stems.append(word.removesuffix(ending) + new)
    for ending in ("s", "es", "d", "ed", "ing", "r", "er", "st", "est", "ly", "n"):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word.removesuffix(ending)
            stems.append(stem)
            if ending == "ing":
                stems.append(stem + "e")
            if ending in ("ed", "ing", "er", "est") and len(stem) > 2 and stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    return stems


def is_complex(word: str) -> bool:
    """Whether a word counts for the Fog index: three syllables or more, by Gunning (1952).

    Not counted are proper names (see `counts`), hyphenated combinations of short words, and words that -ed or -es
    brings to three syllables. Compounds written as one word (bookkeeper) cannot be seen and are counted.

    >>> [is_complex(w) for w in ("legislation", "created", "trespasses", "well-to-do", "considered")]
    [True, False, False, False, True]
    """
    n = syllables(word)
    if n < 3:
        return False
    parts = [p for p in re.split(r"[-‐‑]", word) if p]
    if len(parts) > 1:
        return any(is_complex(p) for p in parts)
    return not (n == 3 and _SPOKEN_ENDING.search(word))


@lru_cache(maxsize=200_000)
def _profile(word: str, name: bool) -> tuple[int, ...]:
    """What one word adds to each of _WORD_COUNTS; `name`: it is written with a capital inside sentences."""
    letters = sum(c.isalpha() for c in word)
    characters = sum(c.isalnum() for c in word)
    if not letters:
        return (0, characters, 1, 0, 0, 0, 0, 0, 1)
    n = syllables(word)
    plain = word.lower()
    difficult = is_difficult(plain)
    return (
        letters,
        characters,
        n,
        int(n >= 3),
        int(not name and is_complex(plain)),
        int(letters > 6),
        int(difficult and not name),
        int(difficult and name),
        0,
    )


# --- counts ----------------------------------------------------------------------------------------------------


def sentence_counts(text: str, sentences: list[tuple[int, int]] | None = None) -> list[dict[str, int]]:
    """The counts of each sentence, one dict of COUNTS for each span; sums of them are exact.

    `sentences` are spans of `text` (default: `spans.sentences`). A span without a word counts as no sentence. A
    word with a capital is a name if it has one inside a sentence somewhere in `sentences`, not only at the start.

    >>> [row["words"] for row in sentence_counts("Rain fell. It fell all day.")]
    [2, 4]
    """
    tokens = _tokens(text, sentences)
    names = _names(tokens)
    return [_sum(Counter(row), names, [len(row)]) for row in tokens]


def counts(text: str, sentences: list[tuple[int, int]] | None = None) -> dict[str, int]:
    """The counts of a text: the sums of `sentence_counts`, counted once for each distinct word.

    sentences; long_sentences (over 25 words); words; letters; characters (letters and figures); syllables;
    polysyllables (three syllables or more, McLaughlin 1969); complex_words (Gunning 1952, see `is_complex`);
    long_words (over six letters, Björnsson 1968); difficult_words (Dale & Chall 1948, see `is_difficult`, names
    and figures left out); names (words with a capital that would be difficult otherwise); figures (words without a
    letter).

    >>> counts("Rain fell. It fell all day.")["syllables"]
    6
    """
    tokens = _tokens(text, sentences)
    return _sum(Counter(chain.from_iterable(tokens)), _names(tokens), [len(row) for row in tokens])


def _tokens(text: str, sentences: list[tuple[int, int]] | None) -> list[list[str]]:
    return [spans.WORD.findall(text, s, e) for s, e in (spans.sentences(text) if sentences is None else sentences)]


def _names(tokens: list[list[str]]) -> set[str]:
    """The words that have a capital inside a sentence."""
    inside: set[str] = set()
    for row in tokens:
        inside.update(islice(row, 1, None))
    return {word for word in inside if word[0].isupper()}


def _sum(times: Counter[str], names: set[str], lengths: list[int]) -> dict[str, int]:
    profiles = map(_profile, times, map(names.__contains__, times))
    n = list(times.values())
    totals = [sum(map(mul, column, n)) for column in zip(*profiles, strict=True)] or [0] * len(_WORD_COUNTS)
    head = (sum(n > 0 for n in lengths), sum(n > LONG_SENTENCE for n in lengths), sum(lengths))
    return dict(zip(COUNTS, (*head, *totals), strict=True))


# --- formulas: pure arithmetic on counts (numbers or numpy arrays) ---------------------------------------------


def flesch(c):
    """Reading ease, about 0 (hard) to 100 (easy). Flesch, A new readability yardstick, J. Appl. Psych. 32 (1948)."""
    return 206.835 - 1.015 * words_per_sentence(c) - 84.6 * c["syllables"] / c["words"]


def flesch_kincaid(c):
    """US school grade. Kincaid et al., Derivation of new readability formulas, Navy Research Branch 8-75 (1975)."""
    return 0.39 * words_per_sentence(c) + 11.8 * c["syllables"] / c["words"] - 15.59


def gunning_fog(c):
    """US school grade. Gunning, The Technique of Clear Writing (1952)."""
    return 0.4 * (words_per_sentence(c) + 100 * c["complex_words"] / c["words"])


def smog(c):
    """US school grade. McLaughlin, SMOG grading, Journal of Reading 12 (1969); normed on samples of 30 sentences."""
    return 3.1291 + 1.0430 * (30 * c["polysyllables"] / c["sentences"]) ** 0.5


def coleman_liau(c):
    """US school grade. Coleman & Liau, A computer readability formula, J. Appl. Psych. 60 (1975)."""
    return 0.0588 * 100 * c["letters"] / c["words"] - 0.296 * 100 * c["sentences"] / c["words"] - 15.8


def ari(c):
    """US school grade. Senter & Smith, Automated Readability Index, AMRL-TR-66-220 (1967)."""
    return 4.71 * c["characters"] / c["words"] + 0.5 * words_per_sentence(c) - 21.43


def dale_chall(c):
    """Raw score (9 is college level). Dale & Chall, A formula for predicting readability, Educ. Res. Bull. 27, 1948."""
    return 0.1579 * 100 * c["difficult_words"] / c["words"] + 0.0496 * words_per_sentence(c) + 3.6365


def lix(c):
    """About 20 (very easy) to 60 (very hard). Björnsson, Läsbarhet (1968); our sentences, not his colons."""
    return words_per_sentence(c) + 100 * c["long_words"] / c["words"]


def words_per_sentence(c):
    """Mean length of a sentence in words."""
    return c["words"] / c["sentences"]


def letters_per_word(c):
    """Mean length of a word in letters."""
    return c["letters"] / c["words"]


def share_long_sentences(c):
    """Share (0 to 1) of sentences of more than 25 words."""
    return c["long_sentences"] / c["sentences"]


FORMULAS: dict[str, Callable] = {
    f.__name__: f
    for f in (
        flesch,
        flesch_kincaid,
        gunning_fog,
        smog,
        coleman_liau,
        ari,
        dale_chall,
        lix,
        words_per_sentence,
        letters_per_word,
        share_long_sentences,
    )
}


def formulas(counts: dict) -> dict[str, float | None]:
    """Every formula worked out from `counts`; None throughout where there is no word or no sentence.

    >>> round(formulas(counts("Rain fell. It fell all day."))["flesch"], 2)
    119.19
    """
    if not counts["words"] or not counts["sentences"]:
        return dict.fromkeys(FORMULAS)
    return {name: formula(counts) for name, formula in FORMULAS.items()}


def measures(text: str) -> dict[str, float | str | None]:
    """The counts and formulas of a text, and `reason`: None, or why the formulas are None.

    The formulas are made for English prose. They are None, with the reason in words, for a text of fewer than ten
    words or without a finished sentence, mostly figures, in another script or language, or in capitals.

    >>> measures("Rain fell.")["reason"]
    'too short: 2 words, and the formulas need 10'
    """
    found = spans.sentences(text)
    total = counts(text, found)
    reason = _why_not(text, found, total)
    return {**total, **(dict.fromkeys(FORMULAS) if reason else formulas(total)), "reason": reason}


def _why_not(text: str, found: list[tuple[int, int]], total: dict[str, int]) -> str | None:
    """Why a text cannot be measured, or None."""
    words, letters = total["words"], total["letters"]
    if not words:
        return "no words"
    if 2 * total["figures"] > words:
        return "mostly figures"
    if not text.isascii() and 2 * len(_NOT_LATIN.findall(text)) > letters:
        return "not in the Latin alphabet, and the formulas are made for English"
    if words < MIN_WORDS:
        return f"too short: {words} {'word' if words == 1 else 'words'}, and the formulas need {MIN_WORDS}"
    if 2 * sum(map(len, _CAPITALS.findall(text))) > letters:
        return "in capitals, where sentences and names cannot be told"
    if not any(_FINISHED.search(text, max(s, e - 8), e) for s, e in found):
        return "no finished sentence"
    if 4 * (words - total["difficult_words"] - total["names"] - total["figures"]) < words:
        return "hardly a common English word, and the formulas are made for English"
    return None


# --- intervals and the effect of the tool ----------------------------------------------------------------------


def interval(
    sentence_counts: list[dict], measure: str, seed: int = 0, resamples: int = 2000
) -> tuple[float | None, float | None]:
    """The 95 % bootstrap interval of a measure of one article, its sentences resampled with replacement.

    `sentence_counts`: rows of the function of that name; `measure`: a name in FORMULAS. Because counts add up, a
    resample is a sum of rows. The percentile interval is widened for small samples as Hesterberg proposes (What
    teachers should know about the bootstrap, The American Statistician 69, 2015, section 5.3). (None, None) for
    fewer than five sentences. Raises KeyError for an unknown measure.

    >>> rows = sentence_counts("Rain fell. It fell all day. Nobody came. The river rose and rose. Then it stopped.")
    >>> low, high = interval(rows, "words_per_sentence")
    >>> low < 3.4 < high
    True
    """
    import numpy as np
    from scipy import stats

    formula = FORMULAS[measure]
    rows = np.array([[row[name] for name in COUNTS] for row in sentence_counts if row["words"]], dtype=float)
    n = len(rows)
    if n < MIN_SENTENCES:
        return None, None
    # How often each sentence is drawn, resample by resample; the product is the summed counts of each resample.
    drawn = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=resamples)
    values = formula(dict(zip(COUNTS, (drawn @ rows).T, strict=True)))
    tail = stats.norm.cdf(stats.t.ppf(0.025, n - 1) * (n / (n - 1)) ** 0.5)
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)


TEXTSTAT = {
    "flesch": "flesch_reading_ease",
    "flesch_kincaid": "flesch_kincaid_grade",
    "gunning_fog": "gunning_fog",
    "smog": "smog_index",
    "coleman_liau": "coleman_liau_index",
    "ari": "automated_readability_index",
    "dale_chall": "dale_chall_readability_score",
    "lix": "lix",
    "words_per_sentence": "words_per_sentence",
    "letters_per_word": "avg_letter_per_word",
}


def tool_effect(text: str) -> dict[str, dict | str | None]:
    """The same text by textstat as it comes and by `measures`.

    Returns for "sentences", "words" and every measure that both have a dict {"textstat", "ours", "difference"}
    (ours minus textstat's; None where ours is None), and "reason" and "version" (textstat's).

    >>> tool_effect("The U.S. team left on Jan. 3 for the north. It came home in May.")["sentences"]
    {'textstat': 3, 'ours': 2, 'difference': -1}
    """
    from importlib import metadata

    from textstat import textstat

    ours = measures(text)
    theirs = {name: getattr(textstat, method)(text) for name, method in TEXTSTAT.items()}
    theirs |= {"sentences": textstat.sentence_count(text), "words": textstat.lexicon_count(text)}
    rows = {
        name: {
            "textstat": value,
            "ours": ours[name],
            "difference": None if ours[name] is None else ours[name] - value,
        }
        for name, value in theirs.items()
    }
    return {**rows, "reason": ours["reason"], "version": metadata.version("textstat")}
