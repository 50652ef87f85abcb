"""The people and bodies that a text names, quoted or not: full names, the roles beside them, where they act."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from helpers import lists
from helpers.saying.cover import covered
from helpers.saying.names import is_title, role_side
from helpers.saying.words import closed_classes, cue_forms

_CAPITAL = "[A-ZÀ-ÖØ-ÞŁŚŠŽČĆİĐ]"
_FIRST = rf"{_CAPITAL}(?<![\w’'-].)"  # the class stands first, so that the search skips to the next capital
_PARTICLE = "(?:(?:de|da|di|del|van|von|der|den|la|le|al|bin|ibn|dos|du) ){0,2}+"
_RUN = re.compile(rf"{_FIRST}[\w'’-]*+\.?+(?: {_PARTICLE}{_CAPITAL}[\w'’-]*+\.?+){{1,5}}+")
_BEFORE = re.compile(r"(?<![\w’'-])[A-Za-z][\w’'-]*(?: [A-Za-z][\w’'-]*){0,4} $")
_BESIDE = re.compile(
    r"(?: ?\([^()\n]{0,40}\))?, (?:\d+, )?((?:the |an? |its |his |her )?[a-z][\w’'-]*(?: [\w’'-]+){0,9})"
)
_OF_BODY = re.compile(rf"{_FIRST}[\w’'-]*+(?: {_CAPITAL}[\w’'-]*+){{0,3}} ([a-z]{{3,20}}+)\b")
_LAST = re.compile(r"(?<![\w’'-])[\w’'-]++$")  # looked for where a run begins: of a long one once
_SMALL = re.compile(r"(?<![\w'’.-])[a-z][a-z'’-]+")
_VERBLIKE = re.compile(r"(?: ?\([^()\n]{0,40}\))?(?:, who\b|(?:,[^,;\n]{1,80},)? (?:\w+ly )?([a-z’']+))")
_BEFORE_NONE, _BEHIND_NONE = frozenset("_'’.-"), frozenset("'’-")  # no small word begins, or ends, beside these
_FEW = 50  # words looked for one by one, in less time than reading the whole text takes
_NAMES = re.compile(rf"{_FIRST}[\w-]*+(?: {_CAPITAL}[\w-]*+)*+")
_WORD = re.compile(r"[\w'’-]+")
_ROLE_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OWNER = re.compile(r"['’]s?$")


@dataclass
class Person:
    """Somebody named: `seen` are the places in `text` where the name stands, each with the roles within the run."""

    name: str
    text: str
    seen: list[tuple[frozenset[str], int, int]] = field(default_factory=list)

    @cached_property
    def roles(self) -> frozenset[str]:
        """The words of the roles that stand beside the name; few people are asked for theirs."""
        return frozenset().union(*(run | _said_beside(self.text, start, end) for run, start, end in self.seen))


@dataclass
class Cast:
    """The people and bodies of one text."""

    text: str
    people: dict[str, Person]  # by full name as `plain` writes it
    by_word: dict[str, list[str]]  # last name, and first name with a blank behind it -> full names as written
    named_bodies: dict[str, list[str]]  # last word of a body's name in capitals, lower case -> names as written
    masked: str  # the text with what stands in quotation marks blanked out
    common: Container[str] = frozenset()  # words that the text writes with a small letter
    singles: frozenset[str] = frozenset()  # single names of sources, lower case

    @cached_property
    def bodies(self) -> dict[str, list[str]]:
        """Last word of a body's name, lower case -> names as written: also of those that end in a small letter."""
        found = self.named_bodies
        for m in _OF_BODY.finditer(self.text):
            if m[1] in lists.words("organisations.txt"):
                _add(found.setdefault(m[1], []), _without_start(m[0].split()))
        return found

    def full_name(self, name: str) -> str:
        """The one full name in the text that a single name stands for, else the name itself.

        >>> read_cast("Ann Hill and Bo Reed met.").full_name("HILL")
        'Ann Hill'
        """
        if " " in name:
            return name
        runs = self.by_word.get(name.lower(), []) or self.by_word.get(name.lower() + " ", [])
        people = [r for r in runs if not any(r != other and r.endswith(" " + other) for other in runs)]
        return people[0] if len(people) == 1 else name

    def with_role(self, words: frozenset[str]) -> list[str]:
        """Full names (as `plain` writes them) of those of whom all these words are said."""
        return [key for key, person in self.people.items() if words <= person.roles]


