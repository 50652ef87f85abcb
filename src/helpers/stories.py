"""One story told by several articles: which facts stand where, which numbers are related, what changed.

Sentences are aligned by the rare words, names and numbers they share (tf-idf cosine within the story, as in
Barzilay and Elhadad, "Sentence alignment for monolingual comparable corpora", EMNLP 2003). An alignment says that
two sentences report the same thing; it does not say that they agree, or that either is true.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from helpers.aligning import ALIGNED, CANDIDATE, align
from helpers.ngrams import Text
from helpers.numerals import counted_as
from helpers.quantities import quantities
from helpers.slots import numbers
from helpers.statements import Voice
from helpers.versions import versions

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Text", "facts", "numbers", "versions"]

CHANCE = 0.2  # pairs of a lower score do not speak for one fact at all
TOGETHER = 0.6  # mean score between two groups of passages from which they tell one fact
MIN_MASS = 4.0  # weight of what a passage mentions, from which it is a fact: "He nodded." is none
SURE = 0.93  # from here on numbers that cannot both hold make two tellings differ
FULL_TABLE = 40  # articles up to which every fact has a row for every article


def facts(texts: Sequence[Text], voices: Mapping[str, Sequence[Voice]] | None = None) -> pd.DataFrame:
    """The facts of one story, as sentences aligned across its articles: a row for each fact and article.

    Columns: fact_id (numbered in order of first telling), article_id, start, end (the sentence; null where nothing
    stands), verdict, score (cosine with the closest telling of another article; null where nobody else tells it),
    candidate_start, candidate_end (a weak match to look at, not counted). Verdicts:

    * states; vaguer: gives no figure, or a loose one, where another gives an exact one, or far less than the fullest
      telling; differs: gives another figure for the same thing;
    * left_out; cut_off: not there, in an article that is not complete; unknown: there is a weak match (CANDIDATE to
      ALIGNED), or it is not known whether the article is complete and it has less than half the story's usual length.

    In stories of more than FULL_TABLE articles a fact that one article alone tells has that one row: every other
    article leaves it out, is cut off or unknown.
    """
    import pandas as pd

    units, near, mass = align(texts, voices, CHANCE)
    places = [u[:3] for u in units]
    clusters = _clusters(range(len(units)), [u.article for u in units], near)
    links: dict[int, list[tuple[int, float]]] = {}
    for (i, j), x in sorted(near.items()):
        links.setdefault(i, []).append((j, x))
        links.setdefault(j, []).append((i, x))
    middle = sorted(len(t.text) for t in texts)[len(texts) // 2] if texts else 0
    rows = []
    clusters = [c for c in clusters if len(c) > 1 or mass[c[0]] >= MIN_MASS]
    for fact, members in enumerate(clusters):
        tellers = _tellers(members, places, links)
        rows += [
            (fact, texts[a].article_id, *places[k][1:], verdict, score, None, None)
            for a, k, score, verdict in _verdicts(tellers, texts, places, mass)
        ]
        if len(tellers) == 1 and len(texts) > FULL_TABLE:
            continue
        weak = _weak(members, places, links)
        for a, t in enumerate(texts):
            if a not in tellers:
                rows.append((fact, t.article_id, None, None, *_absence(t, weak.get(a), places, middle)))
    columns = ["fact_id", "article_id", "start", "end", "verdict", "score", "candidate_start", "candidate_end"]
    out = pd.DataFrame(rows, columns=columns)
    for name in ("start", "end", "candidate_start", "candidate_end"):
        out[name] = out[name].astype("Int64")
    out["score"] = out["score"].astype(float)
    order = {t.article_id: k for k, t in enumerate(texts)}
    return out.sort_values(
        ["fact_id", "article_id"], key=lambda c: c.map(order) if c.name == "article_id" else c, ignore_index=True
    )


def _clusters(items: Sequence[int], article: Sequence[int], near: dict[tuple[int, int], float]) -> list[list[int]]:
    """Sentences that tell one fact: pairs of two articles are merged from the closest down, two groups only where
    they are close on average, so that a chain of chance matches does not tie a whole story together."""
    group = {k: [k] for k in items}
    for (i, j), x in sorted(near.items(), key=lambda p: (-p[1], p[0])):
        if x < ALIGNED:
            break
        a, b = group[i], group[j]
        if a is b or article[i] == article[j]:
            continue
        across = [near.get((min(p, q), max(p, q)), 0.0) for p in a for q in b if article[p] != article[q]]
        if sum(across) >= TOGETHER * len(across):
            merged = sorted(a + b)
            for k in merged:
                group[k] = merged
    return [members for k, members in group.items() if members[0] == k]


def _tellers(members: list[int], places: list, links: dict) -> dict[int, tuple[int, float | None]]:
    """article -> (its closest sentence to another article's telling, that score)."""
    inside = set(members)
    out: dict[int, tuple[int, float | None]] = {}
    for k in members:
        a = places[k][0]
        best = max((x for other, x in links.get(k, ()) if other in inside and places[other][0] != a), default=None)
        if a not in out or (best or 0) > (out[a][1] or 0):
            out[a] = (k, best)
    return out


def _verdicts(tellers: dict, texts: Sequence[Text], places: list, mass: dict[int, float]):
    """(article, sentence, score, verdict) for each article that tells the fact."""
    said = {}
    for a, (k, _) in tellers.items():
        _, s, e = places[k]
        said[a] = {
            (q["kind"], q["unit"], counted_as(q["about"])): q
            for q in quantities(texts[a].text[s:e])
            if q["kind"] not in ("date", "time")
        }
    fullest = max(mass[k] for k, _ in tellers.values())
    for a, (k, score) in tellers.items():
        verdict = "states"
        for b in tellers:
            if a == b or score is None:
                continue
            for thing, q in said[b].items():
                mine = said[a].get(thing)
                if q["approx"] != "exact":
                    continue
                if mine is None:
                    verdict = "vaguer" if not said[a] and score >= SURE and verdict == "states" else verdict
                elif mine["low"] > q["high"] or q["low"] > mine["high"]:
                    verdict = "differs" if score >= SURE and thing[2] else verdict
                elif mine["approx"] != "exact" and verdict == "states":
                    verdict = "vaguer"
        if verdict == "states" and len(tellers) > 1 and mass[k] < 0.4 * fullest:
            verdict = "vaguer"
        yield a, k, score, verdict


def _weak(members: list[int], places: list, links: dict) -> dict[int, tuple[int, float]]:
    """article -> (sentence, score) of its closest weak match with a fact."""
    out: dict[int, tuple[int, float]] = {}
    for k in members:
        for other, x in links.get(k, ()):
            a = places[other][0]
            if a != places[k][0] and CANDIDATE <= x and x > out.get(a, (0, 0.0))[1]:
                out[a] = (other, x)
    return out


def _absence(text: Text, weak: tuple[int, float] | None, places: list, usual: int):
    """(verdict, score, candidate_start, candidate_end) of an article that does not tell a fact."""
    if weak is not None:
        return "unknown", weak[1], *places[weak[0]][1:]
    if text.complete is False:
        return "cut_off", None, None, None
    if text.complete is None and len(text.text) < usual / 2:
        return "unknown", None, None, None
    return "left_out", None, None, None


