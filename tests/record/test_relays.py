"""A story printed by three outlets is one outlet's word, and two stories are two."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.dates import one_day
from standoff.model import Batch, Observation, Report, TextAnchor, Value, make_id
from standoff.packs import load_pack
from standoff.record import Record
from standoff.record.relays import in_doubt, relayed
from standoff.reports import find_repeats

PACK = load_pack(Path(__file__).parents[1] / "theatres" / "lumen")
DAY = date(2022, 11, 18)
WIRE = (
    "A rocket rose from the northern field early on Friday and came down in the outer strait, two "
    "captains said by radio. Their ships turned back to port with the evening tide.\n"
    "The harbour office had warned of an exercise but not of a launch, and it lodged a complaint."
)
OTHER = (
    "Fishermen who had stayed ashore because of the wind saw a bright trail over the strait on "
    "Friday morning. A teacher filmed it from the school roof for her class in geography.\n"
    "By noon the film had been shown on every channel, with arrows drawn on it by retired men."
)


def printed(source: str, text: str, day: int = 18) -> Report:
    sha = make_id("", text)
    return Report(
        id=make_id("r", [source, text]),
        source=source,
        url=None,
        published=one_day(date(2022, 11, day)),
        title=text[:20],
        text=text,
        text_sha=sha,
        raw_sha=sha,
        reader="test",
    )


def told_by(report: Report, origin: str | None = None) -> Observation:
    anchor = TextAnchor(report.id, 0, 40)
    said = {"date": one_day(DAY), "actors": ("VEL",), "class": "SRBM", "count": 1}
    values = {
        slot: Value(
            value=value,  # type: ignore[arg-type]
            origin=origin or f"outlet:{report.source}",
            evidence=(anchor,),
            known=DAY,
        )
        for slot, value in said.items()
    }
    return Observation(
        id=make_id("o", report.id),
        anchor=anchor,
        kind="launch",
        grain="volley",
        values=values,
        known=DAY,
        known_basis="published",
        coder="test",
        pack="lumen",
        verified=False,
    )


def origins(*reports: Report, speaker: str | None = None) -> tuple[str, ...]:
    record = Record.open(":memory:", PACK)
    observations = tuple(told_by(one, speaker) for one in reports)
    record.add(Batch(reports=reports, observations=observations))
    (event,) = record.events()
    assert len(event.anchors) == len(reports)
    return event.origins


def test_a_reprint_is_no_second_origin() -> None:
    wire, copy = printed("Bay Wire", WIRE), printed("Osk Today", WIRE + "\nMore soon.", 19)
    assert origins(wire, copy) == ("outlet:Bay Wire",)


def test_two_reports_of_their_own_are_two_origins() -> None:
    told = printed("Bay Wire", WIRE), printed("Osk Today", OTHER)
    assert origins(*told) == ("outlet:Bay Wire", "outlet:Osk Today")


def test_a_copy_is_no_origin_beside_its_wire_and_another_report_is() -> None:
    told = printed("Bay Wire", WIRE), printed("Osk Today", WIRE, 19), printed("Echo", OTHER)
    assert origins(*told) == ("outlet:Bay Wire", "outlet:Echo")


def test_whom_a_copy_quotes_stays_the_origin() -> None:
    told = printed("Bay Wire", WIRE), printed("Osk Today", WIRE, 19)
    assert origins(*told, speaker="strait-monitor") == ("strait-monitor",)


def test_before_the_copy_is_known_the_record_shows_the_wire_alone() -> None:
    wire, copy = printed("Bay Wire", WIRE), printed("Osk Today", WIRE, 19)
    late = replace(told_by(copy), known=date(2022, 11, 19))
    record = Record.open(":memory:", PACK)
    record.add(Batch(reports=(wire, copy), observations=(told_by(wire), late)))
    (early,) = record.as_of(DAY).events()
    assert len(early.anchors) == 1
    (told,) = record.tellings().values()
    assert told.copies == (copy.id,)
    (told,) = record.as_of(DAY).tellings().values()
    assert (told.reports, told.copies) == ((wire.id,), ())


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("ABCD"), min_size=1, unique=True), st.integers(0, 99))
def test_however_many_print_it_the_word_is_one(outlets: list[str], seed: int) -> None:
    reports = [printed(name, WIRE, 18 + index) for index, name in enumerate(outlets)]
    random.Random(seed).shuffle(reports)  # noqa: S311  not a secret
    heard = relayed([told_by(one) for one in reports], find_repeats(reports), reports)
    said = {value.origin for one in heard for value in one.values.values()}
    assert len(said) == 1
    assert [one.id for one in heard] == [told_by(one).id for one in reports]


def test_only_events_that_two_outlets_vouch_for_are_looked_into() -> None:
    record = Record.open(":memory:", PACK)
    wire = printed("Bay Wire", WIRE)
    record.add(Batch(reports=(wire,), observations=(told_by(wire),)))
    assert in_doubt(record.events()) == frozenset()
