"""00_corpus: what was collected, what of it is article, and what may be concluded."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from helpers import show
from helpers.chapters import behind
from helpers.chapters.wording import accuracy, listed, several, share
from helpers.stats import reachable

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

ROLES = ("main", "related", "teaser", "furniture")
CLEAN = 0.99  # share of a page's words in its article from which it is nothing but its article
FEW = 5


def answer(corpus: Corpus) -> tuple[show.Finding, show.Finding]:
    """The two sentences on top: how much there is, and how much of it is article."""
    counted, outlets = corpus.counted, corpus.counted["outlet"].dropna().unique()
    words = words_by_role(corpus)[list(ROLES)].sum()
    unknown = int(counted["outlet"].isna().sum())
    whose = several(len(outlets), "known outlet") + (f" and {several(unknown, 'article')} whose outlet is not stated"
                                                     if unknown else "")
    begin = behind.distinct(corpus, behind.openings(corpus), "articles")
    main = behind.distinct(corpus, corpus.segments[corpus.segments["role"] == "main"])
    return (
        show.Finding(f"{several(len(corpus.page_names), 'page')} here, and on them "
                     f"{several(len(counted), 'article')} that statistics can count, by {whose}.",
                     begin, len(begin), len(corpus.page_names), "articles"),
        show.Finding(f"{share(words['main'], words.sum())} of all words belong to the pages' own articles "
                     f"({words['main']:,} of {words.sum():,}); the rest is other articles, teasers and page furniture.",
                     main, int(words["main"]), int(words.sum()), "words"),
    )


def provenance(corpus: Corpus) -> tuple[str, ...]:
    """Where the data came from: folder, formats, and the sum that identifies the input."""
    pages = corpus.columns("pages", "format", "encoding_basis")
    formats = listed(f"{n} as {name}" for name, n in Counter(pages["format"]).most_common())
    encodings = listed(f"{n} by {basis}" for basis, n in Counter(pages["encoding_basis"]).most_common())
    return (
        f"{several(len(corpus.page_names), 'page')} from “{corpus.name}”: {formats}; decoded {encodings}.",
        f"Input sha256 {corpus.made_from[:16]}.",
    )


def limits(corpus: Corpus) -> tuple[str, ...]:
    """What cannot be concluded from these pages, whatever the method."""
    sizes = corpus.counted.groupby("teller", sort=False).size()
    small = [f"{teller} ({n})" for teller, n in sizes.items() if not reachable(n, len(corpus.counted) - n)]
    undated = int(corpus.counted["published"].isna().sum())
    said = ["These are the pages that were captured, not all that the outlets printed."]
    if len(sizes) < 2:
        said.append("Fewer than two outlets are here: nothing can be compared.")
    elif small:
        said.append(f"Too few articles for any tested difference from the others: {listed(small)}.")
    if undated:
        said.append(f"Without a date: {undated} of {several(len(corpus.counted), 'article')}; nothing is said about "
                    "them over time.")
    said.append(accuracy("segments", "credits", "reprints"))
    return tuple(said)


@lru_cache(maxsize=1)
def words_by_role(corpus: Corpus) -> pd.DataFrame:
    """One row a page: page, page_id, and the number of words in each role (main, related, teaser, furniture)."""
    counts = corpus.segments.pivot_table("n_words", "page_id", "role", aggfunc="sum", fill_value=0, sort=False)
    counts = counts.reindex(columns=ROLES, fill_value=0).reindex(list(corpus.page_names), fill_value=0).astype(int)
    counts.insert(0, "page", [corpus.page_names[p] for p in counts.index])
    return counts.reset_index()


def words_shown(corpus: Corpus) -> pd.DataFrame:
    """`words_by_role`, each number with the stretches of the page that were counted."""
    segments = corpus.segments
    table = words_by_role(corpus)
    return behind.counted(corpus, table, "page_id", {r: ("words", segments[segments["role"] == r]) for r in ROLES})


def zones(corpus: Corpus) -> pd.DataFrame:
    """Every segment of the pages that hold more than their article, the dirtiest page first: page, start, end, role,
    length (of the page), n_words. Where no page does, the first few stand for all.
    """
    words = words_by_role(corpus).set_index("page_id")
    share_of_main = (words["main"] / words[list(ROLES)].sum(axis=1).clip(lower=1)).sort_values(kind="stable")
    drawn = share_of_main[share_of_main < CLEAN] if (share_of_main < CLEAN).any() else share_of_main.head(FEW)
    order = {page: k for k, page in enumerate(drawn.index)}
    rows = corpus.segments[corpus.segments["page_id"].isin(order)]
    rows = rows.assign(page=rows["page_id"].map(corpus.page_names), place=rows["page_id"].map(order))
    rows["length"] = rows["page_id"].map({page: len(corpus.page_text(page)) for page in order})
    return rows.sort_values(["place", "start"], kind="stable")[["page", "start", "end", "role", "length", "n_words"]]


def zones_note(corpus: Corpus, drawn: pd.DataFrame) -> str | None:
    """How many pages the map leaves out because they are nothing but their article."""
    n = len(corpus.page_names) - drawn["page"].nunique()
    return f"Not drawn: {several(n, 'page')} on which all or nearly all is article." if n else None


def zones_title(corpus: Corpus) -> str:
    """The finding of the map of pages."""
    words = words_by_role(corpus)
    dirty = words[words["main"] < words[list(ROLES)].sum(axis=1) / 2]
    total = words[list(ROLES)].sum()
    return (f"{share(total.sum() - total['main'], total.sum())} of the words are not the pages' own articles; on "
            f"{len(dirty)} of {len(words)} pages they are the greater part")


def by_outlet(corpus: Corpus) -> pd.DataFrame:
    """One row an outlet (or a page of unknown outlet): articles, words, first and last date."""
    c = corpus.counted
    grouped = c.groupby("teller", sort=False)
    found = grouped.agg(articles=("article_id", "size"), words=("n_words", "sum"),
                        first=("published", "min"), last=("published", "max")).reset_index()
    return found.sort_values(["articles", "teller"], ascending=[False, True], kind="stable")


def outlets_shown(corpus: Corpus, outlets: pd.DataFrame) -> pd.DataFrame:
    """`by_outlet`, each number with the articles behind it."""
    return behind.counted(corpus, outlets, "teller", {
        "articles": ("articles", behind.openings(corpus)), "words": ("words", behind.bodies(corpus))})


def outlets_title(corpus: Corpus, outlets: pd.DataFrame) -> str:
    """The finding of the figure of outlets."""
    if outlets.empty:
        return "No article can be counted"
    unknown = int(corpus.counted["outlet"].isna().sum())
    stated = f"; {several(unknown, 'article')} of unknown outlet" if unknown else ""
    top, n = outlets.iloc[0], len(corpus.counted)
    if len(outlets) > 1 and outlets["articles"].nunique() == 1:
        return f"None has more than another: {several(len(outlets), 'outlet or page', 'outlets or pages')} with "\
               f"{several(int(top['articles']), 'article')} each{stated}"
    most = outlets.loc[outlets["articles"] == top["articles"], "teller"]
    have = "has most" if len(most) == 1 else "have most"
    each = "" if len(most) == 1 else " each"
    return f"{listed(most, 3)} {have}: {top['articles']} of {several(n, 'article')}{each}{stated}"


def beliefs(corpus: Corpus) -> pd.DataFrame:
    """What was believed of each page's article, each value with what it rests on in brackets.

    Columns: page, outlet, carrier, origin, byline, published, headline, genre, complete, n_words, counted ("yes", or
    why not), begins (the passage where it starts).
    """
    mains = corpus.articles[corpus.articles["role"] == "main"].copy()
    for name in ("outlet", "carrier", "origin", "published", "genre", "complete"):
        values = mains[name].map({True: "yes", False: "no"}) if name == "complete" else mains[name]
        mains[name] = [None if v is None or v != v else f"{v} ({basis})"
                       for v, basis in zip(values, mains[f"{name}_basis"], strict=True)]  # fmt: skip
    mains["page"] = mains["page_id"].map(corpus.page_names)
    mains["counted"] = mains["exclude_reason"].where(mains["exclude_reason"].notna(), "yes")
    first = behind.first_sentences(corpus)
    mains["begins"] = [(page, *first[a]) if a in first else None
                       for a, page in zip(mains["article_id"], mains["page_id"], strict=True)]
    own = behind.bodies(corpus, mains[["article_id", "page_id"]].head(show.LIMIT))
    mains = behind.counted(corpus, mains, "article_id", {"n_words": ("words", own)})
    return mains[list(dict.fromkeys([*WHOSE, *WHAT]))]


WHOSE = ["page", "outlet", "carrier", "origin", "byline", "published"]
WHAT = ["page", "headline", "genre", "complete", "n_words", "counted", "begins"]


def not_counted(corpus: Corpus) -> list[show.Finding]:
    """Why articles are left out of statistics: how many for which reason, with the place where each begins."""
    mains = corpus.articles[(corpus.articles["role"] == "main") & ~corpus.articles["include"]]
    found = []
    for reason, rows in mains.groupby("exclude_reason"):
        passages = behind.each(corpus, behind.openings(corpus, rows))
        found.append(show.Finding(f"{several(len(rows), 'article')} not counted: {reason}.", passages, len(rows),
                                  int((corpus.articles["role"] == "main").sum()), "articles"))
    return found


def copies(corpus: Corpus) -> pd.DataFrame:
    """Text of one article standing in another: page, of_page, share, counted (both, or the page of the one that is),
    passages (the three longest); whole copies first.
    """
    page_of = dict(zip(corpus.articles["article_id"], corpus.articles["page_id"], strict=True))
    copied = corpus.articles[corpus.articles["duplicate_of"].notna()]
    voice = dict(zip(copied["article_id"], copied["duplicate_of"], strict=True))
    name = {a: corpus.page_names[p] for a, p in page_of.items()}
    rows = corpus.reprints.sort_values(["share", "article_id", "of_article_id"], ascending=[False, True, True])
    voices = [[voice.get(a, a) for a in pair] for pair in zip(rows["article_id"], rows["of_article_id"], strict=True)]
    return rows.assign(
        page=rows["article_id"].map(name),
        of_page=rows["of_article_id"].map(name),
        counted=["both" if a != b else name[a] for a, b in voices],
        passages=[[(page_of[a], s, e) for s, e in sorted(spans, key=lambda x: (x[0] - x[1], x[0]))[:3]]
                  for a, spans in zip(rows["article_id"], rows["spans"], strict=True)],
    )[["page", "of_page", "share", "counted", "passages"]]  # fmt: skip


def problems(corpus: Corpus) -> pd.DataFrame:
    """What could not be read, or only in part: path, records (how many, and the first of them), severity, message."""
    import pandas as pd

    rows = []
    for (path, severity, message), group in corpus.problems.groupby(["path", "severity", "message"], sort=False):
        records = group["record"].tolist()
        alone = len(records) == 1 and records[0] == 0
        which = "the file" if alone else f"{len(records):,}: {listed((str(r) for r in records), 4)}"
        rows.append((path, which, severity, message))
    return pd.DataFrame(rows, columns=["path", "records", "severity", "message"])
