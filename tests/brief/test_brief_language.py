"""Another interface language is a file and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from standoff.brief import Material, render, wording, write
from standoff.brief.wording import phrases
from standoff.explain import describe

MARK = "¤"


@pytest.fixture
def marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language whose every phrase begins with a mark."""
    lines = [f"{key}: {_quoted(MARK + text)}" for key, text in phrases("en").table.items()]
    (tmp_path / "mk.yml").write_text("\n".join(lines) + "\n", "utf-8")
    phrases.cache_clear()
    monkeypatch.setattr(wording, "FOLDER", tmp_path)
    yield "mk"
    phrases.cache_clear()


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_a_file_is_all_that_a_language_takes(material: Material, marked: str) -> None:
    brief = write(material, language=marked)
    elsewhere = {
        text
        for one in material.results
        for words in (describe(one),)
        for text in (words.not_said, words.scope, words.known_before)
    }
    assert brief.language == marked and brief.title.startswith(MARK)
    assert all(section.heading.startswith(MARK) for section in brief.sections)
    plain = {one.text for one in brief.sentences() if not one.text.startswith(MARK)}
    assert plain <= elsewhere
    for form in ("terminal", "markdown", "html"):
        assert f"{MARK}Draft." in render(brief, form)
