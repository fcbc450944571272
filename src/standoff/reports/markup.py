"""HTML in one pass: blocks of text, each with the elements it stands in.

A tree as the standard builds it can be far larger than its page: 37 KB of unclosed inline
elements become two million nodes. Blocks and their ancestors are all that scoring needs,
and they cost time and memory in proportion to the page, whatever stands in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from standoff.reports.decode import resolve
from standoff.reports.elements import (
    BLOCKS,
    ENDED_BY,
    HEADINGS,
    INLINE,
    NOTED,
    PASSED,
    RAW,
    STRUCTURE,
    Kind,
    attributes,
    describe,
)
from standoff.reports.runs import BREAK, REST, any_of, lines, paragraphs, read_run

# Nothing here backtracks. A quote mark opens a quoted value only after an equals sign.
_TOKEN = re.compile(
    rf"(?P<text>(?:[^<]++|<(?![a-zA-Z!?/])|</?(?:{any_of(INLINE)})(?=[\s/>]){REST}(?:>|\Z))*+)"
    r"(?:<!--(?:-?>|(?:[^-]++|-(?!->))*+(?:-->|\Z))"
    rf"|<(?P<raw>{any_of(RAW)})(?=[\s/>])(?P<said>{REST})(?:>|\Z)"
    r"(?P<content>(?:[^<]++|<(?!/(?i:(?P=raw))[\s/>]))*+)(?:</[^>]*+(?:>|\Z)|\Z)"
    rf"|<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*+)(?P<rest>{REST})(?:>|\Z)"
    r"|<[^>]*+(?:>|\Z)|\Z)"
)
_DATA = re.compile(rf"<(?i:script)\s(?=[^>]*ld\+json){REST}>([^<]*+(?:<(?!/(?i:script))[^<]*+)*+)")
_APART = re.compile(r"\s*+(?:<(?i:img|br)[\s/>][^<]*+)*+<((?i:em|i|small|cite|font))[\s>]")
_TAGS = re.compile(r"\s*<[^>]*>\s*")
_MENU_NAMES = ("menu", "Menu", "nav", "Nav")
_MENU_LINKS, _MENU_CHARS = 5, 80
_FOREIGN = frozenset({"svg", "math"})
_NONE: frozenset[str] = frozenset()
_FULL_STOP = re.compile("[.!?\u2026][\"'\u2019\u201d)\\]]*$")
_FEW_WORDS, _MANY_WORDS, _FEW_CHARS = 4, 14, 40


@dataclass(slots=True)
class Element:
    """One element that holds text: what it is, its parent's index, what blocks it spans."""

    kind: Kind
    parent: int
    first: int
    last: int = -1


@dataclass(slots=True)
class Block:
    """A run of text between block-level tags.

    `link_share` of it, 0 to 1, is link text; `is_link` where too little stands beside that to be
    a sentence; `is_sentence` where it ends as sentences do, or is too long for a label;
    `is_prose` where it is long enough to be a paragraph, and no label, heading or link;
    `is_apart` where all of it stands in one element of emphasis or small print.
    """

    text: str
    element: int
    tag: str
    words: int
    link_share: float
    is_link: bool
    is_heading: bool
    is_sentence: bool
    is_prose: bool
    is_apart: bool = False


@dataclass(slots=True)
class Markup:
    """What one pass over a page finds.

    `times` are stamps with the block they stand before, `pictures` the elements that hold one.
    """

    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    times: list[tuple[int, str]] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    title: str = ""
    canonical: str | None = None
    language: str | None = None


def scan(page: str) -> Markup:
    """The page's blocks, elements and head, in time proportional to its length."""
    walk = _Walk(page.replace(BREAK, "") if BREAK in page else page)
    place: int | None = 0
    while place is not None:
        place = walk.run(place)
    walk.close_all()
    return walk.markup


