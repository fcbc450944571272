"""Negate, redate, rename or delete a sentence, and the coding follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from standoff.coding import check_patterns, code, undated_events
from standoff.dates import When, parse_iso
from standoff.model import Observation, Report
from standoff.packs import Pack, load_pack

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
LAUNCH = "Veldania fired two Skarn-5 missiles from Sunder Flats on Monday."
REST = "They flew 2,900 km, the Federal Joint Staff said. Orsk condemned the launch on Tuesday."


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(LUMEN)


def make_report(text: str, published: str | None = "2026-05-20", language: str = "en") -> Report:
    return Report(
        id="r1",
        source="test",
        url=None,
        published=parse_iso(published) if published else None,
        title="",
        text=text,
        text_sha="",
        raw_sha="",
        reader="test",
        language=language,
    )


def observations(text: str, pack: Pack, published: str | None = "2026-05-20") -> list[Observation]:
    return [*code(make_report(text, published), pack).observations]


def launches(text: str, pack: Pack) -> list[Observation]:
    return [one for one in observations(text, pack) if one.kind == "launch"]


def test_tells_all_of_it_once(pack: Pack) -> None:
    (one,) = launches(f"{LAUNCH} {REST}", pack)
    when = one.get("date")
    assert isinstance(when, When)
    assert when.day == parse_iso("2026-05-18").day
    assert (one.get("weapon"), one.get("class"), one.get("count")) == ("skarn-5", "IRBM", 2)
    assert one.get("distance_km") == 2900
    assert one.get("place") is not None


def test_a_deleted_sentence_is_gone(pack: Pack) -> None:
    assert launches("Orsk waited.", pack) == []


@pytest.mark.parametrize(
    "text",
    [
        "Veldania did not fire two Skarn-5 missiles on Monday.",
        "Veldania has never fired a Skarn-5 missile.",
        "If Veldania fires two Skarn-5 missiles, Orsk will answer.",
        "Veldania could fire two Skarn-5 missiles this month.",
        "Veldania has refrained from firing Skarn-5 missiles.",
    ],
)
def test_what_did_not_happen_is_not_coded(text: str, pack: Pack) -> None:
    assert launches(text, pack) == []


def test_a_denial_is_kept_as_one(pack: Pack) -> None:
    text = "Veldania denied that it had fired two Skarn-5 missiles on Monday."
    assert [one.status for one in launches(text, pack)] == ["denied"]


def test_another_weekday_is_another_day(pack: Pack) -> None:
    first, second = (
        launches(LAUNCH.replace("Monday", day), pack)[0] for day in ("Monday", "Friday")
    )
    assert first.get("date").day != second.get("date").day


def test_another_actor_is_another_actor(pack: Pack) -> None:
    (one,) = launches(LAUNCH.replace("Veldania", "Maristan"), pack)
    assert one.get("actors") == ("MAR",)


def test_an_unknown_actor_is_none(pack: Pack) -> None:
    assert launches("Brazil fired two ballistic missiles on Monday.", pack) == []


def test_who_says_so_is_the_origin(pack: Pack) -> None:
    (one,) = launches(f"{LAUNCH} {REST}", pack)
    assert one.values["count"].origin == "outlet:test"
    (told,) = launches("Veldania fired a Tarn-3 on Monday, the Federal Joint Staff said.", pack)
    assert told.values["weapon"].origin == "ors-joint-staff"


def test_the_day_of_telling_is_not_the_day_of_the_act(pack: Pack) -> None:
    (one,) = launches("VSN announced on Tuesday that a Tarn-3 had been tested on Monday.", pack)
    assert one.get("date").day == parse_iso("2026-05-18").day
    assert one.get("announced").day == parse_iso("2026-05-19").day


def test_without_a_day_of_publication_nothing_is_dated_by_default(pack: Pack) -> None:
    (one,) = [o for o in observations(LAUNCH, pack, None) if o.kind == "launch"]
    assert one.get("date") is None
    (undated,) = undated_events(make_report(LAUNCH, None), pack)
    assert undated.mention.needs == "publication"


def test_machine_coded_observations_enter_no_test(pack: Pack) -> None:
    assert not any(one.verified for one in observations(LAUNCH, pack))


def test_another_language_is_stored_unread(pack: Pack) -> None:
    coding = code(make_report(LAUNCH, language="fr"), pack)
    assert coding.observations == ()
    assert [issue.code for issue in coding.issues] == ["unread_language"]


def test_every_pattern_matches_its_yes_and_not_its_no_sentences() -> None:
    assert check_patterns(load_pack("korea").language) == ()
