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


@pytest.fixture(scope="module")
def story(own):
    """The 28 articles: each outlet once in each phase, neither later versions nor second copies."""
    return {i: p for i, p in own.items() if not p["version_of"] and not p["duplicate_of"]}


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


def test_the_corpus_has_37_pages_in_the_planned_formats(truth, story):
    assert len(truth["pages"]) == 37
    outlets = [o["outlet"] for o in catalogue("outlets.csv")]
    assert sorted((p["outlet"], p["phase"]) for p in story.values()) == sorted(
        (outlet, phase) for outlet in outlets for phase in PHASES
    )
    assert Counter(p["format"] for p in story.values()) == {"text": 12, "html": 9, "jsonl": 7}
    others = [p for p in truth["pages"] if p["page_id"] not in story]
    assert sum(bool(p["version_of"]) for p in others) == 2
    assert sum(p["carrier"] == "skimbarrow" for p in others) == 2
    assert sum(not p["complete"] for p in others) == 1
    assert sum(not p["story_id"] for p in others) == 2
    assert sum(p["genre"] == "opinion" for p in others) == 1
    assert sum(bool(p["duplicate_of"]) for p in others) == 1


def test_every_trap_of_the_design_is_set(truth):
    assert {t for p in truth["pages"] for t in p["traps"]} >= {f"T{n}" for n in range(1, 19)}


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
    told, in_its_phase = defaultdict(set), defaultdict(set)
    phase = {f["fact_id"]: f["phase"] for f in catalogue("facts.csv")}
    for row in truth["facts"]:
        if row["page_id"] in own and row["verdict"] in TOLD:
            page = own[row["page_id"]]
            told[row["fact_id"]].add(page["outlet"])
            if page["phase"] == phase[row["fact_id"]]:
                in_its_phase[row["fact_id"]].add(page["outlet"])
    for fact in catalogue("facts.csv"):
        planned = set(fact["outlets"].split())
        assert told[fact["fact_id"]] == in_its_phase[fact["fact_id"]] == planned, fact["fact_id"]
    counts = [len(outlets) for outlets in told.values()]
    assert sum(n >= 5 for n in counts) == 22
    assert sum(2 <= n <= 4 for n in counts) == 18
    assert sum(n == 1 for n in counts) == 20


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
    types = {"source", "thought", "non_response", "document", "character", "hearsay"}
    assert {r["type"] for r in truth["attributions"]} == types
    assert {r["form"] for r in truth["attributions"]} == {"direct", "mixed", "indirect"}
    for row in truth["attributions"]:
        continued = any(note.startswith("continues=") for note in row["notes"])
        assert bool(row["cue"]) != continued and (row["content"] or row["type"] == "non_response"), row


def test_direct_quotations_stand_in_their_outlets_quotation_marks(truth, own, captured):
    marks = {"straight double": '"', "curly double": "“", "straight single": "'", "curly single": "‘"}
    style = {o["outlet"]: marks[o["quotes"]] for o in catalogue("outlets.csv")}
    for row in truth["attributions"]:
        # A quotation within a quotation stands in the other marks.
        if row["page_id"] in own and row["form"] == "direct" and row["type"] != "hearsay":
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
    "outlet, phase, share, credited",
    [("examiner", "P1", 0.30, True), ("voice", "P1", 0.45, False), ("quay", "P3", 0.12, True)],
)
def test_wire_copy_has_its_planted_share(outlet, phase, share, credited, truth, own, captured):
    page = next(p for p in own.values() if (p["outlet"], p["phase"]) == (outlet, phase))
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
    of_the_night = {f"S{n}" for n in range(1, 6)}
    rows = [r for r in truth["reuse"] if r["passage"] in of_the_night and r["page_id"] in own]
    assert {r["kind"] for r in rows} == {"statement"}
    outlets = {own[r["page_id"]]["outlet"] for r in rows}
    assert outlets == {"tessel", "examiner", "whelk", "voice", "quay", "mercury"}


def test_five_outlets_share_a_stock_phrase(truth, own):
    rows = [r for r in truth["reuse"] if r["kind"] == "stock_phrase" and r["page_id"] in own]
    assert {own[r["page_id"]]["outlet"] for r in rows} == {"tessel", "examiner", "whelk", "quay", "mercury"}


WORDINGS = {
    r"did not respond on a public holiday": "holiday",
    r"did not (?:immediately )?respond": "no answer",
    r"declined to": "declined",
    r"could not be reached": "not reached",
}


def test_twelve_do_not_respond_in_four_wordings_first_and_last_and_between(truth, story, captured):
    rows = [r for r in truth["attributions"] if r["type"] == "non_response" and r["page_id"] in story]
    wordings, places = Counter(), set()
    for row in rows:
        text = captured[row["page_id"]].text
        cue = row["cue"][0][0]
        wordings[next(name for form, name in WORDINGS.items() if re.match(form, text[cue:]))] += 1
        sentences = of_page(truth["sentences"], row["page_id"])
        at = next(i for i, s in enumerate(sentences) if s["start"] <= cue < s["end"])
        places.add("first" if at == 0 else "last" if at == len(sentences) - 1 else "between")
    assert wordings.total() == 12 and set(wordings) == set(WORDINGS.values()), wordings
    assert places == {"first", "last", "between"}
    assert {"organisation", "named person"} == {r["kind"] for r in rows}


