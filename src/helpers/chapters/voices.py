"""02_sources, outlet by outlet: shares with their denominators, where sources come, which words each chose."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from helpers import show, stats
from helpers.chapters import behind
from helpers.chapters.sources import KINDS, PLACE, SPEAKING, speaking
from helpers.chapters.wording import listed, several, share

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

_RUN = 4  # words in a row that two quotations must share to be the same words


def shares(attributions: pd.DataFrame) -> pd.DataFrame:
    """One row an outlet and kind of speaker: its part of the attributions, of the speakers and of the quoted words.

    Columns: teller, kind; attributions, speakers, quoted_words (texts like "6 of 11 (55 %)", the whole being the
    outlet's). Speakers are those who could be told apart.
    """
    import pandas as pd

    rows = []
    voices = speaking(attributions, "teller", "kind", "speaker_id", "quoted_words")
    for teller, own in voices.groupby("teller", sort=True):
        whole = _counts(own)
        for kind in KINDS:
            part = own[own["kind"] == kind]
            if len(part):
                of = [_of(n, w) for n, w in zip(_counts(part), whole, strict=True)]
                rows.append([teller, kind, *of])
    return pd.DataFrame(rows, columns=["teller", "kind", "attributions", "speakers", "quoted_words"])


def shares_shown(corpus: Corpus, attributions: pd.DataFrame) -> pd.DataFrame:
    """`shares`, each part with its passages; of speakers the first passage of each."""
    voices = speaking(attributions, "kind", "speaker_id", "quoted", *PLACE)
    first = voices.dropna(subset=["speaker_id"]).drop_duplicates(["teller", "kind", "speaker_id"])
    return behind.counted(corpus, shares(attributions), ["teller", "kind"], {
        "attributions": ("passages", voices), "speakers": ("passages", first),
        "quoted_words": ("words", behind.spread(voices, "quoted"))})


def _of(n: int, whole: int) -> str:
    return f"{n:,} of {whole:,} ({share(n, whole)})".replace(" ", "\u00a0")  # kept on one line in a narrow column


def _counts(rows: pd.DataFrame) -> tuple[int, int, int]:
    return len(rows), int(rows["speaker_id"].nunique()), int(rows["quoted_words"].sum())


def turns(attributions: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker of an article: who, where and with how many words; those who come first in theirs first.

    Columns: teller, comes (1: the first who speaks in the article), speaker, kind, place (0 beginning, 1 end), words
    (attributed to them), quoted_words, article_id, speaker_id. Who is unknown has no row.
    """
    voices = _in_order(attributions)
    sums = voices.groupby(["article_id", "speaker_id"], sort=False)[["words_said", "quoted_words"]].sum()
    found = voices.drop_duplicates(["article_id", "speaker_id"]).reset_index(drop=True)  # as the groups are ordered
    found = found.assign(words=sums["words_said"].to_numpy(), quoted_words=sums["quoted_words"].to_numpy(),
                         comes=found.groupby("article_id", sort=False).cumcount() + 1)
    order = [*(c for c in TURNS if c != "said"), "article_id", "speaker_id"]
    return found.sort_values(["comes", "teller", "article_id"], kind="stable")[order].reset_index(drop=True)


def _in_order(attributions: pd.DataFrame) -> pd.DataFrame:
    """What known speakers say, in the order of each article."""
    voices = speaking(attributions, "article_id", "page_id", "speaker_id", "teller", "speaker", "kind", "place",
                      "words_said", "quoted_words", "start", "end")
    return voices[voices["speaker_id"].notna()].sort_values(["article_id", "start"], kind="stable")


TURNS = ["teller", "comes", "speaker", "kind", "said", "place", "words", "quoted_words"]


def turns_shown(corpus: Corpus, attributions: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The first of `turns` that a table shows, with the passages (said), and the numbers of words with the words."""
    keys = ["article_id", "speaker_id"]
    shown = found.head(show.LIMIT)
    of_shown = [attributions[key].isin(shown[key]) for key in keys]
    voices = speaking(attributions[of_shown[0] & of_shown[1]])
    at = behind.places(_in_order(voices), keys)
    said = [at[key] for key in shown[keys].itertuples(index=False, name=None)]
    found = found.assign(said=[*said, *[None] * (len(found) - len(said))])
    return behind.counted(corpus, found, keys, {
        "words": ("words", behind.spread(voices, "content")),
        "quoted_words": ("words", behind.spread(voices, "quoted"))})


def places_title(found: pd.DataFrame) -> str:
    """The finding of the figure of places: which kind of speaker comes first most often."""
    first = found[found["comes"] == 1]
    if first.empty:
        return "Nobody who speaks could be told apart"
    kinds = first["kind"].value_counts()
    return f"First to speak: {listed(f'{kind} in {n}' for kind, n in kinds.items())} of {len(first)} articles"


class Quotation(NamedTuple):
    """Words in quotation marks: who prints them, where they stand, each word in small letters and its place."""

    teller: str
    place: tuple[str, int, int]
    words: list[str]
    places: list[tuple[str, int, int]]


def chosen_words(corpus: Corpus, attributions: pd.DataFrame) -> pd.DataFrame:
    """Which words of one speaker each outlet chose to quote, where two outlets or more quote that speaker on a story.

    A row is a quotation; those that share at least four words in a row are versions of one statement and stand
    together, statements that several outlets print first. Columns: speaker; quoted (the passage, in a list); teller;
    words; also_in (the other outlets that print some of the same words); only_here (words of it that no other outlet
    prints in such a run) and alone (where these stand).
    """
    import pandas as pd

    story = corpus.counted.set_index("article_id")["story_id"]
    quoted = attributions[attributions["type"].isin((*SPEAKING, "document")) & (attributions["form"] != "indirect")]
    quoted = quoted.dropna(subset=["speaker_id"])
    quoted = quoted.assign(story=quoted["article_id"].map(story)).dropna(subset=["story"])
    of_each = quoted.drop_duplicates(["story", "speaker_id", "teller"]).groupby(["story", "speaker_id"]).size()
    several = of_each[of_each > 1].index
    quoted = quoted[pd.MultiIndex.from_frame(quoted[["story", "speaker_id"]]).isin(several)]
    rows = []
    for _, own in quoted.groupby(["story", "speaker_id"], sort=False):
        found = _quotations(corpus, own)
        versions = _versions(found)
        for k in _side_by_side(found):
            q = found[k]
            elsewhere = [found[j] for j in versions[k] if found[j].teller != q.teller]
            alone = _alone(q, set().union(*(_runs(o.words) for o in elsewhere)))
            others = dict.fromkeys(o.teller for o in elsewhere)
            rows.append([own["speaker"].iloc[0], [q.place], q.teller, len(q.words),
                         listed(others) if others else "no other", sum(n for n, _ in alone), [at for _, at in alone]])
    return pd.DataFrame(rows, columns=["speaker", "quoted", "teller", "words", "also_in", "only_here", "alone"])


def chosen_shown(corpus: Corpus, found: pd.DataFrame) -> pd.DataFrame:
    """`chosen_words`, the numbers with the words."""
    keyed = found.assign(row=range(len(found)))
    shown = keyed.head(show.LIMIT)
    return behind.counted(corpus, keyed, "row", {
        "words": ("words", behind.spread(shown, "quoted")), "only_here": ("words", behind.spread(shown, "alone"))})


CHOSEN = ["speaker", "teller", "quoted", "words", "only_here", "also_in"]


def _quotations(corpus: Corpus, rows: pd.DataFrame) -> list[Quotation]:
    """What stands in quotation marks in some attributions."""
    from helpers.spans import words

    found = []
    for row in rows.itertuples():
        for start, end in row.quoted:
            text = corpus.quote(row.page_id, start, end)
            at = [(int(start) + s, int(start) + e) for s, e in words(text)]
            found.append(Quotation(
                row.teller, (row.page_id, int(start), int(end)),
                [text[s - int(start) : e - int(start)].casefold() for s, e in at], [(row.page_id, *p) for p in at]))
    return found


def _side_by_side(found: list[Quotation]) -> list[int]:
    """The quotations in order, versions of one statement together, statements of several outlets first."""
    statement: list[int] = []
    for k, versions in enumerate(_versions(found)):
        joined = {statement[j] for j in versions if j < k}
        first = min(joined, default=k)
        statement = [first if s in joined else s for s in statement] if len(joined) > 1 else statement
        statement.append(first)
    tellers: dict[int, set[str]] = defaultdict(set)
    for q, s in zip(found, statement, strict=True):
        tellers[s].add(q.teller)
    several = {s for s, who in tellers.items() if len(who) > 1}
    return sorted(range(len(found)), key=lambda k: (statement[k] not in several, statement[k], k))


def _versions(found: list[Quotation]) -> list[list[int]]:
    """For each quotation the others that share a run of words with it, in order."""
    holders: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for k, q in enumerate(found):
        for run in _runs(q.words):
            holders[run].append(k)
    return [sorted({j for run in _runs(q.words) for j in holders[run]} - {k}) for k, q in enumerate(found)]


def _alone(q: Quotation, shared: set[tuple[str, ...]]) -> list[tuple[int, tuple[str, int, int]]]:
    """The stretches of a quotation outside the shared runs: how many words, and where."""
    n = min(_RUN, len(q.words))
    covered = {j for k in range(len(q.words) - n + 1) if tuple(q.words[k : k + n]) in shared for j in range(k, k + n)}
    out: list[tuple[int, tuple[str, int, int]]] = []
    for k, (page, start, end) in enumerate(q.places):
        if k in covered:
            continue
        if k and k - 1 not in covered:
            count, (_, begin, _) = out.pop()
            out.append((count + 1, (page, begin, end)))
        else:
            out.append((1, (page, start, end)))
    return out


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    n = min(_RUN, len(words))
    return {tuple(words[k : k + n]) for k in range(len(words) - n + 1)} if n else set()


def chosen_title(found: pd.DataFrame) -> str:
    """What the table of chosen words says, as its caption."""
    if found.empty:
        return "No speaker is quoted by two outlets on one story"
    shared = int((found["also_in"] != "no other").sum())
    return (f"Speakers quoted by two outlets or more on one story: {found['speaker'].nunique()}; another outlet prints "
            f"some of the same words in {shared} of {several(len(found), 'quotation')}")


def findings(corpus: Corpus, attributions: pd.DataFrame) -> list[show.Finding]:
    """What a test over articles allows to say of the speakers in an article and of the space they are given."""
    voices = speaking(attributions, "article_id", "speaker_id", "words_said")
    people = voices.groupby("article_id")["speaker_id"].nunique()
    space = voices.groupby("article_id")["words_said"].sum()
    heads: dict[str, list[float]] = defaultdict(list)
    words: dict[str, list[float]] = defaultdict(list)
    a = corpus.counted[["article_id", "teller", "n_words"]]
    for article, teller, n_words in a.itertuples(index=False):
        heads[teller].append(float(people.get(article, 0)))
        words[teller].append(100 * float(space.get(article, 0)) / max(int(n_words), 1))
    compared = [*stats.against_rest(heads, "speakers in an article"),
                *stats.against_rest(words, "words given to speakers", "% of the article")]
    rows = behind.openings(corpus)
    return behind.verdicts(corpus, compared, rows) or [
        show.Finding("Fewer than two outlets are here: nothing can be compared.")]
