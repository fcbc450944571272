"""What is disputed and what is not known: value by value, and where nothing was found."""

from __future__ import annotations

from collections.abc import Iterator

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Paragraph, Section, Sentence
from standoff.brief.events import by_origin, label_of, told_background
from standoff.model import Dispute, Event, Report, RowAnchor

WORKED_OUT = ("publication_inferred", "publication_unsettled")
WEIGHT = ("status", "class", "weapon", "date", "count", "distance_km", "apogee_km", "place")


def disputes_of(desk: Desk) -> tuple[tuple[Event, Dispute], ...]:
    """The disputes about the events of the reports, the weightiest slot of their news first."""
    found = [(event, one) for event in desk.material.events for one in event.disputes]
    return tuple(
        sorted(found, key=lambda one: (told_background((one[0],), desk), _weight(one[1].slot)))
    )


def dispute_sentence(event: Event, dispute: Dispute, desk: Desk) -> Sentence:
    """One dispute, value by value with who gives it."""
    evidence = desk.shelf.of(anchor for one in dispute.values for anchor in one.evidence)
    return desk.say(
        "unsettled.dispute",
        evidence or desk.shelf.event(event),
        slot=slot_name(dispute.slot, desk),
        event=label_of(event, desk),
        values=by_origin(dispute.slot, dispute.values, event, desk),
    )


def slot_name(slot: str, desk: Desk) -> str:
    """A slot in words."""
    key = f"slot.{slot}"
    return desk.phrases(key) if desk.phrases.has(key) else slot.replace("_", " ")


def unsettled_section(desk: Desk) -> Section:
    """Disputes, dates worked out, rows nobody has checked, and reports without a day."""
    disputes = tuple(
        Paragraph(sentences=(dispute_sentence(event, one, desk),))
        for event, one in disputes_of(desk)
    )
    first: Block = Bullets(items=disputes) if disputes else desk.none("unsettled.none")
    unknown = tuple(Paragraph(sentences=(one,)) for one in _unknown(desk))
    blocks = (first, Bullets(items=unknown)) if unknown else (first,)
    return Section(id="unsettled", heading=desk.phrases("heading.unsettled"), blocks=blocks)


def _unknown(desk: Desk) -> Iterator[Sentence]:
    yield from _report_days(desk)
    dateless = [event for event in desk.material.events if event.when is None]
    if dateless:
        named = desk.phrases("list.parts").join(_named(event, desk) for event in dateless)
        yield desk.say("unsettled.no_date", desk.shelf.events(dateless), events=named)
    for event in desk.material.events:
        when = event.when
        if when is None:
            continue
        if when.basis in ("inferred", "published"):
            key = f"unsettled.date_{when.basis}"
            yield desk.say(key, desk.shelf.event(event), event=label_of(event, desk))
    yield from _unverified(desk)


def _report_days(desk: Desk) -> Iterator[Sentence]:
    for report in desk.material.reports:
        evidence = (desk.shelf.run(f"report {report.id}"),)
        if report.published is None:
            how = _how_dated(report, desk)
            yield desk.say("unsettled.no_day", evidence, title=report.title, how=how)
        elif report.published.basis == "inferred":
            when = desk.phrases.when(report.published)
            yield desk.say(
                "unsettled.inferred_day",
                evidence,
                title=report.title,
                when=when,
                how=_how_dated(report, desk),
            )


def _how_dated(report: Report, desk: Desk) -> str:
    """From what the day of publication was worked out, as the run itself has it."""
    for issue in desk.material.issues:
        if issue.locator == report.source and issue.code in WORKED_OUT:
            return issue.detail
    return ""


def _unverified(desk: Desk) -> Iterator[Sentence]:
    touched = [
        event
        for event in desk.material.events
        if not event.verified and any(isinstance(one, RowAnchor) for one in event.anchors)
    ]
    if touched:
        labels = desk.phrases("list.parts").join(label_of(event, desk) for event in touched)
        rows = [one for event in touched for one in event.anchors if isinstance(one, RowAnchor)]
        yield desk.say("unsettled.unverified", desk.shelf.of(rows), events=labels)


def _named(event: Event, desk: Desk) -> str:
    return desk.phrases(
        "event.by", kind=desk.names.kind(event.kind), actors=desk.names.actors(event.actors)
    )


def _weight(slot: str) -> int:
    return WEIGHT.index(slot) if slot in WEIGHT else len(WEIGHT)
