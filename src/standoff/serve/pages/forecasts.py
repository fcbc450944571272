"""Forecasts: what was said and when, beside its base rate, and how such have fared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from math import isnan
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.figures import (
    Chance,
    Made,
    Reached,
    calibration_curve,
    chance_bars,
    chance_history,
    shown_percent,
)
from standoff.forecast import (
    ANSWER,
    BASE,
    LEADER,
    WEIGHTED,
    Fared,
    QuestionSkill,
    StandingQuestion,
    Tally,
    fared,
    load_questions,
    tallies,
)
from standoff.forecast.journal import FORECAST, NUMBER, WAIT
from standoff.forecast.skill_kept import SKILL, newest_skill
from standoff.model import Entry
from standoff.record import Record
from standoff.serve.pages.asked import asked
from standoff.serve.pages.memory import Memory
from standoff.serve.pages.render import render

if TYPE_CHECKING:
    from standoff.serve.site import Site

COMMAND: Final = "standoff forecast --record PATH"
BACKTEST: Final = "standoff forecast backtest --record PATH"
LEVELS: Final = (0.05, 0.5, 0.95)
MOST_BARS: Final = 12
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One forecast of the journal, in words, and what came of it.

    `came` is "yes", "no" or "not yet"; `loss` a Brier score, or the CRPS in days, while settled.
    """

    as_of: date
    made_at: str
    opens: str
    closes: str
    said: str
    words: str
    spread: str
    base: str
    weighted: str
    issued: bool
    came: str
    why: str
    evidence: tuple[str, ...]
    loss: float | None
    base_loss: float | None
    weighted_loss: float | None
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question and horizon: the newest forecast, and all that were made, newest first."""

    id: str
    text: str
    horizon_days: int
    newest: Said
    made: tuple[Said, ...]
    figure: str | None
    tally: tuple[Tally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillRow:
    """How the models did over past weeks: mean Brier scores over windows that do not overlap."""

    question: str
    horizon_days: int
    n: int
    yes: str
    ours: str
    weighted: str
    leader: str
    base: str
    auc: str
    gap: str
    vintage: str
    through: date
    figure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """What the page shows; `silent` are questions of which the journal has no forecast."""

    lines: tuple[Line, ...]
    numbers: tuple[Line, ...]
    bars: str | None
    skill: tuple[SkillRow, ...]
    silent: tuple[str, ...]


def router(site: Site) -> APIRouter:
    """The page of forecasts."""
    made, questions = APIRouter(include_in_schema=False), load_questions(site.pack)
    settled: Memory[dict[Key, Fared]] = Memory(lambda _: {})

    @made.get("/forecasts")
    def forecasts(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        known = settled(site.at(wanted.as_of))
        view = forecasts_view(site, questions, as_of=wanted.as_of, settled=known)
        return render(
            request,
            "forecasts.html",
            site=site,
            as_of=wanted.as_of,
            view=view,
            command=COMMAND,
            backtest=BACKTEST,
            wrong=wanted.wrong,
        )

    return made


def forecasts_view(
    site: Site,
    questions: Sequence[StandingQuestion],
    *,
    as_of: date | None = None,
    settled: dict[Key, Fared] | None = None,
) -> Forecasts:
    """What the page shows, from the journal alone; nothing is fitted.

    Args:
        site: whose record it is.
        questions: the theatre's.
        as_of: forecasts made on the knowledge of a later day are left out.
        settled: forecasts whose outcome by this record has been looked up, by `_key`; it grows.
    """
    record = site.at(as_of)
    chances = _lines(site.entries(FORECAST, as_of=as_of), record, questions, settled)
    counted = [*site.entries(NUMBER, as_of=as_of), *site.entries(WAIT, as_of=as_of)]
    told = {one.id for one in chances}
    return Forecasts(
        lines=chances,
        numbers=_lines(counted, record, questions, settled),
        bars=_bars(chances),
        skill=_skill_rows(site.entries(SKILL, as_of=as_of), questions),
        silent=tuple(
            f"{one.text}, {days} days"
            for one in questions
            for days in one.horizons_days
            if _id(one.id, days, FORECAST) not in told
        ),
    )


def _id(question: str, days: int, kind: str) -> str:
    """What a line is called in addresses."""
    sort = kind.removeprefix(FORECAST).strip()
    return "-".join(part for part in (question, str(days), sort) if part)


def _key(entry: Entry) -> Key:
    return entry.kind, entry.key, entry.as_of.isoformat(), entry.made_at


def _settled(
    entries: Sequence[Entry], record: Record, known: dict[Key, Fared] | None
) -> tuple[Fared, ...]:
    found = {} if known is None else known
    fresh = [one for one in entries if _key(one) not in found]
    found.update({_key(one.entry): one for one in fared(fresh, record)})
    return tuple(found[_key(one)] for one in entries)


def _lines(
    entries: Sequence[Entry],
    record: Record,
    questions: Sequence[StandingQuestion],
    known: dict[Key, Fared] | None,
) -> tuple[Line, ...]:
    """A line for each question, horizon and sort of answer, in the theatre's order."""
    order = {one.id: place for place, one in enumerate(questions)}
    by_time = sorted(
        _settled(entries, record, known),
        key=lambda one: (
            order.get(one.entry.body["question"]["origin"], len(order)),
            one.entry.kind,
            one.entry.body["horizon_days"],
            one.entry.as_of,
            one.entry.made_at,
        ),
    )
    groups = groupby(by_time, key=lambda one: _id_of(one.entry))
    return tuple(_line(name, list(group)) for name, group in groups)


