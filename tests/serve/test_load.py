"""Readers while the record grows: every answer is whole, of one version, and the newest comes."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from standoff.dates import one_day
from standoff.errors import RecordError
from standoff.model import Batch, Observation, Query, TextAnchor, Value
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.query import in_time
from standoff.serve import site as site_module
from standoff.serve.app import create_app
from standoff.serve.listing import Listing
from standoff.serve.settings import SiteSettings
from standoff.serve.site import DAYS_KEPT, Site

READERS = 16
QUESTIONS = 12


@pytest.fixture
def growing(settings: SiteSettings, tmp_path: Path) -> SiteSettings:
    """A site's settings with a record of its own, which may grow."""
    place = tmp_path / "record.sqlite"
    shutil.copyfile(str(settings.record), place)
    return SiteSettings(pack=settings.pack, record=place, cache=settings.cache)


@pytest.fixture
def site(settings: SiteSettings) -> Site:
    return Site(settings)


def grow(settings: SiteSettings, number: int) -> str:
    """The version after one more launch was observed."""
    anchor = TextAnchor(f"r-none-{number}", 0, 5)
    day = one_day(date(1999, 1 + number % 12, 1 + number))
    dated = Value(value=day, origin="mar-mod", evidence=(anchor,))
    one = Observation(
        id=f"o-{number}", anchor=anchor, kind="launch", grain="volley", values={"date": dated},
        known=date(2000, 1, 1), known_basis="published", coder="c", pack="p",
    )  # fmt: skip
    assert settings.record is not None
    return Record.open(settings.record, settings.pack).add(Batch(observations=(one,))).version


def test_many_read_while_the_record_grows(
    growing: SiteSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_module, "LOOK_SECONDS", 0.02)
    monkeypatch.setattr(site_module, "REST", 0)
    paths = ("/api/v1/events?limit=200", "/api/v1/record", "/api/v1/events?text=fired&limit=5")
    with TestClient(create_app(growing), raise_server_exceptions=False) as client:
        first = client.get("/api/v1/record").json()["version"]

        def read(number: int) -> list[tuple[int, str]]:
            answers = [client.get(paths[(number + n) % len(paths)]) for n in range(QUESTIONS)]
            return [(one.status_code, one.json()["version"]) for one in answers]

        with ThreadPoolExecutor(READERS) as pool:
            reading = [pool.submit(read, number) for number in range(READERS)]
            versions = [first, *(grow(growing, number) for number in range(6))]
            told = [answer for one in reading for answer in one.result()]
        assert {status for status, _ in told} == {200}
        assert {version for _, version in told} <= set(versions)
        turns = threading.Event()
        for _ in range(200):
            if client.get("/api/v1/record").json()["version"] == versions[-1]:
                break
            turns.wait(0.05)
        assert client.get("/api/v1/record").json()["version"] == versions[-1]


def test_a_newer_version_is_shown_once_it_is_asked_for(growing: SiteSettings) -> None:
    site = Site(growing)
    before = site.listing()
    assert not site.refresh()
    version = grow(growing, 3)
    assert site.version == before.record.version
    assert site.refresh()
    assert site.version == version
    assert len(site.listing().summaries) == len(before.summaries) + 1


def test_only_the_last_days_asked_for_are_kept_and_each_is_made_once(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[date | None] = []
    prepare = Listing.prepare

    def counted(listing: Listing, before: Listing | None = None) -> None:
        made.append(listing.record.day)
        prepare(listing, before)

    monkeypatch.setattr(Listing, "prepare", counted)
    days = [date(2010 + n, 1, 1) for n in range(DAYS_KEPT + 1)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(site.listing, days[:1] * 8))
    assert made == days[:1]
    assert len({id(one) for one in found}) == 1
    for day in [*days, *days[1:]]:
        site.listing(day)
    assert made == days
    site.listing(days[0])
    assert made == [*days, days[0]]


QUERIES = (
    Query(), Query(status=()), Query(kind="launch"), Query(text="fired", status=()),
    Query(text="skarn", status=()), Query(text="none such", status=()),
    Query(actor="ORS", first=date(2015, 1, 1), last=date(2020, 1, 1)),
)  # fmt: skip


@pytest.mark.parametrize("query", QUERIES, ids=repr)
@pytest.mark.parametrize("as_of", [None, date(2018, 1, 1)])
def test_pages_hold_what_the_record_itself_answers(
    site: Site, query: Query, as_of: date | None
) -> None:
    listing = site.listing(as_of)
    whole = list(Record.open(*_place(site)).as_of(as_of).events(query))
    pages, after = list[object](), None
    while True:
        page = listing.page(query, limit=3, after=after)
        pages += page.events
        if page.next is None:
            break
        after = page.next
    assert pages == whole
    newest = listing.page(query, limit=500, newest=True).events
    assert list(newest) == whole[: -len(whole) - 1 : -1][:500]


def test_the_journal_is_read_as_it_stands(site: Site) -> None:
    assert site.results()
    assert site.forecasts()
    assert site.briefs()
    assert site.results(as_of=date(1990, 1, 1)) == {}
    assert site.briefs(as_of=date(1990, 1, 1)) == ()
    keys = [in_time(one) for one in site.listing().summaries]
    assert keys == sorted(keys)


@pytest.fixture
def stamped(growing: SiteSettings) -> Iterator[Site]:
    yield Site(growing)


def test_the_stamp_changes_with_the_journal_and_with_the_record(
    stamped: Site, growing: SiteSettings
) -> None:
    first = stamped.stamp()
    assert growing.record is not None
    writing = Record.open(growing.record, growing.pack)
    entry = stamped.entries("brief")[0]
    writing.journal.append(replace(entry, key="another"))
    second = stamped.stamp()
    grow(growing, 1)
    stamped.refresh()
    assert len({first, second, stamped.stamp()}) == 3
    assert len(stamped.entries("brief")) == 2


def _place(site: Site) -> tuple[Path | str, Pack]:
    assert site.settings.record is not None
    return site.settings.record, site.pack


def test_a_record_that_cannot_be_looked_at_just_now_ends_nothing(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, looked = threading.Event(), []

    def refresh() -> bool:
        looked.append(1)
        if len(looked) == 1:
            raise RecordError("the server has gone")
        stop.set()
        return False

    monkeypatch.setattr(site_module, "LOOK_SECONDS", 0.001)
    monkeypatch.setattr(site, "refresh", refresh)
    site.follow(stop)
    assert len(looked) == 2
