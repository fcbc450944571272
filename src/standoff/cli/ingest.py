"""`standoff ingest`: reports into a record that stays."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.inputs import STREAM, Inputs, Reading, gather
from standoff.cli.layout import write_lines
from standoff.cli.meter import Meter, watching
from standoff.cli.output import dump
from standoff.cli.settings import RECORD, Options, Settings, resolve
from standoff.dates import parse_iso
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.cli.runs import Run
    from standoff.model import Event
    from standoff.packs import Pack
    from standoff.record import Record

FEW_REPORTS = 200
EVERY_STATUS: tuple[str, ...] = ()


def ingest(
    *paths: Annotated[str, Parameter(allow_leading_hyphen=True)],
    published: str | None = None,
    workers: int | None = None,
    resume: bool = False,
    quiet: bool = False,
    form: Annotated[Literal["table", "json"], Parameter(name="--format")] = "table",
    options: Options | None = None,
) -> None:
    """Read, code and store reports; what is stored unchanged is left as it is.

    Ctrl-C stops it; what was stored stays, and --resume goes on.

    Args:
        paths: Files, folders with all that is in them, or - for standard input.
        published: Day of publication for reports that do not give it, such as 2024-09-18.
        workers: Processes that code; as many as the machine has if left out.
        resume: Go on with the last ingest that was interrupted; needs no paths.
        quiet: Show no progress.
        form: How to print what was done.
        options: Theatre and record; without a record, ./standoff.sqlite.
    """
    from standoff.packs import load_pack  # the help must not import it

    settings = resolve(options)
    if resume and (paths or published):
        raise InputError("--resume reads what the interrupted ingest was to read; name no paths")
    if not (paths or resume):
        raise InputError("name files or folders to read, or - for standard input")
    if published:
        parse_iso(published)
    pack = load_pack(settings.theatre, search=settings.search)
    place = settings.record or Path(RECORD)
    besides = place if isinstance(place, Path) else None
    inputs = gather(paths, besides=besides)
    if not resume:
        _check(inputs, paths)
    record = _record(place, pack, create=not resume)
    run = _run(record, paths, published, workers, resume=resume)
    if resume:
        run = replace(run, workers=workers or run.workers)
        inputs = gather(run.inputs, besides=besides)
        sys.stderr.write(f"going on with the ingest begun {run.begun[:16]} UTC\n")
    _ingest(record, pack, settings, run, inputs, quiet=quiet, form=form)


def _check(inputs: Inputs, paths: Sequence[str]) -> None:
    """Refuse inputs of which nothing can come, before a record is made for them.

    Raises:
        InputError: no file is there.
    """
    if inputs.stream or any(path.exists() for path in inputs.files):
        return
    missing = ", ".join(str(path) for path in inputs.files)
    if missing:
        raise InputError(f"{missing}: no such file; check the path")
    passed = f"; {inputs.passed_over} files there are no texts" if inputs.passed_over else ""
    raise InputError(f"{', '.join(paths)}: no file to read{passed}")


def _record(place: Path | str, pack: Pack, *, create: bool) -> Record:
    """The record with the theatre's facts."""
    from standoff.ingest import add_facts  # the help must not import it
    from standoff.record import Record

    return add_facts(Record.open(place, pack, create=create), pack)


def _run(
    record: Record,
    paths: Sequence[str],
    published: str | None,
    workers: int | None,
    *,
    resume: bool,
) -> Run:
    from standoff.cli.runs import begin, unfinished  # the help must not import it

    if not resume:
        whole = tuple(one if one == STREAM else str(Path(one).absolute()) for one in paths)
        return begin(record, whole, published=published, workers=workers)
    run = unfinished(record)
    if STREAM in run.inputs:
        raise InputError("the interrupted ingest read standard input; pipe it in again")
    return run


