"""Pages in makes that are only counted, with furniture worded anew.

They were written after the reader's last change, which was not followed by another one.
"""

# ruff: noqa: ARG001, E501  (templates share one signature; markup is easier to read on one line)

from __future__ import annotations

from html import escape
from random import Random

from html_pages.chrome import Chrome
from html_pages.markup import Made, Style, body, graph, head, linked, long_day
from html_pages.prose import Story, headline, person, sentence
from html_pages.templates import Template

_LETTERS = (
    "Our Friday note sums up the week on the water. No noise, no tracking, one page.",
    "Stay up to speed with the stories our editors argue about at lunch.",
    "Straight to your phone: alerts when it matters, silence when it does not.",
)
_PICTURES = (
    "Traffic at the northern gate on an ordinary day. (Archive)",
    "The minister arriving for the session on Tuesday evening. HANDOUT",
    "A watchtower above the river, photographed from the ferry.",
    "Nets drying on the quay, where trade has all but stopped.",
)
_WRITERS = (
    "{} is our diplomatic correspondent.",
    "{} writes about ports, ships and those who own them. Twitter: @desk",
    "{}, a former officer, edits the security pages and teaches part time.",
)
_ASKS = (
    "We have no owner and no wall. Readers carry us. Will you be one of them?",
    "This article would not exist without our members. Membership starts at the price of a coffee.",
)
_CONSENT = (
    "This site and 61 vendors would like your consent to store identifiers and to show personal content.",
    "You may refuse or withdraw it at any time in the settings.",
)
_READERS = (
    "Nothing new under the sun. My father fished there and said the same in 1974.",
    "Could the editors add a map, please? Not all of us grew up on that coast.",
    "What a mess. Both sides should be locked in a room with one sandwich.",
)
_LEGAL = (
    "Imprint: Quay Media, 4 Ropewalk. Member of the Press Council.",
    "Use of this site is subject to our terms. Ship positions are delayed by ten minutes.",
)


def _bio(chrome: Chrome, rng: Random, name: str) -> str:
    return chrome.say(rng.choice(_WRITERS).format(name))


def essays(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A platform for essays: sections, figures with captions, claps, a card on the writer below."""
    inside = [
        f'<figure class="ml mm paragraph-image"><div role="button"><div class="mn"><picture><img class="bh" src="/1.png"></picture></div></div><figcaption class="mt bf">{chrome.pick(_PICTURES)}</figcaption></figure>',
        f'<div class="on oo op"><a href="/s/2"><div class="oq"><h2 class="bf">{chrome.say(headline(rng))}</h2><div class="or"><h3>{chrome.say(sentence(rng))}</h3></div><div class="os"><p>essays.example</p></div></div></a></div>',
    ]
    style = Style(p='<p class="pw-post-body-paragraph nh ni" data-selectable-paragraph="">{}</p>', h2='<h1 class="ok ol">{}</h1>', quote='<blockquote class="ot"><p class="nh">{}</p></blockquote>', between=inside)  # fmt: skip
    return Made(
        html=f"""<!doctype html><html lang="en">{head(story, linked(story))}<body><div id="root"><div class="a b c"><div class="d"><a href="/m">{chrome.say("Open in app")}</a><a href="/in">{chrome.say("Sign in")}</a></div>
<article class="meteredContent"><div class="l"><section><div><div class="ch bg"><h1 class="pw-post-title">{story.title}</h1><div class="speechify"><a href="/@w">{story.byline}</a><span>{rng.randint(3, 9)} min read</span><span>{story.moment:%b} {story.moment.day}, {story.moment.year}</span></div><div class="pw-multi-vote"><p>{rng.randint(20, 90)}</p></div></div></div>
{body(story.parts, style)}</section></div></article><div class="ab ac"><h2 class="pw-author-name">Written by {story.byline}</h2><p class="be">{_bio(chrome, rng, story.byline)}</p></div><div class="more-from">{chrome.heads(4, '<div><a href="/s/{1}"><h2>{0}</h2></a><p>' + chrome.say(sentence(rng)) + "</p></div>")}</div><div class="fo"><p>{chrome.pick(_LEGAL)}</p></div></div></div></body></html>"""
    )


def components(story: Story, chrome: Chrome, rng: Random) -> Made:
    """An older system of components: particulars as a list, modules on both sides, a pager."""
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body class="site com_content view-article"><div class="container-nav"><ul class="mod-menu">{chrome.nav()}</ul></div><div class="container-component"><main><div class="com-content-article item-page"><div class="page-header"><h1>{story.title}</h1></div>
<dl class="article-info text-muted"><dt>Details</dt><dd class="createdby">Written by: <span>{story.byline}</span></dd><dd class="published">Published: {story.moment.day} {story.moment:%B %Y}</dd><dd class="hits">Hits: {rng.randint(100, 900)}</dd></dl>
<div class="com-content-article__body"><div class="pull-left item-image"><img src="/i.jpg"><p>{chrome.pick(_PICTURES)}</p></div>{body(story.parts, Style())}<div class="moduletable"><h3>{chrome.say("From the same shelf")}</h3><ul class="mod-articlesnews">{chrome.heads(3, '<li><a href="/a{1}">{0}</a></li>')}</ul></div></div>
<ul class="tags list-inline">{"".join(f'<li><a class="btn" href="/t">{chrome.say(word)}</a></li>' for word in ("Ferries", "Straits", "Treaties"))}</ul><nav class="pagenavigation"><a href="/p">{chrome.say(headline(rng))}</a></nav></div></main></div>
<div class="container-sidebar-right"><div class="card"><h3>{chrome.say("Letter")}</h3><div class="card-body"><p>{chrome.pick(_LETTERS)}</p></div></div></div><div class="footer"><p>{chrome.pick(_LEGAL)}</p></div></body></html>"""
    )


