"""How well pages are cut: the reference scorer on captures, composed pages and seeds, and the speed.

    python benchmarks/captures_scores.py [REFERENCE]

REFERENCE is a folder with `corpus/` and `eval/` (default: the environment variable SAMESTORY_REFERENCE).
Prints one row of the scorer's measures for each set, and for the real pages the five kinds of page that are cut worst
(a page may be of several kinds); then what is kept of clean articles as text. `--failures N` adds the N lowest pages
of each set.
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

from helpers.captures import Page
from helpers.credits import articles
from helpers.pages.markup import visible_text
from helpers.segments import segments

COLUMNS = [
    "pages", "main_P", "main_R", "main_F1", "shingle_F1", "exact", "boundary_F1", "role_acc", "role_macroF1",
    "related_found", "related_prec", "title_acc", "charF1_main", "charF1_related", "charF1_teaser",
    "charF1_furniture",
]


def records(path: Path) -> list[dict]:
    """The rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def page_of(name: str, text: str, form: str = "text", html: str | None = None, **says) -> Page:
    """A `Page` as the captures module would make it."""
    return Page(
        page_id=name, path=name, record=0, source_id=None, sha256="", format=form, encoding="utf-8",
        encoding_basis="benchmark", url=says.get("url"), page_host=says.get("host"), captured_at=None,
        text=text, html=html,
    )  # fmt: skip


def predict(page: Page, rows: list[dict]) -> dict:
    """Segments of one page in the scorer's format, titles on the first segment of an article."""
    titles = {row["article"]: row["headline"] for row in articles(page, rows)}
    out, seen = [], set()
    for row in rows:
        segment = {"start": row["start"], "end": row["end"], "role": row["role"], "article": row["article"]}
        if row["article"] is not None and row["article"] not in seen:
            seen.add(row["article"])
            if titles.get(row["article"]):
                segment["title"] = titles[row["article"]]
        out.append(segment)
    return {"id": page.page_id, "segments": out}


