"""What is new since the last brief of the record; reports that name no outlet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from standoff.brief import Brief, Material, write
from standoff.brief.archive import Filed
from standoff.dates import one_day
from standoff.model import Issue, TextAnchor

Make = Callable[..., Material]


def said(brief: Brief, section: str) -> str:
    found = next(one for one in brief.sections if one.id == section)
    return " ".join(one.text for one in replace(brief, sections=(found,)).sentences())


@pytest.fixture
def earlier(material: Material) -> Filed:
    return Filed(key="b1", draft=write(material), edits=(), approved=None, sha256=None)


def test_without_an_earlier_brief_it_is_new_to_the_record(material: Material) -> None:
    assert "New to the record: launch" in said(write(material), "top")


def test_what_the_last_brief_told_is_not_new(make_material: Make, earlier: Filed) -> None:
    top = said(write(make_material(earlier=earlier)), "top")
    assert "Nothing new since the brief of 30 June 2026 (b1)." in top
    assert "New to the record" not in top


def test_what_it_did_not_tell_is_named_with_its_day_and_key(
    make_material: Make, material: Material, earlier: Filed
) -> None:
    (event,) = material.events
    when = replace(event.values["date"][0], value=one_day(date(2026, 6, 2)))
    later = replace(
        event,
        id="e-new",
        anchors=(TextAnchor("r1", 0, 8),),
        values={**event.values, "date": (when,)},
    )
    made = make_material(
        events=(event, later), news=frozenset({event.id, later.id}), earlier=earlier
    )
    top = said(write(made), "top")
    assert "New since the brief of 30 June 2026 (b1): launch of" in top
    assert "2 June 2026" in top


def test_a_report_without_an_outlet_goes_by_its_number(
    make_material: Make, material: Material
) -> None:
    (report,) = material.reports
    unnamed = Issue(code="no_outlet", detail="no outlet", locator="x/Strait Wire.txt")
    alone = write(make_material(issues=(unnamed,)))
    assert "“Veldania <fires>”" in said(alone, "sources")
    assert "The report (no outlet named)" in said(alone, "sources")
    other = replace(report, id="r0", source="Other Wire")
    two = write(make_material(reports=(other, report), issues=(unnamed,)))
    assert "report 2" in said(two, "events").lower()
    for brief in (alone, two):
        assert "Strait Wire" not in said(brief, "events") + said(brief, "readings")
