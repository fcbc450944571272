"""What a backtest found, kept in the journal, so that it is shown without being made again."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

from pydantic import TypeAdapter

from standoff.forecast.skill import QuestionSkill
from standoff.model import Entry
from standoff.packs import Pack

SKILL = "forecast skill"
METHOD = "backtest 1"
_SKILL: TypeAdapter[QuestionSkill] = TypeAdapter(QuestionSkill)
# What may be missing of its own, so that nothing there does not stand for "not a number".
_MAY_LACK = ("numbers",)


def skill_entries(
    found: Iterable[QuestionSkill], *, pack: Pack, record_version: str, last: date, seed: int
) -> tuple[Entry, ...]:
    """The skill of every question and horizon as entries of the journal.

    Args:
        found: what the backtest found.
        pack: the theatre.
        record_version: of the record by which outcomes were settled.
        last: the last day whose outcome was used.
        seed: from which the draws for bands followed.
    """
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    return tuple(
        Entry(
            key=f"{one.question}/{one.horizon_days}",
            kind=SKILL,
            made_at=made_at,
            record_version=record_version,
            as_of=last,
            method=METHOD,
            pack=pack.digest,
            seed=seed,
            issued=False,
            body={"skill": _plain(asdict(one))},
        )
        for one in found
    )


def newest_skill(entries: Iterable[Entry]) -> dict[str, tuple[Entry, QuestionSkill]]:
    """The skill on the latest day's outcomes by `question/horizon`; of several, the last made."""
    latest = {one.key: one for one in sorted(entries, key=lambda one: one.as_of)}
    return {key: (one, _skill(one.body["skill"])) for key, one in latest.items()}


def _skill(plain: Mapping[str, Any]) -> QuestionSkill:
    return _SKILL.validate_python(_numbers(plain))


def _plain(value: Any) -> Any:
    """The value as JSON has it: no such thing as "not a number" or infinity."""
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return value


def _numbers(value: Any, name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _numbers(one, key) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return tuple(_numbers(one) for one in value)
    if value is None and name not in _MAY_LACK:
        return math.nan
    return float(value) if value in ("inf", "-inf") else value
