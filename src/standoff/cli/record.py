"""`standoff record`: how much the record holds, what matches, and one event in full."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from standoff.cli.output import Format, dump, json_array, write_rows
from standoff.cli.settings import RECORD, Options, Settings, resolve
from standoff.errors import InputError, RecordError
from standoff.model import Event, Query

if TYPE_CHECKING:
    from standoff.packs import Pack
    from standoff.record import Record

app = App(name="record", help="Look into the record: stats, query, show.")

COLUMNS = ("id", "date", "kind", "actors", "targets", "class", "weapon", "place", "count", "status")
FormatOption = Annotated[Format, Parameter(name="--format")]


def opened(settings: Settings) -> tuple[Record, Pack]:
    """The record that settings name, else ./standoff.sqlite, else the theatre's own tables.

    Raises:
        RecordError: a named record does not exist or cannot be opened.
    """
    from standoff.packs import load_pack  # the help must not import it
    from standoff.record import Record

    pack = load_pack(settings.theatre, search=settings.search)
    place = settings.record or (Path(RECORD) if Path(RECORD).exists() else None)
    if place is None:
        from standoff.ingest import base_record  # only here is it needed

        return base_record(pack, cache=settings.cache), pack
    if not place.exists():
        raise RecordError(f"{place}: there is no such record; name one, or leave out --record")
    return Record.open(place, pack), pack


@app.command
def stats(
    *, as_of: date | None = None, form: FormatOption = "table", options: Options | None = None
) -> None:
    """Count the record's events by kind.

    Args:
        as_of: Use only what had been published by the end of this day.
        form: How to print.
        options: Theatre and record.
    """
    events = _events(Query(status=()), as_of, options)
    rows = list(_by_kind(events))
    write_rows(rows, ("kind", "events", "first", "last", "disputed", "unverified"), form=form)


@app.command
def query(
    *,
    kind: str | None = None,
    actor: str | None = None,
    target: str | None = None,
    weapon_class: Annotated[tuple[str, ...], Parameter(name="--class")] = (),
    status: tuple[str, ...] = ("reported", "failed"),
    first: date | None = None,
    last: date | None = None,
    text: str | None = None,
    verified: bool = False,
    as_of: date | None = None,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """List the events that match.

    Args:
        kind: Kind of event, such as those that stats lists.
        actor: Id of who acted.
        target: Id of who was acted upon.
        weapon_class: Weapon class; repeat for several.
        status: Status; repeat for several.
        first: No event that ended before this day.
        last: No event that began after this day.
        text: Words of the reports the events rest on.
        verified: Only events that somebody other than the acting side confirms.
        as_of: Use only what had been published by the end of this day.
        form: How to print.
        options: Theatre and record.
    """
    wanted = Query(
        kind=kind,
        actor=actor,
        target=target,
        weapon_class=weapon_class,
        status=status,
        first=first,
        last=last,
        text=text,
        verified=verified,
    )
    events = _events(wanted, as_of, options)
    if form == "json":
        sys.stdout.writelines(json_array(events))
    else:
        write_rows(map(_row, events), COLUMNS, form=form)


@app.command
def show(event: str, *, as_of: date | None = None, options: Options | None = None) -> None:
    """Show one event with every value of every origin, as JSON.

    Args:
        event: Id of the event, as query lists it.
        as_of: Use only what had been published by the end of this day.
        options: Theatre and record.
    """
    record, _ = opened(resolve(options))
    found = record.as_of(as_of).event(event)
    if found is None:
        raise InputError(f"no event {event!r} in the record; standoff record query lists the ids")
    sys.stdout.write(dump(found))


def _events(wanted: Query, as_of: date | None, options: Options | None) -> Iterable[Event]:
    record, _ = opened(resolve(options))
    return record.as_of(as_of).events(wanted)


def _row(event: Event) -> dict[str, Any]:
    row = {name: event.get(name) for name in COLUMNS}
    return row | {"id": event.id, "kind": event.kind, "status": event.status}


def _by_kind(events: Iterable[Event]) -> Iterable[dict[str, Any]]:
    found = list(events)
    for kind, number in Counter(event.kind for event in found).most_common():
        mine = [event for event in found if event.kind == kind]
        days = [event.when.first for event in mine if event.when and event.when.first]
        yield {
            "kind": kind,
            "events": number,
            "first": min(days, default=None),
            "last": max(days, default=None),
            "disputed": sum(bool(event.disputes) for event in mine),
            "unverified": sum(not event.verified for event in mine),
        }
