"""From a draft to a report whose text never changes again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from standoff.dates import When
from standoff.model import Issue, Report, make_id
from standoff.reports.clean import Cleaned, clean, notes_above, notes_around
from standoff.reports.decode import clean_characters
from standoff.reports.draft import Draft
from standoff.reports.language import tell_language
from standoff.reports.plain import outlet_from
from standoff.reports.stated import Dateline, find_dateline
from standoff.reports.wording import Wording

_TITLE_WORDS = 12
_SHOWN_WORDS = 8
_SHOWN_LINES = 12


def freeze(
    draft: Draft, *, wordings: Sequence[Wording], published: When | None
) -> Iterator[Report | Issue]:
    """The report, after the issues met on the way; issues alone where no story is left.

    Args:
        draft: what the format read.
        wordings: the patterns of the languages that are read, the one that is coded first.
        published: the day the caller gives; it wins over what the file states.
    """
    characters = clean_characters(draft.text, locator=draft.locator)
    yield from characters.issues
    wording = _wording_of(characters.text, draft.language, wordings)
    cleaned = clean(characters.text, wording)
    if cleaned.removed or draft.around:
        yield _removed((*cleaned.removed, *draft.around), draft.locator)
    if draft.around:
        cleaned = _with_notes(draft, cleaned, wording)
    if not cleaned.text.strip():
        detail = "nothing but page furniture, or nothing at all; give the story itself"
        yield Issue(code="no_story_text", detail=detail, locator=draft.locator)
        return
    dateline = find_dateline(cleaned.text, wording)
    stated = draft.stated or cleaned.stated or (dateline.when if dateline else None)
    yield from _about_date(stated, published, dateline, draft.locator)
    report = _report(draft, cleaned, dateline, stated, published, wording)
    if report.source == outlet_from(draft.locator):
        detail = f"no outlet is named in it; its source is taken to be {report.source!r}"
        yield Issue(code="no_outlet", detail=detail, locator=draft.locator)
    if report.language != wordings[0].language:
        detail = f"language {report.language!r} is stored and searchable but not coded"
        yield Issue(code="unread_language", detail=detail, locator=draft.locator)
    yield report


def _wording_of(text: str, declared: str | None, wordings: Sequence[Wording]) -> Wording:
    """The patterns of the text's language; those of the first where none is its own."""
    if len(wordings) > 1:
        for wording in wordings:
            if tell_language(text, wording=wording, declared=declared) == wording.language:
                return wording
    return wordings[0]


def _report(
    draft: Draft,
    cleaned: Cleaned,
    dateline: Dateline | None,
    stated: When | None,
    published: When | None,
    wording: Wording,
) -> Report:
    agency = dateline.agency if dateline else None
    source = _line(draft.outlet or agency or cleaned.outlet or draft.host)
    source = source or outlet_from(draft.locator)
    url = _line(draft.url) or None
    text_sha = hashlib.sha256(cleaned.text.encode()).hexdigest()
    day = stated.to_json() if stated else None
    title, title_marks = _title(draft, cleaned.text)
    byline = _line(draft.byline or cleaned.byline)
    return Report(
        id=make_id("r", [source, url, day, text_sha]),
        source=source,
        url=url,
        published=published or stated,
        title=title,
        text=cleaned.text,
        text_sha=text_sha,
        raw_sha=hashlib.sha256(draft.raw).hexdigest(),
        reader=draft.reader,
        language=tell_language(cleaned.text, wording=wording, declared=draft.language),
        marks=tuple(
            dict.fromkeys(
                (*cleaned.marks, *title_marks, *draft.marks)
                + ((f"byline: {byline}",) if byline else ())
            )
        ),
    )


def _title(draft: Draft, text: str) -> tuple[str, tuple[str, ...]]:
    title = _line(draft.title)
    if title and draft.title_in_text and text.startswith(title):
        return title, ("title_in_text",)
    if title and not draft.title_in_text:
        return title, ()
    return " ".join(text[:2000].split()[:_TITLE_WORDS]), ("title_from_text",)


def _about_date(
    stated: When | None, published: When | None, dateline: Dateline | None, locator: str
) -> Iterator[Issue]:
    if published and stated and not published.overlaps(stated, slack_days=1):
        detail = f"given as published {published.first}, but the file states {stated.first}"
        yield Issue(code="date_disagrees", detail=detail, locator=locator)
    if published or stated:
        return
    if dateline and dateline.has_day:
        detail = f"the dateline {dateline.wording!r} has no year; give the date with --published"
        yield Issue(code="no_year", detail=detail, locator=locator)
        return
    detail = "states no day of publication; give it with --published"
    yield Issue(code="no_publication_date", detail=detail, locator=locator)


def _with_notes(draft: Draft, cleaned: Cleaned, wording: Wording) -> Cleaned:
    """What is clean, with what the rest of its page says about it; the text itself first."""
    near = notes_above(draft.before, wording)
    far = notes_around(draft.around, wording)
    return replace(
        cleaned,
        marks=tuple(dict.fromkeys((*cleaned.marks, *far.marks))),
        outlet=cleaned.outlet or far.outlet,
        byline=cleaned.byline or near.byline,
        stated=cleaned.stated or near.stated,
    )


def _removed(lines: Sequence[str], locator: str) -> Issue:
    shown = [" ".join(line[:400].split()[:_SHOWN_WORDS])[:80] for line in lines[:_SHOWN_LINES]]
    more = len(lines) - len(shown)
    counted = "1 line" if len(lines) == 1 else f"{len(lines)} lines"
    rest = f" | and {more} more" if more else ""
    detail = f"{counted}: {' | '.join(shown)}{rest}"
    return Issue(code="furniture_removed", detail=detail, locator=locator)


def _line(text: str | None) -> str:
    """The text as one line of at most 300 characters, with nothing invisible in it."""
    return " ".join(clean_characters((text or "")[:2000], locator="").text.split())[:300]
