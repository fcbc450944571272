"""The pages of briefs: as filed, with edits, versions, approval; safe inside the site's frame."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from standoff.brief import archive
from standoff.brief.edits import Edit
from standoff.record import Record
from standoff.serve.app import create_app
from standoff.serve.pages.briefs import current_of, pieces_of
from standoff.serve.settings import SiteSettings

WORDS = st.lists(st.sampled_from(["two", "three", "missiles", "flew", "fell"]), max_size=8)


@dataclass(frozen=True, kw_only=True)
class Edited:
    """A site with an approved brief and a correction of it that is still a draft."""

    client: TestClient
    first: str
    second: str
    before: str


@pytest.fixture(scope="module")
def edited(settings: SiteSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edited]:
    place = tmp_path_factory.mktemp("briefs") / "record.sqlite"
    shutil.copyfile(Path(str(settings.record)), place)
    journal = Record.open(place, settings.pack, create=False).journal
    key = next(archive.every_filed(journal)).key
    before = next(iter(archive.filed(journal, key).draft.sentences())).text

    def edit(brief: str, text: str) -> None:
        made = Edit(
            op="change",
            place=1,
            text=text,
            who="Ana <Lee>",
            why="shorter & plainer",
            made_at="2026-11-01T10:00:00+00:00",
        )
        archive.add_edit(journal, brief, made)

    edit(key, "A sentence of <b>ours</b>.")
    archive.approve(journal, key, who="Ana <Lee>", made_at="2026-11-01T11:00:00+00:00")
    second = archive.correct(journal, key, made_at="2026-11-02T11:00:00+00:00").key
    edit(second, "Another sentence.")
    asked = SiteSettings(pack=settings.pack, record=place, cache=settings.cache)
    with TestClient(create_app(asked)) as client:
        yield Edited(client=client, first=key, second=second, before=before)


def test_the_body_holds_every_sentence_and_no_style_of_its_own(edited: Edited) -> None:
    page = edited.client.get(f"/briefs/{edited.first}")
    assert page.status_code == 200
    assert "<style" not in page.text and "style=" not in page.text
    assert page.text.count("<main") == 1
    assert "A sentence of &lt;b&gt;ours&lt;/b&gt;." in page.text and "<b>ours" not in page.text
    assert "approved by Ana &lt;Lee&gt;" in page.text and "sha256" in page.text
    places = re.findall(r'href="#(n\d+)"', page.text)
    assert places and all(f'id="{one}"' in page.text for one in places)


def test_a_note_leads_to_the_words_in_the_report(edited: Edited) -> None:
    page = edited.client.get(f"/briefs/{edited.first}").text
    reports = re.findall(r'href="(/report/[^"#]+)#:~:text=[^"]+"', page)
    assert reports
    assert all(edited.client.get(one).status_code == 200 for one in set(reports))


def test_edits_say_what_went_and_what_came(edited: Edited) -> None:
    page = edited.client.get(f"/briefs/{edited.second}").text
    assert "What this version corrects" in page and "shorter &amp; plainer" in page
    assert "<del>" in page and "<ins>" in page and "Ana &lt;Lee&gt;, 2026-11-01 10:00 UTC" in page
    assert f'href="/briefs/{edited.first}"' in page
    assert (
        "A correction of this brief is being written"
        in edited.client.get(f"/briefs/{edited.first}").text
    )


def test_the_current_brief_is_the_approved_one_not_the_later_draft(edited: Edited) -> None:
    page = edited.client.get("/briefs").text
    assert f'<a href="/briefs/{edited.first}">Its own page' in page
    assert current_of([]) is None


def test_files_are_those_of_the_brief_itself(edited: Edited) -> None:
    answer = edited.client.get(f"/briefs/{edited.first}.json")
    assert "attachment" in answer.headers["content-disposition"]
    assert answer.json()["approved_by"] == "Ana <Lee>"
    assert edited.client.get(f"/briefs/{edited.first}.exe").status_code == 404
    assert edited.client.get("/briefs/b0.html").status_code == 404
    html = edited.client.get(f"/briefs/{edited.first}.html").content
    assert b"<style>" in html and html.count(b"<main>") == 1 == html.count(b"</main>")


def test_without_a_brief_the_command_is_named(korea: TestClient) -> None:
    assert "standoff brief FILES --record PATH" in korea.get("/briefs").text
    assert korea.get("/briefs/b0").status_code == 404


@given(before=WORDS, after=WORDS)
def test_pieces_put_together_give_both_texts(before: list[str], after: list[str]) -> None:
    pieces = list(pieces_of(" ".join(before), " ".join(after)))
    old = [word for sort, words in pieces if sort != "in" for word in words.split()]
    new = [word for sort, words in pieces if sort != "out" for word in words.split()]
    assert (old, new) == (before, after)
