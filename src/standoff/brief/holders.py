"""Who holds a claim, and through whom it comes."""

from __future__ import annotations

from standoff.brief.desk import Desk
from standoff.model import Claim, TextAnchor


def holder(claim: Claim, desk: Desk) -> str:
    """The holder with role and organisation; nobody named is said to be so, never an expert."""
    names, phrases = desk.names, desk.phrases
    about = [part for part in (claim.role, claim.organisation) if part]
    shown = [names.actor(part) for part in about]
    if claim.holder:
        name = names.actor(claim.holder)
        known = [part for part in shown if part != name]
        return phrases("holder.named", name=name, about=phrases("list.comma").join(known))
    if shown:
        return phrases("holder.unnamed", about=phrases("list.comma").join(shown))
    return phrases(
        "holder.nobody" if claim.attributed else "holder.outlet", outlet=outlet(claim, desk)
    )


def through(claim: Claim, desk: Desk) -> str:
    """Through whom the claim comes: relayers first, then the report itself."""
    names = [desk.names.actor(one) for one in claim.via]
    return desk.phrases.joined(dict.fromkeys([*names, outlet(claim, desk)]))


def outlet(claim: Claim, desk: Desk) -> str:
    """The source of the report in which the claim stands."""
    for anchor in claim.anchors:
        report = desk.shelf.report(anchor.report) if isinstance(anchor, TextAnchor) else None
        if report:
            return report.source
    return desk.phrases("holder.no_report")


def quoted(claim: Claim, desk: Desk, *, most: int) -> str:
    """The claim's own words, cut at a word where they are long."""
    words = desk.shelf.quote(claim.anchors)
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0] + " …"
