"""A brief as one HTML page: nothing from outside, no script, notes that open in place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from standoff.brief.document import Block, Brief, Bullets, Figure, Paragraph
from standoff.brief.evidence import Evidence, TableRow, Words
from standoff.brief.frame import frame
from standoff.brief.notes import Notes, marked, note_text
from standoff.brief.wording import FOLDER, Phrases, phrases
from standoff.figures import FIGURE_CSS

Inside = Callable[[Words], str | None]


def to_html(brief: Brief) -> str:
    """The page: a note's number leads to the source words in context, and back."""
    return _filled("brief.html", brief, tag="main", inside=lambda _: None)


def body_html(brief: Brief, *, inside: Inside) -> str:
    """The brief without a page around it, for a page that has its own head and style.

    Args:
        brief: to be shown.
        inside: the address of the very words in a report, where the page can lead there.
    """
    return _filled("brief_body.html", brief, tag="div", inside=inside)


def _filled(template: str, brief: Brief, *, tag: str, inside: Inside) -> str:
    words, notes = phrases(brief.language), Notes(brief)
    state, stamp = frame(brief, words)
    places = _places(brief)
    return (
        _environment()
        .get_template(template)
        .render(
            brief=brief,
            tag=tag,
            state=state,
            stamp=stamp,
            sort=_sort,
            marks=lambda one: marked(notes.of(one)),
            notes=[_note(number, one, words, inside) for number, one in notes],
            notes_heading=words("notes"),
            figure_css=Markup(FIGURE_CSS),  # noqa: S704
            drawing=lambda figure: Markup(figure.svg),  # noqa: S704
            place=lambda sentence: places[id(sentence)],
            back=_first_uses(brief, notes, places),
            say=words,
        )
    )


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )


def _sort(block: Block) -> str:
    sorts = {Paragraph: "paragraph", Bullets: "list", Figure: "figure"}
    return sorts.get(type(block), "table")


def _note(number: int, one: Evidence, words: Phrases, inside: Inside) -> dict[str, Any]:
    """What the template shows of a note: words in context, else a line, and an address."""
    url = one.url if isinstance(one, Words | TableRow) else None
    safe = url if url and url.startswith(("http://", "https://")) else None
    return {
        "number": number,
        "words": one if isinstance(one, Words) else None,
        "text": note_text(one, words),
        "url": safe,
        "inside": inside(one) if isinstance(one, Words) else None,
    }


def _places(brief: Brief) -> dict[int, str]:
    """The element id of each sentence on the page, by the object itself: texts may recur."""
    return {id(one): f"s{place}" for place, one in enumerate(brief.sentences(), 1)}


def _first_uses(brief: Brief, notes: Notes, places: Mapping[int, str]) -> dict[int, str]:
    """The first sentence that uses each note, to lead back to."""
    found: dict[int, str] = {}
    for sentence in brief.sentences():
        for number in notes.of(sentence):
            found.setdefault(number, places[id(sentence)])
    return found
