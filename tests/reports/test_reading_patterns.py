"""Every pattern of a language is proved by its own sentences."""

from __future__ import annotations

import re

import pytest

from standoff.errors import PackError
from standoff.packs.language import LANGUAGES, Language, Pattern
from standoff.packs.yaml import read_yaml
from standoff.reports.wording import wording

# How each kind is applied: to a whole line, to its beginning, or anywhere in it.
WAYS = {
    "dateline": re.Pattern.match,
    "drop_tail": re.Pattern.search,
    "stop_word": re.Pattern.search,
}
KINDS = {
    "furniture": {"drop_line", "drop_list", "drop_from_here", "drop_tail", "mark"},
    "reading": {"month", "date_line", "dateline", "byline", "stop_word"},
}


def patterns() -> list[tuple[str, Pattern]]:
    found: list[tuple[str, Pattern]] = []
    for folder in sorted(LANGUAGES.iterdir()):
        if (folder / "furniture.yml").is_file():
            for name in KINDS:
                read: list[Pattern] = read_yaml(folder / f"{name}.yml", list[Pattern], []) or []
                found += [(name, one) for one in read]
    return found


@pytest.mark.parametrize(
    ("section", "pattern"), patterns(), ids=lambda one: getattr(one, "id", one)
)
def test_pattern_matches_its_yes_and_none_of_its_no(section: str, pattern: Pattern) -> None:
    assert pattern.kind in KINDS[section]
    assert pattern.yes
    assert pattern.no
    way = WAYS.get(pattern.kind, re.Pattern.fullmatch)
    compiled = re.compile(pattern.match)
    assert [one for one in pattern.yes if not way(compiled, one)] == []
    assert [one for one in pattern.no if way(compiled, one)] == []


def test_pattern_that_is_no_expression_is_named() -> None:
    broken = Pattern(id="half", kind="drop_line", match="(")
    language = Language(id="xx", digest="", terms={}, sections={"furniture": (broken,)})
    with pytest.raises(PackError, match="half"):
        wording(language)


def test_missing_language_is_named() -> None:
    with pytest.raises(PackError, match="tlh"):
        wording("tlh")


def test_a_language_given_by_a_pack_brings_its_own_furniture() -> None:
    extra = Pattern(id="own", kind="drop_line", match="Bay Herald daily")
    language = Language(id="en", digest="", terms={}, sections={"furniture": (extra,)})
    assert [phrase.id for phrase in wording(language).furniture] == ["own"]


def test_one_pattern_for_all_lines_of_furniture_matches_what_any_of_them_does() -> None:
    phrases = wording("en")
    lines = [
        line for section, one in patterns() if section == "furniture" for line in one.yes + one.no
    ]
    for line in lines:
        each = any(
            one.match.fullmatch(line) for one in phrases.furniture if one.kind != "drop_tail"
        )
        assert bool(phrases.any_line.fullmatch(line)) == each


def test_furniture_that_cannot_be_joined_is_still_found() -> None:
    twice = Pattern(id="twice", kind="drop_line", match=r"(?P<word>\w+) (?P=word)")
    language = Language(id="en", digest="", terms={}, sections={"furniture": (twice,)})
    assert wording(language).any_line.fullmatch("Herald Herald")
