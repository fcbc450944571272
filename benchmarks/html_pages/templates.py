"""Pages in the make of common news sites; the reader was changed while looking at these."""

# ruff: noqa: ARG001, E501  (templates share one signature; markup is easier to read on one line)

from __future__ import annotations

import textwrap
from collections.abc import Callable
from html import escape
from random import Random

from html_pages.chrome import Chrome
from html_pages.markup import ALL, Made, Style, body, graph, head, linked, long_day
from html_pages.prose import Story

Template = Callable[[Story, Chrome, Random], Made]


def article(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Semantic elements, a figure, a sign-up box and links inside the story, comments below."""
    inside = [
        chrome.figure(),
        chrome.newsletter(),
        f"<aside>{chrome.related()}</aside>",
        chrome.read_more(),
    ]
    rng.shuffle(inside)
    return Made(
        html=f"""<!DOCTYPE html><html lang="en">{head(story, graph(story), linked(story))}<body>
<header><nav><ul>{chrome.nav()}</ul></nav></header>{chrome.cookies()}
<main><article><header><h1>{story.title}</h1><div class="byline">By <a href="/a">{story.byline}</a></div>
<time datetime="{story.moment.isoformat()}Z">{long_day(story)}</time></header>{chrome.share()}
<div class="article-body">{body(story.parts, Style(between=inside))}</div>{chrome.tags()}{chrome.bio(story.byline)}</article>
{chrome.most_read()}{chrome.comments()}</main><footer>{chrome.legal()}</footer></body></html>"""
    )


def divs(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Every paragraph a div with a made-up class; other stories in the same markup."""
    one, two = (f"css-{rng.randrange(16**6):06x}" for _ in range(2))
    style = Style(
        p=f'<div class="{one}">{{}}</div>',
        h2=f'<div class="{two}"><strong>{{}}</strong></div>',
        quote=f'<div class="{one}">{{}}</div>',
        between=[chrome.ad(), chrome.ad(), chrome.related('class="css-rel"')],
    )
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story))}<body><div id="app"><div class="top"><ul>{chrome.nav()}</ul></div>
<div class="css-h"><h1>{story.title}</h1><div class="css-by"><span>{story.byline}</span><span>{long_day(story)}</span></div></div>
<section name="articleBody" class="css-x"><div class="css-col"><div>{body(story.parts, style)}</div></div></section>
<div class="css-grid">{chrome.teasers(8, "css-card")}</div><div class="css-foot">{chrome.legal("div")}</div></div></body></html>"""
    )


def line_breaks(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Paragraphs set apart by two line breaks in one element."""
    style = Style(
        p="{}", h2="<b>{}</b>", li="- {}<br>", items="{}", quote="<i>{}</i>",
        glue=rng.choice(("<br><br>\n", "<br />\r\n<br />\r\n", "<br>&nbsp;<br>")),
        between=[chrome.ad()],
    )  # fmt: skip
    return Made(
        html=f"""<html>{head(story, graph(story))}<body><div id="wrap"><div id="menu">{chrome.nav('<a href="/{0}">{1}</a> | ')}</div>
<div id="content"><h2 class="title">{story.title}</h2><div class="info">By {story.byline}<br>{long_day(story)}</div>
<div id="articleText">{body(story.parts, style)}</div>{chrome.share()}</div>
<div id="right">{chrome.most_read()}{chrome.teasers(4, "box")}</div><div id="bottom">{chrome.legal("span")}</div></div></body></html>"""
    )


def live_blog(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A page of short posts, newest first, each with a time, a heading and a share bar."""
    posts, minute = [], 600
    for number, part in enumerate(story.parts):
        minute -= rng.randint(3, 20)
        text = escape(part.text, quote=False)
        inner = f"<h3>{text}</h3>" if part.kind == "h2" else f"<p>{text}</p>"
        posts.append(
            f'<div class="live-post" id="post-{number}"><time datetime="2020-01-01T{minute // 60 % 24:02d}:{minute % 60:02d}Z">'
            f'{minute // 60 % 24:02d}:{minute % 60:02d}</time><div class="post-body">{inner}</div>{chrome.share("footer")}</div>'
        )
        if number % 6 == 5:
            posts.append(chrome.ad())
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body><nav><ul>{chrome.nav()}</ul></nav><main><h1>{story.title}</h1>
<div class="live-blog">{"".join(posts)}</div></main>{chrome.related('class="more-stories"', 5)}<footer>{chrome.legal()}</footer></body></html>"""
    )


