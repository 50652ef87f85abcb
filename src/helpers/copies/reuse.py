"""Text that stands in more than one article: reprints, whole copies, shared passages.

Copies are found by the word 5-grams two articles have in common, through an index of all 5-grams, so the
cost grows with the text and not with the square of the number of articles. The measure is *containment*
(Broder, "On the resemblance and containment of documents", 1997), not resemblance: a wire story embedded in a
longer article is contained in it whole, however much else stands around it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from helpers.copies.shared_text import MIN_WORDS, shared_passages
from helpers.text.gram_index import Index, candidates
from helpers.text.ngrams import WHOLE_COPY, WORD, N, Text, runs, within, word_key

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MIN_WORDS",
    "Text",
    "default_rank",
    "duplicates",
    "found_reprints",
    "reprints",
    "shared_passages",
    "word_key",
]

COLUMNS = ["article_id", "of_article_id", "share", "spans"]
REPORTED = 0.10  # below this, two articles on one event share little but one quoted statement
MIN_GRAMS = 4  # 5-grams two articles must share at least, so that a stub is not its one formula


def reprints(
    texts: Sequence[Text], at_least: float = REPORTED, index: Index | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> pd.DataFrame:
    """Text of one article standing in another, in part or whole.

    Columns: article_id (the shorter of the two, by words), of_article_id, share (of the shorter one's word 5-grams
    that stand in the other, 0 to 1), spans (list of [start, end] in article_id's text). Word 5-grams ignore case,
    punctuation, accents, quotation marks and British or American spelling. Pairs below `at_least` are left out: of
    articles that tell one event in their own words, those that quote the same statement reach a few per cent.
    Word-for-word copies of one text are listed against the first of them only, so that n copies make n - 1 rows.
    `index` is that of `texts`, where the caller has one; `progress` is told the share of the work that is done, once
    the texts have been read. `found_reprints` gives the rows one at a time.

    >>> t = [Text(i, i, None, None, None, "The sea came in by night and took the fish with it.", ()) for i in "ab"]
    >>> reprints(t)[["article_id", "of_article_id", "share"]].values.tolist()
    [['b', 'a', 1.0]]
    """
    import pandas as pd

    found = found_reprints(texts, at_least, index, progress)
    return pd.DataFrame(found, columns=COLUMNS)


def found_reprints(
    texts: Sequence[Text], at_least: float = REPORTED, index: Index | None = None,
    progress: Callable[[float], None] = lambda share: None,
) -> Iterator[tuple[str, str, float, list[list[int]]]]:
    """The rows of `reprints`, as they are found: of many their spans are not kept in memory."""
    index, length = index or Index(texts), np.zeros(len(texts), int)
    first: dict[bytes, int] = {}
    copy_of: dict[int, int] = {}

    def grams() -> Iterator[np.ndarray]:
        for k in range(len(texts)):
            own = index.grams(k)
            length[k] = len(own)
            if len(own):
                copy_of[k] = first.setdefault(hashlib.blake2b(own.tobytes(), digest_size=16).digest(), k)
            yield own if copy_of.get(k) == k else own[:0]

    # The index may undercount (repeats, crowds), so it only nominates; the share is then counted in full.
    near = lambda i, j, count: count >= at_least / 2 * np.minimum(length[i], length[j])  # noqa: E731
    i, j, _ = candidates(grams(), near, index.folder, lambda share: progress(share / 2))
    swap = length[i] >= length[j]
    short, long = np.where(swap, j, i), np.where(swap, i, j)
    copies = np.array([(k, of) for k, of in copy_of.items() if k != of], int).reshape(-1, 2)
    short, long = np.r_[copies[:, 0], short], np.r_[copies[:, 1], long]
    order = np.lexsort((long, short))
    own, here = np.zeros(0, np.uint64), -1
    for done, k in enumerate(order):
        progress(0.5 + done / len(order) / 2)
        a, b = int(short[k]), int(long[k])
        if a != here:
            own, here = index.grams(a), a
        mask = within(own, np.sort(index.grams(b)))
        share = float(mask.mean())
        if share >= at_least and mask.sum() >= MIN_GRAMS:
            x = index.places(a)
            spans = [[int(x.starts[s]), int(x.ends[e - 1])] for s, e in runs(mask)]
            yield texts[a].article_id, texts[b].article_id, round(share, 4), spans


def standing_in(texts: Sequence[Text], at_least: float) -> list[tuple[int, int]]:
    """The pairs of `reprints`, by number, of so few texts that each is compared with each, without an index.

    >>> t = [Text(i, i, None, None, None, "The sea came in by night and took the fish with it.", ()) for i in "ab"]
    >>> standing_in(t, REPORTED)
    [(1, 0)]
    """
    words = [tuple(map(word_key, WORD.findall(t.text))) for t in texts]
    grams = [list(zip(*(own[k:] for k in range(N)), strict=False)) for own in words]
    different = [set(own) for own in grams]
    first: dict[tuple, int] = {}
    out = []
    for b, own in enumerate(grams):
        if (same := first.setdefault(words[b], b)) != b:
            out += [(b, same)] if len(own) >= MIN_GRAMS else []
            continue
        for a in sorted(first.values())[:-1]:
            short, long = (a, b) if len(grams[a]) < len(own) else (b, a)
            enough = at_least / 2 * len(grams[short])
            if len(different[a]) < enough or len(different[a] & different[b]) < max(enough, 1):
                continue
            hits = sum(gram in different[long] for gram in grams[short])
            if hits >= MIN_GRAMS and hits / len(grams[short]) >= at_least:
                out.append((short, long))
    return sorted(out)


def default_rank(text: Text) -> tuple:
    """Which of several copies to count, best first.

    1. whole before cut off; 2. outlet known; 3. on the pages of who made it, before carriers and those that credit an
    agency or another publisher; 4. the earliest day (unknown last); 5. the longest, since later versions of one day
    keep what the first one said. What then is still equal, the caller decides.
    """
    return (
        text.complete is False, text.outlet is None, second_hand(text), text.published or "9", -len(text.text),
    )  # fmt: skip


def second_hand(text: Text) -> bool:
    """Whether somebody else made the article: it is carried, or credited to another than its outlet.

    >>> made = [("Gull", "Gull Press"), ("The Gull", "gull"), ("Gull", "Tern"), (None, "Tern"), ("Gull", None)]
    >>> [second_hand(Text("a", "a", outlet, None, None, "", (), origin=origin)) for outlet, origin in made]
    [False, False, True, True, False]
    """
    if text.carrier is not None:
        return True
    outlet, origin = (re.sub(r"^the\s+|[\W_]", "", (name or "").casefold()) for name in (text.outlet, text.origin))
    return bool(origin) and not (outlet and (outlet.startswith(origin) or origin.startswith(outlet)))


def duplicates(
    texts: Iterable[Text], reprints: pd.DataFrame, rank: Callable[[Text], tuple] = default_rank
) -> dict[str, str]:
    """article_id -> the article_id that is counted in its place; only copies have an entry. `texts` are gone through
    once: those at least that `reprints` (its first three columns) lists as copies.

    Two articles are copies where at least WHOLE_COPY of the shorter one's 5-grams stand in the other (so a stub is a
    copy of its full article). Articles are taken in the order of `rank` (smaller is better, the input's order where
    equal): one that copies an article already counted is its duplicate. A brief that two different longer articles
    contain makes neither of them a copy of the other.

    >>> words = "The sea came in by night and took the fish with it."
    >>> t = [Text("a", "a", None, None, None, words, ()), Text("b", "b", "Gull", None, None, words, ())]
    >>> duplicates(t, reprints(t))
    {'a': 'b'}
    """
    ranked, length = [], {}
    for k, t in enumerate(texts):
        ranked.append((rank(t), k, t.article_id))
        length[t.article_id] = len(t.text)
    whole = reprints[reprints["share"] >= WHOLE_COPY]
    pairs = list(zip(whole["article_id"], whole["of_article_id"], whole["share"], strict=True))
    # Word-for-word copies are listed against the first of them alone; they stand for one another.
    same = {a: b for a, b, share in pairs if share == 1.0 and abs(length[a] - length[b]) < 0.02 * length[b]}
    root = {name: same.get(name, name) for name in length}
    near: dict[str, set[str]] = {}
    for a, b, _ in pairs:
        near.setdefault(root[a], {root[a]}).add(root[b])
        near.setdefault(root[b], {root[b]}).add(root[a])
    counted: dict[str, tuple[int, str]] = {}  # root -> the article counted for it, by rank
    out: dict[str, str] = {}
    for place, (_, _, name) in enumerate(sorted(ranked)):
        links = near.get(root[name], ())
        best = min((counted[c] for c in links if c in counted), default=None)
        if best is not None:
            out[name] = best[1]
        elif links:
            counted[root[name]] = place, name
    return out
