"""Method, coverage, sources, and what was not understood."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.brief.desk import Desk
from standoff.brief.document import Bullets, Paragraph, Section, Sentence
from standoff.model import Issue, Report, RowAnchor
from standoff.reports import Repeat, find_repeats

FURNITURE = "furniture_removed"
MOST_LISTED = 12


def method_section(desk: Desk) -> Section:
    """How the brief was made, and what the tables cover."""
    made = Paragraph(sentences=tuple(_made(desk)))
    covered = tuple(Paragraph(sentences=(one,)) for one in _coverage(desk))
    blocks = (made, Bullets(items=covered)) if covered else (made,)
    return Section(id="method", heading=desk.phrases("heading.method"), blocks=blocks)


def sources_section(desk: Desk) -> Section:
    """Each report with what is known of it, and what the page carried besides its text."""
    copies = _copies(desk)
    items = tuple(
        Paragraph(sentences=tuple(_report(one, copies.get(one.id), desk)))
        for one in desk.material.reports
    )
    block = Bullets(items=items) if items else desk.none("sources.none")
    return Section(id="sources", heading=desk.phrases("heading.sources"), blocks=(block,))


def issues_section(desk: Desk) -> Section:
    """What could not be read or understood, counted by sort and listed."""
    by_code: dict[str, list[Issue]] = {}
    for issue in desk.material.issues:
        by_code.setdefault(issue.code, []).append(issue)
    furniture = by_code.pop(FURNITURE, [])
    items = [_counted(code, found, desk) for code, found in sorted(by_code.items())]
    if furniture:
        items.append(_counted(FURNITURE, furniture, desk))
    block = Bullets(items=tuple(items)) if items else desk.none("issues.none")
    return Section(id="issues", heading=desk.phrases("heading.issues"), blocks=(block,))


def _made(desk: Desk) -> Iterator[Sentence]:
    material = desk.material
    observations = sum(len(coding.observations) for coding in material.codings)
    coders = desk.phrases.joined(sorted({coding.coder for coding in material.codings}))
    yield desk.note(
        "method.coded",
        reports=len(material.reports),
        coder=coders or desk.phrases("method.no_coder"),
        observations=observations,
        claims=len(material.claims),
    )
    if copies := _copies(desk):
        yield desk.note("method.reprints", n=len(copies))
    yield desk.note(
        "method.record",
        theatre=material.pack.manifest.title,
        pack=material.pack.id,
        version=material.record.version,
        day=desk.phrases.day(material.as_of),
        seed=material.seed,
    )
    tested = [result for result in material.results if result.effect is not None]
    draws = max((result.permutations for result in tested), default=0)
    key = "method.tests" if tested else "method.no_tests"
    yield desk.note(key, n=len(material.results), tested=len(tested), draws=draws)
    yield desk.note("method.rules")
    yield desk.note("method.origins")
    yield desk.note("method.likelihood")


def _coverage(desk: Desk) -> Iterator[Sentence]:
    """The tables that the events, tests and forecasts of this brief rest on."""
    anchors = [anchor for event in desk.material.events for anchor in event.anchors]
    anchors += [anchor for result in desk.material.results for anchor in result.evidence]
    touched = {anchor.table for anchor in anchors if isinstance(anchor, RowAnchor)}
    for name, table in desk.material.pack.tables.items():
        if name not in touched:
            continue
        evidence = (desk.shelf.run(f"table {name}"),)
        title = table.spec.title
        for stretch in table.spec.coverage:
            key = "method.complete" if stretch.complete else "method.incomplete"
            yield desk.say(
                key,
                evidence,
                title=title,
                first=desk.phrases.day(stretch.first),
                last=desk.phrases.day(stretch.last),
                between=desk.names.actors(stretch.between),
                note=stretch.note,
            )


def _copies(desk: Desk) -> dict[str, Repeat]:
    """The reports that are near copies of another one of the brief."""
    found = find_repeats(desk.material.reports, language=desk.material.pack.language)
    return {copy: repeat for repeat in found for copy in repeat.reprints}


def _report(report: Report, repeat: Repeat | None, desk: Desk) -> Iterator[Sentence]:
    evidence = (desk.shelf.run(f"report {report.id}"),)
    key = "sources.undated"
    day = ""
    if report.published:
        day = desk.phrases.when(report.published)
        inferred = report.published.basis == "inferred"
        key = "sources.inferred" if inferred else "sources.dated"
    called = desk.names.outlet(report.source)
    if called != report.source:
        called = desk.phrases("sources.nameless", source=called)
    yield desk.say(
        key,
        evidence,
        source=called,
        title=report.title,
        day=day,
        url=report.url or "",
    )
    if report.language != desk.material.pack.language.id:
        yield desk.say("sources.unread", evidence, language=report.language)
    if repeat is not None:
        first = repeat.original or repeat.members[0]
        other = next(one for one in desk.material.reports if one.id == first)
        key = "sources.text_of" if repeat.basis == "credited" else "sources.copy"
        yield desk.say(key, evidence, agency=repeat.agency or "", title=other.title)
    for mark in report.marks:
        if text := _mark(mark, desk):
            yield desk.say("sources.mark", evidence, mark=text)


def _mark(mark: str, desk: Desk) -> str:
    """A mark of the source in words; empty for what only the reader needs."""
    name, _, said = mark.partition(": ")
    key = f"mark.{name}"
    if not desk.phrases.has(key):
        return mark.replace("_", " ")
    return desk.phrases(key, said=said).strip()


def _counted(code: str, found: list[Issue], desk: Desk) -> Paragraph:
    key = f"issue.{code}"
    named = desk.phrases(key) if desk.phrases.has(key) else code.replace("_", " ")
    run = (desk.shelf.run(code),)
    sentences = [desk.say("issues.count", run, sort=named, n=len(found))]
    for issue in found[:MOST_LISTED]:
        evidence = (desk.shelf.of([issue.anchor]) if issue.anchor else ()) or run
        place = issue.locator.rpartition("/")[2]
        sentences.append(desk.say("issues.one", evidence, detail=issue.detail, place=place))
    if len(found) > MOST_LISTED:
        sentences.append(desk.note("issues.more", n=len(found) - MOST_LISTED))
    return Paragraph(sentences=tuple(sentences))
