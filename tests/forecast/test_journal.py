"""The journal: forecasts go in once, and are settled by rule with their evidence."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from standoff.forecast import entries_of, fared, load_questions, numbers, standing, tallies
from standoff.ingest import add_facts
from standoff.packs import Pack
from standoff.record import Record

AS_OF = date(2024, 3, 15)


@pytest.fixture(scope="module")
def record(lumen: Pack, tmp_path_factory: pytest.TempPathFactory) -> Any:
    place = tmp_path_factory.mktemp("journal") / "record.sqlite"
    return add_facts(Record.open(place, lumen), lumen)


@pytest.fixture(scope="module")
def numbered(lumen: Pack, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The theatre whose first question asks for numbers too."""
    folder = tmp_path_factory.mktemp("theatre")
    text = (lumen.folder / "questions" / "launches.yml").read_text()
    (folder / "questions").mkdir()
    (folder / "questions" / "launches.yml").write_text(
        text.replace("count: days", "count: days\n  numbers: true", 1)
    )
    return replace(lumen, folder=folder)


def entries(record: Any, pack: Pack, *, issued: bool, seed: int = 1) -> tuple[Any, ...]:
    return entries_of(
        standing(record, pack, as_of=AS_OF),
        *numbers(record, pack, as_of=AS_OF, seed=seed, draws=200),
        load_questions(pack),
        pack=pack.id,
        seed=seed,
        issued=issued,
    )


def test_the_same_day_version_and_seed_give_the_same_entries(record: Any, numbered: Pack) -> None:
    one, two = (entries(record, numbered, issued=True) for _ in range(2))
    assert [replace(each, made_at="") for each in one] == [
        replace(each, made_at="") for each in two
    ]
    assert {each.kind for each in one} == {"forecast", "forecast number", "forecast wait"}
    other = entries(record, numbered, issued=True, seed=2)
    differing = {a.kind for a, b in zip(one, other, strict=True) if a.body != b.body}
    assert differing == {"forecast number", "forecast wait"}


def test_what_was_written_twice_stands_once(record: Any, numbered: Pack) -> None:
    for _ in range(2):
        for entry in entries(record, numbered, issued=False):
            record.journal.append(entry)
    kept = list(record.journal.entries("forecast"))
    assert len(kept) == len(standing(record, numbered, as_of=AS_OF))
    assert not any(entry.issued for entry in kept)
    assert all(entry.as_of == AS_OF for entry in kept)


def test_settled_forecasts_are_scored_with_their_evidence(record: Any, numbered: Pack) -> None:
    made = entries(record, numbered, issued=True)
    found = {(one.entry.key, one.entry.kind): one for one in fared(made, record)}
    for answer in standing(record, numbered, as_of=AS_OF):
        one = found[answer.question.id, "forecast"]
        assert one.resolution.answer in {"yes", "no"}
        happened = one.resolution.answer == "yes"
        assert one.loss == pytest.approx((answer.probability - happened) ** 2)
        assert one.base_loss == pytest.approx((answer.base_rate - happened) ** 2)
        assert one.weighted_loss is not None
        days = [record.event(each).when.first for each in one.resolution.evidence]
        assert all(AS_OF < day <= answer.question.closes for day in days)
        assert bool(days) == happened


def test_numbers_wait_for_their_whole_window(record: Any, numbered: Pack) -> None:
    made = [one for one in entries(record, numbered, issued=True) if one.kind == "forecast number"]
    for one in fared(made, record):
        assert one.loss is not None
        assert one.loss >= 0
    early = record.as_of(AS_OF + timedelta(days=3))
    assert all(one.loss is None for one in fared(made, early))


def test_waits_are_settled_by_the_first_day(record: Any, numbered: Pack) -> None:
    (made,) = (one for one in entries(record, numbered, issued=True) if one.kind == "forecast wait")
    (one,) = fared([made], record)
    first = min(record.event(each).when.first for each in one.resolution.evidence)
    waited = (first - AS_OF).days
    assert waited >= 1
    grid = made.body["grid"]
    assert grid == sorted(grid)
    # The score is least for who says the day itself.
    sure = replace(made, body={**made.body, "grid": [waited] * 99})
    assert fared([sure], record)[0].loss == 0
    assert one.loss and one.loss > 0
    assert one.base_loss and one.base_loss > 0
    early = record.as_of(first - timedelta(days=1))
    assert fared([made], early)[0].loss is None


def test_tallies_keep_issued_apart(record: Any, numbered: Pack) -> None:
    made = [*entries(record, numbered, issued=True), *entries(record, numbered, issued=False)]
    found = tallies(fared(made, record))
    assert {one.issued for one in found} == {True, False}
    assert sum(one.settled + one.waiting for one in found) == len(made)
    mine = next(one for one in found if one.issued and one.settled)
    assert mine.loss is not None
    assert mine.base_loss is not None
