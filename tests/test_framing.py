"""Framing: planted differences are found, dealt ones are not, offsets hold."""

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import framing, significance
from helpers.chapters import framing as chapter
from helpers.chapters import rivals
from helpers.choices import distinctive, masking, proposals
from helpers.choices.distinctive import difference_interval, set_apart
from helpers.choices.label_uses import _pattern, curated_labels, label_counts, small_letters, uses_in
from helpers.choices.labels import choices, choices_in, rival_ps, rival_shares
from helpers.choices.presence import presence
from helpers.text.terms import numbered_words, word_list

VOCABULARY = [f"{a}{b}{c}" for a in "bdfgklm" for b in "aeiou" for c in ("rn", "st", "lk", "mp", "nd", "rt")]


def articles(n: int, seed: int) -> list[str]:
    """Texts whose words have different but fixed chances to stand in an article."""
    rng = np.random.default_rng(seed)
    chances = np.random.default_rng(99).uniform(0.05, 0.7, len(VOCABULARY))
    return [" ".join(rng.permutation(np.array(VOCABULARY)[rng.random(len(chances)) < chances])) for _ in range(n)]


def test_random_sides_have_no_distinctive_words():
    found = [len(framing.distinctive_words(articles(20, s), articles(20, s + 500))) for s in range(20)]
    assert sum(map(bool, found)) <= 3  # 5 % of 20 is 1


def test_planted_word_is_found_with_its_counts():
    a = [t + " Zephyr" if i < 18 else t for i, t in enumerate(articles(20, 1))]
    b = [t + " quagga" for t in articles(20, 2)]
    found = framing.distinctive_words(a, b)
    assert found.word.tolist()[:2] == ["quagga", "zephyr"]
    row = found.set_index("word").loc["zephyr"]
    assert (row.sign, row.level, row.k_a, row.n_a, row.k_b, row.n_b) == (1, "sure", 18, 20, 0, 20)
    assert 0 < row.low < 0.9 < row.high <= 1
    assert found.sign.tolist()[0] == -1
    assert set(framing.distinctive_words(a, b, mask=["The Zephyr"]).word) == {"quagga"}


def test_too_few_articles_or_no_words_give_an_empty_frame():
    for sides in (([], []), (["x y"], ["z"]), (["red boat"] * 3, ["blue boat"] * 3), ([""] * 9, [""] * 9)):
        found = framing.distinctive_words(*sides)
        assert found.empty and list(found.columns[:3]) == ["word", "sign", "level"]


def test_runs_that_recur_are_furniture_and_left_out():
    footer = " Tell our moor desk what you saw today"
    a = [t + footer for t in articles(12, 3)]
    b = articles(12, 4)
    assert framing.recurring_runs([*a, *b])[0] == ("tell our moor desk what you saw today", 12)
    assert not {"tell", "moor", "desk"} & set(framing.distinctive_words(a, b).word)
    assert {"tell", "moor", "desk"} <= set(framing.distinctive_words([t + " desk moor tell" for t in b], a).word)


def test_placebo_counts_are_reproducible():
    a, b = articles(10, 5), [t + " quagga" for t in articles(10, 6)]
    counts = framing.placebo(a, b, deals=5)
    assert len(counts) == 5 and counts == framing.placebo(a, b, deals=5)
    assert len(framing.distinctive_words(a, b)) == 1


def test_difference_interval():
    # Newcombe (1998), table II, method 10, contrast 56/70 against 48/80.
    assert difference_interval(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=1e-4)


def test_rival_labels_choice_per_article():
    a = ["the wall and the wall", "a wall", "Wall or fence", "walls", "wall", "boat"]
    b = ["a fence", "the fences", "fence fence wall", "fence", "fence"]
    row = framing.rival_labels(a, b, [("wall*", "fence, fences")], "Tide", "Fen").iloc[0]
    assert (row.n_a, row.n_b) == (5, 5)
    assert row.share_a == pytest.approx(0.9) and row.share_b == pytest.approx(1 / 15)
    assert row.p == row.p_holm == pytest.approx(2 / 252) and row.verdict == "more"
    assert "Tide clearly more than Fen" in row.sentence


