"""Pages are cut where their texts begin and end, and every character is kept once."""

import gzip
import json
import time

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
    from helpers.pages.markup import visible_text

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


def kept(*lines):
    """What a page of these lines, above and below STORY, leaves as the body of its article."""
    return words_of(cut("\n".join([HEADLINE, "By Ada Quill", *STORY, *lines])), "main")


@pytest.mark.parametrize(
    "below",
    [
        ["12 responses to “Port Hale council votes”", "1. The gate should have been shut long ago, as my aunt says.",
         "I keep a boat there and I can tell you that nobody asked me about any of this."],
        ["Comments", "Bob Fenn October 14, 2031 - 2:19 pm", "I keep a boat there and nobody ever asked me about it.",
         "Reply", "Ann Moss October 15, 2031 - 9:02 am", "Nobody asked me either, and I live right beside it."],
        ["COMMENTS (2)", "BoatBob: I keep a boat and nobody ever asked me.", "Ann_Moss: Nor me, and I live there."],
        ["NOTICES: The choir will meet on Tuesday. New basses are very welcome indeed.",
         "Lost: one green umbrella with a duck's head, on the quay."],
        ["This article was first published by The Port Hale Gazette", "Keep it in your basket", "Shorten it for me"],
        ["Ada Quill", "Ada Quill has lived beside the gate for thirty years and draws boats in her spare time."],
        ["Watch the harbour show live on our channel every Friday at noon, or later in the app."],
        ["We do this work at no cost to you, and it would end without your financial support. Thank you."],
        ["Most read", "Band without a roof gives its march to pupils", "Ferry waits two hours for a new rudder",
         "Will the swans ever come back?"],
        ["You may also like", "The band of Upper Wick took the roof off its hall in spring and then found that three …",
         "Passengers on the ferry waited for two hours on Friday after a boat lost its rudder near the …"],
    ],
    ids=["replies", "dated", "nicknames", "notices", "carrier", "author", "tune-in", "appeal", "links", "excerpts"],
)  # fmt: skip
def test_what_follows_the_article_under_its_label_is_not_the_article(below):
    assert kept(*below) == " ".join(STORY)


@pytest.mark.parametrize(
    "aside",
    [
        ["COMMENTS (2)", "BoatBob: I keep a boat there.", "Ann_Moss: Nor me, and I live there."],
        ["Most read today", "Ferry waits two hours for a new rudder", "Swans come back to the lower lock"],
    ],
)
def test_an_article_goes_on_below_readers_comments_and_links_put_into_it(aside):
    more = [said + "." for said in WHOLE.removesuffix(".").split(". ")]
    assert kept(*aside, *more) == " ".join([*STORY, *more])


SECTION = [
    "The harbour master, Tom Reed, said that the bakery of Ada Quill would stay dry in any winter of a shut gate.",
    "He had walked the quay of Port Hale with Ms Quill in the spring and counted the doors that the water reached.",
    "The archive, which keeps the papers of Port Hale, has asked Mr Reed for his list, and he promised a fair copy.",
]


@pytest.mark.parametrize(
    "between",
    [
        "Master of the harbour says the bakery would stay dry",
        "( Also in the Gazette: Harbour master says bakery would stay dry )",
        "JUST SEEN Harbour master says bakery would stay dry 03:23",
    ],
    ids=["subhead", "link", "film"],
)
def test_an_article_goes_on_below_a_subhead_that_its_section_takes_up(between):
    names = ["The harbour master, Tom Reed, had asked Port Hale for the vote after he had read a letter by Ada Quill."]
    rows = cut("\n".join([HEADLINE, *names, *STORY, between, *SECTION]))
    assert {role for role, _, _ in rows} <= {"main", "furniture"}
    assert " ".join(SECTION) in words_of(rows, "main")


def test_posts_that_an_article_shows_are_no_excerpts_of_others():
    posts = [
        "So nobody in this town may get wet feet but everybody may get a wet cellar is that what we are told now by "
        "the people who never had a cellar in their lives and never will",
        "And while we are at it the swans want their canal back and so do the boats and so do I and I want to know "
        "who is going to pay for the new gate when it comes",
    ]
    names = ["The vote in Port Hale was asked for by Tom Reed, and Ada Quill wrote about it on the same day:"]
    rows = cut("\n".join([HEADLINE, *STORY, *names, *posts, *SECTION]))
    assert words_of(rows, "main") == " ".join([*STORY, *names, *posts, *SECTION])


