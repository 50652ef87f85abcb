"""The facts of a story as columns of a table. The pages are about a place that does not exist."""

from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest

from helpers import tables
from helpers.engine import comparing, one_story
from helpers.engine.hands import Run
from helpers.spans import Excerpt

PAGE = "The pier at Orsk fell. ADVERT. Nobody was hurt. The mayor of Orsk wept for an hour."
BODIES = {"p1-0": Excerpt.of(PAGE, [(0, 22), (31, len(PAGE))]), "p2-0": Excerpt.of(PAGE, [(0, len(PAGE))])}


def told(fact, article, start, end, weak=(None, None)):
    verdict = "states" if start is not None else "unknown"
    return fact, article, start, end, verdict, 0.9, *weak, None, None, None


def test_a_fact_that_runs_across_a_box_is_its_longer_side_and_a_weak_match_is_both():
    rows = [told(0, "p1-0", 4, 40), told(0, "p2-0", None, None, (0, 22)), told(1, "p1-0", None, None, (4, 40))]
    found = one_story._facts(rows, one_story.Part("s", 0, ()), BODIES)
    assert PAGE[found["start"][0] : found["end"][0]] == "The pier at Orsk fell."[4:]
    assert (found["start"][1], found["candidate_start"][1], found["candidate_end"][1]) == (None, 0, 22)
    assert PAGE[found["candidate_start"][2] : found["candidate_end"][2]].startswith("pier at Orsk fell. ADVERT. Nob")
    assert found["fact_id"] == ["f001", "f001", "f002"] and found["page_id"] == ["p1", "p2", "p1"]
    assert one_story._facts(rows[:1], one_story.Part("s", 1, ()), BODIES)["fact_id"] == ["f2-001"]
    assert one_story._facts([], one_story.Part("s", 0, ()), BODIES) == {}


@pytest.mark.parametrize("at_once", [2, 100])
def test_facts_are_written_in_parts_and_none_is_lost(at_once, tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROWS", at_once)
    rows = [told(k, "p2-0", k, k + 9) for k in range(5)]
    facts = one_story._facts(rows, one_story.Part("s", 0, ()), BODIES)
    monkeypatch.setattr(one_story, "some_compared", lambda told: [one_story.Compared(facts, []) for _ in told])
    monkeypatch.setattr(comparing, "_read", lambda part, shelf, people: part)
    parts = [one_story.Part("s", k, (0,)) for k in range(3)]
    with comparing.Comparing(parts, SimpleNamespace(), SimpleNamespace(), tmp_path, Run()) as going:
        going.write_all(lambda share: None)
    file = pq.ParquetFile(tmp_path / "facts.parquet")
    assert file.read().column("start").to_pylist() == [*range(5)] * 3
    assert file.metadata.num_row_groups == -(-15 // at_once)
