"""The pages: each a module with `router(site)`; `ROUTERS` lists them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from standoff.serve.pages import (
    about,
    assets,
    briefs,
    claims,
    data,
    event,
    explanations,
    forecasts,
    now,
    positions,
    predictions,
    report,
    search,
    timeline,
)
from standoff.serve.pages import map as map_page

if TYPE_CHECKING:
    from fastapi import APIRouter

    from standoff.serve.site import Site

# What makes each page's routes; every module of a page adds its own here.
ROUTERS: Final[tuple[Callable[[Site], APIRouter], ...]] = (
    assets.router,
    now.router,
    timeline.router,
    map_page.router,
    event.router,
    report.router,
    claims.router,
    explanations.router,
    positions.router,
    forecasts.router,
    predictions.router,
    briefs.router,
    search.router,
    data.router,
    about.router,
)
