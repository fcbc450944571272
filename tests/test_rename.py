"""Invented names are put in consistently, can be taken out again, and change no result."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.coding import code
from standoff.model import Coding, Report
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


RENAMING, RENAME = _module("renaming"), _module("rename")
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


@pytest.fixture(scope="module")
def lumen_twice(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Any]:
    """Compares the made-up theatre's reports; its renamed pack is loaded once."""
    pack, renamer = PACKS["lumen"], RENAMERS["lumen"]
    folder = RENAME.copy_renamed(pack, tmp_path_factory.mktemp("renamed"), renamer)
    renamed = load_pack(folder)
    reports = list(RENAME.read_reports(RENAME.sample_files(pack), pack))
    compare = RENAME.compare_report
    return lambda: RENAME.total(compare(one, pack, renamed, renamer) for one in reports)


def test_invented_names_give_the_same_coding_of_lumen(lumen_twice: Callable[[], Any]) -> None:
    outcome = lumen_twice()
    assert outcome.differences == ()
    assert outcome.compared["observations"] > 0
    assert outcome.compared["claims"] > 0


def test_invented_names_give_the_same_coding_of_korea() -> None:
    outcome = RENAME.compare_theatre(THEATRES[0])
    assert outcome.differences == ()
    assert outcome.compared["observations"] > 0
    assert outcome.compared["claims"] > 0


def test_a_coder_that_knows_a_country_is_caught(
    monkeypatch: pytest.MonkeyPatch, lumen_twice: Callable[[], Any]
) -> None:
    def partial(report: Report, pack: Pack) -> Coding:
        coding = code(report, pack)
        if "Veldania" in report.text:
            return coding
        return replace(coding, observations=coding.observations[1:])

    monkeypatch.setattr(RENAME, "code", partial)
    lost = lumen_twice().differences
    assert len([line for line in lost if "lost under invented names" in line]) == 3


def test_a_slot_that_changes_with_the_name_is_caught(
    monkeypatch: pytest.MonkeyPatch, lumen_twice: Callable[[], Any]
) -> None:
    def partial(report: Report, pack: Pack) -> Coding:
        coding = code(report, pack)
        if "Veldania" in report.text:
            return coding
        changed = (replace(one, background=not one.background) for one in coding.observations)
        return replace(coding, observations=tuple(changed))

    monkeypatch.setattr(RENAME, "code", partial)
    outcome = lumen_twice()
    assert len(outcome.differences) == outcome.compared["observations"]
    assert all("'background'" in line for line in outcome.differences)


def test_a_holder_that_changes_with_the_name_is_caught(
    monkeypatch: pytest.MonkeyPatch, lumen_twice: Callable[[], Any]
) -> None:
    def partial(report: Report, pack: Pack) -> Coding:
        coding = code(report, pack)
        if "Veldania" in report.text:
            return coding
        return replace(coding, claims=tuple(replace(one, holder="nobody") for one in coding.claims))

    monkeypatch.setattr(RENAME, "code", partial)
    outcome = lumen_twice()
    assert len(outcome.differences) == outcome.compared["claims"] > 0
    assert all("'holder'" in line for line in outcome.differences)


def test_the_copy_holds_no_original_name_or_id(tmp_path: Path) -> None:
    renamer = RENAMERS["lumen"]
    copied = load_pack(RENAME.copy_renamed(PACKS["lumen"], tmp_path, renamer))
    assert len(copied.actors) == len(PACKS["lumen"].actors)
    assert not set(renamer.ids) & {*copied.actors, *copied.weapons, *copied.places}
    for path in tmp_path.rglob("*.*"):
        assert renamer.remaining(path.read_text(encoding="utf-8")) == [], path
