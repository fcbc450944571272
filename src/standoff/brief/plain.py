"""A brief as JSON: sections, sentences with ids, evidence, and every number behind them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from standoff.brief.document import Block, Brief, Bullets, Figure, Paragraph, Sentence
from standoff.brief.evidence import Evidence
from standoff.brief.notes import Notes
from standoff.model import make_id


def to_json(brief: Brief) -> str:
    """The brief as one JSON document with a line end; dates are ISO."""
    notes = Notes(brief)
    document = {
        "title": brief.title,
        "language": brief.language,
        "state": brief.state,
        "approved_by": brief.approved_by,
        "approved_at": brief.approved_at,
        "version": brief.version,
        "corrects": brief.corrects,
        "theatre": brief.theatre,
        "record_version": brief.record_version,
        "as_of": brief.as_of,
        "made_at": brief.made_at,
        "seed": brief.seed,
        "sections": [
            {
                "id": section.id,
                "heading": section.heading,
                "blocks": [_block(block, notes) for block in section.blocks],
            }
            for section in brief.sections
        ],
        "evidence": [_evidence(number, one) for number, one in notes],
    }
    return json.dumps(document, ensure_ascii=False, indent=2, default=str) + "\n"


def _block(block: Block, notes: Notes) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", **_paragraph(block, notes)}
    if isinstance(block, Bullets):
        return {
            "type": "list",
            "label": block.label,
            "items": [_paragraph(item, notes) for item in block.items],
        }
    if isinstance(block, Figure):
        return {"type": "figure", "svg": block.svg, "caption": _sentence(block.caption, notes)}
    rows = [[list(_sentences(cell, notes)) for cell in row] for row in block.rows]
    return {"type": "table", "title": block.title, "columns": list(block.columns), "rows": rows}


def _paragraph(paragraph: Paragraph, notes: Notes) -> dict[str, Any]:
    return {"label": paragraph.label, "sentences": list(_sentences(paragraph.sentences, notes))}


def _sentences(sentences: tuple[Sentence, ...], notes: Notes) -> Iterator[dict[str, Any]]:
    return (_sentence(one, notes) for one in sentences)


def _sentence(one: Sentence, notes: Notes) -> dict[str, Any]:
    numbers = list(notes.of(one))
    return {"id": make_id("s", [one.text, numbers]), "text": one.text, "evidence": numbers}


def _evidence(number: int, one: Evidence) -> dict[str, Any]:
    return {"number": number, "type": type(one).__name__, **asdict(one)}
