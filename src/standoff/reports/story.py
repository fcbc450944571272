"""Which blocks of a page are its story."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from standoff.reports.asides import (
    asides,
    children,
    notes_apart,
    odd_boxes,
    span,
    without_author_notes,
)
from standoff.reports.markup import Block, Element, Markup

# A block's words count for the element it stands in, a little less for each one further out:
# the innermost element that holds all paragraphs wins.
_DECAY = 0.8
_LEVELS = 7
_HOPED = 1.3
_FEW_WORDS = 60
_PARAGRAPH_WORDS = 12
_LONG_LINK_WORDS = 30
_SURE_SHARE = 0.25
_CLIMBS = 4
_MOST_SHARE = 0.7
_NUMBERS = re.compile(r"\d+")
_LETTERS = re.compile(r"\W+")


def story(markup: Markup, *, title: str | None, byline: str | None = None) -> list[int]:
    """The indices of the blocks that make up the story, in page order.

    Args:
        markup: the page.
        title: its headline, which is left out where the page repeats it.
        byline: the authors that its head names.
    """
    blocks = markup.blocks
    prose = [block.is_prose for block in blocks]
    doubts = _doubts(markup, prose)
    for index in asides(markup):
        doubts[index] = True
    scores = _scores(markup, prose, doubts)
    if scores:
        best = max(scores, key=lambda index: (scores[index], index))
        for index in odd_boxes(markup, best):
            doubts[index] = True
        headline = _headline(markup, title, markup.elements[best])
        found = sorted({*_lead(markup, headline, best, prose), *_body(markup, headline, best)})
        found = _below_title(blocks, found, title)
    else:
        found = [index for index, block in enumerate(blocks) if not block.is_heading]
    belonging = [index for index in found if _belongs(blocks[index], title)]
    chosen = [index for index in belonging if not doubts[index]] or belonging
    notes = notes_apart(markup, chosen)
    chosen = [index for index in chosen if index not in notes]
    return _trimmed(blocks, without_author_notes(blocks, chosen, byline))


def _doubts(markup: Markup, prose: Sequence[bool]) -> list[bool]:
    """Whether each block stands in an element that says that it is not the story.

    Where hardly any prose is beyond doubt, a wrapper of the whole story bears a doubtful name:
    elements that hold most of the page's prose are then taken at what they hold.
    """
    words = [block.words * is_prose for block, is_prose in zip(markup.blocks, prose, strict=True)]
    doubts = _spread(markup, [element.kind.is_doubtful for element in markup.elements])
    sure = sum(count for count, doubt in zip(words, doubts, strict=True) if not doubt)
    sums = [0, *accumulate(words)]
    if sure >= max(_FEW_WORDS, _SURE_SHARE * sums[-1]):
        return doubts
    return _spread(
        markup,
        [
            element.kind.is_doubtful
            and (
                element.kind.holds_remarks
                or 2 * (sums[element.last + 1] - sums[element.first]) <= sums[-1]
            )
            for element in markup.elements
        ],
    )


def _spread(markup: Markup, doubtful: list[bool]) -> list[bool]:
    """The doubts of the blocks, given those of the elements; what is inside inherits."""
    for index, element in enumerate(markup.elements):
        if element.parent >= 0 and doubtful[element.parent]:
            doubtful[index] = True
    return [doubtful[block.element] for block in markup.blocks]


def _scores(markup: Markup, prose: Sequence[bool], doubts: Sequence[bool]) -> dict[int, float]:
    scores: dict[int, float] = {}
    for block, is_prose, doubt in zip(markup.blocks, prose, doubts, strict=True):
        if doubt or not is_prose:
            continue
        worth = block.words * (1 - block.link_share)
        index = block.element
        if markup.elements[index].kind.tag == "p":
            index = max(0, markup.elements[index].parent)
        for _ in range(_LEVELS):
            scores[index] = scores.get(index, 0.0) + worth
            index = markup.elements[index].parent
            worth *= _DECAY
            if index < 0:
                break
    return {
        index: score * (_HOPED if markup.elements[index].kind.is_hoped else 1.0)
        for index, score in scores.items()
    }


def _headline(markup: Markup, title: str | None, best: Element) -> int | None:
    """The last block up to the story's end that is its headline, or else a heading of rank one."""
    blocks = markup.blocks
    most_words = 2 * len(title.split()) if title else 0
    for index in range(best.last, -1, -1):
        if blocks[index].words <= most_words and title and _same(blocks[index].text, title):
            return index
    return next((i for i in range(best.first) if blocks[i].tag == "h1"), None)


