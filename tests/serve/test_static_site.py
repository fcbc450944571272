"""The site as files: every link leads somewhere, it opens from disk and spoils no folder."""

import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from html import unescape
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from starlette.testclient import TestClient

from standoff.cli.app import main
from standoff.errors import InputError
from standoff.model import Query
from standoff.serve import static
from standoff.serve.pages.addresses import file_of
from standoff.serve.pages.render import NAVIGATION
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site

CHROMIUM = Path("/usr/bin/chromium")
PAST = date(2026, 2, 1)
# What fits a model or draws by chance: none of it may run for a page.
FITTING = (
    "standoff.explain.run:run_all",
    "standoff.explain.run:run_one",
    "standoff.stats.cloglog:fit",
    "standoff.stats.cloglog:profile_interval",
    "standoff.forecast.standing:standing",
    "standoff.forecast.standing:fitted_for",
    "standoff.forecast.numbers:numbers",
    "standoff.forecast.rolling:roll",
    "standoff.forecast.skill:skill_of",
    "standoff.forecast.scenarios:suppose",
)
LINK = re.compile(r'<(?:a|link)\b[^>]*?\bhref="([^"]*)"|<(?:script|img)\b[^>]*?\bsrc="([^"]*)"')


@pytest.fixture(scope="module")
def site(settings: SiteSettings) -> Site:
    return Site(settings)


@pytest.fixture(scope="module")
def folder(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = static.export_site(site, tmp_path_factory.mktemp("static") / "site")
    assert made.pages == len(list(made.folder.rglob("*.html")))
    return made.folder


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    for page in folder.rglob("*.html"):
        for pair in LINK.findall(page.read_text()):
            yield page, unescape(pair[0] or pair[1])


def test_every_inner_link_leads_to_a_file_and_its_anchor(folder: Path) -> None:
    anchors: dict[Path, set[str]] = {}
    followed = 0
    for page, address in links(folder):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https"):
            continue
        assert not parts.scheme and not parts.netloc and not parts.path.startswith("/"), address
        target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        assert target.is_file(), f"{page}: {address}"
        assert folder.resolve() in target.resolve().parents
        anchor = unquote(parts.fragment).partition(":~:")[0]
        if anchor and target.suffix == ".html":
            if target not in anchors:
                anchors[target] = set(re.findall(r'\bid="([^"]+)"', target.read_text()))
            assert anchor in anchors[target], f"{page}: {address}"
        followed += 1
    assert followed > 100


def test_every_page_event_and_report_has_its_file(folder: Path, site: Site) -> None:
    for _, listed in NAVIGATION:
        for link in listed:
            assert (folder / file_of(link.page)).is_file()
    record = site.at()
    for event in record.events(Query(status=())):
        assert (folder / file_of("event", event.id)).is_file()
    for report in record.reports():
        assert (folder / file_of("report", report.id)).is_file()
    assert not (folder / "event" / "ID.html").exists()
    mark = json.loads((folder / static.MARK).read_text())
    assert mark["version"] == site.version and mark["as_of"] is None


def test_pages_are_those_of_the_server(folder: Path, client: TestClient) -> None:
    def told(html: str) -> list[str]:
        main_part = html.partition("<main")[2].partition("</main>")[0]
        return re.findall(r"<h[12][^>]*>(.*?)</h[12]>", main_part, re.DOTALL)

    for page in ("explanations", "forecasts", "positions", "briefs"):
        assert told((folder / f"{page}.html").read_text()) == told(client.get(f"/{page}").text)


def test_a_day_shows_only_what_was_known(site: Site, tmp_path: Path) -> None:
    made = static.export_site(site, tmp_path / "past", as_of=PAST)
    known = {file_of("event", one.id) for one in site.at(PAST).events(Query(status=()))}
    there = {str(one.relative_to(made.folder)) for one in (made.folder / "event").glob("*.html")}
    assert there == known
    assert f"as of <strong>{PAST}</strong>" in (made.folder / "index.html").read_text()


def test_a_foreign_folder_is_refused_and_left_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="no exported site"):
        static.export_site(site, tmp_path / "mine")
    assert [one.name for one in tmp_path.rglob("*")] == ["mine", "thesis.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="no folder"):
        static.export_site(site, tmp_path / "file")


def test_a_failed_export_leaves_the_old_site_as_it_was(
    site: Site, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sorted(folder.rglob("*"))

    def break_off(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(static, "_write", break_off)
    with pytest.raises(InputError, match="No space left"):
        static.export_site(site, folder)
    assert sorted(folder.rglob("*")) == before
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]


def test_a_new_export_takes_the_old_ones_place(site: Site, folder: Path) -> None:
    (folder / "left over.html").write_text("")
    static.export_site(site, folder)
    assert not (folder / "left over.html").exists()
    assert [one.name for one in folder.parent.iterdir()] == [folder.name]


def test_nothing_is_fitted_for_any_page(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a page fits")

    patched = 0
    for place in FITTING:
        module, _, name = place.partition(":")
        original = getattr(import_module(module), name)
        for held in [one for key, one in sys.modules.items() if key.startswith("standoff")]:
            if getattr(held, name, None) is original:
                monkeypatch.setattr(held, name, refuse)
                patched += 1
    assert patched >= len(FITTING)
    assert static.export_site(site, tmp_path / "site").pages > 20


def test_the_command_writes_a_site_and_says_where(
    settings: SiteSettings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "site"
    words = ["export", "site", str(place), "--theatre", str(settings.pack.folder)]
    assert main([*words, "--record", str(settings.record), "--as-of", "2026-02-01"]) == 0
    assert capsys.readouterr().out.strip() == str(place / "index.html")
    assert main([*words[:2], str(tmp_path), *words[3:], "--record", str(settings.record)]) == 2


def test_it_opens_from_disk_in_a_real_browser(folder: Path) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="chromium: no playwright here")
    if not CHROMIUM.exists():
        pytest.skip("chromium: not installed here")
    said: list[str] = []
    event = next((folder / "event").glob("*.html")).relative_to(folder)
    pages = [*(one.name for one in sorted(folder.glob("*.html"))), str(event)]
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 800})
        page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
        page.on("pageerror", lambda one: said.append(str(one)))
        page.on("request", lambda one: said.append(one.url) if one.url[:5] != "file:" else None)
        for name in pages:
            page.goto((folder / name).as_uri())
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        page.goto((folder / "search.html").as_uri())
        page.fill("#find-here [name=words]", "launch")
        assert "of" in page.inner_text("#find-told")
        page.click("#find-list li a")
        assert page.locator("h1").count() == 1
        browser.close()
    assert not said
