"""Claims in whole reports: the samples that ship, the made-up theatre's, and two real ones."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from standoff.coding.claims import find_claims
from standoff.coding.document import read_document
from standoff.coding.patterns import grammar
from standoff.model import Claim, Issue, Report, TextAnchor
from standoff.packs import Pack, load_pack
from standoff.reports.read import read_path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
KOREA = ROOT / "src" / "standoff" / "theatres" / "korea" / "reports"
LUMEN = HERE.parent / "theatres" / "lumen"
SHARED = ROOT.parent / "shared" / "reports"


@pytest.fixture(scope="module")
def korea() -> Pack:
    return load_pack("korea")


@pytest.fixture(scope="module")
def lumen() -> Pack:
    return load_pack(LUMEN)


def found_in(path: Path, pack: Pack) -> tuple[list[Claim], list[Issue]]:
    if not path.is_file():
        pytest.skip(f"shared: {path.name} is not here")
    (report,) = [one for one in read_path(path) if isinstance(one, Report)]
    found = list(find_claims(read_document(report, pack), grammar(pack.language)))
    for claim in found:
        assert isinstance(claim, Issue) or all(
            isinstance(a, TextAnchor) and report.text[a.start : a.end].strip()
            for a in claim.anchors
        )
    claims = [one for one in found if isinstance(one, Claim)]
    return claims, [one for one in found if isinstance(one, Issue)]


def of(claims: Sequence[Claim], holder: str | None, kind: str, role: str | None = None) -> Claim:
    fits = [c for c in claims if (c.holder, c.kind) == (holder, kind)]
    fits = [c for c in fits if role is None or c.role == role]
    assert fits, [(c.holder, c.role, c.kind, c.aims) for c in claims]
    return fits[0]


def aims_of(claims: Sequence[Claim], holder: str | None, role: str | None = None) -> set[str]:
    held = [c for c in claims if c.holder == holder and (role is None or c.role == role)]
    return {aim for c in held for aim in c.aims if c.stance == "asserts"}


def test_wire_story(korea: Pack) -> None:
    claims, _ = found_in(KOREA / "2026-08-21-wire-summer-drill.txt", korea)
    han = of(claims, "Han Mi-rae", "explanation")
    assert (han.role, han.organisation) == ("senior fellow", "Halla Policy Forum")
    assert han.aims == ("answer_act",)
    assert han.quoted
    assert "leverage" in aims_of(claims, "Daniel Orrey")
    assert "Harbour Ledger" in of(claims, "Daniel Orrey", "explanation").via
    assert "expand_arsenal" in aims_of(claims, None, "former negotiator")
    terms = of(claims, "Han Mi-rae", "prediction").terms
    assert terms is not None
    assert terms.query is not None
    assert (terms.query.kind, terms.query.actor) == ("launch", "PRK")
    assert terms.band == (0.8, 0.95)
    assert terms.closes == date(2026, 8, 27)
    assert of(claims, "Daniel Orrey", "prediction").terms.band is None  # type: ignore[union-attr]


def test_analysis_with_forecasts_of_its_author(korea: Pack) -> None:
    claims, _ = found_in(KOREA / "2024-11-08-analysis-what-next.txt", korea)
    assert aims_of(claims, None, "analysts") == {"rival_calendar"}
    assert of(claims, None, "explanation", "analysts").via == ("Quayside Review",)
    assert "develop_verify" in aims_of(claims, "Lena Sorokin-Baek")
    terms = [c.terms for c in claims if c.holder == "Tomasz Wieland-Oh" and c.terms]
    bands = {t.query.kind: t.band for t in terms if t.query}
    assert bands == {"nuclear_test": (0.05, 0.05), "launch": (0.7, 0.7), "talks": None}
    nuclear = next(t for t in terms if t.query and t.query.kind == "nuclear_test")
    assert nuclear.closes == date(2025, 1, 19)


def test_interview_by_labels(korea: Pack) -> None:
    claims, _ = found_in(KOREA / "2023-07-21-interview-hwasong-18.txt", korea)
    guest = [c for c in claims if c.holder == "Peter Lindqvist-Amari"]
    assert any(c.aims == ("answer_act",) and c.stance == "denies" for c in guest)
    assert any(c.terms and c.terms.band == (0.95, 0.99) for c in guest)
    assert of(claims, "Ines Tabor", "explanation").aims == ("leverage",)
    assert aims_of(claims, None, "analysts") == {"leverage"}


def test_interview_by_quoted_answers(lumen: Pack) -> None:
    claims, _ = found_in(LUMEN / "reports" / "interview-2024-12-18.txt", lumen)
    assert aims_of(claims, "Anselm D. Kuiper") >= {"answer_act", "status_recognition"}
    assert of(claims, "Anselm D. Kuiper", "recommendation").organisation == "Quill University"


def test_state_media_speak_of_their_own_side(korea: Pack, lumen: Pack) -> None:
    claims, _ = found_in(KOREA / "2024-09-19-state-media-two-tests.txt", korea)
    kim = of(claims, "prk-kim-jong-un", "explanation")
    assert kim.stated
    assert kim.aims == ("deterrence_defence",)
    assert of(claims, "prk-kcna", "explanation").stated
    claims, _ = found_in(LUMEN / "reports" / "state-media-2025-07-10.txt", lumen)
    assert set(of(claims, "vel-vsn", "explanation").aims) == {"training", "intimidation"}
    assert of(claims, "vel-osric-tallan-vey", "position").aim_of is None


def test_two_holders_and_a_later_surname(lumen: Pack) -> None:
    claims, _ = found_in(LUMEN / "reports" / "wire-2026-05-20.txt", lumen)
    assert aims_of(claims, "Bettina Oyelaran") == {"leverage"}
    denied = [c for c in claims if c.holder == "Bettina Oyelaran" and c.stance == "denies"]
    assert [c.aims for c in denied] == [("answer_act",)]
    assert aims_of(claims, "Rurik Sandoval") == {"expand_arsenal"}
    assert of(claims, "Rurik Sandoval", "explanation").organisation == "Federal Staff College"
    terms = of(claims, "Bettina Oyelaran", "prediction").terms
    assert terms is not None
    assert terms.closes == date(2026, 12, 31)


def test_first_real_report(korea: Pack) -> None:
    claims, _ = found_in(SHARED / "000_18b986eb087a0ebd.txt", korea)
    assert "refusal" in aims_of(claims, None, "analysts")
    relayed = [c for c in claims if "expand_arsenal" in c.aims]
    assert [c.via for c in relayed] == [("South China Morning Post",)]
    lee = of(claims, "Lee Il-woo", "explanation")
    assert (lee.aims, lee.organisation) == (("show_of_force",), "Korea Defence Network")
    lim = [c for c in claims if c.holder == "Lim Eul-chul"]
    assert {c.organisation for c in lim} == {"Institute of Far Eastern Studies"}
    assert any(c.believer == "PRK" and c.kind == "assessment" and c.quoted for c in lim)
    assert len(lim) > 1
    kim = of(claims, "prk-kim-jong-un", "explanation")
    assert (kim.stated, kim.aims) == (True, ("deterrence_defence",))
    assert any(c.change and not c.attributed for c in claims)
    assert of(claims, "USA", "position").organisation is None
    campbell = of(claims, "usa-kurt-campbell", "recommendation")
    assert campbell.role == "Deputy Secretary of State"
    assert any("patron_cover" in c.conditions for c in claims)
    assert any(c.kind == "prediction" and c.role == "analysts" for c in claims)


def test_second_real_report(korea: Pack) -> None:
    claims, issues = found_in(SHARED / "002_49a5b1a61e64e7ef.txt", korea)
    experts = aims_of(claims, None, "experts")
    assert {"leverage", "aid", "intimidation", "divide_rivals"} <= experts
    kinds = {c.terms.query.kind: c.terms for c in claims if c.terms and c.terms.query}
    assert kinds["launch"].condition
    assert kinds["launch"].condition.startswith("until")
    assert kinds["nuclear_test"].wording == "may"
    assert all(terms.band is None and terms.closes is None for terms in kinds.values())
    assert any(c.kind == "prediction" and not c.attributed for c in claims)
    assert any(c.stance == "denies" and c.kind == "assessment" for c in claims)
    assert [issue.code for issue in issues] == ["name_corrected"]
    assert "Sung Kim" in issues[0].detail
