"""Same-story groups, key terms and topics, on texts made up from word lists, and on reference data."""

import gzip
import json

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from helpers import topics
from helpers.text import nearness, stacked, term_rows, terms
from helpers.text.terms import content_terms

KINDS = {
    "harbour": "ferry harbour pilot tide mooring captain vessel anchor quay deckhand cargo lighthouse",
    "school": "pupil teacher classroom exam syllabus headteacher lesson homework playground tutor library canteen",
    "farm": "orchard tractor harvest barley livestock meadow fertiliser silo shepherd drought irrigation seed",
}


def made_up(per_kind: int, seed: int = 0) -> tuple[list[str], list[str]]:
    rng = np.random.default_rng(seed)
    common = ["village", "council", "plan", "money", "winter", "road", "letter", "answer"]
    texts, kinds = [], []
    for i in range(per_kind * len(KINDS)):
        kind = list(KINDS)[i % len(KINDS)]
        own = rng.choice(KINDS[kind].split(), 25)
        words = rng.permutation([*own, *rng.choice(common, 20)])
        texts.append(" ".join(words) + ".")
        kinds.append(kind)
    return texts, kinds


def test_stories_of_none_one_and_two():
    assert topics.stories([]) == []
    assert topics.stories(["Ferry sinks"]) == [0]
    assert topics.stories(["", ""]) == [0, 1]
    assert topics.stories(["the of", "Ferry sinks"]) == [0, 1]
    assert topics.stories(["Ferry sinks off Corra", "Ferry sinks off Corra"]) == [0, 0]


def test_stories_need_near_dates_only_where_known():
    same = ["Ferry sinks off Corra, captain saved"] * 3
    assert topics.stories(same, ["2031-01-01", "2031-03-01", None]) in ([0, 1, 0], [0, 1, 1])
    assert topics.stories(same, ["2031-01-01", "2031-01-04T10:00:00Z", "soon"]) == [0, 0, 0]


def test_stories_survive_a_component_larger_than_is_compared_at_once(monkeypatch):
    texts, kinds = made_up(8)
    whole = topics.stories(texts)
    assert adjusted_rand_score(kinds, whole) == 1.0
    monkeypatch.setattr(nearness, "LARGEST", 5)
    assert topics.stories(["ferry sinks"] * 12) == [0] * 5 + [1] * 5 + [2] * 2
    read, by_group, of = [], {}, term_rows.TermRows.of
    monkeypatch.setattr(term_rows.TermRows, "of", lambda rows, some: read.append(len(some)) or of(rows, some))
    finer = topics.stories(texts)
    assert sum(read) <= 3 * len(texts), "compared with one another once, whatever the bar, and clustered"
    assert 3 < len(set(finer)) < len(texts)
    for kind, group in zip(kinds, finer, strict=True):
        by_group.setdefault(group, set()).add(kind)
    assert all(len(found) == 1 for found in by_group.values())


def test_stories_are_the_same_however_little_is_kept_in_memory(monkeypatch, tmp_path):
    texts, _ = made_up(20)
    days = [None if k % 7 == 3 else f"2031-01-{1 + k * 13 % 28:02d}" for k in range(len(texts))]
    found = [topics.stories(texts, dates) for dates in (None, days)]
    assert len(set(found[0])) < len(set(found[1])) < len(texts)
    for room, name, value in ((nearness, "TOGETHER", 7), (nearness, "LINKS", 5), (stacked, "IN_MEMORY", 10),
                              (term_rows, "ROWS", 3), (terms, "PIECES", 2)):
        monkeypatch.setattr(room, name, value)
    done = []
    assert [topics.stories(texts, dates, folder=tmp_path, progress=done.append) for dates in (None, days)] == found
    assert done[-1] == 1.0


def test_key_terms_and_shared_terms():
    a = "Ferries wait. The ferry captain of Corra said on Monday that 40 ferries wait."
    b = "The harvest failed. Corra farmers fear for the harvest."
    keys = topics.key_terms([a, b, ""], k=2)
    assert keys[0][0] in ("ferries", "Ferries") and keys[1][0] == "harvest" and keys[2] == []
    found = topics.shared_terms([a], [b])
    assert found["both"] == ["Corra"]
    assert "harvest" in found["only_b"] and "Monday" not in found["only_a"] and "40" not in found["only_a"]


def test_no_model_below_twenty_texts_but_always_labels_with_k():
    texts, _ = made_up(3)
    assert topics.topics(texts) is None
    assert topics.topic_model([]) is None
    for k in (1, 2, 3, 9, 30):
        labels = topics.topics(texts, k=k)
        assert len(labels) == len(texts) and set(labels) <= set(range(min(k, len(texts))))
    for odd in (["a"], ["", ""], ["same words here"] * 5, ["one boat", "one boat", "farm"]):
        assert len(topics.topics(odd, k=2)) == len(odd)
    with pytest.raises(ValueError):
        topics.topics(texts, k=0)


