"""Measure topics and framing against reference data.

    python benchmarks/framing_scores.py [REFERENCE] [--deals 30] [--large 5]

REFERENCE is a folder that holds `eval/` (default: the environment variable SAMESTORY_REFERENCE). Prints, for each
measure, the figure and what it was measured on. Takes some minutes; with --deals 200 half an hour. `--deals` are those
of 10 to 50 articles a side, `--large` those of 500. For furniture the first words are listed, to be judged by eye.
`--judge SEED` lists 100 deeds, 100 modifiers and 40 hedged and 40 certain sentences instead, each kind from articles
drawn at random, to be judged by hand. Nothing is written.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score, roc_auc_score

from helpers.choices.deeds import roles
from helpers.choices.masking import blanked
from helpers.framing import claims, distinctive_words, main_actors, modifiers, rival_labels, word_scores
from helpers.spans import words
from helpers.topics import stories, topic_model


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("reference", nargs="?", default=os.environ.get("SAMESTORY_REFERENCE"))
    ap.add_argument("--deals", type=int, default=30)
    ap.add_argument("--large", type=int, default=5)
    ap.add_argument("--judge", type=int)
    options = ap.parse_args()
    if not options.reference:
        ap.error("give the reference folder, or set SAMESTORY_REFERENCE")
    folder = Path(options.reference) / "eval"
    if options.judge is not None:
        to_judge(read(folder / "allsides/sample.jsonl.gz"), options.judge)
        return
    same_story(read(folder / "basil/dev.jsonl.gz"))
    news = read(folder / "allsides/sample.jsonl.gz")
    spec = importlib.util.spec_from_file_location("placebo_tool", folder / "allsides/score_placebo.py")
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    topic_labels(news, (folder / "allsides/README.md").read_text("utf-8"))
    words_worth_checking(read(folder / "babe/dev.jsonl.gz"), read(folder / "basil/dev.jsonl.gz"))
    immigration(news)
    first_words(news)
    data = str(folder / "allsides/sample.jsonl.gz")
    for n, pool in ((10, "outlet"), (20, "outlet"), (35, "outlet"), (50, "outlet"), (500, "all")):
        for share in (0, 1, 0.5):
            deal(tool, data, n, pool, share, options.deals if n < 500 else options.large)


def read(path: Path) -> list[dict]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def show(what: str, **figures) -> None:
    values = "  ".join(f"{k} {v:.3f}" if isinstance(v, float) else f"{k} {v}" for k, v in figures.items())
    print(f"{what:58s} {values}", flush=True)


def same_story(articles: list[dict]) -> None:
    texts = ["\n".join(s["text"] for s in a["sentences"]) for a in articles]
    gold = np.unique([a["event"] for a in articles], return_inverse=True)[1]
    upper = np.triu_indices(len(gold), 1)
    truth = (gold[:, None] == gold)[upper]
    for name, dates in (("dates unknown", None), ("with dates", [a["date"] for a in articles])):
        labels = np.array(stories(texts, dates))
        found = (labels[:, None] == labels)[upper]
        both = float((truth & found).sum())
        figures = {"precision": both / found.sum(), "recall": both / truth.sum()}
        show(f"same story, {name}", ARI=float(adjusted_rand_score(gold, labels)), **figures)


def topic_labels(news: list[dict], readme: str) -> None:
    clear = re.search(r"\*\*Clear topics\*\*[^:]*: ([a-z0-9_, ]+)\.", readme).group(1).split(", ")
    news = [a for a in news if a["topic"] in clear]
    texts, gold = [a["title"] + "\n" + a["text"] for a in news], np.array([a["topic"] for a in news])
    start = time.perf_counter()
    labels = np.array(topic_model(texts, k=len(clear)).labels)
    seconds = time.perf_counter() - start
    pure = sum(Counter(gold[labels == c].tolist()).most_common(1)[0][1] for c in set(labels.tolist()))
    score = float(normalized_mutual_info_score(gold, labels))
    show(f"topics, {len(texts)} articles", NMI=score, purity=pure / len(texts), seconds=seconds)
    rng = np.random.default_rng(1)
    for n, ks in ((20, (4, 5)), (30, (3, 5, 6))):
        scores = []
        for k in ks * 10:
            kinds = rng.choice(clear, k, replace=False)
            pick = np.concatenate([rng.choice(np.flatnonzero(gold == t), n // k, replace=False) for t in kinds])
            own = topic_model([texts[i] for i in pick], k=k).labels
            scores.append(adjusted_rand_score(gold[pick], own))
        show(f"topics, {n} articles of {min(ks)} to {max(ks)} topics", ARI=float(np.mean(scores)))


def words_worth_checking(babe: list[dict], basil: list[dict]) -> None:
    marked = {"sentences with marked words": [], "articles with marked spans": []}
    for d in babe:
        spans = []
        for w in d["biased_words"]:
            low = d["text"].lower()
            spans += [m.span() for m in re.finditer(rf"(?<!\w){re.escape(w)}(?!\w)", low)] if w.strip() else []
        marked["sentences with marked words"].append((d["text"], spans))
    for a in basil:
        for s in a["sentences"]:
            spans = [x for x in a["spans"] if x["sentence"] == s["id"] and x["type"] == "lexical"]
            marked["articles with marked spans"].append((s["text"], [(x["start"], x["end"]) for x in spans]))
    for name, items in marked.items():
        truth, scores = [], []
        for text, spans in items:
            got = {(s, e): score for s, e, score in word_scores(text)}
            for s, e in words(text):
                truth.append(any(s < y and x < e for x, y in spans))
                scores.append(got.get((s, e), 0.0))
        truth, scores = np.array(truth), np.array(scores)
        shown = truth[scores >= 0.5]
        recall = float(shown.sum() / truth.sum())
        show(
            f"words worth checking, {name}",
            AUC=float(roc_auc_score(truth, scores)),
            precision=float(shown.mean()),
            recall=recall,
        )


def immigration(news: list[dict]) -> None:
    """How often two outlets' choice of label is told apart, five articles a side in one pair, ten in others."""
    pair = [("illegal", "undocumented, unauthorized")]
    uses = re.compile(r"(?i)\b(?:illegal|undocumented|unauthorized)\b")
    by_outlet: dict[str, list[str]] = {}
    for a in news:
        text = a["title"] + "\n" + a["text"]
        if a["topic"] == "immigration" and uses.search(text):
            by_outlet.setdefault(a["outlet"], []).append(text)
    for one, other, n in (
        ("Washington Times", "Vox", 5),
        ("Washington Times", "Vox", 10),
        ("Breitbart News", "Vox", 10),
        ("Breitbart News", "Politico", 10),
        ("Washington Times", "Politico", 10),
    ):
        rng, won, a, b = np.random.default_rng(3), [], by_outlet[one], by_outlet[other]
        for _ in range(100):
            sides = [[side[i] for i in rng.choice(len(side), n, replace=False)] for side in (a, b)]
            won.append(float(rival_labels(*sides, pair).p[0]) < 0.05)
        show(f"rival labels, {one} ({len(a)}) and {other} ({len(b)}), n = {n}", power=float(np.mean(won)))


