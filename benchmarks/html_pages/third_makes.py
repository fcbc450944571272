"""Makes written after the leaks of all others were mended; once held out, now tuned on.

At first sight the reader leaked on 43% of their pages.
"""

# ruff: noqa: ARG001, E501  (templates share one signature; markup is easier to read on one line)

from __future__ import annotations

from random import Random

from html_pages.chrome import Chrome
from html_pages.markup import Made, Style, body, graph, head, linked, long_day
from html_pages.prose import Story, headline, sentence
from html_pages.templates import Template

_ASKS = (
    "Like what you see? There is more of it in our letter, twice a week and never longer than a page.",
    "Put your address in and find the day's three stories in your mailbox at noon.",
    "No board tells us what to print. Three thousand readers make that possible, and a fourth thousand would help.",
)
_SIGHTS = (
    "The old customs house, closed since the treaty lapsed. Picture: the harbour office",
    "Soldiers clear snow from the road to the crossing in January.",
    "The envoy waves to reporters before the doors close.",
)
_PEOPLE = (
    "{} is a staff writer. Before that came eight years on the night desk.",
    "{} follows the talks from the northern capital and speaks both languages.",
)
_NOTES = (
    "A version of this story ran on page four of the weekend edition.",
    "Corrections go to the desk by noon, in writing.",
)
_WARNINGS = (
    "Small files help this page to remember you. Some are ours and some are those of firms we work with.",
    "Pick which ones you allow; you can think again at any time.",
)


def _legal(chrome: Chrome) -> str:
    return chrome.pick(_NOTES)


