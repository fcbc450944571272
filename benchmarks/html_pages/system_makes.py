"""Pages as common systems write them, with furniture worded anew; once held out, now tuned on."""

# ruff: noqa: ARG001, E501  (templates share one signature; markup is easier to read on one line)

from __future__ import annotations

from html import escape
from random import Random

from html_pages.chrome import Chrome
from html_pages.markup import Made, Style, body, graph, head, linked, long_day
from html_pages.prose import Story, headline, person, sentence
from html_pages.templates import Template

_SIGN_UPS = (
    "The Harbour Letter: a weekly look at who is talking to whom, and who has stopped. Free, on Thursdays.",
    "Want this kind of story before breakfast? Our editors send one every day at six.",
    "Two minutes of your time, one clear account of the day. Join 40,000 others.",
    "Be the first to know. Add your address and we do the rest.",
)
_CAPTIONS = (
    "The crossing in winter. Both barriers have been down since the spring.",
    "A patrol boat returns to harbour, seen from the old lighthouse (file picture).",
    "Delegates leave the hotel by the back door. Photograph: The Pool",
    "From left: the host, the two envoys and an interpreter, on the first day.",
)
_ABOUT = (
    "{} covers the navy and the talks for us. Write with tips in confidence.",
    "{} joined the foreign desk in 2016 after ten years in local radio.",
    "About the author: {} lives in the capital and teaches at its school of journalism.",
)
_PLEAS = (
    "Reporting from closed places takes months. If you can, help to pay for it with a gift of any size.",
    "You are reading one of the stories that we leave free for all, thanks to those who pay.",
)
_PRIVACY = (
    "Your privacy matters here. With your leave we and chosen firms keep small files on your machine to count visits.",
    "Say no and you see the same stories, with advertisements that know nothing about you.",
)
_VOICES = (
    "Has anybody asked the people who live there? I did, last summer, and they laughed.",
    "Thank you for printing the figures. One can argue with figures.",
    "Third time this year that you spell the name of the strait in two ways.",
)
_SMALL_PRINT = (
    "Published by the Trust for Open Waters. We correct mistakes: see our list of corrections.",
    "Copying for schools is free; for all other uses ask the rights desk.",
)


def block_theme(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A block theme: every block with its class, a sign-up, a query loop and a bio as blocks."""
    inside = [
        f'<figure class="wp-block-image size-large"><img src="/a.jpg" alt=""/><figcaption class="wp-element-caption">{chrome.pick(_CAPTIONS)}</figcaption></figure>',
        f'<div class="wp-block-group has-background is-layout-constrained"><h4 class="wp-block-heading">{chrome.say("In your inbox")}</h4><p class="has-small-font-size">{chrome.pick(_SIGN_UPS)}</p><div class="wp-block-buttons"><div class="wp-block-button"><a class="wp-block-button__link" href="/join">{chrome.say("Count me in")}</a></div></div></div>',
        f'<p class="has-text-align-center"><strong>You may also like: <a href="/p/7">{chrome.say(headline(rng))}</a></strong></p>',
    ]
    style = Style(h2='<h2 class="wp-block-heading">{}</h2>', items='<ul class="wp-block-list">{}</ul>', quote='<blockquote class="wp-block-quote"><p>{}</p></blockquote>', between=inside)  # fmt: skip
    loop = chrome.heads(3, '<li class="wp-block-post"><h3 class="wp-block-post-title"><a href="/p/{1}">{0}</a></h3><div class="wp-block-post-excerpt"><p>' + chrome.say(sentence(rng)) + "</p></div></li>")  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html lang="en-GB">{head(story, graph(story))}<body class="single single-post"><div class="wp-site-blocks"><header class="wp-block-template-part"><nav class="wp-block-navigation">{chrome.nav()}</nav></header>
<main class="wp-block-group"><h1 class="wp-block-post-title">{story.title}</h1><div class="wp-block-post-author-name">{story.byline}</div><div class="wp-block-post-date"><time datetime="{story.moment.isoformat()}">{long_day(story)}</time></div>
<div class="entry-content wp-block-post-content is-layout-flow">{body(story.parts, style)}</div>
<div class="wp-block-group"><img src="/h.jpg" alt=""/><p>{chrome.say(rng.choice(_ABOUT).format(story.byline))}</p></div><div class="wp-block-query"><h2>{chrome.say("Keep going")}</h2><ul>{loop}</ul></div></main>
<footer class="wp-block-template-part"><p>{chrome.pick(_SMALL_PRINT)}</p></footer></div></body></html>"""
    )


