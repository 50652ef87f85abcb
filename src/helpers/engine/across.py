"""What needs the whole corpus: copies, stories, who is whom, and what the articles of a story share.

Reads the drafts of tables (see `drafting`) in passes, a part or an article at a time, and writes them completed, with
the tables that compare articles. Everything is decided in the order of the pages, so the same corpus gives the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from helpers import stories, topics
from helpers.captures import Problem
from helpers.copies import reuse
from helpers.engine import one_story
from helpers.engine.comparing import Comparing
from helpers.engine.hands import Run, meanwhile
from helpers.engine.one_story import Part
from helpers.engine.people import People
from helpers.engine.progress import Progress, Watched, noted, seen
from helpers.engine.shelf import Shelf, Texts, Told
from helpers.tables import DRAFT, Stored, Writer
from helpers.text.gram_index import Index
from helpers.text.ngrams import WHOLE_COPY

if TYPE_CHECKING:
    import pandas as pd

MIN_WORDS = 40  # a shorter body is a brief or a stub: no rate computed from it means anything
PART = 100  # articles of a story that are compared fact by fact: what one more costs grows with their number
MANY = 1500  # articles from which stories are grouped in another process
GROUPING = "grouping articles by story"
JUDGING = (
    "article_id", "role", "duplicate_of", "complete", "genre", "language", "n_words", "outlet", "carrier", "published",
)  # fmt: skip


def complete(
    drafts: Stored, finished: Stored, shelf: Shelf, folder: Path, run: Run, progress: Progress
) -> list[Problem]:
    """Fill duplicate_of, include, story_id and speaker_id, and add the tables that compare articles; what could not be
    compared comes back.

    `drafts`: the tables of `tables.DRAFTS`; `finished`: pages and segments; `shelf`: the articles that were read. The
    completed tables are written into `folder`. Stories are compared side by side where `run` says so.
    """
    texts = Texts(shelf)
    with _grouping(drafts, shelf, folder / DRAFT, run, progress.part(0.1, 0.2)) as grouped:
        progress.to(0, "looking for copies")
        index = Index(Watched(texts, progress.part(0, 0.07)), folder / DRAFT)
        found = reuse.found_reprints(texts, index=index, progress=progress.part(0.07, 0.1).to)
        copies = _copies(_write_reprints(found, shelf, folder), shelf, finished)
        story_of = grouped()
    del grouped  # and what it knows of every article
    _write_articles(drafts, copies, story_of, folder)
    progress.to(0.2, "telling who is who")
    people = People(drafts, story_of)
    people.write(folder)
    _write_attributions(drafts, people, folder)
    progress.to(0.3, "looking for shared passages")
    parts = _by_story(drafts, copies, story_of, shelf)
    with Comparing(parts, shelf, people, folder, run) as comparing:
        looking = progress.part(0.3, 0.45)

        def looked(share: float) -> None:
            looking.to(share)
            comparing.write_ready()

        shared = reuse.shared_passages(texts, _Quoted(shelf), story_of, index, looked)
        _write_shared(shared, shelf, folder)
        progress.to(0.45, "comparing articles")
        comparing.write_all(progress.part(0.45, 1).to)
    return _not_compared(comparing.faults, shelf, finished)


def _not_compared(faults: Iterable[tuple[int, str]], shelf: Shelf, finished: Stored) -> list[Problem]:
    """A problem for each page on which a comparison failed by our fault."""
    what = {shelf.bare(place).page_id: fault for place, fault in faults}
    why = "It was not compared with others of its story by a fault of Same Story ({}); please report it, with the page."
    return [
        Problem(p["path"], p["record"], "warning", why.format(what[p["page_id"]]))
        for p in (finished.rows("pages", ["page_id", "path", "record"]) if what else ()) if p["page_id"] in what
    ]


# --- copies -----------------------------------------------------------------------------------------------


def _copies(reprints: pd.DataFrame, shelf: Shelf, finished: Stored) -> dict[str, str]:
    """article_id -> the article counted in its place. Only articles that share text with another are looked at."""
    near = {*reprints["article_id"], *reprints["of_article_id"]}
    texts = (shelf.bare(k).text() for k in sorted(shelf.ids[name] for name in near))
    return reuse.duplicates(texts, reprints, _rank({one_story.page_of(name) for name in near}, finished))


def _rank(pages: set[str], finished: Stored) -> Callable[[stories.Text], tuple]:
    """`reuse.default_rank`, and what the pages say besides: of versions of one day the corrected one goes before the
    longer one; in the end the shorter name does, as "gate.txt" before "gate (1).txt" or "gate-copy.txt".
    """
    corrected = {s["page_id"] for s in finished.rows("segments", ["page_id", "kind"]) if s["kind"] == "correction"}
    place = {
        p["page_id"]: (len(p["path"]), p["path"], p["record"])
        for p in finished.rows("pages", ["page_id", "path", "record"]) if p["page_id"] in pages
    }

    def rank(text: stories.Text) -> tuple:
        *first, longest = reuse.default_rank(text)
        return (*first, text.page_id not in corrected, longest, place[text.page_id])

    return rank


def _write_reprints(found: Iterable[tuple], shelf: Shelf, folder: Path) -> pd.DataFrame:
    """Write the rows of `reuse.found_reprints`; those of whole copies, without their spans."""
    import pandas as pd

    whole = []
    with Writer("reprints", folder) as out:
        for *pair, share, spans in found:
            body = shelf.bare(shelf.ids[pair[0]]).body
            on_page = [[s, e] for a, b in spans for s, e in body.to_page(a, b)]
            out.add([dict(zip(reuse.COLUMNS, (*pair, share, on_page), strict=True))])
            if share >= WHOLE_COPY:
                whole.append((*pair, share))
    return pd.DataFrame(whole, columns=reuse.COLUMNS[:-1])


# --- articles and their stories -----------------------------------------------------------------------------


class _Main(NamedTuple):
    """A main article: its id, its day, and the story stated of it, with the basis of that."""

    name: str
    day: str | None
    stated: list[str] | None


def _mains(drafts: Stored, shelf: Shelf) -> Iterator[_Main]:
    """Every main article that was read."""
    for a in drafts.rows("articles", ["article_id", "role", "published", "stated_story"]):
        if a["role"] == "main" and a["article_id"] in shelf.ids:
            yield _Main(a["article_id"], a["published"], a["stated_story"])


@contextmanager
def _grouping(
    drafts: Stored, shelf: Shelf, folder: Path, run: Run, progress: Progress
) -> Iterator[Callable[[], dict[str, str]]]:
    """A function that gives the `_stories`; many articles are grouped meanwhile, where `run` says so."""
    mains = list(_mains(drafts, shelf))
    told = Told(shelf, [shelf.ids[a.name] for a in mains]), [a.day for a in mains], folder
    here, run = partial(_grouped, told, progress), run if len(mains) > MANY else Run()
    with meanwhile(_grouped, told, here, run, lambda: progress.to(seen(folder / GROUPING), GROUPING)) as grouped:
        yield lambda: _stories(mains, grouped())


def _grouped(told: tuple[Told, list[str | None], Path], progress: Progress | None = None) -> list[int]:
    """The groups of `topics.stories`, of texts with their days; temporary files are made in the folder. How far it is
    stands in one of them, where there is no `progress` to tell."""
    texts, days, folder = told
    progress = progress or noted(folder / GROUPING)
    progress.to(0, GROUPING)
    read = Watched(texts, progress.part(0, 0.5))
    return topics.stories(read, days, folder=folder, progress=progress.part(0.5, 1).to)


def _stories(mains: Sequence[_Main], groups: Sequence[int]) -> dict[str, str]:
    """article_id -> story_id of every main article: the story stated, else the group of pages that tell the same
    story."""
    named = defaultdict(Counter)
    for a, g in zip(mains, groups, strict=True):
        if a.stated:
            named[g][a.stated[0]] += 1
    # A group in which just one story is stated is that story.
    name_of = {g: next(iter(names)) for g, names in named.items() if len(names) == 1}
    return {
        a.name: a.stated[0] if a.stated else name_of.setdefault(g, f"story-{g + 1:03d}")
        for a, g in zip(mains, groups, strict=True)
    }


def _write_articles(
    drafts: Stored, copies: Mapping[str, str], story_of: Mapping[str, str], folder: Path
) -> None:
    with Writer("articles", folder) as out:
        for part in drafts.parts("articles"):
            rows = []
            for a in part.to_pylist():
                story = story_of.get(a["article_id"])
                basis = story and (a["stated_story"] or [story, "shared words"])[1]
                why = _left_out({**a, "duplicate_of": copies.get(a["article_id"])})
                rows.append({**a, "duplicate_of": copies.get(a["article_id"]), "story_id": story, "story_basis": basis,
                             "include": why is None, "exclude_reason": why})
            out.part(rows)


def _left_out(article: Mapping) -> str | None:
    """In one word why an article takes no part in statistics; None where it does."""
    return (
        "not the page's article" if article["role"] != "main"
        else "copy" if article["duplicate_of"]
        else "cut off" if article["complete"] is False
        else article["genre"] if article["genre"] in ("opinion", "live")
        else "not English" if article["language"] not in ("en", None)
        else "short" if (article["n_words"] or 0) < MIN_WORDS
        else None
    )


def _by_story(
    drafts: Stored, copies: Mapping[str, str], story_of: Mapping[str, str], shelf: Shelf
) -> list[Part]:
    """Articles to compare fact by fact, as places on the shelf: one voice once, and what is cut off, because it left
    nothing out. A story of more than PART articles is compared in parts of about the same days, all equally large, so
    that a topic of months takes no longer for each of its articles."""
    groups = defaultdict(list)
    for a in drafts.rows("articles", JUDGING):
        name, of = a["article_id"], copies.get(a["article_id"])
        if name not in story_of:
            continue
        why = _left_out({**a, "duplicate_of": of})
        version = of and a["outlet"] and a["outlet"] == shelf.of(of).outlet and not a["carrier"]
        if why in (None, "cut off") or version:
            groups[story_of[name]].append((a["published"] or "unknown", shelf.ids[name]))
    return [part for story, dated in groups.items() if len(dated) > 1 for part in _parts(story, dated)]


def _parts(story: str, dated: Sequence[tuple[str, int]]) -> Iterator[Part]:
    n = -(-len(dated) // PART)
    by_day = [place for _, place in (sorted(dated) if n > 1 else dated)]
    for k in range(n):
        yield Part(story, k, sorted(by_day[len(dated) * k // n : len(dated) * (k + 1) // n]))


# --- who is whom --------------------------------------------------------------------------------------------


def _write_attributions(drafts: Stored, people: People, folder: Path) -> None:
    with Writer("attributions", folder) as out:
        for part in drafts.parts("attributions"):
            keys = zip(part["article_id"].to_pylist(), part["local"].to_pylist(), strict=True)
            ids = pa.array([people.id_of(article, local) for article, local in keys], pa.string())
            place = part.schema.get_field_index("speaker_id")
            out.part(part.set_column(place, "speaker_id", ids).drop_columns(["local"]))


# --- shared passages ----------------------------------------------------------------------------------------


def _write_shared(found: pd.DataFrame, shelf: Shelf, folder: Path) -> None:
    with Writer("shared", folder) as out:
        for passage, name, start, end, kind in found.itertuples(index=False):
            row = {"passage": f"s{passage + 1:03d}", "article_id": name, "start": start, "end": end, "kind": kind}
            out.add(one_story.placed([row], {name: shelf.bare(shelf.ids[name]).body}))


class _Quoted(Mapping[str, list[tuple[int, int]]]):
    """What somebody is quoted or reported as saying, article by article, in offsets of the body."""

    def __init__(self, shelf: Shelf):
        self._shelf = shelf

    def __getitem__(self, article_id: str) -> list[tuple[int, int]]:
        article = self._shelf.of(article_id)
        return [place for s in article.said for place in one_story.in_body(article.body, s.content)]

    def __iter__(self) -> Iterable[str]:
        return iter(self._shelf.ids)

    def __len__(self) -> int:
        return len(self._shelf)
