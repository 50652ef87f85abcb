"""The per-page part over many pages: from the cache, here, on all cores or on a cluster, with the same result."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import chain, islice

from helpers.captures import Page, Problem
from helpers.engine import cache
from helpers.engine.cache import Tables
from helpers.engine.depends import version
from helpers.engine.hands import Mapper, Run, hands, here

CHUNK = 16  # pages that travel together
FAR = 500  # pages that travel together to a cluster, where a task costs milliseconds whatever it does
FEW = 48  # pages that are done before other processes would have started

# The key of a page, and its rows as `cache.packed` makes them, or why there are none.
Packed = list[tuple[str, bytes | Problem]]


@dataclass(frozen=True)
class _Chunk:
    """Some pages and problems in their order, the key of each page, and what the cache has for them."""

    items: list[Page | Problem]
    keys: list[str | None]
    found: dict[str, bytes]

    @property
    def todo(self) -> list[tuple[str, Page]]:
        return [(key, item) for key, item in zip(self.keys, self.items, strict=True) if key and key not in self.found]


def tidied(
    pages: Iterable[Page | Problem], run: Run | None = None, kept: cache.Pages | None = None
) -> Iterator[Tables | Problem]:
    """The rows of every page (see `per_page.tidy_page`) by table and column, and the problems as they come, in order.

    `pages` is read as a stream, a few chunks ahead. Beyond the first few, pages are worked on side by side where `run`
    says so; should a process die, its pages are worked on here. Raises UserError where there is no such scheduler.
    """
    made_with = version("engine.per_page", "engine.cache")
    kept = kept or cache.pages(made_with)
    run = run or Run()
    stream = iter(pages)
    with hands(run) as mapper:
        yield from _through(_chunks(islice(stream, FEW), CHUNK, kept, made_with), here, kept, run)
        first = list(islice(stream, 1))
        if first:
            size = FAR if run.scheduler else CHUNK
            yield from _through(_chunks(chain(first, stream), size, kept, made_with), mapper, kept, run)


def _chunks(stream: Iterator[Page | Problem], size: int, kept: cache.Pages, made_with: str) -> Iterator[_Chunk]:
    while items := list(islice(stream, size)):
        keys = [page_key(item, made_with) if isinstance(item, Page) else None for item in items]
        yield _Chunk(items, keys, kept.find(key for key in keys if key))


def page_key(page: Page, made_with: str) -> str:
    """What the rows of a page depend on: everything that is known of the page, and the version of our code."""
    digest = hashlib.sha256(made_with.encode())
    for part in (getattr(page, f.name) for f in fields(page)):
        shown = part if isinstance(part, str) else repr(sorted(part.items()) if isinstance(part, dict) else part)
        told = shown.encode("utf-8", "surrogatepass")
        digest.update(b"%s %d " % (type(part).__name__.encode(), len(told)))  # so that no part runs into the next
        digest.update(told)
    return digest.hexdigest()


def _through(chunks: Iterable[_Chunk], mapper: Mapper, kept: cache.Pages, run: Run) -> Iterator[Tables | Problem]:
    under_way: deque[_Chunk] = deque()
    at_hand: dict[str, dict[str, list[dict]]] = {}  # rows of what is done here, so that it need not be unpacked

    def todo() -> Iterator[list[tuple[str, Page]]]:
        for chunk in chunks:
            under_way.append(chunk)
            yield chunk.todo

    def done_here(todo: list[tuple[str, Page]]) -> Packed:
        made = [(key, _rows(page)) for key, page in todo]
        at_hand.update((key, rows) for key, rows in made if not isinstance(rows, Problem))
        return [(key, _packed(rows)) for key, rows in made]

    for made in mapper(done_here if mapper is here else _work, todo()):
        chunk = under_way.popleft()
        if good := [(key, rows) for key, rows in made if isinstance(rows, bytes)]:
            kept.keep(good)
        rows = {**chunk.found, **dict(made)}
        run.kept += len(chunk.found)
        for item, key in zip(chunk.items, chunk.keys, strict=True):
            if key is None or isinstance(rows[key], Problem):
                yield rows.get(key, item)
            else:
                run.pages += 1
                yield cache.columns(at_hand.pop(key)) if key in at_hand else cache.unpacked(rows[key])


def _work(todo: list[tuple[str, Page]]) -> Packed:
    return [(key, _packed(_rows(page))) for key, page in todo]


def _packed(rows: dict[str, list[dict]] | Problem) -> bytes | Problem:
    return rows if isinstance(rows, Problem) else cache.packed(rows)


def _rows(page: Page) -> dict[str, list[dict]] | Problem:
    """The rows of a page; where one of our rules fails on it, a problem, so that the others go on."""
    from helpers.engine.per_page import tidy_page

    try:
        return tidy_page(page)
    except Exception as e:
        return _fault(page, e)


def _fault(page: Page, error: Exception) -> Problem:
    why = f"It was left out by a fault of Same Story ({type(error).__name__}); please report it, with the page."
    return Problem(page.path, page.record, "error", why)