@lru_cache(maxsize=2**14)
def plain(name: str) -> str:
    """Lower case, without accents, titles, middle initials and points.

    >>> plain("José B. Núñez")
    'jose nunez'
    """
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = _WORD.findall(name.lower())
    return " ".join(w for k, w in enumerate(words) if len(w) > 1 or k in (0, len(words) - 1))


class _Small:
    """The words that a text writes with a small letter, looked for when they are asked for: a mention asks for one."""

    def __init__(self, text: str):
        self._text = text
        self._asked = 0

    def __contains__(self, word: str) -> bool:
        if not _SMALL.fullmatch(word):
            return False
        self._asked += 1
        if self._asked > _FEW:
            return word in self._all
        text = self._text
        at = text.find(word)
        while at >= 0:
            before, behind = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
            inside = before.isalnum() or before in _BEFORE_NONE or "a" <= behind <= "z" or behind in _BEHIND_NONE
            if not inside:
                return True
            at = text.find(word, at + 1)
        return False

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(_SMALL.findall(self._text))


def read_cast(text: str) -> Cast:
    """The cast of a text, in time linear in its length."""
    people: dict[str, Person] = {}
    by_word: dict[str, list[str]] = {}
    bodies: dict[str, list[str]] = {}
    titled: list[tuple[str, tuple[frozenset[str], int, int]]] = []  # "President Hill": a title and one name
    for start, end in _runs(text):
        run = _read_run(text[start:end])
        if run is None:
            continue
        if run.body:
            _add(bodies.setdefault(run.body, []), run.name)
        elif run.last:
            _add(by_word.setdefault(run.last, []), run.name)
            _add(by_word.setdefault(run.first, []), run.name)
            _see(people, text, run.name, (run.roles, start, end))
        else:
            titled.append((run.name, (run.roles, start, end)))
    found = Cast(text, people, by_word, bodies, covered(text), _Small(text))
    for name, place in titled:
        _see(people, text, found.full_name(name), place)
    return found


