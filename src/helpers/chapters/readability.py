"""03_readability: how hard the articles are to read, and how certain that is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from helpers import readability, show, stats
from helpers.chapters import behind
from helpers.chapters.wording import accuracy, listed, sentence, several
from helpers.measuring import intervals

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from helpers.corpus import Corpus

GRADE = "flesch_kincaid"
OVER_ALL = "Flesch-Kincaid grade"
LENGTH = "length"
WITHIN = "grade within the story"
MIN_FOR_SPREAD = 10  # articles from which a spread is told
SHOWN = ("flesch_kincaid", "flesch", "gunning_fog", "smog", "lix", "words_per_sentence", "share_long_sentences")
NAMES = {
    "flesch_kincaid": "Flesch-Kincaid grade", "flesch": "Flesch ease", "gunning_fog": "Gunning Fog", "smog": "SMOG",
    "coleman_liau": "Coleman-Liau", "ari": "ARI", "dale_chall": "Dale-Chall", "lix": "LIX",
    "words_per_sentence": "words a sentence", "letters_per_word": "letters a word",
    "share_long_sentences": "share of long sentences",
}


def articles(corpus: Corpus) -> pd.DataFrame:
    """One row a counted article: article_id, page_id, teller, headline, story_id, the counts, every formula, reason.

    Formulas are null, with the `reason`, where the text cannot be measured.
    """
    import pandas as pd

    a = corpus.counted[["article_id", "page_id", "teller", "headline", "story_id"]]
    a = a.merge(corpus.counts.drop(columns="page_id"), on="article_id", validate="one_to_one")
    empty = dict.fromkeys(readability.FORMULAS)
    worked = [readability.formulas(row) if pd.isna(row["reason"]) else empty for row in a.to_dict("records")]
    return pd.concat([a, pd.DataFrame(worked, index=a.index, columns=list(readability.FORMULAS)).astype(float)], axis=1)


def tellers(rows: pd.DataFrame, compared: Sequence[stats.Comparison] = ()) -> pd.DataFrame:
    """One row a teller: articles measured, words an article, mean of each measure, the grade's interval over articles.

    In the order of the grade only where `compared` has a clear difference over all articles and the intervals of no two
    neighbours in that order meet; else by name, because a ranking would say more than is known.
    """
    known = rows[rows[GRADE].notna()]
    grouped = known.groupby("teller", sort=False)
    table = grouped[list(SHOWN)].mean()
    table.insert(0, "articles", grouped.size())
    table.insert(1, "words", grouped["words"].mean())
    found = {t: intervals.mean_interval(g.tolist()) for t, g in grouped[GRADE]}
    table["low"] = [found[t][0] for t in table.index]
    table["high"] = [found[t][1] for t in table.index]
    table = table.reset_index()
    ranked = table.sort_values(GRADE, ascending=False, kind="stable", ignore_index=True)
    apart = (ranked["low"].iloc[:-1].to_numpy() > ranked["high"].iloc[1:].to_numpy()).all()  # never where unknown
    return ranked if apart and any_clear(compared) else table.sort_values("teller", kind="stable", ignore_index=True)


def tellers_shown(corpus: Corpus, rows: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """`tellers`, each number with the articles it was measured of."""
    known = rows[rows[GRADE].notna()]
    own = behind.bodies(corpus, known)
    return behind.counted(corpus, table, "teller", {
        "articles": ("articles", behind.openings(corpus, known)), "words": ("measure", own), GRADE: ("measure", own)})


def any_clear(compared: Sequence[stats.Comparison]) -> bool:
    """Whether any outlet clearly differs from the others over all articles."""
    return any(c.what == OVER_ALL and c.verdict in ("more", "less") for c in compared)


TELLER_COLUMNS = {"teller": "outlet", "articles": "articles", "words": "words an article",
                  GRADE: "Flesch-Kincaid grade", "low": "from", "high": "to",
                  **{m: NAMES[m] for m in SHOWN if m != GRADE}}


def drawn_intervals(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The interval of each teller's mean grade, for the figure."""
    known = table[table["low"].notna()]
    return dict(zip(known["teller"], zip(known["low"], known["high"], strict=True), strict=True))


def findings(
    rows: pd.DataFrame, compared: list[stats.Comparison], corpus: Corpus | None = None
) -> list[show.Finding]:
    """One of the three sentences for each comparison, and how many articles it takes to see a grade's difference; with
    how the articles begin, where the `corpus` is given."""
    known = rows[rows[GRADE].notna()]
    shown = None if corpus is None else behind.openings(corpus, known)
    compared = [c for c in compared if c.what != LENGTH]
    if shown is None:
        said = [show.Finding(sentence(c.sentence)) for c in compared]
    else:  # those within stories come last
        said = behind.verdicts(corpus, [c for c in compared if c.what != WITHIN], shown)
        said += behind.verdicts(corpus, [c for c in compared if c.what == WITHIN], _in_shared_stories(shown))
    apart = known[GRADE] - known.groupby("teller")[GRADE].transform("mean")
    repeated = apart[known.groupby("teller")[GRADE].transform("size") > 1]
    if compared and len(repeated) >= MIN_FOR_SPREAD:
        needed = intervals.articles_needed(repeated.tolist())
        said.append(show.Finding(f"As these articles spread, it takes about {needed:,} of each of two outlets to see a "
                                 "difference of one grade in 4 of 5 cases.",
                                 [] if shown is None else behind.distinct(corpus, shown, "articles", "teller"),
                                 needed, None, "measure"))
    return said or [show.Finding("Fewer than two outlets are here: nothing can be compared.")]


