"""Who the sources are: one row a speaker of an article, and one id a person across articles.

Names are found by their capitals, titles and role words; pronouns and "the director" are resolved where the text
leaves one candidate, and left alone otherwise. No list of names and no guess of anybody's gender: "Mr" and the
pronouns of the text itself only rule candidates out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator

from helpers.saying.cast import plain
from helpers.saying.known import Link, Speaker
from helpers.saying.names import side_of
from helpers.saying.referring import refer
from helpers.saying.words import closed_classes

_NO_ASCII = re.compile(r"[(（][^()（）\n]{0,39}?[^\x00-\x7f（）]")  # in brackets: else no gloss has to be looked for
_GLOSS = re.compile(r"([A-Z](?<!\w.)[\w'’-]++(?: [A-Z][\w'’-]++){0,3}+) ?[(（]([^()（）\n]{1,40})[)）]")


def speakers(text: str, attributions: list[dict]) -> tuple[list[dict], list[int | None]]:
    """The speakers of an article, and for each attribution the index of its speaker (None where unknown).

    Rows: `name` (the fullest form in the text; for people without a name the phrase that brings them in),
    `aliases` (other forms, and glosses in another script), `role` and `side` (as the text states them, else None;
    sides are those of data/roles.csv), `kind` (named person, unnamed person, organisation, document, group,
    unknown). Attributions are rows of `helpers.sources.attributions` of the same text.

    >>> from helpers.sources import attributions
    >>> t = "Mayor Ann Hill said the bridge is safe. “We built it well,” she said."
    >>> people, who = speakers(t, attributions(t))
    >>> people[0]["name"], who
    ('Ann Hill', [0, 0])
    """
    people, links = identify(text, attributions)
    return people, [link.speaker for link in links]


def identify(text: str, attributions: list[dict]) -> tuple[list[dict], list[Link]]:
    """As `speakers`, with what each link rests on: `speaker` (index or None), `basis`, `confidence` (0 to 1).

    Bases: name, role ("the director"), description (said of nobody else, right behind somebody's words), pronoun;
    None where the speaker is unknown. What each confidence is worth is measured by `benchmarks/speakers_scores.py`.

    >>> from helpers.sources import attributions
    >>> t = "Mayor Ann Hill said the bridge is safe. “We built it well,” she said."
    >>> [link.basis for link in identify(t, attributions(t))[1]]
    ['name', 'pronoun']
    """
    known, links = refer(text, attributions)
    glosses = _glosses(text)
    return [_row(s, glosses) for s in known], links


def _glosses(text: str) -> dict[str, list[str]]:
    """Name -> forms in another script that follow it in brackets."""
    if text.isascii() or not any(_NO_ASCII.match(text, at) for at in _brackets(text)):
        return {}
    out: dict[str, list[str]] = defaultdict(list)
    for m in _GLOSS.finditer(text):
        letters = [c for c in m[2] if c.isalpha()]
        if letters and not any("LATIN" in unicodedata.name(c, "") for c in letters) and m[2] not in out[m[1]]:
            out[m[1]].append(m[2].strip())
    return dict(out)


def _brackets(text: str) -> Iterator[int]:
    """Where brackets open, in a tenth of the time that a pattern takes to find them."""
    for mark in "(（":
        at = text.find(mark)
        while at >= 0:
            yield at
            at = text.find(mark, at + 1)


def _row(s: Speaker, glosses: dict[str, list[str]]) -> dict:
    extra = [g for name, forms in glosses.items() if name == s.name or name.endswith(" " + s.name) for g in forms]
    aliases = list(dict.fromkeys([*s.aliases, *extra]))
    return {
        "name": s.name, "aliases": aliases, "role": s.role or None, "side": side_of(s.role or s.name, s.head),
        "kind": s.kind,
    }  # fmt: skip


def link(rows: Iterable[dict]) -> list[str]:
    """One id a speaker for rows of many articles: `linked`, and an id of their own for those within their article.

    >>> link([{"article_id": "a", "name": "Ann Hill", "kind": "named person", "role": None},
    ...       {"article_id": "b", "name": "Ann B. Hill", "kind": "named person", "role": "mayor"}])
    ['person-ann-hill', 'person-ann-hill']
    """
    ids, counts = [], defaultdict(int)
    for row, found in zip(rows, linked(rows), strict=True):
        ids.append(found or own_id(row["article_id"], counts[row["article_id"]]))
        counts[row["article_id"]] += 1
    return ids


def own_id(article_id: str, place: int) -> str:
    """The id of a speaker (by number within the article) whom no other article has.

    >>> own_id("a", 2)
    'a-speaker-2'
    """
    return f"{article_id}-speaker-{place}"


def linked(rows: Iterable[dict]) -> Iterator[str | None]:
    """The id that each speaker has in all articles; None where it stays within its own.

    `rows` (each with article_id, name, kind, role; story_id if known) is gone through three times; what is asked for
    by short names is kept, and nothing else.

    A named person keeps one id wherever the full name stands; a single name (a surname or a first name) joins the
    one full name of the same story that holds it (where rows tell their story), else the one with the same role.
    Somebody known by an office alone ("the Minister of the Interior") joins the one named person of the same story
    with that office. Organisations go by name, a short one ("Commission") by the one longer name of its story.
    Everybody else stays within the article. The ids are made from the names.

    >>> list(linked([{"article_id": "a", "name": "Ann Hill", "kind": "named person", "role": "mayor"},
    ...              {"article_id": "b", "name": "Hill", "kind": "named person", "role": "Mayor"},
    ...              {"article_id": "b", "name": "a neighbour", "kind": "unnamed person", "role": None}]))
    ['person-ann-hill', 'person-ann-hill', None]
    """
    full = _Names()
    for row in rows:
        for question in _questions(row):
            full.ask(question)
    for row in rows:
        name, story = plain(row["name"]), row.get("story_id")
        if row["kind"] == "named person" and " " in name:
            words = name.split()
            for word in {words[0], words[-1]}:
                full.tell(("story", story, word), name)
                full.tell(("role", (row["role"] or "").lower(), word), name)
            full.tell(("office", story, _office(row["role"])), name)
        elif row["kind"] == "organisation" and " " in (body := _body(name)):
            full.tell(("body", story, body.split()[-1]), body)
    return (_id(row, full) for row in rows)


class _Names(dict[tuple, str | None]):
    """The one full name that answers each question; "" where there is none, None where there are several."""

    def ask(self, question: tuple) -> None:
        self.setdefault(question, "")

    def tell(self, question: tuple, name: str) -> None:
        if question in self and self[question] != name:
            self[question] = None if self[question] != "" else name

    def answer(self, questions: list[tuple]) -> str | None:
        """The one name that answers any of some questions."""
        found = {self[question] for question in questions} - {""}
        return found.pop() if len(found) == 1 else None


def _questions(row: dict) -> list[tuple]:
    """Under which of story, role and office the full name of a speaker may stand; none where the own name is full."""
    name, story = plain(row["name"]), row.get("story_id")
    if row["kind"] == "organisation":
        body = _body(name)
        return [("body", story, body)] if story is not None and body and " " not in body else []
    if row["kind"] == "named person" and name and " " not in name:
        role = (row["role"] or "").lower()
        asked = [("story", story, name)] if story is not None else []
        return [*asked, ("role", role, name)] if role else asked
    if row["kind"] == "unnamed person" and story is not None and _definite(row["name"]):
        office = _office(row["role"])
        return [("office", story, office)] if len(office) > 1 else []
    return []


def _id(row: dict, full: _Names) -> str | None:
    name, longer = plain(row["name"]), full.answer(_questions(row))
    if row["kind"] == "organisation" and name:
        body = longer or _body(name)
        return "organisation-" + _slug(body) if " " in body or row["name"][:1].isupper() else None
    if row["kind"] == "named person" and " " in name:
        return "person-" + _slug(name)
    return "person-" + _slug(longer) if longer else None


def _office(role: str | None) -> frozenset[str]:
    """The words of an office in any order: "Minister of the Interior" is "interior minister"."""
    return frozenset(w for w in re.findall(r"\w+", (role or "").lower()) if w not in closed_classes())


def _definite(name: str) -> bool:
    return name[:4].lower() == "the "


def _body(plain_name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", plain_name)


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name).strip("-") or "unnamed"
