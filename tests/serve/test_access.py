"""Who may rule, and who may not: tokens, proxies, sessions, forms from elsewhere."""

from __future__ import annotations

import re

import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.testclient import TestClient

from standoff.errors import InputError
from standoff.serve.access import COOKIE, LASTS_SECONDS, Sessions
from standoff.serve.app import create_app
from standoff.serve.settings import Access, SiteSettings

TOKEN = "-".join(["a", "token", "of", "enough", "letters"])
WHO = {"who": "A. Reviewer", "token": TOKEN}


def sign_in(client: TestClient) -> str:
    """The form's word on the first page of a new session."""
    answer = client.post("/review/sign-in", data=WHO)
    assert answer.status_code == 200
    found = re.search(r'name="form_token" value="([^"]+)"', answer.text)
    assert found
    return found[1]


def some_request(cookie: str = "", *, peer: str = "127.0.0.1", **headers: str) -> Request:
    listed = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    if cookie:
        listed.append((b"cookie", f"{COOKIE}={cookie}".encode()))
    return Request({"type": "http", "headers": listed, "client": (peer, 1)})


def cookie_of(sessions: Sessions, who: str = "A") -> str:
    answer = Response()
    sessions.remember(answer, sessions.begin(who), secure=True)
    told = answer.headers["set-cookie"]
    for word in ("HttpOnly", "SameSite=strict", "Secure", "Path=/review"):
        assert word in told
    return told.partition(";")[0].partition("=")[2].strip('"')


def test_without_a_way_in_there_is_no_page_that_writes(client: TestClient) -> None:
    assert client.get("/review").status_code == 404
    assert client.post("/review/rule", data={}).status_code == 404
    assert client.post("/review/sign-in", data=WHO).status_code == 404


def test_the_token_lets_in_and_nothing_else_does(reviewed: TestClient) -> None:
    assert "Sign in" in reviewed.get("/review").text
    for wrong in ({**WHO, "token": TOKEN[:-1]}, {**WHO, "token": ""}, {**WHO, "who": " "}):
        answer = reviewed.post("/review/sign-in", data=wrong)
        assert answer.status_code == 403
        assert COOKIE not in reviewed.cookies
    sign_in(reviewed)
    page = reviewed.get("/review")
    assert "A. Reviewer" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_a_changed_cookie_is_worth_nothing() -> None:
    sessions = Sessions(Access(token=TOKEN))
    cookie = cookie_of(sessions)
    assert sessions.of(some_request(cookie)) is not None
    body, _, mark = cookie.partition(".")
    for changed in (
        body, f".{mark}", f"{body}.{mark[:-1]}0", f"{body}x.{mark}", f"{mark}.{body}", "é", "...",
    ):  # fmt: skip
        assert sessions.of(some_request(changed)) is None
    assert Sessions(Access(token=TOKEN)).of(some_request(cookie)) is None


def test_a_session_ends() -> None:
    moment = [1000.0]
    sessions = Sessions(Access(token=TOKEN), now=lambda: moment[0])
    cookie = cookie_of(sessions)
    moment[0] += LASTS_SECONDS - 1
    assert sessions.of(some_request(cookie)) is not None
    moment[0] += 2
    assert sessions.of(some_request(cookie)) is None


def test_a_form_of_another_session_is_refused() -> None:
    sessions = Sessions(Access(token=TOKEN))
    one, other = sessions.begin("A"), sessions.begin("A")
    token = sessions.form_token(one)
    assert sessions.allows(one, token)
    assert not sessions.allows(other, token)
    for wrong in ("", ".", token + "0", token[1:], token.partition(".")[0]):
        assert not sessions.allows(one, wrong)
    assert sessions.form_token(one) != token


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),  # let through: what it names is not there
        ({"Sec-Fetch-Site": "same-origin"}, 422),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "http://testserver"}, 422),
    ],
)
def test_a_form_sent_by_another_site_is_refused(
    reviewed: TestClient, headers: dict[str, str], status: int
) -> None:
    token = sign_in(reviewed)
    form = {"form_token": token, "op": "same", "named": "e1 e2", "why": "x"}
    assert reviewed.post("/review/rule", data=form, headers=headers).status_code == status


def test_a_form_without_its_word_or_without_a_session_is_refused(reviewed: TestClient) -> None:
    form = {"op": "same", "named": "e1 e2", "why": "x"}
    assert reviewed.post("/review/rule", data={**form, "form_token": "x"}).status_code == 403
    token = sign_in(reviewed)
    assert reviewed.post("/review/rule", data={**form, "form_token": token[:-1]}).status_code == 403
    assert reviewed.post("/review/rule", data=form).status_code == 422
    reviewed.cookies.clear()
    assert reviewed.post("/review/rule", data={**form, "form_token": token}).status_code == 403


def test_only_a_trusted_proxy_is_believed() -> None:
    access = Access(trusted_header="X-User", trusted_proxies=("10.0.0.1",))
    sessions = Sessions(access)
    assert sessions.of(some_request(peer="10.0.0.2", x_user="A")) is None
    assert sessions.of(some_request(peer="10.0.0.1")) is None
    found = sessions.of(some_request(peer="10.0.0.1", x_user="A. Reviewer"))
    assert found is not None
    assert found.who == "A. Reviewer"
    # A cookie of somebody else does not outweigh the proxy's word.
    cookie = cookie_of(sessions, "B")
    other = sessions.of(some_request(cookie, peer="10.0.0.1", x_user="A"))
    assert other is not None
    assert other.who == "A"
    assert sessions.of(some_request(cookie, peer="10.0.0.2")) is None


def test_behind_a_proxy_nobody_signs_in_with_a_token(proxied: FastAPI) -> None:
    with TestClient(proxied, client=("10.0.0.1", 1)) as client:
        assert client.get("/review").status_code == 403
        assert client.get("/review", headers={"X-User": "A. Reviewer"}).status_code == 200
        assert client.post("/review/sign-in", data=WHO).status_code == 403
    with TestClient(proxied, client=("10.0.0.9", 1)) as client:
        assert client.get("/review", headers={"X-User": "A. Reviewer"}).status_code == 403


@pytest.fixture
def proxied(settings: SiteSettings) -> FastAPI:
    access = Access(trusted_header="X-User", trusted_proxies=("10.0.0.1",))
    return create_app(
        SiteSettings(
            pack=settings.pack, record=settings.record, cache=settings.cache, access=access
        )
    )


@pytest.mark.parametrize(
    "given",
    [
        {"token": "short"},
        {"trusted_header": "X-User"},
        {"trusted_proxies": ("10.0.0.1",)},
        {"token": TOKEN, "trusted_header": "X-User", "trusted_proxies": ("10.0.0.1",)},
    ],
)
def test_half_a_way_in_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(InputError):
        Access(**given)  # type: ignore[arg-type]


def test_only_known_names_of_the_site_are_answered(settings: SiteSettings) -> None:
    named = SiteSettings(
        pack=settings.pack,
        record=settings.record,
        cache=settings.cache,
        allowed_hosts=("localhost",),
    )
    with TestClient(create_app(named), base_url="http://rebound.example") as client:
        assert client.get("/api/v1/record").status_code == 400
    with TestClient(create_app(named), base_url="http://localhost") as client:
        assert client.get("/api/v1/record").status_code == 200
