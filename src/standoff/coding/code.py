"""code(report, pack): one report in, its observations, claims and open points out; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from standoff.coding.background import with_background
from standoff.coding.claims import find_claims
from standoff.coding.dating import DateMention
from standoff.coding.document import Document, read_document
from standoff.coding.entries import dated_by_entries
from standoff.coding.events import find_events
from standoff.coding.found import Found
from standoff.coding.observations import observation
from standoff.coding.officers import with_officers
from standoff.coding.patterns import Grammar, grammar
from standoff.coding.same import join_repeats, on_publication
from standoff.coding.scope import in_scope
from standoff.coding.short_names import with_short_names
from standoff.coding.voice import with_voice
from standoff.model import Claim, Coding, Issue, Report, TextAnchor
from standoff.packs import Pack

CODER = "grammar-1"


def code(report: Report, pack: Pack) -> Coding:
    """What the report says happened and what it says of it; nothing is coded by default.

    Args:
        report: a report as read; texts in another language than the pack's are not coded.
        pack: the theatre with its language.

    Returns:
        Observations and claims with their characters, and an Issue for each open point.
    """
    if report.language != pack.language.id:
        detail = f"the text is in {report.language!r}, the theatre reads {pack.language.id!r}"
        issue = Issue(code="unread_language", detail=detail, locator=report.source)
        return Coding(report=report.id, coder=CODER, observations=(), claims=(), issues=(issue,))
    document = read_document(report, pack)
    rules = grammar(pack.language)
    told = _with_people(document, rules)
    happenings = _happenings(told, rules)
    scoped = _in_scope(happenings, told)
    claimed = list(find_claims(document, rules))
    return Coding(
        report=report.id,
        coder=CODER,
        observations=tuple(observation(one, told, rules, CODER) for one in scoped),
        claims=tuple(one for one in claimed if isinstance(one, Claim)),
        issues=(
            *(one for one in claimed if isinstance(one, Issue)),
            *_open_points(document, happenings),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an event was coded.

    `pattern` found it; `status_by` is the pattern that decided whether it is told as a fact, None
    where nothing says otherwise.
    """

    pattern: str
    status_by: str | None


def reasons(report: Report, pack: Pack) -> dict[str, Reason]:
    """Why each event of the report's coding was coded, by the id of its observation.

    Args:
        report: a report as read.
        pack: the theatre with its language.
    """
    if report.language != pack.language.id:
        return {}
    rules = grammar(pack.language)
    told = _with_people(read_document(report, pack), rules)
    return {
        observation(one, told, rules, CODER).id: Reason(pattern=one.pattern, status_by=one.rule)
        for one in _in_scope(_happenings(told, rules), told)
    }


def _happenings(told: Document, rules: Grammar) -> tuple[Found, ...]:
    """What the report tells, each happening once, marked where it is context."""
    dated = dated_by_entries(find_events(told, rules), told)
    happenings = on_publication(join_repeats(dated), told.report.published)
    return with_background(happenings, told)


def _in_scope(happenings: tuple[Found, ...], told: Document) -> list[Found]:
    return [kept for one in happenings if (kept := in_scope(one, told))]


def _with_people(document: Document, rules: Grammar) -> Document:
    """The document with people under parts of their names, by their office, and its author."""
    return with_voice(with_officers(with_short_names(document), rules), rules)


@dataclass(frozen=True, slots=True)
class UndatedEvent:
    """A happening whose day cannot be told without the day of publication.

    `mention` is its own date as worded, `others` all dates of the report.
    """

    event: Found
    mention: DateMention
    others: tuple[DateMention, ...]


def undated_events(report: Report, pack: Pack) -> tuple[UndatedEvent, ...]:
    """The happenings in a report whose wording of the day lacks its year or its week."""
    rules = grammar(pack.language)
    document = _with_people(read_document(report, pack), rules)
    by_start = {mention.start: mention for mention in document.dates.values()}
    happenings = join_repeats(find_events(document, rules))
    scoped = [kept for one in happenings if (kept := in_scope(one, document))]
    others = tuple(document.dates.values())
    return tuple(
        UndatedEvent(one, by_start[one.slots["date"][1][0]], others)
        for one in scoped
        if one.when is None and "date" in one.slots
    )


def _open_points(document: Document, happenings: tuple[Found, ...]) -> Iterator[Issue]:
    """What was seen and not understood: nobody who acts, a date that lacks its year."""
    for one in happenings:
        if not one.actors:
            words = document.text[one.span[0] : one.span[1]]
            yield _issue(document, "no_actor", f"{one.kind} by nobody named: {words!r}", one.span)
    for mention in document.dates.values():
        if mention.when is None and mention.needs:
            words = document.text[mention.start : mention.end]
            detail = f"{words!r} cannot be dated without the {mention.needs}"
            yield _issue(
                document, f"date_needs_{mention.needs}", detail, (mention.start, mention.end)
            )


def _issue(document: Document, kind: str, detail: str, span: tuple[int, int]) -> Issue:
    anchor = TextAnchor(document.report.id, *span)
    return Issue(code=kind, detail=detail, locator=document.report.source, anchor=anchor)
