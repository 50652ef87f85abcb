"""Pages are cut where their texts begin and end, and every character is kept once."""

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.captures import Page
from helpers.segments import ROLES, segments

HEADLINE = "Port Hale council votes to keep the old tide gate shut all winter"
STORY = [
    "The council of Port Hale voted on Monday to keep the old tide gate shut for the whole winter.",
    "Members spent four hours on the question before the vote, which the harbour master had asked for in the spring.",
    "“Nobody wants wet feet,” said Ada Quill, who keeps the bakery beside the gate and had come to watch.",
    "The gate was built eighty years ago and has been closed in winter only twice since then, the town archive shows.",
]
KICKED = (
    "LATE FERRIES: Passengers on the Mull Sound line waited for two hours on Friday after a boat lost its rudder near "
    "the outer light, the company said. It has hired a second boat for the weekend and promised to repay all fares, "
    "although the union of deck hands said that no spare crew had been found for it and that the"
)
WHOLE = (
    "The brass band of Upper Wick will not play at the fair this year because its hall has no roof, its leader said. "
    "Builders took the roof off in the spring to mend a beam and found that three more beams were rotten. The band has "
    "played at the fair for fifty years and had learned a new march for the day. It will now be played in the spring "
    "by the pupils of the music school, who have their own hall, and the band will lend them its drums. The fair opens "
    "on Saturday with a race of rowing boats and closes with a supper on the green, and the mayor has asked everybody "
    "to bring a chair, since most of the chairs of the village were kept in the hall and got wet with all the rest."
)


def page(text, form="text", html=None, **more):
    return Page("p", "p.txt", 0, None, "", form, "utf-8", "utf-8", None, None, None, text, html=html, **more)


def cut(text, **more):
    """(role, kind, words) of every segment."""
    rows = segments(page(text, **more))
    covers(text, rows)
    return [(r["role"], r["kind"], " ".join(text[r["start"] : r["end"]].split())) for r in rows]


def covers(text, rows):
    assert "".join(text[r["start"] : r["end"]] for r in rows) == text
    assert all(r["role"] in ROLES and r["kind"] and r["rule"] for r in rows)
    assert all((r["article"] == 0) == (r["role"] == "main") for r in rows)
    assert all((r["article"] is None) == (r["role"] == "furniture") for r in rows)


def words_of(rows, role, kind="body"):
    return " ".join(words for r, k, words in rows if (r, k) == (role, kind))


def test_a_clean_article_is_kept_whole():
    rows = cut("\n\n".join([HEADLINE, *STORY]))
    assert rows == [("main", "headline", HEADLINE), ("main", "body", " ".join(STORY))]


def test_furniture_between_paragraphs_is_taken_out():
    aside = ["Photo: Reuters", "Advertisement", "Sign up for our newsletter"]
    rows = cut("\n".join([HEADLINE, STORY[0], aside[0], STORY[1], aside[1], STORY[2], aside[2], STORY[3]]))
    assert words_of(rows, "main") == " ".join(STORY)
    assert [k for r, k, _ in rows if r == "furniture"] == ["credit", "advert", "newsletter"]


def test_menus_above_and_below_are_not_the_article():
    menu = ["Home", "* News", "* Sport", "* Weather", "Subscribe", "Log in", "Search"]
    foot = ["Comments", "No comments yet", "Most read", "Privacy policy", "© 2031 The Port Hale Gazette"]
    rows = cut("\n".join([*menu, HEADLINE, "By Ada Quill", "14 October 2031", *STORY, *foot]))
    assert words_of(rows, "main") == " ".join(STORY)
    assert words_of(rows, "main", "headline") == HEADLINE


@pytest.mark.parametrize("joint", ["\n", " ", ""])
def test_a_cut_off_teaser_is_found_even_glued_to_the_last_sentence(joint):
    rows = cut("\n".join(STORY) + joint + KICKED)
    assert words_of(rows, "main") == " ".join(STORY)
    assert words_of(rows, "teaser") == KICKED


def test_an_article_that_is_itself_cut_off_is_no_teaser():
    rows = cut("\n".join([*STORY, "The archive also holds a drawing of the first gate, which was made of"]))
    assert {r for r, _, _ in rows} == {"main"}


def test_a_related_article_under_its_label_with_messages_glued_to_its_end():
    message = "Error while loading data Sign in to view your basket Error while loading data"
    title = "Band without a roof gives its march to the pupils"
    text = "\n".join([*STORY, "Related articles", "The Wick Echo", "18 minutes ago", "- The Wick Echo", title,
                      WHOLE + " " + message])  # fmt: skip
    rows = cut(text)
    assert words_of(rows, "main") == " ".join(STORY)
    assert words_of(rows, "related", "headline") == title
    assert words_of(rows, "related") == WHOLE
    assert rows[-1] == ("furniture", "error", message)


