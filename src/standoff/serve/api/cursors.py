"""Cursors: where a page ended, as an opaque word that holds for every version of the record."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Final

from standoff.errors import InputError

BAD: Final = "cursor: not one of this list's; take it from `next`, or leave it out"


def cursor_of(of: str, *key: str | int) -> str:
    """The cursor of a list that goes on behind a key.

    >>> key_of("events", cursor_of("events", "2024-09-18", "launch", "e1"), str, str, str)
    ('2024-09-18', 'launch', 'e1')
    """
    plain = json.dumps([of, *key], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


def key_of(of: str, cursor: str, *types: type) -> tuple[str | int, ...]:
    """The key that a cursor holds.

    Args:
        of: the list.
        cursor: as `cursor_of` made it.
        types: of the key's parts.

    Raises:
        InputError: it is no cursor of this list.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise InputError(BAD) from error
    fits = isinstance(found, list) and len(found) == len(types) + 1 and found[0] == of
    if not fits or [type(part) for part in found[1:]] != list(types):
        raise InputError(BAD)
    return tuple(found[1:])
