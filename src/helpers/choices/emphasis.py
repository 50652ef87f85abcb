"""What an article gives room, and where: share of its sentences per subject, the lead, the order; and its own voice."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from helpers import lists
from helpers.spans import sentences
from helpers.text.quotes import quotations
from helpers.text.terms import content_terms, fold

LEAD = 2  # sentences
COLUMNS = ["text_index", "subject", "sentences", "of", "share", "in_lead", "first"]


Named = Sequence[Mapping[str, Sequence[int]]]


def subjects(texts: Sequence[str], names: Sequence[str], known: Named | None = None):
    """How much of each article goes to each subject: DataFrame with text_index, subject, sentences (that name it), of
    (sentences), share, in_lead (whether one of the first two names it), first (where it is first named: 0 the
    first sentence, 1 the last; nan where never). `known`: what `named` found, where that is known.

    >>> t = "Rain fell. The ferry waited. The ferry left."
    >>> subjects([t], ["ferries"]).round(2).values.tolist()
    [[0, 'ferries', 2, 3, 0.67, True, 0.5]]
    """
    import pandas as pd

    rows = []
    for i, (text, own) in enumerate(zip(texts, named(texts, names) if known is None else known, strict=True)):
        n = len(_sentences(text))
        for name in names:
            at = own[name]
            first = (at[0] / (n - 1) if n > 1 else 0.0) if at else math.nan
            rows.append((i, name, len(at), n, len(at) / n if n else math.nan, bool(at and at[0] < LEAD), first))
    return pd.DataFrame(rows, columns=COLUMNS)


def naming(texts: Sequence[str], names: Sequence[str], known: Named | None = None):
    """Every sentence that names a subject: DataFrame with text_index, subject, number (of the sentence), start, end.

    `known` as for `subjects`.

    >>> naming(["Rain fell. The ferry waited."], ["ferries"]).values.tolist()
    [[0, 'ferries', 1, 11, 28]]
    """
    import pandas as pd

    rows = []
    for i, (text, own) in enumerate(zip(texts, named(texts, names) if known is None else known, strict=True)):
        cut = _sentences(text)
        places = sorted((k, n) for n, name in enumerate(names) for k in own[name])
        rows += [(i, names[n], k, *cut[k]) for k, n in places]
    return pd.DataFrame(rows, columns=["text_index", "subject", "number", "start", "end"])


def named(texts: Sequence[str], names: Sequence[str]) -> list[dict[str, list[int]]]:
    """For each text the sentences, by number, in which all words of each name stand, plurals folded.

    >>> named(["Rain fell. The ferry waited."], ["ferries", "boat"])
    [{'ferries': [1], 'boat': []}]
    """
    wanted = {name: {fold(w) for w in name.lower().replace("’", "'").split()} for name in names}
    return [_named(text, wanted) for text in texts]


def _named(text: str, names: Mapping[str, set[str]]) -> dict[str, list[int]]:
    cut, plain = _sentences(text), text.lower().replace("’", "'")
    starts, known = [start for start, _ in cut], {}
    out: dict[str, list[int]] = {}
    for name, words in names.items():
        at = range(len(cut))
        # What a word is folded to begins as the word does, but for its last letter: a quick look before reading.
        longest = max(words, key=len, default="")[:-1]
        if longest and len(plain) == len(text):  # a few letters have no small form of one letter
            at = sorted({bisect_right(starts, place) - 1 for place in _places(longest, plain)} - {-1})
        out[name] = []
        for k in at:
            if k not in known:
                known[k] = set(content_terms(text[slice(*cut[k])]))
            if words <= known[k]:
                out[name].append(k)
    return out


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


@lru_cache(maxsize=50_000)  # every table of a chapter asks for the same texts again
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentences(text))


def claims(text: str, attributed: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int, str]]:
    """The sentences of an article: (start, end, voice).

    In: a text, and the passages of it that are ascribed to somebody. `voice` is attributed (an ascribed passage or a
    quotation stands in it), or else, in the outlet's own voice, hedged, certain ("clearly", "of course") or plain; a
    sentence with both kinds of words is hedged. Of 40 sentences each in news, judged by hand, 39 called hedged and 36
    called certain were so.

    >>> [voice for _, _, voice in claims("It may rain. It clearly rained. It rained. “Rain!” she said.")]
    ['hedged', 'certain', 'plain', 'attributed']
    """
    spans, out = bytearray(len(text)), []
    for s, e in (*quotations(text), *attributed):
        spans[s:e] = b"\1" * len(spans[s:e])
    for start, end in _sentences(text):
        if spans.find(1, start, end) >= 0:
            voice = "attributed"
        else:
            voice = next((kind for kind, p in _certainty() if p.search(text, start, end)), "plain")
        out.append((start, end, voice))
    return out


@cache
def _certainty() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(kind, expression) for the rows of data/certainty.csv, hedges first."""
    rows = lists.rows("certainty.csv")
    # "May" with a capital inside a sentence is a month; at its start it is rare either way.
    return tuple((r["kind"], re.compile(rf"\b(?:{'|'.join(map(_phrase, r['words'].split(';')))})\b")) for r in rows)


def _phrase(words: str) -> str:
    first = words[0]
    start = first if words in ("may", "might") else f"[{first}{first.upper()}]"
    return start + re.escape(words[1:])
