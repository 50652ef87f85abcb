"""explore: choose a story and two articles and read them side by side; choose attributions; take a table away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import framing, sheets, show
from helpers.chapters import side_by_side, sources
from helpers.choices import labels
from helpers.errors import UserError
from helpers.showing import marking

if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd

    from helpers.corpus import Corpus

ALL = "all"
KINDS = tuple(marking.STYLES)


# --- what is shown ----------------------------------------------------------------------------------------


def stories(corpus: Corpus) -> list[tuple[str, str]]:
    """(what to call it, story_id) of every story, the most told first."""
    a = corpus.counted
    sizes = a.groupby("story_id", sort=False).size().sort_values(ascending=False, kind="stable")
    first = a.drop_duplicates("story_id").set_index("story_id")["headline"]
    return [(_short(f"{story} ({n}): {first[story] or 'no headline'}"), story) for story, n in sizes.items()]


def on_offer(corpus: Corpus) -> pd.DataFrame:
    """What there is to choose from: story and outlet, with the numbers of articles, of the facts they state,
    and of the attributions in them."""
    a = corpus.counted
    stated = corpus.facts[corpus.facts["start"].notna()].groupby("article_id").size()
    said = sources.said(corpus).groupby("article_id").size()
    by = a.assign(facts=a["article_id"].map(stated), attributions=a["article_id"].map(said)).fillna(
        {"facts": 0, "attributions": 0}).groupby(["story_id", "teller"], sort=True)
    counts = by.agg(articles=("article_id", "size"), facts=("facts", "sum"), attributions=("attributions", "sum"))
    return counts.astype(int).reset_index().rename(columns={"story_id": "story", "teller": "outlet"})


def articles(corpus: Corpus, story: str, outlet: str = ALL) -> list[tuple[str, str]]:
    """(what to call it, article_id) of the counted articles of a story, those of one outlet alone where it is named."""
    a = corpus.counted[corpus.counted["story_id"] == story]
    a = a if outlet == ALL else a[a["teller"] == outlet]
    names = zip(a["teller"], a["headline"], a["article_id"], strict=True)
    return [(_short(f"{teller}: {headline or article}"), article) for teller, headline, article in names]


def reading(corpus: Corpus, left: str, right: str, kinds: tuple[str, ...] = KINDS) -> str:
    """Two articles beside one another as markup, with marks of the kinds chosen."""
    pairs = marking.numbered(aligned(corpus, left, right)) if "aligned" in kinds else {"left": [], "right": []}
    columns = []
    known = corpus.counted.set_index("article_id")
    for side, article in (("left", left), ("right", right)):
        name = f"{known['teller'][article]}: {known['headline'][article] or article}"
        marks = [*pairs[side], *(m for m in marks_of(corpus, article) if m.kind in kinds)]
        columns.append((name, marking.marked(corpus.body(article).text, marks)))
    return marking.key([k for k in KINDS if k in kinds]) + marking.side_by_side(columns[0], columns[1])


def aligned(corpus: Corpus, left: str, right: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The passages of two articles that state the same fact, in offsets of their bodies."""
    if left == right:
        return []
    stated = corpus.facts[corpus.facts["start"].notna()]
    one, other = (stated[stated["article_id"] == a].drop_duplicates("fact_id") for a in (left, right))
    both = one.merge(other, on=["story_id", "fact_id"], suffixes=("_a", "_b"))
    a, b = corpus.body(left), corpus.body(right)
    spans = zip(both["start_a"], both["end_a"], both["start_b"], both["end_b"], strict=True)
    found = [(_in_body(a, s, e), _in_body(b, t, f)) for s, e, t, f in spans]
    return [(x, y) for x, y in found if x and y]


def marks_of(corpus: Corpus, article: str) -> list[marking.Mark]:
    """Quotations, rival labels and words worth checking in one article, in offsets of its body."""
    body = corpus.body(article)
    said = corpus.attributions[corpus.attributions["article_id"] == article]
    spoken = said[said["form"].isin(["direct", "mixed"])]["content"]
    quoted = [_in_body(body, s, e) for content in spoken for s, e in content]
    rivals = labels.label_counts([body.text], {**labels.curated_labels(), **corpus.labels})
    worth = [(s, e) for s, e, score in framing.word_scores(body.text) if score >= framing.WORTH_CHECKING]
    return [
        *(marking.Mark(*span, "quotation") for span in quoted if span),
        *(marking.Mark(s, e, "label") for s, e in rivals[["start", "end"]].values.tolist()),
        *(marking.Mark(s, e, "worth checking") for s, e in worth),
    ]


def facts(corpus: Corpus, story: str) -> pd.DataFrame:
    """The facts of a story with what each teller does with them, as a table to take away."""
    return side_by_side.grid(corpus, story)


def attributions(corpus: Corpus, outlet: str = ALL, speaker: str = ALL, kind: str = ALL) -> pd.DataFrame:
    """Who says what, filtered by outlet, speaker and type: outlet, speaker, role, type, form, says."""
    said = sources.said(corpus)
    for column, choice in (("teller", outlet), ("speaker", speaker), ("type", kind)):
        if choice != ALL:
            said = said[said[column] == choice]
    spans = zip(said["page_id"], said["start"], said["end"], strict=True)
    said = said.assign(says=[corpus.quote(page, s, e) for page, s, e in spans])
    shown = said[["teller", "speaker", "role", "type", "form", "says"]]
    return shown.rename(columns={"teller": "outlet"}).reset_index(drop=True)


