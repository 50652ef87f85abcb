"""Who acts and who is acted upon: subjects, objects and agents around verbs, by plain rules.

No parser: a verb group is found by its forms, the subject is the noun phrase that touches it from the left, the object
the one that touches it from the right. Where a form can be two things ("the tenants evicted in May") nothing is said:
the rules would rather miss a role than invent one. Words in quotation marks are their speakers' and are left out.

Of 100 deeds drawn from as many news articles and judged by hand, 89 had the right actor, part, form and verb.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from sys import intern
from typing import NamedTuple

from helpers import lists
from helpers.spans import sentences
from helpers.text.quotes import quotations
from helpers.text.terms import fold, function_words

_TOKEN = re.compile(r"(?:[A-Z]\.){2,6}|[^\W\d_][\w'’-]*|\d[\d.,]*|[^\w\s]")
_CONTRACTED = re.compile(r"['’](?:ve|re|ll|d|m|t)$")
LONGEST = 5  # words of a noun phrase


class Role(NamedTuple):
    """Somebody's part in a deed. `actor`: the head of the phrase, `key` what it counts as; `part`: acts, acted upon,
    or says; `form`: active, passive, agent left out; `verb` as written; `start`, `end`: from the first to the last
    word of actor and verb."""

    actor: str
    key: str
    part: str
    form: str
    verb: str
    start: int
    end: int


@lru_cache(maxsize=50_000)  # every table of a chapter asks for the same texts again
def roles(text: str) -> tuple[Role, ...]:
    """Every role that the rules find in the sentences of `text`, in order.

    "agent left out" is the form of what is acted upon in a passive without "by": the text does not say by whom.

    >>> [(r.actor, r.part, r.form) for r in roles("The council evicted the tenants. The gate was opened at night.")]
    [('council', 'acts', 'active'), ('tenants', 'acted upon', 'active'), ('gate', 'acted upon', 'agent left out')]
    """
    quoted, found = bytearray(len(text)), []
    for start, end in quotations(text):
        quoted[start:end] = b"\1" * (end - start)
    for start, end in sentences(text):
        words = _TOKEN.finditer(text, start, end)
        found += _in_sentence([_Token(m[0], m[0].lower(), *m.span()) for m in words if not quoted[m.start()]])
    return tuple(found)


class _Token(NamedTuple):
    text: str
    low: str
    start: int
    end: int

    @property
    def noun_like(self) -> bool:
        """Whether it may stand in a noun phrase behind the determiner."""
        return _noun_like(self.low)

    @property
    def named(self) -> bool:
        """Whether it is a part of a name ("New" in "the New Deal"), though a word of all news."""
        return self.text[0].isupper() and self.low in function_words() and self.low not in _grammar()


@lru_cache(maxsize=1 << 16)
def _noun_like(low: str) -> bool:
    return low[0].isalpha() and low not in _no_nouns() and not _CONTRACTED.search(low)


def _in_sentence(tokens: list[_Token]) -> list[Role]:
    found, i = [], 0
    while i < len(tokens):
        group = _verb_group(tokens, i) if _may_open(tokens[i].low) else None
        if group is None:
            i += 1
            continue
        last, passive = group
        subject = _before(tokens, i)
        if subject is None:
            i += 1
            continue
        verb = tokens[last]
        if passive:
            agent = _agent(tokens, last + 1)
            form = "passive" if agent else "agent left out"
            found.append(_role(subject, verb, "acted upon", form))
            found += [_role(agent, verb, "acts", "passive")] if agent else []
        else:
            if verb.low in _says():
                found.append(_role(subject, verb, "says", "active"))
                i = last + 1
                continue
            found.append(_role(subject, verb, "acts", "active"))
            thing = _after(tokens, last + 1)
            found += [_role(thing, verb, "acted upon", "active")] if thing else []
        i = last + 1
    return found


def _role(actor: _Token, verb: _Token, part: str, form: str) -> Role:
    name = re.sub(r"['’]s?$", "", actor.text)
    low, high = min(actor.start, verb.start), max(actor.end, verb.end)
    return Role(intern(name), fold(name.lower()), part, form, intern(verb.text), low, high)


def _verb_group(tokens: list[_Token], i: int) -> tuple[int, bool] | None:
    """(index of the main verb, whether passive) of the verb group that begins at `i`; None where none surely does."""
    low = tokens[i].low
    if low not in _helping():
        return (i, False) if _surely_past(tokens, i) else None
    helpers, k = [], i
    between = clause_words("between")
    while k < len(tokens) and (tokens[k].low in _helping() or tokens[k].low in between or _adverb(tokens[k])):
        helpers += [tokens[k].low] if tokens[k].low in _helping() else []
        k += 1
    if k >= len(tokens) or not tokens[k].text.islower() or not helpers:
        return None
    main = tokens[k].low
    if helpers[-1] in clause_words("be"):
        if main in clause_words("state"):
            return None
        if main == "going" and k + 1 < len(tokens) and tokens[k + 1].low == "to":
            return None  # a future, not a way
        if _participle(main):
            return k, True
        return (k, False) if main.endswith("ing") and len(main) > 4 else None
    if helpers[-1] in clause_words("have"):
        return (k, False) if _participle(main) else None
    return (k, False) if tokens[k].noun_like else None


def _surely_past(tokens: list[_Token], i: int) -> bool:
    """Whether the word is a verb in the past with a subject before it, not a participle behind its noun."""
    word = tokens[i].low
    kind = _past(word)
    if kind != "either" or not tokens[i].text.islower():
        return kind == "past" and tokens[i].text.islower()
    # "the tenants evicted in May": only an object behind it makes it a past for certain
    if i + 1 >= len(tokens):
        return False
    follows = tokens[i + 1]
    named = follows.text[0].isupper() and follows.low not in clause_words("no agent")
    return named or follows.low in clause_words("determiner") or follows.low in clause_words("pronoun")


@lru_cache(maxsize=1 << 16)
def _may_open(word: str) -> bool:
    """Whether a verb group can begin with a word: most words are passed over by this alone."""
    return word in _helping() or _past(word) != ""


@lru_cache(maxsize=1 << 16)
def _past(word: str) -> str:
    """Whether a word is for certain a verb in the past ("past"), may be a participle ("either"), or is neither ("")."""
    past, participles = _irregular()
    if (word in past and word not in participles) or (word in _says() and (word in past or _regular(word))):
        return "past"
    return "either" if word in past or _regular(word) else ""


def past_form(word: str) -> bool:
    """Whether a word may be a verb in the past.

    >>> past_form("closed"), past_form("went"), past_form("close")
    (True, True, False)
    """
    return _participle(word) or word in _irregular()[0]


def _participle(word: str) -> bool:
    return word in _irregular()[1] or _regular(word)


def _regular(word: str) -> bool:
    return word.endswith("ed") and not word.endswith("eed") and len(word) > 3


def _verb_like(token: _Token) -> bool:
    low = token.low
    return token.text.islower() and (past_form(low) or (low.endswith("ing") and len(low) > 5))


def _adverb(token: _Token) -> bool:
    return token.text.islower() and token.text.endswith("ly") and len(token.text) > 4


def _before(tokens: list[_Token], i: int) -> _Token | None:
    """Head of the noun phrase that ends right before `i`; None where it hangs on a preposition or is a pronoun."""
    k = i - 1
    while k >= 0 and (_adverb(tokens[k]) or tokens[k].low in clause_words("between")):
        k -= 1
    head = tokens[k] if k >= 0 else None
    if head is None or not head.noun_like:
        return None
    while k >= 0 and i - k <= LONGEST + 1 and (tokens[k].noun_like or tokens[k].named):
        k -= 1
    if k >= 1 and i - k > 2 and tokens[k].low in ("who", "which", "that") and tokens[k - 1].noun_like and (
        tokens[k - 1].low not in _says()
    ):
        return None  # "firms that provide coverage are …": the head is the object of the clause between
    determined = k >= 0 and tokens[k].low in clause_words("determiner")
    if head.low.endswith("ing") and head.text.islower() and not (determined and tokens[k + 1] is head):
        return None  # "letters inviting guests": only "the building" is a noun for certain
    k -= determined
    k -= k >= 0 and tokens[k].low in ("both", "all")
    return None if k >= 0 and tokens[k].low in clause_words("preposition") else head


def _after(tokens: list[_Token], i: int) -> _Token | None:
    """Head of the noun phrase that begins at `i`; None where there is none."""
    k = i + 1 if i < len(tokens) and tokens[i].low in clause_words("determiner") else i
    begin, head = k, None
    while k < len(tokens) and k - begin < LONGEST and tokens[k].noun_like:
        if _adverb(tokens[k]) or (head is not None and _verb_like(tokens[k])):
            break
        head = tokens[k]
        k += 1
    # "said tenants could": what begins a clause of its own is no object
    opens_clause = k < len(tokens) and (tokens[k].low in _helping() or _surely_past(tokens, k))
    place = begin > i and tokens[i].low in ("a", "an") and head is not None and head.text[0].isupper()
    if place and k < len(tokens) and tokens[k].text == ",":
        return None  # "a Port Hale, Me., bakery"
    if begin == i and head is not None and k - begin == 1 and head.low in clause_words("manner"):
        return None
    return None if opens_clause or (head is not None and head.low in clause_words("no agent")) else head


def _agent(tokens: list[_Token], i: int) -> _Token | None:
    """Head of what stands behind "by" in the same clause, where it can do things."""
    for k in range(i, min(i + 9, len(tokens))):
        if tokens[k].text in ".;:!?,—–-(" or tokens[k].low in _helping() or tokens[k].low in ("that", "which", "who"):
            return None
        if tokens[k].low == "by":
            head = _after(tokens, k + 1)
            gerund = k + 1 < len(tokens) and tokens[k + 1].low.endswith("ing")
            return None if head is None or gerund or head.low in clause_words("no agent") else head
    return None


@cache
def _grammar() -> frozenset[str]:
    kinds = ("determiner", "preposition", "pronoun", "between")
    return _helping().union(*map(clause_words, kinds))


@cache
def _no_nouns() -> frozenset[str]:
    bars = (_helping(), clause_words("preposition"), clause_words("pronoun"))
    return (function_words() - clause_words("person")).union(*bars)


@cache
def _helping() -> frozenset[str]:
    return clause_words("be") | clause_words("have") | clause_words("modal")


@cache
def clause_words(kind: str) -> frozenset[str]:
    """The words of one kind of data/clause_words.csv.

    >>> "were" in clause_words("be")
    True
    """
    return frozenset(next(r["words"] for r in lists.rows("clause_words.csv") if r["kind"] == kind).split())


@cache
def _says() -> frozenset[str]:
    """Forms of the verbs of data/cues.csv that take a clause: to say something is not yet to do something."""
    forms = set()
    for r in lists.rows("cues.csv"):
        if {"clause", "aside"} & set(r["takes"].split()):
            verb, stem = r["verb"], r["verb"].removesuffix("e")
            forms |= {verb, verb + "s", stem + "ed", stem + "ing", r["past"], r["participle"]}
            forms |= {verb[:-1] + "ied", verb[:-1] + "ies"} if verb.endswith("y") else set()
    return frozenset(forms - {""})


@cache
def _irregular() -> tuple[frozenset[str], frozenset[str]]:
    """(pasts, participles) of data/irregular_verbs.csv."""
    rows = lists.rows("irregular_verbs.csv")
    return frozenset(r["past"] for r in rows), frozenset(r["participle"] for r in rows)
