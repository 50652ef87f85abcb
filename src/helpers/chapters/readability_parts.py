"""03_readability, in parts: headlines, narration, quotations; sentences; one article; what the tool alone does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

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
MOST = 3_000  # articles read sentence by sentence; of more, so many at equal distances
MIN_EXTREME = 8  # words of a sentence listed as hardest or easiest


# --- parts -----------------------------------------------------------------------------------------------------


class _Read(NamedTuple):
    """A counted article, its own text, its sentences as [start, end) of that text, and the counts of each."""

    article: Any
    body: spans.Excerpt
    found: list[tuple[int, int]]
    counted: list[dict[str, int]]


@lru_cache(maxsize=1)
def _read(corpus: Corpus) -> list[_Read]:
    """The counted articles sentence by sentence; where they are over MOST, MOST of them at equal distances."""
    a = corpus.counted[["article_id", "page_id", "teller", "headline"]]
    if len(a) > MOST:
        a = a.iloc[[k * len(a) // MOST for k in range(MOST)]]
    out = []
    for article in a.itertuples():
        body = corpus.body(article.article_id)
        found = spans.sentences(body.text)
        out.append(_Read(article, body, found, readability.sentence_counts(body.text, found)))
    return out


def sampled(corpus: Corpus) -> str:
    """How many articles were read sentence by sentence, where these are not all; to stand behind a caption."""
    n = len(corpus.counted)
    return f", in {MOST:,} of {n:,} articles, at equal distances" if n > MOST else ""


def article_parts(corpus: Corpus) -> pd.DataFrame:
    """The counts of each part of each counted article that can be measured (of more than MOST, some: see `sampled`):
    article_id, page_id, teller, part, COUNTS, places (its sentences as [start, end) of the page, where they stand there
    whole; none of headlines).

    A sentence of which half or more of the letters stand in quotation marks is a quotation, any other narration; a
    headline is one sentence. A name is one by the capitals of the whole article.
    """
    import pandas as pd

    reasons = dict(zip(corpus.counts["article_id"], corpus.counts["reason"], strict=True))
    rows = []
    for a, body, found, counted in _read(corpus):
        if pd.notna(reasons.get(a.article_id)):
            continue
        quoted = list(_mostly_within(found, spans.quotations(body.text)))
        headline = readability.counts(a.headline, [(0, len(a.headline))]) if pd.notna(a.headline) else None
        places = [body.to_page(start, end)[:1] for start, end in found]
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
    counts = long[list(readability.COUNTS)].to_dict("records")
    long = long.assign(grade=[readability.FORMULAS[GRADE](c) for c in counts])
    by_part = {part: long.loc[long["part"] == part, "grade"].astype(float).tolist() for part in PARTS[1:]}
    said = [stats.compare("narration", by_part["narration"], "quotations", by_part["quotations"],
                          "Flesch-Kincaid grade", "grades")]
    for part in PARTS[1:]:
        values = {t: g.astype(float).tolist() for t, g in long[long["part"] == part].groupby("teller")["grade"]}
        said += stats.against_rest(values, f"grade of {part} alone", "grades")
    whole = behind.openings(corpus, long.drop(columns="places"))
    both = whole.assign(teller=whole["part"])  # the two parts are the sides of the first comparison
    return behind.verdicts(corpus, said[:1], both) + [
        found for part in PARTS[1:] for found in behind.verdicts(
            corpus, [c for c in said[1:] if f"grade of {part} alone" == c.what], whole[whole["part"] == part])]


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
    for k, (_, body, found, counts) in enumerate(_read(corpus)):
        for j, ((start, end), counted) in enumerate(zip(found, counts, strict=True)):
            if counted["words"] < MIN_EXTREME:
                continue
            if body.text[start:end].rstrip("\"'”’»)]").endswith((".", "!", "?", "…")):
                rows.append((readability.FORMULAS[GRADE](counted), k, j))
    rows.sort(key=lambda row: -row[0])
    n = min(n, len(rows) // 2)
    ends = [("hardest", *row) for row in rows[:n]] + [("easiest", *row) for row in reversed(rows[len(rows) - n :])]
    ends = [{"which": which, "teller": read.article.teller, "grade": grade, "words": read.counted[j]["words"],
             "passage": (read.article.page_id, *read.body.to_page(*read.found[j])[0])}
            for which, grade, k, j in ends for read in [_read(corpus)[k]]]
    ends = pd.DataFrame(ends, columns=["which", "teller", "grade", "words", "passage"])
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
        effect = tool_effect(corpus.body(a.article_id).text, (GRADE,))[GRADE]
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
