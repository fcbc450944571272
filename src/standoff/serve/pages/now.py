"""Now: what a desk wants first, on one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.brief.document import Paragraph, Sentence
from standoff.brief.tempo import Pace
from standoff.errors import InputError
from standoff.figures import YearCount, yearly_strip
from standoff.model import Dispute, Event, Query
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.coverage import covered_span
from standoff.serve.pages.asked import HAPPENED, asked
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import name_of
from standoff.serve.pages.told import Line, line_of, lines_of

if TYPE_CHECKING:
    from standoff.brief.archive import Filed
    from standoff.serve.listing import Listing
    from standoff.serve.site import Site

LAST_EVENTS: Final = 10
YEARS: Final = 12
AHEAD_DAYS: Final = 90
MONTH_DAYS: Final = 30
MOST_LEAD: Final = 2
MOST_DISPUTES: Final = 8
LOOKED_FOR_DISPUTES: Final = 1500
# Days of the calendar: known beforehand, and no news when they come.
CALENDAR: Final = frozenset({"occasion", "tenure", "election"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A forecast of the journal beside its base rate; `chance` and `base_rate` in percent."""

    text: str
    chance: str
    base_rate: str
    words: str
    opens: str
    closes: str
    days: int
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest:
    """The newest brief: its first sentences, who approved it, and when."""

    key: str
    title: str
    state: str
    as_of: date
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What the page shows; days are of the theatre's zone."""

    today: date
    outcome: str
    acting: str
    days_since: int | None
    last: Line | None
    covered_through: date | None
    years: tuple[YearCount, ...]
    years_through: date | None
    figure: str | None
    events: tuple[Line, ...]
    planned: tuple[Line, ...]
    disputes: tuple[tuple[Line, Dispute], ...]
    lead: tuple[Chance, ...]
    chances: tuple[Chance, ...]
    brief: Newest | None


