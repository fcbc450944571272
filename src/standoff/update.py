"""One job: ingest -> explain -> forecast -> brief, skipping what has not changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from standoff.brief import Brief, Material, write
from standoff.brief.archive import DRAFT, Filed, file_draft, filed
from standoff.coding import CODER, code
from standoff.dates import When
from standoff.errors import InputError, ReadError, RecordError
from standoff.explain import Result, load_hypotheses, primary_results, run_all
from standoff.forecast import Forecast, QuestionSkill, Tracked, standing, track
from standoff.forecast.skill_kept import SKILL, newest_skill
from standoff.ingest import add_facts, base_journal, base_record, dated, ingest, overlay
from standoff.model import Coding, Entry, Event, Issue, Query, Report, TextAnchor
from standoff.packs import Pack, load_pack
from standoff.record import Record
from standoff.record.journal import Journal
from standoff.reports import read_path

SAMPLE_SUFFIXES = (".txt", ".html", ".jsonl")
EVERY_STATUS = Query(status=())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """The reports of a run, each with its coding, and everything that was not understood."""

    reports: tuple[Report, ...]
    codings: tuple[Coding, ...]
    issues: tuple[Issue, ...]


def update(
    files: Sequence[Path],
    *,
    theatre: str | Path,
    search: tuple[Path, ...] = (),
    published: When | None = None,
    record: Path | str | None = None,
    cache: Path,
    as_of: date | None = None,
    seed: int,
) -> Brief:
    """The brief on the reports in the files, joined with the theatre's record.

    Args:
        files: reports; none takes the theatre's own sample reports.
        theatre: name or folder of the theatre.
        search: folders to look for a named theatre in, before the bundled ones.
        published: day of publication of reports that do not give it.
        record: path or URL of a record to keep what was read in, and the draft; None forgets
            both after the brief.
        cache: folder for the theatre's prepared facts.
        as_of: use only what was public by the end of this day; None means the record's last
            covered day, or the newest report's day if that is later.
        seed: from which every random draw follows.

    Raises:
        InputError: the theatre is broken, or none of the files can be read.
        RecordError: the record cannot be opened or written.
    """
    pack = load_pack(theatre, search=search)
    base = base_record(pack, cache=cache)
    kept = add_facts(Record.open(record, pack), pack) if record else overlay(base)
    read = _read(files or sample_reports(pack), published, pack, base, kept)
    day = as_of or _last_day(pack, read.reports)
    earlier = _earlier(kept, day) if record else None
    material = _material(pack, base, kept, read, day, seed)
    journal = _journal(pack, cache)
    results = _results(material, base, journal)
    skill = _skill(kept.journal if record else journal, day)
    written = write(replace(material, earlier=earlier, results=results, skill=skill))
    if record:
        file_draft(kept.journal, written)
    return written


def sample_reports(pack: Pack) -> tuple[Path, ...]:
    """The theatre's own sample reports, in order.

    Raises:
        InputError: it has none.
    """
    folder = pack.folder / "reports"
    found = tuple(sorted(p for p in folder.glob("*") if p.suffix in SAMPLE_SUFFIXES))
    if not found:
        raise InputError(f"{folder}: the theatre has no sample reports; name files to read")
    return found


def _read(
    files: Sequence[Path], published: When | None, pack: Pack, base: Record, record: Record
) -> _Read:
    """Read, date, code and store the reports; what the record holds unchanged is left as it is.

    Undated reports are dated by the theatre's facts alone, as `ingest` does it: by what other
    reports told, a report's day would hang on which were read before it.
    """
    items = list(_items(files, published, pack))
    issues = [item for item in items if isinstance(item, Issue)]
    reports: list[Report] = []
    for report in {item.id: item for item in items if isinstance(item, Report)}.values():
        found, issue = dated(report, pack, lambda: tuple(base.events(EVERY_STATUS)))
        reports.append(found)
        issues += [issue] if issue else []
    if not reports:
        reasons = "; ".join(issue.detail for issue in issues)
        raise InputError(f"no report could be read: {reasons or 'the files hold none'}")
    codings = _coded(reports, issues, pack, record)
    issues += [issue for coding in codings for issue in coding.issues]
    return _Read(reports=tuple(reports), codings=codings, issues=tuple(issues))


def _coded(
    reports: Sequence[Report], issues: Sequence[Issue], pack: Pack, record: Record
) -> tuple[Coding, ...]:
    """The coding of each report; what is new or changed is stored on the way."""
    codings: dict[str, Coding] = {}

    def remember(report: Report, pack: Pack) -> Coding:
        codings[report.id] = code(report, pack)
        return codings[report.id]

    ingest(record, [*issues, *reports], pack, code=remember, coder=CODER)
    return tuple(codings.get(report.id) or code(report, pack) for report in reports)


def _items(files: Sequence[Path], published: When | None, pack: Pack) -> Iterator[Report | Issue]:
    """The reports; a file among several that cannot be read is an issue, alone it is an error."""
    for path in dict.fromkeys(files):
        try:
            yield from read_path(path, published=published, language=pack.language)
        except ReadError as error:
            if len(files) == 1:
                raise
            yield Issue(code="unreadable_file", detail=str(error), locator=str(path))


def _last_day(pack: Pack, reports: Iterable[Report]) -> date:
    """The last day that the tables of the theatre's outcome cover, or the newest report's."""
    specs = (table.spec for table in pack.tables.values())
    ends = [
        span.last
        for spec in specs
        if spec.kind in (pack.manifest.outcome, None)
        for span in spec.coverage
    ]
    days = [report.published.first for report in reports if report.published]
    known = ends + [day for day in days if day is not None]
    if not known:
        raise InputError("neither the theatre's tables nor the reports give a day; give --as-of")
    return max(known)


def _material(
    pack: Pack, base: Record, kept: Record, read: _Read, day: date, seed: int
) -> Material:
    seen = kept.as_of(day)
    events = tuple(event for event in seen.events(EVERY_STATUS) if _touched(event, read.reports))
    hypotheses = load_hypotheses(pack)
    claims = tuple(claim for coding in read.codings for claim in coding.claims)
    zone = pack.manifest.zone
    tracked = (track(claim, seen, as_of=day, zone=zone) for claim in claims if claim.terms)
    return Material(
        pack=pack,
        record=seen,
        facts=base.as_of(day),
        reports=read.reports,
        codings=read.codings,
        events=events,
        news=frozenset(event.id for event in events if _is_news(event, read.codings)),
        claims=claims,
        hypotheses=hypotheses,
        results=(),
        forecasts=_forecasts(base, pack, day),
        tracked=tuple(one for one in tracked if isinstance(one, Tracked)),
        issues=read.issues,
        as_of=day,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        seed=seed,
    )


def _earlier(record: Record, day: date) -> Filed | None:
    """The brief filed last in the record, as of this day or an earlier one."""
    keys = [one.key for one in record.journal.entries(DRAFT) if one.as_of <= day]
    return filed(record.journal, keys[-1]) if keys else None


def _touched(event: Event, reports: Sequence[Report]) -> bool:
    ids = {report.id for report in reports}
    return any(isinstance(a, TextAnchor) and a.report in ids for a in event.anchors)


def _is_news(event: Event, codings: Sequence[Coding]) -> bool:
    """Whether a report tells the event as news, not as background."""
    told = (one for coding in codings for one in coding.observations if not one.background)
    return any(one.anchor in event.anchors for one in told)


def _journal(pack: Pack, cache: Path) -> Journal | None:
    """Where results on the theatre's own facts are kept; None where the cache is only read."""
    try:
        return Record.open(base_journal(pack, cache=cache), pack).journal
    except RecordError:
        return None


def _results(material: Material, base: Record, journal: Journal | None) -> tuple[Result, ...]:
    """The tests of the readings that the claims give, on the theatre's checked facts alone.

    What the reports add is unverified and moves no test, so that the results of the same facts,
    day and seed serve every brief.
    """
    given = {name for claim in material.claims for name in (*claim.aims, *claim.conditions)}
    only = {one.id for one in material.hypotheses if one.aim in given}
    asked: dict[str, Any] = {"only": only, "as_of": material.as_of, "seed": material.seed}
    if journal is not None:
        return primary_results(base, base.pack, material.hypotheses, journal=journal, **asked)
    return run_all(base, base.pack, detail=False, hypotheses=material.hypotheses, **asked)


def _skill(journal: Journal | None, day: date) -> dict[str, tuple[Entry, QuestionSkill]]:
    """What backtests found that were settled by the day."""
    entries = () if journal is None else journal.entries(SKILL)
    return newest_skill(entry for entry in entries if entry.as_of <= day)


def _forecasts(base: Record, pack: Pack, day: date) -> tuple[Forecast, ...]:
    """The answers to the standing questions, on the tables alone: an unread report moves none."""
    return standing(base, pack, as_of=day, brief=True)
