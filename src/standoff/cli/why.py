"""Why each event was coded: the pattern that found it and the words in each slot, as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from standoff.coding import Reason

NOTHING = "nothing says otherwise"
WORDS_CHARACTERS = 100
Event = Mapping[str, Any]


def with_reasons(events: Sequence[Event], reasons: Mapping[str, Reason]) -> list[dict[str, Any]]:
    """The events as JSON prints them, each with its pattern and what decided its status."""
    return [
        {**one, "why": {"pattern": why.pattern, "status_by": why.status_by}}
        for one in events
        if (why := reasons[one["id"]])
    ]


def why_lines(coded: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The lines that tell of each report why its events were coded, and what was not understood."""
    for one in coded:
        report = one["report"] or {}
        yield f"{report.get('title') or report.get('id') or 'no report'}\n"
        for event in one["events"]:
            yield from _event_lines(event, report["text"])
        if not one["events"]:
            yield "  no event\n"
        for issue in one["issues"]:
            yield f"  issue {issue['code']}: {issue['detail']}\n"
        yield "\n"


def _event_lines(event: Event, text: str) -> Iterator[str]:
    whole = next((span for span in event["spans"] if span["slot"] == "event"), None)
    yield f"  {event['kind']}, {event['status']}{', background' if event['background'] else ''}\n"
    if whole:
        yield f"    {'words':<12}{quoted(text, whole)}\n"
    yield f"    {'pattern':<12}{event['why']['pattern']}\n"
    yield f"    {'status by':<12}{event['why']['status_by'] or NOTHING}\n"
    for span in slot_spans(event):
        value = slot_value(event, span["slot"])
        yield f"    {span['slot']:<12}{value:<24} {quoted(text, span)}\n"


def slot_spans(event: Event) -> list[Mapping[str, Any]]:
    """Where the words of each slot stand, without the whole."""
    return [span for span in event["spans"] if span["slot"] not in ("event", "mode")]


def slot_value(event: Event, slot: str) -> str:
    """What an event has in a slot, in few words."""
    weapon = event.get("weapon") or {}
    if slot in ("weapon", "class"):
        return str(weapon.get("name" if slot == "weapon" else "class") or "")
    value = event.get(slot)
    if isinstance(value, Mapping):
        days = filter(None, (value.get("first"), value.get("last")))
        return "..".join(dict.fromkeys(days))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def quoted(text: str, span: Mapping[str, Any]) -> str:
    """The words of a span in quotation marks, cut where they are long, with their place."""
    words = " ".join(text[span["start"] : span["end"]].split())
    if len(words) > WORDS_CHARACTERS:
        words = words[:WORDS_CHARACTERS].rsplit(" ", 1)[0] + " ..."
    return f'"{words}" ({span["start"]}-{span["end"]})'
