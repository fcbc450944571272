"""A list's two routes: in the envelope, and under the suffix `.csv` as a file of the same page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter
from starlette.responses import Response

from standoff.serve.api.envelope import CSV, Envelope, errors

Handler = TypeVar("Handler", bound=Callable[..., Response])


def listed(
    routes: APIRouter, path: str, shape: Any, *statuses: int
) -> Callable[[Handler], Handler]:
    """Puts a handler under the path and under the path with the suffix `.csv`.

    Args:
        routes: where to.
        path: of the list.
        shape: of one of its items.
        statuses: of the errors it may answer beside the usual ones.
    """

    def add(handler: Handler) -> Handler:
        routes.add_api_route(
            path, handler, response_model=Envelope[list[shape]], responses=errors(*statuses)
        )
        text = {"text/csv": {"schema": {"type": "string"}}}
        routes.add_api_route(
            path + CSV,
            handler,
            name=f"{handler.__name__}_csv",
            response_class=Response,
            responses=errors(*statuses) | {200: {"description": "The page.", "content": text}},
        )
        return handler

    return add
