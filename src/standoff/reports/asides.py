"""Blocks inside a story's element that are no part of the story, told by their shape."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import accumulate, takewhile

from standoff.reports.elements import HEADINGS
from standoff.reports.markup import Block, Element, Markup

_SMALL = 6
_HEADLINE_WORDS = 4
_FEW_WORDS = 60
_MOST_ITEMS = 40
_CAPTION_WORDS, _SHORT_WORDS, _FRAMES = 50, 25, 3
_NOTE_WORDS = 10
_LABEL_WORDS = 6
_LISTED_SHARE, _LINKED_SHARE = 0.2, 0.55
# Most of a story's words stand in elements made alike; a box among these is something else.
_ALIKE_SHARE, _ALIKE_COUNT = 0.7, 4
_BOX_BLOCKS, _BOX_WORDS, _TAIL_BLOCKS, _TAIL_WORDS = 5, 70, 12, 140
_TEXTS = HEADINGS | {
    "p", "ul", "ol", "dl", "li", "dd", "dt", "blockquote", "pre", "table", "tbody", "tr", "td",
    "th", "center",
}  # fmt: skip
_QUOTES = frozenset({"blockquote", "pre", "table", "td", "th", "li", "dd", "dt"})
_NAMES = re.compile(r",|;|\band\b|&")
_LAST_BLOCKS, _APART_SHARE = 3, 0.3
_OPENS = "\"'\u201c\u2018\u00ab\u201e"
_BIO_WORDS, _BIO_CHARS = 90, 50
_NUMBERS = re.compile(r"\d+")


def span(element: Element) -> range:
    """The indices of the blocks in an element."""
    return range(element.first, element.last + 1)


def children(markup: Markup, outer: int) -> Iterator[Element]:
    """The elements right inside one."""
    last = markup.elements[outer].last
    for element in markup.elements[outer + 1 :]:
        if element.first > last:
            return
        if element.parent == outer:
            yield element


def asides(markup: Markup) -> Iterator[int]:
    """The blocks of small elements that are told by what they hold.

    A teaser is one paragraph with a link for a headline; a caption stands in a small element
    named after its picture, or beside it; a request to sign up stands beside a small form;
    a list of links has a link in every item; the line with an entry's time is no sentence.
    """
    for element in markup.elements[1:]:
        size = element.last - element.first + 1
        if size <= _SMALL and element.kind.tag == "form":
            yield from _request(markup, element)
        elif (size > 0 and element.kind.is_pictured and size <= _SMALL // 2) or (
            1 < size <= _SMALL and _is_teaser([markup.blocks[i] for i in span(element)])
        ):
            yield from span(element)
        elif (
            size <= _MOST_ITEMS
            and element.kind.tag in {"ul", "ol", "table"}
            and _is_link_list(markup, element)
        ):
            yield from _with_label(markup, element)
    yield from _times(markup)
    yield from _captions(markup)


def _request(markup: Markup, form: Element) -> Iterator[int]:
    outer = markup.elements[form.parent]
    around = span(outer if outer.last - outer.first < _SMALL else form)
    if sum(markup.blocks[index].words for index in around) < _FEW_WORDS:
        yield from around


def _is_teaser(inside: list[Block]) -> bool:
    first = inside[0]
    return (
        first.is_link
        and first.words >= _HEADLINE_WORDS
        and sum(block.is_prose for block in inside) == 1
    )


def _is_link_list(markup: Markup, element: Element) -> bool:
    if element.last - element.first >= _MOST_ITEMS:
        return False
    inside = [markup.blocks[index] for index in span(element)]
    if element.kind.tag == "table" and inside and _is_label(inside[0]):
        del inside[0]
    linked = sum(block.words * block.link_share for block in inside)
    return (
        len(inside) > 1
        and all(block.link_share >= _LISTED_SHARE for block in inside)
        and linked >= _LINKED_SHARE * sum(block.words for block in inside)
    )


def _with_label(markup: Markup, element: Element) -> Iterator[int]:
    """The blocks of an element, and the label that stands right above it."""
    before = element.first - 1
    label = markup.blocks[before] if before >= 0 else None
    if label and _is_label(label):
        yield before
    yield from span(element)


def _is_label(block: Block) -> bool:
    return not block.is_sentence and block.words <= _LABEL_WORDS


def _times(markup: Markup) -> Iterator[int]:
    for index, _ in markup.times:
        if index < len(markup.blocks):
            block = markup.blocks[index]
            if not block.is_sentence and not block.is_heading and block.words <= _NOTE_WORDS:
                yield index


def _captions(markup: Markup) -> Iterator[int]:
    """The words that stand right beside a picture, in an element for both and for no paragraph.

    A picture may stand in an element of its own; then what is beside that is a caption if it is
    short.
    """
    for number in set(markup.pictures):
        own = markup.elements[number]
        element = _holder(markup, own)
        if element.first != element.last or element.kind.tag in _TEXTS or element.parent < 0:
            continue
        block = markup.blocks[element.first]
        if element is own:
            is_caption = block.element == number and block.words <= _CAPTION_WORDS
        else:
            is_caption = block.words <= _SHORT_WORDS
        if is_caption:
            yield element.first


def _holder(markup: Markup, element: Element) -> Element:
    """The nearest of an element and a few around it that holds text."""
    for _ in range(_FRAMES):
        if element.first <= element.last or element.parent < 0:
            break
        element = markup.elements[element.parent]
    return element


def odd_boxes(markup: Markup, best: int) -> Iterator[int]:
    """The blocks of small boxes among the story's elements that are not made like its paragraphs.

    A box has elements of its own in it. Quotations, lists, tables and headings are the story's
    whatever they stand in, and so is what stands before its first paragraph.
    """
    sums = [0, *accumulate(block.words * block.is_prose for block in markup.blocks)]
    inside = defaultdict[int, list[Element]](list)
    last = markup.elements[best].last
    for element in markup.elements[best + 1 :]:
        if element.first > last:
            break
        if element.last >= element.first:
            inside[element.parent].append(element)
    for units in inside.values():
        if len(units) > _ALIKE_COUNT:
            yield from _odd_units(markup, units, sums)


def _odd_units(markup: Markup, units: list[Element], sums: list[int]) -> Iterator[int]:
    words, count = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for unit in units:
        prose = sums[unit.last + 1] - sums[unit.first]
        words[_shape(unit)] += prose
        count[_shape(unit)] += prose > 0
    usual, most = words.most_common(1)[0]
    if count[usual] < _ALIKE_COUNT or most < _ALIKE_SHARE * words.total():
        return
    alike = [unit for unit in units if _shape(unit) == usual]
    for unit in units:
        if unit.kind.tag in _TEXTS or _shape(unit) == usual or unit.first < alike[0].first:
            continue
        if _is_box(markup, unit, tail=unit.first > alike[-1].last):
            yield from span(unit)


def _shape(unit: Element) -> tuple[str, str]:
    tag = unit.kind.tag
    return (tag, "" if tag == "p" else _NUMBERS.sub("", unit.kind.label))


def _is_box(markup: Markup, unit: Element, *, tail: bool) -> bool:
    most_blocks, most_words = (_TAIL_BLOCKS, _TAIL_WORDS) if tail else (_BOX_BLOCKS, _BOX_WORDS)
    if unit.last - unit.first >= most_blocks:
        return False
    inside = [markup.blocks[index] for index in span(unit)]
    if all(markup.elements[block.element] is unit for block in inside) or _is_list(markup, unit):
        return False
    if all(block.is_heading for block in inside) or any(block.tag in _QUOTES for block in inside):
        return False
    return sum(block.words for block in inside) <= most_words


def _is_list(markup: Markup, unit: Element) -> bool:
    """Whether it holds several elements made alike and no link, as a list does."""
    inside = [markup.blocks[index] for index in span(unit)]
    shapes = {_shape(markup.elements[block.element]) for block in inside}
    return len(inside) > 1 and len(shapes) == 1 and not any(block.link_share for block in inside)


def notes_apart(markup: Markup, chosen: list[int]) -> set[int]:
    """The chosen blocks set in other type than the story's, that are notes by what they hold.

    A caption stands beside its picture, a reference or an appeal holds a link, what is said of
    the author comes last. Where much of a story is set so, it is the story's own; so is a
    quotation.
    """
    blocks = markup.blocks
    apart = {
        index for index in chosen if blocks[index].is_apart and blocks[index].text[0] not in _OPENS
    }
    words = sum(blocks[index].words for index in chosen)
    if sum(blocks[index].words for index in apart) > _APART_SHARE * words:
        return set()
    tail = set(takewhile(apart.__contains__, reversed(chosen)))
    pictured = {number for number in markup.pictures if _is_single(markup.elements[number])}
    return {
        index
        for index in apart
        if index in tail or blocks[index].link_share or blocks[index].element in pictured
    }


def _is_single(element: Element) -> bool:
    return element.first == element.last


def without_author_notes(blocks: list[Block], chosen: list[int], byline: str | None) -> list[int]:
    """The chosen blocks without the lines that name an author, and without a note on one.

    Such a note is one of the last blocks, begins with the name, and ends the story.
    """
    names = [name.strip() for name in _NAMES.split(byline or "") if len(name.split()) > 1]
    chosen = [index for index in chosen if not _is_byline(blocks[index], names)]
    for place in range(max(1, len(chosen) - _LAST_BLOCKS), len(chosen)):
        block = blocks[chosen[place]]
        if block.words <= _BIO_WORDS and any(name in block.text[:_BIO_CHARS] for name in names):
            return chosen[:place]
    return chosen


def _is_byline(block: Block, names: list[str]) -> bool:
    is_line = not block.is_sentence and not block.is_heading and block.words <= _NOTE_WORDS
    return is_line and any(name in block.text for name in names)
