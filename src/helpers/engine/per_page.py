"""One page in, its rows out: everything that can be known about a page without looking at another."""

from __future__ import annotations

from collections import Counter

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
    rows: dict[str, list[dict]] = {
        "pages": [_page_row(page)],
        "segments": [], "articles": [], "sentences": [], "attributions": [], "speakers": [], "counts": [],
    }
    counted: dict[int, int] = {}  # the segments whose words have been counted already
    for a in credits.articles(page, cut):
        key = {"article_id": article_id(page, a["article"]), "page_id": page.page_id}
        rows["articles"].append({**a, **key, "stated_story": _story(page)})
        if a["role"] in READ_ROLES:
            own = [k for k, s in enumerate(cut) if s["article"] == a["article"]]
            body, told = (
                spans.Excerpt.of(page.text, [(cut[k]["start"], cut[k]["end"]) for k in own if cut[k]["kind"] in kinds])
                for kinds in (("body",), ("headline", "body"))
            )
            read = _read_body(key, body, told)
            for name, more in read.items():
                rows[name].extend(more)
            if len(bodies := [k for k in own if cut[k]["kind"] == "body"]) == 1:
                counted[bodies[0]] = read["counts"][0]["words"]
    rows["segments"] = [_segment_row(page, k, s, counted.get(k)) for k, s in enumerate(cut)]
    words = Counter()
    for s in rows["segments"]:
        words[s["article_id"]] += s["n_words"] if s["kind"] == "body" else 0
    for a in rows["articles"]:
        a["n_words"] = words[a["article_id"]]
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


def _segment_row(page: Page, number: int, segment: dict, n_words: int | None) -> dict:
    owner = segment["article"]
    if n_words is None:
        n_words = len(spans.WORD.findall(page.text[segment["start"] : segment["end"]]))
    return {**segment, "n_words": n_words, "page_id": page.page_id, "segment_id": f"{page.page_id}-s{number}",
            "article_id": None if owner is None else article_id(page, owner)}


def _read_body(key: dict[str, str], body: spans.Excerpt, told: spans.Excerpt) -> dict[str, list[dict]]:
    """Rows of an article, each begun with its `key`; its headline speaks too ("Mayor: Bridge is safe"): `told` is
    `body` with its headline."""
    sentences = spans.sentences(body.text)
    said = sources.attributions(told.text)
    people, links = speakers.identify(told.text, said)
    return {
        "sentences": [
            {**key, "sentence": k, "start": s, "end": e}
            for k, sentence in enumerate(sentences) for s, e in body.to_page(*sentence)[:1]
        ],
        "attributions": [
            {**key, **row, "attribution": k, "local": link.speaker, "speaker_basis": link.basis,
             "speaker_confidence": link.confidence if link.basis else None,
             "source": told.on_page(row["source"]), "cue": told.on_page(row["cue"]),
             "content": told.on_page(row["content"]), "excuse": told.on_page(row["excuse"])}
            for k, (row, link) in enumerate(zip(said, links, strict=True))
        ],
        "speakers": [{**key, **person, "local": k} for k, person in enumerate(people)],
        "counts": [{**key, **readability.measures(body.text, sentences)}],
    }
