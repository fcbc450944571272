"""Who holds what: a report's claims on why actors act, what comes next, what ought to be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from standoff.coding.content import Reader
from standoff.coding.corrected import corrected_names
from standoff.coding.document import Document
from standoff.coding.headline import headline_end
from standoff.coding.officers import with_officers
from standoff.coding.patterns import Grammar
from standoff.coding.propositions import Proposition
from standoff.coding.relevance import relevant_sentences
from standoff.coding.short_names import with_short_names
from standoff.coding.voice import with_voice
from standoff.coding.voices import Voices
from standoff.model import Claim, Issue, TextAnchor, make_id


def find_claims(document: Document, grammar: Grammar) -> Iterator[Claim | Issue]:
    """The claims of a report in order of place, and an Issue for each name read with a correction.

    Args:
        document: the report as read.
        grammar: the compiled patterns of its language.
    """
    document = with_voice(with_officers(with_short_names(document), grammar), grammar)
    relevant = relevant_sentences(document, grammar)
    if not relevant:
        return
    yield from corrected_names(document)
    voices = Voices(document, grammar, relevant)
    reader = Reader(document, grammar, in_state_medium=voices.medium is not None)
    found = [one for segment in voices.segments() for one in reader.read(segment)]
    found = _below_headline(document, found)
    for group in _joined(sorted(found, key=lambda one: (one.start, one.end))):
        yield _claim(document, group)


def _below_headline(document: Document, found: list[Proposition]) -> list[Proposition]:
    """What the report holds: the headline's claims only where nothing below it makes any."""
    end = headline_end(document)
    return [one for one in found if one.start >= end] or found


def _joined(found: Iterable[Proposition]) -> Iterator[list[Proposition]]:
    """Neighbouring propositions of one holder, one kind and one point, together."""
    group: list[Proposition] = []
    for one in found:
        if group and not _one_point(group, one):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _one_point(group: list[Proposition], one: Proposition) -> bool:
    last = group[-1]
    same = (last.kind, last.stance, _whose(last)) == (one.kind, one.stance, _whose(one))
    near = one.segment.sentence == last.segment.sentence
    if not (same and near) or last.aim_of != one.aim_of:
        return False
    if one.kind == "explanation":
        held = {aim for each in group for aim in each.aims}
        return one.segment.form == last.segment.form or bool(held & set(one.aims))
    if one.kind == "prediction":
        return (
            one.terms is not None and last.terms is not None and one.terms.query == last.terms.query
        )
    return True


def _whose(one: Proposition) -> tuple[object, ...]:
    holder = one.segment.holder
    return (holder.name, holder.role, holder.sort, one.segment.attributed)


def _claim(document: Document, group: list[Proposition]) -> Claim:
    first = group[0]
    holder = first.segment.holder
    anchors = tuple(TextAnchor(document.report.id, one.start, one.end) for one in group)
    published = document.report.published
    claim = Claim(
        id="",
        holder=holder.name,
        role=holder.role,
        organisation=holder.organisation,
        via=tuple(dict.fromkeys(v for one in group for v in one.segment.holder.via)),
        kind=first.kind,
        aims=tuple(dict.fromkeys(aim for one in group for aim in one.aims)),
        conditions=tuple(dict.fromkeys(c for one in group for c in one.conditions)),
        aim_of=first.aim_of,
        believer=next((one.believer for one in group if one.believer), None),
        stance=first.stance,
        stated=_is_stated(first),
        quoted=_is_quoted(document, anchors),
        attributed=first.segment.attributed,
        change=any(one.change for one in group),
        terms=next((one.terms for one in group if one.terms), None),
        anchors=anchors,
        known=published.last if published else None,
    )
    return replace(
        claim,
        id=make_id(
            "c",
            [
                document.report.id,
                holder.name,
                holder.role,
                claim.kind,
                claim.stance,
                [[a.start, a.end] for a in anchors],
            ],
        ),
    )


def _is_stated(one: Proposition) -> bool:
    """Whether an actor speaks of the reason for its own act."""
    holder = one.segment.holder
    return one.kind == "explanation" and holder.state is not None and holder.state == one.aim_of


def _is_quoted(document: Document, anchors: Sequence[TextAnchor]) -> bool:
    """Whether more than half of what is held stands in quotation marks."""
    inside = sum(
        max(0, min(one.end, end) - max(one.start, start))
        for one in anchors
        for start, end in document.quotes
    )
    return 2 * inside > sum(one.end - one.start for one in anchors)
