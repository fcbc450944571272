"""Report: the text as it was read, with what was coded in it, by which pattern, and near copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from standoff.coding import Reason, reasons
from standoff.model import Claim, Event, Observation, Report, TextAnchor
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.identity import event_id
from standoff.reports import find_repeats
from standoff.serve.pages.asked import asked
from standoff.serve.pages.render import render
from standoff.serve.pages.shown import day, name_of, names_of, slot_text

if TYPE_CHECKING:
    from standoff.serve.site import Site

MOST_COMPARED: Final = 30
EVENT, CLAIM = "event", "claim"
# How a stretch of text is drawn, by what stands in it; all else is drawn as a thing.
LOOKS: Final = {
    EVENT: "event",
    CLAIM: "claim",
    "actors": "who",
    "targets": "who",
    "overseer": "who",
    "issuer": "who",
    "date": "when",
    "announced": "when",
    "place": "where",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A slot's content, and the characters that it was taken from."""

    slot: str
    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An event or a claim as coded in this report; `pattern` None: not asked for, or not known."""

    number: int
    sort: str
    title: str
    states: tuple[str, ...]
    words: tuple[Words, ...]
    event: str | None
    pattern: str | None
    status_by: str | None
    observation: str


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `[start, end)` that an item rests on, and what stands there."""

    start: int
    end: int
    slot: str
    item: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of the text that the same spans cover; without items it is plain.

    `starts` says that a span begins here: these are the stops of the keyboard.
    """

    start: int
    text: str
    look: str
    items: tuple[int, ...]
    tip: str
    starts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A near copy of the report."""

    id: str
    title: str
    outlet: str
    day: str
    is_origin: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """What the page shows."""

    id: str
    title: str
    outlet: str
    url: str | None
    day: str
    basis: str
    language: str
    marks: tuple[str, ...]
    reader: str
    sha: str
    stretches: tuple[Stretch, ...]
    items: tuple[Item, ...]
    explained: bool
    copies: tuple[Copy, ...]
    agency: str | None


def router(site: Site) -> APIRouter:
    """A report by its id; with `why` the patterns too, which reads the text once more."""
    made = APIRouter(include_in_schema=False)

    @made.get("/report/{report_id}")
    def report(request: Request, report_id: str, why: str = "") -> Response:
        wanted = asked(request.query_params, site.pack)
        found = site.at(wanted.as_of).report(report_id)
        if found is None:
            raise HTTPException(404, f"there is no report {report_id!r} in the record")
        view = report_view(site, found, as_of=wanted.as_of, why=bool(why))
        return render(
            request, "report.html", site=site, as_of=wanted.as_of, view=view, wrong=wanted.wrong
        )

    return made


def report_view(
    site: Site, report: Report, *, as_of: date | None = None, why: bool = False
) -> ReportView:
    """What the page of a report shows.

    Args:
        site: whose record it is.
        report: the report.
        as_of: the day on which the record is seen.
        why: find the patterns too: the text is read by the coder once more.
    """
    record, pack = site.at(as_of), site.pack
    scope = (report.id,)
    observations, claims = record.observations_in(scope), record.claims_in(scope)
    known = _reasons(report, pack) if why else {}
    items: list[Item] = []
    spans: list[Span] = []
    events: list[Event] = []
    for number, one in enumerate(sorted(observations, key=_place), 1):
        event = record.event(event_id(one.kind, one.anchor))
        events += [event] if event else []
        items.append(_item(number, one, event, report, pack, known.get(one.id)))
        spans += _spans(number, one)
    for number, claim in enumerate(sorted(claims, key=_claim_place), len(items) + 1):
        items.append(_claim_item(number, claim, report, pack))
        spans += [
            Span(one.start, one.end, CLAIM, number)
            for one in claim.anchors
            if isinstance(one, TextAnchor)
        ]
    copies, agency = _copies(record, report, events, pack)
    return ReportView(
        id=report.id,
        title=report.title or "Report without a title",
        outlet=report.source,
        url=report.url,
        day=day(report.published) if report.published else "no day",
        basis=report.published.basis if report.published else "",
        language=report.language,
        marks=report.marks,
        reader=report.reader,
        sha=report.text_sha,
        stretches=tuple(stretches(report.text, spans, {one.number: one.title for one in items})),
        items=tuple(items),
        explained=why,
        copies=copies,
        agency=agency,
    )


@lru_cache(maxsize=256)
def _reasons(report: Report, pack: Pack) -> Mapping[str, Reason]:
    return reasons(report, pack)


