"""Pages made by us, by seed: every template with many stories."""

from __future__ import annotations

from random import Random

from html_pages.chrome import Chrome
from html_pages.held_out import HELD_OUT
from html_pages.more_makes import MORE
from html_pages.page import Gold, Page
from html_pages.prose import make_story
from html_pages.system_makes import SYSTEMS
from html_pages.templates import TUNED, Template
from html_pages.third_makes import THIRD

# These makes are small in life; all others carry the script, style and menus of a usual page.
_LEAN = frozenset({"wire", "print_page", "old_tables", "mail", "minified"})

_GROUPS = (("tuned", TUNED + MORE + SYSTEMS + THIRD), ("held out", HELD_OUT))


def make_pages(*, each: int, seed: int) -> list[Page]:
    """`each` pages of every template; the same seed gives the same bytes."""
    return [
        _make(template, group, Random(f"{seed} {template.__name__} {number}"), number)  # noqa: S311
        for group, templates in _GROUPS
        for template in templates
        for number in range(each)
    ]


def _make(template: Template, group: str, rng: Random, number: int) -> Page:
    story = make_story(rng)
    chrome = Chrome(rng)
    made = template(story, chrome, rng)
    html = made.html if template.__name__ in _LEAN else _padded(made.html, chrome, rng)
    blocks = made.story or tuple(part.text for part in story.parts)
    stated = {name: getattr(story, name) for name in made.states}
    return Page(
        name=f"{template.__name__}#{number}",
        group=group,
        raw=html.encode(),
        gold=Gold(
            text="\n\n".join(blocks),
            place=story.parts[0].text.split(" -- ")[0],
            fields=frozenset({"title", "byline", "outlet", "place", "day"}),
            **stated,
        ),
        blocks=blocks,
        furniture=tuple(dict.fromkeys(chrome.texts)),
    )


def _padded(html: str, chrome: Chrome, rng: Random) -> str:
    """The page with 40 to 130 KB of what usual pages carry beside their text."""
    menu = chrome.menu(rng.randint(60, 250))
    before = f"{chrome.script(rng.randint(10, 40))}{chrome.drawings(rng.randint(2, 14))}{menu}"
    after = f"{chrome.styles(rng.randint(5, 30))}{chrome.script(rng.randint(10, 40))}"
    start = html.index(">", html.index("<body")) + 1
    end = html.rindex("</body>")
    return f"{html[:start]}{before}{html[start:end]}{after}{html[end:]}"
