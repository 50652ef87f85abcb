"""The stories of a corpus compared side by side, while something else may be done here."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from helpers.engine import one_story
from helpers.engine.hands import Run, side_by_side
from helpers.engine.one_story import Compared, Part
from helpers.engine.people import People
from helpers.engine.shelf import Shelf
from helpers.tables import Writer

NEAR, FAR = 20, 500  # articles whose stories travel together to another process, to a cluster
FEW = 150  # articles that are compared before other processes would have started


class Comparing:
    """Parts of stories, compared as `run` says, and their rows, written in the order of the parts: the tables facts and
    numbers in `folder` are whole when the block ends and `write_all` was called. `faults`: the places on the shelf of
    articles that one of our rules failed to compare, and what it was."""

    def __init__(self, parts: Sequence[Part], shelf: Shelf, people: People, folder: Path, run: Run):
        self._done, self._total = 0, sum(len(part.articles) for part in parts)
        self._under_way: deque[Part] = deque()
        batches = _batches(parts, FAR if run.scheduler else NEAR)
        self._told = ([self._read(part, shelf, people) for part in batch] for batch in batches)
        self.faults: list[tuple[int, str]] = []
        self._folder, self._run, self._open = folder, run if self._total > FEW else Run(), ExitStack()

    def __enter__(self) -> Comparing:
        with ExitStack() as opened:
            self._facts, self._numbers = (opened.enter_context(Writer(n, self._folder)) for n in ("facts", "numbers"))
            self._made = opened.enter_context(side_by_side(one_story.some_compared, self._told, self._run))
            self._open = opened.pop_all()
        return self

    def __exit__(self, *why: object) -> None:
        self._open.__exit__(*why)

    def write_ready(self) -> None:
        """Write what has been compared by now; what waits for free hands is handed out."""
        while self._made.ready():
            self._write(next(self._made))

    def write_all(self, progress: Callable[[float], None]) -> None:
        """Write everything, as it is compared; `progress` is told the share of the articles."""
        for found in self._made:
            self._write(found)
            progress(self._done / self._total)

    def _write(self, found: Sequence[Compared]) -> None:
        for story in found:
            self._facts.add(story.facts)
            self._numbers.add(story.numbers)
            places = self._under_way.popleft().articles
            self._done += len(places)
            if story.fault:
                self.faults += [(place, story.fault) for place in places]

    def _read(self, part: Part, shelf: Shelf, people: People) -> Part:
        self._under_way.append(part)
        return _read(part, shelf, people)


def _read(part: Part, shelf: Shelf, people: People) -> Part:
    """A part with its articles instead of their places, and the ids of the speakers of each, by their number in it."""
    told = []
    for article in (shelf[k] for k in part.articles):
        most = max((s.local for s in article.said if s.local is not None), default=-1)
        told.append((article, [people.id_of(article.article_id, k) for k in range(most + 1)]))
    return part._replace(articles=told)


def _batches(parts: Iterable[Part], articles: int) -> Iterator[list[Part]]:
    """Parts of stories that travel together: whole ones, until they have so many articles."""
    batch, n = [], 0
    for part in parts:
        batch.append(part)
        n += len(part.articles)
        if n >= articles:
            yield batch
            batch, n = [], 0
    if batch:
        yield batch
