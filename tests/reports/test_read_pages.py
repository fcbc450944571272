"""Saved pages of many makes: the story, its title and its day come back exactly."""

# ruff: noqa: E501  (pages and fragments are easier to read on one line)

from __future__ import annotations

import re
from datetime import date

import pytest

from standoff.model import Issue, Report
from standoff.reports import read
from standoff.reports.markup import scan

TITLE = "Two rockets fall into the bay of Norland"
STORY = (
    "Norland fired two rockets into the bay on Wednesday, the first such launch in nine weeks, "
    "the coast guard of Sudland said.",
    "“No ship was hit and nobody was hurt,” a spokeswoman said. “We are watching.”",
    "The launch came a day after the two governments broke off talks in the border town of Mid, "
    "where they had met for three days to little effect.",
    "Why it matters",
    "Ann Analyst of the Institute for Quiet Seas called the launch a message to the alliance, and "
    "expects more of them before the end of the year.",
    "It was not clear what kind of rocket had been used.",
)
P = "".join(f"<p>{part}</p>\n" for part in STORY if part != "Why it matters")
DAY = date(2024, 9, 18)


def body(paragraph: str = "<p>{}</p>", heading: str = "<h2>{}</h2>") -> str:
    """The story in a given markup."""
    return "\n".join(
        (heading if part == "Why it matters" else paragraph).format(part) for part in STORY
    )


LD = (
    '<script type="application/ld+json">{"@context":"https://schema.org","@graph":['
    '{"@type":"WebSite","name":"Bay Herald"},{"@type":"NewsArticle","headline":"' + TITLE + '",'
    '"datePublished":"2024-09-18T21:05:00+09:00","author":[{"@type":"Person","name":"Bo Writer"}],'
    '"publisher":{"@type":"Organization","name":"Bay Herald"}}]}</script>'
)
OG = (
    f'<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Bay Herald">'
    '<meta property="article:published_time" content="2024-09-18T12:05:00Z">'
)
NAV = '<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>'
FOOT = "<footer><p>© 2024 Bay Herald. All rights reserved. Contact us for permissions to use this text.</p></footer>"
COMMENTS = (
    '<section id="comments"><h3>2 comments</h3><div class="comment"><p>I have been saying for years '
    "that this would come, and nobody ever listened to me, which is a great shame.</p></div></section>"
)
CARDS = "".join(
    f'<div class="card"><a href="/{n}"><h3>Older story number {n} about the bay</h3>'
    "<p>A summary of an older story that runs on for a whole sentence of text.</p></a></div>"
    for n in range(6)
)

