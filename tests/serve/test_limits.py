"""How much one client may ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from standoff.serve.app import create_app
from standoff.serve.limits import MOST_CLIENTS, Buckets, client_of
from standoff.serve.settings import Access, Limits, SiteSettings


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(60, now=clock)
    assert [buckets.wait("a") for _ in range(60)] == [0.0] * 60
    assert buckets.wait("a") == pytest.approx(1.0)
    assert buckets.wait("b") == 0.0
    clock.seconds += 1.0
    assert buckets.wait("a") == 0.0
    assert buckets.wait("a") > 0
    clock.seconds += 3600
    assert [buckets.wait("a") for _ in range(61)][-1] > 0


def test_clients_are_forgotten_before_they_fill_the_memory() -> None:
    buckets = Buckets(1)
    for number in range(MOST_CLIENTS + 50):
        buckets.wait(str(number))
    assert len(buckets.left) == MOST_CLIENTS


def test_only_a_trusted_proxy_says_who_asks() -> None:
    access = Access(trusted_header="x-user", trusted_proxies=("10.0.0.1",))
    forwarded = [(b"x-forwarded-for", b"6.6.6.6, 1.2.3.4")]
    scope = {"type": "http", "client": ("10.0.0.1", 1), "headers": forwarded}
    assert client_of(scope, access) == "1.2.3.4"
    assert client_of({**scope, "client": ("5.5.5.5", 1)}, access) == "5.5.5.5"
    assert client_of({**scope, "headers": []}, access) == "10.0.0.1"


@pytest.fixture(scope="module")
def narrow(settings: SiteSettings) -> Iterator[TestClient]:
    limits = Limits(requests_a_minute=20, writes_a_minute=5, body_bytes=2000)
    asked = SiteSettings(
        pack=settings.pack, record=settings.record, cache=settings.cache, limits=limits
    )
    with TestClient(create_app(asked), client=("192.0.2.1", 1)) as client:
        yield client


def test_who_asks_too_often_has_to_wait(narrow: TestClient) -> None:
    answers = [narrow.get("/api/v1/tables") for _ in range(25)]
    assert [one.status_code for one in answers[:20]] == [200] * 20
    refused = answers[-1]
    assert refused.status_code == 429
    assert refused.json()["error"]["code"] == "too_many_requests"
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.headers["x-content-type-options"] == "nosniff"


def test_a_body_that_is_too_long_is_refused(narrow: TestClient) -> None:
    long = {"text": "x" * 3000}
    announced = narrow.post("/api/v1/code", json=long)
    assert announced.status_code == 413
    assert announced.json()["error"]["code"] == "too_long"

    def pieces() -> Iterator[bytes]:
        yield b'{"text": "'
        for _ in range(100):
            yield b"x" * 100
        yield b'"}'

    headers = {"content-type": "application/json"}
    streamed = narrow.post("/api/v1/code", content=pieces(), headers=headers)
    assert streamed.status_code == 413
    assert streamed.json()["error"]["code"] == "too_long"
