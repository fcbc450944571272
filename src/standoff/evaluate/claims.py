"""Claims as labelled and as coded, made comparable."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from standoff.evaluate.gold import GoldClaim, Span
from standoff.evaluate.match import same
from standoff.evaluate.names import Names, plain
from standoff.model import Claim, TextAnchor

SHARED_SHARE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLabel:
    """One view in the terms in which claims are compared."""

    kind: str
    holder: str | None
    role: str | None
    organisation: str | None
    via: frozenset[str]
    aims: frozenset[str]
    aim_of: str | None
    believer: str | None
    stance: str
    stated: bool
    quoted: bool
    attributed: bool
    spans: tuple[Span, ...]


def from_gold(label: GoldClaim, span: Span, names: Names) -> ClaimLabel:
    """A hand-made label in comparable terms."""
    return _label(label, (span,), names)


def from_coding(found: Claim, names: Names) -> ClaimLabel | None:
    """What a coder found in comparable terms; None if it stands on no characters."""
    spans = tuple((a.start, a.end) for a in found.anchors if isinstance(a, TextAnchor))
    return _label(found, spans, names) if spans else None


def _label(claim: GoldClaim | Claim, spans: tuple[Span, ...], names: Names) -> ClaimLabel:
    def known(name: str | None) -> str | None:
        return names.actor(name) if name else None

    # Readers label what makes an act possible, such as an ally's cover, among the aims.
    conditions = claim.conditions if isinstance(claim, Claim) else ()
    return ClaimLabel(
        kind=claim.kind,
        holder=known(claim.holder),
        role=plain(claim.role) if claim.role else None,
        organisation=known(claim.organisation),
        via=frozenset(map(names.actor, claim.via)),
        aims=frozenset((*claim.aims, *conditions)),
        aim_of=names.state(claim.aim_of) if claim.aim_of else None,
        believer=names.state(claim.believer) if claim.believer else None,
        stance=claim.stance,
        stated=claim.stated,
        quoted=claim.quoted,
        attributed=claim.attributed,
        spans=spans,
    )


def same_holder(gold: ClaimLabel, told: ClaimLabel) -> bool:
    """Whether both are held by the same: one name, or, unnamed, one sort of people.

    A person is the same under a part of the name (a surname, say), as long as every word of
    the shorter name stands in the longer one.
    """
    if gold.holder is None or told.holder is None:
        return gold.holder is told.holder and _same_sort(gold.role, told.role)
    one, other = set(gold.holder.split()), set(told.holder.split())
    return one <= other or other <= one


def _same_sort(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(_stems(one) & _stems(other))


def _stems(role: str) -> set[str]:
    return {word.removesuffix("s") for word in role.split()}


def same_words(gold: ClaimLabel, told: ClaimLabel) -> bool:
    """Whether they stand on the same words: enough of the shorter lies in the longer."""
    return _share(gold, told) >= SHARED_SHARE


def _share(gold: ClaimLabel, told: ClaimLabel) -> float:
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in gold.spans for b in told.spans)
    shorter = min(_length(gold), _length(told))
    return shared / shorter


def _length(label: ClaimLabel) -> int:
    return sum(end - start for start, end in label.spans)


def right(gold: ClaimLabel, told: ClaimLabel) -> bool:
    """Whether the claim is found with its holder; an outlet's own reading as just that."""
    alike = gold.attributed == told.attributed
    return alike and same_words(gold, told) and (same_holder(gold, told) or not gold.attributed)


def likeness(gold: ClaimLabel, told: ClaimLabel) -> float:
    """How well a finding fits a label; 0 where they stand on other words."""
    if not same_words(gold, told):
        return 0.0
    slots = sum(compare(gold, told) for compare in SLOTS.values())
    return 1000.0 * right(gold, told) + 100.0 * (gold.kind == told.kind) + 1 + slots


def _same_words_of(name: str) -> Callable[[ClaimLabel, ClaimLabel], bool]:
    """Whether one text holds all words of the other, as a longer form of it would."""

    def within(gold: ClaimLabel, told: ClaimLabel) -> bool:
        one, other = getattr(gold, name), getattr(told, name)
        if one is None or other is None:
            return one is other
        words, others = set(one.split()), set(other.split())
        return words <= others or others <= words

    return within


SLOTS: Mapping[str, Callable[[ClaimLabel, ClaimLabel], bool]] = {
    "holder": same_holder,
    "kind": same("kind"),
    "role": _same_words_of("role"),
    "organisation": _same_words_of("organisation"),
    "via": same("via"),
    "aims": same("aims"),
    "aim_of": same("aim_of"),
    "believer": same("believer"),
    "stance": same("stance"),
    "stated": same("stated"),
    "quoted": same("quoted"),
    "attributed": same("attributed"),
}


def stated_slots(gold: ClaimLabel) -> frozenset[str]:
    """The slots that the label fills: only these tell how often a slot is found."""
    said = {
        "role": gold.role,
        "organisation": gold.organisation,
        "via": gold.via,
        "aims": gold.aims,
        "aim_of": gold.aim_of,
        "believer": gold.believer,
    }
    always = {"holder", "kind", "stance", "stated", "quoted", "attributed"}
    return frozenset({name for name, value in said.items() if value} | always)
