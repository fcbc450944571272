"""Predictions in the reports, and what has happened since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Paragraph, Section, Sentence
from standoff.brief.evidence import Evidence
from standoff.brief.holders import holder, quoted, through
from standoff.forecast import Tracked
from standoff.model import Claim, Query

QUOTE_LETTERS = 220


def predictions_section(desk: Desk) -> Section:
    """Each prediction in its own words, with what has been found since it was made."""
    claims = [claim for claim in desk.material.claims if claim.kind == "prediction"]
    heading = desk.phrases("heading.predictions")
    if not claims:
        return Section(id="predictions", heading=heading, blocks=(desk.none("predictions.none"),))
    tracked = {one.claim: one for one in desk.material.tracked}
    followed = tuple(
        Paragraph(sentences=tuple(_item(claim, found, desk)))
        for claim in claims
        if (found := tracked.get(claim.id))
    )
    blocks: list[Block] = [desk.none("predictions.about")]
    blocks += [Bullets(items=followed)] if followed else []
    blocks += _untracked([claim for claim in claims if claim.id not in tracked], desk)
    return Section(id="predictions", heading=heading, blocks=tuple(blocks))


def _untracked(claims: Iterable[Claim], desk: Desk) -> Iterator[Bullets]:
    """What cannot be followed up, under the reason why."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        found.setdefault(_why_not(claim, desk), []).append(claim)
    for why, held in found.items():
        items = tuple(Paragraph(sentences=(_said(claim, desk),)) for claim in held)
        yield Bullets(label=desk.phrases("predictions.untracked", why=why), items=items)


def _said(claim: Claim, desk: Desk) -> Sentence:
    words = quoted(claim, desk, most=QUOTE_LETTERS)
    key = "predictions.denies" if claim.stance == "denies" else "predictions.says"
    who, via = holder(claim, desk), through(claim, desk)
    return desk.say(key, desk.shelf.of(claim.anchors), who=who, via=via, words=words)


def _item(claim: Claim, tracked: Tracked, desk: Desk) -> Iterator[Sentence]:
    own = desk.shelf.of(claim.anchors)
    yield _said(claim, desk)
    asked = (claim.terms.query if claim.terms else None) or Query()
    kind = desk.names.matter(asked)
    last = tracked.covered_through or tracked.as_of
    count = desk.shelf.count(asked, tracked.evidence, first=tracked.since, last=last)
    evidence = (*own, count)
    key = "predictions.since" if tracked.counted else "predictions.nothing_since"
    yield desk.say(
        key,
        evidence,
        n=tracked.counted,
        kind=kind,
        first=desk.phrases.day(tracked.since),
        through=desk.phrases.day(last),
    )
    if tracked.covered_through is None or tracked.covered_through < _end(claim, tracked):
        yield desk.say("predictions.gap", own, last=desk.phrases.day(_end(claim, tracked)))
    yield _scored(tracked, evidence, desk)


def _end(claim: Claim, tracked: Tracked) -> date:
    """The last day that counts: the day of the record, or the prediction's own if earlier."""
    closes = claim.terms.closes if claim.terms else None
    return min(tracked.as_of, closes or tracked.as_of)


def _scored(tracked: Tracked, evidence: tuple[Evidence, ...], desk: Desk) -> Sentence:
    resolution, band = tracked.resolution, tracked.brier_band
    if tracked.scored and resolution and band:
        low, middle, high = (f"{one:.2f}" for one in band)
        spread = desk.phrases("predictions.spread", low=low, high=high) if low != high else ""
        return desk.say(
            "predictions.scored",
            evidence,
            answer=resolution.answer,
            middle=middle,
            spread=spread,
        )
    return desk.say("predictions.unscored", evidence, why=tracked.why)


def _why_not(claim: Claim, desk: Desk) -> str:
    if claim.terms is None or claim.terms.query is None:
        return desk.phrases("predictions.no_query")
    if claim.known is None and claim.terms.opens is None:
        return desk.phrases("predictions.no_day")
    return desk.phrases("predictions.not_yet")
