"""The vocabulary of the source finder: one tag a word, the forms of every cue verb."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from helpers import lists
from helpers.saying.cover import COVER

# One letter a word class, so that a paragraph becomes a string that can be searched. Further tags, given to
# words by their form: P capitalised, N other, 0 number, E -ed, Z -ing, V cue verb, G cue verb in -ing,
# g genitive, U pronoun with its verb (he's), Q K L quotation (K ends in a comma, L in a full stop, ? or !),
# and punctuation itself.
TAGS = {
    "determiner": "D", "pronoun": "H", "object pronoun": "o", "relative": "w", "complementizer": "W",
    "subordinator": "S", "preposition": "I", "for": "F", "of": "f", "to": "t", "and": "C", "but": "B",
    "auxiliary": "A", "modal": "M", "not": "n", "adverb": "R", "time": "Y", "noun": "N", "verb": "X",
    "contraction": "U",
}  # fmt: skip


@dataclass(frozen=True)
class Cue:
    """A cue verb: its lemma, its class (speech, writing, stance, thought, finding), what may follow it."""

    lemma: str
    kind: str
    takes: frozenset[str]


@cache
def plural_roles() -> frozenset[str]:
    """Role words for several people (officials, residents)."""
    return frozenset(w for words in lists.by_kind("roles.csv").values() for w in words if w.endswith("s"))


@cache
def cue_forms() -> dict[str, tuple[Cue, str]]:
    """Every form of every cue verb -> the verb and the form (base, s, past, ing).

    >>> cue, form = cue_forms()["denied"]
    >>> cue.lemma, form
    ('deny', 'past')
    """
    out: dict[str, tuple[Cue, str]] = {}
    for lemma, kind, takes, past, participle in csv.reader(lists.lines("cues.csv")[1:]):
        cue = Cue(lemma, kind, frozenset(takes.split()))
        regular_past, third, ing = _inflect(lemma)
        for form, name in (
            (lemma, "base"), (third, "s"), (past or regular_past, "past"), (participle or past, "past"), (ing, "ing"),
        ):  # fmt: skip
            if form:
                out.setdefault(form, (cue, name))
    return out


def _inflect(verb: str) -> tuple[str, str, str]:
    double = verb[-1] in "bgpt" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou"
    if verb in ("admit", "regret", "refer", "blog", "brag", "nod", "quip", "sob", "snap", "plan", "tag", "chat", "dub"):
        double = True
    elif len(verb) > 4 or verb == "go":
        double = False
    stem = verb + verb[-1] if double else verb
    if verb.endswith("e"):
        return verb + "d", verb + "s", (verb if verb.endswith("ee") else verb[:-1]) + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied", verb[:-1] + "ies", verb + "ing"
    third = verb + "es" if verb.endswith(("s", "sh", "ch", "x", "go")) else verb + "s"
    return stem + "ed", third, stem + "ing"


@cache
def closed_classes() -> dict[str, str]:
    """Function word -> its tag."""
    out: dict[str, str] = {}
    for name, words in lists.by_kind("function_words.csv").items():
        for word in words:
            out.setdefault(word, TAGS[name])
    return out


class _Tags(dict):
    """Word -> tag, found on first sight and kept, for words return."""

    def __missing__(self, word: str) -> str:
        if len(self) > 200_000:  # so that a large corpus of odd strings cannot fill the memory
            self.clear()
        self[word] = found = tag(word)
        return found


@cache
def tags_of_words() -> dict[str, str]:
    """The tag of every word asked for (see `tag`)."""
    return _Tags()


def tag(word: str) -> str:
    """The tag of one token as it stands in the text (see TAGS).

    >>> tag("the"), tag("Ratford"), tag("said"), tag("quickly")
    ('D', 'P', 'V', 'R')
    """
    known = _known().get(word)
    if known:
        return known
    first = word[0]
    if not first.isalnum():
        return _MARKS.get(first) or (first if first in ",.;:()\n" else "g" if len(word) > 1 else "~")
    if first.isdigit():
        return "0"
    low = word.lower().replace("’", "'")
    capital = first.isupper()
    known = _known().get(low)
    if known and known not in "VG":
        return "P" if capital and known in "MX" else known
    if low.endswith(("'s", "s'")):
        return "g"
    if capital:
        return "P"
    if known:
        return known
    if low.endswith("ly") and len(low) > 4:
        return "R"
    if low.endswith("ed") and len(low) > 4:
        return "E"
    if low.endswith("ing") and len(low) > 5:
        return "Z"
    return "N"


_MARKS = {
    COVER: "Q",
    "–": "-", "—": "-", "―": "-", "-": "-", "?": ".", "!": ".", "…": "~", "[": "(", "]": ")", "&": "C", "%": "N",
}  # fmt: skip


@cache
def _known() -> dict[str, str]:
    """The tags of the words in the lists, lower case."""
    cues = {form: "G" if name == "ing" else "V" for form, (_, name) in cue_forms().items()}
    return cues | closed_classes()
