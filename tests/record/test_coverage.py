"""Which days count as covered, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from standoff.model import Query
from standoff.packs import Coverage, Pack, load_pack
from standoff.record.coverage import covered

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"
EVERYONE = Coverage(first=date(2020, 1, 1), last=date(2020, 1, 10), complete=False, note="thin")
PAIR = Coverage(
    first=date(2020, 1, 4),
    last=date(2020, 1, 6),
    complete=True,
    between=("VEL", "ORS"),
    note="checked",
)
FIRST, LAST = date(2020, 1, 1), date(2020, 1, 10)


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The made-up theatre with a thin table of talks, checked for one pair and three days."""
    lumen = load_pack(LUMEN)
    talks = lumen.tables["talks"]
    spec = talks.spec.model_copy(update={"coverage": (EVERYONE, PAIR)})
    return replace(lumen, tables={"talks": replace(talks, spec=spec)})


def days(pack: Pack, actor: str | None = None, target: str | None = None) -> int:
    asked = Query(kind="talks", actor=actor, target=target)
    return int(covered(asked, FIRST, LAST, pack, as_of=None).sum())


def test_a_pair_that_was_checked_outranks_what_is_said_of_everyone(pack: Pack) -> None:
    assert days(pack, actor="VEL", target="ORS") == 3
    assert days(pack, actor="ORS", target="VEL") == 3


def test_a_pair_speaks_for_no_other_and_for_no_single_actor(pack: Pack) -> None:
    assert days(pack, actor="VEL", target="MAR") == 0
    assert days(pack, actor="VEL") == 0
    assert days(pack) == 0
