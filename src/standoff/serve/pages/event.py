"""Event: every value of every origin, the words it rests on, disputes, rulings, neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from standoff.model import Anchor, Event, Observation, Query, Ruling, Value
from standoff.packs import Pack
from standoff.record.contested import ruled_slots
from standoff.record.exhibits import Exhibit, Exhibits
from standoff.record.review import summary
from standoff.record.settle import RULED
from standoff.serve.pages.addresses import ServerAddresses
from standoff.serve.pages.asked import HAPPENED, asked
from standoff.serve.pages.now import CALENDAR
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import STANDINGS, day, name_of, names_of, origin_name, slot_text
from standoff.serve.pages.told import Line, lines_of, what

if TYPE_CHECKING:
    from standoff.serve.listing import Listing
    from standoff.serve.site import Site

NEIGHBOUR_DAYS: Final = 7
MOST_NEIGHBOURS: Final = 12
MOST_EVIDENCE: Final = 12
# What decides about an event comes first; the rest by name.
FIRST_SLOTS: Final = (
    "date", "announced", "actors", "targets", "weapon", "class", "count", "place",
    "distance_km", "apogee_km",
)  # fmt: skip
# Said in the page's head, or only told by the row itself.
UNSHOWN: Final = frozenset({"source"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A piece of evidence: the words of a report in their sentence, or a row of a table.

    `before`, `words` and `after` make up the sentence; of a row `words` is the cell. `report` is
    the id of the report, None for a row; `number` stands for its source in the page's list.
    """

    number: int
    place: str
    report: str | None
    start: int | None
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one origin gives for a slot."""

    text: str
    origin: str
    standing: str
    known: str
    quotes: tuple[Quote, ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """Everything that is said of one attribute; the first is preferred."""

    id: str
    name: str
    disputed: bool
    told: tuple[Told, ...]
    ruling: Ruling | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A report or a row that tells of the event."""

    number: int
    report: str | None
    title: str
    outlet: str
    links: tuple[str, ...]
    published: str
    observations: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """What the page shows."""

    id: str
    title: str
    day: str
    kind: str
    status: str
    grain: str
    verified: bool
    known: date | None
    actors: str
    targets: str
    place: str
    slots: tuple[Slot, ...]
    sources: tuple[SourceLine, ...]
    rulings: tuple[Ruling, ...]
    rules: Mapping[str, str]
    neighbours: tuple[Line, ...]
    occasion: tuple[Line, ...]


def router(site: Site) -> APIRouter:
    """An event by its id; an id that it had before it was joined leads on to the one it has."""
    made = APIRouter(include_in_schema=False)

    @made.get("/event/{event_id:path}")
    def event(request: Request, event_id: str) -> Response:
        wanted = asked(request.query_params, site.pack)
        found = site.at(wanted.as_of).event(event_id)
        if found is None:
            raise HTTPException(404, f"there is no event {event_id!r} in the record")
        if found.id != event_id:
            addresses = ServerAddresses(as_of=wanted.as_of, root=request.scope.get("root_path", ""))
            return RedirectResponse(addresses.href("event", found.id), status_code=308)
        view = event_view(site, found, as_of=wanted.as_of)
        return render(
            request, "event.html", site=site, as_of=wanted.as_of, view=view, wrong=wanted.wrong
        )

    return made


def event_view(site: Site, event: Event, *, as_of: date | None = None) -> EventView:
    """Everything that the record holds of an event.

    Args:
        site: whose record it is.
        event: the event.
        as_of: the day on which the record is seen.
    """
    listing, pack = site.listing(as_of), site.pack
    record = listing.record
    shelf = _Shelf(Exhibits(record))
    rulings = {one.id: one for one in record.rulings()}
    ruled = ruled_slots(event, rulings)
    disputed = {one.slot for one in event.disputes}
    slots = tuple(
        _slot(slot, values, event, shelf, disputed=slot in disputed, ruling=ruled.get(slot))
        for slot, values in sorted(event.values.items(), key=_order)
        if slot not in UNSHOWN
    )
    near, same = _around(listing, event)
    about = tuple(one for one in rulings.values() if set(one.anchors) & set(event.anchors))
    sources = tuple(_sources(event, shelf, record.observations_of(event)))
    place = event.get("place")
    return EventView(
        id=event.id,
        title=what(event, pack),
        day=day(event.when),
        kind=name_of(pack, event.kind),
        status=event.status,
        grain=event.grain,
        verified=event.verified,
        known=event.known,
        actors=names_of(pack, event.actors),
        targets=names_of(pack, event.targets),
        place=name_of(pack, str(place)) if place else "",
        slots=slots,
        sources=sources,
        rulings=about,
        rules={one.id: summary(one) for one in about},
        neighbours=lines_of(near, pack),
        occasion=lines_of(same, pack),
    )


