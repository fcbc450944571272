"""Briefs: the current one, the archive with its versions, what corrections changed, approval.

A brief's own page carries its style within, which the site's policy forbids. Here its body stands
in the site's frame, under the site's style sheet: one policy without an exception, one navigation,
and notes that lead on to the reports. The page of its own is offered as a file to keep.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.brief import rendered
from standoff.brief.archive import Filed
from standoff.brief.edits import Edit, sentence_at
from standoff.brief.evidence import Words
from standoff.brief.html import body_html
from standoff.serve.pages.addresses import Addresses
from standoff.serve.pages.asked import asked
from standoff.serve.pages.render import addresses_of, render
from standoff.serve.pages.voices import at_words

if TYPE_CHECKING:
    from standoff.serve.site import Site

COMMAND: Final = "standoff brief FILES --record PATH"
FORMS: Final = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}
NAMES: Final[dict[str, Literal["html", "markdown", "json"]]] = {
    "html": "html",
    "md": "markdown",
    "json": "json",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One brief in the archive; `corrects` and `corrected_by` are keys of its other versions."""

    key: str
    title: str
    state: str
    version: int
    as_of: date
    made: str
    approved_by: str | None
    approved: str | None
    edits: int
    corrects: str | None
    corrected_by: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One edit: who changed what and why; `pieces` are words with "same", "out" or "in"."""

    place: int
    op: str
    who: str
    why: str
    when: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A brief as it now reads, in HTML without a page around it, and what was changed in it."""

    row: Row
    body: str
    changes: tuple[Change, ...]
    versions: tuple[Row, ...]


def router(site: Site) -> APIRouter:
    """The archive, a page for each brief, and briefs as files."""
    made = APIRouter(include_in_schema=False)

    @made.get("/briefs")
    def briefs(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        filed = site.briefs(as_of=wanted.as_of)
        current, addresses = current_of(filed), addresses_of(request, wanted.as_of)
        return render(
            request,
            "briefs.html",
            site=site,
            as_of=wanted.as_of,
            rows=tuple(reversed(rows_of(filed))),
            current=brief_view(filed, current.key, addresses) if current else None,
            command=COMMAND,
            wrong=wanted.wrong,
        )

    @made.get("/briefs/{key}.{form}")
    def brief_file(key: str, form: str) -> Response:
        found = next((one for one in site.briefs() if one.key == key), None)
        if found is None or form not in FORMS:
            return Response("there is no such file\n", 404, media_type="text/plain")
        name = f'attachment; filename="brief-{key}.{form}"'
        body = rendered(found.brief, NAMES[form])
        return Response(body, headers={"Content-Disposition": name}, media_type=FORMS[form])

    @made.get("/briefs/{key}")
    def brief(request: Request, key: str) -> Response:
        wanted = asked(request.query_params, site.pack)
        addresses = addresses_of(request, wanted.as_of)
        view = brief_view(site.briefs(as_of=wanted.as_of), key, addresses)
        return render(
            request,
            "briefs.one.html",
            site=site,
            as_of=wanted.as_of,
            status=200 if view else 404,
            view=view,
            asked_for=key,
            forms=tuple(FORMS),
            wrong=wanted.wrong,
        )

    return made


def current_of(filed: Sequence[Filed]) -> Filed | None:
    """The brief to be read now: the newest approved one, else the newest draft."""
    approved = [one for one in filed if one.approved]
    ordered = sorted(approved or filed, key=lambda one: (one.brief.as_of, one.brief.made_at))
    return ordered[-1] if ordered else None


def rows_of(filed: Sequence[Filed]) -> tuple[Row, ...]:
    """The archive, oldest first."""
    corrected = {one.brief.corrects: one.key for one in filed if one.brief.corrects}
    return tuple(_row(one, corrected.get(one.key)) for one in filed)


def brief_view(filed: Sequence[Filed], key: str, addresses: Addresses) -> Shown | None:
    """One brief with its edits and other versions, None where there is none with this key.

    Args:
        filed: all briefs, oldest first.
        key: of the one wanted.
        addresses: how its notes find the reports.
    """
    found = next((one for one in filed if one.key == key), None)
    if found is None:
        return None

    def inside(words: Words) -> str:
        return addresses.href("report", words.report) + at_words(words.words)

    rows = {one.key: one for one in rows_of(filed)}
    return Shown(
        row=rows[key],
        body=body_html(found.brief, inside=inside),
        changes=tuple(_change(edit, found) for edit in found.edits),
        versions=tuple(_versions(rows, key)),
    )


def _versions(rows: dict[str, Row], key: str) -> Iterator[Row]:
    """Every version of a brief, the first one first."""
    first = rows[key]
    while first.corrects in rows:
        first = rows[first.corrects]
    one: Row | None = first
    while one is not None:
        yield one
        one = rows.get(one.corrected_by or "")


def _row(filed: Filed, corrected_by: str | None) -> Row:
    brief = filed.brief
    return Row(
        key=filed.key,
        title=brief.title,
        state=brief.state,
        version=brief.version,
        as_of=brief.as_of,
        made=_moment(brief.made_at),
        approved_by=brief.approved_by,
        approved=_moment(brief.approved_at) if brief.approved_at else None,
        edits=len(filed.edits),
        corrects=brief.corrects,
        corrected_by=corrected_by,
        sha256=filed.sha256,
    )


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text):%Y-%m-%d %H:%M}"


def _change(edit: Edit, filed: Filed) -> Change:
    before = "" if edit.op == "add" else sentence_at(filed.draft, edit.place).text
    return Change(
        place=edit.place,
        op=edit.op,
        who=edit.who,
        why=edit.why,
        when=_moment(edit.made_at),
        pieces=tuple(pieces_of(before, edit.text)),
    )


def pieces_of(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Two texts as words that stayed ("same"), went ("out") and came ("in"), in order.

    >>> list(pieces_of("Two missiles flew", "Three missiles flew"))
    [('out', 'Two'), ('in', 'Three'), ('same', 'missiles flew')]
    """
    old, new = before.split(), after.split()
    for op, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if op == "equal":
            yield "same", " ".join(old[a:b])
            continue
        if b > a:
            yield "out", " ".join(old[a:b])
        if d > c:
            yield "in", " ".join(new[c:d])
