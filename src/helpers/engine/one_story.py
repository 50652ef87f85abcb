"""The articles of one story compared: their facts and numbers as rows of tables, with offsets into the pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from helpers import stories
from helpers.engine.shelf import Article
from helpers.facts.statements import Voice
from helpers.numbers import slots
from helpers.spans import Excerpt

Told = tuple[Article, Sequence[str]]  # an article, and the speaker_id of each of its speakers


class Part(NamedTuple):
    """Articles of one story that are compared with one another: all of them, or those of about the same days.

    `number` counts the parts of a story from 0; `articles` is what stands for them: places on a shelf, or `Told`.
    """

    story: str
    number: int
    articles: Sequence


def some_compared(told: Sequence[Part]) -> list[dict[str, list[dict]]]:
    """`compared` of some parts of stories: a pure function of one argument, which can be mapped."""
    return [compared(part) for part in told]


def compared(part: Part) -> dict[str, list[dict]]:
    """Rows of the tables facts and numbers for one part of a story."""
    told: Sequence[Told] = part.articles
    articles = [article for article, _ in told]
    voices = {a.article_id: _voices(a, ids) for a, ids in told}
    bodies = {a.article_id: a.body for a in articles}
    texts = [a.text() for a in articles]
    noted = {a.article_id: a.noted or a.body for a in articles}
    whole = [a.text(a.noted) if a.noted else t for a, t in zip(articles, texts, strict=True)]
    facts = _named(stories.COLUMNS, stories.fact_rows(texts, voices), part, bodies, "f")
    numbers = _named(slots.COLUMNS, slots.number_rows(whole), part, noted, "n")
    return {"facts": facts, "numbers": _with_voice(numbers, {a.article_id: a for a in articles})}


def _named(
    columns: Sequence[str], found: Sequence[tuple], part: Part, bodies: Mapping[str, Excerpt], letter: str
) -> list[dict]:
    """Rows of an analysis on their pages; the running number in front becomes a name: f001, in a second part f2-001."""
    letter += f"{part.number + 1}-" if part.number else ""
    key, *rest = columns
    names = lru_cache(1)(lambda number: f"{letter}{number + 1:03d}")  # rows of one name lie together
    rows = ({"story_id": part.story, key: names(row[0]), **dict(zip(rest, row[1:], strict=True))} for row in found)
    return placed(rows, bodies)


def placed(found: Iterable[dict], bodies: Mapping[str, Excerpt]) -> list[dict]:
    """Rows with offsets into bodies, as rows with offsets into pages (`found` is used up); nothing stands at a null
    start.

    A passage that runs across a box in the middle of its article becomes a row on either side of the box; an article
    tells a fact in one row, which is the longer side.
    """
    rows = []
    pages = {name: page_of(name) for name in bodies}
    for row in found:
        body = bodies[row["article_id"]]
        row["page_id"] = pages[row["article_id"]]
        places = _on_page(body, row["start"], row["end"])
        if row.get("candidate_start") is not None and (
            weak := _on_page(body, row["candidate_start"], row["candidate_end"])
        ):
            row["candidate_start"], row["candidate_end"] = weak[0][0], weak[-1][1]
        if len(places) > 1 and "candidate_start" in row:
            places = [max(places, key=lambda p: p[1] - p[0])]
        row["start"], row["end"] = places[0] if places else (None, None)
        rows.append(row)
        rows.extend({**row, "start": s, "end": e} for s, e in places[1:])
    return rows


def page_of(article_id: str) -> str:
    """The page that an article stands on (see `per_page.article_id`).

    >>> page_of("p0123456789ab-0")
    'p0123456789ab'
    """
    return article_id.rpartition("-")[0]


def in_body(body: Excerpt, parts: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """Those of the places of a page that lie within one piece of a body, in offsets of the body."""
    return [
        (at + s - first, at + e - first)
        for s, e in parts for at, (first, last) in zip(body.starts, body.pieces, strict=True)
        if first <= s < e <= last
    ]


def _on_page(body: Excerpt, start: int | None, end: int | None) -> Sequence[tuple[int, int]]:
    return [] if start is None else body.to_page(int(start), int(end))


def _voices(article: Article, ids: Sequence[str]) -> list[Voice]:
    """Who says what in an article. Beliefs and silences are left out: there the person is what is told of."""
    found = (
        Voice(s, e, part, None if said.local is None else ids[said.local])
        for said in article.said if said.type not in ("thought", "non_response")
        for part, places in (("source", said.source), ("content", said.content))
        for s, e in in_body(article.body, places)
    )
    return sorted(found, key=lambda v: v[:3])


def _with_voice(numbers: list[dict], articles: Mapping[str, Article]) -> list[dict]:
    """`attribution` of each number: which of its article's attributions says it; null in the outlet's own voice."""
    said = {name: [(s, e, one.attribution) for one in a.said for s, e in one.content] for name, a in articles.items()}
    return [
        {**n, "attribution": next((k for s, e, k in said[n["article_id"]] if s <= n["start"] < e), None)}
        for n in numbers
    ]