def fields(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A site of fields and views: the story in one field, everything else in others."""
    related = chrome.heads(4, '<div class="views-row"><span class="field-content"><a href="/node/{1}">{0}</a></span></div>')  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body class="path-node page-node-type-article"><div class="dialog-off-canvas-main-canvas"><div class="region region-header"><ul class="menu">{chrome.nav()}</ul></div>
<div class="region region-content"><article class="node node--type-article"><h1 class="page-title"><span>{story.title}</span></h1>
<div class="node__submitted">Submitted by <span>{story.byline}</span> on {long_day(story)}</div>
<div class="field field--name-field-image field__item"><img src="/s.jpg"><blockquote class="image-field-caption"><p>{chrome.pick(_CAPTIONS)}</p></blockquote></div>
<div class="clearfix text-formatted field field--name-body field__item">{body(story.parts, Style())}</div>
<div class="field field--name-field-about"><div class="field__label">{chrome.say("Who wrote this")}</div><div class="field__item"><p>{chrome.say(rng.choice(_ABOUT).format(story.byline))}</p></div></div>
<div class="field field--name-field-sections field__items">{chrome.tags('class="field__item"')}</div></article>
<div class="views-element-container block"><h2>{chrome.say("In the same file")}</h2>{related}</div></div>
<div class="region region-sidebar-second"><div class="block block-block-content"><p>{chrome.pick(_PLEAS)}</p><a href="/give">{chrome.say("Give now")}</a></div></div>
<div class="eu-popup-content"><h2>{chrome.say("Before you go on")}</h2><p>{chrome.say(_PRIVACY[0])}</p></div><div class="region region-footer"><p>{chrome.pick(_SMALL_PRINT)}</p></div></div></body></html>"""
    )


def hashed(story: Story, chrome: Chrome, rng: Random) -> Made:
    """An application whose classes are hashes: nothing has a telling name."""

    def name() -> str:
        return f"sc-{rng.randrange(16**6):06x}-0 {''.join(rng.choices('abcdefghKLMNOP', k=6))}"

    par, row = name(), name()
    inside = [
        f'<div class="{name()}"><div class="{name()}"><picture><source srcset="/a.webp"><img src="/a.jpg"></picture></div><div class="{name()}"><span>{chrome.pick(_CAPTIONS)}</span></div></div>',
        f'<div class="{name()}"><div class="{name()}"><p class="{name()}">{chrome.pick(_SIGN_UPS)}</p><div class="{name()}"><input type="email"><button>{chrome.say("Send it to me")}</button></div></div></div>',
        f'<div class="{name()}"><a href="/n/3"><span>More on this</span><span class="{name()}">{chrome.say(headline(rng))}</span></a></div>',
    ]
    cards = chrome.heads(6, f'<li class="{name()}"><a href="/n/{{1}}"><h3>{{0}}</h3></a><div>{chrome.say(sentence(rng))}</div></li>')  # fmt: skip
    style = Style(p=f'<div class="{row}"><p class="{par}">{{}}</p></div>', h2=f'<div class="{row}"><h2>{{}}</h2></div>', items=f'<div class="{row}"><ul>{{}}</ul></div>', quote=f'<div class="{row}"><blockquote>{{}}</blockquote></div>', glue="", between=inside)  # fmt: skip
    return Made(
        html=f"""<!doctype html><html lang=en>{head(story, linked(story))}<body><div id="__next"><div class="{name()}"><ul>{chrome.nav('<li><a href="/{0}">{1}</a></li>')}</ul></div>
<main class="{name()}"><div class="{name()}"><h1 class="{name()}">{story.title}</h1><div class="{name()}"><a href="/by">{story.byline}</a><span>{story.moment:%d %b %Y, %H:%M}</span></div></div>
<div class="{name()}">{body(story.parts, style)}</div><div class="{name()}"><ul>{cards}</ul></div></main><div class="{name()}"><p>{chrome.pick(_SMALL_PRINT)}</p></div></div></body></html>"""
    )