def test_rival_labels_correct_together_and_admit_too_few():
    a, b = ["red big cat"] * 6, ["blue small dog"] * 6
    pairs = [("red", "blue"), ("big", "small"), ("cat", "dog", "cow"), ("oak", "elm")]
    found = framing.rival_labels(a, b, pairs)
    assert found.p.tolist()[:3] == pytest.approx([2 / 924, 2 / 924, 6 / 924])
    assert found.p_holm.tolist()[:3] == pytest.approx([6 / 924] * 3)
    assert found.verdict.tolist() == ["more", "more", "more", "too few"]
    assert math.isnan(found.p[3]) and math.isnan(found.p_holm[3])
    assert framing.rival_labels(a, b, []).empty
    with pytest.raises(ValueError, match="two or more"):
        framing.rival_labels(a, b, [("red",)])


def test_label_counts_give_every_use_once():
    text = "Border  wall? A border wall; walls, a fire-wall and a wall.\nThe WALL"
    found = framing.label_counts(["", text], {"barrier": ["wall", "border wall"]})
    slices = [text[r.start : r.end] for r in found.itertuples()]
    assert slices == ["Border  wall", "border wall", "wall", "WALL"]
    assert found.label.tolist() == ["border wall", "border wall", "wall", "wall"]
    assert set(found.text_index) == {1}


def test_curated_labels_are_rivals_and_each_is_found():
    groups = curated_labels()
    assert len(groups) > 25
    for referent, labels in groups.items():
        assert len(labels) >= 2 and len(set(labels)) == len(labels), referent
        for label in labels:
            found = framing.label_counts([f"they said {label.rstrip('*')} again"], {referent: labels})
            assert found.label.tolist() == [label]


@given(st.text(max_size=200))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_word_scores_take_any_text(text):
    spans = framing.word_scores(text)
    assert all(0 <= s < e <= len(text) and 0 < score <= 1 for s, e, score in spans)
    assert spans == sorted(spans)
    framing.headline_body(text, text)
    framing.label_counts([text], {"x": ["a", "b c"]})


def test_word_scores_order():
    text = "The shameless clerk quietly filed a voluminous ledger of the Corra council."
    scores = {text[s:e]: score for s, e, score in framing.word_scores(text)}
    assert scores["shameless"] >= framing.WORTH_CHECKING > scores["voluminous"] > scores["ledger"]
    assert scores["ledger"] > scores.get("Corra", 0) and "The" not in scores and "of" not in scores


def test_headline_body():
    found = framing.headline_body("Three ferries sink in Corra’s worst storm", "Corra saw a ferry sink in a storm.")
    assert found == {"n": 5, "found": 4, "share": 0.8, "missing": ["worst"]}
    body = "The mayor quit. Councils voted to stop."
    told = framing.headline_body("Mayor quits, council votes, ferries stopping", body)
    assert told["missing"] == ["ferries"]
    assert math.isnan(framing.headline_body("And then?", "Rain.")["share"])


def test_package_lists_say_where_they_come_from():
    from importlib import resources

    for name in ("rival_labels.csv", "loaded_words.csv", "topic_stop_words.txt"):
        text = resources.files("helpers").joinpath("data", name).read_text("utf-8")
        head = re.match(r"(?:#.*\n)+", text)
        assert head and "MIT" in head.group()


FURNITURE = [
    ("ADVERTISEMENT", "recurring line"),
    ("Gallery (14 pictures)", "recurring line"),
    ("OLDQUAY (Tide Wire) ", "label or dateline"),
    ("CLOSER LOOK", "label or dateline"),
    ("(Photo: Ada Quill, Tide)", "credit"),
    ("https://tide.example/moor", "address"),
]


def test_what_is_no_prose_is_found_and_said():
    texts = [
        f"Corra waits for {w}\nOLDQUAY (Tide Wire) - The {w} ferry waits in the harbour for {w}.\nADVERTISEMENT\n"
        f"It is due (Photo: Ada Quill, Tide) on Monday, its captain told us at https://tide.example/moor on {w}.\n"
        f"Gallery ({i} pictures)\nCLOSER LOOK: The {w} pilot, he said, had left too early for the tide of {w}.\n"
        for i, w in ((14, "red"), (2, "old"), (7, "new"))
    ]
    spans = masking.furniture(texts)[0]
    found = [(texts[0][s:e], why) for s, e, why in spans]
    for what, why in FURNITURE:
        assert any(got.startswith(what.strip()) and why == reason for got, reason in found), (what, found)
    left = masking.without(texts[0], spans)
    assert "The red ferry waits in the harbour" in left and "pilot, he said, had left" in left
    assert left.startswith("Corra waits for red")  # a headline stays, though no sentence
    table = framing.masked(texts, ["Tide"])
    assert {"recurring line", "credit", "address", "label or dateline", "name of an outlet"} <= set(table.why)
    assert table.articles.tolist() == sorted(table.articles, reverse=True)


