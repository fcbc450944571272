"""What needs a person, most important first, each with the reason in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Literal, get_args

from standoff.dates import When
from standoff.model import Dispute, Event, Issue, Query, Ruling
from standoff.packs import Pack
from standoff.record.contested import contested
from standoff.record.decide import contradicts
from standoff.record.exhibits import place_of
from standoff.record.links import weak_links
from standoff.record.record import Record
from standoff.record.rulings import by_scope, in_force, pointed_at
from standoff.record.series import onset

Sort = Literal["dispute", "date", "link", "orphan", "unverified", "imprecise", "issue"]
SORTS: tuple[Sort, ...] = get_args(Sort)
# What decides whether and when something happened comes before what describes it.
GRAVITY = ("status", "date", "class", "weapon", "count", "place", "outcome")
EVERY = Query(status=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One thing for a person to look at; `event` is None where it is about none."""

    sort: Sort
    what: str
    why: str
    event: Event | None = None
    slot: str | None = None
    names: tuple[str, ...] = ()


def matters(
    record: Record, query: Query | None = None, *, sorts: Iterable[Sort] = SORTS
) -> Iterator[Matter]:
    """What needs a person: by sort in the order of `SORTS`, in each the gravest and newest first.

    Args:
        record: the record as seen on its day.
        query: which events, None for all; what is about no event comes whatever it says.
        sorts: which sorts.
    """
    wanted = query or EVERY
    makers: Mapping[Sort, Callable[[Record, Query], Iterable[Matter]]] = {
        "dispute": _disputes,
        "date": _inferred,
        "link": _links,
        "orphan": _orphans,
        "unverified": _unverified,
        "imprecise": _imprecise,
        "issue": _issues,
    }
    chosen = set(sorts)
    for sort in SORTS:
        if sort in chosen:
            yield from makers[sort](record, wanted)


def _disputes(record: Record, query: Query) -> Iterator[Matter]:
    """Rulings that contradict each other, then slots in which origins differ."""
    yield from _contradictions(record)
    standing = [one for one in contested(record, query) if one.ruling is None]
    for one in sorted(standing, key=lambda one: (_gravity(one.dispute), *_newest(one.event))):
        yield Matter(
            sort="dispute",
            what=f"{one.dispute.slot}: {told(one.dispute)}",
            why=_who_differs(one.event, one.dispute, record.pack),
            event=one.event,
            slot=one.dispute.slot,
        )


def told(dispute: Dispute) -> str:
    """What each origin says, shortly: `320 km (a) against 400 km (b)`."""
    by_value: dict[str, list[str]] = {}
    for value in dispute.values:
        shown = " ".join(filter(None, (written(value.value), value.unit)))
        by_value.setdefault(shown, []).append(value.origin)
    parts = [f"{shown} ({', '.join(dict.fromkeys(who))})" for shown, who in by_value.items()]
    return " against ".join(parts)


def written(content: object) -> str:
    """A value's content as short text."""
    if isinstance(content, When):
        shown = content.to_json()
        ends = "..".join(str(end) for end in (shown["first"], shown["last"]) if end)
        return f"{ends} {shown['time']}" if shown["time"] else ends
    if isinstance(content, tuple):
        return ", ".join(map(str, content))
    if isinstance(content, bool):
        return "yes" if content else "no"
    return str(content)


def _contradictions(record: Record) -> Iterator[Matter]:
    """Pairs of rulings in force of which the later wins; imports may bring such."""
    for one, other in combinations(in_force(record.rulings()), 2):
        if contradicts(one, other, record):
            yield Matter(
                sort="dispute",
                what=f"ruling {one.id} of {one.who} against {other.id} of {other.who}",
                why="they contradict each other; the later decision holds, undo one of them",
                names=(one.id, other.id),
            )


