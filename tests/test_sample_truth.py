"""The sample corpus carries what its truth tables say, and is what its sources say."""

import csv
import difflib
import hashlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from helpers.captures import Page, listing, read

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "data" / "sample"
SOURCE = ROOT / "tests" / "sample_source"
TOLD = {"states", "vaguer", "differs"}
PHASES = ["P1", "P2", "P3", "P4"]


def catalogue(name):
    with open(SOURCE / name, encoding="utf-8", newline="") as f:
        return list(csv.DictReader(f))


@pytest.fixture(scope="module")
def truth():
    out = {}
    for path in sorted((SAMPLE / "truth").glob("*.jsonl")):
        out[path.stem] = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return out


@pytest.fixture(scope="module")
def captured():
    """The pages as the workbook reads them, by id."""
    found = listing(SAMPLE)
    pages = [item for path in found.files for item in read(found, path)]
    assert not found.problems and all(isinstance(p, Page) for p in pages)
    return {p.page_id: p for p in pages}


@pytest.fixture(scope="module")
def own(truth):
    """Whole news articles about the story on the pages of the outlets that wrote them, by page id."""
    own = (p for p in truth["pages"] if p["story_id"] and not p["carrier"] and p["genre"] == "news")
    return {p["page_id"]: p for p in own if p["complete"]}


def of_page(rows, page_id):
    return [r for r in rows if r["page_id"] == page_id]


def body_text(page_id, truth, captured):
    """The body of the main article: its zones, joined by blank lines."""
    text = captured[page_id].text
    zones = [z for z in of_page(truth["zones"], page_id) if (z["role"], z["kind"]) == ("main", "body")]
    return "\n\n".join(text[z["start"] : z["end"]] for z in zones)


# --- the files ---------------------------------------------------------------------------------------------


def test_the_files_are_what_the_sources_say():
    done = subprocess.run(
        [sys.executable, SOURCE / "build.py", "--check"], capture_output=True, text=True, cwd=ROOT / "tests"
    )
    assert done.returncode == 0, done.stderr


def test_every_page_is_read_and_every_captured_page_has_its_truth(truth, captured):
    assert {p["page_id"] for p in truth["pages"]} == captured.keys()
    for row in truth["pages"]:
        page = captured[row["page_id"]]
        assert (page.path, page.record, page.format) == (row["path"], row["record"], row["format"])


def test_sizes():
    sizes = {p: p.stat().st_size for p in SAMPLE.rglob("*") if p.is_file()}
    pages = [size for p, size in sizes.items() if "truth" not in p.parts]
    assert sum(pages) < 250_000 and max(pages) < 60_000
    assert sum(sizes.values()) < 2_000_000


def test_every_offset_slices_to_what_it_claims(truth, captured):
    checked = 0
    for name, rows in truth.items():
        for row in rows:
            if row.get("start") is None:
                continue
            places = [(row["page_id"], row["start"], row["end"], row["sha1"])]
            if row.get("of_start") is not None:
                places.append((row["of_page_id"], row["of_start"], row["of_end"], row["of_sha1"]))
            for page_id, start, end, sha1 in places:
                piece = captured[page_id].text[start:end]
                assert piece and hashlib.sha1(piece.encode()).hexdigest()[:12] == sha1, (name, row)
                checked += 1
    assert checked > 500


def test_no_span_begins_or_ends_in_white_space_or_in_a_word(truth, captured):
    def sound(text, start, end):
        piece = text[start:end]
        inside = text[start - 1 : start + 1] if start else "  ", text[end - 1 : end + 1]
        return piece == piece.strip() and not any(re.fullmatch(r"\w\w", pair) for pair in inside)

    for name in ("zones", "sentences", "numbers", "labels", "reuse", "not_quotes"):
        for row in truth[name]:
            assert sound(captured[row["page_id"]].text, row["start"], row["end"]), (name, row)
    for row in truth["attributions"]:
        for start, end in row["source"] + row["cue"] + row["content"]:
            assert sound(captured[row["page_id"]].text, start, end), row
    for row in truth["facts"]:
        assert all(sound(captured[row["page_id"]].text, *span) for span in row["spans"]), row


