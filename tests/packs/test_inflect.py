"""Lemmas in word classes stand for their forms."""

from __future__ import annotations

from standoff.errors import Problem
from standoff.packs import load_pack
from standoff.packs.inflect import spelled_out


def forms(word: str) -> tuple[str, ...]:
    language = load_pack("korea").language
    rules = [(p.kind, p.match, str(p.set["put"])) for p in language.sections["inflections"]]
    return spelled_out({**language.terms, "asked": (word,)}, rules, [])["asked"]


def test_a_lemma_stands_for_all_its_forms() -> None:
    assert forms("@fire") == ("fire", "fires", "fired", "firing")
    assert forms("@deny") == ("deny", "denies", "denied", "denying")
    assert forms("@launch at") == ("launch at", "launches at", "launched at", "launching at")


def test_irregular_forms_come_from_the_language() -> None:
    assert forms("@go to") == ("go to", "goes to", "went to", "gone to", "going to")
    assert forms("@ship") == ("ship", "ships", "shipped", "shipping")


def test_some_of_the_forms_can_be_asked_for() -> None:
    assert forms("@wave aside:past") == ("waved aside",)
    assert forms("@draw:done") == ("drawn",)
    assert "firing" not in forms("@fire:finite")


def test_a_plain_word_stays_and_an_unknown_choice_is_a_problem() -> None:
    problems: list[Problem] = []
    told = spelled_out({"plain": ("fire",), "odd": ("@fire:never",)}, [], problems)
    assert told["plain"] == ("fire",)
    assert told["odd"] == ()
    assert "never" in problems[0].detail
