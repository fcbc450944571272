"""Values as people write them, in the type that a field has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import get_args

from standoff.dates import When, parse_iso
from standoff.errors import InputError
from standoff.model import Content, Status
from standoff.packs import Pack
from standoff.record.naming import near

TRUTH = {"yes": True, "no": False}
LISTS = frozenset({"actors", "targets"})
DATES = frozenset({"date", "announced"})
_RANGE = ".."


def content_of(field: str, text: str, pack: Pack) -> Content:
    """A value as written by a person, in the type that its field has.

    Raises:
        InputError: it does not fit the field; the message says what would.
    """
    known = _vocabulary(pack).get(field)
    if field == "verified":
        known = TRUTH
    if known is not None and text not in known:
        raise InputError(f"{field}: {text!r} is not one of the theatre's{near(text, known)}")
    if field == "verified":
        return TRUTH[text]
    if field in LISTS:
        return _people(field, text, pack)
    if field in DATES:
        return _interval(text, pack.manifest.zone)
    if field == "count" or field.endswith(("_km", "_t")):
        return _number(field, text)
    if not text.strip():
        raise InputError(f"{field}: the value is empty")
    return text


def _vocabulary(pack: Pack) -> Mapping[str, Iterable[str]]:
    classes = {weapon.weapon_class for weapon in pack.weapons.values()} | {"unknown"}
    return {
        "status": get_args(Status),
        "weapon": pack.weapons,
        "place": pack.places,
        "class": classes,
    }


def _people(field: str, text: str, pack: Pack) -> tuple[str, ...]:
    found = tuple(part.strip() for part in re.split("[;,]", text) if part.strip())
    unknown = [one for one in found if one not in pack.actors]
    if unknown or not found:
        shown = near(unknown[0], pack.actors) if unknown else ""
        raise InputError(f"{field}: {text!r} must be ids of the theatre's actors{shown}")
    return found


def _interval(text: str, zone: str) -> When:
    first, found, last = text.partition(_RANGE)
    when = parse_iso(first, zone=zone)
    return replace(when, last=parse_iso(last).last, precision="day") if found else when


def _number(field: str, text: str) -> int | float:
    try:
        number = float(text)
    except ValueError as error:
        raise InputError(f"{field}: {text!r} is not a number") from error
    whole = number.is_integer()
    if not 0 <= number < float("inf") or (field == "count" and not whole):
        raise InputError(f"{field}: {text!r} is not a possible {field}")
    return int(number) if whole else number
