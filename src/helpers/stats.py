"""Is the difference real? Findings as one of three sentences, from tests with the article as the unit.

"A clearly more than B (...)", "no clear difference between A and B (...)", "too few articles to say
(A n, B m)". The tests themselves are in `helpers.significance` and can be had from here too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from helpers.significance import (
    ALPHA,
    Pool,
    benjamini_hochberg,
    bootstrap_interval,
    finite,
    fisher_p,
    holm,
    max_t,
    permutation_p,
    reachable,
    resolution,
    wilson,
)

__all__ = [
    "Comparison",
    "Pool",
    "against_rest",
    "all_pairs",
    "benjamini_hochberg",
    "bootstrap_interval",
    "compare",
    "compare_shares",
    "corrected",
    "fisher_p",
    "format_p",
    "holm",
    "judged",
    "max_t",
    "mean",
    "permutation_p",
    "ps_against_rest",
    "reachable",
    "resolution",
    "shares_against_rest",
    "wilson",
]


@dataclass(frozen=True)
class Comparison:
    """One finding. `verdict` is A's: more, less, none, too few; means are shares where k of n were compared.

    `p` is uncorrected; `p_adjusted` (equal to p for a single comparison) decides the verdict. `k_a` and `k_b`
    are None where means were compared.
    """

    name_a: str
    name_b: str
    n_a: int
    n_b: int
    mean_a: float
    mean_b: float
    p: float
    verdict: str
    sentence: str
    what: str = ""
    unit: str = ""
    k_a: int | None = None
    k_b: int | None = None
    p_adjusted: float = math.nan


def compare(
    name_a: str,
    values_a: Sequence[float],
    name_b: str,
    values_b: Sequence[float],
    what: str,
    unit: str = "",
    seed: int = 0,
) -> Comparison:
    """Compare a measure that every article has one value of; see `permutation_p` for the test.

    >>> compare("Tide", [9, 8, 9, 7], "Fen", [4, 3, 5, 4], "length", "words").sentence
    'length: Tide clearly more than Fen (8.25 words on average over 4 articles against 4 over 4, p = .029)'
    >>> compare("Tide", [9, 8], "Fen", [4, 3], "length", "words").sentence
    'length: too few articles to say (Tide 2, Fen 2)'
    """
    a, b = finite(values_a), finite(values_b)
    p = permutation_p(a, b, seed) if reachable(len(a), len(b)) else math.nan
    return judged(Comparison(name_a, name_b, len(a), len(b), mean(a), mean(b), p, "", "", what, unit), p)


def compare_shares(
    name_a: str, k_a: int, n_a: int, name_b: str, k_b: int, n_b: int, what: str, unit: str = "articles"
) -> Comparison:
    """Compare k of n articles on two sides by Fisher's exact test.

    >>> compare_shares("Tide", 31, 50, "Fen", 4, 50, "name a witness").sentence
    'name a witness: Tide clearly more than Fen (31 of 50 articles against 4 of 50, p < .001)'
    """
    p = fisher_p(k_a, n_a, k_b, n_b) if reachable(n_a, n_b) else math.nan
    share_a, share_b = (k / n if n else math.nan for k, n in ((k_a, n_a), (k_b, n_b)))
    c = Comparison(name_a, name_b, n_a, n_b, share_a, share_b, p, "", "", what, unit, k_a, k_b)
    return judged(c, p)


def against_rest(values_by_outlet: Mapping[str, Sequence[float]], what: str, unit: str = "") -> list[Comparison]:
    """Each outlet against all others together, Holm-corrected; of two outlets one comparison, of one none.

    >>> [c.verdict for c in against_rest({"Tide": [9, 8, 9, 7], "Fen": [4, 3, 5, 4]}, "length")]
    ['more']
    """
    names = list(values_by_outlet)
    if len(names) < 3:
        return all_pairs(values_by_outlet, what, unit)
    import numpy as np

    pool = Pool([v for own in values_by_outlet.values() for v in own])
    home = np.repeat(np.arange(len(names)), [len(own) for own in values_by_outlet.values()])
    known = [finite(own) for own in values_by_outlet.values()]
    total, n = math.fsum(v for own in known for v in own), sum(map(len, known))
    found = []
    for k, (name, own) in enumerate(zip(names, known, strict=True)):
        rest = n - len(own)
        p = pool.p(home == k) if reachable(len(own), rest) else math.nan
        others = (total - math.fsum(own)) / rest if rest else math.nan
        found.append(judged(Comparison(name, "the rest", len(own), rest, mean(own), others, p, "", "", what, unit), p))
    return corrected(found)


def ps_against_rest(pool: Pool, home: Sequence[int]) -> list[float]:
    """The p of every test that `against_rest` makes, uncorrected and without words: for random deals, of which there
    are many.

    In: a number per article, and the outlet of each as a number from 0. What no data could tell apart is left out.

    >>> [round(p, 3) for p in ps_against_rest(Pool([9, 8, 9, 7, 4, 3, 5, 4]), [0] * 4 + [1] * 4)]
    [0.029]
    """
    import numpy as np

    home = np.asarray(home)
    outlets = range(int(home.max()) + 1) if len(home) else ()
    sides = [home == k for k in (outlets if len(outlets) > 2 else outlets[:1])]  # of two outlets one test
    return [pool.p(side) for side in sides if reachable(*pool.sizes(side))]


def shares_against_rest(counts: Mapping[str, tuple[int, int]], what: str) -> list[Comparison]:
    """As `against_rest`, for {outlet: (k, n)}: k of its n articles.

    >>> shares_against_rest({"Tide": (8, 8), "Fen": (0, 8)}, "name a witness")[0].verdict
    'more'
    """
    names = list(counts)
    if len(names) == 2:
        (a, b) = names
        return [compare_shares(a, *counts[a], b, *counts[b], what)]
    k, n = (sum(c[i] for c in counts.values()) for i in (0, 1))
    return corrected(
        [
            compare_shares(name, counts[name][0], counts[name][1], "the rest", k - kk, n - nn, what)
            for name, (kk, nn) in counts.items()
            if len(names) > 1
        ]
    )


def all_pairs(values_by_outlet: Mapping[str, Sequence[float]], what: str, unit: str = "") -> list[Comparison]:
    """Every pair of outlets, Holm-corrected together.

    >>> len(all_pairs({"Tide": [1, 2], "Fen": [1, 2], "Moor": [1, 2]}, "length"))
    3
    """
    pairs = combinations(values_by_outlet, 2)
    return corrected([compare(a, values_by_outlet[a], b, values_by_outlet[b], what, unit) for a, b in pairs])


def corrected(comparisons: Iterable[Comparison]) -> list[Comparison]:
    """The same comparisons judged by Holm-corrected p; those with too few articles take no part.

    >>> c = compare("Tide", [9, 8, 9, 7], "Fen", [4, 3, 5, 4], "length")
    >>> [x.verdict for x in corrected([c, c])]
    ['none', 'none']
    """
    comparisons = list(comparisons)
    tested = [i for i, c in enumerate(comparisons) if c.verdict != "too few"]
    if len(tested) < 2:
        return comparisons
    adjusted = dict(zip(tested, holm([comparisons[i].p for i in tested]), strict=True))
    return [judged(c, adjusted[i], ", corrected") if i in adjusted else c for i, c in enumerate(comparisons)]


def format_p(p: float) -> str:
    """p as papers print it: three places, no leading zero.

    >>> format_p(0.0286), format_p(0.00002), format_p(1.0)
    ('p = .029', 'p < .001', 'p = 1')
    """
    if p < 0.001:
        return "p < .001"
    return "p = 1" if p > 0.9995 else f"p = {p:.3f}".replace("0.", ".")


def judged(c: Comparison, p: float, note: str = "") -> Comparison:
    """`c` with the verdict and the sentence that `p` gives; `note` stands behind the p.

    >>> c = compare("Tide", [9, 8, 9, 7], "Fen", [4, 3, 5, 4], "length")
    >>> judged(c, 0.2, ", corrected").verdict
    'none'
    """
    a, b = (c.name_a, c.k_a, c.n_a, c.mean_a), (c.name_b, c.k_b, c.n_b, c.mean_b)
    if not reachable(c.n_a, c.n_b):
        verdict = "too few"
        sentence = f"too few articles to say ({c.name_a} {c.n_a}, {c.name_b} {c.n_b})"
    elif p > ALPHA or c.mean_a == c.mean_b:
        verdict = "none"
        sentence = (
            f"no clear difference between {c.name_a} and {c.name_b} ({_numbers(a, b, c.unit)}, {format_p(p)}{note})"
        )
    else:
        verdict = "more" if c.mean_a > c.mean_b else "less"
        first, second = (a, b) if verdict == "more" else (b, a)
        sentence = f"{first[0]} clearly more than {second[0]} ({_numbers(first, second, c.unit)}, {format_p(p)}{note})"
    return replace(c, verdict=verdict, sentence=f"{c.what}: {sentence}" if c.what else sentence, p_adjusted=p)


def _numbers(first: tuple, second: tuple, unit: str) -> str:
    """Two sides, each (name, k or None, n, mean), in words with their denominators."""
    (_, k, n, mean), (_, k2, n2, mean2) = first, second
    if k is not None:
        return f"{k} of {n} {unit} against {k2} of {n2}"
    unit = unit and " " + unit
    of_first = f"{_plain(mean)}{unit} " + ("in one article" if n == 1 else f"on average over {n} articles")
    return f"{of_first} against {_plain(mean2)} " + ("in one" if n2 == 1 else f"over {n2}")


def _plain(x: float) -> str:
    """Three significant digits, never in scientific notation: 8.25, 0.031, 12345."""
    if x == 0 or not math.isfinite(x):
        return "0" if x == 0 else "unknown"
    places = max(0, 2 - math.floor(math.log10(abs(x))))
    text = f"{x:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def mean(values: Sequence[float]) -> float:
    """The mean, nan of nothing.

    >>> mean([1.0, 2.0])
    1.5
    """
    return math.fsum(values) / len(values) if values else math.nan
