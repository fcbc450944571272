"""Who tells of an event: its reports, and which of them are near copies of one another.

To compare texts takes longest, so what was found is kept by the event's stored form: after an
ingest only the events that changed are looked at again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from standoff.model import Event, Report, TextAnchor
from standoff.packs import Pack
from standoff.record.part import Part
from standoff.record.query import Summary
from standoff.reports import find_repeats


class Telling(NamedTuple):
    """The reports that tell of an event, and those of them that are near copies of another."""

    reports: tuple[str, ...]
    copies: tuple[str, ...]
    disputed: bool


Tellings = Mapping[str, Telling]
"""By a hash of the event's stored form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """What tellings are found from: the derived parts, and events and reports by their ids."""

    parts: Sequence[Part]
    events_of: Callable[[Sequence[str]], Iterable[Event]]
    reports_of: Callable[[Sequence[str]], Sequence[Report]]
    pack: Pack

    def tellings(self, known: Tellings) -> dict[str, Telling]:
        """The telling of every event, looked for in the texts where it is not known."""
        names = {name: summary.id for name, summary in _named(self.parts)}
        missing = {name: one for name, one in names.items() if name not in known}
        events = self.events_of(list(missing.values()))
        found = {name: self._telling(one) for name, one in zip(missing, events, strict=True)}
        return {name: found.get(name) or known[name] for name in names}

    def _telling(self, event: Event) -> Telling:
        told = {one.report for one in event.anchors if isinstance(one, TextAnchor)}
        reports = self.reports_of(sorted(told)) if len(told) > 1 else ()
        repeats = find_repeats(reports, language=self.pack.language)
        copies = {copy for repeat in repeats for copy in repeat.reprints}
        return Telling(tuple(sorted(told)), tuple(sorted(copies)), bool(event.disputes))


def by_event(parts: Sequence[Part], tellings: Tellings) -> dict[str, Telling]:
    """The tellings by the id of their event."""
    return {summary.id: tellings[name] for name, summary in _named(parts)}


def to_text(tellings: Tellings) -> str:
    """The tellings as they are kept."""
    return json.dumps(tellings, separators=(",", ":"))


def from_text(text: str) -> dict[str, Telling]:
    """The tellings that were kept."""
    return {
        name: Telling(tuple(reports), tuple(copies), disputed)
        for name, (reports, copies, disputed) in json.loads(text).items()
    }


def _named(parts: Sequence[Part]) -> Iterator[tuple[str, Summary]]:
    """Each event in short, with the hash of its stored form."""
    for part in parts:
        hashes = part.hashes or part.packed().hashes
        yield from zip(hashes, part.events, strict=True)
