"""04_framing, the words that set a teller apart, and what was left out before words were compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from helpers import framing, show, topics
from helpers.chapters import behind
from helpers.chapters.places import on_pages
from helpers.chapters.sides import DEALS, dealt, few_finding, sides, too_few
from helpers.chapters.wording import several
from helpers.choices import distinctive, presence
from helpers.choices.masking import furniture, without
from helpers.text.many import Made
from helpers.text.terms import WordNumbers, numbered_words

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

COMMON = 16  # words that most of the articles hold
SHOWN = 200  # rows that a table shows at most


@lru_cache(maxsize=2)  # a corpus, and some of its articles
def no_prose(corpus: Corpus) -> list[list[tuple[int, int, str]]]:
    """For each counted article what of it is no prose, as `masking.furniture`."""
    return furniture(corpus.texts)


@lru_cache(maxsize=2)  # a corpus, and some of its articles
def numbers(corpus: Corpus) -> WordNumbers:
    """The numbers of all words that were met in this corpus so far."""
    return WordNumbers()


@lru_cache(maxsize=1)
def _words(corpus: Corpus) -> tuple[presence.Presence, list[str]]:
    """(which counted articles hold which words, the COMMON content words that most of them hold): what is no prose is
    left out, and of recurring runs the former holds nothing."""
    texts = Made(without, corpus.texts, no_prose(corpus))
    ids, home, words = numbered_words(texts, numbers(corpus))
    common = topics.shared_words(texts, COMMON, (ids, home, words))
    return presence.presence_of(ids, home, words, len(corpus.counted)), common


def _presence(corpus: Corpus) -> presence.Presence:
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


def show_distinctive(corpus: Corpus) -> show.Shown:
    """The words that set a teller apart, or why there are none."""
    if few := too_few(corpus):
        return show.note(few)
    return show.table(distinctive_table(corpus), "Words that set an outlet apart", "distinctive",
                      formats={"p": "{:.2g}"})


def masked_table(corpus: Corpus) -> pd.DataFrame:
    """What was left out before words were compared: what, why, articles (with a passage each; none for
    runs, which are found by their words alone)."""
    import pandas as pd

    names = corpus.counted["outlet"].dropna().unique().tolist()
    found = framing.masked(corpus.texts, names, _presence(corpus), no_prose(corpus))
    where = pd.DataFrame([(row, *place) for row, places in enumerate(found["places"].head(SHOWN)) for place in places],
                         columns=["row", "text_index", "start", "end"])  # further rows are not shown
    where = on_pages(corpus, where)[["row", "page_id", "start", "end"]]
    keyed = found[["what", "why", "articles"]].assign(row=range(len(found)))
    return behind.counted(corpus, keyed, "row", {"articles": ("articles", where)}).drop(columns="row")


@lru_cache(maxsize=1)
def words_apart(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
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
    table, held = words_apart(corpus)
    return behind.counted(corpus, table, "row", {
        "here": ("articles", held[held["is_here"]]), "there": ("articles", held[~held["is_here"]])}).drop(columns="row")


def _holding(corpus: Corpus, words: list[str]) -> pd.DataFrame:
    """For each word and article that holds it a sentence: word, teller, article_id, page_id, start, end."""
    import pandas as pd

    a = corpus.counted
    articles = list(zip(a["teller"], a["article_id"], a["page_id"], strict=True))
    held: dict[int, list[str]] = {}
    for word, at in presence.holders(_presence(corpus), words).items() if words else ():
        for k in at:
            held.setdefault(k, []).append(word)
    rows = []
    for k in sorted(held):
        teller, article_id, page_id = articles[k]
        body = corpus.body(article_id)
        text, small = body.text, body.text.lower()
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
    return fewer + [dealt(corpus, a, b, (
        f"{a} against {b}: {several(len(found), 'word')}. The same {len(corpus.counted)} articles dealt at random "
        f"{DEALS} times gave {sum(false) / DEALS:.1f} on average, {max(false)} at most."), len(found))
        for a, b, found, false in _set_apart(corpus)]
