"""Proposing rival labels from the articles themselves, in a part of them that no test will see again.

Whoever looks for the words that differ most and then tests these very words on the same articles finds something
every time. So articles are parted by a hash of their text: one part proposes, the other tests.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from helpers.choices.labels import rival_labels
from helpers.choices.masking import furniture, without
from helpers.significance import fisher_p
from helpers.text.many import Chosen, Joined
from helpers.text.terms import WordNumbers, fold, function_words, numbered_words

if TYPE_CHECKING:
    import numpy as np

PART = 3  # one article in three proposes
HOLDERS = 3  # articles of the proposing part at least that hold a label in a shared place
PLACES = 2  # different slots at least that two words share
MOST = 10  # proposals that are tested; more would cost power
APART = 0.25  # rivals are chosen between: of the articles with either, at most so many hold both


def proposing(text: str) -> bool:
    """Whether an article belongs to the part that proposes: a fixed third of all texts.

    >>> sum(map(proposing, map(str, range(300)))) in range(80, 121)
    True
    """
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:4], "big") % PART == 0


def propose(texts_a: Sequence[str], texts_b: Sequence[str], most: int = MOST, known: WordNumbers | None = None):
    """Pairs of words that stand in the same places on both sides and seem to be chosen differently.

    In: articles of two sides. Out: DataFrame with label, rival, place (the head both stand before, or a slot both
    fill), places (how many), k_a, k_b (articles of side A, B with the label), r_a, r_b (with the rival); the most
    different first, each word once. Nothing here is tested: see `proposed_labels`. `known`: numbers of words that were
    met before.

    >>> a = [f"The {w} moor" for w in ("wet", "old", "far", "big")]
    >>> propose(a, a).empty
    True
    """
    import pandas as pd

    texts, n_a, known = Joined(texts_a, texts_b), len(texts_a), WordNumbers() if known is None else known
    rivals = {pair: at for pair, at in _rivals(_places(texts, known)).items() if _share_enough(at)}
    holders = _holders(texts, {w for pair in rivals for w in pair}, known)
    on_a = {w: sum(i < n_a for i in held) for w, held in holders.items()}
    rows = []
    for (u, v), at in rivals.items():
        a, b = ((on_a[w], len(holders[w]) - on_a[w]) for w in (u, v))
        if fold(u) == fold(v) or len(holders[u] & holders[v]) > APART * len(holders[u] | holders[v]):
            continue
        if a[0] + b[0] and a[1] + b[1]:
            rows.append((fisher_p(a[0], a[0] + b[0], a[1], a[1] + b[1]), u, v, min(at, key=_plainest), len(at), *a, *b))
    rows.sort()
    out, used = [], set()
    for _, u, v, *rest in rows:
        if not {u, v} & used and len(out) < most:
            used |= {u, v}
            out.append((u, v, *rest))
    return pd.DataFrame(out, columns=["label", "rival", "place", "places", "k_a", "k_b", "r_a", "r_b"])


def proposed_labels(
    texts_a: Sequence[str], texts_b: Sequence[str], name_a: str = "A", name_b: str = "B",
    known: WordNumbers | None = None,
):
    """Rival labels proposed by a third of the articles and tested on the others.

    In: articles of two sides. Out: what `labels.rival_labels` gives for the proposals, with the column `place`; empty
    where nothing is proposed. `n_a` and `n_b` count testing articles alone.

    >>> proposed_labels(["The wet moor"], ["The old moor"]).empty
    True
    """
    (own_a, left_a), (own_b, left_b) = _parted(texts_a), _parted(texts_b)
    found = propose(own_a, own_b, known=known)
    pairs = list(zip(found["label"], found["rival"], strict=True))
    tested = rival_labels(left_a, left_b, pairs, name_a, name_b)
    return tested.assign(place=found["place"].tolist())


def _parted(texts: Sequence[str]) -> tuple[Chosen, Chosen]:
    """(the texts that propose, those that test)."""
    proposes = [proposing(t) for t in texts]
    return tuple(Chosen(texts, [k for k, own in enumerate(proposes) if own == part]) for part in (True, False))


def _plainest(place: str) -> tuple[bool, str]:
    return not place.startswith("… "), place


def _share_enough(places: list[str]) -> bool:
    """A head says that two words rival; a slot only together with another."""
    return len(places) >= PLACES or any(p.startswith("… ") for p in places)


def _holders(texts: Sequence[str], wanted: set[str], numbers: WordNumbers) -> dict[str, set[int]]:
    """{word: the texts that hold it} of some words."""
    import numpy as np

    ids, home, words = numbered_words(texts, numbers)
    known = np.array([w in wanted for w in words], dtype=bool)[ids] if words else np.zeros(0, dtype=bool)
    holders: dict[str, set[int]] = {w: set() for w in wanted}
    for i, k in np.unique(np.stack([ids[known], home[known]], axis=1), axis=0).tolist():
        holders[words[i]].add(k)
    return holders


def _places(texts: Sequence[str], numbers: WordNumbers) -> dict[str, list[str]]:
    """{place: the words that several articles have there}: before a head ("… immigrants"), between two words
    ("the … of")."""
    import numpy as np

    ids, home, words = numbered_words(map(without, texts, furniture(texts)), numbers)
    if len(ids) < 2:
        return {}
    stop = np.array([w in function_words() for w in words])[ids]
    pair = (home[1:] == home[:-1]) & ~stop[1:] & ~stop[:-1]
    heads = np.stack([ids[1:], ids[:-1], home[1:]])[:, pair]
    slot = (home[2:] == home[:-2]) & ~stop[1:-1] & (stop[2:] | stop[:-2])
    around = ids[:-2].astype(np.int64) * len(words) + ids[2:]
    slots = np.stack([around, ids[1:-1], home[2:]])[:, slot]
    places = {f"… {words[head]}": [words[w] for w in own] for head, own in _often(heads).items()}
    return places | {"{} … {}".format(*(words[k] for k in divmod(at, len(words)))): [words[w] for w in own]
                     for at, own in _often(slots).items()}


def _often(found: np.ndarray) -> dict[int, list[int]]:
    """{place: the words that HOLDERS articles or more have there}, of columns of (place, word, article)."""
    import numpy as np

    each = found[:, np.lexsort(found)]
    fresh = np.r_[True, (each[:, 1:] != each[:, :-1]).any(0)][: each.shape[1]]
    each = each[:2, fresh]  # sorted by article first, and by place and word within
    order = np.lexsort(each[::-1])
    each = each[:, order]
    begins = np.flatnonzero(np.r_[True, (each[:, 1:] != each[:, :-1]).any(0)][: each.shape[1]])
    often = begins[np.diff(np.r_[begins, each.shape[1]]) >= HOLDERS]
    out: dict[int, list[int]] = {}
    for place, word in each[:, often].T.tolist():
        out.setdefault(place, []).append(word)
    return out


def _rivals(places: dict[str, list[str]]) -> dict[tuple[str, str], list[str]]:
    """{(word, word): the places that both fill, each in several articles}."""
    rivals: dict[tuple[str, str], list[str]] = {}
    for place in sorted(places):
        # A place that takes many words ("the … of") says nothing of any two of them.
        if 2 <= len(places[place]) <= 12:
            for pair in combinations(sorted(places[place]), 2):
                rivals.setdefault(pair, []).append(place)
    return rivals
