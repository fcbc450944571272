"""The API's own page: every route with its parameters and answers, from the description itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from starlette.responses import Response

from standoff.serve.api.envelope import PREFIX
from standoff.serve.pages.render import render
from standoff.serve.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a route."""

    name: str
    place: str
    type: str
    required: bool
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One route with what it takes and answers."""

    method: str
    path: str
    group: str
    about: str
    parameters: tuple[Parameter, ...]
    answers: tuple[tuple[str, str], ...]


def router(site: Site) -> APIRouter:
    """The page of the API."""
    routes = APIRouter(include_in_schema=False)

    @routes.get(f"{PREFIX}/docs")
    def docs(request: Request) -> Response:
        app: FastAPI = request.app
        found = tuple(routes_of(app.openapi()))
        groups = tuple(dict.fromkeys(one.group for one in found))
        return render(request, "api.html", site=site, routes=found, groups=groups, prefix=PREFIX)

    return routes


def routes_of(description: Mapping[str, Any]) -> Iterator[Route]:
    """The routes that an OpenAPI description names."""
    for path, methods in description["paths"].items():
        for method, told in methods.items():
            answers = tuple((code, one["description"]) for code, one in told["responses"].items())
            yield Route(
                method=method.upper(),
                path=path,
                group=next(iter(told.get("tags", ())), "other"),
                about=told.get("description", told.get("summary", "")),
                parameters=tuple(map(_parameter, told.get("parameters", ()))),
                answers=answers,
            )


def _parameter(given: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=given["name"],
        place=given["in"],
        type=_type(given["schema"]),
        required=given.get("required", False),
        about=given.get("description", ""),
    )


def _type(schema: Mapping[str, Any]) -> str:
    """A parameter's type in words."""
    if "anyOf" in schema:
        kinds = [_type(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(kinds))
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if "const" in schema:
        return str(schema["const"])
    if schema.get("type") == "array":
        return f"{_type(schema['items'])}, repeatable"
    return str(schema.get("format") or schema.get("type", "any"))