def test_text_without_sentences_is_kept():
    for text in ("one line of words without a stop", "wrapped by hand\nso that no line\nends a sentence", "", "\n\n"):
        assert masking.without(text, masking.furniture([text])[0]) == text


def test_links_glued_to_a_name_are_left_out():
    text = "The mayor Dell Ada RookRook to quit council by spring Budget vote put off MORE said that it rained."
    ((s, e, why),) = masking.furniture([text])[0]
    assert why == "glued links" and text[:s] + text[e:] == "The mayor  said that it rained."


def test_kind_of_apostrophe_and_courtesy_titles_are_no_difference():
    a, b = ["Don’t sail, Mr Rook."] * 12, ["Don't sail, Rook."] * 12
    assert framing.distinctive_words(a, b).empty


@given(st.lists(st.text(alphabet="AaBb .\n(-)MORE@:’'1é", max_size=120), max_size=4))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_masking_takes_any_text_and_numbers_are_words(texts):
    for text, spans in zip(texts, masking.furniture(texts), strict=True):
        ends = [0, *(x for s, e, _ in spans for x in (s, e)), len(text)]
        assert ends == sorted(ends) and all(s < e for s, e, _ in spans)
    ids, home, words = numbered_words(texts)
    for i, text in enumerate(texts):
        assert [words[k] for k in ids[home == i]] == word_list(text)


def moor_story(label: str, number: int) -> str:
    filler = " ".join(np.random.default_rng(number).permutation(VOCABULARY)[:40])
    return f"The {label} tenants left the moor, said tenant {number}. Then {filler} was seen."


def test_labels_are_proposed_in_one_part_and_tested_in_the_other():
    a = [moor_story("evicted", i) for i in range(60)]
    b = [moor_story("departing", i) for i in range(100, 160)]
    found = framing.proposed_labels(a, b, "Tide", "Fen").set_index("pair")
    row = found.loc["departing / evicted"]
    assert row.verdict == "less" and row.place == "… tenants" and row.p_holm < 0.01
    proposers = [t for t in a if proposals.proposing(t)]
    assert row.n_a == 60 - len(proposers) and 5 < len(proposers) < 40
    assert framing.proposed_labels(a[:2], b[:2]).empty


def test_proposals_keep_the_error_of_the_test():
    texts = [moor_story(("evicted", "departing")[i % 2], i) for i in range(80)]
    false = 0
    for deal in range(20):
        order = np.random.default_rng(deal).permutation(80)
        found = framing.proposed_labels([texts[i] for i in order[:40]], [texts[i] for i in order[40:]])
        false += bool((found.p_holm <= 0.05).any())
    assert false <= 3


@given(st.lists(st.sampled_from(["wall", "Walls", "border  wall", "border", "İ", "the\n", "K", "x-", "wall-", " "])))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_labels_are_found_where_an_expression_finds_them(parts):
    text, labels = " ".join(parts), ("wall*", "border wall", "the", "wall border wall", "k")
    pattern, order = _pattern(labels)
    found = [(order[m.lastindex - 1], *m.span()) for m in pattern.finditer(text)]
    assert uses_in(text, small_letters(text), labels) == found


def test_choices_counted_once_give_what_each_comparison_counts():
    texts = ["the Wall", "no wall", "a fence", "walls", "FENCE and wall", "a gull", "fences", "fence", "wall", "fence"]
    pairs = [("wall*", "fence, fences"), ("gull", "tern")]
    counted = choices(texts, pairs)
    a, b = [0, 1, 3, 4, 8], [2, 5, 6, 7, 9]
    alone = framing.rival_labels([texts[i] for i in a], [texts[i] for i in b], pairs, "Tide", "Fen")
    assert rival_shares(counted, a, b, "Tide", "Fen").equals(alone)
    assert counted[1].at.tolist() == [5]
    ((some, none),) = rival_ps(counted, [(a, b)])
    assert some == alone["p"][0] and math.isnan(none)
    groups = {"barrier": ["wall*", "fence", "fences"], "bird": ["gull", "tern"], "one": ["the"]}
    again = choices_in(label_counts(texts, groups), groups)
    assert list(again) == ["barrier", "bird"]
    for thing, found in again.items():
        (direct,) = choices(texts, [groups[thing]])
        assert found.at.tolist() == direct.at.tolist() and (found.shares == direct.shares).all()