def test_seven_pass_on_what_they_were_told(truth, story):
    rows = [r for r in truth["attributions"] if r["type"] == "hearsay" and r["page_id"] in story]
    assert len(rows) == 7
    for row in rows:
        via = next(note.removeprefix("via=") for note in row["notes"] if note.startswith("via="))
        tellers = [r for r in of_page(truth["attributions"], row["page_id"]) if r["speaker_id"] == via]
        assert any(r["start"] <= row["start"] and row["end"] <= r["end"] for r in tellers), row


def test_eight_scare_quotes_and_six_terms_are_nobody_s_speech(truth, story, captured):
    rows = [r for r in truth["not_quotes"] if r["page_id"] in story]
    assert Counter(r["kind"] for r in rows) == {"scare": 8, "term": 6}
    for row in rows:
        quoted = captured[row["page_id"]].text[row["start"] : row["end"]]
        assert quoted[0] in "“\"'‘" and quoted[-1] in "”\"'’", quoted
        direct = [r for r in of_page(truth["attributions"], row["page_id"]) if r["form"] == "direct"]
        spoken = [span for r in direct for span in r["content"]]
        assert not any(s <= row["start"] and row["end"] <= e for s, e in spoken), quoted


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
    assert {o for o, _, _ in by_slot["deferred"]} == {"tessel", "examiner", "quay", "mercury"}
    assert {o for o, _, _ in by_slot["deferred_again"]} == {"examiner"}
    assert {o for o, _, _ in by_slot["damage"]} == {"examiner", "quay"}
    assert ("quay", "61.4", "update") in by_slot["damage"]
    assert by_slot["businesses"] == {
        ("tessel", "17", "same"),
        ("examiner", "17", "same"),
        ("gazette", "17", "same"),
        ("gazette", "71", "correction"),
    }
    assert by_slot["premium"] == {("quay", "14", "same")}
    assert by_slot["costume"] == {("whelk", "3100", "same")}
    assert {(o, v) for o, v, _ in by_slot["final_report"]} == {
        (o, "2032-03") for o in ("tessel", "examiner", "voice")
    }
    conflicts = {(slot, o) for slot, told in by_slot.items() for o, _, relation in told if relation == "conflict"}
    assert conflicts == {("homes", "whelk"), ("warning", "voice")}


def test_views_of_the_film_and_of_a_clip_are_different_objects(truth, own):
    rows = [r for r in truth["numbers"] if r["slot"] in ("film_views", "clip_views") and r["page_id"] in own]
    told = {(own[r["page_id"]]["outlet"], r["slot"], r["value"], r["relation"]) for r in rows}
    assert told == {
        ("whelk", "film_views", "240000", "different object"),
        ("tessel", "clip_views", "1900000", "different object"),
    }


def test_characters_of_the_film_speak_and_are_no_sources(truth, own):
    rows = [r for r in truth["attributions"] if r["page_id"] in own and r["kind"] == "character"]
    assert {r["type"] for r in rows} == {"character"}
    told = [own[r["page_id"]]["outlet"] for r in rows if not own[r["page_id"]]["duplicate_of"]]
    assert len(told) == 9 and set(told) == {"tessel", "examiner", "whelk", "voice", "gazette", "mercury"}


def test_a_keeper_of_the_film_and_a_keeper_of_the_union_speak_in_one_article(truth, own, captured):
    def speaks(row, *words):
        text = captured[row["page_id"]].text
        return tuple(text[s:e] for part in ("source", "cue") for s, e in row[part]) == words

    film = [r for r in truth["attributions"] if r["page_id"] in own and speaks(r, "the keeper", "says")]
    real = [r for r in truth["attributions"] if r["page_id"] in own and speaks(r, "the keeper", "said")]
    assert {r["type"] for r in film} == {"character"} and {r["side"] for r in real} == {"union"}
    assert {r["page_id"] for r in film} == {r["page_id"] for r in real}


def test_versions_name_the_changed_number(truth, captured):
    changes = {(row["why"], *both_texts(row, captured)) for row in truth["versions"]}
    assert ("correction", "312", "412") in changes
    assert ("update", "about 300", "412") in changes


def both_texts(row, captured):
    old, new = captured[row["of_page_id"]].text, captured[row["page_id"]].text
    was = "" if row["of_start"] is None else old[row["of_start"] : row["of_end"]]
    return was, "" if row["start"] is None else new[row["start"] : row["end"]]


# --- placebos ----------------------------------------------------------------------------------------------


