"""The brief as PDF: pages with the sentences, their notes, a draft's mark, and what it is."""

import json
import re
import sys
from dataclasses import replace
from typing import Any

import pytest

from standoff.brief import Brief, Figure, Material, Paragraph, Section, Sentence, rendered, write
from standoff.brief.notes import Notes
from standoff.brief.pdf import layout_inputs
from standoff.brief.wording import FOLDER
from standoff.errors import InputError

try:
    import typst
except ImportError:
    typst = None  # type: ignore[assignment]

needs_typst = pytest.mark.skipif(
    typst is None, reason="typst: the package is not installed; pip install 'standoff[pdf]'"
)


@pytest.fixture(scope="module")
def brief(material: Material) -> Brief:
    return write(material)


def document(brief: Brief) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(layout_inputs(brief)["sys_inputs"]["brief"])
    return found


def pages(brief: Brief) -> list[str]:
    layout = (FOLDER / "brief.typ").read_bytes()
    drawn: Any = typst.compile(layout, format="svg", **layout_inputs(brief))
    return [one.decode() for one in (drawn if isinstance(drawn, list) else [drawn])]


def asked(brief: Brief, selector: str) -> list[dict[str, Any]]:
    layout = (FOLDER / "brief.typ").read_bytes()
    found: list[dict[str, Any]] = json.loads(typst.query(layout, selector, **layout_inputs(brief)))
    return found


def test_every_sentence_is_handed_over_with_the_numbers_of_its_notes(brief: Brief) -> None:
    handed = json.dumps(document(brief), ensure_ascii=False)
    notes = Notes(brief)
    for one in brief.sentences():
        assert json.dumps(" ".join(one.text.split()), ensure_ascii=False) in handed
    assert [one["number"] for one in document(brief)["notes"]] == [number for number, _ in notes]


def test_only_a_draft_bears_its_mark(brief: Brief) -> None:
    approved = replace(brief, state="approved", approved_by="Ana Lee", approved_at=brief.made_at)
    assert document(brief)["mark"] == "Draft"
    assert document(approved)["mark"] is None
    assert document(approved)["author"] == ["Ana Lee"]


def test_without_the_package_the_remedy_is_named(
    brief: Brief, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(InputError, match=r"pip install 'standoff\[pdf\]'"):
        rendered(brief, "pdf")


@needs_typst
def test_the_pages_are_a_pdf_with_title_author_and_language(brief: Brief) -> None:
    made = rendered(brief, "pdf")
    assert made.startswith(b"%PDF-") and made == rendered(brief, "pdf")
    (title,) = set(re.findall(rb"<rdf:li xml:lang=\"[\w-]+\">([^<]+)</rdf:li>", made)[:1])
    assert title.decode() == brief.title
    assert b">standoff</" in made and b"/Lang" in made


@needs_typst
def test_headings_figures_and_notes_are_all_on_the_pages(brief: Brief) -> None:
    headings = [one["body"]["text"] for one in asked(brief, "heading.where(level: 2)")]
    assert headings == [*(one.heading for one in brief.sections), document(brief)["notes_heading"]]
    figures = [b for section in brief.sections for b in section.blocks if isinstance(b, Figure)]
    shown = asked(brief, "image")
    assert [one["alt"] for one in shown] == [one.caption.text for one in figures]
    assert len(asked(brief, "link")) >= len(list(Notes(brief)))


@needs_typst
def test_what_a_report_says_is_never_read_as_markup(brief: Brief) -> None:
    """Else a report could write its own page, or stop it from being made."""
    words = '#panic("no") = *x* $ ` <n1> @n1 \\ {n} of {of} // "'
    (first, *_) = list(brief.sentences())
    said = Sentence(text=words, evidence=first.evidence)
    own = Section(id="top", heading=words, blocks=(Paragraph(sentences=(said,), label=words),))
    short = replace(brief, title=words, sections=(own,))
    headings = [one["body"]["text"] for one in asked(short, "heading")]
    assert headings.count(words) == 2
    assert len(pages(short)) >= 1
