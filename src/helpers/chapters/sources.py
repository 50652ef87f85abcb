"""02_sources: who gets to speak, who is unnamed, and who was asked and did not answer."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from helpers import show, stats
from helpers.chapters import behind
from helpers.chapters.wording import accuracy, listed, several, share

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

PLACE = ("teller", "page_id", "start", "end")
SPEAKING = ("source", "hearsay")  # people, groups and bodies that say something; documents are a class of their own
UNNAMED = ("unnamed person", "group")
KINDS = ("named person", "unnamed person", "organisation", "group", "unknown")


def said(corpus: Corpus, words: bool = True) -> pd.DataFrame:
    """Every attribution of the counted articles, of whatever type, with what a count of it needs.

    Columns of `attributions`, and: teller; speaker, kind, role, on_side (who speaks, as `speakers` has it; kind is
    "unknown" where nobody is known); start, end (the attribution from its first part to its last);
    quoted (the parts of its content that stand in quotation marks, as [start, end]); quoted_words (words of these);
    words_said (words of its whole content); place (0 to 1, where in the page text of the article it begins).
    Without `words` the columns quoted, quoted_words and words_said are left out, and no page is read.
    """
    counted = corpus.counted[["article_id", "teller", "start", "end"]]
    counted = counted.rename(columns={"start": "article_start", "end": "article_end"})
    people = corpus.columns("speakers", "speaker_id", "name", "kind", "role", "side")
    people = people.rename(columns={"name": "speaker", "side": "on_side"})
    a = _attributions(corpus, words)
    a = a.merge(counted, on="article_id", validate="many_to_one")
    a = a.merge(people, on="speaker_id", how="left", validate="many_to_one")
    a["kind"] = a["kind"].fillna("unknown")
    length = (a["article_end"] - a["article_start"]).astype(float).clip(lower=1)
    a["place"] = ((a["start"] - a["article_start"]) / length).astype(float)
    return a


_TOGETHER = 10_000  # attributions whose words are counted at once
SPANS = ("source", "cue", "content", "excuse")


def _attributions(corpus: Corpus, words: bool) -> pd.DataFrame:
    """The attributions of the counted articles; their lists of spans stay in Arrow, where they take little room."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    counted = pa.array(corpus.counted["article_id"].tolist(), pa.string())
    rows = corpus.arrow("attributions")
    rows = rows.filter(pc.is_in(rows["article_id"], counted)).combine_chunks()
    lists = {c: rows[c].combine_chunks() for c in SPANS}
    frame = rows.drop_columns(list(SPANS)).to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
    if words:
        parts = [_words(corpus, *(rows.slice(at, _TOGETHER)[c] for c in ("page_id", "form", "content")))
                 for at in range(0, len(rows) or 1, _TOGETHER)]
        quoted, of_quoted, of_all = zip(*parts, strict=True)
        lists["quoted"] = pa.concat_arrays([pa.array(own, rows["content"].type) for own in quoted])
        frame = frame.assign(quoted_words=[*chain(*of_quoted)], words_said=[*chain(*of_all)])
    start, end = _from_to(len(frame), [lists[c] for c in SPANS[:3]])
    held = {c: pd.Series(pd.array(spans, dtype=pd.ArrowDtype(spans.type)), frame.index) for c, spans in lists.items()}
    return frame.assign(start=start, end=end, **held)


def _from_to(n: int, columns: list) -> tuple:
    """Where the first of the spans of each of `n` rows begins and the last ends, in all `columns` together; else 0."""
    import numpy as np
    import pyarrow.compute as pc

    first, last = np.full(n, np.iinfo(np.int64).max), np.zeros(n, np.int64)
    for spans in columns:
        row = np.repeat(np.arange(n), pc.list_value_length(spans).fill_null(0).to_numpy(zero_copy_only=False))
        places = spans.flatten().flatten().to_numpy(zero_copy_only=False).reshape(-1, 2)
        np.minimum.at(first, row, places[:, 0])
        np.maximum.at(last, row, places[:, 1])
    return np.where(first == np.iinfo(np.int64).max, 0, first), last


def _words(corpus: Corpus, pages, forms, contents) -> tuple[list, list[int], list[int]]:
    """For each attribution what of its content stands in quotation marks (all of direct speech, what quotations hold of
    mixed), how many words that is, and how many words the whole content has."""
    from helpers.spans import WORD
    from helpers.text.quotes import quotations

    def n_words(spans: list[list[int]]) -> int:
        return sum(len(WORD.findall(text[s:e])) for s, e in spans)  # a slice: words end where it ends

    quoted, of_quoted, of_all, page, text = [], [], [], None, ""
    for own, form, spans in zip(pages.to_pylist(), forms.to_pylist(), contents.to_pylist(), strict=True):
        if own != page:
            page, text = own, corpus.page_text(own)
        n = n_words(spans)
        within = spans if form == "direct" else []
        if form == "mixed":
            within = [[s + a, s + b] for s, e in spans for a, b in quotations(text[s:e])]
        quoted.append(within)
        of_quoted.append(n if form == "direct" else n_words(within))
        of_all.append(n)
    return quoted, of_quoted, of_all


