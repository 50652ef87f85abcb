"""What a source phrase says of a speaker: name, role, kind and side, read from its own words."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from helpers import lists
from helpers.saying.words import closed_classes

_WORD = re.compile(r"(?:[^\W\d_]\.)+|\w+(?:[-'’.]\w+)*['’]?")
_GENITIVE = re.compile(r"['’]s?$")
_BRACKET = re.compile(r" ?\([^()]{0,60}\)")
_RELATIVE = re.compile(r",? (who|which|whom)\b")
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_OWN = re.compile(r"(?:the|an?|his|her|its|their)\s")
_AFTER_GENITIVE = re.compile(r"['’]s? (?=[\w“\"])")
PRONOUNS = frozenset(
    ("he", "she", "they", "it", "i", "we", "you", "him", "her", "them", "his", "their", "its", "who", "which", "that")
)
_SINGULAR = (
    "er", "or", "ist", "man", "woman", "ian", "ant", "person", "child", "mum", "mom", "dad", "gran", "boy", "girl",
    "cop", "mate", "pal", "guest", "friend", "cousin", "uncle", "aunt", "wife", "husband", "chief", "boss",
)  # fmt: skip
_ABSTRACT = (
    "tion", "sion", "ment", "ness", "ity", "ism", "ance", "ence", "ing", "age", "sis", "ure", "zone", "thing",
)  # fmt: skip
_MANY = frozenset((
    "some", "many", "several", "most", "few", "both", "two", "three", "four", "five", "all", "other", "others",
    "dozens", "hundreds", "thousands", "scores", "these", "those",
))  # fmt: skip
_PLURAL = frozenset(
    ("people", "men", "women", "percent", "majority", "half", "everyone", "others", "police", "children")
)
_PARTICLES = frozenset(
    ("de", "da", "di", "del", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ibn", "dos", "du")
)
# titles of courtesy: they come with a name and are nobody's role
_COURTESY = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "rev", "prof"))
_HEAD_ENDS = frozenset((
    "of", "for", "in", "at", "from", "with", "on", "to", "by", "near", "who", "and", "described", "close", "familiar",
    "like", "than", "about", "as", "over", "speaking", "briefed", "whose", "that", "inside", "outside", "named",
    "called",
))  # fmt: skip


@dataclass(frozen=True)
class Mention:
    """A source phrase taken apart; `name` is "" where it holds no name, `head` its head noun in lower case."""

    phrase: str
    name: str
    role: str
    head: str
    kind: str
    definite: bool = False
    title: str = ""


def read(phrase: str, common: Container[str] = frozenset()) -> Mention:
    """The mention that a source phrase makes; `common` are words that the text also writes with a small letter.

    >>> m = read("Harbour Director Ann Hill")
    >>> m.name, m.role, m.kind
    ('Ann Hill', 'Harbour Director', 'named person')
    >>> read("two officials").kind, read("the mayor, Ann Hill").name, read("Ann Hill of the dockers' union").name
    ('group', 'Ann Hill', 'Ann Hill')
    """
    parts = _parts(phrase)
    m = _mention(phrase, parts.opens != "" and parts.opens in common)
    if m.kind in ("unnamed person", "unknown") and parts.words and parts.beside:  # "the mayor, Ann Hill"
        named = read(parts.beside, common)
        if named.kind == "named person" and " " in named.name and parts.beside.endswith(named.name):
            return Mention(m.phrase, named.name, m.role, named.head, "named person", True, named.title)
    return m


class _Parts(NamedTuple):
    """A phrase without brackets and what is told behind "who", its words up to the first comma, and the rest."""

    phrase: str
    first: str
    words: tuple[str, ...]
    apposition: str
    relative: str  # the relative pronoun, if any
    tells: bool  # something stands before it
    opens: str  # the first word in lower case, where it has a capital and may be part of a name

    @property
    def beside(self) -> str:
        """The first apposition."""
        return self.apposition.partition(",")[0].strip()


@lru_cache(maxsize=2**13)
def _parts(phrase: str) -> _Parts:
    phrase = _BRACKET.sub("", " ".join(phrase.split()))
    relative = _RELATIVE.search(phrase)
    tells = bool(relative) and relative.start() > 0
    if tells:
        phrase = phrase[: relative.start()]
    phrase = phrase.strip(' ,;:-–—“”‘"')
    first, _, apposition = phrase.partition(",")
    words = tuple(_WORD.findall(first))
    opens = "".join(words[:1])
    if len(words) == 1:
        opens = "" if opens.lower() in PRONOUNS else _GENITIVE.sub("", opens) or opens
    opens = "" if opens.islower() else opens.lower()
    return _Parts(phrase, first, words, apposition, relative[1] if relative else "", tells, opens)


@lru_cache(maxsize=2**13)
def _mention(said: str, common: bool) -> Mention:
    """The mention of a phrase by its words alone; `common`: the text writes the first with a small letter too."""
    parts = _parts(said)
    phrase, first, words = parts.phrase, parts.first, list(parts.words)
    if not words:
        return Mention(phrase, "", "", "", "unknown")
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return Mention(phrase, "", "", words[0].lower(), "pronoun")
    words[-1] = _GENITIVE.sub("", words[-1]) or words[-1]
    first_low = words[0].lower()
    if common or role_side(first_low) or first_low in lists.words("documents.txt"):
        words[0] = first_low if len(words) == 1 or not is_title(first_low) else words[0]
    if len(words) > 2 and any(w.lower() == "and" for w in words[1:-1]) and _two_names(words):
        return Mention(phrase, "", _strip_article(first), words[-1].lower(), "group", True)
    belongs = _name_and_place(words)
    at = 0 if belongs else _name_start(words)
    run, before = (words[:belongs], []) if belongs else (words[at:], _without_article(words[:at]))
    if run and _is_organisation(run, words[:at], parts):
        return Mention(phrase, _body_name(words), "", run[-1].lower(), "organisation", True)
    if run:
        title = next((w.lower().rstrip(".") for w in before if w.lower().rstrip(".") in _GENDERED), "")
        role = " ".join(w for w in before if w.lower().rstrip(".") not in _COURTESY)
        role = role or _role_of(parts.apposition) or " ".join(words[belongs + 1 :] if belongs else ())
        return Mention(phrase, " ".join(run), role, run[-1].lower(), "named person", True, title)
    return _unnamed(phrase, first.strip(), words, parts.relative not in ("", "which"))


def _body_name(words: list[str]) -> str:
    """The name of a body without what is only said beside it ("the Arton Times and two foundations")."""
    stop = next((k for k, w in enumerate(words) if k and (w == "including" or (w == "and" and words[k + 1 : k + 2]
                 and words[k + 1].islower()))), len(words))  # fmt: skip
    return _strip_article(" ".join(words[:stop]))


def _without_article(words: list[str]) -> list[str]:
    return [w for w in words if w.lower() not in ("the", "a", "an")]


def _name_and_place(words: list[str]) -> int:
    """How many words the name has in "Ann Hill of the dockers' union" (0 for any other phrase)."""
    n = next((k for k, w in enumerate(words) if w.lower() in ("of", "from", "at", "for", "with")), 0)
    plain = [w for w in words[:n] if _is_name(w) and not is_title(w) and not role_side(w.lower())]
    organisation = any(w.lower() in lists.words("organisations.txt") for w in words[:n])
    return n if n > 1 and len(plain) == n and not organisation else 0


def _two_names(words: list[str]) -> bool:
    """ "Ann Hill and Bo Reed", but not "the Department of Health and Welfare"."""
    if any(w.lower() in lists.words("organisations.txt") for w in words):
        return False
    at = [w.lower() for w in words].index("and")
    return _is_name(words[at - 1]) and (_is_name(words[at + 1]) or is_title(words[at + 1]))


_GENDERED = frozenset(("mr", "mrs", "ms", "miss", "mx"))


def _name_start(words: list[str]) -> int:
    """Where the name at the end of a phrase begins (len(words) where there is none)."""
    k = len(words)
    while k and (_is_name(words[k - 1], k > 1) or (words[k - 1].lower() in _PARTICLES and k < len(words) and k > 1)):
        k -= 1
    run = words[k:]
    last_title = max((j for j, w in enumerate(run[:-1]) if is_title(w)), default=-1)
    if last_title >= 0:
        return k + last_title + 1
    if run and (is_title(run[-1]) or role_side(run[-1].lower())) and not _looks_like_a_name(run, words[:k]):
        return len(words)
    if k and k < len(words) and closed_classes().get(words[k - 1].lower()) in ("D", "I", "F", "f", "t"):
        if words[k - 1].lower() == "the" and k == 1:
            return k
        return len(words)
    return k


def _looks_like_a_name(run: list[str], before: list[str]) -> bool:
    """ "Ann King", but not "the Arton Republican", "King", "Black Lawmakers"."""
    bodies = any(w.lower() in lists.words("organisations.txt") for w in run)
    return len(run) > 1 and not before and not bodies and not run[-1].endswith("s")


def _is_name(word: str, inner: bool = False) -> bool:
    """May a word be part of a name? `inner`: a verb or adverb with a capital may (Ferrowmere Works, Ann May)."""
    known = closed_classes().get(word.lower())
    return word[0].isupper() and not _GENITIVE.search(word) and (known is None or (inner and known in "XRYN"))


@lru_cache(maxsize=2**14)
def is_title(word: str) -> bool:
    """Is this a word that stands before a name (mr, president, director-general)?"""
    low = word.lower().rstrip(".")
    return low in lists.words("titles.txt") or ("-" in low and low.split("-")[0] in lists.words("titles.txt"))


def _is_organisation(run: list[str], before: list[str], parts: _Parts) -> bool:
    if any(w.lower() in lists.words("organisations.txt") for w in run):
        return True
    if any(is_title(w) or role_side(w.lower()) for w in before) or parts.relative not in ("", "which"):
        return False
    if (before and before[0].lower() == "the") or parts.tells:
        return True
    beside = _head([w.lower() for w in _WORD.findall(parts.beside)] or [""])
    return beside in lists.words("organisations.txt") or (len(run) == 1 and run[0].isupper() and len(run[0]) > 1)


def _strip_article(phrase: str) -> str:
    return _ARTICLE.sub("", phrase.strip())


def _role_of(apposition: str) -> str:
    """The role in ", the mayor of Arton": the first apposition that begins with an article or holds a role word."""
    for part in apposition.split(","):
        part = part.strip()
        low = part.lower()
        if _OWN.match(low) or any(role_side(w) for w in low.split()):
            return _strip_article(part)
    return ""


def _unnamed(phrase: str, first: str, words: list[str], person: bool) -> Mention:
    low = [w.lower() for w in words]
    head = _head(low)
    definite = low[0] in ("the", "this", "that", "his", "her", "its", "their") or bool(_AFTER_GENITIVE.search(first))
    role = _strip_article(first)
    plural = head.endswith("s") and not head.endswith("ss") and (role_side(head) or not role_side(head[:-1]))
    if is_document(head):
        kind = "document"
    elif low[0] in _MANY or low[0][0].isdigit() or head in _PLURAL:
        kind = "group"
    elif head in lists.words("organisations.txt"):
        kind = "organisation"
    elif plural and low[0] not in ("a", "an", "one"):
        kind = "group"
    elif person or role_side(head) or is_title(head) or head.endswith(_SINGULAR):
        kind = "unnamed person"
    elif low[0] in ("a", "an", "one", "another") and not head.endswith(_ABSTRACT):
        kind = "unnamed person"  # somebody who is brought in and says something
    else:
        kind = "unknown"
    named = kind == "organisation" and (len(words) > 2 or any(w[0].isupper() for w in words[1:]))
    return Mention(phrase, role if named else "", role, head, kind, definite)


def is_document(word: str) -> bool:
    """Is this, in lower case, a noun for something that states things (report, lawsuit, post)?"""
    return word in lists.words("documents.txt")


def _head(low: list[str]) -> str:
    """The head noun: the word before the first preposition, or before the clause of "a list the office issued"."""
    for k, word in enumerate(low):
        if k and (word in _HEAD_ENDS or (k > 1 and word in ("the", "a", "an", "his", "her", "its", "their"))):
            return low[k - 1]
    return low[-1]


_OF_ANY_BODY = frozenset(("secretary", "representative", "representatives", "rep"))  # unions and clubs have them too


@cache
def _sides() -> dict[str, str]:
    return {word: side for side, words in lists.by_kind("roles.csv").items() for word in words}


def role_side(word: str) -> str | None:
    """The side a role word stands for ("unstated" where it tells none), or None for any other word."""
    return _sides().get(word)


@lru_cache(maxsize=2**13)
def side_of(mention_role: str, head: str) -> str | None:
    """The side a role states, by its head noun first: "spokesman for the city council" is on the government's.

    >>> side_of("secretary of the dockers' union", "secretary"), side_of("interior secretary", "secretary")
    ('union', 'government')
    """
    words = [head, *(w.lower() for w in _WORD.findall(mention_role))]
    if head in _OF_ANY_BODY:
        body = next((words[k + 1 :] for k, w in enumerate(words) if w in ("of", "for")), [])
        words = body if any(_GENITIVE.sub("", w) in lists.words("organisations.txt") for w in body) else words
    return next((s for s in (role_side(w) for w in words) if s not in (None, "unstated")), None)
