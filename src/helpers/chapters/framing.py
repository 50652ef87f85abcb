"""04_framing: what each teller calls things, which words set it apart, and what its headlines leave out."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache, partial
from heapq import nsmallest
from typing import TYPE_CHECKING

from helpers import framing, show, stats, topics
from helpers.chapters import behind
from helpers.chapters.wording import accuracy, listed, sentence, several
from helpers.choices import distinctive
from helpers.choices.labels import Shares, choices_in, rival_ps, rival_shares, rival_shares_of_all
from helpers.choices.masking import furniture, without
from helpers.spans import words
from helpers.text.terms import WordNumbers, numbered_words

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

DEALS = 20  # random deals of the same articles, beside every list of distinctive words
MOST_TELLERS = 8  # whose words are compared with the rest, and who are compared two by two
COMMON = 16  # words that most of the articles hold
SHOWN = 200  # rows that a table shows at most


def rivals(corpus: Corpus) -> dict[str, list[str]]:
    """The rival labels looked for: the workbook's own list, and the user's labels.csv, which wins by its referents."""
    return framing.curated_labels() | dict(corpus.labels)


@lru_cache(maxsize=1)
def _uses(corpus: Corpus) -> pd.DataFrame:
    """`framing.label_counts` of the counted articles."""
    return framing.label_counts(corpus.counted["text"], rivals(corpus))


@lru_cache(maxsize=1)
def labels(corpus: Corpus) -> pd.DataFrame:
    """Every use of a rival label: referent, label (of one with a star the form most often found), listed (the label
    as the list has it), teller, article_id, page_id, start, end."""
    import pandas as pd

    a, found = corpus.counted, _uses(corpus)
    articles = list(zip(a["teller"], a["article_id"], a["page_id"], strict=True))
    rows = []
    for r in found.itertuples():
        teller, article_id, page_id = articles[r.text_index]
        for start, end in corpus.body(article_id).to_page(r.start, r.end)[:1]:
            form = " ".join(corpus.quote(page_id, start, end).lower().split())
            rows.append((r.referent, form if r.label.endswith("*") else r.label, r.label, teller, article_id, page_id,
                         start, end))
    columns = ["referent", "label", "listed", "teller", "article_id", "page_id", "start", "end"]
    uses = pd.DataFrame(rows, columns=columns)
    return uses.assign(label=uses["listed"].map(_forms(uses)))


def _forms(uses: pd.DataFrame) -> dict[str, str]:
    """{label as the list has it: the form of it that is found most often, the first of several}."""
    return {name: own.value_counts().index[0] for name, own in uses.groupby("listed", sort=False)["label"]}


def in_words(text: str, uses: pd.DataFrame) -> str:
    """A sentence with each label that ends in a star given as the form found, or without its star."""
    for name, form in sorted(zip(uses["listed"], uses["label"], strict=True), key=lambda pair: -len(pair[0])):
        text = text.replace(name, form) if name.endswith("*") else text
    return re.sub(r"(?<=\w)\*(?!\w)", "", text)


def contested(found: pd.DataFrame) -> pd.DataFrame:
    """The labels of things that are called by two names or more here."""
    names = found.groupby("referent")["label"].transform("nunique")
    return found[names > 1]


def label_table(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """One row a thing, label and teller: times and articles (k of n), each with its passages; the most used first."""
    import pandas as pd

    sizes = corpus.counted.groupby("teller").size()
    rows = [
        {
            "thing": referent, "label": label, "teller": teller, "times": len(g),
            "articles": f"{g['article_id'].nunique()} of {sizes[teller]}",
        }
        for (referent, label, teller), g in contested(found).groupby(["referent", "label", "teller"], sort=False)
    ]
    table = pd.DataFrame(rows, columns=["thing", "label", "teller", "times", "articles"])
    weight = table.groupby("thing")["times"].transform("sum")
    table = table.assign(weight=weight).sort_values(
        ["weight", "thing", "times"], ascending=[False, True, False], kind="stable").drop(columns="weight")
    return behind.counted(corpus, table, {"thing": "referent", "label": "label", "teller": "teller"}, {
        "times": ("passages", found), "articles": ("articles", found)})


def label_bars(found: pd.DataFrame, most: int = 12) -> pd.DataFrame:
    """What the most often named contested things are called: name ("thing: label"), times."""
    rows = contested(found)
    order = rows["referent"].value_counts(sort=True).index
    counts = rows.groupby(["referent", "label"], sort=False).size().rename("times").reset_index()
    counts["place"] = counts["referent"].map({r: k for k, r in enumerate(order)})
    counts = counts.sort_values(["place", "times"], ascending=[True, False], kind="stable").head(most)
    return counts.assign(name=counts["referent"] + ": " + counts["label"])[["name", "times"]]


def label_title(found: pd.DataFrame) -> str:
    """The finding of the figure of labels."""
    rows = contested(found)
    if rows.empty:
        return "No thing on the list of rival labels is called by two names here"
    top = rows["referent"].value_counts().index[0]
    names = rows.loc[rows["referent"] == top, "label"].value_counts()
    return f"{several(rows['referent'].nunique(), 'thing')} go by several names; {top}: " + listed(
        [f"{name} ({n})" for name, n in names.items()], most=3)


def sides(corpus: Corpus) -> list[tuple[str, list[int], str, list[int]]]:
    """What is compared: (teller, its articles, the rest, their articles), by their place in `corpus.counted`; of two
    tellers one against the other.

    Only where a test could find anything, and the MOST_TELLERS with most articles.
    """
    own = {t: g.index.tolist() for t, g in corpus.counted.groupby("teller", sort=False)}
    order = sorted(own, key=lambda t: -len(own[t]))
    if len(own) == 2:
        a, b = order
        pairs = [(a, own[a], b, own[b])]
    else:
        able = [t for t in order if stats.reachable(len(own[t]), len(corpus.counted) - len(own[t]))][:MOST_TELLERS]
        pairs = [(t, own[t], "the rest", [k for o in own if o != t for k in own[o]]) for t in able]
    return [p for p in pairs if stats.reachable(len(p[1]), len(p[3]))]


@lru_cache(maxsize=1)
def _choices(corpus: Corpus) -> dict[str, Shares]:
    """What each counted article chooses among the rival labels, thing by thing."""
    return choices_in(_uses(corpus), rivals(corpus))


@lru_cache(maxsize=1)
def no_prose(corpus: Corpus) -> list[list[tuple[int, int, str]]]:
    """For each counted article what of it is no prose, as `masking.furniture`."""
    return furniture(corpus.counted["text"].tolist())


@lru_cache(maxsize=1)
def _numbers(corpus: Corpus) -> WordNumbers:
    """The numbers of all words that were met in this corpus so far."""
    return WordNumbers()


@lru_cache(maxsize=1)
def _words(corpus: Corpus) -> tuple[distinctive.Presence, list[str]]:
    """(which counted articles hold which words, the COMMON content words that most of them hold): what is no prose is
    left out, and of recurring runs the former holds nothing."""
    texts = partial(map, without, corpus.counted["text"], no_prose(corpus))
    ids, home, words = numbered_words(texts(), _numbers(corpus))
    common = topics.shared_words(texts(), COMMON, (ids, home, words))
    return distinctive.presence_of(ids, home, words, len(corpus.counted)), common


def _presence(corpus: Corpus) -> distinctive.Presence:
    return _words(corpus)[0]


def common_words(corpus: Corpus) -> list[str]:
    """The content words that most of the articles hold, COMMON of them, as they are mostly written."""
    return _words(corpus)[1]


@lru_cache(maxsize=1)
def _set_apart(corpus: Corpus) -> list[tuple[str, str, pd.DataFrame, list[int]]]:
    """For each of `sides`: its names, the words that set it apart, and how many each of DEALS random deals finds."""
    mask = corpus.counted["outlet"].dropna().unique().tolist()
    return [(a, b, *distinctive.set_apart(_presence(corpus), at_a, at_b, mask, DEALS))
            for a, at_a, b, at_b in sides(corpus)]


def too_few(corpus: Corpus) -> str | None:
    """The sentence that says that no comparison is possible here; None where one is."""
    if sides(corpus):
        return None
    sizes = corpus.counted.groupby("teller", sort=False).size()
    return f"Too few articles to say ({listed(f'{t} {n}' for t, n in sizes.items())})."


def few_finding(corpus: Corpus, few: str) -> show.Finding:
    """That there are too few articles to say, with the articles there are."""
    rows = behind.openings(corpus)
    return show.Finding(few, behind.distinct(corpus, rows, "articles", "teller"), len(rows), None, "articles")


def label_findings(corpus: Corpus) -> list[show.Finding]:
    """Which choices between rival labels differ for certain, all tests corrected together."""
    if few := too_few(corpus):
        return [few_finding(corpus, few)]
    chosen, used = list(_choices(corpus).values()), labels(corpus)
    compared = sides(corpus)
    found, tested = [], 0
    for a, at_a, b, at_b in compared:
        result = rival_shares(chosen, at_a, at_b, a, b)
        tested += int((result["verdict"] != "too few").sum())
        sure = result[result["verdict"].isin(("more", "less")) & (result["p_holm"] <= 0.05 / len(compared))]
        found += [_label_finding(corpus, used, r) for r in sure.itertuples()]
    none = f"No clear difference in {several(tested, 'choice')} between rival labels."
    return found or [show.Finding(none, behind.distinct(corpus, used, "articles", "teller"),
                                  used["page_id"].nunique(), None, "articles")]


def _label_finding(corpus: Corpus, used: pd.DataFrame, r) -> show.Finding:
    """A clear choice between rivals, with every use (of `labels`) of the label that was tested and of its rivals."""
    names = {part.strip() for part in r.pair.replace(" / ", ",").split(",")}
    rows = used[used["listed"].isin(names)]
    return show.Finding(sentence(in_words(r.sentence, used)), behind.distinct(corpus, rows, "passages", "teller"),
                        round(float(r.share_a), 4), None, "measure")


def label_placebo(corpus: Corpus) -> list[show.Finding]:
    """Beside the choices: how many differ for certain when the same articles are dealt to the two sides at random.

    For the teller with most articles against the rest, as a yardstick for all.
    """
    if few := too_few(corpus):
        return [few_finding(corpus, few)]
    import numpy as np

    a, at_a, b, at_b = sides(corpus)[0]
    chosen = [_choices(corpus)[thing] for thing in contested_rivals(corpus)]
    articles, rng = np.array([*at_a, *at_b]), np.random.default_rng(0)
    dealt = [articles[rng.permutation(len(articles))].tolist() for _ in range(DEALS if chosen else 0)]
    found = rival_ps(chosen, [(one[: len(at_a)], one[len(at_a) :]) for one in dealt])
    false = [sum(p <= stats.ALPHA for p in stats.holm([p for p in ps if not math.isnan(p)])) for ps in found]
    if not false:
        return [show.Finding("No thing is called by two names here, so there is nothing to deal at random.")]
    return [_dealt(corpus, a, b, (
        f"{a} against {b}, the same {len(articles)} articles dealt at random {DEALS} times: {sum(false) / DEALS:.1f} "
        f"choices differed on average, {max(false)} at most, of {len(chosen)} tested."), sum(false) / DEALS)]


def _dealt(corpus: Corpus, a: str, b: str, text: str, value: float) -> show.Finding:
    """What was found of the articles of `a` against those of `b`, with how each article of `a` begins (and of `b`,
    where that is one outlet)."""
    rows = behind.openings(corpus)
    rows = rows[rows["teller"].isin([a, b])]
    return show.Finding(text, behind.distinct(corpus, rows, "articles", "teller"), value, None, "measure")


def contested_rivals(corpus: Corpus) -> dict[str, list[str]]:
    """The rival labels of things that are called by two names or more in these articles."""
    things = set(contested(labels(corpus))["referent"])
    return {thing: names for thing, names in rivals(corpus).items() if thing in things}


def largest_tellers(corpus: Corpus) -> dict[str, list[int]]:
    """The MOST_TELLERS with most articles, which are compared two by two, and the places of these in `counted`."""
    own = {t: g.index.tolist() for t, g in corpus.counted.groupby("teller", sort=False)}
    return {t: own[t] for t in sorted(own, key=lambda t: -len(own[t]))[:MOST_TELLERS]}


def of_largest(corpus: Corpus) -> str:
    """Whom `largest_tellers` names, in words: all outlets, or only some."""
    return f"of the {MOST_TELLERS} outlets with most articles" if corpus.counted["teller"].nunique() > MOST_TELLERS \
        else "outlets"


def label_pairs(corpus: Corpus) -> show.Shown:
    """Every two of the tellers compared, on every thing called by two names, all corrected together."""
    if few := too_few(corpus):
        return show.note(few)
    largest = largest_tellers(corpus)
    parts = [rival_shares_of_all([_choices(corpus)[thing]], largest).assign(thing=thing)
             for thing in contested_rivals(corpus)]
    parts = [p for p in parts if len(p)]
    if not parts:
        return show.note("No two outlets here have enough articles that name the same contested thing.")
    import pandas as pd

    table = pd.concat(parts, ignore_index=True)
    table["p_corrected"] = stats.holm(table["p"].tolist())
    table = table.sort_values("p", kind="stable")
    columns = {"thing": "thing", "label": "label", "one": "one", "other": "other", "share_a": "share of one",
               "share_b": "share of other", "p_corrected": "p, corrected"}
    used = labels(corpus).drop_duplicates("listed")
    worded = {text: in_words(text, used) for text in {*table["pair"], *table["label"]}}
    table = table.assign(**{c: table[c].map(worded) for c in ("pair", "label")})
    title = f"Every two {of_largest(corpus)} on every contested thing, all corrected together"
    return show.table(table, title, "label-pairs", columns=columns, limit=20,
                      formats={"share_a": "{:.0%}", "share_b": "{:.0%}", "p_corrected": "{:.2g}"})


def show_distinctive(corpus: Corpus) -> show.Shown:
    """The words that set a teller apart, or why there are none."""
    if few := too_few(corpus):
        return show.note(few)
    return show.table(distinctive_table(corpus), "Words that set an outlet apart", "distinctive",
                      formats={"p": "{:.2g}"})


def proposal_findings(corpus: Corpus) -> list[show.Finding]:
    """Rival labels that a third of the articles propose, tested on the others; for the teller with most articles."""
    if few := too_few(corpus):
        return [few_finding(corpus, few)]
    a, at_a, b, at_b = sides(corpus)[0]
    texts = corpus.counted["text"].tolist()
    found = framing.proposed_labels([texts[k] for k in at_a], [texts[k] for k in at_b], a, b, _numbers(corpus))
    if found.empty:
        return [_dealt(corpus, a, b, f"A third of the articles of {a} and {b} proposes no rival labels: too few "
                                     "articles.", 0)]
    sure = found[found["verdict"].isin(("more", "less")) & (found["p_holm"] <= stats.ALPHA)]
    tested = int((found["verdict"] != "too few").sum())
    listing = f"Proposed and tested on the others, {a} against {b}: {listed(found['pair'], most=10)}."
    none = [] if len(sure) else [f"No clear difference in {several(tested, 'proposed choice')}."]
    clear = [_dealt(corpus, a, b, sentence(r.sentence), round(float(r.share_a), 4)) for r in sure.itertuples()]
    return clear + [_dealt(corpus, a, b, listing, len(found))] + [_dealt(corpus, a, b, s, tested) for s in none]


def masked_table(corpus: Corpus) -> pd.DataFrame:
    """What was left out before words were compared: what, why, articles (with a passage each; none for
    runs, which are found by their words alone)."""
    a = corpus.counted
    names = a["outlet"].dropna().unique().tolist()
    found = framing.masked(a["text"].tolist(), names, _presence(corpus), no_prose(corpus))
    articles, pages = a["article_id"].tolist(), a["page_id"].tolist()
    body = cache(lambda k: corpus.body(articles[k]))
    where = [[(pages[k], *at) for k, s, e in places for at in body(k).to_page(s, e)[:1]] if row < SHOWN else []
             for row, places in enumerate(found["places"])]  # further rows are not shown
    keyed = found.assign(where=where, row=range(len(found)))
    return behind.counted(corpus, keyed, "row", {"articles": ("articles", behind.spread(keyed, "where"))})[
        ["what", "why", "articles"]]


@lru_cache(maxsize=1)
def _words_apart(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(the words that set a teller apart, as `distinctive_table` without passages; for each of the first SHOWN of these
    rows a sentence of each article that holds the word, and whether that is one of the articles of `here`)."""
    import pandas as pd

    rows = []
    for a, b, found, _ in _set_apart(corpus):
        for r in found.itertuples():
            more, less = f"{r.k_a} of {r.n_a}", f"{r.k_b} of {r.n_b}"
            rows.append((a, r.word, r.level, more, less, r.p, a, True) if r.sign > 0 else
                        (b, r.word, r.level, less, more, r.p, a, False))
    columns = ["teller", "word", "level", "here", "there", "p", "compared", "on_a"]
    table = pd.DataFrame(rows, columns=columns).assign(row=range(len(rows)))
    shown = table.head(SHOWN)
    held = _holding(corpus, shown["word"].unique().tolist()).merge(
        shown[["row", "word", "compared", "on_a"]], on="word")
    held["is_here"] = (held["teller"] == held["compared"]) == held["on_a"]
    return table[[*columns[:6], "row"]], held


