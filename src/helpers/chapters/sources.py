"""02_sources: who gets to speak, who is unnamed, and who was asked and did not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import show, stats
from helpers.chapters import behind
from helpers.chapters.wording import accuracy, listed, several, share

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

SPEAKING = ("source", "hearsay")  # people, groups and bodies that say something; documents are a class of their own
UNNAMED = ("unnamed person", "group")
KINDS = ("named person", "unnamed person", "organisation", "group", "unknown")


def said(corpus: Corpus) -> pd.DataFrame:
    """Every attribution of the counted articles, of whatever type, with what a count of it needs.

    Columns of `attributions`, and: teller; speaker, kind, role, on_side (who speaks, as `speakers` has it; kind is
    "unknown" where nobody is known); start, end (the attribution from its first part to its last);
    quoted (the parts of its content that stand in quotation marks, as [start, end]); quoted_words (words of these);
    words_said (words of its whole content); place (0 to 1, where in the page text of the article it begins).
    """
    counted = corpus.counted[["article_id", "teller", "start", "end"]]
    counted = counted.rename(columns={"start": "article_start", "end": "article_end"})
    people = corpus.speakers.rename(columns={"name": "speaker", "side": "on_side"})[
        ["speaker_id", "speaker", "kind", "role", "on_side"]]
    a = corpus.attributions.merge(counted, on="article_id", validate="many_to_one")
    a = a.merge(people, on="speaker_id", how="left", validate="many_to_one")
    a["kind"] = a["kind"].fillna("unknown")
    parts = [s + c + t for s, c, t in zip(a["source"], a["cue"], a["content"], strict=True)]
    a["start"] = [min((p[0] for p in ps), default=0) for ps in parts]
    a["end"] = [max((p[1] for p in ps), default=0) for ps in parts]
    a["quoted"] = [
        _quoted(corpus, page, content, form)
        for page, content, form in zip(a["page_id"], a["content"], a["form"], strict=True)
    ]
    for column, spans in (("quoted_words", a["quoted"]), ("words_said", a["content"])):
        a[column] = [_n_words(corpus, page, parts) for page, parts in zip(a["page_id"], spans, strict=True)]
    length = (a["article_end"] - a["article_start"]).astype(float).clip(lower=1)
    a["place"] = ((a["start"] - a["article_start"]) / length).astype(float)
    return a


def _quoted(corpus: Corpus, page: str, content: list, form: str) -> list[list[int]]:
    """The parts of a content in quotation marks: all of direct speech, what quotations hold of mixed."""
    from helpers.text.quotes import quotations

    if form == "indirect":
        return []
    if form == "direct":
        return [[int(s), int(e)] for s, e in content]
    return [[int(s) + a, int(s) + b] for s, e in content for a, b in quotations(corpus.quote(page, int(s), int(e)))]


def _n_words(corpus: Corpus, page: str, parts: list) -> int:
    from helpers.spans import words

    return sum(len(words(corpus.quote(page, int(s), int(e)))) for s, e in parts)


def unnamed(rows: pd.DataFrame) -> pd.Series:
    """Whether each attribution is to people who have no name, one ("an official") or several ("officials")."""
    return rows["kind"].isin(UNNAMED)


def speaking(attributions: pd.DataFrame) -> pd.DataFrame:
    """The attributions in which somebody says something: no thoughts, documents, characters, refusals."""
    return attributions[attributions["type"].isin(SPEAKING)]


def answer(corpus: Corpus, attributions: pd.DataFrame) -> list[show.Finding]:
    """Who is heard most, and how much is said by people without a name."""
    voices, people = speaking(attributions), who(attributions)
    if voices.empty:
        return [show.Finding(f"Nobody is quoted or reported in {several(len(corpus.counted), 'article')}.")]
    known = people[people["kind"] != "unknown"]
    nameless = int(unnamed(voices).sum())
    heard = "nobody can be told apart"
    if len(known):
        top, n = _heard_most(known)
        where = f", in {several(int(known['articles'].iloc[0]), 'article')}" if len(top) == 1 else " each"
        heard = f"heard most {_is(len(top))} {listed(top, most=3)} ({several(n, 'time')}{where})"
    said = behind.distinct(corpus, voices, label="teller")
    without = behind.distinct(corpus, voices[unnamed(voices)], label="teller")
    return [
        show.Finding(f"{several(len(known), 'speaker')} {_is(len(known))} quoted or reported "
                     f"{several(len(voices), 'time')} in {several(len(corpus.counted), 'article')}; {heard}.",
                     said, len(voices), None, "passages"),
        show.Finding(f"People without a name say {nameless:,} of {len(voices):,} of it "
                     f"({share(nameless, len(voices))}).", without, nameless, len(voices), "passages"),
    ]


def _heard_most(people: pd.DataFrame) -> tuple[list[str], int]:
    """Who of some speakers has the most attributions, all of them where several have as many, and how many."""
    n = int(people["attributions"].max())
    return people.loc[people["attributions"] == n, "speaker"].tolist(), n


def _is(n: int) -> str:
    return "is" if n == 1 else "are"


def limits() -> tuple[str, ...]:
    """What the method cannot show."""
    return (
        "Who was interviewed and not printed cannot be seen. A pronoun that could be two people stays unknown.",
        "Characters in a film or a book, documents, and thoughts ascribed without an utterance are not counted as "
        "people who speak; they are listed at the end.",
        accuracy("attributions", "speakers"),
    )


def who(attributions: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker, most attributions first: speaker_id, speaker, kind, role, side (as the text states them),
    attributions, quoted_words, articles, said, tellers."""
    grouped = speaking(attributions).dropna(subset=["speaker_id"]).groupby("speaker_id", sort=False)
    people = grouped.agg(
        speaker=("speaker", "first"), kind=("kind", "first"), role=("role", "first"), side=("on_side", "first"),
        attributions=("attribution", "size"), quoted_words=("quoted_words", "sum"),
        articles=("article_id", "nunique"), tellers=("teller", lambda t: listed(dict.fromkeys(t), most=3)),
    )
    at = behind.places(speaking(attributions), "speaker_id")
    people.insert(people.columns.get_loc("tellers"), "said", [at[speaker,] for speaker in people.index])
    order = ["attributions", "articles", "speaker"]
    return people.reset_index().sort_values(order, ascending=[False, False, True], kind="stable")


