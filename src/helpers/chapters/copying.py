"""05_side_by_side: text that stands in several articles, who shares how much with whom, what was trimmed."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from helpers import show
from helpers.chapters import behind
from helpers.chapters.wording import listed, several, share
from helpers.showing.passages import passage
from helpers.spans import quotations, words
from helpers.text.ngrams import word_key

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus

KINDS = ("carrier", "wire", "statement", "stock_phrase")
COPIED = KINDS[:3]


def shared(corpus: Corpus) -> pd.DataFrame:
    """Passages that stand in several articles: kind, tellers, n_words, words (each place); the longest first."""
    import pandas as pd

    rows = []
    for kind, at in _passages(corpus):
        who = [_teller(corpus, r) for r in at]
        lengths = [_length(corpus, r) for r in at]
        longest = at[lengths.index(max(lengths))]
        rows.append({"kind": kind.replace("_", " "), "tellers": listed(dict.fromkeys(who)), "n_words": max(lengths),
                     "words": [_place(r) for r in at], "longest": [_place(longest)], "row": len(rows)})
    found = pd.DataFrame(rows, columns=["kind", "tellers", "n_words", "words", "longest", "row"])
    found = found.sort_values("n_words", ascending=False, kind="stable")
    places = behind.spread(found.head(show.LIMIT), "longest")
    return behind.counted(corpus, found, "row", {"n_words": ("words", places)})[["kind", "tellers", "n_words", "words"]]


def shared_findings(corpus: Corpus) -> list[show.Finding]:
    """How much stands in more than one article, by kind; stock phrases are named and not counted as copying."""
    say = {
        "carrier": "On a carrier's page and at the outlet that wrote them",
        "wire": "Common to several in the outlets' own voice (wire copy, credited or not)",
        "statement": "Somebody's words that several quote",
        "stock_phrase": "Newsroom formulas, which are no copying",
    }
    found = []
    for kind in KINDS:
        rows = corpus.shared[corpus.shared["kind"] == kind]
        if len(rows):
            n = rows["passage"].nunique()
            found.append(show.Finding(f"{say[kind]}: {several(n, 'passage')}, in {several(len(rows), 'place')}.",
                                      behind.each(corpus, rows), len(rows), None, "passages"))
    found += most_in_common(corpus)
    alone = uncredited(corpus)
    for (teller, agency), rows in alone.groupby(["teller", "agency"], sort=False):
        found.append(show.Finding(uncredited_sentence(corpus, teller, agency, rows),
                                  behind.distinct(corpus, rows), len(rows), None, "passages"))
    return found or [show.Finding("No passage of eight words or more stands in two articles.")]


def most_in_common(corpus: Corpus, most: int = 3) -> list[show.Finding]:
    """How much of one outlet's articles stands in another's, for the pairs with the most words in common, on the side
    where it is the larger share: whether they are two voices, or one text printed twice."""
    n_words = dict(zip(corpus.articles["article_id"], corpus.articles["n_words"], strict=True))
    found = []
    for r in who_with_whom(corpus).head(most).itertuples():
        sides = []
        for who, other in ((r.one, r.other), (r.other, r.one)):
            places = _common(corpus, who, other)
            words_of = {k: sum(_length(corpus, p) for p in own.values()) for k, own in places.items()}
            articles = {p.article_id for own in places.values() for p in own.values()}
            of = sum(int(n_words[i]) for i in articles)
            total = sum(words_of.values())
            sides.append((total / max(of, 1), total, of, len(articles), who, other, words_of, places))
        _, total, of, n, who, other, words_of, places = max(sides, key=lambda side: side[0])
        if not of:
            continue
        found.append(show.Finding(
            f"Of {several(of, 'word')} in {several(n, 'article')} of {who}, {total:,} ({share(total, of)}) stand in "
            f"{other}'s, too: {words_of['statement']:,} in statements that both quote, "
            f"{words_of['wire'] + words_of['carrier']:,} as agency copy or carried.",
            [passage(corpus, *place) for own in places.values() for place in own], total, of, "words"))
    return found


def _common(corpus: Corpus, who: str, other: str) -> dict[str, dict]:
    """kind -> place -> row, of the passages that both print, where the first prints them."""
    found: dict[str, dict] = {kind: {} for kind in COPIED}
    taken = set()
    for kind, places in _passages(corpus):
        of = _by_teller(corpus, places)
        for r in of[who] if kind in COPIED and other in of else ():
            if _place(r) not in taken:
                taken.add(_place(r))
                found[kind][_place(r)] = r
    return found


def uncredited(corpus: Corpus) -> pd.DataFrame:
    """Wire copy printed where no credit was found: the places of passages that an article credited to an agency has
    too, in counted articles of unknown origin that name the agency nowhere: teller, agency, article_id, page_id, start,
    end."""
    import pandas as pd

    a = corpus.counted[["article_id", "teller", "origin"]]
    span = {r.article_id: (int(r.start), int(r.end))
            for r in corpus.counted[["article_id", "start", "end"]].itertuples()}
    wire = corpus.shared[corpus.shared["kind"] == "wire"]
    origin = wire["article_id"].map(dict(zip(corpus.articles["article_id"], corpus.articles["origin"], strict=True)))
    own = set(corpus.articles["outlet"].dropna())  # an outlet that is carried elsewhere is no agency
    credited = wire.assign(agency=origin)[origin.notna() & ~origin.isin(own)].drop_duplicates("passage")
    found = wire.merge(credited[["passage", "agency"]], on="passage").merge(a, on="article_id")
    named = [r.agency.casefold() in corpus.quote(r.page_id, *span[r.article_id]).casefold() for r in found.itertuples()]
    found = found[found["origin"].isna() & ~pd.Series(named, index=found.index, dtype=bool)]
    return found.drop_duplicates(["page_id", "start", "end"]).reset_index(drop=True)


def uncredited_sentence(corpus: Corpus, teller: str, agency: str, rows: pd.DataFrame) -> str:
    """What is said of the places of `uncredited` that are one teller's and one agency's."""
    n = int((corpus.counted["teller"] == teller).sum())
    words_in_common = sum(_length(corpus, r) for r in rows.itertuples())
    return (f"{teller} prints {several(words_in_common, 'word')} of {agency}'s copy with no credit found: "
            f"{several(len(rows), 'passage')}, in {rows['article_id'].nunique()} of {several(n, 'article')}.")


@lru_cache(maxsize=1)
def _passages(corpus: Corpus) -> list[tuple[str, list]]:
    """The kind of each passage that stands in several articles, and its places: rows of the table `shared`."""
    places: dict[tuple[str, str], list] = {}
    for r in corpus.shared.itertuples():
        places.setdefault((r.passage, r.kind), []).append(r)
    return [(kind, own) for (_, kind), own in places.items()]


def _by_teller(corpus: Corpus, places: list) -> dict[str, list]:
    of = defaultdict(list)
    for r in places:
        of[_teller(corpus, r)].append(r)
    return of


@lru_cache(maxsize=1)
def who_with_whom(corpus: Corpus) -> pd.DataFrame:
    """The map of reuse, a row for each two tellers that share text: one, other, the words in common of each kind
    (carrier, wire, statement), in_carrier, in_wire, in_statement (their places); formulas are no copying and left
    out. Most in common first."""
    import pandas as pd

    found: dict[tuple[str, str], dict] = {}
    for kind, places in _passages(corpus):
        of = _by_teller(corpus, places if kind in COPIED else [])
        for pair in combinations(sorted(of), 2):
            row = found.setdefault(pair, {"one": pair[0], "other": pair[1], "carrier": 0, "wire": 0, "statement": 0,
                                          **{f"in_{k}": [] for k in KINDS}})
            least = min(pair, key=lambda who: sum(_length(corpus, r) for r in of[who]))
            row[kind] += sum(_length(corpus, r) for r in of[least])
            row[f"in_{kind}"] += [_place(r) for r in of[least]]
    table = pd.DataFrame(found.values(), columns=["one", "other", *COPIED, *(f"in_{k}" for k in COPIED)])
    total = -(table["carrier"] + table["wire"] + table["statement"])
    return table.assign(total=total).sort_values(["total", "one", "other"], kind="stable").drop(columns="total")


def pairs_shown(corpus: Corpus) -> pd.DataFrame:
    """`who_with_whom`, each number of words with the passages, as the one of the two prints them that has fewer."""
    table = who_with_whom(corpus)
    keyed = table.assign(row=range(len(table)))
    shown = keyed.head(show.LIMIT)
    return behind.counted(corpus, keyed, "row", {k: ("words", behind.spread(shown, f"in_{k}")) for k in COPIED})[
        ["one", "other", *COPIED]]


def statements(corpus: Corpus) -> pd.DataFrame:
    """What each outlet took of a statement that several quote: passage, speaker, teller, words (what it quotes of the
    shared part), trimmed (words that the fullest of the places has and this one has not), also (other words of
    the same speaker that this article alone quotes)."""
    import pandas as pd

    name = dict(corpus.columns("speakers", "speaker_id", "name").itertuples(index=False, name=None))
    quoted = _quoted(corpus)
    common = defaultdict(list)
    for r in corpus.shared.itertuples():
        common[r.article_id].append((r.start, r.end))
    rows, told = [], set()
    for label, places in corpus.shared[corpus.shared["kind"] == "statement"].groupby("passage", sort=False):
        whole = {r.Index: _whole(corpus, r) for r in places.itertuples()}
        fullest = max(whole.values(), key=lambda s: (len(words(s)), s))
        for r in places.itertuples():
            who = next((s for s, a, b in quoted[r.article_id] if a < r.end and r.start < b), None)
            also = [(r.page_id, a, b) for s, a, b in quoted[r.article_id]
                    if s == who and who and not any(x < b and a < y for x, y in common[r.article_id])]
            if (label, _teller(corpus, r)) in told:
                continue  # versions and second copies of one article
            told.add((label, _teller(corpus, r)))
            rows.append({
                "passage": label, "speaker": name.get(who, "unknown"), "teller": _teller(corpus, r),
                "words": passage(corpus, *_place(r)), "trimmed": _missing(fullest, whole[r.Index]) or "nothing",
                "also": [passage(corpus, *p) for p in also],
            })  # fmt: skip
    return pd.DataFrame(rows, columns=["passage", "speaker", "teller", "words", "trimmed", "also"])


def _quoted(corpus: Corpus) -> dict[str, list[tuple[str, int, int]]]:
    """article_id -> (speaker_id, start, end) of what articles with shared text quote in full or part, in order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    rows = corpus.arrow("attributions", "article_id", "form", "speaker_id", "content")
    sharing = pa.array(corpus.shared["article_id"].unique().tolist(), pa.string())
    rows = rows.filter(pc.is_in(rows["article_id"], sharing))
    out = defaultdict(list)
    for article, form, speaker, content in zip(*(c.to_pylist() for c in rows.columns), strict=True):
        if form in ("direct", "mixed") and speaker is not None:
            out[article] += [(speaker, s, e) for s, e in content]
    return out


