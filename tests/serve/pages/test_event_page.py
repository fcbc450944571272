"""The page of an event: nothing that the record holds of it is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from standoff.ingest import add_facts
from standoff.model import Event, Query, TextAnchor
from standoff.packs import Pack
from standoff.record import Record
from standoff.serve.app import create_app
from standoff.serve.pages.event import event_view
from standoff.serve.pages.shown import origin_name, slot_text
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site


@pytest.fixture(scope="module")
def events(site: Site) -> list[Event]:
    return list(site.at().events(Query(status=())))


def test_every_value_of_every_origin_is_told(site: Site, events: list[Event]) -> None:
    for event in events[::7]:
        view = event_view(site, event)
        told = {(slot.id, one.text, one.origin) for slot in view.slots for one in slot.told}
        for slot, values in event.values.items():
            for value in values:
                text = slot_text(site.pack, slot, value.value, value.unit)
                name = origin_name(site.pack, value.origin)
                assert slot == "source" or (slot, text, name) in told


def test_a_quote_is_the_words_of_the_report_in_their_sentence(
    site: Site, events: list[Event]
) -> None:
    quotes = [
        quote
        for event in events
        if any(isinstance(anchor, TextAnchor) for anchor in event.anchors)
        for slot in event_view(site, event).slots
        for one in slot.told
        for quote in one.quotes
        if quote.report
    ]
    assert quotes
    for quote in quotes:
        report = site.at().report(quote.report or "")
        assert report
        text = " ".join(report.text.split())
        assert quote.words in text
        around = f"{quote.before}{quote.words}{quote.after}".removeprefix("… ").removesuffix(" …")
        assert around in text


def test_every_source_has_one_number(site: Site, events: list[Event]) -> None:
    for event in events[::7]:
        view = event_view(site, event)
        numbers = [one.number for one in view.sources]
        assert numbers == list(range(1, len(numbers) + 1))
        observed = {one for line in view.sources for one in line.observations}
        assert observed == set(event.observations)


def test_neighbours_lie_within_a_week(site: Site, events: list[Event]) -> None:
    event = next(one for one in events if event_view(site, one).neighbours)
    view = event_view(site, event)
    assert event.id not in {line.id for line in view.neighbours}
    assert event.when
    assert event.when.first
    for line in view.neighbours:
        begun = date.fromisoformat(line.day[:10])
        lasts = " to " in line.day
        assert lasts or abs((begun - event.when.first).days) <= 7


def test_an_id_from_before_a_ruling_leads_to_the_event_of_now(lumen: Pack, tmp_path: Path) -> None:
    place = tmp_path / "r.sqlite"
    record = add_facts(Record.open(place, lumen), lumen)
    first, second = list(record.events(Query(kind="launch")))[:2]
    from dataclasses import replace

    from standoff.model import Batch, Ruling
    from standoff.record.decide import ruling_id

    ruling = Ruling(
        id="",
        op="same",
        anchors=tuple(sorted({*first.anchors, *second.anchors})),
        who="Ada Quill",
        why="one volley",
        decided=date(2026, 1, 1),
    )
    record.add(Batch(rulings=(replace(ruling, id=ruling_id(ruling)),)))
    settings = SiteSettings(pack=lumen, record=place, cache=tmp_path)
    with TestClient(create_app(settings), follow_redirects=False) as client:
        answers = [client.get(f"/event/{one.id}") for one in (first, second)]
        assert sorted(one.status_code for one in answers) == [200, 308]
        moved = next(one for one in answers if one.status_code == 308)
        html = client.get(moved.headers["location"]).text
        assert "Ada Quill" in html
        assert "one volley" in html
