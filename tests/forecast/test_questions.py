"""Questions load from data and are settled by rule: yes, no, not yet."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from standoff.dates import When, parse_iso
from standoff.errors import InputError, PackError
from standoff.forecast.questions import load_questions, put, question_of
from standoff.forecast.resolve import resolve
from standoff.model import Claim, Query, Question, Terms, TextAnchor
from standoff.packs import Pack


def asked(opens: date, closes: date, at_least: int = 1) -> Question:
    return Question(
        id="q",
        query=Query(kind="launch"),
        at_least=at_least,
        opens=opens,
        closes=closes,
        zone="UTC",
        origin="test",
    )


JUNE = asked(date(2020, 6, 1), date(2020, 6, 30))


def test_yes_as_soon_as_it_happens_even_if_the_window_is_still_open(record_of: Any) -> None:
    found = resolve(
        JUNE, record_of(date(2020, 5, 31), date(2020, 6, 10), through=date(2020, 6, 12))
    )
    assert (found.answer, found.counted, found.evidence) == ("yes", 1, ("2020-06-10",))


def test_no_only_when_the_whole_window_is_covered(record_of: Any) -> None:
    outside = (date(2020, 5, 31), date(2020, 7, 1))
    assert resolve(JUNE, record_of(*outside, through=date(2020, 7, 1))).answer == "no"
    early = resolve(JUNE, record_of(*outside, through=date(2020, 6, 29)))
    assert (early.answer, early.covered_through) == ("not yet", date(2020, 6, 29))


def test_a_hole_in_the_coverage_keeps_it_open(record_of: Any) -> None:
    found = resolve(JUNE, record_of(through=date(2020, 7, 1), holes=(date(2020, 6, 15),)))
    assert (found.answer, found.covered_through) == ("not yet", date(2020, 6, 14))
    nothing = resolve(JUNE, record_of(through=date(2020, 5, 1)))
    assert (nothing.answer, nothing.covered_through) == ("not yet", None)


def test_an_event_known_only_to_the_month(record_of: Any) -> None:
    inside = record_of(parse_iso("2020-06"), through=date(2020, 7, 1))
    assert resolve(JUNE, inside).answer == "yes"
    mid = asked(date(2020, 6, 5), date(2020, 6, 30))
    assert resolve(mid, inside).answer == "not yet"
    assert "no exact day" in resolve(mid, inside).reason
    elsewhere = record_of(parse_iso("2020-05"), through=date(2020, 7, 1))
    assert resolve(mid, elsewhere).answer == "no"


OVER_THE_START = When(first=date(2020, 5, 30), last=date(2020, 6, 2))
OVER_THE_END = When(first=date(2020, 6, 29), last=date(2020, 7, 2))


def test_an_act_that_lasts_counts_on_its_first_day(make_event: Any, record_of: Any) -> None:
    record = record_of(through=date(2020, 7, 1))
    drills = replace(JUNE, query=Query(kind="exercise"))
    whens = (OVER_THE_START, OVER_THE_END)
    lasting = [replace(make_event(one, count=None), kind="exercise", lasting=True) for one in whens]
    before, after = lasting
    assert resolve(drills, replace(record, happened=(before,))).answer == "no"
    assert resolve(drills, replace(record, happened=(after,))).answer == "yes"


def test_an_act_of_a_moment_that_may_lie_outside_keeps_it_open(
    make_event: Any, record_of: Any
) -> None:
    record = record_of(through=date(2020, 7, 1))
    for when in (OVER_THE_START, OVER_THE_END):
        happened = (make_event(when, count=None),)
        assert resolve(JUNE, replace(record, happened=happened)).answer == "not yet"


def test_days_are_counted_once_and_at_least_is_kept(make_event: Any, record_of: Any) -> None:
    record = record_of(through=date(2020, 7, 1))
    day, other = date(2020, 6, 3), date(2020, 6, 9)
    twice = type(record)(
        (
            make_event(day, name="a", count=2),
            make_event(day, name="b"),
            make_event(other, name="c"),
        ),
        date(2020, 7, 1),
    )
    two, three = asked(JUNE.opens, JUNE.closes, 2), asked(JUNE.opens, JUNE.closes, 3)
    assert resolve(two, twice).answer == "yes"
    assert resolve(three, twice).answer == "no"
    assert resolve(three, twice, count="events").answer == "yes"
    assert resolve(asked(JUNE.opens, JUNE.closes, 4), twice, count="items").answer == "yes"


def test_a_window_that_closes_before_it_opens_is_refused(record_of: Any) -> None:
    with pytest.raises(InputError, match="before it opens"):
        resolve(asked(date(2020, 6, 2), date(2020, 6, 1)), record_of(through=date(2020, 7, 1)))


@pytest.fixture
def theatre(lumen: Pack, tmp_path: Path) -> Pack:
    """The made-up theatre with a folder of its own, for other questions."""
    (tmp_path / "questions").mkdir()
    return replace(lumen, folder=tmp_path)


def write(theatre: Pack, text: str, name: str = "a.yml") -> None:
    (theatre.folder / "questions" / name).write_text(text)


GOOD = """
- id: launch_day
  text: a day with a launch
  query: {kind: launch}
  horizons_days: [7, 30]
  since: 2010-01-01
  scored_from: 2012-01-01
