"""Rulings to a file and back: JSON Lines that every record reads alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from standoff.errors import InputError, ListedError, Problem, RecordError
from standoff.model import Ruling
from standoff.record.decide import ruling_id
from standoff.record.rows import RULING


def ruling_lines(rulings: Iterable[Ruling]) -> Iterator[str]:
    """A line of JSON for each ruling, oldest first, undone ones and undoings too."""
    for ruling in sorted(rulings, key=lambda one: (one.decided, one.id)):
        yield RULING.dump(ruling) + "\n"


def read_rulings(lines: Iterable[str], *, locator: str) -> tuple[Ruling, ...]:
    """The rulings of a file, each once.

    A line without an id gets the one that its content makes, so that rulings may be written by
    hand; a line whose id is another one's was changed after it was exported.

    Args:
        lines: JSON Lines as `ruling_lines` writes them; empty ones are passed over.
        locator: how messages name the file.

    Raises:
        ListedError: lines that are no rulings, every one of them; nothing is returned.
    """
    found: dict[str, Ruling] = {}
    problems: list[Problem] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            ruling = _ruling(line)
            found[ruling.id] = ruling
        except InputError as error:
            problems.append(Problem(place=f"{locator}:{number}", detail=str(error)))
    if problems:
        raise ListedError(problems)
    return tuple(found.values())


def _ruling(line: str) -> Ruling:
    content = _object(line)
    try:
        ruling = RULING.load(json.dumps({"id": "", **content}))
    except RecordError as error:
        detail = str(error).removeprefix("a stored ruling is damaged at ")
        raise InputError(f"is no ruling: {detail}; export again, or mend the line") from error
    if not (ruling.who.strip() and ruling.why.strip() and ruling.anchors):
        raise InputError("a ruling needs who, why and at least one anchor")
    right = ruling_id(ruling)
    if ruling.id not in ("", right):
        raise InputError(
            f"its content does not fit its id {ruling.id}: it was changed after it was exported; "
            "export again, or leave the id out to make it a ruling of its own"
        )
    return replace(ruling, id=right)


def _object(line: str) -> dict[str, Any]:
    try:
        content = json.loads(line)
    except ValueError as error:
        raise InputError(f"is not JSON ({error}); one ruling a line") from error
    if not isinstance(content, dict):
        raise InputError("is not a JSON object; one ruling a line")
    return content
