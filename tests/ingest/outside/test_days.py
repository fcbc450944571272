"""Outside dates as local ones: by their time, and no more exact than they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import InputError
from standoff.ingest.outside.days import local_cells, local_day, read_stamp

ZONE, PLUS9 = "UTC", "Etc/GMT-9"
DAY, CLOCK = ("%Y-%m-%d",), ("%H:%M",)


def cells(day: str, clock: str = "", *, zone: str | None = ZONE, span: bool = False) -> object:
    timed = read_stamp(clock, CLOCK) if clock else None
    return local_cells(read_stamp(day, DAY), timed, zone=zone, local=PLUS9, span=span)


@pytest.mark.parametrize(
    ("given_", "wanted"),
    [
        (("2024-09-17", "21:53"), {"date": "2024-09-18", "time": "06:53"}),
        (("2024-09-17", "14:59"), {"date": "2024-09-17", "time": "23:59"}),
        (("2024-09-17", "15:00"), {"date": "2024-09-18", "time": "00:00"}),
        (("2024-12-31", "21:00"), {"date": "2025-01-01", "time": "06:00"}),
        (("2024-09-17", ""), {"date": "2024-09-17"}),
    ],
)
def test_a_time_in_utc_moves_the_day(given_: tuple[str, str], wanted: object) -> None:
    assert cells(*given_) == wanted


def test_a_utc_day_without_a_time_touches_two_local_days() -> None:
    assert cells("2024-09-17", span=True) == {"date": "2024-09-17", "last": "2024-09-18"}
    assert cells("2024-09-17", span=True, zone=None) == {"date": "2024-09-17"}
    assert cells("2024-09-17", "03:00", span=True) == {"date": "2024-09-17", "time": "12:00"}


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_the_local_day_lies_among_those_that_the_utc_day_touches(moment: datetime) -> None:
    local = moment.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=9)))
    day = moment.date().isoformat()
    exact = local_cells(
        read_stamp(day, DAY),
        read_stamp(f"{moment:%H:%M}", CLOCK),
        zone=ZONE,
        local=PLUS9,
        span=True,
    )
    assert exact == {"date": local.date().isoformat(), "time": f"{local:%H:%M}"}
    touched = cells(day, span=True)
    assert isinstance(touched, dict)
    assert touched["date"] <= exact["date"] <= touched["last"]


@pytest.mark.parametrize(
    ("text", "form", "short"),
    [
        ("9-Apr-84", "%d-%b-%y", "1984-04-09"),
        ("Sep-84", "%b-%y", "1984-09"),
        ("1984", "%Y", "1984"),
        ("20240917", "%Y%m%d", "2024-09-17"),
    ],
)
def test_a_date_is_as_exact_as_its_text(text: str, form: str, short: str) -> None:
    assert read_stamp(text, (form,)).short == short
    assert local_cells(read_stamp(text, (form,)), None, zone=ZONE, local=PLUS9, span=False) == {
        "date": short
    }


def test_a_month_stays_a_month_whatever_the_zone() -> None:
    month = read_stamp("Sep-84", ("%b-%y",))
    clock = read_stamp("21:53", CLOCK)
    assert local_cells(month, clock, zone=ZONE, local=PLUS9, span=True) == {"date": "1984-09"}


def test_the_day_it_became_known_is_local_too() -> None:
    late = read_stamp("20240917214500", ("%Y%m%d%H%M%S",))
    assert local_day(late, zone=ZONE, local=PLUS9) == "2024-09-18"
    assert local_day(read_stamp("20240917", ("%Y%m%d",)), zone=ZONE, local=PLUS9) == "2024-09-17"


@pytest.mark.parametrize("text", ["2024-02-30", "soon", ""])
def test_a_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no date of the form"):
        read_stamp(text, DAY)


def test_the_first_form_that_fits_counts() -> None:
    assert read_stamp("2/3/2024", ("%Y", "%m/%d/%Y")).moment.date() == date(2024, 2, 3)
