"""The two real reports that the project exists for; run where they are, measured, never shipped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.brief import render
from standoff.coding import code
from standoff.dates import When
from standoff.ingest import base_record, dated, overlay
from standoff.model import Batch, Coding, Event, Issue, Query, Report
from standoff.packs import Pack, load_pack
from standoff.record import Record
from standoff.reports import read_path
from standoff.update import update

FOLDER = Path(__file__).parents[2] / "shared" / "reports"
NEWS, SERIES = (FOLDER / f"{name}.txt" for name in ("000_18b986eb087a0ebd", "002_49a5b1a61e64e7ef"))
pytestmark = pytest.mark.skipif(not NEWS.is_file(), reason="shared: the real reports are not here")

Read = tuple[Report, Coding, list[Issue], Record]


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack("korea")


def read(path: Path, pack: Pack, cache: Path) -> Read:
    record = overlay(base_record(pack, cache=cache))
    events = tuple(record.events(Query(status=())))
    items = list(read_path(path, language=pack.language))
    (report,) = (item for item in items if isinstance(item, Report))
    report, issue = dated(report, pack, lambda: events)
    coding = code(report, pack)
    record.add(Batch(reports=(report,), observations=coding.observations))
    issues = [item for item in items if isinstance(item, Issue)] + ([issue] if issue else [])
    return report, coding, [*issues, *coding.issues], record


@pytest.fixture(scope="module")
def news(pack: Pack, cache: Path) -> Read:
    return read(NEWS, pack, cache)


@pytest.fixture(scope="module")
def series(pack: Pack, cache: Path) -> Read:
    return read(SERIES, pack, cache)


def told(read: Read) -> list[tuple[str, str | None, str | None, date | None]]:
    """Kind, weapon, class and first day of each happening coded."""
    return [
        (one.kind, one.get("weapon"), one.get("class"), first_day(one.get("date")))
        for one in read[1].observations
    ]


def first_day(when: Any) -> date | None:
    return when.first if isinstance(when, When) else None


def holders(read: Read, aim: str) -> set[tuple[str | None, str | None, str | None]]:
    return {(c.holder, c.role, c.organisation) for c in read[1].claims if aim in c.aims}


def event_on(read: Read, day: date, kind: str = "launch") -> Event:
    touched = (e for e in read[3].events(Query(kind=kind)) if read[1].observations)
    ours = {one.anchor for one in read[1].observations}
    (found,) = (e for e in touched if e.when and e.when.day == day and ours & set(e.anchors)
                and e.get("weapon"))  # fmt: skip
    return found


def test_the_news_tells_the_named_launch_with_its_day_and_who_said_so(news: Read) -> None:
    launch = next(o for o in news[1].observations if o.get("weapon") == "hwasong-11-da-45")
    assert (first_day(launch.get("date")), first_day(launch.get("announced"))) == (
        date(2024, 9, 18),
        date(2024, 9, 19),
    )
    assert (launch.get("overseer"), launch.get("warhead_t")) == ("prk-kim-jong-un", 4.5)
    assert launch.values["weapon"].origin == "prk-kcna"


def test_the_news_tells_the_cruise_missile_and_the_drills_of_others(news: Read) -> None:
    assert ("launch", None, "LACM", date(2024, 9, 18)) in told(news)
    drills = [o.get("actors") for o in news[1].observations if o.kind == "exercise"]
    assert drills == [("CHN", "RUS")]


def test_the_launch_joins_the_record_and_keeps_the_disagreements(news: Read) -> None:
    event = event_on(news, date(2024, 9, 18))
    assert event.verified
    ranges = {value.origin: value.value for value in event.values["distance_km"]}
    assert (ranges["prk-kcna"], ranges["kor-jcs"]) == (320, 400)
    assert {"distance_km", "count"} <= {dispute.slot for dispute in event.disputes}


def test_the_news_says_who_holds_which_reading(news: Read) -> None:
    assert (None, "analysts", None) in holders(news, "refusal")
    assert ("Lee Il-woo", "defence expert", "Korea Defence Network") in holders(
        news, "show_of_force"
    )
    (stated,) = (c for c in news[1].claims if "deterrence_defence" in c.aims)
    assert stated.stated
    beliefs = [c for c in news[1].claims if c.holder == "Lim Eul-chul"]
    assert {c.organisation for c in beliefs} == {"Institute of Far Eastern Studies"}
    assert any(c.believer == "PRK" and c.kind == "assessment" for c in beliefs)


def test_the_news_keeps_no_furniture_and_says_it_was_machine_written(news: Read) -> None:
    report = news[0]
    assert "machine_written" in report.marks
    assert "Shutterstock" not in report.text
    assert "furniture_removed" in {issue.code for issue in news[2]}


def test_the_series_is_dated_by_the_record_and_says_so(series: Read) -> None:
    published = series[0].published
    assert published is not None
    assert (published.first, published.basis) == (date(2022, 11, 18), "inferred")
    assert "publication_inferred" in {issue.code for issue in series[2]}


def test_the_series_tells_a_campaign_and_a_launch_of_a_disputed_class(series: Read) -> None:
    assert ("launch", None, "IRBM", date(2022, 11, 18)) in told(series)
    campaign = next(
        o for o in series[1].observations if first_day(o.get("date")) == date(2022, 9, 21)
    )
    assert campaign.get("date").last is None
    event = event_on(series, date(2022, 11, 18))
    disputed = next(one for one in event.disputes if one.slot == "class")
    assert {value.value for value in disputed.values} == {"ICBM", "IRBM"}


def test_the_series_says_what_the_expert_holds_and_expects(series: Read) -> None:
    for aim in ("leverage", "intimidation", "aid", "divide_rivals"):
        assert (None, "experts", None) in holders(series, aim), aim
    predictions = [c for c in series[1].claims if c.kind == "prediction" and c.terms]
    kinds = {c.terms.query.kind for c in predictions if c.terms and c.terms.query}
    assert kinds == {"launch", "nuclear_test"}
    assert len(predictions) == 3
    assert all(c.terms.closes is None for c in predictions if c.terms)
    assert "name_corrected" in {issue.code for issue in series[2]}


def test_the_brief_on_both_shows_the_disagreement_in_its_top(cache: Path) -> None:
    brief = update([NEWS, SERIES], theatre="korea", cache=cache, seed=1)
    top = next(section for section in brief.sections if section.id == "top")
    words = " ".join(_sentences(top))
    assert len(words.split()) <= 120
    assert "Disputed, class of the launch on 18 November 2022" in words
    assert "hwasong" in render(brief, "html").lower()


def _sentences(section: Any) -> Iterable[str]:
    for block in section.blocks:
        yield from (sentence.text for sentence in getattr(block, "sentences", ()))
