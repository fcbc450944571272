"""Data: the events that fit as files for other tools, and where the API is."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, HTTPException
from starlette.requests import Request
from starlette.responses import Response

from standoff.record.exports import FORMATS, export
from standoff.serve.pages.asked import asked, choices
from standoff.serve.pages.render import render

if TYPE_CHECKING:
    from standoff.serve.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A format of download: its name, what it is for, the file's ending and media type."""

    id: str
    title: str
    what: str
    ending: str
    media: str


FORMS: Final = (
    Form(
        id="csv",
        title="CSV",
        what="one line an event, the preferred value of each attribute",
        ending="csv",
        media="text/csv; charset=utf-8",
    ),
    Form(
        id="jsonl",
        title="JSON Lines",
        what="everything: every value of every origin with its evidence",
        ending="jsonl",
        media="application/x-ndjson",
    ),
    Form(
        id="geojson",
        title="GeoJSON",
        what="events whose place has coordinates, for maps",
        ending="geojson",
        media="application/geo+json",
    ),
    Form(
        id="ical",
        title="iCalendar",
        what="events by day, for calendars",
        ending="ics",
        media="text/calendar; charset=utf-8",
    ),
    Form(
        id="plover",
        title="PLOVER",
        what="records of the PLOVER event scheme, for those kinds that have a code",
        ending="plover.json",
        media="application/json",
    ),
    Form(
        id="parquet",
        title="Parquet",
        what="the flat table, for data frames",
        ending="parquet",
        media="application/vnd.apache.parquet",
    ),
)


def forms() -> tuple[Form, ...]:
    """The formats that this installation can write."""
    return tuple(
        one for one in FORMS if one.id in FORMATS and (one.id != "parquet" or find_spec("polars"))
    )


def router(site: Site) -> APIRouter:
    """The page, and each file."""
    made = APIRouter(include_in_schema=False)

    @made.get("/data")
    def data(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        return render(
            request,
            "data.html",
            site=site,
            as_of=wanted.as_of,
            forms=forms(),
            asked=wanted,
            choices=choices(site.pack),
            total=sum(1 for _ in site.listing(wanted.as_of).fitting(wanted.query)),
            wrong=wanted.wrong,
        )

    @made.get("/data/{form}")
    def file(request: Request, form: str) -> Response:
        found = next((one for one in forms() if one.id == form), None)
        if found is None:
            raise HTTPException(404, f"there is no format {form!r}")
        wanted = asked(request.query_params, site.pack)
        if wanted.wrong:
            raise HTTPException(422, "; ".join(wanted.wrong))
        events = site.at(wanted.as_of).events(wanted.query)
        content = export(events, form, site.pack).content
        name = f"{site.pack.manifest.id}-events.{found.ending}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, headers=headers, media_type=found.media)

    return made
