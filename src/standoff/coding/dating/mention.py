"""A date as one place in a text gives it, and what it is read against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from standoff.dates import When

Tense = Literal["past", "future"]
Need = Literal["publication", "year", "focus", "order"]
Fields = Mapping[str, int | str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """Characters `[start, end)` of a text that name a stretch of days.

    `when` is None where something is missing, and `needs` says what: the day of
    publication, a year, a day established earlier (focus), or the order of day and
    month ("03/04/2024"). Both None: no such day ("February 30"). `fields` keeps what was
    read, so that `complete` can resolve it later.
    """

    start: int
    end: int
    when: When | None
    kind: str
    pattern: str
    tense: Tense | None
    needs: Need | None
    fields: Fields = field(default_factory=dict, hash=False)
    zone: str

    @property
    def of_what_follows(self) -> bool:
        """Whether only what is told right after it has this day: "two days after it flew"."""
        return "order" in self.fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a wording is read against; `year` stands in for one the text leaves out.

    Weeks open on `week_opens`, 0 for Monday.
    """

    published: date | None
    focus: When | None
    tense: Tense | None
    zone: str
    year: int | None = None
    week_opens: int = 0


Reading = When | Need | None