@pytest.mark.parametrize("text", ["a ferrıes", "FERRİES", "\N{KELVIN SIGN}ites and ferries", "ferrieſ", "FERRIES"])
def test_labels_are_found_in_every_spelling_that_an_expression_takes(text):
    found = framing.label_counts([text], {"boat": ["ferries", "kites"]})
    expected = [m.span() for m in re.finditer(r"(?<![\w-])(?:ferries|kites)(?![\w-])", text, re.IGNORECASE)]
    assert list(zip(found["start"], found["end"], strict=True)) == expected != []


def test_words_counted_once_set_apart_the_same_words():
    a = [t + " Zephyr" if i < 18 else t for i, t in enumerate(articles(20, 1))]
    b = articles(20, 2)
    known = presence([t for pair in zip(b, a, strict=True) for t in pair])
    found, false = set_apart(known, range(1, 40, 2), range(0, 40, 2), deals=3)
    assert found.equals(framing.distinctive_words(a, b)) and "zephyr" in set(found["word"])
    assert false == framing.placebo(a, b, deals=3)


def test_a_chapter_counts_words_and_labels_once(tmp_path, monkeypatch):
    """Findings, their placebos and tables ask for the same counts: reading all texts anew for each would take hours."""
    from helpers.choices import presence
    from helpers.corpus import load_corpus

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    lines = ["file,outlet"]
    for k in range(12):
        said = f"The ferry {'crossed' if k % 2 else 'waited for'} the strait on its morning run, and rain fell. "
        (tmp_path / "in").mkdir(exist_ok=True)
        words = " ".join(articles(1, k)[0].split()[:80])
        text = f"Ferry report number {k}\n\n{said * 3}\n\nIt was said that {words}.\n"
        (tmp_path / "in" / f"{k}.txt").write_text(text)
        lines.append(f"{k}.txt,{'The Tide' if k < 6 else 'The Fen Star'}")
    (tmp_path / "in" / "manifest.csv").write_text("\n".join(lines) + "\n")
    corpus = load_corpus(tmp_path / "in")
    assert chapter.too_few(corpus) is None
    times = {"presence_of": 0, "label_counts": 0}

    def once(module, name):
        real = getattr(module, name)

        def counting(*given):
            times[name] += 1
            return real(*given)

        monkeypatch.setattr(module, name, counting)

    once(presence, "presence_of")
    once(framing, "label_counts")
    for part in (chapter.label_findings, chapter.label_placebo, chapter.label_pairs, chapter.placebo_findings,
                 chapter.show_distinctive, chapter.masked_table):
        part(corpus)
    assert times == {"presence_of": 1, "label_counts": 1}
    plain = [f.text for f in chapter.placebo_findings(corpus)]
    monkeypatch.setattr(distinctive, "PLENTY", 0)
    said = [f.text for f in chapter.placebo_findings(corpus)]
    assert said[1:] == plain and "199" in said[0], "where fewer deals judge, that is said"


def test_labels_are_shown_in_the_form_found_and_without_a_star():
    uses = pd.DataFrame([("critic*", "critics"), ("critic*", "critic"), ("critic*", "critics"), ("foe", "foe")],
                        columns=["listed", "label"])
    shown = uses.assign(label=uses["listed"].map(rivals._forms(uses)))
    assert shown["label"].tolist() == ["critics"] * 3 + ["foe"]
    assert rivals.in_words("M*A*S*H: critic* / foe, sceptic*", shown) == "M*A*S*H: critics / foe, sceptic"


def test_a_label_of_several_forms_is_one_choice_under_its_first():
    groups = {"barrier": ["fence, fences", "wall"]}
    found = framing.label_counts(["two fences, a wall", "the fence"], groups)
    assert found["label"].tolist() == ["fence", "wall", "fence"]
    own = choices_in(found, groups)["barrier"]
    assert own.rivals == "fence / wall" and own.shares.tolist() == [[50.0, 50.0], [100.0, 0.0]]


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3])
def test_words_that_pass_are_those_that_benjamini_and_hochberg_adjust_to_five_of_a_hundred(share):
    rng = np.random.default_rng(7)
    p = np.where(rng.random(2000) < share, rng.random(2000) ** 4 / 50, rng.random(2000)).round(4)
    assert distinctive._passes(p).tolist() == [q <= 0.05 for q in significance.benjamini_hochberg(p)]
