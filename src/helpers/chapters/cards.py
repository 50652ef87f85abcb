"""The outlet cards of the first page: each line a number with its denominator, and the way to its passages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from helpers import show, stats
from helpers.chapters import behind, copying, framing, readability, side_by_side, sources
from helpers.chapters.wording import listed, sentence, several, share

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus
    from helpers.stats import Comparison

MOST = 40  # cards on the page; beyond that the tables of the chapters serve better
PASSAGES = 8  # shown behind one line of a card, so that the first page stays light; evidence.jsonl has them all
NAMES = 3
ALONE = (show.Finding("Fewer than two outlets are here: nothing can be compared."),)
THINGS = 5  # of those that go by several names
ENOUGH = 3  # articles of an outlet from which it can be the one with the most; where none has so many, any can


@dataclass(frozen=True)
class Basis:
    """What the first page is made from, worked out once."""

    said: pd.DataFrame
    grades: pd.DataFrame
    labels: pd.DataFrame
    copied: pd.DataFrame
    alone: pd.DataFrame | None  # None: no story is told twice
    facts: int
    told: frozenset[str]  # who tells the most told story
    reads: dict[str, list[show.Finding]]
    unnamed: dict[str, list[show.Finding]]

    @classmethod
    def of(cls, corpus: Corpus) -> Basis:
        said, grades = sources.said(corpus, words=False), readability.articles(corpus)
        story = side_by_side.chosen(corpus)
        measured = behind.openings(corpus, grades[grades[readability.GRADE].notna()])
        nameless = stats.against_rest(sources.unnamed_share(said), "unnamed people", "% of the attributions")
        return cls(
            said, grades, framing.contested(framing.labels(corpus)), copying.uncredited(corpus),
            side_by_side.only_here(corpus, story) if story else None,
            len(side_by_side.grid(corpus, story)) if story else 0,
            frozenset(side_by_side.tellers(corpus).query("story_id == @story")["teller"]) if story else frozenset(),
            _by_outlet(corpus, readability.over_all(grades), measured),
            _by_outlet(corpus, nameless, sources.speaking(said)),
        )  # fmt: skip


def cards(corpus: Corpus, known: Basis) -> list[dict]:
    """One mapping an outlet (or page of unknown outlet): name, and rows (label, [Finding, ...], address in the report).

    Every sentence has its denominator, or is one of the three sentences of a comparison.
    """
    labels, alone, openings = known.labels, known.alone, behind.openings(corpus)
    said = dict(list(known.said.groupby("teller", sort=False)))
    found = []
    for teller, articles in list(corpus.counted.groupby("teller", sort=False))[:MOST]:
        rows = [
            ("What it covered", [_covered(corpus, articles, openings)], "01_topics.html#stories"),
            ("Whom it quoted", [*_quoted(corpus, said.get(teller, known.said.head(0))), *known.unnamed.get(teller, [])],
             "02_sources.html#kinds"),
            ("How it reads", [_reads(corpus, known.grades[known.grades["teller"] == teller]),
                              *known.reads.get(teller, [])], "03_readability.html#tellers"),
        ]
        if alone is not None and teller in known.told:
            rows.append(("What only it told", [_alone(corpus, alone[alone["teller"] == teller], known.facts)],
                         "05_side_by_side.html#only"))
        for agency, places in known.copied[known.copied["teller"] == teller].groupby("agency", sort=False):
            rows.append(("Agency copy without credit", [_uncredited(corpus, teller, str(agency), places)],
                         "05_side_by_side.html#words-in-common"))
        rows += [
            ("Its words for contested things", [_labels(corpus, labels[labels["teller"] == teller], labels)],
             "04_framing.html#labels"),
            ("On its pages", [_pages(corpus, articles)], "00_corpus.html#zones"),
        ]
        found.append({"name": teller, "rows": rows})
    return found


def questions(corpus: Corpus, known: Basis) -> list[tuple[str, list[show.Finding], str]]:
    """What readers ask first: (question, what can be answered, address of the chapter's part that says more)."""
    voices, labels = sources.speaking(known.said), known.labels
    asked = [
        ("Who relies most on unnamed sources?", _most_unnamed(corpus, voices, known.unnamed),
         "02_sources.html#with-a-name-and-without"),
        ("Whose articles are hardest to read, and is that certain?", _hardest(corpus, known),
         "03_readability.html#every-article"),
        ("What is one thing called by whom?", _called(corpus, labels), "04_framing.html#labels"),
    ]
    if known.alone is not None:
        asked.append(("Which facts does one outlet alone tell?", _only(corpus, known),
                      "05_side_by_side.html#only-here"))
    copied = [_uncredited(corpus, str(teller), str(agency), places)
              for (teller, agency), places in known.copied.groupby(["teller", "agency"], sort=False)]
    asked.append(("Who printed agency copy without credit?", copied or [show.Finding("None was found.")],
                  "05_side_by_side.html#words-in-common"))
    return asked


def _most_unnamed(
    corpus: Corpus, voices: pd.DataFrame, verdicts: dict[str, list[show.Finding]]
) -> list[show.Finding]:
    kinds = sources.by_kind(voices)
    some = kinds[kinds["unnamed"] > 0]
    if some.empty:
        return [show.Finding("No attribution is to people without a name.")]
    some, among = _enough(some.set_index("teller", drop=False))
    top = some.loc[(some["unnamed"] / some["all"]).idxmax()]
    rows = voices[(voices["teller"] == top["teller"]) & sources.unnamed(voices)]
    text = (f"The largest share{among} is that of {top['teller']}: {top['unnamed']:,} of "
            f"{several(int(top['all']), 'attribution')} ({share(top['unnamed'], top['all'])}).")
    return [_finding(corpus, text, rows, len(rows), int(top["all"]), "passages"), *verdicts.get(top["teller"], ALONE)]


def _hardest(corpus: Corpus, known: Basis) -> list[show.Finding]:
    rows = known.grades[known.grades[readability.GRADE].notna()]
    if rows.empty:
        return [show.Finding("No article could be measured.")]
    grouped = rows.groupby("teller", sort=False)[readability.GRADE]
    some, among = _enough(grouped.agg(articles="size", mean="mean"))
    means = some["mean"]
    top = str(means.idxmax())
    own = behind.openings(corpus, rows[rows["teller"] == top])
    text = f"The highest mean grade{among} is that of {top}: {means[top]:.1f} over {several(len(own), 'article')}."
    return [_finding(corpus, text, own, round(float(means[top]), 4), None, "measure"), *known.reads.get(top, ALONE)]


def _enough(outlets: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Those with ENOUGH articles, and words that say so; all, where none has so many: one article makes no record."""
    some = outlets[outlets["articles"] >= ENOUGH]
    if some.empty or len(some) == len(outlets):
        return outlets, ""
    return some, f" among outlets with {ENOUGH} articles or more"


def _called(corpus: Corpus, labels: pd.DataFrame) -> list[show.Finding]:
    """The things that most outlets name, each with what each outlet calls it most."""
    if labels.empty:
        return [show.Finding("None of the listed things goes by several names here.")]
    widely = labels.groupby("referent")["teller"].nunique().sort_values(ascending=False, kind="stable")
    found = []
    for referent in widely.index[:THINGS]:
        uses = labels[labels["referent"] == referent]
        names = {}
        for teller, own in uses.groupby("teller", sort=False):
            top = own["label"].value_counts()
            names.setdefault(str(top.index[0]), []).append(f"{teller} ({top.iloc[0]} of {len(own)})")
        said = "; ".join(f"“{name}” in {listed(who)}" for name, who in names.items())
        found.append(_finding(corpus, sentence(f"{referent}: {said}"), uses, len(uses), None, "passages"))
    return found


def _only(corpus: Corpus, known: Basis) -> list[show.Finding]:
    """For each teller of the most told story, how many of its facts it alone tells."""
    assert known.alone is not None
    return [
        replace(f, text=f"{teller}: {f.text}")
        for teller in list(dict.fromkeys(known.alone["teller"]))[:MOST]
        for f in [_alone(corpus, known.alone[known.alone["teller"] == teller], known.facts)]
    ]


def _uncredited(corpus: Corpus, teller: str, agency: str, places: pd.DataFrame) -> show.Finding:
    text = copying.uncredited_sentence(corpus, teller, agency, places)
    return _finding(corpus, text, places, len(places), None, "passages")


def _by_outlet(corpus: Corpus, compared: list[Comparison], rows: pd.DataFrame) -> dict[str, list[show.Finding]]:
    """The sentence of each outlet's comparison with the others, by outlet; of two outlets both have the same."""
    out: dict[str, list[show.Finding]] = {}
    for c, found in zip(compared, behind.verdicts(corpus, compared, rows), strict=True):
        for name in dict.fromkeys([c.name_a, c.name_b]):
            if name != "the rest":
                out.setdefault(name, []).append(replace(found, most=PASSAGES))
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


def _quoted(corpus: Corpus, said: pd.DataFrame) -> list[show.Finding]:
    """Whom one outlet quotes, by all its attributions."""
    own, silent = sources.speaking(said), said[said["type"] == "non_response"]
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
