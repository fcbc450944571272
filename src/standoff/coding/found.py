"""A happening as one clause tells it, before it becomes an observation."""

from __future__ import annotations

from dataclasses import dataclass, field

from standoff.coding.document import Document
from standoff.dates import When
from standoff.model import Content, TextAnchor

Slots = dict[str, tuple[Content, tuple[int, int]]]

# What is done by saying so: the day of telling is the day of the act.
SAID = frozenset({"statement", "offer", "reply"})
TESTS = frozenset({"launch", "nuclear_test", "engine_or_other_test"})
CONTACTS = frozenset({"talks", "consultation"})
# Acts that are particular enough where the text says at whom, or how many took part.
DIRECTED_ACTS = frozenset({"provocation", "transfer", "visit"})
# Voices in which a verb says that people met; elsewhere a meeting may only be named.
TOLD = frozenset({"active", "together"})
NEEDS_DETAIL = TESTS | CONTACTS | {"exercise", "deployment", "transfer", "provocation", "visit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A happening as one clause tells it; `slots` maps a slot to its content and characters."""

    kind: str
    status: str
    actors: tuple[str, ...]
    targets: tuple[str, ...] = ()
    when: When | None = None
    announced: When | None = None
    weapon: str | None = None
    weapon_class: str | None = None
    count: int | None = None
    sentence: int
    span: tuple[int, int]
    definite: bool = False
    headline: bool = False
    opens: bool = False  # the rest of the report is what is said here
    background: bool = False
    looks_back: bool = False  # told as of an earlier time: "had warned", "earlier this month"
    same_occasion: bool = False
    further: bool = False  # told as another one than those before: "a second", "came days after"
    again: bool = False  # only names what was told before: "the launch"
    told: bool = False  # told in words that leave no doubt that it is one happening
    counted: bool = False  # told of one, or of a number: "two soldiers crossed"
    act: str | None = None  # what sort of act it is, where one kind has several
    pattern: str
    voice: str = "active"
    rule: str | None = None
    slots: Slots = field(default_factory=dict)

    @property
    def specific(self) -> bool:
        """Whether it says more than that such things happen."""
        singular = self.count is not None or self.weapon is not None
        return bool(self.when or singular or {"place", "date"} & self.slots.keys())

    @property
    def worth_coding(self) -> bool:
        """Not a mere "such things happen": it has a day, a number, a weapon, a place or parties."""
        if self.again:
            return False
        if self.told or (self.kind == "exercise" and len(self.actors) > 1):
            return True
        if self.kind in CONTACTS and self.definite and self.voice not in TOLD:
            return self.status == "cancelled"  # "the talks" were told before, or are told nowhere
        if self.kind in CONTACTS:
            return self.voice in TOLD or self.specific or self.status == "cancelled"
        named_only = self.kind == "provocation" and self.voice in ("nominal", "party")
        if self.kind in DIRECTED_ACTS and (self.targets or self.counted) and not named_only:
            return True
        vague = self.kind in NEEDS_DETAIL
        return (
            not vague or self.specific or self.weapon_class is not None or self.status != "reported"
        )


def anchor(found: Found, document: Document) -> TextAnchor:
    """Where the happening is told."""
    return TextAnchor(document.report.id, *found.span)
