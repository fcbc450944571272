"""A brief as Markdown with numbered notes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from standoff.brief.document import Block, Brief, Bullets, Figure, Paragraph, Sentence
from standoff.brief.frame import frame
from standoff.brief.notes import Notes, note_text
from standoff.brief.wording import Phrases, phrases

_ADDRESS_OR_MARK = re.compile(r"(https?://[^\s<>|\[\]]+)|([\\`*_\[\]<>|#])")


def to_markdown(brief: Brief) -> str:
    """The brief as Markdown; every sentence ends with the numbers of its notes."""
    words, notes = phrases(brief.language), Notes(brief)
    lines = [f"# {escape(brief.title)}", "", *(f"*{escape(one)}*  " for one in frame(brief, words))]
    for section in brief.sections:
        lines += ["", f"## {escape(section.heading)}", ""]
        for block in section.blocks:
            lines += [*_block(block, notes), ""]
    lines += [f"## {words('notes')}", "", *_notes(notes, words)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"


def escape(text: str) -> str:
    """The text with what Markdown reads as marks made plain; addresses stay as they are."""
    flat = " ".join(text.split())
    return _ADDRESS_OR_MARK.sub(lambda found: found[1] or f"\\{found[2]}", flat)


def _block(block: Block, notes: Notes) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield _paragraph(block, notes)
    elif isinstance(block, Bullets):
        if block.label:
            yield f"**{escape(block.label)}**"
            yield ""
        yield from (f"- {_paragraph(item, notes)}" for item in block.items)
    elif isinstance(block, Figure):
        return
    else:
        for row in block.rows:
            yield f"**{_joined(row[0], notes)}**"
            yield ""
            for name, cell in zip(block.columns[1:], row[1:], strict=True):
                if cell:
                    yield f"- *{escape(name)}*: {_joined(cell, notes)}"
            yield ""


def _paragraph(paragraph: Paragraph, notes: Notes) -> str:
    label = f"**{escape(paragraph.label)}.** " if paragraph.label else ""
    return label + _joined(paragraph.sentences, notes)


def _joined(sentences: Sequence[Sentence], notes: Notes) -> str:
    return " ".join(f"{escape(one.text)} {_marks(notes.of(one))}" for one in sentences)


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[^{number}]" for number in numbers)


def _notes(notes: Notes, words: Phrases) -> Iterator[str]:
    for number, one in notes.in_text():
        yield f"[^{number}]: {escape(note_text(one, words))}"
