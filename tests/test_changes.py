"""What changed between two reports: every number that moved, and why."""

import json
from types import SimpleNamespace

import pandas as pd
import pytest

from helpers import show
from helpers.showing import changes, render

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
    found = changes.record(data, [chapter(rows, *said)], {"k": 1})
    return {**json.loads(json.dumps(found)), **more}


def words(before, after):
    return [
        (heading, [item if isinstance(item, str) else item.plain for item in items])
        for heading, items in changes.sections(before, after)
    ]


def test_every_number_of_tables_and_sentences_has_a_key():
    assert recorded()["numbers"] == {
        "Sources › who › Bellman · articles": 3, "Sources › who › Bellman · grade": 8.5,
        "Sources › who › Lamp · articles": 4, "Sources › who › Lamp · grade": 9.0,
        "Sources › in words › - # of # articles. (1st number)": 3,
        "Sources › in words › - # of # articles. (2nd number)": 7,
    }


def test_numbers_inside_a_quoted_passage_belong_to_the_page():
    text = "The bell rang 12 times."
    quoted = show.Finding("3 articles.", [show.Passage("p0123456789ab", 0, len(text), text)])
    assert list(recorded(said=(quoted,))["numbers"].values()) == [3, 8.5, 4, 9.0, 3]


def test_a_number_that_moved_stands_there_with_the_difference_and_the_reason():
    after = recorded({"a.txt": "x", "b.txt": "y"}, rows=(("Bellman", 5, 8.5), ("Lamp", 4, 8.25)))
    said = dict(words(recorded(), after))
    assert said["Why anything moved"] == ["Captured pages changed; settings and code are the same."]
    assert said["Pages"][0] == "2 pages now, 1 before: 1 new, 0 gone, 0 altered." and "new | b.txt" in said["Pages"][1]
    assert said["Numbers that moved"][0] == "2 of 6 numbers that stand in both reports moved."
    lines = said["Numbers that moved"][2].splitlines()[2:]
    assert lines == ["Sources | who | Bellman · articles | 3 | 5 | +2",
                     "Sources | who | Lamp · grade | 9 | 8.25 | −0.75"]


def test_rows_that_come_and_go_are_listed():
    said = dict(words(recorded(), recorded(rows=(("Bellman", 3, 8.5), ("Tide", 4, 9.0)))))
    assert said["Numbers that are new"][0] == "2 numbers." and "Tide · articles" in said["Numbers that are new"][1]
    assert said["Numbers that are gone"][0] == "2 numbers." and "Lamp · grade" in said["Numbers that are gone"][1]


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


@pytest.mark.parametrize("content", ["", "[", "[]", "{}", '{"made_from": 1}', "[" * 100_000, '{"pages": []}'])
def test_a_record_that_cannot_be_read_is_none(tmp_path, content):
    (tmp_path / changes.RECORD).write_text(content)
    assert changes.earlier(tmp_path) is None and changes.earlier(tmp_path / "nowhere") is None


def test_a_record_is_read_back_as_it_was_written(tmp_path):
    (tmp_path / changes.RECORD).write_text(json.dumps(recorded()))
    assert changes.earlier(tmp_path) == recorded()


def test_what_stands_in_an_old_record_is_escaped():
    before = recorded()
    before["numbers"][f"{HOSTILE} › {HOSTILE} › {HOSTILE}"] = HOSTILE
    before["numbers"]["Sources › who › Bellman · articles"] = HOSTILE
    before["pages"][HOSTILE] = before["settings"][HOSTILE] = HOSTILE
    page = changes.page(before, recorded(), [("index.html", "Overview")], "made")
    assert "<img" not in page and "&lt;img" in page
    assert render.sections_page(changes.sections(None, recorded()), title="t", heading="h", current="c")
