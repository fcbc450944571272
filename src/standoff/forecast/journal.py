"""Forecasts as entries of the journal, with all that is needed to settle them later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from standoff.forecast.answers import Forecast
from standoff.forecast.numbers import (
    WAIT_DAYS,
    Number,
    Wait,
)
from standoff.forecast.questions import StandingQuestion
from standoff.model import Entry, Question

FORECAST = "forecast"
NUMBER = "forecast number"
WAIT = "forecast wait"
# Raised whenever the same record, day and seed may give other numbers than before.
METHOD = "forecast 2"


def entries_of(
    forecasts: Sequence[Forecast],
    numbers: Sequence[Number],
    waits: Sequence[Wait],
    questions: Sequence[StandingQuestion],
    *,
    pack: str,
    seed: int,
    issued: bool,
) -> tuple[Entry, ...]:
    """The forecasts as entries, with all that is needed to settle them later.

    Args:
        forecasts: chances.
        numbers: distributions of the number of event days.
        waits: distributions of the days until the next.
        questions: the theatre's questions, for the modes that count.
        pack: id of the pack that was used.
        seed: from which the draws follow.
        issued: False for a day in the past: such a forecast confirms nothing.
    """
    modes = {one.id: one.modes for one in questions}
    chances = [
        _entry(
            FORECAST,
            one.question,
            one.as_of,
            one.record_version,
            _chance_body(one) | {"modes": list(modes.get(one.question.origin, ()))},
        )
        for one in forecasts
    ]
    counted = [
        _entry(NUMBER, one.question, one.as_of, one.record_version, _number_body(one))
        for one in numbers
    ]
    waited = [
        _entry(WAIT, one.question, one.as_of, one.record_version, _wait_body(one)) for one in waits
    ]
    return tuple(
        Entry(pack=pack, seed=seed, issued=issued, made_at=_now(), method=METHOD, **one)
        for one in (*chances, *counted, *waited)
    )


def _entry(
    kind: str, question: Question, as_of: date, version: str, body: dict[str, Any]
) -> dict[str, Any]:
    told = {"question": _plain(asdict(question)), **body}
    return {
        "key": question.id,
        "kind": kind,
        "record_version": version,
        "as_of": as_of,
        "body": told,
    }


def _chance_body(one: Forecast) -> dict[str, Any]:
    return {
        "text": one.text,
        "probability": one.probability,
        "model": one.model,
        "words": one.words,
        "base_rate": one.base_rate,
        "others": dict(one.others),
        "spread": list(one.spread) if one.spread else None,
        "horizon_days": one.horizon_days,
        "data_through": one.data_through.isoformat(),
        "count": one.evidence.unit,
    }


def _number_body(one: Number) -> dict[str, Any]:
    return {
        "text": one.text,
        "pmf": list(one.pmf),
        "base_mean": one.base_mean,
        "weighted_mean": one.weighted_mean,
        "horizon_days": one.horizon_days,
        "refused": list(one.refused),
        "count": "days",
        "modes": [],
    }


def _wait_body(one: Wait) -> dict[str, Any]:
    return {
        "text": one.text,
        "grid": list(one.grid),
        "base_rate": one.base_rate,
        "weighted_rate": one.weighted_rate,
        "horizon_days": WAIT_DAYS,
        "refused": list(one.refused),
        "count": "days",
        "modes": [],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
