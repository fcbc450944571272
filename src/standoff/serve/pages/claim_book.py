"""Every claim of a record, chosen by what a page asks; what was chosen before is remembered."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, get_args

from starlette.datastructures import QueryParams

from standoff.model import Claim, ClaimKind, Query, TextAnchor
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.naming import near
from standoff.record.sentences import sentence
from standoff.record.traits import lineage
from standoff.serve.pages.asked import Asked, asked
from standoff.serve.pages.voices import desk_of, short_holder

KINDS: Final[tuple[str, ...]] = get_args(ClaimKind)
NO_YEAR: Final = "no day"
MOST_HOLDERS: Final = 6
# Offered in the filter; a name that is not among them can still be asked for.
OFFERED_HOLDERS: Final = 300
KEPT: Final = 64
Held = tuple[Claim, str]
Key = tuple[str, str | None, str | None, bool | None, str | None, Query]


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
class AimCount:
    """How often an aim is given: by the acting side of itself, by others, denied, and by year."""

    aim: str
    years: tuple[int, ...]
    stated: int = 0
    inferred: int = 0
    denied: int = 0
    holders: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The claims that fit, the latest first, the acting side's own apart; aims by number."""

    own: tuple[Claim, ...]
    others: tuple[Claim, ...]
    years: tuple[str, ...]
    aims: tuple[AimCount, ...]


class ClaimBook:
    """Every claim of a record with its holder by name; remembers what was chosen last."""

    def __init__(self, record: Record) -> None:
        self._record = record
        held = held_claims(record)
        self.total = len(held)
        names = Counter(name for _, name in held).most_common(OFFERED_HOLDERS)
        self.holders = tuple(sorted(name for name, _ in names))
        self._by_kind: dict[str, list[Held]] = {"any": list(held)}
        for one in held:
            self._by_kind.setdefault(one[0].kind, []).append(one)
        self._kept: OrderedDict[Key, Chosen] = OrderedDict()
        self._lock = threading.Lock()

    def chosen(self, wanted: Wanted) -> Chosen:
        """The claims that fit, whatever page of them is asked for."""
        query = wanted.asked.query
        key = wanted.kind, wanted.aim, wanted.holder, wanted.stated, wanted.year, query
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = _chosen(self._by_kind.get(wanted.kind, ()), wanted, self._record)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


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


def year_of(claim: Claim) -> str:
    """The year in which a claim became known."""
    return str(claim.known.year) if claim.known else NO_YEAR


def _chosen(claims: Iterable[Held], wanted: Wanted, record: Record) -> Chosen:
    fitting = list(claims)
    for fits in _conditions(wanted, record):
        fitting = [one for one in fitting if fits(*one)]
    years = sorted({year_of(one) for one, _ in fitting}, reverse=True)
    return Chosen(
        own=tuple(one for one, _ in fitting if one.stated),
        others=tuple(one for one, _ in fitting if not one.stated),
        years=tuple(years),
        aims=tuple(_aims(fitting, years)),
    )


def _conditions(wanted: Wanted, record: Record) -> Iterator[Callable[[Claim, str], bool]]:
    """What is asked for, each as a test of a claim and its holder's name; the dearest last."""
    query, pack = wanted.asked.query, record.pack
    if wanted.aim is not None:
        yield lambda one, _: wanted.aim in (*one.aims, *one.conditions)
    if wanted.holder is not None:
        yield lambda _, name: name == wanted.holder
    if wanted.stated is not None:
        yield lambda one, _: one.stated == wanted.stated
    if wanted.year is not None:
        yield lambda one, _: year_of(one) == wanted.year
    if query.first is not None:
        yield lambda one, _: bool(one.known and query.first and one.known >= query.first)
    if query.last is not None:
        yield lambda one, _: bool(one.known and query.last and one.known <= query.last)
    if query.actor is not None:
        yield lambda one, _: _is_of(query.actor, one.aim_of or one.believer, pack)
    if query.target is not None:
        yield lambda one, _: _is_of(query.target, one.holder, pack)
    if query.text is not None:
        says = _saying(query.text, record)
        yield lambda one, _: says(one)


def _is_of(wanted: str | None, who: str | None, pack: Pack) -> bool:
    return bool(who and wanted in lineage(who, pack))


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


def _aims(fitting: Sequence[Held], years: Sequence[str]) -> Iterator[AimCount]:
    """How often each aim is given, the most given first."""
    by_aim: dict[str, list[Held]] = {}
    for held in fitting:
        for aim in dict.fromkeys((*held[0].aims, *held[0].conditions)):
            by_aim.setdefault(aim, []).append(held)
    for aim in sorted(by_aim, key=lambda one: (-len(by_aim[one]), one)):
        held_by = by_aim[aim]
        counts = Counter(year_of(one) for one, _ in held_by)
        stated = sum(one.stated for one, _ in held_by)
        yield AimCount(
            aim=aim,
            years=tuple(counts[year] for year in years),
            stated=stated,
            inferred=len(held_by) - stated,
            denied=sum(one.stance == "denies" for one, _ in held_by),
            holders=tuple(Counter(name for _, name in held_by).most_common(MOST_HOLDERS)),
        )