def distinctive_table(corpus: Corpus) -> pd.DataFrame:
    """The words that set a teller apart, with their denominators: teller, word, level, here, there, p; here and there
    with a sentence of each article that holds the word, in the rows that are shown."""
    table, held = _words_apart(corpus)
    return behind.counted(corpus, table, "row", {
        "here": ("articles", held[held["is_here"]]), "there": ("articles", held[~held["is_here"]])}).drop(columns="row")


def _holding(corpus: Corpus, words: list[str]) -> pd.DataFrame:
    """For each word and article that holds it a sentence: word, teller, article_id, page_id, start, end."""
    import pandas as pd

    a = corpus.counted
    articles = list(zip(a["teller"], a["article_id"], a["page_id"], a["text"], strict=True))
    held: dict[int, list[str]] = {}
    for word, at in distinctive.holders(_presence(corpus), words).items() if words else ():
        for k in at:
            held.setdefault(k, []).append(word)
    rows = []
    for k in sorted(held):
        teller, article_id, page_id, text = articles[k]
        body, small = corpus.body(article_id), text.lower()
        for word in held[k]:
            for s, e in body.to_page(*_begins(word, text, small))[:1]:
                rows.append((word, teller, article_id, page_id, s, e))
    found = pd.DataFrame(rows, columns=["word", "teller", "article_id", "page_id", "start", "end"])
    return behind.sentences_at(corpus, found)


