"""Where a record is kept: a file or a PostgreSQL URL, and how that is shown to people."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError

from standoff.errors import RecordError

SQLITE = ("sqlite", "sqlite+pysqlite")
POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")
SHOWN = ("host", "port", "service", "options")  # anything else in a URL may be a secret
SECRET = ("password", "sslpassword")


def url_of(place: str | Path) -> sa.URL:
    """The place as a URL that SQLAlchemy understands; text without `://` is a file's path.

    Raises:
        RecordError: it is a URL, but not one of SQLite or PostgreSQL.
    """
    text = str(place)
    if "://" not in text:
        return sa.URL.create("sqlite", database=text)
    scheme = text.partition("://")[0]
    if scheme not in SQLITE + POSTGRESQL:
        raise RecordError(f"{scheme}://... cannot hold a record; name a file or postgresql://...")
    try:
        url = sa.make_url(text)
    except (ArgumentError, ValueError):
        # What could not be taken apart may hold a password anywhere, the cause too.
        raise RecordError(
            f"{scheme}://... cannot be understood; write {scheme}://user@host:port/database,"
            " with %40 for @, %2F for / and %3A for : in a password"
        ) from None
    return _sqlite(url) if scheme in SQLITE else _postgresql(url)


def shown(url: sa.URL) -> str:
    """The place as people may see it: without passwords and without settings."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    plain = sa.URL.create(
        "postgresql", username=url.username, host=url.host, port=url.port, database=url.database
    )
    settings = [f"{name}={url.query[name]}" for name in SHOWN if name in url.query]
    return "?".join([plain.render_as_string(), *["&".join(settings)] * bool(settings)])


def without_secrets(message: str, url: sa.URL) -> str:
    """The message with every password of the URL blotted out."""
    secrets = [str(url.password or ""), *(str(url.query.get(name, "")) for name in SECRET)]
    for secret in filter(None, secrets):
        message = message.replace(secret, "***")
    return message


def _sqlite(url: sa.URL) -> sa.URL:
    if url.query or url.host:
        raise RecordError(f"{url.database}: a file is named by its path alone, without settings")
    return sa.URL.create("sqlite", database=url.database or ":memory:")


def _postgresql(url: sa.URL) -> sa.URL:
    if "@" in (url.host or ""):
        raise RecordError("postgresql://... has an @ in its password; write it as %40")
    return url.set(drivername="postgresql+psycopg")
