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
    HEADINGS,
    RAW,
    SKIPPED,
    VOID,
    attributes,
    closes,
    is_doubtful,
    is_hidden,
)

# A quote mark opens a quoted value only after an equals sign; nothing here backtracks.
_TOKEN = re.compile(
    r"<(?:!--|(?P<end>/?)(?P<tag>[a-zA-Z][^\s/>]*+)"
    r"(?P<rest>(?>[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')|=)*+)(?:>|\Z)|[!?/][^>]*+(?:>|\Z))"
)
_FOREIGN = frozenset({"svg", "math"})
_BREAK = "\x00"
_BREAKS = re.compile("[ \n\t]*\x00[ \n\t\x00]*")
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_SENTENCE_END = re.compile("[.!?:;\u2026][\"'\u2019\u201d)\\]]*$")
_FULL_STOP = re.compile("[.!?\u2026][\"'\u2019\u201d)\\]]*$")
_FEW_WORDS, _MANY_WORDS = 4, 14


@dataclass(slots=True, kw_only=True)
class Element:
    """One element that can hold blocks: its tag, its parent's index, what blocks it spans."""

    tag: str
    parent: int
    label: str
    hidden: bool
    doubtful: bool
    first: int
    last: int = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text between block-level tags; `link_chars` of it stand in links."""

    text: str
    element: int
    tag: str
    link_chars: int
    doubtful: bool
    words: int

    @property
    def link_share(self) -> float:
        """The share of the text that is link text, 0 to 1."""
        return min(1.0, self.link_chars / max(1, len(self.text)))

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
        if self.is_heading or self.link_share > 0.5:
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
    position = 0
    while token := _TOKEN.search(page, position):
        walk.add_text(page[position : token.start()])
        position = token.end()
        tag = (token["tag"] or "").lower()
        if token[0] == "<!--":
            end = page.find("-->", position)
            position = end + 3 if end >= 0 else len(page)
        elif not tag:
            continue
        elif token["end"]:
            walk.close(tag)
        elif tag in RAW:
            ending = RAW[tag].search(page, position)
            stop = ending.start() if ending else len(page)
            walk.add_raw(tag, token["rest"], page[position:stop])
            position = ending.end() if ending else len(page)
        else:
            walk.open(tag, token["rest"])
    walk.add_text(page[position:])
    walk.close_all()
    return walk.markup


class _Walk:
    """The state of one pass: the open elements and the text since the last block boundary."""

    def __init__(self) -> None:
        root = Element(tag="", parent=-1, label="", hidden=False, doubtful=False, first=0)
        self.markup = Markup(elements=[root])
        self.stack = [0]
        self.open_tags: Counter[str] = Counter()
        self.parts: list[str] = []
        self.link_chars = 0
        self.in_link = False
        self.in_pre = 0

    def add_text(self, text: str) -> None:
        if not text or self._top.hidden:
            return
        self.parts.append(text)
        if self.in_link:
            self.link_chars += len(text.strip())

    def add_raw(self, tag: str, rest: str, content: str) -> None:
        if tag == "title" and not self.markup.title:
            self.markup.title = " ".join(resolve(content[:2000]).split())
        elif tag == "script" and "ld+json" in rest.lower():
            self.markup.data.append(content)

    def open(self, tag: str, rest: str) -> None:
        if tag == "br":
            self.parts.append(_BREAK)
        elif tag == "a":
            self.in_link = "href" in rest.lower()
        elif tag in {"meta", "link", "html", "time"}:
            self._note(tag, attributes(rest, limit=20_000))
        if tag in BLOCKS:
            self._flush()
            while len(self.stack) > 1 and closes(tag, self._top.tag):
                self._pop()
        if tag in _FOREIGN and rest.endswith("/"):
            return
        if tag in VOID or (tag not in BLOCKS and tag not in SKIPPED):
            return
        self._push(tag, rest)

    def close(self, tag: str) -> None:
        if tag == "a":
            self.in_link = False
        elif tag in BLOCKS:
            self._flush()
        if not self.open_tags[tag] or (tag not in BLOCKS and self._top.tag != tag):
            return
        while self._pop() != tag:
            pass

    def close_all(self) -> None:
        self._flush()
        while len(self.stack) > 1:
            self._pop()
        self.markup.elements[0].last = len(self.markup.blocks) - 1

    @property
    def _top(self) -> Element:
        return self.markup.elements[self.stack[-1]]

    def _push(self, tag: str, rest: str) -> None:
        above = self._top
        said = attributes(rest) if rest and not above.hidden else {}
        label = f"{said.get('class', '')} {said.get('id', '')} {said.get('itemprop', '')}".strip()
        self.markup.elements.append(
            Element(
                tag=tag,
                parent=self.stack[-1],
                label=label,
                hidden=above.hidden or tag in SKIPPED or is_hidden(tag, said),
                doubtful=above.doubtful or is_doubtful(tag, label, said.get("role", "")),
                first=len(self.markup.blocks),
            )
        )
        self.stack.append(len(self.markup.elements) - 1)
        self.open_tags[tag] += 1
        self.in_pre += tag == "pre"

    def _pop(self) -> str:
        element = self.markup.elements[self.stack.pop()]
        element.last = len(self.markup.blocks) - 1
        self.open_tags[element.tag] -= 1
        self.in_pre -= element.tag == "pre"
        return element.tag

    def _flush(self) -> None:
        if not self.parts:
            return
        text = resolve("".join(self.parts))
        link_chars, self.link_chars = self.link_chars, 0
        self.parts = []
        pieces = _PARAGRAPHS.split(text) if self.in_pre else _paragraphs(text)
        for piece in pieces:
            joined = "\n".join(" ".join(line.split()) for line in piece.split(_BREAK))
            if joined.strip():
                self._add_block(joined.strip(), link_chars if len(pieces) == 1 else 0)

    def _add_block(self, text: str, link_chars: int) -> None:
        top = self._top
        self.markup.blocks.append(
            Block(
                text=text,
                element=self.stack[-1],
                tag=top.tag,
                link_chars=link_chars,
                doubtful=top.doubtful,
                words=len(text.split()),
            )
        )

    def _note(self, tag: str, said: dict[str, str]) -> None:
        markup = self.markup
        if tag == "meta":
            key = said.get("property") or said.get("name") or said.get("itemprop") or ""
            if key and said.get("content", "").strip():
                markup.meta.setdefault(key.lower(), said["content"].strip())
        elif tag == "link" and said.get("rel", "").lower() == "canonical":
            markup.canonical = markup.canonical or said.get("href")
        elif tag == "html":
            markup.language = markup.language or said.get("lang") or said.get("xml:lang")
        elif tag == "time" and said.get("datetime"):
            markup.times.append((len(markup.blocks), said["datetime"]))


def _paragraphs(text: str) -> list[str]:
    """Split where two line breaks stand together; a single one stays if a sentence ends there."""
    if _BREAK not in text:
        return [text]
    found, start, kept = [], 0, ""
    for gap in _BREAKS.finditer(text):
        kept += text[start : gap.start()]
        start = gap.end()
        if gap[0].count(_BREAK) > 1:
            found.append(kept)
            kept = ""
        else:
            kept += _BREAK if _SENTENCE_END.search(kept[-8:]) else " "
    return [*found, kept + text[start:]]
