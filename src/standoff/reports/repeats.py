"""Near copies among reports: who reprints whom. A reprint stays a report of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from standoff.model import Report
from standoff.packs.language import Language
from standoff.reports.likeness import Hashes, likely_pairs, overlap, windows, words_of
from standoff.reports.stated import find_dateline
from standoff.reports.wording import Wording, wording

Basis = Literal["credited", "earliest", "undecided"]

# A cut copy keeps half of its words in the original's order; two texts on one event share
# quotations and names, up to a third. Measured by `benchmarks/repeats.py`.
SHARE_OF_SHORTER = 0.5
# Below this the longer one is a digest or a live page that holds several stories.
SHARE_OF_LONGER = 0.3
# An outlet repeats its own background for months, and a page its frame: there more is needed.
SHARE_WITHIN_OUTLET = 0.8
NEAR_DAYS = 10
# A line in this many pages, under as many headlines and on as many days, belongs to no story.
STOCK_PAGES = 3
FEW_WINDOWS = 12
_EDGE_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Reports that are near copies of one text.

    `original` is the report that the others most likely go back to, None where it is not
    among them or cannot be told; `agency` is whose text it is by what the copies credit.
    """

    members: tuple[str, ...]
    original: str | None
    agency: str | None
    basis: Basis

    @property
    def reprints(self) -> tuple[str, ...]:
        """The members that are not the original; all but one where none is known."""
        first = self.original or self.members[0]
        return tuple(one for one in self.members if one != first)


def find_repeats(
    reports: Iterable[Report], *, language: str | Language = "en"
) -> tuple[Repeat, ...]:
    """The groups of near copies among the reports, whatever their order, by their least id.

    Two reports belong together if half of the shorter one's windows of four words stand in the
    longer one, and these are three tenths of it; within one outlet, or more than ten days apart,
    four fifths. Groups are joined through common members.

    Args:
        reports: in any order, with any repetition.
        language: whose datelines tell the agency.
    """
    ordered = [one for _, one in sorted({report.id: report for report in reports}.items())]
    hashed = windows(_stories(ordered))
    joined = _Joined(len(ordered))
    for one, other in likely_pairs(hashed):
        if not joined.are(one, other) and _alike(ordered, hashed, one, other):
            joined.join(one, other)
    words = wording(language)
    groups = (tuple(ordered[index] for index in group) for group in joined.groups())
    return tuple(_repeat(group, words) for group in groups)


def _stories(reports: Sequence[Report]) -> list[list[str]]:
    """The words of each report without the lines that stand under many headlines."""
    lines = [_lines(report) for report in reports]
    pages: dict[str, list[Report]] = {}
    for report, own in zip(reports, lines, strict=True):
        for line in own:
            pages.setdefault(line, []).append(report)
    common = {line: _outlets(found) for line, found in pages.items() if len(found) >= STOCK_PAGES}
    return [
        words_of("\n".join(line for line in own if report.source not in common.get(line, ())))
        for report, own in zip(reports, lines, strict=True)
    ]


def _outlets(pages: Sequence[Report]) -> set[str]:
    """The outlets for which the line that these pages share belongs to none of their stories.

    It is one outlet's frame, or a stock paragraph that many use for longer than a story lives.
    """
    by_outlet: dict[str, list[Report]] = {}
    for page in pages:
        by_outlet.setdefault(page.source, []).append(page)
    days = [day for page in pages if (day := _day(page))]
    if days and (max(days) - min(days)).days > NEAR_DAYS and _is_stock(pages):
        return set(by_outlet)
    return {outlet for outlet, own in by_outlet.items() if _is_stock(own)}


def _is_stock(pages: Sequence[Report]) -> bool:
    """Whether the pages are of several stories: several headlines, on as many days."""
    headlines = {frozenset(words_of(page.title)) for page in pages}
    days = {_day(page) for page in pages}
    return len(headlines) >= STOCK_PAGES and (None in days or len(days) >= STOCK_PAGES)


def _lines(report: Report) -> list[str]:
    found = (line.strip().lower() for line in report.text.split("\n"))
    return list(dict.fromkeys(line for line in found if line))


