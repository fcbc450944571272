"""What stands at an anchor: the words of a report, or the cells of a table's row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from standoff.model import Anchor, Report, RowAnchor, TextAnchor
from standoff.packs import Pack, Row
from standoff.record.imported import imported_rows
from standoff.record.record import Record
from standoff.record.sentences import sentence

# Columns that say where a row comes from, not what happened.
_OF_THE_ROW = frozenset({"id", "origin", "known", "known_basis", "source", "note"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One piece of evidence as a person reads it.

    `place` says where exactly, `scope` in which report or row; `source` is the outlet or what the
    row cites. `words` are the exact characters or the cell; `around` the sentence or the row they
    stand in. Both are empty where the report or the row is not there any more.
    """

    place: str
    scope: str
    source: str
    title: str
    published: str | None
    words: str
    around: str
    is_text: bool


def place_of(anchor: Anchor) -> str:
    """The anchor as people write it: `table:row` or `report:start-end`.

    >>> place_of(TextAnchor("r1", 3, 9))
    'r1:3-9'
    """
    if isinstance(anchor, RowAnchor):
        return f"{anchor.table}:{anchor.row}"
    return f"{anchor.report}:{anchor.start}-{anchor.end}"


@dataclass(slots=True)
class Exhibits:
    """The evidence of one record; each report is fetched once."""

    record: Record
    _reports: dict[str, Report | None] = field(default_factory=dict)
    _rows: dict[str, dict[str, Row]] = field(default_factory=dict)

    def at(self, anchor: Anchor, *, slot: str = "", origin: str = "") -> Exhibit:
        """What stands at an anchor.

        Args:
            anchor: where.
            slot: of a row, the attribute that is meant; empty means the whole row.
            origin: of a row, who gives it: a column `slot@origin` counts before `slot`.
        """
        if isinstance(anchor, RowAnchor):
            return self._row(anchor, slot, origin)
        return self._text(anchor)

    def of(self, anchors: Iterable[Anchor], *, slot: str, origin: str) -> list[Exhibit]:
        """What stands at each of a value's anchors."""
        return [self.at(anchor, slot=slot, origin=origin) for anchor in anchors]

    def report(self, report: str) -> Report | None:
        """A report, whatever day the record is seen on: what rests on it was known."""
        if report not in self._reports:
            self._reports[report] = self.record.as_of(None).report(report)
        return self._reports[report]

    def row(self, anchor: RowAnchor) -> Row | None:
        """A row of the theatre's tables or of an outside one, None where it has gone."""
        if anchor.table not in self._rows:
            table = self.record.pack.tables.get(anchor.table)
            found = table.rows if table else imported_rows(self.record.as_of(None), anchor.table)
            self._rows[anchor.table] = {row.key: row for row in found}
        return self._rows[anchor.table].get(anchor.row)

    def _text(self, anchor: TextAnchor) -> Exhibit:
        report = self.report(anchor.report)
        text = report.text if report else ""
        published = report.published.to_json() if report and report.published else None
        return Exhibit(
            place=place_of(anchor),
            scope=anchor.report,
            source=report.source if report else "",
            title=report.title if report else "",
            published=str(published["first"]) if published else None,
            words=text[anchor.start : anchor.end],
            around=sentence(text, anchor.start, anchor.end),
            is_text=True,
        )

    def _row(self, anchor: RowAnchor, slot: str, origin: str) -> Exhibit:
        row = self.row(anchor)
        fields = row.fields if row else {}
        told = [f"{name} {cell}" for name, cell in fields.items() if _tells(name, cell)]
        table = self.record.pack.tables.get(anchor.table)
        title = table.spec.title if table else fields.get("origin", "")
        return Exhibit(
            place=place_of(anchor),
            scope=place_of(anchor),
            source=fields.get("source") or title,
            title=fields.get("note", ""),
            published=None,
            words=_cell(self.record.pack, anchor, slot, origin, dict(fields)),
            around=", ".join(told),
            is_text=False,
        )


def _tells(name: str, cell: str) -> bool:
    return bool(cell) and name not in _OF_THE_ROW


def _cell(pack: Pack, anchor: RowAnchor, slot: str, origin: str, fields: dict[str, str]) -> str:
    """The cell that gives the slot, or what the table says for all its rows."""
    if slot == "date":
        ends = (fields.get("date"), fields.get("last"))
        day = "..".join(filter(None, ends))
        return " ".join(filter(None, (day, fields.get("time"))))
    named = _of_body(pack, slot, origin, fields) or fields.get(slot)
    if named or not slot or anchor.table not in pack.tables:
        return named or ""
    if slot == "actors":
        return ";".join(pack.tables[anchor.table].spec.actors)
    return ""


def _of_body(pack: Pack, slot: str, origin: str, fields: dict[str, str]) -> str | None:
    """The cell that gives the slot from the body that the origin stands for."""
    columns = (column.partition("@") for column in fields)
    named = (by for own, _, by in columns if own == slot and by)
    body = pack.body_of(origin)
    return next(
        (cell for by in named if pack.body_of(by) == body if (cell := fields[f"{slot}@{by}"])), None
    )
