"""A brief as plain text for a terminal, wrapped to its width, notes numbered at the end."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Columns
from rich.text import Text

from standoff.brief.document import Block, Brief, Bullets, Figure, Paragraph, Sentence
from standoff.brief.frame import frame
from standoff.brief.notes import Notes, in_brackets, note_text
from standoff.brief.wording import phrases

LEAST_WIDTH = 40
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")


def to_terminal(brief: Brief, *, width: int) -> str:
    """The brief as text without colours or control characters, at most `width` columns wide."""
    words, notes = phrases(brief.language), Notes(brief)
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, LEAST_WIDTH),
        color_system=None,
        force_terminal=False,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(Text(brief.title.upper()), *map(Text, frame(brief, words)), sep="\n")
    for section in brief.sections:
        console.print()
        console.print(Rule(section.heading, align="left", characters="─"))
        for block in section.blocks:
            for part in _block(block, notes):
                console.print(part)
    console.print()
    console.print(Rule(words("notes"), align="left", characters="─"))
    for number, one in notes.in_text():
        console.print(_hanging(f"[{number}]", Text(" ".join(note_text(one, words).split()))))
    # A report's text must not be able to steer the reader's terminal.
    plain = _CONTROL.sub("", out.getvalue())
    return "\n".join(line.rstrip() for line in plain.split("\n")).rstrip("\n") + "\n"


def _block(block: Block, notes: Notes) -> Iterator[RenderableType]:
    if isinstance(block, Paragraph):
        yield _paragraph(block, notes)
    elif isinstance(block, Bullets):
        if block.label:
            yield Text(f"{block.label}:")
        yield from (_hanging("•", _paragraph(item, notes)) for item in block.items)
    elif not isinstance(block, Figure):
        for row in block.rows:
            yield Text("")
            yield _joined(row[0], notes)
            for name, cell in zip(block.columns[1:], row[1:], strict=True):
                if cell:
                    body = Text.assemble(f"{name}: ", _joined(cell, notes))
                    yield Padding(body, (0, 0, 0, 2))


def _paragraph(paragraph: Paragraph, notes: Notes) -> Text:
    label = f"{paragraph.label}. " if paragraph.label else ""
    return Text.assemble(label, _joined(paragraph.sentences, notes))


def _joined(sentences: Sequence[Sentence], notes: Notes) -> Text:
    parts = [f"{' '.join(one.text.split())} {in_brackets(notes.of(one))}" for one in sentences]
    return Text(" ".join(parts))


def _hanging(mark: str, body: Text) -> Columns:
    """A mark with the text beside it, so that wrapped lines stay clear of the mark."""
    columns = Columns.grid(padding=(0, 1))
    columns.add_column(no_wrap=True)
    columns.add_column(overflow="fold")
    columns.add_row(Text(mark), body)
    return columns
