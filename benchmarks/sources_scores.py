"""How well attributions are found: scores on hand-marked articles, speed, and what each confidence is worth.

    python benchmarks/sources_scores.py [REFERENCE] [--split dev|train] [--save FILE] [--against FILE]

REFERENCE holds `eval/polnear/*.jsonl.gz` and the scorer `eval/score_sources.py`; default: SAMESTORY_REFERENCE, else
the folder `shared` beside the project. Prints precision, recall and F1 ("who": right content and right source), by
outlet too, words a second of processor time, the types found, for every confidence the share that was right, and the
ten commonest kinds of errors. `--save` writes what was right in every article; `--against` compares with such a file
of another version, by paired bootstrap over articles (what lies within its interval is noise).
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

from source_errors import counts, kinds, paired_bootstrap

from helpers.sources import attributions


def main() -> int:
    """Run the benchmark; 0 when the reference was found, else 2."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reference", nargs="?", type=Path)
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    parser.add_argument("--save", type=Path, metavar="FILE")
    parser.add_argument("--against", type=Path, metavar="FILE")
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
    passes = []
    for _ in range(5):  # the first meets every word anew; of the others the best is least disturbed by other work
        start = time.process_time()
        predicted = [{"id": r["id"], "attributions": attributions(r["text"])} for r in rows]
        passes.append(time.process_time() - start)
    words = sum(len(r["text"].split()) for r in rows)
    scorer.show(scorer.score(rows, predicted, by_outlet=True))
    first, best = words / passes[0], words / min(passes)
    print(f"{best:,.0f} words a second of processor time, best of 5; {first:,.0f} in the first pass ({words:,} words)")
    print("types:", dict(Counter(a["type"] for p in predicted for a in p["attributions"]).most_common()))
    for confidence, (right, n) in _by_confidence(scorer, rows, predicted).items():
        print(f"  confidence {confidence}: {right} of {n} right ({right / n:.2f})")
    print("commonest errors:")
    for kind, n in kinds(scorer, rows, predicted).most_common(10):
        print(f"  {n:5d} {kind}")
    if args.save or args.against:
        ours = counts(scorer, rows, predicted)
        if args.save:
            args.save.write_text(json.dumps(ours), encoding="utf-8")
        if args.against:
            _compare(ours, json.loads(args.against.read_text(encoding="utf-8")))
    return 0


def _compare(ours: dict, theirs: dict) -> None:
    if ours.keys() != theirs.keys():
        sys.exit("The stored scores are those of other articles.")
    print("F1 (who) against the stored scores, with the 95 % interval of the difference:")
    for level, (before, after, gain, low, high) in paired_bootstrap(ours, theirs).items():
        says = "better" if low > 0 else "worse" if high < 0 else "no clear difference"
        print(f"  {level:13s} {before:.3f} -> {after:.3f}  {gain:+.3f} [{low:+.3f}, {high:+.3f}]  {says}")


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