WHO = ["speaker", "kind", "role", "side", "articles", "attributions", "quoted_words", "tellers"]


def who_shown(corpus: Corpus, attributions: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """`who`, each number with its passages."""
    voices = speaking(attributions)
    return behind.counted(corpus, people, "speaker_id", {
        "articles": ("articles", voices), "attributions": ("passages", voices),
        "quoted_words": ("words", behind.spread(voices, "quoted"))})


def who_title(people: pd.DataFrame, attributions: pd.DataFrame) -> str:
    """The finding of the figure of speakers."""
    if people.empty:
        return "Nobody who speaks could be told apart"
    top, n = _heard_most(people)
    total = several(len(speaking(attributions)), "attribution")
    return f"{listed(top, most=3)} {_is(len(top))} heard most: {n} of {total}" + " each" * (len(top) > 1)


def by_kind(attributions: pd.DataFrame) -> pd.DataFrame:
    """One row a teller: attributions to each kind of speaker, their sum (`all`), those to people without a name, one
    or several (`unnamed`), articles, speakers; beside them, in no sum, attributions to `documents`."""
    voices = speaking(attributions)
    counts = voices.pivot_table("attribution", "teller", "kind", aggfunc="size", fill_value=0, sort=False)
    counts = counts.reindex(columns=KINDS, fill_value=0).astype(int)
    counts["all"] = counts.sum(axis=1)
    counts["unnamed"] = counts[list(UNNAMED)].sum(axis=1)
    grouped = voices.groupby("teller", sort=False)
    counts["articles"] = grouped["article_id"].nunique()
    counts["speakers"] = grouped["speaker_id"].nunique()
    documents = attributions[attributions["type"] == "document"].groupby("teller").size()
    counts["documents"] = documents.reindex(counts.index, fill_value=0).astype(int)
    return counts.reset_index().sort_values(["articles", "teller"], ascending=[False, True], kind="stable")


def kinds_shown(corpus: Corpus, attributions: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """`by_kind`, each number with its passages; of speakers the first passage of each."""
    voices = speaking(attributions)
    first = voices.dropna(subset=["speaker_id"]).drop_duplicates(["teller", "speaker_id"])
    return behind.counted(corpus, counts, "teller", {
        **{kind: ("passages", voices[voices["kind"] == kind]) for kind in KINDS},
        "all": ("passages", voices[voices["kind"].isin(KINDS)]), "unnamed": ("passages", voices[unnamed(voices)]),
        "articles": ("articles", voices), "speakers": ("passages", first),
        "documents": ("passages", attributions[attributions["type"] == "document"])})


def kinds_title(counts: pd.DataFrame) -> str:
    """The finding of the figure of kinds: who relies most on people without a name, if anybody does."""
    some = counts[counts["unnamed"] > 0]
    if some.empty:
        return f"None of {several(int(counts['all'].sum()), 'attribution')} is to a person without a name"
    shares = some["unnamed"] / some["all"]
    top = some.loc[shares.idxmax()]
    return (f"Unnamed people: {share(some['unnamed'].sum(), counts['all'].sum())} of all attributions, "
            f"the largest share in {top['teller']} ({top['unnamed']} of {top['all']})")


def unnamed_share(attributions: pd.DataFrame) -> dict[str, list[float]]:
    """For each teller, one value an article that quotes anybody: the percentage of attributions to unnamed people."""
    voices = speaking(attributions)
    per_article = 100 * unnamed(voices).groupby(voices["article_id"], sort=False).mean()
    teller = voices.drop_duplicates("article_id").set_index("article_id")["teller"]
    out: dict[str, list[float]] = {}
    for article, value in per_article.items():
        out.setdefault(teller[article], []).append(float(value))
    return out


def unnamed_findings(corpus: Corpus, attributions: pd.DataFrame) -> list[show.Finding]:
    """For each teller: its unnamed attributions of all, with passages; then what a test over articles allows to say."""
    voices = speaking(attributions)
    found = []
    for row in by_kind(attributions).to_dict("records"):
        rows = voices[(voices["teller"] == row["teller"]) & unnamed(voices)]
        found.append(show.Finding(
            f"{row['teller']}: {row['unnamed']} of {several(row['all'], 'attribution')} to unnamed people, in "
            f"{several(row['articles'], 'article')}.",
            behind.distinct(corpus, rows), len(rows), row["all"], "passages"))
    compared = stats.against_rest(unnamed_share(attributions), "unnamed people", "% of the attributions")
    return found + [behind.verdict(corpus, c, voices) for c in compared]


def non_responses(corpus: Corpus, attributions: pd.DataFrame) -> pd.DataFrame:
    """Who was asked and did not answer: teller, asked (the name, else the words of the text), excuse ("none given"
    where there is none), place (0 first, 1 last), words (the passage)."""
    rows = attributions[attributions["type"] == "non_response"].copy()
    rows["asked"] = [
        name if isinstance(name, str) else corpus.quote(page, *spans[0]) if len(spans) else None
        for name, page, spans in zip(rows["speaker"], rows["page_id"], rows["source"], strict=True)
    ]
    rows["excuse"] = [
        corpus.quote(page, *spans[0]) if len(spans) else "none given"
        for page, spans in zip(rows["page_id"], rows["excuse"], strict=True)
    ]
    rows["words"] = [place_of(row) for row in rows.itertuples()]
    return rows[["teller", "asked", "excuse", "place", "words"]]


def silence_title(found: pd.DataFrame) -> str:
    """The caption of the table of non-responses: how many, and how many with an excuse."""
    given = int((found["excuse"] != "none given").sum())
    return f"Non-responses: {len(found)}, with an excuse in {given}" if len(found) else "Non-responses: none was found"


def quoted_findings(corpus: Corpus, attributions: pd.DataFrame) -> list[show.Finding]:
    """What a test over articles allows to say about the share of quoted words."""
    compared = quoted_words(corpus, attributions)
    rows = behind.openings(corpus)
    return [behind.verdict(corpus, c, rows) for c in compared] or [
        show.Finding("Fewer than two outlets are here: nothing can be compared.")]


def quoted_words(corpus: Corpus, attributions: pd.DataFrame) -> list[stats.Comparison]:
    """The share of an article's words that stand in quotations, each teller against the rest."""
    quoted = speaking(attributions).groupby("article_id")["quoted_words"].sum()
    values: dict[str, list[float]] = {}
    for a in corpus.counted.itertuples():
        values.setdefault(a.teller, []).append(100 * float(quoted.get(a.article_id, 0)) / max(int(a.n_words), 1))
    return stats.against_rest(values, "quoted words", "% of the article")


def set_aside(corpus: Corpus, attributions: pd.DataFrame) -> pd.DataFrame:
    """What was found and is not somebody speaking: type, teller, number (with its passages)."""
    rows = attributions[~attributions["type"].isin((*SPEAKING, "non_response"))]
    grouped = rows.groupby(["type", "teller"], sort=False)
    found = grouped.size().rename("number").reset_index()
    found = found.sort_values(["type", "number"], ascending=[True, False], kind="stable")
    return behind.counted(corpus, found, ["type", "teller"], {"number": ("passages", rows)})


def place_of(row) -> tuple[str, int, int]:
    """The passage of an attribution: its page, its first and its last offset."""
    return row.page_id, int(row.start), int(row.end)