class _Walk:
    """The state of one pass: the open tags, and the text since the last block boundary.

    Most elements of a page hold no text of their own, so that an element is made of an open
    tag only when text is met in it: `made` are the elements of the outermost open tags.
    """

    def __init__(self, page: str) -> None:
        root = Element(describe("", ""), -1, 0)
        self.page = page
        self.markup = Markup(elements=[root])
        self.tags, self.rests, self.starts, self.made = [""], [""], [0], [0]
        self.open_tags: Counter[str] = Counter()
        self.unclosed: set[str] = set()
        self.parts: list[str] = []
        self.owner = 0
        self.link_chars = 0
        self.in_link = False
        self.is_apart = False
        self.judged_to = 0

    def run(self, place: int) -> int | None:
        """Take in the page from a place to its end, or to where it is to go on elsewhere."""
        for token in _TOKEN.finditer(self.page, place):
            text, raw, said, content, end, tag, rest = token.groups()
            if text and (self.parts or not text.isspace()):
                after = self.add_text(text, token.end("text"))
                if after:
                    return after
            if tag:
                name = tag.lower()
                # An element with a hyphen in its name is the site's own, and mostly a block.
                if name in STRUCTURE or "-" in name:
                    if end:
                        self.close(name)
                    elif after := self.open(name, rest, token.end()):
                        return after
            elif raw:
                self.add_raw(raw.lower(), said, content)
        return None

    def add_text(self, text: str, place: int) -> int | None:
        """Keep a run of text up to a place; where it is hidden, the place where that ends."""
        top = self._make_elements()
        if self.markup.elements[top].kind.is_hidden:
            return self._after_hidden(place)
        if not self.parts:
            self.owner = top
        self.is_apart = not self.parts and _is_apart(text)
        if "<" in text:
            if "<im" in text or "<IM" in text:
                self.markup.pictures.append(top)
            parts, link_chars, self.in_link = read_run(text, self.in_link)
            self.link_chars += link_chars
            if parts and (self.parts or not parts.isspace()):
                self.parts.append(parts)
        else:
            self.parts.append(text)
            if self.in_link:
                self.link_chars += len(text.strip())
        return None

    def add_raw(self, tag: str, said: str, content: str) -> None:
        """Keep the page's title and its linked data."""
        if tag == "title" and not self.markup.title:
            self.markup.title = " ".join(resolve(content[:2000]).split())
        elif tag == "script" and "ld+json" in said.lower():
            self.markup.data.append(content)

    def open(self, tag: str, rest: str, place: int) -> int | None:
        """Begin an element, ending those that it ends; where it is skipped, the place of its end.

        Args:
            tag: its name.
            rest: what stands in its tag after that.
            place: where its tag ends.
        """
        if tag in NOTED:
            _note(self.markup, tag, rest)
            return None
        ended = ENDED_BY.get(tag, _NONE)
        if ended or "-" in tag:
            if self.parts:
                self._flush()
            while self.tags[-1] in ended:
                self._pop()
        if tag == "hr" or (tag in _FOREIGN and rest.endswith("/")):
            return None
        self.tags.append(tag)
        self.rests.append(rest)
        self.starts.append(place)
        self.open_tags[tag] += 1
        if tag in PASSED:
            return self._pass_over(tag, place)
        is_menu = any(map(rest.__contains__, _MENU_NAMES)) and describe(tag, rest).is_menu
        return self._pass_menu(tag, place) if is_menu else None

    def close(self, tag: str) -> None:
        """End an element and all that is open inside it."""
        if tag in BLOCKS or "-" in tag:
            if self.parts:
                self._flush()
        elif self.tags[-1] != tag:
            return
        if self.open_tags[tag]:
            while self._pop() != tag:
                pass

    def close_all(self) -> None:
        """End all that is still open."""
        if self.parts:
            self._flush()
        while len(self.tags) > 1:
            self._pop()
        self.markup.elements[0].last = len(self.markup.blocks) - 1

    def _pop(self) -> str:
        tag = self.tags.pop()
        self.rests.pop()
        self.starts.pop()
        self.open_tags[tag] -= 1
        if len(self.made) > len(self.tags):
            self.markup.elements[self.made.pop()].last = len(self.markup.blocks) - 1
        return tag

    def _after_hidden(self, place: int) -> int | None:
        """Where a hidden element that was just met ends, if that is after the place."""
        depth = len(self.made) - 1
        start, self.starts[depth] = self.starts[depth], -1
        end = self._pass_over(self.tags[depth], start) if start >= 0 else None
        if end is None or end <= place:
            return None
        while len(self.tags) > depth + 1:
            self._pop()
        return end

    def _pass_over(self, tag: str, start: int) -> int | None:
        """The place of the end tag of an element whose inside begins at `start`; None without one.

        Linked data in it is kept. A name that was once left open is not looked for again, so that
        no part of the page is passed over twice.
        """
        if tag in self.unclosed:
            return None
        depth = 1
        for found in _same_tag(tag).finditer(self.page, start):
            depth += -1 if found[1] else 1
            if not depth:
                if self.page.find("ld+json", start, found.start()) >= 0:
                    self.markup.data += _DATA.findall(self.page, start, found.start())
                return found.start()
        self.unclosed.add(tag)
        return None

    def _pass_menu(self, tag: str, start: int) -> int | None:
        """The place of the end of an element named a menu, if it holds links and nothing long.

        No part of the page is judged twice, however many menus stand in menus.
        """
        if start < self.judged_to:
            return None
        end = self._pass_over(tag, start)
        if end is None:
            return None
        self.judged_to = end
        inside = self.page[start:end]
        if inside.count("<a ") < _MENU_LINKS or max(map(len, _TAGS.split(inside))) > _MENU_CHARS:
            return None
        return end

    def _make_elements(self) -> int:
        """The index of the innermost open element, or of a hidden one around it."""
        elements, top = self.markup.elements, self.made[-1]
        for depth in range(len(self.made), len(self.tags)):
            if elements[top].kind.is_hidden:
                break
            kind = describe(self.tags[depth], self.rests[depth])
            elements.append(Element(kind, top, len(self.markup.blocks)))
            top = len(elements) - 1
            self.made.append(top)
        return top

    def _flush(self) -> None:
        text = resolve("".join(self.parts))
        link_chars, self.link_chars = self.link_chars, 0
        self.parts.clear()
        owner, blocks = self.owner, self.markup.blocks
        tag = self.markup.elements[owner].kind.tag
        if BREAK in text or self.open_tags["pre"] > 0:
            pieces = paragraphs(text, preformatted=self.open_tags["pre"] > 0)
            link_chars = link_chars if len(pieces) == 1 else 0
            is_apart = self.is_apart and len(pieces) == 1
            for piece in pieces:
                if words := len(piece.split()):
                    blocks.append(_block(lines(piece), owner, tag, link_chars, words))
                    blocks[-1].is_apart = is_apart
        elif found := text.split():
            blocks.append(_block(" ".join(found), owner, tag, link_chars, len(found)))
            blocks[-1].is_apart = self.is_apart


