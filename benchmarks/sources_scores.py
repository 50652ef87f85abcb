"""How well attributions are found: scores on hand-marked articles, speed, and what each confidence is worth.

    python benchmarks/sources_scores.py [REFERENCE] [--split dev|train]

REFERENCE holds `eval/polnear/*.jsonl.gz` and the scorer `eval/score_sources.py`; default: SAMESTORY_REFERENCE, else
the folder `shared` beside the project. Prints precision, recall and F1 ("who": right content and right source), by
outlet too, words a second of processor time, the types found, and for every confidence the share that was right.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

from helpers.sources import attributions


def main() -> int:
    """Run the benchmark; 0 when the reference was found, else 2."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", nargs="?", type=Path)
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    args = parser.parse_args()
    default = os.environ.get("SAMESTORY_REFERENCE") or Path(__file__).parents[2] / "shared"
    folder = (args.reference or Path(default)) / "eval"
    gold = folder / "polnear" / f"{args.split}.jsonl.gz"
    if not gold.is_file():
        print(f"{gold} is missing: give the folder of reference data as argument.", file=sys.stderr)
        return 2
    scorer = _load(folder / "score_sources.py")
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    attributions("Warm up the word lists, she said.")
    start = time.process_time()
    predicted = [{"id": r["id"], "attributions": attributions(r["text"])} for r in rows]
    seconds = time.process_time() - start
    words = sum(len(r["text"].split()) for r in rows)
    scorer.show(scorer.score(rows, predicted, by_outlet=True))
    print(f"{words / seconds:,.0f} words a second of processor time ({words:,} words, {seconds:.2f} s)")
    print("types:", dict(Counter(a["type"] for p in predicted for a in p["attributions"]).most_common()))
    for confidence, (right, n) in _by_confidence(scorer, rows, predicted).items():
        print(f"  confidence {confidence}: {right} of {n} right ({right / n:.2f})")
    return 0


def _load(path: Path):
    spec = importlib.util.spec_from_file_location("score_sources", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _by_confidence(scorer, rows: list[dict], predicted: list[dict]) -> dict[float, tuple[int, int]]:
    """Confidence -> attributions with right content and source, and all of them."""
    right, total = Counter(), Counter()
    for row, found in zip(rows, predicted, strict=True):
        article = scorer.Article(row["text"])
        gold, ours = (
            [{role: article.units(a[role]) for role in scorer.ROLES} for a in side["attributions"]]
            for side in (row, found)
        )
        total.update(a["confidence"] for a in found["attributions"])
        for g, o in scorer.match(gold, ours, article.words):
            if scorer.same_source(gold[g]["source"], ours[o]["source"], article.words):
                right[found["attributions"][o]["confidence"]] += 1
    return {c: (right[c], total[c]) for c in sorted(total, reverse=True)}


if __name__ == "__main__":
    sys.exit(main())
