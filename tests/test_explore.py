"""The workbook's own reading room: each choice changes what is shown, and what is shown can be taken away."""

import csv
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.chapters import explore
from helpers.corpus import SAMPLE, load_corpus
from helpers.errors import UserError
from helpers.show import escape
from helpers.showing import marking


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SAMPLE)


@pytest.fixture(scope="module")
def story(corpus):
    return explore.stories(corpus)[0][1]


def named(box, name):
    return next(w for w in [*box.children, *(c for b in box.children for c in getattr(b, "children", ()))]
                if getattr(w, "description", "") == name)


def shown(box):
    return next(w.value for w in box.children if type(w).__name__ == "HTML")


def test_marks_lie_over_one_another_and_change_no_letter():
    marks = [marking.Mark(0, 8, "quotation"), marking.Mark(4, 14, "label"), marking.Mark(4, 8, "aligned", "7")]
    html = marking.marked("The gate <held>.\nAnd on.", marks)
    assert re.sub(r"<sup>.*?</sup>|<[^>]+>", "", html) == "The gate &lt;held&gt;.And on." and html.count("<p>") == 2
    assert html.count("<sup>7</sup>") == 1


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-2, 60), st.integers(-2, 60),
                                                st.sampled_from(sorted(marking.STYLES)))))
def test_any_text_with_any_marks_is_whole_and_well_formed(text, spans):
    from lxml import html

    from helpers.showing.passages import printable

    marked = marking.marked(text, [marking.Mark(*span) for span in spans])
    tree = html.fragment_fromstring(marked or "<p></p>", create_parent=True)
    plain = printable(text).replace("\n", "").replace("\r", "").replace("\x85", "")
    assert tree.text_content().replace("\r", "").replace("\x85", "").replace("\n", "") == plain


def test_another_story_offers_other_articles_and_shows_other_text(corpus, tmp_path):
    box = explore.reader(corpus, tmp_path)
    before = shown(box)
    named(box, "Story").index = 1
    assert shown(box) != before
    assert {a for _, a in named(box, "Left article").options} == {
        a for _, a in explore.articles(corpus, explore.stories(corpus)[1][1])}


def test_an_outlet_narrows_the_articles_offered(corpus, tmp_path):
    box = explore.reader(corpus, tmp_path)
    outlet = named(box, "Left outlet").options[1][1]
    named(box, "Left outlet").value = outlet
    assert all(name.startswith(outlet) for name, _ in named(box, "Left article").options)
    assert f"<h3>{escape(outlet)}:" in shown(box)


def test_each_kind_of_mark_can_be_taken_off(corpus, story):
    (_, left), (_, right), *_ = explore.articles(corpus, story)
    whole = explore.reading(corpus, left, right)
    for kind in explore.KINDS:
        fewer = explore.reading(corpus, left, right, tuple(k for k in explore.KINDS if k != kind))
        assert marking.STYLES[kind] in whole and marking.STYLES[kind] not in fewer
    assert "Nothing is marked" in explore.reading(corpus, left, right, ())


def test_aligned_passages_stand_in_both_texts(corpus, story):
    (_, left), (_, right), *_ = explore.articles(corpus, story)
    pairs = explore.aligned(corpus, left, right)
    assert pairs
    for (s, e), (t, f) in pairs:
        assert corpus.body(left).text[s:e].strip() and corpus.body(right).text[t:f].strip()
    assert explore.aligned(corpus, left, left) == []


def test_attributions_are_filtered_by_every_choice(corpus, tmp_path):
    box = explore.voices(corpus, tmp_path)
    everything = explore.attributions(corpus)
    assert shown(box).count("<tr>") == min(100, len(everything)) + 1
    outlet, speaker = everything.dropna(subset="speaker").iloc[0][["outlet", "speaker"]]
    named(box, "Outlet").value, named(box, "Speaker").value = outlet, speaker
    wanted = everything[(everything["outlet"] == outlet) & (everything["speaker"] == speaker)]
    assert shown(box).count("<tr>") == len(wanted) + 1 < len(everything)
    named(box, "Type").value = wanted["type"].iloc[0]
    assert f"{(wanted['type'] == wanted['type'].iloc[0]).sum()} attributions" in shown(box)


