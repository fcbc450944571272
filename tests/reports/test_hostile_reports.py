"""Whatever the bytes, reading ends, in time in proportion to their number."""

# ruff: noqa: E501  (pages and fragments are easier to read on one line)

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.errors import ReadError
from standoff.model import Report
from standoff.reports import read

PAGE = "<html><body>"
BOMBS: dict[str, Callable[[int], str]] = {
    "deep": lambda n: PAGE + "<div>" * n + "x",
    "deep and closed wrongly": lambda n: PAGE + "<p><div>word. " * n + "</section></b>" * n,
    "attributes": lambda n: PAGE + "<p " + " ".join(f"a{i}=1" for i in range(n)) + ">x",
    "reopened elements": lambda n: PAGE + "".join(f"<b id={i}>" for i in range(n)) + "</p><p>x" * n,
    "open quotes": lambda n: PAGE + '<a b="' * n + "<a b='" * n,
    "open comments": lambda n: PAGE + "<!--" * n,
    "scripts": lambda n: PAGE + "<script>x</scrip" * n,
    "references": lambda n: PAGE + "&#" + "1" * n + "&" * n,
    "tables": lambda n: PAGE + "<table><tr><td>x" * n,
    "breaks": lambda n: PAGE + "Some words.<br> " * n,
    "breaks in lines": lambda n: PAGE + "some words <br> " * n,
    "closed comments": lambda n: PAGE + "<!-- - --" * n + "-->" + "<!-- -->" * n,
    "unclosed links": lambda n: PAGE + "<a href=x>y " * n,
    "hidden spans": lambda n: PAGE + "x<span hidden>" * n + "</span>" * n,
    "drawings": lambda n: PAGE + "<svg><g>" * n,
    "raw text": lambda n: PAGE + "<script>" * n + "</" * n,
    "own elements": lambda n: PAGE + "<x-y>z " * n,
    "forms": lambda n: PAGE + "<form>a</form>" * n + "<form>b" * n,
    "ends without starts": lambda n: PAGE + "<div>x" * n + "</section></p></x-y>" * n,
    "signs": lambda n: PAGE + "<" * n + "</" * n + "<!" * n + "=" * n,
    "labels": lambda n: PAGE + "<p class='" + "ad-x " * n + "'>One two three four.</p>",
    "headings": lambda n: f"<title>{'Aa ' * 9}</title>" + PAGE + f"<h1>{'Aa ' * 9}</h1>" * n,
    "teasers": lambda n: PAGE + "<div><a href=x>One two three four</a><p>It ended.</div>" * n,
    "linked data": lambda n: PAGE + "<script type=application/ld+json>" + "[" * n + "</script>",
    "siblings": lambda n: PAGE + "<div class=a><p>One two three four five.</p></div>" * n,
    "left open inside": lambda n: PAGE + "<div><nav>x</div>" * n + "</nav>",
    "hidden in hidden": lambda n: PAGE + "<div hidden>x<p>y" * n + "</div>" * n,
    "hidden beside": lambda n: PAGE + "<div hidden><b>x</b><div>y</div></div>" * n,
    "lists in lists": lambda n: PAGE + "<ul><li><a href=x>Aa bb</a>" * n,
    "boxes in boxes": lambda n: PAGE + ("<p>One two three four.</p>" * 5 + "<div class=a>") * n,
    "boxes beside": lambda n: PAGE + "<p>One two three four.<div><p>Five.</div>" * n,
    "menus in menus": lambda n: PAGE + "<div class=menu>x" * n + "</div>" * n,
    "menus beside": lambda n: PAGE + "<ul class=nav><li><a href=x>Aa</a></ul>" * n,
    "pictures in boxes": lambda n: PAGE + "<div><img src=x>" * n,
    "times": lambda n: PAGE + "<time datetime=2024-01-02>Aa</time>" * n,
    "one line": lambda n: "word and " * n,
    "many lines": lambda n: "Aa Bb\n" * n,
    "spaces": lambda n: "a" + " " * n + "\n" * n + "b",
    "nested json": lambda n: '{"text":' + "[" * n,
    "direction marks": lambda n: "\u202eabc \u200b" * n,
    "credits": lambda n: ("Reporting by " + "Aa and " * 70 + "\n") * (n // 50),
}


@pytest.mark.parametrize("name", BOMBS)
def test_twice_the_input_takes_about_twice_the_time(name: str) -> None:
    small, large = (seconds(BOMBS[name](size)) for size in (1_500, 6_000))
    assert large < max(12 * small, 0.2)


@pytest.mark.parametrize("name", ["deep", "one line"])
def test_very_deep_and_very_long(name: str) -> None:
    assert seconds(BOMBS[name](100_000 if name == "deep" else 200_000)) < 8


def seconds(text: str) -> float:
    raw = text.encode()
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        list(read(raw, locator="bomb"))
        best = min(best, time.process_time() - start)
    return best


FRAGMENTS = st.sampled_from(
    ["<p>", "</p>", "<div class='", "<br>", "<!--", "-->", "<script", "</script>", "&#x", "&amp;", '"', "=", "\n",
     "<table><td>", "<a href=x>", "</a>", "<title>", "<h1>", "<pre>", "© 2025 ", "Read Next:\n", "By Ann Person\n",
     '{"text": "', '"}', "[", "SEAHAVEN, Feb. 30, 2024 (BW) -- ", "2024-02-31", "The army said so. ", "\x00", "\ufeff",
     "\ud7ff", "\u202e", "<meta charset=", "<time datetime=2024-13-01>", "9" * 30]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400), st.lists(FRAGMENTS, max_size=40).map("".join).map(str.encode)
    )
)
def test_any_bytes_give_reports_issues_or_one_clear_error(raw: bytes) -> None:
    try:
        found = list(read(raw, locator="fuzz"))
    except ReadError as error:
        assert str(error).startswith("fuzz: ")
        return
    for report in (one for one in found if isinstance(one, Report)):
        report.text.encode()
        assert report.text.strip()
        assert report.title
        assert "\x00" not in report.text
        assert "\r" not in report.text


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Norland fired two rockets on Monday.", "“No,” he said.", "It rained."]),
        min_size=1,
    )
)
def test_sentences_are_never_lost(sentences: list[str]) -> None:
    page = "<html><body><main>" + "".join(f"<p>{one}</p>" for one in sentences) + "</main>"
    for raw, glue in ((page, "\n\n"), ("\n".join(sentences), "\n")):
        (report,) = [one for one in read(raw.encode(), locator="x") if isinstance(one, Report)]
        assert report.text == glue.join(sentences)


def test_a_mail_may_name_a_charset_that_is_none() -> None:
    head = b'From: a@b.example\nSubject: Talks\nContent-Type: text/plain; charset="a\x00b"\n\n'
    raw = head + "Norland fired two rockets on Monday, é.".encode("latin-1")
    assert any(isinstance(one, Report) for one in read(raw, locator="x.eml"))
