"""Pages through the cache, in one process and in several: the same rows, and no page worked on twice."""

import gc
import multiprocessing
import os
import signal
import sqlite3
import time
from dataclasses import replace

import pytest

from helpers import captures, tables
from helpers.corpus import load_corpus
from helpers.engine import cache, hands, mapping, per_page

TEXT = "The tide bells of Orrinmouth rang {} times on Monday.\n\n“Nobody came,” said Wilmet Sarn, who keeps the lamp.\n"
FAULT = mapping._fault
N = mapping.FEW + 3 * mapping.CHUNK + 5


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "captures").mkdir()
    for k in range(N):
        (tmp_path / "captures" / f"{k:03d}.txt").write_text(TEXT.format(k), encoding="utf-8")
    (tmp_path / "captures" / "040.txt").write_text("", encoding="utf-8")
    return tmp_path / "captures"


def pages(folder):
    listing = captures.listing(folder)
    return [page for path in listing.files for page in captures.read(listing, path)]


def kept_in(path):
    return cache.Pages(path / "pages.sqlite")


def test_several_processes_give_what_one_gives_in_the_same_order(folder, tmp_path):
    alone = list(mapping.tidied(pages(folder), kept=kept_in(tmp_path / "a")))
    together = list(mapping.tidied(pages(folder), hands.Run(2), kept=kept_in(tmp_path / "b")))
    assert len(alone) == N and alone == together
    assert isinstance(alone[40], captures.Problem)
    assert [rows["pages"]["path"] for rows in alone[:2]] == [["000.txt"], ["001.txt"]]


def test_a_page_on_which_our_rules_fail_is_listed_and_the_others_go_on(folder, tmp_path, monkeypatch):
    right = per_page.tidy_page

    def failing(page):
        return {}["no such rule"] if page.path == "003.txt" else right(page)

    monkeypatch.setattr(per_page, "tidy_page", failing)
    monkeypatch.setattr(mapping, "_fault", FAULT)
    elsewhere = mapping._work([(page.path, page) for page in pages(folder)[2:5]])
    assert [isinstance(rows, captures.Problem) for _, rows in elsewhere] == [False, True, False]
    run, kept = hands.Run(), kept_in(tmp_path)
    found = list(mapping.tidied(pages(folder), run, kept=kept))
    assert run.pages == N - 2 and len(found) == N
    assert isinstance(found[3], captures.Problem) and (found[3].path, found[3].severity) == ("003.txt", "error")
    assert found[3] == elsewhere[1][1]
    assert "KeyError" in found[3].message and "report it" in found[3].message
    monkeypatch.setattr(per_page, "tidy_page", right)  # nothing of it was kept
    again = hands.Run()
    assert not isinstance(list(mapping.tidied(pages(folder), again, kept=kept))[3], captures.Problem)
    assert again.kept == N - 2


def test_what_a_killed_process_leaves_is_worked_on_here(folder, tmp_path):
    chunks = list(mapping._chunks(iter(pages(folder)), mapping.CHUNK, kept_in(tmp_path), "v"))
    with hands.Pool(2) as pool:
        results = pool.map(mapping._work, (chunk.todo for chunk in chunks))
        found = [next(results)]
        for process in pool.executor._processes.values():
            os.kill(process.pid, signal.SIGKILL)
        found += list(results)
    assert found == [mapping._work(chunk.todo) for chunk in chunks]


def test_a_process_looks_for_garbage_as_often_as_the_one_that_started_it():
    usual = gc.get_threshold()
    gc.set_threshold(4321, 7, 9)
    try:
        with hands.Pool(1) as pool:
            assert pool.executor.submit(gc.get_threshold).result() == (4321, 7, 9)
    finally:
        gc.set_threshold(*usual)


def _not_here():
    raise AssertionError("made here")


def test_another_process_works_while_something_else_is_done_here():
    with hands.meanwhile(sorted, [2, 1], _not_here, hands.Run(2)) as made:
        assert multiprocessing.active_children()
    assert made() == [1, 2]


def test_who_waits_for_another_process_can_tell_how_far_it_is(tmp_path):
    waited = []
    with hands.meanwhile(time.sleep, 1.2, _not_here, hands.Run(2), lambda: waited.append(1)) as made:
        assert made() is None and waited


def test_what_the_other_process_cannot_finish_is_done_here():
    with hands.meanwhile(time.sleep, 600, lambda: "made here", hands.Run(2)) as made:
        while not (children := multiprocessing.active_children()):
            time.sleep(0.01)
        for process in children:
            process.kill()
        assert made() == "made here"