def _see(people: dict[str, Person], text: str, name: str, place: tuple[frozenset[str], int, int]) -> None:
    if (key := plain(name)) not in people:
        people[key] = Person(name, text)
    people[key].seen.append(place)


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of capitalised words, cut where a full stop ends a sentence ("… met Hill. Ann …")."""
    for m in _RUN.finditer(text):
        if "." in m[0]:
            at = m.start()
            yield from [(at + start, at + end) for start, end in _cut_at_stops(m[0])]
        else:
            yield m.span()


@lru_cache(maxsize=2**12)
def _cut_at_stops(run: str) -> tuple[tuple[int, int], ...]:
    out, start = [], 0
    for w in re.finditer(r"\S+", run):
        stop = w[0].endswith(".") and len(w[0]) > 2 and not is_title(w[0])
        if stop or w.end() == len(run):
            if " " in run[start : w.end()]:
                out.append((start, w.end()))
            start = w.end() + 1
    return tuple(out)


class _Run(NamedTuple):
    """What a run of capitalised words names: a body, by its last word, or else a person."""

    name: str
    body: str = ""
    roles: frozenset[str] = frozenset()
    first: str = ""  # the keys in `Cast.by_word` of a name of several words
    last: str = ""


@lru_cache(maxsize=2**13)
def _read_run(run: str) -> _Run | None:
    """What a run names; None where it names nobody."""
    words = run.split()
    if "'" in run or "’" in run:
        words = [_OWNER.sub("", w) for w in words]
    last = words[-1].lower().rstrip(".,")
    if last in lists.words("organisations.txt"):
        return _Run(_without_start(words), last)
    begin = len(words) - 1
    while begin and not (is_title(words[begin - 1]) or role_side(words[begin - 1].lower())):
        begin -= 1
    name = _without_start(words[begin:]).rstrip(".,")
    if not name or role_side(last) is not None or not (begin or " " in name):
        return None
    roles = role_words(" ".join(words[:begin])) if begin else frozenset()
    if " " not in name:
        return _Run(name, "", roles)
    parts = name.lower().split()
    return _Run(name, "", roles, parts[0] + " ", parts[-1])


def _without_start(words: list[str]) -> str:
    """A run of capitalised words without what only begins the sentence: "The", "In", "When"."""
    k = 0
    while k < len(words) and closed_classes().get(words[k].lower(), "X") not in "XN":
        k += 1
    return " ".join(words[k:])


def _said_beside(text: str, start: int, end: int) -> frozenset[str]:
    """The role words before and behind a name: "harbour director Ann Hill", "Ann Hill, director of the port"."""
    said = frozenset()
    if _is_role(text, start - (text[start - 1 : start] == "\n")):  # else it takes long to find nothing
        before = _BEFORE.search(text, max(0, start - 60), start)
        said = role_words(_noun_phrase(before[0].split())) if before else said
    beside = _BESIDE.match(text, end)
    return said | role_words(beside[1]) if beside else said


def _is_role(text: str, end: int) -> bool:
    """Whether a word of a role and a space stand right before `end`."""
    if end < 2 or text[end - 1] != " ":
        return False
    begin = max(0, end - 60)
    word = text[max(begin, text.rfind(" ", begin, end - 1) + 1) : end - 1]
    if not word.isalpha():
        last = _LAST.search(word)
        word = last[0] if last else ""
    return role_side(word.lower()) is not None or is_title(word)


def _add(names: list[str], name: str) -> None:
    if name and name not in names and len(names) < 20:  # more on one name than this are not told apart
        names.append(name)


def _noun_phrase(words: list[str]) -> str:
    """The words at the end of a phrase that may belong to the name after it: "harbour director", not "and told"."""
    k = len(words)
    while k and words[k - 1].lower() not in closed_classes() and words[k - 1].lower() not in cue_forms():
        k -= 1
    tail = words[k:]
    return " ".join(tail)


@lru_cache(maxsize=2**14)
def role_words(phrase: str) -> frozenset[str]:
    """The words of a role, those for one office alike (sen, senator; congresswoman, lawmaker), small words left out.

    >>> sorted(role_words("Sen. for the north"))
    ['north', 'senator']
    """
    found = set()
    for word in _ROLE_WORD.findall(phrase.lower()):
        word = _OWNER.sub("", word)
        if word not in closed_classes():
            found.add(_alike().get(word, word))
    return frozenset(found)


@cache
def _alike() -> dict[str, str]:
    return {w: key for key, words in lists.by_kind("same_roles.csv").items() for w in words}


def subjects(text: str, cast: Cast) -> list[tuple[str, bool]]:
    """The names in a stretch of (masked) text that may stand as the subject of a verb, in order, as written, and
    whether that is sure: else any capitalised word is taken for a name, and any word that is not known to be something
    else for a verb.
    """
    found = []
    for m in _NAMES.finditer(text):
        name = m[0]
        words = name.lower().split()
        last = words[-1]
        if len(words) > 1 and closed_classes().get(words[0], "X") not in "XN":
            name = name.partition(" ")[2]  # "When Hill"
        known = last in cast.by_word or last in cast.singles or plain(name) in cast.people
        if not known and (last in cast.common or closed_classes().get(last, "X") not in "XN"):
            continue
        before = text[: m.start()].rsplit(None, 1)[-1:] if m.start() and text[m.start() - 1] == " " else []
        if before and closed_classes().get(before[0].lower()) in ("I", "F", "f", "t"):
            continue  # "on Brine Street were"
        verb = _VERBLIKE.match(text, m.end())
        if verb and (verb[1] is None or (sure := _may_be_verb(verb[1])) is not None):
            found.append((name, known and (verb[1] is None or sure)))
    return found


def _may_be_verb(word: str) -> bool | None:
    """Whether a word may be a verb: True where something says so, False where nothing speaks against it, else None."""
    known = closed_classes().get(word)
    if known:
        return True if known in ("A", "M", "X", "U") or word == "who" else None
    return word in cue_forms() or word.endswith(("ed", "s"))
