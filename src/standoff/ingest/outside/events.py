"""Events that another record wrote as JSON Lines, as observations of one table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from standoff.errors import InputError
from standoff.model import Event, Observation, RowAnchor, Value, make_id
from standoff.packs import Pack
from standoff.record.exports.lines import read_line

CODER = "events-1"
NO_EVENT, NO_KIND, NO_DATE = "no event", "no kind for it", "no date"


def event_observations(
    name: str, content: bytes, *, pack: Pack, table: str, skipped: Counter[tuple[str, str]]
) -> Iterator[Observation]:
    """The events of a file: one observation for each origin, with all that it says.

    An origin with several values of a slot gives as many observations; all of one event stand on
    the same row, whose key is the event's id.

    Args:
        name: how messages name the file.
        content: JSON Lines as `record export --format jsonl` writes them.
        pack: the theatre, which must be the events' own.
        table: what the observations become rows of.
        skipped: counts what is left out, by reason and what it was.
    """
    for number, line in enumerate(_text(name, content).split("\n"), 1):
        if not line.strip():
            continue
        try:
            event = read_line(line, theatre=pack.manifest.id)
        except InputError as error:
            skipped[NO_EVENT, f"{name}:{number}: {error}"] += 1
            continue
        if event.kind not in pack.kinds:
            skipped[NO_KIND, event.kind] += 1
        elif event.when is None:
            skipped[NO_DATE, ""] += 1
        else:
            yield from _observations(event, table, pack)


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise InputError(f"{name}: not UTF-8; export it again") from error


def _observations(event: Event, table: str, pack: Pack) -> Iterator[Observation]:
    anchor = RowAnchor(table, event.id)
    for (origin, number), values in sorted(_by_origin(event, anchor).items()):
        known = _known(values)
        yield Observation(
            id=make_id("o", [table, event.id, origin, number, CODER]),
            anchor=anchor,
            kind=event.kind,
            grain=event.grain,
            values=values,
            status=event.status,
            verified=event.verified,
            known=known,
            known_basis=next(one.known_basis for one in values.values() if one.known == known),
            coder=CODER,
            pack=pack.id,
        )


def _by_origin(event: Event, anchor: RowAnchor) -> Mapping[tuple[str, int], dict[str, Value]]:
    """What each origin says, its nth value of a slot in its nth part."""
    found: dict[tuple[str, int], dict[str, Value]] = {}
    for slot, values in event.values.items():
        seen: Counter[str] = Counter()
        for one in values:
            moved = Value(
                value=one.value, unit=one.unit, origin=one.origin, evidence=(anchor,),
                known=one.known, known_basis=one.known_basis,
            )  # fmt: skip
            found.setdefault((one.origin, seen[one.origin]), {})[slot] = moved
            seen[one.origin] += 1
    return found


def _known(values: Mapping[str, Value]) -> date | None:
    """The day since which the first of the values is known; None where none is."""
    return min((one.known for one in values.values() if one.known), default=None)
