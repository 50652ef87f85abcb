"""Rival labels: which of several words for the same thing does a teller choose?

Testing a choice needs far fewer articles than searching a whole vocabulary: one question, not thousands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations

from helpers import lists
from helpers.significance import ALPHA, holm
from helpers.stats import compare, corrected, judged

COLUMNS = ["pair", "label", "n_a", "n_b", "share_a", "share_b", "p", "p_holm", "verdict", "sentence"]
Alternative = str | Sequence[str]


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
    texts, n_a = [*texts_a, *texts_b], len(texts_a)
    side_a, side_b = range(n_a), range(n_a, len(texts))
    return rival_shares(choices(texts, pairs), side_a, side_b, name_a, name_b)


@dataclass(frozen=True)
class Shares:
    """What each of some texts chooses among rivals: `rivals` in words; `forms` of each alternative; `of`, {index of a
    text that uses any: the share of each alternative among its uses}."""

    rivals: str
    forms: list[list[str]]
    of: dict[int, list[float]]


def choices(texts: Sequence[str], pairs: Sequence[Sequence[Alternative]]) -> list[Shares]:
    """What each text chooses among each set of rivals (see `rival_labels`), counted once for any number of comparisons.

    Raises ValueError for a set of fewer than two.

    >>> choices(["a fence", "a gull", "wall, fence"], [["fence", "wall"]])[0].of
    {0: [1.0, 0.0], 2: [0.5, 0.5]}
    """
    small = [_small(t) for t in texts]
    return [_choice(texts, small, rivals) for rivals in pairs]


def _choice(texts: Sequence[str], small: Sequence[str], rivals: Sequence[Alternative]) -> Shares:
    forms = [_forms(r) for r in rivals]
    if len(forms) < 2 or not all(forms):
        raise ValueError(f"rival labels need two or more alternatives, got {rivals!r}")
    flat = tuple(f for one in forms for f in one)
    owner = [i for i, one in enumerate(forms) for _ in one]
    of = {}
    for at, text in enumerate(texts):
        if uses := _uses(text, small[at], flat):
            counts = [0] * len(forms)
            for k, _, _ in uses:
                counts[owner[k]] += 1
            of[at] = [c / len(uses) for c in counts]
    return Shares(" / ".join(", ".join(f) for f in forms), forms, of)


def rival_shares(
    chosen: Sequence[Shares], side_a: Iterable[int], side_b: Iterable[int], name_a: str = "A", name_b: str = "B"
):
    """`rival_labels` of texts whose choices are counted already; the sides are indices of texts.

    >>> found = choices(["the fence"] * 5 + ["the wall"] * 5, [["fence", "wall"]])
    >>> rival_shares(found, range(5), range(5, 10))["verdict"].tolist()
    ['more']
    """
    import pandas as pd

    side_a, side_b = list(side_a), list(side_b)
    names, tested, found = [], [], []
    for choice in chosen:
        forms, of = choice.forms, choice.of
        shares_a, shares_b = ([of[i] for i in side if i in of] for side in (side_a, side_b))
        options = range(1 if len(forms) == 2 else len(forms))
        compared = [
            compare(
                name_a,
                [100 * s[i] for s in shares_a],
                name_b,
                [100 * s[i] for s in shares_b],
                f"“{', '.join(forms[i])}” among {choice.rivals}",
                "%",
            )
            for i in options
        ]
        best = 0 if compared[0].verdict == "too few" else min(options, key=lambda i: (compared[i].p, i))
        c = compared[best]
        p = c.p if c.verdict == "too few" else min(1.0, c.p * len(options))
        found.append(judged(replace(c, p=p), p))
        tested.append(", ".join(forms[best]))
        names.append(choice.rivals)
    rows = [
        (pair, label, c.n_a, c.n_b, c.mean_a / 100, c.mean_b / 100, c.p, c.p_adjusted, c.verdict, c.sentence)
        for pair, label, c in zip(names, tested, corrected(found), strict=True)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


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

    tables = []
    for one, other in combinations(sides, 2):
        found = rival_shares(chosen, sides[one], sides[other], one, other)
        found = found[found["verdict"] != "too few"]
        if len(found):
            tables.append(found.assign(one=one, other=other))
    if not tables:
        return pd.DataFrame(columns=["one", "other", *COLUMNS[:-1]])
    table = pd.concat(tables, ignore_index=True)
    table["p_holm"] = holm(table["p"].tolist())
    lost = (table["p_holm"] > ALPHA) & table["verdict"].isin(["more", "less"])
    table.loc[lost, "verdict"] = "none"
    table = table[["one", "other", *COLUMNS[:-1]]]
    return table.sort_values("p", kind="stable", ignore_index=True)


def label_counts(texts: Sequence[str], groups: Mapping[str, Sequence[str]]):
    """Every use of a label: DataFrame with text_index, referent, label (as in `groups`), start, end.

    In: texts, and {referent: labels}. Where labels overlap the longer one counts. Offsets are into the text.

    >>> label_counts(["A border wall, then a wall"], {"barrier": ["wall", "border wall"]}).values.tolist()
    [[0, 'barrier', 'border wall', 2, 13], [0, 'barrier', 'wall', 22, 26]]
    """
    import pandas as pd

    rows = []
    for i, text in enumerate(texts):
        small = _small(text)
        for referent, labels in groups.items():
            labels = tuple(labels)
            rows += [(i, referent, labels[k], s, e) for k, s, e in _uses(text, small, labels)]
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


def _uses(text: str, small: str, labels: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """(index in `labels`, start, end) of each use, in order, not overlapping; `small` is `_small` of the text."""
    if not any(part in small for part in _parts(labels)):  # most texts use no label: far quicker than searching
        return []
    pattern, order = _pattern(labels)
    return [(order[m.lastindex - 1], *m.span()) for m in pattern.finditer(text)]


def _small(text: str) -> str:
    """The text in small letters, as an expression that ignores case takes them: İ, ı and ſ match i and s."""
    return text.replace("İ", "i").replace("ı", "i").replace("ſ", "s").lower()


@cache
def _parts(labels: tuple[str, ...]) -> tuple[str, ...]:
    """For each label a part that every text holds which uses it: its longest word; nothing where that is not ASCII."""
    longest = [max(label.strip().rstrip("*").split(), key=len, default=None) for label in labels]
    return tuple(w.lower() if w.isascii() else "" for w in longest if w)


@cache
def _pattern(labels: tuple[str, ...]):
    """One expression for all labels, the longest first, and which label each of its groups is."""
    order = sorted((i for i, label in enumerate(labels) if label.strip("* ")), key=lambda i: -len(labels[i]))
    parts = []
    for i in order:
        words = [re.escape(w) for w in labels[i].strip().rstrip("*").split()]
        parts.append("(" + r"\s{1,3}".join(words) + (r"\w*" if labels[i].strip().endswith("*") else "") + ")")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE), order
