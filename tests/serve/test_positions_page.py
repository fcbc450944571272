"""The page of positions: the same as asked one by one, in the speakers' own words."""

from datetime import date

import pytest
from starlette.testclient import TestClient

from standoff.explain.hearing import heard
from standoff.explain.positions import position_of
from standoff.explain.topics import load_topics
from standoff.record import Record
from standoff.serve.pages.positions import holders_of
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site

TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def record(settings: SiteSettings) -> Record:
    return Site(settings).at()


def test_the_part_that_is_kept_gives_every_position_of_the_whole(record: Record) -> None:
    topics = load_topics(record.pack)
    part = heard(record, topics.values())
    said = 0
    for holder in (*record.pack.actors, *part.speakers()):
        for topic in topics.values():
            whole = position_of(record, holder, topic, as_of=TODAY)
            assert position_of(part, holder, topic, as_of=TODAY) == whole
            said += len(whole.spoken) + len(whole.undated)
            assert not whole.spoken or holder in part.speakers()
    assert said


def test_the_table_holds_all_who_spoke_and_only_them(record: Record) -> None:
    topics = load_topics(record.pack)
    holders = holders_of(record, topics, TODAY)
    assert holders and len({one.id for one in holders}) == len(holders)
    for one in holders:
        for topic, held in one.held.items():
            found = position_of(record, one.id, topics[topic], as_of=TODAY)
            assert held.total == len(found.spoken) + len(found.undated) > 0
            assert held.silent_days == found.silent_days


def test_words_are_those_of_the_report_and_lead_to_it(record: Record, client: TestClient) -> None:
    holder = holders_of(record, load_topics(record.pack), TODAY)[0]
    page = client.get(f"/positions/{holder.id}").text
    for held in holder.held.values():
        for one in held.spoken:
            report = record.report(one.report)
            assert report and " ".join(report.text[one.start : one.end].split()) == one.words
            assert f"/report/{one.report}#:~:text=" in page


def test_nobody_and_nothing_are_said_to_be_so(client: TestClient, korea: TestClient) -> None:
    assert client.get("/positions/nobody").status_code == 404
    assert "No statement found" in korea.get("/positions").text
