"""What an article gives room, and where: share of its sentences per subject, the lead, the order; and its own voice."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from helpers import lists
from helpers.spans import sentences
from helpers.text.quotes import quotations
from helpers.text.terms import content_terms, fold

LEAD = 2  # sentences
COLUMNS = ["text_index", "subject", "sentences", "of", "share", "in_lead", "first"]


def subjects(texts: Sequence[str], names: Sequence[str]):
    """How much of each article goes to each subject: DataFrame with text_index, subject, sentences (that name it), of
    (sentences), share, in_lead (whether one of the first two names it), first (where it is first named: 0 the
    first sentence, 1 the last; nan where never).

    >>> t = "Rain fell. The ferry waited. The ferry left."
    >>> subjects([t], ["ferries"]).round(2).values.tolist()
    [[0, 'ferries', 2, 3, 0.67, True, 0.5]]
    """
    import pandas as pd

    rows = []
    for i, text in enumerate(texts):
        cut = _sentences(text)
        n = len(cut)
        for name, at in _named(text, cut, names).items():
            first = (at[0] / (n - 1) if n > 1 else 0.0) if at else math.nan
            rows.append((i, name, len(at), n, len(at) / n if n else math.nan, bool(at and at[0] < LEAD), first))
    return pd.DataFrame(rows, columns=COLUMNS)


def naming(texts: Sequence[str], names: Sequence[str]):
    """Every sentence that names a subject: DataFrame with text_index, subject, number (of the sentence), start, end.

    >>> naming(["Rain fell. The ferry waited."], ["ferries"]).values.tolist()
    [[0, 'ferries', 1, 11, 28]]
    """
    import pandas as pd

    rows = []
    for i, text in enumerate(texts):
        cut = _sentences(text)
        named = _named(text, cut, names)
        rows += [(i, name, k, *span) for k, span in enumerate(cut) for name in named if k in named[name]]
    return pd.DataFrame(rows, columns=["text_index", "subject", "number", "start", "end"])


def _named(text: str, cut: Sequence[tuple[int, int]], names: Sequence[str]) -> dict[str, list[int]]:
    """The sentences, by number, in which all words of each name stand, plurals folded."""
    plain = text.lower().replace("’", "'")
    if len(plain) != len(text):  # a few letters have no small form of one letter
        plain = text
    known: dict[int, set[str]] = {}
    out: dict[str, list[int]] = {}
    for name in names:
        wanted = {fold(w) for w in name.lower().replace("’", "'").split()}
        at = out.setdefault(name, [])
        # What a word is folded to begins as the word does, but for its last letter: a quick look before reading.
        begins = [w[:-1] for w in wanted]
        if plain is not text and not all(b in plain for b in begins):
            continue
        for k, (start, end) in enumerate(cut):
            if plain is text or all(plain.find(b, start, end) >= 0 for b in begins):
                if k not in known:
                    known[k] = set(content_terms(text[start:end]))
                if wanted <= known[k]:
                    at.append(k)
    return out


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
