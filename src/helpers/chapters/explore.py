"""explore: choose a story and two articles and read them side by side; choose attributions; take a table away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from helpers import framing, sheets, show
from helpers.chapters import side_by_side, sources
from helpers.choices import label_uses
from helpers.errors import UserError
from helpers.showing import marking

if TYPE_CHECKING:
    import ipywidgets
    import pandas as pd

    from helpers.corpus import Corpus

ALL = ""  # no name: somebody may be called "all"
EACH = ("all", ALL)
KINDS = tuple(marking.STYLES)
OFFERED = 200  # options of a list at once: nobody scrolls through more, and a browser grows slow with thousands
ROWS = 100  # attributions that are shown at once


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
    import pyarrow.compute as pc

    a, facts = corpus.counted, corpus.arrow("facts", "article_id", "start")
    stated, said = (
        dict(rows.group_by("article_id").aggregate([([], "count_all")]).to_pandas().to_numpy())
        for rows in (facts.filter(pc.is_valid(facts["start"])), corpus.arrow("attributions", "article_id"))
    )
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
    stated = corpus.rows_of("facts", "article_id", left, right, columns=("story_id", "fact_id", "start", "end"))
    stated = stated.dropna(subset="start")
    one, other = (stated[stated["article_id"] == a].drop_duplicates("fact_id") for a in (left, right))
    both = one.merge(other, on=["story_id", "fact_id"], suffixes=("_a", "_b"))
    a, b = corpus.body(left), corpus.body(right)
    spans = zip(both["start_a"], both["end_a"], both["start_b"], both["end_b"], strict=True)
    found = [(_in_body(a, s, e), _in_body(b, t, f)) for s, e, t, f in spans]
    return [(x, y) for x, y in found if x and y]


def marks_of(corpus: Corpus, article: str) -> list[marking.Mark]:
    """Quotations, rival labels and words worth checking in one article, in offsets of its body."""
    body = corpus.body(article)
    said = corpus.rows_of("attributions", "article_id", article, columns=("form", "content"))
    spoken = said[said["form"].isin(["direct", "mixed"])]["content"]
    quoted = [_in_body(body, s, e) for content in spoken for s, e in content]
    rivals = label_uses.label_counts([body.text], {**label_uses.curated_labels(), **corpus.labels})
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
    return _in_words(corpus, _chosen(sources.said(corpus, words=False), outlet, speaker, kind))


def _chosen(said: pd.DataFrame, *choices: str) -> pd.DataFrame:
    """The attributions of one outlet, speaker and type, as far as one is chosen."""
    for column, choice in zip(("teller", "speaker", "type"), choices, strict=True):
        if choice != ALL:
            said = said[said[column] == choice]
    return said


def _in_words(corpus: Corpus, said: pd.DataFrame) -> pd.DataFrame:
    """Attributions with what they say, in words."""
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
    told = _List("Story", wide)
    told.offer(stories(corpus))
    story = told.choice
    outlets = [w.Dropdown(options=[EACH], description=f"{side} outlet") for side in ("Left", "Right")]
    lists = [_List(f"{side} article", wide) for side in ("Left", "Right")]
    sides = [one.choice for one in lists]
    kinds = [w.Checkbox(value=True, description=kind, indent=False) for kind in KINDS]
    text = w.HTML()
    button = _Button(lambda: story.value and (facts(corpus, story.value), ("facts", story.value)), out, "facts")
    settled = [False]  # while choices are being offered nothing is drawn

    def offer_outlets(_=None) -> None:
        settled[0] = False
        told = corpus.counted.loc[corpus.counted["story_id"] == story.value, "teller"]
        for outlet in outlets:
            outlet.options = [EACH, *((name, name) for name in sorted(told.unique()))]
        offer_articles()

    def offer_articles(_=None) -> None:
        settled[0] = False
        for place, (outlet, side) in enumerate(zip(outlets, lists, strict=True)):
            side.offer(articles(corpus, story.value, outlet.value), place)
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
    choices = [box for outlet, side in zip(outlets, lists, strict=True) for box in (outlet, *side.boxes)]
    return w.VBox([*told.boxes, *choices, w.HBox(kinds, layout=wrapped), text, button.box])


def voices(corpus: Corpus, out: str | Path = "taken") -> ipywidgets.VBox:
    """Choose outlet, speaker and type; see the attributions; take them away as a table."""
    import ipywidgets as w

    said, lists = sources.said(corpus, words=False), []
    for name, column in (("Outlet", "teller"), ("Speaker", "speaker"), ("Type", "type")):
        lists.append(_List(name))
        lists[-1].offer([EACH, *((name, name) for name in _names(said[column]))])
    choices, shown = [one.choice for one in lists], w.HTML()

    def draw(_=None) -> None:
        found = _chosen(said, *(c.value for c in choices))
        caption = f"{len(found):,} attributions" + (f", the first {ROWS} of them" if len(found) > ROWS else "")
        shown.value = show.table(_in_words(corpus, found.head(ROWS)), caption, "voices", limit=ROWS).html

    for choice in choices:
        choice.observe(draw, "value")
    button = _Button(lambda: (attributions(corpus, *(c.value for c in choices)),
                              ("attributions", *(c.label for c in choices))), out, "attributions")
    draw()
    return w.VBox([*(box for one in lists for box in one.boxes), shown, button.box])


def _names(column: pd.Series) -> list[str]:
    """The names in a column, in the order of the alphabet; where they are many the most frequent first."""
    by_name = column.value_counts().sort_index()
    return list(by_name.index if len(by_name) < OFFERED else by_name.sort_values(ascending=False, kind="stable").index)


class _List:
    """A list to choose from. It offers so many at once; where there are more, a field above it takes words that what is
    offered must have in its name."""

    def __init__(self, name: str, layout: ipywidgets.Layout | None = None):
        import ipywidgets as w

        self.choice = w.Dropdown(description=name, **({"layout": layout} if layout else {}))
        self._words = w.Text(description="Find", continuous_update=False)
        self._words.observe(lambda _: self._offer(), "value")
        self.boxes = (self._words, self.choice)
        self._all: list[tuple[str, str]] = []

    def offer(self, options: list[tuple[str, str]], chosen: int = 0) -> None:
        """Offer other options (name, value); of those the one at the place `chosen` is taken, or the last."""
        if options == self._all:
            return
        self._all = options
        self._words.layout.display = "" if len(options) > OFFERED else "none"
        self._words.placeholder = f"type words: {len(options):,} to choose from"
        self._words.value = ""
        self._offer(chosen)

    def _offer(self, chosen: int = 0) -> None:
        words = self._words.value.lower().split()
        fit = [one for one in self._all if one == EACH or all(word in one[0].lower() for word in words)][:OFFERED]
        self.choice.options = fit
        self.choice.index = min(chosen, len(fit) - 1) if fit else None


class _Button:
    """A button that writes the table made by `make`, with the names to call it by, and says where it lies."""

    def __init__(self, make, out: str | Path, what: str):
        import ipywidgets as w

        self._make, self._out = make, Path(out)
        button = w.Button(description=f"Write these {what}", layout=w.Layout(width="auto"))
        self._said = w.Label()
        button.on_click(self._write)
        self.box = w.HBox([button, self._said])

    def _write(self, _) -> None:
        if not (made := self._make()):
            self._said.value = "Nothing is chosen."
            return
        frame, names = made
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
