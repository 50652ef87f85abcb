"""How well the parts of `stories` and `reuse` do, on the reference data and on the sample corpus, and how fast.

    python benchmarks/stories_scores.py REFERENCE [LARGER.jsonl.gz]

REFERENCE: a folder with corpus/ and eval/; LARGER: records to measure speed on, made by eval/allsides/tile.py.

Prints: the hand-read seed pages (number relations, shared passages, facts), the planted numbers and facts of the
sample corpus, the relations found in 50 events told by three outlets each, and seconds for larger corpora.
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

from helpers import captures
from helpers.copies.reuse import Text, duplicates, reprints, shared_passages
from helpers.facts.statements import Voice
from helpers.numbers.quantities import quantities
from helpers.sources import attributions
from helpers.spans import Excerpt, sentences
from helpers.stories import facts, numbers

SAMPLE = Path(__file__).parents[1] / "data/sample"


def article(name, text, outlet, published=None, complete=True, **more) -> Text:
    return Text(name, name, outlet, published, complete, text, tuple(sentences(text)), **more)


def overlaps(a: tuple, b: tuple) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def on_page(rows, bodies) -> dict[str, list[tuple]]:
    """article -> (page start, page end, row) of each place of a table with start and end."""
    out = defaultdict(list)
    for r in rows[rows["start"].notna()].itertuples():
        out[r.article_id] += [(s, e, r) for s, e in bodies[r.article_id].to_page(int(r.start), int(r.end))]
    return out


def seeds(reference: Path) -> None:
    gold = json.loads((reference / "eval/seeds_reading.json").read_text(encoding="utf-8"))
    bodies, texts = {}, []
    for k in "AB":
        page = (reference / "corpus/seeds" / gold["docs"][k]["file"]).read_bytes().decode()
        bodies[k] = Excerpt.of(page, [(z["start"], z["end"]) for z in gold["zones"][k] if z["kind"] == "body"])
        texts.append(article(k, bodies[k].text, gold["docs"][k]["outlet"]))
    found = numbers(texts)
    at = on_page(found, bodies)
    print("seeds, numbers:", found["relation"].value_counts().to_dict())
    for slot in gold["b_numbers"]:
        told = {k: [r.relation for s, e, r in at[k] if overlaps((s, e), slot[k]["span"])] for k in "AB" if slot[k]}
        print(f"  {slot['slot']}: read as {slot['relation']}, found as {told}")
    shared = on_page(shared_passages(texts), bodies)
    for passage in gold["f_shared"]:
        places = {k: [(s - passage[k][0], e - passage[k][1], r.kind) for s, e, r in shared[k]
                      if overlaps((s, e), passage[k])] for k in "AB"}  # fmt: skip
        print(f"  shared {passage['id']} ({passage['words']} words): characters off {places}")
    told = facts(texts, voices(texts))
    at = {a: [(s, e, r.fact_id) for s, e, r in rows] for a, rows in on_page(told, bodies).items()}
    both = {f["id"]: f for f in gold["a_facts"] if f["verdict"] not in ("A_only", "B_only")} | {
        f["id"]: f for f in gold["a_facts"] if f["id"] in COUNTERPARTS}
    of = {i: {k: f[k] or both[COUNTERPARTS[i]][k] for k in "AB"} for i, f in both.items()}
    hit = {i: ids(at["A"], f["A"]) & ids(at["B"], f["B"]) for i, f in of.items()}
    pairs = {i for i, g in told[told["start"].notna()].groupby("fact_id") if g["article_id"].nunique() > 1}
    false = pairs - set().union(*hit.values())
    alone = [f for f in gold["a_facts"] if f["verdict"] in ("A_only", "B_only")]
    wrong = [f["id"] for f in alone if any(ids(at[k], f[k]) & false for k in "AB" if f[k])]
    counted = [i for i in of if gold_of(gold, i)["verdict"] not in ("A_only", "B_only")]
    print(f"  facts: {sum(bool(hit[i]) for i in counted)} of {len(counted)} that both have in some form are found; "
          f"{len(pairs)} pairs, {len(false)} false; {len(wrong)} of the {len(alone)} that one has are wrongly paired")
    near = set(told.loc[told["candidate_start"].notna(), "fact_id"])
    places = {f["id"]: set().union(*(ids(at[k], f[k]) for k in "AB" if f[k])) for f in gold["a_facts"]}
    only = [f["id"] for f in alone if places[f["id"]] - pairs - near]
    perhaps = [f["id"] for f in alone if f["id"] not in only and places[f["id"]] & near - pairs]
    some = [i for i in counted if not hit[i] and places[i] - pairs - near]
    print(f"  of these {len(only)} are listed as only here and {len(perhaps)} as perhaps told by the other, too; "
          f"of those that both have in some form {len(some)} are listed as only here")


# A fact that only one side of the reading holds, with the other telling of the same thing under another number.
COUNTERPARTS = {"F05": "F06", "F06": "F05", "F09": "F10", "F10": "F09"}


def gold_of(gold: dict, name: str) -> dict:
    return next(f for f in gold["a_facts"] if f["id"] == name)


def voices(texts: list[Text]) -> dict[str, list[Voice]]:
    """The parts of the attributions of each article, nobody identified."""
    return {
        t.article_id: [
            Voice(s, e, part, None)
            for a in attributions(t.text) if a["type"] not in ("thought", "non_response")
            for part in ("source", "content") for s, e in a[part]
        ]
        for t in texts
    }  # fmt: skip


def ids(places, spans) -> set[int]:
    return {i for s, e, i in places for x in spans if overlaps((s, e), (x["start"], x["end"]))}


def sample() -> None:
    listing = captures.listing(SAMPLE)
    pages = {p.page_id: p for f in listing.files for p in captures.read(listing, f) if isinstance(p, captures.Page)}
    truth = {f.stem: [json.loads(line) for line in f.read_text(encoding="utf-8").splitlines()]
             for f in sorted((SAMPLE / "truth").glob("*.jsonl"))}  # fmt: skip
    bodies, texts = {}, []
    for p in truth["pages"]:
        zones = [(z["start"], z["end"]) for z in truth["zones"]
                 if z["page_id"] == p["page_id"] and z["kind"] == "body" and z["belongs_to"] == "main"]  # fmt: skip
        if p["carrier"] or not zones:
            continue  # a carrier's copy is one voice with its original
        bodies[p["page_id"]] = body = Excerpt.of(pages[p["page_id"]].text, zones)
        texts.append(article(p["page_id"], body.text, p["outlet"], p["date"], p["complete"]))
    outlet = {t.article_id: t.outlet for t in texts}
    found = numbers(texts)
    at = on_page(found, bodies)
    pairs = Counter()
    for n in truth["numbers"]:
        hits = [r.relation for s, e, r in at.get(n["page_id"], ()) if overlaps((s, e), (n["start"], n["end"]))]
        if n["page_id"] in outlet:
            pairs[n["relation"], hits[0] if hits else "(none)"] += 1
    print(f"sample, {len(texts)} articles, planted relation -> found:")
    for (planted, got), n in sorted(pairs.items()):
        print(f"  {planted} -> {got}: {n}")
    planted = [(n["page_id"], n["start"], n["end"]) for n in truth["numbers"] if n["relation"] == "conflict"]
    false = [r for a, rows in at.items() for s, e, r in rows if r.relation == "conflict"
             and not any(p == a and overlaps((s, e), (b, c)) for p, b, c in planted)]  # fmt: skip
    print(f"  false conflicts: {len(false)}")
    told = facts(texts, voices(texts))
    at = {a: [(s, e, r.fact_id) for s, e, r in rows] for a, rows in on_page(told, bodies).items()}
    stated = defaultdict(dict)
    for f in truth["facts"]:
        if f["page_id"] in outlet and f["start"] is not None:
            places = [{"start": s, "end": e} for s, e in f["spans"]]
            stated[f["fact_id"]][f["page_id"]] = ids(at.get(f["page_id"], ()), places)
    of_two = [(x[a], x[b]) for x in stated.values() for a, b in combinations(x, 2) if outlet[a] != outlet[b]]
    print(f"  facts: {sum(bool(a & b) for a, b in of_two)} of {len(of_two)} tellings by two outlets brought together")


def triples(reference: Path) -> None:
    lines = (reference / "corpus/event-triples/articles.jsonl").read_text(encoding="utf-8").splitlines()
    with gzip.open(reference / "eval/basil/dev.jsonl.gz", "rt", encoding="utf-8") as file:
        event_of = {r["url"]: r["event"] for r in map(json.loads, file)}
    events = defaultdict(list)
    for k, r in enumerate(map(json.loads, lines)):
        events[event_of[r["url"]]].append(article(str(k), r["text"], r["outlet"], r["date"]))
    texts = [t for group in events.values() for t in group]
    found = reprints(texts)
    print(f"triples: {len(found)} reprints, largest share {found['share'].max()}, "
          f"whole copies {len(duplicates(texts, found))} of {3 * len(events)} pairs of one event")  # fmt: skip
    shared = shared_passages(texts, story_of={t.article_id: e for e, group in events.items() for t in group})
    print("  shared passages:", shared.drop_duplicates("passage")["kind"].value_counts().to_dict())
    started = time.process_time()
    relations, verdicts, pairs = Counter(), Counter(), 0
    for group in events.values():
        relations.update(numbers(group)["relation"])
        told = facts(group, voices(group))
        verdicts.update(told["verdict"])
        pairs += int((told[told["start"].notna()].groupby("fact_id")["article_id"].nunique() > 1).sum())
    print(f"  numbers: {dict(relations)}\n  facts: {dict(verdicts)}, {pairs} told by two or three, "
          f"{time.process_time() - started:.1f} s for all stories")  # fmt: skip


def speed(reference: Path, larger: str | None = None) -> None:
    with gzip.open(larger or reference / "eval/allsides/sample.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    for n in sorted({150, 1500, len(rows)}):
        texts = [Text(str(k), str(k), r["outlet"], r["date"], True, r["text"], ()) for k, r in enumerate(rows[:n])]
        started = time.process_time()
        found = reprints(texts)
        between = time.process_time()
        shared_passages(texts)
        print(f"{n} articles: reprints {between - started:.1f} s ({len(found)} rows), "
              f"shared passages {time.process_time() - between:.1f} s")  # fmt: skip


def numbers_speed(reference: Path) -> None:
    """Seconds for the quantities of larger corpora, and for the numbers of one story told by more and more articles."""
    with gzip.open(reference / "eval/allsides/sample.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for _, line in zip(range(1500), file, strict=False)]
    texts = [article(str(k), r["text"], r["outlet"], r["date"]) for k, r in enumerate(rows)]
    for n in (150, 1500):
        started = time.process_time()
        found = sum(len(quantities(t.text)) for t in texts[:n])
        print(f"{n} articles: {found} quantities in {time.process_time() - started:.1f} s")
    for n in (30, 150, 450):
        started = time.process_time()
        found = numbers(texts[:n])
        print(f"{n} articles as one story: {len(found)} rows of numbers in {time.process_time() - started:.1f} s")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    seeds(folder)
    sample()
    triples(folder)
    speed(folder, *sys.argv[2:])
    numbers_speed(folder)
