"""Copies of one text are one origin, however many outlets print it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from standoff.model import Event, Observation, Report, Ruling, TextAnchor
from standoff.packs import Pack
from standoff.record.merge import merge
from standoff.reports import Repeat, find_repeats

OUTLET = "outlet:"


def merge_heard(
    observations: Sequence[Observation],
    rulings: Sequence[Ruling],
    *,
    pack: Pack,
    reports_of: Callable[[Sequence[str]], Sequence[Report]],
) -> tuple[Event, ...]:
    """The events as merged, with reports that copy one another counted as one origin.

    Texts are looked at only behind events that several outlets tell on their own word.

    Args:
        observations: in any order.
        rulings: all of them.
        pack: as merge needs it.
        reports_of: the reports with these ids, as far as they are known.
    """
    events = merge(observations, rulings, pack=pack)
    doubted = sorted(in_doubt(events))
    reports = reports_of(doubted) if doubted else ()
    repeats = find_repeats(reports, language=pack.language)
    if not repeats:
        return events
    return merge(relayed(observations, repeats, reports), rulings, pack=pack)


def in_doubt(events: Iterable[Event]) -> frozenset[str]:
    """The reports behind events that several outlets tell on their own word: copies or not?"""
    return frozenset(
        anchor.report
        for event in events
        if sum(origin.startswith(OUTLET) for origin in event.origins) > 1
        for anchor in event.anchors
        if isinstance(anchor, TextAnchor)
    )


def relayed(
    observations: Sequence[Observation], repeats: Iterable[Repeat], reports: Iterable[Report]
) -> tuple[Observation, ...]:
    """The observations, with what a copy says on its outlet's own word said by the first outlet.

    Args:
        observations: of any reports and tables.
        repeats: the groups of near copies.
        reports: those that the groups are of.
    """
    sources = {report.id: report.source for report in reports}
    voices = {
        member: OUTLET + voice
        for repeat in repeats
        for voice in [_voice(repeat, sources)]
        for member in repeat.members
    }
    return tuple(_heard(one, voices, sources) for one in observations)


def _voice(repeat: Repeat, sources: Mapping[str, str]) -> str:
    """Whose word a group's text is: the agency's it credits, else the first outlet's."""
    return repeat.agency or min(sources[member] for member in repeat.members)


def _heard(one: Observation, voices: Mapping[str, str], sources: Mapping[str, str]) -> Observation:
    report = one.anchor.report if isinstance(one.anchor, TextAnchor) else None
    if report is None or report not in voices:
        return one
    own, voice = OUTLET + sources[report], voices[report]
    values = {
        slot: replace(value, origin=voice) if value.origin == own else value
        for slot, value in one.values.items()
    }
    return replace(one, values=values)
