"""A site of the made-up theatre: its tables and four reports, one of them planted with markup."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import uvicorn
from fastapi.testclient import TestClient

from standoff.coding import code
from standoff.dates import one_day
from standoff.ingest import add_facts
from standoff.model import Batch, Report
from standoff.packs import Pack, load_pack
from standoff.record import Record
from standoff.reports import read_path
from standoff.serve.app import create_app
from standoff.serve.settings import Limits, SiteSettings
from standoff.serve.site import Site

LUMEN = Path(__file__).parents[2] / "theatres/lumen"
PLANTED = "<script>alert(1)</script>"


@pytest.fixture(scope="session")
def lumen() -> Pack:
    """The made-up theatre."""
    return load_pack(LUMEN)


@pytest.fixture(scope="session")
def reports(lumen: Pack) -> tuple[Report, ...]:
    """Three reports, the last with markup in its title, outlet and text, and a near copy of one."""
    found = [
        one
        for path in sorted((LUMEN / "reports").iterdir())
        for one in read_path(path, language=lumen.language)
        if isinstance(one, Report)
    ]
    first = found[0]
    planted = replace(
        first,
        id="rplanted",
        title=f"Planted {PLANTED}",
        source=f"Outlet {PLANTED}",
        url="javascript:alert(1)",
        text=first.text + f"\n{PLANTED}",
        published=one_day(date(2025, 1, 2)),
    )
    return (*found, planted)


@pytest.fixture(scope="session")
def settings(
    lumen: Pack, reports: tuple[Report, ...], tmp_path_factory: pytest.TempPathFactory
) -> SiteSettings:
    """Settings of a site whose record holds the tables and the reports."""
    folder = tmp_path_factory.mktemp("site")
    record = add_facts(Record.open(folder / "lumen.sqlite", lumen), lumen)
    codings = [code(one, lumen) for one in reports]
    record.add(
        Batch(
            reports=reports,
            observations=tuple(one for coding in codings for one in coding.observations),
            claims=tuple(one for coding in codings for one in coding.claims),
        )
    )
    limits = Limits(requests_a_minute=1_000_000)
    return SiteSettings(
        pack=lumen, record=folder / "lumen.sqlite", cache=folder / "cache", limits=limits
    )


@pytest.fixture(scope="session")
def site(settings: SiteSettings) -> Site:
    """The site, to ask it directly."""
    return Site(settings)


@pytest.fixture(scope="session")
def client(settings: SiteSettings) -> Iterator[TestClient]:
    """A reader of the whole application, without a network."""
    with TestClient(create_app(settings), follow_redirects=False) as made:
        yield made


@pytest.fixture(scope="session")
def address(settings: SiteSettings) -> Iterator[str]:
    """The address of the site, served on the loopback."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    app = create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
