"""Predictions of named people: what they commit to, what came, and how they scored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.figures import shown_percent
from standoff.forecast import Tracked, question_of, track
from standoff.forecast.expected import base_chance
from standoff.model import Claim, CountUnit, Event, Query, Question, Series
from standoff.packs import Pack
from standoff.record import Record, matches
from standoff.record.series import make_series
from standoff.serve.pages.asked import asked
from standoff.serve.pages.claim_book import page_asked
from standoff.serve.pages.claims import A_PAGE
from standoff.serve.pages.memory import Memory
from standoff.serve.pages.now import today_in
from standoff.serve.pages.render import render
from standoff.serve.pages.voices import Voice, desk_of, short_holder, voices

if TYPE_CHECKING:
    from standoff.serve.site import Site

UNSAID: Final = "it does not say what would have to happen"
NO_DAY: Final = "it was made on no known day, or is about days to come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One prediction and what has come of it; `base` is the chance that the plain past gave."""

    claim: Claim
    holder: str
    tracked: Tracked | None
    base: float | None
    why: str

    @property
    def rank(self) -> int:
        """Scored ones first, then those that can be followed, then the rest."""
        return 0 if self.tracked and self.tracked.scored else 1 if self.tracked else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A prediction in words: its terms, what was found, the score beside the base rate's."""

    voice: Voice
    matter: str
    days: str
    wording: str
    band: str
    found: str
    evidence: tuple[str, ...]
    answer: str
    score: str
    base_score: str
    base: str
    why: str
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fare:
    """How one holder's scored predictions did on the whole: mean Brier, beside base rate."""

    holder: str
    made: int
    scored: int
    score: float | None
    base_score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Predictions:
    """What the page shows."""

    total: int
    followed: int
    scored: int
    fares: tuple[Fare, ...]
    shown: tuple[Shown, ...]
    last_page: int


class Remembered:
    """A record that looks the events of each query up once, whatever days are asked for."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self._found: dict[Query, tuple[Event, ...]] = {}

    @property
    def version(self) -> str:
        """The record's version."""
        return self.record.version

    def events(self, query: Query) -> Iterator[Event]:
        """The events that match."""
        if query.text is not None:
            return self.record.events(query)
        whole = replace(query, first=None, last=None)
        if whole not in self._found:
            self._found[whole] = tuple(self.record.events(whole))
        pack = self.record.pack
        return (one for one in self._found[whole] if matches(one, query, pack))

    def series(self, query: Query, *, count: CountUnit) -> Series:
        """How many a day, NaN where not covered."""
        return make_series(
            query,
            self.events(query),
            count=count,
            exposing=None,
            pack=self.record.pack,
            as_of=self.record.day,
        )


