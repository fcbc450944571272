"""Drafts, edits, approvals and corrections: data with authors; what is approved never changes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.brief import Brief, Material, render, write
from standoff.brief.archive import (
    APPROVAL,
    add_edit,
    approve,
    correct,
    every_filed,
    file_draft,
    filed,
)
from standoff.brief.document import sentences_of
from standoff.brief.edits import Edit, Op, edited
from standoff.brief.evidence import Edited
from standoff.errors import InputError, RecordError
from standoff.packs import Pack
from standoff.record import Record
from standoff.record.journal import Journal

NOON, LATER = "2026-07-01T12:00:00+00:00", "2026-07-02T12:00:00+00:00"


@pytest.fixture(scope="module")
def draft(material: Material) -> Brief:
    return write(material)


@pytest.fixture
def journal(lumen: Pack, tmp_path: Path) -> Journal:
    return Record.open(tmp_path / "kept.sqlite", lumen).journal


def made(op: Op, place: int, text: str = "", made_at: str = NOON) -> Edit:
    return Edit(op=op, place=place, text=text, who="Ana Lee", why="clearer", made_at=made_at)


def texts(brief: Brief) -> list[str]:
    return [one.text for one in brief.sentences()]


def test_a_draft_comes_back_as_it_was_filed(draft: Brief, journal: Journal) -> None:
    key = file_draft(journal, draft).key
    assert filed(journal, key).brief == draft
    assert file_draft(journal, draft).key == key
    assert [one.key for one in every_filed(journal)] == [key]


def test_edits_change_strike_and_add_and_leave_the_rest(draft: Brief, journal: Journal) -> None:
    key = file_draft(journal, draft).key
    add_edit(journal, key, made("change", 1, "It was otherwise."))
    add_edit(journal, key, made("strike", 2))
    found = add_edit(journal, key, made("add", 3, "We think little of it."))
    before, after = texts(draft), texts(found.brief)
    assert after == ["It was otherwise.", before[2], "We think little of it.", *before[3:]]
    first, _, third = list(found.brief.sentences())[:3]
    old = next(draft.sentences())
    assert first.evidence[:-1] == old.evidence
    assert first.evidence[-1] == Edited(before=old.text, who="Ana Lee", why="clearer", made_at=NOON)
    assert [type(one) for one in third.evidence] == [Edited]
    for form in ("terminal", "markdown", "html"):
        shown = " ".join(render(found.brief, form).split())
        assert "Changed by Ana Lee" in shown and "Written by Ana Lee" in shown


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_last_word_on_a_sentence_counts_and_order_elsewhere_does_not(
    draft: Brief, data: st.DataObject
) -> None:
    total = len(texts(draft))
    places = data.draw(
        st.lists(st.integers(1, total), min_size=1, max_size=6, unique=True), label="places"
    )
    edits = [made("change", place, f"New {place}.") for place in places]
    shuffled = data.draw(st.permutations(edits), label="order")
    assert edited(draft, edits) == edited(draft, shuffled)
    again = made("change", places[0], "The last word.")
    found = texts(edited(draft, [*shuffled, again]))
    assert found[places[0] - 1] == "The last word."
    expected = {place: f"New {place}." for place in places[1:]} | {places[0]: "The last word."}
    assert found == [expected.get(n, text) for n, text in enumerate(texts(draft), 1)]


def test_every_sentence_can_be_struck_out(draft: Brief) -> None:
    total = len(texts(draft))
    everything = [made("strike", place) for place in range(1, total + 1)]
    assert texts(edited(draft, everything)) == []
    for place in range(1, total + 1):
        left = texts(draft)
        del left[place - 1]
        assert texts(edited(draft, [made("strike", place)])) == left


@pytest.mark.parametrize(
    ("edit", "fault"),
    [
        (made("change", 0, "x"), "sentences 1 to"),
        (made("change", 10_000, "x"), "sentences 1 to"),
        (made("change", 1, " "), "needs words"),
        (made("strike", 1, "x"), "needs words"),
        (replace(made("strike", 1), who=" "), "author"),
        (replace(made("strike", 1), why=""), "reason"),
    ],
)
def test_wrong_edits_are_refused_and_leave_no_trace(
    draft: Brief, journal: Journal, edit: Edit, fault: str
) -> None:
    key = file_draft(journal, draft).key
    with pytest.raises(InputError, match=fault):
        add_edit(journal, key, edit)
    assert filed(journal, key).edits == ()


def test_an_approved_brief_is_frozen(draft: Brief, journal: Journal) -> None:
    key = file_draft(journal, draft).key
    add_edit(journal, key, made("change", 1, "It was otherwise."))
    with pytest.raises(InputError, match="named person"):
        approve(journal, key, who=" ", made_at=LATER)
    found = approve(journal, key, who="Ana Lee", made_at=LATER)
    assert found.approved and found.approved.approved_by == "Ana Lee"
    assert texts(found.approved)[0] == "It was otherwise."
    assert found.approved.record_version == draft.record_version
    with pytest.raises(InputError, match="approved by Ana Lee and frozen"):
        add_edit(journal, key, made("strike", 2))
    with pytest.raises(InputError, match="approved by Ana Lee and frozen"):
        approve(journal, key, who="Bo", made_at=LATER)
    shown = " ".join(render(found.brief, "terminal").split())
    assert "Generated by standoff" in shown and "approved by Ana Lee on 2 July 2026" in shown


def test_an_approved_text_that_was_tampered_with_is_refused(
    draft: Brief, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = file_draft(journal, draft).key
    approve(journal, key, who="Ana Lee", made_at=LATER)
    entries = journal.entries

    def altered(kind: str | None = None, wanted: str | None = None) -> Sequence[object]:
        found = list(entries(kind, wanted))
        if kind != APPROVAL:
            return found
        body = dict(found[0].body)
        return [replace(found[0], body=body | {"brief": body["brief"] | {"title": "Other"}})]

    monkeypatch.setattr(Journal, "entries", lambda _, kind=None, key=None: altered(kind, key))
    with pytest.raises(RecordError, match="not the one that was approved"):
        filed(journal, key)


def test_a_correction_is_a_new_version_that_says_what_changed(
    draft: Brief, journal: Journal
) -> None:
    key = file_draft(journal, draft).key
    with pytest.raises(InputError, match="still a draft"):
        correct(journal, key, made_at=LATER)
    approve(journal, key, who="Ana Lee", made_at=NOON)
    second = correct(journal, key, made_at=LATER).key
    with pytest.raises(InputError, match="changes nothing"):
        approve(journal, second, who="Bo", made_at=LATER)
    add_edit(journal, second, made("change", 1, "It was two.", LATER))
    fixed = approve(journal, second, who="Bo", made_at=LATER)
    assert fixed.approved and (fixed.approved.version, fixed.approved.corrects) == (2, key)
    told = fixed.approved.sections[0]
    assert told.id == "corrections"
    (said,) = (one.text for block in told.blocks for one in sentences_of(block))
    assert texts(draft)[0] in said and "It was two." in said and "clearer" in said
    assert texts(filed(journal, key).brief) == texts(draft)
    third = correct(journal, second, made_at="2026-07-03T12:00:00+00:00")
    assert texts(third.draft) == ["It was two.", *texts(draft)[1:]]


def test_an_unknown_key_is_named(journal: Journal) -> None:
    with pytest.raises(InputError, match="no brief 'babc'"):
        filed(journal, "babc")
