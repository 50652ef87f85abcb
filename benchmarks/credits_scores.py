"""How often headline, author and date of a web page are right, ours beside trafilatura's, and how fast credits are.

    python benchmarks/credits_scores.py REFERENCE MARKS [--errors]

REFERENCE is a folder with `eval/captures/html.jsonl.gz` (page, url, html). MARKS is a JSON list, made by hand from the
pages before any program had read them, and kept outside the project, as the pages belong to their publishers:

    page        its id
    part        a number: scores are given for each part, so that pages never looked at can be told from the others
    title       the headline as it is printed over the article
    authors     names that the page prints as its by-line; [] where it names nobody
    beside      what the by-line says besides the names (a role, an agency); may stand in an answer or not
    or_none     true where the by-line is only an account or the publisher itself: that name and no name are both right
    published   the days (YYYY-MM-DD) that count as right: the printed one, and that of the time stamp in UTC

A title is right if its letters and figures are those of the mark; authors if all names are there and nothing else but
`beside`; an author is invented where the page names nobody and one is given.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import time
from collections import Counter
from pathlib import Path

from helpers.captures import Page, web_address
from helpers.credits import articles
from helpers.pages.markup import text_and_address
from helpers.segments import segments

Answer = tuple[str | None, str | None, str | None]  # title, author, date


def ours(record: dict) -> Answer:
    text, _ = text_and_address(record["html"])
    url, host = web_address(record["url"])
    page = Page("p", "p.html", 0, None, "", "html", "utf-8", "utf-8", url, host, None, text, html=record["html"])
    row = articles(page, segments(page))[:1]
    return (row[0]["headline"], row[0]["byline"], row[0]["published"]) if row else (None, None, None)


def trafilaturas(record: dict) -> Answer:
    from trafilatura import bare_extraction

    found = bare_extraction(record["html"], url=record["url"], with_metadata=True)
    return (found.title, found.author, found.date) if found else (None, None, None)


def letters(text: str | None) -> str:
    """The text without case, marks and spaces."""
    return re.sub(r"[\W_]+", "", (text or "").casefold())


def judged(mark: dict, answer: Answer) -> dict[str, bool]:
    """Which of title, author and date are right, and whether an author was invented."""
    title, author, day = answer
    rest = letters(author)
    all_there = all(letters(name) in rest for name in mark["authors"])
    for known in sorted([*mark["authors"], *mark["beside"], "by"], key=len, reverse=True):
        rest = rest.replace(letters(known), "")
    named = bool(mark["authors"])
    right = (all_there and not re.sub(r"^(?:and)+$", "", rest)) if author else not named
    return {
        "title": letters(title) == letters(mark["title"]),
        "author": right or (mark["or_none"] and not author),
        "date": day in mark["published"],
        "invented": bool(author) and not named,
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("reference", type=Path)
    asked.add_argument("marks", type=Path)
    asked.add_argument("--errors", action="store_true", help="also print what was found wrong")
    options = asked.parse_args()
    marks = json.loads(options.marks.read_text(encoding="utf-8"))
    with gzip.open(options.reference / "eval/captures/html.jsonl.gz", "rt", encoding="utf-8") as lines:
        records = {r["page"]: r for r in map(json.loads, lines)}
    for part in sorted({m["part"] for m in marks}):
        chosen = [m for m in marks if m["part"] == part]
        for name, read in (("same story", ours), ("trafilatura", trafilaturas)):
            score: Counter[str] = Counter()
            started = time.process_time()
            for mark in chosen:
                answer = read(records[mark["page"]])
                verdict = judged(mark, answer)
                score.update(verdict)
                if options.errors and (verdict["invented"] or not all(verdict[k] for k in ("title", "author", "date"))):
                    wrong = {k: a for k, a in zip(("title", "author", "date"), answer, strict=True) if not verdict[k]}
                    print(f"  {name}: {mark['page']} {wrong}")
            n = len(chosen)
            print(f"part {part}, {n} pages, {name}: "
                  + ", ".join(f"{k} {score[k]} of {n} ({score[k] / n:.2f})" for k in ("title", "author", "date"))
                  + f", invented {score['invented']} of {sum(not m['authors'] for m in chosen)}, "
                  f"{time.process_time() - started:.1f} s")  # fmt: skip


if __name__ == "__main__":
    main()