def test_what_is_ready_can_be_taken_without_waiting():
    with hands.side_by_side(sorted, [[2, 1], [4, 3], [6, 5]], hands.Run(2)) as made:
        while not made.ready():
            time.sleep(0.01)
        assert next(made) == [1, 2] and list(made) == [[3, 4], [5, 6]]
    with hands.side_by_side(sorted, [[2, 1], [4, 3]], hands.Run()) as made:
        assert not made.ready() and list(made) == [[1, 2], [3, 4]]


def test_one_new_page_costs_one_page(folder):
    first, again, third = hands.Run(), hands.Run(), hands.Run()
    load_corpus(folder, run=first)
    (folder / "new.txt").write_text(TEXT.format("many"), encoding="utf-8")
    load_corpus(folder, run=again)
    load_corpus(folder, run=third)
    assert (first.pages, first.kept) == (N - 1, 0)
    assert (again.pages, again.kept) == (N, N - 1)
    assert (third.pages, third.kept) == (N, N)


def test_rows_from_the_cache_equal_those_made_anew(folder, tmp_path, monkeypatch):
    load_corpus(folder)
    (folder / "new.txt").write_text(TEXT.format("many"), encoding="utf-8")
    mixed = load_corpus(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    anew = load_corpus(folder)
    assert all(mixed._data.table(name).equals(anew._data.table(name)) for name in tables.SCHEMAS)


@pytest.mark.parametrize("damage", [
    lambda path: path.write_bytes(b"not a database, but long enough to look at" * 100),
    lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    lambda path: path.write_bytes(b""),
    lambda path: _execute(path, "UPDATE pages SET content = x'00'"),
    lambda path: _execute(path, "UPDATE pages SET content = 7, sum = NULL"),
    lambda path: _execute(path, "DROP TABLE pages"),
])
def test_a_damaged_cache_is_never_trusted_and_never_an_error(folder, damage):
    first = load_corpus(folder)
    (path,) = cache.folder().glob("pages-*.sqlite")
    damage(path)
    (folder / "new.txt").write_text(TEXT.format("many"), encoding="utf-8")
    again = load_corpus(folder)
    assert again.attributions.iloc[: len(first.attributions)].equals(first.attributions)
    assert len(again.pages) == N


def _execute(path, statement):
    with cache._Connection(path) as kept:
        kept.execute(statement)


def test_a_cache_that_is_locked_costs_time_alone(folder, tmp_path, monkeypatch):
    kept = kept_in(tmp_path)
    kept.keep([("key", b"rows")])
    other = sqlite3.connect(tmp_path / "pages.sqlite")
    other.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(cache, "PATIENCE", 0.1)
    assert kept.find(["key"]) == {}
    kept.keep([("more", b"rows")])
    other.rollback()
    other.close()
    assert kept.find(["key", "more"]) == {"key": b"rows"}


def test_only_the_last_few_versions_and_corpora_are_kept(folder):
    for k in range(cache.PAGE_VERSIONS + 2):
        cache.pages(f"{k}").keep([("key", b"rows")])
    assert cache.pages("9").find(["key"]) == {}
    assert len(list(cache.folder().glob("pages-*.sqlite"))) <= cache.PAGE_VERSIONS + 1
    assert cache.pages(f"{cache.PAGE_VERSIONS + 1}").find(["key"]) == {"key": b"rows"}


def test_rows_are_packed_as_columns_and_come_back_as_they_were():
    rows = {
        "sentences": [{"article_id": "a-0", "start": k, "spans": [[k, k + 1]]} for k in range(40)],
        "counts": [{"article_id": "a-0", "reason": None}, {"article_id": "a-0", "reason": None}],
        "pages": [{"text": "one row \ud83d", "warnings": []}],
        "speakers": [],
    }
    packed = cache.packed(rows)
    assert cache.unpacked(packed) == cache.columns(rows) and cache.packed(rows) == packed
    assert cache.columns(rows)["sentences"]["article_id"] == ["a-0"] * 40
    with pytest.raises(ValueError):
        cache.packed({"pages": [{"text": "a"}, {"path": "b"}]})


def test_a_page_has_another_key_when_anything_known_of_it_differs(folder):
    [page, *_] = pages(folder)
    others = [
        page, replace(page, url="x"), replace(page, url="None"), replace(page, warnings=("a",)),
        replace(page, warnings=("a", "b")), replace(page, record_says={"outlet": "x"}),
        replace(page, manifest_says={"outlet": "x"}), replace(page, html=page.text),
        replace(page, text=page.text + " "),
    ]  # fmt: skip
    keys = [mapping.page_key(other, "v") for other in others] + [mapping.page_key(page, "w")]
    assert len(set(keys)) == len(keys)
    assert mapping.page_key(replace(page), "v") == keys[0]
