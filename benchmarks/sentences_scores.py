"""How well sentences are cut, beside other splitters, on sentences cut by hand; and what each costs.

    python benchmarks/sentences_scores.py [REFERENCE] [--cut CUT.json] [--errors N]

REFERENCE holds `eval/` and `corpus/`; default: SAMESTORY_REFERENCE, else the folder `shared` beside the project. CUT
names sentences cut by hand in articles of `eval/allsides/sample.jsonl.gz`: a list of {"id": article,
"start", "end": the stretch that was cut, "sentences": [[start, end], …]}, offsets into the article's `text`. The
other sets are the hand reading of the seeds and the sentence lists of BASIL (its titles left out, paragraphs put
together again with blank lines).

A boundary is the first character of a sentence, the first sentence of a stretch excepted. "inside lines" leaves
out boundaries at line ends, which every program that knows line ends gets for nothing. Splitters that are not
installed are left out; each is run on whole texts and line by line, and its better score is printed.

The rules of the cut: a line end ends a sentence, so headlines, captions, list items and "Read more" lines are
sentences, however little they hold. A full stop that the writer meant as an end is one, even for effect ("I. Do.
Not."). A colon, a semicolon or a dash ends none. A quotation of several sentences is cut inside; a quoted question
or exclamation goes on with "he said" or the sentence it stands in. An ellipsis ends a sentence if a new one begins
behind it. Closing marks, and an omission mark of its own, belong to the sentence before; a credit in brackets
behind a full stop is one for itself.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable
from importlib import metadata
from itertools import groupby
from pathlib import Path

from helpers import spans

Stretch = tuple[str, int, int, list[int]]  # text, its stretch, where the sentences in it begin
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def main() -> int:
    """Print the table; 0 when the reference was found, else 2."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default = Path(os.environ.get("SAMESTORY_REFERENCE") or Path(__file__).parents[2] / "shared")
    parser.add_argument("reference", nargs="?", type=Path, default=default)
    parser.add_argument("--cut", type=Path, help="sentences cut by hand, see above")
    parser.add_argument("--errors", type=int, default=0, help="print so many of our errors in each set but BASIL")
    args = parser.parse_args()
    if not (args.reference / "eval").is_dir():
        print(f"{args.reference} holds no eval/: give the folder of reference data as argument.", file=sys.stderr)
        return 2
    articles = _articles(args.reference)
    sets = {"seeds": _seeds(args.reference), "BASIL": _basil(args.reference)}
    if args.cut:
        sets = {"hand-cut": _hand_cut(args.cut, articles)} | sets
    known = splitters()
    for name, stretches in sets.items():
        gold = sum(len(g) for *_, g in stretches)
        print(f"\n{name}: {len(stretches)} stretches, {gold} boundaries; F1 of all (inside lines), as run best")
        for who, split in known.items():
            runs = {"whole texts": split, "line by line": lambda text, split=split: _by_line(split, text)}
            scores = {how: (_f1(run, stretches), _f1(run, stretches, inside=True)) for how, run in runs.items()}
            how = max(scores, key=scores.__getitem__)
            print(f"  {who:18}{scores[how][0]:.3f} ({scores[how][1]:.3f})  {how}")
        if name != "BASIL":
            _show_errors(stretches, args.errors)
    _speed(known, [t for _, t in zip(range(300), articles.values(), strict=False)])
    return 0


# --- sets ------------------------------------------------------------------------------------------------------


def _articles(reference: Path) -> dict[str, str]:
    return {row["id"]: row["text"] for row in _rows(reference / "eval/allsides/sample.jsonl.gz")}


