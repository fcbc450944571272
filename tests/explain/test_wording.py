from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest

from standoff.explain import Estimate, Result, describe, load_hypotheses, standing
from standoff.explain.lint import overclaims
from standoff.explain.phrases import FINDINGS, NOT_SAID
from standoff.explain.specification import ImplicationKind, Rival, Scope
from standoff.explain.verdict import Baseline, Bin, Clustering, Verdict
from standoff.packs import load_pack

BINS = (Bin(name="14 to 1 days before", days=20, observed=3, expected=1.2),)
CLUSTERING = Clustering(
    baselines=(
        Baseline(name="year", branching=0.3, half_life_days=7, likelihood_ratio=20, p_value=0.01),
    ),
    corrected=0.35,
    interval=(0.2, 0.5),
    cox_deviation=0.8,
    cox_half_life_days=8,
    cox_p=0.2,
    cox_p_interval=(0.15, 0.26),
    cox_gain=-1.5,
    cox_gain_error=0.5,
    ks_p=0.4,
    lag_p=0.6,
    exploded_share=0.0,
)


def result(**changes: Any) -> Result:
    base: dict[str, Any] = {field.name: None for field in fields(Result)}
    base |= {
        "hypothesis": "h", "implication": "i", "aim": "leverage", "kind": "exposure",
        "statement": "Rarer while talks are under way.", "sign": "lower", "verdict": "present",
        "reason": "the interval says so", "effect": -0.5, "interval": (-0.9, -0.1), "observed": 3,
        "expected": 6.4, "events": 40, "informative_years": 6, "coverage_share": 0.9,
        "first": date(2001, 1, 1), "last": date(2020, 12, 31), "years": (), "sensitivities": (),
        "bounds": (Estimate(name="all", effect=None, interval=None, gate="too few"),),
        "influence": (Estimate(name="2001", effect=-0.4, interval=None),), "bins": BINS,
        "moved_before": (), "undated_events": 2, "family": "main",
        "rivals": (Rival(aim="refusal", statement="Pressure rests."),), "scope": "habit",
        "known_before": True, "written": date(2026, 1, 1), "core": True, "evidence": (),
        "as_of": date(2026, 1, 2),
    }  # fmt: skip
    return Result(**(base | changes))


def every_result() -> Iterator[Result]:
    for verdict, kind, sign, scope in product(
        get_args(Verdict), get_args(ImplicationKind), ("higher", "lower"), get_args(Scope)
    ):
        tested = verdict != "untestable"
        yield result(
            verdict=verdict,
            kind=kind,
            sign=sign,
            scope=scope,
            effect=-0.5 if tested else None,
            interval=(-0.9, -0.1) if tested else None,
            clustering=CLUSTERING if tested and kind == "excitation" else None,
        )


def test_every_verdict_of_every_kind_has_words() -> None:
    keys = set(product(get_args(Verdict), get_args(ImplicationKind)))
    assert set(FINDINGS) == set(NOT_SAID) == keys


@pytest.mark.parametrize(
    "one", list(every_result()), ids=lambda r: f"{r.verdict}-{r.kind}-{r.sign}-{r.scope}"
)
def test_no_sentence_claims_more_than_the_test(one: Result) -> None:
    wording = describe(one)
    assert wording.not_said in wording.sentences()
    assert len(wording.rivals) == 1
    for sentence in (*wording.sentences(), *wording.bounds, *wording.details):
        assert not list(overclaims(sentence)), sentence
        assert "{" not in sentence and sentence.endswith(".")


def test_the_bundled_statements_name_patterns_not_motives() -> None:
    lumen = Path(__file__).parents[1] / "theatres" / "lumen"
    for theatre in ("korea", lumen):
        for hypothesis in load_hypotheses(load_pack(theatre)):
            for implication in hypothesis.implications:
                texts = [implication.statement, *(rival.statement for rival in implication.rivals)]
                assert not [text for text in texts if list(overclaims(text))]


def test_effect_in_plain_words_with_its_interval() -> None:
    wording = describe(result())
    assert wording.effect == (
        "It is 0.61 times as frequent on such days as on other days of the same year "
        "(95% interval 0.41 to 0.90; 1 is no difference)."
    )
    assert wording.known_before is not None and "2026-01-01" in wording.known_before
    assert describe(result(known_before=False)).known_before is None


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["present", "present"], "borne out so far"),
        (["present", "absent"], "at odds with the record"),
        (["present", "unclear"], "open"),
        (["present", "untestable"], "open"),
        (["untestable"], "untestable"),
        ([], "untestable"),
    ],
)
def test_standing_of_a_reading(verdicts: list[str], expected: str) -> None:
    assert standing([result(verdict=one) for one in verdicts]) == expected


def test_results_become_plain_values() -> None:
    plain = result().to_json()
    assert plain["first"] == "2001-01-01"
    assert plain["rivals"] == [{"aim": "refusal", "statement": "Pressure rests."}]
    assert plain["bounds"][0]["gate"] == "too few"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("This proves that talks follow.", "claims proof (proves)"),
        ("Launches stop because there are talks.", "claims a cause (because)"),
        ("The pattern is in the record: it wants talks.", "names a motive (wants)"),
        ("Tests are meant to bring talks.", "names a motive (are meant to)"),
        ("The difference is significant.", "speaks of significance (significan)"),
        ("A launch is likely (high confidence).", "puts likelihood and confidence"),
    ],
)
def test_the_lint_refuses(text: str, reason: str) -> None:
    (found,) = overclaims(text)
    assert found.startswith(reason)


def test_the_lint_lets_likelihood_and_confidence_stand_apart() -> None:
    assert not list(overclaims("A launch is likely. Confidence in this is low."))


def test_a_result_whose_days_before_move_claims_no_order() -> None:
    wording = describe(result(moved_before=("14 to 1 days before",)))
    assert wording.moved is not None and "14 to 1 days before" in wording.moved
    assert wording.moved in wording.sentences()
    assert describe(result()).moved is None


def test_details_name_the_year_that_matters_and_what_has_no_day() -> None:
    details = " ".join(describe(result()).details)
    assert "without 2001" in details and "no day of their own: 2" in details
    assert "14 to 1 days before: 3 on 20 days, 1.2 expected." in details
