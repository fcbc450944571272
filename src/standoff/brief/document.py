"""The brief as data: sections of sentences, tables and figures, each with its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from standoff.brief.evidence import Evidence
from standoff.errors import InputError

State = Literal["draft", "approved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence and what it rests on; without evidence it cannot be made.

    Raises:
        InputError: there is no text, or no evidence.
    """

    text: str
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise InputError("a sentence of the brief needs words")
        if not self.evidence:
            raise InputError(f"a sentence of the brief needs evidence: {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Sentences that belong together; `label` names what they are about."""

    sentences: tuple[Sentence, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """Points of equal rank; `label` names what they are about."""

    items: tuple[Paragraph, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of cells, every cell a list of sentences; an empty cell holds none."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Sentence, ...], ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise InputError(f"table {self.title!r}: every row needs {len(self.columns)} cells")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A drawing, and the sentence that says what can be read off it."""

    svg: str
    caption: Sentence


Block = Paragraph | Bullets | Table | Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it."""

    id: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief: a draft until a named person approves it; moments are ISO 8601.

    `corrects` is the key of the approved brief that this version corrects.

    Raises:
        InputError: it is approved by nobody, or a draft by somebody, or `made_at` is no moment.
    """

    title: str
    language: str
    theatre: str
    record_version: str
    as_of: date
    made_at: str
    seed: int
    state: State
    approved_by: str | None
    sections: tuple[Section, ...]
    approved_at: str | None = None
    version: int = 1
    corrects: str | None = None

    def __post_init__(self) -> None:
        if (self.state == "approved") != bool(self.approved_by):
            raise InputError("a brief is approved by somebody, or it is a draft by nobody")
        try:
            datetime.fromisoformat(self.made_at)
        except ValueError as error:
            raise InputError(f"made_at {self.made_at!r} is no ISO 8601 moment") from error

    def sentences(self) -> Iterator[Sentence]:
        """Every sentence, in the order of reading."""
        for section in self.sections:
            for block in section.blocks:
                yield from sentences_of(block)


def sentences_of(block: Block) -> Iterator[Sentence]:
    """The sentences of a block, in the order of reading."""
    if isinstance(block, Paragraph):
        yield from block.sentences
    elif isinstance(block, Bullets):
        for item in block.items:
            yield from item.sentences
    elif isinstance(block, Figure):
        yield block.caption
    else:
        for row in block.rows:
            for cell in row:
                yield from cell
