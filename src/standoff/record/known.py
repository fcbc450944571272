"""The public clock: what had been published by a day, for things and for single values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from standoff.model import Claim, Observation, Report, Ruling, TextAnchor
from standoff.record.rulings import Index, by_scope, pointed_at


def known_observations(observations: Iterable[Observation], day: date) -> Iterator[Observation]:
    """The observations known by a day, each with only those values that were.

    What has no day of knowledge was known on no day. A value without one shares that of its
    observation.
    """
    for one in observations:
        if one.known is None or one.known > day:
            continue
        values = {s: v for s, v in one.values.items() if (v.known or one.known) <= day}
        yield one if len(values) == len(one.values) else replace(one, values=values)


def known_claims(claims: Iterable[Claim], day: date) -> Iterator[Claim]:
    """The claims made by a day."""
    return (claim for claim in claims if claim.known is not None and claim.known <= day)


def known_reports(reports: Iterable[Report], day: date) -> Iterator[Report]:
    """The reports certainly published by a day."""
    return (report for report in reports if (out := published_on(report)) and out <= day)


def published_on(report: Report) -> date | None:
    """The day by which a report was out, None where that is not known."""
    return report.published.last if report.published else None


def known_rulings(
    rulings: Iterable[Ruling],
    day: date,
    *,
    observations: Iterable[Observation],
    reports: Iterable[Report],
) -> tuple[Ruling, ...]:
    """The rulings whose evidence was public by a day.

    A ruling is known when the latest of what it cites is, else on the day of the decision. An
    undoing counts wherever what it undoes does: a withdrawn decision is no public knowledge.
    """
    listed = {ruling.id: ruling for ruling in rulings}
    index = by_scope(observations)
    published = {report.id: published_on(report) for report in reports}

    def known(ruling: Ruling) -> date:
        seen = {ruling.id}
        while ruling.undoes in listed and ruling.undoes not in seen:
            ruling = listed[ruling.undoes]
            seen.add(ruling.id)
        return known_ruling(ruling, index, published)

    return tuple(ruling for ruling in listed.values() if known(ruling) <= day)


def known_ruling(ruling: Ruling, index: Index, published: Mapping[str, date | None]) -> date:
    """The day a ruling could have been made: its latest cited evidence, else its decision."""
    days: list[date] = []
    for anchor in ruling.cites:
        if isinstance(anchor, TextAnchor):
            found = [published.get(anchor.report)]
        else:
            found = [one.known for one in pointed_at(anchor, index)]
        days.extend(day for day in found if day)
    return max(days, default=ruling.decided)