def letter_platform(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A letter with a site: a subscribe widget twice in the body, likes, a discussion below."""
    widget = f'<div class="subscription-widget-wrap"><div class="subscription-widget show-subscribe"><div class="preamble"><p class="cta-caption">{chrome.pick(_SIGN_UPS)}</p></div><form class="subscription-widget-subscribe"><input type="email"><input type="submit" value="Subscribe"></form></div></div>'
    button = f'<p class="button-wrapper"><a class="button primary" href="/share"><span>{chrome.say("Pass it on")}</span></a></p>'
    image = f'<div class="captioned-image-container"><figure><a class="image-link" href="/a.jpg"><div class="image2-inset"><picture><img src="/a.jpg"></picture></div></a><figcaption class="image-caption">{chrome.pick(_CAPTIONS)}</figcaption></figure></div>'
    voices = "".join(f'<div class="comment-list-item"><div class="comment-head"><a href="/u">{escape(person(rng))}</a></div><div class="comment-body"><p>{chrome.say(text)}</p></div></div>' for text in _VOICES)  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story))}<body><div id="entry"><div class="main-menu">{chrome.nav('<a href="/{0}">{1}</a>')}</div>
<div class="single-post"><article class="typography newsletter-post post"><div class="post-header"><h1 class="post-title">{story.title}</h1><h3 class="subtitle">{chrome.say("Number 112")}</h3><div class="byline-wrapper"><a href="/@x">{story.byline}</a><div>{story.moment:%b %d, %Y}</div></div></div>
<div class="available-content"><div class="body markup">{body(story.parts, Style(between=[image, widget, button]))}{widget}</div></div><div class="post-footer"><a class="like">{chrome.say("31 Likes")}</a></div></article>
<div class="discussion">{voices}</div></div></div></body></html>"""
    )


def portal_breaks(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A portal of the East Asian kind: breaks for paragraphs, captions in tables of one cell."""
    picture = f'<table class="imgArea" align="center"><tr><td><img src="/p.jpg"></td></tr><tr><td class="desc">▲ {chrome.pick(_CAPTIONS)}</td></tr></table>'
    style = Style(p="{}", h2="<strong>{}</strong>", li="- {}<br>", items="{}", quote="{}", glue="<br><br>", between=[picture])  # fmt: skip
    ranks = chrome.heads(8, '<li><a href="/v{1}"><em>{1}</em>{0}</a></li>')
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body><div id="gnb"><ul>{chrome.nav()}</ul></div><div id="container"><div class="view_head"><h3 class="tit_view">{story.title}</h3><span class="info_view">{story.byline} | Input {story.moment:%Y.%m.%d %H:%M}</span></div>
<div class="util"><a href="#">{chrome.say("Scrap")}</a><a href="#">{chrome.say("Larger letters")}</a></div><div id="news_body_area" class="view_txt">{body(story.parts, style)}<br><br>{story.byline.split()[0].lower()}@example.com</div>
<div class="view_foot"><strong>{chrome.say("Readers' choice")}</strong><ol>{ranks}</ol></div><div class="reply_area"><p>{chrome.say(rng.choice(_VOICES))}</p></div></div><div id="footer"><p>{chrome.pick(_SMALL_PRINT)}</p></div></body></html>""",
        states=frozenset({"title", "byline", "outlet", "day"}),
    )


