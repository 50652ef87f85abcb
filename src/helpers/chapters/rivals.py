"""04_framing, what things are called: rival labels, who chooses which, and rivals that the articles propose."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from helpers import framing, show, stats
from helpers.chapters import behind
from helpers.chapters.apart import numbers
from helpers.chapters.places import on_pages
from helpers.chapters.sides import DEALS, dealt, few_finding, largest_tellers, of_largest, sides, too_few
from helpers.chapters.wording import listed, sentence, several
from helpers.choices.labels import Shares, choices_in, rival_ps, rival_shares, rival_shares_of_all
from helpers.text.many import Chosen

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus


def rivals(corpus: Corpus) -> dict[str, list[str]]:
    """The rival labels looked for: the workbook's own list, and the user's labels.csv, which wins by its referents."""
    return framing.curated_labels() | dict(corpus.labels)


@lru_cache(maxsize=1)
def _uses(corpus: Corpus) -> pd.DataFrame:
    """`framing.label_counts` of the counted articles."""
    return framing.label_counts(corpus.texts, rivals(corpus))


@lru_cache(maxsize=1)
def labels(corpus: Corpus) -> pd.DataFrame:
    """Every use of a rival label: referent, label (of one with a star the form most often found), listed (the label
    as the list has it), teller, article_id, page_id, start, end."""
    found = _uses(corpus)
    found = on_pages(corpus, found.assign(at=found["start"]))
    text_of = lru_cache(maxsize=1)(corpus.texts.__getitem__)  # uses are in the order of their texts
    names = [" ".join(text_of(k)[at : at + n].lower().split()) if name.endswith("*") else name for name, k, at, n in
             zip(found["label"], found["text_index"], found["at"], found["end"] - found["start"], strict=True)]
    uses = found.assign(label=names, listed=found["label"])
    uses = uses[["referent", "label", "listed", "teller", "article_id", "page_id", "start", "end"]]
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


@lru_cache(maxsize=1)
def _choices(corpus: Corpus) -> dict[str, Shares]:
    """What each counted article chooses among the rival labels, thing by thing."""
    return choices_in(_uses(corpus), rivals(corpus))


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
    deals = [articles[rng.permutation(len(articles))].tolist() for _ in range(DEALS if chosen else 0)]
    found = rival_ps(chosen, [(one[: len(at_a)], one[len(at_a) :]) for one in deals])
    false = [sum(p <= stats.ALPHA for p in stats.holm([p for p in ps if not math.isnan(p)])) for ps in found]
    if not false:
        return [show.Finding("No thing is called by two names here, so there is nothing to deal at random.")]
    return [dealt(corpus, a, b, (
        f"{a} against {b}, the same {len(articles)} articles dealt at random {DEALS} times: {sum(false) / DEALS:.1f} "
        f"choices differed on average, {max(false)} at most, of {len(chosen)} tested."), sum(false) / DEALS)]


def contested_rivals(corpus: Corpus) -> dict[str, list[str]]:
    """The rival labels of things that are called by two names or more in these articles."""
    things = set(contested(labels(corpus))["referent"])
    return {thing: names for thing, names in rivals(corpus).items() if thing in things}


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


def proposal_findings(corpus: Corpus) -> list[show.Finding]:
    """Rival labels that a third of the articles propose, tested on the others; for the teller with most articles."""
    if few := too_few(corpus):
        return [few_finding(corpus, few)]
    a, at_a, b, at_b = sides(corpus)[0]
    own, others = Chosen(corpus.texts, at_a), Chosen(corpus.texts, at_b)
    found = framing.proposed_labels(own, others, a, b, numbers(corpus))
    if found.empty:
        return [dealt(corpus, a, b, f"A third of the articles of {a} and {b} proposes no rival labels: too few "
                                     "articles.", 0)]
    sure = found[found["verdict"].isin(("more", "less")) & (found["p_holm"] <= stats.ALPHA)]
    tested = int((found["verdict"] != "too few").sum())
    listing = f"Proposed and tested on the others, {a} against {b}: {listed(found['pair'], most=10)}."
    none = [] if len(sure) else [f"No clear difference in {several(tested, 'proposed choice')}."]
    clear = [dealt(corpus, a, b, sentence(r.sentence), round(float(r.share_a), 4)) for r in sure.itertuples()]
    return clear + [dealt(corpus, a, b, listing, len(found))] + [dealt(corpus, a, b, s, tested) for s in none]