def test_zones_cover_every_character_but_white_space_once(truth, captured):
    for page_id, page in captured.items():
        covered = Counter(
            i for z in of_page(truth["zones"], page_id) for i in range(z["start"], z["end"])
        )
        assert set(covered.values()) == {1}
        left = [c for i, c in enumerate(page.text) if i not in covered and not c.isspace()]
        assert not left, (page.path, left)


# --- what is planted ---------------------------------------------------------------------------------------


def test_every_fact_has_a_verdict_for_every_page(truth):
    facts = catalogue("facts.csv")
    assert [f["fact_id"] for f in facts] == [f"F{n:02}" for n in range(1, 61)]
    for page in truth["pages"]:
        assert [r["fact_id"] for r in of_page(truth["facts"], page["page_id"])] == [f["fact_id"] for f in facts]
    for row in truth["facts"]:
        assert (row["verdict"] in TOLD) == bool(row["spans"])


def test_the_catalogue_has_22_facts_for_many_18_for_some_and_20_for_one():
    told = [len(f["outlets"].split()) for f in catalogue("facts.csv")]
    assert sum(n >= 5 for n in told) == 22
    assert sum(2 <= n <= 4 for n in told) == 18
    assert sum(n == 1 for n in told) == 20


def test_facts_are_told_by_the_outlets_planned_and_by_no_other(truth, own):
    outlets = defaultdict(set)
    for row in truth["facts"]:
        if row["page_id"] in own and row["verdict"] in TOLD:
            outlets[row["fact_id"]].add(own[row["page_id"]]["outlet"])
    written = {(p["phase"], p["outlet"]) for p in own.values()}
    for fact in catalogue("facts.csv"):
        planned = {o for o in fact["outlets"].split() if (fact["phase"], o) in written}
        told = outlets[fact["fact_id"]]
        assert planned <= told <= set(fact["outlets"].split()), fact["fact_id"]


def test_a_page_does_not_know_what_came_later(truth, own):
    phase = {f["fact_id"]: f["phase"] for f in catalogue("facts.csv")}
    for row in truth["facts"]:
        if row["page_id"] in own:
            later = PHASES.index(phase[row["fact_id"]]) > PHASES.index(own[row["page_id"]]["phase"])
            assert (row["verdict"] == "unknown") == later


def test_articles_sit_in_the_readability_band_of_their_outlet(truth, own, captured):
    from helpers.readability import measures

    assert {r["page_id"] for r in truth["readability"]} == own.keys()
    for row in truth["readability"]:
        grade = measures(body_text(row["page_id"], truth, captured))["flesch_kincaid"]
        assert row["low"] <= grade <= row["high"], (own[row["page_id"]]["path"], grade)


def test_tessel_and_mercury_share_a_band():
    band = {o["outlet"]: (o["fk_low"], o["fk_high"]) for o in catalogue("outlets.csv")}
    assert band["tessel"] == band["mercury"] and band["whelk"] != band["gazette"]


def test_articles_are_of_the_planned_length(truth, own):
    the_long_one = ("examiner", "P2")
    for row in own.values():
        wanted = (1300, 1500) if (row["outlet"], row["phase"]) == the_long_one else (280, 620)
        assert wanted[0] <= row["body_words"] <= wanted[1], row["path"]


def test_named_and_unnamed_people_speak_as_often_as_planned(truth, own):
    """Attributions with a cue of their own, made by people: neither documents nor organisations."""
    for outlet in catalogue("outlets.csv"):
        for page_id in [i for i, p in own.items() if p["outlet"] == outlet["outlet"]]:
            kinds = Counter(
                r["kind"] for r in of_page(truth["attributions"], page_id) if r["type"] == "source" and r["cue"]
            )
            counted = (kinds["named person"], kinds["unnamed person"])
            assert counted == (int(outlet["named"]), int(outlet["unnamed"])), own[page_id]["path"]


def test_who_never_speaks(truth, own):
    sides = defaultdict(set)
    for row in truth["attributions"]:
        if row["page_id"] in own and row["type"] == "source":
            sides[own[row["page_id"]]["outlet"]].add(row["side"])
    assert "residents" not in sides["voice"] and "residents" in sides["gazette"]
    assert "government" not in sides["gazette"] and "government" in sides["voice"]
    assert {o for o, s in sides.items() if "expert" in s} <= {"examiner", "mercury", "tessel"}


