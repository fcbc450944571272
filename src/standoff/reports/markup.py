"""HTML in one pass: blocks of text, each with the elements it stands in.

A tree as the standard builds it can be far larger than its page: 37 KB of unclosed inline
elements become two million nodes. Blocks and their ancestors are all that scoring needs,
and they cost time and memory in proportion to the page, whatever stands in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from standoff.reports.decode import resolve
from standoff.reports.elements import (
    BLOCKS,
    ENDED_BY,
    HEADINGS,
    INLINE,
    NOTED,
    RAW,
    STRUCTURE,
    attributes,
    describe,
    is_hidden,
)


def _any_of(tags: frozenset[str]) -> str:
    """A pattern for any of the names in any case, which fails fast on their first letters."""
    tails: dict[str, list[str]] = {}
    for tag in sorted(tags, reverse=True):
        tails.setdefault(tag[0], []).append(tag[1:])
    return "|".join(
        f"[{letter}{letter.upper()}](?i:{'|'.join(some)})" for letter, some in tails.items()
    )


# Nothing here backtracks. A quote mark opens a quoted value only after an equals sign.
_REST = r"[^>=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?+[^>=]*+)*+"
_INLINE_TAG = rf"</?(?:{_any_of(INLINE)})(?=[\s/>]){_REST}(?:>|\Z)"
_TOKEN = re.compile(
    rf"(?P<text>(?:[^<]++|<(?![a-zA-Z!?/])|{_INLINE_TAG})*+)"
    r"(?:<!--(?:-?>|(?:[^-]++|-(?!->))*+(?:-->|\Z))"
    rf"|<(?P<raw>{_any_of(RAW)})(?=[\s/>])(?P<said>{_REST})(?:>|\Z)"
    r"(?P<content>(?:[^<]++|<(?!/(?i:(?P=raw))[\s/>]))*+)(?:</[^>]*+(?:>|\Z)|\Z)"
    rf"|<(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*+)(?P<rest>{_REST})(?:>|\Z)"
    r"|<[^>]*+(?:>|\Z)|\Z)"
)
_INSIDE = re.compile(rf"<(?P<end>/?)(?P<tag>[a-zA-Z]++)(?P<rest>{_REST})(?:>|\Z)")
_BREAK_TAG = re.compile(rf"<[bB][rR](?=[\s/>]){_REST}(?:>|\Z)")
_LINK_TAG = re.compile(rf"</?[aA](?=[\s/>])({_REST})(?:>|\Z)")
# Whatever hides an element has one of these in its tag.
_HIDING = ("idden", "IDDEN", "sr-only", "creen", "none", "NONE", "clip")
_FOREIGN = frozenset({"svg", "math"})
_PHRASES = frozenset({"span", "b", "i", "em", "strong", "small"})
_NONE: frozenset[str] = frozenset()
_BREAK = "\x00"
_BREAKS = re.compile("\\s*\x00[\\s\x00]*")
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n")
_SENTENCE_END = re.compile("[.!?:;\u2026][\"'\u2019\u201d)\\]]*$")
_FULL_STOP = re.compile("[.!?\u2026][\"'\u2019\u201d)\\]]*$")
_NEW_LINE = re.compile("[A-Z0-9\u201c]")
_SHORT_LINE = 60
_FEW_WORDS, _MANY_WORDS, _FEW_CHARS = 4, 14, 40


@dataclass(slots=True)
class Element:
    """One element that holds text: its tag, its parent's index, what blocks it spans.

    `doubtful` is what its own tag and labels say, whatever stands around it.
    """

    tag: str
    parent: int
    label: str
    hidden: bool
    doubtful: bool
    first: int
    last: int = -1


@dataclass(slots=True)
class Block:
    """A run of text between block-level tags; `link_chars` of it stand in links."""

    text: str
    element: int
    tag: str
    link_chars: int
    words: int

    @property
    def link_share(self) -> float:
        """The share of the text that is link text, 0 to 1."""
        return min(1.0, self.link_chars / max(1, len(self.text)))

    @property
    def is_link(self) -> bool:
        """Whether it is mostly link text, with too little beside it to be a sentence."""
        return self.link_share > 0.5 and len(self.text) - self.link_chars < _FEW_CHARS

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading."""
        return self.tag in HEADINGS

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough to be a paragraph, and no label, heading or link."""
        return self.words >= _FEW_WORDS and self.is_sentence

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as sentences do, or is too long for a label."""
        if self.is_heading or self.is_link:
            return False
        return self.words >= _MANY_WORDS or bool(_FULL_STOP.search(self.text[-8:]))


@dataclass(slots=True)
class Markup:
    """What one pass over a page finds; `times` are stamps with the block they stand before."""

    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    times: list[tuple[int, str]] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    title: str = ""
    canonical: str | None = None
    language: str | None = None


def scan(page: str) -> Markup:
    """The page's blocks, elements and head, in time proportional to its length."""
    walk = _Walk()
    for token in _TOKEN.finditer(page.replace(_BREAK, "")):
        text, raw, said, content, end, tag, rest = token.groups()
        if text and not (text.isspace() and not walk.parts):
            walk.add_text(text)
        if tag:
            name = tag.lower()
            # An element with a hyphen in its name is the site's own, and mostly a block.
            if name in STRUCTURE or "-" in name:
                walk.close(name) if end else walk.open(name, rest)
        elif raw:
            walk.add_raw(raw.lower(), said, content)
    walk.close_all()
    return walk.markup


