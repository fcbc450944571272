"""More makes that the reader was changed on; they were held out before, until it had been."""

# ruff: noqa: ARG001, E501  (templates share one signature; markup is easier to read on one line)

from __future__ import annotations

from html import escape
from random import Random

from html_pages.chrome import Chrome
from html_pages.markup import Made, Style, body, graph, head, linked, long_day
from html_pages.prose import Part, Story, headline, sentence
from html_pages.templates import Template


def own_elements(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A site of its own elements, none of which a standard knows."""
    style = Style(
        p="<x-paragraph><span>{}</span></x-paragraph>", h2="<x-heading level=2>{}</x-heading>", li="<x-item>{}</x-item>",
        items="<x-list>{}</x-list>", quote="<x-quote>{}</x-quote>", glue="", between=[f"<x-promo><a href=/p>{chrome.say(headline(rng))}</a></x-promo>"],
    )  # fmt: skip
    return Made(
        html=f"""<!doctype html><html>{head(story, linked(story))}<body><x-header><x-menu>{chrome.nav('<x-link><a href="/{0}">{1}</a></x-link>')}</x-menu></x-header>
<x-article><h1>{story.title}</h1><x-byline>{story.byline}</x-byline>{body(story.parts, style)}</x-article><x-rail>{chrome.teasers(4, "x")}</x-rail><x-footer>{chrome.legal()}</x-footer></body></html>"""
    )


def government(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A ministry's release: a list of particulars, numbered paragraphs, hard spaces."""
    numbered = "".join(
        f"<p>{n}.&nbsp;&nbsp;{escape(part.text, quote=False)}</p>"
        for n, part in enumerate(story.parts, 1)
    )
    return Made(
        html=f"""<html><head><title>{story.title} - {story.outlet}</title><meta name="dcterms.date" content="{story.day}"><meta name="author" content="{story.byline}"><meta name="dc.publisher" content="{story.outlet}"></head><body><a class="skip" href="#c">{chrome.say("Skip to main content")}</a>
<div class="gov-banner"><p>{chrome.say("An official website of the government. Here is how you know that it is.")}</p></div><ul class="usa-nav">{chrome.nav()}</ul>
<div id="c"><h1>{story.title}</h1><dl class="meta"><dt>Type</dt><dd>Release</dd><dt>Date</dt><dd>{long_day(story)}</dd></dl><div class="rich">{numbered}</div></div>
<div class="contact"><h2>{chrome.say("Media enquiries")}</h2><p>{chrome.say("Write to the press office between nine and five, or call the desk at any hour.")}</p></div><div class="bottom">{chrome.legal()}</div></body></html>""",
        story=tuple(f"{n}. {part.text}" for n, part in enumerate(story.parts, 1)),
    )


def magazine(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A long read in sections, with side notes, a drop cap and a pull quote as a figure."""
    third = max(3, len(story.parts) // 3)
    groups = [story.parts[n : n + third] for n in range(0, len(story.parts), third)]
    first = groups[0][0]
    cap = f'<p class="has-dropcap"><span class="cap">{first.text[0]}</span>{escape(first.text[1:], quote=False)}</p>'
    pull = f'<figure class="q"><blockquote>{escape(story.parts[-1].text, quote=False)}</blockquote></figure>'
    sections = [
        f'<section data-s="{n}"><div class="inner">{body(group, Style())}</div></section>'
        for n, group in enumerate(groups)
    ]
    sections[0] = (
        f'<section data-s="0"><div class="inner">{cap}{body(groups[0][1:], Style())}</div></section>'
    )
    dek = sentence(rng)
    note = f'<div class="sidenote-{rng.randrange(99)}"><h4>{chrome.say("The author reads it to you")}</h4><a href="/audio">{chrome.say("Hear this piece in 31 minutes")}</a></div>'
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, graph(story))}<body><div class="hed"><h1>{story.title}</h1><p class="dek">{escape(dek, quote=False)}</p><p class="by">{story.byline}</p></div>
{note.join(sections[:2])}{pull}{"".join(sections[2:])}<div class="eot">{chrome.bio(story.byline, 'class="contrib"')}</div>{chrome.newsletter('class="plea"')}<div class="next-up">{chrome.teasers(3, "tile")}</div><div class="colo">{chrome.legal()}</div></body></html>""",
        story=(dek, *(part.text for part in story.parts)),
    )


def endless(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A portal that appends the next story, in the same markup, below the first."""
    other = "".join(f"<p>{chrome.say(sentence(rng))}</p>" for _ in range(4))
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story), graph(story))}<body><div id="hd"><ul>{chrome.nav()}</ul></div><div id="stream">
<div class="caas-item"><h1>{story.title}</h1><div class="caas-attr">{story.byline}</div><div class="caas-body">{body(story.parts, Style(between=[chrome.read_more(), chrome.ad()]))}</div>{chrome.tags()}</div>
<div class="caas-item"><h2>{chrome.say(headline(rng))}</h2><div class="caas-body">{other}</div></div></div>{chrome.cookies('class="consent-overlay"')}<div id="ft">{chrome.legal()}</div></body></html>"""
    )


def mail(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A newsletter in an archive: tables within tables, styles on every cell."""
    cell = '<tr><td style="padding:0 24px;font:16px Georgia">{}</td></tr>'
    style = Style(
        p=cell.format("<p style='margin:0'>{}</p>"),
        h2=cell.format("<b>{}</b>"),
        li="<li>{}</li>",
        items=cell.format("<ul>{}</ul>"),
        quote=cell.format("<em>{}</em>"),
    )
    return Made(
        html=f"""<html><head><title>{story.title}</title></head><body style="margin:0"><center><table width=100% id=bodyTable><tr><td><table width=600><tr><td align=center><a href="/web">{chrome.say("View this letter in your browser")}</a></td></tr>
<tr><td><h1>{story.title}</h1></td></tr><tr><td>By {story.byline}<br>{long_day(story)}</td></tr>{body(story.parts, style)}
<tr><td align=center><a href="/f">{chrome.say("Forward this letter to a friend")}</a></td></tr><tr><td style="font-size:11px">{chrome.say("You receive this letter because you asked for it on our site.")} <a href="/u">{chrome.say("Unsubscribe here")}</a></td></tr></table></td></tr></table></center></body></html>""",
        states=frozenset({"title", "byline", "day"}),
    )


def tabloid(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Points at the top, a paragraph for each sentence, promotions between them."""
    points = [part.text for part in story.parts if part.kind == "p"][-3:]
    rest = [part for part in story.parts if part.text not in points]
    sentences = [Part(kind=part.kind, text=piece) for part in rest for piece in _split(part.text)]
    promos = [
        f'<div class="mol-embed"><p class="cap-{n}"><span>{chrome.caption()}</span></p></div>'
        if n == 1
        else f'<div class="in-art-promo"><div><a href="/v{n}"><strong>{chrome.say(headline(rng))}</strong></a></div></div>'
        for n in range(4)
    ]
    bullets = "".join(f"<li><strong>{escape(point, quote=False)}</strong></li>" for point in points)
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story))}<body><div class="masthead"><ul>{chrome.nav()}</ul></div><div class="article-text"><h1>{story.title}</h1><ul class="mol-bullets">{bullets}</ul>
<p class="author-section">By <a>{story.byline}</a></p><div itemprop="articleBody">{body(sentences, Style(p='<p class="mol-para"><span>{}</span></p>', between=promos))}</div></div>
<div class="puffs">{chrome.teasers(7, "puff")}</div>{chrome.comments('class="reader-comments"')}<div class="foot">{chrome.legal()}</div></body></html>""",
        story=(*points, *(part.text for part in sentences)),
    )


def _split(text: str) -> list[str]:
    return (
        [f"{piece}." for piece in text.removesuffix(".").split(". ")] if "“" not in text else [text]
    )


MORE: tuple[Template, ...] = (own_elements, government, magazine, endless, mail, tabloid)
