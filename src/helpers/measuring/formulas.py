"""The readability formulas as published: pure arithmetic on counts (numbers or numpy arrays).

Where textstat departs from a publication, the publication is followed:

* Coleman-Liau: 0.0588 a letter (textstat 0.7.8 has 0.058), letters only.
* Gunning Fog: complex words without proper names, hyphenated compounds of short words, and -ed or -es endings
  (textstat leaves out the words of the Dale-Chall list instead).
* ARI: letters and figures (textstat counts punctuation too).
* Dale-Chall: names, figures and regular inflections are familiar (textstat holds them for difficult), and the
  constant is always added (textstat adds it above 5 % difficult words).

`c` is a mapping with the names of `helpers.measuring.counting.COUNTS`; words and sentences must not be 0.
"""

from __future__ import annotations

from collections.abc import Callable

SMOG_SENTENCES = 30  # SMOG is normed on samples of so many; with fewer it says less


def flesch(c):
    """Reading ease, about 0 (hard) to 100 (easy). Flesch, A new readability yardstick, J. Appl. Psych. 32 (1948)."""
    return 206.835 - 1.015 * words_per_sentence(c) - 84.6 * c["syllables"] / c["words"]


def flesch_kincaid(c):
    """US school grade. Kincaid et al., Derivation of new readability formulas, Navy Research Branch 8-75 (1975)."""
    return 0.39 * words_per_sentence(c) + 11.8 * c["syllables"] / c["words"] - 15.59


def gunning_fog(c):
    """US school grade. Gunning, The Technique of Clear Writing (1952), who parts main clauses too; we do not."""
    return 0.4 * (words_per_sentence(c) + 100 * c["complex_words"] / c["words"])


def smog(c):
    """US school grade. McLaughlin, SMOG grading: a new readability formula, Journal of Reading 12 (1969).

    His regression on the polysyllables of 30 sentences (10 from the beginning, middle and end); here all sentences
    are taken, and their polysyllables brought to 30. A text of fewer than SMOG_SENTENCES is outside what was normed.
    """
    return 3.1291 + 1.0430 * (30 * c["polysyllables"] / c["sentences"]) ** 0.5


def coleman_liau(c):
    """US school grade. Coleman & Liau, A computer readability formula designed for machine scoring, JAP 60 (1975).

    Their estimated cloze score, 141.8401 - 0.214590 L + 1.079812 S, put into grade = 23.06395 - 0.274004 cloze; L and
    S are letters and sentences in 100 words.
    """
    return 0.0588 * 100 * c["letters"] / c["words"] - 0.296 * 100 * c["sentences"] / c["words"] - 15.8


def ari(c):
    """US school grade. Senter & Smith, Automated Readability Index, AMRL-TR-66-220 (1967); letters and figures."""
    return 4.71 * c["characters"] / c["words"] + 0.5 * words_per_sentence(c) - 21.43


def dale_chall(c):
    """Raw score. Dale & Chall, A formula for predicting readability, Educational Research Bulletin 27 (1948).

    By their table of corrected grades: up to 4.9 grade 4 and below, 5 to 5.9 grades 5 and 6, then two grades a point;
    9 to 9.9 college, 10 and more college graduates.
    """
    return 0.1579 * 100 * c["difficult_words"] / c["words"] + 0.0496 * words_per_sentence(c) + 3.6365


def lix(c):
    """About 20 (very easy) to 60 (very hard). Björnsson, Läsbarhet (1968); his colons end no sentence here."""
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

    >>> from helpers.measuring.counting import counts
    >>> round(formulas(counts("Rain fell. It fell all day."))["flesch"], 2)
    119.19
    """
    if not counts["words"] or not counts["sentences"]:
        return dict.fromkeys(FORMULAS)
    return {name: formula(counts) for name, formula in FORMULAS.items()}
