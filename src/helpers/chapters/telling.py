"""04_framing, how it is told: who acts and who is acted upon, what qualifies them, certainty, room, lead and order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from helpers import framing, show, stats
from helpers.chapters import behind
from helpers.chapters.apart import common_words, no_prose
from helpers.chapters.places import ascribed, on_pages
from helpers.chapters.sides import few_finding, largest_tellers, of_largest
from helpers.chapters.wording import listed, several, share
from helpers.choices.emphasis import LEAD, VOICES, Named, claimed, named, naming
from helpers.choices.masking import blank
from helpers.choices.reading import Read, read
from helpers.text.many import Made
from helpers.text.terms import content_terms, fold, function_words

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

DEALS = 10
TESTED_ACTORS = 4  # each further test costs the others power


def prose(corpus: Corpus) -> Made:
    """The counted texts with captions, labels and lines that recur blanked out; offsets stay."""
    return Made(blank, corpus.texts, no_prose(corpus))


@lru_cache(maxsize=1)
def _read(corpus: Corpus) -> Read:
    """Sentences, quotations and roles of all texts, which are read once."""
    return read(prose(corpus))


def actors(corpus: Corpus) -> list[str]:
    """Those who act in most of the articles here."""
    return framing.main_actors(prose(corpus), known=_read(corpus).roles)


def deeds(corpus: Corpus, who: list[str]) -> pd.DataFrame:
    """What the main actors do and what is done to them, as `framing.deeds`, with teller, article_id, page_id and page
    offsets."""
    return on_pages(corpus, framing.deeds(prose(corpus), who, _read(corpus).roles))


def deed_table(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """One row an actor and teller: acts, acted upon, agent left out (of passives), articles; with passages."""
    import pandas as pd

    sizes = corpus.counted.groupby("teller").size()
    rows = []
    for (actor, teller), g in found.groupby(["actor", "teller"], sort=False):
        upon = g[g["part"] == "acted upon"]
        rows.append({
            "actor": actor, "teller": teller, "acts": int((g["part"] == "acts").sum()), "acted_upon": len(upon),
            "agent_left_out": int((upon["form"] == "agent left out").sum()),
            "articles": f"{g['article_id'].nunique()} of {sizes[teller]}",
        })
    columns = ["actor", "teller", "acts", "acted_upon", "agent_left_out", "articles"]
    order = {a: k for k, a in enumerate(dict.fromkeys(found["actor"]))}
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(place=table["actor"].map(order)).sort_values("place", kind="stable").drop(columns="place")
    upon = found[found["part"] == "acted upon"]
    return behind.counted(corpus, table, ["actor", "teller"], {
        "acts": ("passages", found[found["part"] == "acts"]), "acted_upon": ("passages", upon),
        "agent_left_out": ("passages", upon[upon["form"] == "agent left out"]), "articles": ("articles", found)})


def modifier_table(corpus: Corpus, who: list[str]) -> pd.DataFrame:
    """Words that qualify the main actors in the outlets' own voice: actor, modifier, teller, times, with passages."""
    import pandas as pd

    found = on_pages(corpus, framing.modifiers(prose(corpus), who, _read(corpus).quotations))
    rows = [
        {"actor": actor, "modifier": word, "teller": teller, "times": len(g)}
        for (actor, word, teller), g in found.groupby(["actor", "modifier", "teller"], sort=False)
    ]
    table = pd.DataFrame(rows, columns=["actor", "modifier", "teller", "times"])
    table = table.sort_values(["times", "actor", "modifier"], ascending=[False, True, True], kind="stable")
    return behind.counted(corpus, table, ["actor", "modifier", "teller"], {"times": ("passages", found)})


def voices(corpus: Corpus) -> pd.DataFrame:
    """Every sentence of the articles: article_id, page_id, teller, start, end, voice (see `framing.claims`)."""
    import numpy as np
    import pandas as pd

    cut = _read(corpus).sentences
    found = claimed(prose(corpus), cut, _read(corpus).quotations, ascribed(corpus))
    return on_pages(corpus, pd.DataFrame({
        "text_index": cut.texts.astype(np.int32), "start": cut.starts, "end": cut.ends,
        "voice": pd.Categorical.from_codes(found, pd.Index(VOICES, dtype=object))}))


