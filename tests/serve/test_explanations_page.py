"""The page of explanations: what the journal holds, and nothing that was never tested."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from starlette.testclient import TestClient

from standoff.explain import kept_results, load_hypotheses
from standoff.explain.kept import KIND
from standoff.record import Record
from standoff.serve.app import create_app
from standoff.serve.pages.explanations import NOT_COMPUTED, explanations_view, kept_by_key
from standoff.serve.settings import SiteSettings
from standoff.serve.site import Site

DAY = date(2026, 8, 1)
DRAWS = 99


@pytest.fixture(scope="module")
def tested(made, tmp_path_factory: pytest.TempPathFactory) -> SiteSettings:  # type: ignore[no-untyped-def]
    place = tmp_path_factory.mktemp("tested") / "record.sqlite"
    shutil.copyfile(made.record, place)
    record = Record.open(place, made.pack, create=False)
    kept_results(record, made.pack, seed=1, as_of=DAY, permutations=DRAWS)
    return SiteSettings(pack=made.pack, record=place, cache=made.cache)


@pytest.fixture(scope="module")
def asking(tested: SiteSettings) -> Iterator[TestClient]:
    with TestClient(create_app(tested)) as client:
        yield client


def test_what_was_never_tested_is_not_computed_and_named_with_its_command(
    korea: TestClient,
) -> None:
    page = korea.get("/explanations").text
    assert NOT_COMPUTED in page and "standoff explain --all --record PATH" in page
    assert not re.search(r'class="tag[^"]*">(present|absent|unclear)<', page)


def test_each_reading_stands_with_its_verdict_statement_and_file(
    asking: TestClient, tested: SiteSettings
) -> None:
    results = kept_by_key(Site(tested).entries(KIND))
    for one in load_hypotheses(tested.pack):
        page = asking.get(f"/explanations/{one.id}").text
        assert one.file_hash[:16] in page
        assert one.untestable_because is None or "Untestable because" in page
        for implication in one.implications:
            assert f">{results[f'{one.id}/{implication.id}'].verdict}</span>" in page
    assert asking.get("/explanations/nothing").status_code == 404


def test_the_files_very_text_is_shown(tested: SiteSettings) -> None:
    for one in explanations_view(Site(tested), load_hypotheses(tested.pack)):
        assert one.text == (tested.pack.folder / "hypotheses" / one.file).read_text()


def test_a_verdict_comes_with_what_it_does_not_say(tested: SiteSettings) -> None:
    for reading in explanations_view(Site(tested), load_hypotheses(tested.pack), figures=True):
        for test in reading.tests:
            assert test.not_said and test.provenance and not test.earlier
            assert all(svg.startswith("<svg") and "style=" not in svg for svg in test.figures)


def test_a_test_of_another_wording_of_the_file_is_none(tested: SiteSettings) -> None:
    site = Site(tested)
    held = site.entries(KIND)
    old = tuple(
        replace(one, body={**one.body, "result": {**one.body["result"], "file_hash": "0" * 64}})
        for one in held
    )
    site.entries = lambda *_, **__: old  # type: ignore[method-assign]
    tests = [
        one
        for reading in explanations_view(site, load_hypotheses(tested.pack))
        for one in reading.tests
    ]
    assert tests and {one.verdict for one in tests} == {NOT_COMPUTED}
    assert all("has changed" in one.why for one in tests)


def test_a_look_back_made_later_does_not_hide_the_newest_test(tested: SiteSettings) -> None:
    newest = Site(tested).entries(KIND)[0]
    earlier = replace(newest, as_of=date(2020, 1, 1), body={"result": {"not": "to be read"}})
    assert kept_by_key([newest, earlier])[newest.key].as_of == newest.as_of


def test_before_the_day_of_a_test_it_is_not_known(asking: TestClient) -> None:
    page = asking.get("/explanations?as_of=2020-01-01").text
    assert "standoff explain --all" in page
