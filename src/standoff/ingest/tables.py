"""A pack's tables of facts as observations, one a row and origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any, get_args

from standoff.dates import When, parse_iso
from standoff.errors import InputError
from standoff.model import (
    Content,
    Issue,
    KnownBasis,
    Observation,
    RowAnchor,
    Status,
    Value,
    make_id,
)
from standoff.packs import Pack, Row, Table

CODER = "tables-1"
# Columns that describe the row as a whole; every other one is a value of the happening.
FRAME = frozenset(
    {"id", "date", "last", "time", "kind", "status", "verified", "origin", "known", "known_basis"}
)
LISTS = frozenset({"actors", "targets"})
WORDS = {"yes": True, "no": False}
OPEN = "open"
# Kinds that go on until an end is given; of every other kind a lone date is its only day.
ONGOING = frozenset({"tenure"})


def observations_of(pack: Pack) -> Iterator[Observation | Issue]:
    """Every fact of the pack's tables, and every cell that cannot be used.

    A column `slot@origin` gives the same slot from another origin: an observation of its own
    with the same row as anchor. `last` may be `open` for what has not ended.

    Yields:
        Observations; an Issue with file and line for each bad cell. A row whose date, kind,
        status or day of knowledge cannot be read gives no observation.
    """
    for table in pack.tables.values():
        for row in table.rows:
            yield from _Reading(pack, table, row).observations()


@dataclass(frozen=True, slots=True)
class _Reading:
    """One row while it is read."""

    pack: Pack
    table: Table
    row: Row

    def observations(self) -> Iterator[Observation | Issue]:
        """The row's observations, its own origin first, then its issues."""
        issues: list[Issue] = []
        frame = self._cell("row", self._frame, issues)
        if frame is not None:
            origins: dict[str, dict[str, Value]] = {frame.origin: self._common(frame)}
            for column in self.row.fields:
                self._add(column, frame, origins, issues)
            yield from (self._observation(frame, values) for values in origins.values())
        yield from issues

    def _frame(self) -> _Frame:
        """What holds of the whole row.

        Raises:
            InputError: its date, kind, status or day of knowledge cannot be read.
        """
        fields, spec = self.row.fields, self.table.spec
        kind = fields.get("kind") or spec.kind
        if not kind:
            raise InputError("the row has no kind, and its table declares none")
        when = _when(fields, self.pack.manifest.zone, ongoing=kind in ONGOING)
        status = fields.get("status") or "reported"
        if status not in get_args(Status):
            raise InputError(f"status {status!r} is none of {', '.join(get_args(Status))}")
        known, basis = _known(fields, when, spec.lag_days)
        return _Frame(
            kind=kind,
            when=when,
            status=status,  # type: ignore[arg-type]
            verified=_verified(fields.get("verified", "")),
            origin=fields.get("origin") or spec.origin,
            known=known,
            known_basis=basis,
        )

    def _common(self, frame: _Frame) -> dict[str, Value]:
        values = {"date": self._value(frame.when, frame.origin, frame)}
        actors = self.row.fields.get("actors") or ";".join(self.table.spec.actors)
        if actors:
            values["actors"] = self._value(_parts(actors), frame.origin, frame)
        weapon = self.pack.weapons.get(self.row.fields.get("weapon", ""))
        if weapon and not self.row.fields.get("class"):
            values["class"] = self._value(weapon.weapon_class, frame.origin, frame)
        return values

    def _add(
        self,
        column: str,
        frame: _Frame,
        origins: dict[str, dict[str, Value]],
        issues: list[Issue],
    ) -> None:
        slot, _, origin = column.partition("@")
        cell = self.row.fields[column]
        if not cell or (slot in FRAME and not origin):
            return
        content = self._cell(column, lambda: self._content(slot, cell, origin), issues)
        if content is not None:
            known = origin or frame.origin
            origins.setdefault(known, {})[slot] = self._value(content, known, frame)

    def _content(self, slot: str, cell: str, origin: str) -> Content:
        """A cell's content.

        Raises:
            InputError: it is no number, date or declared id where it ought to be one.
        """
        if origin and origin not in self.pack.sources:
            raise InputError(f"origin {origin!r} is declared nowhere; add it to sources.csv")
        if slot in LISTS:
            return _parts(cell)
        if slot == "count":
            return _whole(cell)
        if slot in self.table.spec.units or slot.endswith("_km"):
            return _number(cell)
        if slot in ("announced", "date"):
            return parse_iso(cell, zone=self.pack.manifest.zone)
        return cell

    def _value(self, content: Content, origin: str, frame: _Frame) -> Value:
        return Value(
            value=content,
            origin=origin,
            evidence=(self._anchor,),
            known=frame.known,
            known_basis=frame.known_basis,
        )

    def _observation(self, frame: _Frame, values: Mapping[str, Value]) -> Observation:
        units = self.table.spec.units
        full = {
            slot: replace(value, unit=units.get(slot)) if slot in units else value
            for slot, value in values.items()
        }
        # The id says where it stands, not what: a value known later must not show in it earlier.
        origin = next(iter(values.values())).origin
        content = [self.table.spec.id, self.row.key, origin, CODER]
        return Observation(
            id=make_id("o", content),
            anchor=self._anchor,
            kind=frame.kind,
            grain=self.table.spec.grain,
            values=full,
            status=frame.status,
            verified=frame.verified,
            known=frame.known,
            known_basis=frame.known_basis,
            coder=CODER,
            pack=self.pack.id,
        )

    def _cell(self, column: str, read: Callable[[], Any], issues: list[Issue]) -> Any:
        try:
            return read()
        except InputError as error:
            place = f"{self.table.path}:{self.row.line}"
            detail = f"{column}: {error}"
            issues.append(
                Issue(code="table.cell", detail=detail, locator=place, anchor=self._anchor)
            )
            return None

    @property
    def _anchor(self) -> RowAnchor:
        return RowAnchor(self.table.spec.id, self.row.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """What holds of a whole row."""

    kind: str
    when: When
    status: Status
    verified: bool
    origin: str
    known: date | None
    known_basis: KnownBasis


def _when(fields: Mapping[str, str], zone: str, *, ongoing: bool) -> When:
    if not fields.get("date"):
        raise InputError("the row has no date; a fact needs one")
    when = parse_iso(fields["date"], zone=zone)
    last = fields.get("last") or (OPEN if ongoing else "")
    if last == OPEN:
        when = replace(when, last=None)
    elif last:
        when = replace(when, last=parse_iso(last).last)
    clock = fields.get("time", "")
    if not clock:
        return when
    if when.day is None:
        raise InputError("a time needs a single day")
    return replace(when, minute=_clock(clock), precision="minute")


def _clock(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"time {text!r} is not of the form 06:53") from error


def _known(fields: Mapping[str, str], when: When, lag_days: int) -> tuple[date | None, KnownBasis]:
    basis = fields.get("known_basis") or "published"
    if basis not in get_args(KnownBasis):
        raise InputError(f"known_basis {basis!r} is none of {', '.join(get_args(KnownBasis))}")
    if fields.get("known"):
        return parse_iso(fields["known"]).last, basis  # type: ignore[return-value]
    happened = when.last or when.first
    return (happened + timedelta(days=lag_days) if happened else None), "assumed"


def _verified(cell: str) -> bool:
    if not cell:
        return True
    if cell not in WORDS:
        raise InputError(f"verified is {cell!r}; write yes or no")
    return WORDS[cell]


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _whole(cell: str) -> int:
    if not cell.isdecimal():
        raise InputError(f"{cell!r} is not a whole number")
    return int(cell)


def _number(cell: str) -> float:
    try:
        number = float(cell)
    except ValueError as error:
        raise InputError(f"{cell!r} is not a number") from error
    if not 0 <= number < float("inf"):
        raise InputError(f"{cell!r} is not a size")
    return int(number) if number.is_integer() else number
