"""Who answers for an article, who showed it, who made it: each with its basis, and unknown where nothing says so."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.captures import Page
from helpers.credits import articles
from helpers.dates import absolute_date
from helpers.language import language
from helpers.markup_says import markup_says
from helpers.segments import segments

HEADLINE = "Port Hale council votes to keep the old tide gate shut all winter"
STORY = [
    "The council of Port Hale voted on Monday to keep the old tide gate shut for the whole winter.",
    "Members spent four hours on the question before the vote, which the harbour master had asked for in the spring.",
    "“Nobody wants wet feet,” said Ada Quill, who keeps the bakery beside the gate and had come to watch.",
    "The gate was built eighty years ago and has been closed in winter only twice since then, the town archive shows.",
]
WHOLE = " ".join([*STORY, "It was last mended by the smith of Upper Wick, who has kept the drawings ever since."] * 2)


def credited(text, form="text", html=None, **more):
    page = Page("p", "p.txt", 0, None, "", form, "utf-8", "utf-8", None, None, None, text, html=html, **more)
    rows = articles(page, segments(page))
    for r in rows:
        if r["headline_start"] is not None:
            assert text[r["headline_start"] : r["headline_end"]] == r["headline"]
    return rows


def main(*parts, **more):
    return credited("\n".join(parts), **more)[0]


def test_nothing_stated_is_nothing_claimed():
    row = main(*STORY[:2], "Photo: Reuters", *STORY[2:])
    unknown = ("headline", "byline", "dateline", "published", "outlet", "carrier", "origin", "genre")
    assert {row[k] for k in unknown} == {None}
    assert (row["outlet_basis"], row["complete"], row["language"]) == ("unknown", True, "en")


def test_a_dateline_names_the_origin_and_leaves_the_outlet_open():
    row = main(HEADLINE, "PORT HALE (Reuters) - " + STORY[0], *STORY[1:])
    assert (row["dateline"], row["origin"], row["origin_basis"]) == ("PORT HALE (Reuters) -", "Reuters", "dateline")
    assert (row["outlet"], row["genre"]) == (None, "news")


def test_a_syndication_note_names_outlet_and_origin_and_the_page_is_the_carrier():
    note = "This article was originally published on The Wick Echo and is shown here with thanks."
    row = main(HEADLINE, *STORY, note, record_says={"outlet": "Port Hale Digest"})
    assert (row["outlet"], row["outlet_basis"]) == ("The Wick Echo", "syndication note")
    assert (row["origin"], row["origin_basis"]) == ("The Wick Echo", "syndication note")
    assert (row["carrier"], row["carrier_basis"]) == ("Port Hale Digest", "record")


def test_a_note_that_names_a_day_names_no_outlet():
    row = main(HEADLINE, *STORY, "This article was first published on 14 October 2031")
    assert (row["outlet"], row["origin"]) == (None, None)


def test_the_manifest_wins():
    says = {"outlet": "The Wick Echo", "published": "2031-10-15"}
    row = main(HEADLINE, "14 October 2031", *STORY, "First published by The Gazette", manifest_says=says,
               record_says={"outlet": "Somebody", "published": "2031-10-01"})  # fmt: skip
    assert (row["outlet"], row["outlet_basis"]) == ("The Wick Echo", "manifest")
    assert (row["published"], row["published_basis"]) == ("2031-10-15", "manifest")
    assert row["origin"] == "The Gazette"


@pytest.mark.parametrize(
    ("label", "lead", "outlet", "carrier", "origin"),
    [
        ("The Wick Echo", "", "The Wick Echo", None, None),
        ("Yahoo", "PORT HALE (Reuters) - ", "Reuters", "Yahoo", "Reuters"),
        ("Yahoo", "", None, "Yahoo", None),
    ],
)
def test_labels_over_related_articles(label, lead, outlet, carrier, origin):
    head = "Smith of Upper Wick keeps the drawings of the old gate"
    text = "\n".join([*STORY, "Related articles", label, "9 minutes ago", "- " + label, head, lead + WHOLE])
    own, other = credited(text)
    assert (other["role"], other["headline"], other["published"]) == ("related", head, None)
    assert (other["outlet"], other["carrier"], other["origin"]) == (outlet, carrier, origin)
    assert (own["outlet"], own["origin"]) == (None, None)


def test_byline_and_date_under_the_headline():
    row = main(HEADLINE, "By Ada Quill, The Port Hale Gazette", "Published 14 October 2031 at 9:05", *STORY)
    assert row["byline"] == "Ada Quill, The Port Hale Gazette"
    assert (row["published"], row["published_basis"]) == ("2031-10-14", "byline line")
    assert (row["outlet"], row["outlet_basis"]) == ("The Port Hale Gazette", "byline")


def test_a_copyright_year_and_a_relative_time_are_no_dates():
    row = main(HEADLINE, "18 minutes ago", *STORY, "© 2034 The Port Hale Gazette")
    assert row["published"] is None


@pytest.mark.parametrize(
    ("last", "whole"),
    [
        ("It ended there.", True),
        ("The archive also holds a drawing of the first gate, which was made of", False),
        ("The archive also holds a drawing of the first gate…", False),
        ("The archive also holds a drawing… [+2310 chars]", False),
        ("It ended there.\nSubscribe to continue reading", False),
    ],
)
def test_whole_and_cut_off_articles(last, whole):
    assert main(HEADLINE, *STORY[:2], last, form="text")["complete"] is whole


def test_opinion_is_told_by_its_label():
    assert main("Opinion: " + HEADLINE, *STORY)["genre"] == "opinion"
    assert main("Opinion", HEADLINE, *STORY, form="json", record_says={"section": "Opinion"})["genre"] == "opinion"


def test_markup_speaks_last_and_linked_headlines_are_not_believed():
    data = {"@type": "NewsArticle", "headline": "Gate shut", "author": [{"name": "Ada Quill"}],
            "datePublished": "2031-10-14T09:05:00Z"}  # fmt: skip
    html = (
        '<html><head><meta property="og:site_name" content="The Port Hale Gazette">'
        f'<script type="application/ld+json">{json.dumps(data)}</script></head><body><h1>{HEADLINE}</h1>'
        + "".join(f"<p>{p}</p>" for p in STORY) + "</body></html>"
    )  # fmt: skip
    row = main(HEADLINE, *STORY, form="html", html=html)
    assert row["headline"] == HEADLINE
    assert (row["byline"], row["published"], row["published_basis"]) == ("Ada Quill", "2031-10-14", "markup")
    assert (row["outlet"], row["outlet_basis"], row["genre"]) == ("The Port Hale Gazette", "markup", "news")


def test_markup_that_is_broken_says_nothing():
    assert markup_says(None) == {}
    broken = "<script type='application/ld+json'>{broken</script><meta name=author content='https://x.example'>"
    said = markup_says(broken)
    assert said.get("authors") == [] and said.get("published") is None


def test_dates():
    assert absolute_date("Oct. 14, 2031, 9:05 p.m.") == absolute_date("14.10.2031") == absolute_date("14 octobre 2031")
    assert absolute_date("2031-10-14T23:10:00+02:00") == "2031-10-14"
    assert [absolute_date(x) for x in ("03/04/2031", "31 February 2031", "Friday", "", None)] == [None] * 5


def test_languages():
    assert language("Der Rat der Stadt hat am Montag beschlossen, dass das alte Tor im Winter nicht mehr auf ist, und "
                    "die Leute auf dem Markt sind mit dem, was er will, auch zufrieden.") == "de"  # fmt: skip
    assert language("Совет города решил в понедельник, что старые ворота зимой открывать больше не будут.") == "ru"
    assert language("Gate shut") is None


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(max_size=200), st.lists(st.sampled_from(
    [*STORY, "By Ada Quill", "3 hours ago", "- Echo", "Echo", "First published on Echo", "© 2031 Echo", "A (B) - c"])))
def test_any_page_gets_its_credits(start, parts):
    for row in credited("\n".join([start, *parts])):
        assert row["outlet_basis"] != "unknown" or row["outlet"] is None
        assert all((row[k] is None) == (row[k + "_basis"] is None) for k in ("published", "carrier", "origin", "genre"))


def test_a_correspondents_line_names_the_paper_and_the_date():
    line = "From our correspondent in Port Hale, The Corra Bellman, 3 March 2031"
    row = main("Who moved the lighthouse?", "", line, "", *STORY)
    assert (row["outlet"], row["outlet_basis"], row["published"]) == ("The Corra Bellman", "byline", "2031-03-03")
    assert row["headline"] == "Who moved the lighthouse?"


def test_a_masthead_that_comes_back_is_the_outlet_and_a_menu_is_not():
    rest = ["", "Who moved the lighthouse?", "", "By Ann Lee", "", *STORY, "", "© 2031 Corra Weekly Bellman"]
    assert main("Corra Weekly Bellman", *rest)["outlet"] == "Corra Weekly Bellman"
    assert main("Home News Sport", *rest)["outlet"] is None
