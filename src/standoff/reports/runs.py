"""Runs of text with the inline tags in them: links, line breaks, what is not seen."""

from __future__ import annotations

import re

from standoff.reports.elements import is_hidden

BREAK = "\x00"
# What may stand in a tag after its name. It does not backtrack.
REST = r"[^>=]*+(?:=\s*+(?:\"[^\"]*+\"|'[^']*+')?+[^>=]*+)*+"
_INSIDE = re.compile(rf"<(?P<end>/?)(?P<tag>[a-zA-Z]++)(?P<rest>{REST})(?:>|\Z)")
_TAG = re.compile(rf"<(/?[a-zA-Z]++)({REST})(?:>|\Z)")
_LINK = frozenset({"a", "/a", "A", "/A"})
_BREAK_TAG = frozenset({"br", "BR", "Br", "/br"})
# Whatever hides an element has one of these in its tag.
_HIDING = ("idden", "IDDEN", "sr-only", "creen", "none", "NONE", "clip")
_PHRASES = frozenset({"span", "b", "i", "em", "strong", "small"})
_BREAKS = re.compile("\\s*\x00[\\s\x00]*")
_PARAGRAPHS = re.compile(r"\n[ \t\r]*\n")
_SENTENCE_END = re.compile("[.!?:;\u2026][\"'\u2019\u201d)\\]]*$")
_NEW_LINE = re.compile("[A-Z0-9\u201c]")
_SHORT_LINE = 60


def any_of(tags: frozenset[str]) -> str:
    """A pattern for any of the names in any case, which fails fast on their first letters."""
    tails: dict[str, list[str]] = {}
    for tag in sorted(tags, reverse=True):
        tails.setdefault(tag[0], []).append(tag[1:])
    return "|".join(
        f"[{letter}{letter.upper()}](?i:{'|'.join(some)})" for letter, some in tails.items()
    )


def read_run(text: str, in_link: bool) -> tuple[str, int, bool]:
    """The text without its tags, its breaks marked.

    Args:
        text: a run of text and inline tags.
        in_link: whether it begins inside a link.

    Returns:
        The text, how many of its characters are link text, and whether it ends inside a link.
    """
    if any(map(text.__contains__, _HIDING)):
        text = _without_hidden(text)
    first, *tagged = _TAG.split(text)
    kept, link_chars = [first], len(first.strip()) if in_link else 0
    for name, rest, piece in zip(tagged[::3], tagged[1::3], tagged[2::3], strict=True):
        if name in _LINK:
            in_link = "href" in rest or "HREF" in rest
        elif name in _BREAK_TAG:
            kept.append(BREAK)
        if piece:
            kept.append(piece)
            link_chars += len(piece.strip()) if in_link else 0
    return "".join(kept), link_chars, in_link


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


def lines(piece: str) -> str:
    """The text with single spaces, and a line for every break."""
    return "\n".join(" ".join(line.split()) for line in piece.split(BREAK)).strip()


def paragraphs(text: str, *, preformatted: bool) -> list[str]:
    """Split where two line breaks stand together, or an empty line in preformatted text.

    A single break stays if a sentence ends there, or a short line before a capital or a figure.
    """
    if preformatted:
        return _PARAGRAPHS.split(text)
    if BREAK not in text:
        return [text]
    found, start, kept, line_chars = [], 0, "", 0
    for gap in _BREAKS.finditer(text):
        piece = text[start : gap.start()]
        kept += piece
        line_chars += len(piece)
        start = gap.end()
        if gap[0].count(BREAK) > 1:
            found.append(kept)
            kept, line_chars = "", 0
        elif _SENTENCE_END.search(kept[-8:]) or (
            line_chars < _SHORT_LINE and _NEW_LINE.match(text, start)
        ):
            kept += BREAK
            line_chars = 0
        else:
            kept += " "
    return [*found, kept + text[start:]]
