"""What a number counts or measures, read from the words beside it."""

from __future__ import annotations

import re

from helpers.numbers.numerals import DAYS, HEADS, IRREGULAR, MONTHS, counted_as, empty_words, lemma

_SKIPPED = frozenset(
    ["more", "other", "others", "new", "additional", "further", "different", "former", "such", "such"]
)  # "two more people"
NOUN = re.compile(r"[ -](?:[“\"‘'])?([^\W\d_][\w'’-]*)")
_BACK = re.compile(r"[^\W\d_][\w'’-]*")
_TOTAL = re.compile(r"\b(?:number|total|toll|tally|count) of ((?:[^\W\d_][\w'’-]* ?){1,3})", re.IGNORECASE)
_WAS = re.compile(r" (?:was|is|were|are|reached|measured|stood at|rose to|fell to|came to)(?: only| now| just)? ?$")
# Where the head of a subject ends: a preposition, or a participle ("the eel caught in the ferry").
_PREPOSITION = re.compile(r" (?:in|of|at|for|from|on|to|with|by|caught|found|built|held|made) ")
_WHICH = re.compile(r" ?(?:and )?(?:which|who|that)\b", re.IGNORECASE)
_SIZES = re.compile(r"[ -](?:long|tall|deep|high|wide|thick|heavy|worth|away|tall)\b", re.IGNORECASE)
_OF = re.compile(r" (?:worth )?(?:of|in|for) (?:the |a |an |all |its |their |his |her |our )?(?=[^\W\d_])")


def plural(word: str) -> bool:
    w = word.casefold()
    return w in IRREGULAR or (len(w) > 3 and w.endswith("s") and not w.endswith(("ss", "us", "is", "'s", "’s")))


def counted(text: str, at: int, mass: bool = False) -> tuple[str, int]:
    """Lemma of the noun that the number ending at `at` counts, and where it ends; ("", at) where none follows.

    The first plural among the next words is the head ("two old fishing boats sank"), the last where plurals follow
    one another ("two sports cars"). `mass`: what is measured may have no plural ("45 minutes of warning").
    """
    run: list[tuple[str, int]] = []
    end = at
    for _ in range(6):
        m = NOUN.match(text, end)
        if m is None:
            break
        word = m[1].casefold().replace("’", "'")
        if word in empty_words() and not (not run and word in _SKIPPED):
            break
        end = m.end()
        if word not in _SKIPPED:
            run.append((m[1], end))
    plurals = [k for k, (w, _) in enumerate(run) if plural(w)]
    if plurals:
        k = plurals[0]
        while k + 1 in plurals:
            k += 1
        return lemma(run[k][0]), run[k][1]
    if mass and run:
        return lemma(run[min(len(run), 2) - 1][0]), run[min(len(run), 2) - 1][1]
    # Without a plural what follows is more often a verb ("1,200 spent the night") than the thing counted.
    for word, stop in run[:2]:
        if text[at : at + 1] == "-" or counted_as(word.casefold()) != word.casefold() or word.casefold() in HEADS:
            return lemma(word), stop
    return "", at


def before(text: str, start: int, plural_only: bool = False) -> str:
    """Lemma of the nearest noun-like word before `start` in its clause ("the warning came 45 minutes before")."""
    sentence = re.split(r"[.!?;:\n](?!\d)", text[max(0, start - 160) : start])[-1]
    total = _TOTAL.search(sentence) if plural_only else None
    if total:
        return counted(" " + total[1], 0)[0]
    clauses = re.split(r"[,()](?!\d)", sentence)
    if plural_only and len(clauses) > 1 and _WHICH.match(clauses[-1]):  # "homes, which form a total of 450"
        clauses = [clauses[-2]]
    words = [w for w in _BACK.findall(clauses[-1]) if w.casefold() not in empty_words()][-4:]
    if plural_only:
        return next((lemma(w) for w in reversed(words) if plural(w)), "")
    return _subject(clauses[-1]) or next((lemma(w) for w in reversed(words) if not _no_noun(w.casefold())), "")


def _subject(clause: str) -> str:
    """Lemma of the head of what "was" something: "turnout in the harbour vote was 61 percent" -> "turnout"."""
    verb = _WAS.search(clause)
    if not verb:
        return ""
    head = _PREPOSITION.split(clause[: verb.start()], maxsplit=1)[0]
    words = [w for w in _BACK.findall(head) if w.casefold() not in empty_words() and not _no_noun(w.casefold())]
    return lemma(words[-1]) if words else ""


def _no_noun(word: str) -> bool:
    return word.endswith(("ed", "ing", "ly")) or word in DAYS or word in MONTHS or word in ("late", "early")


def done(text: str, start: int) -> str:
    """The verb of what was done so many times: "was viewed 900,000 times" -> "view"; empty where none is seen."""
    clause = re.split(r"[,;:.!?()\n]", text[max(0, start - 60) : start])[-1]
    verbs = [w.casefold() for w in _BACK.findall(clause)]
    verb = next((w for w in reversed(verbs) if w.endswith("ed") and len(w) > 4), "")
    base = verb[:-2]
    if base.endswith("i"):
        return base[:-1] + "y"
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "ls":
        return base[:-1]
    return base + "e" if base.endswith(("v", "c", "u", "z", "at", "ar", "us")) else base


def about_measured(text: str, start: int, end: int) -> str:
    """What a measure, sum or share is of: "61 m crowns in damage", "a 10-mile queue", "the surge reached 3.9 m"."""
    sized = _SIZES.match(text, end)
    end = sized.end() if sized else end
    of = _OF.match(text, end)
    if of:
        return counted(text, of.end() - 1, mass=True)[0]
    hyphened = "-" in text[start:end] or (text[end : end + 1] == "-")
    following = NOUN.match(text, end)
    if following and (hyphened or following[1].islower()) and following[1].casefold() not in empty_words():
        return counted(text, end, mass=True)[0]
    return before(text, start)
