"""The outlet cards of the first page: each line a number with its denominator, and the way to its passages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from helpers import show, stats
from helpers.chapters import behind, copying, framing, readability, side_by_side, sources
from helpers.chapters.wording import listed, several, share

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus
    from helpers.stats import Comparison

MOST = 40  # cards on the page; beyond that the tables of the chapters serve better
PASSAGES = 8  # shown behind one line of a card, so that the first page stays light; evidence.jsonl has them all
NAMES = 3


def cards(corpus: Corpus) -> list[dict]:
    """One mapping an outlet (or page of unknown outlet): name, and rows (label, [Finding, ...], address in the report).

    Every sentence has its denominator, or is one of the three sentences of a comparison.
    """
    said, grades = sources.said(corpus), readability.articles(corpus)
    voices, labels = sources.speaking(said), framing.contested(framing.labels(corpus))
    openings = behind.openings(corpus)
    story = side_by_side.chosen(corpus)
    alone = side_by_side.only_here(corpus, story) if story else None
    facts = len(side_by_side.grid(corpus, story)) if story else 0
    told = set(side_by_side.tellers(corpus).query("story_id == @story")["teller"]) if story else set()
    measured = behind.openings(corpus, grades[grades[readability.GRADE].notna()])
    over_all = [c for c in readability.comparisons(grades) if c.what == readability.OVER_ALL]
    reads = _by_outlet(corpus, over_all, measured)
    unnamed = _by_outlet(
        corpus, stats.against_rest(sources.unnamed_share(said), "unnamed people", "% of the attributions"), voices)
    copied = copying.uncredited(corpus)
    found = []
    for teller, articles in list(corpus.counted.groupby("teller", sort=False))[:MOST]:
        rows = [
            ("What it covered", [_covered(corpus, articles, openings)], "01_topics.html#stories"),
            ("Whom it quoted", [*_quoted(corpus, teller, said, voices), *unnamed.get(teller, [])],
             "02_sources.html#kinds"),
            ("How it reads", [_reads(corpus, grades[grades["teller"] == teller]), *reads.get(teller, [])],
             "03_readability.html#tellers"),
        ]
        if alone is not None and teller in told:
            rows.append(("What only it told", [_alone(corpus, alone[alone["teller"] == teller], facts)],
                         "05_side_by_side.html#only"))
        for agency, places in copied[copied["teller"] == teller].groupby("agency", sort=False):
            text = copying.uncredited_sentence(corpus, teller, str(agency), places)
            rows.append(("Agency copy without credit", [_finding(corpus, text, places, len(places), None, "passages")],
                         "05_side_by_side.html#words-in-common"))
        rows += [
            ("Its words for contested things", [_labels(corpus, labels[labels["teller"] == teller], labels)],
             "04_framing.html#labels"),
            ("On its pages", [_pages(corpus, articles)], "00_corpus.html#zones"),
        ]
        found.append({"name": teller, "rows": rows})
    return found


def _by_outlet(corpus: Corpus, compared: list[Comparison], rows: pd.DataFrame) -> dict[str, list[show.Finding]]:
    """The sentence of each outlet's comparison with the others, by outlet; of two outlets both have the same."""
    out: dict[str, list[show.Finding]] = {}
    for c in compared:
        for name in dict.fromkeys([c.name_a, c.name_b]):
            if name != "the rest":
                out.setdefault(name, []).append(replace(behind.verdict(corpus, c, rows), most=PASSAGES))
    return out


def _finding(corpus: Corpus, text: str, rows: pd.DataFrame, value: Any, of: Any, unit: str) -> show.Finding:
    """A sentence with the passages of its rows."""
    return show.Finding(text, behind.distinct(corpus, rows, unit), value, of, unit, PASSAGES)


def _covered(corpus: Corpus, articles: pd.DataFrame, openings: pd.DataFrame) -> show.Finding:
    stories, all_stories = articles["story_id"].nunique(), corpus.counted["story_id"].nunique()
    return _finding(
        corpus, f"{len(articles):,} of the {several(len(corpus.counted), 'article')} here, "
        f"{several(int(articles['n_words'].sum()), 'word')}, in {stories:,} of "
        f"{several(all_stories, 'story', 'stories')}.",
        openings[openings["article_id"].isin(articles["article_id"])], len(articles), len(corpus.counted), "articles")