def first_words(news: list[dict]) -> None:
    """The first twenty words of six pairs of outlets, to judge by eye how many are furniture."""
    by_outlet: dict[str, list[str]] = {}
    for a in news:
        by_outlet.setdefault(a["outlet"], []).append(a["title"] + "\n" + a["text"])
    names = list(by_outlet)
    for one, other in zip(names[0:12:2], names[1:12:2], strict=True):
        start = time.process_time()
        found = distinctive_words(by_outlet[one], by_outlet[other], mask=[one, other])
        seconds = time.process_time() - start
        show(f"{one} against {other}: {' '.join(found.word[:20])}", words=len(found), cpu=seconds)


def to_judge(news: list[dict], seed: int) -> None:
    """Deeds, modifiers and claims found in articles drawn at random, one of a kind an article."""
    rng = random.Random(seed)
    texts = blanked([a["text"] for a in rng.sample(news, 400)])

    def listed(kind: str, rows: list[tuple[int, str, int, int]], most: int) -> None:
        rng.shuffle(rows)
        for i, what, start, end in list({row[0]: row for row in rows}.values())[:most]:
            around = " ".join(texts[i][max(0, start - 150) : end + 100].split())
            print(f"{kind} [{what}] {around}")

    found = [(i, r) for i, t in enumerate(texts) for r in roles(t) if r.part != "says"]
    listed("deed", [(i, f"{r.actor} | {r.part} | {r.form} | {r.verb}", r.start, r.end) for i, r in found], 100)
    told = modifiers(texts, main_actors(texts, 40))
    listed("modifier", [(r.text_index, f"{r.modifier} | {r.actor}", r.start, r.end) for r in told.itertuples()], 100)
    for voice in ("hedged", "certain"):
        listed(voice, [(i, voice, s, e) for i, t in enumerate(texts) for s, e, v in claims(t) if v == voice], 40)


def deal(tool, data: str, n: int, pool: str, share: float, deals: int) -> None:
    groups, rng = tool.pools(data, 2 * n, pool), np.random.default_rng(11)
    rows = []
    for i in range(deals):
        texts = groups[i % len(groups)]
        drawn = [texts[j] for j in rng.permutation(len(texts))[: 2 * n]]
        planted, swapped = tool.plant(drawn[:n], drawn[n:], share or 1, rng)
        a, b = planted if share else drawn[:n], drawn[n:]
        start = time.process_time()
        frame = distinctive_words(a, b)
        seconds = time.process_time() - start
        known = {w for p in swapped for w in p} if share else set()
        signs = dict(zip(frame.word, frame.sign, strict=True))
        false = sum(w not in known for w in signs)
        hits = np.mean([signs.get(o, 0) < 0 or signs.get(w, 0) > 0 for o, w in swapped])
        rivals = rival_labels(a, b, swapped)
        right = (rivals.p_holm <= 0.05) & (rivals.share_a < rivals.share_b)
        wrong = float((rivals.p_holm <= 0.05).any())
        rows.append((false > 0, false, hits, right.mean(), wrong, seconds))
    any_false, false, hits, pairs, wrong, seconds = np.mean(rows, axis=0).tolist()
    name = f"n = {n}, pool {pool}, planted {share}, {deals} deals"
    if share:
        show(name, words_found=hits, pairs_found=pairs, false_words=false, cpu=seconds)
    else:
        show(name, any_false=any_false, false_words=false, pairs_false=wrong, cpu=seconds)


if __name__ == "__main__":
    sys.exit(main())
