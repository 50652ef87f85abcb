"""Invented captures of many layouts and languages: what is the article is kept to the letter, the rest is not, and
headline, by-line, date and agency are the page's.

The captures of `layouts.txt` are development: rules were mended until they came out right. A line begins with its mark:
H headline, B by-line or date, M article, R related article (RH its headline, RB its by-line), T teaser, F furniture.
"""

from pathlib import Path

import pytest

from helpers.captures import Page
from helpers.credits import articles
from helpers.segments import segments


def captures() -> dict[str, tuple[dict[str, str], list[tuple[str, str]]]]:
    """Name → (what is expected of its credits, its lines as (mark, words))."""
    out = {}
    for part in (Path(__file__).parent / "layouts.txt").read_text("utf-8").split("=== ")[1:]:
        name, *lines = part.rstrip("\n").split("\n")
        wanted = dict(line[1:].split(" ", 1) for line in lines if line.startswith("@"))
        out[name] = wanted, [tuple(line.split("|", 1)) for line in lines if not line.startswith("@")]
    return out


CAPTURES = captures()


def page(name: str) -> Page:
    text = "\n".join(words for _, words in CAPTURES[name][1])
    return Page(name, "p.txt", 0, None, "", "text", "utf-8", "utf-8", None, None, None, text)


@pytest.mark.parametrize("name", CAPTURES)
def test_the_article_is_cut_out_of_a_page_of_any_layout(name):
    here = page(name)
    role = [s for s in segments(here) for _ in range(s["start"], s["end"])]
    wrong, at = [], 0
    for mark, words in CAPTURES[name][1]:
        found = {(role[at + k]["role"], role[at + k]["kind"]) for k, c in enumerate(words) if not c.isspace()}
        main = {kind for r, kind in found if r == "main"}
        right = {
            "M": bool(main) and all(r == "main" for r, _ in found),
            "H": found == {("main", "headline")},
            "B": "body" not in main,
            "RH": found == {("related", "headline")},
        }.get(mark, not main if mark != "R" else found == {("related", "body")})
        if not right:
            wrong.append((mark, words, found))
        at += len(words) + 1
    assert not wrong


@pytest.mark.parametrize("name", CAPTURES)
def test_credits_are_those_of_the_page(name):
    here = page(name)
    row = articles(here, segments(here))[0]
    for column, value in CAPTURES[name][0].items():
        found = row[column]
        if column == "byline":
            assert found and value.casefold() in found.casefold()
        elif column == "dateline":
            assert found and found.startswith(value)
        elif value == "unknown":
            assert found is None
        else:
            assert str(found) == value, column
