"""Every noun comes back from its JSON exactly as it was."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.dates import When
from standoff.errors import InputError, RecordError
from standoff.model import (
    Claim,
    Entry,
    Issue,
    Observation,
    Query,
    Report,
    RowAnchor,
    Ruling,
    Terms,
    TextAnchor,
    Value,
)
from standoff.record import rows

DATES = st.dates(date(1900, 1, 1), date(2100, 1, 1))
MAYBE_DATES = st.none() | DATES
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MINUTES = st.none() | st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0))
BASES = st.sampled_from(["published", "stated", "assumed"])


@st.composite
def whens(draw: st.DrawFn) -> When:
    ends = sorted(draw(st.lists(DATES, min_size=1, max_size=2)))
    which = draw(st.sampled_from(["both", "first", "last"]))
    return When(
        first=ends[0] if which != "last" else None,
        last=ends[-1] if which != "first" else None,
        precision=draw(st.sampled_from(["minute", "day", "month", "season", "year"])),
        basis=draw(st.sampled_from(["stated", "resolved", "published", "inferred"])),
        zone=draw(st.none() | st.just("Etc/GMT-9")),
        minute=draw(MINUTES),
    )


TEXT_ANCHORS = st.builds(
    lambda r, s, n: TextAnchor(r, s, s + n), WORDS, st.integers(0, 9**9), st.integers(1, 9**6)
)
ANCHORS = TEXT_ANCHORS | st.builds(RowAnchor, WORDS, WORDS)
ANCHOR_TUPLES = st.lists(ANCHORS, max_size=3).map(tuple)
WORD_TUPLES = st.lists(WORDS, max_size=3).map(tuple)
CONTENTS = st.one_of(
    WORDS,
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    WORD_TUPLES,
    whens(),
)
VALUES = st.builds(
    Value,
    value=CONTENTS,
    unit=st.none() | WORDS,
    origin=WORDS,
    evidence=ANCHOR_TUPLES,
    known=MAYBE_DATES,
    known_basis=BASES,
)
QUERIES = st.builds(
    Query,
    kind=st.none() | WORDS,
    weapon_class=WORD_TUPLES,
    first=MAYBE_DATES,
    last=MAYBE_DATES,
    text=st.none() | WORDS,
    verified=st.booleans(),
)
TERMS = st.builds(
    Terms,
    query=st.none() | QUERIES,
    opens=MAYBE_DATES,
    closes=MAYBE_DATES,
    wording=WORDS,
    band=st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
REPORTS = st.builds(
    Report,
    id=WORDS,
    source=WORDS,
    url=st.none() | WORDS,
    published=st.none() | whens(),
    title=WORDS,
    text=WORDS,
    text_sha=WORDS,
    raw_sha=WORDS,
    reader=WORDS,
    marks=WORD_TUPLES,
)
OBSERVATIONS = st.builds(
    Observation,
    id=WORDS,
    anchor=ANCHORS,
    kind=WORDS,
    grain=st.sampled_from(["item", "volley", "day"]),
    values=st.dictionaries(WORDS, VALUES, max_size=4),
    status=st.sampled_from(["reported", "suspected", "planned", "cancelled", "denied", "failed"]),
    background=st.booleans(),
    verified=st.booleans(),
    known=MAYBE_DATES,
    known_basis=BASES,
    coder=WORDS,
    pack=WORDS,
)
CLAIMS = st.builds(
    Claim,
    id=WORDS,
    holder=st.none() | WORDS,
    via=WORD_TUPLES,
    kind=st.sampled_from(["explanation", "prediction", "assessment", "position"]),
    aims=WORD_TUPLES,
    stance=st.sampled_from(["asserts", "denies"]),
    stated=st.booleans(),
    terms=st.none() | TERMS,
    anchors=ANCHOR_TUPLES,
    known=MAYBE_DATES,
)
RULINGS = st.builds(
    Ruling,
    id=WORDS,
    op=st.sampled_from(["same", "different", "value"]),
    anchors=ANCHOR_TUPLES,
    field=st.none() | WORDS,
    value=st.none() | CONTENTS,
    cites=ANCHOR_TUPLES,
    who=WORDS,
    why=WORDS,
    decided=DATES,
    undoes=st.none() | WORDS,
)
ISSUES = st.builds(Issue, code=WORDS, detail=WORDS, locator=WORDS, anchor=st.none() | ANCHORS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)
ENTRIES = st.builds(
    Entry,
    key=WORDS,
    kind=WORDS,
    made_at=WORDS,
    record_version=WORDS,
    as_of=DATES,
    method=WORDS,
    pack=WORDS,
    seed=st.none() | st.integers(0, 2**60),
    issued=st.booleans(),
    body=st.dictionaries(WORDS, JSON, max_size=3),
)


@pytest.mark.parametrize(
    ("codec", "items"),
    [
        (rows.REPORT, REPORTS),
        (rows.OBSERVATION, OBSERVATIONS),
        (rows.CLAIM, CLAIMS),
        (rows.RULING, RULINGS),
        (rows.ISSUE, ISSUES),
        (rows.ENTRY, ENTRIES),
    ],
    ids=["report", "observation", "claim", "ruling", "issue", "entry"],
)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_noun_comes_back_as_it_was(
    codec: rows.Codec[Any], items: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    item = data.draw(items)
    back = codec.load(codec.dump(item))
    assert back == item
    assert repr(back) == repr(item)


def test_a_number_keeps_its_type() -> None:
    for content in (1, 1.0, True, "1"):
        value = Value(value=content, origin="o", evidence=())
        one = observation(value)
        assert type(rows.OBSERVATION.load(rows.OBSERVATION.dump(one)).get("slot")) is type(content)


def observation(value: Value) -> Observation:
    return Observation(
        id="o1",
        anchor=RowAnchor("t", "r"),
        kind="launch",
        grain="item",
        values={"slot": value},
        known=None,
        known_basis="assumed",
        coder="c",
        pack="p",
    )


def test_a_number_that_is_none_is_refused() -> None:
    nothing = Value(value=float("nan"), origin="o", evidence=())
    with pytest.raises(InputError, match="slot is nan"):
        rows.observation_row(observation(nothing))


def test_half_a_character_is_refused() -> None:
    report = Report(
        id="r", source="s", url=None, published=None, title="", text="\ud800", text_sha="",
        raw_sha="", reader="r",
    )  # fmt: skip
    with pytest.raises(InputError, match="report 'r' cannot be stored"):
        rows.report_row(report)


def test_a_claim_without_words_is_refused() -> None:
    with pytest.raises(InputError, match="has no anchor"):
        rows.claim_row(Claim(id="c", holder=None, kind="position", anchors=(), known=None))


@pytest.mark.parametrize("text", ["{", "{}", '{"id": 3, "unknown": 1}', "null"])
def test_damaged_json_is_named(text: str) -> None:
    with pytest.raises(RecordError, match="a stored claim is damaged"):
        rows.CLAIM.load(text)


def test_times_keep_their_minute() -> None:
    when = When(first=date(2024, 9, 18), last=date(2024, 9, 18), minute=time(6, 53))
    value = Value(value=when, origin="o", evidence=())
    back = rows.OBSERVATION.load(rows.OBSERVATION.dump(observation(value))).get("slot")
    assert back.minute == time(6, 53)