def stretches(text: str, spans: Sequence[Span], titles: Mapping[int, str]) -> Iterator[Stretch]:
    """The whole text in order, cut wherever a span begins or ends.

    Args:
        text: exactly as it was read.
        spans: what is marked; they may overlap in any way.
        titles: of the items, by number, for the tips.
    """
    cuts = sorted({0, len(text), *(one.start for one in spans), *(one.end for one in spans)})
    begins = {one.start for one in spans}
    for start, end in pairwise(cuts):
        over = sorted(
            (one for one in spans if one.start <= start and end <= one.end),
            key=lambda one: (one.end - one.start, one.item),
        )
        told = dict.fromkeys((one.item, one.slot) for one in over)
        yield Stretch(
            start=start,
            text=text[start:end],
            look=LOOKS.get(over[0].slot, "thing") if over else "",
            items=tuple(dict.fromkeys(one.item for one in over)),
            tip="; ".join(
                f"{item} {titles[item]}: {slot.replace('_', ' ')}" for item, slot in told
            ),
            starts=start in begins,
        )


def _item(
    number: int,
    one: Observation,
    event: Event | None,
    report: Report,
    pack: Pack,
    reason: Reason | None,
) -> Item:
    words = [
        Words(slot=slot, value=_written(slot, one, pack), text=_text(report, value.evidence))
        for slot, value in one.values.items()
    ]
    states = [one.status, *(["told as background"] if one.background else [])]
    states += [] if one.verified else ["not checked"]
    return Item(
        number=number,
        sort=EVENT,
        title=name_of(pack, one.kind),
        states=tuple(states),
        words=tuple(words),
        event=event.id if event else None,
        pattern=reason.pattern if reason else None,
        status_by=reason.status_by if reason else None,
        observation=one.id,
    )


def _written(slot: str, one: Observation, pack: Pack) -> str:
    value = one.values[slot]
    return slot_text(pack, slot, value.value, value.unit)


def _claim_item(number: int, claim: Claim, report: Report, pack: Pack) -> Item:
    holder = names_of(pack, claim.holder) or claim.role or "somebody unnamed"
    about = {
        "holder": holder,
        "role": claim.role,
        "of": claim.organisation,
        "through": ", ".join(claim.via),
        "aims": names_of(pack, claim.aims),
        "of the acts of": names_of(pack, claim.aim_of),
        "as believed by": names_of(pack, claim.believer),
        "condition": claim.terms.condition if claim.terms else None,
        "until": claim.terms.closes.isoformat() if claim.terms and claim.terms.closes else None,
    }
    words = [Words(slot=name, value=str(told), text="") for name, told in about.items() if told]
    said = _text(report, claim.anchors)
    states = [claim.stance, *(["stated by the actor itself"] if claim.stated else [])]
    states += ["in quotation marks"] if claim.quoted else []
    return Item(
        number=number,
        sort=CLAIM,
        title=f"{claim.kind} by {holder}",
        states=tuple(states),
        words=(Words(slot="words", value="", text=said), *words),
        event=None,
        pattern=None,
        status_by=None,
        observation=claim.id,
    )


def _spans(number: int, one: Observation) -> Iterator[Span]:
    """The words that tell of an event, and those of each of its slots."""
    if isinstance(one.anchor, TextAnchor):
        yield Span(one.anchor.start, one.anchor.end, EVENT, number)
    for slot, value in one.values.items():
        for anchor in value.evidence:
            if isinstance(anchor, TextAnchor) and anchor != one.anchor:
                yield Span(anchor.start, anchor.end, slot, number)


def _text(report: Report, anchors: Sequence[object]) -> str:
    """The characters at the anchors, each once, as one line."""
    found = [
        " ".join(report.text[one.start : one.end].split())
        for one in anchors
        if isinstance(one, TextAnchor) and one.report == report.id
    ]
    return " … ".join(dict.fromkeys(found))


def _copies(
    record: Record, report: Report, events: Sequence[Event], pack: Pack
) -> tuple[tuple[Copy, ...], str | None]:
    """The near copies among the reports of the same events, and whose text it is."""
    told = {
        one.report: None
        for event in events
        for one in event.anchors
        if isinstance(one, TextAnchor) and one.report != report.id
    }
    others = record.reports_with(list(told)[:MOST_COMPARED])
    if not others:
        return (), None
    groups = find_repeats([report, *others], language=pack.language)
    group = next((one for one in groups if report.id in one.members), None)
    if group is None:
        return (), None
    copies = tuple(
        Copy(
            id=one.id,
            title=one.title or "Report without a title",
            outlet=one.source,
            day=day(one.published) if one.published else "no day",
            is_origin=one.id == group.original,
        )
        for one in others
        if one.id in group.members
    )
    return copies, group.agency


def _place(one: Observation) -> tuple[int, str]:
    return (one.anchor.start if isinstance(one.anchor, TextAnchor) else 0), one.id


def _claim_place(one: Claim) -> tuple[int, str]:
    starts = [anchor.start for anchor in one.anchors if isinstance(anchor, TextAnchor)]
    return min(starts, default=0), one.id
