"""What needs the whole corpus: copies, stories, who is whom, and what the articles of a story share.

Rows of `per_page.tidy_page` in, the same rows completed and the corpus-wide tables out. Everything here is
decided in the order of the pages, so the same corpus gives the same rows.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from helpers import spans, stories, topics
from helpers.copies import reuse
from helpers.facts.statements import Voice
from helpers.saying import speakers
from helpers.spans import Excerpt

Rows = dict[str, list[dict]]
MIN_WORDS = 40  # a shorter body is a brief or a stub: no rate computed from it means anything


def complete(rows: Rows) -> Rows:
    """Fill duplicate_of, include, story_id and speaker_id, and add the tables that compare articles.

    `rows` holds the rows of all pages by table name; it is not changed.
    """
    bodies = _bodies(rows)
    texts = [_text(a, bodies[a["article_id"]]) for a in rows["articles"] if a["article_id"] in bodies]
    reprints = reuse.reprints(texts)
    copies = reuse.duplicates(texts, reprints, _rank(rows))
    n_words = {c["article_id"]: c["words"] for c in rows["counts"]}
    articles = [_judged({**a, "n_words": n_words.get(a["article_id"], a["n_words"]),
                         "duplicate_of": copies.get(a["article_id"])}) for a in rows["articles"]]
    articles = _with_stories(articles, texts)
    story_of = {a["article_id"]: a["story_id"] for a in articles if a["story_id"]}
    told = [{**p, "story_id": story_of.get(p["article_id"])} for p in rows["speakers"]]
    people, attributions = link_speakers(told, rows["attributions"])
    story_texts = _by_story(articles, texts)
    return {
        **rows,
        "articles": articles,
        "speakers": people,
        "attributions": attributions,
        "reprints": [
            {**r, "spans": _to_page(bodies[r["article_id"]], r["spans"])} for r in reprints.to_dict("records")
        ],
        "facts": _each_story(partial(stories.facts, voices=_voices(attributions, bodies)), story_texts, bodies,
                             "fact_id", "f"),
        "numbers": _with_voice(_numbers(story_texts, {**bodies, **_corrected(rows, bodies)}), attributions),
        "shared": [{**row, "passage": f"s{row['passage'] + 1:03d}"} for row in _placed(
            reuse.shared_passages(texts, _quoted(attributions, bodies), story_of),
            bodies,
        )],
    }


def _rank(rows: Rows) -> Callable[[stories.Text], tuple]:
    """`reuse.default_rank`, and what the pages say besides: of versions of one day the corrected one goes before the
    longer one; in the end the shorter name does, as "gate.txt" before "gate (1).txt" or "gate-copy.txt".
    """
    corrected = {s["page_id"] for s in rows["segments"] if s["kind"] == "correction"}
    place = {p["page_id"]: (len(p["path"]), p["path"], p["record"]) for p in rows["pages"]}

    def rank(text: stories.Text) -> tuple:
        *first, longest = reuse.default_rank(text)
        return (*first, text.page_id not in corrected, longest, place[text.page_id])

    return rank


def _bodies(rows: Rows) -> dict[str, Excerpt]:
    """The body of every article that was read, as one text with the way back to its page."""
    page_text = {p["page_id"]: p["text"] for p in rows["pages"]}
    pieces = defaultdict(list)
    for s in rows["segments"]:
        if s["article_id"] and s["kind"] == "body":
            pieces[s["article_id"]].append((s["start"], s["end"]))
    read = {c["article_id"]: c["page_id"] for c in rows["counts"]}
    return {a: Excerpt.of(page_text[page], pieces[a]) for a, page in read.items() if pieces[a]}


def _corrected(rows: Rows, bodies: dict[str, Excerpt]) -> dict[str, Excerpt]:
    """The bodies that a correction note stands beside, together with it: it says which number replaces which."""
    page_text = {p["page_id"]: p["text"] for p in rows["pages"]}
    mains = Counter(a["page_id"] for a in rows["articles"] if a["role"] == "main")
    main = {a["page_id"]: a["article_id"] for a in rows["articles"] if a["role"] == "main" and mains[a["page_id"]] == 1}
    notes = defaultdict(list)
    for s in rows["segments"]:
        if s["kind"] == "correction" and s["page_id"] in main:
            notes[s["page_id"]].append((s["start"], s["end"]))
    return {
        main[page]: Excerpt.of(page_text[page], sorted([*bodies[main[page]].pieces, *places]))
        for page, places in notes.items() if main[page] in bodies
    }


def _numbers(story_texts: dict[str, list[stories.Text]], bodies: dict[str, Excerpt]) -> list[dict]:
    whole = {
        story: [replace(t, text=body.text, sentences=tuple(spans.sentences(body.text)))
                for t in group for body in [bodies[t.article_id]]]
        for story, group in story_texts.items()
    }
    return _each_story(stories.numbers, whole, bodies, "slot", "n")


def _text(article: dict, body: Excerpt) -> stories.Text:
    # A note that another outlet published the article first tells of a carrier, even where the page has no name.
    carried = "unknown" if article["outlet_basis"] == "syndication note" else None
    return stories.Text(
        article_id=article["article_id"], page_id=article["page_id"], outlet=article["outlet"],
        published=article["published"], complete=article["complete"], text=body.text,
        sentences=tuple(spans.sentences(body.text)), carrier=article["carrier"] or carried,
        origin=article["origin"],
    )


def _judged(article: dict) -> dict:
    """Whether the article takes part in statistics, and in one word why not."""
    reason = (
        "not the page's article" if article["role"] != "main"
        else "copy" if article["duplicate_of"]
        else "cut off" if article["complete"] is False
        else article["genre"] if article["genre"] in ("opinion", "live")
        else "not English" if article["language"] not in ("en", None)
        else "short" if (article["n_words"] or 0) < MIN_WORDS
        else None
    )
    return {**article, "include": reason is None, "exclude_reason": reason}


def _with_stories(articles: list[dict], texts: list[stories.Text]) -> list[dict]:
    """story_id of every main article: the one stated, else the group of pages that tell the same story."""
    text_of = {t.article_id: t.text for t in texts}
    mains = [a for a in articles if a["role"] == "main" and a["article_id"] in text_of]
    told = [f"{a['headline'] or ''}\n{text_of[a['article_id']]}" for a in mains]
    groups = topics.stories(told, [a["published"] for a in mains])
    named = defaultdict(Counter)
    for a, g in zip(mains, groups, strict=True):
        if a["stated_story"]:
            named[g][a["stated_story"][0]] += 1
    # A group in which just one story is stated is that story.
    name_of = {g: next(iter(names)) for g, names in named.items() if len(names) == 1}
    found = {}
    for a, g in zip(mains, groups, strict=True):
        unstated = (name_of.get(g, f"story-{g + 1:03d}"), "shared words")
        found[a["article_id"]] = a["stated_story"] or unstated
    return [{**a, "story_id": found.get(a["article_id"], (None, None))[0],
             "story_basis": found.get(a["article_id"], (None, None))[1]} for a in articles]


def link_speakers(people: list[dict], attributions: list[dict]) -> tuple[list[dict], list[dict]]:
    """One speaker_id for a person across pages: the rows of `speakers`, and attributions with their speaker_id."""
    ids = speakers.link(people)
    key_of = {(p["article_id"], p["local"]): i for p, i in zip(people, ids, strict=True)}
    merged: dict[str, dict] = {}
    for person, speaker_id in zip(people, ids, strict=True):
        merged[speaker_id] = _merged(merged.get(speaker_id), {**person, "speaker_id": speaker_id})
    return list(merged.values()), [
        {**a, "speaker_id": key_of.get((a["article_id"], a["local"]))} for a in attributions
    ]


def _merged(known: dict | None, person: dict) -> dict:
    """A name leads an office, the longest in Latin letters the others, which become aliases; the first role stays."""
    if known is None:
        return {**person, "aliases": list(person["aliases"])}
    named = [p for p in (known, person) if p["kind"] == "named person"] or [known, person]
    name = max((p["name"] for p in named), key=lambda n: ("a" <= n.casefold()[:1] <= "ɏ", len(n)))
    others = dict.fromkeys([known["name"], person["name"], *known["aliases"], *person["aliases"]])
    return {**known, "name": name, "kind": named[0]["kind"], "aliases": [n for n in others if n != name],
            "role": known["role"] or person["role"], "side": known["side"] or person["side"]}


def _by_story(articles: list[dict], texts: list[stories.Text]) -> dict[str, list[stories.Text]]:
    """Articles to compare fact by fact: one voice once, and what is cut off, because it left nothing out."""
    text_of = {t.article_id: t for t in texts}
    groups = defaultdict(list)
    for a in articles:
        outlet_of_copy = text_of[a["duplicate_of"]].outlet if a["duplicate_of"] else None
        version = a["duplicate_of"] and a["outlet"] and a["outlet"] == outlet_of_copy and not a["carrier"]
        told = a["include"] or a["exclude_reason"] == "cut off" or version
        if a["story_id"] and told and a["article_id"] in text_of:
            groups[a["story_id"]].append(text_of[a["article_id"]])
    return {story: group for story, group in groups.items() if len(group) > 1}


def _each_story(analyse, groups: dict[str, list[stories.Text]], bodies: dict[str, Excerpt],
                key: str, letter: str) -> list[dict]:
    """`analyse` of each story's articles; its running number in `key` becomes a name such as f001."""
    return [
        {**row, "story_id": story, key: f"{letter}{row[key] + 1:03d}"}
        for story, group in groups.items() for row in _placed(analyse(group), bodies)
    ]