class _Shelf:
    """The evidence of a page; every source gets a number when it is first cited."""

    def __init__(self, exhibits: Exhibits) -> None:
        self.exhibits = exhibits
        self._numbers: dict[str, int] = {}

    def number(self, exhibit: Exhibit) -> int:
        """The number of the source that a piece of evidence stands in."""
        return self._numbers.setdefault(exhibit.scope, len(self._numbers) + 1)

    def quotes(self, anchors: tuple[Anchor, ...], slot: str, origin: str) -> Iterator[Quote]:
        """What stands at each anchor, in its sentence."""
        for anchor in anchors:
            exhibit = self.exhibits.at(anchor, slot=slot, origin=origin)
            start = getattr(anchor, "start", None)
            before, words, after = split_around(exhibit)
            yield Quote(
                number=self.number(exhibit),
                place=exhibit.place,
                report=exhibit.scope if exhibit.is_text else None,
                start=start,
                before=before,
                words=words,
                after=after,
            )


def split_around(exhibit: Exhibit) -> tuple[str, str, str]:
    """What stands before the words of evidence in their sentence, the words, what stands after."""
    words = " ".join(exhibit.words.split())
    if not exhibit.is_text:
        return "", words, ""
    if not words or exhibit.around.count(words) != 1:
        return "", words or exhibit.around, ""
    before, _, after = exhibit.around.partition(words)
    return before, words, after


def standing_of(origin: str, event: Event, pack: Pack) -> str:
    """How near an origin stands to those who acted, in words."""
    if origin.startswith(RULED):
        return STANDINGS["ruled"]
    return STANDINGS[pack.origin_class(origin, event.actors)]


def _order(item: tuple[str, object]) -> tuple[int, str]:
    slot = item[0]
    place = FIRST_SLOTS.index(slot) if slot in FIRST_SLOTS else len(FIRST_SLOTS)
    return place, slot


def _slot(
    slot: str,
    values: tuple[Value, ...],
    event: Event,
    shelf: _Shelf,
    *,
    disputed: bool,
    ruling: Ruling | None,
) -> Slot:
    pack = shelf.exhibits.record.pack
    return Slot(
        id=slot,
        name=slot.replace("_", " "),
        disputed=disputed,
        told=tuple(_told(one, slot, event, shelf, pack) for one in values),
        ruling=ruling,
        why=summary(ruling) if ruling else "",
    )


def _told(value: Value, slot: str, event: Event, shelf: _Shelf, pack: Pack) -> Told:
    quotes = tuple(shelf.quotes(value.evidence[:MOST_EVIDENCE], slot, value.origin))
    known = f"{value.known} ({value.known_basis})" if value.known else "on no day"
    return Told(
        text=slot_text(pack, slot, value.value, value.unit),
        origin=origin_name(pack, value.origin),
        standing=standing_of(value.origin, event, pack),
        known=known,
        quotes=quotes,
        more=max(len(value.evidence) - MOST_EVIDENCE, 0),
    )


def _sources(
    event: Event, shelf: _Shelf, observations: Iterable[Observation]
) -> Iterator[SourceLine]:
    """The reports and rows that tell of the event, by their numbers."""
    found: dict[int, tuple[Exhibit, list[str]]] = {}
    for anchor in event.anchors:
        exhibit = shelf.exhibits.at(anchor)
        found.setdefault(shelf.number(exhibit), (exhibit, []))
    for one in observations:
        exhibit = shelf.exhibits.at(one.anchor)
        number = shelf.number(exhibit)
        found.setdefault(number, (exhibit, []))[1].append(one.id)
    for number, (exhibit, ids) in sorted(found.items()):
        report = shelf.exhibits.report(exhibit.scope) if exhibit.is_text else None
        cited = [report.url] if report and report.url else exhibit.source.split(" ; ")
        links = [one.strip() for one in cited if one]
        yield SourceLine(
            number=number,
            report=exhibit.scope if exhibit.is_text else None,
            title=exhibit.title if exhibit.is_text else exhibit.place,
            outlet=exhibit.source if exhibit.is_text else exhibit.title,
            links=tuple(links) if not exhibit.is_text or (report and report.url) else (),
            published=exhibit.published or "",
            observations=tuple(ids),
        )


def _around(listing: Listing, event: Event) -> tuple[list[Event], list[Event]]:
    """Events of the days around, and those of the same occasion."""
    when = event.when
    first = when.first if when else None
    if first is None:
        return [], []
    query = Query(
        status=(*HAPPENED, "planned", "cancelled"),
        first=first - timedelta(days=NEIGHBOUR_DAYS),
        last=first + timedelta(days=NEIGHBOUR_DAYS),
    )
    found = [
        one for one in listing.fitting(query) if one.id != event.id and one.kind not in CALENDAR
    ]
    found.sort(key=lambda one: _days_between(one.first, first))
    events = list(listing.record.with_ids([one.id for one in found[: 3 * MOST_NEIGHBOURS]]))
    same = [one for one in events if event.occasion and one.occasion == event.occasion]
    near = [one for one in events if one not in same][:MOST_NEIGHBOURS]
    near.sort(key=lambda one: (day(one.when), one.id))
    return near, same


def _days_between(text: str | None, day_: date) -> int:
    return abs((date.fromisoformat(text) - day_).days) if text else 2 * NEIGHBOUR_DAYS
