"""Try it: a text or a file, coded at once; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, Final

from fastapi import APIRouter, File, Form, HTTPException, Request, UploadFile
from starlette.responses import Response

from standoff.errors import InputError
from standoff.serve.access import from_elsewhere
from standoff.serve.bench import Bench, Coded, TooSlowError, day_of
from standoff.serve.pages.render import render
from standoff.serve.site import Site

PATH: Final = "/try"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters of a text; `marks` are the numbers of what was coded from them."""

    text: str
    marks: tuple[int, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One event or claim in words."""

    number: int
    what: str
    kind: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One report with its coding: the text in pieces, and what was found in it."""

    title: str
    published: str
    pieces: tuple[Piece, ...]
    found: tuple[Found, ...]
    issues: tuple[str, ...]


def router(site: Site, bench: Bench) -> APIRouter:
    """The page with its form, and the answer to it."""
    routes = APIRouter(include_in_schema=False)

    def page(request: Request, *, status: int = 200, **values: Any) -> Response:
        shown = {"tried": (), "wrong": "", "text": "", "published": "", "asked": False, **values}
        limit = bench.limits.body_bytes
        return render(request, "try.html", site=site, status=status, limit=limit, **shown)

    @routes.get(PATH)
    def form(request: Request) -> Response:
        return page(request)

    @routes.post(PATH)
    def answer(
        request: Request,
        text: Annotated[str, Form()] = "",
        published: Annotated[str, Form(max_length=20)] = "",
        file: Annotated[UploadFile | None, File()] = None,
    ) -> Response:
        if from_elsewhere(request):
            raise HTTPException(403, "send the form from this site's own page")
        raw = file.file.read() if file and file.filename else text.encode()
        name = file.filename if file and file.filename else "text"
        held: dict[str, Any] = {"text": text, "published": published}
        if not raw.strip():
            return page(request, status=422, wrong="Paste a text or choose a file.", **held)
        try:
            coded = bench.code(raw, name=name, published=day_of(published))
        except InputError as error:
            return page(request, status=422, wrong=str(error), **held)
        except TooSlowError as error:
            return page(request, status=408, wrong=str(error), **held)
        return page(request, tried=tried_view(coded), asked=True, **held)

    return routes


def tried_view(coded: Coded) -> tuple[Tried, ...]:
    """What the page shows of a coding."""
    return tuple(map(_tried, coded))


def _tried(one: Mapping[str, Any]) -> Tried:
    report = one["report"] or {"title": "", "text": "", "published": None}
    things = [*(("event", each) for each in one["events"])]
    things += [("claim", each) for each in one["claims"]]
    spans = [
        (span["start"], span["end"], number, what)
        for number, (what, thing) in enumerate(things, 1)
        for span in thing["spans"]
        if span["slot"] in ("event", "claim")
    ]
    published = report["published"] or {}
    return Tried(
        title=report["title"],
        published=published.get("first") or "",
        pieces=tuple(_pieces(report["text"], spans)),
        found=tuple(_found(n, what, thing) for n, (what, thing) in enumerate(things, 1)),
        issues=tuple(f"{issue['code']}: {issue['detail']}" for issue in one["issues"]),
    )


def _pieces(text: str, spans: Sequence[tuple[int, int, int, str]]) -> Iterator[Piece]:
    """The text cut where a span begins or ends, each piece with the spans that cover it."""
    cuts = sorted({0, len(text), *(cut for span in spans for cut in span[:2])})
    for start, end in pairwise(cuts):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        marks = tuple(dict.fromkeys(number for _, _, number, _ in over))
        kinds = tuple(sorted({what for _, _, _, what in over}))
        yield Piece(text=text[start:end], marks=marks, kinds=kinds)


def _found(number: int, what: str, thing: Mapping[str, Any]) -> Found:
    left_out = ("id", "kind", "spans")
    facts = [(name, _words(value)) for name, value in thing.items() if name not in left_out]
    told = tuple((name, words) for name, words in facts if words)
    return Found(number=number, what=what, kind=thing["kind"], facts=told)


def _words(value: Any) -> str:
    """A value as people read it; empty where it says nothing."""
    if isinstance(value, Mapping) and "precision" in value:
        return " to ".join(filter(None, (value["first"], value["last"])))
    if isinstance(value, Mapping):
        told = ((name, _words(each)) for name, each in value.items())
        return ", ".join(f"{name} {words}" for name, words in told if words)
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
