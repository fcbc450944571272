"""What every answer carries, and what a script planted in a report can do: nothing."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from standoff.serve.headers import SAFE

PATHS = (
    "/", "/timeline", "/api/v1/events", "/api/v1/nothing", "/nothing", "/try", "/api/v1/docs",
    "/api/v1/openapi.json", "/assets/standoff.css", "/api/v1/events.csv",
)  # fmt: skip
RAW = re.compile(r"<script>\s*alert|<img src=x")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_carries_the_safe_headers(client: TestClient, path: str, method: str) -> None:
    answer = client.request(method, path)
    for name, value in SAFE.items():
        assert answer.headers[name.lower()] == value


def test_the_policy_lets_no_inline_script_or_style_run() -> None:
    assert "unsafe" not in SAFE["Content-Security-Policy"]


def test_no_page_has_an_inline_script_or_style(client: TestClient) -> None:
    for path in ("/", "/timeline", "/try", "/api/v1/docs", "/nothing"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page), path
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page), path


def test_a_script_planted_in_a_report_stays_text(client: TestClient) -> None:
    reports = client.get("/api/v1/reports").json()["data"]
    planted = next(one for one in reports if "alert" in one["title"])
    assert "<script>" in planted["title"]
    whole = client.get(f"/api/v1/reports/{planted['id']}").json()["data"]
    assert "<script>alert('planted')</script>" in whole["text"]
    events, claims = whole["events"], client.get("/api/v1/claims").json()["data"]
    pages = [
        "/", f"/report/{planted['id']}", *(f"/event/{one}" for one in events), "/claims",
        "/search?text=planted", "/search?text=%3Cscript%3Ealert(1)%3C/script%3E", "/timeline",
        "/timeline?text=%3Cscript%3Ealert(1)%3C/script%3E", "/predictions", "/data", "/about",
        "/nothing%3Cscript%3Ealert(1)", "/event/%3Cscript%3Ealert(1)",
    ]  # fmt: skip
    assert events
    assert claims
    for path in pages:
        page = client.get(path)
        assert not RAW.search(page.text), path
    assert "&lt;script&gt;alert" in client.get(f"/report/{planted['id']}").text


def test_a_script_in_a_text_that_is_tried_stays_text(client: TestClient) -> None:
    form = {"text": "", "published": "<script>alert(1)"}
    page = client.post("/try", data=form)
    assert page.status_code == 422
    assert not RAW.search(page.text)
    assert "&lt;script&gt;" in page.text


def test_files_and_feeds_hold_it_as_text(client: TestClient) -> None:
    for suffix in ("atom", "geojson", "csv", "ics", "jsonl"):
        answer = client.get(f"/api/v1/events.{suffix}?status=any")
        assert "html" not in answer.headers["content-type"]
        if suffix == "atom":
            assert not RAW.search(answer.text)