def router(site: Site) -> APIRouter:
    """The page of predictions."""
    made = APIRouter(include_in_schema=False)
    followed = Memory(lambda record: followed_up(record, record.day or today_in(record.pack)))

    @made.get("/predictions")
    def predictions(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        holder = request.query_params.get("holder", "").strip() or None
        page = page_asked(request.query_params)
        record = site.at(wanted.as_of)
        whole = bool(request.scope.get("whole"))
        view = predictions_view(
            record,
            followed(record),
            query=wanted.query,
            holder=holder,
            page=page,
            a_page=None if whole else A_PAGE,
        )
        return render(
            request,
            "predictions.html",
            site=site,
            as_of=wanted.as_of,
            view=view,
            page_number=page,
            holder=holder,
            query=wanted.query,
            address={**wanted.address(), "holder": holder or ""},
            wrong=wanted.wrong,
        )

    return made


def followed_up(record: Record, day: date) -> tuple[Followed, ...]:
    """Every prediction of the record followed up to a day; counted, nothing fitted."""
    seen, zone, desk = Remembered(record), record.pack.manifest.zone, desk_of(record)
    found = [
        _followed(one, short_holder(one, desk), seen, day, zone)
        for one in record.claims()
        if one.kind == "prediction"
    ]
    found.sort(key=lambda one: (one.claim.known or date.min, one.claim.id), reverse=True)
    return tuple(sorted(found, key=lambda one: one.rank))


def _followed(claim: Claim, holder: str, seen: Remembered, day: date, zone: str) -> Followed:
    tracked = track(claim, seen, as_of=day, zone=zone)
    question = question_of(claim, zone=zone)
    why = question if isinstance(question, str) else ""
    if tracked is None:
        why = why if why == UNSAID else NO_DAY
    base = base_chance(question, seen) if isinstance(question, Question) else None
    return Followed(claim=claim, holder=holder, tracked=tracked, base=base, why=why)


def predictions_view(
    record: Record,
    followed: Sequence[Followed],
    *,
    query: Query,
    holder: str | None = None,
    page: int = 1,
    a_page: int | None = A_PAGE,
) -> Predictions:
    """What the page shows.

    Args:
        record: seen on the day asked for.
        followed: all of `followed_up`.
        query: only predictions about events of this kind and actor, known within its days.
        holder: only of this holder.
        page: of the list, from 1.
        a_page: how many on one; None for all.
    """
    fitting = [one for one in followed if _fits(one, query, holder)]
    first = 0 if a_page is None else (page - 1) * a_page
    some = fitting[first:][:a_page]
    said = voices((one.claim for one in some), record)
    return Predictions(
        total=len(followed),
        followed=sum(one.tracked is not None for one in fitting),
        scored=sum(one.rank == 0 for one in fitting),
        fares=_fares(fitting),
        shown=tuple(_shown(one, voice, record.pack) for one, voice in zip(some, said, strict=True)),
        last_page=1 if a_page is None else max(1, -(-len(fitting) // a_page)),
    )


def _fits(one: Followed, query: Query, holder: str | None) -> bool:
    claim, about = one.claim, one.claim.terms.query if one.claim.terms else None
    return (
        (holder is None or one.holder == holder)
        and (query.kind is None or bool(about and about.kind == query.kind))
        and (query.actor is None or bool(about and about.actor == query.actor))
        and (query.first is None or bool(claim.known and claim.known >= query.first))
        and (query.last is None or bool(claim.known and claim.known <= query.last))
    )


def _fares(followed: Sequence[Followed]) -> tuple[Fare, ...]:
    """Every holder of a prediction that can be followed up, those with most scores first."""
    by_holder: dict[str, list[Followed]] = {}
    for one in followed:
        by_holder.setdefault(one.holder, []).append(one)
    fares = [_fare(who, held) for who, held in by_holder.items() if any(o.tracked for o in held)]
    return tuple(sorted(fares, key=lambda one: (-one.scored, -one.made, one.holder)))


def _fare(holder: str, held: Sequence[Followed]) -> Fare:
    scored = [one for one in held if _middle(one) is not None]
    ours = [middle for one in scored if (middle := _middle(one)) is not None]
    base = [loss for one in scored if (loss := _base_loss(one)) is not None]
    return Fare(
        holder=holder,
        made=len(held),
        scored=len(ours),
        score=sum(ours) / len(ours) if ours else None,
        base_score=sum(base) / len(base) if base and len(base) == len(ours) else None,
    )


def _middle(one: Followed) -> float | None:
    """The score at the middle of the chance that the wording stands for."""
    return one.tracked.brier_band[1] if one.tracked and one.tracked.brier_band else None


def _base_loss(one: Followed) -> float | None:
    if one.base is None or one.tracked is None or one.tracked.resolution is None:
        return None
    return (one.base - (one.tracked.resolution.answer == "yes")) ** 2


def _shown(one: Followed, voice: Voice, pack: Pack) -> Shown:
    terms, tracked = one.claim.terms, one.tracked
    band = tracked.brier_band if tracked else None
    base = _base_loss(one) if band else None
    settled = tracked.resolution if tracked else None
    return Shown(
        voice=voice,
        matter=_matter(one.claim, pack),
        days=f"{(terms and terms.opens) or 'from then'} to {(terms and terms.closes) or 'no day'}",
        wording=terms.wording if terms else "",
        band=" to ".join(map(shown_percent, terms.band)) if terms and terms.band else "",
        found=_found(tracked) if tracked else "",
        evidence=tracked.evidence if tracked else (),
        answer=settled.answer if settled else "",
        score=f"{band[1]:.2f} ({min(band):.2f} to {max(band):.2f})" if band else "",
        base_score="" if base is None else f"{base:.2f}",
        base="" if one.base is None else shown_percent(one.base),
        why=one.why or (tracked.why if tracked else ""),
        rank=one.rank,
    )


def _matter(claim: Claim, pack: Pack) -> str:
    query = claim.terms.query if claim.terms else None
    if query is None:
        return ""
    kind = pack.kinds.get(query.kind or "")
    named = [kind.name if kind else query.kind or "an event", *query.weapon_class]
    actor = pack.actors.get(query.actor or "")
    return ", ".join(named) + (f" by {actor.name}" if actor else "")


def _found(tracked: Tracked) -> str:
    through = f"covered through {tracked.covered_through}" if tracked.covered_through else ""
    counted = f"{tracked.counted} {'day' if tracked.counted == 1 else 'days'} found"
    since = f"{counted} since {tracked.since}"
    return f"{since}; {through or 'not covered'}"
