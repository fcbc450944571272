"""The paths a person takes, in Chromium: no error, no request elsewhere, axe finds nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from standoff.model import Query, Report, TextAnchor
from standoff.serve.pages.render import NAVIGATION
from standoff.serve.site import Site

CHROMIUM = "/usr/bin/chromium"
PAGES = tuple(
    "/" if link.page == "now" else f"/{link.page}" for _, links in NAVIGATION for link in links
)
Opening = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    # In the fixture, and beginning with the name: where Chromium is required, a skip fails.
    playwright = pytest.importorskip("playwright.sync_api", reason="chromium: no playwright here")
    if shutil.which(CHROMIUM) is None:
        pytest.skip("chromium: not installed here")
    with playwright.sync_playwright() as made:
        launched = made.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def opened(browser: Any, address: str) -> Opening:
    """A tab; when it closes it must have asked nobody else and complained of nothing."""

    @contextmanager
    def open_(**settings: Any) -> Iterator[Any]:
        context = browser.new_context(base_url=address, **settings)
        context.set_default_timeout(15_000)
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda one: faults.append(f"{one.type}: {one.text}"))
        page.on("pageerror", lambda one: faults.append(str(one)))
        page.on(
            "request",
            lambda one: (
                None if one.url.startswith((address, "data:", "blob:")) else faults.append(one.url)
            ),
        )
        yield page
        context.close()
        assert not faults, faults

    return open_


def settled(page: Any) -> None:
    """Wait until what a script adds to a page is there."""
    if page.locator(".drawing").count():
        page.wait_for_selector(".drawing svg")
    page.wait_for_selector("#told[hx-get]", state="detached")


@pytest.fixture(scope="module")
def every_page(site: Site, reports: tuple[Report, ...]) -> tuple[str, ...]:
    events = list(site.at().events(Query(status=())))
    told = next(one for one in events if any(isinstance(a, TextAnchor) for a in one.anchors))
    longest = max(reports, key=lambda one: len(one.text))
    return (*PAGES, "/search?text=missile", f"/event/{told.id}", f"/report/{longest.id}")


def test_a_person_filters_brushes_opens_an_event_and_its_report_and_goes_back(
    opened: Opening,
) -> None:
    with opened(viewport={"width": 1280, "height": 1000}) as page:
        page.goto("/")
        page.get_by_role("link", name="Timeline", exact=True).click()
        page.wait_for_selector("#lanes svg")
        page.locator("select[name=kind]").select_option("launch")
        page.wait_for_url("**/timeline?*kind=launch*")
        page.wait_for_selector("#lanes svg")
        assert page.locator("#found tbody tr td:nth-child(2)").all_inner_texts().count("launch") > 5

        strip = page.locator("#overview svg")
        strip.scroll_into_view_if_needed()
        box = strip.bounding_box()
        y = box["y"] + 20
        page.mouse.move(box["x"] + box["width"] * 0.75, y)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.97, y, steps=8)
        page.mouse.up()
        page.wait_for_url("**first=20*")
        first = page.locator("input[name=first]").input_value()
        page.wait_for_function(
            "first => [...document.querySelectorAll('#found .date')]"
            ".every(one => one.innerText >= first)",
            arg=first,
        )
        chosen = page.url

        page.wait_for_selector("#lanes svg [data-mark=dot] > *")
        page.locator("#lanes svg").scroll_into_view_if_needed()
        dot = page.locator("#lanes svg [data-mark=dot] > *").last.bounding_box()
        page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
        page.wait_for_selector("#lanes svg.over")
        page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
        page.wait_for_url("**/event/*")
        page.go_back()
        page.wait_for_selector("#lanes svg")
        assert page.url == chosen
        assert page.locator("input[name=first]").input_value() == first
        assert page.locator("select[name=kind]").input_value() == "launch"


def test_a_quotation_leads_to_its_words_in_the_report(
    opened: Opening, every_page: tuple[str, ...]
) -> None:
    with opened(viewport={"width": 1280, "height": 900}) as page:
        page.goto(next(one for one in every_page if one.startswith("/event/")))
        quoted = page.locator(".quote mark").first.inner_text()
        page.locator(".quote .cite[href*='/report/']").first.click()
        page.wait_for_url("**/report/*#c*")
        anchor = page.url.partition("#")[2]
        # What a quotation marks begins where its anchor stands; other marks may cut it in pieces.
        words = page.locator(f"#{anchor}").evaluate("one => one.firstChild.data")
        assert quoted.startswith(" ".join(words.split())[:20])
        assert page.locator(f"#{anchor}").is_visible()
        page.go_back()
        page.wait_for_url("**/event/*")


def test_marks_in_a_report_tell_by_keyboard_what_was_coded(
    opened: Opening, every_page: tuple[str, ...]
) -> None:
    with opened(viewport={"width": 1280, "height": 900}) as page:
        page.goto(every_page[-1])
        page.wait_for_selector("#told:not([hx-get])")  # the patterns have come
        assert page.get_by_text("Found by pattern").first.is_visible()
        mark = page.locator(".text a.span:not([tabindex])").first
        mark.focus()
        assert page.locator("#tip").is_visible()
        assert mark.get_attribute("aria-describedby") == "tip"
        assert page.locator("#tip").inner_text().strip()
        page.keyboard.press("Escape")
        assert page.locator("#tip").count() == 0
        mark.hover()
        assert page.locator("#tip").is_visible()


def test_the_brush_moves_by_keyboard(opened: Opening) -> None:
    with opened(viewport={"width": 1280, "height": 900}) as page:
        page.goto("/timeline")
        strip = page.locator("#overview svg")
        strip.focus()
        page.keyboard.press("ArrowUp")
        page.wait_for_url("**first=*")
        assert page.locator("input[name=first]").input_value()


def test_a_place_on_the_map_leads_to_its_events(opened: Opening) -> None:
    with opened(viewport={"width": 1280, "height": 900}) as page:
        page.goto("/map")
        page.wait_for_selector("#drawing svg")
        page.get_by_role("button", name="World").click()
        assert page.get_by_role("button", name="World").get_attribute("aria-pressed") == "true"
        page.get_by_role("button", name="Theatre").click()
        page.locator("#drawing svg").scroll_into_view_if_needed()
        dot = page.locator("#drawing svg circle").first.bounding_box()
        page.mouse.move(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
        page.wait_for_selector("#drawing svg.over")
        page.mouse.click(dot["x"] + dot["width"] / 2, dot["y"] + dot["height"] / 2)
        page.wait_for_url("**/timeline?text=*")
        assert page.locator("#found tbody tr").count() > 0


def test_pages_work_without_a_script(opened: Opening, every_page: tuple[str, ...]) -> None:
    with opened(java_script_enabled=False) as page:
        page.goto("/timeline")
        page.locator("select[name=kind]").select_option("launch")
        page.get_by_role("button", name="Filter").click()
        page.wait_for_url("**kind=launch*")
        assert page.locator("#found tbody tr").count() > 5
        page.goto("/map")
        assert page.locator("#found tbody tr").count() > 0
        page.goto(every_page[-1])
        assert page.locator("#told li").count() > 0
        page.get_by_role("link", name="Show the pattern").click()
        assert page.get_by_text("Found by pattern").first.is_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_nothing(
    opened: Opening, every_page: tuple[str, ...], scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="chromium: no axe")
    checker = axe.Axe()
    with opened(viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        for address in every_page:
            page.goto(address)
            settled(page)
            found = checker.run(page).response["violations"]
            told = [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found]
            assert not told, (address, told)


@pytest.mark.parametrize("width", [360, 768, 3840])
def test_no_page_is_wider_than_its_window(
    opened: Opening, every_page: tuple[str, ...], width: int
) -> None:
    with opened(viewport={"width": width, "height": 800}) as page:
        for address in every_page:
            page.goto(address)
            settled(page)
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert over <= 0, (address, width, over)


def test_the_skip_link_is_the_first_stop(opened: Opening) -> None:
    with opened() as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
