"""The made-up theatre loads from a folder outside the package and knows nothing Korean."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from standoff.errors import PackError
from standoff.explain.hypotheses import load_hypotheses
from standoff.forecast.questions import load_questions
from standoff.packs import Pack, load_pack, theatre_names

HERE = Path(__file__).parent
LUMEN = HERE / "lumen"


@pytest.fixture(scope="module")
def lumen() -> Pack:
    return load_pack(LUMEN)


def test_it_is_found_by_folder_and_by_name(lumen: Pack) -> None:
    assert "lumen" not in theatre_names()
    assert "lumen" in theatre_names(search=[HERE])
    assert load_pack("lumen", search=(HERE,)).id == lumen.id


def test_it_borrows_kinds_aims_and_language(lumen: Pack) -> None:
    assert not any((LUMEN / name).exists() for name in ("kinds.yml", "aims.yml", "language"))
    assert {"launch", "talks", "exercise"} <= set(lumen.kinds)
    assert {"leverage", "refusal"} <= set(lumen.aims)
    assert lumen.language.id == "en"


def test_sides_and_origins(lumen: Pack) -> None:
    assert lumen.state_of("vel-mirela-tallan-vey") == "VEL"
    assert lumen.origin_class("vsn", ("VEL",)) == "self_claimed"
    assert lumen.origin_class("fjs", ("VEL",)) == "measured"
    assert lumen.origin_class("strait-monitor", ("VEL",)) == "independent"


def test_the_tables_hold_what_the_end_to_end_run_counts_on(lumen: Pack) -> None:
    sizes = {name: len(table.rows) for name, table in lumen.tables.items()}
    assert {"launches": 64, "talks": 25, "exercises": 15, "sanctions": 7}.items() <= sizes.items()
    years = {row.fields["date"][:4] for row in lumen.tables["launches"].rows}
    assert min(years) == "1995" and max(years) == "2026"
    for table in lumen.tables.values():
        last = max(span.last for span in table.spec.coverage)
        assert all(date.fromisoformat(row.fields["date"]) <= last for row in table.rows)
        assert all(row.fields["source"] == "made up for the tests" for row in table.rows)


def test_hypotheses_and_questions_stand_on_it(lumen: Pack) -> None:
    assert [one.id for one in load_hypotheses(lumen)] == [
        "answer-act",
        "leverage",
        "refusal",
        "status",
    ]
    assert [one.id for one in load_questions(lumen)] == ["launch_day", "long_range_launch"]


def test_nothing_korean_in_any_file() -> None:
    korean = re.compile(r"korea|pyongyang|seoul|kim jong|hwasong|kcna|dprk", re.IGNORECASE)
    for path in LUMEN.rglob("*"):
        if path.is_file():
            assert not korean.search(path.read_text(encoding="utf-8")), path


def test_reports_carry_a_date_and_every_weapon_class_has_a_name(lumen: Pack) -> None:
    reports = sorted((LUMEN / "reports").glob("*.txt"))
    assert len(reports) == 3
    assert all(re.search(r"20\d\d", path.read_text(encoding="utf-8")[:200]) for path in reports)
    classes = {weapon.weapon_class for weapon in lumen.weapons.values()}
    assert {"SRBM", "IRBM", "ICBM", "LACM"} <= classes


def test_a_row_with_an_undeclared_weapon_is_refused_by_line(tmp_path: Path) -> None:
    for path in LUMEN.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(LUMEN)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    launches = tmp_path / "record" / "launches.csv"
    rows = list(csv.reader(launches.read_text(encoding="utf-8").splitlines()))
    rows[3][rows[0].index("weapon")] = "tarn-99"
    with launches.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    with pytest.raises(PackError, match=r"launches\.csv:4: weapon: 'tarn-99'"):
        load_pack(tmp_path)
