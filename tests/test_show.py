"""Captured text becomes markup in one place: it is escaped, cited passages are found again, counts are said."""

import pickle
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import show
from helpers.showing import passages
from helpers.showing.evidence import MOST
from helpers.showing.passages import leading

HOSTILE = "<script>alert(1)</script> \" onmouseover='x' & $\\alpha$ ](javascript:x) \x00\ud800 “quoted”"
ALLOWED = {"div", "p", "wbr", "ul", "li", "a", "span", "details", "summary", "table", "caption", "thead", "tbody", "tr",
           "th", "td", "label", "input"}  # fmt: skip


class Tags(HTMLParser):
    """Collects what a browser would make of markup."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("input", "wbr"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def parsed(html: str) -> Tags:
    tags = Tags(html)
    assert not tags.open, "an element is not closed"
    assert set(tags.tags) <= ALLOWED
    for name, value in tags.attributes:
        assert not name.startswith("on") and name != "style"
        if name == "data-href":
            assert value.startswith("pages/")
    return tags


def everything(text: str) -> list[show.Shown]:
    passage = show.Passage("a-1", 3, 9, text, label=text)
    finding = show.Finding(text, [passage, passage], value=3, of=7, unit=text)
    cell = text.encode("utf-8", "ignore").decode()  # pandas itself refuses lone surrogates
    df = pd.DataFrame({cell: [cell, None], "n": [1.5, None], "p": [[passage, passage], passage], "l": [[text], []]})
    table = show.table(df, text, "t1", passages="p")
    return [passage, finding, show.findings(finding, text, heading=text), table, show.note(text, text),
            show.answer(text, text), show.columns(text, table)]  # fmt: skip


@pytest.mark.parametrize("position", range(7))
def test_hostile_text_stays_text(position: int) -> None:
    shown = everything(HOSTILE)[position]
    bundle = shown._repr_mimebundle_()
    assert set(bundle) == {"text/html", "text/plain"}
    words = "".join(parsed(bundle["text/html"]).words)
    assert "<script>alert(1)</script>" in words
    assert "<script" not in bundle["text/html"]
    bundle["text/html"].encode("utf-8"), bundle["text/plain"].encode("utf-8")


@given(st.text(max_size=60))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_any_text_is_shown(text: str) -> None:
    for shown in everything(text):
        parsed(shown.html)
        assert shown.html.startswith('<div class="samestory')
        str(shown).encode("utf-8")


@pytest.mark.parametrize("page_id", ["", "a b", "../a", 'a"b', "a/b", "é", "a\n"])
def test_page_ids_are_checked(page_id: str) -> None:
    with pytest.raises(ValueError, match="not a page id"):
        show.Passage(page_id, 0, 1, "x")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_offsets_are_checked(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a passage"):
        show.Passage("a", start, end, "x")


def test_quotes_are_at_most_25_words_and_keep_both_ends() -> None:
    text = " ".join(f"w{i}" for i in range(100))
    quote = show.shorten(text)
    assert len(quote.replace("…", "").split()) == 25
    assert quote.startswith("w0 w1 ") and quote.endswith(" w99")
    assert len(show.shorten("x" * 5000)) <= passages.QUOTE_CHARACTERS
    assert show.shorten(" ".join(["a"] * 25)).count("a") == 25


def test_a_number_in_a_table_opens_its_passages_and_is_listed_as_a_claim() -> None:
    a, b = show.Passage("p1", 0, 4, "Gull"), show.Passage("p2", 5, 9, "pier")
    rows = pd.DataFrame({"outlet": ["Bellman", "Lamp"], "said": [show.Count(2, [a, b], of=9), show.Count(0)]})
    shown = show.table(rows, "Who says", "who")
    assert shown.plain.splitlines()[2:] == ["Bellman | 2", "Lamp | 0"]
    assert show.claims(shown.html) == [
        {"claim": "Who says: Bellman, said", "value": 2, "of": 9, "unit": "passages",
         "passages": [["p1", 0, 4], ["p2", 5, 9]]}
    ]


def test_beyond_the_most_shown_passages_only_their_places_travel() -> None:
    many = [show.Passage("p1", k, k + 1, "x") for k in range(130)]
    html = show.table(pd.DataFrame({"outlet": ["Bellman"], "said": [show.Count(130, many)]}), "Who says", "who").html
    assert html.count('class="passage"') == MOST and f"and {130 - MOST} more, listed in evidence.jsonl" in html
    (claim,) = show.claims(html)
    assert claim["passages"] == [["p1", k, k + 1] for k in range(130)] and claim["value"] == 130


def test_a_passage_leads_nowhere_until_it_stands_in_a_report() -> None:
    said = show.Passage("p1", 5, 9, "gulls", file='a">.txt')
    assert " href=" not in said.html and 'title="a&quot;&gt;.txt, 5–9"' in said.html
    assert '<a class="passage" href="pages/p1.html#p5-9">“gulls”</a>' in leading(said.html)
    assert show.cited(said.html) == show.cited(leading(said.html)) == [("p1", 5, 9)]
    html = show.findings(show.Finding("One.", [said], 1)).html
    assert show.claims(html) == show.claims(leading(html)) and show.claims(html)[0]["passages"] == [["p1", 5, 9]]


def test_cited_and_claims_read_the_markup_back() -> None:
    a, b = show.Passage("p1", 5, 9, 'href="pages/evil.html#p1-2"'), show.Passage("p_2", 0, 3, "x")
    html = show.findings(show.Finding("Six of nine.", [a, b, a], 6, 9, "articles"), "No clear difference.").html
    assert show.cited(html) == [("p1", 5, 9), ("p_2", 0, 3)]
    first, second = show.claims(html)
    assert first == {"claim": "Six of nine.", "value": 6.0, "of": 9.0, "unit": "articles",
                     "passages": [["p1", 5, 9], ["p_2", 0, 3]]}  # fmt: skip
    assert second == {"claim": "No clear difference.", "value": None, "of": None, "unit": None, "passages": []}


def test_a_table_says_what_it_holds() -> None:
    df = pd.DataFrame({"outlet": ["A", None, "C"], "n": [1200, 3, None], "d": [-0.5, 2.25, np.nan],
                       "when": pd.to_datetime(["2031-03-01", None, "2031-03-02"]), "whole": [True, False, None],
                       "names": [["x", "y"], [], None]}, index=[7, 8, 9])  # fmt: skip
    heads = dict(zip(df.columns, ["Outlet", "Articles", "Difference", "First", "Whole", "Names"], strict=True))
    shown = show.table(df, "Counts", "counts", columns=heads)
    assert str(shown).splitlines() == [
        "Counts",
        "Outlet | Articles | Difference | First | Whole | Names",
        "A | 1,200 | −0.50 | 2031-03-01 | yes | x, y",
        "unknown | 3 | 2.25 | unknown | no | none",
        "C | unknown | unknown | 2031-03-02 | unknown | unknown",
    ]
    html = shown.html
    assert html.count('<th scope="col"') == 6 and html.count('<th scope="row"') == 3
    assert '<td class="number" data-value="1200">1,200</td>' in html
    assert '<caption><span id="counts-caption">Counts</span></caption>' in html
    assert "search" not in html  # three rows need none


def test_a_long_table_is_cut_and_can_be_searched() -> None:
    df = pd.DataFrame({"n": range(3000)})
    shown = show.table(df, "Numbers", "numbers")
    assert "Numbers (first 200 of 3,000 rows)" in str(shown)
    assert shown.html.count("<tr>") == 201
    assert shown.html.count('type="search"') == 1


@pytest.mark.parametrize("df", [pd.DataFrame(), pd.DataFrame({"n": []})])
def test_an_empty_table_says_so(df: pd.DataFrame) -> None:
    shown = show.table(df, "None", "none")
    parsed(shown.html)
    assert shown.html.count("<th") == 2 and "nothing to list" in shown.html and "nothing to list" in str(shown)


def test_formats_and_errors_of_a_table() -> None:
    df = pd.DataFrame({"share": [0.5, -0.25], "n": [1, 2]})
    lines = str(show.table(df, "c", "t", formats={"share": "{:.0%}", "n": lambda n: f"no. {n}"})).splitlines()
    assert lines[2:] == ["50% | no. 1", "−25% | no. 2"]
    with pytest.raises(KeyError):
        show.table(df, "c", "t", columns=["missing"])
    with pytest.raises(ValueError, match="not an id"):
        show.table(df, "c", 'x" onclick="y')


def test_passages_take_their_quotes_from_the_corpus() -> None:
    class Tables:
        pages = pd.DataFrame({"page_id": ["a"], "text": ["Gulls on the pier."]})

    rows = pd.DataFrame({"page_id": ["a", "a"], "start": [0.0, None], "end": [5.0, None], "who": ["Post", "Mail"]})
    for corpus in (Tables(), {"a": "Gulls on the pier."}):
        (found,) = show.passages_in(corpus, rows, label="who")
        assert found == show.Passage("a", 0, 5, "Gulls", "Post")
        df = pd.DataFrame({"p": [("a", 0, 5), [["a", 13, 17], ["a", 0, 5]], None, np.array([])]})
        lines = str(show.table(df, "c", "t", corpus=corpus, passages="p")).splitlines()[2:]
        assert lines == ["“Gulls” [a 0–5]", "“pier” [a 13–17]; “Gulls” [a 0–5]", "none", "none"]
    with pytest.raises(KeyError):
        show.passage({}, "a", 0, 1)


def test_the_same_in_gives_the_same_out() -> None:
    assert [s.html for s in everything("x")] == [s.html for s in everything("x")]
    assert pickle.loads(pickle.dumps(show.Passage("a", 0, 1, "x"))) == show.Passage("a", 0, 1, "x")


def test_the_answer_carries_its_evidence_and_reads_as_two_sentences() -> None:
    finding = show.Finding("Three of seven.", [show.Passage("a1", 3, 9, "pier")], 3, 7, "passages")
    shown = show.answer(finding, "No more is known.", "")
    assert shown.plain == "Three of seven. No more is known."
    first, second = show.claims(shown.html)
    assert (first["value"], first["of"], first["passages"]) == (3, 7, [["a1", 3, 9]])
    assert second["claim"] == "No more is known." and not second["passages"]


def test_what_a_number_was_compared_with_is_kept_apart_from_its_own_passages() -> None:
    own, other = show.Passage("a1", 0, 2, "pier"), [show.Passage(f"b{k}", 0, 2, "tide") for k in range(30)]
    finding = show.Finding("More.", [own], 1, None, "articles", against=other)
    (claim,) = show.claims(show.findings(finding).html)
    assert claim["passages"] == [["a1", 0, 2]]
    assert claim["against"] == [[p.page_id, 0, 2] for p in other], "also those that are listed and not shown"
