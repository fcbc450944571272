"""What would change the picture: findings, days and measurements still to come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Paragraph, Section, Sentence
from standoff.brief.events import label_of
from standoff.brief.holders import holder
from standoff.brief.readings import Reading
from standoff.brief.unsettled import disputes_of, slot_name

MOST_DISPUTES = 3


def changes_section(readings: Sequence[Reading], desk: Desk) -> Section:
    """One point for each thing that a later day could settle."""
    sentences = [*_tests(readings, desk), *_predictions(desk), *_disputes(desk)]
    items = tuple(Paragraph(sentences=(one,)) for one in sentences)
    block: Block = Bullets(items=items) if items else desk.none("changes.none")
    return Section(id="changes", heading=desk.phrases("heading.changes"), blocks=(block,))


def _tests(readings: Sequence[Reading], desk: Desk) -> Iterator[Sentence]:
    names: dict[str, list[str]] = {}
    for reading in readings:
        for result in reading.results:
            names.setdefault(result.key, []).append(desk.names.aim(reading.aim))
    results = {result.key: result for reading in readings for result in reading.results}
    closed = [key for key, result in results.items() if result.verdict == "untestable"]
    for key, result in results.items():
        if key not in closed:
            yield desk.say(
                f"changes.{result.verdict}",
                (desk.shelf.result(result),),
                aims=desk.phrases.joined(dict.fromkeys(names[key])),
                statement=result.statement.rstrip("."),
                side=desk.phrases(f"changes.{result.sign}"),
            )
    unclear = [result for result in results.values() if result.verdict == "unclear"]
    if unclear:
        yield desk.say("changes.other_side", tuple(desk.shelf.result(one) for one in unclear))
    if closed:
        aims = desk.phrases.joined(dict.fromkeys(aim for key in closed for aim in names[key]))
        evidence = tuple(desk.shelf.result(results[key]) for key in closed)
        yield desk.say("changes.untestable", evidence, aims=aims)


def _predictions(desk: Desk) -> Iterator[Sentence]:
    for claim in desk.material.claims:
        terms = claim.terms
        if claim.kind != "prediction" or not (terms and terms.closes and terms.query):
            continue
        if terms.closes > desk.material.as_of:
            yield desk.say(
                "changes.prediction",
                desk.shelf.of(claim.anchors),
                who=holder(claim, desk),
                kind=desk.names.matter(terms.query),
                day=desk.phrases.day(terms.closes),
            )


def _disputes(desk: Desk) -> Iterator[Sentence]:
    disputes = disputes_of(desk)[:MOST_DISPUTES]
    if not disputes:
        return
    evidence = desk.shelf.of(
        anchor for _, dispute in disputes for one in dispute.values for anchor in one.evidence
    )
    listed = [
        desk.phrases(
            "changes.disputed", slot=slot_name(dispute.slot, desk), event=label_of(event, desk)
        )
        for event, dispute in disputes
    ]
    behind = evidence or desk.shelf.events(event for event, _ in disputes)
    yield desk.say("changes.dispute", behind, disputed=desk.phrases.joined(listed))
