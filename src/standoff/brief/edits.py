"""What people change in a brief: data with an author and a reason, laid over the generated text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from standoff.brief.document import (
    Block,
    Brief,
    Bullets,
    Figure,
    Paragraph,
    Sentence,
    Table,
)
from standoff.brief.evidence import Edited
from standoff.errors import InputError

Op = Literal["change", "strike", "add"]
Rewrite = Callable[[Sentence], tuple[Sentence, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One edit of a draft: a sentence changed, struck out, or added after another.

    `place` counts the sentences of the draft as generated, from 1, in the order of reading; edits
    never move it. `text` is empty where a sentence is struck out.
    """

    op: Op
    place: int
    text: str
    who: str
    why: str
    made_at: str


def edited(brief: Brief, edits: Sequence[Edit]) -> Brief:
    """The brief with edits laid over it; each edited sentence keeps its evidence and gains a note.

    Args:
        brief: as generated.
        edits: in the order in which they were made; of several on one sentence the last counts,
            but each sentence added stays.

    Raises:
        InputError: an edit has no author, reason or words, or names a place there is not.
    """
    total = sum(1 for _ in brief.sentences())
    for edit in edits:
        _check(edit, total)
    places = {id(one): place for place, one in enumerate(brief.sentences(), 1)}
    last = {edit.place: edit for edit in edits if edit.op != "add"}
    added: dict[int, list[Edit]] = {}
    for edit in edits:
        if edit.op == "add":
            added.setdefault(edit.place, []).append(edit)

    def rewrite(one: Sentence) -> tuple[Sentence, ...]:
        place = places[id(one)]
        kept = _kept(one, last.get(place))
        return (*kept, *(_written(edit) for edit in added.get(place, ())))

    sections = tuple(
        replace(section, blocks=tuple(_blocks(section.blocks, rewrite)))
        for section in brief.sections
    )
    return replace(brief, sections=sections)


def sentence_at(brief: Brief, place: int) -> Sentence:
    """The sentence at a place of the draft.

    Raises:
        InputError: there is no such place.
    """
    found = list(brief.sentences())
    if not 1 <= place <= len(found):
        raise InputError(f"the brief has sentences 1 to {len(found)}, not {place}")
    return found[place - 1]


def _check(edit: Edit, total: int) -> None:
    if not edit.who.strip() or not edit.why.strip():
        raise InputError("an edit needs its author and a reason")
    if bool(edit.text.strip()) == (edit.op == "strike"):
        raise InputError("a changed or added sentence needs words; a struck one has none")
    if not 1 <= edit.place <= total:
        raise InputError(f"the brief has sentences 1 to {total}, not {edit.place}")


def _kept(one: Sentence, edit: Edit | None) -> tuple[Sentence, ...]:
    if edit is None:
        return (one,)
    if edit.op == "strike":
        return ()
    note = Edited(before=one.text, who=edit.who, why=edit.why, made_at=edit.made_at)
    return (Sentence(text=edit.text.strip(), evidence=(*one.evidence, note)),)


def _written(edit: Edit) -> Sentence:
    note = Edited(before=None, who=edit.who, why=edit.why, made_at=edit.made_at)
    return Sentence(text=edit.text.strip(), evidence=(note,))


def _blocks(blocks: Iterable[Block], rewrite: Rewrite) -> Iterable[Block]:
    """The blocks with each sentence rewritten; what is left empty goes."""
    for block in blocks:
        if isinstance(block, Paragraph):
            sentences = _all(block.sentences, rewrite)
            if sentences:
                yield replace(block, sentences=sentences)
        elif isinstance(block, Bullets):
            items = (replace(one, sentences=_all(one.sentences, rewrite)) for one in block.items)
            kept = tuple(one for one in items if one.sentences)
            if kept:
                yield replace(block, items=kept)
        elif isinstance(block, Figure):
            yield from _figure(block, rewrite)
        else:
            yield _table(block, rewrite)


def _all(sentences: Iterable[Sentence], rewrite: Rewrite) -> tuple[Sentence, ...]:
    return tuple(each for one in sentences for each in rewrite(one))


def _figure(block: Figure, rewrite: Rewrite) -> Iterable[Block]:
    """The figure under its caption; with the caption struck out it goes too."""
    caption, *more = rewrite(block.caption) or (None,)
    if caption:
        yield replace(block, caption=caption)
    if more:
        yield Paragraph(sentences=tuple(one for one in more if one))


def _table(block: Table, rewrite: Rewrite) -> Table:
    rows = tuple(tuple(_all(cell, rewrite) for cell in row) for row in block.rows)
    return replace(block, rows=tuple(row for row in rows if any(row)))
