"""Scores of what the helpers find against the truth tables of the sample corpus (see data/sample/README.md).

Pure functions of rows (mappings): the truth's as the JSON Lines hold them, the helpers' as their tables hold them.
Spans are [start, end) offsets into the text of a page. Every table is scored as a `Score`: rows of the truth that
were found, rows that were missed, and rows found that the truth does not have.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

Row = Mapping
Span = tuple[int, int]

TOLD = ("states", "vaguer", "differs")
SPEAKING = ("source", "hearsay")
HALF = 0.5  # of its characters: from here on one content is counted as the other
WITHIN = 3  # words by which the ends of a shared passage may be off
# Where truth and segments differ knowingly: lines around the body that are "main" in the truth and mostly furniture
# in the segments, and a correction note, which is no part of the body in either.
AROUND = ("byline", "date", "standfirst", "credit", "kicker", "correction", "subhead", "outlet", "ago")


class Score(NamedTuple):
    """Rows of the truth found and missed, and rows found that the truth does not have.

    >>> Score(9, 1, 3).recall, Score(9, 1, 3).precision
    (0.9, 0.75)
    """

    found: int
    missed: int
    false: int

    @property
    def recall(self) -> float:
        return self.found / max(self.found + self.missed, 1)

    @property
    def precision(self) -> float:
        return self.found / max(self.found + self.false, 1)


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores, column by column.

    >>> total([Score(1, 2, 0), Score(3, 0, 1)])
    Score(found=4, missed=2, false=1)
    """
    return Score(*(sum(column) for column in zip(Score(0, 0, 0), *scores, strict=True)))


