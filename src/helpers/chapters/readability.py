"""03_readability: how hard the articles are to read, how certain that is, and what the tool adds to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import readability, show, stats
from helpers.chapters.wording import accuracy, listed, sentence, several

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

GRADE = "flesch_kincaid"
OVER_ALL = "Flesch-Kincaid grade"
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


def tellers(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a teller: articles measured, words, mean of each measure, and the grade's interval over articles."""
    known = rows[rows[GRADE].notna()]
    grouped = known.groupby("teller", sort=False)
    table = grouped[list(SHOWN)].mean()
    table.insert(0, "articles", grouped.size())
    table.insert(1, "words", grouped["words"].sum())
    spans = {t: stats.bootstrap_interval(g.tolist()) for t, g in grouped[GRADE]}
    table["low"] = [spans[t][0] for t in table.index]
    table["high"] = [spans[t][1] for t in table.index]
    return table.reset_index().sort_values(GRADE, ascending=False, kind="stable")


TELLER_COLUMNS = {"teller": "outlet or page", "articles": "articles", "words": "words", GRADE: "Flesch-Kincaid grade",
                  "low": "from", "high": "to", **{m: NAMES[m] for m in SHOWN if m != GRADE}}


def intervals(table: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The interval of each teller's mean grade, for the figure."""
    known = table[table["low"].notna()]
    return dict(zip(known["teller"], zip(known["low"], known["high"], strict=True), strict=True))


def findings(compared: list[stats.Comparison]) -> list[show.Finding]:
    """One of the three sentences for each comparison."""
    said = [show.Finding(sentence(c.sentence)) for c in compared]
    return said or [show.Finding("Fewer than two outlets are here: nothing can be compared.")]


def comparisons(rows: pd.DataFrame) -> list[stats.Comparison]:
    """The grade of each teller's articles against the rest: over all articles, then within the stories they share."""
    return _over_all(rows) + _within_stories(rows)


def _over_all(rows: pd.DataFrame) -> list[stats.Comparison]:
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
    return stats.against_rest(values, "grade within the story", "grades above the story's mean") if values else []


def answer(rows: pd.DataFrame, compared: list[stats.Comparison]) -> tuple[str, str]:
    """How hard the articles are, and whether their tellers differ for certain."""
    known = rows[GRADE].dropna()
    if known.empty:
        return ("No article here is long enough, or in English, to be measured.", "Nothing can be compared.")
    sure = [c for c in compared if c.verdict in ("more", "less")]
    tested = [c for c in compared if c.verdict != "too few"]
    more = f"; {several(len(sure) - 1, 'more clear difference')} below" if len(sure) > 1 else ""
    verdict = (
        f"{sure[0].sentence}{more}" if sure
        else f"no clear difference in {several(len(tested), 'comparison')} of outlets" if tested
        else "too few articles to say whether any outlet reads harder than another"
    )
    read = "reads" if len(known) == 1 else "read"
    return (
        f"{several(len(known), 'article')} {read} at a Flesch-Kincaid grade of {known.mean():.1f} on average, from "
        f"{known.min():.1f} to {known.max():.1f}.",
        sentence(verdict),
    )


def limits(corpus: Corpus) -> tuple[str, ...]:
    """What the method cannot show."""
    unmeasured = corpus.counts.merge(corpus.counted[["article_id"]], on="article_id")["reason"].dropna()
    said = [
        accuracy("sentences"),
        "Formulas count sentence length and syllables; they know nothing of clarity, order or what a reader knows. "
        "A difference of one grade between outlets needs about 50 articles of each.",
        f"Syllables and word list: textstat {_textstat_version()}; sentences: ours.",
    ]
    if len(unmeasured):
        said.append(f"Not measured: {several(len(unmeasured), 'article')} "
                    f"({listed(dict.fromkeys(unmeasured), most=3)}).")
    return tuple(said)


def strip_title(table: pd.DataFrame, compared: list[stats.Comparison]) -> str:
    """The finding of the figure: who reads hardest, and whether that is certain."""
    if table.empty:
        return "No article could be measured"
    top, last = table.iloc[0], table.iloc[-1]
    if len(table) == 1:
        return f"{top['teller']} reads at grade {top[GRADE]:.1f} on average"
    verdicts = {c.verdict for c in compared if c.what == OVER_ALL}
    certain = ("too few articles to say more" if verdicts <= {"too few"} else "some of it is certain"
               if verdicts & {"more", "less"} else "no difference between means is certain")
    return (f"From grade {last[GRADE]:.1f} ({last['teller']}) to {top[GRADE]:.1f} ({top['teller']}) on average: "
            f"{certain}")


def within_articles(corpus: Corpus, rows: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """How uncertain one article's grade is: teller, headline, grade, and its interval over the article's sentences."""
    import pandas as pd

    found = []
    for r in rows[rows[GRADE].notna()].head(most).itertuples():
        low, high = readability.interval(readability.sentence_counts(corpus.body(r.article_id).text), GRADE)
        found.append({"teller": r.teller, "headline": r.headline, "sentences": r.sentences,
                      "grade": r.flesch_kincaid, "low": low, "high": high})
    return pd.DataFrame(found, columns=["teller", "headline", "sentences", "grade", "low", "high"])


def extremes(corpus: Corpus, n: int = 5) -> pd.DataFrame:
    """The hardest and easiest sentences of 8 words or more: which, teller, grade, words (how many), passage."""
    import pandas as pd

    tellers_of = dict(zip(corpus.counted["article_id"], corpus.counted["teller"], strict=True))
    rows = []
    for s in corpus.sentences[corpus.sentences["article_id"].isin(tellers_of)].itertuples():
        counts = readability.sentence_counts(corpus.quote(s.page_id, s.start, s.end))
        total = {k: sum(c[k] for c in counts) for k in readability.COUNTS}
        if len(counts) == 1 and total["words"] >= 8:
            rows.append({"teller": tellers_of[s.article_id], "grade": readability.flesch_kincaid(total),
                         "words": total["words"], "passage": (s.page_id, int(s.start), int(s.end))})
    found = pd.DataFrame(rows, columns=["teller", "grade", "words", "passage"])
    found = found.sort_values("grade", ascending=False, kind="stable")
    n = min(n, len(found) // 2)
    ends = pd.concat([found.head(n).assign(which="hardest"), found.tail(n).iloc[::-1].assign(which="easiest")])
    return ends[["which", "teller", "grade", "words", "passage"]]


def tool_effect(corpus: Corpus, most: int = 60) -> pd.DataFrame:
    """The same articles by textstat as it comes, by ours, and as whole dirty pages: one row a teller.

    teller, articles, ours, textstat, whole_page (mean grades). The first `most` articles are taken, a round of
    all tellers at a time.
    """
    import pandas as pd

    counted = corpus.counted
    turn = counted.groupby("teller", sort=False).cumcount()
    some = counted.assign(turn=turn).sort_values("turn", kind="stable").head(most)
    rows = []
    for a in some.itertuples():
        effect = readability.tool_effect(a.text)[GRADE]
        whole = readability.measures(corpus.page_text(a.page_id))[GRADE]
        rows.append({"teller": a.teller, "ours": effect["ours"], "textstat": effect["textstat"], "whole_page": whole})
    columns = ["teller", "ours", "textstat", "whole_page"]
    found = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[1:], float))
    grouped = found[found["ours"].notna()].groupby("teller", sort=False)
    table = grouped.mean()
    table.insert(0, "articles", grouped.size())
    return table.reset_index()


def tool_findings(effect: pd.DataFrame) -> list[show.Finding]:
    """What the choice of tool alone moves, beside the difference between tellers."""
    if effect.empty:
        return [show.Finding("Nothing could be measured.")]
    moved = effect["textstat"] - effect["ours"]
    at = moved.abs().idxmax()
    found = [f"The tool alone moves an outlet's mean grade by up to {abs(moved[at]):.1f} ({effect['teller'][at]}: "
             f"{effect['ours'][at]:.1f} by our sentences, {effect['textstat'][at]:.1f} by textstat as it comes)."]
    if len(effect) > 1:
        found.append(f"Between outlets the means lie {effect['ours'].max() - effect['ours'].min():.1f} grades apart.")
    dirty = (effect["whole_page"] - effect["ours"]).abs()
    if dirty.notna().any():
        most = f"{dirty.max():.1f} grades"
        found.append(f"Read with teasers and furniture, an outlet's pages would move by up to {most}.")
    return [show.Finding(f) for f in found]


def _textstat_version() -> str:
    from importlib.metadata import version

    return version("textstat")
