"""What else was said: assessments, positions and recommendations, in their own words."""

from __future__ import annotations

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Paragraph, Section, Sentence
from standoff.brief.holders import holder, quoted, through
from standoff.model import Claim

QUOTE_LETTERS = 260
KINDS = ("assessment", "position", "recommendation")


def positions_section(desk: Desk) -> Section:
    """Every claim that is neither a reading nor a prediction, with its holder."""
    claims = [claim for kind in KINDS for claim in desk.material.claims if claim.kind == kind]
    items = tuple(Paragraph(sentences=(_sentence(claim, desk),)) for claim in claims)
    block: Block = Bullets(items=items) if items else desk.none("positions.none")
    return Section(id="positions", heading=desk.phrases("heading.positions"), blocks=(block,))


def _sentence(claim: Claim, desk: Desk) -> Sentence:
    believer = desk.names.actor(claim.believer) if claim.believer else ""
    key = "positions.denies" if claim.stance == "denies" else f"positions.{claim.kind}"
    return desk.say(
        "positions.belief" if believer and claim.stance == "asserts" else key,
        desk.shelf.of(claim.anchors),
        who=holder(claim, desk),
        via=through(claim, desk),
        believer=believer,
        words=quoted(claim, desk, most=QUOTE_LETTERS),
    )
