"""Who answers for an article, who showed it, who made it: each with its basis, and unknown where nothing says so."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.captures import Page
from helpers.crediting.bylines import signature
from helpers.crediting.dates import absolute_date, relative_date
from helpers.crediting.language import language
from helpers.credits import articles
from helpers.pages.markup import visible_text
from helpers.pages.markup_says import markup_says
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
    places = {name: more.pop(name, None) for name in ("url", "page_host", "captured_at")}
    page = Page("p", "p.txt", 0, None, "", form, "utf-8", "utf-8", text=text, html=html, **places, **more)
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
    assert row["byline"] == "Ada Quill"
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
    assert (said["authors"], said["printed"], said["published"]) == ([], [], [])


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


@pytest.mark.parametrize(
    ("line", "names", "paper"),
    [
        ("By Ada Quill and Wilf Moss 14 October 2031", "Ada Quill and Wilf Moss", None),
        ("By Ada Quill, Wilf Moss 2031-10-14T22:05:36Z Harbour", "Ada Quill, Wilf Moss", None),
        ("Posted by Ada Quill on October 14, 2031, 6:21 AM", "Ada Quill", None),
        ("Analysis by Ada Quill, Tides editor", "Ada Quill, Tides editor", None),
        ("By Ada Quill, Tuesday, 14 October 2031 08:05", "Ada Quill", None),
        ("By Ada Quill · 14 October 2031", "Ada Quill", None),
        ("By Ada Quill - Staff Writer", "Ada Quill", None),
        ("By Ada Quill, The Wick Echo, 14 October 2031", "Ada Quill", "The Wick Echo"),
        ("Ada Quill, special to The Wick Echo", "Ada Quill", "The Wick Echo"),
        ("Ada Quill @adaquill", "Ada Quill", None),
        ("Published 14 October 2031", None, None),
        ("Share this story now", None, None),
    ],
)
def test_a_byline_gives_names_without_date_section_and_paper(line, names, paper):
    assert signature(line)[:2] == (names, paper)


def web(body, head="", **more):
    prose = "".join(f"<p>{p}</p>" for p in STORY)
    html = f"<html><head>{head}</head><body><h1>{HEADLINE}</h1>{body}<div>{prose}</div></body></html>"
    return main(visible_text(html), form="html", html=html, **more)


def linked(**said):
    return f'<script type="application/ld+json">{json.dumps(said)}</script>'


@pytest.mark.parametrize(
    ("body", "head", "named"),
    [
        ('<p class="byline">By <a rel="author">Ada Quill</a>, <a rel="author">Wilf Moss</a> 14 October 2031</p>', "",
         "Ada Quill, Wilf Moss"),
        ('<div class="byline-box"><span class="author">Ada Quill</span> <i>Wick Agency</i></div>', "", "Ada Quill"),
        # Two capitalised words under a headline are a caption or a section where the markup names somebody else.
        ("<p>Tide Tables</p>", '<meta name="author" content="Ada Quill">', "Ada Quill"),
        ("<p>Tide Tables</p>", "", None),
        # Accounts of the system that made the page sign nothing.
        ("", '<meta name="author" content="webmaster">', None),
        ("", '<meta name="author" content="tidegate7">', None),
        ("", linked(**{"@type": "WebPage", "author": {"name": "Wick"}}), None),
        ("", linked(**{"@graph": [{"@type": "Article", "author": {"@id": "#a"}},
                                  {"@type": "Person", "@id": "#a", "name": "Ada Quill"}]}), "Ada Quill"),
        ('<ol class="comments"><li class="comment-author">Wilf Moss</li></ol>', "", None),
        ('<h4 class="author">The harbour and tide ministries</h4>', "", None),
    ],
)  # fmt: skip
def test_who_signs_a_web_page(body, head, named):
    assert web(body, head)["byline"] == named


def test_the_date_that_programs_write_for_none_is_none():
    unset = linked(**{"@type": "NewsArticle", "datePublished": "0001-01-01T00:00:00Z"})
    assert web("", unset)["published"] is None
    shown = '<time itemprop="datePublished" datetime="2031-10-14">Tuesday</time>'
    assert web(shown, unset)["published"] == "2031-10-14"
    assert absolute_date("1970-01-01T00:00:00Z") is None


def test_an_articles_date_comes_before_that_of_its_film():
    film = {"@type": "VideoObject", "datePublished": "2030-01-02"}
    told = {"@type": "Article", "datePublished": "2031-10-14"}
    assert web("", linked(**{"@graph": [film, told]}))["published"] == "2031-10-14"


def test_an_update_is_no_publication_where_another_date_stands():
    row = main(HEADLINE, "Updated 16 October 2031", "Published 14 October 2031", *STORY)
    assert (row["published"], row["published_basis"]) == ("2031-10-14", "byline line")
    row = main(HEADLINE, "Last updated 16 October 2031", *STORY)
    assert (row["published"], row["published_basis"]) == ("2031-10-16", "update line")


def test_relative_times_are_dates_only_where_the_capture_is_dated():
    parts = (HEADLINE, "18 minutes ago", *STORY)
    assert main(*parts)["published"] is None
    row = main(*parts, captured_at="2031-10-15T00:10:00Z")
    assert (row["published"], row["published_basis"]) == ("2031-10-14", "capture time")
    assert main(*parts, captured_at="2031-10-15")["published"] is None  # midnight may lie between
    assert main(*parts, captured_at="whenever")["published"] is None


@pytest.mark.parametrize(
    ("said", "day"),
    [("2 days ago", "2031-10-13"), ("Yesterday", "2031-10-14"), ("just now", "2031-10-15"), ("Wednesday", "2031-10-15"),
     ("Thursday", "2031-10-09"), ("an hour ago", "2031-10-15"), ("3 weeks ago", None), ("14 October", None)],
)  # fmt: skip
def test_relative_dates(said, day):
    assert relative_date(said, "2031-10-15T12:00:00+02:00") == day


def test_a_masthead_is_known_by_its_notice_its_address_or_its_kind():
    def named(first, last="", **more):
        return main(first, HEADLINE, "By Ann Lee", *STORY, last, **more)["outlet"]

    assert named("The Corra Whistle", "© 2031 Whistle Printers") == "The Corra Whistle"
    assert named("The Corra Whistle", page_host="whistle.example") == "The Corra Whistle"
    assert named("The Corra Whistle") is None
    assert named("The Corra Examiner") == "The Corra Examiner"


def test_who_shows_an_article_is_read_from_the_pages_own_notice():
    note = "This article was originally published on The Wick Echo"
    row = main(HEADLINE, *STORY, note, "", "© 2031 Skim Holdings. All rights reserved.")
    assert row["outlet"] == "The Wick Echo"
    assert (row["carrier"], row["carrier_basis"]) == ("Skim Holdings", "copyright notice")
    assert main(HEADLINE, *STORY, note, "", "© 2031 Wick Echo Company.")["carrier"] is None


@pytest.mark.parametrize(
    ("line", "carrier"),
    [("Download the Skim Barrow app", "Skim Barrow"), ("Sign in to Skimbarrow.", "Skimbarrow"),
     ("Explore what Skimbarrow AI can do for you:", "Skimbarrow"), ("Sign in to Your Account", None),
     ("Download the Wick Echo app", None), ("Comments", None)],
)  # fmt: skip
def test_who_shows_an_article_is_read_from_what_the_page_calls_itself(line, carrier):
    note = "This article was originally published on The Wick Echo"
    row = main(HEADLINE, *STORY, note, "", "Related", line, "No comments")
    assert (row["outlet"], row["carrier"]) == ("The Wick Echo", carrier)
    assert main(HEADLINE, *STORY, "", "Related", line, "No comments")["carrier"] is None


def test_a_live_blog_is_told_by_its_clock_and_a_timetable_is_none():
    entries = [f"{hour}:05 {line}" for hour, line in zip((14, 13, 12, 11), STORY, strict=True)]
    row = main(HEADLINE, *entries, form="json")
    assert (row["genre"], row["genre_basis"]) == ("live", "timed entries")
    times = [f"{hour}:05 ferry to Upper Wick" for hour in (8, 10, 12, 14)]
    assert main(HEADLINE, *STORY, *times, form="json")["genre"] is None
    assert main(HEADLINE, *STORY, form="json", record_says={"section": "World news"})["genre"] == "news"


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(max_size=400))
def test_no_byline_and_no_date_breaks_the_reader(line):
    names = signature(line).names
    assert names is None or names in " ".join(line.split())
    assert relative_date(line, line) is None or relative_date(line, line)[4] == "-"