def _id_of(entry: Entry) -> str:
    body = entry.body
    return _id(body["question"]["origin"], body["horizon_days"], entry.kind)


def _line(name: str, group: Sequence[Fared]) -> Line:
    made = tuple(_said(one) for one in reversed(group))
    body = group[-1].entry.body
    return Line(
        id=name,
        text=body["text"].partition(f", {body['question']['opens']}")[0],
        horizon_days=body["horizon_days"],
        newest=made[0],
        made=made,
        figure=_history(group) if group[-1].entry.kind == FORECAST else None,
        tally=tallies(group),
    )


def _history(group: Sequence[Fared]) -> str | None:
    """How the chance has moved; a single forecast needs no drawing."""
    if len(group) < 2:
        return None
    points = [
        Made(
            day=one.entry.as_of,
            probability=one.entry.body["probability"],
            base_rate=one.entry.body["base_rate"],
        )
        for one in group
    ]
    return chance_history(points, title=group[-1].text.partition(", ")[0])


def _said(one: Fared) -> Said:
    entry, body = one.entry, one.entry.body
    told = {FORECAST: _chance, NUMBER: _number, WAIT: _wait}[entry.kind](body)
    return Said(
        as_of=entry.as_of,
        made_at=entry.made_at,
        opens=body["question"]["opens"],
        closes=body["question"]["closes"],
        issued=entry.issued,
        came=one.resolution.answer,
        why=one.resolution.reason,
        evidence=one.resolution.evidence,
        loss=one.loss,
        base_loss=one.base_loss,
        weighted_loss=one.weighted_loss,
        version=entry.record_version,
        **told,
    )


def _chance(body: Mapping[str, Any]) -> dict[str, str]:
    weighted, spread = body["others"].get(WEIGHTED), body["spread"]
    return {
        "said": shown_percent(body["probability"]),
        "words": body["words"],
        "spread": " to ".join(map(shown_percent, spread)) if spread else "",
        "base": shown_percent(body["base_rate"]),
        "weighted": "" if weighted is None else shown_percent(weighted),
    }


def _number(body: Mapping[str, Any]) -> dict[str, str]:
    pmf = body["pmf"]
    low, middle, high = (_quantile(pmf, level) for level in LEVELS)
    mean = sum(count * chance for count, chance in enumerate(pmf))
    return {
        "said": f"{middle} days",
        "words": f"mean {mean:.1f}",
        "spread": f"{low} to {high}",
        "base": f"{body['base_mean']:.1f}",
        "weighted": f"{body['weighted_mean']:.1f}",
    }


def _quantile(pmf: Sequence[float], level: float) -> int:
    """The smallest count that is reached with at least this chance."""
    total = 0.0
    for count, chance in enumerate(pmf):
        total += chance
        if total >= level:
            return count
    return len(pmf) - 1


def _wait(body: Mapping[str, Any]) -> dict[str, str]:
    grid, beyond = body["grid"], body["horizon_days"]

    def shown(level: float) -> str:
        days = grid[round(100 * level) - 1]
        return f"over {beyond}" if days > beyond else str(days)

    low, middle, high = map(shown, LEVELS)
    rates = (body["base_rate"], body["weighted_rate"])
    base, weighted = (f"every {1 / rate:.0f} days" if rate > 0 else "never" for rate in rates)
    return {
        "said": f"{middle} days until the next",
        "words": "",
        "spread": f"{low} to {high}",
        "base": base,
        "weighted": weighted,
    }


def _bars(lines: Iterable[Line]) -> str | None:
    newest = [
        Chance(
            label=f"{line.text}, {line.horizon_days} days",
            probability=_share(line.newest.said),
            base_rate=_share(line.newest.base),
        )
        for line in lines
    ]
    return chance_bars(newest[:MOST_BARS], title="Newest forecasts") if newest else None


def _share(percent: str) -> float:
    """The chance that a whole percent stands for.

    >>> _share("<1%"), _share("35%")
    (0.01, 0.35)
    """
    return int(percent.strip("<>%")) / 100


def _skill_rows(
    entries: Sequence[Entry], questions: Sequence[StandingQuestion]
) -> tuple[SkillRow, ...]:
    order = {one.id: place for place, one in enumerate(questions)}
    found = [one for one in newest_skill(entries).values() if one[1].question in order]
    found.sort(key=lambda one: (order[one[1].question], one[1].horizon_days))
    return tuple(_skill_row(entry, skill) for entry, skill in found)


def _skill_row(entry: Entry, one: QuestionSkill) -> SkillRow:
    def shown(model: str) -> str:
        score = one.whole.scores.get(model)
        return "" if score is None else f"{score.brier:.3f}"

    gap = one.yearly.get(WEIGHTED)
    auc = one.whole.scores[ANSWER].auc
    return SkillRow(
        question=one.question,
        horizon_days=one.horizon_days,
        n=one.whole.n,
        yes=f"{one.whole.share_yes:.0%}",
        ours=shown(ANSWER),
        weighted=shown(WEIGHTED),
        leader=shown(LEADER),
        base=shown(BASE),
        auc="" if isnan(auc) else f"{auc:.2f}",
        gap=f"{gap.mean:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})" if gap else "",
        vintage=one.vintage,
        through=entry.as_of,
        figure=_calibration(one),
    )


def _calibration(one: QuestionSkill) -> str:
    curve = one.calibration
    points = [
        Reached(said=at, came=came, low=low, high=high)
        for at, came, low, high in zip(curve.at, curve.curve, curve.low, curve.high, strict=True)
    ]
    title = f"{one.question.replace('_', ' ')}, {one.horizon_days} days"
    return calibration_curve(points, title=title)
