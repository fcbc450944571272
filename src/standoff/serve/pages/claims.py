"""Claims: who says what acts are for, by aim, holder and year, beside the patterns' verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.explain import load_hypotheses
from standoff.packs import Pack
from standoff.record import Record
from standoff.serve.pages.claim_book import KINDS, AimCount, Chosen, ClaimBook, Wanted, wanted_of
from standoff.serve.pages.explanations import COMMAND, Reading, explanations_view
from standoff.serve.pages.memory import Memory
from standoff.serve.pages.render import render
from standoff.serve.pages.voices import Voice, voices

if TYPE_CHECKING:
    from standoff.serve.site import Site

A_PAGE: Final = 25
HEATS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AimRow:
    """One aim: by whom it is given, how often in which year, and the readings written for it."""

    id: str
    name: str
    stated: int
    inferred: int
    denied: int
    holders: tuple[tuple[str, int], ...]
    years: tuple[int, ...]
    heats: tuple[int, ...]
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the page shows; `own` are the acting side's own words, `others` everybody else's."""

    total: int
    fitting: int
    stated: int
    years: tuple[str, ...]
    aims: tuple[AimRow, ...]
    own: tuple[Voice, ...]
    others: tuple[Voice, ...]
    holders: tuple[str, ...]
    last_page: int


def router(site: Site) -> APIRouter:
    """The page of claims."""
    made, hypotheses = APIRouter(include_in_schema=False), load_hypotheses(site.pack)
    books = Memory(ClaimBook)

    @made.get("/claims")
    def claims(request: Request) -> Response:
        wanted = wanted_of(request.query_params, site.pack)
        as_of = wanted.asked.as_of
        everything = bool(request.scope.get("whole"))
        view = claims_view(
            site.at(as_of),
            wanted,
            book=books(site.at(as_of)),
            readings=explanations_view(site, hypotheses, as_of=as_of),
            a_page=None if everything else A_PAGE,
        )
        return render(
            request,
            "claims.html",
            site=site,
            as_of=as_of,
            view=view,
            wanted=wanted,
            kinds=KINDS,
            command=COMMAND,
            wrong=wanted.asked.wrong,
        )

    return made


def claims_view(
    record: Record,
    wanted: Wanted,
    *,
    book: ClaimBook,
    readings: Sequence[Reading],
    a_page: int | None,
) -> Claims:
    """What the page shows.

    Args:
        record: seen on the day asked for.
        wanted: what is asked.
        book: every claim of the record.
        readings: the theatre's, with their verdicts.
        a_page: how many in one list; None for all.
    """
    chosen = book.chosen(wanted)
    first = 0 if a_page is None else (wanted.page - 1) * a_page
    own, others = (voices(held[first:][:a_page], record) for held in (chosen.own, chosen.others))
    longest = max(len(chosen.own), len(chosen.others))
    return Claims(
        total=book.total,
        fitting=len(chosen.own) + len(chosen.others),
        stated=len(chosen.own),
        years=chosen.years,
        aims=tuple(_aim_rows(chosen, readings, record.pack, with_written=bool(chosen.aims))),
        own=own,
        others=others,
        holders=book.holders,
        last_page=1 if a_page is None else max(1, -(-longest // a_page)),
    )


def _aim_rows(
    chosen: Chosen, readings: Sequence[Reading], pack: Pack, *, with_written: bool
) -> Iterator[AimRow]:
    """A row for each aim that a claim gives or a reading was written for, the most given first."""
    most = max((max(one.years) for one in chosen.aims), default=1)
    written = dict.fromkeys(one.aim_id for one in readings if one.aim_id) if with_written else {}
    given = {one.aim for one in chosen.aims}
    nobody = [
        AimCount(aim=one, years=(0,) * len(chosen.years)) for one in written if one not in given
    ]
    for one in (*chosen.aims, *sorted(nobody, key=lambda each: each.aim)):
        known = pack.aims.get(one.aim)
        yield AimRow(
            id=one.aim,
            name=known.name if known else one.aim,
            stated=one.stated,
            inferred=one.inferred,
            denied=one.denied,
            holders=one.holders,
            years=one.years,
            heats=tuple(-(-HEATS * count // most) for count in one.years),
            readings=tuple(each for each in readings if each.aim_id == one.aim),
        )
