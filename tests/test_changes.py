"""What changed between two reports: every number that moved, and why."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import show
from helpers.showing import changes, record, render

HOSTILE = '<img src=x onerror="alert(1)">'


def output(block):
    bundle = block._repr_mimebundle_()
    return {"output_type": "display_data", "data": bundle}


def chapter(rows, *sentences):
    shown = show.table(pd.DataFrame(rows, columns=["outlet", "articles", "grade"]), "Who", "who")
    cells = [{"cell_type": "code", "source": "x", "outputs": [output(shown), output(show.findings(*sentences))]}]
    return SimpleNamespace(title="Sources", notebook={"cells": cells})


def corpus(texts, made_from="a"):
    pages = pd.DataFrame({"path": list(texts), "record": 0, "page_id": list(texts)})
    return SimpleNamespace(columns=lambda table, *names: pages[list(names)], page_text=texts.get, made_from=made_from)


def recorded(texts=None, rows=(("Bellman", 3, 8.5), ("Lamp", 4, 9.0)), said=("3 of 7 articles.",), **more):
    data = corpus(texts or {"a.txt": "x"}, more.pop("made_from", "a"))
    found = record.record(data, [chapter(rows, *said)], {"k": 1})
    return {**json.loads(json.dumps(found)), **more}


def words(before, after):
    return [
        (heading, [item if isinstance(item, str) else item.plain for item in items])
        for heading, items in changes.sections(before, after)
    ]


def test_a_record_holds_every_sentence_and_every_cell():
    assert recorded()["said"] == {"Sources": ["3 of 7 articles."]}
    who = {"caption": "Who", "heads": ["outlet", "articles", "grade"], "rows": [["Bellman", 3, 8.5], ["Lamp", 4, 9.0]]}
    assert recorded()["tables"] == {"Sources": {"who": who}}


def test_numbers_inside_a_quoted_passage_belong_to_the_page():
    text = "The bell rang 12 times."
    quoted = show.Finding("3 articles.", [show.Passage("p0123456789ab", 0, len(text), text)])
    assert recorded(said=(quoted,))["said"] == {"Sources": ["3 articles."]}


def test_a_cell_that_moved_stands_there_with_the_difference_and_the_reason():
    after = recorded({"a.txt": "x", "b.txt": "y"}, rows=(("Bellman", 5, 8.5), ("Lamp", 4, 8.25)))
    said = dict(words(recorded(), after))
    assert said["Why anything moved"] == ["Captured pages changed; settings and code are the same."]
    assert said["Pages"][0] == "2 pages now, 1 before: 1 new, 0 gone, 0 altered." and "new | b.txt" in said["Pages"][1]
    assert said["Cells of tables that moved"][0] == "2 of 6 cells that stand in both reports moved."
    lines = said["Cells of tables that moved"][1].splitlines()[2:]
    assert lines == ["Sources | Who | Bellman | articles | 3 | 5 | +2",
                     "Sources | Who | Lamp | grade | 9 | 8.25 | −0.75"]


def test_a_sentence_says_what_its_numbers_were():
    before, after = (recorded(said=(f"{n} of 7 articles of report-{n}.txt, p = .0{n}.", "One."))
                     for n in (3, 4))
    assert "Sentences with other numbers" not in dict(words(before, after)), "a file's name is no number"
    before, after = (recorded(said=(f"{n} of 7 articles, p = .0{n}.", said)) for n, said in ((3, "A."), (4, "B.")))
    said = dict(words(before, after))
    assert said["Sentences with other numbers"][1] == "Sources\n- 4 (was 3) of 7 articles, p = .04 (was .03)."
    assert said["Sentences that are new"][1] == "Sources\n- B."
    assert said["Sentences that are gone"][1] == "Sources\n- A."


def test_nothing_that_differs_is_left_out():
    before = recorded(said=("3 of 7 articles.", "Gone."), rows=(("Bellman", 3, 8.5), ("Lamp", 4, 9.0)))
    after = recorded(said=("3 of 8 articles.", "New 1."), rows=(("Bellman", 3, 8.25), ("Tide", 4, 9.0)))
    shown = " ".join(part for heading, parts in words(before, after) for part in parts[1:])
    for trace in ("3 of 8 (was 7) articles.", "Gone.", "New 1.", "Bellman | grade | 8.5 | 8.25 | −0.25",
                  "Lamp | articles 4, grade 9", "Tide | articles 4, grade 9"):
        assert trace in shown
    assert words(after, after)[2:] == [("Sentences and tables", ["No sentence and no cell of a table differs."])]


def test_rows_are_told_apart_by_as_few_words_as_it_takes():
    rows = (("Bellman", "named", 3), ("Bellman", "unnamed", 4), ("Lamp", "named", 5))
    one, other = ({"heads": ["outlet", "kind", "n"], "caption": "Who", "rows": [list(r) for r in some]}
                  for some in (rows, rows[1:]))
    (_, moved), (_, new), (_, gone) = changes._rows({"Sources": {"who": one}}, {"Sources": {"who": other}})
    assert moved == ["0 of 6 cells that stand in both reports moved."] and new == ["0 rows."]
    assert gone[1].plain.splitlines()[2:] == ["Sources | Who | Bellman · named | n 3"]


@pytest.mark.parametrize(("change", "reason"), [
    ({}, "Nothing changed"),
    ({"code": "other"}, "The code or a library"),
    ({"python": "4.0"}, "The code or a library"),
    ({"settings": {"k": 2}}, "Settings changed (k)"),
    ({"made_from": "b"}, "What stands beside the pages changed"),
    ({"texts": {"a.txt": "other"}}, "Captured pages changed"),
    ({"texts": {"a.txt": "other"}, "code": "other"}, "Several things changed, so no number can be laid to one"),
])
def test_the_reason_is_what_differs(change, reason):
    assert changes.reasons(recorded(), recorded(**change)).startswith(reason)


@pytest.mark.parametrize("content", ["", "[", "[]", "{}", '{"made_from": 1}', "[" * 100_000, '{"pages": []}',
                                     '{"numbers": {}}'])
def test_a_record_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / record.RECORD).write_text(content)
    assert record.earlier(tmp_path) is None and record.earlier(tmp_path / "nowhere") is None


def test_a_record_is_read_back_as_it_was_written(tmp_path):
    (tmp_path / record.RECORD).write_text(json.dumps(recorded()))
    assert record.earlier(tmp_path) == recorded()


def test_what_stands_in_an_old_record_is_escaped():
    before = recorded()
    before["said"][HOSTILE] = [HOSTILE]
    before["tables"][HOSTILE] = {HOSTILE: {"caption": HOSTILE, "heads": [HOSTILE], "rows": [[HOSTILE]]}}
    before["tables"]["Sources"]["who"]["rows"][0][1] = HOSTILE
    before["pages"][HOSTILE], before["settings"][HOSTILE] = {HOSTILE: HOSTILE}, HOSTILE
    page = changes.page(before, recorded(), [("index.html", "Overview")], "made")
    assert "<img" not in page and "&lt;img" in page
    assert render.sections_page(changes.sections(None, recorded()), title="t", heading="h", current="c")
