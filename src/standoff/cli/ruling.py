"""`standoff review rule | undo | export | import`: rulings made, taken back and exchanged."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from standoff.cli.output import write_file
from standoff.cli.record import named, opened
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError, RecordError

if TYPE_CHECKING:
    from standoff.model import Event, Ruling
    from standoff.record import Record
    from standoff.record.decide import Decision

STREAM = "-"
FileOrStream = Annotated[str, Parameter(allow_leading_hyphen=True)]


def rule_(
    op: Literal["same", "different", "value"],
    *named: str,
    field: str | None = None,
    value: str | None = None,
    cites: tuple[str, ...] = (),
    who: str,
    why: str,
    decided: date | None = None,
    options: Options | None = None,
) -> None:
    """Record a ruling; it binds the record's events at once.

    Args:
        op: same or different (two or more happenings), or value (one).
        named: Ids of events or observations, table:row, or report:start-end.
        field: Of a value: which one, such as count, date, class, place, status or verified.
        value: Of a value: what is right; days as 2024-09-18, lists with commas, yes or no.
        cites: The evidence, named like the rest; repeat for several. Needed where no origin
            gives the value.
        who: Who decides.
        why: The reason.
        decided: Day of the decision; today if left out.
        options: Theatre and record.
    """
    from standoff.record.decide import make_ruling  # the help must not import it

    record = _writable(options)
    ruling = make_ruling(
        record, op, named, field=field, value=value, cites=cites, by=_decision(who, why, decided)
    )
    _store(record, ruling)


def undo_(
    ruling: str,
    *,
    who: str,
    why: str,
    decided: date | None = None,
    options: Options | None = None,
) -> None:
    """Take a ruling back; undoing an undoing puts the first in force again.

    Args:
        ruling: Id of the ruling, as review log lists it.
        who: Who decides.
        why: The reason.
        decided: Day of the decision; today if left out.
        options: Theatre and record.
    """
    from standoff.record.decide import make_undoing  # the help must not import it

    record = _writable(options)
    _store(record, make_undoing(record, ruling, by=_decision(who, why, decided)))


def export_(file: FileOrStream, *, options: Options | None = None) -> None:
    """Write all rulings to a file of JSON Lines, undone ones and undoings too.

    Args:
        file: Where to; - prints them.
        options: Theatre and record.
    """
    from standoff.record.exchange import ruling_lines  # the help must not import it

    record, _ = opened(resolve(options))
    lines = list(ruling_lines(record.rulings()))
    if file == STREAM:
        sys.stdout.writelines(lines)
        return
    write_file(Path(file), "".join(lines))
    sys.stdout.write(f"{_number(len(lines))} written to {file}\n")


def import_(file: FileOrStream, *, options: Options | None = None) -> None:
    """Take over the rulings of a file, all or none; those that are here already are left out.

    Args:
        file: JSON Lines as export writes them; - reads standard input.
        options: Theatre and record.
    """
    from standoff.model import Batch  # the help must not import it
    from standoff.record.exchange import read_rulings

    record = _writable(options)
    given = read_rulings(_text_of(file).splitlines(), locator=file)
    receipt = record.add(Batch(rulings=given))
    new = receipt.added.get("rulings", 0)
    sys.stdout.write(f"{_number(len(given))}: {new} new, {len(given) - new} here already\n")
    ids = {one.id for one in given}
    lost = [one for one in record.orphaned() if one.id in ids]
    if lost:
        sys.stdout.write(
            f"{len(lost)} orphaned, they point to what is not observed here: {_ids(lost)}\n"
        )


def _writable(options: Options | None) -> Record:
    """The record that rulings are kept in.

    Raises:
        RecordError: there is none: the theatre's own tables alone keep nothing.
    """
    settings = resolve(options)
    if named(settings) is None:
        raise RecordError("there is no record to keep rulings in; standoff ingest PATH makes one")
    return opened(settings, asking=False)[0]


def _decision(who: str, why: str, decided: date | None) -> Decision:
    from standoff.record.decide import Decision  # the help must not import it

    today = date.today()
    if decided and decided > today:
        raise InputError(f"--decided {decided} is in the future")
    return Decision(who=who.strip(), why=why.strip(), decided=decided or today)


def _store(record: Record, ruling: Ruling) -> None:
    """Store a ruling and tell what it changed."""
    from standoff.model import Batch  # the help must not import it
    from standoff.record.decide import events_of
    from standoff.record.review import summary

    before = events_of(record, ruling)
    record.add(Batch(rulings=(ruling,)))
    after = events_of(record, ruling)
    sys.stdout.write(f"{ruling.id}: {summary(ruling)}\n")
    sys.stdout.write(f"before: {_told(before)}\nnow: {_told(after)}\n")
    if not ruling.cites and not ruling.undoes:
        sys.stdout.write(f"cites nothing, so it is public knowledge from {ruling.decided} on\n")


def _told(events: Iterable[Event]) -> str:
    listed = list(events)
    shown = [f"{one.id} ({_disputed(one)})" for one in listed]
    return ", ".join([_number(len(listed), "event"), *shown])


def _disputed(event: Event) -> str:
    slots = [dispute.slot for dispute in event.disputes]
    return f"in dispute: {', '.join(slots)}" if slots else "no dispute"


def _text_of(file: str) -> str:
    try:
        raw = sys.stdin.buffer.read() if file == STREAM else Path(file).read_bytes()
        return raw.decode("utf-8")
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8 text; export writes JSON Lines") from error


def _number(count: int, noun: str = "ruling") -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _ids(rulings: Iterable[Ruling]) -> str:
    return ", ".join(one.id for one in rulings)