def test_a_list_that_the_text_announces_belongs_to_it():
    menu = [f"* {word}" for word in ("Home", "News", "Sport", "Weather", "Boats", "Tides", "Shop", "Contact", "Search")]
    table = ["The gate has been shut in these years:", *(f"* {1951 + 9 * k} (winter): {k} weeks" for k in range(5))]
    rows = cut("\n".join([*menu, HEADLINE, *STORY, *table, STORY[1], "Privacy policy", "© 2031 The Port Hale Gazette"]))
    assert words_of(rows, "main") == " ".join([*STORY, *table, STORY[1]])


def test_lines_that_repeat_throughout_an_article_are_its_pattern():
    day = [
        "Bring one bucket, two lamps and a dry pair of socks for each.",
        "Leave by the north door and turn left at the old pump.",
        "Walk up to the school hall and give your name.",
        "Wait there until somebody rings the small brass bell twice.",
    ]
    plan = [line for k in range(3) for line in (f"Night {k + 1}", *day)]
    rows = cut("\n".join([HEADLINE, *STORY[:2], *plan]))
    assert words_of(rows, "main") == " ".join([*STORY[:2], *plan])


@pytest.mark.parametrize(
    "top",
    [
        ["Harbour council keeps tide gate shut until spring", "Gate beside the bakery will stay shut the whole winter"],
        ["WET FEET!", HEADLINE],
        ["Learn more", HEADLINE, "By Ada Quill", "14 October 2031"],
    ],
    ids=["standfirst", "kicker", "button"],
)
def test_the_headline_is_found_among_what_stands_above_the_text(top):
    rows = cut("\n".join([*top, *STORY]))
    head = top[0] if top[0].startswith("Harbour") else HEADLINE
    assert words_of(rows, "main", "headline") == head
    assert words_of(rows, "main") == " ".join(STORY)


def test_a_label_above_the_headline_of_a_web_page_is_not_its_text():
    from helpers.pages.markup import visible_text

    html = (
        "<html><body><main><article><p>Opinion</p><h1>" + HEADLINE + "</h1>"
        + "".join(f"<p>{p}</p>" for p in STORY[:2])
        + "<p>Most recommended (2 of 14)</p><p>BoatBob: I keep a boat there and nobody ever asked me about it.</p>"
        + "<p>Ann_Moss: Nor me, and I live right beside it, as you know.</p>"
        + "".join(f"<p>{p}</p>" for p in STORY[2:]) + "</article></main></body></html>"
    )  # fmt: skip
    assert words_of(cut(visible_text(html), form="html", html=html), "main") == " ".join(STORY)


@pytest.mark.parametrize(
    "unit",
    [f"{HEADLINE}\n{STORY[0]}\n", f"{STORY[0]}\nNOTICES: {STORY[1]}\n", "Comments\nBob: hi there\n", "a: b\n",
     "Label\n3 hours ago\n", "Read more\nHarbour gate is shut again\n",
     f"{STORY[0]}\nThis article was first published by The Echo\n"],
)  # fmt: skip
def test_what_pages_repeat_is_cut_in_linear_time(unit):
    seconds = []
    for size in (50_000, 400_000):
        text = unit * (size // len(unit))
        began = time.process_time()
        rows = segments(page(text))
        seconds.append(time.process_time() - began)
        assert rows[0]["start"] == 0 and rows[-1]["end"] == len(text)
    assert seconds[1] < 24 * max(seconds[0], 0.05)  # eight times the text: 64 times as long if each line saw all others


def test_links_glued_to_a_name_are_no_headline_of_another_text():
    line = (
        "Members of the council praised the plan on Monday and said that the gate would be paid for by the port. "
        "It was Sen. Dell RookRook Warns Harbour Over Ferry Quay Council Delays Vote On Harbour Plan MORE (Corra) "
        "who warned that the plan would cost more than anybody had said, and that the quay had waited for ten years. "
        + "He asked for a vote before the winter, and said that nobody would thank the council for waiting longer. " * 4
    ).strip()
    text = "\n".join([HEADLINE, STORY[0], line, *STORY[1:]])
    assert words_of(cut(text), "main") == " ".join([STORY[0], line, *STORY[1:]])
