"""A report of thousands of pages stays small: fewer passages behind a number, cited paragraphs alone."""

import json

import pandas as pd
import pytest

from helpers import show
from helpers.showing import reading, room


def finding(n: int, label: str | None = None) -> str:
    passages = [show.Passage(f"p{k}", 0, 4, "<gull>", label) for k in range(n)]
    return show.findings(show.Finding("Gulls.", passages, n, None, "passages")).html


def test_places_that_are_not_shown_stand_in_the_list_of_evidence_alone():
    html = finding(60, "The <Tide>")
    light = room.lightened(html)
    assert "data-places" in html and "data-places" not in light
    assert len(show.cited(light)) == 25 and "and 35 more, listed in evidence.jsonl" in light
    assert len(show.cited(room.lightened(html, 3))) == 3 and "and 57 more" in room.lightened(html, 3)
    assert len(show.claims(html)[0]["passages"]) == 60
    assert room.lightened(finding(2)) == finding(2)


def test_counts_in_tables_are_lightened_too():
    passages = [show.Passage("p1", k, k + 1, "x") for k in range(40)]
    table = show.table(pd.DataFrame({"who": ["Tide"], "n": [show.Count(40, passages)]}), "Gulls", "gulls").html
    assert len(show.cited(room.lightened(table, 5))) == 5
    assert "<summary>40</summary>" in room.lightened(table, 5)


def test_a_large_report_shows_fewer_passages_and_no_page_that_nothing_leads_to(monkeypatch):
    htmls = [finding(60)]
    assert room.plan(htmls, 60, 100_000) == (25, True, None)
    monkeypatch.setattr(room, "SIZE", len(htmls[0]) + 25 * (room.BARE + room.CITED))
    assert room.plan(htmls, 60, 100_000) == (25, False, None)
    monkeypatch.setattr(room, "SIZE", 100_000)
    assert room.plan(htmls, 60, 100_000) == (10, False, None)
    monkeypatch.setattr(room, "SIZE", 2)
    assert room.plan(htmls, 60, 100_000) == (1, False, frozenset({"p0"}))


def test_a_very_large_report_shows_passages_of_few_pages_and_one_behind_every_number(monkeypatch):
    def about(*pages):
        return show.findings(show.Finding("Gulls.", [show.Passage(p, 0, 4, "gull") for p in pages], len(pages))).html

    htmls = [about("p1", "p2", "p3"), about("p3", "p1"), about("p4"), about("p5", "p4")]
    monkeypatch.setattr(room, "SIZE", 2)
    most, whole, held = room.plan(htmls, 9, 9)
    assert (most, whole, held) == (1, False, frozenset({"p1", "p4"}))
    led_to = [[page for page, _, _ in show.cited(room.lightened(html, 5, held))] for html in htmls]
    assert led_to == [["p1"], ["p1"], ["p4"], ["p4"]]
    assert "and 2 more, listed" in room.lightened(htmls[0], 5, held)
    shared = [about("p1", "p9"), about("p2", "p9"), about("p2", "p8", "p9")]
    assert room.plan(shared, 9, 9).held == {"p9"}, "one page that all lists have"


def test_what_was_cut_once_can_be_cut_again():
    html = finding(1060)
    assert room.lightened(room.lightened(html), 5) == room.lightened(html, 5)
    assert "and 1,055 more, listed" in room.lightened(html, 5)


def test_long_lists_are_cut_only_where_the_file_would_grow_too_large(monkeypatch):
    row = {"claim": "gulls", "value": 3000, "passages": [["p1", k, k + 1] for k in range(3000)]}
    assert json.loads(next(iter(room.evidence_lines([row])))) == row
    monkeypatch.setattr(room, "PLACES", 30_000)
    cut = json.loads(next(iter(room.evidence_lines([row]))))
    assert len(cut["passages"]) + cut["more"] == 3000 and cut["passages"] == row["passages"][: len(cut["passages"])]


def test_a_page_of_cited_paragraphs_has_the_style_of_what_it_holds_alone():
    from helpers.showing import render

    page = {"page_id": "p1", "text": "The bells rang.\nNobody came.\n", "headline": "Bells"}
    nav = [("index.html", "Overview"), ("methods.html", "Methods")]
    zone = [{"start": 0, "end": 29, "role": "main"}]
    full, bare = (render.captured_page(page, zone, [(0, 15)], nav, whole=whole) for whole in (True, False))
    assert ".zone.main{" in bare and ".zone .text{" in bare
    assert "prefers-color-scheme:dark" in bare and "@media print" in bare
    assert ".zone.related{" in full and ".zone.related{" not in bare and "dl.facts dt{" not in bare
    assert 'href="../index.html"' in bare and "methods.html" not in bare and len(bare) < len(full) - 600


def test_a_page_cut_to_its_cited_paragraphs_keeps_every_anchor():
    text = "Menu\nThe bells rang. They rang twice.\nNobody came.\nThe pier was shut.\nMore news\n"
    segments = [{"start": 0, "end": 5, "role": "furniture"}, {"start": 5, "end": len(text), "role": "main"}]
    cited = [(5, 20), (21, 37), (52, 55)]
    zones = reading.zones(text, segments, cited, whole=False)
    html = "".join(z.html for z in zones)
    assert all(f'id="p{s}-{e}"' in html for s, e in cited)
    assert "They rang" in html and "pier" in html and "Nobody" not in html and "Menu" not in html
    assert {z.role for z in zones} == {"main"}
    assert reading.zones(text, segments, [], whole=False) == []


@pytest.mark.slow
def test_the_report_of_a_large_corpus_holds_what_it_cites_and_no_link_is_broken(tmp_path, monkeypatch):
    """The notebooks' stored outputs stand for a run: what is looked at here is what is made of them."""
    import nbformat

    from helpers import report
    from helpers.corpus import SAMPLE
    from helpers.engine import running

    def stored(paths, *_):
        return [running._chapter(p.stem, nbformat.read(p, as_version=4)) for p in paths]

    monkeypatch.setattr(report, "run", stored)
    monkeypatch.setattr(room, "SIZE", 1_400_000)
    out = report.make(SAMPLE, tmp_path / "large").parent
    whole = {p.name: p.stat().st_size for p in (out / "pages").iterdir()}
    assert 0 < len(whole) <= 37
    for page in out.glob("*.html"):
        for page_id, start, end in show.cited(page.read_text("utf-8")):
            assert f'id="p{start}-{end}"' in (out / "pages" / f"{page_id}.html").read_text("utf-8"), page.name
    monkeypatch.undo()
    monkeypatch.setattr(report, "run", stored)
    small = report.make(SAMPLE, tmp_path / "small").parent
    assert len(list((small / "pages").iterdir())) == 37
    assert sum(whole.values()) < 0.9 * sum((small / "pages" / name).stat().st_size for name in whole)
