"""What holds for every page: answers, markup, escaping, marks, what goes over the wire."""

from __future__ import annotations

import gzip
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from standoff.model import Event, Query, Report, TextAnchor
from standoff.serve import pages
from standoff.serve.pages.addresses import FileAddresses, ServerAddresses, asset_mark, file_of
from standoff.serve.pages.assets import content, names
from standoff.serve.pages.render import NAVIGATION
from standoff.serve.site import Site

PLANTED = "<script>alert(1)</script>"
ADDRESSES = ("/", "/timeline", "/map", "/search", "/search?text=missile", "/data", "/about")
FIRST_PAGE_BYTES = 250_000
PACKAGE = Path(pages.__file__).parents[1]


class Markup(HTMLParser):
    """What a page asks the browser to do."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.inline: list[str] = []
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.headings += tag == "h1"
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in given:
            self.inline.append("script")
        if tag == "style":
            self.inline.append("style")
        source = given.get("src") or given.get("href")
        if tag in ("script", "img", "iframe", "link") and source:
            self.loaded.append(source)
        if tag == "a":
            self.links.append(given.get("href") or "")
        if given.get("id"):
            self.ids.append(given["id"] or "")


def read(html: str) -> Markup:
    found = Markup()
    found.feed(html)
    return found


@pytest.fixture(scope="module")
def addresses(site: Site, reports: tuple[Report, ...]) -> tuple[str, ...]:
    events = list(site.at().events(Query(status=())))
    told = next(one for one in events if any(isinstance(a, TextAnchor) for a in one.anchors))
    fullest = max(events, key=lambda one: sum(map(len, one.values.values())))
    return (
        *ADDRESSES,
        f"/event/{fullest.id}",
        f"/event/{told.id}",
        *(f"/report/{one.id}" for one in reports),
        f"/report/{reports[0].id}?why=yes",
    )


def test_every_page_is_one_page_that_the_policy_allows(
    client: TestClient, addresses: tuple[str, ...]
) -> None:
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.text[:300])
        page = read(answer.text)
        assert page.headings == 1, address
        assert not page.inline, (address, page.inline)
        assert all(one.startswith("/assets/") for one in page.loaded), (address, page.loaded)
        assert len(page.ids) == len(set(page.ids)), address
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"]


def test_markup_in_a_report_is_text_on_every_page(
    client: TestClient, addresses: tuple[str, ...]
) -> None:
    everything = [client.get(address).text for address in (*addresses, "/search?text=planted")]
    assert not any(PLANTED in html for html in everything)
    assert sum("&lt;script&gt;alert(1)" in html for html in everything) >= 2


def test_an_address_of_a_report_that_is_no_web_address_is_no_link(client: TestClient) -> None:
    html = client.get("/report/rplanted").text
    assert "javascript:" not in " ".join(read(html).links)


def test_outward_links_tell_nobody_where_they_were_followed(
    client: TestClient, addresses: tuple[str, ...]
) -> None:
    for address in addresses:
        for link in re.findall(r"<a [^>]*href=\"https?://[^>]*>", client.get(address).text):
            assert 'rel="noreferrer noopener"' in link, (address, link)


def test_every_internal_link_is_answered(client: TestClient, addresses: tuple[str, ...]) -> None:
    found = {
        link.partition("#")[0]
        for address in addresses
        for link in read(client.get(address).text).links
        if link.startswith("/")
    }
    written = {link.page for _, links in NAVIGATION for link in links}
    there = {route.split("/")[1] for route in found if route != "/"}
    assert {"event", "report", "timeline", "data"} <= there
    for link in sorted(found):
        if link.split("/")[1].partition("?")[0] in {*written, "event", "report", "assets", ""}:
            assert client.get(link).status_code == 200, link


def test_anchors_within_a_page_are_there(client: TestClient, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        page = read(client.get(address).text)
        inner = {link[1:] for link in page.links if link.startswith("#")}
        assert inner <= {*page.ids, "main"}, (address, inner - set(page.ids))


def test_the_words_that_an_event_cites_are_marked_in_its_report(
    client: TestClient, site: Site
) -> None:
    cited = 0
    for event in site.at().events(Query(status=())):
        for link in read(client.get(f"/event/{event.id}").text).links:
            if link.startswith("/report/"):
                page, _, anchor = link.partition("#")
                if anchor:
                    assert anchor in read(client.get(page).text).ids, link
                    cited += 1
        if cited > 40:
            break
    assert cited


def test_a_page_that_a_reader_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/timeline")
    again = client.get("/timeline", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/timeline?kind=launch", headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize("path", ["/event/e0", "/report/r0", "/data/xls", "/assets/none.js"])
def test_what_is_not_there_is_said_so(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("kind=lunch", "did you mean launch?"),
        ("actor=XXX", "there is no actor"),
        ("first=2024-13-01", "is no day"),
        ("first=2024-02-01&last=2024-01-01", "is after"),
        ("status=maybe", "there is no status"),
    ],
)
def test_a_filter_that_cannot_be_used_is_named(client: TestClient, query: str, told: str) -> None:
    answer = client.get(f"/timeline?{query}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert told in answer.text


def test_the_day_that_is_looked_at_goes_along_with_every_link(client: TestClient) -> None:
    page = read(client.get("/?as_of=2020-01-01").text)
    inner = [one for one in page.links if one.startswith("/") and not one.startswith("/assets")]
    without = [one for one in inner if "as_of=2020-01-01" not in one]
    assert without == ["/"]  # the one that leaves the day


def test_as_of_shows_nothing_that_became_known_later(client: TestClient, site: Site) -> None:
    def known_later(event: Event) -> bool:
        return event.known is not None and event.known.year > 2010

    later = [one.id for one in site.at().events() if known_later(one)]
    html = client.get("/timeline?as_of=2010-12-31").text
    assert later
    assert not [one for one in later if one in html]
    assert client.get(f"/event/{later[0]}?as_of=2010-12-31").status_code == 404


def test_the_first_page_is_small_over_the_wire(client: TestClient) -> None:
    for address in ("/", "/timeline", "/map"):
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        total = len(gzip.compress(answer.content, 4))
        for asset in read(answer.text).loaded:
            packed = client.get(asset, headers={"Accept-Encoding": "gzip"})
            assert packed.headers["content-encoding"] == "gzip"
            assert packed.headers["cache-control"].endswith("immutable")
            total += int(packed.headers["content-length"])
        assert total < FIRST_PAGE_BYTES, (address, total)


def test_assets_are_what_their_licences_say() -> None:
    lines = (PACKAGE / "assets/LICENCES.md").read_text().splitlines()
    rows = [[cell.strip(" `") for cell in line.split("|")[1:-1]] for line in lines if "| `" in line]
    for row in rows:
        digest = hashlib.sha256((PACKAGE / row[0]).read_bytes()).hexdigest()
        assert digest == row[-1], row[0]
    packaged = {row[0] for row in rows}
    foreign = {f"assets/{one}" for one in names() if one.endswith(".min.js")}
    foreign |= {f"outlines/{one.name}" for one in (PACKAGE / "outlines").iterdir()}
    assert packaged == foreign


def test_an_asset_has_its_content_in_its_address(client: TestClient) -> None:
    address = ServerAddresses().asset("standoff.css")
    assert asset_mark("standoff.css") in address
    plain = client.get(address, headers={"Accept-Encoding": "identity"})
    assert plain.content == content("standoff.css")
    assert client.get("/assets/standoff.css").headers["cache-control"] == "no-cache"
    kept = client.get(address, headers={"If-None-Match": plain.headers["etag"]})
    assert kept.status_code == 304


def test_files_of_the_static_site_are_distinct_and_lead_to_each_other() -> None:
    assert file_of("event", "a:b") != file_of("event", "a_b")
    here = FileAddresses(here="event/x.html")
    assert here.href("report", "r1") == "../report/r1.html"
    assert here.asset("standoff.css") == "../assets/standoff.css"
    assert FileAddresses(here="index.html").href("event", "x") == "event/x.html"
