"""An outside table into a record: what it holds of it is replaced, or added to by a feed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from standoff.ingest.outside.events import CODER as EVENTS_CODER
from standoff.ingest.outside.reading import Outside
from standoff.ingest.tables import CODER
from standoff.model import Batch, Observation
from standoff.packs import Pack
from standoff.packs.maps import Map
from standoff.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import changed: observations that are new, changed, gone, or as they were."""

    version: str
    new: int
    changed: int
    gone: int
    unchanged: int


def import_table(
    record: Record, outside: Outside, found: Map, pack: Pack, *, files: Sequence[tuple[str, bytes]]
) -> Imported:
    """Store what the files gave, in one transaction with its line of the ledger.

    Of a list, rows that are there no more are withdrawn; a feed only adds, and gives its rows
    anew. The same files by the same map leave the record as it is.

    Args:
        record: what they go into; it moves to the new version.
        outside: what the files gave.
        found: the map by which they were read.
        pack: the theatre.
        files: their names and contents, for the ledger.
    """
    scope, line = f"table:{outside.table}", _line(outside, found, pack, files)
    given = {one.id: one for one in outside.observations}
    rows = {one.anchor for one in outside.observations}
    # What is there is read in the turn that replaces it: another import may have just added rows.
    with record.turn() as turn:
        before = {one.id: one for one in turn.observations(scope)}
        earlier = [one for one in before.values() if found.spec.feed and one.anchor not in rows]
        told = _told(before, given, kept=len(earlier))
        seen = turn.ledger_line(line["input"])
        unseen = seen is None or any(seen[name] != text for name, text in line.items())
        # What says the same as before stays as it is, though the theatre's other files changed.
        kept = (before[one.id] if _same(before.get(one.id), one) else one for one in given.values())
        batch = Batch(observations=(*earlier, *kept), issues=outside.issues)
        if unseen or told["new"] or told["changed"] or told["gone"]:
            turn.add(batch, replacing=[scope], ledger=[line] if unseen else [])
    record.derive()
    return Imported(version=record.version, **told)


def _told(
    before: Mapping[str, Observation], given: Mapping[str, Observation], *, kept: int
) -> dict[str, int]:
    both = before.keys() & given.keys()
    same = sum(_same(before[one], given[one]) for one in both)
    return {
        "new": len(given.keys() - both),
        "changed": len(both) - same,
        "gone": len(before) - len(both) - kept,
        "unchanged": same + kept,
    }


def _same(earlier: Observation | None, given: Observation) -> bool:
    return earlier is not None and replace(earlier, pack=given.pack) == given


def _line(
    outside: Outside, found: Map, pack: Pack, files: Sequence[tuple[str, bytes]]
) -> dict[str, str]:
    """The line of the ledger: what was read, by which map, and what came of it."""
    total = hashlib.sha256()
    for _, content in files:
        total.update(hashlib.sha256(content).digest())
    outcome = {"rows": outside.rows, "used": outside.used, "skipped": _by_reason(outside)}
    return {
        "input": f"table:{outside.table}",
        "raw_sha": total.hexdigest(),
        "reader": f"map:{found.spec.id}@{found.digest[:12]}",
        "published": "",
        "coder": EVENTS_CODER if found.spec.read.form == "events" else CODER,
        "pack": pack.id,
        "outcome": json.dumps(outcome, sort_keys=True),
    }


def _by_reason(outside: Outside) -> dict[str, int]:
    found: dict[str, int] = {}
    for (reason, _), number in outside.skipped.items():
        found[reason] = found.get(reason, 0) + number
    return found
