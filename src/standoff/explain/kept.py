"""Results kept in the journal, each with all that is needed to make it again."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from standoff.explain.hypotheses import Hypothesis, load_hypotheses
from standoff.explain.run import PERMUTATIONS, Options, public_day, run_all, wanted
from standoff.explain.verdict import Result
from standoff.model import Entry
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.journal import Journal

KIND = "result"
METHOD = "explain-2"
# Whose source decides what a test gives on the same days.
PACKAGES = ("explain", "stats")
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

    Alike means the same record version, day, theatre, hypothesis file, seed, options, method and
    source of the tests. A family of which one is lacking is tested whole, for its p-values are
    adjusted together. The arguments are those of `run_all`.

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
    asked = _Asked(
        record=record,
        pack=pack,
        hypotheses=load_hypotheses(pack),
        only=only,
        as_of=as_of,
        options=Options(seed=seed, permutations=permutations),
    )
    return _kept(asked, journal or record.journal, fresh=fresh)


def primary_results(
    record: Record,
    pack: Pack,
    hypotheses: Sequence[Hypothesis],
    *,
    only: Container[str],
    as_of: date,
    seed: int,
    journal: Journal,
) -> tuple[Result, ...]:
    """What decides about each hypothesis asked for, without what describes; kept likewise.

    Args:
        record: the record to test on.
        pack: its theatre.
        hypotheses: the theatre's.
        only: the ids of those wanted.
        as_of: the day on whose knowledge to test.
        seed: from which all permutations follow.
        journal: where the results are kept.

    Raises:
        RecordError: the journal cannot be written.
    """
    options = Options(seed=seed, detail=False)
    asked = _Asked(
        record=record, pack=pack, hypotheses=hypotheses, only=only, as_of=as_of, options=options
    )
    return _kept(asked, journal, fresh=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Which tests are asked for, on which record and day, and how they are made."""

    record: Record
    pack: Pack
    hypotheses: Sequence[Hypothesis]
    only: Container[str] | None
    as_of: date | None
    options: Options


def _kept(asked: _Asked, journal: Journal, *, fresh: bool) -> tuple[Result, ...]:
    every = wanted(asked.hypotheses, asked.only)
    families = {f"{one.id}/{test.id}": (one.id, test.family) for one, test in every}
    known = {} if fresh else _found(families, asked, journal)
    lacking = {family for key, (_, family) in families.items() if key not in known}
    if lacking:
        made = run_all(
            asked.record,
            asked.pack,
            seed=asked.options.seed,
            as_of=asked.as_of,
            permutations=asked.options.permutations,
            only={name for name, family in families.values() if family in lacking},
            detail=asked.options.detail,
            hypotheses=asked.hypotheses,
        )
        for result in made:
            journal.append(_entry(result, asked))
        known |= {result.key: result for result in made}
    return tuple(known[key] for key in families)


def from_json(plain: Mapping[str, Any]) -> Result:
    """A result from the plain values of `Result.to_json`."""
    return _RESULT.validate_python(plain)


@cache
def source_digest() -> str:
    """A hash over the source of the tests: with it changes what is kept no longer counts."""
    root = Path(str(files("standoff")))
    total = hashlib.sha256()
    for path in sorted(path for name in PACKAGES for path in (root / name).rglob("*.py")):
        total.update(path.relative_to(root).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def _found(keys: Iterable[str], asked: _Asked, journal: Journal) -> dict[str, Result]:
    """The results that the journal holds of those asked for, by their keys."""
    day = public_day(asked.pack, asked.as_of)
    found = {}
    for key in keys:
        alike = (one for one in journal.entries(KIND, key) if _alike(one, asked, day))
        if (entry := next(alike, None)) is not None:
            found[key] = from_json(entry.body["result"])
    return found


def _alike(entry: Entry, asked: _Asked, day: date) -> bool:
    return (
        entry.record_version == asked.record.version
        and entry.as_of == day
        and entry.method == METHOD
        and entry.pack == asked.pack.digest
        and entry.seed == asked.options.seed
        and entry.body["options"] == _plain(asked.options)
        and entry.body.get("source") == source_digest()
    )


def _entry(result: Result, asked: _Asked) -> Entry:
    return Entry(
        key=result.key,
        kind=KIND,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        record_version=result.record_version,
        as_of=result.as_of,
        method=METHOD,
        pack=asked.pack.digest,
        seed=asked.options.seed,
        issued=False,
        body={
            "result": result.to_json(),
            "file_hash": result.file_hash,
            "options": _plain(asked.options),
            "source": source_digest(),
        },
    )


def _plain(options: Options) -> dict[str, Any]:
    return {"permutations": options.permutations, "detail": options.detail}
