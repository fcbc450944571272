"""What a party has said on an issue, dated and in its own words, and whether that has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Literal, Protocol

from standoff.coding.text import fold, split_sentences
from standoff.dates import When
from standoff.errors import InputError
from standoff.explain.topics import Topic
from standoff.model import Claim, Observation, Report, TextAnchor
from standoff.packs import Pack
from standoff.packs.theatre import Actor
from standoff.record import Record
from standoff.record.naming import near

SAYING = ("statement", "offer", "reply")
HELD = ("position", "recommendation", "prediction", "assessment")
# The rule by which a claim of change is checked, fixed before any was looked at: what was said in
# the half year up to the claim beside the two years before that, at least three statements in each.
RECENT_DAYS = 180
EARLIER_DAYS = 730
LEAST_STATEMENTS = 3

Outcome = Literal["changed", "same", "too few statements"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One statement of a party on an issue: when it was made, its words and its stance.

    `when` is the day of the statement or of the report; None where neither is known. `anchor`
    leads to the first text that has it; `reports` counts the texts that do.
    """

    when: When | None
    speaker: str
    stance: str
    words: str
    pattern: str
    anchor: TextAnchor
    source: str
    reports: int = 1

    @property
    def day(self) -> date:
        """The day, the last possible one where only a month or year is known; for the order."""
        return (self.when and (self.when.last or self.when.first)) or date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A day on which the stance of the last statement before it was another."""

    before: Spoken
    after: Spoken


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A claim that a party's stance has changed, beside what the party itself has said.

    `earlier` and `recent` hold the stances of its statements in the two stretches of days.
    """

    claim: str
    day: date
    outcome: Outcome
    earlier: tuple[str, ...]
    recent: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """All that a record holds of one party on one issue, in order of days; the undated apart."""

    holder: str
    topic: str
    as_of: date
    spoken: tuple[Spoken, ...]
    undated: tuple[Spoken, ...]
    shift: Shift | None
    silent_days: int | None
    checked: tuple[Checked, ...]


class Hearing(Protocol):
    """The part of a record that positions are taken from."""

    @property
    def pack(self) -> Pack:
        """The theatre."""
        ...

    def reports(self) -> Iterator[Report]:
        """The reports."""
        ...

    def claims(self) -> Iterator[Claim]:
        """The claims."""
        ...

    def observations(self) -> Iterator[Observation]:
        """The observations."""
        ...


def holder_named(record: Record, name: str) -> str:
    """The id of the party with a name, or the name as claims have it where no pack lists it.

    Raises:
        InputError: neither the theatre nor any claim knows the name.
    """
    wanted = name.casefold()
    for actor in record.pack.actors.values():
        if wanted in {one.casefold() for one in (actor.id, actor.name, *actor.aliases)}:
            return actor.id
    held = {claim.holder for claim in record.claims() if claim.holder}
    for one in sorted(held):
        if one.casefold() == wanted:
            return one
    known = [*record.pack.actors, *(one.name for one in record.pack.actors.values()), *held]
    raise InputError(f"nobody called {name!r} is known{near(name, known)}; give an id or a name")


def position_of(record: Hearing, holder: str, topic: Topic, *, as_of: date) -> Position:
    """What a party has said on an issue, its last change, its silence, and claims of change.

    Args:
        record: already put back to `as_of`.
        holder: id of a party, or a name as claims have it. A state speaks through its leaders,
            bodies and media too; a person or body only for itself.
        topic: the issue.
        as_of: the day up to which silence is counted.
    """
    texts = {report.id: report for report in record.reports()}
    found = tuple(_once(sorted(_spoken(record, texts, holder, topic), key=_in_time)))
    spoken = tuple(one for one in found if one.when)
    last = spoken[-1].day if spoken else None
    claimed = ((one, one.known) for one in record.claims() if one.change and one.known)
    return Position(
        holder=holder,
        topic=topic.id,
        as_of=as_of,
        spoken=spoken,
        undated=found[len(spoken) :],
        shift=_last_shift(spoken),
        silent_days=(as_of - last).days if last else None,
        checked=tuple(
            check(claim.id, day, spoken, topic)
            for claim, day in claimed
            if _about(claim, record.pack, holder) and topic.concerns(_words(claim, texts))
        ),
    )


def check(claim: str, day: date, spoken: Sequence[Spoken], topic: Topic) -> Checked:
    """A claim of change beside the statements before it: changed, the same, or too few to say.

    Changed means that the middle stance of the recent statements is another than that of the
    earlier ones. It is a description of what was said, not a test.

    Args:
        claim: id of the claim.
        day: when it was made.
        spoken: the party's statements on the issue.
        topic: the issue.
    """
    turn = day - timedelta(days=RECENT_DAYS)
    start = turn - timedelta(days=EARLIER_DAYS)
    earlier = tuple(one.stance for one in spoken if start < one.day <= turn)
    recent = tuple(one.stance for one in spoken if turn < one.day <= day)
    outcome: Outcome = "too few statements"
    if min(len(earlier), len(recent)) >= LEAST_STATEMENTS:
        middles = [median(map(topic.rank, stances)) for stances in (earlier, recent)]
        outcome = "same" if middles[0] == middles[1] else "changed"
    return Checked(claim=claim, day=day, outcome=outcome, earlier=earlier, recent=recent)


