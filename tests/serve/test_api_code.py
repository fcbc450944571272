"""A text or file, coded at once in a process of its own; nothing is kept or waits for ever."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from standoff.coding import code, to_json
from standoff.dates import parse_iso
from standoff.model import Report
from standoff.packs import Pack
from standoff.reports import read
from standoff.serve.app import create_app
from standoff.serve.bench import Bench, TooSlowError
from standoff.serve.settings import Limits, SiteSettings
from standoff.serve.try_page import tried_view

TEXT = (
    "Veldania fired two Skarn-5 missiles from Sunder Flats on Monday, the Federal Joint Staff said."
)
STORY = {"text": f"{TEXT} A note read <script>alert('x')</script>.", "published": "2026-05-20"}


@pytest.fixture(scope="module")
def trying(settings: SiteSettings) -> Iterator[TestClient]:
    limits = Limits(writes_a_minute=1000, codings_at_once=1, coding_seconds=60)
    asked = SiteSettings(
        pack=settings.pack, record=settings.record, cache=settings.cache, limits=limits
    )
    with TestClient(create_app(asked), raise_server_exceptions=False) as client:
        yield client


def app_of(client: TestClient) -> FastAPI:
    app = client.app
    assert isinstance(app, FastAPI)
    return app


def test_a_text_is_coded_as_the_command_codes_it(
    trying: TestClient, settings: SiteSettings
) -> None:
    version = app_of(trying).state.site.version
    answer = trying.post("/api/v1/code", json=STORY)
    assert answer.status_code == 200
    (found,) = answer.json()["data"]
    (report,) = (
        one
        for one in read(
            STORY["text"].encode(),
            locator="text",
            published=parse_iso(STORY["published"], "published"),
            language=settings.pack.language,
        )
        if isinstance(one, Report)
    )
    wanted = to_json(report, code(report, settings.pack), settings.pack)
    assert found["events"] == wanted["events"] != []
    assert app_of(trying).state.site.version == version


def test_a_file_is_coded_too(trying: TestClient) -> None:
    page = f"<html><head><title>Two fired</title></head><body><p>{TEXT}</p></body></html>"
    answer = trying.post("/api/v1/code/file", files={"file": ("a.html", page.encode())})
    (found,) = answer.json()["data"]
    assert [one["kind"] for one in found["events"]] == ["launch"]


def test_what_is_no_report_is_refused(trying: TestClient) -> None:
    answer = trying.post("/api/v1/code/file", files={"file": ("a.txt", b"")})
    assert answer.status_code == 415
    assert answer.json()["error"]["code"] == "not_supported"
    broken = trying.post("/api/v1/code/file", files={"file": ("a.gz", b"\x1f\x8b\x08\x00 no gzip")})
    told = broken.json()["data"]
    assert told
    assert not any(one["events"] for one in told)
    assert trying.post("/api/v1/code", json={"text": ""}).status_code == 422
    assert trying.post("/api/v1/code", json={"text": "x", "more": 1}).status_code == 422
    assert trying.post("/try", data={"text": " "}).status_code == 422


def test_the_page_marks_what_was_coded_and_runs_nothing(trying: TestClient) -> None:
    page = trying.post("/try", data=STORY).text
    assert "<mark>" in page
    assert "<script>alert" not in page
    assert "launch" in page
    assert (
        trying.post("/try", data=STORY, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )


def test_the_pieces_of_a_text_are_the_text() -> None:
    spans = [{"start": 2, "end": 6, "slot": "event"}, {"start": 4, "end": 8, "slot": "count"}]
    event = {"id": "o", "kind": "launch", "spans": spans, "count": 2, "background": False}
    claim = {"id": "c", "kind": "position", "spans": [{"start": 5, "end": 9, "slot": "claim"}]}
    report = {"title": "T", "text": "0123456789", "published": None}
    (one,) = tried_view([{"report": report, "events": [event], "claims": [claim], "issues": []}])
    assert "".join(piece.text for piece in one.pieces) == "0123456789"
    assert [(p.text, p.marks) for p in one.pieces] == [
        ("01", ()), ("234", (1,)), ("5", (1, 2)), ("678", (2,)), ("9", ()),
    ]  # fmt: skip


def test_one_who_takes_too_long_is_ended_and_another_takes_the_place(
    settings: SiteSettings,
) -> None:
    bench = bench_of(settings.pack, settings, coding_seconds=60)
    try:
        assert bench.code(TEXT.encode(), name="a")
        (first,) = bench._all
        bench.limits = Limits(codings_at_once=1, coding_seconds=0.2)
        os.kill(first.process.pid or 0, signal.SIGSTOP)
        began = time.perf_counter()
        with pytest.raises(TooSlowError):
            bench.code(TEXT.encode(), name="a")
        assert time.perf_counter() - began < 10
        assert not first.process.is_alive()
        bench.limits = Limits(codings_at_once=1, coding_seconds=60)
        assert bench.code(TEXT.encode(), name="a")
    finally:
        bench.close()


def bench_of(pack: Pack, settings: SiteSettings, *, coding_seconds: float) -> Bench:
    limits = Limits(codings_at_once=1, coding_seconds=coding_seconds)
    return Bench(pack, settings.cache, limits)
