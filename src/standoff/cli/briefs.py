"""`standoff briefs`: drafts kept in a record, their edits, approval by a person, corrections."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from standoff.cli.output import write_out, write_rows
from standoff.cli.record import FormatOption, named, opened
from standoff.cli.settings import Options, resolve
from standoff.errors import RecordError

if TYPE_CHECKING:
    from standoff.brief import Brief
    from standoff.brief.archive import Filed
    from standoff.brief.edits import Op
    from standoff.record.journal import Journal

app = App(name="briefs", help="Briefs kept in a record: edit, approve, correct.")

LISTED = ("brief", "state", "version", "as of", "made", "approved by", "edits", "corrects")
SENTENCES = ("place", "section", "sentence")
Shown = Literal["terminal", "markdown", "html", "json", "pdf"]


@app.default
@app.command(name="list")
def list_briefs(*, form: FormatOption = "table", options: Options | None = None) -> None:
    """List the briefs of a record, oldest first.

    Args:
        form: How to print.
        options: Theatre and record.
    """
    from standoff.brief.archive import every_filed  # the help must not import it

    write_rows(map(_row, every_filed(_journal(options))), LISTED, form=form)


@app.command
def show(
    brief: str,
    *,
    form: Annotated[Shown, Parameter(name="--format")] = "terminal",
    output: Path | None = None,
    pdf: Path | None = None,
    options: Options | None = None,
) -> None:
    """Show a brief as it now reads, or as it was approved.

    Args:
        brief: Key of the brief, as list shows it.
        form: How to print.
        output: Write there instead of printing.
        pdf: Write it as PDF to this file instead; needs the extra "pdf".
        options: Theatre and record.
    """
    from standoff.brief import rendered  # the help must not import them
    from standoff.brief.archive import filed

    form = "pdf" if pdf else form
    found = filed(_journal(options), brief).brief
    write_out(rendered(found, form), pdf or output, binary=form == "pdf")


@app.command
def sentences(brief: str, *, form: FormatOption = "table", options: Options | None = None) -> None:
    """List the sentences of a draft as generated, with the places that edits name.

    Args:
        brief: Key of the brief.
        form: How to print.
        options: Theatre and record.
    """
    from standoff.brief.archive import filed  # the help must not import it

    write_rows(_sentences(filed(_journal(options), brief).draft), SENTENCES, form=form)


@app.command
def edit(
    brief: str, place: int, text: str, *, who: str, why: str, options: Options | None = None
) -> None:
    """Change a sentence; its evidence stays, and a note says who changed what.

    Args:
        brief: Key of a draft.
        place: Number of the sentence, as sentences lists it.
        text: The sentence as it shall read.
        who: Who changes it.
        why: Why.
        options: Theatre and record.
    """
    _edit(brief, "change", place, text, who, why, options)


@app.command
def strike(brief: str, place: int, *, who: str, why: str, options: Options | None = None) -> None:
    """Strike a sentence out.

    Args:
        brief: Key of a draft.
        place: Number of the sentence, as sentences lists it.
        who: Who strikes it out.
        why: Why.
        options: Theatre and record.
    """
    _edit(brief, "strike", place, "", who, why, options)


@app.command
def add(
    brief: str, place: int, text: str, *, who: str, why: str, options: Options | None = None
) -> None:
    """Add a sentence after another; its note says that a person wrote it.

    Args:
        brief: Key of a draft.
        place: Number of the sentence to add it after, as sentences lists it.
        text: The sentence.
        who: Who writes it.
        why: On what ground.
        options: Theatre and record.
    """
    _edit(brief, "add", place, text, who, why, options)


@app.command
def approve(brief: str, *, who: str, options: Options | None = None) -> None:
    """Approve a draft: from then on it is frozen, with its edits and its record's version.

    Args:
        brief: Key of a draft.
        who: Who approves it, by name.
        options: Theatre and record.
    """
    from standoff.brief import archive  # the help must not import it

    found = archive.approve(_journal(options, asking=False), brief, who=who, made_at=_now())
    sys.stdout.write(f"approved by {who}: {brief}, sha256 {found.sha256}\n")


@app.command
def correct(brief: str, *, options: Options | None = None) -> None:
    """Start a correction of an approved brief: a new version that will say what it changes.

    Args:
        brief: Key of an approved brief.
        options: Theatre and record.
    """
    from standoff.brief import archive  # the help must not import it

    found = archive.correct(_journal(options, asking=False), brief, made_at=_now())
    sys.stdout.write(f"version {found.draft.version}, a draft: {found.key}\n")


def _edit(
    brief: str, op: Op, place: int, text: str, who: str, why: str, options: Options | None
) -> None:
    from standoff.brief.archive import add_edit  # the help must not import them
    from standoff.brief.edits import Edit

    made = Edit(op=op, place=place, text=text, who=who, why=why, made_at=_now())
    found = add_edit(_journal(options, asking=False), brief, made)
    sys.stdout.write(f"{brief}: {len(found.edits)} edits; standoff briefs show {brief}\n")


def _journal(options: Options | None, *, asking: bool = True) -> Journal:
    """The journal of the record that settings name.

    Raises:
        RecordError: there is none: the theatre's own tables alone keep no brief.
    """
    settings = resolve(options)
    if named(settings) is None:
        raise RecordError(
            "there is no record that keeps briefs; standoff brief FILES --record PATH makes one"
        )
    return opened(settings, asking=asking)[0].journal


def _row(found: Filed) -> dict[str, Any]:
    brief = found.brief
    return {
        "brief": found.key,
        "state": brief.state,
        "version": brief.version,
        "as of": brief.as_of,
        "made": brief.made_at,
        "approved by": brief.approved_by,
        "edits": len(found.edits),
        "corrects": brief.corrects,
    }


def _sentences(brief: Brief) -> Iterator[dict[str, Any]]:
    from standoff.brief.document import sentences_of  # the help must not import it

    place = 0
    for section in brief.sections:
        for block in section.blocks:
            for one in sentences_of(block):
                place += 1
                yield {"place": place, "section": section.heading, "sentence": one.text}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