def voice_table(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """One row a teller: sentences; attributed, hedged, certain ("k of n (share)"); with their passages."""
    import pandas as pd

    rows = []
    for teller, g in found.groupby("teller", sort=False):
        said = {v: g[g["voice"] == v] for v in ("attributed", "hedged", "certain")}
        rows.append({"teller": teller, "sentences": len(g), **{v: _of(len(x), len(g)) for v, x in said.items()}})
    table = pd.DataFrame(rows, columns=["teller", "sentences", "attributed", "hedged", "certain"])
    return behind.counted(corpus, table, "teller", {
        "sentences": ("passages", found),
        **{v: ("passages", found[found["voice"] == v]) for v in ("attributed", "hedged", "certain")}})


def subjects(corpus: Corpus, who: list[str], most: int = 8) -> list[str]:
    """The main actors, and the words that most articles here hold."""
    names = [w for w in who if w.lower() not in function_words()]
    keys = {fold(w.lower()) for w in names}
    more = [w for w in common_words(corpus) if fold(w.lower()) not in keys]
    return (names + more)[:most]


@lru_cache(maxsize=1)
def _named(corpus: Corpus, names: tuple[str, ...]) -> Named:
    """Which sentences of each article name which subject."""
    return named(prose(corpus), names, _read(corpus).sentences)


def subject_rows(corpus: Corpus, names: list[str]) -> pd.DataFrame:
    """`framing.subjects` of the counted articles, with teller."""
    found = framing.subjects(corpus.texts, names, _named(corpus, tuple(names)))
    return found.assign(teller=corpus.counted["teller"].to_numpy()[found["text_index"].astype(int)])


def subject_table(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """One row a subject and teller: share of the sentences, articles that name it, leads that do, where it comes first.

    "comes_first" is the mean over the articles that name it: 0 % the first sentence, 100 % the last.
    """
    import pandas as pd

    rows = []
    for (subject, teller), g in found.groupby(["subject", "teller"], sort=False):
        rows.append({
            "subject": subject, "teller": teller, "sentences": _of(int(g["sentences"].sum()), int(g["of"].sum())),
            "named_in": f"{int((g['sentences'] > 0).sum())} of {len(g)}",
            "in_the_lead": f"{int(g['in_lead'].sum())} of {len(g)}",
            "comes_first": f"{100 * g['first'].mean():.0f} %" if g["first"].notna().any() else None,
        })
    table = pd.DataFrame(rows, columns=["subject", "teller", "sentences", "named_in", "in_the_lead", "comes_first"])
    rows = _naming(corpus, found["subject"].unique().tolist())
    return behind.counted(corpus, table, ["subject", "teller"], {
        "sentences": ("passages", rows), "named_in": ("articles", rows),
        "in_the_lead": ("articles", rows[rows["number"] < LEAD])})


def _naming(corpus: Corpus, names: list[str]) -> pd.DataFrame:
    """Every sentence that names a subject: subject, number (of the sentence), and where it stands on its page."""
    return on_pages(corpus, naming((), names, _named(corpus, tuple(names))))


def _of(k: int, n: int) -> str:
    return f"{k:,} of {n:,} ({share(k, n)})"


def measures(corpus: Corpus, who: list[str], names: list[str], said: pd.DataFrame) -> dict[str, list[float]]:
    """Every measure that tellers are compared by: {what: one value an article, nan where it has none}."""
    texts, roles, out = range(len(corpus.counted)), _read(corpus).roles, {}
    for actor in who[:TESTED_ACTORS]:
        out[f"how often “{actor}” is acted upon"] = [100 * x for x in framing.shares_acted_upon(texts, actor, roles)]
    parts = framing.left_out(texts, roles)
    out["passives that leave the agent out"] = [100 * k / n if n else math.nan for k, n in parts]
    for voice in ("attributed", "hedged", "certain"):
        hit = said["voice"].eq(voice).groupby(said["text_index"]).mean()
        out[f"{voice} sentences"] = (100 * hit.reindex(texts)).tolist()
    found = framing.subjects(texts, names, _named(corpus, tuple(names)))
    for name in names[:TESTED_ACTORS]:
        g = found[found["subject"] == name]
        out[f"sentences that name “{name}”"] = [100 * x for x in g["share"]]
        out[f"leads that name “{name}”"] = [100.0 * x for x in g["in_lead"]]
    return out


def findings(corpus: Corpus, values: dict[str, list[float]]) -> list[show.Finding]:
    """Each teller against the rest on every measure, corrected together: what is clear, or that nothing is."""
    compared = _against_rest(corpus.counted["teller"].tolist(), values)
    tested = [c for c in compared if c.verdict != "too few"]
    sure = [c for c in tested if c.verdict in ("more", "less")]
    if not tested:
        sizes = corpus.counted.groupby("teller", sort=False).size()
        return [few_finding(corpus, f"Too few articles to say ({listed(f'{t} {n}' for t, n in sizes.items())}).")]
    rows = behind.openings(corpus)
    return [behind.verdict(corpus, c, rows) for c in sure] or [
        few_finding(corpus, f"No clear difference in {several(len(tested), 'comparison')}.")]


def placebo(corpus: Corpus, values: dict[str, list[float]]) -> list[show.Finding]:
    """What `findings` says when the same articles are dealt to the same tellers at random."""
    import numpy as np

    home = corpus.counted["teller"].factorize()[0]
    pools = [stats.Pool(xs) for xs in values.values()]
    if home.max(initial=0) < 1 or not any(stats.ps_against_rest(pool, home) for pool in pools):
        return []
    rng = np.random.default_rng(0)
    deals = [home[rng.permutation(len(home))] for _ in range(DEALS)]
    found = [[stats.ps_against_rest(pool, dealt) for dealt in deals] for pool in pools]
    false = [sum(p <= stats.ALPHA for p in stats.holm([p for ps in of_deal for p in ps]))
             for of_deal in zip(*found, strict=True)]
    return [show.Finding(
        f"The same {len(home)} articles dealt to these outlets at random {DEALS} times gave "
        f"{sum(false) / DEALS:.1f} clear differences on average, {max(false)} at most.",
        behind.distinct(corpus, behind.openings(corpus), "articles", "teller"), sum(false) / DEALS, None, "measure")]


def _against_rest(tellers: list[str], values: dict[str, list[float]]) -> list[stats.Comparison]:
    """Every teller against the rest on every measure, all corrected together."""
    compared = [c for what, xs in values.items() for c in stats.against_rest(_by_teller(tellers, xs), what, "%")]
    return stats.corrected([stats.judged(c, c.p) for c in compared])


def pair_table(corpus: Corpus, values: dict[str, list[float]], most: int = 20) -> show.Shown:
    """Every two of the MOST_TELLERS with most articles on every measure, all corrected together, smallest p first;
    else a note.

    Pairs that no data could tell apart are left out.
    """
    import pandas as pd

    largest, tellers = largest_tellers(corpus), corpus.counted["teller"].tolist()
    own = {what: _by_teller(tellers, xs) for what, xs in values.items()}
    # Pair by pair: the tests of a pair share their random deals.
    compared = [stats.compare(a, own[what][a], b, own[what][b], what, "%")
                for a, b in combinations([t for t in dict.fromkeys(tellers) if t in largest], 2) for what in own]
    compared = stats.corrected(c for c in compared if c.verdict != "too few")
    rows = [(c.what, c.name_a, c.name_b, c.mean_a, c.mean_b, c.verdict, c.p_adjusted) for c in compared]
    table = pd.DataFrame(rows, columns=["what", "one", "other", "mean_one", "mean_other", "verdict", "p_corrected"])
    if table.empty:
        return show.note("No two outlets here have enough articles to be compared.")
    place = {what: k for k, what in enumerate(own)}
    table = table.sort_values(["p_corrected", "what"], key=lambda c: c.map(place) if c.name == "what" else c,
                              kind="stable")
    return show.table(table, f"Every two {of_largest(corpus)} on every measure", "pairs", limit=most,
                      formats={"mean_one": ".1f", "mean_other": ".1f", "p_corrected": "{:.2g}"})


def side_by_side(corpus: Corpus, who: list[str]) -> show.Shown:
    """For exactly two articles: for each main subject the first sentence of each that names it, side by side.

    For more or fewer articles a note.
    """
    import pandas as pd

    a = corpus.counted
    if len(a) != 2:
        return show.note(f"A close reading side by side is for two articles; here are {len(a)}.")
    heads = [f"{teller} (1)" if a["teller"].nunique() == 1 else teller for teller in a["teller"]]
    heads[1] = heads[1].replace("(1)", "(2)")
    sentences = [corpus.sentences[corpus.sentences["article_id"] == i] for i in a["article_id"]]
    rows = []
    for subject in subjects(corpus, who):
        wanted = set(content_terms(subject)) or {subject.lower()}
        row: dict[str, object] = {"subject": subject}
        for head, own in zip(heads, sentences, strict=True):
            row[head] = next(
                (show.passage(corpus, r.page_id, r.start, r.end) for r in own.itertuples()
                 if wanted <= set(content_terms(corpus.quote(r.page_id, int(r.start), int(r.end))))),
                "does not name it")
        rows.append(row)
    table = pd.DataFrame(rows, columns=["subject", *heads])
    named = {"subject": "subject", **{head: head for head in heads}}  # as files are named, underscores and all
    return show.table(table, "Where each article first names a subject", "side-by-side", columns=named)


def _by_teller(tellers: list[str], values: Iterable[float]) -> dict[str, list[float]]:
    out: dict[str, list[float]] = {}
    for teller, x in zip(tellers, values, strict=True):
        out.setdefault(teller, []).append(x)
    return out