def _inferred(record: Record, query: Query) -> Iterator[Matter]:
    """Events that stand on a concluded day, and reports whose day was worked out."""
    for event in sorted(record.events(query), key=_newest):
        if event.when and event.when.basis == "inferred":
            yield Matter(
                sort="date",
                what=f"date: {written(event.when)}",
                why="the day is concluded from other evidence, no source says it",
                event=event,
                slot="date",
            )
    for report in record.reports():
        if report.published and report.published.basis == "inferred":
            yield Matter(
                sort="date",
                what=f"report of {report.source}: {report.title}",
                why=f"its day of publication, {written(report.published)}, was worked out; "
                "ingest it again with --published if it is another",
                names=(report.id,),
            )


def _links(record: Record, query: Query) -> Iterator[Matter]:
    places = {one.id: place_of(one.anchor) for one in record.observations()}
    for link in weak_links(record, query):
        listed = tuple(places[one] for one in link.observations)
        other = (link.other.id,) if link.other else ()
        yield Matter(
            sort="link",
            what=f"one with {link.other.id}?" if link.other else f"belongs here? {listed[0]}",
            why=link.why,
            event=link.event,
            names=(*other, *listed),
        )


def _orphans(record: Record, _query: Query) -> Iterator[Matter]:
    index = by_scope(record.observations())
    for ruling in sorted(record.orphaned(), key=lambda one: one.decided, reverse=True):
        lost = [place_of(one) for one in ruling.anchors if not pointed_at(one, index)]
        rest = "the rest still holds" if len(lost) < len(ruling.anchors) else "it binds nothing"
        yield Matter(
            sort="orphan",
            what=f"ruling {ruling.id}: {summary(ruling)}",
            why=f"nothing is observed any more at {', '.join(lost)}; {rest}",
            names=(ruling.id,),
        )


def summary(ruling: Ruling) -> str:
    """What a ruling says, in a few words."""
    if ruling.undoes:
        return f"undoes {ruling.undoes}"
    if ruling.op == "value":
        return f"{ruling.field} is {written(ruling.value)}"
    return "one happening" if ruling.op == "same" else "different happenings"


def _unverified(record: Record, query: Query) -> Iterator[Matter]:
    for event in sorted(record.events(query), key=_newest):
        if not event.verified:
            yield Matter(
                sort="unverified",
                what=f"{event.kind}, told by {', '.join(event.origins)}",
                why="nobody has checked it, so it enters no test",
                event=event,
                slot="verified",
            )


def _imprecise(record: Record, query: Query) -> Iterator[Matter]:
    for event in sorted(record.events(query), key=_newest):
        if onset(event) is None and (event.when is None or not _open(event.when)):
            shown = f"date: {written(event.when)}" if event.when else "no date"
            yield Matter(
                sort="imprecise",
                what=shown,
                why="no single day is known, so it stands in no daily series",
                event=event,
                slot="date",
            )


def _issues(record: Record, _query: Query) -> Iterator[Matter]:
    """What could not be understood, by code, the rarest first: what is common is seldom new."""
    found: dict[str, list[Issue]] = {}
    for issue in record.issues():
        found.setdefault(issue.code, []).append(issue)
    for code, listed in sorted(found.items(), key=lambda item: (len(item[1]), item[0])):
        times = "once" if len(listed) == 1 else f"{len(listed)} times"
        yield Matter(
            sort="issue",
            what=f"{code}: {times}",
            why=f"{'such as ' if len(listed) > 1 else ''}{listed[0].locator}: {listed[0].detail}",
            names=(code,),
        )


def _who_differs(event: Event, dispute: Dispute, pack: Pack) -> str:
    """Which kinds of origin stand against each other."""
    words = {"self_claimed": "the acting side", "measured": "who measured", "independent": "others"}
    standings = [pack.origin_class(one.origin, event.actors) for one in dispute.values]
    found = [words[one] for one in dict.fromkeys(standings)]
    if len(found) == 1:
        return f"{found[0]} differ among themselves"
    return f"{', '.join(found[:-1])} and {found[-1]} differ"


def _gravity(dispute: Dispute) -> int:
    return GRAVITY.index(dispute.slot) if dispute.slot in GRAVITY else len(GRAVITY)


def _newest(event: Event) -> tuple[int, str]:
    when = event.when
    day = (when.first or when.last) if when else None
    return -(day or date.min).toordinal(), event.id


def _open(when: When) -> bool:
    return when.first is None or when.last is None
