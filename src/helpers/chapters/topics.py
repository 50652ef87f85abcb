"""01_topics: which stories and topics the coverage is about, and which words each page has to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers import figures, show, stats, topics
from helpers.chapters import behind
from helpers.chapters.sampling import sampled as sampled
from helpers.chapters.sampling import some
from helpers.chapters.wording import accuracy, listed, several, share
from helpers.text.many import Chosen, Made

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

FEW = 20  # up to so many articles a close reading says more than a model; outlets that a figure draws


def stories(corpus: Corpus) -> pd.DataFrame:
    """One row a story: story, name, articles, tellers, passed_over (outlets that tell others here, not this), opens.

    `opens` is the first sentence of its first article. The most told come first.
    """
    a = corpus.counted
    outlets = list(dict.fromkeys(a["outlet"].dropna()))
    own = a[["story_id", "article_id", "teller", "headline"]]
    opens = behind.openings(corpus, a[["article_id", "page_id"]].drop_duplicates("article_id"))
    places = zip(opens["page_id"].tolist(), opens["start"].tolist(), opens["end"].tolist(), strict=True)
    first = dict(zip(opens["article_id"].tolist(), places, strict=True))
    told: dict[str, list[tuple]] = {}
    for story, *article in zip(*(own[c].tolist() for c in own), strict=True):
        told.setdefault(story, []).append(tuple(article))
    rows = []
    for story, articles in told.items():
        here = dict.fromkeys(teller for _, teller, _ in articles)
        headline = next((h for _, _, h in articles if isinstance(h, str)), None)
        rows.append({
            "story": story, "name": show.shorten(headline, 10) if headline else story,
            "articles": len(articles), "n_tellers": len(here), "tellers": listed(here),
            "passed_over": listed(o for o in outlets if o not in here), "headline": headline,
            "opens": first[articles[0][0]],
        })
    import pandas as pd

    found = pd.DataFrame(rows, columns=["story", "name", "articles", "n_tellers", "tellers", "passed_over",
                                        "headline", "opens"])
    return found.sort_values(["n_tellers", "articles"], ascending=False, kind="stable")


def stories_shown(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """`stories`, the number of articles with how each begins."""
    return behind.counted(corpus, found, {"story": "story_id"}, {"articles": ("articles", behind.openings(corpus))})


def answer(corpus: Corpus, found: pd.DataFrame, model: topics.TopicModel | None) -> tuple[show.Finding, show.Finding]:
    """How many stories there are and how many are told by several; then the topics, or why there are none."""
    several_tell = int((found["n_tellers"] > 1).sum())
    n = len(corpus.counted)
    a = behind.openings(corpus, corpus.counted.assign(topic=0 if model is None else model.labels))
    begin = behind.distinct(corpus, a, "articles", "teller")
    largest = behind.distinct(corpus, a[a["topic"] == 0], "articles", "teller") if model else []
    return (
        show.Finding(f"{several(n, 'article')} tell {several(len(found), 'story', 'stories')}; {several_tell} of them "
                     f"{'is' if several_tell == 1 else 'are'} told by more than one outlet.",
                     begin, len(begin), None, "articles"),
        show.Finding(model_sentence(n, model), largest, len(largest) if model else None, None, "articles"),
    )


def model_sentence(n: int, model: topics.TopicModel | None) -> str:
    """What a topic model says of `n` articles, in a sentence."""
    if model is None and n <= FEW:
        return f"With {several(n, 'article')} there is no topic model: below are the words of each, to be read closely."
    if model is None:
        return "No number of topics is stable here, so none is shown."
    sizes = [model.labels.count(k) for k in range(len(model.words))]
    return (f"They fall into {several(len(model.words), 'topic')} (stability {model.stability:.2f} of 1), the "
            f"largest of {several(sizes[0], 'article')}: {', '.join(model.words[0])}.")


def limits() -> tuple[str, ...]:
    """What the method cannot show."""
    return (
        "Stories are grouped by the words they share; a manifest's `story` column wins over that. A topic is a "
        "set of words that keep company, named by its words: what to call it is for the reader.",
        accuracy("stories", "topics"),
    )


def show_topics(corpus: Corpus, found: topics.TopicModel | None) -> show.Shown:
    """The topics as a table; without a model, the sentence that says why there is none."""
    if found is None:
        return show.note(model_sentence(len(corpus.counted), None))
    keyed = topic_table(corpus, found).assign(key=range(len(found.words)))
    rows = behind.openings(corpus, corpus.counted.assign(topic=found.labels))
    table = behind.counted(corpus, keyed, {"key": "topic"}, {"articles": ("articles", rows)})
    return show.table(table.drop(columns="key"), "Topics, the largest first", "topics")


def draw_topic_shares(corpus: Corpus, found: topics.TopicModel | None) -> figures.Figure | None:
    """What each teller gives to each topic, the finding as title; nothing without a model."""
    if found is None:
        return None
    counts, columns = topics_by_teller(corpus, found)
    note = f"The {FEW} with most articles of {len(counts):,} outlets." if len(counts) > FEW else None
    title = topic_findings(corpus, found)[0].text.rstrip(".")
    return figures.stacked(counts.head(FEW), "teller", columns, title, note=note)


def stories_title(corpus: Corpus, found: pd.DataFrame) -> str:
    """The finding of the figure of stories."""
    if found.empty:
        return "No article to group"
    top = found.iloc[0]
    return (f"The most told story takes {top['articles']} of {several(len(corpus.counted), 'article')} and "
            f"{several(top['n_tellers'], 'teller')}")


def model(corpus: Corpus) -> topics.TopicModel | None:
    """The topic model of the counted articles, headline first; None below 20, or where none is stable."""
    heads = corpus.counted["headline"].fillna("").tolist()
    return topics.topic_model(Made("{}\n{}".format, heads, corpus.texts))


def topic_table(corpus: Corpus, found: topics.TopicModel) -> pd.DataFrame:
    """One row a topic: topic (its name, where topics.csv gives one), words (the key that topics.csv names it by),
    articles, share, interval (95 %, Wilson), typical (headline or file of the most typical article)."""
    import pandas as pd

    a = corpus.counted
    names = a["headline"].where(a["headline"].notna(), a["page_id"].map(corpus.page_names)).tolist()
    n = [found.labels.count(k) for k in range(len(found.words))]
    spans = [stats.wilson(x, len(a)) for x in n]
    return pd.DataFrame({
        "topic": topic_names(corpus, found), "words": [", ".join(w) for w in found.words], "articles": n,
        "share": [share(x, len(a)) for x in n],
        "interval": [f"{100 * low:.0f} to {100 * high:.0f} %" for low, high in spans],
        "typical": [names[i] for i in found.typical],
    })


def topic_names(corpus: Corpus, found: topics.TopicModel) -> list[str]:
    """What to call each topic: the user's name from topics.csv, else its first two words."""
    given = topics.named(found.words, corpus.topic_names)
    return [name or ", ".join(words[:2]) for name, words in zip(given, found.words, strict=True)]