def scorer(reference: Path):
    """The reference scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_captures", reference / "eval" / "score_captures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def row(name: str, totals: dict) -> str:
    if name == "html":  # its gold has words but no places
        totals = {c: totals[c] for c in ("pages", "shingle_F1")}
    cells = [f"{c}={totals[c]:.3f}" if isinstance(totals.get(c), float) else f"{c}={totals[c]}"
             for c in COLUMNS if totals.get(c) is not None]  # fmt: skip
    return f"{name:28s} " + " ".join(cells)


def html_gold(reference: Path) -> tuple[list[dict], list[Page]]:
    """HTML pages: the gold has no offsets, so only the shingle measures mean anything."""
    gold, pages = [], []
    for r in records(reference / "eval" / "captures" / "html.jsonl.gz"):
        page = page_of(r["page"], visible_text(r["html"]), "html", r["html"], url=r["url"])
        pages.append(page)
        gold.append({"id": r["page"], "text": page.text, "gold_text": r["gold_text"], "main_spans": [],
                     "ignore_spans": []})  # fmt: skip
    return gold, pages


def kinds_of(gold: dict, segs: list[dict]) -> set[str]:
    """What kind of page a real page is, told by the lines of its true article and by what stands beside it."""
    text = gold["text"]
    article = [line for a, b in gold["main_spans"] for line in text[a:b].split("\n") if line.strip()]
    words = sum(len(line.split()) for line in article)
    unended = [line for line in article if not line.rstrip("\"'”’)» ").endswith((".", "!", "?", "…", "。"))]
    beside = Counter(s["kind"] for s in segs if s["role"] == "furniture")
    said = {
        "not in English": gold.get("lang") == "other",
        "list, table or results (a third of the article's lines end no sentence)": 3 * len(unended) > len(article) > 9,
        "recipe, product or price list (a quarter of the lines begin with a figure)":
            4 * sum(line.lstrip("*•-+ ")[:1].isdigit() for line in article) > len(article) > 9,
        "short text (under 150 words)": words < 150,
        "long text (over 1,200 words)": words > 1200,
        "gallery or many pictures (6 captions or more)": beside["caption"] + beside["credit"] >= 6,
        "readers' comments below": beside["comments"] >= 3,
        "many excerpts or links beside the text (20 or more)": beside["link"] + beside["related_label"] >= 20,
        "author's or paper's notes on themselves": beside["origin_note"] + beside["correction"] > 0,
        "none of these": False,
    }
    return {kind for kind, so in said.items() if so} or {"none of these"}


def worst_kinds(gold: list[dict], segs: dict[str, list[dict]], per_page: dict[str, dict], n: int = 5) -> list[str]:
    """The n kinds of page with the lowest mean F1, one line each; kinds of fewer than four captures are left out."""
    found: dict[str, list[dict]] = {}
    for g in gold:
        for kind in kinds_of(g, segs[g["id"]]):
            found.setdefault(kind, []).append(per_page[g["id"]])
    rows = [
        (sum(m["main_F1"] for m in pages) / len(pages), kind, pages) for kind, pages in found.items() if len(pages) >= 4
    ]
    return [
        f"  kind: {kind}: main_F1={mean:.3f} exact={sum(m['exact'] for m in pages) / len(pages):.3f} "
        f"lowest={min(m['main_F1'] for m in pages):.3f} captures={len(pages)}"
        for mean, kind, pages in sorted(rows, key=lambda row: row[:2])[:n]
    ]


def clean_texts(reference: Path) -> None:
    """Clean articles as text files: how many keep (nearly) all their words, and how often two on one event, one right
    under the other with nothing between but a headline, are parted at that headline."""
    told = (reference / "corpus" / "event-triples" / "articles.jsonl").read_text("utf-8").splitlines()
    triples = [whole(json.loads(line)) for line in told]
    singles = triples + [whole(r) for r in records(reference / "eval" / "allsides" / "sample.jsonl.gz")[::6]]
    kept = sum(main_end(text) >= 0.93 * len(text) for text in singles)
    print(f"clean articles as text: {kept} of {len(singles)} keep 93 % or more in the main article")
    pairs = [(triples[k + a], triples[k + b]) for k in range(0, len(triples), 3) for a, b in ((0, 1), (1, 2), (2, 0))]
    ends = [main_end(f"{one}\n{two}") - len(one) for one, two in pairs]
    parted, early = sum(abs(e) < 60 for e in ends), sum(e <= -60 for e in ends)
    print(f"two articles on one event: {parted} of {len(ends)} parted at the second's headline, {early} cut before it")


def whole(article: dict) -> str:
    """Headline and text of an article, one paragraph a line."""
    body = article["text"].removeprefix(article["title"]).strip()
    return article["title"] + "\n" + body.replace("\n\n", "\n")


def main_end(text: str) -> int:
    """Where the main article of a text capture ends."""
    return max((s["end"] for s in segments(page_of("p", text)) if s["role"] == "main"), default=0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("reference", nargs="?", default=os.environ.get("SAMESTORY_REFERENCE"))
    parser.add_argument("--failures", type=int, default=0)
    parser.add_argument("--only", help="one of captures, composed, seeds, html, clean")
    parser.add_argument("--save", type=Path, help="folder for the predictions")
    options = parser.parse_args()
    if not options.reference or not Path(options.reference, "eval", "score_captures.py").exists():
        parser.error("give the reference folder (it holds eval/score_captures.py) or set SAMESTORY_REFERENCE")
    reference = Path(options.reference)
    score = scorer(reference)
    for name in ("captures", "composed", "seeds", "html"):
        if options.only not in (None, name):
            continue
        if name == "html":
            gold, pages = html_gold(reference)
        else:
            gold = records(reference / "eval" / "captures" / f"{name}.jsonl.gz")
            pages = [page_of(g["id"], g["text"], url=g.get("url"), host=g.get("host")) for g in gold]
        began = time.process_time()
        cut = {page.page_id: segments(page) for page in pages}
        predicted = [predict(page, cut[page.page_id]) for page in pages]
        seconds = time.process_time() - began
        result = score.score(gold, predicted)
        if options.save:
            lines = "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in predicted)
            (options.save / f"{name}.jsonl").write_text(lines, encoding="utf-8")
        print(row(name, result["all"]), f"| {len(pages) / seconds:.0f} pages per CPU second",
              f"| missing {result['missing_pages']} invalid {result['invalid_pages']}", *result["errors"])  # fmt: skip
        for key, groups in result.items():
            if key.startswith("by_"):
                for group, totals in groups.items():
                    print(row(f"  {key[3:]}={group}", totals))
        if name == "captures":
            print(*worst_kinds(gold, cut, result["per_page"]), sep="\n")
        worst = sorted(result["per_page"].items(), key=lambda item: (item[1]["main_F1"], item[0]))
        for page, measures in worst[: options.failures]:
            print("    ", page, " ".join(f"{k}={v:.2f}" for k, v in measures.items()))
    if options.only in (None, "clean"):
        clean_texts(reference)
    return 0


if __name__ == "__main__":
    sys.exit(main())
