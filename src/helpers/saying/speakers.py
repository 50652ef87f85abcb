"""Who the sources are: one row a speaker of an article, and one id a person across articles.

Names are found by their capitals, titles and role words; pronouns and "the director" are resolved where the text
leaves one candidate, and left alone otherwise. No list of names and no guess of anybody's gender: "Mr" and the
pronouns of the text itself only rule candidates out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable

from helpers.saying.cast import plain
from helpers.saying.known import Link, Speaker
from helpers.saying.names import side_of
from helpers.saying.referring import refer
from helpers.saying.words import closed_classes

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
    out: dict[str, list[str]] = defaultdict(list)
    for m in _GLOSS.finditer(text):
        letters = [c for c in m[2] if c.isalpha()]
        if letters and not any("LATIN" in unicodedata.name(c, "") for c in letters) and m[2] not in out[m[1]]:
            out[m[1]].append(m[2].strip())
    return dict(out)


def _row(s: Speaker, glosses: dict[str, list[str]]) -> dict:
    extra = [g for name, forms in glosses.items() if name == s.name or name.endswith(" " + s.name) for g in forms]
    aliases = list(dict.fromkeys([*s.aliases, *extra]))
    return {
        "name": s.name, "aliases": aliases, "role": s.role or None, "side": side_of(s.role or s.name, s.head),
        "kind": s.kind,
    }  # fmt: skip


def link(rows: Iterable[dict]) -> list[str]:
    """One id a speaker for rows of many articles (each with article_id, name, kind, role; story_id if known).

    `rows` is gone through twice; of people with a full name the name, the role and the story are kept.

    A named person keeps one id wherever the full name stands; a single name (a surname or a first name) joins the
    one full name of the same story that holds it (where rows tell their story), else the one with the same role.
    Somebody known by an office alone ("the Minister of the Interior") joins the one named person of the same story
    with that office. Organisations go by name, a short one ("Commission") by the one longer name of its story.
    Everybody else stays within the article. The ids are made from the names (or the article and the row's place in
    it).

    >>> link([{"article_id": "a", "name": "Ann Hill", "kind": "named person", "role": None},
    ...       {"article_id": "b", "name": "Ann B. Hill", "kind": "named person", "role": "mayor"}])
    ['person-ann-hill', 'person-ann-hill']
    """
    full: dict[str, dict[tuple, None]] = defaultdict(dict)  # a word of a full name -> (name, story, role) it stands in
    offices: dict[tuple, dict[str, None]] = defaultdict(dict)  # (story, words of an office) -> names of its holders
    bodies: dict[tuple, dict[str, None]] = defaultdict(dict)  # (story, last word) -> longer names
    for row in rows:
        name = plain(row["name"])
        if row["kind"] == "named person" and " " in name:
            for word in {name.split()[0], name.split()[-1]}:
                full[word][name, row.get("story_id"), (row["role"] or "").lower()] = None
            offices[row.get("story_id"), _office(row["role"])][name] = None
        elif row["kind"] == "organisation" and " " in _body(name):
            bodies[row.get("story_id"), _body(name).split()[-1]][_body(name)] = None
    ids, counts = [], defaultdict(int)
    for row in rows:
        place = counts[row["article_id"]]
        counts[row["article_id"]] += 1
        ids.append(_id(row, full, offices, bodies) or f"{row['article_id']}-speaker-{place}")
    return ids


def _id(row: dict, full: dict, offices: dict, bodies: dict) -> str | None:
    name, story = plain(row["name"]), row.get("story_id")
    if row["kind"] == "organisation" and name:
        body = _body(name)
        longer = bodies.get((story, body), {}) if story is not None and " " not in body else {}
        if len(longer) == 1:
            body = next(iter(longer))
        return "organisation-" + _slug(body) if " " in body or row["name"][:1].isupper() else None
    if row["kind"] == "named person" and name:
        whole = name if " " in name else _whole_name(row, name, full)
        return "person-" + _slug(whole) if whole else None
    office = _office(row["role"])
    if row["kind"] == "unnamed person" and story is not None and len(office) > 1 and _definite(row["name"]):
        holders = offices.get((story, office), {})
        return "person-" + _slug(next(iter(holders))) if len(holders) == 1 else None
    return None


def _whole_name(row: dict, single: str, full: dict[str, dict[tuple, None]]) -> str | None:
    """The full name that a single name stands for; None where it could be several or none."""
    story, role = row.get("story_id"), (row["role"] or "").lower()
    same = {
        name: None for name, theirs, held in full.get(single, ())
        if (story is not None and theirs == story) or (role and role == held)
    }  # fmt: skip
    return next(iter(same)) if len(same) == 1 else None


def _office(role: str | None) -> frozenset[str]:
    """The words of an office in any order: "Minister of the Interior" is "interior minister"."""
    return frozenset(w for w in re.findall(r"\w+", (role or "").lower()) if w not in closed_classes())


def _definite(name: str) -> bool:
    return name[:4].lower() == "the "


def _body(plain_name: str) -> str:
    return re.sub(r"^(?:the|an?) ", "", plain_name)


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name).strip("-") or "unnamed"
