"""`standoff review`: what needs a person, and the rulings that people made."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from cyclopts import App

from standoff.cli.evidence import Line
from standoff.cli.filters import Filter, checked
from standoff.cli.layout import write_lines
from standoff.cli.output import dump, write_rows
from standoff.cli.record import FormatOption, opened
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.model import Ruling
    from standoff.record import Record
    from standoff.record.review import Matter

app = App(name="review", help="What needs a person; record, undo and exchange rulings.")

COLUMNS = ("number", "sort", "event", "date", "kind", "what", "why", "names")
LOGGED = ("ruling", "decided", "who", "says", "about", "why", "state")
PAGE = 20
BESIDE = {
    "rule": "Record a ruling: same or different happening, or a value.",
    "undo": "Take a ruling back; undoing an undoing puts the first in force again.",
    "export": "Write all rulings to a file of JSON Lines.",
    "import": "Take over the rulings of a file; those that are here already are left out.",
}
REMEDIES = {
    "dispute": "standoff review rule value EVENT --field FIELD --value VALUE",
    "date": "standoff review rule value EVENT --field date --value 2024-09-18",
    "link": "standoff review rule same|different ONE OTHER",
    "orphan": "standoff review undo RULING",
    "unverified": "standoff review rule value EVENT --field verified --value yes",
    "imprecise": "standoff review rule value EVENT --field date --value 2024-09-18",
    "issue": "standoff record issues --code CODE lists them",
}


@app.default
@app.command(name="list")
def list_matters(
    *,
    sort: tuple[str, ...] = (),
    only: Filter | None = None,
    page: int = 1,
    size: int = PAGE,
    as_of: date | None = None,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """List what needs a person, most important first.

    Disputes, inferred dates, weak links, orphaned rulings, events that nobody checked, events
    without a day, issues.

    Args:
        sort: Only this: dispute, date, link, orphan, unverified, imprecise or issue; repeat for
            several.
        only: Which events; what is about no event is left out if any is asked for.
        page: Which page.
        size: How many on a page.
        as_of: Use only what had been published by the end of this day.
        form: How to print.
        options: Theatre and record.
    """
    from standoff.record.review import matters  # the help must not import it

    if page < 1 or size < 1:
        raise InputError("--page and --size begin at 1")
    record, pack = opened(resolve(options))
    seen = record.as_of(as_of)
    wanted = checked((only or Filter()).query(), seen, pack)
    narrowed = wanted != Filter().query()
    found = [one for one in matters(seen, wanted, sorts=_sorts(sort)) if one.event or not narrowed]
    start = (page - 1) * size
    if found and start >= len(found):
        raise InputError(f"there are {-(-len(found) // size)} pages of {size}; --page {page}")
    shown = list(enumerate(islice(found, start, start + size), start + 1))
    if form == "table":
        write_lines(_page(shown, found))
        return
    rows = [_row(number, one) for number, one in shown]
    if form == "json":
        counts = Counter(one.sort for one in found)
        sys.stdout.write(dump({"total": len(found), "counts": counts, "matters": rows}))
    else:
        write_rows(rows, COLUMNS, form="csv")


@app.command
def log(
    *,
    as_of: date | None = None,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """List every ruling, oldest first: who, when, what and why, undone ones too.

    Args:
        as_of: Use only what had been published by the end of this day.
        form: How to print.
        options: Theatre and record.
    """
    record, _ = opened(resolve(options))
    rows = list(_logged(record.as_of(as_of)))
    if form != "table":
        write_rows(rows, LOGGED, form=form)
        return
    write_lines(line for row in rows for line in _log_lines(row))
    sys.stdout.write(f"{len(rows)} ruling{'' if len(rows) == 1 else 's'}\n")


for _name, _line in BESIDE.items():
    app.command(f"standoff.cli.ruling:{_name}_", name=_name, help=_line)


def _sorts(asked: Sequence[str]) -> tuple[Any, ...]:
    from standoff.record.naming import near  # the help must not import it
    from standoff.record.review import SORTS

    for word in asked:
        if word not in SORTS:
            known = ", ".join(SORTS)
            raise InputError(f"--sort: there is no {word!r}{near(word, SORTS)}; there are {known}")
    return tuple(asked) or SORTS


def _page(shown: Sequence[tuple[int, Matter]], found: Sequence[Matter]) -> Iterator[Line]:
    for number, one in shown:
        yield 0, f"{number}. {one.sort}" + (f"  {_about(one)}" if one.event else "")
        yield 4, one.what
        yield 4, one.why
    if not found:
        yield 0, "nothing needs a person"
        return
    counts = Counter(one.sort for one in found)
    told = ", ".join(f"{name} {number}" for name, number in counts.items())
    first, last = shown[0][0], shown[-1][0]
    yield 0, ""
    yield 0, f"{first} to {last} of {len(found)} ({told})"
    for sort in dict.fromkeys(one.sort for _, one in shown):
        yield 0, f"{sort}: {REMEDIES[sort]}"


def _about(one: Matter) -> str:
    from standoff.record.review import written  # the help must not import it

    if one.event is None:
        return ""
    event = one.event
    parts = (event.when, event.kind, event.actors, event.get("class"), event.get("name"))
    return f"{event.id}  {' · '.join(written(part) for part in parts if part)}"


def _row(number: int, one: Matter) -> dict[str, Any]:
    event = one.event
    return {
        "number": number,
        "sort": one.sort,
        "event": event.id if event else None,
        "date": event.when if event else None,
        "kind": event.kind if event else None,
        "slot": one.slot,
        "what": one.what,
        "why": one.why,
        "names": one.names,
    }


def _logged(record: Record) -> Iterator[dict[str, Any]]:
    from standoff.record.decide import events_of, undoer  # the help must not import it
    from standoff.record.exhibits import place_of
    from standoff.record.review import summary

    rulings = record.rulings()
    lost = {ruling.id for ruling in record.orphaned()}
    for one in sorted(rulings, key=lambda ruling: (ruling.decided, ruling.id)):
        gone = undoer(one, rulings)
        state = f"undone by {gone.id}" if gone else _state(one, lost)
        yield {
            "ruling": one.id,
            "decided": one.decided,
            "who": one.who,
            "says": summary(one),
            "about": [event.id for event in events_of(record, one)],
            "anchors": [place_of(anchor) for anchor in one.anchors],
            "cites": [place_of(anchor) for anchor in one.cites],
            "why": one.why,
            "state": state,
        }


def _state(ruling: Ruling, lost: set[str]) -> str:
    if ruling.id in lost:
        return "orphaned"
    return "in force"


def _log_lines(row: dict[str, Any]) -> Iterator[Line]:
    yield 0, f"{row['ruling']}  {row['decided']}  {row['who']}: {row['says']}  [{row['state']}]"
    yield 4, row["why"]
    yield 4, f"about {', '.join(row['about']) or 'no event of this record'}"
    for place in row["anchors"]:
        yield 6, place
    if row["cites"]:
        yield 4, f"cites {', '.join(row['cites'])}"