def wordpress(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A blog theme: caption boxes, sharing plug-ins, related posts, widgets, comments."""
    picture = f'<div id="attachment_7" class="wp-caption alignright"><img src=a.jpg><p class="wp-caption-text">{chrome.caption()}</p></div>'
    plugin = f'<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">{chrome.say("Share this:")}</h3><ul><li><a>{chrome.say("Twitter")}</a></li></ul></div>'
    related = f"<div id='jp-relatedposts' class='jp-relatedposts'>{chrome.related('class=x')}</div>"
    return Made(
        html=f"""<!DOCTYPE html><html lang="en-US">{head(story, linked(story))}<body class="post-template-default single single-post category-news logged-out">
<div id="page" class="site"><header id="masthead"><ul id="menu-main">{chrome.nav('<li class="menu-item"><a href="/{0}">{1}</a></li>')}</ul></header>
<div id="primary" class="content-area has-sidebar"><main id="main"><article id="post-{rng.randrange(9999)}" class="post type-post tag-border category-world">
<header class="entry-header"><h1 class="entry-title">{story.title}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{story.moment.isoformat()}+00:00">{long_day(story)}</time></span>
<span class="byline"> by <span class="author vcard"><a>{story.byline}</a></span></span></div></header>
<div class="entry-content">{body(story.parts, Style(p='<p class="wp-block-paragraph">{}</p>', h2='<h2 class="wp-block-heading">{}</h2>', items='<ul class="wp-block-list">{}</ul>', quote='<blockquote class="wp-block-quote"><p>{}</p></blockquote>', between=[picture, chrome.ad()]))}{plugin}{related}</div>
<footer class="entry-footer">{chrome.tags('class="tags-links"')}</footer></article>{chrome.comments('id="comments" class="comments-area"')}</main></div>
<aside id="secondary" class="widget-area">{chrome.newsletter('class="widget"')}{chrome.most_read()}</aside><footer id="colophon">{chrome.legal()}</footer></div></body></html>"""
    )


def old_tables(story: Story, chrome: Chrome, rng: Random) -> Made:
    """The nineties: nested tables, font tags, capitals, unclosed paragraphs."""
    style = Style(
        p="<P><FONT FACE=Arial SIZE=2>{}</FONT>", h2="<P><FONT SIZE=2><B>{}</B></FONT>", li="<LI>{}", items="<UL>{}</UL>",
        quote="<BLOCKQUOTE><FONT SIZE=2>{}</FONT></BLOCKQUOTE>",
    )  # fmt: skip
    return Made(
        html=f"""<HTML><HEAD><TITLE>{story.title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=600 BORDER=0><TR><TD COLSPAN=2><IMG SRC=logo.gif ALT="{story.outlet}"></TD></TR>
<TR><TD WIDTH=120 VALIGN=top BGCOLOR=#CCCC99>{chrome.nav('<FONT SIZE=1><A HREF="/{0}">{1}</A></FONT><BR>')}</TD><TD WIDTH=480 VALIGN=top>
<TABLE><TR><TD><FONT SIZE=4><B>{story.title}</B></FONT><BR><FONT SIZE=1>By {story.byline}<BR>{long_day(story)}</FONT>
{body(story.parts, style)}</TD></TR></TABLE><P><FONT SIZE=1>{chrome.say("Back to the front page of our site")}</FONT></TD></TR><TR><TD COLSPAN=2><HR><FONT SIZE=1>Copyright {story.moment.year} {story.outlet}. {chrome.legal("I")}</FONT></TD></TR></TABLE></BODY></HTML>""",
        states=frozenset({"title", "byline", "day", "outlet"}),
    )


def wire(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Agency copy as set text, lines broken at 72 characters."""
    paragraphs = "\n\n".join(
        textwrap.fill(escape(part.text, quote=False), 72, initial_indent=rng.choice(("", "   ")))
        for part in story.parts
    )
    return Made(
        html=f"""<html><head><title>{story.title}</title><meta name="date" content="{story.day}"></head><body><a href="/">Archive</a> <a href="/next">Next</a><hr>
<h2>{story.title}</h2><pre>
{paragraphs}

</pre><hr>{chrome.legal()}</body></html>""",
        states=frozenset({"title", "day"}),
    )


def amp(story: Story, chrome: Chrome, rng: Random) -> Made:
    """The accelerated form: its own elements for pictures, menus and consent."""
    lightbox = f"<amp-img src=a.jpg width=4 height=3 layout=responsive></amp-img><figcaption>{chrome.caption()}</figcaption>"
    return Made(
        html=f"""<!doctype html><html amp lang="en"><head><meta charset="utf-8"><script async src="https://cdn.example/v0.js"></script><title>{story.title}</title>{linked(story)}
<style amp-custom>.p{{margin:0}}</style></head><body><amp-sidebar id="sb" layout="nodisplay"><ul>{chrome.nav()}</ul></amp-sidebar>
<amp-consent id="c" layout="nodisplay"><div id="cui">{chrome.cookies('class="consent-ui"')}</div></amp-consent>
<div class="amp-wp-article"><h1 class="amp-wp-title">{story.title}</h1><div class="amp-wp-meta">{story.byline}</div><figure>{lightbox}</figure>
<div class="amp-wp-article-content">{body(story.parts, Style(between=["<amp-ad type=x width=3 height=2></amp-ad>", chrome.read_more("div")]))}</div>
<amp-social-share type="x"></amp-social-share></div>{chrome.teasers(5, "amp-related")}<footer class="amp-wp-footer">{chrome.legal()}</footer></body></html>"""
    )


def only_linked_data(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A page that a script would fill: the text stands in its linked data alone."""
    text = rng.choice(("\n\n", "\n")).join(part.text for part in story.parts)
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story, articleBody=text))}<body><noscript>{chrome.say("Please enable JavaScript to view this page.")}</noscript>
<div id="root"></div>{chrome.script(20)}</body></html>"""
    )


def hidden_twice(story: Story, chrome: Chrome, rng: Random) -> Made:
    """The same story a second time, hidden, for phones and printers."""
    text = body(story.parts, Style(between=[chrome.figure()]))
    again = body(story.parts, Style())
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body><div class="menu"><ul>{chrome.nav()}</ul></div>
<div class="print-only" style="display: none"><h1>{story.title}</h1>{again}</div>
<div class="story"><h1>{story.title}</h1><p class="author">By {story.byline}</p><div class="story-text">{text}</div>{chrome.share()}</div>
<div class="mobile" hidden>{again}</div>{chrome.related("class=more", 6)}{chrome.legal()}</body></html>"""
    )


def print_page(story: Story, chrome: Chrome, rng: Random) -> Made:
    """The printer's version: hardly any markup."""
    return Made(
        html=f"""<html><head><title>{story.title}</title><meta name="robots" content="noindex"></head><body onload="window.print()">
<div id="logo"><img src="/logo.png" alt="{story.outlet}"></div><h1>{story.title}</h1><p>By {story.byline}</p><p>{long_day(story)}</p>
{body(story.parts, Style())}<hr><p>Find this article at:<br>{chrome.say("https://news.example/2020/story/8812.html")}</p><p>&copy; {story.moment.year} {story.outlet}. {chrome.say("All rights reserved.")}</p></body></html>""",
        states=ALL,
    )


def agency(story: Story, chrome: Chrome, rng: Random) -> Made:
    """An agency's English page as made in East Asia: much script, mixed breaks and paragraphs."""
    mail = chrome.say("desk@agency.example")
    style = Style(
        p=rng.choice(("<p>{}</p>", "{}<br/><br/>")), quote="<p>{}</p>", h2="<p><strong>{}</strong></p>",
        between=[f'<div class="comp-box photo-group"><div class="txt-con"><p class="txt-desc">{chrome.caption()}</p></div></div>'],
    )  # fmt: skip
    return Made(
        html=f"""<!doctype html><html lang="en">{head(story, graph(story))}<body>{chrome.script(30)}<div id="wrap"><div class="gnb"><ul>{chrome.nav()}</ul></div>
<div class="container"><header class="title-article01"><h1 class="tit">{story.title}</h1><p class="update-time" data-published-time="{story.moment:%Y%m%d%H%M%S}">All News {story.moment:%H:%M} {long_day(story)}</p></header>
<div class="share-zone"><button>Font size</button><a href="#">{chrome.say("Text size smaller")}</a></div>
<article class="story-news article">{body(story.parts, style)}<p class="adrs"><span class="cprgt">{mail}<br/>(END)</span></p></article>
<div class="keyword-zone01">{chrome.tags('class="keyword"')}</div></div>
<div class="aside-wrap"><div class="box-ranking"><strong>{chrome.say("Most Liked stories today")}</strong><ol>{"".join(f"<li><a href=/r{n}>{chrome.say(t)}</a></li>" for n, t in enumerate(_heads(rng, 6)))}</ol></div></div>
<footer><p>{chrome.say("Registration number: 00-0123 | Publisher: The Board | Address: 25 Harbour Road")}</p>{chrome.legal()}</footer></div>{chrome.script(20)}</body></html>"""
    )


def paywalled(story: Story, chrome: Chrome, rng: Random) -> Made:
    """The first paragraphs, then a wall, then other stories with long summaries."""
    shown = story.parts[:5]
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story))}<body><header><ul>{chrome.nav()}</ul></header><article class="is-paywalled"><h1>{story.title}</h1>
<div class="article__content">{body(shown, Style())}</div>{chrome.paywall('class="paywall__message"')}</article>
<section class="recirculation">{chrome.teasers(4, "recirc-item")}</section><footer>{chrome.legal()}</footer></body></html>""",
        story=tuple(part.text for part in shown),
    )


def minified(story: Story, chrome: Chrome, rng: Random) -> Made:
    """100 to 300 KB on one line: inline state, drawings, styles."""
    style = Style(
        p='<p data-t="{{&quot;n&quot;:&quot;p&quot;}}" class="b1 b2">{}</p>',
        glue="",
        between=[chrome.ad(), chrome.newsletter('data-box="x" class="nl-box"')],
    )
    css = "<style>" + ".a1{margin:0;padding:0 1px}" * rng.randint(200, 900) + "</style>"
    page = f"""<!DOCTYPE html><html>{head(story, graph(story), css)}<body>{chrome.drawings(rng.randint(10, 60))}<nav>{chrome.nav('<a href="/{0}">{1}</a>')}</nav><main id="main-content"><article>
