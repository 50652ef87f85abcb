"""Who the sources are: one row a speaker of an article, and one id a person across articles.

Names are found by their capitals, titles and role words; pronouns and "the director" are resolved where the text
leaves one candidate, and left alone otherwise. No list of names and no guess of anybody's gender: "Mr" and the
pronouns of the text itself only rule candidates out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field

from helpers.saying.names import Mention, is_title, read, role_side, side_of
from helpers.saying.words import closed_classes

_RUN = re.compile(r"(?<!\w)[A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*\.?){1,4}")
_INDEFINITE = re.compile(r"\b(?:[Aa]n?|[Aa]nother) ([\w'’-]+(?: [\w'’-]+){0,6})")
_GLOSS = re.compile(r"(?<!\w)([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}) ?[(（]([^()（）\n]{1,40})[)）]")
_SMALL = re.compile(r"(?<![\w'’.-])[a-z][a-z'’-]+")
_NAMESAKES = 20  # more names on one surname than this are not told apart
_RECENT = 300  # speakers looked back to: more than any article has, so that time stays linear in a hostile text
_PERSON = ("named person", "unnamed person")


@dataclass
class _Speaker:
    """A speaker while an article is read."""

    name: str
    kind: str
    role: str
    head: str
    world: str  # "work" for figures of a film or book, "news" for everybody else
    aliases: list[str] = field(default_factory=list)
    pronoun: str = ""
    seen: int = 0  # offset of the last mention


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
    full = _full_names(text)
    common = frozenset(_SMALL.findall(text))
    known: list[_Speaker] = []
    who: list[int | None] = []
    previous: tuple[int, int] | None = None  # speaker of the attribution before, and where it was named
    for row in attributions:
        index = None
        if row["source"]:
            start, end = row["source"][0]
            world = "work" if row["type"] == "character" else "news"
            mention = read(text[start:end], common)
            if mention.kind == "pronoun":
                index = _pronoun(text, mention.head, start, known, previous, world, full)
                if index is None and mention.head in ("he", "she"):
                    index = _brought_in(text, start, known, world, previous)
            else:
                index = _find(mention, known, world, full)
                if index is None and (mention.kind != "unknown" or mention.role):
                    known.append(_new(mention, world, full))
                    index = len(known) - 1
            if index is not None:
                _remember(known[index], mention, start)
                previous = (index, start)
            else:
                previous = None
        who.append(index)
    glosses = _glosses(text)
    return [_row(s, glosses) for s in known], who


def _full_names(text: str) -> dict[str, list[str]]:
    """Last word -> the runs of capitalised words in the text that end in it, titles left out, in order.

    The same runs stand under their first word with a blank behind it.
    """
    out: dict[str, list[str]] = defaultdict(list)
    for m in _RUN.finditer(text):
        words = [re.sub(r"['’]s$", "", w) for w in m[0].split()]
        begin = max((k + 1 for k, w in enumerate(words[:-1]) if is_title(w)), default=0)
        words = [w for w in words[begin:] if w.lower() not in closed_classes()]
        name = " ".join(words).rstrip(".,")
        last = words[-1].lower() if words else ""
        if len(words) > 1 and role_side(last) is None and name not in out[last]:
            out[words[-1].lower()].append(name)
    return dict(out)


def _expand(name: str, full: dict[str, list[str]]) -> str:
    """The one full name in the text that a surname stands for, else the name itself."""
    if " " in name:
        return name
    runs = full.get(name.lower(), []) or full.get(name.lower() + " ", [])
    people = [r for r in runs if not any(r != other and r.endswith(" " + other) for other in runs)]
    return people[0] if len(people) == 1 else name


def _find(m: Mention, known: list[_Speaker], world: str, full: dict[str, list[str]]) -> int | None:
    """The speaker known already that a mention means."""
    here = [k for k in range(max(0, len(known) - _RECENT), len(known)) if known[k].world == world]
    if m.kind == "named person":
        name = _expand(m.name, full)
        same = [
            k for k in here if known[k].kind in ("named person", "organisation") and _same_name(known[k].name, name)
        ]
        return same[0] if len(same) == 1 else None
    if m.kind in ("organisation", "group", "document", "unknown") and not (m.definite and m.kind == "unknown"):
        same = [
            k
            for k in here
            if known[k].role.lower() == m.role.lower()
            and known[k].kind == m.kind
            and (m.name or known[k].name).lower() == known[k].name.lower()
        ]
        return same[0] if len(same) == 1 else None
    if not m.definite:
        return None  # "an official": somebody new
    fits = [k for k in here if known[k].kind in _PERSON and _fits(m, known[k])]
    named = [k for k in fits if known[k].kind == "named person"]
    if len(fits) > 1 and named:
        return None
    return max(fits, key=lambda k: known[k].seen, default=None)


def _fits(m: Mention, s: _Speaker) -> bool:
    """May "the (harbour) official" be this speaker: the same role word, and no word that is not said of them?"""
    said = set(re.findall(r"\w+", s.role.lower()))
    new = set(re.findall(r"\w+", m.role.lower()))
    return m.head in said and new <= said


def _same_name(a: str, b: str) -> bool:
    x, y = _plain(a).split(), _plain(b).split()
    if not x or not y:
        return False
    if len(x) == 1 or len(y) == 1:
        return x[-1] == y[-1] or x[0] == y[0]  # a surname, which stands first in some languages, or a first name
    return x[-1] == y[-1] and x[0] == y[0]


def _pronoun(text, pronoun, start, known, previous, world, full) -> int | None:
    """The speaker of the attribution before, if nobody else is named since and nothing speaks against it."""
    if previous is None or pronoun not in ("he", "she", "they"):
        return None
    index, at = previous
    speaker = known[index]
    between = text[at:start] if start - at <= 900 else ""
    if speaker.world != world or between.count("\n\n") > 1 or not between:
        return None
    if pronoun == "they":
        return index if speaker.kind in ("group", "organisation") and "\n" not in between else None
    if speaker.kind not in _PERSON or speaker.pronoun not in ("", pronoun):
        return None
    if _newcomers(between[len(speaker.name) :]):
        return None
    own = set(_plain(speaker.name).split())
    for k in re.finditer(r"[^\W\d_][\w'’-]+", _outside_quotations(between)):
        word = _plain(re.sub(r"['’]s$", "", k[0]))
        if word in full and word not in own and k[0][0].isupper():
            return None  # somebody else is named between
    return index


def _newcomers(text: str) -> list[str]:
    """Phrases that bring a person in: "a senior harbour official" (the words up to the first role word)."""
    out = []
    for m in _INDEFINITE.finditer(_outside_quotations(text)):
        words = m[0].split()
        end = next((k + 1 for k, w in enumerate(words) if k and role_side(w.lower())), 0)
        if end and words[end - 1][-1] != "s":
            out.append(" ".join(words[:end]))
    return out


def _brought_in(text: str, start: int, known: list[_Speaker], world: str, previous) -> int | None:
    """The one person brought in by the paragraph before "he" or "she", as a new speaker."""
    begin = max(text.rfind("\n", max(0, start - 600), start), previous[1] if previous else -1, start - 600) + 1
    found = _newcomers(text[begin:start])
    if len(found) != 1 or _RUN.search(text[begin:start]):
        return None
    known.append(_new(read(found[0]), world, {}))
    return len(known) - 1


def _outside_quotations(text: str) -> str:
    from helpers.quotes import quotations

    pieces, at = [], 0
    for s, e in quotations(text):
        pieces.append(text[at:s])
        at = e
    return " ".join([*pieces, text[at:]])


def _new(m: Mention, world: str, full: dict[str, list[str]]) -> _Speaker:
    name = _expand(m.name, full) if m.kind == "named person" else m.name or m.phrase
    return _Speaker(name, m.kind, m.role, m.head, world)


def _remember(s: _Speaker, m: Mention, start: int) -> None:
    s.seen = start
    if m.kind == "pronoun":
        s.pronoun = m.head if m.head in ("he", "she") else s.pronoun
        return
    if m.title:
        s.pronoun = s.pronoun or {"mr": "he", "mrs": "she", "ms": "she", "miss": "she"}.get(m.title, "")
    if m.kind == "named person" and len(m.name) > len(s.name):
        s.name, form = m.name, s.name
    else:
        form = m.name or m.phrase
    if form != s.name and form not in s.aliases:
        s.aliases.append(form)
    s.role = s.role or m.role


def _glosses(text: str) -> dict[str, list[str]]:
    """Name -> forms in another script that follow it in brackets."""
    out: dict[str, list[str]] = defaultdict(list)
    for m in _GLOSS.finditer(text):
        letters = [c for c in m[2] if c.isalpha()]
        if letters and not any("LATIN" in unicodedata.name(c, "") for c in letters) and m[2] not in out[m[1]]:
            out[m[1]].append(m[2].strip())
    return dict(out)


def _row(s: _Speaker, glosses: dict[str, list[str]]) -> dict:
    extra = [g for name, forms in glosses.items() if name == s.name or name.endswith(" " + s.name) for g in forms]
    aliases = list(dict.fromkeys([*s.aliases, *extra]))
    return {
        "name": s.name, "aliases": aliases, "role": s.role or None, "side": side_of(s.role or s.name, s.head),
        "kind": s.kind,
    }  # fmt: skip


def _plain(name: str) -> str:
    """Lower case, without accents, titles, middle initials and points."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).lower()
    words = re.findall(r"[\w'’-]+", flat)
    return " ".join(w for k, w in enumerate(words) if len(w) > 1 or k in (0, len(words) - 1))


