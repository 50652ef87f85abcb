"""05_side_by_side: one story, and which facts, numbers and words its tellers share."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from helpers import show
from helpers.chapters import behind
from helpers.chapters.wording import accuracy, listed, several
from helpers.showing.passages import missing, passage
from helpers.stories import NEAREST

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from helpers.corpus import Corpus

STATED = ("states", "vaguer", "differs")


@lru_cache(maxsize=1)
def stories(corpus: Corpus) -> pd.DataFrame:
    """One row a story told by several: story, articles, tellers, n_tellers, facts, headline; most told first."""
    a = tellers(corpus)
    facts = corpus.columns("facts", "story_id", "fact_id").drop_duplicates().groupby("story_id").size()
    grouped = a.groupby("story_id", sort=False)
    found = grouped.agg(articles=("article_id", "size"), n_tellers=("teller", "nunique"),
                        tellers=("teller", lambda t: listed(dict.fromkeys(t))), headline=("headline", "first"))
    found["facts"] = facts.reindex(found.index).fillna(0).astype(int)
    found = found[found["articles"] > 1].rename_axis("story").reset_index()
    order = ["n_tellers", "articles", "story"]
    return found.sort_values(order, ascending=[False, False, True], kind="stable").reset_index(drop=True)


def stories_shown(corpus: Corpus) -> pd.DataFrame:
    """`stories`, each number with its passages: how each article begins, one of each teller, where a fact is first."""
    a = behind.openings(corpus, tellers(corpus))
    facts = corpus.columns("facts", "story_id", "fact_id", "page_id", "start", "end")
    facts = facts[facts["start"].notna()].drop_duplicates(["story_id", "fact_id"])
    return behind.counted(corpus, stories(corpus), {"story": "story_id"}, {
        "articles": ("articles", a), "n_tellers": ("articles", a.drop_duplicates(["story_id", "teller"])),
        "facts": ("passages", facts)})


@lru_cache(maxsize=1)
def tellers(corpus: Corpus) -> pd.DataFrame:
    """The articles that are compared fact by fact (counted ones, earlier versions, stubs), with their teller."""
    compared = {a for t in ("facts", "numbers") for a in corpus.arrow(t, "article_id")[0].unique().to_pylist()}
    counted = set(corpus.articles.loc[corpus.articles["include"], "article_id"])
    a = corpus.articles[corpus.articles["article_id"].isin(compared | counted)].copy()
    a["teller"] = a["outlet"].where(a["outlet"].notna(), a["page_id"].map(corpus.page_names))
    return a


def chosen(corpus: Corpus, story: str | None = None) -> str | None:
    """The story to show: the one asked for, else the most told; None where no story is told twice.

    Raises ValueError where the corpus has no such story.
    """
    known = stories(corpus)["story"].tolist()
    if story is not None and story not in known:
        raise ValueError(f"no story {story!r} told by two or more articles; there are {listed(known)}")
    return story or (known[0] if known else None)


@lru_cache(maxsize=2)
def facts_of(corpus: Corpus, story: str | None) -> pd.DataFrame:
    """The rows of `facts` of one story."""
    return corpus.facts.head(0) if story is None else corpus.rows_of("facts", "story_id", story)


@lru_cache(maxsize=2)
def _numbers_of(corpus: Corpus, story: str) -> pd.DataFrame:
    return corpus.rows_of("numbers", "story_id", story)


def answer(corpus: Corpus, story: str | None) -> tuple[show.Finding | str, show.Finding | str]:
    """How much of the story its tellers share, and whether their numbers contradict one another."""
    if story is None:
        return ("No two pages here tell the same story.", "There is nothing to lay side by side.")
    facts = grid(corpus, story)
    names = [c for c in facts.columns if c not in _GRID]
    alone, perhaps = len(only_here(corpus, story)), len(perhaps_elsewhere(corpus, story))
    numbers = _numbers_of(corpus, story)
    conflict = numbers[numbers["relation"] == "conflict"]
    clash = conflict["slot"].nunique()
    first = behind.spread(facts.assign(at=[[place] if place else [] for place in facts["words"]]), "at")
    return (
        show.Finding(f"{several(len(names), 'teller')} of one story give {several(len(facts), 'fact')} between them: "
                     f"{int((facts['told_by'] == len(names)).sum())} by all, {alone} by one alone as far as can be "
                     f"told, {perhaps} by one and perhaps, in other words, by more.",
                     behind.distinct(corpus, first), len(facts), None, "passages"),
        show.Finding(f"Of {several(numbers['slot'].nunique(), 'number')} they give, {clash} "
                     f"{'contradicts another' if clash == 1 else 'contradict one another'} for certain.",
                     behind.distinct(corpus, conflict if clash else numbers), clash, None, "measure"),
    )


def limits() -> tuple[str, ...]:
    """What the method cannot show."""
    return (
        "Facts are sentences and clauses aligned by the rare words, names and numbers they share. The same fact in "
        "quite other words, about every second one, is not brought together: where something elsewhere comes near, "
        "nobody is said to tell it alone. Still about one in six of those listed as only here is told by others too "
        "where three tell the story, and more where many do. What a cut-off page would have said is unknown, not left "
        "out. Nothing here says who is right.",
        accuracy("facts", "numbers", "shared passages"),
    )


_GRID = ("fact", "told_by", "words", "score", "verdicts")


@lru_cache(maxsize=2)
def grid(corpus: Corpus, story: str) -> pd.DataFrame:
    """One row a fact of the story: fact, words (the passage that says it first), told_by, score, then a column a
    teller with its verdict (states, vaguer, differs, left_out, cut_off, unknown). A teller of several articles
    tells what any of them tells. Facts told by most come first, in the order of the text.
    """
    rows = facts_of(corpus, story)
    rows = rows.merge(tellers(corpus)[["article_id", "teller", "complete", "duplicate_of"]], on="article_id")
    # A stub whose full article is here too has nothing of its own to say, and nothing to be unsure of.
    rows = rows[rows["complete"].fillna(True).astype(bool) | rows["duplicate_of"].isna()]
    best = {v: k for k, v in enumerate((*STATED, "unknown", "cut_off", "left_out"))}
    rows = rows.assign(rank=rows["verdict"].map(best)).sort_values("rank", kind="stable")
    table = rows.drop_duplicates(["fact_id", "teller"]).pivot(index="fact_id", columns="teller", values="verdict")
    order = list(dict.fromkeys(tellers(corpus)["teller"]))
    table = table.reindex(columns=[t for t in order if t in table.columns])
    first = rows[rows["start"].notna()].drop_duplicates("fact_id").set_index("fact_id")
    told = table.isin(STATED).sum(axis=1)
    names = {r.Index: corpus.quote(r.page_id, int(r.start), int(r.end)) for r in first.itertuples()}
    table.insert(0, "fact", [show.shorten(names.get(f, ""), 12) for f in table.index])
    stands = {r.Index: _place(r) for r in first.itertuples()}
    table.insert(1, "words", [stands.get(f) for f in table.index])
    table.insert(2, "told_by", told)
    table.insert(3, "score", rows.groupby("fact_id")["score"].max().reindex(table.index))
    places = {r.Index: (r.article_id, int(r.start)) for r in first.itertuples()}
    table["place"] = [places.get(f, ("", 0)) for f in table.index]
    return table.sort_values(["told_by", "place"], ascending=[False, True], kind="stable").drop(columns="place")


@lru_cache(maxsize=2)
def only_here(corpus: Corpus, story: str) -> pd.DataFrame:
    """Facts that one teller alone gives, and nothing that another says comes near: teller, words (the passage), says
    (the outlet, or who is quoted with it), left_out_by, cannot_say (cut off, unknown).
    """
    found = _told_once(corpus, story)
    return found[~found["near"].astype(bool)].drop(columns="near").reset_index(drop=True)


def perhaps_elsewhere(corpus: Corpus, story: str) -> pd.DataFrame:
    """Facts for which one teller alone is counted, and to which something that another says comes near: teller, words,
    says, near (the NEAREST of those weak matches, each with its teller). Nobody can say that they are only here.
    """
    found = _told_once(corpus, story)
    return found.loc[found["near"].astype(bool), ["teller", "words", "says", "near"]].reset_index(drop=True)


def _told_once(corpus: Corpus, story: str) -> pd.DataFrame:
    """Facts that one teller alone is counted for: the columns of `only_here`, and near (of `perhaps_elsewhere`)."""
    import pandas as pd

    facts = grid(corpus, story)
    names = [c for c in facts.columns if c not in _GRID]
    facts = facts[facts["told_by"] == 1]
    told = facts_of(corpus, story)
    told = told[told["fact_id"].isin(facts.index)].merge(tellers(corpus)[["article_id", "teller"]], on="article_id")
    who = dict(zip(corpus.speakers["speaker_id"], corpus.speakers["name"], strict=True))
    voice = {(r.page_id, r.start): who.get(r.speaker_id, "somebody") if r.voice == "attributed" else "the outlet"
             for r in told[told["start"].notna()].itertuples()}
    weak: dict[int, list] = {}
    for r in told[told["candidate_start"].notna()].sort_values("score", ascending=False, kind="stable").itertuples():
        weak.setdefault(r.fact_id, []).append(r)
    rows = []
    for name, fact in zip(facts.index, facts.to_dict("records"), strict=True):
        verdict = {n: fact[n] for n in names}
        teller = next(n for n in names if verdict[n] in STATED)
        near = [r for r in weak.get(name, ()) if r.teller != teller]
        rows.append({
            "teller": teller,
            "words": fact["words"],
            "says": voice.get(fact["words"][:2], "the outlet"),
            "left_out_by": "all others" if sum(v == "left_out" for v in verdict.values()) == len(names) - 1 > 1
            else listed(n for n in names if verdict[n] == "left_out"),
            "cannot_say": listed(n for n in names if verdict[n] in ("cut_off", "unknown")),
            "near": [passage(corpus, r.page_id, r.candidate_start, r.candidate_end, r.teller) for r in near[:NEAREST]],
        })
    return pd.DataFrame(rows, columns=["teller", "words", "says", "left_out_by", "cannot_say", "near"])


def linked(corpus: Corpus, story: str) -> pd.DataFrame:
    """The facts that two or more tell, as `grid`, each cell with the passage that it stands for: fact, told_by, a
    column a teller. What is cut off or not found stays a word; a weak match is shown as such.
    """
    facts = grid(corpus, story)
    facts = facts[facts["told_by"] > 1]
    names = [c for c in facts.columns if c not in _GRID]
    rows = facts_of(corpus, story).merge(
        tellers(corpus)[["article_id", "teller"]], on="article_id")
    stands = {}
    for r in rows[rows["fact_id"].isin(facts.index)].itertuples():
        weak = r.verdict == "unknown" and not missing(r.candidate_start)
        if r.verdict in STATED or weak:
            place = (r.candidate_start, r.candidate_end) if weak else (r.start, r.end)
            voice = "quoting somebody" if r.voice == "attributed" else "in its own voice"
            label = "unknown; a weak match" if weak else f"{r.verdict}, {voice}"
            stands.setdefault((r.fact_id, r.teller, r.verdict), passage(corpus, r.page_id, *place, label))
    table = facts[["fact", "told_by"]].copy()
    for name in names:
        table[name] = [stands.get((f, name, v), absent(str(v))) for f, v in facts[name].items()]
    return table


def absent(verdict: str) -> str:
    """What is shown where a fact is not told: that it was not found, for rules may have missed it in other words.

    >>> absent("left_out"), absent("cut_off")
    ('not found', 'cut off')
    """
    return "not found" if verdict == "left_out" else verdict.replace("_", " ")


def linked_shown(corpus: Corpus, story: str) -> pd.DataFrame:
    """`linked`, how many tell a fact with a passage of each."""
    table = linked(corpus, story)
    told = facts_of(corpus, story)
    told = told[told["verdict"].isin(STATED)]
    told = told.merge(tellers(corpus)[["article_id", "teller"]], on="article_id")
    keyed = table.assign(fact_id=table.index)
    first = told.drop_duplicates(["fact_id", "teller"])
    return behind.counted(corpus, keyed, "fact_id", {"told_by": ("passages", first)})[list(table.columns)]


def for_figure(facts: pd.DataFrame, most: int = 30) -> pd.DataFrame:
    """The facts that most tell, as `figures.matrix` takes them: fact, then a column a teller."""
    return facts.head(most)[["fact", *(c for c in facts.columns if c not in _GRID)]]


def grid_title(facts: pd.DataFrame) -> str:
    """The finding of the map of facts."""
    names = [c for c in facts.columns if c not in _GRID]
    return (f"{several(int((facts['told_by'] > 1).sum()), 'fact')} of {len(facts)} are told by two or more of "
            f"{several(len(names), 'teller')}")


def numbers(corpus: Corpus, story: str) -> pd.DataFrame:
    """The story's numbers: slot, about, kind, teller, relation, unit, words, givers. Those that contradict one another
    come first, then those that look alike and are not of one thing, then those that most give.
    """
    rows = _numbers_of(corpus, story)
    rows = rows.merge(tellers(corpus)[["article_id", "teller"]], on="article_id")
    rows["words"] = [_place(r) for r in rows.itertuples()]
    rows["givers"] = rows.groupby("slot")["teller"].transform("nunique")
    asked = rows["relation"].map({"conflict": 0, "different_object": 1}).fillna(2)
    rows["asked"] = asked.groupby(rows["slot"]).transform("min")
    rows = rows.sort_values(["asked", "givers", "slot"], ascending=[True, False, True], kind="stable")
    rows["relation"] = rows["relation"].str.replace("_", " ")
    return rows[["slot", "about", "kind", "teller", "relation", "unit", "words", "givers"]]


def numbers_shown(corpus: Corpus, story: str) -> pd.DataFrame:
    """`numbers`, how many give each with the first place of each giver."""
    rows = numbers(corpus, story)
    first = behind.spread(rows.drop_duplicates(["slot", "teller"]).assign(at=lambda r: [[p] for p in r["words"]]), "at")
    return behind.counted(corpus, rows, "slot", {"givers": ("passages", first)})


def number_findings(corpus: Corpus, story: str) -> list[show.Finding]:
    """What the numbers say together: one sentence for each relation that occurs between tellers."""
    rows = _numbers_of(corpus, story)
    say = {
        "conflict": "Contradict one another for certain",
        "correction": "Corrected by the outlet that gave them",
        "update": "Updated by the outlet that gave them",
        "different_object": "Look alike and count different things, as far as can be told",
        "bound": "Told as a bound by some (more than, fewer than), and agree",
        "rounding": "Rounded by some, and agree",
        "unit": "Told in different units, and agree",
        "derivable": "Follow from other numbers given",
        "vague": "Told in vague words by some",
        "same": "Told alike by several",
        "one_only": "Told by one alone",
    }
    total = rows["slot"].nunique()
    found = []
    for relation, words in say.items():
        there = rows[rows["relation"] == relation]
        if len(there):
            found.append(show.Finding(
                f"{words}: {there['slot'].nunique()} of {several(total, 'number')}, in {several(len(there), 'place')}.",
                behind.each(corpus, there), len(there), None, "passages", against=_others(corpus, rows, relation)))
    return found or [show.Finding("The story is told without numbers.")]


def _others(corpus: Corpus, rows: pd.DataFrame, relation: str) -> Sequence[show.Passage]:
    """What the numbers of a relation that speaks against others are set against: the others of their slots."""
    if relation not in ("conflict", "correction", "update"):
        return ()
    slots = set(rows.loc[rows["relation"] == relation, "slot"])
    return behind.each(corpus, rows[rows["slot"].isin(slots) & (rows["relation"] != relation)])


def _place(row) -> tuple[str, int, int]:
    return row.page_id, int(row.start), int(row.end)