def _ingest(
    record: Record,
    pack: Pack,
    settings: Settings,
    run: Run,
    inputs: Inputs,
    *,
    quiet: bool,
    form: str,
) -> None:
    from standoff.cli.runs import end  # the help must not import it
    from standoff.coding import CODER, code
    from standoff.ingest import ingest as store
    from standoff.record.dialect import name_of

    before = _lines_of(record)
    reading = Reading(
        inputs=inputs,
        pack=pack,
        published=parse_iso(run.published) if run.published else None,
        facts=_facts(pack, settings),
    )
    meter = Meter(reading)
    workers = run.workers or _workers(reading)
    stopped = False
    try:
        with watching(meter, quiet=quiet) as watch:
            store(
                record, reading.items(), pack, code=code, coder=CODER, workers=workers,
                progress=watch,
            )  # fmt: skip
    except KeyboardInterrupt:
        stopped = True
    place = name_of(record.store.engine)  # a URL without its password
    told = _told(before, _lines_of(record), meter, inputs) | {"record": place}
    end(record, run, "interrupted" if stopped else "ended", told)
    if not reading.reports and not stopped:
        raise InputError(_nothing(meter))
    if form == "json":
        sys.stdout.write(dump(told))
    else:
        write_lines(_summary(told))
    if stopped:
        sys.stdout.write(
            "stopped; what is counted here is stored. standoff ingest --resume goes on\n"
        )
        raise KeyboardInterrupt


def _workers(reading: Reading) -> int:
    """One process where starting others would take longer than the work."""
    return 1 if reading.expected <= FEW_REPORTS else os.cpu_count() or 1


def _facts(pack: Pack, settings: Settings) -> Any:
    """What undated reports are dated by: the theatre's facts, whatever came in before them."""
    from standoff.ingest import base_record  # the help must not import it
    from standoff.model import Query

    @cache
    def facts() -> tuple[Event, ...]:
        return tuple(base_record(pack, cache=settings.cache).events(Query(status=EVERY_STATUS)))

    return facts


def _lines_of(record: Record) -> dict[str, int]:
    """By report, the number of its newest line in the ledger."""
    return {name: int(line["seq"]) for name, line in record.store.ledger().items()}


def _told(
    before: dict[str, int], after: dict[str, int], meter: Meter, inputs: Inputs
) -> dict[str, Any]:
    """What an ingest did, by what the ledger holds now."""
    from standoff.record.rows import ISSUE  # the help must not import it

    first = [ISSUE.load(row.body) for row in meter.first]
    return {
        "files": len(inputs.files) + inputs.stream,
        "passed_over": inputs.passed_over,
        "new": len(after.keys() - before.keys()),
        "coded_anew": sum(after[one] != line for one, line in before.items()),
        "unchanged": meter.skipped,
        "issues": dict(meter.codes.most_common()),
        "first_issues": [
            {"code": one.code, "where": one.locator, "what": one.detail} for one in first
        ],
    }


def _summary(told: dict[str, Any]) -> Iterator[tuple[int, str]]:
    yield 0, f"{told['record']}: {told['files']:,} file{'s' * (told['files'] != 1)} read"
    if told["passed_over"]:
        yield 0, f"{told['passed_over']:,} files passed over: hidden, pictures, styles, scripts"
    for name in ("new", "coded_anew", "unchanged"):
        yield 2, f"{name.replace('_', ' '):<12}{told[name]:>9,}"
    yield 2, f"{'issues':<12}{sum(told['issues'].values()):>9,}"
    for code, number in told["issues"].items():
        yield 4, f"{code:<24}{number:>9,}"
    for one in told["first_issues"]:
        yield 0, f"{one['code']}: {_placed(one)}"
    if told["issues"]:
        yield 0, "standoff record issues lists all; standoff review says what needs a person"


def _placed(issue: dict[str, str]) -> str:
    """An issue with its place, named once."""
    where, what = issue["where"], issue["what"]
    return what if what.startswith(where) else f"{where}: {what}"


def _nothing(meter: Meter) -> str:
    from standoff.record.rows import ISSUE  # the help must not import it

    shown = [ISSUE.load(row.body) for row in meter.first]
    reasons = "; ".join(_placed({"where": one.locator, "what": one.detail}) for one in shown)
    return f"no report could be read: {reasons or 'the files hold none'}"
