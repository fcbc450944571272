"""The differences between labels and findings, text by text, for a person to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from standoff.evaluate import claims, events
from standoff.evaluate.coding import Compared, TextResult

AROUND = 60


def error_lines(results: Sequence[TextResult]) -> Iterator[str]:
    """Lines of a Markdown page: by text, what was missed, wrongly told, or differs in a slot."""
    for one in results:
        lines = [*_of_events(one), *_of_claims(one)]
        if lines:
            yield _head(one)
            yield from lines
            yield ""


def _head(one: TextResult) -> str:
    when = one.report.published
    return f"## {one.name} ({one.report.source}, {when.to_json()['first'] if when else 'undated'})"


def _of_events(result: TextResult) -> Iterator[str]:
    yield from _differences(result, result.events, "event", events.SLOTS, _event_span)


def _of_claims(result: TextResult) -> Iterator[str]:
    yield from _differences(result, result.claims, "claim", claims.SLOTS, _claim_span)


def _event_span(label: Any) -> tuple[int, int]:
    found: tuple[int, int] = label.span
    return found


def _claim_span(label: Any) -> tuple[int, int]:
    return min(one for one, _ in label.spans), max(end for _, end in label.spans)


def _differences(
    result: TextResult, compared: Compared[Any], noun: str, slots: Mapping[str, Any], span: Any
) -> Iterator[str]:
    golds, tolds = {one for one, _ in compared.pairs}, {one for _, one in compared.pairs}
    for number, label in enumerate(compared.gold):
        if number not in golds:
            yield f"- MISSED {noun} {_shown(label)}\n  > {_words(result.report.text, *span(label))}"
    for number, label in enumerate(compared.told):
        if number not in tolds:
            yield f"- FALSE {noun} {_shown(label)}\n  > {_words(result.report.text, *span(label))}"
    for gold, told in compared.both():
        wrong = [name for name, same in slots.items() if not same(gold, told)]
        if wrong:
            yield (
                f"- DIFFERS {noun} in {', '.join(wrong)}\n  gold {_shown(gold)}\n"
                f"  told {_shown(told)}\n  > {_words(result.report.text, *span(gold))}"
            )


def _shown(label: Any) -> str:
    """The label's filled slots on one line."""
    said = ((one.name, getattr(label, one.name)) for one in fields(label))
    return " ".join(
        f"{name}={_value(value)}"
        for name, value in said
        if value not in (None, frozenset(), False) and name not in ("span", "spans")
    )


def _value(value: Any) -> str:
    if isinstance(value, frozenset):
        return ";".join(sorted(value))
    if isinstance(value, tuple):
        ends = ["" if one is None else str(one) for one in value]
        return ends[0] if ends[0] == ends[1] else "..".join(ends)
    return str(value)


def _words(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return f"{before}[{text[start:end]}]{after}".replace("\n", " / ")