def _begins(word: str, text: str, small: str) -> tuple[int, int]:
    """Where the first word of a text that begins with `word` does; `small` is the text in small letters."""
    at = small.find(word) if len(small) == len(text) else -1
    while at > 0 and (small[at - 1].isalnum() or small[at - 1] == "_"):
        at = small.find(word, at + 1)
    if at < 0:  # seldom: the word has its parts from two sides of what was left out
        found = re.search(rf"(?<!\w){re.escape(word)}", text, re.IGNORECASE)
        return found.span() if found else (0, 1)
    return at, at + len(word)


def placebo_findings(corpus: Corpus) -> list[show.Finding]:
    """Beside the list: how many words the same procedure finds when the same articles are dealt at random."""
    if few := too_few(corpus):
        return [few_finding(corpus, few)]
    many = _presence(corpus).held.nnz > distinctive.PLENTY
    fewer = [show.Finding(f"Of more than {distinctive.PLENTY:,} words {distinctive.FEWER} random deals judge which are "
                          f"sure, of fewer {distinctive.ROUNDS}.")] * many
    return fewer + [_dealt(corpus, a, b, (
        f"{a} against {b}: {several(len(found), 'word')}. The same {len(corpus.counted)} articles dealt at random "
        f"{DEALS} times gave {sum(false) / DEALS:.1f} on average, {max(false)} at most."), len(found))
        for a, b, found, false in _set_apart(corpus)]