def weblog(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A weblog of the first wave: captions in tables, breaks between paragraphs, remarks below."""
    picture = f'<table align="center" class="tr-caption-container"><tbody><tr><td><a href="/b.jpg"><img src="/s.jpg"></a></td></tr><tr><td class="tr-caption">{chrome.pick(_PICTURES)}</td></tr></tbody></table>'
    style = Style(
        p="<div>{}</div>", h2="<div><b>{}</b></div>", glue="<div><br /></div>", between=[picture]
    )
    said = "".join(
        f'<div class="c"><cite>{escape(person(rng))} said...</cite><p class="comment-content">{chrome.say(text)}</p></div>'
        for text in _READERS
    )
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body class="item-view"><div class="header section"><ul>{chrome.nav()}</ul></div><div class="main section"><div class="blog-posts hfeed"><div class="date-outer"><h2 class="date-header"><span>{story.moment:%A}, {long_day(story)}</span></h2><div class="post hentry"><h3 class="post-title entry-title">{story.title}</h3>
<div class="post-body entry-content">{body(story.parts, style)}<div style="clear: both;"></div></div><div class="post-footer"><span class="post-author vcard">Posted by <span>{story.byline}</span></span> <span class="post-labels">Labels: <a href="/l">{chrome.say("Coast")}</a>, <a href="/k">{chrome.say("Peace talks")}</a></span></div></div></div></div>{said}</div>
<div class="sidebar section"><div class="widget HTML"><div class="widget-content">{chrome.pick(_ASKS)}</div></div><div class="widget BlogArchive">{chrome.heads(6, '<li><a href="/{1}">{0}</a></li>')}</div></div></body></html>"""
    )


