"""Numbers in text: what is found, what is left alone, which range the words allow."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.numbers.numerals import lemma, word_value
from helpers.numbers.quantities import Counting, quantities


def one(text):
    found = quantities(text)
    assert len(found) == 1, found
    q = found[0]
    assert text[q["start"] : q["end"]].strip() == text[q["start"] : q["end"]] != ""
    return q


@pytest.mark.parametrize(("text", "kind", "low", "high", "unit", "about"), [
    ("The flood took 412 homes.", "count", 412, 412, "", "home"),
    ("Nearly 500 homes went under.", "count", 450, 500, "", "home"),
    ("Fewer than 450 homes were lost.", "count", 0, 450, "", "home"),
    ("Some 1,200 people fled.", "count", 1080, 1320, "", "person"),
    ("They moved 1,200 people.", "count", 1150, 1250, "", "person"),
    ("twenty-two old fishing boats sank", "count", 22, 22, "", "boat"),
    ("two hundred and five eels", "count", 205, 205, "", "eel"),
    ("between 5 and 10 boats", "count", 5, 10, "", "boat"),
    ("5-10 boats", "count", 5, 10, "", "boat"),
    ("5 to 10 million eels", "count", 5e6, 10e6, "", "eel"),
    ("1.9 million views", "count", 1.85e6, 1.95e6, "", "view"),
    ("about two dozen boats", "count", 21.6, 26.4, "", "boat"),
    ("a handful of people", "count", 2, 12, "", "person"),
    ("The number of homes that were flooded rose to 412.", "count", 412, 412, "", "home"),
    ("a surge of 3.9 metres", "measure", 3.85, 3.95, "metre", "surge"),
    ("a surge of almost four metres", "measure", 3.6, 4, "metre", "surge"),
    ("water 3.9\u00a0m deep", "measure", 3.85, 3.95, "metre", "water"),
    ("a queue of 12 miles", "measure", 11.5 * 1609.344, 12.5 * 1609.344, "metre", "queue"),
    ("They had more than an hour.", "duration", 60, math.inf, "minute", None),
    ("45 minutes of warning", "duration", 44.5, 45.5, "minute", "warning"),
    ("minutes of warning", "duration", 2, 60, "minute", "warning"),
    ("half an hour", "duration", 27, 33, "minute", ""),
    ("three quarters of an hour", "duration", 40.5, 49.5, "minute", ""),
    ("2 hours 15 minutes", "duration", 134.5, 135.5, "minute", ""),
    ("61\u00a0million crowns in damage", "money", 60.5e6, 61.5e6, "crown", "damage"),
    ("damage of £61 m", "money", 60.5e6, 61.5e6, "pound", "damage"),
    ("45 percent of voters", "share", 45, 45, "percent", "voter"),
    ("a third of the voters", "share", 30, 110 / 3, "percent", "voter"),
    ("one in five residents", "share", 18, 22, "percent", "resident"),
    ("the bell rang at 22:55", "time", 1375, 1375, "minute of day", ""),
    ("the bell rang at 10:55 p.m.", "time", 1375, 1375, "minute of day", ""),
    ("the 43-year-old", "age", 43, 43, "year of age", ""),
    ("six months ago", "date", -198, -167, "days from publication", ""),
    ("It closed on Tuesday.", "date", 2, 2, "weekday", ""),
    ("the bell rang at twenty to twelve", "time", 700, 700, "minute of half day", ""),
    ("the bell rang at half past nine that night", "time", 1290, 1290, "minute of day", ""),
    ("the bell rang at twenty to midnight", "time", 1420, 1420, "minute of day", ""),
    ("the bell rang at about a quarter past six", "time", 360, 390, "minute of half day", ""),
    ("the bell rang at ten in the morning", "time", 600, 600, "minute of day", ""),
    ("five to eleven boats", "count", 5, 11, "", "boat"),
    ("They rowed to Orsk. 31 boats sank.", "count", 31, 31, "", "boat"),
    ("in the past few years", "date", -4392, 0, "days from publication", ""),
    ("over the next two weeks", "date", 0, 14, "days from publication", ""),
    ("by the last day of November", "date", 335, 335, "day of year", ""),
    ("again in June of this year", "date", 153, 183, "day of year", ""),
    ("about two flooded homes in three", "share", 60, 220 / 3, "percent", "home"),
    ("it was watched 240,000 times", "count", 235_000, 245_000, "", "watch"),
    ("the eels, which form part of a total of fewer than 450", "count", 0, 450, "", "eel"),
    ("turnout in the harbour vote was 61 percent", "share", 61, 61, "percent", "turnout"),
    ("minutes to save the eels", "duration", 2, 60, "minute", None),
])  # fmt: skip
def test_values_units_and_what_they_are_of(text, kind, low, high, unit, about):
    q = one(text)
    assert (q["kind"], q["unit"]) == (kind, unit)
    assert q["low"] == pytest.approx(low, abs=1) and q["high"] == pytest.approx(high, abs=1)
    if about is not None:
        assert q["about"] == about


def test_feet_and_inches_meet_metres():
    a, b = one("water 12 ft 10 in deep"), one("water 3.9 metres deep")
    assert a["low"] <= b["high"] and b["low"] <= a["high"] and a["written"] != b["written"]


def test_a_count_before_a_day_that_is_a_name():
    found = quantities("Fifteen of the 19 Sept. 3 rowers sank.")
    assert [(q["kind"], q["value"]) for q in found] == [("count", 15), ("count", 19), ("date", 247)]


def test_a_month_and_its_days():
    day, month = one("on 14 October 2031"), one("in October 2031")
    assert month["low"] <= day["low"] <= day["high"] <= month["high"]
    assert month["high"] - month["low"] == 30


@pytest.mark.parametrize("text", [
    "One of the boats sank.", "No one knew.", "Call 555-0134 now.", "They won 52-48 and lost 2-3-1.",
    "The 22nd ship of the 1990s.", "as page 5 says", "the ferry Osprey 737 sank", "It was nine eleven.", "24/7",
    "at 1600 Harbour Street", "a third man", "a second video",
])  # fmt: skip
def test_not_numbers(text):
    assert [q for q in quantities(text) if q["kind"] not in ("date", "time")] == []


@pytest.mark.parametrize(("text", "read"), [
    ("It lost 118 boats, Ash Quay 96, Mill Row 84 and Far Lane 1,053.", [118, 96, 84, 1053]),
    ("We said 71 eels had drowned. It is 17.", [71, 17]),
    ("An earlier version gave 312 eels. The correct figure is 412.", [312, 412]),
    ("The catch rose from 312 to 412 eels.", [312, 412]),
    ("Not 71 but 17 eels drowned.", [71, 17]),
])  # fmt: skip
def test_numbers_that_lean_on_another_take_its_noun(text, read):
    found = quantities(text)
    assert [q["value"] for q in found] == read
    assert len({q["about"] for q in found}) == 1 and found[0]["about"]


@pytest.mark.parametrize(("text", "kinds"), [
    ("The damage was put at 61 million. They had 5 crowns.", ["money", "money"]),
    ("The bill of 61 million crowns now stands at 61.4 million.", ["money", "money"]),
    ("It will raise pay by $5 and help 24 million people.", ["money", "count"]),
    ("It paid $2.3 billion to 211 exporters.", ["money", "count"]),
    ("Sales will rise by up to 2.7 million. It costs $5.", ["count", "money"]),
])  # fmt: skip
def test_a_sum_without_its_currency(text, kinds):
    assert [q["kind"] for q in quantities(text)] == kinds


def test_offsets_and_order():
    text = "Nearly 500 homes – 412 by one count – and “two boats” in 45\u00a0minutes."
    found = quantities(text)
    assert [text[q["start"] : q["end"]] for q in found] == ["Nearly 500 homes", "412", "two boats", "45\u00a0minutes"]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.text(alphabet="0123456789,.-–/:%$£ aonehtwdmillfiy’kbpercu\n", max_size=80))
def test_any_text(text):
    end = 0
    for q in quantities(text):
        assert end <= q["start"] < q["end"] <= len(text)
        assert q["low"] <= q["high"]
        end = q["end"]


def test_long_digits_and_repeats_take_no_time():
    assert quantities("9" * 50_000) == []
    quantities("one " * 5_000)
    quantities("1,000-" * 5_000)
    quantities("2 boats, Ash 3, " * 5_000)
    quantities("the figure is not 7 but " * 5_000)


def test_number_words():
    assert word_value("one hundred and twelve thousand") == 112_000
    assert word_value("nine eleven") is None
    assert lemma("boxes") == "box" and lemma("bus") == "bus"


_PIECES = st.sampled_from([
    "12 boats", "a", "an hour", "a dozen", "a third of homes", "half", "A$5", "an$5", "US$ 7", "of", "In May",
    "Monday", "noon", "last year", "three", "aged 40,", "within days", "1,200", "22nd", "a few\u00a0men", "one", "–",
])  # fmt: skip


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(_PIECES, min_size=1, max_size=12), st.sampled_from([" ", " ", "", "\n"]), st.data())
def test_a_passage_of_a_text_counts_what_it_counts_alone(pieces, between, data):
    text = between.join(pieces)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    alone = [q for q in quantities(text[start:end]) if q["kind"] not in ("date", "time")]
    assert Counting(text).quantities(start, end) == alone


def test_letters_that_are_an_i_in_another_case_alone_do_no_harm():
    found = quantities("Within 15 m\u0130nutes the sea took s\u0131x boats.")
    assert [(q["value"], q["unit"] or q["about"]) for q in found] == [(15, "minute"), (6, "boat")]
