"""Tempo: this year against the same date in earlier years, days since the last, by class."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Figure, Paragraph, Section, Sentence
from standoff.brief.evidence import Count
from standoff.errors import InputError
from standoff.figures import DayMark, YearCount, timeline, yearly_strip
from standoff.model import Event, Query, Series
from standoff.record import onset
from standoff.record.query import weapon_class_of

EARLIER_YEARS = 5
STRIP_YEARS = 15
YEAR_DAYS = 365
LANES = 6


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The event days of what the theatre asks about, as far as its tables cover."""

    query: Query
    series: Series
    events: tuple[Event, ...]
    through: date

    def days(self, first: date, last: date) -> int | None:
        """Event days from first to last; None where any of those days is not covered."""
        low, high = (first - self.series.start).days, (last - self.series.start).days + 1
        values = self.series.values[max(low, 0) : high]
        if low < 0 or np.isnan(values).any():
            return None
        return int((values > 0).sum())


def pace_of(desk: Desk) -> Pace | None:
    """The pace of the theatre's first standing question; None where it asks or covers nothing."""
    material = desk.material
    if not material.forecasts:
        return None
    query = replace(material.forecasts[0].question.query, first=None, last=None)
    view = material.facts.as_of(material.as_of)
    try:
        series = view.series(query, count="days")
    except InputError:
        return None
    covered = np.flatnonzero(~np.isnan(series.values))
    if not covered.size:
        return None
    through = min(series.start + timedelta(days=int(covered[-1])), material.as_of)
    events = tuple(view.events(replace(query, last=through)))
    return Pace(query=query, series=series, events=events, through=through)


def tempo_section(desk: Desk) -> Section:
    """Counts, the last one, classes, and two figures."""
    heading = desk.phrases("heading.tempo")
    pace = pace_of(desk)
    if pace is None:
        return Section(id="tempo", heading=heading, blocks=(desk.none("tempo.none"),))
    words = Paragraph(sentences=tuple(_sentences(pace, desk)))
    blocks: tuple[Block, ...] = (words, _strip(pace, desk), _year(pace, desk))
    return Section(id="tempo", heading=heading, blocks=blocks)


def _sentences(pace: Pace, desk: Desk) -> Iterator[Sentence]:
    through, kind = pace.through, desk.names.kind(pace.query.kind or "")
    year = [event for event in pace.events if (day := onset(event)) and day.year == through.year]
    count = pace.days(date(through.year, 1, 1), through)
    if count is not None:
        yield desk.say(
            "tempo.year",
            (_counted(pace, year, date(through.year, 1, 1), desk),),
            n=count,
            kind=kind,
            year=through.year,
            through=desk.phrases.day(through),
        )
    earlier = [
        desk.phrases("tempo.of_year", year=year, n=n)
        for year in range(through.year - 1, through.year - 1 - EARLIER_YEARS, -1)
        if (n := pace.days(date(year, 1, 1), _same_day(through, year))) is not None
    ]
    if earlier:
        first = date(through.year - EARLIER_YEARS, 1, 1)
        counted = (_counted(pace, pace.events, first, desk),)
        yield desk.say("tempo.earlier", counted, years=desk.phrases("list.comma").join(earlier))
    yield from _last(pace, kind, desk)
    yield from _classes(pace, year, desk)


def _last(pace: Pace, kind: str, desk: Desk) -> Iterator[Sentence]:
    days = [(day, event) for event in pace.events if (day := onset(event))]
    if not days:
        yield desk.note("tempo.never", kind=kind, through=desk.phrases.day(pace.through))
        return
    last = max(day for day, _ in days)
    evidence = desk.shelf.events(event for day, event in days if day == last)
    since = (desk.material.as_of - last).days
    gap = (desk.material.as_of - pace.through).days
    key = "tempo.last_gap" if gap else "tempo.last" if since else "tempo.last_today"
    yield desk.say(
        key,
        evidence,
        kind=kind,
        day=desk.phrases.day(last),
        n=since,
        through=desk.phrases.day(pace.through),
    )


def _classes(pace: Pace, year: Sequence[Event], desk: Desk) -> Iterator[Sentence]:
    days: dict[str, set[date]] = {}
    for event in year:
        name = weapon_class_of(event, desk.material.pack) or "unknown"
        days.setdefault(name, set()).add(onset(event) or pace.through)
    if not days:
        return
    ordered = sorted(days.items(), key=lambda one: (-len(one[1]), one[0]))
    parts = [
        desk.phrases("tempo.class", name=desk.names.weapon_class(name, 2), n=len(found))
        for name, found in ordered
    ]
    evidence = (_counted(pace, year, date(pace.through.year, 1, 1), desk),)
    yield desk.say("tempo.classes", evidence, classes=desk.phrases("list.comma").join(parts))


def _strip(pace: Pace, desk: Desk) -> Figure:
    through, kind = pace.through, desk.names.kind(pace.query.kind or "")
    years = []
    for year in range(
        max(pace.series.start.year, through.year - STRIP_YEARS + 1), through.year + 1
    ):
        start, same = date(year, 1, 1), _same_day(through, year)
        whole = pace.days(start, min(date(year, 12, 31), through))
        years.append(YearCount(year=year, count=whole, by_this_day=pace.days(start, same)))
    day = desk.phrases.day(through)
    title = desk.phrases("tempo.strip", kind=kind)
    unit = desk.phrases("tempo.unit", kind=kind)
    svg = yearly_strip(years, title=title, unit=unit, through=desk.phrases.day_of_year(through))
    caption = desk.note("tempo.strip.caption", kind=kind, through=day, first=years[0].year)
    return Figure(svg=svg, caption=caption)


def _year(pace: Pace, desk: Desk) -> Figure:
    """The twelve months up to `as_of`, a lane for each class."""
    last = desk.material.as_of
    first = last - timedelta(days=YEAR_DAYS - 1)
    recent = [
        (day, weapon_class_of(event, desk.material.pack) or "unknown", event)
        for event in pace.events
        if (day := onset(event)) and first <= day <= last
    ]
    counted = sorted({name for _, name, _ in recent}, key=lambda one: _often(one, recent))
    lanes = counted[:LANES] or ["unknown"]
    names = {one: desk.phrases(f"short.{one}") for one in lanes}
    marks = {
        DayMark(day=day, group=names[name], label=desk.names.weapon_class(name))
        for day, name, _ in recent
        if name in names
    }
    svg = timeline(
        sorted(marks, key=lambda one: (one.day, one.group)),
        first=first,
        last=last,
        covered_through=pace.through,
        groups=list(names.values()),
        title=desk.phrases("tempo.timeline", kind=desk.names.kind(pace.query.kind or "")),
    )
    evidence = (_counted(pace, [event for _, _, event in recent], first, desk),)
    key = "tempo.timeline.caption_gap" if pace.through < last else "tempo.timeline.caption"
    caption = desk.say(
        key,
        evidence,
        first=desk.phrases.day(first),
        last=desk.phrases.day(last),
    )
    return Figure(svg=svg, caption=caption)


def _counted(pace: Pace, events: Iterable[Event], first: date, desk: Desk) -> Count:
    """The count behind a sentence: the query, and the events on its days."""
    ids = [event.id for event in events if (day := onset(event)) and first <= day]
    return desk.shelf.count(pace.query, ids, first=first, last=pace.through)


def _often(name: str, recent: Sequence[tuple[date, str, Event]]) -> tuple[int, str]:
    return -sum(1 for _, other, _ in recent if other == name), name


def _same_day(day: date, year: int) -> date:
    """The same date of another year; the last of February where it has no 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
