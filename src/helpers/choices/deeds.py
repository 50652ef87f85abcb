"""Who acts and who is acted upon: subjects, objects and agents around verbs, by plain rules.

No parser: a verb group is found by its forms, the subject is the noun phrase that touches it from the left, the object
the one that touches it from the right. Where a form can be two things ("the tenants evicted in May") nothing is said:
the rules would rather miss a role than invent one. Words in quotation marks are their speakers' and are left out.

Of 100 deeds drawn from as many news articles and judged by hand, 89 had the right actor, part, form and verb.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import compress
from sys import intern
from typing import NamedTuple

from helpers import lists
from helpers.choices.masking import blank
from helpers.spans import sentences
from helpers.text.quotes import quotations
from helpers.text.terms import fold, function_words

_TOKEN = re.compile(r"(?:[A-Z]\.){2,6}|[^\W\d_][\w'’-]*|\d[\d.,]*|[^\w\s]")
_CONTRACTED = re.compile(r"['’](?:ve|re|ll|d|m|t)$")
_OWNER = re.compile(r"['’]s?$")
LONGEST = 5  # words of a noun phrase
Spans = Sequence[tuple[int, int]]


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


def roles(text: str, cut: Spans | None = None, quoted: Spans | None = None) -> list[Role]:
    """Every role that the rules find in the sentences of `text`, in order.

    "agent left out" is the form of what is acted upon in a passive without "by": the text does not say by whom.
    `cut` and `quoted`: the sentences and quotations of the text, where these are known.

    >>> [(r.actor, r.part, r.form) for r in roles("The council evicted the tenants. The gate was opened at night.")]
    [('council', 'acts', 'active'), ('tenants', 'acted upon', 'active'), ('gate', 'acted upon', 'agent left out')]
    """
    plain, found = blank(text, quotations(text) if quoted is None else quoted), []
    for start, end in sentences(text) if cut is None else cut:
        words = _TOKEN.findall(plain, start, end)
        openers = list(compress(range(len(words)), map(_may_open, words)))
        parts = _in_sentence(_Words(words, [w.lower() for w in words]), openers) if openers else ()
        if parts:  # only now is it asked where the words stand
            places = _places(plain, words, start)
            found += [_role(words, places, *part) for part in parts]
    return found


def _places(text: str, words: list[str], at: int) -> list[tuple[int, int]]:
    """Where words stand that follow one another from `at` on, with nothing but blanks and underscores between them."""
    out = []
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        out.append((start, at))
    return out


class _Words(NamedTuple):
    """The words and marks of a sentence outside quotations: as they stand, and in small letters."""

    text: list[str]
    low: list[str]

    def noun_like(self, k: int) -> bool:
        """Whether word k may stand in a noun phrase behind the determiner."""
        return _noun_like(self.low[k])

    def named(self, k: int) -> bool:
        """Whether it is a part of a name ("New" in "the New Deal"), though a word of all news."""
        return self.text[k][0].isupper() and self.low[k] in function_words() and self.low[k] not in _grammar()


@lru_cache(maxsize=1 << 16)
def _noun_like(low: str) -> bool:
    return low[0].isalpha() and low not in _no_nouns() and not _CONTRACTED.search(low)


def _in_sentence(tokens: _Words, openers: Sequence[int]) -> list[tuple[int, int, str, str]]:
    """(actor, verb, part, form) of every role, actor and verb by their numbers in the sentence; `openers` are the words
    with which a verb group can begin."""
    low, found, last = tokens.low, [], -1
    for i in openers:
        group = _verb_group(tokens, i) if i > last else None
        subject = None if group is None else _before(tokens, i)
        if subject is None:
            continue
        last, passive = group
        if passive:
            agent = _agent(tokens, last + 1)
            form = "agent left out" if agent is None else "passive"
            found.append((subject, last, "acted upon", form))
            found += [] if agent is None else [(agent, last, "acts", "passive")]
        else:
            if low[last] in _says():
                found.append((subject, last, "says", "active"))
                continue
            found.append((subject, last, "acts", "active"))
            thing = _after(tokens, last + 1)
            found += [] if thing is None else [(thing, last, "acted upon", "active")]
    return found


def _role(words: list[str], places: list[tuple[int, int]], actor: int, verb: int, part: str, form: str) -> Role:
    name = _OWNER.sub("", words[actor])
    (start, _), (_, end) = places[min(actor, verb)], places[max(actor, verb)]
    return Role(intern(name), fold(name.lower()), part, form, intern(words[verb]), start, end)


def _verb_group(tokens: _Words, i: int) -> tuple[int, bool] | None:
    """(index of the main verb, whether passive) of the verb group that begins at `i`; None where none surely does."""
    text, low = tokens
    if low[i] not in _helping():
        return (i, False) if _surely_past(tokens, i) else None
    helpers, k = [], i
    between = clause_words("between")
    while k < len(low) and (low[k] in _helping() or low[k] in between or _adverb(text[k])):
        helpers += [low[k]] if low[k] in _helping() else []
        k += 1
    if k >= len(low) or not text[k].islower() or not helpers:
        return None
    main = low[k]
    if helpers[-1] in clause_words("be"):
        if main in clause_words("state"):
            return None
        if main == "going" and k + 1 < len(low) and low[k + 1] == "to":
            return None  # a future, not a way
        if _participle(main):
            return k, True
        return (k, False) if main.endswith("ing") and len(main) > 4 else None
    if helpers[-1] in clause_words("have"):
        return (k, False) if _participle(main) else None
    return (k, False) if tokens.noun_like(k) else None


def _surely_past(tokens: _Words, i: int) -> bool:
    """Whether the word is a verb in the past with a subject before it, not a participle behind its noun."""
    text, low = tokens
    kind = _past(low[i])
    if kind != "either" or not text[i].islower():
        return kind == "past" and text[i].islower()
    # "the tenants evicted in May": only an object behind it makes it a past for certain
    if i + 1 >= len(low):
        return False
    named = text[i + 1][0].isupper() and low[i + 1] not in clause_words("no agent")
    return named or low[i + 1] in clause_words("determiner") or low[i + 1] in clause_words("pronoun")


@lru_cache(maxsize=1 << 16)
def _may_open(word: str) -> bool:
    """Whether a verb group can begin with a word: most words are passed over by this alone."""
    low = word.lower()
    return low in _helping() or _past(low) != ""


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


def _verb_like(word: str) -> bool:
    return word.islower() and (past_form(word) or (word.endswith("ing") and len(word) > 5))


def _adverb(word: str) -> bool:
    return word.endswith("ly") and word.islower() and len(word) > 4


def _before(tokens: _Words, i: int) -> int | None:
    """Head of the noun phrase that ends right before `i`; None where it hangs on a preposition or is a pronoun."""
    text, low = tokens
    head = i - 1
    while head >= 0 and (_adverb(text[head]) or low[head] in clause_words("between")):
        head -= 1
    if head < 0 or not tokens.noun_like(head):
        return None
    k = head
    while k >= 0 and i - k <= LONGEST + 1 and (tokens.noun_like(k) or tokens.named(k)):
        k -= 1
    if k >= 1 and i - k > 2 and low[k] in ("who", "which", "that") and tokens.noun_like(k - 1) and (
        low[k - 1] not in _says()
    ):
        return None  # "firms that provide coverage are …": the head is the object of the clause between
    determined = k >= 0 and low[k] in clause_words("determiner")
    if low[head].endswith("ing") and text[head].islower() and not (determined and k + 1 == head):
        return None  # "letters inviting guests": only "the building" is a noun for certain
    k -= determined
    k -= k >= 0 and low[k] in ("both", "all")
    return None if k >= 0 and low[k] in clause_words("preposition") else head


def _after(tokens: _Words, i: int) -> int | None:
    """Head of the noun phrase that begins at `i`; None where there is none."""
    text, low = tokens
    k = i + 1 if i < len(low) and low[i] in clause_words("determiner") else i
    begin, head = k, None
    while k < len(low) and k - begin < LONGEST and tokens.noun_like(k):
        if _adverb(text[k]) or (head is not None and _verb_like(text[k])):
            break
        head = k
        k += 1
    # "said tenants could": what begins a clause of its own is no object
    opens_clause = k < len(low) and (low[k] in _helping() or _surely_past(tokens, k))
    place = begin > i and low[i] in ("a", "an") and head is not None and text[head][0].isupper()
    if place and k < len(low) and text[k] == ",":
        return None  # "a Port Hale, Me., bakery"
    if begin == i and head is not None and k - begin == 1 and low[head] in clause_words("manner"):
        return None
    return None if opens_clause or (head is not None and low[head] in clause_words("no agent")) else head


def _agent(tokens: _Words, i: int) -> int | None:
    """Head of what stands behind "by" in the same clause, where it can do things."""
    text, low = tokens
    for k in range(i, min(i + 9, len(low))):
        if text[k] in ".;:!?,—–-(" or low[k] in _helping() or low[k] in ("that", "which", "who"):
            return None
        if low[k] == "by":
            head = _after(tokens, k + 1)
            gerund = k + 1 < len(low) and low[k + 1].endswith("ing")
            return None if head is None or gerund or low[head] in clause_words("no agent") else head
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