def take_away(frame: pd.DataFrame, folder: Path, *names: str) -> Path:
    """Write a table as CSV into `folder` under a name made of `names`; an earlier file is never overwritten.

    Raises UserError where the folder cannot be written.
    """
    stem = "-".join(re.sub(r"[^a-z0-9]+", "-", n.lower()).strip("-") or "x" for n in names)[:80]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for k in range(1, 10_000):
            path = folder / (f"{stem}.csv" if k == 1 else f"{stem}-{k}.csv")
            try:
                with path.open("x", encoding="utf-8", newline="") as file:
                    file.write(sheets.text(frame))
                return path
            except FileExistsError:
                continue
    except OSError as e:
        raise UserError(f"{folder} cannot be written ({e.strerror}); name another OUT in the first cell.") from None
    raise UserError(f"{folder} is full of tables called {stem}; move them elsewhere.")


# --- the widgets ------------------------------------------------------------------------------------------


def reader(corpus: Corpus, out: str | Path = "taken") -> ipywidgets.VBox:
    """Choose a story, two of its articles and what to mark; read them side by side; take the story's facts away."""
    import ipywidgets as w

    wide = w.Layout(width="100%", max_width="60em")
    story = w.Dropdown(options=stories(corpus), description="Story", layout=wide)
    outlets = [w.Dropdown(options=[ALL], description=f"{side} outlet") for side in ("Left", "Right")]
    sides = [w.Dropdown(description=f"{side} article", layout=wide) for side in ("Left", "Right")]
    kinds = [w.Checkbox(value=True, description=kind, indent=False) for kind in KINDS]
    text, button = w.HTML(), _Button(lambda: (facts(corpus, story.value), ("facts", story.value)), out, "facts")
    settled = [False]  # while choices are being offered nothing is drawn

    def offer_outlets(_=None) -> None:
        settled[0] = False
        told = corpus.counted.loc[corpus.counted["story_id"] == story.value, "teller"]
        for outlet in outlets:
            outlet.options = [ALL, *sorted(told.unique())]
        offer_articles()

    def offer_articles(_=None) -> None:
        settled[0] = False
        for place, (outlet, side) in enumerate(zip(outlets, sides, strict=True)):
            options = articles(corpus, story.value, outlet.value)
            if [o[1] for o in options] != [o[1] for o in side.options]:
                side.options = options
                side.index = min(place, len(options) - 1) if options else None
        settled[0] = True
        draw()

    def draw(_=None) -> None:
        if settled[0]:
            chosen = tuple(box.description for box in kinds if box.value)
            left, right = (side.value for side in sides)
            text.value = reading(corpus, left, right, chosen) if left and right else "<p>No article to read.</p>"

    story.observe(offer_outlets, "value")
    for outlet in outlets:
        outlet.observe(offer_articles, "value")
    for widget in (*sides, *kinds):
        widget.observe(draw, "value")
    offer_outlets()
    wrapped = w.Layout(flex_flow="wrap")
    choices = [box for pair in zip(outlets, sides, strict=True) for box in pair]
    return w.VBox([story, *choices, w.HBox(kinds, layout=wrapped), text, button.box])


def voices(corpus: Corpus, out: str | Path = "taken") -> ipywidgets.VBox:
    """Choose outlet, speaker and type; see the attributions; take them away as a table."""
    import ipywidgets as w

    said = sources.said(corpus)
    choices = [
        w.Dropdown(options=[ALL, *sorted(said[column].dropna().unique())], description=name)
        for name, column in (("Outlet", "teller"), ("Speaker", "speaker"), ("Type", "type"))
    ]
    shown = w.HTML()

    def rows() -> pd.DataFrame:
        return attributions(corpus, *(c.value for c in choices))

    def draw(_=None) -> None:
        found = rows()
        shown.value = show.table(found, f"{len(found):,} attributions", "voices", limit=100).html

    for choice in choices:
        choice.observe(draw, "value")
    button = _Button(lambda: (rows(), ("attributions", *(c.value for c in choices))), out, "attributions")
    draw()
    return w.VBox([*choices, shown, button.box])


class _Button:
    """A button that writes the table made by `make`, and says where it lies."""

    def __init__(self, make, out: str | Path, what: str):
        import ipywidgets as w

        self._make, self._out = make, Path(out)
        button = w.Button(description=f"Write these {what}", layout=w.Layout(width="auto"))
        self._said = w.Label()
        button.on_click(self._write)
        self.box = w.HBox([button, self._said])

    def _write(self, _) -> None:
        frame, names = self._make()
        try:
            self._said.value = f"Written to {take_away(frame, self._out, *names)}"
        except UserError as e:
            self._said.value = str(e)


def _in_body(body, start: int, end: int) -> tuple[int, int] | None:
    """A span of the page in offsets of the body; None where it is not inside one piece."""
    for at, (first, last) in zip(body.starts, body.pieces, strict=True):
        if first <= start < end <= last:
            return int(at + start - first), int(at + end - first)
    return None


def _short(text: str) -> str:
    return show.shorten(text, 14)
