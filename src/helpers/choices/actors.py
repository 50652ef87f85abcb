"""The main actors of some articles: what they do, what is done to them, and which words qualify them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from heapq import nsmallest
from typing import TYPE_CHECKING

from helpers.choices.deeds import clause_words, past_form
from helpers.choices.reading import Stretches, roles_of
from helpers.text.quotes import quotations
from helpers.text.terms import fold, function_words

if TYPE_CHECKING:
    import pandas as pd

PASSIVE = "agent left out"
_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_ADJECTIVE = re.compile(r"(?:ous|ful|less|ish|ive|able|ible|ic|ical|al|ary|ory)$")
_PARTICIPLE = re.compile(r"(?:ed|ing)$")


def main_actors(texts: Sequence[str], most: int = 6, known: pd.DataFrame | None = None) -> list[str]:
    """Those who act in most of the articles, most first: heads of subjects, as they are mostly written.

    Who acts in one article alone is no main actor, unless there are three or fewer. `known`, here and below: the roles
    of the texts as `reading.read` gives them, where they are known.

    >>> main_actors(["The council closed the gate."] * 2)
    ['council']
    """
    found = roles_of(texts) if known is None else known
    acts = found[found["part"] == "acts"]
    times = Counter(acts["key"].tolist())
    articles = Counter(acts[["key", "text_index"]].drop_duplicates()["key"].tolist())
    few = 2 if len(texts) > 3 else 1
    keys = [k for k, n in articles.items() if n >= few and len(k) > 2]
    keys = nsmallest(most, keys, key=lambda k: (-articles[k], -times[k], k))
    forms = Counter(acts.loc[acts["key"].isin(keys), ["key", "actor"]].itertuples(index=False, name=None))
    return [min((f for k, f in forms if k == key), key=lambda f: (-forms[key, f], f)) for key in keys]


def deeds(texts: Sequence[str], actors: Sequence[str], known: pd.DataFrame | None = None):
    """What the actors do and what is done to them: DataFrame with text_index, actor, part (acts, acted upon), form
    (active, passive, agent left out: a passive that does not say by whom), verb, start, end.

    >>> deeds(["The tenants were evicted."], ["tenants"])[["part", "form", "verb"]].values.tolist()
    [['acted upon', 'agent left out', 'evicted']]
    """
    names = {fold(a.lower()): a for a in actors}
    found = roles_of(texts) if known is None else known
    rows = found[found["key"].isin(names) & (found["part"] != "says")]
    rows = rows.assign(actor=[names[k] for k in rows["key"].tolist()])
    return rows[["text_index", "actor", "part", "form", "verb", "start", "end"]].reset_index(drop=True)


def shares_acted_upon(texts: Sequence[str], actor: str, known: pd.DataFrame | None = None) -> list[float]:
    """For each article the share of the actor's roles in which it is acted upon; nan where it has none.

    >>> shares_acted_upon(["The council closed the gate.", "Rain."], "gate")
    [1.0, nan]
    """
    import numpy as np

    found = roles_of(texts) if known is None else known
    rows = found[(found["key"] == fold(actor.lower())) & (found["part"] != "says")]
    of = np.bincount(rows["text_index"], minlength=len(texts))
    upon = np.bincount(rows.loc[rows["part"] == "acted upon", "text_index"], minlength=len(texts))
    return np.divide(upon, of, out=np.full(len(texts), np.nan), where=of > 0).tolist()


def left_out(texts: Sequence[str], known: pd.DataFrame | None = None) -> list[tuple[int, int]]:
    """(passives that do not say by whom, all that is acted upon) of each text, whoever it is.

    >>> left_out(["The gate was closed. The council evicted the tenants."])
    [(1, 2)]
    """
    import numpy as np

    found = roles_of(texts) if known is None else known
    upon = found[found["part"] == "acted upon"]
    passive = upon.loc[upon["form"] == PASSIVE, "text_index"]
    return list(zip(*(np.bincount(at, minlength=len(texts)).tolist() for at in (passive, upon["text_index"])),
                    strict=True))


def modifiers(texts: Iterable[str], actors: Sequence[str], known: Stretches | None = None):
    """Words that qualify the actors: DataFrame with text_index, actor, modifier (lower case), place (before: "the
    reckless council"; said of: "the council was reckless"), start, end (of modifier and actor together).

    Quotations are left out (`known`, where they are known): there it is the speaker who qualifies. Of 100 found in news
    and judged by hand, 96 were said of the actor.

    >>> modifiers(["The reckless council met."], ["council"])[["modifier", "place"]].values.tolist()
    [['reckless', 'before']]
    """
    import pandas as pd

    names = {fold(a.lower()): a for a in actors}
    begins = tuple(key[:-1] for key in names)  # a word begins as what it is folded to, but for the last letter
    rows = []
    for i, text in enumerate(texts):
        quoted = None
        for start, end in _lines_with(begins, text):
            if quoted is None:
                quoted = bytearray(len(text))
                for s, e in quotations(text) if known is None else known[i]:
                    quoted[s:e] = b"\1" * (e - s)
            found = [m for m in _WORD.finditer(text, start, end) if not quoted[m.start()]]
            for k, m in enumerate(found):
                low = m[0].lower()
                if low.startswith(begins) and (key := fold(low.removesuffix("'s").removesuffix("’s"))) in names:
                    rows += [(i, names[key], *one) for one in _modifiers(text, found, k)]
    return pd.DataFrame(rows, columns=["text_index", "actor", "modifier", "place", "start", "end"])


def _lines_with(words: Sequence[str], text: str) -> Iterator[tuple[int, int]]:
    """The lines in which one of some words stands: in few of an article's, as a rule."""
    at = 0
    for line in text.split("\n"):
        low = line.lower()
        if any(word in low for word in words):
            yield at, at + len(line)
        at += len(line) + 1


def _modifiers(text: str, found: list[re.Match[str]], k: int) -> list[tuple[str, str, int, int]]:
    out, actor = [], found[k]
    j = k - 1
    # titles stand between: "embattled Mayor Rook"
    while j > 0 and k - j <= 3 and found[j][0][0].isupper() and text[found[j].end() : found[j + 1].start()] == " ":
        j -= 1
    if j >= 0 and not _heads(text, found, k + 1) and text[found[j].end() : found[j + 1].start()] == " " and (
        _qualifies(found[j][0]) or _described(found, j)
    ):
        out.append((found[j][0].lower(), "before", found[j].start(), actor.end()))
    j = k + 1
    if j < len(found) and found[j][0].lower() in clause_words("link") and text[actor.end() : found[j].start()] == " ":
        j += 1
        while j < len(found) and (found[j][0].lower() in clause_words("degree") or found[j][0].endswith("ly")):
            j += 1
        if j < len(found) and _qualifies(found[j][0]):
            out.append((found[j][0].lower(), "said of", actor.start(), found[j].end()))
    return out


def _heads(text: str, found: list[re.Match[str]], k: int) -> bool:
    """Whether word k may be the noun before which the actor only stands: "vulnerable Senate Democrats", "federal law
    enforcement". Verbs in the past and small words are none."""
    if k >= len(found) or text[found[k - 1].end() : found[k].start()] != " ":
        return False
    word = found[k][0]
    return not word.islower() or not (past_form(word) or word in function_words() or word.endswith("ly"))


def _qualifies(word: str) -> bool:
    return word.islower() and word not in _stop() and len(word) > 3 and bool(_ADJECTIVE.search(word))


def _described(found: list[re.Match[str]], j: int) -> bool:
    """A participle that stands right behind a determiner describes ("the embattled"); elsewhere it is a verb."""
    word = found[j][0]
    before = found[j - 1][0].lower() if j > 0 else ""
    opens = before in clause_words("determiner") and before not in ("that", "this", "those")  # "that passed Congress"
    return opens and word.islower() and len(word) > 5 and bool(_PARTICIPLE.search(word))


@cache
def _stop() -> frozenset[str]:
    return function_words() | clause_words("link") | clause_words("degree") | clause_words("no quality")
