"""05_side_by_side: two articles read in two columns, passage beside passage; two versions of one article."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from helpers.chapters.side_by_side import STATED, absent, facts_of, tellers
from helpers.showing.passages import Passage, missing, passage

if TYPE_CHECKING:
    import pandas as pd

    from helpers.corpus import Corpus


ONE = "one of the two"


def pair(corpus: Corpus, story: str | None) -> tuple[str, str] | None:
    """The two articles of a story that tell the most facts in common, by article_id; None without two tellers."""
    told = _told(corpus, story)
    who = dict(zip(*(tellers(corpus)[c] for c in ("article_id", "teller")), strict=True))
    of = told.groupby("article_id", sort=False)["fact_id"].agg(set)
    pairs = [p for p in combinations(of.index, 2) if who.get(p[0]) != who.get(p[1])]
    return max(pairs, key=lambda p: len(of[p[0]] & of[p[1]]), default=None)


def beside(corpus: Corpus, story: str | None) -> pd.DataFrame:
    """The story in two columns, one for each article of `pair`, named after the tellers: what tells the same stands in
    one row, in the order of the first article; what the second alone tells, where it stands in the second.

    Further columns: told (both; both, with other figures; both, one vaguer; perhaps both; one of the two), score. Cells
    are passages, or not found, cut off, unknown; "perhaps both" has a weak match in the other cell.
    """
    import pandas as pd

    chosen = pair(corpus, story)
    if chosen is None:
        return pd.DataFrame({"told": [], "score": []})
    facts = _told(corpus, story)
    sides = [facts[facts["article_id"] == a].drop_duplicates("fact_id").set_index("fact_id") for a in chosen]
    told = facts_of(corpus, story)
    lacking = told[told["start"].isna() & told["article_id"].isin(chosen)]
    lacks = {(r.fact_id, r.article_id): _absent(corpus, r) for r in lacking.itertuples()}
    rows = []
    at = {f: float(s) for f, s in sides[0]["start"].items()}
    place = -1.0  # of the second article's last passage that the first has too
    for n, f in enumerate(sides[1].sort_values("start").index):
        if f in at:
            place = at[f]
        else:
            at[f] = place + (n + 1) / (10 * len(sides[1]) + 10)
    for f in sorted(at, key=lambda f: (at[f], f)):
        here = [side.loc[f] if f in side.index else None for side in sides]
        cells = [
            lacks.get((f, a), absent("left_out")) if r is None else passage(corpus, r.page_id, r.start, r.end)
            for a, r in zip(chosen, here, strict=True)
        ]
        how = _how(here)
        if how == ONE and not any(isinstance(c, str) for c in cells):
            how = "perhaps both"
        rows.append([*cells, how, "" if any(r is None for r in here) else f"{here[0].score:.2f}"])
    names = dict(zip(*(tellers(corpus)[c] for c in ("article_id", "teller")), strict=True))
    return pd.DataFrame(rows, columns=[*(names[a] for a in chosen), "told", "score"])


def _told(corpus: Corpus, story: str | None) -> pd.DataFrame:
    told = facts_of(corpus, story)
    return told[told["verdict"].isin(STATED)]


def _absent(corpus: Corpus, row) -> str | Passage:
    """What is shown of an article that is not counted for a fact: its weak match, or how it lacks it."""
    if missing(row.candidate_start):
        return absent(row.verdict)
    return passage(corpus, row.page_id, row.candidate_start, row.candidate_end, "a weak match")


def _how(here: list) -> str:
    if any(r is None for r in here):
        return ONE
    verdicts = {r.verdict for r in here}
    if "differs" in verdicts:
        return "both, with other figures"
    return "both, one vaguer" if "vaguer" in verdicts else "both"


def versions(corpus: Corpus, story: str | None) -> pd.DataFrame:
    """What changed between versions of an article, sentence by sentence: teller, order (known from dates or a
    correction; not known: the one that is counted is shown as the later), change (added, removed, changed), earlier,
    later (passages), words_changed, numbers_changed ("312 homes → 412 homes")."""
    import pandas as pd

    from helpers.facts.versions import versions as compare
    from helpers.numbers.mentions import versions_of
    from helpers.spans import sentences
    from helpers.text.ngrams import Text

    a = corpus.articles
    a = a[(a["story_id"] == story) & (a["role"] == "main") & a["outlet"].notna() & (a["complete"].fillna(True))]
    bodies = {i: corpus.body(i) for i in a["article_id"]}
    texts = [
        Text(r.article_id, r.page_id, r.outlet, r.published if isinstance(r.published, str) else None, None,
             bodies[r.article_id].text, tuple(sentences(bodies[r.article_id].text)),
             carrier=r.carrier if isinstance(r.carrier, str) else None)
        for r in a.itertuples()
    ]  # fmt: skip
    copy_of = dict(zip(a["article_id"], a["duplicate_of"], strict=True))
    rows = []
    for (old, new), known in sorted(versions_of(texts).items()):
        if texts[old].text == texts[new].text:
            continue
        if not known and copy_of.get(texts[new].article_id) == texts[old].article_id:
            old, new = new, old
        for change in compare(texts[old], texts[new]).to_dict("records"):
            rows.append({
                "teller": texts[new].outlet, "order": "known" if known else "not known", "change": change["kind"],
                "earlier": _passages(corpus, texts[old], bodies, change["old_start"], change["old_end"]),
                "later": _passages(corpus, texts[new], bodies, change["new_start"], change["new_end"]),
                "words_changed": "; ".join(_arrow(*p) for p in change["words_changed"]),
                "numbers_changed": "; ".join(_arrow(*p) for p in change["numbers_changed"]),
            })  # fmt: skip
    columns = ["teller", "order", "change", "earlier", "later", "words_changed", "numbers_changed"]
    return pd.DataFrame(rows, columns=columns)


def _arrow(old: str, new: str) -> str:
    return f"{old or 'nothing'} → {new or 'nothing'}"


def _passages(corpus: Corpus, text, bodies: dict, start, end) -> list:
    import pandas as pd

    if pd.isna(start):
        return []
    return [passage(corpus, text.page_id, s, e) for s, e in bodies[text.article_id].to_page(int(start), int(end))]
