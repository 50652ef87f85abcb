"""No page can break the run: whatever stands in it, nothing raises, every offset slices, time is linear."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import replace

import hostile
import hostile_patterns
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers import captures
from helpers.pages import records
from helpers.pages.markup import text_and_address
from helpers.showing import marking

few = settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
fewer = settings(few, max_examples=12)

pieces = st.lists(st.sampled_from(hostile.PIECES) | st.text(max_size=8), max_size=80).map("".join)
said = st.dictionaries(st.sampled_from([*records.SAYS, "url"]), st.text(min_size=1, max_size=30) | pieces, max_size=4)


@few
@given(st.binary(max_size=300) | pieces.map(lambda t: t.encode("utf-16", "surrogatepass"))
       | st.tuples(pieces, st.sampled_from(["utf-8", "cp1252", "utf-16-le", "gb18030", "iso2022_jp"]), st.binary())
       .map(lambda t: t[0].encode(t[1], "replace") + t[2]))
def test_any_bytes_are_decoded_or_refused(data):
    hostile.check_decoded(data)


@few
@given(pieces, st.sampled_from(["text", "json", "csv"]), said, said)
def test_any_text_becomes_rows(text, form, record, manifest):
    hostile.check_page(hostile.page(text, form, record=record, manifest=manifest))


@few
@given(pieces, said)
def test_any_markup_becomes_rows(markup, manifest):
    text, address = text_and_address(markup)
    assert address is None or isinstance(address, str)
    hostile.check_page(hostile.page(text, "html", markup, manifest=manifest))


@fewer
@given(st.lists(pieces, max_size=4), pieces)
def test_any_pages_can_be_compared(texts, common):
    common = common.replace("\ud800", "").replace("\udfff", "")
    texts = [t.encode("utf-8", "replace").decode() + common for t in texts]
    pages = [replace(hostile.page(t), page_id=captures.page_id(f"{k}.txt", 0), path=f"{k}.txt")
             for k, t in enumerate(texts) if t]
    hostile.check_corpus(pages)


@few
@given(st.binary(max_size=200) | pieces.map(lambda t: t.encode("utf-8", "replace")),
       st.sampled_from(["a.txt", "a.html", "a.json", "a.jsonl", "a.csv", "a", "a.txt.gz"]), st.booleans())
def test_any_file_is_read_or_listed(tmp_path_factory, data, name, packed):
    import gzip

    folder = tmp_path_factory.mktemp("c")
    (folder / name).write_bytes(gzip.compress(data, mtime=0) if packed else data)
    try:
        listing = captures.listing(folder)
    except captures.UserError as error:
        assert "\n" not in str(error)
        return
    for found in captures.read(listing, name) if name in listing.files else ():
        if isinstance(found, captures.Page):
            hostile.check_page(found)
        else:
            assert found.message.endswith(".") and "\n" not in found.message


@few
@given(st.binary(max_size=120) | pieces.map(lambda t: ("file,outlet\n" + t).encode("utf-8", "replace")),
       st.sampled_from(["manifest.csv", "columns.toml", "labels.csv"]))
def test_what_stands_beside_is_read_or_refused(tmp_path_factory, data, name):
    folder = tmp_path_factory.mktemp("c")
    (folder / "a.txt").write_text("The gate held.")
    (folder / name).write_bytes(data)
    try:
        captures.listing(folder)
    except captures.UserError as error:
        assert name in str(error)


# What the fuzzer found, cut down.


@pytest.mark.parametrize("text", ["l o f \x03 G\ny S o u 2\nBy Z T m t"])
def test_texts_that_once_broke_the_run(text):
    hostile.check_page(hostile.page(text))


@pytest.mark.parametrize("markup", ["html", "d\n<meta >o\x00g<e>"])
def test_markup_that_once_broke_the_run(markup):
    hostile.check_page(hostile.page(text_and_address(markup)[0], "html", markup))


# Time is linear: four times the length takes about four times as long, and not sixteen times.


def seconds(text: str) -> float:
    pages = [replace(hostile.page(text + k), page_id=k, path=k) for k in ("a", "b")]
    began = time.process_time()
    hostile.check_corpus(pages)
    return time.process_time() - began


def grows(unit: str, size: int) -> float:
    """How many times as long four times as much takes; 1 where it is too short to tell."""
    once, four = (min(seconds("Rain fell. " + unit * (n // len(unit))) for _ in range(2)) for n in (size, 4 * size))
    return four / once if four > 0.5 else 1


@pytest.mark.parametrize("unit", ["0", "0,", "1.", ".a", "7 of ", "\u00a0", "7 ", "Monday ", "A. ", "Aa. (Aa) - "])
def test_what_once_took_forever_is_linear(unit):
    assert grows(unit, 3_000) < 9


def test_marks_are_laid_over_one_another_in_linear_time():
    def took(n: int) -> float:
        marks = [marking.Mark(3 * k, 3 * k + 5, "label", "1") for k in range(n)]
        began = time.process_time()
        marking.marked("ab " * (n + 2), marks)
        return time.process_time() - began

    assert min(took(8_000) for _ in range(3)) < 9 * min(took(2_000) for _ in range(3))


@pytest.mark.slow
def test_no_pattern_can_be_driven_to_its_worst():
    """Each on strings made from itself; `python tests/hostile_patterns.py 1000000` does it on a megabyte."""
    command = [sys.executable, hostile_patterns.__file__, "64000"]  # of its own: it must see the package imported
    found = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert found["patterns"] > 300 and found["wrong"] == []


def test_a_pattern_that_can_be_driven_to_its_worst_is_found():
    for bad in (r"\s+$", r"(?:a+)+b", r"[\d,]+ of", r"<a[^>]*>x", r".*foo"):
        assert hostile_patterns.too_slow(hostile_patterns.Asked(bad, 0, "here"), 150_000), bad
    for good in (r"\s{1,9}$", r"\ba+b", r"[^.]{0,40}x", "foo.*"):
        assert hostile_patterns.too_slow(hostile_patterns.Asked(good, 0, "here"), 150_000) is None, good


@pytest.mark.slow
@pytest.mark.parametrize("unit", [*hostile.COMMON, *(p for p in hostile.PIECES if len(p) > 1)][::3])  # all take minutes
def test_time_is_linear_in_every_piece(unit):
    assert grows(unit, 3_000) < 9
