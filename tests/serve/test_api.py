"""The API: one envelope, one filter, cursors, marks, files by suffix, ids that lead on."""

from __future__ import annotations

import csv
import io
import json
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import fromstring

import icalendar
import pytest
from starlette.testclient import TestClient

from standoff.serve.api.cursors import cursor_of, key_of
from standoff.serve.site import Site
from standoff.stats import cloglog

ROOT = "/api/v1"
LISTS = (
    "events", "disputes", "reports", "claims", "tables", "explanations", "forecasts", "briefs",
    "predictions", "issues",
)  # fmt: skip


FITTING = (
    "stats.cloglog.fit", "stats.hawkes.fit_hawkes", "stats.cox.fit_cox",
    "stats.permute.swap_scores", "stats.permute.shift_scores", "stats.rates.overall_rate",
    "explain.run.run_all",
)  # fmt: skip


def data(client: TestClient, path: str, **asked: Any) -> Any:
    answer = client.get(f"{ROOT}/{path}", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_comes_in_the_envelope_and_holds_something(
    client: TestClient, name: str
) -> None:
    told = client.get(f"{ROOT}/{name}").json()
    assert set(told) == {"data", "version", "as_of", "next"}
    assert told["version"] == client.app.state.site.version  # type: ignore[attr-defined]
    assert told["data"]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_a_table_too(client: TestClient, name: str) -> None:
    answer = client.get(f"{ROOT}/{name}.csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert rows
    assert all(None not in row for row in rows)


@pytest.mark.parametrize("name", ["events", "claims", "reports", "forecasts", "disputes"])
@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_add_up_to_the_whole(client: TestClient, name: str, order: str) -> None:
    asked: dict[str, Any] = {"order": order} if name == "events" else {}
    whole = data(client, name, limit=500, **asked)
    for limit in (1, 2, 7):
        found: list[Any] = []
        cursor, turns = None, 0
        while turns == 0 or cursor:
            answer = client.get(
                f"{ROOT}/{name}",
                params=asked | {"limit": limit} | ({"cursor": cursor} if cursor else {}),
            ).json()
            found, cursor, turns = [*found, *answer["data"]], answer["next"], turns + 1
            if turns == 40 and cursor:
                assert found == whole[: len(found)]
                break
        else:
            assert found == whole


def test_the_newest_first_is_the_oldest_first_turned_round(client: TestClient) -> None:
    oldest = data(client, "events", limit=500)
    assert data(client, "events", limit=500, order="newest") == oldest[::-1]


def test_a_cursor_holds_when_an_event_comes_before_it() -> None:
    key = ("2024-09-18", "launch", "e1")
    assert key_of("events", cursor_of("events", *key), str, str, str) == key


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "!!", "bnVsbA", cursor_of("claims", "c1"), cursor_of("events", 1, 2, 3)],
)
def test_a_bad_cursor_is_refused(client: TestClient, cursor: str) -> None:
    answer = client.get(f"{ROOT}/events", params={"cursor": cursor or "A"})
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "bad_query"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("nothing", 404, "not_found"),
        ("events/e0", 404, "not_found"),
        ("reports/r0", 404, "not_found"),
        ("claims/c0", 404, "not_found"),
        ("briefs/b0", 404, "not_found"),
        ("explanations/none", 404, "not_found"),
        ("events.pdf", 422, "bad_query"),
        ("events?kind=lunch", 422, "bad_query"),
        ("events?actor=ATLANTIS", 422, "bad_query"),
        ("events?first=2024-09-31", 422, "bad_query"),
        ("events?first=2024-09-18&last=2024-09-17", 422, "bad_query"),
        ("events?limit=0", 422, "bad_query"),
        ("events?limit=501", 422, "bad_query"),
        ("events?as_of=yesterday", 422, "bad_query"),
        ("series?kind=talks&exposure=lunch", 422, "bad_query"),
        ("positions?holder=VEL&issue=none", 422, "bad_query"),
    ],
)
def test_errors_come_in_their_envelope(
    client: TestClient, path: str, status: int, code: str
) -> None:
    answer = client.get(f"{ROOT}/{path}")
    assert answer.status_code == status, answer.text
    assert set(answer.json()) == {"error"}
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["detail"]


def test_a_wrong_method_comes_in_the_envelope(client: TestClient) -> None:
    answer = client.post(f"{ROOT}/events")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "method_not_allowed"