def test_a_second_article_on_the_same_subject_starts_at_its_headline_and_byline():
    other = "Harbour master of Port Hale says the gate vote came too late"
    more = [
        "The harbour master said on Tuesday that the council of Port Hale had voted too late on the gate.",
        "He had asked for the vote in the spring and has since had to move eleven boats, he said.",
        "The council did not answer a letter about the boats, and he does not expect an answer before the winter.",
    ]
    rows = cut("\n".join([HEADLINE, *STORY, other, "By Tom Reed", *more]))
    assert words_of(rows, "main") == " ".join(STORY)
    assert words_of(rows, "related") == " ".join(more)
    assert words_of(rows, "related", "headline") == other


def test_a_pull_quote_is_not_counted_twice():
    quote = "who keeps the bakery beside the gate and had come to watch"
    rows = cut("\n".join([STORY[0], STORY[1], "“" + quote + "”", STORY[2], STORY[3]]))
    assert ("furniture", "pull_quote", "“" + quote + "”") in rows
    assert words_of(rows, "main") == " ".join(STORY)


def test_byline_and_dateline_run_into_the_text_are_told_apart():
    rows = cut("By Ada Quill PORT HALE (Reuters) -" + STORY[0] + "\n" + "\n".join(STORY[1:]))
    assert [(k, w) for _, k, w in rows[:2]] == [("byline", "By Ada Quill"), ("dateline", "PORT HALE (Reuters) -")]
    assert words_of(rows, "main") == " ".join(STORY)


def test_a_record_comes_through_untouched_but_for_headline_and_closing_note():
    text = "\n".join([HEADLINE, "Advertisement", *STORY, "Copyright 2031 The Port Hale Gazette. All rights reserved."])
    rows = cut(text, form="jsonl", record_says={"headline": HEADLINE})
    assert [(r, k) for r, k, _ in rows] == [("main", "headline"), ("main", "body"), ("furniture", "copyright")]
    assert words_of(rows, "main") == " ".join(["Advertisement", *STORY])


def test_html_main_text_is_found_again_in_the_visible_text():
    from helpers.markup import visible_text

    html = (
        "<html><body><nav><a href='/'>Home</a> <a href='/n'>News</a></nav><article><h1>" + HEADLINE + "</h1>"
        + "".join(f"<p>{p.replace('Port', '<b>Port</b>')}</p>" for p in STORY)
        + "</article><footer><p>© 2031 The Port Hale Gazette. All rights reserved.</p></footer></body></html>"
    )  # fmt: skip
    rows = cut(visible_text(html), form="html", html=html)
    assert words_of(rows, "main") == " ".join(STORY)
    assert words_of(rows, "main", "headline") == HEADLINE


def test_html_without_an_article_goes_by_the_rules_for_text():
    rows = cut("Home\nNews", form="html", html="<html></html>")
    assert {r for r, _, _ in rows} == {"furniture"}


lines = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from([*STORY, KICKED, WHOLE, HEADLINE, "3 hours ago", "Related", "- Echo", "By X"]),
    )
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(lines, st.sampled_from(["\n", "\r\n", " ", ""]), st.sampled_from(["text", "csv"]))
def test_any_text_is_covered_once(parts, joint, form):
    text = joint.join(parts)
    covers(text, segments(page(text, form)))


@pytest.mark.parametrize("unit", ["a ", "A. ", "(", "\n", "By A ", "1/", "Photo: ", "© 2031 ", "A: ", "... ", "Ａ"])
def test_hostile_repetition_is_cut_in_linear_time(unit):
    text = unit * (40_000 // len(unit))
    covers(text, segments(page(text)))  # a pattern that backtracks would run for minutes here


def test_reference_seeds_are_cut_exactly(reference):
    with gzip.open(reference / "eval" / "captures" / "seeds.jsonl.gz", "rt", encoding="utf-8") as f:
        gold = [json.loads(line) for line in f]
    assert gold
    for g in gold:
        rows = segments(page(g["text"]))
        covers(g["text"], rows)
        want = {i for s in g["segments"] if s["role"] == "main" for i in range(s["start"], s["end"])}
        got = {i for r in rows if r["role"] == "main" for i in range(r["start"], r["end"])}
        assert not {i for i in want ^ got if not g["text"][i].isspace()}
