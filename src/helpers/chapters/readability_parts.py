"""03_readability, in parts: headlines, narration, quotations; sentences; one article; what the tool alone does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from helpers import readability, show, spans, stats
from helpers.chapters import behind
from helpers.chapters.readability import GRADE, textstat_version
from helpers.chapters.wording import several
from helpers.measuring import intervals
from helpers.measuring.tool_effect import tool_effect

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

PARTS = ("headlines", "narration", "quotations")
PART_COLUMNS = {"teller": "outlet", "part": "part", "articles": "articles", "sentences": "sentences",
                "words_per_sentence": "words a sentence", "letters_per_word": "letters a word",
                GRADE: "Flesch-Kincaid grade", "low": "from", "high": "to"}
MIN_WORDS = 100  # words that a part of an article or outlet needs for a grade
MOST_BY_TOOL = 60  # articles read by textstat as well, and whole
MIN_EXTREME = 8  # words of a sentence listed as hardest or easiest


# --- parts -----------------------------------------------------------------------------------------------------


def article_parts(corpus: Corpus) -> pd.DataFrame:
    """The counts of each part of each counted article that can be measured: article_id, page_id, teller, part, COUNTS,
    places (its sentences as [start, end) of the page, where they stand there whole; none of headlines).

    A sentence of which half or more of the letters stand in quotation marks is a quotation, any other narration; a
    headline is one sentence. A name is one by the capitals of the whole article.
    """
    import pandas as pd

    reasons = dict(zip(corpus.counts["article_id"], corpus.counts["reason"], strict=True))
    rows = []
    for a in corpus.counted.itertuples():
        if pd.notna(reasons.get(a.article_id)):
            continue
        found = spans.sentences(a.text)
        quoted = list(_mostly_within(found, spans.quotations(a.text)))
        counted = readability.sentence_counts(a.text, found)
        headline = readability.counts(a.headline, [(0, len(a.headline))]) if pd.notna(a.headline) else None
        back = corpus.body(a.article_id).to_page
        places = [back(start, end)[:1] for start, end in found]
        for part, of_part, own in zip(PARTS, (
            [headline] if headline else [],
            [c for c, q in zip(counted, quoted, strict=True) if not q],
            [c for c, q in zip(counted, quoted, strict=True) if q],
        ), ([], [p for p, q in zip(places, quoted, strict=True) if not q],
            [p for p, q in zip(places, quoted, strict=True) if q]), strict=True):  # fmt: skip
            if any(c["words"] for c in of_part):
                rows.append({"article_id": a.article_id, "page_id": a.page_id, "teller": a.teller, "part": part,
                             **_summed(of_part), "places": [span for spans_ in own for span in spans_]})
    return pd.DataFrame(rows, columns=["article_id", "page_id", "teller", "part", *readability.COUNTS, "places"])


def _mostly_within(found: list[tuple[int, int]], quotations: list[tuple[int, int]]) -> Iterator[bool]:
    """Whether half or more of each span lies within quotations; both in order."""
    at = 0
    for start, end in found:
        while at < len(quotations) and quotations[at][1] <= start:
            at += 1
        within, k = 0, at
        while k < len(quotations) and quotations[k][0] < end:
            within += min(end, quotations[k][1]) - max(start, quotations[k][0])
            k += 1
        yield 2 * within >= end - start


def _summed(rows: list[dict[str, int]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in readability.COUNTS}


def parts(of_articles: pd.DataFrame) -> pd.DataFrame:
    """One row a teller and part: articles, sentences, words and letters, the grade of all with its interval.

    The grade is that of the part in all of the teller's articles together, null below 100 words; the interval goes by
    articles, null below five. Headlines get no grade: a line of a few words is no text.
    """
    import pandas as pd

    rows = []
    for (teller, part), group in of_articles.groupby(["teller", "part"], sort=False):
        counted = group[list(readability.COUNTS)].to_dict("records")
        values = readability.formulas(_summed(counted))
        row = {"teller": teller, "part": part, "articles": len(group), "sentences": int(group["sentences"].sum()),
               "words_per_sentence": values["words_per_sentence"], "letters_per_word": values["letters_per_word"]}
        if part != "headlines" and group["words"].sum() >= MIN_WORDS:
            low, high = intervals.interval(counted, GRADE)
            row |= {GRADE: values[GRADE], "low": low, "high": high}
        rows.append(row)
    table = pd.DataFrame(rows, columns=list(PART_COLUMNS))
    table[[GRADE, "low", "high"]] = table[[GRADE, "low", "high"]].astype(float)
    order = table["part"].map(PARTS.index)
    return table.assign(order=order).sort_values(["teller", "order"], kind="stable").drop(columns="order")


def parts_shown(corpus: Corpus, of_articles: pd.DataFrame) -> pd.DataFrame:
    """`parts`, the articles and the sentences of each with their passages; headlines stand for their sentence."""
    import pandas as pd

    rows = behind.openings(corpus, of_articles.drop(columns="places"))
    sentences = pd.concat([behind.spread(of_articles, "places"), rows[rows["part"] == "headlines"]])
    table = parts(of_articles)
    return behind.counted(corpus, table, ["teller", "part"], {
        "articles": ("articles", rows), "sentences": ("passages", sentences)})


def part_findings(corpus: Corpus, of_articles: pd.DataFrame) -> list[show.Finding]:
    """Whether quotations read easier than what stands around them, and who quotes harder than the others."""
    long = of_articles[(of_articles["words"] >= MIN_WORDS) & (of_articles["part"] != "headlines")]
    long = long.assign(grade=[readability.formulas(r)[GRADE] for r in long.to_dict("records")])
    by_part = {part: long.loc[long["part"] == part, "grade"].astype(float).tolist() for part in PARTS[1:]}
    said = [stats.compare("narration", by_part["narration"], "quotations", by_part["quotations"],
                          "Flesch-Kincaid grade", "grades")]
    for part in PARTS[1:]:
        values = {t: g.astype(float).tolist() for t, g in long[long["part"] == part].groupby("teller")["grade"]}
        said += stats.against_rest(values, f"grade of {part} alone", "grades")
    whole = behind.openings(corpus, long.drop(columns="places"))
    both = whole.assign(teller=whole["part"])  # the two parts are the sides of the first comparison
    return [behind.verdict(corpus, said[0], both)] + [behind.verdict(
        corpus, c, whole[whole["part"] == ("narration" if "narration" in c.what else "quotations")]) for c in said[1:]]


# --- one article, one sentence ---------------------------------------------------------------------------------


def within_articles(corpus: Corpus, rows: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """How uncertain one article's grade is: teller, headline, grade, and its interval over the article's sentences.

    The first `most` articles, a round of all tellers at a time.
    """
    import pandas as pd

    found = []
    for r in _in_turn(rows[rows[GRADE].notna()]).head(most).itertuples():
        low, high = intervals.interval(readability.sentence_counts(corpus.body(r.article_id).text), GRADE)
        found.append({"teller": r.teller, "headline": r.headline, "sentences": r.sentences,
                      "grade": r.flesch_kincaid, "low": low, "high": high, "article_id": r.article_id})
    table = pd.DataFrame(found, columns=["teller", "headline", "sentences", "grade", "low", "high", "article_id"])
    own = corpus.sentences[corpus.sentences["article_id"].isin(table["article_id"])]
    return behind.counted(corpus, table, "article_id", {"sentences": ("passages", own)}).drop(columns="article_id")


def _in_turn(rows: pd.DataFrame) -> pd.DataFrame:
    """Every teller's first article, then every teller's second, and so on."""
    turn = rows.groupby("teller", sort=False).cumcount()
    return rows.assign(turn=turn).sort_values("turn", kind="stable").drop(columns="turn")


def extremes(corpus: Corpus, n: int = 5) -> pd.DataFrame:
    """The hardest and easiest finished sentences of 8 words or more: which, teller, grade, words (number), passage."""
    import pandas as pd

    rows = []
    for a in corpus.counted.itertuples():
        body = corpus.body(a.article_id)
        found = spans.sentences(body.text)
        for (start, end), counted in zip(found, readability.sentence_counts(body.text, found), strict=True):
            finished = body.text[start:end].rstrip("\"'”’»)]").endswith((".", "!", "?", "…"))
            if counted["words"] >= MIN_EXTREME and finished:
                passage = (a.page_id, *body.to_page(start, end)[0])
                rows.append({"teller": a.teller, "grade": readability.formulas(counted)[GRADE],
                             "words": counted["words"], "passage": passage})
    found = pd.DataFrame(rows, columns=["teller", "grade", "words", "passage"])
    found = found.sort_values("grade", ascending=False, kind="stable")
    n = min(n, len(found) // 2)
    ends = pd.concat([found.head(n).assign(which="hardest"), found.tail(n).iloc[::-1].assign(which="easiest")])
    keyed = ends.assign(row=range(len(ends)), span=[[p] for p in ends["passage"]])
    ends = behind.counted(corpus, keyed, "row", {"words": ("words", behind.spread(keyed, "span"))})
    return ends[["which", "teller", "grade", "words", "passage"]]


# --- the tool --------------------------------------------------------------------------------------------------


def by_tool(corpus: Corpus, most: int = MOST_BY_TOOL) -> pd.DataFrame:
    """The same articles by textstat as it comes, by ours, and as whole dirty pages: one row a teller.

    teller, articles, ours, textstat, difference (textstat's less ours), whole_page (mean grades). The first `most`
    articles are taken, a round of all tellers at a time.
    """
    import pandas as pd

    rows = []
    for a in _in_turn(corpus.counted).head(most).itertuples():
        effect = tool_effect(a.text)[GRADE]
        whole = readability.measures(corpus.page_text(a.page_id))[GRADE]
        rows.append({"teller": a.teller, "ours": effect["ours"], "textstat": effect["textstat"], "whole_page": whole})
    columns = ["teller", "ours", "textstat", "whole_page"]
    found = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[1:], float))
    grouped = found[found["ours"].notna()].groupby("teller", sort=False)
    table = grouped.mean()
    table.insert(0, "articles", grouped.size())
    table.insert(3, "difference", table["textstat"] - table["ours"])
    return table.reset_index()


def tool_shown(corpus: Corpus, effect: pd.DataFrame, most: int = MOST_BY_TOOL) -> pd.DataFrame:
    """`by_tool`, the numbers of articles with how each begins."""
    a = _in_turn(corpus.counted).head(most)
    measured = corpus.counts.loc[corpus.counts["reason"].isna(), "article_id"]
    rows = behind.openings(corpus, a[a["article_id"].isin(measured)])
    return behind.counted(corpus, effect, "teller", {"articles": ("articles", rows)})


TOOL_COLUMNS = {"teller": "outlet", "articles": "articles", "ours": "ours", "textstat": "textstat as it comes",
                "difference": "the tool's part", "whole_page": "whole page, ours"}


def tool_title(effect: pd.DataFrame) -> str:
    """The finding of the tool's figure."""
    if effect.empty:
        return "Nothing could be measured"
    low, high = effect["difference"].min(), effect["difference"].max()
    if len(effect) == 1:
        return f"textstat {textstat_version()} moves the grade by {low:+.1f}".replace("-", "−")
    return f"textstat {textstat_version()} moves outlets' mean grades by {low:+.1f} to {high:+.1f}".replace("-", "−")


def tool_findings(corpus: Corpus, effect: pd.DataFrame) -> list[show.Finding]:
    """What the choice of tool alone moves, beside the difference between tellers."""
    if effect.empty:
        return [show.Finding("Nothing could be measured.")]
    at = effect["difference"].abs().idxmax()
    found = [f"The tool alone moves an outlet's mean grade by up to {abs(effect['difference'][at]):.1f} "
             f"({effect['teller'][at]}: {effect['ours'][at]:.1f} by our sentences, {effect['textstat'][at]:.1f} by "
             f"textstat {textstat_version()} as it comes)."]
    if len(effect) > 1:
        found.append(f"Between outlets the means lie {effect['ours'].max() - effect['ours'].min():.1f} grades apart.")
        pairs = list(combinations(zip(effect["ours"], effect["textstat"], strict=True), 2))
        turned = sum((a - b) * (c - d) < 0 for (a, c), (b, d) in pairs)
        found.append(f"Which of two outlets reads harder depends on the tool in {turned:,} of "
                     f"{several(len(pairs), 'pair')}.")
    dirty = (effect["whole_page"] - effect["ours"]).abs()
    if dirty.notna().any():
        most = f"{dirty.max():.1f} grades"
        found.append(f"Read with teasers and furniture, an outlet's pages would move by up to {most}.")
    rows = behind.openings(corpus, _in_turn(corpus.counted).head(MOST_BY_TOOL))
    shown = behind.distinct(corpus, rows, "articles", "teller")
    return [show.Finding(f, shown, len(shown), None, "articles") for f in found]
