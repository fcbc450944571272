"""What a prediction commits to: outcome, actor, days, condition, wording and its chance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from standoff.coding.document import Document, Masked, mentions_in
from standoff.coding.patterns import Compiled
from standoff.model import Query, Terms

# Before a month or a year is before its first day; before its end may be in its last days.
_WHOLE = frozenset({"month", "year"})
Hits = Sequence[tuple[Compiled, re.Match[str]]]


def find_terms(
    document: Document,
    hits: Hits,
    masked: Masked,
    actor: str | None,
    *,
    verb: str | None = None,
) -> Terms | None:
    """The terms of a prediction in a clause, or None where nothing in it looks ahead.

    Args:
        document: the report as read.
        hits: every match of the patterns of modality in the clause.
        masked: the clause, masked.
        actor: the state whose act is foreseen, if known.
        verb: the verb of foreseeing that introduces the clause, where the clause has no such word.
    """
    modals = [(p, hit) for p, hit in hits if p.kind == "modal"]
    # Words with a chance come first, in the language's order; of the others the earliest hedges.
    modals.sort(key=lambda pair: 0 if _has_chance(pair[0]) else 1 + pair[1].start())
    modal = modals[0] if modals else None
    if modal is None and verb is None:
        return None
    condition = next((found for p, found in hits if p.kind == "condition"), None)
    apart = condition.span("condition") if condition else (0, 0)
    outcomes = ((p, hit) for p, hit in hits if p.kind.startswith("outcome."))
    foreseen = next((p for p, hit in outcomes if not apart[0] <= hit.start() < apart[1]), None)
    outcome = foreseen.kind.partition(".")[2] if foreseen else None
    known_kind = outcome if outcome in document.pack.kinds else None
    if foreseen and foreseen.set.get("between"):
        actor = document.pack.manifest.acting
    opens, closes = _window(document, masked)
    return Terms(
        query=Query(kind=known_kind, actor=actor) if known_kind else None,
        opens=opens,
        closes=closes,
        condition=_words(document, masked, condition.group("condition")) if condition else None,
        wording=_words(document, masked, modal[1].group()) if modal else str(verb),
        band=_band(modal[0].set, modal[1].groupdict().get("percent")) if modal else None,
    )


def _has_chance(pattern: Compiled) -> bool:
    return "low" in pattern.set or "explicit" in pattern.set


def _band(told: Mapping[str, Any], percent: str | None) -> tuple[float, float] | None:
    if percent:
        chance = float(percent) / 100
        return (chance, chance)
    return (float(told["low"]), float(told["high"])) if "low" in told else None


def _window(document: Document, masked: Masked) -> tuple[date | None, date | None]:
    published = document.report.published.first if document.report.published else None
    for number in mentions_in(document, masked.text, 0, len(masked.text)):
        mention = document.dates.get(number)
        if mention is None or mention.when is None:
            continue
        before = masked.text[: masked.text.index(f"<T{number}>")].rstrip()
        first, last = mention.when.first, mention.when.last
        if published and last and last < published:
            continue
        if before.endswith((" before", " until", " ahead of")):
            whole = first == last or mention.when.precision in _WHOLE
            return None, (first - timedelta(days=1) if first and whole else last)
        if before.endswith(" by"):
            return None, last
        opens = first if published is None or (first and first > published) else None
        return opens, last
    return None, None


def _words(document: Document, masked: Masked, piece: str) -> str:
    start = masked.text.index(piece)
    return document.text[masked.source(start) : masked.source_end(start + len(piece))].strip(" .")
