"""What our readability measures cost beside textstat and beside one look at the words, in CPU time.

    python benchmarks/readability_speed.py [ARTICLES.jsonl.gz] [--n 300]

ARTICLES: JSON Lines with a field `text`; default: eval/allsides/sample.jsonl.gz in the folder that the environment
variable SAMESTORY_REFERENCE names (default: shared/ beside the project). Prints seconds and ratios for

* textstat, called measure by measure, as its own splitter goes;
* `readability.measures`, cold (empty caches, dictionaries still to be read) and warm;
* one pass of the regular expression for words.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import time
from itertools import islice
from pathlib import Path

from helpers import readability, spans, tool_effect

ROOT = Path(__file__).resolve().parents[1]


def seconds(function, texts: list[str]) -> float:
    started = time.process_time()
    for text in texts:
        function(text)
    return time.process_time() - started


def by_textstat(text: str) -> None:
    from textstat import textstat

    for method in tool_effect.TEXTSTAT.values():
        getattr(textstat, method)(text)


def main() -> None:
    reference = Path(os.environ.get("SAMESTORY_REFERENCE", ROOT.parent / "shared"))
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", nargs="?", default=reference / "eval/allsides/sample.jsonl.gz")
    parser.add_argument("--n", type=int, default=300)
    args = parser.parse_args()
    with gzip.open(args.articles, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in islice(lines, args.n)]

    # Ours goes first, so that "cold" includes reading the dictionaries that textstat needs too.
    cold = seconds(readability.measures, texts)
    warm = min(seconds(readability.measures, texts) for _ in range(3))
    words = min(seconds(spans.WORD.findall, texts) for _ in range(3))
    theirs = seconds(by_textstat, texts)
    n_words = sum(len(spans.WORD.findall(text)) for text in texts)
    print(f"{len(texts)} articles, {n_words:,} words; CPU seconds")
    for name, value in (("textstat", theirs), ("ours, cold", cold), ("ours, warm", warm), ("words", words)):
        print(f"{name:12}{value:8.2f}")
    print(f"textstat / ours: cold {theirs / cold:.1f}, warm {theirs / warm:.1f}")
    print(f"ours / words:    cold {cold / words:.1f}, warm {warm / words:.1f}")


if __name__ == "__main__":
    main()
