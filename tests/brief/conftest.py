"""Hand-made material from the made-up theatre: one report whose words every anchor points to."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.brief import Material
from standoff.dates import one_day
from standoff.explain import Result, load_hypotheses, run_all
from standoff.forecast import Forecast, standing
from standoff.ingest import base_record
from standoff.model import (
    Claim,
    Coding,
    Event,
    Issue,
    Observation,
    Query,
    Report,
    Terms,
    TextAnchor,
    Value,
)
from standoff.packs import Pack, load_pack
from standoff.record import Record

LUMEN = Path(__file__).parents[1] / "theatres/lumen"
AS_OF = date(2026, 6, 30)
TEXT = (
    "Veldania fired a Skarn-5 missile of intermediate range on 18 May. "
    "State News called it a success and a warning. "
    "Analysts say the launch is meant to bring the envoys back. "
    "Dr. Ada Quill denies that talks are the point. "
    "Quill expects another launch before 2027 <b>&</b> more."
)


def span(words: str, report: str = "r1") -> TextAnchor:
    start = TEXT.index(words)
    return TextAnchor(report, start, start + len(words))


def make_report(**changes: Any) -> Report:
    known: dict[str, Any] = {
        "id": "r1",
        "source": "Strait Wire",
        "url": "https://strait.example/1",
        "published": one_day(date(2026, 5, 20)),
        "title": "Veldania <fires>",
        "text": TEXT,
        "text_sha": "0" * 64,
        "raw_sha": "0" * 64,
        "reader": "text 1",
        "marks": ("machine_written",),
    }
    return Report(**{**known, **changes})


def make_claim(kind: str, words: str, **changes: Any) -> Claim:
    known: dict[str, Any] = {
        "id": f"c-{words}",
        "holder": None,
        "kind": kind,
        "anchors": (span(words),),
        "known": date(2026, 5, 20),
    }
    return Claim(**{**known, **changes})


CLAIMS = (
    make_claim(
        "explanation",
        "a success and a warning",
        holder="vsn",
        aims=("intimidation",),
        aim_of="VEL",
        stated=True,
    ),
    make_claim("explanation", "bring the envoys back", role="analysts", aims=("leverage",)),
    make_claim(
        "explanation",
        "talks are the point",
        holder="Ada Quill",
        aims=("leverage",),
        stance="denies",
    ),
    make_claim(
        "prediction",
        "another launch before 2027",
        holder="Ada Quill",
        terms=Terms(
            query=Query(kind="launch", actor="VEL"),
            closes=date(2026, 12, 31),
            wording="expects",
            band=(0.55, 0.8),
        ),
    ),
    make_claim("recommendation", "envoys", holder="Ada Quill"),
)


def make_observation(**changes: Any) -> Observation:
    def value(content: Any, words: str, origin: str) -> Value:
        return Value(value=content, origin=origin, evidence=(span(words),))

    outlet = "outlet:Strait Wire"
    known: dict[str, Any] = {
        "id": "o1",
        "anchor": span("fired a Skarn-5 missile"),
        "kind": "launch",
        "grain": "volley",
        "values": {
            "actors": value(("VEL",), "Veldania", outlet),
            "date": value(one_day(date(2026, 5, 18)), "18 May", outlet),
            "class": value("IRBM", "intermediate range", outlet),
            "weapon": value("skarn-5", "Skarn-5", outlet),
            "count": value(1, "a Skarn-5", outlet),
        },
        "known": date(2026, 5, 20),
        "known_basis": "published",
        "coder": "hand-1",
        "pack": "lumen",
    }
    return Observation(**{**known, **changes})


def event_of(one: Observation, **changes: Any) -> Event:
    """The event that an observation alone makes."""
    known: dict[str, Any] = {
        "id": f"e-{one.id}",
        "kind": one.kind,
        "grain": one.grain,
        "status": one.status,
        "values": {slot: (value,) for slot, value in one.values.items()},
        "observations": (one.id,),
        "anchors": (one.anchor,),
        "origins": tuple(dict.fromkeys(value.origin for value in one.values.values())),
        "verified": False,
        "known": one.known,
    }
    return Event(**{**known, **changes})


@pytest.fixture(scope="session")
def lumen() -> Pack:
    return load_pack(LUMEN)


@pytest.fixture(scope="session")
def record(lumen: Pack, tmp_path_factory: pytest.TempPathFactory) -> Record:
    return base_record(lumen, cache=tmp_path_factory.mktemp("base")).as_of(AS_OF)


@pytest.fixture(scope="session")
def results(lumen: Pack, record: Record) -> tuple[Result, ...]:
    return run_all(record, lumen, seed=1, as_of=AS_OF, permutations=199)


@pytest.fixture(scope="session")
def forecasts(lumen: Pack, record: Record) -> tuple[Forecast, ...]:
    return standing(record, lumen, as_of=AS_OF)


MaterialMaker = Callable[..., Material]


@pytest.fixture(scope="session")
def make_material(
    lumen: Pack, record: Record, results: tuple[Result, ...], forecasts: tuple[Forecast, ...]
) -> MaterialMaker:
    def make(**changes: Any) -> Material:
        observed = make_observation()
        coding = Coding(
            report="r1", coder="hand-1", observations=(observed,), claims=CLAIMS, issues=()
        )
        known: dict[str, Any] = {
            "pack": lumen,
            "record": record,
            "facts": record,
            "reports": (make_report(),),
            "codings": (coding,),
            "events": (event_of(observed),),
            "news": frozenset({"e-o1"}),
            "claims": CLAIMS,
            "hypotheses": load_hypotheses(lumen),
            "results": results,
            "forecasts": forecasts,
            "tracked": (),
            "issues": (Issue(code="no_actor", detail="by nobody", locator="a/b.txt"),),
            "as_of": AS_OF,
            "made_at": "2026-07-01T09:00:00+00:00",
            "seed": 1,
        }
        return Material(**{**known, **changes})

    return make


@pytest.fixture(scope="session")
def material(make_material: MaterialMaker) -> Material:
    return make_material()


@pytest.fixture(scope="session")
def bare(make_material: MaterialMaker) -> Material:
    """Material with nothing in it but the theatre."""
    empty: dict[str, Any] = dict.fromkeys(
        ("reports", "codings", "events", "claims", "results", "forecasts", "tracked", "issues"), ()
    )
    return make_material(**empty, hypotheses=(), news=frozenset())
