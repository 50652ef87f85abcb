"""Kinds of errors in attributions found, and whether two versions of the finder differ; used by sources_scores.py."""

from __future__ import annotations

import random
from collections import Counter

from helpers.saying.words import cue_forms

LEVELS = ("spoken", "direct+mixed", "all")
TYPES = ("direct", "mixed", "indirect")


def kinds(scorer, rows: list[dict], predicted: list[dict]) -> Counter:
    """Kind of error -> how often; told apart by where gold and prediction overlap."""
    out: Counter = Counter()
    for row, found in zip(rows, predicted, strict=True):
        article = scorer.Article(row["text"])
        gold, ours = (
            [{role: article.units(a[role]) for role in scorer.ROLES} for a in side["attributions"]]
            for side in (row, found)
        )
        pairs = scorer.match(gold, ours, article.words)
        for g, o in pairs:
            wanted, given = gold[g]["source"], ours[o]["source"]
            if not scorer.same_source(wanted, given, article.words):
                out["a source where the text names none" if not wanted else
                    "no source where the text names one" if not given else "another source"] += 1  # fmt: skip
        matched, used = {g for g, _ in pairs}, {o for _, o in pairs}
        for g, a in enumerate(gold):
            if a["content"] and g not in matched:
                out[_missed(article, a, gold, ours)] += 1
        for o, a in enumerate(ours):
            if o not in used and not any(a["cue"] & b["cue"] for b in gold):
                out[f"found where nothing is attributed ({found['attributions'][o]['type']})"] += 1
    return out


def _missed(article, a: dict, gold: list[dict], ours: list[dict]) -> str:
    beside = [b for b in ours if b["cue"] & a["cue"]]
    if beside:
        best = max(beside, key=lambda b: len(b["content"] & a["content"]))
        if not best["content"] & a["content"]:
            return "cue found, content elsewhere"
        longer = len(best["content"]) > len(a["content"])
        return f"cue found, content too {'long' if longer else 'short'}"
    if any(b is not a and a["cue"] and a["cue"] <= b["content"] for b in gold):
        return "missed: inside the content of another"
    if any(a["cue"] & b["content"] for b in ours):
        return "missed: cue lies in content that was given"
    words = [article.words[i] for i in a["cue"]]
    if any(word in cue_forms() for word in words):
        return "missed: cue verb of the list, shape not read"
    return "missed: cue not in the list (nouns, adjectives, rare verbs)" if words else "missed: no cue"


def counts(scorer, rows: list[dict], predicted: list[dict]) -> dict[str, dict[str, list[int]]]:
    """Article -> level -> [right gold, gold, right predictions, predictions]; sums of these make up every score."""
    out = {}
    for row, found in zip(rows, predicted, strict=True):
        c, _ = scorer.count(scorer.Article(row["text"]), row["attributions"], found["attributions"])
        per = {"spoken": ("spoken",), "direct+mixed": TYPES[:2], "all": TYPES}
        out[row["id"]] = {
            level: [
                sum(c["who", "g", t] for t in types), sum(c["n", "g", t] for t in types),
                sum(c["who", "g" if level == "all" else "p", t] for t in types), sum(c["n", "p", t] for t in types),
            ]
            for level, types in per.items()
        }  # fmt: skip
    return out


def f1(per_article: list[list[int]]) -> float:
    """F1 of summed counts; 0.0 where nothing is right.

    >>> f1([[1, 2, 1, 2], [1, 2, 1, 2]])
    0.5
    """
    right_gold, gold, right, predicted = (sum(column) for column in zip(*per_article, strict=True))
    recall, precision = right_gold / max(gold, 1), right / max(predicted, 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def paired_bootstrap(ours: dict, theirs: dict, draws: int = 2000, seed: int = 0) -> dict[str, tuple[float, ...]]:
    """Level -> F1 of theirs, of ours, the difference, its 95 % interval over articles drawn anew for both alike."""
    names = sorted(ours)
    rng = random.Random(seed)
    out = {}
    for level in LEVELS:
        a, b = ([side[name][level] for name in names] for side in (ours, theirs))
        gains = []
        for _ in range(draws):
            drawn = rng.choices(range(len(names)), k=len(names))
            gains.append(f1([a[i] for i in drawn]) - f1([b[i] for i in drawn]))
        gains.sort()
        low, high = gains[int(0.025 * draws)], gains[int(0.975 * draws)]
        out[level] = (f1(b), f1(a), f1(a) - f1(b), low, high)
    return out
