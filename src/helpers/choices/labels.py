"""Rival labels: which of several words for the same thing does a teller choose?

Testing a choice needs far fewer articles than searching a whole vocabulary: one question, not thousands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from helpers import lists
from helpers.significance import ALPHA, Pool, holm, reachable
from helpers.stats import Comparison, corrected, judged, mean
from helpers.text.many import Joined

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

COLUMNS = ["pair", "label", "n_a", "n_b", "share_a", "share_b", "p", "p_holm", "verdict", "sentence"]
Alternative = str | Sequence[str]
_RUN = re.compile(r"[\w-]+")  # a label begins where one does
_MARKS = re.compile(r"[^\w\x00-\x7f]")
# Of an ASCII text, everything but what stands in runs made a blank: splitting is three times as quick as searching.
_BLANKS = {i: " " for i in range(128) if not (chr(i).isalnum() or chr(i) in "-_")}


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
    sets = [[_forms(r) for r in rivals] for rivals in pairs]
    for rivals, forms in zip(pairs, sets, strict=True):
        if len(forms) < 2 or not all(forms):
            raise ValueError(f"rival labels need two or more alternatives, got {rivals!r}")
    uses: list[list[tuple[int, int]]] = [[] for _ in sets]  # (text, place of the label in its set)
    flat = [tuple(f for one in forms for f in one) for forms in sets]
    for i, text in enumerate(texts):
        small = _small(text)
        for own, labels in zip(uses, flat, strict=True):
            own += [(i, k) for k, _, _ in _uses(text, small, labels)]
    return [_shares(forms, own) for forms, own in zip(sets, uses, strict=True)]


def choices_in(found: pd.DataFrame, groups: Mapping[str, Sequence[str]]) -> dict[str, Shares]:
    """`choices` of the things that have two labels or more, from the uses that `label_counts` found of `groups`.

    >>> groups = {"barrier": ["fence", "wall"], "bird": ["gull"]}
    >>> choices_in(label_counts(["wall, fence"], groups), groups)["barrier"].shares.tolist()
    [[50.0, 50.0]]
    """
    uses = {thing: (own["text_index"].tolist(), own["label"].tolist()) for thing, own in found.groupby("referent")}
    out = {}
    for thing, labels in groups.items():
        if len(labels) > 1:
            place = {_forms(label)[0]: k for k, label in enumerate(labels)}
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


def label_counts(texts: Iterable[str], groups: Mapping[str, Sequence[str]]):
    """Every use of a label: DataFrame with text_index, referent, label (of several forms the first), start, end.

    In: texts, and {referent: labels}, a label perhaps of several forms, parted by commas. Where labels overlap the
    longer one counts. Offsets are into the text.

    >>> label_counts(["A border wall, then a wall"], {"barrier": ["wall", "border wall"]}).values.tolist()
    [[0, 'barrier', 'border wall', 2, 13], [0, 'barrier', 'wall', 22, 26]]
    >>> label_counts(["two barriers"], {"barrier": ["barrier, barriers"]})["label"].tolist()
    ['barrier']
    """
    import pandas as pd

    rows, known = [], []
    by_run: dict[str, list[tuple[int, str, str]]] = {}  # (place in `known`, longest word, first word) of labels
    by_stem: dict[str, list[tuple[int, str, str]]] = {}
    for n, (referent, labels) in enumerate(groups.items()):
        forms = {form: own[0] for own in map(_forms, labels) for form in own}
        known.append((referent, tuple(forms), tuple(forms.values())))
        for begins, whole, *words in _beginnings(tuple(forms)):
            (by_run if whole else by_stem).setdefault(begins, []).append((n, *words))
    anywhere = by_stem.pop("", [])  # a use of some labels may begin with anything
    least = min(map(len, by_stem), default=0)
    heads = {stem[:least] for stem in by_stem}
    for i, text in enumerate(texts):
        small = _small(text)
        runs = set((small if small.isascii() else _MARKS.sub(" ", small)).translate(_BLANKS).split())
        able = [label for run in by_run.keys() & runs for label in by_run[run]] + anywhere
        if some := [run for run in runs if run[:least] in heads]:
            able += [label for stem, own in by_stem.items() if any(run.startswith(stem) for run in some)
                     for label in own]
        firsts: dict[int, set[str]] = {}
        for n, part, first in able:
            if part in small:
                firsts.setdefault(n, set()).add(first)
        for n, own in firsts.items():
            referent, flat, named = known[n]
            rows += [(i, referent, named[k], s, e) for k, s, e in _uses(text, small, flat, own)]
    rows.sort(key=lambda r: (r[0], r[3], r[1]))
    return pd.DataFrame(rows, columns=["text_index", "referent", "label", "start", "end"])


def curated_labels() -> dict[str, list[str]]:
    """The workbook's own list, {referent: labels}, from `data/rival_labels.csv`.

    >>> curated_labels()["mood of the public"]
    ['disgruntled', 'disillusioned']
    """
    out: dict[str, list[str]] = {}
    for row in lists.rows("rival_labels.csv"):
        out.setdefault(row["referent"], []).append(row["label"])
    return out


def _forms(alternative: Alternative) -> list[str]:
    parts = alternative.split(",") if isinstance(alternative, str) else alternative
    return [p.strip() for p in parts if p.strip()]


def _uses(text: str, small: str, labels: tuple[str, ...], firsts: Collection[str] | None = None) -> list[
    tuple[int, int, int]
]:
    """(index in `labels`, start, end) of each use, in order, not overlapping; `small` is `_small` of the text.
    `firsts`: the first words of those labels that can stand in it, where that is known."""
    parts = _parts(labels)
    firsts = {first for part, first in parts if part in small} if firsts is None else firsts
    if not firsts:  # most texts use no label: far quicker than searching
        return []
    pattern, order = _pattern(labels)
    if len(small) != len(text) or not all(first for _, first in parts):
        found = pattern.finditer(text)
    else:
        found = _found_at(pattern, text, sorted({at for first in firsts for at in _places(first, small)}))
    return [(order[m.lastindex - 1], *m.span()) for m in found]


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _found_at(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> Iterator[re.Match[str]]:
    """What `finditer` finds, if all it finds begins at one of the places, which are in order."""
    end = 0
    for at in places:
        if at >= end and (m := pattern.match(text, at)):
            end = m.end()
            yield m


def _small(text: str) -> str:
    """The text in small letters, as an expression that ignores case takes them: İ, ı and ſ match i and s."""
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


@cache
def _beginnings(labels: tuple[str, ...]) -> tuple[tuple[str, bool, str, str], ...]:
    """With what uses of each label begin, in small letters: (a run of letters and hyphens, or the beginning of one;
    whether it is a whole run), and the label's longest word and first (see `_parts`)."""
    out = []
    spelt = (label.strip() for label in labels if label.strip().rstrip("*").split())
    for label, (longest, first) in zip(spelt, _parts(labels), strict=True):
        run = _RUN.match(first)
        whole = bool(run) and not (label.endswith("*") and len(label.split()) == 1 and run[0] == first)
        out.append((run[0] if whole else first if run else "", whole, longest, first))
    return tuple(out)


@cache
def _parts(labels: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """For each label its longest word, which every text holds that uses it, and its first, with which each use begins;
    nothing where they are not ASCII."""
    words = (label.strip().rstrip("*").split() for label in labels)
    return tuple(tuple(w.lower() if w.isascii() else "" for w in (max(own, key=len), own[0])) for own in words if own)


@cache
def _pattern(labels: tuple[str, ...]):
    """One expression for all labels, the longest first, and which label each of its groups is."""
    order = sorted((i for i, label in enumerate(labels) if label.strip("* ")), key=lambda i: -len(labels[i]))
    parts = []
    for i in order:
        words = [re.escape(w) for w in labels[i].strip().rstrip("*").split()]
        parts.append("(" + r"\s{1,3}".join(words) + (r"\w*" if labels[i].strip().endswith("*") else "") + ")")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE), order
