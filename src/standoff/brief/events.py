"""What the reports tell: each happening once, however many reports or volleys it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Paragraph, Section, Sentence
from standoff.brief.happenings import confirmation, dated, happening, tell
from standoff.model import Event, Observation, TextAnchor, Value

MEASURES = ("distance_km", "apogee_km")
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


def is_news(group: Group, desk: Desk) -> bool:
    """Whether any event of the group was not in the record before these reports."""
    return any(event.id in desk.material.news for event in group)


def headline(group: Group, desk: Desk) -> Sentence:
    """The group in one sentence: its first event, and how many more belong to it."""
    event = _fullest(group)
    sentence = tell(event, desk)
    if len(group) == 1:
        return sentence
    more = desk.phrases("events.more", n=len(group) - 1)
    return Sentence(text=f"{sentence.text.rstrip('.')}{more}", evidence=desk.shelf.events(group))


def events_section(groups: Sequence[Group], desk: Desk) -> Section:
    """What the reports tell, its state of confirmation, and what is new in it."""
    news = [one for one in groups if not told_background(one, desk)]
    background = [one for one in groups if told_background(one, desk)]
    blocks: list[Block] = []
    if news:
        blocks.append(Bullets(items=tuple(_item(one, desk) for one in news)))
    if background:
        label = desk.phrases("events.background")
        lines = tuple(headline(one, desk) for one in background)
        blocks.append(Paragraph(label=label, sentences=lines))
    unplaced = tuple(_unplaced(desk))
    if unplaced:
        blocks.append(Paragraph(label=desk.phrases("events.unplaced"), sentences=unplaced))
    heading = desk.phrases("heading.events")
    return Section(
        id="events", heading=heading, blocks=tuple(blocks) or (desk.none("events.none"),)
    )


def _item(group: Group, desk: Desk) -> Paragraph:
    sentences = [headline(group, desk)]
    sentences += [tell(event, desk) for event in group if event is not _fullest(group)]
    key = "events.new" if is_news(group, desk) else "events.known"
    sentences.append(desk.say(key, desk.shelf.events(group)))
    sentences.append(confirmation(group, desk))
    sentences += [said for event in group for said in _details(event, desk)]
    return Paragraph(sentences=tuple(dict.fromkeys(sentences)))


def _details(event: Event, desk: Desk) -> Iterator[Sentence]:
    announced = [one for one in event.values.get("announced", ()) if one.value]
    for value in announced[:1]:
        who, when = desk.names.origin(value.origin), desk.names.value("announced", value)
        yield desk.say("events.announced", desk.shelf.of(value.evidence), who=who, when=when)
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
                event = _alone(one)
                clause = happening(event, desk)
                yield desk.say("events.told_undated", desk.shelf.of([one.anchor]), clause=clause)


def _alone(one: Observation) -> Event:
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
    )


def _observations(group: Group, desk: Desk) -> Iterator[Observation]:
    ids = {one for event in group for one in event.observations}
    for coding in desk.material.codings:
        yield from (one for one in coding.observations if one.id in ids)


def _fullest(group: Group) -> Event:
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
    when = dated(event.when, desk)
    return desk.phrases("event.label", kind=desk.names.kind(event.kind), date=when)