def over_time(corpus: Corpus, found: topics.TopicModel | None) -> show.Shown | None:
    """Articles of each topic by day (by month where the dates span more than 60 days), where three dates are known;
    nothing without topics."""
    if found is None:
        return None
    import pandas as pd

    a = corpus.counted
    days = a["published"].str.slice(0, 10).where(a["published"].notna())
    known = days.dropna()
    if known.nunique() < 3:
        return show.note(f"Too few dates are known to say how topics follow one another ({known.nunique()}).")
    first, last = pd.to_datetime(known.min()), pd.to_datetime(known.max())
    when = days.str.slice(0, 7) if (last - first).days > 60 else days
    names = topic_names(corpus, found)
    table = pd.crosstab(when.rename("published"), pd.Series([names[k] for k in found.labels], index=a.index))
    table = table[list(dict.fromkeys(names))].reset_index()
    rows = behind.openings(corpus, a.assign(when=when, topic=[names[k] for k in found.labels]))
    table = behind.counted(corpus, table, {"published": "when"}, {
        name: ("articles", rows[rows["topic"] == name]) for name in table.columns[1:]})
    undated = len(a) - len(known)
    note = f"; {several(undated, 'article')} without a date left out" if undated else ""
    return show.table(table, f"Articles of each topic over time{note}", "over-time")


