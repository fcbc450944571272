"""One outside row as cells of our own tables, or the reason why it cannot be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from standoff.errors import InputError
from standoff.ingest.outside.days import Stamp, local_cells, local_day, read_stamp
from standoff.ingest.outside.fields import key_of, matched, said, stands_for
from standoff.ingest.outside.files import RawRow
from standoff.ingest.outside.names import TheatreNames
from standoff.packs.maps import Case, Map

DATED = frozenset({"date", "last", "time", "known", "announced"})
PARTIES = ("actors", "targets")
NAMED = ("weapon", "place")
FRAMED = frozenset({*DATED, *PARTIES, *NAMED, "kind"})


class SkippedError(InputError):
    """A row that is left out: `reason` is one of few, `detail` what it was in this row."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A row in our columns, and the cells that were left empty as (slot, text)."""

    cells: Mapping[str, str]
    emptied: Sequence[tuple[str, str]]


@dataclass(slots=True)
class Mapper:
    """Reads the rows of one table by its map, for one theatre."""

    found: Map
    names: TheatreNames
    _emptied: list[tuple[str, str]] = field(default_factory=list)

    def cells(self, row: RawRow) -> Cells:
        """The row in our columns.

        Raises:
            SkippedError: it is out of scope, or has no kind or no date that can be read.
        """
        self._emptied = []
        parties = {slot: self._parties(slot, row) for slot in PARTIES}
        kind = self._kind(row, parties)
        cells = {
            **self.found.spec.constants,
            **{slot: ";".join(ids) for slot, ids in parties.items()},
            "kind": kind,
            **self._days(row, kind),
            **self._known(row),
            **self._rest(row),
        }
        cells.setdefault("verified", "yes" if self.found.spec.verified else "no")
        return Cells(
            cells={slot: cell for slot, cell in cells.items() if cell},
            emptied=tuple(self._emptied),
        )

    def key(self, row: RawRow) -> str:
        """The row's own name, empty where its map names no columns for it or they are empty."""
        texts = ["+".join(row.cells.get(name, ())) for name in self.found.spec.key]
        return "/".join(texts) if any(texts) else ""

    def _parties(self, slot: str, row: RawRow) -> tuple[str, ...]:
        spec = self.found.spec
        if slot not in spec.fields:
            return spec.actors if slot == "actors" else ()
        texts = self._texts(slot, row)
        ids = [self.names.find(slot, text) for text in texts]
        strange = [text for text, one in zip(texts, ids, strict=True) if one is None]
        if strange:
            raise SkippedError(f"{slot}: not in the theatre", strange[0])
        known = tuple(dict.fromkeys(one for one in ids if one))
        return known or (spec.actors if slot == "actors" else ())

    def _kind(self, row: RawRow, parties: Mapping[str, tuple[str, ...]]) -> str:
        spec = self.found.spec
        everybody = [one for ids in parties.values() for one in ids]
        if not parties["actors"]:
            raise SkippedError("nobody acts")
        if spec.scope == "sides" and not self.names.concern(everybody):
            raise SkippedError("out of scope", "+".join(sorted(everybody)))
        if "kind" not in spec.fields:
            return spec.kind or ""
        field, given = said(spec, "kind", row)
        text = matched(given[0], field) if given else None
        means = stands_for(text, self.found.values(field), field) if text else None
        if isinstance(means, Case):
            means = self.names.kind_of(means, parties["actors"], parties["targets"])
        kind = means or (spec.kind if not given else None)
        if kind is None or kind not in self.names.pack.kinds:
            raise SkippedError("no kind for it", given[0] if given else "empty")
        return kind

    def _days(self, row: RawRow, kind: str) -> dict[str, str]:
        """The cells of the date; a day in doubt is a stretch, but never of what itself lasts."""
        spec, pack = self.found.spec, self.names.pack
        day = self._stamp("date", row)
        if day is None:
            raise SkippedError("no date")
        if isinstance(day, str):
            written = {slot: self._stamp(slot, row) for slot in ("last", "time")}
            return {
                "date": day,
                **{slot: one for slot, one in written.items() if isinstance(one, str)},
            }
        clock = self._stamp("time", row)
        cells = local_cells(
            day,
            clock if isinstance(clock, Stamp) else None,
            zone=spec.zone,
            local=pack.manifest.zone,
            span=spec.untimed == "span" and not pack.lasts(kind),
        )
        last = self._stamp("last", row)
        if last is not None:
            cells["last"] = last.short if isinstance(last, Stamp) else last
        return cells

    def _known(self, row: RawRow) -> dict[str, str]:
        known = self._stamp("known", row)
        if known is None:
            return {}
        if isinstance(known, str):
            return {"known": known}
        spec = self.found.spec
        day = local_day(known, zone=spec.zone, local=self.names.pack.manifest.zone)
        return {"known": day, "known_basis": "published"}

    def _stamp(self, slot: str, row: RawRow) -> Stamp | str | None:
        """The date of a slot; as written where the map gives no format; None where it is empty."""
        field = self.found.spec.fields.get(slot)
        texts = self._texts(slot, row) if field else ()
        if field is None or not texts:
            return None
        if not field.dates:
            return texts[0]
        try:
            return read_stamp(texts[0], field.dates)
        except InputError as error:
            if slot == "date":
                raise SkippedError("no date that can be read", texts[0]) from error
            self._emptied.append((slot, texts[0]))
            return None

    def _rest(self, row: RawRow) -> dict[str, str]:
        """Every other slot, and columns that name another origin themselves (`slot@origin`)."""
        found = {name: texts[0] for name, texts in row.cells.items() if "@" in name and texts}
        for slot in self.found.spec.fields:
            if slot in NAMED:
                found[slot] = self._named(slot, row)
            elif slot == "announced":
                day = self._stamp(slot, row)
                found[slot] = day.short if isinstance(day, Stamp) else day or ""
            elif slot not in FRAMED:
                found[slot] = ";".join(self._texts(slot, row))
        return found

    def _named(self, slot: str, row: RawRow) -> str:
        texts = self._texts(slot, row)
        one = self.names.find(slot, texts[0]) if texts else None
        if texts and one is None:
            self._emptied.append((slot, texts[0]))
        return one or ""

    def _texts(self, slot: str, row: RawRow) -> tuple[str, ...]:
        """What a slot's columns say, by the values that the map gives."""
        field, given = said(self.found.spec, slot, row)
        values = self.found.values(field)
        found = []
        for text in given:
            one = matched(text, field)
            means = stands_for(one, values, field) if one is not None else None
            if isinstance(means, str):
                found.append(means)
            elif one is None or key_of(one, values) is None:
                self._emptied.append((slot, text))
        return tuple(found)
