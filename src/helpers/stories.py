"""One story told by several articles: which facts stand where, which numbers are related, what changed.

Sentences are aligned by the rare words, names and numbers they share (tf-idf cosine within the story, as in
Barzilay and Elhadad, "Sentence alignment for monolingual comparable corpora", EMNLP 2003). An alignment says that
two sentences report the same thing; it does not say that they agree, or that either is true.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from helpers.ngrams import Text, stock_phrases, word_key
from helpers.numerals import counted_as, empty_words, stem
from helpers.quantities import quantities
from helpers.slots import numbers

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Text", "facts", "numbers", "versions"]

ALIGNED = 0.28  # cosine from which two sentences are counted as one fact
CANDIDATE = 0.20  # from here to ALIGNED a pair is shown as a candidate, and the verdict is unknown
NAME = 0.7  # weight of names beside other words
MIN_SHARED = 3  # words two sentences must share, however rare
SURE = 0.40  # from here on numbers that cannot both hold make two tellings differ
FULL_TABLE = 40  # articles up to which every fact has a row for every article
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*(?:[.,:]\d+)*")


def facts(texts: Sequence[Text]) -> pd.DataFrame:
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

    places = [(a, s, e) for a, t in enumerate(texts) for s, e in t.sentences]
    words = [_features(texts[a].text[s:e]) + _figures(texts[a].text[s:e]) for a, s, e in places]
    names = _names(texts, places)
    usable = [k for k, w in enumerate(words) if len(w) >= MIN_SHARED]
    near, mass = _similar([words[k] for k in usable], [places[k][0] for k in usable], names)
    near = {(usable[i], usable[j]): x for (i, j), x in near.items()}
    mass = dict(zip(usable, mass, strict=True))
    clusters = _clusters(usable, [p[0] for p in places], near)
    links: dict[int, list[tuple[int, float]]] = {}
    for (i, j), x in sorted(near.items()):
        links.setdefault(i, []).append((j, x))
        links.setdefault(j, []).append((i, x))
    middle = sorted(len(t.text) for t in texts)[len(texts) // 2] if texts else 0
    rows = []
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


def _features(sentence: str) -> list[str]:
    """The stems that say what a sentence is about; newsroom formulas and function words left out."""
    plain = " ".join(m[0].replace("’", "'") for m in _WORD.finditer(sentence)) + " "
    kept = stock_phrases().sub("", plain).split()
    return [stem(word_key(w)) for w in kept if w.casefold() not in empty_words()]


def _figures(sentence: str) -> list[str]:
    """Exact quantities with their noun, as one more word each: "412 homes" ties sentences that differ in the rest."""
    return [
        f"{q['value']:g} {q['unit']} {counted_as(q['about'])}"
        for q in quantities(sentence)
        if q["approx"] == "exact"
        and (q["value"] >= 13 or q["kind"] in ("measure", "money", "time"))
        and q["unit"] != "day"
    ]


def _names(texts: Sequence[Text], places: Sequence[tuple[int, int, int]]) -> frozenset[str]:
    """Stems that the story writes with a capital more often than not, the first words of sentences aside."""
    capital: Counter[str] = Counter()
    for a, s, e in places:
        for m in list(_WORD.finditer(texts[a].text, s, e))[1:]:
            capital[stem(word_key(m[0]))] += 1 if m[0][0].isupper() else -1
    return frozenset(w for w, n in capital.items() if n > 0)


def _similar(
    bags: Sequence[Sequence[str]], article: Sequence[int], names: frozenset[str]
) -> tuple[dict[tuple[int, int], float], list[float]]:
    """Cosines of CANDIDATE and more between sentences (i < j), and how much each sentence says.

    A word weighs the more the fewer sentences of an article use it, in the articles that use it at all: a name that
    every article gives once tells sentences apart as well as one that two articles give, and better than the name
    of the story's hero. Names count NAME of other words: two sentences on one person are not yet one fact.
    """
    import numpy as np
    from scipy.sparse import csr_matrix, triu

    df = Counter(w for bag in bags for w in set(bag))
    users: dict[str, set[int]] = {}
    for a, bag in zip(article, bags, strict=True):
        for w in bag:
            users.setdefault(w, set()).add(a)
    column = {w: k for k, w in enumerate(sorted(df))}
    usual = len(bags) / max(len(set(article)), 1) + 1
    idf = {
        w: max(float(np.log(usual * len(users[w]) / n)), 0.05) * (NAME if w in names else 1.0) for w, n in df.items()
    }
    rows, cols, data = [], [], []
    for r, bag in enumerate(bags):
        for w in sorted(set(bag)):
            rows.append(r)
            cols.append(column[w])
            data.append(idf[w])
    mass = [sum(idf[w] for w in sorted(set(bag))) for bag in bags]
    if not bags:
        return {}, mass
    x = csr_matrix((data, (rows, cols)), shape=(len(bags), len(column)))
    norm = np.sqrt(np.asarray(x.multiply(x).sum(axis=1)).ravel())
    unit = x.multiply(1 / np.maximum(norm, 1e-9)[:, None]).tocsr()
    binary = csr_matrix((np.ones(len(data)), (rows, cols)), shape=x.shape)
    cosine = triu(unit @ unit.T, 1).tocsr()
    shared = triu(binary @ binary.T, 1).tocsr()
    shared.data = (shared.data >= MIN_SHARED).astype(float)
    both = cosine.multiply(shared).tocoo()
    keep = both.data >= CANDIDATE
    pairs = zip(both.row[keep].tolist(), both.col[keep].tolist(), both.data[keep].tolist(), strict=True)
    return {(i, j): round(min(x, 1.0), 4) for i, j, x in sorted(pairs)}, mass


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
        total = sum(near.get((min(p, q), max(p, q)), 0.0) for p in a for q in b)
        if total >= ALIGNED * 0.75 * len(a) * len(b):
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
            if a != places[k][0] and x < ALIGNED and x > out.get(a, (0, 0.0))[1]:
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


def versions(old: Text, new: Text) -> pd.DataFrame:
    """What changed between two captures of one article, sentence by sentence; unchanged sentences are left out.

    Columns: kind (added, removed, changed), old_start, old_end, new_start, new_end (null on the side where nothing
    stands), numbers_changed (list of [old, new] expressions, an empty string where there was or is none).

    >>> a = Text("a", "a", None, None, None, "The sea took 300 homes.", ((0, 23),))
    >>> b = Text("b", "b", None, None, None, "The sea took 412 homes.", ((0, 23),))
    >>> versions(a, b)[["kind", "numbers_changed"]].values.tolist()
    [['changed', [['300 homes', '412 homes']]]]
    """
    import pandas as pd

    keys = [[" ".join(word_key(m[0]) for m in _WORD.finditer(t.text[s:e])) for s, e in t.sentences] for t in (old, new)]
    rows = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for i, j in _matched(keys[0][i1:i2], keys[1][j1:j2]):
            before = old.sentences[i1 + i] if i is not None else None
            after = new.sentences[j1 + j] if j is not None else None
            kind = "changed" if before and after else "removed" if before else "added"
            rows.append(
                (kind, *(before or (None, None)), *(after or (None, None)), _numbers_changed(old, before, new, after))
            )
    out = pd.DataFrame(rows, columns=["kind", "old_start", "old_end", "new_start", "new_end", "numbers_changed"])
    return out.astype(dict.fromkeys(["old_start", "old_end", "new_start", "new_end"], "Int64"))


def _matched(old: list[str], new: list[str]) -> list[tuple[int | None, int | None]]:
    """Pair replaced sentences in order where half of their words agree; the rest were removed or added."""
    out: list[tuple[int | None, int | None]] = []
    left = list(range(len(old)))
    for j, b in enumerate(new):
        ratios = [(difflib.SequenceMatcher(None, old[i].split(), b.split(), autojunk=False).ratio(), -i) for i in left]
        best = max(ratios, default=(0.0, 0))
        if best[0] >= 0.5:
            i = -best[1]
            out += [(k, None) for k in left if k < i]
            left = [k for k in left if k > i]
            out.append((i, j))
        else:
            out.append((None, j))
    return out + [(k, None) for k in left]


def _numbers_changed(old: Text, before: tuple[int, int] | None, new: Text, after: tuple[int, int] | None) -> list:
    """[old, new] expressions of the quantities in which two sentences differ, paired by what they are of."""
    sides = []
    for text, span in ((old, before), (new, after)):
        sentence = text.text[slice(*span)] if span else ""
        sides.append(
            [
                (q["kind"], q["unit"], q["value"], q["approx"], sentence[q["start"] : q["end"]])
                for q in quantities(sentence)
            ]
        )
    gone = [q for q in sides[0] if q[:4] not in [p[:4] for p in sides[1]]]
    come = [q for q in sides[1] if q[:4] not in [p[:4] for p in sides[0]]]
    out = []
    for q in gone:
        partner = next((p for p in come if p[:2] == q[:2]), None)
        if partner:
            come.remove(partner)
        out.append([q[4], partner[4] if partner else ""])
    return out + [["", p[4]] for p in come]
