"""What an export gives back: the file's bytes, and what it could not hold, by reason."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from standoff.errors import InputError
from standoff.model import Event

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A whole file; `skipped` counts the events that are not in it by reason."""

    content: bytes
    written: int
    skipped: Mapping[str, int]


class NotExportedError(InputError):
    """An event that a format has no way to say; its text is the reason."""


def sorted_out(
    events: Iterable[Event], make: Callable[[Event], T]
) -> tuple[list[T], dict[str, int]]:
    """What the events become, and how many became nothing, by reason."""
    made: list[T] = []
    skipped: Counter[str] = Counter()
    for event in events:
        try:
            made.append(make(event))
        except NotExportedError as reason:
            skipped[str(reason)] += 1
    return made, dict(skipped.most_common())


def as_json(value: Any) -> bytes:
    """The value as indented JSON with a line end."""
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
