"""The articles of one story compared: their facts and numbers as rows of tables, with offsets into the pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
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


class Compared(NamedTuple):
    """Rows of the tables facts (as columns: there are many) and numbers for one part of a story; `fault`: what stopped
    us where there are none."""

    facts: dict[str, list]
    numbers: list[dict]
    fault: str | None = None


def some_compared(told: Sequence[Part]) -> list[Compared]:
    """`compared` of some parts of stories: a pure function of one argument, which can be mapped. Where one of our rules
    fails on a part, the others go on."""
    return [_compared(part) for part in told]


def _compared(part: Part) -> Compared:
    try:
        return compared(part)
    except Exception as e:
        return _fault(e)


def _fault(error: Exception) -> Compared:
    return Compared({}, [], type(error).__name__)


def compared(part: Part) -> Compared:
    """The facts and the numbers of one part of a story."""
    told: Sequence[Told] = part.articles
    articles = [article for article, _ in told]
    voices = {a.article_id: _voices(a, ids) for a, ids in told}
    bodies = {a.article_id: a.body for a in articles}
    texts = [a.text() for a in articles]
    noted = {a.article_id: a.noted or a.body for a in articles}
    whole = [a.text(a.noted) if a.noted else t for a, t in zip(articles, texts, strict=True)]
    numbers = placed(_named(slots.COLUMNS, slots.number_rows(whole), part, "n"), noted)
    facts = _facts(stories.fact_rows(texts, voices), part, bodies)
    return Compared(facts, _with_voice(numbers, {a.article_id: a for a in articles}))


def _name(part: Part, letter: str, number: int) -> str:
    """The running number of a fact or a slot as its name: f001, in a second part f2-001."""
    return f"{letter}{part.number + 1}-{number + 1:03d}" if part.number else f"{letter}{number + 1:03d}"


def _named(columns: Sequence[str], found: Iterable[tuple], part: Part, letter: str) -> Iterator[dict]:
    """Rows of an analysis; the running number in front becomes a name."""
    key, *rest = columns
    for number, *row in found:
        yield {"story_id": part.story, key: _name(part, letter, number), **dict(zip(rest, row, strict=True))}


def _facts(found: Sequence[tuple], part: Part, bodies: Mapping[str, Excerpt]) -> dict[str, list]:
    """The rows of `stories.facts` as columns, with offsets into pages.

    An article tells a fact in one row: of a passage that runs across a box in its middle this is the longer side.
    """
    if not found:
        return {}
    columns = dict(zip(stories.COLUMNS, map(list, zip(*found, strict=True)), strict=True))
    articles, count = columns["article_id"], len(found)
    names = [_name(part, "f", number) for number in range(found[-1][0] + 1)]
    pages = {name: page_of(name) for name in bodies}
    for start, end, side in (("start", "end", _longest), ("candidate_start", "candidate_end", _across)):
        some, ends = columns[start], columns[end]
        for k, (article, first) in enumerate(zip(articles, some, strict=True)):
            if first is not None:
                some[k], ends[k] = side(bodies[article].to_page(first, ends[k]))
    return {
        **columns, "story_id": [part.story] * count, "fact_id": [*map(names.__getitem__, columns["fact_id"])],
        "page_id": [*map(pages.__getitem__, articles)],
    }  # fmt: skip


def _longest(places: Sequence[tuple[int, int]]) -> tuple[int | None, int | None]:
    return max(places, key=lambda p: p[1] - p[0], default=(None, None))


def _across(places: Sequence[tuple[int, int]]) -> tuple[int | None, int | None]:
    return (places[0][0], places[-1][1]) if places else (None, None)


def placed(found: Iterable[dict], bodies: Mapping[str, Excerpt]) -> list[dict]:
    """Rows with offsets into bodies, as rows with offsets into pages (`found` is used up).

    A passage that runs across a box in the middle of its article becomes a row on either side of the box.
    """
    rows = []
    for row in found:
        row["page_id"] = page_of(row["article_id"])
        for start, end in bodies[row["article_id"]].to_page(row["start"], row["end"]) or [(None, None)]:
            rows.append({**row, "start": start, "end": end})
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
