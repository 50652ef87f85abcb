"""Paragraphs, sentences and words: what the docstrings promise, and that offsets hold on any string."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import spans


def cut(text):
    return [text[s:e] for s, e in spans.sentences(text)]


def tokens(text):
    return [text[s:e] for s, e in spans.words(text)]


# Each case lists the sentences of a text that joins them with spaces.
CASES = {
    "titles": ["Dr. Bolt met Mr. Fane and Gen. Oru in Veldt.", "They talked."],
    "title after hyphen": ["It was then-Gov. Maris who signed.", "Nobody objected."],
    "initials": ["Ada B. Fane and J. K. Oru signed.", "C. A. Maris did not."],
    "U.S. inside": ["The U.S. Senate met.", "It rose at noon."],
    "U.S. at the end": ["He came back to the U.S. The storm had passed."],
    "months": ["It opened on Jan. 3 and shut in Feb. The mill stayed open."],
    "numbers": ["Ferry No. 7 carried 3.5 tons for $1.2 million.", "No. It sank."],
    "states": ["The mill in Veldt, Del. Chairman Oru shut is for sale.", "The clerk was ill.", "Bolt was not."],
    "times": ["It left at 9 a.m. Monday and came at 5 p.m. The crew slept."],
    "companies": ["Veldt Mills Inc. Chairman Tove Oru resigned.", "The mill did not."],
    "quoted question": ["“Why now?” he asked.", "Nobody knew."],
    "quoted question, name first": ["“Why now?” Tove Oru asked.", "Nobody knew."],
    "quoted question, a new sentence": ["“Why now?”", "The mayor had no answer."],
    "closing marks": ['She said, "We wait."', "(They waited.)", "It rained."],
    "long quotation": ["“We wait.", "We always wait,” she said."],
    "ellipsis inside": ["He said it was … over and … done.", "She left."],
    "ellipsis at the end": ["Then came the flood ...", "The bridge held."],
    "brackets": ["The ferry (it was built by Oru Bros. in Veldt) sank.", "All swam."],
    "shouts": ["Stop!", "Who goes there?!", "Nobody did."],
    "decimals": ["It rose 3.9 percent to 1,180.5 points.", "It fell again."],
    "footnote": ["It was the last ferry.[12]", "Another came."],
}
JOINED = {  # cases whose single string holds two sentences: where the second begins
    "U.S. at the end": "The storm",
    "months": "The mill",
    "numbers": "It sank",
    "times": "The crew",
}


@pytest.mark.parametrize("name", CASES)
def test_sentences_of_news(name):
    parts = []
    for part in CASES[name]:
        at = part.find(JOINED.get(name, "\0"))
        parts += [part[:at].rstrip(), part[at:]] if at > 0 else [part]
    assert cut(" ".join(parts)) == parts


def test_a_line_is_at_least_one_sentence():
    text = "Ferry sinks off Veldt\n\nBy Tove Oru\n- life jackets\n1. Find the exit\nIt sank at dawn. All swam."
    assert cut(text) == [
        "Ferry sinks off Veldt",
        "By Tove Oru",
        "- life jackets",
        "1. Find the exit",
        "It sank at dawn.",
        "All swam.",
    ]


def test_small_letters_elsewhere_tell_an_opener_from_a_name():
    told = "Three officials stayed. The rest left the U.S. Officials gave no reason."
    assert cut(told)[-1] == "Officials gave no reason."
    court = "The circuit is busy. She sits on the U.S. Circuit Court in Veldt."
    assert len(cut(court)) == 2
    # The same words where the text never writes "officials" small: no evidence, so no boundary.
    assert cut(told.replace("Three officials", "Three people"))[-1].startswith("The rest left")


def test_words_inside_sentences_are_found_one_by_one_as_by_reading_all():
    text = "The officials met, Oru said. Offices of rival officials’ Bolt-like oru and Veldt’s 3d 12 naïve x Oru_ Bolt"
    words = ["Officials", "officials", "Oru", "Bolt", "offices", "Veldt", "Veldt’s", "d", "12", "naïve", "x", "Oru_"]
    habits = spans._Habits(text)
    by_reading = [word in habits._all_inside for word in words]
    assert [spans._Habits(text)._has_inside(word) for word in words] == by_reading
    habits.asked = spans._FEW
    assert [habits._has_inside(word) for word in words] == by_reading
    assert 3 < sum(by_reading) < 10


def test_windows_line_ends_and_nothing_behind_them():
    assert cut("The ferry sank.\r\nAll swam.\r\n") == ["The ferry sank.", "All swam."]
    assert cut("Ferry sinks\rAll swam\r") == ["Ferry sinks", "All swam"]


def test_what_plainly_ends_a_sentence_is_what_the_rules_say():
    """The short cut answers as the rules would, or not at all."""
    import itertools

    befores = ["It met Gov", "It met him", "He left the U", "In Jan", "It sank", "I", "Met. Ole", "x", "It rose 3"]
    marks = [".", "?", "!", "...", '."', ".”", "?”", "…", ".)", "。"]
    afters = [" Oru came.", " oru came.", " “Oru came.”", ' "oru came."', "S. came.", "oru.", "5 miles.", ", he", " 5"]
    for parts in itertools.product(befores, marks, afters):
        text = "".join(parts)
        stop = spans._STOP.search(text, len(parts[0]))
        quick = spans._plainly_ends(text, 0, *stop.span())
        if quick is not None:
            assert quick == spans._ends_sentence(text, 0, *stop.span(), len(text), spans._Habits(text)), text


def test_scripts_without_spaces():
    assert cut("雨が降った。川は静かだ！なぜ？") == ["雨が降った。", "川は静かだ！", "なぜ？"]


def test_missing_space_after_a_sentence():
    assert cut("The ferry sank at dawn.The crew swam. See veldt.example.Com for more.") == [
        "The ferry sank at dawn.",
        "The crew swam.",
        "See veldt.example.Com for more.",
    ]


def test_wrapped_paragraph_is_read_as_one():
    import textwrap

    text = (
        "The ferry that links the two banks of the river Veldt sank at dawn on Monday. Its crew of seven swam "
        "ashore, and nobody was hurt. The mayor said that the next one would be built of wood from the hills."
    )
    wrapped = "FERRY SINKS\n\n" + textwrap.fill(text, 70) + "\n\nMore soon"
    assert [c.replace("\n", " ") for c in cut(wrapped)] == ["FERRY SINKS", *cut(text), "More soon"]
    # Lines that end where there was room for another word were not wrapped by a program.
    lines = "The ferry that links the two banks sank at dawn on Monday, they said\nNobody hurt\nA new one is planned"
    assert cut(lines) == lines.split("\n")


def test_words():
    assert tokens("The U.S.-led well-to-do clerks’ didn’t—or don't–pay $1,180 at 10:30 a.m.") == [
        *("The", "U.S.-led", "well-to-do", "clerks", "didn’t", "or", "don't", "pay", "1,180", "at", "10:30"),
        "a.m.",
    ]
    assert tokens("3.9% in 2019. Cafe\u0301 'tis -5 --- …") == ["3.9", "in", "2019", "Cafe\u0301", "tis", "5"]
    assert tokens("") == []


def test_paragraphs():
    text = " One \r\n\r\n\t Two\nThree\n   \n"
    assert [text[s:e] for s, e in spans.paragraphs(text)] == ["One", "Two", "Three"]


NEWSY = st.text(alphabet=st.sampled_from(list("aAbU.S!?…“”\"'’()[] \n\r1,-—。é\u0301🙂")), max_size=80)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.one_of(st.text(max_size=60), NEWSY))
def test_offsets_hold_on_any_string(text):
    for find in (spans.paragraphs, spans.sentences, spans.words):
        at = 0
        for s, e in find(text):
            assert at <= s < e <= len(text)
            assert text[s:e] == text[s:e].strip()
            at = e
    covered = {k for s, e in spans.sentences(text) for k in range(s, e)}
    assert all(k in covered or c.isspace() for k, c in enumerate(text))


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(NEWSY, min_size=1, max_size=4), st.data())
def test_excerpt_maps_back(pieces, data):
    page, bounds = "", []
    for piece in pieces:
        page += "##"
        bounds.append((len(page), len(page) + len(piece)))
        page += piece
    excerpt = spans.Excerpt.of(page, bounds)
    s = data.draw(st.integers(0, len(excerpt.text)))
    e = data.draw(st.integers(s, len(excerpt.text)))
    back = "".join(page[a:b] for a, b in excerpt.to_page(s, e))
    pairs = zip(excerpt.starts, excerpt.pieces, strict=True)
    inside = {k for start, (a, b) in pairs for k in range(start, start + b - a)}
    assert all(page[a:b] == page[a:b].strip() != "" for a, b in excerpt.pieces)
    assert back == "".join(c for k, c in enumerate(excerpt.text) if s <= k < e and k in inside)


@pytest.mark.parametrize("unit", ["!", "a.", "! (", "U.S. ", '." ', "((", "A. B", "1.", "-a", "…“", "? I ", "\n", "’a"])
def test_hostile_input_takes_linear_time(unit):
    def cost(n):
        text = unit * (n // len(unit))
        started = time.process_time()
        spans.sentences(text)
        spans.words(text)
        return time.process_time() - started

    cost(1000)
    assert cost(50_000) < 2.0  # quadratic time would be many times that
