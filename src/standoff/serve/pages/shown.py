"""How values are written on a page: days, names, numbers; filters of every template."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import pass_context
from jinja2.runtime import Context

from standoff.brief.names import Names
from standoff.brief.wording import phrases
from standoff.dates import When
from standoff.model import Content, Value
from standoff.packs import Pack
from standoff.record.settle import RULED

# The words of the pages are English; a theatre brings names only.
LANGUAGE: Final = "en"
STANDINGS: Final = {
    "self_claimed": "self-claimed",
    "measured": "measured by another state",
    "independent": "independent",
    "ruled": "ruled",
}


def day(value: When | date | None) -> str:
    """A date as it is precise, "no day" where there is none.

    >>> day(date(2024, 9, 18))
    '2024-09-18'
    """
    if value is None:
        return "no day"
    if isinstance(value, date):
        return value.isoformat()
    told = value.to_json()
    if told["open"]:
        return f"since {told['first']}" if told["first"] else f"until {told['last']}"
    ends = f"{told['first']} to {told['last']}" if told["last"] else str(told["first"])
    return f"{ends} {told['time']}" if told["time"] else ends


def name_of(pack: Pack, known: str | None) -> str:
    """What the theatre calls an id, of whatever sort; the id itself where it does not know it."""
    if known is None:
        return ""
    tables: tuple[Mapping[str, Any], ...] = (
        pack.actors,
        pack.weapons,
        pack.places,
        pack.kinds,
        pack.sources,
        pack.aims,
    )
    found = next((table[known] for table in tables if known in table), None)
    return str(found.name) if found else known.removeprefix("outlet:")


def names_of(pack: Pack, known: object) -> str:
    """Several ids by their names, joined by commas; anything else as it is written."""
    if isinstance(known, tuple | list):
        return ", ".join(name_of(pack, str(one)) for one in known)
    if isinstance(known, When | date):
        return day(known)
    if isinstance(known, bool):
        return "yes" if known else "no"
    if isinstance(known, float | int):
        return number(known)
    return "" if known is None else name_of(pack, str(known))


def origin_name(pack: Pack, origin: str) -> str:
    """Who gives a value, by name."""
    if origin.startswith(RULED):
        return f"ruling {origin.removeprefix(RULED)}"
    return name_of(pack, origin)


def number(value: float) -> str:
    """A number with thousands set apart, without a needless point.

    >>> number(12345.0), number(0.25)
    ('12,345', '0.25')
    """
    return f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"


def outward(address: str | None) -> str | None:
    """The address, if it leads to the web: anything else is shown as text only.

    >>> outward("javascript:alert(1)") is None
    True
    """
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def words(snake: str) -> str:
    """An identifier as words.

    >>> words("distance_km")
    'distance km'
    """
    return snake.replace("_", " ")


@lru_cache(maxsize=4)
def names(pack: Pack) -> Names:
    """The theatre's names, in the words of its language."""
    return Names(pack, phrases(LANGUAGE))


def slot_text(pack: Pack, slot: str, content: Content, unit: str | None = None) -> str:
    """What stands in a slot, in words: names instead of ids, numbers with their unit."""
    if isinstance(content, When):
        return day(content)
    if isinstance(content, tuple):
        return names_of(pack, content)
    value = Value(value=content, unit=unit, origin="", evidence=())
    return names(pack).value(slot, value)


@pass_context
def _named(context: Context, known: object) -> str:
    return names_of(context["pack"], known)


@pass_context
def _origin(context: Context, origin: str) -> str:
    return origin_name(context["pack"], origin)


@pass_context
def _slot(context: Context, content: Content, slot: str, unit: str | None = None) -> str:
    return slot_text(context["pack"], slot, content, unit)


FILTERS: Final[dict[str, Callable[..., Any]]] = {
    "day": day,
    "named": _named,
    "number": number,
    "origin": _origin,
    "outward": outward,
    "slot": _slot,
    "words": words,
}