def test_model_finds_the_kinds_and_says_the_same_again():
    texts, kinds = made_up(12)
    model = topics.topic_model(texts)
    assert len(model.words) == 3 and model.stability > 0.9
    assert adjusted_rand_score(kinds, model.labels) > 0.9
    for label, (words, typical) in enumerate(zip(model.words, model.typical, strict=True)):
        kind = kinds[typical]
        assert model.labels[typical] == label
        assert len(words) == 5 and set(words) <= set(KINDS[kind].split())
    assert topics.topic_model(texts) == model
    sizes = np.bincount(model.labels)
    assert list(sizes) == sorted(sizes, reverse=True)


def test_noise_has_no_stable_topics():
    rng = np.random.default_rng(4)
    pool = [w for words in KINDS.values() for w in words.split()]
    texts = [" ".join(rng.choice(pool, 40)) for _ in range(40)]
    assert topics.topic_model(texts) is None


def test_content_terms_take_any_text():
    assert content_terms("\0 ’s -- 12 ’ \ud800") == []


def test_same_story_on_reference(reference):
    with gzip.open(reference / "eval/basil/dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    texts = ["\n".join(s["text"] for s in a["sentences"]) for a in articles]
    events = [a["event"] for a in articles]
    assert adjusted_rand_score(events, topics.stories(texts)) >= 0.93
    assert adjusted_rand_score(events, topics.stories(texts, [a["date"] for a in articles])) >= 0.95


def test_words_with_apostrophes_and_odd_capitals_have_a_form():
    texts = ["The don't-know crowd. I'd say İzmir's ferry don't sink"]
    found = topics.shared_terms(texts, ["Don'ts of the port, İzmir"])
    assert {"ferry", "crowd"} <= set(found["only_a"])


def test_names_survive_a_topic_that_changes_a_little():
    names = {"ferry, harbour, pilot, tide, mooring": "The port", "barley, silo, seed, harvest, meadow": "Farms"}
    words = [["seeds", "harvest", "barley", "silo", "shepherd"], ["Ferries", "tides", "pilot", "gull", "sail"]]
    assert topics.named(words, names) == ["Farms", "The port"]
    assert topics.named(words[::-1], names) == ["The port", "Farms"]
    assert topics.named([["ferry", "harbour", "school", "exam", "tutor"]], names) == [None]
    assert topics.named([words[1], words[1]], names) == ["The port", None]


def test_topics_csv_names_topics_and_is_no_capture(tmp_path, monkeypatch):
    from helpers.chapters import topics as chapter
    from helpers.corpus import load_corpus

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "pages"
    folder.mkdir()
    texts, _ = made_up(8)
    rows = [{"url": f"https://tide.example/{i}", "title": f"Story {i}", "text": t} for i, t in enumerate(texts)]
    (folder / "tide.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    corpus = load_corpus(folder)
    model = chapter.model(corpus)
    table = chapter.topic_table(corpus, model)
    assert table["topic"].tolist()[0] == ", ".join(model.words[0][:2])
    (folder / "topics.csv").write_text(f'words,name\n"{table["words"][0]}",Matters at sea\n', encoding="utf-8")
    renamed = load_corpus(folder)
    assert len(renamed.pages) == len(corpus.pages) and renamed.problems.empty
    assert chapter.topic_table(renamed, chapter.model(renamed))["topic"].tolist()[0] == "Matters at sea"
    assert "Too few dates" in chapter.over_time(renamed, model).plain


def test_words_of_one_group_alone_are_those_that_no_other_uses():
    groups = {"Tide": ["Ferry sinks off Corra", "Ferry found"], "Fen": ["Ferry saved"], "Moor": ["Corra votes", "vote"]}
    found = topics.own_terms(groups)
    for name, own in groups.items():
        rest = [t for other, texts in groups.items() if other != name for t in texts]
        assert set(found[name]) == set(topics.shared_terms(own, rest)["only_a"])
    assert list(topics.own_terms(groups, most=1)) == ["Tide"]


def test_a_figure_of_many_outlets_draws_some_and_says_so(monkeypatch):
    import pandas as pd

    from helpers import figures
    from helpers.chapters import topics as chapter

    counts = pd.DataFrame({"teller": [f"Outlet {k}" for k in range(30)], "gates": 1, "votes": 2})
    monkeypatch.setattr(chapter, "topics_by_teller", lambda *_: (counts, ["gates", "votes"]))
    monkeypatch.setattr(chapter, "topic_findings", lambda *_: [type("Finding", (), {"text": "None."})])
    drawn = []
    monkeypatch.setattr(figures, "stacked", lambda df, *_, note=None: drawn.append((len(df), note)))
    chapter.draw_topic_shares(None, topics.TopicModel([], [], [], 1.0))
    assert drawn == [(20, "The 20 with most articles of 30 outlets.")]