def _whole(corpus: Corpus, row) -> str:
    """The whole of the quotations that a place stands in: what the outlet took of the statement there."""
    text = corpus.page_text(row.page_id)
    begin, end = text.rfind("\n", 0, int(row.start)) + 1, text.find("\n", int(row.end))
    line = text[begin : end if end >= 0 else len(text)]
    s, e = int(row.start), int(row.end)
    for first, last in quotations(line):
        if first + begin < row.end and row.start < last + begin:
            s, e = min(s, first + begin), max(e, last + begin)
    return text[s:e]


def _missing(full: str, part: str) -> str:
    """The words of `full` that `part` has not, runs of them parted by an ellipsis."""
    import difflib

    a, b = ([t[s:e] for s, e in words(t)] for t in (full, part))
    folded = [[word_key(w) for w in side] for side in (a, b)]
    steps = difflib.SequenceMatcher(None, *folded, autojunk=False).get_opcodes()
    return " … ".join(" ".join(a[i:j]) for tag, i, j, _, _ in steps if tag in ("delete", "replace"))


def _teller(corpus: Corpus, row) -> str:
    outlet = _outlets(corpus).get(row.article_id)
    return outlet if isinstance(outlet, str) else corpus.page_names[row.page_id]


@lru_cache(maxsize=1)
def _outlets(corpus: Corpus) -> dict[str, str]:
    """article_id -> the outlet, and on whose page where another carries it."""
    columns = (corpus.articles[c] for c in ("article_id", "outlet", "carrier"))
    known = ((a, [x for x in names if isinstance(x, str)]) for a, *names in zip(*columns, strict=True))
    return {a: " on ".join(names) for a, names in known if names}


def _length(corpus: Corpus, row) -> int:
    return _n_words(corpus, *_place(row))


@lru_cache(maxsize=1 << 16)  # each place is measured for one pair of outlets after the other
def _n_words(corpus: Corpus, page_id: str, start: int, end: int) -> int:
    return len(words(corpus.quote(page_id, start, end)))


def _place(row) -> tuple[str, int, int]:
    return row.page_id, int(row.start), int(row.end)