"""


def test_questions_are_data(theatre: Pack) -> None:
    write(theatre, GOOD)
    (found,) = load_questions(theatre)
    assert found.at_least == 1
    question = put(found, as_of=date(2020, 5, 31), horizon_days=30, pack=theatre)
    assert (question.opens, question.closes) == (date(2020, 6, 1), date(2020, 6, 30))
    assert question.zone == theatre.manifest.zone
    assert question == put(found, as_of=date(2020, 5, 31), horizon_days=30, pack=theatre)
    later = put(found, as_of=date(2020, 6, 1), horizon_days=30, pack=theatre)
    assert later.id != question.id


def test_a_theatre_without_questions_asks_none(theatre: Pack) -> None:
    (theatre.folder / "questions").rmdir()
    assert load_questions(theatre) == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: launch", "knd: launch", "knd"),
        ("kind: launch", "kind: flight", "'flight' is declared nowhere"),
        ("horizons_days: [7, 30]", "horizons_days: []", "horizons_days"),
        ("horizons_days: [7, 30]", "horizons_days: [0]", "horizons_days"),
        ("since: 2010-01-01", "since: soon", "since"),
        ("since: 2010-01-01", "sinc: 2010-01-01", "sinc"),
    ],
)
def test_a_broken_question_is_named_with_its_file(
    theatre: Pack, old: Any, new: Any, told: Any
) -> None:
    write(theatre, GOOD.replace(old, new))
    with pytest.raises(PackError, match=told) as caught:
        load_questions(theatre)
    assert "a.yml" in str(caught.value)


def test_the_same_id_twice_is_refused(theatre: Pack) -> None:
    write(theatre, GOOD)
    write(theatre, GOOD, "b.yml")
    with pytest.raises(PackError, match="twice"):
        load_questions(theatre)


def predicted(**changes: Any) -> Claim:
    terms: dict[str, Any] = {
        "query": Query(kind="launch"),
        "closes": date(2020, 6, 30),
        "wording": "will",
        "band": (0.8, 0.95),
    }
    via = changes.pop("via", ())
    return Claim(
        id="c",
        holder="x",
        kind="prediction",
        via=via,
        terms=Terms(**(terms | changes)),
        anchors=(TextAnchor("r", 0, 9),),
        known=date(2020, 5, 31),
    )


def test_a_prediction_that_commits_becomes_a_question() -> None:
    question = question_of(predicted(at_least=2), zone="UTC")
    assert isinstance(question, Question)
    assert (question.opens, question.closes, question.at_least) == (JUNE.opens, JUNE.closes, 2)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"query": None}, "what would have to happen"),
        ({"closes": None}, "no day by which"),
        ({"closes": date(2020, 5, 1)}, "no day by which"),
        ({"condition": "if talks fail"}, "if talks fail"),
        ({"band": None, "wording": "may"}, "commits to no chance: may"),
        ({"via": ("agency",)}, "relayed"),
    ],
)
def test_a_prediction_that_does_not_commit_has_a_reason(changes: Any, reason: Any) -> None:
    answer = question_of(predicted(**changes), zone="UTC")
    assert isinstance(answer, str)
    assert reason in answer
