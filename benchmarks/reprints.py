"""How much of a reprint is found: whole, cut, edited or embedded copies made from the articles of the sample.

    python benchmarks/reprints.py [REFERENCE]

Each article that the sample counts is reprinted once in each way, one way at a time, among all the others:

    full        word for word, under another outlet's name
    cut         its first 40 %
    edited      one word in ten (twenty, five) exchanged, at random places, for a word drawn from the other articles
    embedded    a run of 30 % of its words, inside the article of another story or outlet

Printed: the share of reprints that the table `reprints` lists against their original; of those, how much of the planted
text its passages cover and how much of the passages is planted; the share that counts as one voice (`duplicates`).
With REFERENCE, a folder with `corpus/event-triples`, also the pairs of outlets that tell one event and are falsely
called whole copies.
"""

from __future__ import annotations

import gzip
import json
import random
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path

from helpers.copies.reuse import duplicates, reprints
from helpers.corpus import SAMPLE, load_corpus
from helpers.text.ngrams import WORD, Text

SEED = 2031
Place = tuple[int, int]
Planted = tuple[str, Place, Place]  # the reprint, where in it the planted words stand, and where in the original


def article(name: str, text: str, outlet: str) -> Text:
    return Text(name, name, outlet, None, True, text, ())


def full(text: str, other: str, dice: random.Random) -> Planted:
    return text, (0, len(text)), (0, len(text))


def cut(text: str, other: str, dice: random.Random) -> Planted:
    words = list(WORD.finditer(text))
    end = words[int(0.4 * len(words)) - 1].end()
    return text[:end], (0, end), (0, end)


def edited(share: float):
    def edit(text: str, other: str, dice: random.Random) -> Planted:
        strange = [m[0] for m in WORD.finditer(other)]
        words = list(WORD.finditer(text))
        out, at = [], 0
        for k in sorted(dice.sample(range(len(words)), round(share * len(words)))):
            out += [text[at : words[k].start()], dice.choice(strange)]
            at = words[k].end()
        made = "".join([*out, text[at:]])
        return made, (0, len(made)), (0, len(text))

    return edit


def embedded(text: str, other: str, dice: random.Random) -> Planted:
    words, host = list(WORD.finditer(text)), list(WORD.finditer(other))
    length = round(0.3 * len(words))
    first = dice.randrange(len(words) - length)
    start, end = words[first].start(), words[first + length - 1].end()
    at = host[dice.randrange(len(host))].end()
    return f"{other[:at]}\n\n{text[start:end]}\n\n{other[at:]}", (at + 2, at + 2 + end - start), (start, end)


WAYS = {"full": full, "cut to 40 %": cut, "edited, 1 word in 20": edited(0.05), "edited, 1 word in 10": edited(0.1),
        "edited, 1 word in 5": edited(0.2), "30 % embedded": embedded}  # fmt: skip


def overlap(spans: list[list[int]], place: Place) -> int:
    return sum(max(0, min(e, place[1]) - max(s, place[0])) for s, e in spans)


def measured(way: str, texts: list[Text]) -> str:
    dice = random.Random(SEED)
    listed, one_voice, covered, planted, said = 0, 0, 0, 0, 0
    for k, original in enumerate(texts):
        other = texts[(k + len(texts) // 2) % len(texts)]
        made, there, here = WAYS[way](original.text, other.text, dice)
        reprint = article("reprint", made, "The Reprinter")
        # An embedding article stands in place of its host, which it would otherwise be a copy of.
        rest = [t for t in texts if way != "30 % embedded" or t is not other]
        found = reprints([*rest, reprint])
        pair = found[found["article_id"].isin({"reprint", original.article_id})
                     & found["of_article_id"].isin({"reprint", original.article_id})]  # fmt: skip
        listed += len(pair)
        copies = duplicates([*rest, reprint], found)
        one_voice += len({copies.get(name, name) for name in ("reprint", original.article_id)}) == 1
        for row in pair.itertuples():
            place = there if row.article_id == "reprint" else here  # passages stand in the shorter of the two
            covered += overlap(row.spans, place)
            planted += place[1] - place[0]
            said += sum(e - s for s, e in row.spans)
    n = len(texts)
    return (f"{way}: listed {listed / n:.2f} of {n}, passages cover {covered / max(planted, 1):.2f} of what was "
            f"planted and are planted to {covered / max(said, 1):.2f}, one voice {one_voice / n:.2f}")  # fmt: skip


def events(reference: Path) -> str:
    lines = (reference / "corpus/event-triples/articles.jsonl").read_text(encoding="utf-8").splitlines()
    event_of = {}
    for name in ("train", "dev"):
        path = reference / f"eval/basil/{name}.jsonl.gz"
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as file:
                event_of |= {r["url"]: r["event"] for r in map(json.loads, file)}
    texts, groups = [], defaultdict(list)
    for k, r in enumerate(map(json.loads, lines)):
        texts.append(article(str(k), r["text"], r["outlet"]))
        groups[event_of[r["url"]]].append(str(k))
    pairs = {frozenset(p) for group in groups.values() for p in combinations(group, 2)}
    found = reprints(texts, at_least=0.01)
    share = {frozenset(p): s for *p, s in found[["article_id", "of_article_id", "share"]].itertuples(index=False)}
    false = {frozenset(p) for p in duplicates(texts, found).items()} & pairs
    return (f"same event, other outlet: {len(false)} of {len(pairs)} pairs falsely called whole copies; the largest "
            f"share of such a pair is {max((share.get(p, 0) for p in pairs), default=0):.2f}")  # fmt: skip


def main() -> None:
    corpus = load_corpus(SAMPLE)
    ids, outlets = (corpus.counted[name] for name in ("article_id", "outlet"))
    texts = [article(name, text, str(outlet)) for name, text, outlet in zip(ids, corpus.texts, outlets, strict=True)]
    for way in WAYS:
        print(measured(way, texts))
    if len(sys.argv) > 1:
        print(events(Path(sys.argv[1])))


if __name__ == "__main__":
    main()
