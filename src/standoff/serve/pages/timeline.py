"""Timeline: the whole record by day, in lanes by kind, with who held which office behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.model import Event, Query
from standoff.packs import Pack
from standoff.record.query import Summary
from standoff.serve.pages.asked import HAPPENED, Asked, asked, choices
from standoff.serve.pages.now import today_in
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import name_of, names_of
from standoff.serve.pages.told import Line, newest_lines, what

if TYPE_CHECKING:
    from standoff.serve.listing import Key, Listing
    from standoff.serve.site import Site

PAGE: Final = 100
# Beyond this many, a mark stands for a month, so that the page stays small.
MOST_MARKS: Final = 4_000
LONGEST_LABEL: Final = 60
TENURE: Final = "tenure"
KEY_PARTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Who held an office and since when; `lane` is the state that it is an office of."""

    id: str
    lane: str
    name: str
    office: str
    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """What is drawn: JSON for the script, the offices, and the days from first to last."""

    first: str | None
    last: str | None
    by_month: bool
    bands: tuple[Band, ...]
    drawn: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What the page shows: the drawing's data, and one page of the same as a table.

    `drawn` is JSON for the script: kinds, marks, bands. `by_month` says that a mark stands for
    all events of a kind in a month.
    """

    total: int
    first: str | None
    last: str | None
    by_month: bool
    drawn: dict[str, Any]
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    after: str | None
    begins_at: str | None


def router(site: Site) -> APIRouter:
    """The timeline with its filter."""
    made = APIRouter(include_in_schema=False)

    @made.get("/timeline")
    def timeline(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        after, wrong = after_of(request.query_params.get("after"))
        view = timeline_view(site, wanted, today=wanted.as_of or today_in(site.pack), after=after)
        return render(
            request,
            "timeline.html",
            site=site,
            as_of=wanted.as_of,
            view=view,
            asked=wanted,
            choices=choices(site.pack),
            wrong=(*wanted.wrong, *wrong),
        )

    return made


def after_of(text: str | None) -> tuple[Key | None, tuple[str, ...]]:
    """The place in the list that an address names, or what is wrong with it.

    >>> after_of("2024-09-18,launch,e1")[0]
    ('2024-09-18', 'launch', 'e1')
    """
    if not text:
        return None, ()
    parts = text.split(",")
    if len(parts) != KEY_PARTS:
        return None, ("that page of the list does not exist; here is the first one",)
    return (parts[0], parts[1], parts[2]), ()


def timeline_view(
    site: Site, wanted: Asked, *, today: date, after: Key | None = None, limit: int = PAGE
) -> Timeline:
    """What the timeline shows of the events that fit.

    Args:
        site: whose record it is.
        wanted: the filter and the day.
        today: the last day drawn, unless something is known beyond it.
        after: where in the list this page begins.
        limit: lines of the table.
    """
    listing = site.listing(wanted.as_of)
    without_days = Query(
        kind=wanted.query.kind,
        actor=wanted.query.actor,
        target=wanted.query.target,
        weapon_class=wanted.query.weapon_class,
        status=wanted.query.status,
    )
    # The drawing keeps all days, so that the brush can move; the table is what was asked for.
    drawing = _drawing(listing, without_days, today)
    lines, following = newest_lines(listing, wanted.query, limit=limit, after=after)
    total = sum(1 for _ in listing.fitting(wanted.query)) if wanted.query.text is None else 0
    return Timeline(
        total=total,
        first=drawing.first,
        last=drawing.last,
        by_month=drawing.by_month,
        drawn=drawing.drawn,
        bands=drawing.bands,
        lines=lines,
        after=",".join(following) if following else None,
        begins_at=",".join(after) if after else None,
    )


@lru_cache(maxsize=16)
def _drawing(listing: Listing, query: Query, today: date) -> Drawing:
    """What is drawn of the events that fit: alike for all pages of one filter's table."""
    pack = listing.record.pack
    found = [one for one in listing.fitting(query) if one.first and one.kind != TENURE]
    by_month = len(found) > MOST_MARKS
    bands = tenures(listing, pack, today)
    starts = [one.first for one in found if one.first]
    return Drawing(
        first=min(starts, default=None),
        last=max(starts, default=None),
        by_month=by_month,
        bands=bands,
        drawn=_drawn(listing, found, bands, pack, today=today, by_month=by_month),
    )


def tenures(listing: Listing, pack: Pack, today: date) -> tuple[Band, ...]:
    """Who held which office when, by the states of the theatre."""
    ids = [one.id for one in listing.fitting(Query(kind=TENURE, status=HAPPENED))]
    found = []
    for event in listing.record.with_ids(ids):
        when = event.when
        if not when or not when.first or not event.actors:
            continue
        person = event.actors[0]
        found.append(
            Band(
                id=event.id,
                lane=name_of(pack, pack.state_of(person)),
                name=name_of(pack, person),
                office=str(event.get("name") or ""),
                first=when.first.isoformat(),
                last=(when.last or today).isoformat(),
            )
        )
    return tuple(found)


def _drawn(
    listing: Listing,
    found: Sequence[Summary],
    bands: Sequence[Band],
    pack: Pack,
    *,
    today: date,
    by_month: bool,
) -> dict[str, Any]:
    """The drawing's data: short, as it goes along with every page."""
    kinds = [one for one, _ in Counter(summary.kind for summary in found).most_common()]
    place = {kind: at for at, kind in enumerate(kinds)}
    marks = _months(found, place) if by_month else _marks(listing, found, place, pack)
    return {
        "kinds": [{"id": one, "name": name_of(pack, one)} for one in kinds],
        "lasting": [pack.lasts(one) for one in kinds],
        "months": by_month,
        "marks": marks,
        "bands": [[one.lane, one.name, one.office, one.first, one.last, one.id] for one in bands],
        "acting": name_of(pack, pack.state_of(pack.manifest.acting)),
        "today": today.isoformat(),
    }


def _marks(
    listing: Listing, found: Sequence[Summary], place: dict[str, int], pack: Pack
) -> list[list[Any]]:
    """A mark for each event: kind, first and last day, label, state, id.

    `0` happened and was checked, `1` was not checked, `2` did not (or not yet) happen.
    """
    events = listing.record.with_ids([one.id for one in found])
    return [
        [place[one.kind], one.first, _end(one), _label(event, pack), _state(one), one.id]
        for one, event in zip(found, events, strict=True)
    ]


def _months(found: Iterable[Summary], place: dict[str, int]) -> list[list[Any]]:
    """A mark for each kind and month: kind, first and last day, how many."""
    counted = Counter((one.kind, (one.first or "")[:7]) for one in found)
    return [
        [place[kind], f"{month}-01", _end_of_month(month), f"{n} in {month}", 0, None]
        for (kind, month), n in sorted(counted.items())
    ]


def _end_of_month(month: str) -> str:
    first = date.fromisoformat(f"{month}-01")
    return (
        (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    ).isoformat()


def _end(one: Summary) -> str | None:
    return one.last if one.last != one.first else None


def _state(one: Summary) -> int:
    if one.status not in HAPPENED:
        return 2
    return 0 if one.verified else 1


def _label(event: Event, pack: Pack) -> str:
    who = names_of(pack, event.actors)
    told = what(event, pack)
    return f"{told} ({who})"[: LONGEST_LABEL + 1] if who else told[:LONGEST_LABEL]
