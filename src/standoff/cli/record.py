"""`standoff record`: how much the record holds, what matches, and what it rests on."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

from standoff.cli.filters import Filter, checked
from standoff.cli.output import Format, json_array, write_rows
from standoff.cli.settings import RECORD, Options, Settings, resolve
from standoff.errors import RecordError
from standoff.model import Event

if TYPE_CHECKING:
    from standoff.packs import Pack
    from standoff.record import Journal, Record
    from standoff.record.query import Summary
    from standoff.record.telling import Telling

app = App(name="record", help="Look into the record: stats, query, show, disputes, series.")

COLUMNS = ("id", "date", "kind", "actors", "targets", "class", "weapon", "place", "count", "status")
COUNTED = (
    "kind", "events", "happened", "days", "first", "last", "disputed", "unchecked", "reports",
    "reprints",
)  # fmt: skip
HAPPENED = ("reported", "failed")
FormatOption = Annotated[Format, Parameter(name="--format")]


def opened(settings: Settings, *, asking: bool = True) -> tuple[Record, Pack]:
    """The record that settings name, else ./standoff.sqlite, else the theatre's own tables.

    Args:
        settings: resolved.
        asking: the command only asks: the database then refuses to change what is stored.

    Raises:
        RecordError: a named record does not exist or cannot be opened.
    """
    from standoff.packs import load_pack  # the help must not import it
    from standoff.record import Record

    pack = load_pack(settings.theatre, search=settings.search)
    place = named(settings)
    if place is None:
        from standoff.ingest import base_record  # only here is it needed

        return base_record(pack, cache=settings.cache), pack
    return Record.open(place, pack, create=False, asking=asking), pack


def named(settings: Settings) -> Path | str | None:
    """The place of the record that is there: as settings say, else ./standoff.sqlite.

    Raises:
        RecordError: what the settings name does not exist.
    """
    place = settings.record or (Path(RECORD) if Path(RECORD).exists() else None)
    if isinstance(place, Path) and not place.exists():
        raise RecordError(f"{place}: there is no such record; name one, or leave out --record")
    return place


def journal_of(settings: Settings, pack: Pack) -> Journal:
    """The journal of the record that settings name, opened to be written to.

    For the theatre's own tables, which are read only, it is one beside them.
    """
    from standoff.ingest import base_journal  # the help must not import it
    from standoff.record import Record

    place = named(settings)
    if place is not None:
        return Record.open(place, pack, create=False).journal
    return Record.open(base_journal(pack, cache=settings.cache), pack).journal


@app.command
def stats(
    *, as_of: date | None = None, form: FormatOption = "table", options: Options | None = None
) -> None:
    """Count the record's events by kind.

    `happened` leaves out what was planned, suspected, denied or called off; `days` are days on
    which one began; `unchecked` enter no test; `reports` are texts that tell of one, and
    `reprints` those of them that are near copies of another one that tells of the same.

    Args:
        as_of: Use only what had been published by the end of this day.
        form: How to print.
        options: Theatre and record.
    """
    record, _ = opened(resolve(options))
    seen = record.as_of(as_of)
    events, told = list(seen.summaries()), seen.tellings()
    rows = [*_by_kind(events, told), {"kind": "all", **_counts(events, told)}]
    write_rows(rows, COUNTED, form=form)


@app.command
def query(
    *,
    only: Filter | None = None,
    by: str | None = None,
    as_of: date | None = None,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """List the events that match; those that happened, if no status is asked for.

    Args:
        only: Which events.
        by: Count them instead by year, month, day, kind, actor, target, class or status, such as
            month,kind,actor; an event of several actors counts with each.
        as_of: Use only what had been published by the end of this day.
        form: How to print.
        options: Theatre and record.
    """
    record, pack = opened(resolve(options))
    seen = record.as_of(as_of)
    wanted = checked((only or Filter()).query(HAPPENED), seen, pack)
    if by is not None:
        facets = [part.strip() for part in by.split(",")]
        counts = seen.tally(*facets, query=wanted).items()
        rows = ({**dict(zip(facets, group, strict=True)), "events": n} for group, n in counts)
        write_rows(rows, (*facets, "events"), form=form)
        return
    events = seen.events(wanted)
    if form == "json":
        sys.stdout.writelines(json_array(events))
    else:
        write_rows(map(_row, events), COLUMNS, form=form)


@app.command
def issues(
    *, code: str | None = None, form: FormatOption = "table", options: Options | None = None
) -> None:
    """List everything that could not be understood or used.

    Args:
        code: Only issues of this code.
        form: How to print.
        options: Theatre and record.
    """
    record, _ = opened(resolve(options))
    found = (one for one in record.issues() if code in (None, one.code))
    rows = ({"code": one.code, "where": one.locator, "what": one.detail} for one in found)
    write_rows(rows, ("code", "where", "what"), form=form)


def _row(event: Event) -> dict[str, Any]:
    row = {name: event.get(name) for name in COLUMNS}
    return row | {"id": event.id, "kind": event.kind, "status": event.status}


def _by_kind(events: list[Summary], told: Mapping[str, Telling]) -> Iterator[dict[str, Any]]:
    for kind, _ in Counter(event.kind for event in sorted(events, key=_in_time)).most_common():
        mine = [event for event in events if event.kind == kind]
        yield {"kind": kind, **_counts(mine, told)}


def _in_time(event: Summary) -> tuple[str, str, str]:
    from standoff.record.query import in_time  # the help must not import it

    return in_time(event)


def _counts(events: Sequence[Summary], told: Mapping[str, Telling]) -> dict[str, Any]:
    days = {event.onset for event in events if event.status in HAPPENED and event.onset}
    firsts = [event.first for event in events if event.first]
    tellings = [told[event.id] for event in events]
    return {
        "events": len(events),
        "happened": sum(event.status in HAPPENED for event in events),
        "days": len(days),
        "first": min(firsts, default=None),
        "last": max(firsts, default=None),
        "disputed": sum(one.disputed for one in tellings),
        "unchecked": sum(not event.verified for event in events),
        "reports": len({report for one in tellings for report in one.reports}),
        "reprints": len({report for one in tellings for report in one.copies}),
    }


# The other commands of `record`, each in its own module; imported when it runs.
BESIDE = {
    "show": "Show one event with every value of every origin, and the words each rests on.",
    "disputes": "List the slots in which origins differ, with what each says and in which words.",
    "series": "Count the events that match over time.",
    "export": "Write the events that match for other tools: CSV, JSON Lines, GeoJSON, PLOVER ...",
    "upgrade": "Bring an older record to the format of this program; a file is copied first.",
}
for _name, _line in BESIDE.items():
    app.command(f"standoff.cli.{_name}:{_name}", name=_name, help=_line)
app.command(
    "standoff.cli.importing:import_file",
    name="import",
    help="Bring an outside table into the record, by a column map.",
)
app.command(
    "standoff.cli.importing:maps", name="maps", help="List the maps that import can read by."
)
