"""How is it told? Distinctive words, rival labels, words worth checking, headline against body."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from heapq import nsmallest
from itertools import islice

from helpers import lists
from helpers.choices.actors import deeds, left_out, main_actors, modifiers, shares_acted_upon
from helpers.choices.deeds import clause_words
from helpers.choices.distinctive import distinctive_words, placebo
from helpers.choices.emphasis import claims, subjects
from helpers.choices.label_uses import curated_labels, label_counts
from helpers.choices.labels import rival_labels, rival_labels_of_all
from helpers.choices.presence import masked, recurring_runs
from helpers.choices.proposals import proposed_labels
from helpers.spans import WORD, words
from helpers.text.terms import WordNumbers, batches, content_terms, fold, function_words

__all__ = [
    "WORTH_CHECKING", "claims", "curated_labels", "deeds", "distinctive_words", "headline_body", "headlines_bodies",
    "label_counts", "left_out", "main_actors", "masked", "modifiers", "placebo", "proposed_labels", "recurring_runs",
    "rival_labels", "rival_labels_of_all", "shares_acted_upon", "strongest", "subjects", "word_scores",
]  # fmt: skip

WORTH_CHECKING = 0.5  # score from which a word is highlighted
# A listed word always reaches WORTH_CHECKING; form and rarity alone never do, they only order the rest.
LISTED = {"judging": 1.0, "charged": 0.8, "heightening": 0.6}
STRONGEST = max(LISTED.values())
FORMS = {  # what a word's ending adds: adjectives that judge, other adjectives and adverbs, verbs, plain nouns
    0.25: ("ous", "ful", "less", "ish", "esque", "istic", "ism", "ist", "ists", "izing", "ising"),
    0.15: ("ly", "est", "ive", "able", "ible", "ity"),
    0.1: ("ing", "ed", "en"),
    -0.04: ("tion", "tions", "ment", "ments", "er", "ers", "or", "ors", "ance", "ence", "ship", "age", "al", "ary"),
}
RARE = 0.15
PLAIN = 0.05  # a content word in small letters
_VOWEL = re.compile("[aeiouy]")
STOCK = 0.02  # the stock words of all news ("great", "never", "left"): they judge now and then
NAME = 0.01  # a word with a capital


def word_scores(text: str) -> list[tuple[int, int, float]]:
    """Words worth checking: (start, end, score in 0..1) of every word with a score, in order.

    A word scores by standing on the workbook's list of judging, charged and heightening words, by an ending
    that often judges, and by not being among everyday words (the Dale-Chall list, 1995). Names and the stock
    words of news score next to nothing, grammatical words nothing, unless listed. A high score asks for a look, no
    more: quoted words, and words that are simply true, score as well (of the words from 0.5, one in four was marked by
    experts in sentences chosen for their bias, one in twenty in whole articles).

    >>> t = "A reckless vote on the budget"
    >>> [(t[s:e], score) for s, e, score in word_scores(t) if score >= WORTH_CHECKING]
    [('reckless', 1.0)]
    """
    return [(s, e, score) for s, e in words(text) if (score := _score(text[s:e]))]


def strongest(text: str, most: int = 5) -> list[tuple[float, int]]:
    """The words of `word_scores` with the highest scores, the first of equals first: (score, number of the word).

    Numbers count the words of `spans.words`: where they stand is asked only of the few that are shown.

    >>> strongest("A reckless vote on the budget", 1)
    [(1.0, 1)]
    """
    scored = [(-score, k) for k, score in enumerate(map(_score, WORD.findall(text))) if score]
    high = [one for one in scored if one[0] <= -WORTH_CHECKING]
    return [(-score, k) for score, k in nsmallest(most, high if len(high) >= most else scored)]


def headline_body(headline: str, body: str) -> dict:
    """How much of a headline the article bears out: n (content words of the headline, each once), found (of
    them in the body; plurals and forms of a verb count as one, since headlines tell in the present what articles tell
    in the past), share (nan when n is 0), missing (the words, as the headline has them).

    >>> headline_body("Rusty ferry sinks", "The ferry sank in a storm.")["missing"]
    ['Rusty']
    """
    return headlines_bodies([headline], [body])[0]


def headlines_bodies(
    headlines: Iterable[str], bodies: Iterable[str], known: WordNumbers | None = None
) -> list[dict]:
    """`headline_body` of many articles. `known`: numbers of words that were met before.

    >>> [found["missing"] for found in headlines_bodies(["Rusty ferry", "Gulls"], ["The ferry sank.", "A gull"])]
    [['Rusty'], []]
    """
    import numpy as np

    known, headlines = WordNumbers() if known is None else known, iter(headlines)
    roots: dict[str, int] = {}
    root = np.zeros(0, dtype=np.int64)  # the number of the root of each word
    out = []
    for some in batches(bodies):
        said, sizes = known.of_many(some)
        fresh = (_root(fold(w)) for w in islice(known.words, len(root), None))
        root = np.r_[root, [roots.setdefault(r, len(roots)) for r in fresh]].astype(np.int64)
        last = np.full(len(roots), -1)  # which of the bodies was the last to say it
        for k, own in enumerate(np.split(root[said], np.cumsum(sizes)[:-1])):
            last[own] = k
            out.append(_missing(next(headlines), lambda r, k=k, last=last: r in roots and last[roots[r]] == k))
    return out


def _missing(headline: str, is_said: Callable[[str], bool]) -> dict:
    seen: dict[str, str] = {}
    for s, e in words(headline):
        for term in content_terms(headline[s:e]):
            seen.setdefault(term, headline[s:e])
    missing = [form for term, form in seen.items() if not is_said(_root(term))]
    n = len(seen)
    found = n - len(missing)
    return {"n": n, "found": found, "share": found / n if n else float("nan"), "missing": missing}


@cache
def _root(term: str) -> str:
    """A crude stem that the forms of a verb share: "votes", "voted", "voting"; "sink", "sank", "sunk"."""
    term = _bases().get(term, term)
    for ending in ("ing", "ed"):
        stem = term.removesuffix(ending)
        if stem != term and len(stem) > 2 and _VOWEL.search(stem):
            term = stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in "lsz" else stem
            break
    return term[:-1] + "i" if term.endswith("y") else term.rstrip("e")


@cache
def _bases() -> dict[str, str]:
    """{past or participle of an irregular verb: its base}."""
    return {row[form]: row["verb"] for row in lists.rows("irregular_verbs.csv") for form in ("past", "participle")}


@cache
def _score(word: str) -> float:
    low = word.lower().replace("’", "'").removesuffix("'s")
    exact, stems = _listed()
    kind = exact.get(low) or next((stems[low[:k]] for k in range(len(low), 2, -1) if low[:k] in stems), None)
    if kind:
        return LISTED[kind]
    if low in _grammar() or not low[:1].isalpha():
        return 0.0
    if word != low:
        return 0.0 if low in function_words() else NAME
    form = next((bonus for bonus, endings in FORMS.items() if low.endswith(endings) and len(low) > 5), 0.0)
    if low in function_words():
        return round(max(STOCK + form, NAME), 2)
    return round(PLAIN + form + (0.0 if _everyday(low) else RARE), 2)


@cache
def _grammar() -> frozenset[str]:
    """Words that only build the sentence: articles, pronouns, prepositions, helping verbs."""
    kinds = ("be", "have", "modal", "determiner", "preposition", "pronoun")
    return frozenset().union(*map(clause_words, kinds))


def _everyday(word: str) -> bool:
    """Whether a word, or what stands before a common ending of it, is on the Dale-Chall list."""
    easy = lists.easy_words()
    stems = {word, fold(word), word.removesuffix("ed"), word.removesuffix("ing"), word.removesuffix("d")}
    return bool(stems & easy)


@cache
def _listed() -> tuple[dict[str, str], dict[str, str]]:
    """({word: kind}, {stem of any ending: kind}) of data/loaded_words.csv."""
    exact, stems = {}, {}
    for row in lists.rows("loaded_words.csv"):
        for word in row["words"].split():
            (stems if word.endswith("*") else exact).setdefault(word.rstrip("*"), row["kind"])
    return exact, stems