def rolling(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A rolling report: dated entries, each with a time, an author and a line to share it."""
    count = max(2, len(story.parts) // 4)
    groups = [story.parts[n : n + count] for n in range(0, len(story.parts), count)]
    entries = [
        f'<article id="e{n}" class="timeline-entry"><div class="timeline-meta"><time datetime="{story.moment.isoformat()}">{n + 8}.4{n} am</time><span>{escape(person(rng))}</span></div><div class="timeline-text">{body(group, Style())}</div><div class="timeline-tools"><a href="#t">{chrome.say("Link to this entry")}</a></div></article>'
        for n, group in enumerate(groups)
    ]
    entries.insert(1, f'<div class="timeline-insert"><h4>{chrome.say("The day in one mail")}</h4><p>{chrome.pick(_SIGN_UPS)}</p></div>')  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story))}<body><div class="bar"><ul>{chrome.nav()}</ul></div><div class="wrap"><div class="intro"><h1>{story.title}</h1><p class="with">With {story.byline} and colleagues</p></div>
<div class="points"><h2>{chrome.say("The state of play")}</h2><ul>{chrome.heads(3, '<li><a href="#e{1}">{0}</a></li>')}</ul></div><div class="timeline">{"".join(entries)}</div><div class="older"><a href="?p=2">{chrome.say("Earlier entries")}</a></div></div><div class="end"><p>{chrome.pick(_SMALL_PRINT)}</p></div></body></html>"""
    )


def rich_text(story: Story, chrome: Chrome, rng: Random) -> Made:
    """An agency's site: promotions as modules inside rich text, an appeal and a note at its end."""
    inside = [
        f'<div class="RichTextModule"><div class="HtmlModuleBox"><p>{chrome.say("See our full coverage of the strait")}</p></div></div>',
        f'<div class="Enhancement" data-align-center><div class="Enhancement-item"><div class="PagePromo"><div class="PagePromo-media"><img src="/m.jpg"></div><div class="PagePromo-content"><a href="/pp"><span>{chrome.say(headline(rng))}</span></a></div></div></div></div>',
        f'<div class="ImageEnhancement"><img src="/i.jpg"><div class="infobox"><p>{chrome.pick(_CAPTIONS)}</p></div></div>',
    ]
    end = f"<p>___</p><p>{chrome.say('Agency writers ' + person(rng) + ' in the capital and ' + person(rng) + ' at the border contributed to this report.')}</p>"
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story), graph(story))}<body class="Page-body"><bsp-header class="Page-header"><ul>{chrome.nav()}</ul></bsp-header><div class="StoryPage"><main class="StoryPage-main"><h1 class="StoryPage-headline">{story.title}</h1>
<div class="StoryPage-byline">By <span>{story.byline}</span></div><bsp-timestamp>Updated {story.moment:%H:%M} UTC, {long_day(story)}</bsp-timestamp><div class="RichTextStoryBody RichTextBody">{body(story.parts, Style(between=inside))}{end}</div>
<div class="StoryPage-appeal"><p>{chrome.pick(_PLEAS)}</p></div><div class="StoryPage-author"><p>{chrome.say(rng.choice(_ABOUT).format(story.byline))}</p></div></main><div class="StoryPage-aside">{chrome.heads(5, '<div class="PagePromo"><a href="/{1}">{0}</a></div>')}</div></div><bsp-footer><p>{chrome.pick(_SMALL_PRINT)}</p></bsp-footer></body></html>"""
    )


def builder(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A page builder: rows, columns and cells around everything, styles on every line."""
    cell = '<div class="row"><div class="col span-12"><div class="blk blk-html"><div class="blk-content">{}</div></div></div></div>'
    line = '<p class="" style="white-space:pre-wrap;">{}</p>'
    half = len(story.parts) // 2
    style = Style(p=line, h2='<h3 style="white-space:pre-wrap;">{}</h3>')
    picture = f'<div class="row"><div class="col span-12"><div class="blk blk-image"><img src="/x.jpg"><div class="image-title-wrapper"><p>{chrome.pick(_CAPTIONS)}</p></div></div></div></div>'  # fmt: skip
    letter = f'<div class="row"><div class="col span-12"><div class="blk blk-form"><h3>{chrome.say("Stay near")}</h3><p>{chrome.pick(_SIGN_UPS)}</p><form><input name=email><button>Join</button></form></div></div></div>'
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story))}<body><div class="site"><div class="header-nav">{chrome.nav('<div class="nav-i"><a href="/{0}">{1}</a></div>')}</div><div class="blog-item-wrapper"><div class="blog-item-top"><h1 data-content-field="title">{story.title}</h1><span class="blog-meta">{story.moment:%b %d} Written By {story.byline}</span></div>
<div class="blog-item-content"><div class="layout">{cell.format(body(story.parts[:half], style))}{picture}{cell.format(body(story.parts[half:], style))}{letter}</div></div><div class="blog-item-author"><div class="author-name">{story.byline}</div><p>{chrome.say(rng.choice(_ABOUT).format(story.byline))}</p></div>
<div class="pag"><a href="/prev">{chrome.say(headline(rng))}</a></div></div><div class="foot-sections"><p>{chrome.pick(_SMALL_PRINT)}</p></div><div class="cookie-bar">{"".join(f"<p>{chrome.say(line)}</p>" for line in _PRIVACY)}</div></div></body></html>"""
    )


def flat(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Everything a paragraph of one element: caption, cross reference, note and plea among the text."""
    inside = [
        f'<p align="center"><img src="/f.jpg"><br><small>{chrome.pick(_CAPTIONS)}</small></p>',
        f'<p><b>From the archive:</b> <a href="/old">{chrome.say(headline(rng))}</a></p>',
        f"<p><em>{chrome.pick(_PLEAS)} <a href='/give'>{chrome.say('Here is how')}</a></em></p>",
    ]
    return Made(
        html=f"""<html>{head(story)}<body><div id="page"><div id="menu">{chrome.nav('<a href="/{0}">{1}</a> | ')}</div><div id="post"><h2 class="t">{story.title}</h2><p class="d">{long_day(story)} by {story.byline}</p>{body(story.parts, Style(between=inside))}<p><i>{chrome.say(rng.choice(_ABOUT).format(story.byline))}</i></p></div>
<div id="side"><h3>{chrome.say("Lately")}</h3><ul>{chrome.heads(6, '<li><a href="/l{1}">{0}</a></li>')}</ul></div><div id="bottom"><p>{chrome.pick(_SMALL_PRINT)}</p></div></div></body></html>"""
    )


