"""What stands around and inside a story on news sites; every text put on a page is noted."""
# ruff: noqa: E501  (markup is easier to read on one line)

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from random import Random

from html_pages.prose import headline, person, sentence

_SECTIONS = [
    "World",
    "Politics",
    "Business",
    "Opinion",
    "Sport",
    "Culture",
    "Science",
    "Weather",
    "Video",
    "Archive",
]
_COOKIES = (
    "We and our 214 partners use cookies and similar means to store and read data on your device, "
    "to measure how pages are used and to show what may interest you.",
    "You can change your choice at any time under Privacy at the foot of each page.",
)
_LETTERS = (
    "Get our best stories every weekday morning, before the coffee is ready.",
    "Our correspondents explain the week in eight minutes. Every Friday in your inbox.",
    "Never miss what matters: sign up for the Evening Briefing.",
    "Thousands of readers begin the day with our letter. Will you?",
)
_WALLS = (
    "You have read your last free article this month. Subscribe from 1 a week to go on reading.",
    "This story is for subscribers. Already one? Sign in to continue.",
    "Quality reporting costs money. Support us and read without limits for three months.",
)
_BIOS = (
    "{} is a correspondent who has covered the region since 2009 and wrote two books about it.",
    "{} reports on security and trade. Before that, our writer spent six years in the archive.",
)
_REMARKS = (
    "I have been saying for years that this would come, and nobody listened.",
    "Great piece, thank you. More of this and less about football please!!",
    "The map in the second paragraph is wrong, the island belongs to nobody since 1921.",
    "My grandfather was on that ferry. He never spoke about it until he was very old.",
    "Why does the author not mention the price of fish? It explains all of it.",
)
_CAPTIONS = (
    "A rocket of an older make stands on a beach near the capital in a picture from last year.",
    "Fishermen mend their nets in the harbour. The ferry has not sailed since the spring.",
    "The two delegations at the table, in a photograph handed out by the ministry.",
)
_LEGAL = (
    "All rights reserved. No part of this site may be reproduced without written permission.",
    "Registered in the capital under number 41127. Publisher responsible for content: the board.",
)