def _in_shared_stories(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows[rows["story_id"].notna()]
    return told[told.groupby("story_id")["teller"].transform("nunique") > 1]


def length_findings(corpus: Corpus, rows: pd.DataFrame, compared: list[stats.Comparison]) -> list[show.Finding]:
    """One of the three sentences for each comparison of length."""
    shown = behind.openings(corpus, rows[rows[GRADE].notna()])
    said = behind.verdicts(corpus, [c for c in compared if c.what == LENGTH], shown)
    return said or [show.Finding("Fewer than two outlets are here: nothing can be compared.")]


def comparisons(rows: pd.DataFrame) -> list[stats.Comparison]:
    """Each teller's articles against the rest: the grade over all articles, within stories they share; then length."""
    known = rows[rows[GRADE].notna()]
    lengths = {t: g.tolist() for t, g in known.groupby("teller", sort=False)["words"]}
    return over_all(rows) + _within_stories(rows) + stats.against_rest(lengths, LENGTH, "words")


def over_all(rows: pd.DataFrame) -> list[stats.Comparison]:
    """The grade of each teller's articles against the rest."""
    known = rows[rows[GRADE].notna()]
    values = {t: g.tolist() for t, g in known.groupby("teller", sort=False)[GRADE]}
    return stats.against_rest(values, OVER_ALL, "grades")


def _within_stories(rows: pd.DataFrame) -> list[stats.Comparison]:
    """Each grade less the mean of its story, because topic explains as much as outlet does.

    Only stories that two or more tellers tell take part; none where there is no such story.
    """
    known = rows[rows[GRADE].notna() & rows["story_id"].notna()]
    told = known.groupby("story_id")["teller"].transform("nunique") > 1
    known = known[told]
    left = known[GRADE] - known.groupby("story_id")[GRADE].transform("mean")
    values = {t: g.tolist() for t, g in left.groupby(known["teller"], sort=False)}
    return stats.against_rest(values, WITHIN, "grades from the story's mean") if values else []


def answer(
    rows: pd.DataFrame, compared: list[stats.Comparison], corpus: Corpus
) -> tuple[show.Finding | str, show.Finding | str]:
    """How hard the articles are, and whether their tellers differ for certain; with how the articles begin."""
    known = rows[GRADE].dropna()
    shown = behind.openings(corpus, rows[rows[GRADE].notna()])
    if known.empty:
        return ("No article here is long enough, or in English, to be measured.", "Nothing can be compared.")
    compared = [c for c in compared if c.what != LENGTH]
    sure = [c for c in compared if c.verdict in ("more", "less")]
    tested = [c for c in compared if c.verdict != "too few"]
    more = f"; {several(len(sure) - 1, 'more clear difference')} below" if len(sure) > 1 else ""
    verdict = (
        f"{sure[0].sentence}{more}" if sure
        else f"no clear difference in {several(len(tested), 'comparison')} of outlets" if tested
        else "too few articles to say whether any outlet reads harder than another"
    )
    read = "reads" if len(known) == 1 else "read"
    begin = behind.distinct(corpus, shown, "articles", "teller")
    return (
        show.Finding(f"{several(len(known), 'article')} {read} at a Flesch-Kincaid grade of {known.mean():.1f} on "
                     f"average, from {known.min():.1f} to {known.max():.1f}.", begin, len(begin), None, "articles"),
        replace(behind.verdict(corpus, sure[0], shown), text=sentence(verdict)) if sure else
        show.Finding(sentence(verdict), begin, len(begin), None, "articles"),
    )


def limits(corpus: Corpus) -> tuple[str, ...]:
    """What the method cannot show."""
    said = [
        "Formulas count sentence length and syllables; they know nothing of clarity, order or what a reader knows. "
        "In everyday news a difference of one grade between outlets takes about 50 articles of each.",
        f"Syllables and word list: textstat {textstat_version()}; sentences: ours.",
    ]
    counted = corpus.counts.merge(corpus.counted[["article_id"]], on="article_id")
    short = counted["reason"].isna() & (counted["sentences"] < readability.SMOG_SENTENCES)
    if short.any():
        said.append(f"SMOG is normed on {readability.SMOG_SENTENCES} sentences: {several(int(short.sum()), 'article')} "
                    f"of {len(counted):,} here {'has' if short.sum() == 1 else 'have'} fewer, so read it with care.")
    unmeasured = counted["reason"].dropna()
    if len(unmeasured):
        said.append(f"Not measured: {several(len(unmeasured), 'article')} "
                    f"({listed(dict.fromkeys(unmeasured), most=3)}).")
    said.append(accuracy("sentences"))
    return tuple(said)


def strip_title(table: pd.DataFrame, compared: list[stats.Comparison]) -> str:
    """The finding of the figure: who reads hardest, and whether that is certain."""
    if table.empty:
        return "No article could be measured"
    by_grade = table.sort_values(GRADE, kind="stable")
    last, top = by_grade.iloc[0], by_grade.iloc[-1]
    if len(table) == 1:
        return f"{top['teller']} reads at grade {top[GRADE]:.1f} on average"
    if any_clear(compared):
        return (f"From grade {last[GRADE]:.1f} ({last['teller']}) to {top[GRADE]:.1f} ({top['teller']}) on average: "
                "some of it is certain")
    verdicts = {c.verdict for c in compared if c.what == OVER_ALL}
    why = "too few articles to rank outlets" if verdicts <= {"too few"} else "no outlet clearly above the others"
    return f"Means from grade {last[GRADE]:.1f} to {top[GRADE]:.1f}: {why}"


def textstat_version() -> str:
    """The version of the installed textstat."""
    from importlib.metadata import version

    return version("textstat")