def read_truth(folder: Path) -> dict[str, list[dict]]:
    """The truth tables by name, from the JSON Lines in `folder`."""
    return {
        path.stem: [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        for path in sorted(folder.glob("*.jsonl"))
    }


def read_catalogue(path: Path) -> list[dict]:
    """The rows of a CSV file of the sample's source."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(frame) -> list[dict]:
    """A DataFrame as rows, what is null as None."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def by_page(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows grouped by page_id, in their order."""
    pages = defaultdict(list)
    for row in rows:
        pages[row["page_id"]].append(row)
    return dict(pages)


def meets(a: Span, b: Span) -> bool:
    """Whether two spans share a character.

    >>> meets((0, 3), (2, 5)), meets((0, 3), (3, 5))
    (True, False)
    """
    return a[0] < b[1] and b[0] < a[1]


def span(row: Row) -> Span:
    """The place of a row."""
    return row["start"], row["end"]


def places(spans: Iterable[Sequence[int]], text: str | None = None) -> set[int]:
    """The offsets in `spans`; with `text`, those where no white space stands.

    >>> sorted(places([(0, 3)], "a b"))
    [0, 2]
    """
    return {k for start, end in spans for k in range(start, end) if text is None or not text[k].isspace()}


def iou(a: Collection, b: Collection) -> float:
    """Intersection over union; 1 where both are empty.

    >>> iou({1, 2, 3}, {2, 3, 4})
    0.5
    """
    return len(set(a) & set(b)) / max(len(set(a) | set(b)), 1) if a or b else 1.0


# --- zones and sentences -----------------------------------------------------------------------------------


def body_iou(zones: Iterable[Row], segments: Iterable[Row], text: str) -> float:
    """Character overlap of the page's own article: its body only.

    Subheads are left out: they are a zone of their own in the truth and a part of the body in segments.
    """
    zones = list(zones)
    wanted = places((span(z) for z in zones if (z["role"], z["kind"]) == ("main", "body")), text)
    between = places((span(z) for z in zones if z["kind"] == "subhead"), text)
    found = places((span(s) for s in segments if (s["role"], s["kind"]) == ("main", "body")), text)
    return iou(wanted, found - between)


def role_share(zones: Iterable[Row], segments: Iterable[Row], text: str) -> float:
    """Share of a page's characters with the right role (main, related, teaser, furniture), without lines AROUND."""
    role = {k: s["role"] for s in segments for k in range(s["start"], s["end"])}
    right = n = 0
    for zone in zones:
        if zone["kind"] not in AROUND:
            there = places([span(zone)], text)
            n += len(there)
            right += sum(role.get(k) == zone["role"] for k in there)
    return right / max(n, 1)


def exact(truth: Iterable[Row], found: Iterable[Row]) -> Score:
    """Rows with the very same page, start and end."""
    a, b = ({(r["page_id"], r["start"], r["end"]) for r in rows} for rows in (truth, found))
    return Score(len(a & b), len(a - b), len(b - a))


# --- pages -------------------------------------------------------------------------------------------------


def says(outlet_id: str | None, name: str | None, names: Mapping[str, str]) -> bool:
    """Whether `name` is what the truth calls `outlet_id`: its name with or without "The", or the id; None is None.

    >>> says("fen", "The Fen Post", {"fen": "The Fen Post"}), says(None, "Fen Post", {})
    (True, False)
    """
    if outlet_id is None or name is None:
        return outlet_id is None and name is None
    known = {outlet_id, names.get(outlet_id, outlet_id).casefold()}
    return name.casefold() in known | {n.removeprefix("the ") for n in known}


def with_manifest(pages: Iterable[Row], manifest: Iterable[Row]) -> list[dict]:
    """Rows of pages, the date that a page does not state filled from the manifest."""
    given = {m["file"]: m["published"] or None for m in manifest}
    return [{**p, "date": p["date"] or given.get(p["path"])} for p in pages]


def stated(truth: Row, article: Row, field: str, names: Mapping[str, str]) -> Score:
    """One field of one page: found where right, false where something else is said, missed where nothing is.

    A field that the truth leaves empty counts only where the helpers fill it.
    """
    wanted, got = truth[{"published": "date"}.get(field, field)], article[field]
    right = says(wanted, got, names) if field in ("outlet", "carrier", "origin") else wanted == got
    if right:
        return Score(int(wanted is not None), 0, 0)
    return Score(0, int(wanted is not None), int(got is not None))


def copies(truth: Iterable[Row], articles: Iterable[Row]) -> Score:
    """Pairs of pages that hold one article: second copies, versions, carried articles and stubs."""
    groups = defaultdict(list)
    for page in truth:
        if page["story_id"] and page["genre"] == "news":
            groups[page["outlet"], page["phase"]].append(page["page_id"])
    found = defaultdict(set)
    for a in articles:
        if a["role"] == "main":
            found[a["duplicate_of"] or a["article_id"]].add(a["page_id"])
    a, b = (
        {frozenset(pair) for group in some for pair in combinations(sorted(group), 2)}
        for some in (groups.values(), found.values())
    )
    return Score(len(a & b), len(a - b), len(b - a))


# --- attributions and speakers -----------------------------------------------------------------------------


class Said(NamedTuple):
    """An attribution of the truth with the sentences that continue it, and what was found of it, best first."""

    truth: Row
    found: tuple[Row, ...]


class Matched(NamedTuple):
    """Attributions found (as `Said`), missed (rows of the truth) and false (rows of the helpers)."""

    found: list[Said]
    missed: list[Row]
    false: list[Row]

    @property
    def score(self) -> Score:
        return Score(len(self.found), len(self.missed), len(self.false))


def match_attributions(truth: Iterable[Row], found: Iterable[Row]) -> Matched:
    """Which attributions of one page are found, by the characters of their content.

    A sentence without a cue of its own belongs to the attribution that it continues, whether the helpers give it a
    row or not. A row found is right where at least half of its content stands in one attribution of the truth (of
    several, the closest); an attribution is found where right rows cover half of its content. A non-response, which
    need not have content, is compared whole.
    """
    heads, wanted = {}, {}
    for row in truth:
        of = next((int(n.removeprefix("continues=")) for n in row["notes"] if n.startswith("continues=")), None)
        head = row["attribution"] if of is None else of
        heads.setdefault(head, row)
        wanted[head] = wanted.get(head, set()) | _content(row)
    belongs = defaultdict(list)
    false = []
    for row in found:
        mine = _content(row)
        whole = _whole(row)
        ranked = sorted(
            ((iou(mine if _said(heads[k]) and _said(row) else whole, w), -k) for k, w in wanted.items()), reverse=True
        )
        best = -ranked[0][1] if ranked else None
        if best is None:
            false.append(row)
            continue
        compared = mine if _said(heads[best]) and _said(row) else whole
        overlap = len(compared & wanted[best])
        if overlap and overlap >= HALF * len(compared):
            belongs[best].append((overlap, compared, row))
        else:
            false.append(row)
    out = Matched([], [], false)
    for k, head in heads.items():
        mine = sorted(belongs[k], key=lambda m: -m[0])
        covered = set().union(*(m[1] for m in mine)) & wanted[k]
        if mine and len(covered) >= HALF * len(wanted[k]):
            out.found.append(Said(head, tuple(m[2] for m in mine)))
        else:
            out.missed.append(head)
            false += [m[2] for m in mine]
    return out


def _said(row: Row) -> bool:
    return bool(row["content"]) and row["type"] != "non_response"


def _content(row: Row) -> set[int]:
    return places(row["content"]) if _said(row) else _whole(row)


def _whole(row: Row) -> set[int]:
    return places([*row["source"], *row["cue"], *row["content"]])


class Named(NamedTuple):
    """How the people who speak under their name are known across the corpus."""

    score: Score  # people: one entry of their own; those with none, or several; entries of nobody who speaks
    right_name: Score  # attributions to named people: the name right; none or unnamed; another's


def speakers(found: Iterable[Said], table: Iterable[Row], names: Mapping[str, str]) -> Named:
    """Named people: each has one entry in `table` (rows of speakers), and what they say is theirs.

    `found`: what `match_attributions` found on all pages; `names`: speaker_id of the truth -> name.
    """
    entries = {p["speaker_id"]: p for p in table}
    ids, owners = defaultdict(set), defaultdict(set)
    right = none = wrong = 0
    for said in found:
        t, f = said.truth, said.found[0]
        if f["speaker_id"] is None or t["type"] not in SPEAKING:
            none += t["kind"] == "named person" and t["type"] in SPEAKING
            continue
        owners[f["speaker_id"]].add(t["speaker_id"])
        if t["kind"] == "named person":
            ids[t["speaker_id"]].add(f["speaker_id"])
            same = _calls(entries[f["speaker_id"]], names[t["speaker_id"]])
            unnamed = entries[f["speaker_id"]]["kind"] != "named person"
            right, none, wrong = right + same, none + (not same and unnamed), wrong + (not same and not unnamed)
    clean = {p for p, mine in ids.items() if len(mine) == 1 and owners[next(iter(mine))] == {p}}
    nobody = [
        i for i, who in owners.items()
        if entries[i]["kind"] == "named person" and not any(p in names and _calls(entries[i], names[p]) for p in who)
    ]  # fmt: skip
    return Named(Score(len(clean), len(ids) - len(clean), len(nobody)), Score(right, none, wrong))


def _calls(entry: Row, name: str) -> bool:
    called = " ".join([entry["name"], *entry["aliases"]]).casefold()
    return bool(name) and (name.split()[-1].casefold() in called or name.split()[0].casefold() in called.split())


# --- facts -------------------------------------------------------------------------------------------------


class Telling(NamedTuple):
    """The fact found for one of the truth (None where there is none): pages it has, has not, and should not have."""

    fact_id: str | None
    score: Score


def told_places(truth: Iterable[Row], pages: Collection[str]) -> dict[str, dict[str, list[Span]]]:
    """fact_id -> page_id -> where the page tells it, on the pages given."""
    out = defaultdict(dict)
    for row in truth:
        if row["page_id"] in pages and row["verdict"] in TOLD:
            out[row["fact_id"]][row["page_id"]] = [tuple(s) for s in row["spans"]]
    return dict(out)


def tellings(truth: Mapping[str, Mapping[str, list[Span]]], found: Iterable[Row]) -> dict[str, Telling]:
    """For each fact of the truth: the fact of the helpers with the most places that lie on the truth's places."""
    clusters: dict[str, dict[str, list[Span]]] = defaultdict(dict)
    for row in found:
        if row["verdict"] in TOLD:
            clusters[row["fact_id"]].setdefault(row["page_id"], []).append(span(row))
    out = {}
    for fact, where in truth.items():
        best = Telling(None, Score(0, len(where), 0))
        for name, pages in clusters.items():
            hit = sum(_any_meet(spans, where.get(page, ())) for page, spans in pages.items())
            here = Telling(name, Score(hit, len(where) - hit, len(pages) - hit))
            if hit and (hit, -here.score.false) > (best.score.found, -best.score.false):
                best = here
        out[fact] = best
    return out


def _any_meet(some: Iterable[Span], others: Iterable[Span]) -> bool:
    others = list(others)
    return any(meets(a, b) for a in some for b in others)


class OnlyHere(NamedTuple):
    """Facts of one outlet alone: found and missed (fact_ids); false, (page_id, start, end) of what others tell too."""

    found: list[str]
    missed: list[str]
    false: list[tuple[str, int, int]]

    @property
    def score(self) -> Score:
        return Score(len(self.found), len(self.missed), len(self.false))


def only_here(
    truth: Mapping[str, Mapping[str, list[Span]]], outlet_of: Mapping[str, str],
    listed: Iterable[tuple[str, int, int]],
) -> OnlyHere:  # fmt: skip
    """The list of facts that one outlet alone tells, against the facts of the truth that one outlet alone tells.

    `listed`: the places in the helpers' list. A fact is found where a place listed lies on one of its own. A place
    is false where facts of the truth stand and others tell each of them too; where none stands nothing can be said.
    """
    teller = {fact: {outlet_of[page] for page in where} for fact, where in truth.items()}
    listed = list(listed)
    on = {
        place: {f for f, where in truth.items() if _any_meet([place[1:]], where.get(place[0], ()))} for place in listed
    }
    single = [f for f, outlets in teller.items() if len(outlets) == 1]
    found = [f for f in single if any(f in facts for facts in on.values())]
    false = [p for p, facts in on.items() if facts and not any(len(teller[f]) == 1 for f in facts)]
    return OnlyHere(found, [f for f in single if f not in found], false)


# --- numbers -----------------------------------------------------------------------------------------------


class Numbers(NamedTuple):
    """Quantities: their places, those whose relation is right, and the contradictions between them."""

    places: Score
    relations: Score
    conflicts: Score
    confused: Counter  # (relation of the truth, relation found) -> how often


def numbers(truth: Iterable[Row], found: Iterable[Row], outlet_of: Mapping[str, str]) -> Numbers:
    """Places and relations of the planted quantities; `truth` on the pages that the helpers compare.

    The catalogue calls the true value of a quantity "same" even where one outlet alone gives it: there it is one_only.

    Quantities of the helpers that are not planted are neither right nor false, save where they are said to
    contradict. A contradiction is one slot of the truth with a value in conflict; it is found where a place of that
    conflict is said to be one, and false where a slot found to be in conflict has no such place.
    """
    here, truth = by_page(found), list(truth)
    givers: dict[str, set[str]] = defaultdict(set)
    for row in truth:
        givers[row["slot"]].add(outlet_of[row["page_id"]])
    seen = missed = right = wrong = 0
    confused: Counter = Counter()
    hit: set[tuple[str, str]] = set()
    wanted: dict[tuple[str, str], set] = defaultdict(set)
    for row in truth:
        there = [f for f in here.get(row["page_id"], ()) if f["start"] is not None and meets(span(f), span(row))]
        relation = row["relation"].replace(" ", "_")
        if relation == "same" and len(givers[row["slot"]]) == 1:
            relation = "one_only"
        said = [f["relation"] for f in there]
        seen, missed = seen + bool(there), missed + (not there)
        right, wrong = right + (relation in said), wrong + (bool(there) and relation not in said)
        confused[relation, relation if relation in said else said[0] if said else "nothing"] += 1
        if relation == "conflict":
            wanted[row["slot"], row["value"]].update((f["story_id"], f["slot"]) for f in there)
            if "conflict" in said:
                hit.add((row["slot"], row["value"]))
    claimed = {(f["story_id"], f["slot"]) for rows in here.values() for f in rows if f["relation"] == "conflict"}
    false = claimed - {slot for slots in wanted.values() for slot in slots}
    return Numbers(
        Score(seen, missed, 0), Score(right, missed, wrong), Score(len(hit), len(wanted) - len(hit), len(false)),
        confused,
    )  # fmt: skip


# --- labels and shared passages ----------------------------------------------------------------------------


def labels(truth: Iterable[Row], found: Iterable[Row], referents: Mapping[str, str]) -> Score:
    """Names of things: a row found with the same referent on the same characters. `referents`: found -> truth.

    False counts rows found of those referents where the truth has none of that referent.
    """
    wanted = by_page(truth)
    ours = [f for f in found if f["referent"] in referents]
    here = by_page(ours)

    def same(t: Row, f: Row) -> bool:
        return referents[f["referent"]] == t["referent"] and meets(span(t), span(f))

    hit = sum(any(same(t, f) for f in here.get(p, ())) for p, rows in wanted.items() for t in rows)
    false = sum(not any(same(t, f) for t in wanted.get(f["page_id"], ())) for f in ours)
    return Score(hit, sum(map(len, wanted.values())) - hit, false)


class Reuse(NamedTuple):
    """Shared passages: places found whatever their ends and kind, with ends within WITHIN words, and with kind."""

    overlapping: Score
    ends: int
    kind: int
    both: int


def reuse(truth: Iterable[Row], found: Iterable[Row], text_of: Mapping[str, str]) -> Reuse:
    """Places of shared passages; of several found on one place the closest counts.

    Where passages of one kind follow one another on a page with nothing between, one place over all of them is right
    as well: the truth cuts them because they stand apart elsewhere.
    """
    here, wanted = by_page(found), by_page(truth)
    hit = missed = ends = kind = both = 0
    for page, rows in wanted.items():
        text = text_of[page]
        for t in rows:
            over = [f for f in here.get(page, ()) if meets(span(f), span(t))]
            whole = _run(t, rows, text)
            hit, missed = hit + bool(over), missed + (not over)
            near = [f for f in over if min(off(span(t), span(f), text), off(whole, span(f), text)) <= WITHIN]
            ends, kind = ends + bool(near), kind + any(f["kind"] == t["kind"] for f in over)
            both += any(f["kind"] == t["kind"] for f in near)
    false = [f for p, rows in here.items() for f in rows if not any(meets(span(f), span(t)) for t in wanted.get(p, ()))]
    return Reuse(Score(hit, missed, len(false)), ends, kind, both)


def _run(row: Row, rows: Iterable[Row], text: str) -> Span:
    """The place of `row` and of those of its kind that follow or precede it with only white space between."""
    start, end = span(row)
    for other in sorted((r for r in rows if r["kind"] == row["kind"]), key=span):
        if end <= other["start"] and not text[end : other["start"]].strip():
            end = other["end"]
    for other in sorted((r for r in rows if r["kind"] == row["kind"]), key=span, reverse=True):
        if other["end"] <= start and not text[other["end"] : start].strip():
            start = other["start"]
    return start, end


def off(a: Span, b: Span, text: str) -> int:
    """Words by which the farther of two spans' ends is off.

    >>> off((0, 7), (2, 7), "a b c d")
    1
    """
    return max(
        len(re.findall(r"\w+(?:['’.,-]\w+)*", text[min(x, y) : max(x, y)])) for x, y in zip(a, b, strict=True)
    )


# --- all of it ---------------------------------------------------------------------------------------------

REFERENTS = {  # what labels.csv of the sample calls the things of the truth's labels
    "those who were flooded": "residents",
    "what was done with the gate": "act",
    "who did it": "actor",
    "Pym Haversedge": "haversedge",
}
STORY = "needle_gate"


class Found:
    """What the helpers find on the sample corpus, beside its truth. Each part is made when it is first asked for.

    `corpus`: a `helpers.corpus.Corpus` of the sample; `sample`: its folder; `source`: the folder of the catalogues.
    Pages go by `name`: their path, with the record's number where a file holds several.
    """

    def __init__(self, corpus, sample: Path, source: Path):
        self.corpus = corpus
        self.truth = read_truth(sample / "truth")
        self.names = {o["outlet"]: o["name"] for o in read_catalogue(source / "outlets.csv")}
        self.names["skimbarrow"] = "Skimbarrow"
        self.people = {p["speaker_id"]: p["name"] for p in read_catalogue(source / "speakers.csv")}
        self.pages = with_manifest(self.truth["pages"], read_catalogue(sample / "manifest.csv"))
        self.name = {p["page_id"]: page_name(p) for p in self.pages}
        self.page_of = {name: page for page, name in self.name.items()}
        self.page = {p["page_id"]: p for p in self.pages}
        self.outlet_of = {p["page_id"]: p["outlet"] for p in self.pages}
        self.text = dict(zip(corpus.pages["page_id"], corpus.pages["text"], strict=True))
        self.zones = by_page(self.truth["zones"])
        self.segments = by_page(rows_of(corpus.segments))
        self.articles = rows_of(corpus.articles)
        self.main = {a["page_id"]: a for a in self.articles if a["role"] == "main"}
        self.counted_pages = set(corpus.counted["page_id"])

    def of_main(self, frame) -> list[dict]:
        """Rows of a table that belong to the pages' own articles."""
        return [r for r in rows_of(frame) if self.main[r["page_id"]]["article_id"] == r["article_id"]]

    def quote(self, page: str, spans: Iterable[Sequence[int]]) -> str:
        return " ".join(self.text[page][s:e] for s, e in spans)

    def body(self, page: str) -> str:
        """What the helpers take for the body of the page's own article."""
        return self.corpus.body(self.main[page]["article_id"]).text

    @cached_property
    def body_iou(self) -> dict[str, float]:
        return {p: body_iou(self.zones[p], self.segments[p], self.text[p]) for p in self.page}

    @cached_property
    def role_share(self) -> dict[str, float]:
        return {p: role_share(self.zones[p], self.segments[p], self.text[p]) for p in self.page}

    def stated(self, field: str) -> Score:
        return total(stated(self.page[p], self.main[p], field, self.names) for p in self.page)

    @cached_property
    def sentences(self) -> Score:
        return exact(self.truth["sentences"], self.of_main(self.corpus.sentences))

    @cached_property
    def said(self) -> dict[str, Matched]:
        wanted, found = by_page(self.truth["attributions"]), by_page(self.of_main(self.corpus.attributions))
        return {p: match_attributions(wanted.get(p, ()), found.get(p, ())) for p in self.page}

    @cached_property
    def all_said(self) -> list[Said]:
        return [s for m in self.said.values() for s in m.found]

    @cached_property
    def attributions(self) -> Score:
        return total(m.score for m in self.said.values())

    def right(self, field: str, value: str) -> tuple[int, int]:
        """Of the attributions found whose `field` (type, form) is `value` in the truth: those right, and all."""
        rows = [s for s in self.all_said if s.truth[field] == value]
        return sum(s.found[0][field] == value for s in rows), len(rows)

    @cached_property
    def speakers(self) -> Named:
        return speakers(self.all_said, rows_of(self.corpus.speakers), self.people)

    @cached_property
    def fact_rows(self) -> list[dict]:
        return [r for r in rows_of(self.corpus.facts) if r["story_id"] == STORY]

    @cached_property
    def told(self) -> dict[str, dict[str, list[Span]]]:
        return told_places(self.truth["facts"], {r["page_id"] for r in self.fact_rows})

    @cached_property
    def tellings(self) -> dict[str, Telling]:
        return tellings(self.told, self.fact_rows)

    def tellers(self, fact: str, verdicts: Collection[str] = TOLD) -> set[str]:
        """Outlets (ids) on whose pages the fact found for one of the truth has one of `verdicts`."""
        of = self.tellings[fact].fact_id
        return {self.outlet_of[r["page_id"]] for r in self.fact_rows if r["fact_id"] == of and r["verdict"] in verdicts}

    @cached_property
    def only_list(self):
        from helpers.chapters import side_by_side

        return side_by_side.only_here(self.corpus, STORY)

    @cached_property
    def only_here(self) -> OnlyHere:
        return only_here(self.told, self.outlet_of, self.only_list["words"])

    @cached_property
    def perhaps_list(self):
        from helpers.chapters import side_by_side

        return side_by_side.perhaps_elsewhere(self.corpus, STORY)

    @cached_property
    def perhaps_elsewhere(self) -> OnlyHere:
        """Of the facts that perhaps others tell, too: those that one alone tells (found), those that others do (false).
        """
        return only_here(self.told, self.outlet_of, self.perhaps_list["words"])

    @cached_property
    def number_rows(self) -> list[dict]:
        return [r for r in rows_of(self.corpus.numbers) if r["story_id"] == STORY]

    @cached_property
    def compared_numbers(self) -> list[dict]:
        """Rows of the truth's numbers on the pages whose numbers the helpers compare."""
        pages = {r["page_id"] for r in self.number_rows}
        return [r for r in self.truth["numbers"] if r["page_id"] in pages]

    @cached_property
    def numbers(self) -> Numbers:
        return numbers(self.compared_numbers, self.number_rows, self.outlet_of)

    def relations(self, slot: str, outlet: str | None = None, value: str | None = None) -> list[str]:
        """What the helpers say of the places of one quantity of the truth, place by place."""
        here = by_page(self.number_rows)
        return [
            f["relation"]
            for t in self.compared_numbers
            if t["slot"] == slot and outlet in (None, self.outlet_of[t["page_id"]]) and value in (None, t["value"])
            for f in here[t["page_id"]]
            if f["start"] is not None and meets(span(f), span(t))
        ]

    @cached_property
    def labels(self) -> Score:
        from helpers.chapters import framing

        wanted = [r for r in self.truth["labels"] if r["page_id"] in self.counted_pages]
        return labels(wanted, rows_of(framing.labels(self.corpus)), REFERENTS)

    @cached_property
    def shared(self) -> list[dict]:
        return rows_of(self.corpus.shared)

    def reuse(self, kind: str | None = None) -> Reuse:
        """Shared passages, of one kind of the truth or of all."""
        return reuse([r for r in self.truth["reuse"] if kind in (None, r["kind"])], self.shared, self.text)

    @cached_property
    def copies(self) -> Score:
        return copies(self.pages, self.articles)

    def nulls(self) -> dict[str, object]:
        """null_id -> what `helpers.stats.compare` says of it, over the articles of the story that are counted."""
        from helpers import stats

        measure = {"flesch_kincaid_grade": self._grade, "quoted_word_share": self._quoted,
                   "commission_per_1000": self._commission}  # fmt: skip
        counted = self.corpus.counted.assign(text=list(self.corpus.texts))
        story = counted[counted["story_id"] == STORY]
        out = {}
        for null in self.truth["nulls"]:
            sides = [story[story["outlet"] == self.names[null[side]]] for side in "ab"]
            if null["a"] == null["b"]:  # the longest article against the others of its outlet
                longest = sides[0]["n_words"] == sides[0]["n_words"].max()
                sides = [sides[0][longest], sides[0][~longest]]
            value = measure.get(null["measure"], self._grade)
            values = [[value(a) for a in side.to_dict("records")] for side in sides]
            out[null["null_id"]] = stats.compare(
                self.names[null["a"]], values[0], self.names[null["b"]], values[1], null["what"]
            )
        return out

    def _grade(self, article: Row) -> float:
        from helpers.readability import measures

        return measures(article["text"])["flesch_kincaid"]

    def _quoted(self, article: Row) -> float:
        from helpers.chapters import sources

        rows = sources.speaking(self.attributions_said)
        quoted = rows.loc[rows["article_id"] == article["article_id"], "quoted_words"].sum()
        return 100 * float(quoted) / article["n_words"]

    @cached_property
    def attributions_said(self):
        from helpers.chapters import sources

        return sources.said(self.corpus)

    def _commission(self, article: Row) -> float:
        return 1000 * len(re.findall(r"\bCommission\b", article["text"])) / article["n_words"]


def page_name(page: Row) -> str:
    """A page by the name of its file, and its record where the file holds several.

    >>> page_name({"path": "feed.jsonl", "record": 2, "format": "jsonl"})
    'feed.jsonl[2]'
    """
    return f"{page['path']}[{page['record']}]" if page["format"] == "jsonl" else page["path"]
