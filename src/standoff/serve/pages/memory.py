"""What takes long to find out about a record, found out once as long as the record is shown."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from standoff.record import Record

T = TypeVar("T")


class Memory(Generic[T]):
    """Remembers what `find` finds in a record, and forgets it with the record.

    A record never changes under its reader, so that what was found stays true. Of several threads
    that ask at once one finds, the others wait for it.
    """

    def __init__(self, find: Callable[[Record], T]) -> None:
        self._find = find
        self._lock = threading.Lock()
        self._found: WeakKeyDictionary[Record, T] = WeakKeyDictionary()

    def __call__(self, record: Record) -> T:
        """What was found in the record."""
        with self._lock:
            if record not in self._found:
                self._found[record] = self._find(record)
            return self._found[record]
