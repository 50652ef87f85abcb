"""How well mentions are brought to one speaker: precision and recall against marks made by hand.

    python benchmarks/speakers_scores.py MARKS [REFERENCE] [--split dev|train] [--errors N]

MARKS is a JSON file made by a reader who had not seen the output: a list of {"id", "mentions": [{"source": spans,
"who": name}]}, the spans being sources of hand-marked attributions of the article `id` in
REFERENCE/eval/polnear/SPLIT.jsonl.gz and `who` any name that is the same for the same person, body or document within
the article (null where the reader could not tell). REFERENCE: default SAMESTORY_REFERENCE, else the folder `shared`
beside the project. The marked attributions are given to `helpers.saying.speakers.speakers`, so that
finding attributions is not measured here.

Pairs: two mentions of one article brought together, rightly or not. B-cubed: Bagga and Baldwin, "Algorithms for
scoring coreference chains" (LREC workshop 1998); a mention without a speaker is a cluster of its own. Pronouns: one
is right if the nearest mention before it with the same speaker, and no pronoun, is of the person marked.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from itertools import combinations
from pathlib import Path

from helpers.saying.speakers import identify

PERSONAL = frozenset(("he", "she", "they", "it", "him", "her", "them", "his", "their", "its"))
RELATIVE = frozenset(("who", "which", "that", "whose"))


def main() -> int:
    """Print the scores; 0 when marks and reference were found, else 2."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("marks", type=Path)
    parser.add_argument("reference", nargs="?", type=Path)
    parser.add_argument("--split", default="dev", choices=("dev", "train"))
    parser.add_argument("--errors", type=int, default=0, help="print so many mentions that are wrongly linked")
    args = parser.parse_args()
    default = os.environ.get("SAMESTORY_REFERENCE") or Path(__file__).parents[2] / "shared"
    gold = (args.reference or Path(default)) / "eval" / "polnear" / f"{args.split}.jsonl.gz"
    for path in (args.marks, gold):
        if not path.is_file():
            print(f"{path} is missing: see the first lines of this script.", file=sys.stderr)
            return 2
    with gzip.open(gold, "rt", encoding="utf-8") as lines:
        articles = {r["id"]: r for r in map(json.loads, lines)}
    marks = json.loads(args.marks.read_text(encoding="utf-8"))
    read = [mentions(articles[m["id"]], m["mentions"]) for m in marks]
    n = sum(len(r) for r in read)
    print(f"{n} mentions judged in {len(read)} articles")
    for name, found in (
        ("speakers()", read),
        ("every mention alone", [[{**m, "found": None} for m in r] for r in read]),
        ("the same words, the same speaker", [[{**m, "found": m["words"].lower()} for m in r] for r in read]),
    ):
        print(f"{name:34s} pairs {rates(*pairs(found))}; B-cubed {rates(*b_cubed(found))}")
    for name, words in (("personal pronouns", PERSONAL), ("relative pronouns", RELATIVE)):
        right, resolved, possible = pronouns(read, words)
        print(f"{name}: {right} of {resolved} resolved rightly, {possible} could be")
    for basis, (right, n) in sorted(by_basis(read).items()):
        print(f"  {basis[0]}, confidence {basis[1]}: {right} of {n} right")
    if args.errors:
        print_errors(articles, marks, read, args.errors)
    return 0


def mentions(article: dict, marked: list[dict]) -> list[dict]:
    """The judged mentions of an article in order: words, who (the mark), found (the index, or None), basis."""
    rows = [{**a, "type": "source"} for a in article["attributions"] if a["source"]]
    rows.sort(key=lambda a: min(s for part in ("source", "cue", "content") for s, _ in a[part]))
    _, links = identify(article["text"], rows)
    found = {str(a["source"]): link for a, link in zip(rows, links, strict=True)}
    out = []
    for m in marked:
        if m["who"] is not None:
            start, end = m["source"][0]
            words = " ".join(article["text"][start:end].split())
            link = found[str(m["source"])]
            out.append({"words": words, "who": m["who"], "found": link.speaker, "basis": link.basis,
                        "confidence": link.confidence, "source": m["source"]})
    return out


def pairs(read: list[list[dict]]) -> tuple[float, float]:
    """Precision and recall of pairs of mentions said to be one speaker."""
    both = ours = theirs = 0
    for article in read:
        for a, b in combinations(article, 2):
            same, marked = a["found"] is not None and a["found"] == b["found"], a["who"] == b["who"]
            both, ours, theirs = both + (same and marked), ours + same, theirs + marked
    return both / max(ours, 1), both / max(theirs, 1)


def b_cubed(read: list[list[dict]]) -> tuple[float, float]:
    """Mean over mentions: the share of its cluster that is marked the same, and of its marked cluster found."""
    precision, recall = [], []
    for article in read:
        for k, m in enumerate(article):
            ours = {j for j, o in enumerate(article) if m["found"] is not None and o["found"] == m["found"]} | {k}
            theirs = {j for j, o in enumerate(article) if o["who"] == m["who"]}
            precision.append(len(ours & theirs) / len(ours))
            recall.append(len(ours & theirs) / len(theirs))
    return sum(precision) / max(len(precision), 1), sum(recall) / max(len(recall), 1)


def pronouns(read: list[list[dict]], words: frozenset[str]) -> tuple[int, int, int]:
    """Pronouns resolved to the person marked; resolved to anybody; whose person is named before."""
    right = resolved = possible = 0
    for article in read:
        for k, m in enumerate(article):
            if m["words"].lower() in words:
                full = [o for o in article[:k] if o["words"].lower() not in PERSONAL | RELATIVE]
                possible += any(o["who"] == m["who"] for o in full)
                before = [o for o in full if m["found"] is not None and o["found"] == m["found"]]
                resolved += bool(before)
                right += bool(before) and before[-1]["who"] == m["who"]
    return right, resolved, possible


def by_basis(read: list[list[dict]]) -> dict[tuple[str, float], tuple[int, int]]:
    """(basis, confidence) -> links to a speaker already met: how many are to the one marked, and how many there are."""
    out: dict[tuple[str, float], tuple[int, int]] = {}
    for article in read:
        for k, m in enumerate(article):
            before = [o for o in article[:k] if m["found"] is not None and o["found"] == m["found"]]
            if before:
                right, n = out.get((m["basis"], m["confidence"]), (0, 0))
                out[m["basis"], m["confidence"]] = (right + (before[-1]["who"] == m["who"]), n + 1)
    return out


def rates(precision: float, recall: float) -> str:
    """Precision, recall and F1 in one line."""
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"precision {precision:.3f}, recall {recall:.3f}, F1 {f1:.3f}"


def print_errors(articles: dict, marks: list[dict], read: list[list[dict]], most: int) -> None:
    for mark, article in zip(marks, read, strict=True):
        for k, m in enumerate(article):
            wrong = [o for o in article[:k] if (m["found"] is not None and o["found"] == m["found"]) != (
                o["who"] == m["who"])]
            if wrong and most:
                most -= 1
                print(f"{mark['id']}: {m['words']!r} ({m['who']}, found {m['found']}) against "
                      f"{wrong[-1]['words']!r} ({wrong[-1]['who']}, found {wrong[-1]['found']})")


if __name__ == "__main__":
    sys.exit(main())
