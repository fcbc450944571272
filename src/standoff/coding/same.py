"""Within one report: what is told twice is one happening, and later sentences fill it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from standoff.coding.found import CONTACTS, SAID, TESTS, Found
from standoff.coding.statements import same_statement
from standoff.dates import When

OCCASION_SENTENCES = 3
AGAIN_SENTENCES = 6
PLAN_CHARACTERS = 12
# A later sentence may say of the same happening that it failed, or hedge what was told before.
_TOLD_AS_DONE = frozenset({"reported", "failed", "suspected"})
_SETTLED = ("cancelled", "denied", "failed")


def join_repeats(found: Iterable[Found]) -> tuple[Found, ...]:
    """The happenings of a report, each once, in the order in which they are first told.

    A later mention joins the nearest earlier one that it does not contradict, if it points
    back ("the missile") or says nothing that the earlier one does not.
    """
    kept: list[Found] = []
    told = sorted(found, key=lambda happening: (happening.sentence, happening.span))
    for one in _without_announcements(told):
        match = next((i for i in _nearest_first(kept, one) if _is_again(kept[i], one)), None)
        if match is None and one.worth_coding:
            kept.append(one)
        elif match is None:
            continue
        elif kept[match].headline and not kept[match].opens and not one.again:
            kept[match] = _fill(one, kept[match])
        else:
            kept[match] = _fill(kept[match], one)
    kept = _same_tests(kept)
    return tuple(_with_occasion(one, kept[:number]) for number, one in enumerate(kept))


def _without_announcements(told: Sequence[Found]) -> list[Found]:
    """The happenings without the words that only announce one of them: "pledged to deploy"."""
    ahead = [one for one in told if one.status == "planned" and one.kind not in SAID]
    return [
        one
        for one in told
        if one.kind != "statement" or not any(_announces(one, plan) for plan in ahead)
    ]


def _announces(statement: Found, plan: Found) -> bool:
    """Whether a plan is told right behind the words that a statement consists of."""
    reach = statement.span[0] <= plan.span[0] <= statement.span[1] + PLAN_CHARACTERS
    return (
        reach and statement.sentence == plan.sentence and bool({*statement.actors} & {*plan.actors})
    )


def _same_tests(kept: list[Found]) -> list[Found]:
    """The happenings with tests of one day as one, now that each has all that is said of it."""
    told: list[Found] = []
    for one in kept:
        match = next((i for i, other in enumerate(told) if _is_one_test(other, one)), None)
        if match is None:
            told.append(one)
        else:
            told[match] = _fill(told[match], one)
    return told


def _is_one_test(earlier: Found, later: Found) -> bool:
    if later.kind not in TESTS or earlier.kind != later.kind or later.further:
        return False
    apart = earlier.sentence != later.sentence or earlier.span != later.span
    return apart and _one_day(earlier, later) and _compatible(earlier, later)


def on_publication(found: tuple[Found, ...], published: When | None) -> tuple[Found, ...]:
    """A report that is a statement was made on the day it came out, where it gives no other."""
    return tuple(
        replace(one, when=published)
        if one.opens and one.when is None and "date" not in one.slots
        else one
        for one in found
    )


def _nearest_first(kept: list[Found], one: Found) -> list[int]:
    """The happenings told before, nearest first; "the launch" means the news before its context."""
    order = list(reversed(range(len(kept))))
    return sorted(order, key=lambda i: kept[i].looks_back) if one.again else order


def _with_occasion(one: Found, earlier: list[Found]) -> Found:
    """An undated test told as part of another takes that one's day, marked as inferred."""
    if one.when or "date" in one.slots or not one.same_occasion or one.kind not in TESTS:
        return one
    for other in reversed(earlier):
        near = one.sentence - other.sentence <= OCCASION_SENTENCES
        if near and other.when and other.kind in TESTS and set(other.actors) & set(one.actors):
            slots = {**one.slots, "date": other.slots.get("date", ("", other.span))}
            return replace(one, when=replace(other.when, basis="inferred"), slots=slots)
    return one


