"""What else was said: assessments, positions and recommendations, in their own words."""

from __future__ import annotations

from collections.abc import Sequence

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Paragraph, Section, Sentence
from standoff.brief.holders import holder, quoted, through
from standoff.model import Claim

QUOTE_LETTERS = 260
KINDS = ("assessment", "position", "recommendation")


def positions_section(desk: Desk) -> Section:
    """Every claim that is neither a reading nor a prediction, with its holder."""
    claims = [claim for kind in KINDS for claim in desk.material.claims if claim.kind == kind]
    by_voice: dict[str, list[Claim]] = {}
    for claim in claims:
        by_voice.setdefault(_voice(claim, desk), []).append(claim)
    single = [held[0] for held in by_voice.values() if len(held) == 1]
    blocks: list[Block] = [
        Bullets(label=voice, items=_items(held, "positions.words", desk))
        for voice, held in by_voice.items()
        if len(held) > 1
    ]
    if single:
        label = desk.phrases("positions.others") if blocks else None
        blocks.append(Bullets(label=label, items=_items(single, "positions.said", desk)))
    heading = desk.phrases("heading.positions")
    shown = tuple(blocks) or (desk.none("positions.none"),)
    return Section(id="positions", heading=heading, blocks=shown)


def _items(claims: Sequence[Claim], key: str, desk: Desk) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(sentences=(_sentence(claim, key, desk),)) for claim in claims)


def _sentence(claim: Claim, key: str, desk: Desk) -> Sentence:
    voice = _voice(claim, desk)
    words = quoted(claim, desk, most=QUOTE_LETTERS)
    return desk.say(key, desk.shelf.of(claim.anchors), voice=voice, words=words)


def _voice(claim: Claim, desk: Desk) -> str:
    """Who says it, through whom, and as what."""
    believer = desk.names.actor(claim.believer) if claim.believer else ""
    key = "positions.denies" if claim.stance == "denies" else f"positions.{claim.kind}"
    voice = desk.phrases(
        "positions.belief" if believer and claim.stance == "asserts" else key,
        who=holder(claim, desk),
        via=through(claim, desk),
        believer=believer,
    )
    return voice[:1].upper() + voice[1:]
