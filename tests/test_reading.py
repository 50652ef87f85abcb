"""What is read once of many texts, and brought back to its pages: the same as asking text by text."""

from types import SimpleNamespace
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import topics
from helpers.chapters import places, telling
from helpers.choices import actors, deeds
from helpers.choices.emphasis import VOICES, claimed, claims, naming, subjects
from helpers.choices.reading import Stretches, read
from helpers.permutation import LARGE, SOME, Pool
from helpers.spans import sentences
from helpers.text import pieces, terms
from helpers.text.excerpt import Excerpt
from helpers.text.quotes import quotations
from helpers.text.terms import WordNumbers, numbered_words, surface_forms, word_list

TEXTS = [
    "The council evicted the tenants. “It may rain,” Ada Quill said. It clearly rained.",
    "",
    "The tenants were evicted. Perhaps the gate was closed by the council.\nTHE GATE_HOUSE fell; O'Gate's gate held.",
]


class Corpus:  # what a chapter asks of a corpus; other than a namespace it can be remembered
    def __init__(self, counted, body):
        self.counted, self.body = counted, body


def test_texts_read_together_say_what_each_says_alone():
    found = read(TEXTS)
    assert [found.sentences[k] for k in range(3)] == [sentences(t) for t in TEXTS]
    assert [found.quotations[k] for k in range(3)] == [quotations(t) for t in TEXTS]
    alone = [(i, *role) for i, t in enumerate(TEXTS) for role in deeds.roles(t)]
    assert [tuple(row) for row in found.roles.astype(object).values.tolist()] == alone
    assert actors.left_out(TEXTS, found.roles) == actors.left_out(TEXTS) == [(0, 1), (0, 0), (1, 2)]
    assert actors.main_actors(TEXTS, known=found.roles) == actors.main_actors(TEXTS)


def test_voices_of_many_texts_are_those_of_each():
    found = read(TEXTS)
    said = Stretches([[(0, 3)], [], [(30, 30)]])  # an empty stretch says nothing
    voices = [VOICES[k] for k in claimed(TEXTS, found.sentences, found.quotations, said)]
    assert voices == [v for t, own in zip(TEXTS, ([(0, 3)], [], []), strict=True) for _, _, v in claims(t, own)]
    assert set(voices) == {"attributed", "certain", "plain", "hedged"}


def test_naming_keeps_the_sentences_of_each_text_apart():
    rows = naming(TEXTS, ["gates", "tenant"])
    assert [(r.text_index, r.subject, TEXTS[r.text_index][r.start : r.end][:7]) for r in rows.itertuples()] == [
        (0, "tenant", "The cou"), (2, "tenant", "The ten"), (2, "gates", "Perhaps"), (2, "gates", "THE GAT")]
    assert subjects(TEXTS, ["gates", "tenant"])["sentences"].tolist() == [0, 1, 0, 0, 2, 1]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 40), st.integers(1, 40)), max_size=20))
@settings(max_examples=50, deadline=None, derandomize=True)
def test_places_are_brought_to_pages_as_excerpts_bring_them(spans):
    pages = ["A storm rose. Advert. It fell again on the moor.", "Nothing here.", "One piece alone on a page, so long."]
    pieces = [[(0, 13), (22, 40)], [], [(4, 33)]]
    bodies = {f"a{k}": Excerpt.of(page, own) for k, (page, own) in enumerate(zip(pages, pieces, strict=True))}
    counted = pd.DataFrame({"article_id": list(bodies), "page_id": ["p", "q", "p"], "teller": ["Tide", "Fen", "Tide"]})
    corpus = Corpus(counted, bodies.__getitem__)
    found = pd.DataFrame([(k, s, s + n) for k, s, n in spans], columns=["text_index", "start", "end"])
    got = places.on_pages(corpus, found)[["article_id", "teller", "start", "end"]].values.tolist()
    want = [(f"a{k}", *place) for k, s, n in spans for place in bodies[f"a{k}"].to_page(s, s + n)[:1]]
    assert got == [[a, "Fen" if a == "a1" else "Tide", s, e] for a, s, e in want]


def test_prose_is_made_text_by_text(monkeypatch):
    corpus = SimpleNamespace(texts=["Rain. (Photo: A. Quill)", "It fell."])
    monkeypatch.setattr(telling, "no_prose", lambda _: [[(6, 23, "credit")], []])
    prose = telling.prose(corpus)
    assert list(prose) == [prose[0], prose[1]] == ["Rain. " + " " * 17, "It fell."] and len(prose) == 2


def test_numbers_of_words_go_on_from_one_call_to_the_next():
    known = WordNumbers()
    first, _, _ = numbered_words(["red boat"], known)
    ids, home, words = numbered_words(["a boat", "red gull"], known)
    assert words == ["red", "boat", "gull"] and first.tolist() == [0, 1]
    assert ids.tolist() == [1, 0, 2] and home.tolist() == [0, 1, 1]


def test_forms_are_asked_of_the_wanted_terms_alone(monkeypatch):
    texts = ["The Ferries’ ferry, (ferries) and_gulls", "FERRIES well-kept"]
    assert surface_forms(texts, {"ferry"}) == {"ferry": surface_forms(texts)["ferry"]}
    assert surface_forms(texts)["gull"] == "gulls" and surface_forms(texts)["well-kept"] == "well-kept"
    many = ["Corra sinks", "In Corra it rains", "gulls", "Corra gulls"] * 3
    whole = topics.shared_words(many, 3)
    monkeypatch.setattr(topics, "TOGETHER", 2)
    assert topics.shared_words(many, 3) == whole


@pytest.mark.parametrize("most", [SOME, LARGE])
def test_many_articles_of_few_kinds_are_dealt_by_kind(most):
    rng = np.random.default_rng(3)
    values = rng.choice([0.0, 50.0, 100.0], most + 500, p=[0.6, 0.3, 0.1])
    side = np.arange(len(values)) < 200
    values[:40] = 100.0
    by_kind = Pool(values)
    by_order = Pool(values)
    by_order.__dict__["_kinds"] = 0
    assert by_kind._kinds == 3 and by_kind.p(side) < 0.01 > by_order.p(side)
    values[:40] = rng.choice(values[200:], 40)
    values[:8] = 100.0
    by_kind, by_order = Pool(values), Pool(values)
    by_order.__dict__["_kinds"] = 0
    assert abs(by_kind.p(side) - by_order.p(side)) < 0.02


@pytest.mark.parametrize("bits", [2, 20])  # of four buckets most pieces find theirs taken
@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.lists(st.text() | st.text("aé '’-_ßİ😀𝒜\ud800\n", max_size=40), max_size=6), st.integers(1, 30))
def test_numbers_of_words_are_those_of_the_list_of_words_of_each_text(bits, texts, batch):
    with mock.patch.object(pieces, "BUCKETS", bits), mock.patch.object(terms, "BATCH", batch):
        ids, home, words = numbered_words(texts)
    found = [[words[k] for k in ids[home == i]] for i in range(len(texts))]
    assert found == [word_list(text) for text in texts]
    assert words == list(dict.fromkeys(w for own in found for w in own))  # numbered as they are met


def test_a_long_text_leaves_nothing_at_hand():
    pieces._weights.cache_clear()
    starts, _, codes = pieces.cut("rain fell " * 60_000)
    assert len(starts) == 120_000 and len(set(codes.tolist())) == 2
    assert pieces._weights.cache_info().currsize == 0
    assert pieces.cut("rain fell")[2].tolist() == codes[:2].tolist()
