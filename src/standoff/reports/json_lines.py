"""JSON Lines: one report a line, as collections of articles are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from standoff.model import Issue
from standoff.reports.decode import decode
from standoff.reports.draft import Draft
from standoff.reports.formats import MAX_BYTES
from standoff.reports.stated import parse_stamp
from standoff.reports.stream import Source

READER = "json 1"


def read_json(text: str, *, locator: str) -> Iterator[Draft | Issue]:
    """A draft or an issue for each item of a JSON object, a list of them, or JSON Lines."""
    whole = _parse(text)
    items = whole if isinstance(whole, list) else [whole] if isinstance(whole, dict) else None
    if items is not None:
        for number, item in enumerate(items, 1):
            place = f"{locator}:{number}" if isinstance(whole, list) else locator
            raw = json.dumps(item, ensure_ascii=True, sort_keys=True).encode()
            yield _draft(item, place, raw)
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _draft(_parse(line), f"{locator}:{number}", line.encode("utf-8", "replace"))


def read_json_lines(source: Source) -> Iterator[Draft | Issue]:
    """A draft or an issue for each line, read one by one; a line too long is passed over."""
    number, whole = 1, True
    for line in iter(lambda: source.readline(MAX_BYTES + 1), b""):
        place = f"{source.locator}:{number}"
        if whole and len(line) > MAX_BYTES:
            detail = f"{place}: has more than {MAX_BYTES} bytes; split or drop it"
            yield Issue(code="bad_item", detail=detail, locator=place)
        elif whole and line.strip():
            yield read_json_line(line, locator=place)
        whole = line.endswith(b"\n")
        number += whole


def read_json_line(line: bytes, *, locator: str) -> Draft | Issue:
    """The draft of one line of JSON Lines, or what is wrong with it."""
    return _draft(_parse(decode(line, locator=locator).text), locator, line.strip())


def _draft(item: Any, locator: str, raw: bytes) -> Draft | Issue:
    if not isinstance(item, dict):
        return Issue(code="bad_item", detail="is no JSON object; drop or mend it", locator=locator)
    text = item.get("text")
    if not isinstance(text, str) or not text.strip():
        detail = 'has no text under the key "text"; add it or drop the item'
        return Issue(code="bad_item", detail=detail, locator=locator)
    said = {key: value for key, value in item.items() if isinstance(value, str) and value.strip()}
    return Draft(
        text=text,
        reader=READER,
        locator=locator,
        raw=raw,
        title=said.get("title"),
        outlet=said.get("outlet"),
        url=said.get("url"),
        stated=parse_stamp(said.get("published", "")),
        byline=said.get("byline"),
        language=said.get("language"),
    )


def _parse(text: str) -> Any:
    """The JSON value, or None; a nest too deep or a number too long is as bad as a typing error."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
