"""Invented names are put in consistently, can be taken out again, and change no result."""

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.packs import Pack, load_pack

REPO = Path(__file__).parents[1]
THEATRES = (REPO / "src/standoff/theatres/korea", REPO / "tests/theatres/lumen")
PACKS = {folder.name: load_pack(folder) for folder in THEATRES}


def _texts(pack: Pack) -> list[str]:
    found = sorted((pack.folder / "reports").iterdir())
    return [path.read_text(encoding="utf-8") for path in found if path.suffix != ".md"]


def _module(name: str) -> Any:
    """A module of the benchmarks, which are scripts and not a package."""
    folder = str(REPO / "benchmarks")
    sys.path.insert(0, folder)
    try:
        return import_module(name)
    finally:
        sys.path.remove(folder)


RENAMING = _module("renaming")
RENAMERS = {name: RENAMING.Renamer(pack, _texts(pack)) for name, pack in PACKS.items()}
NAMES = sorted(
    {
        form
        for actor in PACKS["lumen"].actors.values()
        for form in (actor.name, *actor.aliases, *actor.demonyms)
    }
    | {weapon.name for weapon in PACKS["lumen"].weapons.values()}
)
WORDS = [
    "fired two",
    "and",
    "said.",
    "the",
    "talks with",
    "\u2019s ships",
    ",",
    "\u201cin 2023\u201d",
    "it",
]


@pytest.mark.parametrize("name", PACKS)
def test_renaming_back_gives_the_sample_reports(name: str) -> None:
    renamer = RENAMERS[name]
    for text in _texts(PACKS[name]):
        renamed = renamer.rename(text)
        assert renamed.text != text
        assert renamer.restore(renamed.text) == text


@pytest.mark.parametrize("name", PACKS)
def test_no_name_of_the_pack_remains(name: str) -> None:
    renamer = RENAMERS[name]
    for text in _texts(PACKS[name]):
        assert renamer.remaining(text)
        assert renamer.remaining(renamer.rename(text).text) == []


@given(st.lists(st.sampled_from(NAMES + WORDS), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_run_of_names_and_words_comes_back(parts: list[str]) -> None:
    text = " ".join(parts)
    renamed = RENAMERS["lumen"].rename(text)
    assert RENAMERS["lumen"].restore(renamed.text) == text
    for old_start, old_end, new_start, new_end in renamed.pieces:
        assert renamed.original_offset(new_start) == old_start
        assert renamed.original_offset(new_end) == old_end


@pytest.mark.parametrize("name", PACKS)
def test_shape_is_kept(name: str) -> None:
    renamer = RENAMERS[name]
    for actor in PACKS[name].actors.values():
        for form in (actor.name, *actor.aliases, *actor.demonyms, *actor.seats):
            new = renamer.rename(form).text
            assert len(re.findall(r"\w+", new)) == len(re.findall(r"\w+", form))
            assert re.sub(r"\w", "", new) == re.sub(r"\w", "", form)
            assert new.isupper() == form.isupper()
            assert new[0].isupper() == form[0].isupper()
            assert new.endswith("s") == form.endswith("s")


def test_plurals_possessives_and_adjectives() -> None:
    rename = RENAMERS["lumen"].rename
    one, many = rename("a Tarn-3").text, rename("two Tarn-3s").text
    assert many == one.replace("a ", "two ") + "s"
    assert rename("Veldania\u2019s army").text == rename("Veldania").text + "\u2019s army"
    assert rename("VELDANIA").text == rename("Veldania").text.upper()
    assert rename("the Orskans").text == rename("the Orskan").text + "s"
    assert rename("Orskan").text.endswith("an")
    assert rename("Karsk-Vey").text == rename("Karsk Vey").text.replace(" ", "-")
    assert rename("Ilse R. Hovland").text.split()[1].endswith(".")


def test_ordinary_words_stay() -> None:
    text = "It fired a missile from the uplands; sources say that orsk is no word."
    assert RENAMERS["lumen"].rename(text).text == text


def test_an_offset_within_a_replaced_word_has_no_original() -> None:
    renamed = RENAMERS["lumen"].rename("In Veldania today")
    start = renamed.pieces[0][2]
    assert renamed.original_offset(start + 1) is None
    assert renamed.original_offset(1) == 1
    assert renamed.original_offset(len(renamed.text)) == len("In Veldania today")
