"""Which blocks of a page are its story."""

from __future__ import annotations

import re
from collections.abc import Iterator

from standoff.reports.markup import Block, Element, Markup

# A block's words count for the element it stands in, a little less for each one further out:
# the innermost element that holds all paragraphs wins.
_DECAY = 0.8
_LEVELS = 7
_HOPE = re.compile(
    r"article-?_?body|(?:^|[\s_-])(?:article|story|entry|post|news|main|page|body)[_-]{0,2}"
    r"(?:body|content|text|copy|txt)",
    re.IGNORECASE,
)
_HOPED = 1.3
_FEW_WORDS = 60


def story(markup: Markup, *, title: str | None) -> list[int]:
    """The indices of the blocks that make up the story, in page order.

    Args:
        markup: the page.
        title: its headline, which is left out where the page repeats it.
    """
    certain = _story(markup, title, doubtful=False)
    if _words(markup, certain) >= _FEW_WORDS:
        return certain
    everything = _story(markup, title, doubtful=True)
    return everything if _words(markup, everything) > 3 * _words(markup, certain) else certain


def _words(markup: Markup, chosen: list[int]) -> int:
    return sum(markup.blocks[index].words for index in chosen)


def _story(markup: Markup, title: str | None, *, doubtful: bool) -> list[int]:
    blocks = markup.blocks
    scores = _scores(markup, doubtful=doubtful)
    if not scores:
        return [
            index
            for index, block in enumerate(blocks)
            if (doubtful or not block.doubtful) and _belongs(block, title) and not block.is_heading
        ]
    best = max(scores, key=lambda index: (scores[index], index))
    chosen = [
        index
        for first, last in _ranges(markup, best)
        for index in range(first, last + 1)
        if (doubtful or not blocks[index].doubtful) and _belongs(blocks[index], title)
    ]
    return _trimmed(blocks, chosen)


def _scores(markup: Markup, *, doubtful: bool) -> dict[int, float]:
    scores: dict[int, float] = {}
    for block in markup.blocks:
        if not block.is_prose or (block.doubtful and not doubtful):
            continue
        worth = block.words * (1 - block.link_share)
        index = block.element
        if markup.elements[index].tag == "p":
            index = max(0, markup.elements[index].parent)
        for _ in range(_LEVELS):
            scores[index] = scores.get(index, 0.0) + worth
            index = markup.elements[index].parent
            worth *= _DECAY
            if index < 0:
                break
    return {
        index: score * (_HOPED if _is_hoped(markup.elements[index]) else 1.0)
        for index, score in scores.items()
    }


def _is_hoped(element: Element) -> bool:
    return element.tag == "article" or bool(_HOPE.search(element.label[:400]))


def _ranges(markup: Markup, best: int) -> Iterator[tuple[int, int]]:
    """The blocks of the best element, and of those beside it that continue it."""
    chosen = markup.elements[best]
    if chosen.parent < 0:
        yield chosen.first, chosen.last
        return
    around = markup.elements[chosen.parent]
    found = [(chosen.first, chosen.last)]
    for element in markup.elements[chosen.parent + 1 :]:
        if element.first > around.last:
            break
        if element.parent == chosen.parent and element is not chosen:
            alike = element.tag == chosen.tag and element.label == chosen.label and chosen.label
            if alike or _is_loose_paragraph(markup, element):
                found.append((element.first, element.last))
    yield from sorted(found)


def _is_loose_paragraph(markup: Markup, element: Element) -> bool:
    if element.tag not in {"p", "blockquote"} or element.doubtful or element.first > element.last:
        return False
    return all(
        block.is_prose and block.words >= 12 and block.link_share < 0.3
        for block in markup.blocks[element.first : element.last + 1]
    )


def _belongs(block: Block, title: str | None) -> bool:
    if block.link_share > 0.6 and block.words < 30:
        return False
    return not (block.is_heading and title and _same(block.text, title))


def _same(text: str, title: str) -> bool:
    return re.sub(r"\W+", "", text).lower() == re.sub(r"\W+", "", title).lower()


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
