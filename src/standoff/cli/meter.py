"""How an ingest goes: a bar on a terminal, a line now and then elsewhere, nothing if quiet."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standoff.cli.inputs import Reading
    from standoff.ingest import Progress
    from standoff.record.rows import IssueRow

Watch = Callable[["Progress"], None]
LINE_SECONDS = 10.0
SHOWN_ISSUES = 5


@dataclass(slots=True)
class Meter:
    """What was stored so far, with the issues by code and the first few of them."""

    reading: Reading
    begun: float = field(default_factory=time.monotonic)
    done: int = 0
    skipped: int = 0
    merged: int = 0
    to_merge: int = 0
    codes: Counter[str] = field(default_factory=Counter)
    first: list[IssueRow] = field(default_factory=list)

    def take(self, progress: Progress) -> None:
        """Note how far the ingest has come."""
        self.done, self.skipped = progress.done, progress.skipped
        self.merged, self.to_merge = progress.merged, progress.to_merge
        self.codes.update(row.code for row in progress.latest)
        seen = {row.code for row in self.first}
        # One of each code says more than five of the commonest.
        for row in progress.latest:
            if row.code not in seen and len(self.first) < SHOWN_ISSUES:
                seen.add(row.code)
                self.first.append(row)

    @property
    def state(self) -> tuple[int, int]:
        """How much of the step at hand is done: of the reading, then of the deriving of events."""
        if self.to_merge:
            return self.merged, self.to_merge
        return self.done + self.skipped, max(self.reading.expected, 1)

    @property
    def rate(self) -> float:
        """Reports coded or passed by a second."""
        return (self.done + self.skipped) / max(time.monotonic() - self.begun, 1e-9)

    @property
    def seconds_left(self) -> float | None:
        """How long the rest will take at this rate; None before anything is known."""
        left = self.reading.expected - self.done - self.skipped
        return max(left, 0) / self.rate if self.done + self.skipped else None

    def words(self) -> str:
        """How it stands, as one line."""
        if self.to_merge:
            return f"deriving events: {self.merged:,} of {self.to_merge:,} observations merged"
        left = self.seconds_left
        time_left = "" if left is None else f", {timedelta(seconds=round(left))} left"
        return (
            f"{self.done:,} coded, {self.skipped:,} unchanged of about {self.reading.expected:,} "
            f"reports, {sum(self.codes.values()):,} issues, {self.rate:,.0f} reports/s{time_left}"
        )

    def short(self) -> str:
        """The same for a line of 80 columns beside a bar."""
        if self.to_merge:
            return f"{self.merged:,}/{self.to_merge:,} observations merged into events"
        left = self.seconds_left
        time_left = "" if left is None else f", {timedelta(seconds=round(left))} left"
        return (
            f"{self.done + self.skipped:,}/{self.reading.expected:,}, {self.skipped:,} unchanged, "
            f"{sum(self.codes.values()):,} issues, {self.rate:,.0f}/s{time_left}"
        )


@contextmanager
def watching(meter: Meter, *, quiet: bool) -> Iterator[Watch]:
    """Something to call with every Progress; on standard error, which is not the result."""
    if quiet:
        yield meter.take
    elif sys.stderr.isatty():
        with _bar(meter) as watch:
            yield watch
    else:
        yield _lines(meter)


def _lines(meter: Meter) -> Watch:
    last = time.monotonic()

    def watch(progress: Progress) -> None:
        nonlocal last
        meter.take(progress)
        if time.monotonic() - last >= LINE_SECONDS:
            last = time.monotonic()
            sys.stderr.write(meter.words() + "\n")
            sys.stderr.flush()

    return watch


@contextmanager
def _bar(meter: Meter) -> Iterator[Watch]:
    from rich import progress as rich
    from rich.console import Console

    columns = (rich.BarColumn(bar_width=10), rich.TextColumn("{task.description}"))
    with rich.Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("reading", total=meter.reading.expected)

        def watch(progress: Progress) -> None:
            meter.take(progress)
            completed, total = meter.state
            bar.update(task, completed=completed, total=total, description=meter.short())

        yield watch
