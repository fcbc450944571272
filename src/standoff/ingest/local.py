"""Reports into the record on one machine: coded by many, written by one.

Every split is stored in one transaction together with its lines of the ledger, so that an
ingest killed at any moment has stored whole splits, and running it again does only the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from standoff.dates import When
from standoff.errors import InputError
from standoff.ingest.pool import Workers
from standoff.ingest.split import Coder, Done, Split, coded_here
from standoff.model import Issue, Receipt, Report
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.merging import Merging, Task, merged
from standoff.record.part import Part
from standoff.record.rows import IssueRow, joined

SPLIT_REPORTS = 100
TOLD_ROWS = 500
LINE = ("raw_sha", "reader", "published", "coder", "pack")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an ingest has come; `latest` are the issues that came with the last splits.

    When all is stored the events are derived: `merged` of `to_merge` observations are.
    """

    done: int
    skipped: int
    issues: int
    latest: tuple[IssueRow, ...] = ()
    to_merge: int = 0
    merged: int = 0


def ingest(
    record: Record,
    items: Iterable[Report | Issue],
    pack: Pack,
    *,
    code: Coder,
    coder: str,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
) -> Receipt:
    """Code the reports and store them with all that was found; what is unchanged is skipped.

    A report is coded anew when its text, its day, its reader, the coder or the pack has
    changed; what an earlier coding found is then withdrawn, and stays in the earlier versions.
    An interrupted ingest is resumed by starting it again. At the end the events are derived and
    kept, so that the first question does not wait for them.

    Args:
        record: where to; it moves on to the new version.
        items: reports, and issues of reading, as `reports.read` yields them.
        pack: the theatre to code with.
        code: a pure function of a report and a pack; with several workers, one that can be sent
            to another process.
        coder: the name and version that `code` stamps its findings with.
        workers: how many processes code; 1 codes in this one.
        progress: called whenever splits have been stored or parts have been merged, and now and
            then while all is skipped.

    Returns:
        The version afterwards and how much was new.

    Raises:
        InputError: `workers` is below 1.
        RecordError: the record cannot be written; what was stored before stays.
    """
    if workers < 1:
        raise InputError(f"an ingest needs at least one worker, got {workers}")
    plan = _Plan(record, pack, coder, progress or _in_silence)
    splits = plan.splits(items)
    if workers == 1:
        for done in coded_here(splits, code, pack):
            plan.store(done)
        plan.derive(lambda tasks: merged(tasks, record.store, pack))
    else:
        with Workers(code, pack, record.store, workers) as pool:
            for done in pool.coded(splits):
                plan.store(done)
            plan.derive(pool.merged)
    return Receipt(version=record.version, added=plan.added)


@dataclass(slots=True)
class _Plan:
    """What is to be done and what has been."""

    record: Record
    pack: Pack
    coder: str
    tell: Callable[[Progress], None]
    seen: dict[str, dict[str, str]] = field(init=False)
    added: dict[str, int] = field(default_factory=dict)
    progress: Progress = Progress(done=0, skipped=0, issues=0)

    def __post_init__(self) -> None:
        self.seen = {
            name: {key: line[key] for key in LINE}
            for name, line in self.record.store.ledger().items()
        }

    def splits(self, items: Iterable[Report | Issue]) -> Iterator[Split]:
        """The reports that are new or changed, in portions, with the issues among them."""
        reports: list[Report] = []
        issues: list[Issue] = []
        for item in items:
            if isinstance(item, Issue):
                issues.append(item)
            elif self._is_done(item):
                self._count(skipped=1)
                if self.progress.skipped % SPLIT_REPORTS == 0:
                    self.tell(self.progress)
            else:
                reports.append(item)
            if len(reports) + len(issues) >= SPLIT_REPORTS:
                yield Split(reports=tuple(reports), issues=tuple(issues))
                reports, issues = [], []
        if reports or issues:
            yield Split(reports=tuple(reports), issues=tuple(issues))

    def store(self, done: Sequence[Done]) -> None:
        """Store the splits' batches with their lines of the ledger; then all is on the disk."""
        batch = joined([encoded for _, encoded in done])
        reports = [report.id for split, _ in done for report in split.reports]
        failed = {one.locator for one in batch.issues if one.code.startswith("ingest.")}
        ledger = [
            {**self.seen[one], "input": one, "outcome": "issue" if one in failed else "coded"}
            for one in reports
        ]
        replacing = [one for one in reports if one not in failed]
        receipt = self.record.add(batch, replacing=replacing, ledger=ledger)
        for name, count in receipt.added.items():
            self.added[name] = self.added.get(name, 0) + count
        self._count(done=len(reports), latest=batch.issues)
        self.tell(self.progress)

    def derive(self, merging: Merging) -> None:
        """Derive the events, telling how far that is."""

        def told(tasks: Sequence[Task]) -> Iterator[Part]:
            total, so_far = sum(len(task.rows) for task in tasks), 0
            for part in merging(tasks):
                yield part
                so_far += len(part.rows)
                if so_far == total or so_far - self.progress.merged >= TOLD_ROWS:
                    self.progress = replace(self.progress, to_merge=total, merged=so_far, latest=())
                    self.tell(self.progress)

        self.record.derive(told)

    def _is_done(self, report: Report) -> bool:
        line = self._line(report)
        if self.seen.get(report.id) == line:
            return True
        self.seen[report.id] = line
        return False

    def _line(self, report: Report) -> dict[str, str]:
        """All that a coding depends on; the day is here since it may be worked out anew."""
        published = _as_text(report.published)
        given = (report.raw_sha, report.reader, published, self.coder, self.pack.id)
        return dict(zip(LINE, given, strict=True))

    def _count(self, *, done: int = 0, skipped: int = 0, latest: tuple[IssueRow, ...] = ()) -> None:
        so_far = self.progress
        self.progress = replace(
            so_far,
            done=so_far.done + done,
            skipped=so_far.skipped + skipped,
            issues=so_far.issues + len(latest),
            latest=latest,
        )


def _in_silence(_progress: Progress) -> None:
    """What is called where nobody wants to know."""


@lru_cache(maxsize=10_000)
def _as_text(published: When | None) -> str:
    return json.dumps(published.to_json() if published else None)
