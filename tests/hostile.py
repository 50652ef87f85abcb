"""Hostile pages and what must hold for every one of them: shared by the tests and by `benchmarks/fuzz.py`."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from helpers import tables
from helpers.captures import Page, page_id
from helpers.credits import articles
from helpers.engine import cache, hands, per_page
from helpers.pages import decoding
from helpers.segments import ROLES, segments

# Pieces that the rules of some module look for, each of which can stand in any order, number and neighbourhood.
PIECES = (
    "“", "”", '"', "'", "’", "«", "»", "(", ")", "[", "]", "<", ">", "&", "—", "–", "-", "…", ".", ",", ":", ";", "!",
    "?", "|", "/", "\\", "*", "_", "#", "$", "%", "€", "©", "•", "·", " ", "  ", "\t", "\n", "\n\n", "\r\n", "\r",
    "\x85", "\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x00", "\x1b[2J", "\ufeff", "\u00a0", "\u200b", "\u202e",
    "\u0301", "\ud800", "\udfff", "\U0001f3ad", "ﬁ", "İ", "ß", "ſ", "٣", "３", "²", "½", "Ⅷ", "日本語", "слово", "كلمة",
    "0", "7", "12", "1,180", "3.9", "10:30", "$4.5 million", "40 per cent", "two dozen", "20 October 2031", "Oct. 3",
    "Monday", "aged 34", "No. 7", "U.S.", "Dr.", "Jr.", "a.m.", "J. K.", "said", " said ", "says ", " told ", "asked",
    " according to ", " did not respond to a request for comment", " that ", " who ", " he said", "she added, ",
    "Wilmet Sarn", "Mayor Ida Brandt", "Sarn", "the council", "a spokesman", "They", "the film", "By ", "By Ana Pell",
    "Reuters", "(Reuters) - ", "PORT HALE, Oct. 3 (AP) — ", "Photo: ", "Read more", "Advertisement", "Share this",
    "Subscribe now", "MORE STORIES", "From the Fenland Post", "This article was first published in ", "Copyright 2031",
    "All rights reserved", "Correction:", "Updated 3 h ago", "HOME | NEWS | SPORT", "[+1234 chars]", "@ @ @ @ @",
    "a", "A", "The gate ", "rained all day, ", "It fell on the pier and nobody came.", "x" * 300, "Aa " * 40, "=1+1",
    "<script>", "</script>", "<p>", "</div>", "<!--", "-->", "&#x41;", "&amp", "javascript:alert(1)", "<svg onload=x>",
    "{", "}", '{"text": "', "https://mercury.example/gate", "$\\alpha$", "[a](javascript:x)", "![x](y)",
)  # fmt: skip

# What repeats, and goes on and on, in strings that drive a pattern to its worst.
COMMON = ("a", "A", "a ", "A ", "Aa ", "Aa. ", "0", "0 ", "0,", "1.", "-", "—", '"', "“", "”", "“a” ", "'", "’", "(",
          ")", "()", "[", "<", "<a ", "<!--", " ", "\t", "\n", " \n", "\r\n", "a\n", "\u00a0", ".", ",", ":", "/", "|",
          "&#", "\\", "{", "@ ", "é", "\u0301", "日", "_", "a-", "a.", "A.", "a’", "A, ", "\x1c")  # fmt: skip


def page(text: str, format: str = "text", html: str | None = None, **says: Mapping[str, str]) -> Page:
    return Page(page_id("p.txt", 0), "p.txt", 0, None, "0" * 64, format, "utf-8", "utf-8", None, None, None, text,
                (), says.get("record", {}), says.get("manifest", {}), html)


def check_decoded(data: bytes) -> None:
    """Decoding gives a text that can be written as UTF-8, or says in one sentence why not."""
    try:
        decoded = decoding.decode(data)
    except decoding.Refused as refused:
        assert str(refused).endswith(".") and "\n" not in str(refused)
        return
    decoded.text.encode("utf-8")
    if not decoded.warnings:
        assert decoded.text.encode(decoded.encoding) or not decoded.text


def check_segments(found: Sequence[Mapping[str, Any]], text: str) -> None:
    """Each character stands in exactly one segment."""
    at = 0
    for s in found:
        assert s["start"] == at < s["end"], (at, s)
        assert s["role"] in ROLES and (s["article"] is None) == (s["role"] == "furniture"), s
        at = s["end"]
    assert at == len(text)


def check_page(given: Page) -> dict[str, list[dict]]:
    """The rows of a page: offsets that slice, finite numbers, what the cache and the tables can hold."""
    text = given.text
    cut = segments(given)
    check_segments(cut, text)
    for a in articles(given, cut):
        assert 0 <= a["start"] < a["end"] <= len(text)
        if a["headline_start"] is not None:
            assert 0 <= a["headline_start"] < a["headline_end"] <= len(text)
    rows = per_page.tidy_page(given)
    ends: dict[str, int] = {}
    for s in rows["sentences"]:
        assert ends.get(s["article_id"], 0) <= s["start"] < s["end"] <= len(text), s
        assert text[s["start"] : s["end"]].strip(), s
        ends[s["article_id"]] = s["end"]
    for a in rows["attributions"]:
        assert a["cue"] or a["content"] or a["source"], a
        for start, end in (*a["source"], *a["cue"], *a["content"]):
            assert 0 <= start < end <= len(text), a
        assert 0 <= a["confidence"] <= 1
    people = {(p["article_id"], p["local"]) for p in rows["speakers"]}
    assert all(a["local"] is None or (a["article_id"], a["local"]) in people for a in rows["attributions"])
    for c in rows["counts"]:
        assert all(math.isfinite(v) for v in c.values() if isinstance(v, float)), c
        assert all(v >= 0 for v in c.values() if isinstance(v, int)), c
    assert cache.unpacked(cache.packed(rows)) == cache.columns(rows)  # so that it is no matter who has worked on a page
    return rows


def check_corpus(pages: Sequence[Page]) -> None:
    """Pages compared with one another: what comes out are tables, and every span in them slices."""
    from helpers.engine.drafting import build
    from helpers.engine.progress import Progress

    if not pages:
        return
    found = [cache.unpacked(cache.packed(check_page(given))) for given in pages]
    with tempfile.TemporaryDirectory() as folder:
        build(found, (), Path(folder), hands.Run(), Progress())
        stored = tables.Stored(Path(folder))
        done = {name: list(stored.rows(name)) for name in tables.SCHEMAS}
    lengths = {p.page_id: len(p.text) for p in pages}
    for name in ("facts", "numbers", "shared"):
        for row in done[name]:
            if row.get("start") is not None:
                assert 0 <= row["start"] < row["end"] <= lengths[row["page_id"]], (name, row)
    page_of = {a["article_id"]: a["page_id"] for a in done["articles"]}
    for row in done["reprints"]:
        assert 0 <= row["share"] <= 1
        for start, end in row["spans"]:
            assert 0 <= start < end <= lengths[page_of[row["article_id"]]], row
