"""The wording of the brief: phrases of one interface language, read from one file."""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from standoff.dates import When
from standoff.errors import InputError, PackError, Problem
from standoff.packs.yaml import read_yaml

FOLDER = Path(__file__).parent / "templates"


class Phrases:
    """Phrases by key, with the numbers, days and lists of one language.

    In a phrase, `{n:#day|days}` writes a count with its noun and `{place:? from %}` writes
    " from X", or nothing where there is no place.
    """

    def __init__(self, language: str, table: Mapping[str, str]) -> None:
        self.language, self.table = language, table
        self._filler = _Filler()

    def __call__(self, key: str, **values: Any) -> str:
        """The phrase filled in.

        Raises:
            InputError: the language has no such phrase, or the phrase wants another value.
        """
        if key not in self.table:
            raise InputError(f"templates/{self.language}.yml has no phrase {key!r}; add it")
        try:
            return self._filler.vformat(self.table[key], (), values)
        except KeyError as error:
            raise InputError(f"templates/{self.language}.yml: {key}: no value {error}") from error

    def has(self, key: str) -> bool:
        """Whether the language has the phrase."""
        return key in self.table

    def first(self, *keys: str) -> str:
        """The first of the keys that the language has; the last if it has none."""
        return next((key for key in keys if key in self.table), keys[-1])

    def joined(self, items: Iterable[str]) -> str:
        """A list in words: "a, b and c"."""
        listed = list(items)
        if len(listed) < 2:
            return "".join(listed)
        return f"{self('list.between').join(listed[:-1])}{self('list.last')}{listed[-1]}"

    def day(self, day: date) -> str:
        """A day in words.

        >>> phrases("en").day(date(2024, 9, 18))
        '18 September 2024'
        """
        return self("date.day", day=day.day, month=self._month(day), year=day.year)

    def day_of_year(self, day: date) -> str:
        """A day without its year."""
        return self("date.of_year", day=day.day, month=self._month(day))

    def moment(self, moment: datetime) -> str:
        """A moment to the minute, in UTC; one without a zone is taken to be in UTC."""
        known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        utc = known.astimezone(UTC)
        return self("date.moment", day=self.day(utc.date()), time=f"{utc:%H:%M}")

    def when(self, when: When) -> str:
        """A stretch of days in words, no finer than it is known."""
        first, last = when.first, when.last
        if first is None or last is None:
            key = "date.since" if last is None else "date.until"
            return self(key, day=self.day(first or last))  # type: ignore[arg-type]
        if when.day:
            return self.day(first)
        if when.precision == "year" and first.year == last.year:
            return str(first.year)
        if when.precision == "month" and (first.year, first.month) == (last.year, last.month):
            return self("date.month", month=self._month(first), year=first.year)
        return self("date.span", first=self.day(first), last=self.day(last))

    def _month(self, day: date) -> str:
        return self(f"month.{day.month}")


class _Filler(string.Formatter):
    """Fills phrases; knows counts with nouns and parts that may be left out."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec.startswith("#"):
            one, _, many = format_spec[1:].partition("|")
            return f"{value:,} {one if value == 1 else many}"
        if format_spec.startswith("?"):
            return format_spec[1:].replace("%", str(value)) if value not in (None, "") else ""
        return str(super().format_field(value, format_spec))


@lru_cache(maxsize=8)
def phrases(language: str) -> Phrases:
    """The wording of an interface language.

    Raises:
        InputError: there is no such language.
        PackError: its file is broken.
    """
    path = FOLDER / f"{language}.yml"
    if not path.is_file():
        known = ", ".join(sorted(one.stem for one in FOLDER.glob("*.yml")))
        raise InputError(f"a brief cannot be written in {language!r}; there is: {known}")
    problems: list[Problem] = []
    table: dict[str, str] | None = read_yaml(path, dict[str, str], problems)
    if table is None:
        raise PackError(problems)
    return Phrases(language, table)