def quoted_share(page_id, truth, captured):
    """The share of the body's words that stand between the quotation marks of attributions."""
    from helpers.spans import quotations

    text, quoted = captured[page_id].text, 0
    for row in of_page(truth["attributions"], page_id):
        if row["type"] == "hearsay":
            continue  # its words are counted with those of the teller
        for piece in (text[start:end] for start, end in row["content"]):
            if row["form"] == "direct":
                quoted += len(words(piece))
            else:
                quoted += sum(len(words(piece[s:e])) for s, e in quotations(piece))
    return quoted / len(words(body_text(page_id, truth, captured)))


def commission_per_1000(page_id, truth, captured):
    body = body_text(page_id, truth, captured)
    return 1000 * len(re.findall(r"\bCommission\b", body)) / len(words(body))


def grade(page_id, truth, captured):
    from helpers.readability import measures

    return measures(body_text(page_id, truth, captured))["flesch_kincaid"]


MEASURED = {
    "flesch_kincaid_grade": grade,
    "quoted_word_share": quoted_share,
    "commission_per_1000": commission_per_1000,
}


PLACEBOS = [null for null in catalogue("nulls.csv") if null["measure"] in MEASURED]


def test_placebos_are_three_and_the_fourth_has_too_few_articles():
    from helpers.stats import reachable

    assert len(PLACEBOS) == 3 and reachable(4, 4)
    (other,) = [null for null in catalogue("nulls.csv") if null not in PLACEBOS]
    assert other["a"] == other["b"] == "examiner" and not reachable(1, 3)


@pytest.mark.parametrize("null", PLACEBOS, ids=lambda null: null["what"])
def test_placebos_show_no_difference_with_four_articles_a_side(null, truth, story, captured):
    from helpers.stats import permutation_p

    sides = []
    for outlet in (null["a"], null["b"]):
        pages = [i for i, p in sorted(story.items()) if p["outlet"] == outlet]
        sides.append([MEASURED[null["measure"]](i, truth, captured) for i in pages])
    assert [len(side) for side in sides] == [4, 4] == 2 * [int(null["needs_articles"])]
    assert all(value > 0 for side in sides for value in side)
    assert permutation_p(*sides) > 0.3, sides


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


def test_the_duplicate_is_one_to_the_byte(truth):
    paths = {p["page_id"]: p["path"] for p in truth["pages"]}
    copies = [p for p in truth["pages"] if p["duplicate_of"]]
    assert copies
    for page in copies:
        assert (SAMPLE / page["path"]).read_bytes() == (SAMPLE / paths[page["duplicate_of"]]).read_bytes()
        assert "T15" in page["traps"]


def test_a_live_ticker_has_clock_times_of_its_own(truth, captured):
    live = [z for z in truth["zones"] if z["kind"] == "live"]
    assert live and all(z["role"] == "furniture" for z in live)
    for zone in live:
        text = captured[zone["page_id"]].text[zone["start"] : zone["end"]]
        assert all(re.match(r"\d\d:\d\d ", line) for line in text.split("\n")[1:])


def test_a_page_that_breaks_off_leaves_nothing_out(truth, captured):
    for row in [p for p in truth["pages"] if not p["complete"]]:
        verdicts = Counter(r["verdict"] for r in of_page(truth["facts"], row["page_id"]))
        assert verdicts["cut_off"] and not verdicts["left_out"]
        start = body_text(row["page_id"], truth, captured)
        whole = [p for p in truth["pages"] if (p["outlet"], p["phase"]) == (row["outlet"], row["phase"])]
        wholes = [body_text(p["page_id"], truth, captured) for p in whole if p["complete"]]
        assert any(text.startswith(start) for text in wholes)
        assert any(z["kind"] == "paywall" for z in of_page(truth["zones"], row["page_id"]))


def test_the_outlets_have_their_own_words_for_the_gate_master(truth, own):
    rows = [r for r in truth["labels"] if r["page_id"] in own and r["referent"] == "haversedge"]
    called = {(own[r["page_id"]]["outlet"], r["label"].lower()) for r in rows if own[r["page_id"]]["phase"] == "P2"}
    assert called == {
        ("tessel", "gate master"),
        ("examiner", "gate master"),
        ("whelk", "insider"),
        ("voice", "an official under review"),
        ("quay", "an insider"),
        ("gazette", "gate master"),
        ("mercury", "whistleblower"),
    }


def test_quotations_run_on_and_stand_in_each_other(truth, own, captured):
    rows = [r for r in truth["attributions"] if r["page_id"] in own and r["form"] == "direct"]
    texts = [[captured[r["page_id"]].text[s:e] for s, e in r["content"]] for r in rows]
    assert any(len(t) == 2 and all(part.startswith("“") for part in t) and "”" not in t[0] for t in texts)
    assert any(t[0][0] == "'" and '"' in t[0] for t in texts)


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
        for name in ("Orrery Press", "Oxgoyle", "Sprake", "Gravenock", "Trinnick"):
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