def router(site: Site) -> APIRouter:
    """The front page."""
    made = APIRouter(include_in_schema=False)

    @made.get("/")
    def now(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        today = wanted.as_of or today_in(site.pack)
        view = now_view(site, today=today, as_of=wanted.as_of)
        return render(
            request, "now.html", site=site, as_of=wanted.as_of, view=view, wrong=wanted.wrong
        )

    return made


def today_in(pack: Pack) -> date:
    """Today's date in the theatre."""
    return datetime.now(ZoneInfo(pack.manifest.zone)).date()


def now_view(site: Site, *, today: date, as_of: date | None = None) -> Now:
    """What the front page shows.

    Args:
        site: whose record it is.
        today: the day from which days are counted.
        as_of: the day on which the record is seen; None for all that is known.
    """
    listing, pack = site.listing(as_of), site.pack
    query = Query(kind=pack.manifest.outcome, actor=pack.manifest.acting, status=HAPPENED)
    span = covered_span(query, pack, as_of=as_of)
    last = next(iter(_happened(listing, query, today)), None)
    years, through = year_counts(listing.record, query, today)
    chances = _chances(site, as_of)
    return Now(
        today=today,
        outcome=name_of(pack, pack.manifest.outcome),
        acting=name_of(pack, pack.manifest.acting),
        days_since=_days_since(last, today),
        last=line_of(last, pack) if last else None,
        covered_through=span[1] if span and span[1] < today else None,
        years=years,
        years_through=through,
        figure=_figure(years, pack, through),
        events=lines_of(islice(_news(listing, today), LAST_EVENTS), pack),
        planned=_planned(listing, today),
        disputes=tuple(islice(_disputes(listing), MOST_DISPUTES)),
        lead=tuple(one for one in chances if one.text == chances[0].text)[:MOST_LEAD],
        chances=tuple(_one_each(chances)),
        brief=_newest(site.briefs(as_of=as_of)),
    )


def year_counts(
    record: Record, query: Query, today: date
) -> tuple[tuple[YearCount, ...], date | None]:
    """Days with an outcome by year, and the day through which the tables are complete.

    Nothing and None where no table declares that it is complete.
    """
    try:
        series = record.series(query, count="days")
    except InputError:
        return (), None
    end = series.start + timedelta(days=len(series.values) - 1)
    through = min(end, today)
    pace = Pace(query=query, series=series, events=(), through=through)
    first = max(series.start.year, through.year - YEARS + 1)
    years = tuple(
        YearCount(
            year=year,
            count=pace.days(date(year, 1, 1), min(date(year, 12, 31), through)),
            by_this_day=pace.days(date(year, 1, 1), _same_day(through, year)),
        )
        for year in range(first, through.year + 1)
    )
    return years, through


def _figure(years: tuple[YearCount, ...], pack: Pack, through: date | None) -> str | None:
    if not years or through is None:
        return None
    outcome = name_of(pack, pack.manifest.outcome)
    return yearly_strip(
        years,
        title=f"Days with a {outcome}, by year",
        unit=f"{outcome} days",
        through=f"{through.day} {through:%B}",
    )


def _happened(listing: Listing, query: Query, today: date) -> Iterator[Event]:
    """The events that fit and have begun, the newest first."""
    ids = (
        one.id
        for one in listing.fitting(query, newest=True)
        if one.onset and one.onset <= today.isoformat()
    )
    for some in iter(lambda: list(islice(ids, 20)), []):
        yield from listing.record.with_ids(some)


def _news(listing: Listing, today: date) -> Iterator[Event]:
    query = Query(status=HAPPENED)
    return (one for one in _happened(listing, query, today) if one.kind not in CALENDAR)


def _days_since(last: Event | None, today: date) -> int | None:
    first = last.when.first if last and last.when else None
    return (today - first).days if first else None


def _planned(listing: Listing, today: date) -> tuple[Line, ...]:
    """What is planned and not over, and days of the calendar that come soon."""
    start, end = today.isoformat(), (today + timedelta(days=AHEAD_DAYS)).isoformat()
    query = Query(status=("planned", *HAPPENED), first=today)
    ids = [
        one.id
        for one in listing.fitting(query)
        if one.first and start <= (one.first if one.status != "planned" else start) <= end
    ]
    return lines_of(listing.record.with_ids(ids[:20]), listing.record.pack)


def _disputes(listing: Listing) -> Iterator[tuple[Line, Dispute]]:
    """The disputes of the newest events, as far back as is looked."""
    found = islice(listing.fitting(Query(status=()), newest=True), LOOKED_FOR_DISPUTES)
    for event in listing.record.with_ids([one.id for one in found]):
        for dispute in event.disputes:
            yield line_of(event, listing.record.pack), dispute


def _chances(site: Site, as_of: date | None) -> tuple[Chance, ...]:
    """The forecasts of the newest day in the journal."""
    entries = site.forecasts(as_of=as_of)
    newest = max((one.as_of for one in entries), default=None)
    found = {one.key: one for one in entries if one.as_of == newest}
    return tuple(
        Chance(
            text=str(one.body["text"]).partition(f", {one.body['question']['opens']}")[0],
            chance=_percent(one.body["probability"]),
            base_rate=_percent(one.body["base_rate"]),
            words=str(one.body["words"]),
            opens=str(one.body["question"]["opens"]),
            closes=str(one.body["question"]["closes"]),
            days=int(one.body["horizon_days"]),
            as_of=one.as_of,
        )
        for one in found.values()
    )


def _one_each(chances: Iterable[Chance]) -> Iterator[Chance]:
    """Of each question the forecast nearest to a month ahead."""
    found: dict[str, Chance] = {}
    for one in chances:
        known = found.get(one.text)
        if known is None or abs(one.days - MONTH_DAYS) < abs(known.days - MONTH_DAYS):
            found[one.text] = one
    yield from found.values()


def _newest(briefs: tuple[Filed, ...]) -> Newest | None:
    if not briefs:
        return None
    filed = briefs[-1]
    brief = filed.brief
    top = brief.sections[0].blocks if brief.sections else ()
    said: list[Sentence] = []
    for block in top:
        if isinstance(block, Paragraph):
            said += block.sentences
    return Newest(
        key=filed.key,
        title=brief.title,
        state=brief.state,
        as_of=brief.as_of,
        sentences=tuple(one.text for one in said),
    )


def _percent(p: float) -> str:
    return "<1%" if p < 0.01 else ">99%" if p > 0.99 else f"{100 * p:.0f}%"


def _same_day(day: date, year: int) -> date:
    """The same date of another year; the last of February where it has no 29th."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