class Chrome:
    """Makes furniture for one page and remembers what it says in `texts`."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.texts: list[str] = []

    def say(self, text: str) -> str:
        """The text, escaped and noted as furniture."""
        self.texts.append(text)
        return escape(text, quote=False)

    def pick(self, texts: Sequence[str]) -> str:
        """One of some texts."""
        return self.say(self.rng.choice(texts))

    def heads(self, count: int, item: str) -> str:
        """Headlines of other stories, in any markup that has places for one and its number."""
        return "".join(item.format(self.say(headline(self.rng)), n) for n in range(count))

    def nav(self, item: str = '<li class="nav-item"><a href="/{0}">{1}</a></li>') -> str:
        """The site's sections, in any markup that has places for an address and a name."""
        names = self.rng.sample(_SECTIONS, 8)
        return "\n".join(item.format(name.lower(), self.say(name)) for name in names)

    def share(self, tag: str = "div") -> str:
        """A share bar."""
        names = ("Share", "Tweet", "Email", "Print", "WhatsApp", "Copy link")
        buttons = "".join(f'<li><a href="#s">{self.say(name)}</a></li>' for name in names)
        return f'<{tag} class="share-bar"><ul>{buttons}</ul></{tag}>'

    def newsletter(self, attributes: str = 'class="newsletter-signup"') -> str:
        """A box that asks for an address."""
        text = self.say(self.rng.choice(_LETTERS))
        head = self.say("Stay in the picture with our letter")
        return (
            f"<div {attributes}><h3>{head}</h3><p>{text}</p><form action=/nl><label>"
            f"{self.say('Your email address')}</label><input type=email><button>Go</button></form></div>"
        )

    def related(self, attributes: str = 'class="related-articles"', count: int = 3) -> str:
        """A box of links to other stories."""
        links = "".join(
            f'<li><a href="/story/{n}">{self.say(headline(self.rng))}</a></li>'
            for n in range(count)
        )
        return f"<div {attributes}><h3>{self.say('Related coverage')}</h3><ul>{links}</ul></div>"

    def read_more(self, tag: str = "p") -> str:
        """A line inside the story that is a link to another."""
        lead = self.rng.choice(("Read more: ", "ALSO READ: ", "See also: ", ""))
        text = headline(self.rng)
        self.texts.append(text)
        return f'<{tag}><strong>{lead}<a href="/s/{self.rng.randrange(999)}">{text}</a></strong></{tag}>'

    def teasers(self, count: int = 6, card: str = "card", wordy: bool = True) -> str:
        """Cards of other stories, with a summary each."""
        found = []
        for n in range(count):
            more = f"<p>{self.say(sentence(self.rng))}</p>" if wordy else ""
            found.append(
                f'<div class="{card}"><a href="/{n}"><img src="/i/{n}.jpg" alt="">'
                f"<h3>{self.say(headline(self.rng))}</h3></a>{more}</div>"
            )
        return "\n".join(found)

    def most_read(self) -> str:
        """A numbered list of other stories, with long teasers."""
        items = "".join(
            f'<li><a href="/m/{n}">{self.say(headline(self.rng))}</a> '
            f"<span>{self.say(sentence(self.rng))}</span></li>"
            for n in range(5)
        )
        return (
            f'<section class="most-read"><h2>{self.say("Most read")}</h2><ol>{items}</ol></section>'
        )

    def cookies(self, attributes: str = 'id="cookie-banner" role="dialog"') -> str:
        """A wall that asks for consent."""
        lines = "".join(f"<p>{self.say(line)}</p>" for line in _COOKIES)
        return f"<div {attributes}>{lines}<button>Accept all</button><button>Manage</button></div>"

    def paywall(self, attributes: str = 'class="paywall-prompt"') -> str:
        """A note that asks for a subscription."""
        return f"<div {attributes}><p>{self.say(self.rng.choice(_WALLS))}</p></div>"

    def bio(self, name: str, attributes: str = 'class="author-bio"') -> str:
        """A box about the author."""
        return f"<div {attributes}><p>{self.say(self.rng.choice(_BIOS).format(name))}</p></div>"

    def comments(self, attributes: str = 'id="comments" class="comments-area"') -> str:
        """Remarks by readers."""
        remarks = "".join(
            f'<li class="comment"><b>{escape(person(self.rng))}</b><p>{self.say(text)}</p></li>'
            for text in self.rng.sample(_REMARKS, 4)
        )
        return f"<section {attributes}><h3>4 comments</h3><ol>{remarks}</ol></section>"

    def caption(self) -> str:
        """The words under a picture."""
        return self.say(self.rng.choice(_CAPTIONS))

    def figure(self) -> str:
        """A picture with its caption and credit."""
        credit = self.say(f"{person(self.rng)} for the pool")
        return (
            f'<figure><img src="/p.jpg" alt="A beach"><figcaption>{self.caption()} '
            f'<span class="credit">{credit}</span></figcaption></figure>'
        )

    def tags(self, attributes: str = 'class="article-tags"') -> str:
        """The story's key words as links."""
        words = ("Diplomacy", "Sanctions", "Border talks", "Navy")
        links = " ".join(f'<a rel="tag" href="/t">{self.say(word)}</a>' for word in words)
        return f"<div {attributes}>{links}</div>"

    def legal(self, tag: str = "p") -> str:
        """The small print at the foot."""
        return "".join(f"<{tag}>{self.say(line)}</{tag}>" for line in _LEGAL)

    def ad(self) -> str:
        """A place for an advertisement, with its label."""
        return f'<div class="ad-slot" id="ad{self.rng.randrange(99)}"><span>{self.say("Advertisement")}</span></div>'

    def script(self, kilobytes: int) -> str:
        """Inline state as single-page sites carry it: long, and full of words that are no text."""
        items = []
        size = 0
        while size < kilobytes * 1000:
            item = {
                "id": self.rng.randrange(10**9),
                "h": headline(self.rng),
                "s": sentence(self.rng),
            }
            items.append(item)
            size += len(item["h"]) + len(item["s"]) + 40  # type: ignore[arg-type]
        return f"<script>window.__STATE__={json.dumps(items)};</script>"

    def drawings(self, count: int) -> str:
        """Icons drawn in the page."""
        path = " ".join(f"{self.rng.randrange(99)}.{self.rng.randrange(99)}" for _ in range(160))
        icon = f'<svg viewBox="0 0 9 9"><title>icon</title><path d="M{path}z"/></svg>'
        return "".join(f'<span class="icon i{n}">{icon}</span>' for n in range(count))

    def menu(self, count: int) -> str:
        """A menu that unfolds, as large as those of big sites."""
        links = "".join(
            f'<li class="menu__item menu__item--level-{n % 3}" data-id="{n}"><a class="menu__link" href="/m/{n}" '
            f'data-track="nav|{n}"><span>{self.rng.choice(_SECTIONS)} {n}</span></a></li>'
            for n in range(count)
        )
        return f'<div class="mega-menu" aria-label="Sections"><ul class="menu__list">{links}</ul></div>'

    def styles(self, kilobytes: int) -> str:
        """Inline style sheets."""
        rule = ".c{0}>.d{0}:hover{{margin:0 {0}px;background:url(data:image/png;base64,{1})}}"
        made = "".join(rule.format(n, "QUJD" * 12) for n in range(kilobytes * 9))
        return f"<style>{made}</style>"