def _placed(found, bodies: dict[str, Excerpt]) -> list[dict]:
    """Rows with offsets into bodies, as rows with offsets into pages; nothing stands at a null start.

    A passage that runs across a box in the middle of its article becomes a row on either side of the box; an article
    tells a fact in one row, which is the longer side.
    """
    rows = []
    for row in found.astype(object).where(found.notna(), None).to_dict("records"):
        body = bodies[row["article_id"]]
        places = _on_page(body, row["start"], row["end"]) or [(None, None)]
        if "candidate_start" in row:
            weak = _on_page(body, row["candidate_start"], row["candidate_end"])
            row |= {"candidate_start": weak[0][0], "candidate_end": weak[-1][1]} if weak else {}
            places = [max(places, key=lambda p: (p[1] or 0) - (p[0] or 0))]
        rows.extend({**row, "page_id": page_of(row["article_id"]), "start": s, "end": e} for s, e in places)
    return rows


def _with_voice(numbers: list[dict], attributions: list[dict]) -> list[dict]:
    """`attribution` of each number: which of its article's attributions says it; null in the outlet's own voice."""
    said = defaultdict(list)
    for a in attributions:
        said[a["article_id"]] += [(s, e, a["attribution"]) for s, e in a["content"]]
    return [
        {**n, "attribution": next((k for s, e, k in said[n["article_id"]] if s <= n["start"] < e), None)}
        for n in numbers
    ]


