"""How well a coder does on labelled texts: events, claims and each of their slots."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np

from standoff.coding.coders import Coder
from standoff.evaluate import claims, events
from standoff.evaluate.claims import ClaimLabel
from standoff.evaluate.events import EventLabel
from standoff.evaluate.gold import GoldText, as_report, span_of
from standoff.evaluate.match import matched
from standoff.evaluate.names import Names
from standoff.evaluate.tallies import Rate, Score, Tally, macro_f1, scored
from standoff.model import Report
from standoff.packs import Pack


class _Label(Protocol):
    @property
    def kind(self) -> str: ...


L = TypeVar("L", bound=_Label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared(Generic[L]):
    """Labels and findings of one text, and which belong together."""

    gold: tuple[L, ...]
    told: tuple[L, ...]
    pairs: tuple[tuple[int, int], ...]

    def both(self) -> Iterable[tuple[L, L]]:
        """Each label with its finding."""
        return ((self.gold[one], self.told[other]) for one, other in self.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextResult:
    """What a coder made of one text, beside what a reader, or another coder, made of it."""

    name: str
    about: str
    report: Report
    events: Compared[EventLabel]
    claims: Compared[ClaimLabel]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingScore:
    """The figures of one coder on one set of texts.

    Events are right by kind, actors and day, claims by words and holder. `claims` are those
    attributed to somebody, `own_readings` those that outlets hold in their own words. Slots are
    judged on what was found at all, and only where the label fills them.
    """

    texts: int
    characters: int
    events: Score
    events_found: Score
    event_kinds: Mapping[str, Score]
    event_slots: Mapping[str, Score]
    other_texts: int
    other_events: int
    claims: Score
    claims_found: Score
    own_readings: Score
    claim_kinds: Mapping[str, Score]
    claim_slots: Mapping[str, Score]
    aims: Mapping[str, Score]
    aims_macro_f1: Rate


def compare(
    texts: Sequence[tuple[GoldText, str]], pack: Pack, *, code: Coder
) -> tuple[TextResult, ...]:
    """Each labelled text beside what the coder finds in it.

    Args:
        texts: labelled texts, each with its exact text.
        pack: the theatre that they are coded with.
        code: the coder.
    """
    names = Names(pack)
    return tuple(_compare_one(gold, text, pack, names, code) for gold, text in texts)


def _compare_one(gold: GoldText, text: str, pack: Pack, names: Names, code: Coder) -> TextResult:
    report = as_report(gold, text)
    coding = code(report, pack)
    labelled = [events.from_gold(e, span_of(e, text, gold.id), names) for e in gold.events]
    held = [claims.from_gold(c, span_of(c, text, gold.id), names) for c in gold.claims]
    return TextResult(
        name=gold.id,
        about=gold.about,
        report=report,
        events=compared(
            labelled,
            [events.from_coding(one, names) for one in coding.observations],
            events.likeness,
        ),
        claims=compared(
            held, [claims.from_coding(one, names) for one in coding.claims], claims.likeness
        ),
    )


def compared(
    gold: Sequence[L], told: Sequence[L | None], likeness: Callable[[L, L], float]
) -> Compared[L]:
    """Labels and findings of one text, matched one to one so that most are right.

    Args:
        gold: the labels.
        told: the findings; None stands for one that cannot be compared.
        likeness: how well a finding fits a label, 0 where not at all.
    """
    found = [one for one in told if one is not None]
    return Compared(gold=tuple(gold), told=tuple(found), pairs=matched(gold, found, likeness))


def score(results: Sequence[TextResult], *, rng: np.random.Generator) -> CodingScore:
    """The figures over all compared texts.

    Args:
        results: what `compare` gave.
        rng: source of chance of the intervals.
    """
    told = [one.events for one in results]
    held = [one.claims for one in results]
    others = [one for one in results if one.about == "other"]
    why = sorted({aim for one in held for label in (*one.gold, *one.told) for aim in label.aims})
    by_aim = {aim: [_aim_tally(one, aim) for one in held] for aim in why}
    labelled = [aim for aim in why if sum(one.gold for one in by_aim[aim])]
    return CodingScore(
        texts=len(results),
        characters=sum(len(one.report.text) for one in results),
        events=_score(told, events.right, rng),
        events_found=_score(told, None, rng),
        event_kinds=_by_kind(told, events.right, rng),
        event_slots=_by_slot(told, events.SLOTS, events.stated_slots, rng),
        other_texts=len(others),
        other_events=sum(len(one.events.told) for one in others),
        claims=_score([_only(one, attributed=True) for one in held], claims.right, rng),
        claims_found=_score(held, None, rng),
        own_readings=_score([_only(one, attributed=False) for one in held], claims.right, rng),
        claim_kinds=_by_kind(held, claims.right, rng),
        claim_slots=_by_slot(held, claims.SLOTS, claims.stated_slots, rng),
        aims={aim: scored(tallies, rng=rng) for aim, tallies in by_aim.items()},
        aims_macro_f1=macro_f1([by_aim[aim] for aim in labelled], rng=rng),
    )


def _score(
    compared: Sequence[Compared[L]], right: Callable[[L, L], bool] | None, rng: np.random.Generator
) -> Score:
    """The score over texts; without `right`, every matched pair counts."""
    tallies = [
        Tally(
            right=sum(right is None or right(*pair) for pair in one.both()),
            gold=len(one.gold),
            told=len(one.told),
        )
        for one in compared
    ]
    return scored(tallies, rng=rng)


def _only(compared: Compared[ClaimLabel], *, attributed: bool) -> Compared[ClaimLabel]:
    """The claims that are attributed to somebody, or those that are not; pairs within them."""
    gold = [one for one in compared.gold if one.attributed is attributed]
    told = [one for one in compared.told if one.attributed is attributed]
    return Compared(gold=tuple(gold), told=tuple(told), pairs=matched(gold, told, claims.likeness))


def _by_kind(
    compared: Sequence[Compared[L]], right: Callable[[L, L], bool], rng: np.random.Generator
) -> Mapping[str, Score]:
    kinds = sorted({label.kind for one in compared for label in (*one.gold, *one.told)})
    return {
        kind: scored([_kind_tally(one, kind, right) for one in compared], rng=rng) for kind in kinds
    }


def _kind_tally(compared: Compared[L], kind: str, right: Callable[[L, L], bool]) -> Tally:
    return Tally(
        right=sum(
            gold.kind == told.kind == kind and right(gold, told) for gold, told in compared.both()
        ),
        gold=sum(one.kind == kind for one in compared.gold),
        told=sum(one.kind == kind for one in compared.told),
    )


def _by_slot(
    compared: Sequence[Compared[L]],
    slots: Mapping[str, Callable[[L, L], bool]],
    stated: Callable[[L], frozenset[str]],
    rng: np.random.Generator,
) -> Mapping[str, Score]:
    """Each slot on the pairs: `gold` are those whose label fills it, `told` those whose finding."""
    return {
        name: scored([_slot_tally(one, name, same, stated) for one in compared], rng=rng)
        for name, same in slots.items()
    }


def _slot_tally(
    compared: Compared[L],
    name: str,
    same: Callable[[L, L], bool],
    stated: Callable[[L], frozenset[str]],
) -> Tally:
    pairs = tuple(compared.both())
    return Tally(
        right=sum(name in stated(gold) and same(gold, told) for gold, told in pairs),
        gold=sum(name in stated(gold) for gold, _ in pairs),
        told=sum(name in stated(told) for _, told in pairs),
    )


def _aim_tally(compared: Compared[ClaimLabel], aim: str) -> Tally:
    """How one aim fares: a claim that was not found has lost its aims as well."""
    return Tally(
        right=sum(aim in gold.aims and aim in told.aims for gold, told in compared.both()),
        gold=sum(aim in one.aims for one in compared.gold),
        told=sum(aim in one.aims for one in compared.told),
    )