def _below_title(blocks: list[Block], found: list[int], title: str | None) -> list[int]:
    """Without what stands above the headline, if most stands below it."""
    heads = (index for index in found if blocks[index].is_heading)
    first = next((i for i in heads if title and _same(blocks[i].text, title)), -1)
    below = [index for index in found if index > first]
    words = sum(blocks[index].words for index in found)
    return below if sum(blocks[index].words for index in below) > _MOST_SHARE * words else found


def _lead(markup: Markup, headline: int | None, best: int, prose: Sequence[bool]) -> Iterator[int]:
    """The paragraphs that stand between the headline and the element of the story."""
    first = markup.elements[best].first
    said = {markup.blocks[index].text for index in span(markup.elements[best])}
    for index in range(first if headline is None else headline + 1, first):
        block = markup.blocks[index]
        if prose[index] and _is_paragraph(block) and block.text not in said:
            said.add(block.text)
            yield index


def _body(markup: Markup, headline: int | None, best: int) -> Iterator[int]:
    """The blocks of the best element, and of those beside it that continue it."""
    inner = best
    yield from span(markup.elements[best])
    for level in range(_CLIMBS):
        outer = markup.elements[inner].parent
        if outer < 0:
            return
        for element in children(markup, outer):
            if element is markup.elements[inner]:
                continue
            loose = level == 0 and _is_loose_paragraph(markup, element)
            if loose or _continues(markup.elements[inner], element, headline):
                yield from span(element)
        inner = outer


def _continues(inner: Element, beside: Element, headline: int | None) -> bool:
    """Whether an element beside the story's is another piece of it: it is made alike.

    Where the headline stands inside the story's element, those made alike are other stories.
    """
    if not inner.kind.label or beside.kind.tag != inner.kind.tag or beside.last < beside.first:
        return False
    if headline is not None and inner.first <= headline <= inner.last:
        return False
    return _NUMBERS.sub("", beside.kind.label) == _NUMBERS.sub("", inner.kind.label)


def _is_loose_paragraph(markup: Markup, element: Element) -> bool:
    if element.kind.tag not in {"p", "blockquote"} or element.first > element.last:
        return False
    return all(
        markup.blocks[index].is_prose and _is_paragraph(markup.blocks[index])
        for index in span(element)
    )


def _is_paragraph(block: Block) -> bool:
    return block.words >= _PARAGRAPH_WORDS and block.link_share < 0.3


def _belongs(block: Block, title: str | None) -> bool:
    if block.is_link and block.words < _LONG_LINK_WORDS:
        return False
    return not (block.is_heading and title and _same(block.text, title))


def _same(text: str, title: str) -> bool:
    """Whether two texts have the same letters and figures."""
    # Most lines of a page are told from its headline by their first letter.
    alike = text[:1].lower() == title[:1].lower() or not (
        text[:1].isalnum() and title[:1].isalnum()
    )
    return alike and _LETTERS.sub("", text).lower() == _LETTERS.sub("", title).lower()


def _trimmed(blocks: list[Block], chosen: list[int]) -> list[int]:
    """Without the labels before the first sentence and after the last."""
    prose = [place for place, index in enumerate(chosen) if blocks[index].is_sentence]
    if not prose:
        return chosen
    kept = chosen[prose[0] : prose[-1] + 1]
    return [
        index
        for index, after in zip(kept, [*kept[1:], kept[-1]], strict=True)
        if index == after or not (blocks[index].is_heading and blocks[after].is_heading)
    ]