def _quoted(corpus: Corpus, teller: str, said: pd.DataFrame, voices: pd.DataFrame) -> list[show.Finding]:
    own = voices[voices["teller"] == teller]
    silent = said[(said["teller"] == teller) & (said["type"] == "non_response")]
    asked = show.Finding("No non-response was found.")
    if len(silent):
        asked = _finding(corpus, f"Asked and without an answer: {several(len(silent), 'time')}.", silent, len(silent),
                         None, "passages")
    if own.empty:
        return [show.Finding("Nobody is quoted or reported."), asked]
    people = sources.who(own)
    heard = [f"{r.speaker} ({r.attributions})" for r in people.head(NAMES).itertuples()]
    nameless, named = own[sources.unnamed(own)], own[own["kind"] == "named person"]
    most = f" Most often {listed(heard)}." if heard else ""
    return [
        _finding(corpus, f"Named people in {len(named):,} of {several(len(own), 'attribution')} "
                         f"({share(len(named), len(own))}).{most}", named, len(named), len(own), "passages"),
        _finding(corpus, f"Unnamed people in {len(nameless):,} of {len(own):,} ({share(len(nameless), len(own))}).",
                 nameless, len(nameless), len(own), "passages"),
        asked,
    ]


def _reads(corpus: Corpus, rows: pd.DataFrame) -> show.Finding:
    known = rows[rows[readability.GRADE].notna()]
    if known.empty:
        return show.Finding("No article could be measured.")
    low, high = readability.tellers(known)[["low", "high"]].iloc[0]
    sure = f" (95 % interval {low:.1f} to {high:.1f})" if low == low else " (too few articles for an interval)"
    grade = float(known[readability.GRADE].mean())
    return _finding(corpus, f"Flesch-Kincaid grade {grade:.1f} on average over {several(len(known), 'article')}{sure}.",
                    behind.openings(corpus, known), round(grade, 4), None, "measure")


def _alone(corpus: Corpus, rows: pd.DataFrame, facts: int) -> show.Finding:
    places = behind.spread(rows.assign(place=[[p] for p in rows["words"]]), "place") if len(rows) else rows
    text = f"{len(rows):,} of the {several(facts, 'fact')} of the most told story, as far as can be told."
    return _finding(corpus, text, places, len(rows), facts, "passages") if len(rows) else show.Finding(text)


def _labels(corpus: Corpus, own: pd.DataFrame, everywhere: pd.DataFrame) -> show.Finding:
    """What it calls the contested things that it names most: the most used label, with how often of how many."""
    if own.empty:
        return show.Finding("None of the listed things that go by several names here is named.")
    widely = everywhere.groupby("referent")["teller"].nunique()
    order = sorted(own["referent"].unique(), key=lambda r: (-(own["referent"] == r).sum(), -widely[r], r))[:NAMES]
    said, shown = [], []
    for referent in order:
        uses = own[own["referent"] == referent]
        top = uses["label"].value_counts(sort=True).index[0]
        rows = uses[uses["label"] == top]
        said.append(f"{referent}: “{top}” {len(rows)} of {several(len(uses), 'time')}")
        shown.append(rows)
    import pandas as pd

    rows = pd.concat(shown)
    return _finding(corpus, "; ".join(said) + ".", rows, len(rows), len(own), "passages")


def _pages(corpus: Corpus, articles: pd.DataFrame) -> show.Finding:
    segments = corpus.segments[corpus.segments["page_id"].isin(articles["page_id"])]
    other = segments[segments["role"] != "main"]
    n, words = int(other["n_words"].sum()), int(segments["n_words"].sum())
    text = (f"{n:,} of {several(words, 'word')} ({share(n, words)}) belong to other articles, teasers or page "
            "furniture, and are not counted.")
    return _finding(corpus, text, other.sort_values("n_words", ascending=False), n, words, "words")
