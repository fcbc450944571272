"""What a party has said on an issue: its own words, in order, once, and only what was known."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standoff.dates import one_day
from standoff.errors import InputError, PackError
from standoff.explain.positions import Spoken, check, holder_named, position_of
from standoff.explain.topics import Topic, load_topics, topic_named
from standoff.model import Batch, Claim, Report, TextAnchor, make_id
from standoff.packs import Pack
from standoff.record import Record

REFUSED = "We will never negotiate with the islanders."
OPEN = "The door to dialogue remains open."
SOUGHT = "The government proposed talks in the spring."
LATER = date(2026, 1, 1)


@pytest.fixture(scope="module")
def talks(lumen: Pack) -> Topic:
    return load_topics(lumen)["talks"]


def said(text: str, day: date | None, holder: str, **more: object) -> tuple[Report, Claim]:
    report = Report(
        id=make_id("r", [text, day, more.get("source")]),
        source=str(more.pop("source", "Wire")),
        url=None,
        published=one_day(day) if day else None,
        title="",
        text=text,
        text_sha="",
        raw_sha="",
        reader="t",
    )
    claim = Claim(
        id=make_id("c", [report.id, holder]),
        holder=holder,
        kind="position",
        anchors=(TextAnchor(report.id, 0, len(text)),),
        known=day,
    )
    return report, replace(claim, **more)  # type: ignore[arg-type]


def record_of(lumen: Pack, folder: Path, *pairs: tuple[Report, Claim]) -> Record:
    record = Record.open(folder / "lumen.sqlite", lumen)
    reports, claims = zip(*pairs, strict=True)
    record.add(Batch(reports=reports, claims=claims))
    return record


def stances(record: Record, holder: str, topic: Topic) -> list[str]:
    return [one.stance for one in position_of(record, holder, topic, as_of=LATER).spoken]


def test_a_state_speaks_through_its_people_while_they_are_in_office(
    lumen: Pack, talks: Topic, tmp_path: Path
) -> None:
    record = record_of(
        lumen,
        tmp_path,
        said(REFUSED, date(2017, 3, 1), "ors-jonas-brekke"),
        said(OPEN, date(2019, 3, 1), "ors-jonas-brekke"),
        said(SOUGHT, date(2020, 3, 1), "ors-mfa"),
        said(OPEN, date(2021, 3, 1), "mar-mod"),
        said("It rained in the spring.", date(2022, 3, 1), "ors-mfa"),
    )
    assert stances(record, "ORS", talks) == ["refuses", "seeks"]
    assert stances(record, "ors-jonas-brekke", talks) == ["refuses", "open"]
    held = position_of(record, "ORS", talks, as_of=LATER)
    assert held.shift and (held.shift.before.day, held.shift.after.day) == (
        date(2017, 3, 1),
        date(2020, 3, 1),
    )
    assert held.silent_days == (LATER - date(2020, 3, 1)).days


def test_what_is_told_in_several_reports_counts_once(
    lumen: Pack, talks: Topic, tmp_path: Path
) -> None:
    day = date(2020, 3, 1)
    record = record_of(
        lumen,
        tmp_path,
        said(OPEN, day, "ors-mfa", source="One"),
        said(OPEN, day, "ors-mfa", source="Two"),
        said(OPEN, day + timedelta(days=40), "ors-mfa", source="One"),
    )
    spoken = position_of(record, "ORS", talks, as_of=LATER).spoken
    assert [(one.day, one.reports) for one in spoken] == [(day, 2), (day + timedelta(days=40), 1)]
    report = record.report(spoken[0].anchor.report)
    assert report and report.text[spoken[0].anchor.start : spoken[0].anchor.end] == OPEN


def test_denials_others_beliefs_and_claims_of_change_are_not_ones_own_words(
    lumen: Pack, talks: Topic, tmp_path: Path
) -> None:
    day = date(2020, 3, 1)
    record = record_of(
        lumen,
        tmp_path,
        said(OPEN, day, "ors-mfa", stance="denies"),
        said(REFUSED, day, "ors-mfa", believer="VEL"),
        said(SOUGHT, day, "ors-mfa", change=True),
    )
    assert stances(record, "ORS", talks) == []


def test_a_statement_without_a_day_is_shown_apart(
    lumen: Pack, talks: Topic, tmp_path: Path
) -> None:
    record = record_of(lumen, tmp_path, said(OPEN, None, "ors-mfa"))
    held = position_of(record, "ORS", talks, as_of=LATER)
    assert not held.spoken and held.silent_days is None
    assert [one.stance for one in held.undated] == ["open"]


def test_only_what_was_known_by_the_day(lumen: Pack, talks: Topic, tmp_path: Path) -> None:
    early, late = date(2019, 3, 1), date(2023, 3, 1)
    record = record_of(
        lumen, tmp_path, said(OPEN, early, "ors-mfa"), said(REFUSED, late, "ors-mfa")
    )
    assert stances(record.as_of(late - timedelta(days=1)), "ORS", talks) == ["open"]
    assert stances(record.as_of(late), "ORS", talks) == ["open", "refuses"]


def test_a_claim_of_change_is_checked_against_the_partys_own_words(
    lumen: Pack, talks: Topic, tmp_path: Path
) -> None:
    turn = date(2024, 1, 1)
    before = [said(OPEN, turn - timedelta(days=300 + n), "vel-mfa") for n in range(3)]
    after = [said(REFUSED, turn - timedelta(days=10 + n), "vel-mfa") for n in range(3)]
    words = "It no longer wants talks."
    told = said(words, turn, "An Expert", kind="assessment", believer="VEL", change=True)
    other = said("Its dialogue is over.", turn, "An Expert", believer="ORS", change=True)
    record = record_of(lumen, tmp_path, *before, *after, told, other)
    checked = position_of(record, "VEL", talks, as_of=LATER).checked
    assert [(one.outcome, one.earlier, one.recent) for one in checked] == [
        ("changed", ("open",) * 3, ("refuses",) * 3)
    ]
    assert not position_of(record, "MAR", talks, as_of=LATER).checked


def spoken_at(day: date, stance: str) -> Spoken:
    anchor = TextAnchor("r", 0, 1)
    return Spoken(
        when=one_day(day),
        speaker="x",
        stance=stance,
        words="",
        pattern="",
        anchor=anchor,
        source="",
    )


@given(
    st.lists(st.tuples(st.integers(-1200, 400), st.sampled_from(["refuses", "open", "seeks"]))),
    st.lists(st.tuples(st.integers(1, 400), st.sampled_from(["refuses", "seeks"]))),
)
def test_what_is_said_after_a_claim_of_change_does_not_decide_it(
    talks: Topic, around: Sequence[tuple[int, str]], later: Sequence[tuple[int, str]]
) -> None:
    day = date(2020, 1, 1)
    spoken = [spoken_at(day + timedelta(days=n), stance) for n, stance in around]
    more = [spoken_at(day + timedelta(days=n), stance) for n, stance in later]
    found = check("c", day, spoken, talks)
    assert check("c", day, [*spoken, *more], talks) == found
    few = min(len(found.earlier), len(found.recent)) < 3
    assert (found.outcome == "too few statements") == few


def test_the_same_words_throughout_are_no_change(talks: Topic) -> None:
    day = date(2020, 1, 1)
    spoken = [spoken_at(day - timedelta(days=n), "open") for n in (1, 2, 3, 200, 300, 400)]
    assert check("c", day, spoken, talks).outcome == "same"


def test_who_is_meant(lumen: Pack, tmp_path: Path) -> None:
    record = record_of(lumen, tmp_path, said(OPEN, date(2020, 3, 1), "Ana Private"))
    assert holder_named(record, "orsk") == "ORS"
    assert holder_named(record, "ana private") == "Ana Private"
    with pytest.raises(InputError, match="did you mean Ana Private"):
        holder_named(record, "Anna Private")


def test_an_unknown_issue_names_those_there_are(lumen: Pack) -> None:
    with pytest.raises(InputError, match=r"no issue 'talk' \(did you mean talks\?\)"):
        topic_named(load_topics(lumen), "talk")


def test_a_pattern_that_does_not_do_what_its_sentences_say_is_refused(
    lumen: Pack, tmp_path: Path
) -> None:
    (tmp_path / "positions.yml").write_text(
        "- id: fleet\n  name: the fleet\n  about: fleet\n"
        "  stances: [{id: stay, name: stays}, {id: go, name: goes}]\n"
        "  patterns:\n"
        "    - {id: fleet-go, kind: go, match: '{about} leaves', yes: ['the fleet stays'],"
        " no: ['the fleet leaves']}\n",
        encoding="utf-8",
    )
    with pytest.raises(PackError) as refused:
        load_topics(replace(lumen, folder=tmp_path))
    assert "nothing decides 'the fleet stays'" in str(refused.value)
    assert "fleet-go matches: 'the fleet leaves'" in str(refused.value)
