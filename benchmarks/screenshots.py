"""Screenshots of every page at three widths, light and dark, to be looked at.

    python benchmarks/screenshots.py --output /tmp/shots [--record PATH] [--only now,map]

Serves the record on the loopback for as long as it takes, and says for each page how long it took
to answer, whether it is wider than its window, and what the browser complained of.
"""

from __future__ import annotations

import argparse
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import platformdirs
import uvicorn
from playwright.sync_api import Page, sync_playwright

from standoff.model import Query, TextAnchor
from standoff.packs import load_pack
from standoff.serve.app import create_app
from standoff.serve.pages.render import NAVIGATION
from standoff.serve.settings import Limits, SiteSettings
from standoff.serve.site import Site

CHROMIUM = "/usr/bin/chromium"
WIDTHS = (360, 1280, 3840)
HEIGHTS = {360: 800, 1280: 900, 3840: 2160}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TALLEST = 4000  # of a picture; very long pages go on as they begin


def main() -> None:
    """Take them all."""
    given = _arguments()
    settings = SiteSettings(
        pack=load_pack(given.theatre),
        record=given.record,
        cache=Path(platformdirs.user_cache_dir("standoff", appauthor=False)),
        limits=Limits(requests_a_minute=1_000_000),
    )
    given.output.mkdir(parents=True, exist_ok=True)
    only = {one for one in given.only.split(",") if one}
    pages = {name: path for name, path in _pages(settings) if not only or name in only}
    with served(settings) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for scheme in SCHEMES:
            for width in WIDTHS:
                view: Any = {"width": width, "height": HEIGHTS[width]}
                page = browser.new_page(viewport=view, color_scheme=scheme, base_url=address)
                page.on("console", lambda one: print(f"  console {one.type}: {one.text}"))
                for name, path in pages.items():
                    _take(page, path, given.output / f"{name}-{width}-{scheme}.png")
                page.close()
        browser.close()


def _take(page: Page, path: str, file: Path) -> None:
    began = time.perf_counter()
    answer = page.goto(path)
    took = time.perf_counter() - began
    page.wait_for_load_state("networkidle")
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    window = page.viewport_size or {"width": 0, "height": 0}
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**window, "height": min(max(tall, window["height"]), TALLEST)})
    page.screenshot(path=file)
    page.set_viewport_size(window)
    wide = f", {over} px too wide" if over > 0 else ""
    print(f"{file.name}: {answer.status if answer else '-'}, {1000 * took:.0f} ms{wide}")


def _pages(settings: SiteSettings) -> Iterator[tuple[str, str]]:
    """Every page of the navigation, and one event and one report with much on it."""
    for _, links in NAVIGATION:
        for link in links:
            yield link.page, "/" if link.page == "now" else f"/{link.page}"
    site = Site(settings)
    events = list(site.at().events(Query(status=())))
    fullest = max(events, key=lambda one: sum(map(len, one.values.values())))
    yield "event", f"/event/{fullest.id}"
    told = {a.report for one in events for a in one.anchors if isinstance(a, TextAnchor)}
    if told:
        coded = {one: len(list(site.at().observations_in((one,)))) for one in sorted(told)}
        yield "report", f"/report/{max(coded, key=lambda one: coded[one])}"


@contextmanager
def served(settings: SiteSettings) -> Iterator[str]:
    """The site on a free port of the loopback."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    config = uvicorn.Config(create_app(settings), host="127.0.0.1", port=port, log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--theatre", default="korea")
    parser.add_argument("--only", default="", help="names of pages, joined by commas")
    return parser.parse_args()


if __name__ == "__main__":
    main()