<h1 id="main-heading">{story.title}</h1><div data-component="byline-block"><span>{story.byline}</span></div>{body(story.parts, style)}</article></main>
<div data-component="features">{chrome.teasers(6, "promo", wordy=False)}</div>{chrome.script(rng.randint(60, 180))}<footer>{chrome.legal()}</footer></body></html>"""
    return Made(html=page.replace("\n", ""))


def link_frames(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A portal: long lists of links on three sides, the story in a cell between them."""
    lists = [
        "".join(
            f'<div class=l><a href="/{i}{n}">{chrome.say(t)}</a></div>'
            for n, t in enumerate(_heads(rng, 20))
        )
        for i in range(3)
    ]
    return Made(
        html=f"""<html>{head(story)}<body><table><tr><td class=left>{lists[0]}</td><td class=mid><div class=hd><b>{story.title}</b></div><div class=dt>{long_day(story)} | By {story.byline}</div>
<div class=tx>{body(story.parts, Style(p="<div>{}</div>", quote="<div><i>{}</i></div>"))}</div></td><td class=right>{lists[1]}{chrome.most_read()}</td></tr></table><div class=f>{lists[2]}{chrome.legal("div")}</div></body></html>"""
    )


def quotes_and_tables(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A pull quote that repeats a sentence, a table of figures, a list of links at the end."""
    cells = [
        (
            f"{rng.choice('ABCDEF')} {2000 + n}",
            f"{rng.randrange(999)} vessels",
            f"{rng.randrange(99)}.5 percent",
        )
        for n in range(4)
    ]
    table = (
        "<table><tbody>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
        + "</tbody></table>"
    )
    pull = f'<aside class="pull-quote"><p>{escape(story.parts[2].text, quote=False)}</p></aside>'
    half = len(story.parts) // 2
    first, second = story.parts[:half], story.parts[half:]
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body><nav><ul>{chrome.nav()}</ul></nav><div class="layout"><div class="lead"><h1>{story.title}</h1></div><div class="post-content">{body(first, Style(between=[pull]))}{table}{body(second, Style())}
<h3>{chrome.say("More from this author")}</h3><ul>{"".join(f'<li><a href="/{n}">{chrome.say(t)}</a></li>' for n, t in enumerate(_heads(rng, 4)))}</ul></div></div>{chrome.comments('class="disqus-thread"')}<footer>{chrome.legal()}</footer></body></html>""",
        story=(
            *(p.text for p in first),
            *(cell for row in cells for cell in row),
            *(p.text for p in second),
        ),
    )


def _heads(rng: Random, count: int) -> list[str]:
    chrome = Chrome(rng)
    chrome.teasers(count, wordy=False)
    return chrome.texts


TUNED: tuple[Template, ...] = (
    article, divs, line_breaks, live_blog, wordpress, old_tables, wire, amp, only_linked_data,
    hidden_twice, print_page, agency, paywalled, minified, link_frames, quotes_and_tables,
)  # fmt: skip