def headlines(corpus: Corpus) -> pd.DataFrame:
    """What headlines say that their articles do not: teller, headline, share (of its words found), missing."""
    import pandas as pd

    a = corpus.counted[corpus.counted["headline"].notna()]
    found = framing.headlines_bodies(a["headline"], a["text"], _numbers(corpus))
    rows = [(teller, headline, f["share"], ", ".join(f["missing"]) or "nothing")
            for teller, headline, f in zip(a["teller"], a["headline"], found, strict=True)]
    table = pd.DataFrame(rows, columns=["teller", "headline", "share", "missing"])
    return table.sort_values("share", kind="stable")


def worth_checking(corpus: Corpus, most: int = 30) -> pd.DataFrame:
    """Words that an editor might look at again: teller, word, score, passage (its sentence); the strongest first."""
    import pandas as pd

    a = corpus.counted
    found: list[tuple[float, int, int]] = []
    for i, text in enumerate(a["text"]):
        found += [(-score, i, k) for score, k in framing.strongest(text)]
        if sum(-score == framing.STRONGEST for score, *_ in found) >= most:
            break  # the first of equals are shown, and none is stronger
    top = [(a.iloc[i], k, -score) for score, i, k in nsmallest(most, found, key=lambda one: one[0])]
    rows = []
    for article, k, score in top:
        for s, e in corpus.body(article["article_id"]).to_page(*words(article["text"])[k])[:1]:
            rows.append((article["teller"], corpus.quote(article["page_id"], s, e), score, article["page_id"],
                         article["article_id"], s, e))
    table = pd.DataFrame(rows, columns=["teller", "word", "score", "page_id", "article_id", "start", "end"])
    table = behind.sentences_at(corpus, table)
    return table.assign(passage=list(zip(table["page_id"], table["start"], table["end"], strict=True)))[
        ["teller", "word", "score", "passage"]]


def answer(corpus: Corpus, found: pd.DataFrame) -> tuple[show.Finding, show.Finding | str]:
    """What the most contested thing is called, and whether any choice of words differs for certain."""
    few = too_few(corpus)
    rows = contested(found)
    top = rows[rows["referent"] == rows["referent"].value_counts().index[0]] if len(rows) else rows
    named = show.Finding(label_title(found) + ".", behind.distinct(corpus, top, label="teller"), len(top), None,
                         "passages")
    if few:
        return (named, few_finding(corpus, few))
    table, held = _words_apart(corpus)
    here = held[held["is_here"]].sort_values("row", kind="stable").drop_duplicates(["row", "page_id"])
    return (named, show.Finding(
        f"{several(len(table), 'word')} set single outlets apart from the others; beside each list stands how many "
        "chance alone gives.", behind.distinct(corpus, here, label="teller"), len(table), None, "measure"))


def limits() -> tuple[str, ...]:
    """What the method cannot show."""
    return (
        "A choice of words is not a motive. Labels are looked for in a list, and in a labels.csv of yours; what is "
        "not on it is not seen. Words worth checking are just that: most of them are fair.",
        accuracy("distinctive words", "words worth checking", "deeds", "modifiers", "certainty"),
    )