def _spoken(
    record: Hearing, texts: Mapping[str, Report], holder: str, topic: Topic
) -> Iterator[Spoken]:
    for claim in record.claims():
        own = claim.kind in HELD and claim.stance == "asserts" and not claim.change
        report = texts.get(place_of(claim).report)
        if own and claim.holder and report:
            sides = (claim.holder, claim.believer or claim.holder)
            if all(speaks_for(record.pack, one, holder, claim.known) for one in sides):
                places = _sentences(report, place_of(claim), whole=False)
                yield from _told(claim.holder, report.published, report, places, topic)
    for one in record.observations():
        if one.kind not in SAYING or one.status != "reported":
            continue
        report = texts.get(one.anchor.report) if isinstance(one.anchor, TextAnchor) else None
        speaker = _speaker(one, record.pack, holder)
        if report and speaker and isinstance(one.anchor, TextAnchor):
            places = _sentences(report, one.anchor, whole=True)
            yield from _told(speaker, _when(one, report), report, places, topic)


def _told(
    speaker: str, when: When | None, report: Report, places: Iterable[TextAnchor], topic: Topic
) -> Iterator[Spoken]:
    """The first sentence of a statement that shows a stance, if one does."""
    for place in places:
        words = report.text[place.start : place.end]
        if shown := topic.shown_by(words):
            yield Spoken(
                when=when,
                speaker=speaker,
                stance=shown.kind,
                words=" ".join(words.split()),
                pattern=shown.id,
                anchor=place,
                source=report.source,
            )
            return


def _sentences(report: Report, anchor: TextAnchor, *, whole: bool) -> Iterator[TextAnchor]:
    """The sentences that an anchor reaches into: all of each, or the anchor's part of it."""
    for one in split_sentences(report.text):
        if one.start < anchor.end and anchor.start < one.end:
            start = one.start if whole else max(one.start, anchor.start)
            end = one.end if whole else min(one.end, anchor.end)
            yield TextAnchor(report.id, start, end)


def speaks_for(pack: Pack, speaker: str, holder: str, day: date | None) -> bool:
    """Whether what the speaker says on a day is said by the holder: itself, or one of its own.

    A person speaks for a state only while in office, where the theatre gives the days.
    """
    seen: set[str] = set()
    one: str | None = speaker
    while one is not None and one not in seen:
        if one == holder:
            return True
        seen.add(one)
        actor = pack.actors.get(one)
        one = actor.of if actor and _in_office(actor, day) else None
    return False


def _in_office(actor: Actor, day: date | None) -> bool:
    if day is None or actor.kind != "person" or not actor.offices:
        return True
    return any(
        (office.first is None or office.first <= day)
        and (office.last is None or day <= office.last)
        for office in actor.offices
    )


def _speaker(one: Observation, pack: Pack, holder: str) -> str | None:
    issuer = one.get("issuer")
    named = [issuer] if isinstance(issuer, str) else list(one.get("actors") or ())
    return next((each for each in named if speaks_for(pack, each, holder, one.known)), None)


def _when(one: Observation, report: Report) -> When | None:
    """The day of the statement where its report gives one, else the report's own."""
    told = one.get("date")
    return told if isinstance(told, When) and told.day else report.published


def place_of(claim: Claim) -> TextAnchor:
    """The characters from the first of a claim's anchors to the last in the same text."""
    anchors = [one for one in claim.anchors if isinstance(one, TextAnchor)]
    first = anchors[0]
    end = max(one.end for one in anchors if one.report == first.report)
    return TextAnchor(first.report, first.start, end)


def _words(claim: Claim, texts: Mapping[str, Report]) -> str:
    anchor = place_of(claim)
    report = texts.get(anchor.report)
    return report.text[anchor.start : anchor.end] if report else ""


def _about(claim: Claim, pack: Pack, holder: str) -> bool:
    """Whether a claim speaks of the holder: its belief, its aim."""
    about = (claim.believer, claim.aim_of)
    return any(one and speaks_for(pack, one, holder, claim.known) for one in about)


def _in_time(one: Spoken) -> tuple[date, TextAnchor]:
    return one.day, one.anchor


def _once(found: Iterable[Spoken]) -> Iterator[Spoken]:
    """Statements without repeats: one sentence told twice, and the same words of a day."""
    kept: list[Spoken] = []
    for one in found:
        same = next((i for i, other in enumerate(kept) if _same(one, other)), None)
        if same is None:
            kept.append(one)
        elif one.anchor.report != kept[same].anchor.report:
            kept[same] = replace(kept[same], reports=kept[same].reports + 1)
    yield from kept


def _same(one: Spoken, other: Spoken) -> bool:
    if one.anchor.report == other.anchor.report:
        return one.anchor.start < other.anchor.end and other.anchor.start < one.anchor.end
    return one.day == other.day and fold(one.words) == fold(other.words)


def _last_shift(spoken: Sequence[Spoken]) -> Shift | None:
    """The last two neighbouring statements of different stances."""
    for before, after in reversed(list(pairwise(spoken))):
        if before.stance != after.stance:
            return Shift(before=before, after=after)
    return None
