"""Splits of reports: what one process codes and one transaction stores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from standoff.errors import InputError
from standoff.model import Batch, Coding, Issue, Report
from standoff.packs import Pack
from standoff.record.rows import Encoded, encode, joined

Coder = Callable[[Report, Pack], Coding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A portion of the input: what one process codes and one transaction stores."""

    reports: tuple[Report, ...]
    issues: tuple[Issue, ...] = ()
    tries: int = 0


Done = tuple[Split, Encoded]


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


def encoded(split: Split, code: Coder, pack: Pack) -> Encoded:
    """A split's batch, ready to be stored.

    What one report brings that cannot be stored becomes an issue; the other reports stay whole.
    """
    try:
        return encode(process(split, code, pack))
    except InputError as error:
        if len(split.reports) > 1:
            return joined([encoded(one, code, pack) for one in singly(split)])
        found = [
            Issue(code="ingest.unstorable", detail=str(error), locator=report.id)
            for report in split.reports
        ]
        return encode(Batch(issues=(*split.issues, *found)))


def coded_here(splits: Iterator[Split], code: Coder, pack: Pack) -> Iterator[list[Done]]:
    """Each split with its batch, coded in this process."""
    return ([(split, encoded(split, code, pack))] for split in splits)


def singly(split: Split) -> Iterator[Split]:
    """The split's reports each by itself, then its issues, tried once more."""
    for report in split.reports:
        yield Split(reports=(report,), tries=split.tries + 1)
    if split.issues:
        yield Split(reports=(), issues=split.issues, tries=split.tries + 1)
