"""Tables written part by part: the same whatever the size of a part, and there after their folder has gone."""

import shutil
from contextlib import contextmanager
from itertools import chain

import pyarrow.parquet as pq
import pytest

from helpers import captures, tables
from helpers.corpus import SAMPLE
from helpers.engine import across, cache, comparing, drafting, mapping, one_story
from helpers.engine.hands import Run
from helpers.engine.progress import Progress, seen

FAULT = one_story._fault


def test_what_comes_in_several_parts_is_the_same_table(tmp_path):
    rows = [{"path": f"{k}.txt", "record": k, "severity": "error", "message": "torn"} for k in range(7)]
    with tables.Writer("problems", tmp_path) as out:
        for at in range(0, 7, 3):
            out.part(rows[at : at + 3])
    stored = tables.Stored(tmp_path, {"problems": tables.SCHEMAS["problems"]})
    assert [len(part) for part in stored.parts("problems")] == [3, 3, 1]
    assert list(stored.rows("problems")) == rows == stored.table("problems").to_pylist()
    assert stored.count("problems") == 7


def test_rows_are_written_as_soon_as_they_make_a_part(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "ROWS", 2)
    with tables.Writer("problems", tmp_path) as out:
        for k in range(5):
            out.add([{"path": f"{k}.txt"}])
            assert len(out._waiting["path"]) < 2
    file = pq.ParquetFile(tmp_path / "problems.parquet")
    assert [file.metadata.row_group(k).num_rows for k in range(file.num_row_groups)] == [2, 2, 1]


def test_few_rows_wait_as_python_objects_and_the_file_is_the_same(tmp_path, monkeypatch):
    rows = [{"path": f"{k}.txt", "record": k % 3 or None, "severity": "error"} for k in range(95)]
    with tables.Writer("problems", tmp_path) as out:
        out.add(rows)
    whole = (tmp_path / "problems.parquet").read_bytes()
    monkeypatch.setattr(tables, "PACKED", 7)
    with tables.Writer("problems", tmp_path) as out:
        for row in rows:
            out.add([row])
            assert len(out._waiting["path"]) < 7
    assert (tmp_path / "problems.parquet").read_bytes() == whole
    assert pq.ParquetFile(tmp_path / "problems.parquet").num_row_groups == 1
    with tables.Writer("problems", tmp_path) as out:
        out.add(rows[:10])
        out.add({name: [row[name] for row in rows[10:]] for name in ("path", "record", "severity")})
        out.add({})
    assert (tmp_path / "problems.parquet").read_bytes() == whole


def test_tables_stay_readable_when_their_folder_has_gone(tmp_path):
    with tables.Writer("problems", tmp_path) as out:
        out.add([{"path": "a.txt", "record": 0}])
    stored = tables.Stored(tmp_path, {"problems": tables.SCHEMAS["problems"]})
    shutil.rmtree(tmp_path)
    assert [row["path"] for row in stored.rows("problems", ["path"])] == ["a.txt"]


def test_a_byte_that_changed_on_disk_is_noticed(tmp_path):
    with tables.Writer("problems", tmp_path) as out:
        out.add([{"path": "a.txt", "record": k} for k in range(100)])
    stored = tables.Stored(tmp_path, {"problems": tables.SCHEMAS["problems"]})
    path = tmp_path / "problems.parquet"
    content = bytearray(path.read_bytes())
    content[content.index(b"a.txt")] ^= 1
    path.write_bytes(content)
    with pytest.raises(OSError, match=r"(?i:crc|checksum)"):
        stored.table("problems")


def test_another_table_under_the_name_is_refused(tmp_path):
    with tables.Writer("problems", tmp_path):
        pass
    (tmp_path / "problems.parquet").rename(tmp_path / "pages.parquet")
    with pytest.raises(ValueError, match="pages"):
        tables.Stored(tmp_path, {"pages": tables.SCHEMAS["pages"]})


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """What is known of each page of the sample, and its tables made in one part."""
    listing = captures.listing(SAMPLE)
    pages = (page for path in listing.files for page in captures.read(listing, path))
    found = list(mapping.tidied(pages, kept=cache.Pages(tmp_path_factory.mktemp("kept") / "pages.sqlite")))
    return found, built(found, tmp_path_factory.mktemp("whole"))


def built(found, folder, run=None):
    torn = captures.Problem("torn.txt", 0, "error", "It is torn.")
    drafting.build(chain(found, [torn]), [torn], folder, run or Run(), Progress())
    assert sorted(p.name for p in folder.iterdir()) == sorted(f"{name}.parquet" for name in tables.SCHEMAS)
    return tables.Stored(folder)


@pytest.mark.parametrize("limit", [("PAGES", 5), ("CHARACTERS", 20_000)])
def test_the_size_of_a_part_changes_no_row(sample, tmp_path, monkeypatch, limit):
    found, whole = sample
    monkeypatch.setattr(drafting, *limit)
    parted = built(found, tmp_path)
    assert sum(1 for _ in parted.parts("pages")) > 5
    for name in tables.SCHEMAS:
        assert parted.table(name).equals(whole.table(name)), name


