"""Reports made for the measure of repeats: forty stories of ours, edited as outlets edit."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from standoff.dates import one_day
from standoff.model import Report, make_id

STORIES = Path(__file__).with_name("repeats_stories.txt")
AGENCY = "Bay Wire"
OUTLETS = (
    "Harrow Post", "The Velm Courier", "Ellery Online", "Daily Arle", "Meridian News", "Osk Today",
    "Stonefield Echo",
)  # fmt: skip
FRAME = (
    "Choose your edition and make it your home page: world, nation, valley, coast, markets and "
    "opinion are a tap away, and our weather desk is awake all night for those who sail.",
    "Members of {outlet} read without limits, listen to every article on the road and support the "
    "only newsroom between the lakes and the sea; plans begin at two crowns a week.",
    "Have you seen something that our readers should know? Write to the desk of {outlet}, call the "
    "night editor, or bring it to the counter in Mill Street, which is open until ten.",
)
BACKGROUND = (
    "The two countries fought a war of three years that ended without a treaty, and their border "
    "remains one of the most heavily guarded in the world, with a strip of two kilometres on each "
    "side in which nobody may settle, farm or fish without a permit of both commands."
)
LOCAL = (
    "In our own district the news was followed closely at the market, where several stallholders "
    "have relatives across the water and where talk soon turned to the price of diesel."
)


@dataclass(frozen=True, slots=True)
class Story:
    """One text of ours; stories of one event are different reports."""

    number: int
    event: str
    title: str
    paragraphs: tuple[str, ...]


def stories() -> list[Story]:
    """The forty stories."""
    found = []
    for number, block in enumerate(STORIES.read_text(encoding="utf-8").split("\n## ")[1:]):
        event, title, *paragraphs = (line for line in block.split("\n") if line.strip())
        found.append(Story(number, event, title, tuple(paragraphs)))
    return found


Edit = Callable[[Story, random.Random], tuple[str, list[str]]]


def whole(story: Story, rng: random.Random) -> tuple[str, list[str]]:
    """The same text below another headline."""
    words = story.title.split()
    return f"{words[0]}: {' '.join(rng.sample(words[1:], len(words) - 1))}", list(story.paragraphs)


def cut(story: Story, rng: random.Random) -> tuple[str, list[str]]:
    """The first half to two thirds of the paragraphs."""
    return story.title, list(story.paragraphs[: rng.randint(3, 4)])


def added(story: Story, rng: random.Random) -> tuple[str, list[str]]:
    """The text with a paragraph of the outlet's own and the background that all outlets use."""
    title, paragraphs = whole(story, rng)
    paragraphs.insert(rng.randint(1, len(paragraphs)), LOCAL)
    return title, [*paragraphs, BACKGROUND]


def reordered(story: Story, rng: random.Random) -> tuple[str, list[str]]:
    """The lead, and the other paragraphs and quotations in another order."""
    rest = list(story.paragraphs[1:])
    rng.shuffle(rest)
    return story.title, [story.paragraphs[0], *rest]


def dateline(story: Story, rng: random.Random) -> tuple[str, list[str]]:
    """The text behind a dateline in another language, its first sentence turned round."""
    title, paragraphs = cut(story, rng) if rng.random() < 0.5 else whole(story, rng)
    lead = re.sub(r"^(\w+) (\w+)", r"\2 \1", paragraphs[0])
    return title, [
        f"SEEHAFEN, {rng.randint(1, 28)}. September ({AGENCY}) -- {lead}",
        *paragraphs[1:],
    ]


def reworded(story: Story, rng: random.Random) -> tuple[str, list[str]]:
    """The text with a word in every twenty changed, as a desk changes it."""
    return story.title, _changed(story.paragraphs, 20, rng)


def rewritten(story: Story, rng: random.Random) -> tuple[str, list[str]]:
    """Two thirds of the text with a word in every nine changed: half of its windows are new."""
    return whole(story, rng)[0], _changed(story.paragraphs[:4], 9, rng)


def _changed(paragraphs: Sequence[str], step: int, rng: random.Random) -> list[str]:
    changed = []
    for paragraph in paragraphs:
        words = paragraph.split()
        for place in range(rng.randrange(step), len(words), step):
            words[place] = rng.choice(("reportedly", "then", "some", "its", "late"))
        changed.append(" ".join(words))
    return changed


EDITS: dict[str, Edit] = {
    edit.__name__: edit for edit in (whole, cut, added, reordered, dateline, reworded, rewritten)
}


def make_reports(
    told: Sequence[Story], *, framed: bool, rng: random.Random
) -> tuple[list[Report], dict[str, tuple[int, str]]]:
    """The agency's texts, a copy by each edit and a roundup that quotes a third of one of them.

    With them comes what each report's id is made of; a roundup is a copy of nothing.

    Args:
        told: the stories; a copy appears in some outlet within two days.
        framed: whether each outlet's page carries its own frame of three lines.
        rng: from which all choices follow.
    """
    vocabulary = " ".join(line for story in told for line in story.paragraphs).split()
    reports: list[Report] = []
    made: dict[str, tuple[int, str]] = {}
    for story in told:
        day = date(2031, 3, 1) + timedelta(days=3 * story.number)
        versions = [("original", AGENCY, day, story.title, list(story.paragraphs))]
        for name, edit in EDITS.items():
            title, paragraphs = edit(story, rng)
            outlet = rng.choice(OUTLETS)
            if framed:
                frame = [line.format(outlet=outlet) for line in FRAME]
                paragraphs = [frame[0], *paragraphs, *frame[1:]]
            later = day + timedelta(days=rng.randint(0, 2))
            versions.append((name, outlet, later, title, paragraphs))
        own = [" ".join(rng.choices(vocabulary, k=25)).capitalize() + "." for _ in range(4)]
        text = [*own[:2], *story.paragraphs[2:4], *own[2:], BACKGROUND]
        versions.append(("roundup", "Week in View", day, f"The week {story.number}", text))
        for name, outlet, published, title, paragraphs in versions:
            report = make_report(outlet, published, title, "\n".join(paragraphs))
            reports.append(report)
            made[report.id] = (
                story.number if name in EDITS or name == "original" else 1000 + story.number,
                name,
            )
    return reports, made


def make_report(source: str, day: date, title: str, text: str) -> Report:
    """A report as reading makes it."""
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Report(
        id=make_id("r", [source, None, day, sha]),
        source=source,
        url=None,
        published=one_day(day),
        title=title,
        text=text,
        text_sha=sha,
        raw_sha=sha,
        reader="made",
    )
