"""Results kept in the journal, each with all that is needed to make it again."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import UTC, date, datetime
from typing import Any

from pydantic import TypeAdapter

from standoff.explain.hypotheses import Hypothesis, load_hypotheses
from standoff.explain.run import PERMUTATIONS, Options, public_day, run_all, wanted
from standoff.explain.specification import Implication
from standoff.explain.verdict import Result
from standoff.model import Entry
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.journal import Journal

KIND = "result"
METHOD = "explain-2"
_RESULT: TypeAdapter[Result] = TypeAdapter(Result)


def kept_results(
    record: Record,
    pack: Pack,
    *,
    seed: int,
    journal: Journal | None = None,
    as_of: date | None = None,
    permutations: int = PERMUTATIONS,
    only: Container[str] | None = None,
    fresh: bool = False,
) -> tuple[Result, ...]:
    """The results, from the journal where each was made alike before, else tested and kept.

    Alike means the same record version, day, theatre, hypothesis file, seed, options and
    method. The arguments are those of `run_all`.

    Args:
        record: the record to test on.
        pack: the theatre with its hypotheses.
        seed: from which all permutations follow.
        journal: where the results are kept; None means the record's own.
        as_of: the day on whose knowledge to test; None as in `run_all`.
        permutations: how many a test.
        only: the ids of the hypotheses wanted, None for all.
        fresh: test again, whatever the journal holds.

    Raises:
        PackError: a hypothesis file is broken.
        InputError: no day is given and no table declares coverage.
        RecordError: the journal cannot be written.
    """
    options = Options(seed=seed, permutations=permutations)
    asked = wanted(load_hypotheses(pack), only)
    day = public_day(pack, as_of)
    book = journal or record.journal
    found = None if fresh else _found(book, record, pack, asked, day, options)
    if found is not None:
        return found
    results = run_all(record, pack, seed=seed, as_of=as_of, permutations=permutations, only=only)
    for result in results:
        book.append(_entry(result, pack, options))
    return results


def from_json(plain: Mapping[str, Any]) -> Result:
    """A result from the plain values of `Result.to_json`."""
    return _RESULT.validate_python(plain)


def _found(
    journal: Journal,
    record: Record,
    pack: Pack,
    asked: tuple[tuple[Hypothesis, Implication], ...],
    day: date,
    options: Options,
) -> tuple[Result, ...] | None:
    """The results asked for if the journal holds every one of them, else None."""
    results = []
    for hypothesis, implication in asked:
        key = f"{hypothesis.id}/{implication.id}"
        entries = journal.entries(KIND, key)
        alike = (one for one in entries if _alike(one, record, pack, day, options))
        entry = next(alike, None)
        if entry is None:
            return None
        results.append(from_json(entry.body["result"]))
    return tuple(results)


def _alike(entry: Entry, record: Record, pack: Pack, day: date, options: Options) -> bool:
    return (
        entry.record_version == record.version
        and entry.as_of == day
        and entry.method == METHOD
        and entry.pack == pack.digest
        and entry.seed == options.seed
        and entry.body["options"] == _plain(options)
    )


def _entry(result: Result, pack: Pack, options: Options) -> Entry:
    return Entry(
        key=result.key,
        kind=KIND,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        record_version=result.record_version,
        as_of=result.as_of,
        method=METHOD,
        pack=pack.digest,
        seed=options.seed,
        issued=False,
        body={
            "result": result.to_json(),
            "file_hash": result.file_hash,
            "options": _plain(options),
        },
    )


def _plain(options: Options) -> dict[str, Any]:
    return {"permutations": options.permutations, "detail": options.detail}
