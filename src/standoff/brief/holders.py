"""Who holds a claim, and through whom it comes."""

from __future__ import annotations

from standoff.brief.desk import Desk
from standoff.model import Claim, TextAnchor


def holder(claim: Claim, desk: Desk) -> str:
    """The holder with role and organisation; nobody named is said to be so, never an expert."""
    names, phrases = desk.names, desk.phrases
    about = [part for part in (claim.role, claim.organisation) if part]
    shown = [names.origin(part) for part in about]
    vague = f"holder.vague.{claim.role}"
    if not claim.holder and not claim.organisation and phrases.has(vague):
        return phrases(vague)
    if claim.holder:
        name = names.origin(claim.holder)
        known = [part for part in shown if part != name]
        return phrases("holder.named", name=name, about=phrases("list.comma").join(known))
    if claim.role and claim.attributed:
        return phrases("holder.unnamed", about=phrases("list.comma").join(shown))
    if shown:
        return phrases("list.comma").join(shown)
    return phrases(
        "holder.nobody" if claim.attributed else "holder.outlet", outlet=outlet(claim, desk)
    )


def name_of(claim: Claim, desk: Desk) -> str:
    """The holder's name alone, where there is one."""
    return desk.names.origin(claim.holder) if claim.holder else holder(claim, desk)


def through(claim: Claim, desk: Desk) -> str:
    """Through whom the claim comes; the report itself only where there are several."""
    names = [desk.names.origin(one) for one in claim.via]
    own = not (claim.holder or claim.attributed)
    if len(desk.material.reports) > 1 and not own:
        names.append(outlet(claim, desk))
    own_name = name_of(claim, desk)
    return desk.phrases.joined(one for one in dict.fromkeys(names) if one != own_name)


def outlet(claim: Claim, desk: Desk) -> str:
    """The source of the report in which the claim stands."""
    for anchor in claim.anchors:
        report = desk.shelf.report(anchor.report) if isinstance(anchor, TextAnchor) else None
        if report:
            return desk.names.outlet(report.source)
    return desk.phrases("holder.no_report")


def quoted(claim: Claim, desk: Desk, *, most: int) -> str:
    """The claim's own words, cut at a word where they are long."""
    words = desk.shelf.quote(claim.anchors)
    if len(words) <= most:
        return words
    return words[:most].rpartition(" ")[0] + " …"
