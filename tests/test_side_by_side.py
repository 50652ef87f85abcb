"""The tables of 05_side_by_side on the sample corpus."""

import json

import pytest

from helpers.chapters import copying, side_by_side, two_columns
from helpers.corpus import SAMPLE, load_corpus
from helpers.showing.passages import Passage
from helpers.spans import words

STORY = "needle_gate"
ABSENT = {"not found", "cut off", "unknown"}


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SAMPLE)


def test_every_cell_of_the_facts_is_a_passage_or_a_typed_absence(corpus):
    table = side_by_side.linked(corpus, STORY)
    names = [c for c in table.columns if c not in ("fact", "told_by")]
    assert len(names) >= 7 and (table["told_by"] > 1).all()
    for _, row in table.iterrows():
        cells = [row[n] for n in names]
        assert all(isinstance(c, Passage) or c in ABSENT for c in cells)
        told = [c for c in cells if isinstance(c, Passage) and not c.label.startswith("unknown")]
        assert len(told) == row["told_by"]
        assert all(corpus.quote(c.page_id, c.start, c.end) == c.quote for c in told)


def test_what_something_elsewhere_comes_near_is_not_said_to_be_told_by_one_alone(corpus):
    only, perhaps = side_by_side.only_here(corpus, STORY), side_by_side.perhaps_elsewhere(corpus, STORY)
    assert len(only) and len(perhaps) and not set(only["words"]) & set(perhaps["words"])
    grid = side_by_side.grid(corpus, STORY)
    assert {*only["words"], *perhaps["words"]} == set(grid.loc[grid["told_by"] == 1, "words"])
    outlet = side_by_side.tellers(corpus).set_index("page_id")["teller"]
    weak = corpus.facts[corpus.facts["candidate_start"].notna()]
    places = set(zip(weak["page_id"], weak["candidate_start"], weak["candidate_end"], strict=True))
    for row in perhaps.itertuples():
        assert 1 <= len(row.near) <= 3
        for near in row.near:
            assert near.label == outlet[near.page_id] != row.teller and (near.page_id, near.start, near.end) in places


def test_nothing_is_listed_as_told_by_one_alone_from_behind_a_paywall(corpus):
    a = corpus.articles
    stubs = set(a.loc[a["complete"].eq(False) & a["role"].eq("main"), "page_id"])
    assert stubs and not {page for page, _, _ in side_by_side.only_here(corpus, STORY)["words"]} & stubs


def test_two_columns_hold_both_articles_whole_and_in_order(corpus):
    a, b = two_columns.pair(corpus, STORY)
    table = two_columns.beside(corpus, STORY)
    told = corpus.facts[corpus.facts["start"].notna()]
    for column, article in zip(table.columns, (a, b), strict=False):
        cells = [c for c in table[column] if isinstance(c, Passage) and not c.label]
        assert len(cells) == told[told["article_id"] == article]["fact_id"].nunique()
        assert all(c in ABSENT for c in table[column] if not isinstance(c, Passage))
    first = [c.start for c in table[table.columns[0]] if isinstance(c, Passage) and not c.label]
    assert first == sorted(first)
    both = table[table["told"].str.startswith("both")]
    assert len(both) and all(float(x) > 0 for x in both["score"])


def test_a_weak_match_stands_beside_what_the_other_article_is_not_counted_for(corpus):
    table = two_columns.beside(corpus, STORY)
    for _, row in table.iterrows():
        cells = list(row[:2])
        weak = [c for c in cells if isinstance(c, Passage) and c.label]
        assert (len(weak) == 1) == (row["told"] == "perhaps both")
        assert (row["told"] == "one of the two") == any(isinstance(c, str) for c in cells)
    assert {"both", "perhaps both", "one of the two"} <= set(table["told"])


def test_numbers_that_contradict_one_another_come_first(corpus):
    table = side_by_side.numbers(corpus, STORY)
    conflict = table.loc[table["relation"] == "conflict", "slot"]
    first = table["slot"].drop_duplicates().tolist()
    assert len(set(conflict)) == 2 and set(first[:2]) == set(conflict)


def test_versions_name_the_changed_number(corpus):
    table = two_columns.versions(corpus, STORY)
    changed = table[table["change"] == "changed"].set_index("teller")["numbers_changed"]
    assert "312 homes → 412 homes" in changed["The Luddery Examiner"]
    assert "about 300 homes → 412 homes" in changed["Tessel Wire"]
    assert (table["change"] == "added").any()


def test_who_shares_with_whom_counts_no_formula(corpus):
    table = copying.who_with_whom(corpus)
    assert (table["one"] < table["other"]).all() and not table.duplicated(["one", "other"]).any()
    assert (table[["carrier", "wire", "statement"]].sum(axis=1) > 0).all()
    formulas = corpus.shared[corpus.shared["kind"] == "stock_phrase"]
    assert len(formulas) and "stock_phrase" not in table.columns


def test_how_much_of_one_stands_in_another_can_be_counted_again(corpus):
    found = copying.most_in_common(corpus)
    kind = {(r.page_id, r.start, r.end): r.kind for r in corpus.shared.itertuples()}
    assert len(found) == 3 and "Tessel Wire" in found[0].text
    for f in found:
        length = {p: len(words(corpus.quote(p.page_id, p.start, p.end))) for p in f.passages}
        assert sum(length.values()) == f.value < f.of
        assert all(kind[p.page_id, p.start, p.end] != "stock_phrase" for p in f.passages)
        said = sum(n for p, n in length.items() if kind[p.page_id, p.start, p.end] == "statement")
        assert f"{said:,} in statements" in f.text and f"{f.value - said:,} as agency copy" in f.text


def test_agency_copy_without_credit_is_what_the_truth_says_and_no_more(corpus):
    truth = [json.loads(line) for line in (SAMPLE / "truth/reuse.jsonl").read_text(encoding="utf-8").splitlines()]
    outlet = dict(zip(corpus.articles["page_id"], corpus.articles["outlet"], strict=True))
    counted = set(corpus.counted["page_id"])
    wanted = [(r["page_id"], r["start"], r["end"]) for r in truth if r["kind"] == "wire" and r["credited"] is False
              and "Tessel" not in outlet[r["page_id"]] and r["page_id"] in counted]  # fmt: skip
    found = copying.uncredited(corpus)
    places = list(found[["page_id", "start", "end"]].itertuples(index=False, name=None))

    def stand_in(some, others):
        return all(any(p == q and a < d and c < b for q, c, d in others) for p, a, b in some)

    assert wanted and stand_in(wanted, places) and stand_in(places, wanted)
    assert set(found["agency"]) == {"Tessel"}
    sentence = copying.uncredited_sentence(corpus, found["teller"].iloc[0], "Tessel", found)
    assert "no credit found" in sentence and f"{len(found)} passages" in sentence


def test_cuts_of_one_statement_are_listed_once_a_teller(corpus):
    table = copying.statements(corpus)
    assert not table.duplicated(["passage", "teller"]).any()
    assert (table.groupby("passage")["teller"].nunique() >= 2).all()
    assert table.groupby("passage")["trimmed"].apply(lambda t: (t == "nothing").any()).all()


def test_no_story_no_tables(corpus):
    assert two_columns.beside(corpus, None).empty and two_columns.pair(corpus, None) is None
    assert two_columns.versions(corpus, None).empty
    assert list(side_by_side.only_here(corpus, None)) == ["teller", "words", "says", "left_out_by", "cannot_say"]
    assert list(side_by_side.perhaps_elsewhere(corpus, None)) == ["teller", "words", "says", "near"]
