"""Coding splits of reports and merging parts, in several processes that may be killed."""

from __future__ import annotations

import os
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, as_completed, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import cache, partial
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from typing import TypeVar

from standoff.errors import RecordError
from standoff.ingest.split import Coder, Done, Split, encoded, singly
from standoff.model import Batch, Issue
from standoff.packs import Pack
from standoff.record import dialect
from standoff.record.merging import Task, merged
from standoff.record.part import Part
from standoff.record.rows import Encoded, encode
from standoff.record.store import Store, open_store

# Enough that workers have something to do while the driver stores what they did before.
AHEAD_PER_WORKER = 4
TRIES = 2
# What one process merges at a turn, and from how many on starting processes is worth it.
PORTION_ROWS = 400
WORTH_STARTING_ROWS = 4000


Submit = Callable[[Split], Future[Encoded]]
T = TypeVar("T")
R = TypeVar("R")
_context: ContextVar[tuple[Coder, Pack, str]] = ContextVar("what a worker works with")


class Workers:
    """Processes that code splits and merge parts, started when they are first needed."""

    def __init__(self, code: Coder, pack: Pack, store: Store, count: int) -> None:
        self.pack, self.store, self.count = pack, store, count
        self.context = pickle.dumps((code, pack, dialect.place_of(store.engine)))
        self.pool: ProcessPoolExecutor | None = None
        self.lifeline: Connection | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._dismiss()

    def coded(self, splits: Iterator[Split]) -> Iterator[list[Done]]:
        """The splits with their batches: at each turn all that is done by now.

        When a process dies, the pool is made anew and what it held is tried again, report by
        report; one that ends its process twice, alone, becomes an issue.
        """
        queue = _Queue(splits, self.count)
        while True:
            try:
                yield from queue.run(partial(self._submit, _work))
                return
            except BrokenProcessPool:
                self._dismiss()
                yield from queue.recover()

    def merged(self, tasks: Sequence[Task]) -> Iterator[Part]:
        """The parts of the tasks, in any order; what a dying process held is merged here."""
        few = self.pool is None and sum(len(one.rows) for one in tasks) < WORTH_STARTING_ROWS
        if few or dialect.place_of(self.store.engine) is None:
            yield from merged(tasks, self.store, self.pack)
            return
        left = dict(enumerate(_portions(tasks)))
        try:
            running = {self._submit(_merge, portion): at for at, portion in left.items()}
            for done in as_completed(running):
                yield from done.result()
                del left[running[done]]
        except (BrokenProcessPool, RecordError):
            self._dismiss()
            for portion in left.values():
                yield from merged(portion, self.store, self.pack)

    def _submit(self, work: Callable[[T], R], given: T) -> Future[R]:
        # The first submission starts the processes, and none may die of a Ctrl-C before it can
        # ignore it: what is blocked here is blocked in them, and reaches the driver afterwards.
        with _without_interrupts():
            return self._started().submit(work, given)

    def _started(self) -> ProcessPoolExecutor:
        if self.pool is None:
            # Spawned, not forked: a fork would carry the driver's open database along.
            spawn = get_context("spawn")
            ends, self.lifeline = spawn.Pipe(duplex=False)
            given = (self.context, ends)
            self.pool = ProcessPoolExecutor(
                self.count, spawn, initializer=_as_worker, initargs=given
            )
        return self.pool

    def _dismiss(self) -> None:
        """End the processes, whatever they are at: what they held is stored by nobody yet.

        They are waited for: a pool left to the end of the driver fails there on closed pipes.
        """
        pool, self.pool = self.pool, None
        if pool is None or self.lifeline is None:
            return
        self.lifeline.close()
        pool.shutdown(cancel_futures=True)


class _Queue:
    """What waits, what runs, and what was lost with a dead process."""

    def __init__(self, splits: Iterator[Split], workers: int) -> None:
        self.splits = splits
        self.room = workers * AHEAD_PER_WORKER
        self.running: dict[Future[Encoded], Split] = {}
        self.again: deque[Split] = deque()
        self.ready: list[Done] = []

    def run(self, submit: Submit) -> Iterator[list[Done]]:
        """Code until nothing is left.

        Raises:
            BrokenProcessPool: a process died; `running` holds what was lost.
        """
        self._fill(submit)
        while self.running:
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            whole = [one for one in done if one.exception() is None]
            if not whole:
                next(iter(done)).result()
            self.ready = [(self.running.pop(one), one.result()) for one in whole]
            self._fill(submit)
            yield self._handed_over()

    def recover(self) -> Iterator[list[Done]]:
        """Put back what was lost, and give up on a lone report that was lost too often."""
        if self.ready:
            yield self._handed_over()
        lost, self.running = self.running, {}
        for split in lost.values():
            if split.tries >= TRIES:
                detail = f"coding it ended its process {split.tries} times"
                found = [
                    Issue(code="ingest.killed", detail=detail, locator=report.id)
                    for report in split.reports
                ]
                batch = Batch(reports=split.reports, issues=(*split.issues, *found))
                yield [(split, encode(batch))]
            else:
                self.again.extend(singly(split))

    def _handed_over(self) -> list[Done]:
        ready, self.ready = self.ready, []
        return ready

    def _fill(self, submit: Submit) -> None:
        """Keep every worker busy; what was lost runs alone, so that the culprit shows."""
        if self.again:
            if not self.running:
                self._hand_in(submit, self.again.popleft())
            return
        if any(split.tries for split in self.running.values()):
            return
        while len(self.running) < self.room:
            split = next(self.splits, None)
            if split is None:
                return
            self._hand_in(submit, split)

    def _hand_in(self, submit: Submit, split: Split) -> None:
        try:
            future = submit(split)
        except BrokenProcessPool:
            self.again.append(split)
            raise
        self.running[future] = split


@contextmanager
def _without_interrupts() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _as_worker(context: bytes, lifeline: Connection) -> None:
    """Unpack what to code with; leave Ctrl-C to the driver, and end when the driver does."""
    _context.set(pickle.loads(context))  # noqa: S301  made by our own driver
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(lifeline,), daemon=True).start()


def _end_with(lifeline: Connection) -> None:
    """End this process once the driver has closed its end: on purpose, or by being killed."""
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    os._exit(1)


def _work(split: Split) -> Encoded:
    code, pack, _ = _context.get()
    return encoded(split, code, pack)


def _merge(tasks: Sequence[Task]) -> list[Part]:
    _, pack, place = _context.get()
    return [part.packed() for part in merged(tasks, _opened(place, pack.manifest.id), pack)]


@cache
def _opened(place: str, theatre: str) -> Store:
    return open_store(place, theatre=theatre, create=False, asking=True)


def _portions(tasks: Sequence[Task]) -> Iterator[list[Task]]:
    """The tasks in portions of some size, the largest first: large ones last would hold up all."""
    portion: list[Task] = []
    rows = 0
    for task in sorted(tasks, key=lambda one: len(one.rows), reverse=True):
        portion.append(task)
        rows += len(task.rows)
        if rows >= PORTION_ROWS:
            yield portion
            portion, rows = [], 0
    if portion:
        yield portion
