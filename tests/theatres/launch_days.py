"""Where the launch days of two lists differ, and why; run it for the part of docs/record.md."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.theatres.totals import rows_of

FIRST, LAST = "2012-01-01", "2026-04-30"
NOT_LAUNCHES = {
    "Rocket Engine Test",
    "Artillery Fire",
    "Nuclear Detonation Device",
    "Joint Missile Test with China",
}
NOT_FLIGHT_LIST = {"ASCM", "LACM", "SAM", "MLRS", "UUV"}
# What no rule explains.
WHY = {
    "2019-04-17": "a test of a weapon without a name; only the flight list takes it for a missile",
    "2022-01-05": 'named "Nuclear Detonation Device" in the CSIS list',
    "2023-11-22": "a failure in the evening; only the flight list has it",
    "2024-03-18": 'three or six missiles; "Artillery Fire" in the CSIS list',
    "2023-11-21": "a satellite launch of type other in the CSIS list",
    "2016-04-06": "a missile from a submarine; the flight list has none that day",
    "2022-01-25": "two cruise missiles by the North's account, without a class in the CSIS list",
    "2022-08-17": "cruise missiles by the press of the time, SRBM in the CSIS list; not checked",
    "2022-11-05": "four missiles by the South Korean military; the flight list lacks them",
    "2024-05-17": "missiles from Wonsan by the South Korean military; the flight list lacks them",
}


def flight_days() -> set[str]:
    """Local launch days of the flight list."""
    return {row["date"] for row in rows_of("flight_tests") if FIRST <= row["date"] <= LAST}


def csis_days() -> set[str]:
    """Launch days of the CSIS list, type missile without what is none."""
    return {
        row["date"]
        for row in rows_of("provocations")
        if FIRST <= row["date"] <= LAST
        and row["list_type"] == "missile"
        and row["mode"] not in NOT_LAUNCHES
    }


def reason(day: str) -> str:
    """Why a day is in one list only."""
    if day in WHY:
        return WHY[day]
    rows = [row for row in rows_of("provocations") if row["date"] == day]
    if not rows and _american(_next(day, -1)):
        return "the CSIS list has the American day before"
    if not rows:
        return "the copy of the CSIS list has no row"
    if _american(day):
        return "an American day; launched on the next"
    classes = {row["class"] for row in rows if row["kind"] == "launch"}
    if classes <= NOT_FLIGHT_LIST:
        return "cruise, coastal, air defence or rocket; the flight list leaves them out"
    return "short-range; the flight list takes 300 km with 500 kg and has none that day"


def listing() -> str:
    """The differences, one line a reason, days in order."""
    ours, theirs = flight_days(), csis_days()
    lines = [
        f"Launch days from {FIRST} to {LAST}: {len(ours)} in the flight list after conversion, "
        f"{len(theirs)} in the CSIS list, {len(ours & theirs)} in both.",
        *_lines("Only in the flight list", ours - theirs),
        *_lines("Only in the CSIS list", theirs - ours),
    ]
    return "\n".join(lines)


def _lines(title: str, days: set[str]) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for day in sorted(days):
        reasons.setdefault(reason(day), []).append(day)
    heads = [f"- **{title}** ({len(days)})"]
    return heads + [f"  - {why}: {', '.join(found)}" for why, found in reasons.items()]


def _american(day: str) -> bool:
    notes = [row["note"] for row in rows_of("provocations") if row["date"] == day]
    return any("next local day" in note for note in notes)


def _next(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


if __name__ == "__main__":
    sys.stdout.write(listing() + "\n")
