"""Those who hold views, and sentences in which they are drawn together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Sort = Literal["person", "group", "body", "state", "outlet", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Whose view it is; `name` is an actor's id or a full name, None for the unnamed.

    `definite`: words such as "the general", which may mean somebody known already.
    """

    sort: Sort
    name: str | None = None
    role: str | None = None
    organisation: str | None = None
    state: str | None = None
    plural: bool = False
    few: bool = False
    definite: bool = False
    via: tuple[str, ...] = ()


UNKNOWN = Holder(sort="unknown")
# The one who speaks in the first person: known from the quotation, the interview or the byline.
ME = Holder(sort="unknown", role="first person")


@dataclass(frozen=True, slots=True)
class Voiced:
    """A masked sentence in which each speaker with its role reads `<Hn>`.

    `pieces` holds, for each stretch, where it begins here and in the masked sentence, where it
    ends there, and whether it is one speaker.
    """

    text: str
    pieces: tuple[tuple[int, int, int, bool], ...]
    holders: tuple[Holder, ...]

    def regions(self) -> Iterator[tuple[int, int, Holder]]:
        """Where each speaker stands in the masked sentence, half open, and who it is."""
        wholes = [(start, end) for _, start, end, whole in self.pieces if whole]
        for (start, end), holder in zip(wholes, self.holders, strict=True):
            yield start, end, holder

    def inner(self, index: int) -> int:
        """The place in the masked sentence of character `index`; a speaker's is its start."""
        begin, start, _, whole = self._piece(index)
        return start if whole else start + index - begin

    def inner_end(self, index: int) -> int:
        """The place in the masked sentence just after the characters before `index`."""
        begin, start, end, whole = self._piece(index - 1)
        return end if whole else start + index - begin

    def _piece(self, index: int) -> tuple[int, int, int, bool]:
        return self.pieces[bisect_right(self.pieces, index, key=lambda piece: piece[0]) - 1]
