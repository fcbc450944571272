"""In a register each entry's day dates what the entry tells; elsewhere a lone day dates nothing."""

from __future__ import annotations

from datetime import date

import pytest

from standoff.coding import code
from standoff.dates import one_day
from standoff.model import Report
from standoff.packs import Pack, load_pack

SECOND = "\n\n{0} South Korea fired nothing that day."


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("korea")


def days(text: str, pack: Pack) -> list[date | None]:
    report = Report(
        id="r1",
        source="Gazette",
        url=None,
        published=one_day(date(2024, 12, 30), "published"),
        title="Register",
        text=text,
        text_sha="a",
        raw_sha="a",
        reader="test",
    )
    found = code(report, pack).observations
    return [one.get("date").day if one.get("date") else None for one in found]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("30 May 2024. ", "2 June 2024. "),
        ("42. May 30, 2024. ", "43. June 2, 2024. "),
        ("2024-05-30 | MISSILE | ", "2024-06-02 | MISSILE | "),
        ("May 30, 2024: ", "June 2, 2024: "),
        ("May 30, 2024 – ", "June 2, 2024 – "),  # noqa: RUF001
        ("May 30, 2024\n", "June 2, 2024\n"),
    ],
)
def test_an_entrys_day_dates_what_it_tells(first: str, second: str, pack: Pack) -> None:
    told = "North Korea fired two short-range ballistic missiles from Sunan."
    text = f"{first}{told}\n\n{second}A cruise missile was tested by North Korea."
    assert days(text, pack) == [date(2024, 5, 30), date(2024, 6, 2)]


def test_a_lone_day_on_a_line_dates_nothing(pack: Pack) -> None:
    text = "May 30, 2024\n\nNorth Korea fired two short-range ballistic missiles from Sunan."
    assert days(text, pack) == [None]


def test_an_entrys_own_date_stays(pack: Pack) -> None:
    text = (
        "May 30, 2024: North Korea fired a ballistic missile on May 28.\n\n"
        "June 2, 2024: Nothing was fired."
    )
    assert days(text, pack) == [date(2024, 5, 28)]
