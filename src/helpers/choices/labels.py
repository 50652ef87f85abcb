"""Rival labels: which of several words for the same thing does a teller choose?

Testing a choice needs far fewer articles than searching a whole vocabulary: one question, not thousands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
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
    import pandas as pd

    names, tested, found = [], [], []
    for rivals in pairs:
        forms = [_forms(r) for r in rivals]
        if len(forms) < 2 or not all(forms):
            raise ValueError(f"rival labels need two or more alternatives, got {rivals!r}")
        shares_a, shares_b = _shares(texts_a, forms), _shares(texts_b, forms)
        options = range(1 if len(forms) == 2 else len(forms))
        compared = [
            compare(
                name_a,
                [100 * s[i] for s in shares_a],
                name_b,
                [100 * s[i] for s in shares_b],
                f"“{', '.join(forms[i])}” among {' / '.join(', '.join(f) for f in forms)}",
                "%",
            )
            for i in options
        ]
        best = 0 if compared[0].verdict == "too few" else min(options, key=lambda i: (compared[i].p, i))
        c = compared[best]
        p = c.p if c.verdict == "too few" else min(1.0, c.p * len(options))
        found.append(judged(replace(c, p=p), p))
        tested.append(", ".join(forms[best]))
        names.append(" / ".join(", ".join(f) for f in forms))
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
    import pandas as pd

    tables = []
    for one, other in combinations(texts_by_name, 2):
        found = rival_labels(texts_by_name[one], texts_by_name[other], pairs, one, other)
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
        for referent, labels in groups.items():
            labels = tuple(labels)
            rows += [(i, referent, labels[k], s, e) for k, s, e in _uses(text, labels)]
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


def _shares(texts: Sequence[str], forms: list[list[str]]) -> list[list[float]]:
    """For each text that uses any of the alternatives, the share of each."""
    flat = tuple(f for one in forms for f in one)
    owner = [i for i, one in enumerate(forms) for _ in one]
    out = []
    for text in texts:
        counts = [0] * len(forms)
        for k, _, _ in _uses(text, flat):
            counts[owner[k]] += 1
        if total := sum(counts):
            out.append([c / total for c in counts])
    return out


def _uses(text: str, labels: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """(index in `labels`, start, end) of each use, in order, not overlapping."""
    pattern, order = _pattern(labels)
    if pattern is None:
        return []
    return [(order[m.lastindex - 1], *m.span()) for m in pattern.finditer(text)]


@cache
def _pattern(labels: tuple[str, ...]):
    """One expression for all labels, the longest first, and which label each of its groups is."""
    order = sorted((i for i, label in enumerate(labels) if label.strip("* ")), key=lambda i: -len(labels[i]))
    if not order:
        return None, order
    parts = []
    for i in order:
        words = [re.escape(w) for w in labels[i].strip().rstrip("*").split()]
        parts.append("(" + r"\s{1,3}".join(words) + (r"\w*" if labels[i].strip().endswith("*") else "") + ")")
    return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE), order
