"""Names are found as written, and the masked sentence leads back to the text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.coding.document import Document, read_document
from standoff.dates import parse_iso
from standoff.model import Report
from standoff.packs import Pack, load_pack

LUMEN = Path(__file__).parents[1] / "theatres" / "lumen"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(LUMEN)


def read(text: str, pack: Pack) -> Document:
    report = Report(
        id="r1",
        source="test",
        url=None,
        published=parse_iso("2026-05-20"),
        title="",
        text=text,
        text_sha="",
        raw_sha="",
        reader="test",
    )
    return read_document(report, pack)


def names(text: str, pack: Pack) -> list[tuple[str, str, str]]:
    document = read(text, pack)
    return [(text[m.start : m.end], m.kind, m.id) for m in document.mentions]


def test_the_longest_name_wins(pack: Pack) -> None:
    assert names("The Orsk Federation waited.", pack) == [("Orsk Federation", "state", "ORS")]


@pytest.mark.parametrize("written", ["Tarn-3", "Tarn 3", "Tarn\u20113", "TARN-3", "Tarn3"])
def test_spellings_of_a_weapon_are_one_family(written: str, pack: Pack) -> None:
    found = names(f"It fired a {written} on Monday.", pack)
    assert (written, "weapon", "tarn-3") in found


def test_a_short_form_needs_its_capitals(pack: Pack) -> None:
    assert names("the vsn of old", pack) == []
    assert names("VSN said", pack) == [("VSN", "body", "vel-vsn")]


def test_a_name_inside_a_word_is_none(pack: Pack) -> None:
    assert names("Orskite and Maristanology", pack) == []


def test_a_longer_proper_name_is_no_state(pack: Pack) -> None:
    found = names("She writes for the Veldania Morning Post in town.", pack)
    assert found == [("Veldania Morning Post", "organisation", "Veldania Morning Post")]


def test_a_body_of_the_pack_beats_a_proper_name(pack: Pack) -> None:
    found = names("The Veldanian Foreign Ministry denied it.", pack)
    assert ("Veldanian Foreign Ministry", "body", "vel-mfa") in found


def test_people_that_no_pack_lists_are_names(pack: Pack) -> None:
    found = names("Veldania will wait, said Bettina van Oyelaran.", pack)
    assert ("Bettina van Oyelaran", "name", "Bettina van Oyelaran") in found


def test_headlines_in_capitals_give_no_names(pack: Pack) -> None:
    found = names("Veldania Fires Three Rockets Into Open Sea", pack)
    assert [kind for _, kind, _ in found if kind == "name"] == []


WORDS = st.sampled_from(
    ["Veldania", "Tarn-3", "fired", "a", "  ", "Orsk", "VSN", "said", "\u2014", "on", "Monday", "x"]
)


@settings(max_examples=60, deadline=None)
@given(words=st.lists(WORDS, min_size=1, max_size=12))
def test_every_masked_character_leads_back_to_its_own(words: list[str], pack: Pack) -> None:
    text = " ".join(words) + "."
    document = read(text, pack)
    for sentence in document.sentences:
        masked = document.masked(sentence)
        for index, character in enumerate(masked.text):
            begin, start, end = next(
                piece for piece in reversed(masked.pieces) if piece[0] <= index
            )
            if masked.text[begin] == "<":
                assert masked.source(index) == start
                assert masked.source_end(index + 1) == end
            else:
                assert document.folded[masked.source(index)] == character