def _is_again(earlier: Found, later: Found) -> bool:
    alike = earlier.kind == later.kind or (later.again and earlier.kind in TESTS)
    if not alike or not _compatible(earlier, later):
        return False
    if later.kind == "statement":
        return same_statement(earlier, later)
    if earlier.headline and not later.headline:
        return True
    if later.kind not in TESTS:
        alike = later.kind != "exercise" or _one_exercise(earlier, later)
        return (
            alike
            and _same_day(earlier, later)
            and set(later.actors) <= set(earlier.actors) | set(earlier.targets)
        )
    return _is_test_again(earlier, later)


def _is_test_again(earlier: Found, later: Found) -> bool:
    one_day = _one_day(earlier, later)
    if later.again:
        return later.sentence - earlier.sentence <= AGAIN_SENTENCES
    if later.further and later.sentence != earlier.sentence and not one_day:
        return False
    if one_day and earlier.span != later.span and not later.further:
        return True
    near = later.sentence - earlier.sentence <= 6
    points_back = later.definite or not later.actors
    adds_nothing = later.definite or later.count is None or later.count == earlier.count
    return (near and points_back) or (
        adds_nothing and _same_day(earlier, later) and _as_specific(earlier, later)
    )


def _compatible(earlier: Found, later: Found) -> bool:
    """Whether nothing that both say differs."""
    pairs = (
        (earlier.act, later.act),
        (earlier.weapon, later.weapon),
        (earlier.weapon_class, later.weapon_class),
        (earlier.count, None if _counts_part(earlier, later) else later.count),
        _places(earlier, later),
        (earlier.slots.get("name", (None,))[0], later.slots.get("name", (None,))[0]),
    )
    if any(a is not None and b is not None and a != b for a, b in pairs):
        return False
    actors = not earlier.actors or not later.actors or bool(set(earlier.actors) & set(later.actors))
    return actors and _dates_agree(earlier.when, later.when) and _status_agrees(earlier, later)


def _places(earlier: Found, later: Found) -> tuple[object, object]:
    """Where each says it was; those who meet on one day do so at one place, whatever is named."""
    if earlier.kind in CONTACTS and earlier.when and later.when:
        return None, None
    return earlier.slots.get("place", (None,))[0], later.slots.get("place", (None,))[0]


def _one_exercise(earlier: Found, later: Found) -> bool:
    """Whether two exercises with dates of their own began or ended alike, or share their days."""
    if (
        earlier.when is None
        or later.when is None
        or earlier.slots.keys() & {"name"} & later.slots.keys()
    ):
        return True
    one, other = earlier.when, later.when
    return one.first == other.first or one.last == other.last or one.days == 1 != other.days


def _counts_part(earlier: Found, later: Found) -> bool:
    """Whether a later mention that points back may speak of some of those told before."""
    return later.definite and (later.count or 0) <= (earlier.count or 0)


def _dates_agree(earlier: When | None, later: When | None) -> bool:
    """Whether the dates meet; a campaign that goes on is not the launch of one of its days."""
    if earlier is None or later is None:
        return True
    return (earlier.last is None) == (later.last is None) and earlier.overlaps(later)


def _status_agrees(earlier: Found, later: Found) -> bool:
    return earlier.status == later.status or {earlier.status, later.status} <= _TOLD_AS_DONE


def _same_day(earlier: Found, later: Found) -> bool:
    """Whether both are undated, or the dates meet, or only the earlier one has a date."""
    return later.when is None or _dates_agree(earlier.when, later.when)


def _one_day(earlier: Found, later: Found) -> bool:
    """Whether both are told of one and the same day."""
    days = [one.when.day if one.when else None for one in (earlier, later)]
    return days[0] is not None and days[0] == days[1]


def _as_specific(earlier: Found, later: Found) -> bool:
    """Whether the later mention names no weapon that the earlier one leaves open."""
    return later.weapon_class is None or later.weapon_class == earlier.weapon_class


def _fill(earlier: Found, later: Found) -> Found:
    """The earlier happening with what only the later mention says."""
    when = earlier.when
    if when is None or (later.when and when.days != 1 and later.when.days == 1):
        when = later.when or when
    return replace(
        earlier,
        when=when,
        announced=earlier.announced or later.announced,
        actors=earlier.actors or later.actors,
        targets=earlier.targets or later.targets,
        weapon=earlier.weapon or later.weapon,
        weapon_class=earlier.weapon_class or later.weapon_class,
        count=earlier.count if earlier.count is not None else later.count,
        status=later.status if later.status in _SETTLED else earlier.status,
        slots={**later.slots, **earlier.slots},
    )
