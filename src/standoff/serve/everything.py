"""Everything that a site holds: plain lists by year, and data for a filter without a server."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from standoff.model import Query
from standoff.serve.pages.addresses import file_of
from standoff.serve.pages.shown import day, name_of
from standoff.serve.pages.told import line_of
from standoff.serve.site import Site

NO_YEAR: Final = "no-day"
EVERY: Final = Query(status=())
Page = tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event or report in one line; `sort` is the kind's name, or "report"."""

    page: str
    id: str
    day: str
    year: str
    sort: str
    text: str
    who: str


def entries(site: Site, as_of: date | None) -> tuple[Entry, ...]:
    """Every event and report, the newest first, those without a day last."""
    found = [*_events(site, as_of), *_reports(site, as_of)]
    found.sort(key=lambda one: (one.year != NO_YEAR, one.day, one.sort, one.id), reverse=True)
    return tuple(found)


def everything_pages(listed: Sequence[Entry]) -> Iterator[tuple[Page, str, Mapping[str, Any]]]:
    """The list of years and a list for each, as page, template and values."""
    years: dict[str, list[Entry]] = {}
    for one in listed:
        years.setdefault(one.year, []).append(one)
    counts = [(year, len(held)) for year, held in years.items()]
    yield ("everything", None), "everything.html", {"years": counts, "year": None, "listed": ()}
    for year, held in years.items():
        values = {"years": counts, "year": year, "listed": held}
        yield ("everything", year), "everything.html", values


def find_data(listed: Sequence[Entry]) -> str:
    """A script that gives the filter its lines: a page from disk may not fetch anything."""
    sorts = sorted({one.sort for one in listed})
    rows = [
        [file_of(one.page, one.id), one.day, sorts.index(one.sort), one.text, one.who]
        for one in listed
    ]
    text = json.dumps({"sorts": sorts, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    # Read as a script, not as a page: nothing in it can end the script, but two marks end a line.
    safe = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("<", "\\u003c")
    return f"window.standoffFind = {safe};\n"


def _events(site: Site, as_of: date | None) -> Iterator[Entry]:
    for event in site.at(as_of).events(EVERY):
        line = line_of(event, site.pack)
        first = event.when and (event.when.first or event.when.last)
        yield Entry(
            page="event",
            id=event.id,
            day=line.day,
            year=str(first.year) if first else NO_YEAR,
            sort=line.kind,
            text=f"{line.what}, {line.place}" if line.place else line.what,
            who=f"{line.actors} to {line.targets}" if line.targets else line.actors,
        )


def _reports(site: Site, as_of: date | None) -> Iterator[Entry]:
    for report in site.at(as_of).reports():
        first = report.published and report.published.first
        yield Entry(
            page="report",
            id=report.id,
            day=day(report.published),
            year=str(first.year) if first else NO_YEAR,
            sort="report",
            text=report.title or report.id,
            who=name_of(site.pack, report.source),
        )