def _alike(reports: Sequence[Report], hashed: Sequence[Hashes], one: int, other: int) -> bool:
    first, second = hashed[one], hashed[other]
    shared = overlap(first, second)
    if min(first.size, second.size) < FEW_WINDOWS:
        return shared.of_longer == 1.0
    near = (
        reports[one].source != reports[other].source
        and _days_apart(reports[one], reports[other]) <= NEAR_DAYS
    )
    least = SHARE_OF_SHORTER if near else SHARE_WITHIN_OUTLET
    return shared.of_shorter >= least and shared.of_longer >= SHARE_OF_LONGER


def _days_apart(one: Report, other: Report) -> int:
    """Days between two publications; 0 where one is unknown."""
    first, second = _day(one), _day(other)
    return abs((first - second).days) if first and second else 0


def _day(report: Report) -> date | None:
    return report.published.first if report.published else None


class _Joined:
    """Indices joined in groups, the least of each standing for it."""

    def __init__(self, count: int) -> None:
        self.above = list(range(count))

    def root(self, one: int) -> int:
        while self.above[one] != one:
            self.above[one] = one = self.above[self.above[one]]
        return one

    def are(self, one: int, other: int) -> bool:
        return self.root(one) == self.root(other)

    def join(self, one: int, other: int) -> None:
        first, second = sorted((self.root(one), self.root(other)))
        self.above[second] = first

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for index in range(len(self.above)):
            found.setdefault(self.root(index), []).append(index)
        return [group for group in found.values() if len(group) > 1]


def _repeat(group: Sequence[Report], words: Wording) -> Repeat:
    members = tuple(report.id for report in group)
    credited = _credits(group, words)
    if credited:
        agency = min(credited, key=lambda name: (-credited[name], name))
        own = [report for report in group if report.source == agency]
        original = min(own, key=_turn).id if own else None
        return Repeat(members=members, original=original, agency=agency, basis="credited")
    first = _earliest(group)
    return Repeat(
        members=members,
        original=first.id if first else None,
        agency=first.source if first else None,
        basis="earliest" if first else "undecided",
    )


def _credits(group: Sequence[Report], words: Wording) -> Mapping[str, int]:
    """How many of the reports credit each other's outlets, or an agency in their dateline."""
    found: Counter[str] = Counter()
    sources = {report.source for report in group}
    names = {source.lower(): source for source in sources}
    for report in group:
        dateline = find_dateline(report.text, words)
        agency = dateline.agency if dateline else None
        credited = {names.get(agency.lower(), agency)} if agency else set()
        credited |= {source for source in sources if _names(report, source)}
        found.update(credited - {report.source})
    return found


def _names(report: Report, source: str) -> bool:
    """Whether the report's byline, opening or end names another outlet."""
    byline = next((mark for mark in report.marks if mark.startswith("byline: ")), "")
    edges = (byline, report.text[:_EDGE_CHARS], report.text[-_EDGE_CHARS:])
    named = re.compile(rf"(?<!\w){re.escape(source)}(?!\w)")
    return source != report.source and any(named.search(edge) for edge in edges)


def _earliest(group: Sequence[Report]) -> Report | None:
    """The one published before all others; None where that cannot be told."""
    if not all(map(_day, group)):
        return None
    moments = {report.id: _moment(report) for report in group}
    first, second, *_ = sorted(group, key=_turn)
    one, other = moments[first.id], moments[second.id]
    if one is not None and all(moments.values()):
        return min(group, key=lambda report: moments[report.id] or one) if one != other else None
    return first if _day(first) != _day(second) else None


def _turn(report: Report) -> tuple[date, datetime, str]:
    moment = _moment(report) or datetime.max.replace(tzinfo=UTC)
    return (_day(report) or date.max, moment, report.id)


def _moment(report: Report) -> datetime | None:
    """The minute of publication, where it is stated with its zone."""
    when = report.published
    if when is None or when.first is None or when.minute is None or when.zone is None:
        return None
    return datetime.combine(when.first, when.minute, tzinfo=ZoneInfo(when.zone))
