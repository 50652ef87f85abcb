"""Which texts hold which words, and what of them is left out before: furniture, and runs of words that recur."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpers.choices.masking import OFTEN, furniture, without
from helpers.text.distinct import distinct
from helpers.text.terms import numbered_words

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_matrix

TOGETHER = 1_000  # texts whose words are sorted together
BLOCK = 1_000_000  # words whose runs are looked at together
RUN = 6  # words; a run that recurs in several articles is furniture or copy, not a choice of words
Spans = Sequence[Sequence[tuple[int, int, str]]]


@dataclass(frozen=True)
class Presence:
    """Which of some texts hold which words: `held` (texts x words, 0 and 1), outside runs that recur, which are `runs`
    with the number of texts that hold them."""

    held: csr_matrix
    words: list[str]
    runs: list[tuple[str, int]]


def presence(texts: Sequence[str]) -> Presence:
    """Which texts hold which words, counted once for any number of comparisons.

    Whether a run recurs is asked of both sides together: the answer must not depend on who is on which side,
    or the test would no longer be a fair one.

    >>> presence(["a red boat", "red"]).held.toarray().tolist()
    [[1.0, 1.0], [1.0, 0.0]]
    """
    return presence_of(*numbered_words(map(without, texts, furniture(texts))), len(texts))


def presence_of(ids: np.ndarray, home: np.ndarray, words: list[str], n: int) -> Presence:
    """`presence` of `n` texts whose words, without what is no prose, are numbered already (`terms.numbered_words`).

    >>> presence_of(*numbered_words(["a red boat", "red"]), 2).words
    ['red', 'boat']
    """
    import numpy as np
    from scipy.sparse import csr_matrix

    inside = np.zeros(len(ids), dtype=bool)
    if len(ids) >= RUN:
        # A cheap sieve before the sort: what recurs fills its bucket.
        often, bucket = max(OFTEN, n / 50), np.zeros(1 << 20, dtype=np.int64)
        for _, codes in _run_codes(ids):
            bucket += np.bincount((codes >> np.uint64(44)).astype(np.int64), minlength=len(bucket))
        found = []
        for at, codes in _run_codes(ids):
            one_text = home[at : at + len(codes)] == home[at + RUN - 1 : at + RUN - 1 + len(codes)]
            some = np.flatnonzero(one_text & (bucket[(codes >> np.uint64(44)).astype(np.int64)] >= often))
            found.append((some + at, codes[some]))
        whole, code = (np.concatenate(part) for part in zip(*found, strict=True))
        order = np.argsort(code, kind="stable")
        whole, c, h = whole[order], code[order], home[whole[order]]
        fresh = np.r_[True, (c[1:] != c[:-1]) | (h[1:] != h[:-1])][: len(whole)]
        group = np.cumsum(np.r_[True, c[1:] != c[:-1]][: len(whole)]) - 1
        texts_with = np.bincount(group, weights=fresh) if len(whole) else np.zeros(0)
        for at in whole[texts_with[group] >= often].tolist() if len(whole) else []:
            inside[at : at + RUN] = True
    columns, ends, until = array("i"), [np.zeros(1, np.int64)], np.searchsorted(home, np.arange(n + 1))
    for at in range(0, n, TOGETHER):
        upto = min(at + TOGETHER, n)
        own = slice(until[at], until[upto])
        left = ~inside[own]
        cells = distinct((home[own][left] - at).astype(np.int64) * len(words) + ids[own][left])
        columns.frombytes((cells % len(words)).astype(np.intc).tobytes())
        ends.append(ends[-1][-1] + np.cumsum(np.bincount(cells // len(words), minlength=upto - at)))
    cells = np.array(columns)
    held = csr_matrix((np.ones(len(cells), np.float32), cells, np.concatenate(ends)), shape=(n, len(words)))
    return Presence(held, words, _runs(inside, ids, home, words))


def _run_codes(ids) -> Iterator[tuple[int, np.ndarray]]:
    """(where it begins, a 64-bit number for each run of words), a block of words at a time: sums of odd multiples,
    wrapping round."""
    import numpy as np

    for at in range(0, len(ids) - RUN + 1, BLOCK):
        some = ids[at : at + BLOCK + RUN - 1].astype(np.uint64)
        code = np.zeros(len(some) - RUN + 1, dtype=np.uint64)
        for j in range(RUN):
            code = code * np.uint64(6364136223846793005) + some[j : len(some) - RUN + 1 + j]
            code ^= code >> np.uint64(29)
        yield at, code


def _runs(inside, ids, home, words) -> list[tuple[str, int]]:
    """The stretches marked `inside`, as text, with the number of texts that hold them."""
    import numpy as np

    holders: dict[str, set[int]] = {}
    marked = np.flatnonzero(inside)
    breaks = np.flatnonzero((np.diff(marked) > 1) | (np.diff(home[marked]) != 0)) + 1
    for part in np.split(marked, breaks) if len(marked) else []:
        holders.setdefault(" ".join(words[i] for i in ids[part]), set()).add(int(home[part[0]]))
    return sorted(((run, len(h)) for run, h in holders.items()), key=lambda rc: (-rc[1], rc[0]))
def holders(known: Presence, words: Sequence[str]) -> dict[str, list[int]]:
    """Which of the texts hold each of the words, as `distinctive_words` counts them: {word: indices of texts}.

    >>> holders(presence(["a red boat", "a blue boat"]), ["red", "boat"])
    {'red': [0], 'boat': [0, 1]}
    """
    x, at = known.held.tocsc(), {w: k for k, w in enumerate(known.words)}
    return {w: sorted(x[:, at[w]].nonzero()[0].tolist()) for w in words if w in at}


def masked(
    texts: Sequence[str], names: Sequence[str] = (), known: Presence | None = None, spans: Spans | None = None
):
    """What `distinctive_words` leaves out of these texts: what, why, articles, text_index, start, end, places.

    In: all texts compared, the names given as mask, and `presence` and `furniture` of the texts where these are known.
    `what` is the first
    such passage of its kind, `articles` the number of texts that hold it, numbers and capitals aside; runs of words and
    names have no passage (null). `places` has (text_index, start, end) of the first in each text; nothing for runs. The
    most frequent first.

    >>> pages = [f"Rain fell {where}, as foretold.\\nMore on gales" for where in ("here", "there", "in Fen")]
    >>> masked(pages)[["what", "why", "articles"]].values.tolist()
    [['More on gales', 'recurring line', 3]]
    """
    import pandas as pd

    held: dict[tuple[str, str], dict[int, tuple[int, int]]] = {}
    named: dict[str, list[tuple[int, int, int]]] = {n: [] for n in names}
    for i, (text, own) in enumerate(zip(texts, furniture(texts) if spans is None else spans, strict=True)):
        small = text.lower()
        for n, places in named.items():
            if (at := small.find(n.lower())) >= 0:
                places.append((i, at, at + len(n)))
        for start, end, why in own:
            kind = " ".join("#" if w.isdigit() else w for w in text[start:end].lower().split())
            if kind:  # an empty line holds nothing to leave out
                held.setdefault((why, kind), {}).setdefault(i, (start, end))
    rows = []
    for (why, _), where in held.items():
        i, (start, end) = next(iter(where.items()))
        rows.append((texts[i][start:end].strip(), why, len(where), i, start, end,
                     [(k, *at) for k, at in where.items()]))
    rows += [(run, "recurring run", n, None, None, None, []) for run, n in (known or presence(texts)).runs]
    rows += [(n, "name of an outlet", len(places), None, None, None, places) for n, places in named.items()]
    rows = sorted((r for r in rows if r[2]), key=lambda r: (-r[2], r[1], r[0]))
    return pd.DataFrame(rows, columns=["what", "why", "articles", "text_index", "start", "end", "places"])


def recurring_runs(texts: Sequence[str]) -> list[tuple[str, int]]:
    """What `distinctive_words` leaves out: stretches of six or more words that stand in three or more texts
    (and in one of fifty), with the number of texts that hold just this stretch; the most frequent first.

    >>> recurring_runs(["Rain. Follow us for more news on boats"] * 3)
    [('rain follow us for more news on boats', 3)]
    """
    return presence(texts).runs