def topics_by_teller(corpus: Corpus, found: topics.TopicModel, most: int = 6) -> tuple[pd.DataFrame, list[str]]:
    """Articles of each teller in each of the `most` largest topics and "other": the table, and its topic columns."""
    import pandas as pd

    names = topic_names(corpus, found)
    labels = [names[k] if k < most else "other" for k in found.labels]
    counts = pd.crosstab(corpus.counted["teller"], pd.Series(labels, name="topic", index=corpus.counted.index))
    columns = [c for c in dict.fromkeys([*names[:most], "other"]) if c in counts]
    counts = counts[columns].assign(articles=counts.sum(axis=1))
    return counts.sort_values("articles", ascending=False, kind="stable").reset_index(), columns


def teller_shares(corpus: Corpus, found: topics.TopicModel | None, most: int = 6) -> show.Shown | None:
    """What share of its articles each teller gives to the `most` largest topics, with 95 % intervals (Wilson); nothing
    without topics."""
    import pandas as pd

    if found is None:
        return None
    names, rows = topic_names(corpus, found), []
    for teller, g in corpus.counted.assign(topic=found.labels).groupby("teller", sort=False):
        for k in range(min(most, len(names))):
            n = int((g["topic"] == k).sum())
            low, high = stats.wilson(n, len(g))
            rows.append({"teller": teller, "topic": names[k], "articles": f"{n} of {len(g)}", "share": share(n, len(g)),
                         "interval": f"{100 * low:.0f} to {100 * high:.0f} %"})
    table = pd.DataFrame(rows, columns=["teller", "topic", "articles", "share", "interval"])
    held = behind.openings(corpus, corpus.counted.assign(topic=[names[k] for k in found.labels]))
    table = behind.counted(corpus, table, ["teller", "topic"], {"articles": ("articles", held)})
    return show.table(table, "Shares of topics, with 95 % intervals", "topic-shares")


def topic_findings(corpus: Corpus, found: topics.TopicModel | None, most: int = 4) -> list[show.Finding]:
    """For the largest topics: does a teller give it more of its articles than the rest do? All tests corrected."""
    if found is None:
        return [show.Finding(model_sentence(len(corpus.counted), None))]
    labels = corpus.counted.assign(topic=found.labels)
    sizes = labels.groupby("teller", sort=False).size()
    compared = []
    names = topic_names(corpus, found)
    rows = behind.openings(corpus, labels.assign(topic=[names[k] for k in found.labels]))
    for k in range(min(most, len(found.words))):
        hits = labels[labels["topic"] == k].groupby("teller").size().reindex(sizes.index, fill_value=0)
        counts = {t: (int(hits[t]), int(sizes[t])) for t in sizes.index}
        compared += stats.shares_against_rest(counts, names[k])
    sure = [c for c in stats.corrected(compared) if c.verdict in ("more", "less")]
    return [behind.verdict(corpus, c, rows, rows[rows["topic"] == c.what]) for c in sure] or [
        show.Finding("No outlet gives a topic clearly more of its articles than the others do.",
                     behind.distinct(corpus, rows, "articles", "teller"), len(rows), None, "articles")]


def own_words(corpus: Corpus, most: int = FEW) -> pd.DataFrame:
    """The words that mark each article off from the others here: page, teller, words. The first `most` articles."""
    a = corpus.counted.head(most)
    words = topics.key_terms(corpus.texts[:most])
    return a.assign(page=a["page_id"].map(corpus.page_names), words=[", ".join(w) for w in words])[
        ["page", "teller", "words"]]


def close_reading(corpus: Corpus) -> pd.DataFrame:
    """For two tellers: the words both use, and those of one alone (columns both, only <teller>); else one row a teller
    with the words it alone uses among all. Of very many articles in some (see `sampling`).
    """
    import pandas as pd

    corpus = some(corpus)
    texts = {t: Chosen(corpus.texts, g.index.tolist()) for t, g in corpus.counted.groupby("teller", sort=False)}
    if len(texts) == 2:
        (a, of_a), (b, of_b) = texts.items()
        found = topics.shared_terms(of_a, of_b)
        rows = [("both", found["both"]), (f"only {a}", found["only_a"]), (f"only {b}", found["only_b"])]
    else:
        rows = [(f"only {t}", words) for t, words in topics.own_terms(texts, most=FEW).items()]
    return pd.DataFrame([{"used by": who, "words": ", ".join(words) or "none"} for who, words in rows],
                        columns=["used by", "words"])
