"""Rulings made and undone on the page; and nothing else that writes, at the database's own word."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from starlette.testclient import TestClient

from standoff.errors import RecordError
from standoff.model import Batch
from standoff.record import Record, dialect, schema
from standoff.record.kept import KEPT
from standoff.serve.site import Site

WHO = {"who": "A. Reviewer", "token": "-".join(["a", "token", "of", "enough", "letters"])}


def site_of(client: TestClient) -> Site:
    app: Any = client.app
    found: Site = app.state.site
    return found


def word_on(page: str) -> str:
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found
    return found[1]


def signed_in(client: TestClient) -> str:
    return word_on(client.post("/review/sign-in", data=WHO).text)


def a_dispute(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/disputes").json()["data"][0]
    return found


def test_a_ruling_settles_a_dispute_and_its_undoing_opens_it_again(reviewed: TestClient) -> None:
    word, dispute = signed_in(reviewed), a_dispute(reviewed)
    assert dispute["slot"] == "status"
    before = site_of(reviewed).version
    form = {
        "form_token": word, "op": "value", "named": dispute["event"], "field": "status",
        "value": "reported", "why": "the tables say so",
    }  # fmt: skip
    page = reviewed.post("/review/rule", data=form)
    assert page.status_code == 200
    assert "is recorded" in page.text
    assert "the tables say so" in page.text
    assert site_of(reviewed).version != before
    assert reviewed.get("/api/v1/disputes").json()["data"] == []
    (ruling,) = site_of(reviewed).at().rulings()
    assert ruling.who == "A. Reviewer"
    undone = {"form_token": word_on(page.text), "ruling": ruling.id, "why": "looked again"}
    page = reviewed.post("/review/undo", data=undone)
    assert "undone by" in page.text
    assert a_dispute(reviewed)["event"] == dispute["event"]


def test_what_needs_a_person_is_listed_as_the_command_lists_it(reviewed: TestClient) -> None:
    from standoff.record.review import matters

    signed_in(reviewed)
    found = list(matters(site_of(reviewed).at()))
    page = reviewed.get("/review").text
    assert f"of {-(-len(found) // 20)}," in page or len(found) <= 20
    sorts = {one.sort for one in found}
    for sort in sorts:
        assert f"sort={sort}" in page
    only = reviewed.get("/review?sort=dispute").text
    assert len(re.findall(r'<h2 id="m\d+">', only)) == sum(s.sort == "dispute" for s in found)
    assert reviewed.get("/review?page=99999").status_code == 200
    assert reviewed.get("/review?sort=nonsense&page=x").status_code == 200


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"named": "e0", "field": "count", "value": "2"}, "is no event"),
        ({"named": "EVENT", "field": "nonsense", "value": "2"}, "no event has a field"),
        ({"named": "EVENT", "field": "count", "value": "many"}, "count"),
        ({"named": "EVENT", "field": "count", "value": "9"}, "cite what does"),
        ({"named": "EVENT", "field": "status", "value": "reported", "why": " "}, "needs why"),
    ],
)
def test_what_is_no_ruling_is_told_and_nothing_is_stored(
    reviewed: TestClient, form: dict[str, str], told: str
) -> None:
    word, event = signed_in(reviewed), a_dispute(reviewed)["event"]
    before = site_of(reviewed).version
    given = {"form_token": word, "op": "value", "why": "x", **form}
    given["named"] = given["named"].replace("EVENT", event)
    answer = reviewed.post("/review/rule", data=given)
    assert answer.status_code == 422
    assert told in answer.text
    assert site_of(reviewed).version == before


def test_the_sites_record_cannot_be_written_to(client: TestClient, app: FastAPI) -> None:
    del client
    record: Record = app.state.site.at()
    version = record.version
    with pytest.raises(RecordError):
        record.add(Batch())
    for table in (schema.observations, schema.rulings, schema.journal, schema.meta):
        with (
            pytest.raises(RecordError),
            dialect.writing(record.store.engine, only=KEPT) as connection,
        ):
            connection.execute(table.delete())
        with (
            pytest.raises(RecordError),
            dialect.reading(record.store.engine) as connection,
        ):
            connection.execute(sa.delete(table))
    assert record.refresh().version == version
