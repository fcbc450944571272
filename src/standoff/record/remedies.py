"""What a database's own error means to people, and what they can do about it."""

from __future__ import annotations

import re
import sqlite3

LOCK_WAIT_SECONDS = 60

_DAMAGED = "is damaged; restore it from a copy"
_READ_ONLY = "is read-only; make it and its folder writable for this user or work on a copy"
_FULL = "cannot be written: the disk is full; make room and try again"
_LOCKED = f"is locked by another writer for more than {LOCK_WAIT_SECONDS} s; try again"
_GONE = "cannot be reached; start the server or check host and port in the URL"
_USER = "does not let this user in; check the user and the password"

# By the beginning of SQLite's name for the error.
_SQLITE = {
    "SQLITE_NOTADB": "is not a standoff record",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": "cannot be read or written: disk error; check the disk and its free space",
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_CANTOPEN": "cannot be opened; check that it is a file, and its folder's permissions",
    "SQLITE_PERM": "cannot be opened; check the permissions",
}
# By the beginning of PostgreSQL's error code.
_POSTGRESQL = {
    "28": _USER,
    "3D000": "does not exist; create the database with createdb",
    "3F000": "names a schema that does not exist; create it with CREATE SCHEMA",
    "42501": "is read-only for this user; grant it more or name another user",
    "25006": "is read-only; name the primary server or lift default_transaction_read_only",
    "53100": _FULL,
    "53300": "has too many connections; close some or raise max_connections",
    "55P03": _LOCKED,
    "57P": "was shut down or is starting; try again when the server is up",
    "08": _GONE,
    "XX001": _DAMAGED,
    "XX002": _DAMAGED,
}
# A refused connection carries no code, only words; names in quotes are the user's own.
_REFUSED = {
    r'database "[^"]*" does not exist': _POSTGRESQL["3D000"],
    r"authentication failed|pg_hba\.conf|^role |no password supplied": _USER,
    r"too many|remaining connection slots": _POSTGRESQL["53300"],
    r"starting up|shutting down|recovery": _POSTGRESQL["57P"],
}


def remedy_of(error: BaseException | None) -> str:
    """The rest of a sentence that begins with the database's place."""
    if isinstance(error, sqlite3.Error):
        return _by_start(_SQLITE, getattr(error, "sqlite_errorname", "")) or _failed(error)
    code = getattr(error, "sqlstate", None)
    if code:
        return _by_start(_POSTGRESQL, code) or _failed(error)
    return _refused(str(error)) or _failed(error)


def _by_start(remedies: dict[str, str], name: str) -> str | None:
    return next((remedy for start, remedy in remedies.items() if name.startswith(start)), None)


def _refused(message: str) -> str | None:
    said = message.rpartition("FATAL:")[2].strip()
    for pattern, remedy in _REFUSED.items():
        if re.search(pattern, said):
            return remedy
    return _GONE if re.search(r"connection|host|timeout", message) else None


def _failed(error: BaseException | None) -> str:
    lines = str(error).splitlines() or ["without a reason"]
    return f"failed: {lines[0]}"
