"""What the reports tell: each happening once, however many reports or volleys it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from standoff.brief.archive import Filed
from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Paragraph, Section, Sentence
from standoff.brief.evidence import Evidence, TableRow, Words
from standoff.brief.happenings import by_standing, confirmation, dated, happening, tell, weapons
from standoff.model import Anchor, Event, Observation, Query, RowAnchor, TextAnchor, Value
from standoff.record import onset

MEASURES = ("overseer", "distance_km", "apogee_km", "warhead_t")
Group = tuple[Event, ...]


def groups_of(desk: Desk) -> tuple[Group, ...]:
    """The events, those of one kind and day by the same actors together, the latest first.

    What a report tells as background comes after everything else.
    """
    found: dict[tuple[str, tuple[str, ...], date | None, str], list[Event]] = {}
    for event in desk.material.events:
        day = event.when.day if event.when else None
        key = (event.kind, event.actors, day, event.status if day else event.id)
        found.setdefault(key, []).append(event)
    return tuple(sorted((tuple(one) for one in found.values()), key=lambda one: _rank(one, desk)))


def told_background(group: Group, desk: Desk) -> bool:
    """Whether every report that tells it, tells it as background."""
    told = [one for one in _observations(group, desk) if isinstance(one.anchor, TextAnchor)]
    return bool(told) and all(one.background for one in told)


def new_event(event: Event, desk: Desk) -> bool:
    """Whether nothing but these reports tells the event.

    What has no day, or an open end, is not one event that could be matched.
    """
    own = {report.id for report in desk.material.reports}
    outside = any(isinstance(one, RowAnchor) or one.report not in own for one in event.anchors)
    bounded = event.when is not None and event.when.days is not None
    return event.id in desk.material.news and bounded and not outside


def since(events: Iterable[Event], earlier: Filed, desk: Desk) -> list[Event]:
    """Those of the reports' news that rest on nothing that an earlier brief rested on."""
    told = {
        anchor
        for sentence in earlier.draft.sentences()
        for one in sentence.evidence
        if (anchor := _anchor_of(one)) is not None
    }
    return [
        event
        for event in events
        if event.id in desk.material.news and not told.intersection(event.anchors)
    ]


def _anchor_of(evidence: Evidence) -> Anchor | None:
    if isinstance(evidence, Words):
        return TextAnchor(evidence.report, evidence.start, evidence.end)
    if isinstance(evidence, TableRow):
        return RowAnchor(table=evidence.table, row=evidence.row)
    return None


def headline(group: Group, desk: Desk) -> Sentence:
    """The group in one sentence: the event of it of which most is known."""
    return tell(fullest(group), desk)


def events_section(groups: Sequence[Group], desk: Desk) -> Section:
    """What the reports tell, its state of confirmation, and what is new in it."""
    news = [one for one in groups if not told_background(one, desk)]
    background = [one for one in groups if told_background(one, desk)]
    blocks: list[Block] = []
    if news:
        told = [event for group in news for event in _in_order(group)]
        blocks.append(Bullets(items=tuple(_item(event, desk) for event in told)))
    if background:
        label = desk.phrases("events.background")
        blocks.append(
            Bullets(label=label, items=_points(headline(one, desk) for one in background))
        )
    unplaced = _points(_unplaced(desk))
    if unplaced:
        blocks.append(Bullets(label=desk.phrases("events.unplaced"), items=unplaced))
    heading = desk.phrases("heading.events")
    return Section(
        id="events", heading=heading, blocks=tuple(blocks) or (desk.none("events.none"),)
    )


def _points(sentences: Iterable[Sentence]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(sentences=(one,)) for one in sentences)


def _in_order(group: Group) -> list[Event]:
    """The events of a group, the one of which most is known first."""
    return sorted(group, key=lambda one: one is not fullest(group))


def _item(event: Event, desk: Desk) -> Paragraph:
    said = [tell(event, desk), _novelty(event, desk)]
    outcome = event.kind == desk.material.pack.manifest.outcome
    if outcome or set(by_standing(event, desk)) != {"told"}:  # else the first sentence has it
        said.append(confirmation([event], desk))
    return Paragraph(sentences=(*said, *_details(event, desk)))


def _novelty(event: Event, desk: Desk) -> Sentence:
    """Whether the record knew it; for a stretch without an end, what it holds of that time."""
    when = event.when
    if when is not None and when.first is not None and when.last is None:
        return _held_since(event, when.first, desk)
    if when is None:
        key = "events.unmatched"
    else:
        key = "events.new" if new_event(event, desk) else "events.known"
    return desk.say(key, desk.shelf.event(event))


