"""The per-page part over many pages: from the cache, here, on all cores or on a cluster, with the same result."""

from __future__ import annotations

import gc
import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import chain, islice
from typing import Any

from helpers.captures import Page, Problem
from helpers.engine import cache
from helpers.engine.cache import Tables
from helpers.engine.depends import version
from helpers.errors import UserError

CHUNK = 16  # pages that travel together
FAR = 500  # pages that travel together to a cluster, where a task costs milliseconds whatever it does
FEW = 48  # pages that are done before other processes would have started

# The key of a page, and its rows as `cache.packed` makes them, or why there are none.
Packed = list[tuple[str, bytes | Problem]]


@dataclass
class Run:
    """How the pages are worked on, and afterwards how many there were.

    `processes` at once on this machine, or the workers of the dask `scheduler` (tcp://HOST:PORT). `pages` counts the
    pages tidied, `kept` those of them whose rows the cache had.
    """

    processes: int = 1
    scheduler: str | None = None
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


Work = Callable[[Any], list]  # a function of a module, of something that can be sent
Mapper = Callable[[Work, Iterable], "Results"]  # what the work makes of each thing, in order


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
    with _hands(run) as mapper:
        yield from _through(_chunks(islice(stream, FEW), CHUNK, kept, made_with), _here, kept, run)
        first = list(islice(stream, 1))
        if first:
            size = FAR if run.scheduler else CHUNK
            yield from _through(_chunks(chain(first, stream), size, kept, made_with), mapper, kept, run)


@contextmanager
def side_by_side(work: Work, things: Iterable, run: Run) -> Iterator[Results]:
    """What `work` makes of each thing, in order, as many at once as `run` says; `things` is read a few ahead.

    >>> with side_by_side(sorted, [[2, 1], [3]], Run()) as made:
    ...     list(made)
    [[1, 2], [3]]
    """
    stream = iter(things)
    first = list(islice(stream, 2))
    with _hands(run if len(first) > 1 else Run()) as mapper:
        yield mapper(work, chain(first, stream))


@contextmanager
def meanwhile(work: Callable[[Any], Any], thing: Any, here: Callable[[], Any], run: Run) -> Iterator[Callable[[], Any]]:
    """A function that gives what `work` makes of a thing, which another process of this machine makes during the block;
    where `run` has one process, or the other one dies, `here` makes it when it is asked for.

    >>> with meanwhile(sorted, [2, 1], lambda: "made here", Run()) as made:
    ...     made()
    'made here'
    """
    if run.processes > 1 and (pool := _pool(1)):
        with pool:
            future = pool.started(work, thing)
            yield lambda: pool.result(here, future)
    else:
        yield here


@contextmanager
def _hands(run: Run) -> Iterator[Mapper]:
    """What maps a work over things."""
    if run.scheduler:
        with Cluster(run.scheduler) as cluster:
            yield cluster.map
    elif run.processes > 1 and (pool := _pool(run.processes)):
        with pool:
            yield pool.map
    else:
        yield _here


def _pool(processes: int) -> Pool | None:
    """Some processes; None where the system has no room for what they must share (a full disk, a small container)."""
    try:
        return Pool(processes)
    except OSError:
        return None


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

    for made in mapper(done_here if mapper is _here else _work, todo()):
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


def _here(work: Work, things: Iterable) -> Results:
    return _Hands().map(work, things)


def cores() -> int:
    """The processor cores that this process may use.

    >>> cores() >= 1
    True
    """
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not known on every system
        return os.cpu_count() or 1


class _Hands:
    """Something that works, on a few things at any time; this one here, others elsewhere. What is lost there is done
    here."""

    at_once = 1
    lost: tuple[type[Exception], ...] = ()

    def submit(self, work: Work, thing: Any):
        """A future of what `work` makes of a thing; None where it is to be done when it is asked for."""
        return None

    def map(self, work: Work, things: Iterable) -> Results:
        """What `work` makes of each thing, in order."""
        return Results(self, work, things)

    def started(self, work: Work, thing: Any):
        try:
            return self.submit(work, thing) if thing else None  # nothing to do is soon done here
        except self.lost:
            return None

    def result(self, here: Callable[[], Any], future) -> Any:
        """What comes of a future; of what is lost, what `here` gives."""
        try:
            return here() if future is None else future.result()
        except self.lost:
            return here()


class Results(Iterator[list]):
    """What a work makes of things, in order; `things` is read as far ahead as hands are free."""

    def __init__(self, hands: _Hands, work: Work, things: Iterable):
        self._hands, self._work, self._things, self._under_way = hands, work, iter(things), deque()

    def _start(self) -> None:
        for thing in islice(self._things, self._hands.at_once - len(self._under_way)):
            self._under_way.append((thing, self._hands.started(self._work, thing)))

    def ready(self) -> bool:
        """Whether the next is there, so that asking for it takes no time; free hands are given work."""
        self._start()
        future = self._under_way[0][1] if self._under_way else None
        return future is not None and future.done()

    def __next__(self) -> list:
        self._start()
        if not self._under_way:
            raise StopIteration
        thing, future = self._under_way.popleft()
        return self._hands.result(lambda: self._work(thing), future)


def _begin(threshold: tuple[int, int, int]) -> None:
    """In a process of ours: look for garbage as seldom as the one that started it does, and end when it does."""
    gc.set_threshold(*threshold)
    _end_with_parent()


def _end_with_parent() -> None:
    """End this process when the one that started it does: one that is killed cannot tell, and who waits for work
    would wait forever."""
    import multiprocessing
    import threading

    def watch() -> None:
        multiprocessing.parent_process().join()
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


class Pool(_Hands):
    """Processes of this machine; none is started before there is work for it."""

    def __init__(self, processes: int):
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool

        self.at_once, self.lost = 3 * processes, (BrokenProcessPool,)
        # Not forked: a notebook's kernel has threads, whose locks a forked process would inherit as they stand.
        self.executor = ProcessPoolExecutor(
            processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin,
            initargs=(gc.get_threshold(),))

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type | None, *_: object) -> None:
        self.executor.shutdown(wait=kind is None, cancel_futures=True)

    def submit(self, work: Work, thing: Any):
        return self.executor.submit(work, thing)


class Cluster(_Hands):
    """The workers of a dask scheduler, each of which has Same Story installed in the same version.

    Method: https://distributed.dask.org/en/stable/client.html (futures). Raises UserError where none answers.
    """

    def __init__(self, scheduler: str, patience: int = 10):
        import logging

        from distributed import Client
        from distributed.scheduler import KilledWorker

        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said in our own words
        try:
            self._client = Client(scheduler, timeout=patience, set_as_default=False)
        except (OSError, ValueError) as e:
            why = f"no dask scheduler answers at {scheduler}"
            raise UserError(f"{why}; start one with dask scheduler, or leave --scheduler out.") from e
        self.at_once = 2 * max(1, len(self._client.scheduler_info(n_workers=-1)["workers"]))
        self.lost = (KilledWorker,)

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def submit(self, work: Work, thing: Any):
        return self._client.submit(work, thing, pure=False)
