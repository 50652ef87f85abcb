"""Whether 95 % intervals hold the long-run value in 95 of 100 cases, on resampled news.

    python benchmarks/interval_coverage.py [REFERENCE] [--draws 4800]

REFERENCE holds `eval/allsides/sample.jsonl.gz`; default: SAMESTORY_REFERENCE, else the folder `shared` beside the
project.

* Within an article: the sentences of a long article (120 or more) stand for all that its writer might have written
  so; n of them are drawn with replacement, and the interval is asked for the value of the whole. 24 articles, every
  measure. Beside it the percentile bootstrap, widened for small samples, on the Flesch ease.
* Between outlets: the Flesch-Kincaid grades of 200 articles of an outlet stand for all it might have printed; n of them
  are drawn, and the interval of their mean is asked for the mean of all. 15 outlets. Beside it the interval of the
  difference of two outlets' means, asked for the difference of all.

Prints the share of intervals that held the value; it should be .93 to .97. A share of 4,800 draws has a standard error
of .003, one of 1,500 draws .006: with fewer, chance alone may print .929 for .94.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from scipy import stats

from helpers import readability
from helpers.measuring import counting, formulas, intervals

SIZES = (10, 15, 30, 50)
LONG_ARTICLE, LONG_ARTICLES = 120, 24


def main() -> int:
    """Print both tables; 0 when the reference was found, else 2."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(os.environ.get("SAMESTORY_REFERENCE") or Path(__file__).parents[2] / "shared")
    parser.add_argument("reference", nargs="?", type=Path, default=default)
    parser.add_argument("--draws", type=int, default=4800, help="samples of each size from all articles or outlets")
    args = parser.parse_args()
    source = args.reference / "eval/allsides/sample.jsonl.gz"
    if not source.is_file():
        print(f"{source} is missing: give the folder of reference data as argument.", file=sys.stderr)
        return 2
    with gzip.open(source, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rng = np.random.default_rng(0)
    _within(_long_articles(rows), args.draws, rng)
    _between(_grades(rows), args.draws, rng)
    return 0


def _long_articles(rows: list[dict]) -> list[list[dict[str, int]]]:
    found: list[list[dict[str, int]]] = []
    for row in rows:
        if len(found) < LONG_ARTICLES and len(row["text"]) > 80 * LONG_ARTICLE:
            counted = [c for c in counting.sentence_counts(row["text"]) if c["words"]]
            if len(counted) >= LONG_ARTICLE:
                found.append(counted)
    return found


def _grades(rows: list[dict]) -> dict[str, np.ndarray]:
    values = defaultdict(list)
    for row in rows:
        grade = readability.measures(row["text"])["flesch_kincaid"]
        if grade is not None:
            values[row["outlet"]].append(grade)
    return {outlet: np.array(found) for outlet, found in values.items()}


def _within(articles: list[list[dict[str, int]]], draws: int, rng: np.random.Generator) -> None:
    print(f"within an article: {len(articles)} articles, {draws} draws of each size and measure")
    print(f"{'sentences':24}", *(f"{n:>6}" for n in SIZES))
    for name, formula in formulas.FORMULAS.items():
        print(f"{name:24}", *(f"{_held(articles, name, formula, n, draws, rng):6.3f}" for n in SIZES))
    held = [_held(articles, "flesch", formulas.FORMULAS["flesch"], n, draws // 8, rng, _percentile) for n in SIZES]
    print(f"{'flesch, percentile':24}", *(f"{share:6.3f}" for share in held))


def _held(articles, name, formula, n, draws, rng, method=None) -> float:
    held = 0
    for k in range(draws):
        rows = articles[k % len(articles)]
        truth = formula({c: sum(r[c] for r in rows) for c in counting.COUNTS})
        drawn = [rows[i] for i in rng.integers(0, len(rows), n)]
        low, high = method(drawn, formula, rng) if method else intervals.interval(drawn, name)
        held += low <= truth <= high
    return held / draws


def _percentile(rows: list[dict], formula, rng: np.random.Generator, rounds: int = 999) -> tuple[float, float]:
    """The bootstrap's percentiles, widened as Hesterberg advises (The American Statistician 69, 2015, section 5.3)."""
    n, table = len(rows), np.array([[row[c] for c in counting.COUNTS] for row in rows], dtype=float)
    sums = rng.multinomial(n, np.full(n, 1 / n), size=rounds) @ table
    tail = stats.norm.cdf(stats.t.ppf(0.025, n - 1) * (n / (n - 1)) ** 0.5)
    low, high = np.quantile(formula(dict(zip(counting.COUNTS, sums.T, strict=True))), [tail, 1 - tail])
    return float(low), float(high)


def _between(values: dict[str, np.ndarray], draws: int, rng: np.random.Generator) -> None:
    print(f"\nbetween outlets: Flesch-Kincaid grades of {sum(map(len, values.values())):,} articles of {len(values)}")
    print(f"{'articles':24}", *(f"{n:>6}" for n in SIZES))
    print(f"{'mean of one outlet':24}", *(f"{_share(_means(values, n, draws, rng)):6.3f}" for n in SIZES))
    print(f"{'difference of two':24}", *(f"{_share(_differences(values, n, draws, rng)):6.3f}" for n in SIZES))


def _share(held: Iterator[bool]) -> float:
    return float(np.mean([*held]))


def _means(values: dict[str, np.ndarray], n: int, draws: int, rng: np.random.Generator) -> Iterator[bool]:
    outlets = list(values.values())
    for k in range(draws):
        known = outlets[k % len(outlets)]
        low, high = intervals.mean_interval(rng.choice(known, n).tolist())
        yield low <= known.mean() <= high


def _differences(values: dict[str, np.ndarray], n: int, draws: int, rng: np.random.Generator) -> Iterator[bool]:
    outlets = list(values.values())
    for k in range(draws):
        a, b = outlets[k % len(outlets)], outlets[(k * 7 + 1) % len(outlets)]
        low, high = intervals.difference_interval(rng.choice(a, n).tolist(), rng.choice(b, n).tolist())
        yield low <= a.mean() - b.mean() <= high


if __name__ == "__main__":
    sys.exit(main())
