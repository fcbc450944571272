"""The sample reports are read whole, with the day their names state, and are no copies."""

from pathlib import Path

import pytest

from standoff.model import Report
from standoff.reports import read_path

REPO = Path(__file__).parents[2]
KOREA = REPO / "src/standoff/theatres/korea/reports"
LUMEN = REPO / "tests/theatres/lumen/reports"
SAMPLES = [
    path for path in (*sorted(KOREA.iterdir()), *sorted(LUMEN.iterdir())) if path.suffix != ".md"
]


def _only_report(path: Path) -> Report:
    (report,) = [item for item in read_path(path) if isinstance(item, Report)]
    return report


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_each_is_one_report_of_its_day(path: Path) -> None:
    report = _only_report(path)
    assert report.published is not None and report.published.basis == "stated"
    assert str(report.published.first) in path.name
    assert 150 <= len(report.text.split()) <= 450 or "state-media" in path.name
    assert report.title and "Published" not in report.title


def test_the_saved_page_gives_its_text_without_furniture() -> None:
    text = _only_report(KOREA / "2022-11-29-think-tank-note.html").text
    assert "On October 4 a missile of intermediate range" in text
    assert not any(
        word in text for word in ("newsletter", "Most read", "Donate", "Support our work")
    )


def test_the_readme_lists_every_sample() -> None:
    readme = (KOREA / "README.md").read_text(encoding="utf-8")
    names = [path.name for path in KOREA.iterdir() if path.suffix != ".md"]
    assert len(names) == 5
    assert all(name in readme for name in names)


def test_no_sample_is_a_copy_of_the_real_reports() -> None:
    shared = REPO.parent / "shared/reports"
    if not shared.is_dir():
        pytest.skip("../shared is not here, so there is nothing to compare with")
    real = " ".join(path.read_text(encoding="utf-8") for path in shared.glob("*.txt")).split()
    runs = {" ".join(real[i : i + 7]).lower() for i in range(len(real) - 6)}
    for path in SAMPLES:
        words = path.read_text(encoding="utf-8").lower().split()
        shared_runs = {" ".join(words[i : i + 7]) for i in range(len(words) - 6)} & runs
        assert not shared_runs, path.name
