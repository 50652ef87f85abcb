"""The per-page part over many pages: from the cache, in this process, or on all cores, with the same result."""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from itertools import chain, islice

from helpers import cache
from helpers.captures import Page, Problem
from helpers.depends import version

CHUNK = 16  # pages that travel together
FEW = 48  # pages that are done before other processes would have started

Rows = dict[str, list[dict]]
Packed = list[tuple[str, bytes]]  # the key of a page, and its rows as `cache.packed` makes them


@dataclass
class Tally:
    """How many pages were tidied, and for how many of them the cache had the rows."""

    pages: int = 0
    kept: int = 0


@dataclass(frozen=True)
class _Chunk:
    """Some pages and problems in their order, the key of each page, and what the cache has for them."""

    items: list[Page | Problem]
    keys: list[str | None]
    found: dict[str, bytes]

    @property
    def todo(self) -> list[tuple[str, Page]]:
        return [(key, item) for key, item in zip(self.keys, self.items, strict=True) if key and key not in self.found]


Mapper = Callable[[Iterable[_Chunk]], Iterator[tuple[_Chunk, Packed]]]  # in order


def tidied(
    pages: Iterable[Page | Problem], processes: int = 1, tally: Tally | None = None, kept: cache.Pages | None = None
) -> Iterator[Rows | Problem]:
    """The rows of every page (see `per_page.tidy_page`), and the problems as they come, in order.

    `pages` is read as a stream, a few chunks ahead. With `processes` over 1, pages beyond the first few are worked on
    side by side; should a process die, its pages are worked on here. `tally` is counted up.
    """
    made_with = version("per_page")
    kept = kept or cache.pages(made_with)
    tally = tally or Tally()
    stream = iter(pages)
    yield from _through(_chunks(islice(stream, FEW), kept, made_with), _here, kept, tally)
    first = list(islice(stream, 1))
    rest = _chunks(chain(first, stream), kept, made_with)
    if not first or processes < 2:
        yield from _through(rest, _here, kept, tally)
    else:
        with Pool(processes) as pool:
            yield from _through(rest, pool.map, kept, tally)


def _chunks(stream: Iterator[Page | Problem], kept: cache.Pages, made_with: str) -> Iterator[_Chunk]:
    while items := list(islice(stream, CHUNK)):
        keys = [page_key(item, made_with) if isinstance(item, Page) else None for item in items]
        yield _Chunk(items, keys, kept.find(key for key in keys if key))


def page_key(page: Page, made_with: str) -> str:
    """What the rows of a page depend on: everything that is known of the page, and the version of our code."""
    digest = hashlib.sha256(made_with.encode())
    for part in astuple(page):
        shown = repr(sorted(part.items())) if isinstance(part, dict) else repr(part)
        digest.update(shown.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _through(chunks: Iterable[_Chunk], mapper: Mapper, kept: cache.Pages, tally: Tally) -> Iterator[Rows | Problem]:
    for chunk, made in mapper(chunks):
        if made:
            kept.keep(made)
        rows = {**chunk.found, **dict(made)}
        tally.kept += len(chunk.found)
        for item, key in zip(chunk.items, chunk.keys, strict=True):
            tally.pages += key is not None
            # New rows take the way through the cache's form as well, so that both ways give the same.
            yield cache.unpacked(rows[key]) if key else item


def _work(todo: list[tuple[str, Page]]) -> Packed:
    from helpers.per_page import tidy_page

    return [(key, cache.packed(tidy_page(page))) for key, page in todo]


def _here(chunks: Iterable[_Chunk]) -> Iterator[tuple[_Chunk, Packed]]:
    return ((chunk, _work(chunk.todo)) for chunk in chunks)


def cores() -> int:
    """The processor cores that this process may use.

    >>> cores() >= 1
    True
    """
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not known on every system
        return os.cpu_count() or 1


class Pool:
    """Processes that work on chunks side by side, a few chunks under way at any time."""

    def __init__(self, processes: int):
        self._processes = processes

    def __enter__(self) -> Pool:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        # Not forked: a notebook's kernel has threads, whose locks a forked process would inherit as they stand.
        context = multiprocessing.get_context("spawn")
        self._executor = ProcessPoolExecutor(self._processes, mp_context=context)
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        self._executor.shutdown(wait=kind is None, cancel_futures=True)

    def map(self, chunks: Iterable[_Chunk]) -> Iterator[tuple[_Chunk, Packed]]:
        """Each chunk with the packed rows of its pages, in order; what a dead process leaves undone is done here."""
        under_way: deque = deque()
        chunks = iter(chunks)
        while True:
            for chunk in islice(chunks, 3 * self._processes - len(under_way)):
                under_way.append((chunk, self._submit(chunk.todo)))
            if not under_way:
                return
            chunk, future = under_way.popleft()
            yield chunk, self._result(chunk, future)

    def _submit(self, todo: list):
        from concurrent.futures.process import BrokenProcessPool

        try:
            return self._executor.submit(_work, todo) if todo else None
        except BrokenProcessPool:
            return None

    def _result(self, chunk: _Chunk, future) -> Packed:
        from concurrent.futures.process import BrokenProcessPool

        try:
            return future.result() if future is not None else _work(chunk.todo)
        except BrokenProcessPool:
            return _work(chunk.todo)
