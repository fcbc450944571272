"""How the journal's forecasts have fared, once the record has settled them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from standoff.forecast.combine import WEIGHTED
from standoff.forecast.journal import FORECAST, NUMBER, WAIT
from standoff.forecast.numbers import PERCENTS, WAIT_DAYS, steady_pmf, steady_waits
from standoff.forecast.questions import Readable
from standoff.forecast.resolve import Resolution, resolve
from standoff.model import Entry, Query, Question
from standoff.record import onset
from standoff.stats.scores import brier, crps_ensemble, crps_pmf


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """One forecast of the journal beside what came of it.

    Losses are Brier scores, or the CRPS in days where a number or a wait was asked for; None while
    it is not settled. `base_loss` and `weighted_loss` are those of base rate and weighted rate.
    """

    entry: Entry
    text: str
    resolution: Resolution
    loss: float | None
    base_loss: float | None
    weighted_loss: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How the settled forecasts of one question and horizon fared on the whole."""

    question: str
    kind: str
    horizon_days: int
    issued: bool
    settled: int
    waiting: int
    loss: float | None
    base_loss: float | None
    weighted_loss: float | None


def fared(entries: Iterable[Entry], record: Readable) -> tuple[Fared, ...]:
    """What has come of forecasts, by the record as given.

    Args:
        entries: of the kinds `FORECAST`, `NUMBER` and `WAIT`; others are passed over.
        record: what to settle them by.
    """
    return tuple(_fared(one, record) for one in entries if one.kind in {FORECAST, NUMBER, WAIT})


def tallies(found: Sequence[Fared]) -> tuple[Tally, ...]:
    """Mean losses by question and horizon, issued ones apart; in order of first appearance."""
    groups: dict[tuple[str, str, int, bool], list[Fared]] = {}
    for one in found:
        body = one.entry.body
        key = (body["question"]["origin"], one.entry.kind, body["horizon_days"], one.entry.issued)
        groups.setdefault(key, []).append(one)
    return tuple(_tally(key, group) for key, group in groups.items())


def _tally(key: tuple[str, str, int, bool], group: list[Fared]) -> Tally:
    settled = [one for one in group if one.loss is not None]
    origin, kind, horizon_days, issued = key
    return Tally(
        question=origin,
        kind=kind,
        horizon_days=horizon_days,
        issued=issued,
        settled=len(settled),
        waiting=len(group) - len(settled),
        loss=_mean([one.loss for one in settled]),
        base_loss=_mean([one.base_loss for one in settled]),
        weighted_loss=_mean([one.weighted_loss for one in settled]),
    )


def _mean(losses: list[float | None]) -> float | None:
    known = [one for one in losses if one is not None]
    return sum(known) / len(known) if known else None


def _fared(entry: Entry, record: Readable) -> Fared:
    body = entry.body
    question = _question(body["question"])
    found = resolve(question, record, count=body["count"], modes=tuple(body["modes"]))
    losses = _losses(entry, question, found, record)
    return Fared(
        entry=entry,
        text=body["text"],
        resolution=found,
        loss=losses[0],
        base_loss=losses[1],
        weighted_loss=losses[2],
    )


def _losses(
    entry: Entry, question: Question, found: Resolution, record: Readable
) -> tuple[float | None, float | None, float | None]:
    body = entry.body
    if entry.kind == NUMBER:
        # The number is settled once the whole window is, whatever was counted so far.
        through = found.covered_through
        if through is None or through.isoformat() != body["question"]["closes"]:
            return None, None, None
        return _number_losses(body, found.counted)
    if found.answer == "not yet":
        return None, None, None
    if entry.kind == WAIT:
        return _wait_losses(body, _waited(question, found, record))
    happened = np.array([1.0 if found.answer == "yes" else 0.0])
    said = (body["probability"], body["base_rate"], body["others"].get(WEIGHTED))
    ours, base, weighted = (
        None if one is None else float(brier(np.array([one]), happened)[0]) for one in said
    )
    return ours, base, weighted


def _number_losses(body: Mapping[str, Any], counted: int) -> tuple[float, float, float]:
    came = np.array([float(counted)])
    pmf = np.array(body["pmf"])
    days = len(pmf) - 1
    ours, base, weighted = (
        float(crps_pmf((one / one.sum())[None, :], came)[0])
        for one in (
            pmf,
            steady_pmf(body["base_mean"], days),
            steady_pmf(body["weighted_mean"], days),
        )
    )
    return ours, base, weighted


def _waited(question: Question, found: Resolution, record: Readable) -> int:
    """Days until the first event that counts; a year and a day where none came."""
    if found.answer == "no":
        return WAIT_DAYS + 1
    bounded = replace(question.query, first=question.opens, last=question.closes)
    counted = set(found.evidence)
    days = [onset(one) for one in record.events(bounded) if one.id in counted]
    first = min(day for day in days if day is not None)
    return (first - question.opens).days + 1


def _wait_losses(body: Mapping[str, Any], waited: int) -> tuple[float, float, float]:
    came = np.array([float(waited)])
    rows = (
        body["grid"],
        steady_waits(body["base_rate"], PERCENTS),
        steady_waits(body["weighted_rate"], PERCENTS),
    )
    ours, base, weighted = (
        float(crps_ensemble(np.array([row], dtype=np.float64), came)[0]) for row in rows
    )
    return ours, base, weighted


def _question(body: Mapping[str, Any]) -> Question:
    query = body["query"]
    days = {name: _day(query[name]) for name in ("first", "last")}
    lists = {name: tuple(query[name]) for name in ("weapon_class", "status")}
    return Question(
        id=body["id"],
        query=Query(**{**query, **days, **lists}),
        at_least=body["at_least"],
        opens=date.fromisoformat(body["opens"]),
        closes=date.fromisoformat(body["closes"]),
        zone=body["zone"],
        origin=body["origin"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
