"""The record of a pack's own facts, cached by content, and throw-away copies of it."""

from __future__ import annotations

import shutil
import tempfile
import weakref
from collections.abc import Iterable
from pathlib import Path

import sqlalchemy as sa

from standoff.errors import RecordError
from standoff.ingest.tables import CODER, observations_of
from standoff.model import Batch, Issue, Observation
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.dialect import copy_file
from standoff.record.rows import scope_of
from standoff.record.schema import FORMAT
from standoff.record.store import open_store

SUFFIX = ".sqlite"


def base_record(pack: Pack, *, cache: Path) -> Record:
    """The record that holds the pack's tables and nothing else.

    It is built once for each content of the pack, in a file of its own that is put in place
    whole, so that processes that start together cannot harm each other.

    Args:
        pack: the theatre.
        cache: a folder to keep such files in; made if missing.

    Raises:
        RecordError: the folder cannot be written.
    """
    path = cache / f"{pack.manifest.id}-{pack.digest[:20]}-{FORMAT}-{CODER}{SUFFIX}"
    if not path.exists():
        _build(pack, path)
    return Record.open(path, pack, create=False, asking=True)


def base_journal(pack: Pack, *, cache: Path) -> Path:
    """Where results on the pack's own tables are kept: their record itself is only read."""
    return cache / f"{pack.manifest.id}-journal{SUFFIX}"


def add_facts(record: Record, pack: Pack) -> Record:
    """The record with the pack's tables added; rows that left the pack are withdrawn."""
    batch = facts_of(pack)
    scopes = {scope_of(one.anchor) for one in batch.observations}
    record.add(batch, replacing=sorted(scopes | {f"table:{name}" for name in pack.tables}))
    return record


def facts_of(pack: Pack) -> Batch:
    """The pack's tables as one batch: observations, and issues for cells that cannot be used."""
    observations, issues = _sorted_out(observations_of(pack))
    return Batch(observations=observations, issues=issues)


def overlay(record: Record, *, into: Path | None = None) -> Record:
    """A copy of a record that can be added to without touching the original.

    Args:
        record: the original, at its version and day; it must be a file.
        into: the copy's path; None makes a temporary one that goes with the copy.

    Raises:
        RecordError: the original is not a file, or the copy cannot be written.
    """
    folder = Path(tempfile.mkdtemp(prefix="standoff-")) if into is None else None
    target = into or Path(str(folder)) / f"overlay{SUFFIX}"
    copy_file(record.store.engine, target)
    copy = Record.open(target, record.pack).at(record.version).as_of(record.day)
    if folder is not None:
        weakref.finalize(copy.store, _discard, copy.store.engine, folder)
    return copy


def _build(pack: Pack, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=".building-", dir=path.parent))
    except OSError as error:
        raise RecordError(f"{path.parent} cannot be written: {error.strerror}") from error
    try:
        store = open_store(folder / path.name, theatre=pack.manifest.id)
        add_facts(Record(store, pack), pack).tally()  # derives the events, which are then kept
        whole = folder / f"whole{SUFFIX}"
        copy_file(store.engine, whole)
        store.engine.dispose()
        whole.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _discard(engine: sa.Engine, folder: Path) -> None:
    engine.dispose()
    shutil.rmtree(folder, ignore_errors=True)


def _sorted_out(
    items: Iterable[Observation | Issue],
) -> tuple[tuple[Observation, ...], tuple[Issue, ...]]:
    listed = list(items)
    observations = tuple(item for item in listed if isinstance(item, Observation))
    return observations, tuple(item for item in listed if isinstance(item, Issue))