def link(rows: list[dict]) -> list[str]:
    """One id a speaker for rows of many articles (each with article_id, name, kind, role; story_id if known).

    A named person keeps one id wherever the full name stands; a surname alone joins the one full name of the same
    story (where rows tell their story), else the one with the same role. Organisations go by name. Everybody else
    stays within the article. The ids are made from the names (or the article and the row's place in it).

    >>> link([{"article_id": "a", "name": "Ann Hill", "kind": "named person", "role": None},
    ...       {"article_id": "b", "name": "Ann B. Hill", "kind": "named person", "role": "mayor"}])
    ['person-ann-hill', 'person-ann-hill']
    """
    by_surname: dict[str, list[dict]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "named person" and " " in _plain(row["name"]):
            by_surname[_plain(row["name"]).split()[-1]].append(row)
    ids, counts = [], defaultdict(int)
    for row in rows:
        place = counts[row["article_id"]]
        counts[row["article_id"]] += 1
        plain = _plain(row["name"])
        if row["kind"] == "organisation" and plain and row["name"][:1].isupper():
            ids.append("organisation-" + _slug(plain))
        elif row["kind"] == "named person" and plain:
            whole = plain if " " in plain else _whole_name(row, plain, by_surname)
            ids.append("person-" + _slug(whole) if whole else f"{row['article_id']}-speaker-{place}")
        else:
            ids.append(f"{row['article_id']}-speaker-{place}")
    return ids


def _whole_name(row: dict, surname: str, by_surname: dict[str, list[dict]]) -> str | None:
    """The full name that a single name stands for; None where it could be several or none."""
    story, role = row.get("story_id"), (row["role"] or "").lower()
    same = {
        _plain(r["name"]): None for r in by_surname.get(surname, [])
        if (story is not None and r.get("story_id") == story) or (role and role == (r["role"] or "").lower())
    }  # fmt: skip
    return next(iter(same)) if len(same) == 1 else None


def _slug(plain: str) -> str:
    return re.sub(r"[^\w]+", "-", plain).strip("-") or "unnamed"