def test_a_long_list_offers_some_and_finds_the_others(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(explore, "OFFERED", 4)
    box = explore.voices(corpus, tmp_path)
    everything = explore.attributions(corpus)
    field = box.children[box.children.index(named(box, "Speaker")) - 1]
    outlets = box.children[box.children.index(named(box, "Outlet")) - 1]
    often = everything["speaker"].value_counts()
    assert field.layout.display == "" and f"{len(often) + 1:,}" in field.placeholder
    assert outlets.layout.display == ("" if everything["outlet"].nunique() >= 4 else "none")
    offered = named(box, "Speaker").options
    assert len(offered) == 4 and offered[0] == ("all", explore.ALL)
    assert [often[name] for _, name in offered[1:]] == often.head(3).tolist()
    rare = next(name for name in often.index[::-1] if name not in dict(offered))
    field.value = rare.upper()
    assert rare in dict(named(box, "Speaker").options)
    named(box, "Speaker").value = rare
    assert f"{often[rare]} attributions" in shown(box)
    field.value = "no such name at all"
    assert named(box, "Speaker").options == (("all", explore.ALL),)


def test_a_story_is_found_by_words_of_its_headline(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(explore, "OFFERED", 1)
    name, wanted = explore.stories(corpus)[-1]
    box = explore.reader(corpus, tmp_path)
    field = box.children[0]
    assert len(named(box, "Story").options) == 1
    field.value = name.partition(":")[2]
    assert named(box, "Story").value == wanted
    assert {a for _, a in named(box, "Left article").options} <= {a for _, a in explore.articles(corpus, wanted)}
    field.value = "no such story"
    assert named(box, "Story").value is None and "No article to read" in shown(box)
    named(box, "Write these facts").click()
    assert "Nothing is chosen." in [w.value for w in box.children[-1].children if hasattr(w, "value")]
    assert not list(tmp_path.iterdir())


def test_of_many_attributions_the_first_are_shown_and_all_are_written(corpus, tmp_path, monkeypatch):
    monkeypatch.setattr(explore, "ROWS", 5)
    box = explore.voices(corpus, tmp_path)
    assert shown(box).count("<tr>") == 6 and "the first 5 of them" in shown(box)
    named(box, "Write these attributions").click()
    with next(tmp_path.iterdir()).open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(explore.attributions(corpus)) > 5


def test_what_is_shown_is_written_and_nothing_is_overwritten(corpus, tmp_path):
    box = explore.voices(corpus, tmp_path / "taken")
    named(box, "Type").value = "non_response"
    button = named(box, "Write these attributions")
    button.click()
    button.click()
    files = sorted(p.name for p in (tmp_path / "taken").iterdir())
    assert files == ["attributions-all-all-non-response-2.csv", "attributions-all-all-non-response.csv"]
    with (tmp_path / "taken" / files[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(explore.attributions(corpus, kind="non_response")) > 0
    assert {row["type"] for row in rows} == {"non_response"}


def test_a_folder_that_cannot_be_written_is_named(corpus, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        explore.take_away(explore.attributions(corpus), tmp_path / "file" / "x", "a")


def test_a_name_of_a_speaker_cannot_leave_the_folder(corpus, tmp_path):
    path = explore.take_away(explore.attributions(corpus).head(1), tmp_path, "../../etc", "/root", "=cmd")
    assert path.parent == tmp_path and path.name == "etc-root-cmd.csv"


def test_a_single_page_can_be_read_too(tmp_path):
    (tmp_path / "one.txt").write_text("The bells rang twice on Monday, and nobody in Orrinmouth came to the pier. " * 6)
    lonely = load_corpus(tmp_path)
    box = explore.reader(lonely, tmp_path / "out")
    assert "The bells rang twice" in shown(box)
    assert "0 attributions" in shown(explore.voices(lonely, tmp_path / "out"))
