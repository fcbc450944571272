"""`standoff record show`: one event with every value of every origin and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.evidence import Cite, Line, ruling_line, value_lines
from standoff.cli.layout import write_lines
from standoff.cli.output import dump, plain
from standoff.cli.record import opened
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError
from standoff.model import Query

if TYPE_CHECKING:
    from standoff.model import Event, Observation
    from standoff.record import Record
    from standoff.record.exhibits import Exhibit, Exhibits

HEAD = ("date", "kind", "actors", "targets", "class", "weapon", "place", "count")


def show(
    event: str,
    *,
    as_of: date | None = None,
    form: Annotated[Literal["terminal", "json"], Parameter(name="--format")] = "terminal",
    options: Options | None = None,
) -> None:
    """Show one event with every value of every origin, and the words each rests on.

    Args:
        event: Id of the event, as query lists it.
        as_of: Use only what had been published by the end of this day.
        form: Text for people, or JSON.
        options: Theatre and record.
    """
    import sys

    from standoff.record.exhibits import Exhibits  # the help must not import it

    record, _ = opened(resolve(options))
    seen = record.as_of(as_of)
    found = found_event(seen, event)
    exhibits = Exhibits(seen)
    if form == "json":
        sys.stdout.write(dump(_document(found, exhibits)))
    else:
        write_lines(_lines(found, exhibits))


def found_event(record: Record, event: str) -> Event:
    """The event of an id.

    Raises:
        InputError: there is none; the message says what is near.
    """
    from standoff.record.naming import near  # the help must not import it

    found = record.event(event)
    if found is None:
        known = [one.id for one in record.events(Query(status=()))]
        day = f" as of {record.day}" if record.day else ""
        raise InputError(
            f"no event {event!r} in the record{day}{near(event, known)}; "
            "standoff record query lists the ids"
        )
    return found


def _document(event: Event, exhibits: Exhibits) -> dict[str, Any]:
    from standoff.record.exhibits import place_of  # the help must not import it

    anchors = dict.fromkeys(
        [*event.anchors, *(a for vs in event.values.values() for v in vs for a in v.evidence)]
    )
    words = {place_of(anchor): exhibits.at(anchor) for anchor in anchors}
    content: dict[str, Any] = plain(event)
    return content | {"words": words}


def _lines(event: Event, exhibits: Exhibits) -> Iterator[Line]:
    from standoff.record.contested import ruled_slots  # the help must not import it
    from standoff.record.review import written

    values = {"date": event.when, "kind": event.kind, **{s: event.get(s) for s in HEAD[2:]}}
    parts = [written(values[name]) for name in HEAD if values[name] not in (None, (), "")]
    yield 0, f"{event.id}  {' · '.join(parts)}"
    checked = "checked" if event.verified else "not checked by anybody"
    since = f"known since {event.known}" if event.known else "known on no day"
    yield 0, f"{event.status}, {checked}, {since}; one {event.grain}"
    disputed = {dispute.slot for dispute in event.disputes}
    if disputed:
        yield 0, f"in dispute: {', '.join(sorted(disputed))}"
    rulings = {one.id: one for one in exhibits.record.rulings()}
    ruled = ruled_slots(event, rulings)
    sources: dict[str, int] = {}

    def cite(exhibit: Exhibit) -> str:
        return f"[{sources.setdefault(exhibit.scope, len(sources) + 1)}]"

    for slot, listed in event.values.items():
        yield 0, ""
        yield 0, slot + ("  (in dispute)" if slot in disputed else "")
        if slot in ruled:
            yield 2, ruling_line(ruled[slot])
        for value in listed:
            yield from value_lines(value, slot, event, exhibits, cite=cite, indent=2)
    yield from _observed(event, exhibits, cite)


def _observed(event: Event, exhibits: Exhibits, cite: Cite) -> Iterator[Line]:
    """The sources that tell of the event, with the observations that rulings may name."""
    known = {one.id: one for one in exhibits.record.observations()}
    found: dict[str, list[Observation]] = {}
    heads: dict[str, str] = {}
    for one in (known[id_] for id_ in event.observations):
        exhibit = exhibits.at(one.anchor)
        heads[exhibit.scope] = f"{cite(exhibit)} {_source(exhibit)}"
        found.setdefault(exhibit.scope, []).append(one)
    yield 0, ""
    yield 0, "sources, with their observations"
    for scope in sorted(found, key=lambda scope: int(heads[scope][1:].partition("]")[0])):
        yield 2, heads[scope]
        for one in found[scope]:
            place = exhibits.at(one.anchor).place
            told = [place] if place != scope else []
            told += [one.status] if one.status != "reported" else []
            told += ["told as background"] if one.background else []
            yield 6, "  ".join((one.id, ", ".join(told))).rstrip()


def _source(exhibit: Exhibit) -> str:
    if exhibit.is_text:
        day = exhibit.published or "no day"
        return f"report of {exhibit.source or 'nobody named'}, {day}: {exhibit.title}"
    return "  ".join(filter(None, (exhibit.scope, exhibit.source)))