def broadcaster(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A broadcaster: data attributes for names, a player, points above, topics and more below."""
    inside = [
        f'<div data-component="media-block"><video src="/v.mp4"></video><p data-testid="desc">{chrome.pick(_CAPTIONS)}</p></div>',
        f'<div data-component="links-block"><h2>{chrome.say("Elsewhere today")}</h2><div><ul>{chrome.heads(3, "<li><div><a href=/w{1}>{0}</a></div></li>")}</ul></div></div>',
        f'<section data-component="uploader-block"><p>{chrome.say("Are you in the region? Tell us what you have seen, if it is safe to do so.")}</p></section>',
    ]
    style = Style(p='<div data-component="text-block"><p class="ssrcss-1">{}</p></div>', h2='<div data-component="subheadline-block"><h2>{}</h2></div>', items='<div data-component="unordered-list-block"><ul>{}</ul></div>', quote='<div data-component="text-block"><blockquote><p>{}</p></blockquote></div>', between=inside)  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html lang="en-GB">{head(story, graph(story), linked(story))}<body><div data-testid="navigation"><ul>{chrome.nav()}</ul></div><main id="main-content"><article><div data-component="headline-block"><h1>{story.title}</h1></div><div data-component="byline-block"><time datetime="{story.moment.isoformat()}">{story.moment:%d %B %Y}</time><span>{story.byline}</span><div>{chrome.say("Our correspondent, reporting from the border")}</div></div>
{body(story.parts, style)}<div data-component="topic-list"><h2>{chrome.say("More about")}</h2>{chrome.tags('data-testid="t"')}</div></article></main><div data-testid="cards">{chrome.teasers(5, "ssrcss-card")}</div><div data-testid="base"><p>{chrome.pick(_SMALL_PRINT)}</p></div></body></html>"""
    )


SYSTEMS: tuple[Template, ...] = (
    block_theme, fields, hashed, letter_platform, portal_breaks, rolling, rich_text, builder, flat,
    broadcaster,
)  # fmt: skip