def test_every_kind_of_attribution_and_form_is_planted(truth):
    assert {"source", "non_response", "document", "hearsay"} <= {r["type"] for r in truth["attributions"]}
    assert {r["form"] for r in truth["attributions"]} == {"direct", "mixed", "indirect"}
    for row in truth["attributions"]:
        continued = any(note.startswith("continues=") for note in row["notes"])
        assert bool(row["cue"]) != continued and (row["content"] or row["type"] == "non_response"), row


def test_direct_quotations_stand_in_their_outlets_quotation_marks(truth, own, captured):
    marks = {"straight double": '"', "curly double": "“", "straight single": "'", "curly single": "‘"}
    style = {o["outlet"]: marks[o["quotes"]] for o in catalogue("outlets.csv")}
    for row in truth["attributions"]:
        if row["page_id"] in own and row["form"] == "direct":
            start = row["content"][0][0]
            assert captured[row["page_id"]].text[start] == style[own[row["page_id"]]["outlet"]], row


def test_the_main_topic_of_each_outlet_has_the_largest_share(truth, own):
    main = {o["outlet"]: o["main_topic"] for o in catalogue("outlets.csv")}
    for page_id, page in own.items():
        shares = {r["topic"]: r["share"] for r in of_page(truth["topics"], page_id)}
        assert sum(shares.values()) == pytest.approx(1, abs=0.005)
        assert set(shares) <= {"engineering", "residents", "governance", "money", "people"}
        assert max(shares, key=shares.get) == main[page["outlet"]], (page["path"], shares)


def words(text):
    return re.findall(r"[^\W_]+(?:['’.,:-]\w+)*", text)


def wire_share(page_id, truth, captured):
    text = captured[page_id].text
    wire = [r for r in of_page(truth["reuse"], page_id) if r["kind"] == "wire"]
    copied = sum(len(words(text[r["start"] : r["end"]])) for r in wire)
    return copied / len(words(body_text(page_id, truth, captured))), {r["credited"] for r in wire}


@pytest.mark.parametrize(
    "path, share, credited", [("html/p1-examiner.html", 0.30, True), ("html/p1-voice.html", 0.45, False)]
)
def test_wire_copy_has_its_planted_share(path, share, credited, truth, captured):
    page = next(p for p in truth["pages"] if p["path"] == path)
    found, said = wire_share(page["page_id"], truth, captured)
    assert found == pytest.approx(share, abs=0.05) and said == {credited}
    assert ("Tessel" in captured[page["page_id"]].text) == credited


def test_places_of_a_shared_passage_read_alike_and_the_carrier_prints_all(truth, captured):
    def plain(row):
        text = captured[row["page_id"]].text[row["start"] : row["end"]]
        return words(text.translate(str.maketrans("“”‘’", "''''")).replace("'", " ").lower())

    passages = defaultdict(list)
    for row in truth["reuse"]:
        passages[row["passage"]].append(row)
    for name, rows in passages.items():
        for row in rows[1:]:
            alike = difflib.SequenceMatcher(None, plain(rows[0]), plain(row), autojunk=False).ratio()
            assert alike > 0.8 and (row["kind"] != "carrier" or alike == 1), (name, alike)
    assert any(r["kind"] == "carrier" for r in truth["reuse"])


def test_the_statement_is_quoted_by_six_outlets(truth, own):
    rows = [r for r in truth["reuse"] if r["kind"] == "statement" and r["page_id"] in own]
    outlets = {own[r["page_id"]]["outlet"] for r in rows}
    assert outlets == {"tessel", "examiner", "whelk", "voice", "quay", "mercury"}


def test_numbers_have_the_planted_relations(truth, own):
    by_slot = defaultdict(set)
    for row in truth["numbers"]:
        if row["page_id"] in own:
            by_slot[row["slot"]].add((own[row["page_id"]]["outlet"], row["value"], row["relation"]))
    assert ("whelk", "500", "conflict") in by_slot["homes"]
    assert ("voice", "<450", "bound") in by_slot["homes"]
    assert ("mercury", "12ft10in", "unit") in by_slot["surge"]
    assert {o for o, _, relation in by_slot["warning"] if relation == "conflict"} == {"voice"}
    streets = [int(value) for _, value, _ in by_slot["homes_street"]]
    assert sum(streets) == 412 and len(streets) == 5
    assert not any(relation == "conflict" for _, _, relation in by_slot["deferred"] | by_slot["surge"])


