"""Rival labels: which of several words for the same thing does a teller choose?

Testing a choice needs far fewer articles than searching a whole vocabulary: one question, not thousands.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from helpers.choices.label_uses import Alternative, forms_of, small_letters, uses_in
from helpers.significance import ALPHA, Pool, holm, reachable
from helpers.stats import Comparison, corrected, judged, mean
from helpers.text.many import Joined

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

COLUMNS = ["pair", "label", "n_a", "n_b", "share_a", "share_b", "p", "p_holm", "verdict", "sentence"]


def rival_labels(
    texts_a: Sequence[str],
    texts_b: Sequence[str],
    pairs: Sequence[Sequence[Alternative]],
    name_a: str = "A",
    name_b: str = "B",
):
    """Whether two sides choose differently among words for the same thing.

    In: articles, and a list of rivals, each two or more alternatives; an alternative is a label, or several
    forms of it as a list or parted by commas; a star at the end stands for any ending. Case is ignored.
    The measure is the article's share of the first alternative among all uses (of three or more: of the
    alternative that differs most, its p multiplied by their number); articles that use none take no part.
    Out: DataFrame, a row for each rival set in the order given: pair, label (the alternative tested), n_a,
    n_b (articles that use any), share_a, share_b (means), p (permutation of whole articles; nan where too few
    to say), p_holm, verdict, sentence. Raises ValueError for a set of fewer than two.

    >>> r = rival_labels(["the fence"] * 5, ["the wall"] * 5, [("fence", "wall, walls")])
    >>> r[["pair", "share_a", "share_b", "verdict"]].values.tolist()
    [['fence / wall, walls', 1.0, 0.0, 'more']]
    """
    texts, n_a = Joined(texts_a, texts_b), len(texts_a)
    side_a, side_b = range(n_a), range(n_a, len(texts))
    return rival_shares(choices(texts, pairs), side_a, side_b, name_a, name_b)


@dataclass(frozen=True)
class Shares:
    """What each of some texts chooses among rivals: `rivals` in words; `forms` of each alternative; `at`, the
    indices of the texts that use any; `shares`, for each of these the share of each alternative among its uses (%)."""

    rivals: str
    forms: list[list[str]]
    at: np.ndarray
    shares: np.ndarray

    @cached_property
    def pools(self) -> list[Pool]:
        """For each alternative that is tested (of two the first) the shares of all texts, ready to be dealt."""
        return _pools(self.shares)

    def among(self, texts: np.ndarray) -> tuple[np.ndarray, list[Pool]]:
        """(which of `at` are among texts, given as true or false for each text; pools of these alone)."""
        here = texts[self.at]
        return here, self.pools if here.all() else _pools(self.shares[here])


def _pools(shares: np.ndarray) -> list[Pool]:
    return [Pool(own) for own in (shares.T[:1] if shares.shape[1] == 2 else shares.T)]


def choices(texts: Sequence[str], pairs: Sequence[Sequence[Alternative]]) -> list[Shares]:
    """What each text chooses among each set of rivals (see `rival_labels`), counted once for any number of comparisons.

    Raises ValueError for a set of fewer than two.

    >>> found = choices(["a fence", "a gull", "wall, fence"], [["fence", "wall"]])[0]
    >>> dict(zip(found.at.tolist(), found.shares.tolist()))
    {0: [100.0, 0.0], 2: [50.0, 50.0]}
    """
    sets = [[forms_of(r) for r in rivals] for rivals in pairs]
    for rivals, forms in zip(pairs, sets, strict=True):
        if len(forms) < 2 or not all(forms):
            raise ValueError(f"rival labels need two or more alternatives, got {rivals!r}")
    uses: list[list[tuple[int, int]]] = [[] for _ in sets]  # (text, place of the label in its set)
    flat = [tuple(f for one in forms for f in one) for forms in sets]
    for i, text in enumerate(texts):
        small = small_letters(text)
        for own, labels in zip(uses, flat, strict=True):
            own += [(i, k) for k, _, _ in uses_in(text, small, labels)]
    return [_shares(forms, own) for forms, own in zip(sets, uses, strict=True)]


def choices_in(found: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> dict[str, Shares]:
    """`choices` of the things that have two labels or more, from the uses that `label_counts` found of `groups`.

    >>> from helpers.choices.label_uses import label_counts
    >>> groups = {"barrier": ["fence", "wall"], "bird": ["gull"]}
    >>> choices_in(label_counts(["wall, fence"], groups), groups)["barrier"].shares.tolist()
    [[50.0, 50.0]]
    """
    uses = {thing: (own["text_index"].tolist(), own["label"].tolist()) for thing, own in found.groupby("referent")}
    out = {}
    for thing, labels in groups.items():
        if len(labels) > 1:
            place = {forms_of(label)[0]: k for k, label in enumerate(labels)}
            own = [(i, place[label]) for i, label in zip(*uses.get(thing, ((), ())), strict=True)]
            out[thing] = _shares([[label] for label in place], own)
    return out


def _shares(forms: list[list[str]], uses: list[tuple[int, int]]) -> Shares:
    """Shares of uses of (text, place of the label among all forms), in the order of texts."""
    import numpy as np

    owner = np.array([i for i, one in enumerate(forms) for _ in one])
    text, label = np.array(uses, dtype=int).reshape(-1, 2).T
    at, row = np.unique(text, return_inverse=True)
    counts = np.zeros((len(at), len(forms)))
    np.add.at(counts, (row, owner[label]), 1)
    shares = 100 * (counts / counts.sum(1, keepdims=True))
    return Shares(" / ".join(", ".join(f) for f in forms), forms, at, shares)


def _sides(chosen: Sequence[Shares], side_a: Iterable[int], side_b: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
    """(which texts are on side A, which on either)."""
    import numpy as np

    side_a, side_b = list(side_a), list(side_b)
    n = max([*side_a, *side_b, *(int(c.at[-1]) for c in chosen if len(c.at)), -1]) + 1
    on_a, either = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool)
    on_a[side_a] = either[side_a] = either[side_b] = True
    return on_a, either


def rival_shares(
    chosen: Sequence[Shares], side_a: Iterable[int], side_b: Iterable[int], name_a: str = "A", name_b: str = "B"
):
    """`rival_labels` of texts whose choices are counted already; the sides are indices of texts.

    >>> found = choices(["the fence"] * 5 + ["the wall"] * 5, [["fence", "wall"]])
    >>> rival_shares(found, range(5), range(5, 10))["verdict"].tolist()
    ['more']
    """
    import pandas as pd

    tested, found = zip(*_compared(chosen, side_a, side_b, name_a, name_b), strict=True) if chosen else ((), ())
    return pd.DataFrame(map(_row, chosen, tested, corrected(found)), columns=COLUMNS)


def _compared(chosen, side_a, side_b, name_a: str, name_b: str) -> list[tuple[str, Comparison]]:
    """(the alternative that differs most, in words; how it differs) for each choice, uncorrected."""
    on_a, either = _sides(chosen, side_a, side_b)
    out = []
    for choice in chosen:
        here, pools = choice.among(either)
        own, side = choice.shares[here], on_a[choice.at[here]]
        best, p = _least_p(pools, side)
        a, b = own[side, best].tolist(), own[~side, best].tolist()
        label = ", ".join(choice.forms[best])
        what = f"“{label}” among {choice.rivals}"
        c = Comparison(name_a, name_b, len(a), len(b), mean(a), mean(b), p, "", "", what, "%")
        out.append((label, judged(c, p)))
    return out


def _row(choice: Shares, label: str, c: Comparison) -> tuple:
    shares = (c.mean_a / 100, c.mean_b / 100)
    return choice.rivals, label, c.n_a, c.n_b, *shares, c.p, c.p_adjusted, c.verdict, c.sentence


def rival_ps(
    chosen: Sequence[Shares], deals: Iterable[tuple[Iterable[int], Iterable[int]]]
) -> list[list[float]]:
    """For each of some deals (side A, side B) the p of every test that `rival_shares` makes, uncorrected and without
    words; nan where too few to say.

    >>> found = choices(["the fence"] * 5 + ["the wall"] * 5, [["fence", "wall"]])
    >>> [[round(p, 3) for p in ps] for ps in rival_ps(found, [(range(5), range(5, 10))])]
    [[0.008]]
    """
    dealt = [_sides(chosen, side_a, side_b) for side_a, side_b in deals]
    out: list[list[float]] = [[] for _ in dealt]
    for choice in chosen:  # choice by choice: the tests of a choice share their random deals
        for ps, (on_a, either) in zip(out, dealt, strict=True):
            here, pools = choice.among(either)
            ps.append(_least_p(pools, on_a[choice.at[here]])[1])
    return out


def _least_p(pools: Sequence[Pool], side) -> tuple[int, float]:
    """(the alternative that differs most, its p multiplied by their number); (0, nan) where too few to say."""
    if not reachable(*pools[0].sizes(side)):
        return 0, math.nan
    p, best = min((pool.p(side), k) for k, pool in enumerate(pools))
    return best, min(1.0, p * len(pools))


def rival_labels_of_all(texts_by_name: Mapping[str, Sequence[str]], pairs: Sequence[Sequence[Alternative]]):
    """`rival_labels` for every two of several sides, all tests corrected together.

    In: {name: articles}, and the rivals. Out: DataFrame with one, other (names), then the columns of `rival_labels`,
    p_holm and verdict over the whole table; what no data could tell apart is left out. Smallest p first.

    >>> sides = {"Tide": ["the fence"] * 5, "Fen": ["the wall"] * 5, "Moor": ["a gull"] * 5}
    >>> rival_labels_of_all(sides, [("fence", "wall")])[["one", "other", "verdict"]].values.tolist()
    [['Tide', 'Fen', 'more']]
    """
    texts, sides = [], {}
    for name, own in texts_by_name.items():
        sides[name] = range(len(texts), len(texts) + len(own))
        texts += own
    return rival_shares_of_all(choices(texts, pairs), sides)


def rival_shares_of_all(chosen: Sequence[Shares], sides: Mapping[str, Iterable[int]]):
    """`rival_labels_of_all` of texts whose choices are counted already; `sides`: {name: indices of texts}.

    >>> found = choices(["the fence"] * 5 + ["the wall"] * 5, [["fence", "wall"]])
    >>> rival_shares_of_all(found, {"Tide": range(5), "Fen": range(5, 10)})["verdict"].tolist()
    ['more']
    """
    import pandas as pd

    rows = []
    for one, other in combinations(sides, 2):
        found = _compared(chosen, sides[one], sides[other], one, other)
        rows += [(one, other, *_row(choice, label, c)[:-1])
                 for choice, (label, c) in zip(chosen, found, strict=True) if c.verdict != "too few"]
    table = pd.DataFrame(rows, columns=["one", "other", *COLUMNS[:-1]])
    if table.empty:
        return table
    table["p_holm"] = holm(table["p"].tolist())
    table.loc[table["p_holm"] > ALPHA, "verdict"] = "none"
    return table.sort_values("p", kind="stable", ignore_index=True)
