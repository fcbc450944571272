"""A place is a path or a URL; however it is written wrong, no password is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.errors import RecordError
from standoff.record.place import shown, url_of, without_secrets


@pytest.mark.parametrize(
    ("place", "driver", "text"),
    [
        ("a/b.sqlite", "sqlite", "a/b.sqlite"),
        ("sqlite:///a/b.sqlite", "sqlite", "a/b.sqlite"),
        ("sqlite:////a/b.sqlite", "sqlite", "/a/b.sqlite"),
        ("sqlite://", "sqlite", ":memory:"),
        ("postgresql://me:hush@host:5433/db", "postgresql+psycopg", "postgresql://me@host:5433/db"),
        ("postgres://host/db", "postgresql+psycopg", "postgresql://host/db"),
        ("postgresql+psycopg://host/db", "postgresql+psycopg", "postgresql://host/db"),
        (
            "postgresql:///db?host=/run/x&password=hush&sslmode=require",
            "postgresql+psycopg",
            "postgresql:///db?host=/run/x",
        ),
        (
            "postgresql://h/db?options=-csearch_path%3Dmine",
            "postgresql+psycopg",
            "postgresql://h/db?options=-csearch_path=mine",
        ),
    ],
)
def test_a_place_is_understood_and_shown(place: str, driver: str, text: str) -> None:
    url = url_of(place)
    assert (url.drivername, shown(url)) == (driver, text)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("mysql://me:hush@host/db", "cannot hold a record; name a file or postgresql://"),
        ("postgresql+asyncpg://me:hush@host/db", "cannot hold a record; name a file"),
        ("postgresql://me:hush@host:port/db", "cannot be understood; write postgresql://user@"),
        ("postgresql://me:hush", "cannot be understood"),
        ("postgresql://me:hu@sh@host/db", "has an @ in its password; write it as %40"),
        ("sqlite:///a.sqlite?mode=ro", "named by its path alone"),
        ("sqlite://host/a.sqlite", "named by its path alone"),
    ],
)
def test_a_wrong_place_is_refused_without_showing_secrets(place: str, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        url_of(place)
    assert "hu" not in str(caught.value)
    assert caught.value.__cause__ is None


@given(password=st.text(st.characters(codec="utf-8"), min_size=8))
def test_no_password_however_written_is_shown(password: str) -> None:
    try:
        url = url_of(f"postgresql://me:{password}@host/db")
    except RecordError as error:
        told = str(error)
    else:
        told = shown(url)
    assert password not in told


def test_a_password_in_a_message_is_blotted_out() -> None:
    url = url_of("postgresql://me:hu%40sh@host/db?sslpassword=psst")
    assert without_secrets("bad hu@sh and psst", url) == "bad *** and ***"
