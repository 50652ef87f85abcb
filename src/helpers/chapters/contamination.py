"""00_corpus: what the whole pages would have said, beside what their articles say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import contamination, figures, readability, show, topics
from helpers.chapters import behind
from helpers.chapters.wording import listed, several

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

MOST = 200  # pages read whole: that takes as long as reading the corpus did
LEAST = 20  # words of other text that a page must hold to be worth reading whole
WORDS = 5  # typical words compared
MOVED = 1.0  # grades
COLUMNS = ["page", "page_id", "words", "article_words", "name", "places", "elsewhere", "most_named", "named_at",
           "own_name", "typical", "typical_whole", "grade", "grade_whole", "voices", "voices_whole", "others",
           "other_text", "heard"]  # fmt: skip


def pages(corpus: Corpus) -> pd.DataFrame:
    """The counted pages that hold more than their article: page_id, article_id, words, article_words."""
    words = corpus.segments.groupby("page_id", sort=False)["n_words"].sum()
    main = corpus.segments[corpus.segments["role"] == "main"].groupby("page_id", sort=False)["n_words"].sum()
    a = corpus.counted[["page_id", "article_id"]].copy()
    a["words"] = a["page_id"].map(words).astype(int)
    a["article_words"] = a["page_id"].map(main).fillna(0).astype(int)
    return a[a["words"] - a["article_words"] >= LEAST].reset_index(drop=True)


def audit(corpus: Corpus) -> pd.DataFrame:
    """One row a page that holds more than its article; where these are over MOST, MOST of them at equal distances.

    Columns: page, page_id, words, article_words; name (to which the rest of the page adds most mentions), places (all
    its mentions on the page), elsewhere (those outside the article); most_named (of the page), named_at (where first
    outside the article, or None), own_name (most named in the article); typical, typical_whole (words that mark the
    article, or the page, off from the others); grade, grade_whole (Flesch-Kincaid); voices, voices_whole (how many are
    quoted or reported), others (those heard only outside: name, place); other_text (the longest stretch of other
    text); heard (the first place of each voice of the page). Places are [start, end) in the page text.
    """
    import pandas as pd

    found = pages(corpus)
    if len(found) > MOST:
        found = found.iloc[[k * len(found) // MOST for k in range(MOST)]]
    bodies = [corpus.body(a) for a in found["article_id"]]
    texts = [corpus.page_text(p) for p in found["page_id"]]
    typical = topics.key_terms([b.text for b in bodies], WORDS)
    typical_whole = topics.key_terms(texts, WORDS)
    counts = corpus.counts.set_index("article_id")
    is_main = corpus.segments["role"] == "main"
    own, rest = ({page: list(zip(rows["start"].tolist(), rows["end"].tolist(), strict=True))
                  for page, rows in corpus.segments[of].groupby("page_id", sort=False)}
                 for of in (is_main, ~is_main))  # fmt: skip
    rows = []
    for k, p in enumerate(found.itertuples()):
        text, pieces = texts[k], own[p.page_id]
        names = contamination.mentions(text)
        within = {n: len(places) - len(contamination.outside(places, pieces)) for n, places in names.items()}
        name, most = contamination.swollen(names, pieces), next(iter(names), None)
        heard = contamination.voices(text)
        others = [(v.name, v.places[0]) for v in heard if len(contamination.outside(v.places, pieces)) == len(v.places)]
        counted = counts.loc[p.article_id]
        graded = readability.formulas(counted.to_dict())[contamination.GRADE] if pd.isna(counted["reason"]) else None
        rows.append((
            corpus.page_names[p.page_id], p.page_id, p.words, p.article_words, name, names.get(name, []),
            contamination.outside(names.get(name, []), pieces), most,
            next(iter(contamination.outside(names.get(most, []), pieces)), None),
            max((n for n in within if within[n]), key=lambda n: within[n], default=None),
            typical[k], typical_whole[k], graded, contamination.grade(text), len(heard) - len(others), len(heard),
            others, max(rest[p.page_id], key=lambda s: s[1] - s[0]), [v.places[0] for v in heard],
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


def swollen(found: pd.DataFrame) -> pd.DataFrame:
    """The pages of `found` on which some name is mentioned outside the article, the most added mentions first."""
    more = found[found["elsewhere"].map(len) > 0]
    return more.iloc[sorted(range(len(more)), key=lambda k: (-len(more["elsewhere"].iloc[k]), k))]


def draw(corpus: Corpus, found: pd.DataFrame, most: int = 12) -> figures.Figure | show.Shown:
    """How often the page and its article mention the name that the page adds most to; the title is the finding."""
    top = swollen(found).head(most)
    if top.empty:
        return show.note(nothing(corpus))
    on_page, outside = top["places"].map(len), top["elsewhere"].map(len)
    rows = top.assign(
        label=[f"{name}, on {page}" for name, page in zip(top["name"], top["page"], strict=True)],
        mentions=on_page,
        said=[f"{n} (article: {n - o})" for n, o in zip(on_page, outside, strict=True)],
    )
    return figures.bars(rows, "label", "mentions", title(found), value_label="said", note=sampled(corpus))


def title(found: pd.DataFrame) -> str:
    """The finding of the figure."""
    top = swollen(found).iloc[0]
    n, outside = len(top["places"]), len(top["elsewhere"])
    moved = int(other_name(found).sum())
    return (f"Read whole, {top['page']} names {top['name']} {several(n, 'time')}, its article "
            f"{several(n - outside, 'time')}; on {moved} of {several(len(found), 'page')} the name mentioned most "
            "would be another")


def other_name(found: pd.DataFrame) -> pd.Series:
    """Whether the whole page mentions another name most than its article does."""
    return found["most_named"].notna() & (found["most_named"] != found["own_name"])


def sampled(corpus: Corpus) -> str | None:
    n = len(pages(corpus))
    return f"{MOST} of {n:,} pages that hold other text, at equal distances." if n > MOST else None


def nothing(corpus: Corpus) -> str:
    n = len(corpus.counted)
    return (f"None of {several(n, 'counted page')} holds {LEAST} words beside its article: whole pages would have said "
            "the same.")


def names(found: pd.DataFrame) -> pd.DataFrame:
    """One row a page that adds mentions to a name: how often the article and the page mention it, and where else."""
    found = swollen(found)
    elsewhere = found["elsewhere"].map(len)
    on_page = found["places"].map(len)
    return found.assign(
        in_article=on_page - elsewhere, on_page=on_page,
        evidence=[[(p, *s) for s in spans[:3]] for p, spans in zip(found["page_id"], found["elsewhere"], strict=True)],
    )


def names_shown(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """`names`, each number with the places that were counted."""
    table = names(found)
    both = zip(table["places"], table["elsewhere"], strict=True)
    own = [[s for s in places if s not in other] for places, other in both]
    return behind.counted(corpus, table, "page_id", {
        **_words(corpus), "in_article": ("passages", behind.spread(table.assign(own=own), "own")),
        "on_page": ("passages", behind.spread(table, "places"))})


def _words(corpus: Corpus) -> dict[str, tuple[str, pd.DataFrame]]:
    segments = corpus.segments
    return {"words": ("words", segments), "article_words": ("words", segments[segments["role"] == "main"])}


def rest_shown(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """`rest`, the numbers of voices with the first passage of each."""
    table = rest(found)
    others = [{place for _, place in other} for other in table["others"]]
    own = [[s for s in heard if s not in other] for heard, other in zip(table["heard"], others, strict=True)]
    return behind.counted(corpus, table, "page_id", {
        "voices": ("passages", behind.spread(table.assign(own=own), "own")),
        "voices_whole": ("passages", behind.spread(table, "heard"))})


def rest(found: pd.DataFrame) -> pd.DataFrame:
    """One row a page: typical words, speakers and reading grade of the article beside those of the page."""
    return found.assign(typical=found["typical"].map(", ".join), typical_whole=found["typical_whole"].map(", ".join))


NAMES = {
    "page": "page", "article_words": "words of the article", "words": "words of the page", "name": "name added most",
    "in_article": "times in the article", "on_page": "times on the page", "evidence": "elsewhere on the page",
}  # fmt: skip
REST = {
    "page": "page", "typical": "typical of the article", "typical_whole": "typical of the page",
    "voices": "heard in the article", "voices_whole": "heard on the page", "grade": "grade of the article",
    "grade_whole": "grade of the page",
}  # fmt: skip


def findings(corpus: Corpus, found: pd.DataFrame) -> list[show.Finding]:
    """On how many pages each kind of finding would have been another, one passage a page as evidence."""
    n = len(found)
    if not n:
        return [show.Finding(nothing(corpus))]

    def one(sentence: str, rows: pd.DataFrame, places: list[tuple[int, int]]) -> show.Finding:
        shown = [show.passage(corpus, p, *place, label=name)
                 for p, name, place in zip(rows["page_id"], rows["page"], places, strict=True)]  # fmt: skip
        return show.Finding(f"{sentence} on {len(rows)} of {several(n, 'page')}.", shown, len(rows), n, "articles")

    named = found[other_name(found)]
    heard = found[found["others"].map(len) > 0]
    strangers = [name for others in heard["others"] for name, _ in others]
    shared = [len(set(a) & set(b)) for a, b in zip(found["typical"], found["typical_whole"], strict=True)]
    worded = found[[2 * k < WORDS for k in shared]]
    moved = found[(found["grade_whole"].astype(float) - found["grade"].astype(float)).abs() >= MOVED]
    return [
        one("Names: the one mentioned most would be another", named, named["named_at"].tolist()),
        one(f"People: {several(len(strangers), 'speaker')} not heard in the article would count as quoted"
            + (f" ({listed(strangers, 4)})" if strangers else ""), heard, [others[0][1] for others in heard["others"]]),
        one(f"Words: most of the {WORDS} typical ones would be others", worded, worded["other_text"].tolist()),
        one("Readability: the grade would move by one or more", moved, moved["other_text"].tolist()),
    ]  # fmt: skip