def test_versions_name_the_changed_number(truth, captured):
    changes = {(row["why"], *both_texts(row, captured)) for row in truth["versions"]}
    assert ("correction", "312", "412") in changes
    assert ("update", "about 300", "412") in changes


def both_texts(row, captured):
    old, new = captured[row["of_page_id"]].text, captured[row["page_id"]].text
    was = "" if row["of_start"] is None else old[row["of_start"] : row["of_end"]]
    return was, "" if row["start"] is None else new[row["start"] : row["end"]]


# --- traps -------------------------------------------------------------------------------------------------


def capture_of(captured, path):
    return next(p for p in captured.values() if p.path == path)


def test_awkward_characters_are_there(captured):
    raw = (SAMPLE / "text/p1-gazette.txt").read_bytes()
    text = capture_of(captured, "text/p1-gazette.txt").text
    assert raw.startswith(b"\xef\xbb\xbf") and b"\r\n" in raw and not text.startswith("\ufeff")
    assert "cafe\u0301" in text and "\u00a0" in text and "\r\n" in text
    quay = capture_of(captured, "html/p1-quay.html").text
    assert "\u00a0" in quay and "\u00ad" in quay
    assert "&ndash;" in (SAMPLE / "html/p1-quay.html").read_text(encoding="utf-8")


def test_what_a_page_does_not_state_does_not_stand_in_it(truth, captured):
    names = {o["outlet"]: o["name"] for o in catalogue("outlets.csv")}
    for row in truth["pages"]:
        page = captured[row["page_id"]]
        if not row["outlet_stated"]:
            assert names[row["outlet"]] not in page.text and "outlet" in page.manifest_says
        if row["date"] is None:
            assert "2031" not in page.text and "published" in page.manifest_says


def test_linked_data_says_another_headline_where_planted(truth):
    for row in truth["pages"]:
        if "T10" in row["traps"]:
            html = (SAMPLE / row["path"]).read_text(encoding="utf-8")
            linked = json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])
            assert linked["headline"] != row["headline"]


def test_the_furniture_repeats_sentences_of_the_body_where_planted(truth, captured):
    for row in truth["pages"]:
        if "T8" in row["traps"]:
            text = captured[row["page_id"]].text
            kinds = ("pull_quote", "caption")
            rows = [z for z in of_page(truth["zones"], row["page_id"]) if z["kind"] in kinds]
            first = [text[z["start"] : z["end"]].split("\n")[0] for z in rows]
            assert first and all(text.count(t.rstrip(".")) > 1 for t in first), first


def test_names_in_related_items_stay_there(truth, captured):
    """Characters and agencies that only teasers and related articles name."""
    for page_id, page in captured.items():
        main = [z for z in of_page(truth["zones"], page_id) if z["role"] == "main"]
        text = " ".join(page.text[z["start"] : z["end"]] for z in main)
        for name in ("Orrery Press", "Oxgoyle", "Sprake"):
            assert name not in text


# --- the markup --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def markup():
    sys.path.insert(0, str(SOURCE))
    try:
        import markup

        yield markup
    finally:
        sys.path.remove(str(SOURCE))


def test_marks_may_overlap(markup):
    para = markup.read_para(["#money {A}One {B}two{/A} three{/B}."], "here")
    assert para.text == "One two three."
    assert [(m.key, para.text[m.start : m.end]) for m in para.marks] == [("A", "One two"), ("B", "two three")]


@pytest.mark.parametrize("line", ["{A}never closed", "closed {/A}early", "two  blanks", "a stray {/}"])
def test_a_wrong_source_is_refused(markup, line):
    with pytest.raises(markup.SourceError):
        markup.read_para([line], "here")


def test_a_change_must_find_its_place_once(markup):
    assert markup.changed("312 homes", [("312", "412")], "here") == "412 homes"
    for text in ("no homes", "312 or 312"):
        with pytest.raises(markup.SourceError):
            markup.changed(text, [("312", "412")], "here")