def chains(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A chain of papers: interstitial links, an unlabelled box for a letter, a note on the writer."""
    inside = [
        f'<p class="interstitial-link block-margin-bottom"><a href="/i1">[ {chrome.say(headline(rng))} ]</a></p>',
        f'<div class="b-inline-box left"><div class="hd">{chrome.say("The Note")}</div><div class="bd"><p>{chrome.pick(_LETTERS)}</p><a href="/nl">{chrome.say("Put me on the list")}</a></div></div>',
        f'<div class="lead-art-wrapper"><div class="img"><img src="/l.jpg"></div><div class="legend"><span>{chrome.pick(_PICTURES)}</span></div></div>',
    ]
    style = Style(
        p='<p class="default__StyledText-sc-1wxyvyl-0 hnShxL body-paragraph">{}</p>',
        h2='<h4 class="body-heading">{}</h4>',
        between=inside,
    )
    return Made(
        html=f"""<!DOCTYPE html><html lang="en">{head(story, linked(story), graph(story))}<body><div id="fusion-app"><div class="nav-wrap">{chrome.nav('<a href="/{0}">{1}</a>')}</div><main><div class="headline-wrap"><h1>{story.title}</h1><div class="dek-by">By {story.byline}</div><div class="tm">{long_day(story)} at {story.moment:%H:%M} EST</div></div>
<div class="article-body-wrapper"><article>{body(story.parts, style)}</article></div><div class="who"><div class="who-img"><img src="/w.jpg"></div><div class="who-txt"><b>{story.byline}</b><p>{_bio(chrome, rng, story.byline)}</p></div></div><div class="xpmedia">{chrome.heads(6, '<div class="promo-item"><a href="/x{1}">{0}</a></div>')}</div></main><div class="consent-layer"><p>{chrome.say(_CONSENT[0])}</p><p>{chrome.say(_CONSENT[1])}</p></div><div class="ft"><p>{chrome.pick(_LEGAL)}</p></div></div></body></html>"""
    )


def ministry(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A ministry's server of documents: spans in zones in cells, a contact and a tool bar."""
    style = Style(p='<div class="ExternalClassA1"><p><span lang="EN-GB" style="font-size:12pt">{}</span></p></div>', h2='<div class="ExternalClassA1"><p><strong>{}</strong></p></div>', quote='<div class="ExternalClassA1"><p><em>{}</em></p></div>')  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body><form id="aspnetForm" method="post"><div id="s4-ribbonrow"><a href="#m">{chrome.say("Jump to contents")}</a></div><div id="topnav"><ul>{chrome.nav()}</ul></div><div id="s4-workspace"><table id="layout"><tr><td class="left"><div class="quick">{chrome.heads(5, '<div><a href="/d{1}">{0}</a></div>')}</div></td><td class="mid"><a name="m"></a>
<div class="tools"><a href="#">{chrome.say("Printer version")}</a> <a href="#">{chrome.say("Read aloud")}</a></div><div class="pagetitle"><h1>{story.title}</h1></div><div class="stamp">{long_day(story)}</div><div class="ms-rtestate-field">{body(story.parts, style)}</div>
<div class="contact-box"><h3>{chrome.say("For journalists")}</h3><p>{chrome.say("Duty officer of the press section, day and night: extension 300.")}</p></div><div class="rate"><span>{chrome.say("Was this page useful?")}</span></div></td></tr></table></div><div id="s4-bottom"><p>{chrome.pick(_LEGAL)}</p></div></form></body></html>""",
        states=frozenset({"title", "byline", "outlet", "day"}),
    )


def cards(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A publisher's tool whose extras are cards in the body: a bookmark, a sign-up, a call."""
    inside = [
        f'<figure class="kg-card kg-image-card kg-card-hascaption"><img src="/k.jpg" class="kg-image"><figcaption><span style="white-space: pre-wrap;">{chrome.pick(_PICTURES)}</span></figcaption></figure>',
        f'<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/b"><div class="kg-bookmark-content"><div class="kg-bookmark-title">{chrome.say(headline(rng))}</div><div class="kg-bookmark-description">{chrome.say(sentence(rng))}</div></div></a></figure>',
        f'<div class="kg-card kg-signup-card kg-width-regular"><div class="kg-signup-card-content"><h2 class="kg-signup-card-heading">{chrome.say("Read us by mail")}</h2><p class="kg-signup-card-subheading">{chrome.pick(_LETTERS)}</p><form data-members-form><input type="email"><button>Yes</button></form></div></div>',
        f'<div class="kg-card kg-callout-card kg-callout-card-blue"><div class="kg-callout-text">{chrome.pick(_ASKS)}</div></div>',
    ]
    return Made(
        html=f"""<!DOCTYPE html><html lang="en">{head(story, linked(story), graph(story))}<body class="post-template"><div class="gh-viewport"><div class="gh-navigation">{chrome.nav()}</div><main class="gh-main"><article class="gh-article post"><div class="gh-article-header gh-canvas"><h1 class="gh-article-title">{story.title}</h1><div class="gh-article-meta"><h4 class="gh-article-author-name"><a href="/a">{story.byline}</a></h4><time datetime="{story.day}">{story.moment.day:02d} {story.moment:%b %Y}</time></div></div>
<section class="gh-content gh-canvas is-body">{body(story.parts, Style(between=inside))}</section></article><div class="gh-comments"><p>{chrome.pick(_READERS)}</p></div><section class="gh-container"><h2>{chrome.say("Look here next")}</h2>{chrome.heads(4, '<article class="gh-card post"><a href="/g{1}"><h3>{0}</h3></a><p>' + chrome.say(sentence(rng)) + "</p></article>")}</section></main><div class="gh-footer"><p>{chrome.pick(_LEGAL)}</p></div></div></body></html>"""
    )


def station(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A local station: a dateline in brackets, an embedded player, lines of its own at the end."""
    inside = [
        f'<div class="embedded-video"><div class="player-inner"></div><p class="vid-note">{chrome.pick(_PICTURES)}</p></div>',
        f'<p><strong>EARLIER: <a href="/e">{chrome.say(headline(rng))}</a></strong></p>',
        f'<ul><li><a href="/r1">{chrome.say(headline(rng))}</a></li><li><a href="/r2">{chrome.say(headline(rng))}</a></li></ul>',
    ]
    end = f"<p><em>Copyright {story.moment.year} {story.outlet}. All rights reserved.</em></p>"
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body><div class="site-header"><ul>{chrome.nav()}</ul></div><div class="weather-strip">{chrome.say("11 degrees, light rain at the harbour")}</div><div class="story-wrap"><h1 class="story-title">{story.title}</h1><div class="story-meta"><div>by: {story.byline}</div><div>Posted: {story.moment:%b} {story.moment.day}, {story.moment.year} / {story.moment:%H:%M} UTC</div></div>
<div class="story-body rich-text">{body(story.parts, Style(between=inside))}{end}</div><div class="story-cta"><p>{chrome.pick(_LETTERS)}</p><a href="/app">{chrome.say("Get the app")}</a></div></div><div class="trc">{chrome.heads(6, '<div class="trc-i"><a href="/z{1}">{0}</a><span>' + chrome.say("Paid placement") + "</span></div>")}</div><div class="site-footer"><p>{chrome.pick(_LEGAL)}</p></div></body></html>"""
    )


def mass_portal(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A portal of many readers: divs for all, also-read boxes, follow lines, a list of words below."""
    inside = [
        f'<div class="also-rd"><span>Also Read | </span><a href="/q">{chrome.say(headline(rng))}</a></div>',
        f'<div class="storyBlk"><div class="imgWrp"><img src="/z.jpg"></div><div class="imgTxt">{chrome.pick(_PICTURES)}</div></div>',
        f'<div class="fllw"><div class="fllwTxt">{chrome.say("Now catch the day in one scroll on our channel.")}</div><div class="fllwBtn"><a href="/ch">{chrome.say("Join it")}</a></div></div>',
    ]
    style = Style(p='<div class="storyPara">{}</div>', h2='<div class="storyPara"><strong>{}</strong></div>', quote='<div class="storyPara">{}</div>', items='<div class="storyPara"><ul>{}</ul></div>', between=inside)  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story), graph(story))}<body><div class="hdr"><div class="mnu">{chrome.nav('<a href="/{0}">{1}</a>')}</div></div><div class="crumbs"><a href="/">Home</a> / <a href="/w">World</a></div><div class="storyLeft"><h1>{story.title}</h1><div class="pubBy"><div>Written By: {story.byline}</div><div>Last Updated: {long_day(story)}, {story.moment:%H:%M} IST</div></div>
<div class="storyCont">{body(story.parts, style)}<div class="dsc">{chrome.say("(Except for the headline, this story has not been edited by our staff and comes from a shared feed.)")}</div></div><div class="kw"><span>{chrome.say("Coast guard")}</span><span>{chrome.say("Amber Sea news")}</span></div></div><div class="storyRight">{chrome.heads(8, '<div class="lst"><a href="/y{1}">{0}</a></div>')}</div><div class="ftr"><div>{chrome.pick(_LEGAL)}</div></div></body></html>"""
    )


def institute(story: Story, chrome: Chrome, rng: Random) -> Made:
    """An institute's commentary: a side column first, numbered notes, boxes on writer and series."""
    notes = "".join(
        f'<li id="n{n}">{chrome.say(f"{person(rng)}, Papers on the Straits {n}, page {rng.randint(3, 90)}.")}</li>'
        for n in range(1, 4)
    )
    return Made(
        html=f"""<!DOCTYPE html><html lang="en">{head(story, graph(story))}<body><div class="mast"><ul>{chrome.nav()}</ul></div><div class="page-grid"><div class="col-narrow"><p class="series">{chrome.say("Part of our programme on seas and borders, paid for by a foundation that sees no drafts.")}</p><a href="/pdf">{chrome.say("As a document, 9 pages")}</a></div>
<div class="col-wide"><h1>{story.title}</h1><p class="kind">Commentary by <a href="/p">{story.byline}</a>, {long_day(story)}</p><div class="wysiwyg">{body(story.parts, Style(quote="<blockquote>{}</blockquote>"))}</div><div class="endnotes"><h5>{chrome.say("Notes")}</h5><ol>{notes}</ol></div><div class="expert"><img src="/e.jpg"><div><h4>{story.byline}</h4><p>{_bio(chrome, rng, story.byline)}</p></div></div></div></div>
<div class="list">{chrome.heads(4, '<div class="pub"><h4><a href="/u{1}">{0}</a></h4><p>' + chrome.say(sentence(rng)) + "</p></div>")}</div><div class="sub-foot"><p>{chrome.pick(_LETTERS)}</p></div><div class="imprint"><p>{chrome.pick(_LEGAL)}</p></div></body></html>"""
    )


HELD_OUT: tuple[Template, ...] = (
    essays, components, weblog, chains, ministry, cards, station, mass_portal, institute,
)  # fmt: skip
