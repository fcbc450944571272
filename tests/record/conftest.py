"""Places to keep a record in: a file, and a schema of a PostgreSQL server made for the tests."""

from __future__ import annotations

import multiprocessing
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from standoff.record.dialect import OLDEST_SERVER
from standoff.record.store import Store, open_store

# What the processes of these tests need, imported once.
multiprocessing.set_forkserver_preload(["pytest", "hypothesis", "standoff.record.upgrade"])

# Only the socket: nothing listens on the network. What is killed here are clients, not the server.
SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=30 -k '{folder}'"
LOCKED = "local all locked scram-sha-256\n"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of our own, reached through the socket in its folder."""

    folder: Path
    tools: Path
    numbers: Iterator[int]

    def url(self, *, user: str = "standoff", database: str = "postgres", schema: str = "") -> str:
        options = f"&options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://{user}@/{database}?host={self.folder}{options}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        url = sa.make_url(self.url(database=database)).set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def new_schema(self) -> str:
        name = f"s{next(self.numbers)}"
        self.run(f"CREATE SCHEMA {name}")
        return name

    def control(self, *arguments: str) -> None:
        _run(self.tools / "pg_ctl", "-D", self.folder / "data", "-w", "-s", *arguments)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    tools = _tools()
    folder = Path(tempfile.mkdtemp(prefix="standoff-pg-"))
    try:
        made = Server(folder, tools, count())
        _start(made)
        yield made
        made.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def schema(server: Server) -> str:
    return server.new_schema()


@pytest.fixture(params=["file", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where nothing is yet; each test has a place of its own."""
    if request.param == "file":
        return str(tmp_path / "record.sqlite")
    server: Server = request.getfixturevalue("server")
    return server.url(schema=server.new_schema())


@pytest.fixture
def store(place: str) -> Store:
    return open_store(place, theatre="lumen")


@pytest.fixture
def served(server: Server, schema: str) -> Store:
    return open_store(server.url(schema=schema), theatre="lumen")


def _start(server: Server) -> None:
    if os.geteuid() == 0:
        found = pwd.getpwnam("postgres")
        os.chown(server.folder, found.pw_uid, found.pw_gid)
    data = server.folder / "data"
    _run(
        *(server.tools / "initdb", "-D", data, "-U", "standoff", "-A", "trust"),
        *("-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"),
    )
    access = data / "pg_hba.conf"
    access.write_text(LOCKED + access.read_text())
    settings = SETTINGS.format(folder=server.folder)
    server.control("start", "-l", str(server.folder / "log"), "-o", settings)


def _tools() -> Path:
    """The folder of the newest server's programs, which Debian keeps off the path."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found += [Path(one).resolve() for one in (shutil.which("initdb"),) if one]
    numbered = sorted((_version(one), one.parent) for one in found)
    if not numbered or numbered[-1][0] < OLDEST_SERVER:
        pytest.skip(f"postgres: no initdb of PostgreSQL {OLDEST_SERVER} or later here; install it")
    return numbered[-1][1]


def _version(program: Path) -> int:
    """The 15 of `initdb (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)`."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.partition("PostgreSQL)")[2].split()[0].partition(".")[0])


def _run(*command: str | Path) -> None:
    # The server refuses to run as root; its own user owns its folder.
    user = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    done = subprocess.run(
        [*user, *command], cwd="/", stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr.decode()}")
