"""What our readability measures cost beside textstat and beside one look at the words, in CPU time, in one run.

    python benchmarks/readability_speed.py [ARTICLES.jsonl.gz] [--n 300]

ARTICLES: JSON Lines with a field `text`; default: eval/allsides/sample.jsonl.gz in the folder that the environment
variable SAMESTORY_REFERENCE names (default: shared/ beside the project). Prints seconds and ratios for

* textstat, called measure by measure, as its own splitter goes, its dictionary already read;
* `readability.measures`, cold (empty caches, dictionaries still to be read) and warm;
* one pass of the regular expression for words.

Runs are repeated, each going through all articles in their order, and of every article the least time is taken, because
other work on the machine only ever adds time; cold runs and those of textstat each have a process of their own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, pairwise
from multiprocessing import get_context
from pathlib import Path

from helpers import readability, spans
from helpers.measuring import tool_effect

COLD_RUNS, TEXTSTAT_RUNS, TURNS = 4, 2, 12
ROOT = Path(__file__).resolve().parents[1]


def seconds(function, texts: list[str]) -> list[float]:
    """What each text takes, in turn."""
    times = [time.process_time()]
    for text in texts:
        function(text)
        times.append(time.process_time())
    return [after - before for before, after in pairwise(times)]


def least(runs: Iterable[list[float]]) -> float:
    """The least time of each text, summed."""
    return sum(map(min, zip(*runs, strict=True)))


def by_textstat(text: str) -> None:
    from textstat import textstat

    for method in tool_effect.TEXTSTAT.values():
        getattr(textstat, method)(text)


def seconds_of_textstat(texts: list[str]) -> list[float]:
    by_textstat(texts[0])
    return seconds(by_textstat, texts)


def main() -> None:
    reference = Path(os.environ.get("SAMESTORY_REFERENCE", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", default=reference / "eval/allsides/sample.jsonl.gz")
    parser.add_argument("--n", type=int, default=300)
    args = parser.parse_args()
    with gzip.open(args.articles, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, args.n)]

    with ProcessPoolExecutor(1, max_tasks_per_child=1, mp_context=get_context("spawn")) as pool:
        cold = least(pool.submit(seconds, readability.measures, texts).result() for _ in range(COLD_RUNS))
        theirs = least(pool.submit(seconds_of_textstat, texts).result() for _ in range(TEXTSTAT_RUNS))
    seconds(readability.measures, texts)
    turns = [(seconds(readability.measures, texts), seconds(spans.WORD.findall, texts)) for _ in range(TURNS)]
    warm, words = map(least, zip(*turns, strict=True))
    n_words = sum(len(spans.WORD.findall(text)) for text in texts)
    print(f"{len(texts)} articles, {n_words:,} words; CPU seconds")
    for name, value in (("textstat", theirs), ("ours, cold", cold), ("ours, warm", warm), ("words", words)):
        print(f"{name:12}{value:8.2f}")
    print(f"textstat / ours: cold {theirs / cold:.1f}, warm {theirs / warm:.1f}")
    print(f"ours / words:    cold {cold / words:.1f}, warm {warm / words:.1f}")


if __name__ == "__main__":
    main()