def _block(text: str, element: int, tag: str, link_chars: int, words: int) -> Block:
    link_share = min(1.0, link_chars / len(text)) if link_chars else 0.0
    is_link = link_share > 0.5 and len(text) - link_chars < _FEW_CHARS
    is_heading = tag in HEADINGS
    is_sentence = not (is_heading or is_link) and (
        words >= _MANY_WORDS or _FULL_STOP.search(text[-8:]) is not None
    )
    is_prose = is_sentence and words >= _FEW_WORDS
    return Block(text, element, tag, words, link_share, is_link, is_heading, is_sentence, is_prose)


def _is_apart(text: str) -> bool:
    """Whether all of a run of text stands in one element of emphasis or small print."""
    found = _APART.match(text) if "<" in text[:200] else None
    if found is None:
        return False
    end = text.rstrip()[-len(found[1]) - 3 :]
    return end.lower() == f"</{found[1].lower()}>" and text.count(end) == 1


@lru_cache(maxsize=64)
def _same_tag(tag: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?)(?i:{re.escape(tag)})(?=[\s/>])")


def _note(markup: Markup, tag: str, rest: str) -> None:
    """Keep what an element of the head, or a time, states."""
    if tag == "link" and "canonical" not in rest:
        return
    said = attributes(rest)
    if tag == "meta":
        key = said.get("property") or said.get("name") or said.get("itemprop") or ""
        if key and said.get("content", "").strip():
            markup.meta.setdefault(key.lower(), said["content"].strip())
    elif tag == "link":
        markup.canonical = markup.canonical or said.get("href")
    elif tag == "html":
        markup.language = markup.language or said.get("lang") or said.get("xml:lang")
    elif said.get("datetime"):
        markup.times.append((len(markup.blocks), said["datetime"]))
