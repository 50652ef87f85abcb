"""What a source phrase says of a speaker: name, role, kind and side, read from its own words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from helpers.saying.words import closed_classes, word_set, word_table

_WORD = re.compile(r"(?:[^\W\d_]\.)+|\w+(?:[-'’.]\w+)*")
_GENITIVE = re.compile(r"['’]s?$")
PRONOUNS = frozenset(("he", "she", "they", "it", "i", "we", "you", "him", "her", "them"))
_SINGULAR = ("er", "or", "ist", "man", "woman", "ian", "ant", "person", "child")
_PARTICLES = frozenset(
    ("de", "da", "di", "del", "van", "von", "der", "den", "la", "le", "el", "al", "bin", "ibn", "dos", "du")
)


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


def read(phrase: str, common: frozenset[str] = frozenset()) -> Mention:
    """The mention that a source phrase makes; `common` are words that the text also writes with a small letter.

    >>> m = read("Harbour Director Ann Hill")
    >>> m.name, m.role, m.kind
    ('Ann Hill', 'Harbour Director', 'named person')
    >>> read("two officials").kind, read("the mayor, Ann Hill").name
    ('group', 'Ann Hill')
    """
    phrase = " ".join(phrase.split())
    phrase = re.sub(r" ?\([^()]{0,60}\)", "", phrase)
    phrase = re.sub(r",? (?:who|which|whom)\b.*$", "", phrase).strip(' ,;:-–—“”‘"')
    first, _, apposition = phrase.partition(",")
    words = _WORD.findall(first)
    if not words:
        return Mention(phrase, "", "", "", "unknown")
    if len(words) == 1 and words[0].lower() in PRONOUNS:
        return Mention(phrase, "", "", words[0].lower(), "pronoun")
    first_low = words[0].lower()
    if first_low in common or role_side(first_low) or first_low in word_set("documents.txt"):
        words[0] = first_low if len(words) == 1 or not is_title(first_low) else words[0]
    if len(words) > 2 and any(w.lower() == "and" for w in words[1:-1]) and _two_names(words):
        return Mention(phrase, "", _strip_article(first), words[-1].lower(), "group", True)
    at = _name_start(words)
    run = words[at:]
    before = [w for w in words[:at] if w.lower() not in ("the", "a", "an")]
    if run and _is_organisation(run, words[:at]):
        return Mention(phrase, _strip_article(first), "", run[-1].lower(), "organisation", True)
    if run:
        title = next((w.lower().rstrip(".") for w in before if w.lower().rstrip(".") in _GENDERED), "")
        role = " ".join(w for w in before if w.lower().rstrip(".") not in _GENDERED)
        return Mention(
            phrase, " ".join(run), role or _role_of(apposition), run[-1].lower(), "named person", True, title
        )
    unnamed = _unnamed(phrase, first, words)
    beside = apposition.partition(",")[0].strip()  # "the mayor, Ann Hill"
    if beside and unnamed.kind in ("unnamed person", "unknown"):
        named = read(beside, common)
        if named.kind == "named person" and named.name == beside and " " in beside:
            return Mention(phrase, beside, unnamed.role, named.head, "named person", True)
    return unnamed


def _two_names(words: list[str]) -> bool:
    """ "Ann Hill and Bo Reed", but not "the Department of Health and Welfare"."""
    if any(w.lower() in word_set("organisations.txt") for w in words):
        return False
    at = [w.lower() for w in words].index("and")
    return _is_name(words[at - 1]) and (_is_name(words[at + 1]) or is_title(words[at + 1]))


_GENDERED = frozenset(("mr", "mrs", "ms", "miss", "mx"))


def _name_start(words: list[str]) -> int:
    """Where the name at the end of a phrase begins (len(words) where there is none)."""
    k = len(words)
    while k and (_is_name(words[k - 1]) or (words[k - 1].lower() in _PARTICLES and k < len(words) and k > 1)):
        k -= 1
    run = words[k:]
    last_title = max((j for j, w in enumerate(run[:-1]) if is_title(w)), default=-1)
    if last_title >= 0:
        return k + last_title + 1
    if run and is_title(run[-1]):
        return len(words)
    if k and k < len(words) and words[k - 1].lower() in ("of", "for", "in", "at", "from", "the", "a", "an", "by"):
        if words[k - 1].lower() == "the" and k == 1:
            return k
        return len(words)
    return k


def _is_name(word: str) -> bool:
    return word[0].isupper() and not _GENITIVE.search(word) and word.lower() not in closed_classes()


def is_title(word: str) -> bool:
    """Is this a word that stands before a name (mr, president)?"""
    return word.lower().rstrip(".") in word_set("titles.txt")


def _is_organisation(run: list[str], before: list[str]) -> bool:
    if any(w.lower() in word_set("organisations.txt") for w in run):
        return True
    if any(is_title(w) or role_side(w.lower()) for w in before):
        return False
    if before and before[0].lower() == "the":
        return True
    return len(run) == 1 and run[0].isupper() and len(run[0]) > 1


def _strip_article(phrase: str) -> str:
    return re.sub(r"^(?:the|a|an)\s+", "", phrase.strip(), flags=re.IGNORECASE)


def _role_of(apposition: str) -> str:
    """The role in ", the mayor of Arton": the first apposition that begins with an article or holds a role word."""
    for part in apposition.split(","):
        part = part.strip()
        low = part.lower()
        if re.match(r"(?:the|an?|his|her|its|their)\s", low) or any(role_side(w) for w in low.split()):
            return _strip_article(part)
    return ""


def _unnamed(phrase: str, first: str, words: list[str]) -> Mention:
    low = [w.lower() for w in words]
    head = _head(low)
    definite = low[0] in ("the", "this", "that", "his", "her", "its", "their")
    role = _strip_article(first)
    if head in word_set("documents.txt"):
        kind = "document"
    elif low[0] in ("some", "many", "several", "most", "few", "both", "two", "three", "all", "other", "others") or (
        low[0][0].isdigit() or head in ("people", "men", "women", "percent", "majority", "half", "everyone", "others")
    ):
        kind = "group"
    elif head in word_set("organisations.txt"):
        kind = "organisation"
    elif head.endswith("s") and not head.endswith("ss") and (role_side(head) or not role_side(head[:-1])):
        kind = "group"
    elif role_side(head) or is_title(head) or head.endswith(_SINGULAR):
        kind = "unnamed person"
    else:
        kind = "unknown"
    name = role if kind == "organisation" and any(w[0].isupper() for w in words[1:]) else ""
    return Mention(phrase, name, role, head, kind, definite)


def _head(low: list[str]) -> str:
    """The head noun: the word before the first preposition."""
    for k, word in enumerate(low):
        if k and word in ("of", "for", "in", "at", "from", "with", "on", "to", "by", "near", "who", "and", "described"):
            return low[k - 1]
    return low[-1]


@cache
def _sides() -> dict[str, str]:
    return {word: side for side, words in word_table("roles.csv").items() for word in words}


def role_side(word: str) -> str | None:
    """The side a role word stands for ("unstated" where it tells none), or None for any other word."""
    return _sides().get(word)


def side_of(mention_role: str, head: str) -> str | None:
    """The side a role states, by its head noun first: "spokesman for the city council" is on the government's."""
    words = [head, *(w.lower() for w in _WORD.findall(mention_role))]
    return next((s for s in (role_side(w) for w in words) if s not in (None, "unstated")), None)
