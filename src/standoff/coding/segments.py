"""Stretches of a sentence that somebody is said to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from standoff.coding.holders import Holder
from standoff.coding.patterns import Compiled
from standoff.model import Stance

# Groups of a pattern that name the speaker.
WHO = ("who", "who2", "who3")
_LABEL = re.compile(r"^(?:[a-z][\w' ]{2,28}: )")
_WORD = re.compile(r"\w")
_CUT = re.compile(r"; ")
_LEAD = re.compile(r"[\s,;:\"'-]*(?:(?:and|but|then|while|before|yet) )?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """Characters `[start, end)` of one sentence that `holder` is said to hold.

    `hint` is the sort of content that the verb gives; `form` says how the holder was found;
    `teller` is a place in the words that tell who speaks, `verb` their verb; a `side` segment
    leaves the rest of its sentence to whoever speaks there.
    """

    sentence: int
    start: int
    end: int
    holder: Holder
    hint: str | None = None
    stance: Stance = "asserts"
    quoted: bool = False
    attributed: bool = True
    form: str = "says"
    side: bool = False
    teller: int = 0
    verb: str | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What one sentence says about who speaks: its segments and its relayers."""

    segments: tuple[Segment, ...] = ()
    frames: tuple[tuple[str, Holder], ...] = ()


def content_of(
    pattern: Compiled, hit: re.Match[str], text: str, tellers: Sequence[re.Match[str]], place: int
) -> Iterator[tuple[int, int]]:
    """Where the content of a teller stands in the sentence."""
    where = pattern.set.get("content", "after")
    label = _LABEL.match(text)
    begin = label.end() if label and where != "after" else 0
    before = tellers[place - 1].end() if place else begin
    stop = tellers[place + 1].start() if place + 1 < len(tellers) else len(text)
    if where == "whole":
        yield begin, len(text)
        return
    head = tail = None
    if where in ("before", "around"):
        cut = text.rfind("; ", before, hit.start())
        head = (cut + 2 if cut >= 0 else before), hit.start()
    if where in ("after", "around", "from", "from-cue", "clause"):
        start = _start(where, hit)
        semicolon = _CUT.search(text, start, stop) if where == "around" else None
        tail = start, (semicolon.start() if semicolon else stop)
    parts = [part for part in (head, tail) if part and _WORD.search(text, *part)]
    if parts:
        yield parts[0][0], parts[-1][1]


def _start(where: str, hit: re.Match[str]) -> int:
    """Where content that follows begins: behind the teller, with its verb, or with its subject."""
    if where == "from":
        return max(hit.end(name) for name in WHO if name in hit.re.groupindex)
    if where in ("from-cue", "clause"):
        found = _LEAD.match(hit.string, hit.start())
        return found.end() if found else hit.start()
    return hit.end()


def innermost(segments: Sequence[Segment]) -> list[Segment]:
    """The segments without those that stretch over another holder's."""
    kept = []
    for one in segments:
        inside = [
            o
            for o in segments
            if o is not one
            and one.start <= o.start
            and o.end <= one.end
            and (o.start, o.end) != (one.start, one.end)
        ]
        same = [o for o in segments if o is not one and (o.start, o.end) == (one.start, one.end)]
        whole = one.form == "seen-as"
        if whole and (
            inside
            or same
            or any(o is not one and o.holder.sort != "unknown" and not o.side for o in segments)
        ):
            continue
        kept.append(one)
    return kept
