"""The tidy tables of whole corpora: every row stands where it says, and refers to what is there."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

from helpers import corpus as module
from helpers import tables
from helpers.corpus import SAMPLE, load_corpus

TEXT = """The tide bells of Orrinmouth rang twice on Monday. Nobody came, said Wilmet Sarn, who keeps the lamp.

The harbour council had ordered the bells in the spring, after the old ones cracked, and had not told anybody.

Fourteen boats were torn from their moorings before the second bell had finished ringing over the east pier.
"""
EXPECTED_KEYS = {
    "pages": ["page_id"], "segments": ["segment_id"], "articles": ["article_id"],
    "sentences": ["article_id", "sentence"],
    "attributions": ["article_id", "attribution"], "speakers": ["speaker_id"], "counts": ["article_id"],
    "reprints": ["article_id", "of_article_id"], "facts": ["story_id", "fact_id", "article_id"],
}


@pytest.fixture(scope="module", params=["sample", "seeds", "html-pages", "event-triples", "mixed"])
def corpus(request, tmp_path_factory):
    if request.param == "sample":
        return load_corpus(SAMPLE)
    reference: Path = request.getfixturevalue("reference") / "corpus"
    if request.param != "mixed":
        return load_corpus(reference / request.param)
    mixed = tmp_path_factory.mktemp("mixed") / "mixed"
    shutil.copytree(reference / "seeds", mixed / "seeds")
    shutil.copytree(reference / "html-pages", mixed / "html-pages")
    lines = (reference / "event-triples" / "articles.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (mixed / "triples.jsonl").write_text("".join(lines[:12]), encoding="utf-8")
    return load_corpus(mixed)


def spans(rows: pd.DataFrame) -> list[tuple[str, int, int]]:
    known = rows[rows["start"].notna()]
    return [(r.page_id, int(r.start), int(r.end)) for r in known.itertuples()]


@pytest.mark.parametrize("name", sorted(tables.SCHEMAS))
def test_every_table_is_there_with_its_columns(corpus, name):
    frame = getattr(corpus, name)
    assert list(frame.columns) == tables.SCHEMAS[name].names
    if name in EXPECTED_KEYS:
        assert not frame.duplicated(EXPECTED_KEYS[name]).any()


def test_segments_cover_every_character_once_and_in_order(corpus):
    length = dict(zip(corpus.pages["page_id"], corpus.pages["text"].str.len(), strict=True))
    for page_id, rows in corpus.segments.groupby("page_id"):
        assert rows["start"].iloc[0] == 0 and rows["end"].iloc[-1] == length[page_id]
        assert (rows["start"].iloc[1:].tolist()) == rows["end"].iloc[:-1].tolist()
    assert set(corpus.segments["page_id"]) == {p for p, n in length.items() if n}
    assert set(corpus.segments["role"]) <= {"main", "related", "teaser", "furniture"}


@pytest.mark.parametrize("name", ["sentences", "facts", "numbers", "shared"])
def test_offsets_slice_to_text_of_the_article(corpus, name):
    rows = getattr(corpus, name)
    bodies = {a: corpus.body(a).pieces for a in rows["article_id"].unique()}
    notes = corpus.segments[corpus.segments["kind"] == "correction"] if name == "numbers" else corpus.segments.head(0)
    for page, s, e in notes[["page_id", "start", "end"]].values.tolist():
        for article in [a for a in bodies if a.startswith(page)]:
            bodies[article] = [*bodies[article], (s, e)]
    for r in rows[rows["start"].notna()].itertuples():
        quote = corpus.quote(r.page_id, r.start, r.end)
        assert quote.strip() == quote != ""
        assert any(s <= r.start and r.end <= e for s, e in bodies[r.article_id]), "inside one piece of the body"


def test_attributions_slice_to_text_of_the_article(corpus):
    titled = corpus.articles[corpus.articles["headline_start"].notna()]
    headlines = {r.article_id: [(r.headline_start, r.headline_end)] for r in titled.itertuples()}
    for r in corpus.attributions.itertuples():
        parts = [*r.source, *r.cue, *r.content]
        assert parts
        pieces = [*corpus.body(r.article_id).pieces, *headlines.get(r.article_id, ())]
        for s, e in parts:
            assert corpus.quote(r.page_id, s, e).strip()
            assert any(a <= s < e <= b for a, b in pieces)
    assert set(corpus.attributions["form"]) <= {"direct", "mixed", "indirect"}
    assert set(corpus.attributions["type"]) <= {
        "source", "thought", "non_response", "document", "character", "hearsay"}


def test_a_headline_with_offsets_stands_there(corpus):
    for r in corpus.articles[corpus.articles["headline_start"].notna()].itertuples():
        there = corpus.quote(r.page_id, r.headline_start, r.headline_end)
        assert " ".join(there.split()) == " ".join(r.headline.split())


def test_rows_refer_to_rows_that_are_there(corpus):
    pages, articles = set(corpus.pages["page_id"]), set(corpus.articles["article_id"])
    for name in ("segments", "articles", "sentences", "attributions", "facts", "numbers", "shared"):
        assert set(getattr(corpus, name)["page_id"].dropna()) <= pages
    for name in ("segments", "sentences", "attributions", "reprints", "facts", "numbers", "shared", "counts"):
        assert set(getattr(corpus, name)["article_id"].dropna()) <= articles
    assert set(corpus.articles["duplicate_of"].dropna()) <= articles
    assert set(corpus.attributions["speaker_id"].dropna()) <= set(corpus.speakers["speaker_id"])


def test_nothing_is_guessed_without_a_basis(corpus):
    for column in ("published", "carrier", "origin", "genre", "complete"):
        known = corpus.articles[column].notna()
        assert corpus.articles.loc[known, f"{column}_basis"].notna().all(), column
    unknown = corpus.articles["outlet"].isna()
    assert (corpus.articles.loc[unknown, "outlet_basis"] == "unknown").all()


def test_who_is_counted_and_why_not(corpus):
    articles = corpus.articles
    assert (articles["include"] == articles["exclude_reason"].isna()).all()
    counted = articles[articles["include"]]
    assert (counted["role"] == "main").all() and counted["duplicate_of"].isna().all()


def test_a_cut_off_article_leaves_nothing_out(corpus):
    complete = dict(zip(corpus.articles["article_id"], corpus.articles["complete"], strict=True))
    for r in corpus.facts.itertuples():
        assert (r.verdict in ("states", "vaguer", "differs")) == pd.notna(r.start)
        if r.verdict == "left_out":
            assert complete[r.article_id] is not False
        if r.verdict == "cut_off":
            assert complete[r.article_id] is False or not complete[r.article_id]


def test_no_path_of_this_machine_is_in_the_tables(corpus):
    for name in tables.SCHEMAS:
        text = json.dumps(getattr(corpus, name).astype(object).astype(str).to_dict("records"))
        assert str(module.PROJECT) not in text and str(Path.home()) + os.sep not in text


# --- the cache ------------------------------------------------------------------------------------------------


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "captures").mkdir()
    path = tmp_path / "captures" / "one.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_cache_is_used_and_a_changed_page_is_read_again(page, monkeypatch):
    first = load_corpus(page.parent)
    made = []
    tidied = module._tidied
    monkeypatch.setattr(module, "_tidied", lambda *a: made.append(a) or tidied(*a))
    assert load_corpus(page.parent).sentences.equals(first.sentences) and not made
    page.write_text(TEXT + "\nA third bell rang at noon, to everybody's surprise, and the whole town came running.\n")
    assert len(load_corpus(page.parent).sentences) == len(first.sentences) + 1 and len(made) == 1


def test_a_manifest_is_part_of_the_input(page):
    assert load_corpus(page.parent).articles["outlet"].isna().all()
    (page.parent / "manifest.csv").write_text("file,outlet\none.txt,The Bellman\n")
    assert load_corpus(page.parent).articles["outlet"].tolist() == ["The Bellman"]


def test_what_cannot_be_read_is_part_of_the_input(page):
    """Two folders with the same readable files keep each its own list of problems."""
    assert load_corpus(page.parent).problems.empty
    (page.parent / "two.txt").symlink_to("nowhere.txt")
    assert load_corpus(page.parent).problems["path"].tolist() == ["two.txt"]
    (page.parent / "two.txt").unlink()
    assert load_corpus(page.parent).problems.empty


def test_a_damaged_cache_is_made_anew(page, tmp_path):
    first = load_corpus(page.parent)
    (entry,) = (tmp_path / "cache" / "samestory").glob("corpus-*")
    (entry / "pages.parquet").write_bytes(b"PAR1 not a table PAR1")
    assert load_corpus(page.parent).pages.equals(first.pages)
    (entry / "sums.json").write_text("[")
    assert load_corpus(page.parent).pages.equals(first.pages)


def test_a_cache_that_cannot_be_written_costs_no_result(page, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert len(load_corpus(page.parent).pages) == 1


def test_an_outlet_stated_nowhere_is_unknown_and_stands_alone(page):
    corpus = load_corpus(page.parent)
    assert corpus.counted["outlet"].isna().all()
    assert corpus.counted["teller"].tolist() == ["one.txt"]


def test_rows_of_one_story_and_columns_as_arrow_are_those_of_the_table(corpus):
    story = corpus.facts["story_id"].iloc[0]
    alone = corpus.facts[corpus.facts["story_id"] == story].reset_index(drop=True)
    assert len(alone) and corpus.rows_of("facts", "story_id", story).equals(alone)
    assert corpus.arrow("attributions", "content")["content"].to_pylist() == corpus.attributions["content"].tolist()
