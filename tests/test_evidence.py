"""Every number of the report is counted again from the passages that stand behind it."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from lxml import html as markup

from helpers import show
from helpers.chapters import behind, cards, sources
from helpers.corpus import SAMPLE, load_corpus
from helpers.report import make
from helpers.spans import words

# Numbers in tables that are no counts: measures of what stands in the same row or behind the number beside them.
MEASURES = {
    "grade of the article": "a formula over the words of the article, whose number opens them",
    "grade of the page": "a formula over the words of the page",
    "share": "of the words of the row's passages or headline",
    "place": "where the row's passage stands in its article",
    "comes": "the order of the row's passage",
    "from": "an interval of the number before it", "to": "an interval of the number before it",
    "Flesch ease": "a formula over the row's articles", "Gunning Fog": "a formula over the row's articles",
    "SMOG": "a formula over the row's articles", "LIX": "a formula over the row's articles",
    "words a sentence": "a formula over the row's articles", "letters a word": "a formula over the row's articles",
    "share of long sentences": "a formula over the row's articles",
    "Flesch-Kincaid grade": "of a part of articles: a formula over its sentences, whose number opens them",
    "grade": "a formula over the row's passage or article",
    "low": "an interval of the number before it", "high": "an interval of the number before it",
    "ours": "a formula over the row's articles", "textstat as it comes": "a formula over the row's articles",
    "the tool’s part": "a difference of two columns", "whole page, ours": "a formula over the row's pages",
    "share of one": "a mean over the articles of an outlet", "share of other": "a mean over the articles of an outlet",
    "p, corrected": "a probability", "p corrected": "a probability", "p (chance)": "a probability",
    "comes first": "a mean over the articles named in the row", "mean one": "a mean over the articles of an outlet",
    "mean other": "a mean over the articles of an outlet", "score": "of the row's passage",
}  # fmt: skip
# Runs of words that recur are found without their places.
NO_PLACE = {("masked", "articles")}


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SAMPLE)


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    return make(SAMPLE, tmp_path_factory.mktemp("report") / "out").parent


def recounted(corpus, claim: dict) -> float | None:
    """What the passages of a claim add up to in its unit; None where the unit is none to recount."""
    passages = [tuple(p) for p in claim["passages"]]
    match claim["unit"]:
        case "passages":
            return len(set(passages))
        case "articles":
            return len({page for page, _, _ in passages})
        case "words":
            return sum(len(words(corpus.quote(*p))) for p in set(passages))
    return None


def wrong(corpus, rows: list[dict]) -> list[tuple]:
    return [(r["claim"], r["value"], n) for r in rows
            if r["value"] is not None and (n := recounted(corpus, r)) is not None and n != r["value"]]  # fmt: skip


def slices(corpus, rows: list[dict]) -> bool:
    return all(0 <= s < e <= len(corpus.page_text(page)) for r in rows for page, s, e in r["passages"])


def test_a_number_that_its_passages_do_not_give_is_found(corpus):
    page = corpus.pages["page_id"].iloc[0]
    claim = {"claim": "gulls", "value": 2.0, "unit": "passages", "passages": [[page, 0, 5], [page, 0, 5]]}
    assert wrong(corpus, [claim]) == [("gulls", 2.0, 1)]
    assert wrong(corpus, [claim | {"unit": "articles", "value": 1.0}]) == []
    assert not slices(corpus, [claim | {"passages": [[page, 0, 10**9]]}])


def test_counts_of_speakers_and_cards_can_be_counted_again(corpus):
    said = sources.said(corpus)
    kinds = show.table(sources.kinds_shown(corpus, said, sources.by_kind(said)), "kinds", "kinds")
    people = show.table(sources.who_shown(corpus, said, sources.who(said)), "who", "who", columns=sources.WHO)
    rows = show.claims(kinds.html) + show.claims(people.html)
    basis = cards.Basis.of(corpus)
    for card in cards.cards(corpus, basis):
        rows += show.claims(show.findings(*(f for _, found, _ in card["rows"] for f in found)).html)
    asked = {question: found for question, found, _ in cards.questions(corpus, basis)}
    assert len(asked) == 5 and all(f.passages for found in asked.values() for f in found), "every answer has passages"
    rows += show.claims(show.findings(*(f for found in asked.values() for f in found)).html)
    assert len(rows) > 100 and wrong(corpus, rows) == [] and slices(corpus, rows)


def test_a_count_of_articles_shows_one_passage_a_page(corpus):
    import pandas as pd

    page = corpus.pages["page_id"].iloc[0]
    rows = pd.DataFrame({"page_id": [page, page], "start": [0, 3], "end": [2, 9], "k": ["a", "a"]})
    table = pd.DataFrame({"k": ["a", "b"], "n": ["1 of 4 (25 %)", "0 of 4 (0 %)"], "m": [2, 0]})
    made = behind.counted(corpus, table, "k", {"n": ("articles", rows), "m": ("passages", rows)})
    one, none = made["n"]
    assert (one.value, one.of, len(one.passages), one.text) == (1, 4, 1, "1 of 4 (25 %)")
    assert none.passages == [] and len(made["m"][0].passages) == 2


@pytest.mark.slow
def test_every_number_of_the_report_can_be_counted_again(corpus, report):
    rows = [json.loads(line) for line in (report / "evidence.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {r["page"] for r in rows} >= {"index.html", "00_corpus.html", "05_side_by_side.html"}
    assert len(rows) > 1500 and wrong(corpus, rows) == [] and slices(corpus, rows)
    assert all(0 <= r["value"] <= r["of"] for r in rows if r["of"] is not None and r["value"] is not None)
    recountable = [r for r in rows if r["unit"] in ("passages", "articles", "words")]
    assert len(recountable) > 0.8 * len(rows)


@pytest.mark.slow
def test_no_count_in_a_table_is_without_its_passages(report):
    bare = set()
    for path in sorted(report.glob("0*.html")):
        for table in markup.parse(path).getroot().iter("table"):
            heads = [" ".join(th.text_content().split()) for th in table.xpath("./thead/tr[1]/*")]
            for row in table.xpath("./tbody/tr"):
                for head, cell in zip(heads, row, strict=False):
                    text = cell.text_content().split()
                    number = cell.get("data-value") or (text[0] if len(text) > 2 and text[1] == "of" else None)
                    counts = number is not None and number.replace(".", "").isdigit() and float(number) > 0
                    if counts and not cell.xpath(".//details") and head.replace("'", "’") not in MEASURES:
                        bare.add((table.get("id"), head))
    assert bare - NO_PLACE == set()


def test_rows_without_a_place_keep_their_columns(corpus):
    """Where nothing of a table has a place, its numbers still stand, with no passages behind them."""
    import pandas as pd

    table = pd.DataFrame({"row": [0, 1], "articles": [2, 3], "where": [[], []]})
    rows = behind.spread(table, "where")
    assert rows.empty and {"row", "page_id", "start", "end"} <= set(rows.columns)
    made = behind.counted(corpus, table, "row", {"articles": ("articles", rows)})
    assert [c.value for c in made["articles"]] == [2, 3] and not any(c.passages for c in made["articles"])


def test_of_thousands_of_passages_only_those_shown_are_read(corpus, monkeypatch):
    """A quotation costs the reading of a page: a table of thousands of numbers took minutes otherwise."""
    import pandas as pd

    page, n = corpus.pages["page_id"].iloc[0], 500
    rows = pd.DataFrame({"page_id": page, "start": range(3 * n), "end": range(1, 3 * n + 1),
                         "k": [0] * 2 * n + [*range(n)]})
    read = []
    quote = type(corpus).quote
    monkeypatch.setattr(type(corpus), "quote", lambda self, *place: read.append(place) or quote(self, *place))
    table = pd.DataFrame({"k": range(n), "n": [2 * n + 1, *[1] * (n - 1)]})
    made = behind.counted(corpus, table, "k", {"n": ("passages", rows)})
    assert read == [] and [len(c.passages) for c in made["n"][:3]] == [2 * n + 1, 1, 1]
    html = show.table(made, "Gulls", "gulls").html
    assert len(read) == 25 + 199, "of the first number what is shown of it, of the others one each"
    first, *rest = show.claims(html)
    assert len(first["passages"]) == first["value"] == 2 * n + 1 and len(rest) == 199


def test_a_number_of_a_large_corpus_names_some_of_its_passages_and_says_how_many_more(corpus, monkeypatch):
    import pandas as pd

    from helpers.showing import room

    page = corpus.pages["page_id"].iloc[0]
    rows = pd.DataFrame({"page_id": page, "start": range(90), "end": range(1, 91), "k": "a"})
    monkeypatch.setattr(room, "kept", lambda pages: 40)
    made = behind.counted(corpus, pd.DataFrame({"k": ["a"], "n": [90]}), "k", {"n": ("passages", rows)})
    html = show.table(made, "Gulls", "gulls").html
    [claim] = show.claims(html)
    assert (len(claim["passages"]), claim["more"], claim["value"]) == (40, 50, 90)
    assert "and 65 more, listed in evidence.jsonl" in html and "and 85 more" in room.lightened(html, 5)
    assert json.loads(next(iter(room.evidence_lines([claim]))))["more"] == 50


def test_rows_of_unknown_outlet_stand_behind_no_number(corpus):
    import pandas as pd

    page = corpus.pages["page_id"].iloc[0]
    rows = pd.DataFrame({"page_id": [page] * 2, "start": [0, 3], "end": [2, 5], "k": ["a", None]})
    table = behind.counted(corpus, pd.DataFrame({"k": ["a", None], "n": [1, 1]}), "k", {"n": ("passages", rows)})
    assert [len(c.passages) for c in table["n"]] == [1, 0]
    assert behind.places(rows, "k")[("a",)] == [(page, 0, 2)]


def test_what_is_asked_first_is_answered_where_there_is_little_to_say(tmp_path):
    """One short page: every question still has a sentence, and none claims a ranking that two pages could not give."""
    told = ("The bells of Orrinmouth rang twice on Monday, and the harbour stayed empty until the evening all the "
            "same. “We heard them,” said an official at the harbour. A ferry to Corra was held at the pier for an hour "
            "because nobody could find the ramp. Bread will cost four crowns from spring, the bakers wrote "
            "in a short letter to their customers.\n")
    (tmp_path / "one.txt").write_text(told, encoding="utf-8")
    corpus = load_corpus(tmp_path)
    asked = cards.questions(corpus, cards.Basis.of(corpus))
    assert all(found for _, found, _ in asked)
    said = " ".join(f.text for _, found, _ in asked for f in found)
    assert "clearly" not in said and " nan " not in said and "nothing can be compared" in said


def test_one_article_does_not_lead_a_list_where_others_have_many(corpus):
    basis = cards.Basis.of(corpus)
    one = basis.grades[basis.grades["flesch_kincaid"].notna()].iloc[:1]
    rows = [one.assign(teller="Gull", flesch_kincaid=99.0),
            *(one.assign(teller=name, flesch_kincaid=grade) for name, grade in 5 * [("Tide", 9.0), ("Fen", 8.0)])]
    (first, *_) = cards._hardest(corpus, replace(basis, grades=pd.concat(rows)))
    assert first.text.startswith("The highest mean grade among outlets with 3 articles or more is that of Tide: 9.0")
    (first, *_) = cards._hardest(corpus, replace(basis, grades=pd.concat(rows[:3])))
    assert first.text.startswith("The highest mean grade is that of Gull")
