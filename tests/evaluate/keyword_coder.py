"""A coder that shares nothing with the grammar: a few words a sentence, for the tests.

A launch is told by a sentence with a launch verb and a missile; who launches is the first state
named in it; the day is that of publication. Nothing is known of negation, plans or voices.
"""

from __future__ import annotations

import re

from standoff.model import Coding, Observation, Report, TextAnchor, Value, make_id
from standoff.packs import Pack

NAME = "keywords-1"
_SENTENCE = re.compile(r"[^.!?\n]+")
_LAUNCH = re.compile(
    r"(?=.*\b(?:launch|fire|test)(?:ed|es|d)?\b)(?=.*\b(?:missile|rocket)s?\b)", re.IGNORECASE
)


def code(report: Report, pack: Pack) -> Coding:
    """Every sentence with a launch verb, a missile and a state, as a launch."""
    told = (_launch(found, report, pack) for found in _SENTENCE.finditer(report.text))
    return Coding(
        report=report.id,
        coder=NAME,
        observations=tuple(one for one in told if one),
        claims=(),
        issues=(),
    )


def _launch(found: re.Match[str], report: Report, pack: Pack) -> Observation | None:
    who = _first_state(found.group(), pack)
    if who is None or not _LAUNCH.match(found.group()):
        return None
    anchor = TextAnchor(report.id, found.start(), found.end())
    values: dict[str, Value] = {
        "actors": Value(value=(who,), origin=report.source, evidence=(anchor,))
    }
    if report.published:
        values["date"] = Value(value=report.published, origin=report.source, evidence=(anchor,))
    return Observation(
        id=make_id("o", [report.id, NAME, found.start()]),
        anchor=anchor,
        kind="launch",
        grain="volley",
        values=values,
        verified=False,
        known=None,
        known_basis="published",
        coder=NAME,
        pack=pack.id,
    )


def _first_state(words: str, pack: Pack) -> str | None:
    places = {
        words.find(name): actor.id
        for actor in pack.actors.values()
        if actor.kind == "state"
        for name in (actor.name, *actor.aliases)
        if name in words
    }
    return places[min(places)] if places else None
