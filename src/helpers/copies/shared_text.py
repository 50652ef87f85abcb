"""Passages that articles share: statements that several quote, wire copy, carrier copies, newsroom formulas."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from helpers.facts.senses import roles
from helpers.numbers.numerals import empty_words
from helpers.text.gram_index import Index, nominated
from helpers.text.ngrams import WHOLE_COPY, WORD, N, Text, stock_words, within

if TYPE_CHECKING:
    import pandas as pd

MIN_WORDS = 8  # shortest shared passage
MIN_GRAMS = 3  # 5-grams two articles must share before they are compared: a passage in one piece has four
MIN_WIRE = 12  # shortest shared passage that is nobody's words and credited to nobody
MIN_OWN = 8  # words of the outlets' own, in every place, from which a passage with a quotation in it is not a statement
MIN_QUOTED = 7  # shortest statement, without the outlets' words at its edges
MIN_SAYS = 5  # content words, names and offices aside, from which a run shorter than MIN_WIRE says something
STRAY = 6  # words of another sentence at a passage's edge that agree by chance: fewer are dropped
MIN_COPY = 50  # words from which a text that stands in another is a copy of it, not a passage they share
KEPT = 5_000  # texts for which it is kept at hand who is quoted in them
MAX_EDIT = 3  # words that may differ between two runs of one lightly edited passage


class _Run(NamedTuple):
    """Words [a0, a1) of text a and [b0, b1) of text b are the same but for small edits; `same` words agree."""

    a: int
    a0: int
    a1: int
    b: int
    b0: int
    b1: int
    same: int


def shared_passages(
    texts: Sequence[Text],
    attributions: Mapping[str, Iterable[tuple[int, int]]] | None = None,
    story_of: Mapping[str, str] | None = None,
    index: Index | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> pd.DataFrame:
    """Exact and lightly edited text common to articles of different publishers, one row for each place.

    `attributions`: article_id -> (start, end) spans of what somebody is quoted or reported as saying; without it,
    what stands in quotation marks. `story_of`: article_id -> story, where more than one story is given. `index` is that
    of `texts`, where the caller has one; `progress` is told the share of the work that is done.

    Columns: passage (a number, in order of first appearance), article_id, start, end, kind. A passage has at least
    MIN_WORDS words that agree, with at most MAX_EDIT others in one place. Kinds: `carrier`, one article is a whole
    copy of the other; `stock_phrase`, little but newsroom formulas, or standing in three or more stories;
    `statement`, somebody's words in every place; `wire`, the rest, also where the outlets introduce a quotation
    in the same words (MIN_OWN) or indirect speech in any, for those are a reporter's words. Wire copy counts where
    it is MIN_WIRE words long, or says something (MIN_SAYS) and an article credits an agency or the same two
    articles share other such text; other runs in the outlets' own voice are no evidence of copying and are left
    out. Two articles of one outlet are not compared.
    """
    import pandas as pd

    indexed = index or Index(texts)
    runs, whole = _all_runs(texts, indexed, lambda share: progress(0.7 * share))
    groups = _grouped(runs)

    @lru_cache(KEPT)
    def voiced(k: int) -> list[tuple[int, int]]:
        """What is said in a text, by attributions and by quotation marks."""
        return [*(_said(texts[k], attributions) if attributions is not None else ()), *quoted(k)]

    @lru_cache(KEPT)
    def quoted(k: int) -> list[tuple[int, int]]:
        return _said(texts[k], None)

    rows = []
    for done, members in enumerate(groups):
        progress(0.7 + 0.3 * done / len(groups))
        pairs = {(r.a, r.b) for r in members}
        spans = [
            (k, *_tidied(texts[k], int(indexed.places(k).starts[s]), int(indexed.places(k).ends[e - 1])))
            for k, s, e in _places(members)
        ]
        stories = {story_of.get(texts[k].article_id) for k, _, _ in spans} if story_of else set()
        agreed = max(r.same for r in members)
        if pairs & whole:
            kind = "carrier"
        elif len(stories) >= 3 or all(agreed - stock_words(texts[k].text[s:e]) < MIN_WORDS for k, s, e in spans):
            kind = "stock_phrase"
        elif (
            all(_covered(s, e, voiced(k)) >= 0.5 for k, s, e in spans)
            and min(_own_words(texts[k].text, s, e, voiced(k)) for k, s, e in spans)
            < (MIN_OWN if any(_covered(s, e, quoted(k)) >= 0.5 for k, s, e in spans) else 2)
        ):
            kind = "statement"
            spans = [(k, *_within(s, e, voiced(k))) for k, s, e in spans]
            if min(len(WORD.findall(texts[k].text, s, e)) for k, s, e in spans) < MIN_QUOTED:
                continue
        else:
            kind = "wire"
            spans = [(k, *_rounded(texts[k], s, e)) for k, s, e in spans]
        rows.append((kind, agreed, pairs, spans))
    # A short run counts as wire copy only beside other evidence that the two share a text.
    wired = {p for kind, n, pairs, _ in rows if kind == "wire" and n >= MIN_WIRE for p in pairs}
    out = []
    for kind, n, pairs, spans in rows:
        credited = any(texts[k].origin for k, _, _ in spans)
        says = all(_says(texts[k].text[s:e]) >= MIN_SAYS for k, s, e in spans)
        if kind != "wire" or n >= MIN_WIRE or (says and (credited or pairs & wired)):
            out.append((min(spans), kind, spans))
    out.sort()
    table = [(n, texts[k].article_id, s, e, kind) for n, (_, kind, spans) in enumerate(out) for k, s, e in spans]
    return pd.DataFrame(table, columns=["passage", "article_id", "start", "end", "kind"])


def _said(text: Text, attributions: Mapping[str, Iterable[tuple[int, int]]] | None) -> list[tuple[int, int]]:
    from helpers.spans import quotations

    return sorted(quotations(text.text) if attributions is None else attributions.get(text.article_id, ()))


def _rounded(text: Text, start: int, end: int) -> tuple[int, int]:
    """[start, end) with the rest of its last sentence where that is short: an edited end is still copy."""
    k = bisect_right(text.sentences, (end - 1, len(text.text))) - 1
    if k < 0:
        return start, end
    s, e = text.sentences[k]
    rest, whole = (len(WORD.findall(text.text, x, e)) for x in (end, s))
    return start, e if start <= s and 0 < rest < STRAY and 4 * rest <= whole else end


def _own_words(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> int:
    """How many words of [start, end) stand outside `spans`."""
    spans = list(spans)
    return sum(not any(s <= m.start() < e for s, e in spans) for m in WORD.finditer(text, start, end))


def _says(passage: str) -> int:
    """How many of its words are neither function words nor part of a name or of somebody's office."""
    return sum(
        m[0].casefold() not in empty_words() and m[0].casefold() not in roles() and m[0][0].islower()
        for m in WORD.finditer(passage)
    )


