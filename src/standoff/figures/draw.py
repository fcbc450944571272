"""Elements of an SVG figure as strings: escaped, labelled for screen readers, no styles inside.

Colours are presentation attributes that read on white and on black alike; a page that embeds
`FIGURE_CSS` (or its own rules for the same classes) overrides them. No style attribute is used,
so a strict content security policy needs no exception.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

WIDTH: Final = 400
FONT: Final = 11
TITLE_LETTERS: Final = 60

FIGURE_CSS: Final = """\
.so-figure { width: 100%; max-width: 40rem; height: auto; color: inherit; }
.so-figure { --so-main: #d55e00; --so-other: #3b82f6; --so-third: #0e9f6e; --so-fourth: #a855f7; }
.so-figure .so-main { fill: var(--so-main); }
.so-figure .so-other { fill: var(--so-other); }
.so-figure .so-third { fill: var(--so-third); }
.so-figure .so-fourth { fill: var(--so-fourth); }
@media (prefers-color-scheme: dark) {
  .so-figure { --so-main: #ff8a3d; --so-other: #7db3ff; --so-third: #3ddba3; --so-fourth: #c99bff; }
}
"""

Anchor = Literal["start", "middle", "end"]
Ink = Literal["plain", "main", "other", "third", "fourth"]

_FILL: Final = {
    "plain": "currentColor",
    "main": "#d55e00",
    "other": "#3b82f6",
    "third": "#0e9f6e",
    "fourth": "#a855f7",
}
_MARKS: Final = ("circle", "square", "triangle", "diamond")
_INKS: Final[tuple[Ink, ...]] = ("main", "other", "third", "fourth")


def figure(parts: Iterable[str], *, height: float, title: str, desc: str) -> str:
    """The whole figure: an SVG element with title and description tied to it.

    Args:
        parts: elements made by the functions below.
        height: of the drawing, in the unit of `WIDTH`.
        title: what it shows, in a few words.
        desc: what can be read off it, in words, for those who do not see it.
    """
    body = "".join(parts)
    # Several figures may stand in one page, so the ids they are labelled by must differ.
    mark = hashlib.sha256(f"{title}{desc}{body}".encode()).hexdigest()[:10]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="so-figure" role="img" '
        f'aria-labelledby="t{mark} d{mark}" viewBox="0 0 {WIDTH} {_number(height)}" '
        f'width="{WIDTH}" height="{_number(height)}" font-family="system-ui, sans-serif" '
        f'font-size="{FONT}" fill="currentColor">'
    )
    labels = f'<title id="t{mark}">{clean(title)}</title><desc id="d{mark}">{clean(desc)}</desc>'
    return f"{head}{labels}{body}</svg>"


def text(
    x: float,
    y: float,
    content: str,
    *,
    anchor: Anchor = "start",
    bold: bool = False,
    dim: bool = False,
) -> str:
    """A line of text with its baseline at y."""
    extra = {
        "text-anchor": anchor,
        "font-weight": "600" if bold else "",
        "opacity": "0.75" if dim else "",
    }
    return _element("text", {"x": x, "y": y, **extra}, clean(content))


def heading(title: str) -> str:
    """The title as the first line of the drawing."""
    return text(0, 12, shorten(title, TITLE_LETTERS), bold=True)


def line(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    width: float = 1,
    faint: bool = False,
    dashed: bool = False,
) -> str:
    """A straight line in the colour of the text."""
    look = {"opacity": "0.25" if faint else "", "stroke-dasharray": "3 3" if dashed else ""}
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return _element("line", {**ends, "stroke": "currentColor", "stroke-width": width, **look})


def box(
    x: float,
    y: float,
    width: float,
    height: float,
    *,
    ink: Ink = "plain",
    opacity: float = 1.0,
    tip: str = "",
) -> str:
    """A filled rectangle, with a tip shown on hover where given."""
    place = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
    return _element("rect", {**place, **_paint(ink, opacity)}, _tip(tip))


def outline(x: float, y: float, width: float, height: float) -> str:
    """An empty rectangle in the colour of the text."""
    place = {"x": x, "y": y, "width": max(width, 0), "height": max(height, 0)}
    return _element("rect", {**place, "fill": "none", "stroke": "currentColor"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How one group is drawn: told apart by shape as well as by colour."""

    shape: str
    ink: Ink


def mark_of(place: int) -> Mark:
    """The mark of the group at this place; after four, shapes repeat in other colours."""
    shift = place // len(_MARKS)
    return Mark(shape=_MARKS[place % len(_MARKS)], ink=_INKS[(place + shift) % len(_INKS)])


def mark(x: float, y: float, size: float, look: Mark, *, tip: str = "") -> str:
    """A mark centred on a point, `size` from its centre to its edge."""
    paint = _paint(look.ink, 1.0)
    if look.shape == "circle":
        return _element("circle", {"cx": x, "cy": y, "r": size, **paint}, _tip(tip))
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "triangle": ((0, -1.15), (1.15, 1), (-1.15, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    }[look.shape]
    points = " ".join(f"{_number(x + size * dx)},{_number(y + size * dy)}" for dx, dy in corners)
    return _element("polygon", {"points": points, **paint}, _tip(tip))


def shorten(content: str, most: int) -> str:
    """The text, or its beginning and "…" where it is too long to fit; the desc has it whole.

    >>> shorten("medium-range", 8)
    'medium-…'
    """
    return content if len(content) <= most else content[: most - 1] + "…"


def clean(content: str) -> str:
    """The text escaped, without the control characters that XML forbids."""
    allowed = "".join(one for one in content if one in "\t\n\r" or _in_xml(ord(one)))
    return escape(allowed)


def _in_xml(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _paint(ink: Ink, opacity: float) -> dict[str, str]:
    named = {} if ink == "plain" else {"class": f"so-{ink}"}
    return {**named, "fill": _FILL[ink], "opacity": "" if opacity == 1.0 else _number(opacity)}


def _tip(tip: str) -> str:
    return f"<title>{clean(tip)}</title>" if tip else ""


def _element(name: str, attributes: dict[str, str | float], *children: str) -> str:
    """One element; empty attributes are left out."""
    pairs = {
        key: value if isinstance(value, str) else _number(value)
        for key, value in attributes.items()
    }
    written = "".join(f" {key}={quoteattr(value)}" for key, value in pairs.items() if value)
    body = "".join(children)
    return f"<{name}{written}>{body}</{name}>" if body else f"<{name}{written}/>"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