class _Walk:
    """The state of one pass: the open tags, and the text since the last block boundary.

    Most elements of a page hold no text of their own, so that an element is made of an open
    tag only when text is met in it: `made` are the elements of the outermost open tags.
    """

    def __init__(self) -> None:
        root = Element("", -1, "", hidden=False, doubtful=False, first=0)
        self.markup = Markup(elements=[root])
        self.tags, self.rests, self.made = [""], [""], [0]
        self.open_tags: Counter[str] = Counter()
        self.parts: list[str] = []
        self.owner = 0
        self.link_chars = 0
        self.in_link = False

    def add_text(self, text: str) -> None:
        """Keep a run of text, with its breaks marked and its link text counted."""
        top = self._make_elements()
        if self.markup.elements[top].hidden:
            return
        if not self.parts:
            self.owner = top
        if "<" not in text:
            self._add_piece(text)
            return
        if any(map(text.__contains__, _HIDING)):
            text = _without_hidden(text)
        for index, piece in enumerate(_LINK_TAG.split(_BREAK_TAG.sub(_BREAK, text))):
            if index % 2:
                self.in_link = "href" in piece.lower()
            else:
                self._add_piece(_INSIDE.sub("", piece) if "<" in piece else piece)

    def _add_piece(self, text: str) -> None:
        if text and (self.parts or not text.isspace()):
            self.parts.append(text)
            if self.in_link:
                self.link_chars += len(text.strip())

    def add_raw(self, tag: str, said: str, content: str) -> None:
        """Keep the page's title and its linked data."""
        if tag == "title" and not self.markup.title:
            self.markup.title = " ".join(resolve(content[:2000]).split())
        elif tag == "script" and "ld+json" in said.lower():
            self.markup.data.append(content)

    def open(self, tag: str, rest: str) -> None:
        """Begin an element, ending those that it ends."""
        if tag in NOTED:
            _note(self.markup, tag, rest)
            return
        ended = ENDED_BY.get(tag, _NONE)
        if ended or "-" in tag:
            if self.parts:
                self._flush()
            while self.tags[-1] in ended:
                self._pop()
        if tag != "hr" and not (tag in _FOREIGN and rest.endswith("/")):
            self.tags.append(tag)
            self.rests.append(rest)
            self.open_tags[tag] += 1

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
        self.open_tags[tag] -= 1
        if len(self.made) > len(self.tags):
            self.markup.elements[self.made.pop()].last = len(self.markup.blocks) - 1
        return tag

    def _make_elements(self) -> int:
        """The index of the innermost open element, or of a hidden one around it."""
        elements, top = self.markup.elements, self.made[-1]
        for depth in range(len(self.made), len(self.tags)):
            above = elements[top]
            if above.hidden:
                break
            tag = self.tags[depth]
            label, hidden, doubtful = describe(tag, self.rests[depth])
            first = len(self.markup.blocks)
            elements.append(Element(tag, top, label, hidden, doubtful, first))
            top = len(elements) - 1
            self.made.append(top)
        return top

    def _flush(self) -> None:
        text = resolve("".join(self.parts))
        link_chars, self.link_chars = self.link_chars, 0
        self.parts.clear()
        pieces = _PARAGRAPHS.split(text) if self.open_tags["pre"] else _paragraphs(text)
        tag = self.markup.elements[self.owner].tag
        for piece in pieces:
            words = piece.split()
            if words:
                joined = " ".join(words) if _BREAK not in piece else _lines(piece)
                linked = link_chars if len(pieces) == 1 else 0
                self.markup.blocks.append(Block(joined, self.owner, tag, linked, len(words)))


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


def _without_hidden(text: str) -> str:
    """A run of text without the inline elements in it that are not seen."""
    kept, start, hidden, depth = "", 0, "", 0
    for tag in _INSIDE.finditer(text):
        name, is_end = tag["tag"].lower(), bool(tag["end"])
        if hidden:
            depth += (name == hidden) * (-1 if is_end else 1)
            if not depth:
                hidden, start = "", tag.end()
        elif not is_end and name in _PHRASES and is_hidden(tag["rest"]):
            kept += text[start : tag.start()]
            hidden, depth = name, 1
    return kept if hidden else kept + text[start:]


def _lines(piece: str) -> str:
    return "\n".join(" ".join(line.split()) for line in piece.split(_BREAK)).strip()


def _paragraphs(text: str) -> list[str]:
    """Split where two line breaks stand together.

    A single one stays if a sentence ends there, or a short line before a capital or a figure.
    """
    if _BREAK not in text:
        return [text]
    found, start, kept, line_chars = [], 0, "", 0
    for gap in _BREAKS.finditer(text):
        piece = text[start : gap.start()]
        kept += piece
        line_chars += len(piece)
        start = gap.end()
        if gap[0].count(_BREAK) > 1:
            found.append(kept)
            kept, line_chars = "", 0
        elif _SENTENCE_END.search(kept[-8:]) or (
            line_chars < _SHORT_LINE and _NEW_LINE.match(text, start)
        ):
            kept, line_chars = kept + _BREAK, 0
        else:
            kept += " "
    return [*found, kept + text[start:]]