def _covered(start: int, end: int, spans: Iterable[tuple[int, int]]) -> float:
    """The share of [start, end) that lies in `spans`, which may overlap."""
    at, inside = start, 0
    for s, e in spans:
        s, e = max(s, at), min(e, end)
        if s < e:
            inside, at = inside + e - s, e
    return inside / max(end - start, 1)


def _within(start: int, end: int, spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """[start, end) without what lies outside `spans` at its edges: "…, the mayor said" is no part of a statement."""
    inside = [(max(s, start), min(e, end)) for s, e in spans if s < end and e > start]
    return min(s for s, _ in inside), max(e for _, e in inside)


def _tidied(text: Text, start: int, end: int) -> tuple[int, int]:
    """[start, end) without fewer than STRAY words of another sentence at its edges, or a line of credit."""
    first = bisect_right(text.sentences, (start, len(text.text))) - 1
    last = bisect_right(text.sentences, (end - 1, len(text.text))) - 1
    if 0 <= first < last:
        if len(text.text[start : text.sentences[first][1]].split()) < STRAY:
            start = text.sentences[first + 1][0]
        at, before = text.sentences[last][0], text.sentences[last - 1][1]
        n = len(WORD.findall(text.text, at, end))
        if n < STRAY or n - stock_words(text.text[at:end]) < 2:
            end = max(before, start + 1)
    return start, end


def _all_runs(
    texts: Sequence[Text], indexed: Index, progress: Callable[[float], None]
) -> tuple[list[_Run], set[tuple[int, int]]]:
    """The common runs of all pairs of articles of different publishers, and which pairs are whole copies."""
    runs, whole = [], set()
    known: dict[tuple, tuple] = {}
    publisher = [known.setdefault(p, p) for p in ((t.outlet, t.carrier) for t in texts)]
    here, text_b = -1, None
    near = nominated(
        map(indexed.grams, range(len(texts))), lambda i, j, count: count >= MIN_GRAMS, indexed.folder, progress
    )
    for b, a in ((b, a) for i, j, _ in near for b, a in zip(i.tolist(), j.tolist(), strict=True)):
        if publisher[a][0] is not None and publisher[a] == publisher[b]:
            continue
        if b != here:  # the pairs come in order of b
            here, text_b = b, _Sorted.of(indexed.grams(b))
        grams_a = indexed.grams(a)
        found = _pair_runs(a, grams_a, b, text_b)
        runs += found
        shorter = min(len(grams_a), len(text_b.grams))
        if shorter >= MIN_COPY and sum(r.same for r in found) >= WHOLE_COPY * shorter:
            whole.add((a, b))
    return runs, whole


class _Sorted(NamedTuple):
    """The 5-grams of a text, and the same in order, with the place of each."""

    grams: list[int]
    ordered: np.ndarray
    places: np.ndarray

    @classmethod
    def of(cls, grams: np.ndarray) -> _Sorted:
        places = np.argsort(grams, kind="stable")
        return cls(grams.tolist(), grams[places], places)


def _pair_runs(a: int, grams_a: np.ndarray, b: int, text_b: _Sorted) -> list[_Run]:
    """Maximal common runs of two texts, joined across small edits, with at least MIN_WORDS words that agree."""
    joined: list[_Run] = []
    own, others = grams_a.tolist(), text_b.grams
    common = np.flatnonzero(within(grams_a, text_b.ordered))
    firsts, lasts = (np.searchsorted(text_b.ordered, grams_a[common], side) for side in ("left", "right"))
    end = 0
    for k, first, last in zip(common.tolist(), firsts.tolist(), lasts.tolist(), strict=True):
        if k < end:
            continue
        best, at = 0, 0
        for p in text_b.places[first:last].tolist():
            n = 1
            while k + n < len(own) and p + n < len(others) and own[k + n] == others[p + n]:
                n += 1
            if n > best:
                best, at = n, p
        words, end = best + N - 1, k + best
        last = joined[-1] if joined else None
        if last and 0 <= k - last.a1 <= MAX_EDIT and 0 <= at - last.b1 <= MAX_EDIT:
            joined[-1] = last._replace(a1=k + words, b1=at + words, same=last.same + words)
        else:
            joined.append(_Run(a, k, k + words, b, at, at + words, words))
    return [r for r in joined if r.same >= MIN_WORDS]


def _grouped(runs: list[_Run]) -> list[list[_Run]]:
    """Group runs into passages: two belong together where they cover, in one article, half of the longer place."""
    parent = list(range(len(runs)))

    def root(k: int) -> int:
        while parent[k] != k:
            parent[k] = k = parent[parent[k]]
        return k

    by_text: dict[int, list[tuple[int, int, int]]] = {}
    for k, r in enumerate(runs):
        by_text.setdefault(r.a, []).append((r.a0, r.a1, k))
        by_text.setdefault(r.b, []).append((r.b0, r.b1, k))
    for places in by_text.values():
        places.sort()
        for n, (s, e, k) in enumerate(places):
            for s2, e2, k2 in places[n + 1 :]:
                if s2 >= e:
                    break
                if min(e, e2) - s2 >= 0.5 * max(e - s, e2 - s2):
                    low, high = sorted((root(k), root(k2)))
                    parent[high] = low
    groups: dict[int, list[_Run]] = {}
    for k, r in enumerate(runs):
        groups.setdefault(root(k), []).append(r)
    return list(groups.values())


def _places(members: Iterable[_Run]) -> list[tuple[int, int, int]]:
    """(text, first word, end) of a passage, overlapping places of one text joined, in order."""
    out: list[tuple[int, int, int]] = []
    for k, s, e in sorted({(r.a, r.a0, r.a1) for r in members} | {(r.b, r.b0, r.b1) for r in members}):
        if out and out[-1][0] == k and s < out[-1][2]:
            out[-1] = (k, out[-1][1], max(e, out[-1][2]))
        else:
            out.append((k, s, e))
    return out