def _on_page(body: Excerpt, start: int | None, end: int | None) -> list[tuple[int, int]]:
    return [] if start is None else body.to_page(int(start), int(end))


def page_of(article_id: str) -> str:
    """The page that an article stands on (see `per_page.article_id`).

    >>> page_of("p0123456789ab-0")
    'p0123456789ab'
    """
    return article_id.rpartition("-")[0]


def _to_page(body: Excerpt, parts: list) -> list[list[int]]:
    return [[s, e] for a, b in parts for s, e in body.to_page(int(a), int(b))]


def _quoted(attributions: list[dict], bodies: dict[str, Excerpt]) -> dict[str, list[tuple[int, int]]]:
    """What somebody is quoted or reported as saying, article by article, in offsets of the body."""
    said = defaultdict(list)
    for a in attributions:
        if a["article_id"] in bodies:  # a headline may be all there is
            said[a["article_id"]] += _in_body(bodies[a["article_id"]], a["content"])
    return said


def _in_body(body: Excerpt, parts: list) -> list[tuple[int, int]]:
    """Those of the places of a page that lie within one piece of a body, in offsets of the body."""
    return [
        (at + s - first, at + e - first)
        for s, e in parts for at, (first, last) in zip(body.starts, body.pieces, strict=True)
        if first <= s < e <= last
    ]


def _voices(attributions: list[dict], bodies: dict[str, Excerpt]) -> dict[str, list[Voice]]:
    """Who says what in each article. Beliefs and silences are left out: there the person is what is told of."""
    out = defaultdict(list)
    for a in attributions:
        body = bodies.get(a["article_id"])  # none where a headline is all there is
        if body and a["type"] not in ("thought", "non_response"):
            out[a["article_id"]] += [
                Voice(s, e, part, a["speaker_id"]) for part in ("source", "content") for s, e in _in_body(body, a[part])
            ]
    return {article: sorted(said, key=lambda v: v[:3]) for article, said in out.items()}
