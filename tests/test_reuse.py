"""Reprints, copies and shared passages."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.copies.reuse import (
    MIN_WORDS,
    Text,
    default_rank,
    duplicates,
    found_reprints,
    reprints,
    shared_passages,
    standing_in,
    word_key,
)
from helpers.spans import sentences


def article(name, text, outlet=None, **more):
    settings = {"published": None, "complete": True, **more}
    return Text(name, f"page-{name}", outlet, text=text, sentences=tuple(sentences(text)), **settings)


def prose(seed, n=300):
    """Sentences of invented words, different for every seed."""
    rng = random.Random(seed)
    syllables = ["ba", "do", "fen", "gil", "hor", "ket", "lum", "mar", "nes", "pol", "rin", "sta", "tov", "ul", "wex"]
    word = lambda: "".join(rng.choice(syllables) for _ in range(rng.randint(2, 4)))  # noqa: E731
    return " ".join(" ".join(word() for _ in range(12)).capitalize() + "." for _ in range(n // 12))


def test_the_share_is_of_the_shorter_and_the_spans_are_its_text():
    own, wire = prose(1), prose(2, 120)
    found = reprints([article("long", own[:900] + " " + wire + " " + own[900:]), article("wire", wire)])
    assert found[["article_id", "of_article_id", "share"]].values.tolist() == [["wire", "long", 1.0]]
    ((start, end),) = found["spans"][0]
    assert wire[start:end] == wire.rstrip(".")


def test_a_cut_an_embedded_and_an_edited_copy_are_found():
    whole = prose(3)
    words = whole.split()
    edited = " ".join("indeed" if k % 20 == 7 else w for k, w in enumerate(words))
    texts = [
        article("whole", whole),
        article("cut", whole[: len(whole) * 2 // 5]),
        article("edited", edited),
        article("embedded", prose(4, 200) + " " + " ".join(words[:90])),
    ]
    share = {
        r.article_id if r.of_article_id == "whole" else r.of_article_id: r.share
        for r in reprints(texts).itertuples()
        if "whole" in (r.article_id, r.of_article_id)
    }
    assert share["cut"] > 0.99 and share["edited"] > 0.7 and 0.3 < share["embedded"] < 0.6


def test_articles_of_their_own_words_share_nothing():
    assert reprints([article(str(k), prose(k)) for k in range(5)]).empty
    assert reprints([]).empty and reprints([article("a", "Too short."), article("b", "Too short.")]).empty


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.sampled_from(["the sea came in by night", "and took", "the fish", "A quay fell."]),
                         max_size=8), max_size=6), st.sampled_from([0.1, 0.4, 0.9]))  # fmt: skip
def test_few_texts_are_compared_without_an_index_and_with_the_same_result(written, at_least):
    texts = [article(str(k), " ".join(parts)) for k, parts in enumerate(written)]
    found = reprints(texts, at_least)
    pairs = zip(found["article_id"].astype(int), found["of_article_id"].astype(int), strict=True)
    assert standing_in(texts, at_least) == sorted(pairs)


def test_case_quotes_accents_and_spelling_do_not_count():
    a = "“The neighbour’s harbour at Liné was organised by the colour of its boats,” she said on the quay."
    b = "'The neighbor's harbor at Line\u0301 was organized by the color of its boats', she said on the quay."
    assert reprints([article("a", a), article("b", b)])["share"].tolist() == [1.0]
    assert word_key("Harbours") == word_key("harbors") and word_key("hour") != word_key("her")


def test_one_of_several_copies_is_counted():
    whole = prose(5)
    texts = [
        article("carrier", whole, "Quayside", carrier="Gatherer"),
        article("stub", whole[:500], "Quayside", complete=False),
        article("first", whole, "Quayside", published="2031-10-14"),
        article("later", whole, "Quayside", published="2031-10-15"),
        article("other", prose(6)),
    ]
    assert duplicates(texts, reprints(texts)) == {"carrier": "first", "stub": "first", "later": "first"}
    keep_later = duplicates(texts, reprints(texts), rank=lambda t: t.article_id != "later")
    assert keep_later == {"carrier": "later", "stub": "later", "first": "later"}
    assert default_rank(texts[2]) < default_rank(texts[3]) < default_rank(texts[0])
    credited, unsigned = article("wire", whole, "Quayside", origin="Tern"), article("own", whole, "Quayside")
    unknown = article("nobody", whole)
    assert default_rank(unsigned) < default_rank(credited) < default_rank(unknown) < default_rank(texts[1])
    assert default_rank(article("longer", whole + " More came.", "Quayside")) < default_rank(unsigned)


def test_rows_come_as_they_are_found_and_texts_are_gone_through_once():
    wire = prose("wire")
    texts = [article(name, wire + f" {name} adds this." * 3) for name in "abcd"]
    found, table = found_reprints(texts), reprints(texts)
    assert len(table) == 6 and [next(found), *found] == [tuple(row) for row in table.values.tolist()]
    named = table[["article_id", "of_article_id", "share"]]
    assert duplicates(iter(texts), named) == duplicates(texts, table) == dict.fromkeys("bcd", "a")


def test_a_brief_in_two_long_articles_makes_them_no_copies():
    brief = prose(7, 60)
    texts = [article("a", brief + " " + prose(8)), article("b", brief + " " + prose(9)), article("brief", brief)]
    assert list(duplicates(texts, reprints(texts))) == ["brief"]


STATEMENT = "No wall in this harbour has ever stood against so high a tide, and none will be asked to again"


def test_a_statement_quoted_by_two_is_no_copying():
    a = article("a", f"The mayor spoke at noon. “{STATEMENT},” Ilse Pardo said. She left at once.", "Quayside")
    b = article("b", f"Asked twice, she read from a sheet: '{STATEMENT}.' The hall was empty.", "Evening Gull")
    found = shared_passages([a, b])
    assert found["kind"].tolist() == ["statement", "statement"] and found["passage"].nunique() == 1
    for row, text in zip(found.itertuples(), (a.text, b.text), strict=True):
        assert text[row.start : row.end].strip("“”',.") == STATEMENT


def test_a_light_edit_does_not_split_a_passage():
    edited = STATEMENT.replace("so high a tide", "quite so high a tide").replace("harbour", "harbor")
    texts = [article("a", f"“{STATEMENT},” she said.", "Quayside"), article("b", f"“{edited},” she said.", "Gull")]
    assert len(shared_passages(texts)) == 2


def test_the_same_words_in_the_outlets_own_voice_are_wire_copy():
    wire = prose(10, 48)
    found = shared_passages(
        [article("a", prose(11) + " " + wire, "Quayside"), article("b", wire + " " + prose(12), "Gull")]
    )
    assert found["kind"].tolist() == ["wire", "wire"]


def test_short_runs_in_the_outlets_own_voice_are_evidence_only_with_a_credit():
    run = "brought nine crates of salted eel to the upper quay"
    a, b = f"Men {run}. {prose(13)}", f"{prose(14)} Women {run} later."
    assert len(run.split()) > MIN_WORDS
    assert shared_passages([article("a", a, "Quayside"), article("b", b, "Gull")]).empty
    credited = shared_passages([article("a", a, "Quayside", origin="Harbour Wire"), article("b", b, "Gull")])
    assert credited["kind"].tolist() == ["wire", "wire"]


def test_newsroom_formulas_are_not_copying():
    run = "did not immediately respond to a request for comment on condition of anonymity because"
    texts = [article(str(k), f"{prose(20 + k)} The guild {run} it rained. {prose(30 + k)}", f"o{k}") for k in range(2)]
    assert set(shared_passages(texts)["kind"]) <= {"stock_phrase"}


def test_a_run_in_three_stories_is_a_stock_phrase():
    run = prose(40, 24)
    texts = [article(str(k), f"{prose(41 + k)} {run}", f"outlet {k}") for k in range(3)]
    assert set(shared_passages(texts)["kind"]) == {"wire"}
    stories = {"0": "x", "1": "y", "2": "z"}
    assert set(shared_passages(texts, story_of=stories)["kind"]) == {"stock_phrase"}


def test_attributed_words_need_no_quotation_marks():
    a, b = f"She said {STATEMENT}. Rain fell.", f"{STATEMENT}, she told the hall."
    said = {"a": [(9, 9 + len(STATEMENT))], "b": [(0, len(STATEMENT))]}
    texts = [article("a", a, "Quayside"), article("b", b, "Gull")]
    assert set(shared_passages(texts)["kind"]) == {"wire"}
    assert set(shared_passages(texts, said)["kind"]) == {"statement"}


def test_a_whole_copy_is_a_carriers_and_one_outlet_is_not_compared_with_itself():
    whole = prose(50)
    carried = [article("a", whole, "Quayside"), article("b", whole, "Quayside", carrier="Gatherer")]
    assert set(shared_passages(carried)["kind"]) == {"carrier"}
    assert shared_passages([article("a", whole, "Quayside"), article("b", whole, "Quayside")]).empty


def test_cost_grows_with_the_text():
    texts = [article(str(k), prose(k, 240), f"o{k}") for k in range(1, 801)]
    started = time.process_time()
    assert reprints(texts[:100]).empty
    small = time.process_time() - started
    started = time.process_time()
    assert reprints(texts).empty
    assert time.process_time() - started < 40 * max(small, 0.01)  # eight times the text; its square is 64


def test_same_event_articles_are_seldom_whole_copies(reference):
    import json

    lines = (reference / "corpus/event-triples/articles.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [
        Text(str(k), str(k), r["outlet"], r["date"], True, r["text"], ()) for k, r in enumerate(map(json.loads, lines))
    ]
    found = reprints(texts)
    assert duplicates(texts, found) == {}
    assert len(found) > 10 and found["share"].max() < 0.5


def test_seed_statements_are_found_and_no_formula(reference):
    import json

    gold = json.loads((reference / "eval/seeds_reading.json").read_text(encoding="utf-8"))
    texts = []
    for k in "AB":
        page = (reference / "corpus/seeds" / gold["docs"][k]["file"]).read_bytes().decode()
        end = max(z["end"] for z in gold["zones"][k] if z["kind"] == "body")
        texts.append(article(k, page[:end], None if k == "A" else "NBC News"))
    found = shared_passages(texts)
    spans = {(r.article_id, r.start, r.end) for r in found.itertuples()}
    for passage in gold["f_shared"][:2]:
        for k in "AB":
            start, end = passage[k]
            assert any(k == a and abs(s - start) <= 15 and abs(e - end) <= 15 for a, s, e in spans)
    assert len(found) == 4 and set(found["kind"]) == {"statement"}


@pytest.mark.parametrize("text", ["", "\n", "“", "a" * 10_000, "’'’'" * 500, "\u0301" * 100])
def test_any_text(text):
    assert list(shared_passages([article("a", text, "x"), article("b", text + " end", "y")]).columns)
    reprints([article("a", text), article("b", text)])
