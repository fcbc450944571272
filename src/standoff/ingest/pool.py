"""Coding splits of reports, in this process or in several that may be killed."""

from __future__ import annotations

import os
import pickle
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from threading import Thread

from standoff.errors import InputError
from standoff.model import Batch, Coding, Issue, Report
from standoff.packs import Pack

Coder = Callable[[Report, Pack], Coding]
AHEAD_PER_WORKER = 2
TRIES = 2
LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A portion of the input: what one process codes and one transaction stores."""

    reports: tuple[Report, ...]
    issues: tuple[Issue, ...] = ()
    tries: int = 0


def process(split: Split, code: Coder, pack: Pack) -> Batch:
    """Everything a split adds to the record: a pure function of its arguments.

    A report that the coder refuses is stored all the same, with an issue in place of findings.
    """
    codings: list[Coding] = []
    issues = list(split.issues)
    for report in split.reports:
        try:
            codings.append(code(report, pack))
        except InputError as error:
            issues.append(Issue(code="ingest.refused", detail=str(error), locator=report.id))
    return Batch(
        reports=split.reports,
        observations=tuple(one for coding in codings for one in coding.observations),
        claims=tuple(one for coding in codings for one in coding.claims),
        issues=(*issues, *(one for coding in codings for one in coding.issues)),
    )


def coded_here(splits: Iterator[Split], code: Coder, pack: Pack) -> Iterator[tuple[Split, Batch]]:
    """Each split with its batch, coded in this process."""
    return ((split, process(split, code, pack)) for split in splits)


def coded_in_pool(
    splits: Iterator[Split], code: Coder, pack: Pack, *, workers: int
) -> Iterator[tuple[Split, Batch]]:
    """Each split with its batch, as they are done, coded in `workers` processes.

    When a process dies, the pool is made anew and what it held is tried again, report by
    report; one that ends its process twice, alone, becomes an issue.
    """
    queue = _Queue(splits, pickle.dumps((code, pack)), workers)
    while True:
        # Spawned, not forked: a fork would carry the driver's open database along.
        pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_as_worker)
        try:
            yield from queue.run(pool)
            return
        except BrokenProcessPool:
            yield from queue.recover()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


class _Queue:
    """What waits, what runs, and what was lost with a dead process."""

    def __init__(self, splits: Iterator[Split], context: bytes, workers: int) -> None:
        self.splits, self.context = splits, context
        self.room = workers * AHEAD_PER_WORKER
        self.running: dict[Future[Batch], Split] = {}
        self.again: deque[Split] = deque()

    def run(self, pool: ProcessPoolExecutor) -> Iterator[tuple[Split, Batch]]:
        """Code until nothing is left.

        Raises:
            BrokenProcessPool: a process died; `running` holds what was lost.
        """
        self._fill(pool)
        while self.running:
            done, _ = wait(self.running, return_when=FIRST_COMPLETED)
            for future in done:
                batch = future.result()
                yield self.running.pop(future), batch
            self._fill(pool)

    def recover(self) -> Iterator[tuple[Split, Batch]]:
        """Put back what was lost, and give up on a lone report that was lost too often."""
        lost, self.running = self.running, {}
        for split in lost.values():
            if split.tries >= TRIES:
                detail = f"coding it ended its process {split.tries} times"
                found = [
                    Issue(code="ingest.killed", detail=detail, locator=report.id)
                    for report in split.reports
                ]
                yield split, Batch(reports=split.reports, issues=(*split.issues, *found))
            else:
                self.again.extend(_singly(split))

    def _fill(self, pool: ProcessPoolExecutor) -> None:
        """Keep every worker busy; what was lost runs alone, so that the culprit shows."""
        if self.again:
            if not self.running:
                self._submit(pool, self.again.popleft())
            return
        if any(split.tries for split in self.running.values()):
            return
        while len(self.running) < self.room:
            split = next(self.splits, None)
            if split is None:
                return
            self._submit(pool, split)

    def _submit(self, pool: ProcessPoolExecutor, split: Split) -> None:
        try:
            future = pool.submit(_work, split, self.context)
        except BrokenProcessPool:
            self.again.append(split)
            raise
        self.running[future] = split


def _singly(split: Split) -> Iterator[Split]:
    for report in split.reports:
        yield Split(reports=(report,), tries=split.tries + 1)
    if split.issues:
        yield Split(reports=(), issues=split.issues, tries=split.tries + 1)


def _as_worker() -> None:
    """Leave Ctrl-C to the driver, and end when the driver does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(driver: int) -> None:
    while os.getppid() == driver:
        time.sleep(LOOK_SECONDS)
    os._exit(1)


@lru_cache(maxsize=1)
def _context(pickled: bytes) -> tuple[Coder, Pack]:
    """The coder and pack, unpacked once a process, so that what they cache lasts."""
    code, pack = pickle.loads(pickled)  # noqa: S301  made by our own driver
    return code, pack


def _work(split: Split, pickled: bytes) -> Batch:
    code, pack = _context(pickled)
    return process(split, code, pack)
