"""`standoff record import` and `record maps`: outside tables into a record, by column maps."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.layout import write_lines
from standoff.cli.output import dump, write_rows
from standoff.cli.settings import RECORD, Options, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.ingest.outside import Imported, Outside
    from standoff.packs.maps import Map

SHOWN = 5
FormatOption = Annotated[Literal["table", "json"], Parameter(name="--format")]


def import_file(
    *files: Path,
    by: Annotated[str, Parameter(name="--map")],
    table: str | None = None,
    dry_run: bool = False,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """Bring the rows of an outside table into the record, by a column map.

    The rows are a table of their own: a list replaces what the table held, a feed adds to it.

    Args:
        files: The table's files.
        by: Name of a map, as record maps lists them, or a map's own .yml file.
        table: What to call the table; the map's name, or the file's where nobody vouches for it.
        dry_run: Only say what would come in and what would be left out.
        form: How to print what was done.
        options: Theatre and record; without a record, ./standoff.sqlite.
    """
    import sys

    from standoff.ingest import add_facts  # the help must not import it
    from standoff.ingest.outside import import_table, read_outside
    from standoff.ingest.outside.files import read_bytes
    from standoff.packs import load_pack
    from standoff.packs.maps import find_map
    from standoff.record import Record

    if not files:
        raise InputError("name the table's files")
    settings = resolve(options)
    pack = load_pack(settings.theatre, search=settings.search)
    found = find_map(by, pack)
    contents = [(str(path), read_bytes(path)) for path in files]
    outside = read_outside(contents, found, pack, table=table or _table(found, files[0]))
    if not outside.used:
        raise InputError(_nothing(outside))
    done = None
    if not dry_run:
        record = add_facts(Record.open(settings.record or Path(RECORD), pack), pack)
        done = import_table(record, outside, found, pack, files=contents)
    if form == "json":
        sys.stdout.write(dump(_document(outside, done)))
    else:
        write_lines(_summary(outside, found, done))


def maps(*, form: FormatOption = "table", options: Options | None = None) -> None:
    """List the maps by which record import reads outside tables.

    Args:
        form: How to print.
        options: Theatre and record.
    """
    from standoff.packs import load_pack  # the help must not import it
    from standoff.packs.maps import load_maps

    settings = resolve(options)
    pack = load_pack(settings.theatre, search=settings.search)
    rows = [
        {"map": one.spec.id, "reads": one.spec.read.form, "brings": "more" if one.spec.feed else
         "a list", "title": one.spec.title, "url": one.spec.url}
        for one in load_maps(pack)
    ]  # fmt: skip
    write_rows(rows, ("map", "reads", "brings", "title", "url"), form=form)


def _table(found: Map, file: Path) -> str:
    """The map's name; where it says of nobody that they vouch for the rows, the file's."""
    if found.spec.origin is not None:
        return found.spec.id
    return re.sub(r"[^a-z0-9]+", "_", file.stem.casefold()).strip("_") or found.spec.id


def _nothing(outside: Outside) -> str:
    reasons = "; ".join(f"{reason} {number:,}" for reason, number, _ in _reasons(outside.skipped))
    return f"none of {outside.rows:,} rows can be used: {reasons or 'there are none'}"


def _reasons(counted: Mapping[tuple[str, str], int]) -> Iterator[tuple[str, int, list[str]]]:
    """Each reason with how often, and the most frequent cases of it."""
    totals: Counter[str] = Counter()
    cases: dict[str, list[str]] = {}
    for (reason, detail), number in counted.items():
        totals[reason] += number
        if detail:
            cases.setdefault(reason, []).append(f"{detail} {number:,}")
    for reason, number in totals.most_common():
        yield reason, number, cases.get(reason, [])


def _document(outside: Outside, done: Imported | None) -> dict[str, Any]:
    def listed(counted: Mapping[tuple[str, str], int], name: str) -> list[dict[str, Any]]:
        return [{name: one, "what": what, "number": n} for (one, what), n in counted.items()]

    return {
        "table": outside.table,
        "rows": outside.rows,
        "used": outside.used,
        "skipped": listed(outside.skipped, "reason"),
        "emptied": listed(outside.emptied, "slot"),
        "issues": [{"where": one.locator, "what": one.detail} for one in outside.issues],
        "stored": done,
    }


def _summary(outside: Outside, found: Map, done: Imported | None) -> Iterator[tuple[int, str]]:
    yield 0, f"{outside.table}: {found.spec.title}"
    yield 2, f"{'rows':<28}{outside.rows:>9,}"
    yield 2, f"{'used':<28}{outside.used:>9,}"
    yield 2, f"{'skipped':<28}{outside.rows - outside.used:>9,}"
    for reason, number, cases in _reasons(outside.skipped):
        yield 4, f"{reason:<26}{number:>9,}{_cases(cases)}"
    yield 2, f"{'cells left empty':<28}{sum(outside.emptied.values()):>9,}"
    for slot, number, cases in _reasons(outside.emptied):
        yield 4, f"{slot:<26}{number:>9,}{_cases(cases)}"
    yield 2, f"{'issues':<28}{len(outside.issues):>9,}"
    for one in outside.issues[:SHOWN]:
        yield 4, f"{one.locator}: {one.detail}"
    if done is None:
        yield 0, "nothing is stored: a dry run"
        return
    changes = ("new", "changed", "gone", "unchanged")
    told = ", ".join(f"{getattr(done, name):,} {name}" for name in changes)
    yield 0, f"observations: {told}"


def _cases(cases: list[str]) -> str:
    if not cases:
        return ""
    more = f" and {len(cases) - SHOWN:,} others" if len(cases) > SHOWN else ""
    return f"  {', '.join(cases[:SHOWN])}{more}"
