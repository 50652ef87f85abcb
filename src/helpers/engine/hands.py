"""Hands that work on one thing after the other: this process, others of this machine, or a cluster's.

What comes back is in the order of the things, whoever made it; what is lost elsewhere is made here.
"""

from __future__ import annotations

import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from helpers.errors import UserError

Work = Callable[[Any], list]  # a function of a module, of something that can be sent
Mapper = Callable[[Work, Iterable], "Results"]  # what the work makes of each thing, in order


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


@contextmanager
def side_by_side(work: Work, things: Iterable, run: Run) -> Iterator[Results]:
    """What `work` makes of each thing, in order, as many at once as `run` says; `things` is read a few ahead.

    >>> with side_by_side(sorted, [[2, 1], [3]], Run()) as made:
    ...     list(made)
    [[1, 2], [3]]
    """
    stream = iter(things)
    first = list(islice(stream, 2))
    with hands(run if len(first) > 1 else Run()) as mapper:
        yield mapper(work, chain(first, stream))


@contextmanager
def meanwhile(
    work: Callable[[Any], Any], thing: Any, instead: Callable[[], Any], run: Run,
    waiting: Callable[[], None] = lambda: None,
) -> Iterator[Callable[[], Any]]:
    """A function that gives what `work` makes of a thing, which another process of this machine makes during the block,
    and calls `waiting` now and then until it is there; where `run` has one process, or the other one dies, `instead`
    makes it here when it is asked for.

    >>> with meanwhile(sorted, [2, 1], lambda: "made here", Run()) as made:
    ...     made()
    'made here'
    """
    if run.processes > 1 and (pool := _pool(1)):
        with pool:
            future = pool.started(work, thing)
            yield lambda: pool.result(instead, future, waiting)
    else:
        yield instead


@contextmanager
def hands(run: Run) -> Iterator[Mapper]:
    """What maps a work over things."""
    if run.scheduler:
        with Cluster(run.scheduler) as cluster:
            yield cluster.map
    elif run.processes > 1 and (pool := _pool(run.processes)):
        with pool:
            yield pool.map
    else:
        yield here


def _pool(processes: int) -> Pool | None:
    """Some processes; None where the system has no room for what they must share (a full disk, a small container)."""
    try:
        return Pool(processes)
    except OSError:
        return None


def here(work: Work, things: Iterable) -> Results:
    """What the work makes of each thing, in this process, when it is asked for."""
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

    def result(self, instead: Callable[[], Any], future) -> Any:
        """What comes of a future; where there is none, or it is lost, what `instead` gives."""
        try:
            return instead() if future is None else future.result()
        except self.lost:
            return instead()


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

    def result(self, instead: Callable[[], Any], future, waiting: Callable[[], None] | None = None) -> Any:
        """As of all hands; `waiting` is called every half second until it is there."""
        from concurrent.futures import wait

        while waiting and future is not None and not wait([future], 0.5).done:
            waiting()
        return super().result(instead, future)

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
