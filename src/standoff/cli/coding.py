"""`standoff code`: events and claims of reports, each with the characters it rests on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.output import json_document, write_rows
from standoff.cli.settings import Options, resolve
from standoff.cli.why import why_lines, with_reasons
from standoff.cli.why_page import why_page
from standoff.dates import When, parse_iso
from standoff.errors import InputError, ReadError
from standoff.model import Issue

if TYPE_CHECKING:
    from standoff.coding.coders import Coder
    from standoff.model import Event
    from standoff.packs import Pack

COLUMNS = ("what", "kind", "who", "whom", "date", "detail", "report")


def code(
    files: list[Path],
    /,
    *,
    form: Annotated[Literal["table", "json", "html"], Parameter(name="--format")] = "table",
    why: Annotated[bool, Parameter(negative="")] = False,
    published: str | None = None,
    coder: str = "grammar",
    theatre: str | None = None,
) -> None:
    """Code the reports in the files.

    Args:
        files: Reports: text, HTML, JSON, mails, feeds or web archives, packed or not.
        form: A table for people; one JSON document: an object, or an array of several; or a
            page that marks in the text what each event and claim rests on.
        why: Show each event with the pattern that found it and the words in each slot.
        published: Day of publication for reports that do not give it, such as 2024-09-18.
        coder: Name of the coder: grammar, or one that an installed package brings.
        theatre: Name or folder of a theatre.
    """
    from standoff.coding.coders import GRAMMAR, find_coder  # the help must not import it
    from standoff.packs import load_pack

    explain = why or form == "html"
    if explain and coder != GRAMMAR:
        raise InputError("--why and the page show the grammar's patterns; leave --coder out")
    settings = resolve(Options(theatre=theatre))
    pack = load_pack(settings.theatre, search=settings.search)
    stated = parse_iso(published, "published") if published else None
    coded = coded_reports(
        files, pack, code=find_coder(coder), published=stated, cache=settings.cache, why=explain
    )
    if form == "json":
        sys.stdout.writelines(json_document(coded))
    elif form == "html":
        sys.stdout.writelines(why_page(coded))
    elif why:
        sys.stdout.writelines(why_lines(coded))
    else:
        write_rows((row for one in coded for row in table_rows(one)), COLUMNS, form="table")


def coded_reports(
    files: Sequence[Path],
    pack: Pack,
    *,
    code: Coder,
    published: When | None,
    cache: Path,
    why: bool = False,
) -> Iterator[Mapping[str, Any]]:
    """Each report's coding as the JSON object that `code` prints, one at a time.

    An issue stands with the report read next from the same file; where none follows, alone.
    A file among several that cannot be read is an issue; the only one is an error. A report
    without a day of publication gets one from the theatre's facts where they settle it.

    Raises:
        ReadError: the only file cannot be read.
    """
    for path in files:
        try:
            yield from _coded_file(path, pack, code, published, cache, why=why)
        except ReadError as error:
            if len(files) == 1:
                raise
            issue = Issue(code="unreadable_file", detail=str(error), locator=str(path))
            yield _without_report([issue])


def _coded_file(
    path: Path, pack: Pack, code: Coder, published: When | None, cache: Path, *, why: bool
) -> Iterator[Mapping[str, Any]]:
    from standoff import coding, ingest, reports  # the help must not import them
    from standoff.model import Query

    def facts() -> tuple[Event, ...]:
        return tuple(ingest.base_record(pack, cache=cache).events(Query(status=())))

    waiting: list[Issue] = []
    for read in reports.read_path(path, published=published, language=pack.language):
        if isinstance(read, Issue):
            waiting.append(read)
        else:
            report, issue = ingest.dated(read, pack, facts)
            waiting += [issue] if issue else []
            coded = coding.to_json(report, code(report, pack), pack)
            if why:
                coded |= {"events": with_reasons(coded["events"], coding.reasons(report, pack))}
            told = [coding.issue_json(one) for one in waiting]
            yield coded | {"issues": [*told, *coded["issues"]]}
            waiting = []
    if waiting:
        yield _without_report(waiting)


def _without_report(issues: Sequence[Issue]) -> Mapping[str, Any]:
    from standoff.coding import issue_json  # the help must not import it

    return {"report": None, "events": [], "claims": [], "issues": [*map(issue_json, issues)]}


def table_rows(coded: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """One row for each event, claim and issue of a coded report."""
    name = (coded["report"] or {}).get("title") or (coded["report"] or {}).get("id")
    for event in coded["events"]:
        yield {"report": name, **_event_row(event)}
    for claim in coded["claims"]:
        yield {"report": name, **_claim_row(claim)}
    for issue in coded["issues"]:
        detail = f"{issue['detail']} ({issue['locator']})"
        yield {"report": name, "what": "issue", "kind": issue["code"], "detail": detail}


def _event_row(event: Mapping[str, Any]) -> dict[str, Any]:
    day = event.get("date") or {}
    weapon = event.get("weapon") or {}
    detail = [event.get("status"), weapon.get("name") or weapon.get("class"), event.get("place")]
    return {
        "what": "event",
        "kind": event["kind"],
        "who": event.get("actors"),
        "whom": event.get("targets"),
        "date": "..".join(filter(None, (day.get("first"), day.get("last")))),
        "detail": ", ".join(filter(None, detail)),
    }


def _claim_row(claim: Mapping[str, Any]) -> dict[str, Any]:
    detail = [*(claim.get("aims") or ()), "" if claim["stance"] == "asserts" else "denied"]
    return {
        "what": "claim",
        "kind": claim["kind"],
        "who": claim.get("holder") or claim.get("role") or claim.get("organisation"),
        "whom": claim.get("aim_of"),
        "detail": ", ".join(filter(None, detail)),
    }
