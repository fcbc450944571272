"""Values with who says them and the words or rows they rest on, for people and for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from standoff.model import Event, Ruling, Value
    from standoff.packs import Pack
    from standoff.record.exhibits import Exhibit, Exhibits

STANDINGS = {
    "self_claimed": "self-claimed",
    "measured": "measured by another state",
    "independent": "independent",
    "ruled": "ruled",
}
MOST_SILENT = 8
Line = tuple[int, str]
Cite = Callable[["Exhibit"], str]


def standing_of(value: Value, event: Event, pack: Pack) -> str:
    """How near the value's origin stands to those who acted: a key of `STANDINGS`."""
    from standoff.record.settle import RULED  # the help must not import it

    if value.origin.startswith(RULED):
        return "ruled"
    return pack.origin_class(value.origin, event.actors)


def value_lines(
    value: Value, slot: str, event: Event, exhibits: Exhibits, *, cite: Cite, indent: int
) -> Iterator[Line]:
    """A value for people: what, who, since when and where; then the words, where there are any.

    Args:
        value: the value.
        slot: what it is a value of.
        event: whose it is.
        exhibits: the record's evidence.
        cite: how a piece of evidence is named.
        indent: columns to begin at.
    """
    from standoff.record.review import written  # the help must not import it

    pack = exhibits.record.pack
    shown = written(value.value)
    known = f"known {value.known} ({value.known_basis})" if value.known else "known on no day"
    who = f"{origin_name(value.origin, pack)}, {_standing(value, event, pack)}"
    found = exhibits.of(value.evidence, slot=slot, origin=value.origin)
    told = [(one, _words(one, shown)) for one in found]
    silent = [cite(one) for one, words in told if not words]
    if len(silent) > MOST_SILENT:
        silent = [*silent[:MOST_SILENT], f"and {len(silent) - MOST_SILENT} more"]
    what = " ".join(filter(None, (shown, value.unit)))
    yield indent, "  ".join([f"{what} - {who}, {known}", *silent])
    for one, words in told:
        if words:
            yield indent + 2, f"{cite(one)}  {words}"


def _words(exhibit: Exhibit, shown: str) -> str:
    """The words that stand there, unless it is a cell that reads just like the value."""
    if not exhibit.around:
        return "(not there any more)"
    if exhibit.is_text:
        return f"“{_marked(exhibit)}”"
    return "" if exhibit.words in ("", shown) else f"reads {exhibit.words}"


def ruling_line(ruling: Ruling) -> str:
    """Who settled something, how, when and why."""
    from standoff.record.review import summary

    return (
        f"{summary(ruling)}, ruled by {ruling.who} on {ruling.decided} ({ruling.id}): {ruling.why}"
    )


def value_row(value: Value, slot: str, event: Event, exhibits: Exhibits) -> dict[str, Any]:
    """A value for programs."""
    found = exhibits.of(value.evidence, slot=slot, origin=value.origin)
    return {
        "value": value.value,
        "unit": value.unit,
        "origin": value.origin,
        "standing": standing_of(value, event, exhibits.record.pack).replace("_", "-"),
        "known": value.known,
        "known_basis": value.known_basis,
        "evidence": found,
    }


def origin_name(origin: str, pack: Pack) -> str:
    """An origin's id with its name, where the theatre gives one."""
    known = pack.sources.get(origin) or pack.actors.get(origin)
    return f"{origin} ({known.name})" if known else origin


def _standing(value: Value, event: Event, pack: Pack) -> str:
    return STANDINGS[standing_of(value, event, pack)]


def _marked(exhibit: Exhibit) -> str:
    """The sentence, with the words that are meant in brackets if they are not all of it."""
    words = " ".join(exhibit.words.split())
    if not words or words == exhibit.around or exhibit.around.count(words) != 1:
        return exhibit.around
    return exhibit.around.replace(words, f"[{words}]")