def _held_since(event: Event, first: date, desk: Desk) -> Sentence:
    actor = event.actors[0] if event.actors else None
    last = max(event.known or desk.material.as_of, first)
    query = Query(kind=event.kind, actor=actor, first=first, last=last)
    held = [one for one in desk.material.record.events(query) if one.id != event.id]
    days = {day for one in held if (day := onset(one))}
    counted = desk.shelf.count(query, (one.id for one in held), first=first, last=last)
    return desk.say(
        "events.period",
        (*desk.shelf.event(event), counted),
        n=len(days),
        kind=desk.names.kind(event.kind),
        first=desk.phrases.day(first),
        last=desk.phrases.day(last),
    )


def _details(event: Event, desk: Desk) -> Iterator[Sentence]:
    announced = [one for one in event.values.get("announced", ()) if one.value]
    for value in announced[:1]:
        who, when = desk.names.origin(value.origin), desk.names.value("announced", value)
        told = value.origin in desk.material.pack.actors
        key = "events.announced" if told else "events.announced_on"
        yield desk.say(key, desk.shelf.of(value.evidence), who=who, when=when)
    for slot in MEASURES:
        values = event.values.get(slot, ())
        if values:
            evidence = desk.shelf.of(anchor for one in values for anchor in one.evidence)
            yield desk.say(f"events.{slot}", evidence, values=by_origin(slot, values, event, desk))


def by_origin(slot: str, values: Iterable[Value], event: Event, desk: Desk) -> str:
    """Values with who gives them; the acting side's own are what it says."""
    said: dict[str, list[str]] = {}
    for value in values:
        standing = desk.names.standing(value.origin, event.actors)
        key = "value.claimed" if standing == "self_claimed" else "value.given"
        who = desk.names.origin(value.origin)
        text = desk.phrases(key, value=desk.names.value(slot, value), who="%s")
        said.setdefault(text, []).append(who)
    return desk.phrases("list.values").join(
        text.replace("%s", desk.phrases.joined(dict.fromkeys(who))) for text, who in said.items()
    )


def _unplaced(desk: Desk) -> Iterator[Sentence]:
    """What was coded and stands in no event, for want of a day on which it was known."""
    placed = {one for event in desk.material.events for one in event.observations}
    for coding in desk.material.codings:
        for one in coding.observations:
            if one.id not in placed:
                event = _alone(one, desk)
                clause = happening(event, desk)
                yield desk.say("events.told_undated", desk.shelf.of([one.anchor]), clause=clause)


def _alone(one: Observation, desk: Desk) -> Event:
    values = {slot: (value,) for slot, value in one.values.items()}
    return Event(
        id=one.id,
        kind=one.kind,
        grain=one.grain,
        status=one.status,
        values=values,
        observations=(one.id,),
        anchors=(one.anchor,),
        origins=tuple({value.origin: None for value in one.values.values()}),
        verified=one.verified,
        known=one.known,
        lasting=desk.material.pack.lasts(one.kind),
    )


def _observations(group: Group, desk: Desk) -> Iterator[Observation]:
    ids = {one for event in group for one in event.observations}
    for coding in desk.material.codings:
        yield from (one for one in coding.observations if one.id in ids)


def fullest(group: Group) -> Event:
    """The event that says most: a named weapon, then most origins."""
    return max(group, key=lambda one: (bool(one.get("weapon")), len(one.origins)))


def _rank(group: Group, desk: Desk) -> tuple[bool, bool, bool, int]:
    event = group[0]
    day = event.when.first if event.when else None
    return (
        told_background(group, desk),
        event.status not in ("reported", "failed", "suspected"),
        event.kind != desk.material.pack.manifest.outcome,
        -(day.toordinal() if day else 0),
    )


def label_of(event: Event, desk: Desk) -> str:
    """An event in a few words: its kind and its day."""
    when = dated(event.when, desk, basis=False)
    return desk.phrases("event.label", kind=desk.names.kind(event.kind), date=when)


def full_label(event: Event, desk: Desk) -> str:
    """An event in a few words that tell it from others of its kind and day."""
    key = desk.phrases.first(f"event.label.{event.kind}", "event.label")
    label = desk.phrases(
        key,
        kind=desk.names.kind(event.kind),
        what=weapons(event, desk),
        date=dated(event.when, desk, basis=False),
    )
    if event.status == "reported":
        return label
    status = desk.phrases(f"status.{event.status}")
    return desk.phrases("event.label_status", label=label, status=status)
