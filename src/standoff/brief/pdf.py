"""A brief as PDF: laid out by typst, figures as drawings, notes numbered and linked."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from importlib import import_module
from types import ModuleType
from typing import Any

from standoff.brief.document import Block, Brief, Bullets, Figure, Paragraph, Sentence
from standoff.brief.evidence import Evidence, TableRow, Words
from standoff.brief.frame import frame
from standoff.brief.notes import Notes, marked, note_text
from standoff.brief.wording import FOLDER, Phrases, phrases
from standoff.errors import InputError

MAKER = "standoff"
SCREEN_FONTS = 'font-family="system-ui, sans-serif"'
PAGE_FONTS = 'font-family="Liberation Sans, Noto Sans, DejaVu Sans, Libertinus Serif"'


def to_pdf(brief: Brief) -> bytes:
    """The pages; the same brief makes the same bytes on machines with the same fonts.

    Raises:
        InputError: the package that lays them out is not installed.
    """
    typst = _typst()
    made: bytes = typst.compile(_layout(), **layout_inputs(brief), timestamp=_moment(brief))
    return made


def layout_inputs(brief: Brief) -> dict[str, Any]:
    """What the layout is filled with: the brief as one JSON value, its texts never markup."""
    return {"sys_inputs": {"brief": json.dumps(_document(brief), ensure_ascii=False)}}


def _typst() -> ModuleType:
    try:
        return import_module("typst")  # an extra: the other forms do without it
    except ImportError as error:
        raise InputError(
            "a brief as PDF needs the package typst: pip install 'standoff[pdf]'"
        ) from error


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return (FOLDER / "brief.typ").read_bytes()


def _moment(brief: Brief) -> datetime:
    made = datetime.fromisoformat(brief.approved_at or brief.made_at)
    return made if made.tzinfo else made.replace(tzinfo=UTC)


def _document(brief: Brief) -> dict[str, Any]:
    words, notes = phrases(brief.language), Notes(brief)
    state, stamp = frame(brief, words)
    moment = _moment(brief)
    units = ("year", "month", "day", "hour", "minute", "second")
    return {
        "title": brief.title,
        "language": brief.language,
        "author": [brief.approved_by or MAKER],
        "keywords": [brief.theatre, brief.record_version],
        "made": {unit: getattr(moment, unit) for unit in units},
        "mark": words("pdf.draft") if brief.state == "draft" else None,
        "state": state,
        "stamp": stamp,
        "page": words("pdf.page", n="{n}", of="{of}"),
        "notes_heading": words("notes"),
        "sections": [
            {
                "id": section.id,
                "heading": section.heading,
                "blocks": [_block(block, notes) for block in section.blocks],
            }
            for section in brief.sections
        ],
        "notes": [_note(number, one, words) for number, one in notes],
    }


def _block(block: Block, notes: Notes) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", **_paragraph(block, notes)}
    if isinstance(block, Bullets):
        items = [_paragraph(item, notes) for item in block.items]
        return {"type": "list", "label": block.label, "items": items}
    if isinstance(block, Figure):
        return {
            "type": "figure",
            "svg": _drawn(block.svg),
            "caption": _sentence(block.caption, notes),
        }
    rows = [[_sentences(cell, notes) for cell in row] for row in block.rows]
    return {"type": "table", "columns": list(block.columns), "rows": rows}


def _drawn(svg: str) -> str:
    """The drawing with fonts by name: on a page there is no system's own font to ask for."""
    return svg.replace(SCREEN_FONTS, PAGE_FONTS, 1)


def _paragraph(paragraph: Paragraph, notes: Notes) -> dict[str, Any]:
    return {"label": paragraph.label, "sentences": _sentences(paragraph.sentences, notes)}


def _sentences(sentences: Iterable[Sentence], notes: Notes) -> list[dict[str, Any]]:
    return [_sentence(one, notes) for one in sentences]


def _sentence(one: Sentence, notes: Notes) -> dict[str, Any]:
    return {"text": " ".join(one.text.split()), "marks": list(marked(notes.of(one)))}


def _note(number: int, one: Evidence, words: Phrases) -> dict[str, Any]:
    """A note: words in their context apart, so that they can be marked in it."""
    url = one.url if isinstance(one, Words | TableRow) else None
    if isinstance(one, Words):
        lead = words("note.lead", source=one.source, title=one.title)
        context: dict[str, str | None] = {
            "before": one.before,
            "words": one.words,
            "after": one.after,
        }
    else:
        lead = note_text(one, words)
        context = dict.fromkeys(("before", "words", "after"))
    safe = url if url and url.startswith(("http://", "https://")) else None
    return {"number": number, "lead": lead, **context, "url": safe}
