"""The ingests of a record, as its journal has them: begun, ended, or to be resumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from standoff.errors import InputError
from standoff.model import Entry, make_id

if TYPE_CHECKING:
    from standoff.record import Record

KIND = "ingest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One ingest: what it was asked to read, with the paths made whole."""

    key: str
    inputs: tuple[str, ...]
    published: str | None
    workers: int | None
    begun: str


def begin(
    record: Record, inputs: tuple[str, ...], *, published: str | None, workers: int | None
) -> Run:
    """Note in the journal that an ingest begins, before it reads anything."""
    now = _now()
    key = make_id("n", [inputs, published, now])
    run = Run(key=key, inputs=inputs, published=published, workers=workers, begun=now)
    said = {"inputs": list(inputs), "published": published, "workers": workers, "begun": now}
    _note(record, run, "begun", said)
    return run


def end(record: Record, run: Run, state: str, told: Mapping[str, Any]) -> None:
    """Note how an ingest came out: `ended`, or `interrupted`."""
    _note(record, run, state, {"inputs": list(run.inputs), **told})


def unfinished(record: Record) -> Run:
    """The last ingest that did not come to its end.

    One whose inputs a later ingest read to the end is finished, too.

    Raises:
        InputError: there is none.
    """
    entries = list(record.journal.entries(KIND))
    for at, entry in reversed(list(enumerate(entries))):
        if entry.body["state"] != "begun":
            continue
        later = [one for one in entries[at:] if one.body["state"] == "ended"]
        if any(set(entry.body["inputs"]) <= set(one.body["inputs"]) for one in later):
            continue
        return Run(
            key=entry.key,
            inputs=tuple(entry.body["inputs"]),
            published=entry.body["published"],
            workers=entry.body["workers"],
            begun=entry.body["begun"],
        )
    raise InputError("no ingest of this record was interrupted; name the files or folders to read")


def _note(record: Record, run: Run, state: str, told: Mapping[str, Any]) -> None:
    now = _now()
    entry = Entry(
        key=run.key,
        kind=KIND,
        made_at=now,
        record_version=record.version,
        as_of=datetime.now(UTC).date(),
        method=state,
        pack=record.pack.id,
        seed=None,
        issued=False,
        body={"state": state, **told},
    )
    record.journal.append(entry)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")
