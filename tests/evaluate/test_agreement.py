"""Another coder, brought by an installed package, beside the grammar."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from standoff.cli.app import main
from standoff.coding import code
from standoff.coding.coders import find_coder
from standoff.dates import parse_iso
from standoff.errors import InputError
from standoff.evaluate.agreement import agreement
from standoff.model import Coding, Report
from standoff.packs import Pack, load_pack
from standoff.reports import read

HERE = Path(__file__).parent
LUMEN = HERE.parent / "theatres" / "lumen"
TOLD = (
    "Veldania launched two missiles on Tuesday. The Orsk Federation condemned the launch.\n"
    "Maristan did not fire a missile.\n"
)
QUIET = "Veldania and Maristan held talks in Drenn on Tuesday.\n"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on the path with a package of two entry points, as an installer leaves it."""
    shutil.copy(HERE / "keyword_coder.py", tmp_path)
    info = tmp_path / "keyword_coder-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: keyword-coder\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[standoff.coders]\nkeywords = keyword_coder:code\nbroken = keyword_coder:absent\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("STANDOFF_THEATRES", str(LUMEN.parent))
    monkeypatch.setenv("STANDOFF_THEATRE", "lumen")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def lumen() -> Pack:
    return load_pack(LUMEN)


def report(text: str) -> Report:
    (found,) = (one for one in read(text.encode(), locator="wire.txt") if isinstance(one, Report))
    return replace(found, published=parse_iso("2024-09-17"))


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


@pytest.mark.usefixtures("installed")
def test_what_only_one_coder_tells_lowers_the_agreement(lumen: Pack) -> None:
    found = agreement(
        [report(TOLD), report(QUIET)], lumen, first=code, second=find_coder("keywords"), rng=rng()
    )
    launches = found.event_kinds["launch"]
    # The grammar tells one launch; the words "did not fire a missile" mislead the other coder.
    assert (launches.gold, launches.told, launches.right) == (1, 2, 1)
    assert (found.event_kinds["talks"].gold, found.event_kinds["talks"].told) == (1, 0)
    assert found.events.f1.value is not None and 0 < found.events.f1.value < 1


def test_a_coder_agrees_with_itself_and_order_does_not_matter(lumen: Pack) -> None:
    def silent(one: Report, pack: Pack) -> Coding:
        return replace(code(one, pack), observations=(), claims=())

    reports = [report(TOLD), report(QUIET)]
    same = agreement(reports, lumen, first=code, second=code, rng=rng())
    assert same.events.f1.value == 1
    one = agreement(reports, lumen, first=code, second=silent, rng=rng())
    other = agreement(reports, lumen, first=silent, second=code, rng=rng())
    assert (one.events.gold, one.events.told) == (other.events.told, other.events.gold)


@pytest.mark.usefixtures("installed")
def test_unknown_and_broken_coders_are_named() -> None:
    with pytest.raises(InputError, match="no coder 'absent'; there are: grammar, broken, keywords"):
        find_coder("absent")
    with pytest.raises(InputError, match="the coder 'broken'"):
        find_coder("broken")


def test_the_commands_take_another_coder(
    installed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = installed / "wire.txt"
    path.write_text(TOLD, encoding="utf-8")
    words = ("code", str(path), "--published", "2024-09-17", "--format", "json")
    assert main((*words, "--coder", "keywords")) == 0
    coded = json.loads(capsys.readouterr().out)
    assert [event["actors"] for event in coded["events"]] == [["VEL"], ["MAR"]]
    assert main(("code", str(path), "--why", "--coder", "keywords")) == 2
    assert "leave --coder out" in capsys.readouterr().err
    compared = ("evaluate", "agreement", str(path), "--coder", "keywords", "--format", "json")
    assert main(compared) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["first"], told["second"], told["reports"]) == ("grammar", "keywords", 1)
    assert main(("evaluate", "coding", "--coder", "keywords")) == 0
    assert "launch" in capsys.readouterr().out
