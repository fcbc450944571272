"""What people name, as anchors of a record: events, observations, rows, characters."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from standoff.errors import InputError
from standoff.model import Anchor, Event, Observation, Query, RowAnchor, TextAnchor
from standoff.record.record import Record
from standoff.record.rulings import by_scope, pointed_at
from standoff.record.volleys import anchor_key

EVERY = Query(status=())
NEAR = 0.6
_SPAN = re.compile(r"(?P<report>.+):(?P<start>\d+)-(?P<end>\d+)")


def near(text: str, known: Iterable[str]) -> str:
    """The known names most like `text`, as the middle of a message; empty where none is."""
    found = difflib.get_close_matches(text, list(known), n=3, cutoff=NEAR)
    return f" (did you mean {', '.join(found)}?)" if found else ""


class Names:
    """What people name, as anchors of one record."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.observations = {one.id: one for one in record.observations()}
        self.index = by_scope(self.observations.values())
        self.events = tuple(record.events(EVERY))
        self.uses = Counter(one for event in self.events for one in event.observations)

    def together(self, named: Sequence[str]) -> tuple[Anchor, ...]:
        """All that the named things stand on, so that they become one whatever else differs."""
        self._several(named, "same")
        found = [anchor for text in named for anchor in self.all_anchors(text)]
        return tuple(sorted(set(found), key=anchor_key))

    def apart(self, named: Sequence[str]) -> tuple[Anchor, ...]:
        """One anchor for each named thing; every two of them are declared different."""
        self._several(named, "different")
        found = tuple(self.one_anchor(text) for text in named)
        if len(set(found)) < len(found):
            raise InputError("two of the named stand on the same words or row; name others")
        return tuple(sorted(found, key=anchor_key))

    def all_anchors(self, text: str) -> list[Anchor]:
        """The anchors of an event that are its own alone, or the one that is named."""
        event = self.record.event(text)
        if event is None:
            return [self.one_anchor(text)]
        own = [self.observations[one] for one in event.observations if self.uses[one] == 1]
        alone = [one.anchor for one in own if self._is_alone(one, event, of_kind=True)]
        return alone or [self._least(event, of_kind=True)]

    def one_anchor(self, text: str, *, of_kind: bool = True) -> Anchor:
        """The anchor that a name stands for; of an event, the one it is first known from.

        Args:
            text: the name.
            of_kind: whether happenings of other kinds may stand on the same words.
        """
        event = self.record.event(text)
        if event is not None:
            return self._least(event, of_kind=of_kind)
        if text in self.observations:
            return self.observations[text].anchor
        anchor = self._written(text)
        if not pointed_at(anchor, self.index):
            raise InputError(f"{text}: nothing is observed there; record show EVENT lists places")
        return anchor

    def evidence(self, text: str) -> list[Anchor]:
        """The anchors of cited evidence: any words or row, observed or not."""
        event = self.record.event(text)
        if event is not None:
            return list(event.anchors)
        if text in self.observations:
            return [self.observations[text].anchor]
        return [self._written(text)]

    def _least(self, event: Event, *, of_kind: bool) -> Anchor:
        """The earliest-known anchor that means this event and no other."""
        own = [self.observations[one] for one in event.observations if self.uses[one] == 1]
        alone = [one for one in own if self._is_alone(one, event, of_kind=of_kind)]
        if not alone:
            raise InputError(
                f"{event.id}: its words tell of something else as well, so that a ruling would "
                "bind both; name a table:row or other words"
            )
        first = min(alone, key=lambda one: (one.known or date.max, anchor_key(one.anchor), one.id))
        return first.anchor

    def _is_alone(self, one: Observation, event: Event, *, of_kind: bool) -> bool:
        meant = pointed_at(one.anchor, self.index)
        rivals = (other for other in meant if other.kind == event.kind or not of_kind)
        return all(other.id in event.observations for other in rivals)

    def _written(self, text: str) -> Anchor:
        table, _, row = text.partition(":")
        if row and (table in self.record.pack.tables or (table, row) in self.index):
            return self._row(RowAnchor(table, row), text)
        found = _SPAN.fullmatch(text)
        if found:
            return self._span(found["report"], int(found["start"]), int(found["end"]))
        known = [event.id for event in self.events] + list(self.observations)
        raise InputError(
            f"{text!r} is no event, observation, table:row or report:start-end of this record"
            + near(text, known)
        )

    def _row(self, anchor: RowAnchor, text: str) -> RowAnchor:
        if (anchor.table, anchor.row) not in self.index:
            keys = [row for table, row in self.index if table == anchor.table]
            raise InputError(f"{text}: the table has no such row{near(anchor.row, keys)}")
        return anchor

    def _span(self, name: str, start: int, end: int) -> TextAnchor:
        report = self.record.report(name)
        if report is None:
            raise InputError(f"{name}: no such report in this record")
        if not start < end <= len(report.text):
            raise InputError(f"{name}:{start}-{end}: the report has {len(report.text)} characters")
        return TextAnchor(name, start, end)

    def _several(self, named: Sequence[str], op: str) -> None:
        events = [event.id if (event := self.record.event(one)) else one for one in named]
        if len(set(events)) < 2:
            raise InputError(
                f"a ruling of {op!r} needs two happenings, got {len(set(events))}; to part one "
                "event, name two of its observations, as record show lists them"
            )
