"""Claims: who says what acts are for, by aim, holder and year, beside the patterns' verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final, get_args

from fastapi import APIRouter
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from standoff.model import Claim, ClaimKind, TextAnchor
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.naming import near
from standoff.record.sentences import sentence
from standoff.record.traits import lineage
from standoff.serve.pages.asked import Asked, asked
from standoff.serve.pages.explanations import COMMAND, Reading, explanations_view
from standoff.serve.pages.memory import Memory
from standoff.serve.pages.render import render
from standoff.serve.pages.voices import Voice, desk_of, short_holder, voices

if TYPE_CHECKING:
    from standoff.serve.site import Site

KINDS: Final[tuple[str, ...]] = get_args(ClaimKind)
A_PAGE: Final = 25
MOST_HOLDERS: Final = 6
HEATS: Final = 4
NO_YEAR: Final = "no day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked of the claims: the one filter, and what only claims have.

    Of the filter `kind` is a kind of claim, `actor` the one whose act or plans are explained,
    `target` the one who holds it or for whom the holder speaks, `text` stands in the sentence,
    and the days are those on which the claim became known.
    """

    asked: Asked
    kind: str
    aim: str | None = None
    holder: str | None = None
    stated: bool | None = None
    year: str | None = None
    page: int = 1

    def address(self) -> dict[str, str | tuple[str, ...]]:
        """The filter as an address says it, without the page."""
        stated = {None: None, True: "yes", False: "no"}[self.stated]
        own = {"kind": self.kind, "aim": self.aim, "holder": self.holder, "stated": stated}
        rest = {name: text for name, text in self.asked.address().items() if name != "status"}
        given = {**rest, **own, "year": self.year}
        return {name: text for name, text in given.items() if text}


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
    made = APIRouter(include_in_schema=False)
    held = Memory(held_claims)

    @made.get("/claims")
    def claims(request: Request) -> Response:
        wanted = wanted_of(request.query_params, site.pack)
        as_of = wanted.asked.as_of
        everything = bool(request.scope.get("whole"))
        view = claims_view(
            site.at(as_of),
            wanted,
            claims=held(site.at(as_of)),
            readings=explanations_view(site, as_of=as_of),
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


def wanted_of(params: QueryParams, pack: Pack) -> Wanted:
    """What an address asks of the claims; explanations, unless another kind is asked for."""
    kind = params.get("kind", "").strip() or "explanation"
    rest = QueryParams([(name, text) for name, text in params.multi_items() if name != "kind"])
    found = asked(rest, pack)
    wrong = list(found.wrong)
    if kind not in (*KINDS, "any"):
        wrong.append(f"there is no kind of claim {kind!r}{near(kind, KINDS)}")
    aim = params.get("aim", "").strip() or None
    if aim and aim not in pack.aims:
        wrong.append(f"there is no aim {aim!r}{near(aim, pack.aims)}")
    return Wanted(
        asked=replace(found, wrong=tuple(wrong)),
        kind=kind,
        aim=aim,
        holder=params.get("holder", "").strip() or None,
        stated={"yes": True, "no": False}.get(params.get("stated", "")),
        year=params.get("year", "").strip() or None,
        page=page_asked(params),
    )


def page_asked(params: QueryParams) -> int:
    """The page of a list that an address asks for, the first if it asks for none there can be."""
    given = params.get("page", "")
    return max(1, int(given)) if given.isascii() and given.isdigit() and len(given) < 7 else 1


def held_claims(record: Record) -> tuple[tuple[Claim, str], ...]:
    """Every claim of the record with its holder by name, the latest first."""
    desk = desk_of(record)
    ordered = sorted(record.claims(), key=lambda one: (one.known or date.min, one.id), reverse=True)
    return tuple((one, short_holder(one, desk)) for one in ordered)


def claims_view(
    record: Record,
    wanted: Wanted,
    *,
    claims: Sequence[tuple[Claim, str]],
    readings: Sequence[Reading],
    a_page: int | None,
) -> Claims:
    """What the page shows.

    Args:
        record: seen on the day asked for.
        wanted: what is asked.
        claims: all of `held_claims`.
        readings: the theatre's, with their verdicts.
        a_page: how many in one list; None for all.
    """
    fitting = list(_fitting(claims, wanted, record))
    years = sorted({year_of(one) for one, _ in fitting}, reverse=True)
    lists = [[one for one, _ in fitting if one.stated is stated] for stated in (True, False)]
    first = 0 if a_page is None else (wanted.page - 1) * a_page
    own, others = (voices(found[first:][:a_page], record) for found in lists)
    longest = max(map(len, lists))
    return Claims(
        total=len(claims),
        fitting=len(fitting),
        stated=len(lists[0]),
        years=tuple(years),
        aims=tuple(_aim_rows(fitting, years, readings, record.pack)),
        own=own,
        others=others,
        holders=tuple(sorted({name for _, name in claims})),
        last_page=1 if a_page is None else max(1, -(-longest // a_page)),
    )


def year_of(claim: Claim) -> str:
    """The year in which a claim became known."""
    return str(claim.known.year) if claim.known else NO_YEAR


def _fitting(
    claims: Iterable[tuple[Claim, str]], wanted: Wanted, record: Record
) -> Iterator[tuple[Claim, str]]:
    text = wanted.asked.query.text
    says = _saying(text, record) if text else None
    for one, name in claims:
        if _fits(one, name, wanted, record.pack) and (says is None or says(one)):
            yield one, name


def _saying(text: str, record: Record) -> Callable[[Claim], bool]:
    """Whether a text stands in a sentence that a claim rests on."""
    phrase = " ".join(text.casefold().split())
    texts = {report.id: report.text for report in record.reports(*text.split())}

    def says(claim: Claim) -> bool:
        return any(
            isinstance(one, TextAnchor)
            and one.report in texts
            and phrase in sentence(texts[one.report], one.start, one.end).casefold()
            for one in claim.anchors
        )

    return says


def _fits(claim: Claim, name: str, wanted: Wanted, pack: Pack) -> bool:
    query = wanted.asked.query
    return (
        wanted.kind in ("any", claim.kind)
        and (wanted.aim is None or wanted.aim in (*claim.aims, *claim.conditions))
        and (wanted.holder is None or wanted.holder == name)
        and (wanted.stated is None or wanted.stated == claim.stated)
        and (wanted.year is None or wanted.year == year_of(claim))
        and _is_of(query.actor, claim.aim_of or claim.believer, pack)
        and _is_of(query.target, claim.holder, pack)
        and (query.first is None or bool(claim.known and claim.known >= query.first))
        and (query.last is None or bool(claim.known and claim.known <= query.last))
    )


def _is_of(wanted: str | None, who: str | None, pack: Pack) -> bool:
    return wanted is None or bool(who and wanted in lineage(who, pack))


def _aim_rows(
    claims: Sequence[tuple[Claim, str]],
    years: Sequence[str],
    readings: Sequence[Reading],
    pack: Pack,
) -> Iterator[AimRow]:
    """A row for each aim that a claim gives or a reading was written for, the most given first."""
    by_aim: dict[str, list[tuple[Claim, str]]] = {}
    for one, name in claims:
        for aim in dict.fromkeys((*one.aims, *one.conditions)):
            by_aim.setdefault(aim, []).append((one, name))
    most = max((_most_in_a_year(held) for held in by_aim.values()), default=1)
    written = {one.aim_id for one in readings if one.aim_id}
    listed = {*by_aim, *written} if claims else set(by_aim)
    for aim in sorted(listed, key=lambda one: (-len(by_aim.get(one, ())), one)):
        yield _aim_row(aim, by_aim.get(aim, []), years, readings, pack, most)


def _most_in_a_year(held: Iterable[tuple[Claim, str]]) -> int:
    return max(Counter(year_of(one) for one, _ in held).values())


def _aim_row(
    aim: str,
    held: Sequence[tuple[Claim, str]],
    years: Sequence[str],
    readings: Sequence[Reading],
    pack: Pack,
    most: int,
) -> AimRow:
    known, counts = pack.aims.get(aim), Counter(year_of(one) for one, _ in held)
    return AimRow(
        id=aim,
        name=known.name if known else aim,
        stated=sum(one.stated for one, _ in held),
        inferred=sum(not one.stated for one, _ in held),
        denied=sum(one.stance == "denies" for one, _ in held),
        holders=tuple(Counter(name for _, name in held).most_common(MOST_HOLDERS)),
        years=tuple(counts[year] for year in years),
        heats=tuple(-(-HEATS * counts[year] // most) for year in years),
        readings=tuple(one for one in readings if one.aim_id == aim),
    )
