"""Every sentence hangs on its evidence: without it there is none, and against it another."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from standoff.brief import Brief, Material, Prospect, Test, Words, write
from standoff.brief.desk import Desk
from standoff.brief.wording import phrases
from standoff.errors import InputError
from standoff.model import Claim, Status, TextAnchor

Changed = dict[str, Any]
Make = Callable[..., Material]


@pytest.fixture(scope="module")
def whole(material: Material) -> Brief:
    return write(material)


def of_sort(sort: type) -> Callable[[Any], bool]:
    """Whether evidence is of a sort."""
    return lambda one: isinstance(one, sort)


def resting(brief: Brief, on: Callable[[Any], bool]) -> set[str]:
    """The sentences that rest on nothing but such evidence."""
    return {one.text for one in brief.sentences() if all(map(on, one.evidence))}


def words_of(claim: Claim) -> Callable[[Any], bool]:
    spans = {(one.start, one.end) for one in claim.anchors if isinstance(one, TextAnchor)}
    return lambda one: isinstance(one, Words) and (one.start, one.end) in spans


def test_a_sentence_without_evidence_cannot_be_written(material: Material) -> None:
    desk = Desk(material, phrases("en"))
    for key in ("events.new", "readings.not_run", "tempo.none"):
        with pytest.raises(InputError, match="needs evidence"):
            desk.say(key, ())


def test_a_claim_whose_words_are_nowhere_stops_the_brief(make_material: Make) -> None:
    """Rather none than one that nobody could check."""
    lost = make_material().claims[-1]
    lost = replace(lost, anchors=(TextAnchor("no such report", 0, 5),))
    with pytest.raises(InputError, match="needs evidence"):
        write(make_material(claims=(lost,)))


@pytest.mark.parametrize("place", range(5))
def test_what_rests_on_a_claim_goes_with_it(
    make_material: Make, material: Material, whole: Brief, place: int
) -> None:
    claim = material.claims[place]
    said = resting(whole, words_of(claim))
    others = tuple(one for one in material.claims if one is not claim)
    left = write(make_material(claims=others))
    assert said
    assert not said & {one.text for one in left.sentences()}


@pytest.mark.parametrize("place", range(5))
def test_a_claim_turned_round_reads_otherwise(
    make_material: Make, material: Material, whole: Brief, place: int
) -> None:
    claim = material.claims[place]
    turned = replace(claim, stance="asserts" if claim.stance == "denies" else "denies")
    claims = tuple(turned if one is claim else one for one in material.claims)
    quoting = words_of(claim)
    before, after = (
        [one.text for one in brief.sentences() if any(map(quoting, one.evidence))]
        for brief in (whole, write(make_material(claims=claims)))
    )
    assert before != after and after


def test_tests_and_forecasts_go_with_what_they_say(
    make_material: Make, material: Material, whole: Brief
) -> None:
    measured: Changed = {
        "results": tuple(replace(one, verdict="absent") for one in material.results),
        "forecasts": tuple(replace(one, probability=0.5) for one in material.forecasts),
    }
    for name, sort in (("results", Test), ("forecasts", Prospect)):
        said = resting(whole, of_sort(sort))
        without = resting(write(make_material(**{name: ()})), lambda _: True)
        turned = resting(write(make_material(**{name: measured[name]})), lambda _: True)
        assert said
        kept = {text for text in said & without if not text.startswith("Cannot be tested")}
        assert not kept
        assert not said <= turned


@pytest.mark.parametrize("status", ["denied", "cancelled", "failed", "suspected", "planned"])
def test_an_event_that_did_not_happen_so_is_not_told_so(
    make_material: Make, material: Material, whole: Brief, status: Status
) -> None:
    (event,) = material.events
    (told, *_) = [one.text for one in whole.sentences() if "launched one" in one.text]
    turned = write(make_material(events=(replace(event, status=status),)))
    assert told not in {one.text for one in turned.sentences()}
