"""Questions as data, put for a day; and the questions that predictions put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, PositiveInt

from standoff.errors import PackError, Problem
from standoff.model import Claim, CountUnit, Event, Query, Question, Series, Terms, make_id
from standoff.packs import Pack
from standoff.packs.yaml import read_yaml


class Readable(Protocol):
    """The part of a record that questions read."""

    @property
    def version(self) -> str:
        """Which content of the record this is."""
        ...

    def events(self, query: Query) -> Iterator[Event]:
        """The events that match."""
        ...

    def series(self, query: Query, *, count: CountUnit) -> Series:
        """How many a day, NaN where not covered."""
        ...


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Seat(_Strict):
    """The office whose holder counts as leader: its title and whose it is."""

    title: str
    of: str


class KnownAhead(_Strict):
    """Acts whose days are known before they come: those of a query in which all of these act."""

    query: Query
    between: tuple[str, ...] = ()


class Scenario(_Strict):
    """Something to suppose: a quiet stretch, an act that begins, or one that is called off.

    `quiet` supposes that nothing happens for `days`; `begins` that an act of `exposure` begins on
    a day and is felt for `days`; `called_off` that the acts of `exposure` listed for the window
    do not take place.
    """

    id: str
    text: str
    kind: Literal["quiet", "begins", "called_off"]
    days: PositiveInt = 1
    exposure: Query | None = None


class StandingQuestion(_Strict):
    """A question asked again every day, as questions/*.yml writes it.

    `text` names the happening, as in "a day with a launch"; `since` is the first day of the
    base rate, `scored_from` the first origin of the backtest, `leader` the office whose changes
    start a new rate. Event days less than `episode_gap_days` apart are one episode. `modes` keeps
    only events of these modes. `numbers` asks for the number of event days and the days until the
    next as well; `eras` are first years of stretches scored apart; `in_brief` puts it in a brief.
    """

    id: str
    text: str
    query: Query
    at_least: int = Field(default=1, ge=1)
    horizons_days: tuple[PositiveInt, ...] = Field(min_length=1)
    count: Literal["days"] = "days"
    since: date
    scored_from: date
    leader: Seat | None = None
    modes: tuple[str, ...] = ()
    episode_gap_days: PositiveInt = 1
    known_ahead: tuple[KnownAhead, ...] = ()
    numbers: bool = False
    eras: tuple[int, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    in_brief: bool = True


def load_questions(pack: Pack) -> tuple[StandingQuestion, ...]:
    """The theatre's standing questions in order of file and place; none where it has no folder.

    Raises:
        PackError: a file is broken, an id stands twice or a kind or actor is declared nowhere.
    """
    problems: list[Problem] = []
    found: dict[str, StandingQuestion] = {}
    for path in sorted((pack.folder / "questions").glob("*.yml")):
        listed: list[StandingQuestion] | None = read_yaml(path, list[StandingQuestion], problems)
        for one in listed or []:
            details = _faults(one, pack) + (
                ["id stands twice; rename one"] if one.id in found else []
            )
            problems.extend(
                Problem(place=str(path), detail=f"{one.id}: {each}") for each in details
            )
            found[one.id] = one
    if problems:
        raise PackError(problems)
    return tuple(found.values())


def put(standing: StandingQuestion, *, as_of: date, horizon_days: int, pack: Pack) -> Question:
    """The question as put at the end of `as_of`: it opens the next day, for `horizon_days`."""
    opens, closes = as_of + timedelta(days=1), as_of + timedelta(days=horizon_days)
    return Question(
        id=make_id("q", [standing.id, standing.at_least, standing.count, opens, closes]),
        query=standing.query,
        at_least=standing.at_least,
        opens=opens,
        closes=closes,
        zone=pack.manifest.zone,
        origin=standing.id,
    )


def question_of(claim: Claim, *, zone: str) -> Question | str:
    """The question that a prediction puts, or the reason why it cannot be settled as yes or no.

    Only a first-hand prediction with a chance in its wording, a closing day and no condition can:
    "may" and "could" commit to nothing, and a relayed wording may not be the speaker's.
    """
    terms, opens = claim.terms, opening_day(claim)
    if terms is None or terms.query is None:
        return "it does not say what would have to happen"
    if terms.closes is None or opens is None or terms.closes < opens:
        return "it gives no day by which it would have to happen"
    obstacle = _obstacle(claim, terms)
    if obstacle:
        return obstacle
    return Question(
        id=make_id("q", [claim.id, opens, terms.closes]),
        query=replace(terms.query, first=None, last=None),
        at_least=terms.at_least,
        opens=opens,
        closes=terms.closes,
        zone=zone,
        origin=claim.id,
    )


def opening_day(claim: Claim) -> date | None:
    """The day from which a prediction counts: as it says, else the day after it was known.

    What happened on the day itself may be what the prediction is about.
    """
    if claim.terms and claim.terms.opens:
        return claim.terms.opens
    return claim.known + timedelta(days=1) if claim.known else None


def _obstacle(claim: Claim, terms: Terms) -> str | None:
    if terms.condition:
        return f"it holds only under a condition: {terms.condition}"
    if terms.band is None:
        return f"its wording commits to no chance: {terms.wording}"
    if claim.via:
        return "it is relayed by others; its first-hand wording is not confirmed"
    return None


def _faults(one: StandingQuestion, pack: Pack) -> list[str]:
    exposures = [each.exposure for each in one.scenarios if each.exposure]
    wanted = [
        pair
        for query in (one.query, *(each.query for each in one.known_ahead), *exposures)
        for pair in (
            (query.kind, pack.kinds),
            (query.actor, pack.actors),
            (query.target, pack.actors),
        )
    ]
    wanted += [(name, pack.actors) for each in one.known_ahead for name in each.between]
    if one.leader:
        wanted.append((one.leader.of, pack.actors))
    found = [
        f"{name!r} is declared nowhere" for name, known in wanted if name and name not in known
    ]
    found += [
        f"scenario {each.id}: name the exposure it supposes"
        for each in one.scenarios
        if each.kind != "quiet" and each.exposure is None
    ]
    return found
