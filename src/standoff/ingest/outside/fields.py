"""What a map's field says of a row: its columns' texts, and what they stand for."""

from __future__ import annotations

import re

from standoff.ingest.outside.files import RawRow
from standoff.packs.maps import Case, Codes, ColumnMap, FieldMap


def said(spec: ColumnMap, slot: str, row: RawRow) -> tuple[FieldMap, tuple[str, ...]]:
    """The field that says something about a slot, and what; else the last that could."""
    field = spec.fields[slot]
    given = _given(spec, field, row)
    while not given and field.otherwise is not None:
        field = field.otherwise
        given = _given(spec, field, row)
    return field, given


def matched(text: str, field: FieldMap) -> str | None:
    """The part of a text that is meant; None where it is not of the form that the field wants."""
    if field.match is None:
        return text
    found = re.fullmatch(field.match, text)
    return found[1] if found else None


def stands_for(text: str, values: Codes, field: FieldMap) -> str | Case | None:
    """What a text stands for: itself where the values do not know it, unless only they count."""
    key = key_of(text, values)
    if key is None:
        return None if field.only else text
    return values[key]


def key_of(text: str, values: Codes) -> str | None:
    """The key under which a text stands: its own, else the longest beginning marked by `*`.

    >>> key_of("0841", {"0*": "a", "084*": "b", "08410": "c"})
    '084*'
    """
    for key in (text, text.casefold()):
        if key in values:
            return key
    begun = (f"{text[:end]}*" for end in range(len(text), -1, -1))
    return next((key for key in begun if key in values), None)


def _given(spec: ColumnMap, field: FieldMap, row: RawRow) -> tuple[str, ...]:
    """The texts of a field's columns that say something."""
    columns = [
        [part for text in row.cells.get(name, ()) for part in _parts(text, spec, field)]
        for name in field.columns
    ]
    if field.join is not None:
        whole = field.join.join(texts[0] if texts else "" for texts in columns)
        return (whole,) if any(columns) else ()
    if field.every:
        return tuple(dict.fromkeys(text for texts in columns for text in texts))
    return next((tuple(texts) for texts in columns if texts), ())


def _parts(text: str, spec: ColumnMap, field: FieldMap) -> list[str]:
    parts = (one.strip() for one in (text.split(field.split) if field.split else [text]))
    missing = {one.casefold() for one in spec.missing}
    return [one for one in parts if one and one.casefold() not in missing]
