"""A speaker while an article is read, the link to one, and when two names are one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from helpers.saying.cast import Cast, plain, subjects
from helpers.saying.names import Mention, role_side

_INDEFINITE = re.compile(r"(?<!, )\b(?:[Aa]n?|[Aa]nother) ([\w'’-]+(?: [\w'’-]+){0,6})")
_ARTICLE = re.compile(r"^(?:the|an?) ")
PERSON = ("named person", "unnamed person")
RECENT = 300  # speakers looked back to: more than any article has, so that time stays linear in a hostile text
# How sure a link of each basis is, in steps as careful as the few that could be judged allow:
# `benchmarks/speakers_scores.py` prints how many of each are right.
CONFIDENCE = {"name": 0.9, "role": 0.8, "description": 0.6, "pronoun": 0.8}


class Link(NamedTuple):
    """The speaker of an attribution (an index, or None), what that rests on, and how sure it is."""

    speaker: int | None = None
    basis: str | None = None
    confidence: float = 0.0


@dataclass
class Speaker:
    """A speaker while an article is read."""

    name: str
    kind: str
    role: str
    head: str
    world: str  # "work" for figures of a film or book, "news" for everybody else
    opens: bool  # brought in by the first paragraph
    aliases: list[str] = field(default_factory=list)
    pronoun: str = ""
    seen: int = 0  # offset of the last mention
    said: set[str] = field(default_factory=set)  # words of all roles told of them


@dataclass
class Told:
    """What is known while a text is read: its cast, the speakers so far, and the attribution just before."""

    text: str
    cast: Cast
    known: list[Speaker] = field(default_factory=list)
    last: tuple[int, int, list] | None = None  # its speaker, where its source ends, its content

    def recent(self, world: str) -> list[int]:
        """The speakers of one world who may be meant, in their order."""
        first = max(0, len(self.known) - RECENT)
        return [k for k in range(first, len(self.known)) if self.known[k].world == world]

    def add(self, m: Mention, world: str, at: int) -> int:
        """A new speaker, called by the fullest name that the text has."""
        if m.kind == "named person":
            name = self.cast.full_name(m.name)
        elif m.kind == "organisation":
            name = self.whole_body(m.name or m.phrase.partition(",")[0])
        else:
            name = m.name or m.phrase
        opens = self.text.find("\n", 0, min(at, 5000)) < 0
        self.known.append(Speaker(name, m.kind, m.role, m.head, world, opens))
        return len(self.known) - 1

    def whole_body(self, name: str) -> str:
        """The one longer name in the text that ends in a single word: "the commission", Harbour Commission."""
        single = bare(name)
        longer = {bare(b): b for b in self.cast.bodies.get(single, ())} if " " not in single else {}
        return next(iter(longer.values())) if len(longer) == 1 else name

    def between(self, at: int) -> str:
        """The writer's own words since the source before: quotations and the content of that attribution left out."""
        if not self.last:
            return ""
        _, begin, content = self.last
        text = self.cast.masked[begin:at]
        for s, e in ((max(s - begin, 0), min(max(e - begin, 0), len(text))) for s, e in content):
            text = text[:s] + "\ue000" * max(e - s, 0) + text[max(e, s) :]
        return text

    def others(self, between: str, k: int) -> bool:
        """Is anybody else than speaker `k` a subject in these words, or brought in by them?"""
        speaker = self.known[k]
        own = {w for name in (speaker.name, *speaker.aliases) for w in plain(name).split()}
        named = (plain(n).split()[-1] for n, _ in subjects(between, self.cast))
        return bool(newcomers(between)) or any(n not in own for n in named)


def newcomers(text: str) -> list[str]:
    """Phrases that bring a person in: "a senior harbour official" (the words up to the first role word)."""
    out = []
    for m in _INDEFINITE.finditer(text):
        words = m[0].split()
        end = next((k + 1 for k, w in enumerate(words) if k and role_side(w.lower())), 0)
        if end and words[end - 1][-1] != "s":
            out.append(" ".join(words[:end]))
    return out


def one(found: list[int], basis: str) -> Link:
    return Link(found[0], basis, CONFIDENCE[basis]) if len(found) == 1 else Link()


@lru_cache(maxsize=2**13)
def _parts(name: str) -> tuple[str, ...]:
    return tuple(plain(name).split())


def same_name(a: str, b: str) -> bool:
    if a == b:
        return _parts(a) != ()
    x, y = _parts(a), _parts(b)
    if not x or not y:
        return False
    if len(x) == 1 or len(y) == 1:
        return x[-1] == y[-1] or x[0] == y[0]  # a surname, which stands first in some languages, or a first name
    return x[-1] == y[-1] and x[0] == y[0]


def bare(name: str) -> str:
    return _ARTICLE.sub("", " ".join(name.lower().replace(".", "").split()))


def same_body(a: str, b: str) -> bool:
    """ "commission" and "harbour commission"; "ap" and "associated press"."""
    x, y = a.split(), b.split()
    if not x or not y:
        return False
    short, long = (x, y) if len(x) < len(y) else (y, x)
    initials = "".join(w[0] for w in long if w not in ("of", "the", "for", "and"))
    return long[-len(short) :] == short or (len(short) == 1 and len(long) > 1 and short[0] == initials)
