"""Of very many articles some are read closely, and it is said how many these are."""

import pytest

from helpers.chapters import sampling
from helpers.choices import label_uses
from helpers.corpus import SAMPLE, load_corpus
from helpers.text.many import Chosen, Joined, Made, Texts


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(SAMPLE)


def test_texts_of_the_counted_articles_are_their_bodies(corpus):
    assert list(corpus.texts) == [corpus.body(i).text for i in corpus.counted["article_id"]]
    assert corpus.texts[-1] == corpus.body(corpus.counted["article_id"].iloc[-1]).text


def test_few_articles_are_read_all(corpus):
    assert sampling.some(corpus) is corpus
    assert sampling.sample(corpus) is None and sampling.sampled(corpus) == ""


def test_of_many_articles_some_are_read_at_equal_distances(corpus, monkeypatch):
    n = len(corpus.counted)
    monkeypatch.setattr(sampling, "MOST_READ", 2)
    some = sampling.some(corpus)
    own = [0, n // 2]
    assert some.counted["article_id"].tolist() == corpus.counted["article_id"].iloc[own].tolist()
    assert list(some.texts) == [corpus.texts[k] for k in own]
    assert some.counted.index.tolist() == [0, 1] and len(corpus.counted) == n
    assert sampling.sample(corpus) == f"In 2 of {n} articles, at equal distances"
    assert sampling.sampled(corpus) == f", in 2 of {n} articles, at equal distances"


def test_many_texts_are_told_apart_by_number():
    texts = ["Rain.", "", "Ö “gulls”", "\ud800 lone"]
    held = Texts(texts)
    assert list(held) == texts and [held[k] for k in (3, 0, -2)] == [texts[3], texts[0], texts[2]]
    with pytest.raises(IndexError):
        held[4]
    assert [Joined(held, ["more"])[k] for k in (0, -1)] == ["Rain.", "more"]
    assert list(Chosen(held, [2, 0])[1:]) == ["Rain."] and len(Made(str.upper, held)[:2]) == 2


LABELS = ["wo*", "women's", "u.s. forces", "well-*", "of the", "'tis", "women's*", "é*", "caf*"]


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_looked_for_wherever_it_may_begin(label):
    texts = ["The WOMEN's U.S.  forces", "'Tis well-made", "worn of\nthe é", "élan, the café", "nothing", "“women's”s"]
    forms = (label,)
    brute = [(i, s, e) for i, t in enumerate(texts)
             for _, s, e in label_uses.uses_in(t, label_uses.small_letters(t), forms)]
    found = label_uses.label_counts(texts, {"thing": [label], "other": ["wall", "fence*"]})
    assert found[["text_index", "start", "end"]].values.tolist() == [list(one) for one in brute] and brute