def test_a_fault_of_ours_comes_in_the_envelope(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(Site, "listing", broken)
    answer = client.get(f"{ROOT}/record?as_of=2020-02-02")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "our_fault"
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_was_asked_before_need_not_be_sent_again(client: TestClient) -> None:
    first = client.get(f"{ROOT}/events?kind=launch")
    mark = first.headers["etag"]
    again = client.get(f"{ROOT}/events?kind=launch", headers={"If-None-Match": f'"x", {mark}'})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{ROOT}/events?kind=talks", headers={"If-None-Match": mark})
    assert other.status_code == 200
    assert other.headers["etag"] != mark
    day = client.get(f"{ROOT}/events?kind=launch&as_of=2020-01-01")
    assert day.headers["etag"] != mark


def test_as_of_leaves_out_what_was_not_known(client: TestClient) -> None:
    now = {one["id"] for one in data(client, "events", limit=500, status="any")}
    told = client.get(f"{ROOT}/events?as_of=2015-01-01&limit=500&status=any").json()
    assert told["as_of"] == "2015-01-01"
    known = {one["id"] for one in told["data"]}
    assert 0 < len(known) < len(now)
    assert all(one["known"] <= "2015-01-01" for one in told["data"])


def test_one_event_shows_every_value_with_its_words(client: TestClient) -> None:
    report = next(one for one in data(client, "reports") if "Launch" in one["title"])
    whole = data(client, f"reports/{report['id']}")
    event = data(client, f"events/{whole['events'][0]}")
    told = [e for value in event["values"] for e in value["evidence"] if e["is_text"]]
    assert any(one["words"] and one["words"] in whole["text"] for one in told)
    assert {one["standing"] for one in event["values"]} <= {
        "self-claimed", "measured", "independent", "ruled",
    }  # fmt: skip


def test_what_was_coded_stands_in_the_text(client: TestClient) -> None:
    for report in data(client, "reports"):
        whole = data(client, f"reports/{report['id']}")
        for span in whole["spans"]:
            assert 0 <= span["start"] < span["end"] <= len(whole["text"])
        mine = data(client, "claims", report=report["id"])
        assert {one["id"] for one in whole["spans"] if one["of"] == "claim"} == {
            one["id"] for one in mine
        }


def test_the_words_of_a_report_find_its_event(client: TestClient) -> None:
    found = data(client, "events", text="whatever else it is", status="any")
    assert found == []
    found = data(client, "events", text="fired two Skarn-5 missiles", status="any")
    assert [one["kind"] for one in found] == ["launch"]


def test_a_feed_and_a_calendar_are_what_they_say(client: TestClient) -> None:
    feed = fromstring(client.get(f"{ROOT}/events.atom?kind=launch").content)  # noqa: S314
    space = "{http://www.w3.org/2005/Atom}"
    entries = feed.findall(f"{space}entry")
    assert entries
    assert all(one.find(f"{space}updated") is not None for one in entries)
    calendar = client.get(f"{ROOT}/events.ics?kind=launch")
    assert calendar.headers["content-type"].startswith("text/calendar")
    parsed = icalendar.Calendar.from_ical(calendar.content)
    assert len(parsed.walk("VEVENT")) > 10
    places = json.loads(client.get(f"{ROOT}/events.geojson?kind=launch").content)
    assert places["type"] == "FeatureCollection"
    lines = client.get(f"{ROOT}/events.jsonl?kind=launch").text.splitlines()
    assert {json.loads(line)["kind"] for line in lines} == {"launch"}


def test_a_series_says_what_is_not_covered(client: TestClient) -> None:
    told = data(client, "series", kind="launch", by="year", first="1980-01-01", last="2020-12-31")
    counts = {one["name"]: one["count"] for one in told["series"]}
    assert counts["1980"] is None
    assert any(counts.values())


def test_head_is_get_without_a_body(client: TestClient) -> None:
    asked, headed = client.get(f"{ROOT}/tables"), client.head(f"{ROOT}/tables")
    assert headed.status_code == 200
    assert headed.content == b""
    assert headed.headers["etag"] == asked.headers["etag"]


def refuse(*_: object, **__: object) -> None:
    raise AssertionError("a request fitted a model")


def test_nothing_is_fitted_for_an_answer(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The code itself, since other modules hold the functions under names of their own.
    for name in FITTING:
        module, _, function = name.rpartition(".")
        found = getattr(import_module(f"standoff.{module}"), function)
        monkeypatch.setattr(found, "__code__", refuse.__code__)
    with pytest.raises(AssertionError):
        cloglog.fit(None)  # type: ignore[arg-type]
    for name in LISTS:
        assert client.get(f"{ROOT}/{name}?as_of=2026-05-19").status_code == 200


def test_the_description_is_openapi_and_its_page_asks_nobody_else(client: TestClient) -> None:
    told = client.get(f"{ROOT}/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    page = client.get(f"{ROOT}/docs").text
    assert all(path in page for path in told["paths"])
    assert "://" not in page.replace("http://testserver", "")


def test_the_bundled_theatre_answers_from_its_own_tables(korea: TestClient) -> None:
    told = korea.get(f"{ROOT}/events?kind=nuclear_test").json()
    assert len(told["data"]) == 6
    assert korea.get(f"{ROOT}/reports").json()["data"] == []
