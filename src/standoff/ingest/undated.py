"""A report without a day of publication: worked out from the record and marked, or asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from standoff.coding import UndatedEvent, undated_events
from standoff.coding.dating import complete
from standoff.coding.found import Found
from standoff.dates import When, one_day
from standoff.model import Event, Issue, Report
from standoff.packs import Pack

LATEST_TELLING_DAYS = 6


def dated(
    report: Report, pack: Pack, events: Callable[[], Sequence[Event]]
) -> tuple[Report, Issue | None]:
    """The report with its day of publication, worked out from the record where it states none.

    Args:
        report: a report as read.
        pack: the theatre.
        events: gives what the record holds; asked only if a day is to be worked out.

    Returns:
        The report as it is, or with a day whose basis is "inferred", and an Issue that says
        from what, or why none was settled.
    """
    if report.published or report.language != pack.language.id:
        return report, None
    when, issue = infer_published(report, pack, events())
    return replace(report, published=when), issue


def infer_published(
    report: Report, pack: Pack, events: Sequence[Event]
) -> tuple[When | None, Issue | None]:
    """The day or stretch in which a report must have been published, with how that was found.

    A day and month without a year is set to the one year in which the record holds such an
    event; a weekday of a named weapon to the one such event on that weekday. Where the record
    allows none or several, nothing is inferred.

    Args:
        report: a report that states no day of publication.
        pack: the theatre.
        events: what the record holds.

    Returns:
        The stretch, its basis "inferred", and an Issue that says from what; None and None
        where nothing in the text could tell.
    """
    undated = undated_events(report, pack)
    for find in (_by_year, _by_weekday):
        when, words = find(undated, events)
        if when or words:
            code_name = "publication_inferred" if when else "publication_unsettled"
            return when, Issue(code=code_name, detail=words, locator=report.source)
    return None, None


def _by_year(undated: Sequence[UndatedEvent], events: Sequence[Event]) -> tuple[When | None, str]:
    days: Counter[date] = Counter()
    for one in undated:
        if one.mention.needs == "year":
            days.update(_fitting_days(one, events))
    years = Counter(day.year for day in days.elements())
    if not years:
        return None, ""
    best = max(years.values())
    likeliest = sorted(year for year, votes in years.items() if votes == best)
    if len(likeliest) > 1:
        found = ", ".join(map(str, likeliest))
        return None, f"the year could be any of {found}; give the day with --published"
    latest = max(day for day in days if day.year == likeliest[0])
    words = f"the record holds such an event on {latest} and in no other year that fits as well"
    end = date(latest.year, 12, 31)
    return When(first=latest, last=end, precision="month", basis="inferred"), words


def _fitting_days(one: UndatedEvent, events: Sequence[Event]) -> set[date]:
    days = {event.when.day for event in events if event.when and _alike(one.event, event)}
    years = {day.year for day in days if day}
    whens = (complete(one.mention, year).when for year in years)
    return {when.day for when in whens if when and when.day in days and when.day}


def _by_weekday(
    undated: Sequence[UndatedEvent], events: Sequence[Event]
) -> tuple[When | None, str]:
    told = [one for one in undated if one.mention.kind == "weekday" and one.event.weapon]
    days = sorted({day for one in told for day in _weapon_days(one, events)})
    if not days:
        return None, ""
    if len(days) > 1:
        return None, f"{len(days)} events on record fit; give the day with --published"
    published = days[0] + timedelta(days=_last_weekday(undated, days[0]))
    words = f"the record holds one event of this weapon on this weekday, on {days[0]}"
    return one_day(published, "inferred"), words


def _weapon_days(one: UndatedEvent, events: Sequence[Event]) -> set[date]:
    """The days on record of such an event with the same named weapon on the same weekday."""
    days = {
        event.when.day
        for event in events
        if event.when and event.get("weapon") == one.event.weapon and _alike(one.event, event)
    }
    return {day for day in days if day and day.weekday() == one.mention.fields.get("weekday")}


def _last_weekday(undated: Sequence[UndatedEvent], day: date) -> int:
    """How many days after `day` the latest weekday in the text comes, within the week."""
    weekdays = [mention.fields.get("weekday") for one in undated for mention in one.others]
    later = [(int(number) - day.weekday()) % 7 for number in weekdays if number is not None]
    return max((lag for lag in later if lag <= LATEST_TELLING_DAYS), default=0)


def _alike(told: Found, event: Event) -> bool:
    return told.kind == event.kind and bool(set(told.actors) & set(event.actors))
