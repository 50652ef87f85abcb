"""02_sources, outlet by outlet: shares with their denominators, where sources come, which words each chose."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from helpers import show, stats
from helpers.chapters import behind
from helpers.chapters.sources import KINDS, SPEAKING, speaking
from helpers.chapters.wording import listed, share

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

_RUN = 4  # words in a row that two quotations must share to be the same words


def shares(attributions: pd.DataFrame) -> pd.DataFrame:
    """One row an outlet and kind of speaker: its part of the attributions, of the speakers and of the quoted words.

    Columns: teller, kind; attributions, speakers, quoted_words (texts like "6 of 11 (55 %)", the whole being the
    outlet's); said (the passages counted). Speakers are those who could be told apart.
    """
    import pandas as pd

    rows = []
    for teller, own in speaking(attributions).groupby("teller", sort=True):
        whole = _counts(own)
        for kind in KINDS:
            part = own[own["kind"] == kind]
            if len(part):
                of = [_of(n, w) for n, w in zip(_counts(part), whole, strict=True)]
                rows.append([teller, kind, *of, behind.places(part, "kind")[kind,]])
    return pd.DataFrame(rows, columns=["teller", "kind", "attributions", "speakers", "quoted_words", "said"])


def shares_shown(corpus: Corpus, attributions: pd.DataFrame) -> pd.DataFrame:
    """`shares`, each part with its passages; of speakers the first passage of each."""
    voices = speaking(attributions)
    first = voices.dropna(subset=["speaker_id"]).drop_duplicates(["teller", "kind", "speaker_id"])
    return behind.counted(corpus, shares(attributions), ["teller", "kind"], {
        "attributions": ("passages", voices), "speakers": ("passages", first),
        "quoted_words": ("words", behind.spread(voices, "quoted"))}).drop(columns="said")


def _of(n: int, whole: int) -> str:
    return f"{n:,} of {whole:,} ({share(n, whole)})".replace(" ", "\u00a0")  # kept on one line in a narrow column


def _counts(rows: pd.DataFrame) -> tuple[int, int, int]:
    return len(rows), int(rows["speaker_id"].nunique()), int(rows["quoted_words"].sum())


def turns(attributions: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker of an article: who, where and with how many words; those who come first in theirs first.

    Columns: teller, comes (1: the first who speaks in the article), speaker, kind, said (the passages), place (0
    beginning, 1 end), words (attributed to them), quoted_words. Who is unknown has no row.
    """
    voices = speaking(attributions).dropna(subset=["speaker_id"]).sort_values(["article_id", "start"], kind="stable")
    grouped = voices.groupby(["article_id", "speaker_id"], sort=False)
    found = grouped.agg(
        teller=("teller", "first"), speaker=("speaker", "first"), kind=("kind", "first"), place=("place", "min"),
        words=("words_said", "sum"), quoted_words=("quoted_words", "sum"),
    )
    at = behind.places(voices, ["article_id", "speaker_id"])
    found["said"] = [at[key] for key in found.index]
    found = found.reset_index()
    found["comes"] = found.groupby("article_id", sort=False).cumcount() + 1
    order = ["teller", "comes", "speaker", "kind", "said", "place", "words", "quoted_words",
             "article_id", "speaker_id"]
    return found.sort_values(["comes", "teller", "article_id"], kind="stable")[order].reset_index(drop=True)


TURNS = ["teller", "comes", "speaker", "kind", "said", "place", "words", "quoted_words"]


def turns_shown(corpus: Corpus, attributions: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """`turns`, the numbers of words with the words."""
    voices = speaking(attributions)
    return behind.counted(corpus, found, ["article_id", "speaker_id"], {
        "words": ("words", behind.spread(voices, "content")),
        "quoted_words": ("words", behind.spread(voices, "quoted"))})


def places_title(found: pd.DataFrame) -> str:
    """The finding of the figure of places: which kind of speaker comes first most often."""
    first = found[found["comes"] == 1]
    if first.empty:
        return "Nobody who speaks could be told apart"
    kinds = first["kind"].value_counts()
    return f"First to speak: {listed(f'{kind} in {n}' for kind, n in kinds.items())} of {len(first)} articles"


def chosen_words(corpus: Corpus, attributions: pd.DataFrame) -> pd.DataFrame:
    """Which words of one speaker each outlet chose to quote, where two outlets or more quote that speaker on a story.

    Columns: speaker; teller; quoted (the passages in quotation marks that the outlet prints); words; also_in (outlets
    that print some of the same words, at least four in a row); only_here (passages none of whose words another does).
    """
    import pandas as pd

    story = corpus.counted.set_index("article_id")["story_id"]
    quoted = attributions[attributions["type"].isin((*SPEAKING, "document")) & (attributions["form"] != "indirect")]
    quoted = quoted.dropna(subset=["speaker_id"])
    quoted = quoted.assign(story=quoted["article_id"].map(story))
    rows = []
    for _, own in quoted.groupby(["story", "speaker_id"], sort=False):
        tellers = own["teller"].unique().tolist()
        if len(tellers) < 2:
            continue
        parts = {t: _quotations(corpus, own[own["teller"] == t]) for t in tellers}
        runs = {t: {run for _, words in parts[t] for run in _runs(words)} for t in tellers}
        for t in tellers:
            others = [o for o in tellers if o != t and runs[t] & runs[o]]
            elsewhere = set().union(*(runs[o] for o in tellers if o != t))
            alone = [place for place, words in parts[t] if not _runs(words) & elsewhere]
            rows.append([own["speaker"].iloc[0], t, [place for place, _ in parts[t]],
                         sum(len(w) for _, w in parts[t]), listed(others) if others else "no other", len(alone), alone])
    return pd.DataFrame(rows, columns=["speaker", "teller", "quoted", "words", "also_in", "only_here", "alone"])


def chosen_shown(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """`chosen_words`, the numbers with the quotations."""
    keyed = found.assign(row=range(len(found)))
    return behind.counted(corpus, keyed, "row", {
        "words": ("words", behind.spread(keyed, "quoted")),
        "only_here": ("passages", behind.spread(keyed, "alone"))})


CHOSEN = ["speaker", "teller", "words", "also_in", "only_here", "quoted"]


def _quotations(corpus: Corpus, rows: pd.DataFrame) -> list[tuple[tuple[str, int, int], list[str]]]:
    """What stands in quotation marks in some attributions: the place, and its words in small letters."""
    from helpers.spans import words

    found = []
    for row in rows.itertuples():
        for start, end in row.quoted:
            text = corpus.quote(row.page_id, start, end)
            found.append(((row.page_id, start, end), [text[s:e].casefold() for s, e in words(text)]))
    return found


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    n = min(_RUN, len(words))
    return {tuple(words[k : k + n]) for k in range(len(words) - n + 1)} if n else set()


def chosen_title(found: pd.DataFrame) -> str:
    """What the table of chosen words says, as its caption."""
    if found.empty:
        return "No speaker is quoted by two outlets on one story"
    alone = int((found["only_here"] > 0).sum())
    return (f"Speakers quoted by two outlets or more on one story: {found['speaker'].nunique()}; in {alone} of "
            f"{len(found)} rows the outlet quotes a passage whose words no other prints")


def findings(corpus: Corpus, attributions: pd.DataFrame) -> list[show.Finding]:
    """What a test over articles allows to say of the speakers in an article and of the space they are given."""
    voices = speaking(attributions)
    people = voices.groupby("article_id")["speaker_id"].nunique()
    space = voices.groupby("article_id")["words_said"].sum()
    heads: dict[str, list[float]] = defaultdict(list)
    words: dict[str, list[float]] = defaultdict(list)
    for a in corpus.counted.itertuples():
        heads[a.teller].append(float(people.get(a.article_id, 0)))
        words[a.teller].append(100 * float(space.get(a.article_id, 0)) / max(int(a.n_words), 1))
    compared = [*stats.against_rest(heads, "speakers in an article"),
                *stats.against_rest(words, "words given to speakers", "% of the article")]
    rows = behind.openings(corpus)
    return [behind.verdict(corpus, c, rows) for c in compared] or [
        show.Finding("Fewer than two outlets are here: nothing can be compared.")]