def unnamed(rows: pd.DataFrame) -> pd.Series:
    """Whether each attribution is to people who have no name, one ("an official") or several ("officials")."""
    return rows["kind"].isin(UNNAMED)


def speaking(attributions: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """The attributions in which somebody says something: no thoughts, documents, characters, refusals. Of hundreds of
    thousands a copy of some columns alone is quick and small."""
    return attributions.loc[attributions["type"].isin(SPEAKING), [*columns] or attributions.columns]


def answer(corpus: Corpus, attributions: pd.DataFrame) -> list[show.Finding]:
    """Who is heard most, and how much is said by people without a name."""
    voices, people = speaking(attributions, "kind", *PLACE), who(attributions)
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
    attributions, quoted_words, articles, tellers."""
    voices = speaking(attributions[attributions["speaker_id"].notna()])
    grouped = voices.groupby("speaker_id", sort=False)
    people = voices.drop_duplicates("speaker_id").set_index("speaker_id")[["speaker", "kind", "role", "on_side"]]
    people = people.rename(columns={"on_side": "side"}).assign(attributions=grouped.size())
    if "quoted_words" in voices:
        people["quoted_words"] = grouped["quoted_words"].sum()
    people["articles"] = voices.drop_duplicates(["speaker_id", "article_id"]).groupby("speaker_id", sort=False).size()
    told: dict[str, list[str]] = {}
    for speaker, teller in voices[["speaker_id", "teller"]].drop_duplicates().itertuples(index=False):
        told.setdefault(speaker, []).append(teller)
    people["tellers"] = [listed(told[speaker], most=3) for speaker in people.index]
    order = ["attributions", "articles", "speaker"]
    return people.reset_index().sort_values(order, ascending=[False, False, True], kind="stable")


WHO = ["speaker", "kind", "role", "side", "articles", "attributions", "quoted_words", "tellers"]


def who_shown(corpus: Corpus, attributions: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """`who`, each number with its passages."""
    voices = speaking(attributions, "speaker_id", "quoted", *PLACE)
    voices = voices[voices["speaker_id"].isin(people["speaker_id"].head(show.LIMIT))]
    return behind.counted(corpus, people, "speaker_id", {
        "articles": ("articles", voices), "attributions": ("passages", voices),
        "quoted_words": ("words", behind.spread(voices, "quoted"))})


def who_title(people: pd.DataFrame, attributions: pd.DataFrame) -> str:
    """The finding of the figure of speakers."""
    if people.empty:
        return "Nobody who speaks could be told apart"
    top, n = _heard_most(people)
    total = several(len(speaking(attributions, "type")), "attribution")
    return f"{listed(top, most=3)} {_is(len(top))} heard most: {n} of {total}" + " each" * (len(top) > 1)


def by_kind(attributions: pd.DataFrame) -> pd.DataFrame:
    """One row a teller: attributions to each kind of speaker, their sum (`all`), those to people without a name, one
    or several (`unnamed`), articles, speakers; beside them, in no sum, attributions to `documents`."""
    voices = speaking(attributions, "teller", "kind", "attribution", "article_id", "speaker_id")
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
    voices = speaking(attributions, "kind", "speaker_id", *PLACE)
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
    voices = speaking(attributions, "kind", "article_id", "teller")
    per_article = 100 * unnamed(voices).groupby(voices["article_id"], sort=False).mean()
    tellers = voices.drop_duplicates("article_id")["teller"].tolist()  # in the order of the groups
    out: dict[str, list[float]] = {}
    for teller, value in zip(tellers, per_article.astype(float).tolist(), strict=True):
        out.setdefault(teller, []).append(value)
    return out


def unnamed_findings(corpus: Corpus, attributions: pd.DataFrame) -> list[show.Finding]:
    """For each teller: its unnamed attributions of all, with passages; then what a test over articles allows to say."""
    voices = speaking(attributions, "kind", *PLACE)
    found = []
    by_teller = dict(list(voices[unnamed(voices)].groupby("teller", sort=False)))
    for row in by_kind(attributions).to_dict("records"):
        rows = by_teller.get(row["teller"], voices.head(0))
        found.append(show.Finding(
            f"{row['teller']}: {row['unnamed']} of {several(row['all'], 'attribution')} to unnamed people, in "
            f"{several(row['articles'], 'article')}.",
            behind.distinct(corpus, rows), len(rows), row["all"], "passages"))
    compared = stats.against_rest(unnamed_share(attributions), "unnamed people", "% of the attributions")
    return found + behind.verdicts(corpus, compared, voices)


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
    return behind.verdicts(corpus, compared, rows) or [
        show.Finding("Fewer than two outlets are here: nothing can be compared.")]


def quoted_words(corpus: Corpus, attributions: pd.DataFrame) -> list[stats.Comparison]:
    """The share of an article's words that stand in quotations, each teller against the rest."""
    quoted = speaking(attributions, "article_id", "quoted_words").groupby("article_id")["quoted_words"].sum()
    values: dict[str, list[float]] = {}
    per_article = quoted.reindex(corpus.counted["article_id"], fill_value=0).tolist()
    for teller, n, n_words in zip(corpus.counted["teller"], per_article, corpus.counted["n_words"], strict=True):
        values.setdefault(teller, []).append(100 * float(n) / max(int(n_words), 1))
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