def cards(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A publishing system of cards: bookmarks, call-outs and sign-ups as cards in the body."""
    between = [
        f'<figure class="kg-card kg-image-card kg-card-hascaption"><img src="/1.jpg" class="kg-image" alt><figcaption><span>{chrome.pick(_SIGHTS)}</span></figcaption></figure>',
        f'<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="/b"><div class="kg-bookmark-content"><div class="kg-bookmark-title">{chrome.say(headline(rng))}</div><div class="kg-bookmark-description">{chrome.say(sentence(rng))}</div></div></a></figure>',
        f'<div class="kg-card kg-signup-card kg-width-wide"><div class="kg-signup-card-text"><h2 class="kg-signup-card-heading">{chrome.say("One page, twice a week")}</h2><p class="kg-signup-card-subheading">{chrome.pick(_ASKS)}</p><form><input type="email"><button>Go on</button></form></div></div>',
    ]
    feed = chrome.heads(
        4, '<article class="gh-card post"><a href="/{1}"><h3>{0}</h3></a></article>'
    )
    return Made(
        html=f"""<!DOCTYPE html><html lang="en">{head(story, linked(story))}<body class="post-template"><div class="gh-viewport"><header id="gh-navigation" class="gh-navigation"><ul>{chrome.nav()}</ul></header><main class="gh-main"><article class="gh-article post"><header class="gh-article-header"><h1>{story.title}</h1><div class="gh-article-meta"><h4>{story.byline}</h4><time datetime="{story.day}">{long_day(story)}</time></div></header>
<section class="gh-content gh-canvas">{body(story.parts, Style(between=between))}</section></article><section class="gh-container"><h2>{chrome.say("Also in this issue")}</h2>{feed}</section></main><footer class="gh-footer"><p>{_legal(chrome)}</p></footer></div></body></html>"""
    )


def utilities(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Classes that only say how things look: margins, columns, sizes of type."""
    between = [
        f'<div class="my-6 rounded-lg bg-slate-100 p-4"><div class="text-lg font-bold">{chrome.say("Before you read on")}</div><div class="mt-2 text-sm">{chrome.pick(_ASKS)}</div><a class="mt-3 inline-block underline" href="/in">{chrome.say("Put me on the list")}</a></div>',
        f'<div class="my-6"><img class="w-full" src="/p.jpg" alt=""><div class="mt-1 text-xs text-gray-500">{chrome.pick(_SIGHTS)}</div></div>',
    ]
    grid = chrome.heads(6, '<a class="block p-2" href="/{1}"><div class="text-base font-semibold">{0}</div><div class="text-sm">' + chrome.say(sentence(rng)) + "</div></a>")  # fmt: skip
    return Made(
        html=f"""<!doctype html><html class="h-full">{head(story, graph(story))}<body class="font-serif"><div class="flex gap-4 border-b">{chrome.nav('<a class="px-2" href="/{0}">{1}</a>')}</div><div class="mx-auto max-w-2xl"><h1 class="text-4xl">{story.title}</h1><div class="text-sm">{story.byline} · {long_day(story)}</div>
<div class="leading-7">{body(story.parts, Style(p='<p class="mb-4">{}</p>', between=between))}</div><div class="mt-8 flex gap-3"><img src="/w.jpg"><div class="text-sm">{chrome.say(rng.choice(_PEOPLE).format(story.byline))}</div></div></div><div class="grid grid-cols-3">{grid}</div><div class="text-xs">{_legal(chrome)}</div></body></html>"""
    )


def microdata(story: Story, chrome: Chrome, rng: Random) -> Made:
    """Marks for machines on everything: item properties, roles, labels for readers aloud."""
    between = [
        f'<div role="note" aria-label="Advertisement"><span>{chrome.say("A message from those who pay")}</span></div>',
        f'<div role="complementary" aria-label="Related"><ul>{chrome.heads(3, "<li><a href=/{1}>{0}</a></li>")}</ul></div>',
        f'<div itemprop="image" itemscope><img itemprop="url" src="/a.jpg"><p itemprop="caption">{chrome.pick(_SIGHTS)}</p></div>',
    ]
    return Made(
        html=f"""<!DOCTYPE html><html lang="en" itemscope itemtype="https://schema.org/NewsArticle">{head(story, graph(story))}<body><div role="banner"><div role="navigation">{chrome.nav('<a href="/{0}">{1}</a> ')}</div></div><div role="main"><h1 itemprop="headline">{story.title}</h1><p><span itemprop="author">{story.byline}</span> <time itemprop="datePublished" datetime="{story.day}">{long_day(story)}</time></p>
<div itemprop="articleBody">{body(story.parts, Style(between=between))}</div><div itemprop="publisher" itemscope><p itemprop="description">{_legal(chrome)}</p></div></div><div role="dialog" aria-modal="true">{"".join(f"<p>{chrome.say(line)}</p>" for line in _WARNINGS)}</div><div role="contentinfo"><p>{_legal(chrome)}</p></div></body></html>"""
    )


def bulletin(story: Story, chrome: Chrome, rng: Random) -> Made:
    """An old site of centred tables: the story in paragraphs, notes in small type among them."""
    between = [
        f'<p align=center><img src="/c.gif" width=300><br><font size=1><i>{chrome.pick(_SIGHTS)}</i></font></p>',
        f"<table width=200 align=right bgcolor=#eeeeee><tr><td><b>{chrome.say('Earlier in these pages')}</b></td></tr>{chrome.heads(3, '<tr><td><a href=/o{1}>{0}</a></td></tr>')}</table>",
    ]
    return Made(
        html=f"""<html>{head(story, graph(story))}<body bgcolor=white><center><table width=700><tr><td colspan=2>{chrome.nav('[<a href="/{0}">{1}</a>] ')}</td></tr><tr><td valign=top><h2>{story.title}</h2><p><b>{story.byline}</b>, {long_day(story)}</p>
{body(story.parts, Style(between=between))}<hr><p><font size=1>{chrome.say(rng.choice(_PEOPLE).format(story.byline))}</font></p></td><td width=150 valign=top><small>{chrome.pick(_ASKS)}</small></td></tr><tr><td colspan=2><small>{_legal(chrome)}</small></td></tr></table></center></body></html>"""
    )


def transcript(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A page of a film with the story below: a player, a list of other films, remarks."""
    films = chrome.heads(
        5,
        '<li class="clip"><a href="/v/{1}"><span class="clip-name">{0}</span><span class="clip-time">2:1{1}</span></a></li>',
    )
    remarks = "".join(f'<div class="reaction"><b>reader {n}</b><p>{chrome.say(sentence(rng))}</p></div>' for n in range(4))  # fmt: skip
    return Made(
        html=f"""<!DOCTYPE html><html>{head(story, linked(story), graph(story))}<body><nav><ul>{chrome.nav()}</ul></nav><div class="stage"><video controls></video><div class="playlist"><h3>{chrome.say("Watch after this")}</h3><ul>{films}</ul></div></div><div class="columns"><div class="left"><h1>{story.title}</h1><div class="who">{story.byline}, {long_day(story)}</div>
<div class="words">{body(story.parts, Style())}</div><div class="reactions" id="discussion"><h3>{chrome.say("What readers say")}</h3>{remarks}</div></div><div class="right"><div class="ask"><p>{chrome.pick(_ASKS)}</p></div></div></div><div class="end"><p>{_legal(chrome)}</p></div></body></html>"""
    )


def chapters(story: Story, chrome: Chrome, rng: Random) -> Made:
    """A long read in numbered chapters; pictures between them, an appeal and notes at the end."""
    half = max(2, len(story.parts) // 2)
    picture = f'<div class="full-bleed"><div class="frame"><img src="/f.jpg"></div><p class="under">{chrome.pick(_SIGHTS)}</p></div>'
    parts = picture.join(
        f'<div class="chapter" id="c{n}"><div class="inner-text">{body(some, Style())}</div></div>'
        for n, some in enumerate((story.parts[:half], story.parts[half:]))
    )
    return Made(
        html=f"""<!doctype html><html>{head(story, linked(story))}<body><div class="top-line">{chrome.nav('<a href="/{0}">{1}</a>')}</div><div class="opening"><h1>{story.title}</h1><p class="words-by">{story.byline}</p><p class="on">{long_day(story)}</p></div><div class="read">{parts}</div>
<div class="after"><div class="appeal"><p>{chrome.pick(_ASKS)}</p><a href="/g">{chrome.say("Give what you like")}</a></div><div class="small-notes"><p>{_legal(chrome)}</p></div></div><div class="next-reads">{chrome.teasers(3, "tile")}</div></body></html>"""
    )


THIRD: tuple[Template, ...] = (cards, utilities, microdata, bulletin, transcript, chapters)
