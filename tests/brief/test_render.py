"""Every form holds every sentence with its notes, and each form keeps its own rules."""

import itertools
import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from standoff.brief import Brief, Figure, Material, Sentence, render, write
from standoff.brief.document import sentences_of
from standoff.brief.markdown import escape
from standoff.brief.notes import in_brackets, runs
from standoff.errors import InputError


@pytest.fixture(scope="module")
def brief(material: Material) -> Brief:
    return write(material)


def told(brief: Brief) -> list[Sentence]:
    """The sentences of forms without figures."""
    blocks = [block for section in brief.sections for block in section.blocks]
    return [one for b in blocks if not isinstance(b, Figure) for one in sentences_of(b)]


class Page(HTMLParser):
    """Collects what the rules are about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name == "href":
                self.links.append(value or "")
            elif name in ("src", "srcset", "data", "action", "style") or name.startswith("on"):
                self.loads.append(f"{tag} {name}")

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.fixture(scope="module")
def page(brief: Brief) -> Page:
    return Page(render(brief, "html"))


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_page_asks_nothing_from_outside(brief: Brief, page: Page) -> None:
    assert page.loads == []
    assert not {"script", "link", "iframe", "img"} & set(page.tags)
    assert not re.search(r"@import|url\(", render(brief, "html"))


def test_the_page_links_lead_somewhere(page: Page) -> None:
    assert len(page.ids) == len(set(page.ids))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner and inner <= set(page.ids)


def test_the_page_says_every_sentence_and_has_headings_in_order(brief: Brief, page: Page) -> None:
    said = flat("".join(page.words))
    for sentence in brief.sentences():
        assert flat(sentence.text) in said
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    assert '<html lang="en">' in render(brief, "html")


def test_text_of_a_report_is_text_on_the_page(brief: Brief) -> None:
    shown = render(brief, "html")
    assert "Veldania &lt;fires&gt;" in shown and "<fires>" not in shown
    assert "<mark>fired a Skarn-5 missile</mark>" in shown
    assert shown.count("<svg") == 4 or shown.count("<svg") == 3


def test_every_markdown_note_is_defined_once(brief: Brief) -> None:
    shown = render(brief, "markdown")
    used = set(re.findall(r"\[\^(\d+)\](?!:)", shown))
    defined = re.findall(r"^\[\^(\d+)\]:", shown, re.MULTILINE)
    assert used == set(defined) and len(defined) == len(set(defined))
    assert r"Veldania \<fires\>" in shown


@pytest.mark.parametrize("width", [40, 60, 88, 140])
def test_the_terminal_keeps_its_width_and_has_no_colours(brief: Brief, width: int) -> None:
    shown = render(brief, "terminal", width=width)
    assert max(map(len, shown.splitlines())) <= width
    assert "\x1b" not in shown
    letters = re.sub(r"\s", "", shown)
    for sentence in told(brief):
        assert re.sub(r"\s", "", sentence.text)[:20] in letters


def test_a_report_cannot_steer_the_terminal(material: Material) -> None:
    (report,) = material.reports
    text = report.text.replace("State News", "\x1b[2J\x07ate ")
    hostile = replace(report, text=text, source="a\x1b[31m")
    shown = render(write(replace(material, reports=(hostile,))), "terminal")
    assert "a[31m" in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)


def test_markdown_marks_are_plain_and_addresses_whole() -> None:
    given = "a_b *c* [d](e) <f> https://x.example/a_b*c | g"
    assert escape(given) == r"a\_b \*c\* \[d\](e) \<f\> https://x.example/a_b*c \| g"


def test_json_holds_sections_sentences_and_evidence(brief: Brief) -> None:
    document = json.loads(render(brief, "json"))
    assert [one["id"] for one in document["sections"]] == [one.id for one in brief.sections]
    numbers = [one["number"] for one in document["evidence"]]
    assert numbers == list(range(1, len(numbers) + 1))
    sorts = {one["type"] for one in document["evidence"]}
    assert {"Words", "TableRow", "Test", "Prospect", "Count", "Run"} <= sorts
    words = [one for one in document["evidence"] if one["type"] == "Words"]
    assert all(one["report"] == "r1" and one["end"] > one["start"] for one in words)
    (month,) = {one["probability"] for one in document["evidence"] if one.get("horizon_days") == 30}
    assert 0 < month < 1
    tested = [one for one in document["evidence"] if one["type"] == "Test" and one["effect"]]
    assert all(len(one["interval"]) == 2 and one["file_hash"] for one in tested) and tested
    top = document["sections"][0]["blocks"][0]["sentences"]
    assert all(one["evidence"] and one["id"].startswith("s") for one in top)


def test_notes_have_the_same_numbers_in_every_form(brief: Brief) -> None:
    document = json.loads(render(brief, "json"))
    in_text = max(
        int(n) for n in re.findall(r"^\[\^(\d+)\]:", render(brief, "markdown"), re.MULTILINE)
    )
    assert f'id="n{len(document["evidence"])}"' in render(brief, "html")
    assert f"\n[{in_text}] " in render(brief, "terminal")
    assert f"\n[{in_text + 1}]" not in render(brief, "terminal")
    assert in_text <= len(document["evidence"])


def test_numbers_in_a_row_are_shortened() -> None:
    assert runs([]) == () and in_brackets([1, 2, 3, 5]) == "[1-3, 5]"


def test_an_unknown_form_is_refused(brief: Brief) -> None:
    with pytest.raises(InputError, match="not as 'pdf'"):
        render(brief, "pdf")  # type: ignore[arg-type]
