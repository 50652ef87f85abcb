"""How much of the sample corpus's truth the helpers find: per truth table the rows found, missed and falsely found.

    python benchmarks/sample_truth.py [--pages] [--confused]

Reads data/sample and its truth; `--pages` adds the overlap of body text and the attributions of every page,
`--confused` the relations of numbers that are taken for others, and the facts of one outlet that are not listed.
Scores are those of tests/truth_scores.py, where each is explained.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from helpers.corpus import SAMPLE, load_corpus

TESTS = Path(__file__).resolve().parents[1] / "tests"
sys.path.insert(0, str(TESTS))

from truth_scores import Found, Score, total  # noqa: E402

TYPES = ("source", "document", "non_response", "character", "hearsay", "thought")


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--pages", action="store_true")
    parser.add_argument("--confused", action="store_true")
    options = parser.parse_args()
    began = time.perf_counter()
    found = Found(load_corpus(SAMPLE), SAMPLE, TESTS / "sample_source")
    print(f"{len(found.pages)} pages read in {time.perf_counter() - began:.1f} s")
    print(f"{'truth table':42s} {'found':>6s} {'missed':>6s} {'false':>6s}")
    for name, score, note in rows(found):
        print(f"{name:42s} {score.found:6d} {score.missed:6d} {score.false:6d}  {note}".rstrip())
    if options.pages:
        print_pages(found)
    if options.confused:
        print_confused(found)
    return 0


def rows(found: Found):
    """Rows of the table: what is scored, its score, a note."""
    iou, role = found.body_iou.values(), found.role_share.values()
    good = sum(x >= 0.98 for x in iou)
    yield (
        "zones: pages with body overlap >= .98", Score(good, len(iou) - good, 0),
        f"mean {sum(iou) / len(iou):.3f}, lowest {min(iou):.3f}",
    )  # fmt: skip
    good = sum(x >= 0.98 for x in role)
    yield (
        "zones: pages with roles right >= .98", Score(good, len(role) - good, 0),
        f"mean {sum(role) / len(role):.3f}, lowest {min(role):.3f}; without by-lines and other lines around the body",
    )  # fmt: skip
    for field in ("outlet", "carrier", "origin", "published", "headline", "complete"):
        yield f"pages: {field}", found.stated(field), ""
    yield "duplicates: pairs of pages", found.copies, ""
    yield "sentences: both ends exact", found.sentences, ""
    yield "attributions", found.attributions, rates(found.attributions)
    for field, values in (("type", TYPES), ("form", ("direct", "mixed", "indirect"))):
        for value in values:
            right, n = found.right(field, value)
            lost = sum(m[field] == value for page in found.said.values() for m in page.missed)
            note = f"{lost} more are not found at all" if lost else ""
            yield f"attributions found: {field} {value}", Score(right, n - right, 0), note
    named = found.speakers
    yield "speakers: named people with one entry", named.score, "false: entries of nobody who speaks"
    yield "speakers: named for what they say", named.right_name, "missed: unnamed or unknown; false: another's name"
    shared = [t.score for f, t in found.tellings.items() if len(found.told[f]) > 1]
    yield "facts: tellings of those told on 2+ pages", total(shared), rates(total(shared))
    yield (
        "facts: told by one outlet alone", found.only_here.score,
        f"{len(found.only_list)} listed; false: others tell it too",
    )  # fmt: skip
    perhaps = found.perhaps_elsewhere
    yield (
        "facts: perhaps told by others, too", Score(len(perhaps.false), 0, len(perhaps.found)),
        f"{len(found.perhaps_list)} listed; found: others tell it; false: one alone does",
    )  # fmt: skip
    yield "numbers: places", found.numbers.places, ""
    yield "numbers: relations", found.numbers.relations, "false: another relation"
    yield "numbers: conflicts", found.numbers.conflicts, ""
    yield "labels", found.labels, ""
    for kind in ("statement", "wire", "carrier", "stock_phrase", None):
        r = found.reuse(kind)
        score = Score(r.both, r.overlapping.found - r.both + r.overlapping.missed, 0 if kind else r.overlapping.false)
        note = f"kind right {r.kind}, ends within 3 words {r.ends}, place found {r.overlapping.found}"
        yield f"reuse: {kind or 'all'}", score, note
    nulls = found.nulls()
    wanted = {n["null_id"]: n["expected"] for n in found.truth["nulls"]}
    for name, said in nulls.items():
        right = wanted[name] in said.sentence
        yield f"nulls: {name}", Score(int(right), int(not right), 0), said.sentence


def rates(score: Score) -> str:
    return f"recall {score.recall:.2f}, precision {score.precision:.2f}"


def print_pages(found: Found) -> None:
    print(f"\n{'page':36s} body overlap, roles right, attributions found/missed/false")
    for page, name in found.name.items():
        score = found.said[page].score
        print(f"{name:36s} {found.body_iou[page]:.3f} {found.role_share[page]:.3f}  " + "/".join(map(str, score)))


def print_confused(found: Found) -> None:
    print("\nrelations of numbers: truth -> found")
    for (wanted, got), n in found.numbers.confused.most_common():
        if wanted != got:
            print(f"  {wanted} -> {got}: {n}")
    print("facts of one outlet that are not listed:", ", ".join(found.only_here.missed) or "none")
    pages = Counter(found.name[p] for p, _, _ in found.only_here.false)
    print("places listed that others tell too:", ", ".join(f"{p} {n}" for p, n in pages.most_common()))


if __name__ == "__main__":
    sys.exit(main())
