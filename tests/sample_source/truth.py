"""From laid-out sources to the rows of the truth tables."""

from __future__ import annotations

import difflib
from collections import defaultdict
from itertools import groupby

from laid import Page, read_csv, word_spans, words
from layout import headline, shown
from markup import Source, SourceError

PHASES = "P1 P2 P3 P4"
# Rank of what a page says about a fact when it says it more than once: the fullest saying counts.
VERDICTS = ("states", "differs", "vaguer")


def pages(all_pages: list[Page]) -> list[dict]:
    out = []
    for page in all_pages:
        h = page.header
        base = h.get("version_of")
        out.append(
            page.row(0, len(page.text))
            | {
                "path": page.path,
                "record": page.record,
                "format": h["format"],
                "outlet": h["outlet"] or None,
                "carrier": h.get("carrier"),
                "origin": h.get("origin"),
                "outlet_stated": h.get("outlet_stated", "yes") == "yes",
                "headline": headline(page.source),
                "date": h["date"] if h.get("date_stated", "yes") == "yes" else None,
                "manifest": h.get("manifest", "").split(),
                "phase": h.get("phase"),
                "version_of": next((p.id for p in all_pages if p.name == base), None),
                "complete": h.get("complete", "yes") == "yes",
                "genre": h.get("genre", "news"),
                "duplicate_of": next((p.id for p in all_pages if p.name == h.get("duplicate_of")), None),
                "language": "en",
                "story_id": page.story,
                "body_words": sum(len(words(page.text[s:e])) for s, e in page.sentences()),
                "traps": h.get("traps", "").split(),
            }
        )
    return out


def zones(page: Page) -> list[dict]:
    """One row for each unbroken run of a kind; a dateline is a zone of its own before its body."""
    out = []

    def cells(found):
        block = found[0]
        return block.role, block.kind, block.attrs.get("id", block.role), block.attrs.get("outlet")

    for (role, kind, whose, outlet), run in groupby(shown(page.source), key=cells):
        paras = [p for _, p in run]
        start, end = paras[0].start, paras[-1].start + len(paras[-1].text)
        about = {"role": role, "belongs_to": whose}
        for m in paras[0].marks:
            if m.key == "Z":
                out.append(page.row(start + m.start, start + m.end, kind=m.words[0], **about))
                start += m.end + 1
        out.append(page.row(start, end, kind=kind, **about, **({"outlet": outlet} if outlet else {})))
    return out


def facts(all_pages: list[Page]) -> list[dict]:
    """One row for every fact and page. Where nothing stands: `unknown` if the page is of another story or
    older than the fact, `cut_off` if the page is a stub, else `left_out`."""
    out = []
    for page in all_pages:
        said = defaultdict(list)
        for para, mark in page.marks(r"F\d+"):
            verdict = mark.words[0] if mark.words else "states"
            said[mark.key].append((para.start + mark.start, para.start + mark.end, verdict))
        for fact in read_csv("facts.csv"):
            places = said.pop(fact["fact_id"], [])
            verdict = next((v for v in VERDICTS if v in {p[2] for p in places}), None)
            spans = [[s, e] for s, e, v in places if v == verdict]
            if not places:
                later = PHASES.find(fact["phase"]) > PHASES.find(page.header.get("phase", ""))
                cut = page.header.get("complete", "yes") != "yes"
                verdict = "unknown" if later or not page.story else "cut_off" if cut else "left_out"
            start, end = spans[0] if spans else (None, None)
            out.append(page.row(start, end, fact_id=fact["fact_id"], verdict=verdict, spans=spans))
        if said:
            raise SourceError(f"{page.name}: facts.csv has no {sorted(said)}")
    return out


def attributions(page: Page) -> list[dict]:
    """One row for each attribution: its parts as lists of spans, its type, form and speaker."""
    speakers = {row["speaker_id"]: row for row in read_csv("speakers.csv")}
    parts = defaultdict(lambda: {"s": [], "q": [], "c": []})
    for para, mark in page.marks(r"\d+[sqc]"):
        parts[int(mark.key[:-1])][mark.key[-1]].append([para.start + mark.start, para.start + mark.end])
    table = {int(row[0]): row[1:] for row in page.source.tables.get("attributions", [])}
    if table.keys() != parts.keys():
        raise SourceError(f"{page.name}: attributions {sorted(table.keys() ^ parts.keys())} lack marks or row")
    out = []
    for number, (kind, form, speaker_id, *notes) in sorted(table.items()):
        p, who = parts[number], speakers[speaker_id]
        spans = sorted(p["s"] + p["q"] + p["c"])
        out.append(
            page.row(spans[0][0], max(e for _, e in spans))
            | {"attribution": number, "source": p["s"], "cue": p["q"], "content": p["c"]}
            | {"type": kind, "form": form, "speaker_id": speaker_id, "kind": who["kind"]}
            | {"named": who["kind"] == "named person", "side": who["side"], "role": who["role"]}
            | {"notes": notes}
        )
    return out


