"""One page in, its rows out: everything that can be known about a page without looking at another."""

from __future__ import annotations

from helpers import credits, readability, segments, sources, spans
from helpers.captures import Page
from helpers.saying import speakers

READ_ROLES = ("main", "related")  # printed whole, so worth reading; teasers are cut off


def tidy_page(page: Page) -> dict[str, list[dict]]:
    """Rows of the tables pages, segments, articles, sentences, attributions, speakers and counts for `page`.

    A pure function of the page, picklable, so that it can be cached, pooled or mapped. Offsets count in
    `page.text`. `speakers` rows carry `article_id` and `local` (their number within the article), which
    attributions repeat as `local`: who is whom across pages is decided later (`across.link_speakers`).
    """
    cut = segments.segments(page)
    found = credits.articles(page, cut)
    rows: dict[str, list[dict]] = {
        "pages": [_page_row(page)],
        "segments": [_segment_row(page, k, s) for k, s in enumerate(cut)],
        "articles": [], "sentences": [], "attributions": [], "speakers": [], "counts": [],
    }
    for a in found:
        key = {"article_id": article_id(page, a["article"]), "page_id": page.page_id}
        n_words = sum(s["n_words"] for s in rows["segments"]
                      if s["article_id"] == key["article_id"] and s["kind"] == "body")  # fmt: skip
        rows["articles"].append({**a, **key, "n_words": n_words, "stated_story": _story(page)})
        if a["role"] in READ_ROLES:
            own = [s for s in cut if s["article"] == a["article"]]
            body, told = (
                spans.Excerpt.of(page.text, [(s["start"], s["end"]) for s in own if s["kind"] in kinds])
                for kinds in (("body",), ("headline", "body"))
            )
            for name, more in _read_body(body, told).items():
                rows[name].extend({**key, **row} for row in more)
    return rows


def article_id(page: Page, number: int) -> str:
    """The name of a page's article: the page's id and its number on the page (0 is the main one)."""
    return f"{page.page_id}-{number}"


def _story(page: Page) -> list[str] | None:
    """The story that the manifest or the record names, and which of them."""
    for basis, says in (("manifest", page.manifest_says), ("record", page.record_says)):
        if says.get("story"):
            return [says["story"], basis]
    return None


def _page_row(page: Page) -> dict:
    kept = ("page_id", "path", "record", "source_id", "sha256", "format", "encoding", "encoding_basis", "url",
            "page_host", "captured_at", "text")
    return {name: getattr(page, name) for name in kept} | {"warnings": list(page.warnings)}


def _segment_row(page: Page, number: int, segment: dict) -> dict:
    owner = segment["article"]
    n_words = len(spans.WORD.findall(page.text[segment["start"] : segment["end"]]))
    return {**segment, "n_words": n_words, "page_id": page.page_id, "segment_id": f"{page.page_id}-s{number}",
            "article_id": None if owner is None else article_id(page, owner)}


def _read_body(body: spans.Excerpt, told: spans.Excerpt) -> dict[str, list[dict]]:
    """Rows of an article, whose headline speaks too ("Mayor: Bridge is safe"): `told` is `body` with its headline."""
    sentences = spans.sentences(body.text)
    said = sources.attributions(told.text)
    people, links = speakers.identify(told.text, said)
    return {
        "sentences": [
            {"sentence": k, "start": s, "end": e}
            for k, (a, b) in enumerate(sentences) for s, e in body.to_page(a, b)[:1]
        ],
        "attributions": [
            {**row, "attribution": k, "local": link.speaker, "speaker_basis": link.basis,
             "speaker_confidence": link.confidence if link.basis else None,
             **{part: _on_page(told, row[part]) for part in ("source", "cue", "content", "excuse")}}
            for k, (row, link) in enumerate(zip(said, links, strict=True))
        ],
        "speakers": [{**person, "local": k} for k, person in enumerate(people)],
        "counts": [readability.measures(body.text, sentences)],
    }


def _on_page(body: spans.Excerpt, parts: list) -> list[list[int]]:
    return [[s, e] for a, b in parts for s, e in body.to_page(a, b)]
