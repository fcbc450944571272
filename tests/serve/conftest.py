"""A small site of the made-up theatre, with a hostile report; and the Korean theatre's own tables.

The record is made once a run by the whole job: reports read and coded, results, forecasts and a
draft of a brief in its journal.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from standoff.dates import one_day
from standoff.explain import kept_results
from standoff.forecast import entries_of, load_questions, numbers, standing
from standoff.model import Batch, Content, Observation, TextAnchor, Value
from standoff.packs import Pack, load_pack
from standoff.record import Record
from standoff.serve.app import create_app
from standoff.serve.settings import Access, SiteSettings
from standoff.update import sample_reports, update

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
TOKEN = "-".join(["a", "token", "of", "enough", "letters"])
SCRIPT = "<script>alert('planted')</script>"
HOSTILE = f"""<html><head><title>Launch {SCRIPT}&lt;script&gt;alert(1)&lt;/script&gt;</title>
<meta name="author" content="&lt;script&gt;alert(2)&lt;/script&gt;"></head><body><article>
<h1>Launch &lt;script&gt;alert(1)&lt;/script&gt;</h1>
<p>20 May 2026</p>
<p>Veldania fired two Skarn-5 missiles from Sunder Flats on Monday, the Federal Joint Staff said.
A note read &lt;script&gt;alert('planted')&lt;/script&gt; and nobody knew why it had been sent.</p>
<p>Analysts said the launch was meant to answer the exercise &lt;img src=x onerror=alert(3)&gt;
that began a week before, and that another launch is likely before the end of the year.</p>
</article></body></html>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the sites of the tests are made from."""

    pack: Pack
    record: Path
    cache: Path


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The made-up theatre's record with its journal; not to be written to."""
    folder = tmp_path_factory.mktemp("serve")
    pack, place, cache = load_pack(LUMEN), folder / "record.sqlite", folder / "cache"
    hostile = folder / "hostile.html"
    hostile.write_text(HOSTILE)
    update([*sample_reports(pack), hostile], theatre=LUMEN, record=place, cache=cache, seed=1)
    _dispute(place, pack)
    record = Record.open(place, pack, create=False)
    kept_results(record, pack, seed=1, permutations=49)
    _forecast(record, pack, date(2026, 5, 20))
    return Made(pack=pack, record=place, cache=cache)


@pytest.fixture(scope="session")
def settings(made: Made) -> SiteSettings:
    """The settings of a site that only shows."""
    return SiteSettings(pack=made.pack, record=made.record, cache=made.cache)


@pytest.fixture(scope="session")
def app(settings: SiteSettings) -> FastAPI:
    """The application of that site."""
    return create_app(settings)


@pytest.fixture(scope="session")
def client(app: FastAPI) -> Iterator[TestClient]:
    """Asks that application without a network."""
    with TestClient(app, raise_server_exceptions=False) as asking:
        yield asking


@pytest.fixture(scope="session")
def korea(made: Made) -> Iterator[TestClient]:
    """Asks a site of the Korean theatre's own tables."""
    asked = SiteSettings(pack=load_pack("korea"), cache=made.cache)
    with TestClient(create_app(asked), raise_server_exceptions=False) as asking:
        yield asking


@pytest.fixture
def reviewed(made: Made, tmp_path: Path) -> Iterator[TestClient]:
    """Asks a site on which somebody may rule, with a record of its own."""
    place = tmp_path / "record.sqlite"
    shutil.copyfile(made.record, place)
    asked = SiteSettings(pack=made.pack, record=place, cache=made.cache, access=Access(token=TOKEN))
    with TestClient(create_app(asked), raise_server_exceptions=False) as asking:
        yield asking


def _dispute(place: Path, pack: Pack) -> None:
    """Another origin that denies the last launch of the tables."""
    record = Record.open(place, pack, create=False)
    report = next(one for one in record.reports() if "Skarn-5" in one.text)
    start = report.text.index("nobody knew")
    anchor = TextAnchor(report.id, start, start + 11)
    told: dict[str, Content] = {
        "actors": ("VEL",),
        "date": one_day(date(2026, 5, 18)),
        "weapon": "tarn-3-kelo-2",
        "count": 4,
        "place": "sunder-flats",
    }
    values = {
        slot: Value(value=one, origin="mar-mod", evidence=(anchor,)) for slot, one in told.items()
    }
    seen = Observation(
        id="o-other", anchor=anchor, kind="launch", grain="volley", values=values, status="denied",
        known=date(2026, 5, 19), known_basis="published", coder="c", pack="p",
    )  # fmt: skip
    record.add(Batch(observations=(seen,)))
    record.derive()


def _forecast(record: Record, pack: Pack, day: date) -> None:
    chances = standing(record, pack, as_of=day)
    counts, waits = numbers(record, pack, as_of=day, seed=1)
    questions = load_questions(pack)
    for entry in entries_of(chances, counts, waits, questions, pack=pack.id, seed=1, issued=False):
        record.journal.append(entry)