def marked(page: Page, key: str, names: tuple[str, ...]) -> list[dict]:
    """Rows of a simple mark whose words are the cells `names`."""
    out = []
    for para, m in page.marks(key):
        if len(m.words) != len(names):
            raise SourceError(f"{page.name}: {{{m.key} {' '.join(m.words)}}} needs the words {names}")
        cells = dict(zip(names, (w.replace("_", " ") for w in m.words), strict=True))
        out.append(page.row(para.start + m.start, para.start + m.end, **cells))
    return out


def numbers(page: Page) -> list[dict]:
    slots = {row["slot"]: row for row in read_csv("slots.csv")}
    rows = marked(page, "N", ("slot", "value", "unit", "relation"))
    for row in rows:
        row["slot"] = row["slot"].replace(" ", "_")
        row["about"] = slots[row["slot"]]["about"]
    return rows


def reuse(all_pages: list[Page]) -> list[dict]:
    """One row for each place of a shared passage, with its kind; carrier copies are whole bodies."""
    catalogue = {row["passage"]: row for row in read_csv("passages.csv")}
    out = []
    for page in all_pages:
        for para, m in page.marks("R"):
            row = catalogue[m.words[0]]
            credited = page.header.get("credits", "").split()
            out.append(
                page.row(para.start + m.start, para.start + m.end)
                | {"passage": m.words[0], "kind": row["kind"], "of": row["of"]}
                | {"credited": row["of"] in credited if row["kind"] == "wire" else None}
            )
        carried = page.header.get("carries")
        for other in all_pages:
            if carried and other.name == carried:
                for p in (other, page):
                    for i, paras in enumerate(p.runs_of_body(), start=1):
                        span = p.row(paras[0].start, paras[-1].start + len(paras[-1].text))
                        kind = {"passage": f"C{i}_{page.name}", "kind": "carrier", "of": other.header["outlet"]}
                        out.append(span | kind | {"credited": True})
    return out


def topics(page: Page) -> list[dict]:
    """The share of body words of each topic, and the paragraphs it was counted from; none in another story."""
    if not page.story:
        return []
    count, spans = defaultdict(int), defaultdict(list)
    for p in page.body():
        if p.topic is None:
            raise SourceError(f"{page.name}: no topic for: {p.text[:60]}")
        count[p.topic] += len(words(p.text))
        spans[p.topic].append([p.start, p.start + len(p.text)])
    total = sum(count.values())
    return [
        page.row(*spans[t][0], topic=t, share=round(count[t] / total, 3), spans=spans[t]) for t in sorted(count)
    ]


def versions(all_pages: list[Page]) -> list[dict]:
    """What changed between two versions of an article, by words of their main texts."""
    by_name = {p.name: p for p in all_pages}
    out = []
    for new in all_pages:
        old = by_name.get(new.header.get("version_of", ""))
        if old is None:
            continue
        a, b = ([w for s, e in main_spans(p) for w in word_spans(p, s, e)] for p in (old, new))
        match = difflib.SequenceMatcher(
            None, [old.text[s:e] for s, e in a], [new.text[s:e] for s, e in b], autojunk=False
        )
        for tag, i1, i2, j1, j2 in match.get_opcodes():
            if tag != "equal":
                place = (b[j1][0], b[j2 - 1][1]) if j1 < j2 else (None, None)
                was = (a[i1][0], a[i2 - 1][1]) if i1 < i2 else (None, None)
                out.append(
                    new.row(*place, change=tag, why=new.header["why"], of_page_id=old.id)
                    | {"of_" + k: v for k, v in old.row(*was).items() if k != "page_id"}
                )
    return out


def main_spans(page: Page) -> list[tuple[int, int]]:
    return [(p.start, p.start + len(p.text)) for b, p in shown(page.source) if b.role == "main"]


def readability(page: Page) -> list[dict]:
    """The band in which an outlet's own articles are written (Flesch-Kincaid grade)."""
    for row in read_csv("outlets.csv"):
        if row["outlet"] == page.header["outlet"] and page.is_own_article:
            body = page.body()
            span = (body[0].start, body[-1].start + len(body[-1].text))
            low, high = float(row["fk_low"]), float(row["fk_high"])
            return [page.row(*span, measure="flesch_kincaid_grade", low=low, high=high, tool="textstat 0.7.8")]
    return []


def tables(sources: list[Source]) -> dict[str, list[dict]]:
    """All truth tables by name."""
    all_pages = [Page(s) for s in sources]

    def each(make, *args):
        return [row for page in all_pages for row in make(page, *args)]

    return {
        "pages": pages(all_pages),
        "zones": each(zones),
        "sentences": each(lambda p: [p.row(s, e, sentence=i) for i, (s, e) in enumerate(p.sentences())]),
        "facts": facts(all_pages),
        "numbers": each(numbers),
        "attributions": each(attributions),
        "not_quotes": each(marked, "Q", ("kind",)),
        "labels": each(labels),
        "reuse": reuse(all_pages),
        "topics": each(topics),
        "readability": each(readability),
        "versions": versions(all_pages),
        "nulls": read_csv("nulls.csv"),
        "expected_claims": read_csv("claims.csv"),
    }


def labels(page: Page) -> list[dict]:
    """What a referent is called; the label is the text itself."""
    return [r | {"label": page.text[r["start"] : r["end"]]} for r in marked(page, "L", ("referent",))]
