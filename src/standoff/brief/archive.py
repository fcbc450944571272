"""Briefs kept in the journal: drafts, edits, approvals by named people, corrections."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pydantic import TypeAdapter, ValidationError

from standoff.brief.document import Brief, Bullets, Paragraph, Section, Sentence
from standoff.brief.edits import Edit, edited, sentence_at
from standoff.brief.evidence import Edited
from standoff.brief.wording import phrases
from standoff.errors import InputError, RecordError
from standoff.model import Entry, make_id
from standoff.record.journal import Journal

DRAFT, EDIT, APPROVAL = "brief", "brief_edit", "brief_approval"
_BRIEF: TypeAdapter[Brief] = TypeAdapter(Brief)
_EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """A brief in the journal: the draft as generated, its edits, and what was approved.

    `approved` is the text as it was frozen, with the version of its record and a hash.
    """

    key: str
    draft: Brief
    edits: tuple[Edit, ...]
    approved: Brief | None
    sha256: str | None

    @property
    def brief(self) -> Brief:
        """The brief as it now reads."""
        return self.approved or edited(self.draft, self.edits)


def file_draft(journal: Journal, brief: Brief) -> Filed:
    """A draft put into the journal; the same draft twice is one.

    Raises:
        InputError: it is no draft.
        RecordError: the journal cannot be written.
    """
    if brief.state != "draft":
        raise InputError("only a draft is filed; a brief is approved in the journal")
    key, body = key_of(brief), _BRIEF.dump_python(brief, mode="json")
    journal.append(_entry(DRAFT, key, brief, brief.made_at, {"brief": body}))
    return filed(journal, key)


def key_of(brief: Brief) -> str:
    """The key under which a draft is filed: it follows from the content."""
    return make_id("b", _BRIEF.dump_python(brief, mode="json"))


def filed(journal: Journal, key: str) -> Filed:
    """The brief with a key.

    Raises:
        InputError: the journal has none.
        RecordError: what the journal holds is no brief, or not the one that was approved.
    """
    entry = next(iter(journal.entries(DRAFT, key)), None)
    if entry is None:
        raise InputError(f"no brief {key!r} in the journal; standoff briefs lists them")
    edits = tuple(
        _EDIT.validate_json(json.dumps(one.body["edit"])) for one in journal.entries(EDIT, key)
    )
    approval = next(iter(journal.entries(APPROVAL, key)), None)
    draft = _loaded(entry.body["brief"], key)
    if approval is None:
        return Filed(key=key, draft=draft, edits=edits, approved=None, sha256=None)
    if _sha(approval.body["brief"]) != approval.body["sha256"]:
        raise RecordError(f"the approved text of brief {key} is not the one that was approved")
    return Filed(
        key=key,
        draft=draft,
        edits=edits,
        approved=_loaded(approval.body["brief"], key),
        sha256=approval.body["sha256"],
    )


def every_filed(journal: Journal) -> Iterator[Filed]:
    """All briefs of the journal, oldest first."""
    return (filed(journal, entry.key) for entry in journal.entries(DRAFT))


def add_edit(journal: Journal, key: str, edit: Edit) -> Filed:
    """The brief with one more edit.

    Raises:
        InputError: it is approved already (a correction is a new version), or the edit is wrong.
    """
    found = filed(journal, key)
    _still_a_draft(found)
    edited(found.draft, (*found.edits, edit))
    body = {"edit": _EDIT.dump_python(edit, mode="json")}
    journal.append(_entry(EDIT, key, found.draft, edit.made_at, body))
    found = filed(journal, key)
    _still_a_draft(found)  # somebody may have approved it meanwhile, without this edit
    return found


def approve(journal: Journal, key: str, *, who: str, made_at: str) -> Filed:
    """The brief approved by a named person: its text is frozen, with its record's version.

    Raises:
        InputError: nobody is named, it is approved already, or a correction corrects nothing.
    """
    found = filed(journal, key)
    _still_a_draft(found)
    if not who.strip():
        raise InputError("a brief is approved by a named person; give a name")
    if found.draft.corrects and not found.edits:
        raise InputError("the correction changes nothing; edit it first")
    text = _with_corrections(found)
    text = replace(text, state="approved", approved_by=who.strip(), approved_at=made_at)
    body = _BRIEF.dump_python(text, mode="json")
    journal.append(
        _entry(APPROVAL, key, text, made_at, {"brief": body, "sha256": _sha(body), "who": who})
    )
    return filed(journal, key)


def correct(journal: Journal, key: str, *, made_at: str) -> Filed:
    """A new draft that starts from an approved brief and will say what it corrects.

    Raises:
        InputError: the brief is not approved yet.
    """
    found = filed(journal, key)
    if found.approved is None:
        raise InputError(f"brief {key} is still a draft; edit it instead")
    draft = replace(
        found.approved,
        state="draft",
        approved_by=None,
        approved_at=None,
        version=found.approved.version + 1,
        corrects=key,
        made_at=made_at,
        sections=tuple(one for one in found.approved.sections if one.id != "corrections"),
    )
    return file_draft(journal, draft)


def _with_corrections(found: Filed) -> Brief:
    """The text with its edits, and in a correction a section that says what was changed."""
    text = edited(found.draft, found.edits)
    if not found.draft.corrects:
        return text
    words = phrases(text.language)
    items = tuple(Paragraph(sentences=(_told(edit, found.draft),)) for edit in found.edits)
    section = Section(
        id="corrections", heading=words("heading.corrections"), blocks=(Bullets(items=items),)
    )
    return replace(text, sections=(section, *text.sections))


def _told(edit: Edit, draft: Brief) -> Sentence:
    before = sentence_at(draft, edit.place).text
    note = Edited(before=before, who=edit.who, why=edit.why, made_at=edit.made_at)
    text = phrases(draft.language)(
        f"corrections.{edit.op}", before=before, after=edit.text, why=edit.why.rstrip(".")
    )
    return Sentence(text=text, evidence=(note,))


def _still_a_draft(found: Filed) -> None:
    if found.approved:
        raise InputError(
            f"brief {found.key} is approved by {found.approved.approved_by} and frozen; "
            f"standoff briefs correct {found.key} starts a new version"
        )


def _loaded(body: object, key: str) -> Brief:
    try:
        return _BRIEF.validate_json(json.dumps(body))
    except ValidationError as error:
        raise RecordError(f"the journal's brief {key} cannot be read: {error}") from error


def _sha(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _entry(kind: str, key: str, brief: Brief, made_at: str, body: dict[str, object]) -> Entry:
    return Entry(
        key=key,
        kind=kind,
        made_at=datetime.fromisoformat(made_at).isoformat(),
        record_version=brief.record_version,
        as_of=brief.as_of,
        method=kind,
        pack=brief.theatre,
        seed=brief.seed,
        issued=kind == APPROVAL,
        body=body,
    )