def test_a_story_on_which_our_rules_fail_is_listed_and_the_others_go_on(sample, tmp_path, monkeypatch):
    found, whole = sample
    right = one_story.compared
    failing = min(row["story_id"] for row in whole.rows("facts"))

    def compared(part):
        return {}["no such rule"] if part.story == failing else right(part)

    monkeypatch.setattr(one_story, "compared", compared)
    monkeypatch.setattr(one_story, "_fault", FAULT)
    less = built(found, tmp_path)
    for name in ("facts", "numbers"):
        left = [row for row in whole.rows(name) if row["story_id"] != failing]
        assert list(less.rows(name)) == left and len(left) < whole.count(name)
    place = {p["page_id"]: (p["path"], p["record"]) for p in whole.rows("pages")}
    told = {place[row["page_id"]] for row in whole.rows("facts") if row["story_id"] == failing}
    faults = [p for p in less.rows("problems") if "fault of Same Story (KeyError)" in p["message"]]
    assert {(p["path"], p["record"]) for p in faults} == told and len(faults) == len(told)
    assert less.count("problems") == whole.count("problems") + len(told)


def test_how_far_another_process_has_grouped_is_told(sample, tmp_path, monkeypatch):
    found, whole = sample
    told, to = [], Progress.to

    def heard(bar, share, doing=""):
        told.append((bar._low, bar._high, share, doing))
        to(bar, share, doing)

    @contextmanager
    def waited_for(work, thing, here, run, waiting):
        (thing[2] / across.GROUPING).write_text("40.0")
        yield lambda: (waiting(), here())[1]

    monkeypatch.setattr(across, "meanwhile", waited_for)
    monkeypatch.setattr(Progress, "to", heard)
    assert built(found, tmp_path).table("articles").equals(whole.table("articles"))
    assert (0.1, 0.2, 0.4, across.GROUPING) in told


def test_grouping_in_another_process_notes_how_far_it_is(tmp_path):
    texts = [f"Ferry {k} sinks off Corra, and the captain is saved" for k in range(9)]
    assert len(across._grouped((texts, [None] * 9, tmp_path))) == 9
    assert seen(tmp_path / across.GROUPING) == 1 and seen(tmp_path / "nothing") == 0


def test_stories_compared_in_several_processes_give_the_same_bytes(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(comparing, "NEAR", 1)
    monkeypatch.setattr(comparing, "FEW", 1)
    monkeypatch.setattr(across, "MANY", 1)
    found, _ = sample
    for name, run in (("one", Run()), ("two", Run(2))):
        (tmp_path / name).mkdir()
        built(found, tmp_path / name, run)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.mark.parametrize("fmt", tables.FORMATS)
def test_writing_tells_how_far_it_is(sample, tmp_path, fmt):
    told = []
    sample[1].write(tmp_path, fmt, told.append)
    assert told == sorted(told) and len(told) >= len(tables.SCHEMAS) and told[-1] == pytest.approx(1)


def test_a_long_story_is_compared_in_parts_of_about_the_same_days(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(across, "PART", 4)
    found, whole = sample
    parted = built(found, tmp_path)
    day = {a["article_id"]: a["published"] or "unknown" for a in parted.rows("articles")}
    parts = {}  # (story, part) -> its articles
    for row in parted.rows("facts"):
        part = row["fact_id"].partition("-")[0] if "-" in row["fact_id"] else ""
        parts.setdefault((row["story_id"], part), set()).add(row["article_id"])
    assert len(parts) > len({story for story, _ in parts}) and max(map(len, parts.values())) <= 4
    assert set().union(*parts.values()) == {row["article_id"] for row in whole.rows("facts")}
    assert sum(map(len, parts.values())) == len(set().union(*parts.values()))
    for (story, part), articles in parts.items():
        later = [day[a] for (other, p), more in parts.items() if other == story and p > part for a in more]
        assert not later or max(day[a] for a in articles) <= min(later)


def test_no_more_than_a_part_of_the_pages_is_held(sample, tmp_path, monkeypatch):
    found, _ = sample
    monkeypatch.setattr(drafting, "PAGES", 4)
    held, most = [0], []
    written = tables.Writer.part

    def taken():
        for rows in found:
            held[0] += 1
            most.append(held[0])
            yield rows

    def part(writer, rows):
        held[0] -= len(rows["page_id"]) if writer._name == "pages" else 0
        written(writer, rows)

    monkeypatch.setattr(tables.Writer, "part", part)
    with tables.Writer("problems", tmp_path) as listed:
        drafting._write_pages(taken(), (), tmp_path, _made(tmp_path / "draft"), drafting.Shelf(tmp_path), listed)
    assert max(most) <= 5 < len(found) and held == [0]


def _made(folder):
    folder.mkdir()
    return folder
