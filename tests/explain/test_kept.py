"""Results in the journal and on the command line, on the made-up theatre."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.cli.app import main
from standoff.cli.explain_page import explain_page
from standoff.cli.explain_text import explain_lines
from standoff.explain import (
    Hypothesis,
    Result,
    from_json,
    kept_results,
    load_hypotheses,
    primary_results,
    run_all,
)
from standoff.packs import Pack
from standoff.record import Record

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
DAY = date(2026, 8, 1)
DRAWS = 199


@pytest.fixture(scope="module")
def results(record: Record, lumen: Pack) -> tuple[Result, ...]:
    return kept_results(record, lumen, seed=1, as_of=DAY, permutations=DRAWS)


def test_results_are_kept_once_with_what_makes_them_again(
    record: Record, lumen: Pack, results: tuple[Result, ...]
) -> None:
    entries = list(record.journal.entries("result"))
    assert [one.key for one in entries] == [one.key for one in results]
    for entry, result in zip(entries, results, strict=True):
        assert entry.record_version == record.version and entry.seed == 1
        assert entry.pack == lumen.digest and entry.as_of == DAY
        assert entry.body["file_hash"] == result.file_hash
        assert entry.body["options"] == {"permutations": DRAWS, "detail": True}
        assert from_json(entry.body["result"]) == result


def test_what_was_made_alike_is_not_made_again(
    record: Record, lumen: Pack, results: tuple[Result, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("tested again")

    monkeypatch.setattr("standoff.explain.kept.run_all", refuse)
    again = kept_results(record, lumen, seed=1, as_of=DAY, permutations=DRAWS)
    assert again == results
    with pytest.raises(AssertionError, match="tested again"):
        kept_results(record, lumen, seed=2, as_of=DAY, permutations=DRAWS)
    with pytest.raises(AssertionError, match="tested again"):
        kept_results(record, lumen, seed=1, as_of=DAY, permutations=DRAWS, fresh=True)
    monkeypatch.setattr("standoff.explain.kept.source_digest", lambda: "other code")
    with pytest.raises(AssertionError, match="tested again"):
        kept_results(record, lumen, seed=1, as_of=DAY, permutations=DRAWS)


def _in_its_own_family(one: Hypothesis) -> Hypothesis:
    tests = tuple(test.model_copy(update={"family": one.id}) for test in one.implications)
    return one.model_copy(update={"implications": tests})


def test_only_families_that_lack_a_result_are_tested(
    record: Record, lumen: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hypotheses = tuple(map(_in_its_own_family, load_hypotheses(lumen)))
    journal = Record.open(tmp_path / "journal.sqlite", lumen).journal
    tested: list[object] = []

    def counted(*given: Any, **asked: Any) -> tuple[Result, ...]:
        tested.append(asked["only"])
        return run_all(*given, **asked)

    def results(only: set[str]) -> tuple[Result, ...]:
        asked: dict[str, Any] = {"as_of": DAY, "seed": 1, "journal": journal}
        return primary_results(record, lumen, hypotheses, only=only, **asked)

    monkeypatch.setattr("standoff.explain.kept.run_all", counted)
    first = results({"answer-act"})
    every = results({one.id for one in hypotheses})
    assert [one.hypothesis for one in every] == ["answer-act", "leverage", "leverage"]
    assert every[:1] == first
    assert results({one.id for one in hypotheses}) == every
    assert tested == [{"answer-act"}, {"leverage"}]
    assert not any(one.curve or one.sensitivities for one in every)


def test_the_text_and_the_page_tell_each_result_with_its_limits(
    lumen: Pack, results: tuple[Result, ...]
) -> None:
    chosen = load_hypotheses(lumen)
    text = " ".join("".join(explain_lines(chosen, results, aims=None)).split())
    page = "".join(explain_page(chosen, results, aims={"leverage": ["A. Nalist"]}))
    for result in results:
        assert result.statement in page
        assert f"{result.key}: {result.verdict.upper()}" in text
    assert "Untestable: No table of this theatre holds acts of recognition." in text
    assert "It does not say" in text and "Would leave the same pattern" in text
    assert (
        page.count("<svg") >= 4
        and "A. Nalist" in page
        and "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    )


def told(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    code = main(["explain", *words, "--theatre", str(LUMEN), "--as-of", "2026-08-01"])
    shown = capsys.readouterr()
    assert code == 0, shown.err
    return shown.out


def test_the_command_tells_one_hypothesis_and_the_readings_of_a_report(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told(capsys, "status").startswith("STATUS: ")
    listed = json.loads(told(capsys, "refusal", "--format", "json"))
    assert [one["hypothesis"] for one in listed] == ["leverage"]
    report = tmp_path / "report.txt"
    report.write_text("The ministry opened a school on Monday.\n")
    out = told(capsys, "--report", str(report), "--published", "2026-07-01")
    assert out == "The report gives no reading of why anybody acts.\n"
    assert main(["explain", "nonsense", "--theatre", str(LUMEN)]) == 2
    assert "there are: answer-act, leverage" in capsys.readouterr().err
    assert main(["explain", "leverage", "--all", "--theatre", str(LUMEN)]) == 2
