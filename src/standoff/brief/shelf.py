"""From anchors to evidence that can be shown: the words in context, the row, the test."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from standoff.brief.evidence import (
    Backtest,
    Count,
    Evidence,
    Prospect,
    Run,
    TableRow,
    Test,
    Words,
)
from standoff.brief.material import Material
from standoff.explain import Hypothesis, Result
from standoff.forecast import Forecast, QuestionSkill
from standoff.model import Anchor, Entry, Event, Query, Report, RowAnchor, TextAnchor
from standoff.record.imported import imported_rows

CONTEXT = 160
QUOTE_MARKS = '"“”'
SHOWN_FIELDS = (
    "date",
    "last",
    "kind",
    "name",
    "mode",
    "weapon",
    "class",
    "place",
    "count",
    "distance_km",
    "apogee_km",
    "outcome",
    "status",
    "verified",
    "note",
)
_ADDRESS = re.compile(r"https?://[^\s;]+")


class Shelf:
    """Looks evidence up in the reports, the tables and the run."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._reports = {report.id: report for report in material.reports}
        self._rows: dict[tuple[str, str], tuple[str, Mapping[str, str]]] = {
            (table.spec.id, row.key): (table.spec.title, row.fields)
            for table in material.pack.tables.values()
            for row in table.rows
        }
        self._tables = set(material.pack.tables)

    def of(self, anchors: Iterable[Anchor]) -> tuple[Evidence, ...]:
        """The evidence behind anchors, each once; what is nowhere to be found is left out."""
        found = (self._one(anchor) for anchor in dict.fromkeys(anchors))
        return tuple(one for one in found if one is not None)

    def event(self, event: Event) -> tuple[Evidence, ...]:
        """The evidence of an event: the words of reports first, then rows."""
        return self.of(sorted(event.anchors, key=lambda one: isinstance(one, RowAnchor)))

    def events(self, events: Iterable[Event]) -> tuple[Evidence, ...]:
        """The evidence of several events."""
        return tuple(dict.fromkeys(one for event in events for one in self.event(event)))

    def result(self, result: Result) -> Test:
        """A test, by what makes it repeatable."""
        return Test(
            implication=result.key,
            file=result.file,
            file_hash=result.file_hash,
            verdict=result.verdict,
            effect=result.effect,
            interval=result.interval,
            p_holm=result.p_holm,
            observed=result.observed,
            expected=result.expected,
            seed=result.seed,
            record_version=result.record_version,
        )

    def untestable(self, hypothesis: Hypothesis) -> Test:
        """A reading whose own file says why no test of it can be written."""
        return Test(
            implication=hypothesis.id,
            file=hypothesis.file,
            file_hash=hypothesis.file_hash,
            verdict="untestable",
            seed=self.material.seed,
            record_version=self.material.record.version,
        )

    def forecast(self, forecast: Forecast) -> Prospect:
        """A forecast, by its question and method."""
        return Prospect(
            question=forecast.question.id,
            method=forecast.model,
            probability=forecast.probability,
            base_rate=forecast.base_rate,
            horizon_days=forecast.horizon_days,
            as_of=forecast.as_of,
            data_through=forecast.data_through,
            record_version=forecast.record_version,
        )

    def backtest(self, entry: Entry, skill: QuestionSkill) -> Backtest:
        """What a backtest in the journal found of a question."""
        return Backtest(
            question=skill.question,
            horizon_days=skill.horizon_days,
            method=entry.method,
            pack=f"{self.material.pack.manifest.id}@{entry.pack[:12]}",
            as_of=entry.as_of,
            seed=entry.seed,
            record_version=entry.record_version,
        )

    def count(
        self, query: Query, events: Iterable[str], *, first: date | None, last: date | None
    ) -> Count:
        """A count of event days, as a query that anyone can repeat."""
        return Count(
            kind=query.kind,
            actor=query.actor,
            first=first,
            last=last,
            unit="days",
            events=tuple(events),
            record_version=self.material.record.version,
        )

    def run(self, what: str = "") -> Run:
        """The run itself, or the one thing it did or found that `what` names."""
        material = self.material
        return Run(
            what=what,
            theatre=material.pack.id,
            record_version=material.record.version,
            coders=tuple(sorted({coding.coder for coding in material.codings})),
            as_of=material.as_of,
            seed=material.seed,
        )

    def report(self, report: str) -> Report | None:
        """A report of this run, or one that the record holds."""
        return self._reports.get(report) or self.material.record.report(report)

    def quote(self, anchors: Iterable[Anchor]) -> str:
        """The words at text anchors, runs of white space as one blank."""
        return " … ".join(
            " ".join(words.words.split()).strip(QUOTE_MARKS) for words in self._texts(anchors)
        )

    def _texts(self, anchors: Iterable[Anchor]) -> Iterator[Words]:
        for one in self.of(anchors):
            if isinstance(one, Words):
                yield one

    def _one(self, anchor: Anchor) -> Evidence | None:
        return self._words(anchor) if isinstance(anchor, TextAnchor) else self._row(anchor)

    def _words(self, anchor: TextAnchor) -> Words | None:
        report = self.report(anchor.report)
        if report is None:
            return None
        text, start, end = report.text, anchor.start, anchor.end
        before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
        return Words(
            report=report.id,
            source=report.source,
            title=report.title,
            url=report.url,
            start=start,
            end=end,
            words=text[start:end],
            before=before if start <= CONTEXT else before.partition(" ")[2],
            after=after if end + CONTEXT >= len(text) else after.rpartition(" ")[0],
        )

    def _held(self, anchor: RowAnchor) -> tuple[str, Mapping[str, str]] | None:
        """A row with its table's title; of an outside table, with who vouches for it."""
        if anchor.table not in self._tables:
            self._tables.add(anchor.table)
            for row in imported_rows(self.material.record, anchor.table):
                title = row.fields.get("origin", anchor.table)
                self._rows[anchor.table, row.key] = (title, row.fields)
        return self._rows.get((anchor.table, anchor.row))

    def _row(self, anchor: RowAnchor) -> TableRow | None:
        held = self._held(anchor)
        if held is None:
            return None
        title, fields = held
        shown = [f"{name}: {fields[name]}" for name in SHOWN_FIELDS if fields.get(name)]
        source = fields.get("source", "")
        address = _ADDRESS.search(source)
        return TableRow(
            table=anchor.table,
            row=anchor.row,
            title=title,
            says="; ".join(shown),
            source=source,
            url=address[0] if address else None,
        )