TEMPLATES = {
    "article": f"<html lang=en><head><title>{TITLE} | Bay Herald</title>{OG}</head><body>{NAV}<main>"
    f"<article><h1>{TITLE}</h1><p class=byline>By Bo Writer</p>{body()}</article></main>{COMMENTS}{FOOT}",
    "divs as paragraphs": f"<html><head>{LD}<title>{TITLE}</title></head><body><div class=top><a href=/>"
    f"Bay Herald</a></div><div class=story-wrap><h1>{TITLE}</h1>{body('<div>{}</div>')}</div>{CARDS}</body>",
    "line breaks": f"<html><head><title>{TITLE}</title><meta name=date content=2024-09-18></head><body>"
    "<table><tr><td><a href=/>Home</a><br><a href=/n>News</a></td><td><font size=2>"
    + "<br><br>".join(STORY)
    + "</font></td></tr></table><hr>All rights reserved.</body>",
    "related inside": f"<html><head>{OG}</head><body><div id=content><h1>{TITLE}</h1>"
    + body().replace(
        "<h2>",
        "<aside><h3>Related</h3><ul><li><a href=/x>What the bay is</a></li></ul></aside>"
        '<p><a href=/y>READ: A short history of the bay and its rockets</a></p><div class="newsletter-box">'
        "<p>Get our best stories every morning, and never miss what matters to you.</p></div><h2>",
    )
    + f"</div><div class=related-stories>{CARDS}</div>",
    "captions": f"<html><head>{LD}</head><body><article><h1>{TITLE}</h1><figure><img src=a.jpg alt=''>"
    "<figcaption>A rocket of an older make stands on a beach, in this picture of last year.</figcaption>"
    f"</figure><time datetime='2024-09-18'>18 Sep</time>{body()}<p class='photo-credit'>Photo: Agency</p></article>",
    "cookie wall": f"<html><head>{OG}</head><body><div id='cookie-consent' role=dialog><p>We use cookies and "
    "similar means to make this page better, to count its readers and to show what they like.</p>"
    f"<button>Accept all</button></div><div class=page><div class=body-text>{body()}</div>"
    f"<div class=sidebar><p>Subscribe to the Bay Herald and read all that happens at sea, every day.</p></div></div>",
    "wrapped paragraphs": f"<html><head>{OG}</head><body><main>"
    + body(
        "<section class=block><div><p>{}</p></div></section>",
        "<section class=block><h3>{}</h3></section>",
    )
    + f"</main>{CARDS}",
    "split by advertisements": f"<html><head>{OG}</head><body><div class=art>"
    + "<div class=part>"
    + "".join(f"<p>{part}</p>" for part in STORY[:3])
    + "</div><div class=ad-slot><p>Advertisement</p></div><div class=part>"
    + f"<h2>{STORY[3]}</h2>"
    + "".join(f"<p>{part}</p>" for part in STORY[4:])
    + f"</div></div>{CARDS}",
    "all in a form": f"<html><head>{OG}</head><body><form id=aspnetForm action=/ method=post><div>{NAV}</div>"
    f"<div id=ctl00><p class=lead>{STORY[0]}</p>{body().split('</p>', 1)[1]}</div></form>",
    "unclosed": f"<title>{TITLE}</title><meta name=pubdate content='Wed, 18 Sep 2024 21:05:00 +0900'>"
    + "".join(f"<h4>{part}" if part == STORY[3] else f"<p>{part}\n" for part in STORY),
    "doubted wrapper": f"<html><head>{OG}</head><body><div class='social-page-widget'><h1>{TITLE}</h1>{body()}</div>",
    "only in linked data": "<html><head>"
    + LD.replace('"author"', '"articleBody":"' + "\\n".join(STORY) + '","author"')
    + "</head><body><div id=root><p>Please enable JavaScript to view this page.</p></div>",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_story_title_and_day_are_recovered_exactly(name: str) -> None:
    report = read_one(TEMPLATES[name])
    assert report.text == "\n\n".join(STORY)
    assert report.title == TITLE
    assert report.published is not None
    assert report.published.day == DAY
    assert report.published.basis == "stated"


def test_linked_data_gives_outlet_author_minute_and_zone() -> None:
    report = read_one(TEMPLATES["captions"])
    assert report.source == "Bay Herald"
    assert "byline: Bo Writer" in report.marks
    assert report.published is not None
    assert (str(report.published.minute), report.published.zone) == ("21:05:00", "Etc/GMT-9")


def test_what_was_left_out_is_told() -> None:
    issues = [one for one in read_all(TEMPLATES["related inside"]) if isinstance(one, Issue)]
    assert [issue.code for issue in issues] == ["furniture_removed"]
    assert "What the bay is" in issues[0].detail


def test_notes_beside_the_story_become_marks() -> None:
    note = "<div class=disclaimer><p>This story was generated using Wire Robot and edited by Cy Editor.</p></div>"
    report = read_one(TEMPLATES["article"].replace("<footer>", note + "<footer>"))
    assert {"machine_written", "editor: Cy Editor"} <= set(report.marks)
    assert report.text == "\n\n".join(STORY)


def test_visible_date_above_the_story_is_stated() -> None:
    page = f"<body><h1>{TITLE}</h1><div>Published: September 18, 2024</div><div class=body>{body()}</div>"
    report = read_one(page)
    assert report.published is not None
    assert report.published.day == DAY


def test_date_of_another_story_is_not_taken() -> None:
    page = (
        f"<body><h1>{TITLE}</h1><div class=body>{body()}</div>"
        "<div class=more><a href=/1>Another</a><time datetime=2023-01-01>1 Jan</time><p>January 1, 2023</p></div>"
    )
    codes = [one.code for one in read_all(page) if isinstance(one, Issue)]
    assert "no_publication_date" in codes


def test_page_of_one_short_line_is_not_lost() -> None:
    assert read_one("<html><body><p>Norland fires two rockets</p></body></html>").text == (
        "Norland fires two rockets"
    )


def test_unlabelled_teasers_beside_the_story_stay_out() -> None:
    teaser = "<div><h3>Another story</h3><p>It tells in one full sentence what happened somewhere else.</p></div>"
    page = f"<html><head>{OG}</head><body><div><div>{body()}</div>{teaser * 2}</div>"
    assert read_one(page).text == "\n\n".join(STORY)


def test_a_paragraph_that_is_one_link_goes_and_a_sentence_with_a_link_stays() -> None:
    link = "<p><a href=/x>How the bay was divided ninety years ago</a></p>"
    page = TEMPLATES["article"].replace("<h2>", link + "<h2>")
    page = page.replace("the bay on Wednesday", "<a href=/b>the bay</a> on Wednesday")
    assert read_one(page).text == "\n\n".join(STORY)


def test_a_single_break_stays_only_where_a_sentence_ends() -> None:
    page = (
        "<body><p>Norland fired two rockets<br>into the bay on Wednesday.<br>No ship was hit.</p>"
    )
    assert read_one(page).text == (
        "Norland fired two rockets into the bay on Wednesday.\nNo ship was hit."
    )


def test_hidden_text_is_not_read() -> None:
    hidden = (
        "<p style='display:none'>Norland has declared war on all its neighbours this morning.</p>"
    )
    page = TEMPLATES["article"].replace(
        "<h2>", hidden + "<div hidden><p>Not this one.</p></div><h2>"
    )
    assert read_one(page).text == "\n\n".join(STORY)


def page_of(inner: str, head: str = OG) -> str:
    return f"<html><head>{head}</head><body>{inner}</body></html>"


def test_paragraphs_between_the_headline_and_the_body_are_the_storys() -> None:
    top, rest = P.split("\n", 1)
    page = page_of(f"<main><h1>{TITLE}</h1><div class=dek>{top}</div><div><p>By Bo Writer</p></div>"
                   f"<div class=txt>{rest}<h2>{STORY[3]}</h2></div></main>{CARDS}")  # fmt: skip
    assert read_one(page).text == "\n\n".join(part for part in STORY if part != STORY[3])


def test_what_is_doubtful_inside_a_doubtful_wrapper_stays_out() -> None:
    inner = "<div class=ad-slot><p>Buy two boats and pay for one of them, today only.</p></div><h2>"
    page = page_of(f"<div class='layout sidebar'>{body().replace('<h2>', inner)}</div>")
    assert read_one(page).text == "\n\n".join(STORY)


def test_remarks_never_become_the_story_however_long() -> None:
    remark = "<div class=comments><p>I have said for years that nobody would ever listen to me.</p></div>"
    assert "listen" not in read_one(page_of(f"<div>{P}</div>" + remark * 60)).text


def test_pieces_made_alike_are_one_story_unless_the_headline_is_in_the_first() -> None:
    halves = "<p>".join(P.split("<p>")[:3]), "<p>" + "<p>".join(P.split("<p>")[3:])
    pieces = "".join(f"<div class='chunk chunk-{n}'>{half}</div>" for n, half in enumerate(halves))
    assert STORY[0] in (text := read_one(page_of(f"<h1>{TITLE}</h1>{pieces}")).text)
    assert STORY[-1] in text
    other = (
        "<p>Another story of another day is told here, in as many words as it takes to tell.</p>"
    )
    items = f"<div class=item><h1>{TITLE}</h1>{P}</div><div class=item><h1>Other</h1>{other}</div>"
    assert "another day" not in read_one(page_of(items)).text


@pytest.mark.parametrize(
    "piece",
    [
        "<div class=c9><a href=/1><h3>Four words at least here</h3></a><p>It tells in one sentence what happened.</p></div>",
        "<div class=photo-group><p>A rocket of an older make stands on a beach.</p></div>",
        "<div><h3>Our letter</h3><p>All that happens at sea, every single day.</p><form>Your address</form></div>",
        "<p><span class=sr-only>This can be heard and not be seen.</span></p>",
        "<p><span style='clip: rect(0 0 0 0)'>opens <b>a</b> new window</span></p>",
        "<div class='hidden'><p>This part of the page is shut, for now at least.</p></div>",
        "<p>A rocket of an older make on a beach (Image: AGENCY)</p>",
    ],
)
def test_small_pieces_are_told_by_what_they_hold(piece: str) -> None:
    page = page_of(f"<article>{body().replace('<h2>', piece + '<h2>')}</article>")
    assert read_one(page).text == "\n\n".join(STORY)


LONGER = "".join(f"<p>{part}</p>" for part in STORY if part != STORY[3])
BOXES = {
    "a box that is made otherwise": "<div class=k1><h4>Stay near</h4><p>All that happens at sea, every day.</p></div>",
    "a wrapped caption": "<div class=k2><p class=c9><span>Fishermen mend their nets in the bay.</span></p></div>",
    "words beside a picture": "<div><img src=a.jpg> Fishermen mend their nets in the bay.</div>",
    "a list of links": "<h4>Elsewhere</h4><ul><li><a href=/1>Talks on the ferry</a> today</li><li><a href=/2>Prices of fish</a> up</li></ul>",
    "an entry's time": "<p><time datetime=2024-09-18T09:40>9.40 am</time> Cy Editor</p>",
    "a note set in other type": "<p><em>All of it is free to read. <a href=/give>Here is how</a></em></p>",
    "a caption set in small print": "<p><img src=a.jpg><br><small>Fishermen mend their nets in the bay.</small></p>",
    "a caption beside a framed picture": "<div class=k3><div><img src=a.jpg></div><p>Fishermen mend their nets in the bay.</p></div>",
    "a caption in a smaller type": "<p><img src=a.jpg><br><font size=1><i>Fishermen mend their nets in the bay.</i></font></p>",
    "a table of links": "<table><tr><td><b>Earlier here</b></td></tr><tr><td><a href=/1>Talks on the ferry</a></td></tr><tr><td><a href=/2>Prices of fish</a></td></tr></table>",
    "readers' reactions": "<div class=reactions><p>I have said so for years, and nobody ever listened to me.</p></div>",
    "what searches pass over": "<div data-nosnippet><p>All that happens at sea, every single day.</p></div>",
    "what is not printed": "<div class='box no-print'><p>All that happens at sea, every single day.</p></div>",
    "what is read aloud as such": "<div aria-label='Related stories'><p>All that happens at sea, every day.</p></div>",
    "the author's name": "<p>Bo Writer in Mid</p>",
}


@pytest.mark.parametrize("name", BOXES)
def test_boxes_among_the_paragraphs_stay_out(name: str) -> None:
    top, rest = LONGER.split("</p>", 2)[:2], LONGER.split("</p>", 2)[2]
    page = page_of(f"<div class=txt>{'</p>'.join(top)}</p>{BOXES[name]}{rest}</div>", head=LD)
    assert read_one(page).text == "\n\n".join(part for part in STORY if part != STORY[3])


@pytest.mark.parametrize(
    "kept",
    [
        "<div class=q><blockquote>We shall see who blinks first, he said.</blockquote></div>",
        "<div class=l><ul><li>Letters go by sea</li><li>Ferries sail on Monday</li></ul></div>",
        "<div class=h><h3>What comes next</h3></div>",
        "<table><tr><td>Ferries</td><td>Two a day</td></tr><tr><td>Letters</td><td>None since May</td></tr></table>",
        "<div class=d>A second statement followed within the hour.</div>",
        "<x-list><x-item>Letters go by sea</x-item><x-item>Ferries sail on Monday</x-item></x-list>",
    ],
)
def test_quotations_lists_and_headings_in_boxes_are_the_storys(kept: str) -> None:
    last = "<p>It rained for the rest of the day, and the boats stayed in the harbour.</p>"
    text = read_one(page_of(f"<div class=txt>{LONGER}{kept}{last}</div>")).text
    assert all(words.strip() in text for words in re.sub("<[^>]+>", "\n", kept).split("\n"))


def test_a_note_on_the_author_ends_the_story() -> None:
    note = "<p>Bo Writer has lived by the bay since the ferry stopped.</p>"
    page = page_of(f"<div class=txt>{LONGER}{note}<p>All of it is free.</p></div>", head=LD)
    assert read_one(page).text == "\n\n".join(part for part in STORY if part != STORY[3])


@pytest.mark.parametrize(
    "inner",
    [
        "<em>He said so himself. <a href=/1>Twice</a></em> The day went on.",
        "<em>It rained and rained.</em>",
    ],
)
def test_emphasis_in_a_story_is_the_storys(inner: str) -> None:
    page = page_of(f"<div class=txt><p>{inner}</p>{LONGER}</div>")
    assert read_one(page).text.startswith(re.sub("<[^>]+>", "", inner))


def test_a_quotation_in_emphasis_may_end_a_story() -> None:
    quoted = "“We shall see who blinks first,” he said."
    page = page_of(f"<div class=txt>{LONGER}<p><em>{quoted}</em></p></div>")
    assert read_one(page).text.endswith(quoted)


def test_a_story_all_in_italics_is_read() -> None:
    page = page_of(
        f"<div class=txt>{LONGER.replace('<p>', '<p><i>').replace('</p>', '</i></p>')}</div>"
    )
    assert read_one(page).text.endswith(STORY[-1])


def test_what_stands_above_the_headline_is_not_the_storys() -> None:
    above = "<p>This page is part of a series that our readers asked us to begin.</p>"
    page = page_of(f"<div class=txt>{above}<h1>{TITLE}</h1>{LONGER}</div>")
    assert "series" not in read_one(page).text


def test_hidden_parts_are_passed_over_and_their_linked_data_is_kept() -> None:
    inside = f"<footer><div><footer><p>One two three four.</p></footer></div>{LD}</footer>"
    page = page_of(
        f"<nav><p>Aa <b>bb</b><nav>x</nav></p></nav><div>{LONGER}</div>{inside}", head=""
    )
    report = read_one(page)
    assert report.source == "Bay Herald"
    assert report.text.startswith(STORY[0]) and report.text.endswith(STORY[-1])


LINKS = "".join(f"<li><a href=/{n}>Part {n} of the site</a></li>" for n in range(40))


def test_a_menu_is_passed_over_and_a_story_in_an_element_named_so_is_not() -> None:
    menu = f"<div class=main-menu><ul>{LINKS}</ul></div>"
    markup = scan(page_of(f"{menu}<div class=txt>{LONGER}</div>"))
    assert [block.text for block in markup.blocks] == [part for part in STORY if part != STORY[3]]
    wrapped = page_of(f"<div class='page nav'><ul>{LINKS}</ul><div>{LONGER}</div></div>")
    assert STORY[0] in read_one(wrapped).text and STORY[-1] in read_one(wrapped).text


def test_an_element_left_open_hides_no_story() -> None:
    page = page_of(f"<div><nav>Home</div><div class=txt>{LONGER}</div>")
    assert read_one(page).text.startswith(STORY[0])


def test_elements_of_the_sites_own_part_the_text() -> None:
    page = page_of(
        "<x-story>" + body("<x-par><span>{}</span></x-par>", "<h2>{}</h2>") + "</x-story>"
    )
    assert read_one(page).text == "\n\n".join(STORY)


def test_outlet_and_author_where_old_pages_have_them() -> None:
    page = page_of(
        f"<table><tr><td><b>{TITLE}</b><br>September 18, 2024 | By Bo Writer</td></tr></table>"
        f"<table><tr><td>{P}</td></tr></table>",
        head=f"<title>{TITLE} | Bay Herald</title>",
    )
    report = read_one(page)
    assert report.source == "Bay Herald"
    assert "byline: Bo Writer" in report.marks
    assert report.published is not None
    assert report.published.day == DAY


def test_short_lines_before_a_capital_stay_lines() -> None:
    page = f"<body><p>{TITLE}<br>By Bo Writer<br>September 18, 2024<p>{STORY[0]}<p>{STORY[1]}"
    report = read_one(page_of(page, head=f"<title>{TITLE}</title>"))
    assert report.text == f"{STORY[0]}\n\n{STORY[1]}"
    assert "byline: Bo Writer" in report.marks


def read_all(page: str) -> list[Report | Issue]:
    return list(read(page.encode(), locator="page.html"))


def read_one(page: str) -> Report:
    (report,) = [one for one in read_all(page) if isinstance(one, Report)]
    return report