def _rows(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _hand_cut(path: Path, articles: dict[str, str]) -> list[Stretch]:
    cuts = json.loads(path.read_text(encoding="utf-8"))
    return [(articles[c["id"]], c["start"], c["end"], [s for s, _ in c["sentences"]][1:]) for c in cuts]


def _seeds(reference: Path) -> list[Stretch]:
    """Runs of hand-cut sentences with nothing but white space between them."""
    read = json.loads((reference / "eval/seeds_reading.json").read_text(encoding="utf-8"))
    out = []
    for doc, about in read["docs"].items():
        text = (reference / "corpus/seeds" / about["file"]).read_bytes().decode("utf-8")
        found = sorted((s["start"], s["end"]) for s in read["sentences"].values() if s["doc"] == doc)
        runs: list[list[tuple[int, int]]] = []
        for s, e in found:
            if runs and not text[runs[-1][-1][1] : s].strip():
                runs[-1].append((s, e))
            else:
                runs.append([(s, e)])
        out += [(text, run[0][0], run[-1][1], [s for s, _ in run][1:]) for run in runs]
    return out


def _basil(reference: Path) -> list[Stretch]:
    out = []
    for row in _rows(reference / "eval/basil/dev.jsonl.gz"):
        text, starts = "", []
        body = [s for s in row["sentences"] if s["id"] != "title" and s["text"].strip()]
        for _, sentences in groupby(body, key=lambda s: s["par"]):
            text += "\n\n" if text else ""
            for k, s in enumerate(sentences):
                text += " " if k else ""
                starts.append(len(text))
                text += s["text"].strip()
        out.append((text, 0, len(text), starts[1:]))
    return out


# --- splitters: text → where sentences begin -------------------------------------------------------------------


def splitters() -> dict[str, Callable[[str], list[int]]]:
    """Ours, and those of the libraries compared that are installed."""
    found: dict[str, Callable[[str], list[int]]] = {"ours": lambda text: [s for s, _ in spans.sentences(text)]}
    for name, make in (("sentencex", _sentencex), ("pysbd", _pysbd), ("syntok", _syntok), ("nupunkt", _nupunkt),
                       ("blingfire", _blingfire)):
        try:
            found[f"{name} {metadata.version(name)}"] = make()
        except (ImportError, metadata.PackageNotFoundError):
            print(f"not installed: {name}", file=sys.stderr)
    return found


def _sentencex() -> Callable[[str], list[int]]:
    from sentencex import segment

    return lambda text: _starts(text, segment("en", text))


def _pysbd() -> Callable[[str], list[int]]:
    import pysbd

    segmenter = pysbd.Segmenter(language="en", clean=False)
    return lambda text: _starts(text, segmenter.segment(text))


def _syntok() -> Callable[[str], list[int]]:
    from syntok import segmenter

    return lambda text: [s[0].offset for paragraph in segmenter.process(text) for s in paragraph if s]


def _nupunkt() -> Callable[[str], list[int]]:
    from nupunkt import sent_tokenize

    sent_tokenize("It loads. Its model.")
    return lambda text: _starts(text, sent_tokenize(text))


def _blingfire() -> Callable[[str], list[int]]:
    from blingfire import text_to_sentences

    return lambda text: _starts(text, text_to_sentences(text).split("\n"))


def _starts(text: str, pieces: Iterable[str]) -> list[int]:
    """Where pieces of `text` begin, told by their characters other than white space, which some splitters change."""
    places = [m.start() for m in re.finditer(r"\S", text)]
    out, at = [], 0
    for piece in pieces:
        n = len(re.findall(r"\S", piece))
        if n and at < len(places):
            out.append(places[at])
        at += n
    return out


def _by_line(split: Callable[[str], list[int]], text: str) -> list[int]:
    return [m.start() + s for m in _LINE.finditer(text) for s in split(m.group())]


# --- scores ----------------------------------------------------------------------------------------------------


def _f1(split: Callable[[str], list[int]], stretches: list[Stretch], inside: bool = False) -> float:
    right = gold = found = 0
    for text, start, end, starts in stretches:
        mine = {s for s in split(text) if start < s < end}
        true = set(starts)
        if inside:
            mine, true = ({s for s in places if not _opens_line(text, s)} for places in (mine, true))
        right, gold, found = right + len(mine & true), gold + len(true), found + len(mine)
    return 2 * right / (gold + found) if gold + found else 1.0


def _opens_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _show_errors(stretches: list[Stretch], most: int) -> None:
    shown = 0
    for text, start, end, starts in stretches:
        mine = {s for s, _ in spans.sentences(text) if start < s < end}
        for at in sorted(mine ^ set(starts)):
            if shown < most:
                print(f"    {'false' if at in mine else 'missed'}: {text[max(0, at - 40):at]!r} | {text[at:at + 30]!r}")
            shown += 1


def _speed(known: dict[str, Callable[[str], list[int]]], texts: list[str]) -> None:
    words = sum(len(spans.WORD.findall(t)) for t in texts)
    print(f"\nspeed over {len(texts)} articles, {words:,} words (words a second of processor time; ours is 1)")
    rates = {}
    for who, split in known.items():
        split(texts[0])
        # The slowest is given a tenth, so that it does not take most of the time.
        some = texts[::10] if who.startswith("pysbd") else texts
        began = time.process_time()
        for text in some:
            split(text)
        rates[who] = sum(len(t) for t in some) / (time.process_time() - began)
    characters = sum(map(len, texts))
    for who, rate in rates.items():
        print(f"  {who:18}{rate * words / characters:12,.0f}  {rates['ours'] / rate:7.2f} times our time")


if __name__ == "__main__":
    sys.exit(main())
