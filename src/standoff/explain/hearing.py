"""The part of a record that can say something on an issue: all that a look at positions needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from standoff.coding.text import split_sentences
from standoff.explain.positions import HELD, SAYING, Hearing, place_of
from standoff.explain.topics import Topic
from standoff.model import Anchor, Claim, Observation, Report, TextAnchor
from standoff.packs import Pack


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Statements that show a stance on some issue, claims of a change, and their reports."""

    pack: Pack
    held_reports: tuple[Report, ...]
    held_claims: tuple[Claim, ...]
    held_observations: tuple[Observation, ...]

    def reports(self) -> Iterator[Report]:
        """The reports."""
        return iter(self.held_reports)

    def claims(self) -> Iterator[Claim]:
        """The claims."""
        return iter(self.held_claims)

    def observations(self) -> Iterator[Observation]:
        """The statements."""
        return iter(self.held_observations)

    def speakers(self) -> tuple[str, ...]:
        """All who speak, or for whom somebody speaks; a state before its bodies and people."""
        named: dict[str, None] = {}
        for claim in self.held_claims:
            named.update(dict.fromkeys(_chain(claim.holder, self.pack)))
        for one in self.held_observations:
            issuer = one.get("issuer")
            for who in [issuer] if isinstance(issuer, str) else one.get("actors") or ():
                named.update(dict.fromkeys(_chain(who, self.pack)))
        order = {actor: place for place, actor in enumerate(self.pack.actors)}
        return tuple(sorted(named, key=lambda one: (order.get(one, len(order)), one)))


def heard(record: Hearing, topics: Collection[Topic]) -> Heard:
    """What of a record may show a stance on one of the issues.

    Positions taken from it are those taken from the whole record, in a fraction of the time.

    Args:
        record: put back to the day that is wanted.
        topics: the issues.
    """
    claims = [one for one in record.claims() if one.change or one.kind in HELD]
    saying = [one for one in record.observations() if one.kind in SAYING]
    places: dict[str, list[TextAnchor]] = {}
    for anchor in (*(place_of(one) for one in claims), *(one.anchor for one in saying)):
        if isinstance(anchor, TextAnchor):
            places.setdefault(anchor.report, []).append(anchor)
    changes = {place_of(one).report for one in claims if one.change}
    telling: set[Anchor] = set()
    kept: list[Report] = []
    for report in record.reports():
        found = _telling(report, places.get(report.id, ()), topics)
        telling.update(found)
        if found or report.id in changes:
            kept.append(report)
    return Heard(
        pack=record.pack,
        held_reports=tuple(kept),
        held_claims=tuple(one for one in claims if one.change or place_of(one) in telling),
        held_observations=tuple(one for one in saying if one.anchor in telling),
    )


def _telling(
    report: Report, places: Collection[TextAnchor], topics: Collection[Topic]
) -> set[TextAnchor]:
    """The places that reach into a sentence which shows a stance."""
    if not places:
        return set()
    shows = [
        one
        for one in split_sentences(report.text)
        if any(place.start < one.end and one.start < place.end for place in places)
        and any(topic.shown_by(report.text[one.start : one.end]) for topic in topics)
    ]
    return {
        place
        for place in places
        if any(place.start < one.end and one.start < place.end for one in shows)
    }


def _chain(who: str | None, pack: Pack) -> Iterator[str]:
    """Somebody and all for whom they may speak."""
    seen: set[str] = set()
    while who is not None and who not in seen:
        yield who
        seen.add(who)
        actor = pack.actors.get(who)
        who = actor.of if actor else None
