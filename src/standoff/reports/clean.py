"""Page furniture out of a text, before it is frozen; the story's own words never."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from standoff.dates import When
from standoff.reports.stated import read_byline, read_date_line
from standoff.reports.wording import Phrase, Wording

_TELLING = frozenset({"mark", "drop_from_here"})
_LINE_CHARS = 600
_TAIL_CHARS = 400
_HEAD_LINES = 8
_FOOT_LINES = 3
_LIST_LINES = 12
_PARTS = re.compile(r"\s*[|•·\n]\s*")
_BLANK_LINES = re.compile(r"\n{3,}")
_SENTENCE_ENDS = (".", "!", '"', "'", ")", "\u2019", "\u201d", "\u2026")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """The story, what was taken out of it, and what those lines said about it."""

    text: str
    removed: tuple[str, ...]
    marks: tuple[str, ...]
    outlet: str | None
    byline: str | None
    stated: When | None


def clean(text: str, wording: Wording) -> Cleaned:
    """The text without page furniture, bylines and date lines.

    A line goes only if one of the language's patterns matches all of it. A heading such as
    "Related stories" takes with it the lines after it that are no sentences; a line that
    closes the page takes all that follows, if that is the smaller part.
    """
    sweep = _Sweep(lines=text.split("\n"), wording=wording)
    sweep.run()
    return sweep.result()


def notes_around(lines: Iterable[str], wording: Wording) -> Cleaned:
    """What the lines of a page that are not its text say about it: its marks and its outlet."""
    telling = tuple(phrase for phrase in wording.furniture if phrase.kind in _TELLING)
    sweep = _Sweep(lines=[], wording=replace(wording, furniture=telling))
    for line in lines:
        sweep.is_furniture(line.strip())
    return sweep.result()


def notes_above(lines: Iterable[str], wording: Wording) -> Cleaned:
    """What the lines just above a page's text say about it: its author and its day."""
    sweep = _Sweep(lines=[], wording=wording)
    for line in lines:
        for part in (line.strip(), *_PARTS.split(line.strip())):
            if not sweep.is_byline(part):
                sweep.is_date_line(part)
    return sweep.result()


@dataclass(slots=True)
class _Sweep:
    lines: list[str]
    wording: Wording
    kept: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    stated: list[When] = field(default_factory=list)
    outlet: str | None = None
    byline: str | None = None
    closed: bool = False
    listing: int = 0
    words_kept: int = 0
    words_left: int = 0

    def result(self) -> Cleaned:
        days = sorted((when.first or date.max, index) for index, when in enumerate(self.stated))
        return Cleaned(
            text=_BLANK_LINES.sub("\n\n", "\n".join(self.kept)).strip("\n"),
            removed=tuple(self.removed),
            marks=tuple(dict.fromkeys(self.marks)),
            outlet=self.outlet,
            byline=self.byline,
            stated=self.stated[days[0][1]] if days else None,
        )

    def run(self) -> None:
        """Go through the lines once, keeping those of the story."""
        filled = [index for index, line in enumerate(self.lines) if line.strip()]
        head, foot = set(filled[:_HEAD_LINES]), set(filled[-_FOOT_LINES:])
        self.words_left = sum(len(line.split()) for line in self.lines)
        for index, line in enumerate(self.lines):
            self.words_left -= len(line.split())
            bare = line.strip()
            if not bare:
                self.kept.append("")
            elif not (
                self.is_furniture(bare)
                or (index in head and self.is_byline(bare))
                or (index in head | foot and self.is_date_line(bare))
            ):
                self._keep(line.rstrip())

    def _keep(self, line: str) -> None:
        if self.closed or (self.listing and not line.endswith(_SENTENCE_ENDS)):
            self.listing = max(0, self.listing - 1)
            self.removed.append(line.strip())
            return
        self.listing = 0
        self.kept.append(self._without_tail(line))
        self.words_kept += len(line.split())

    def is_furniture(self, line: str) -> bool:
        """Whether a pattern matches the whole line; what it says is noted."""
        if len(line) > _LINE_CHARS or not self.wording.any_line.fullmatch(line):
            return False
        for phrase in self.wording.furniture:
            found = phrase.match.fullmatch(line) if phrase.kind != "drop_tail" else None
            if found is None:
                continue
            self._note(phrase, found)
            self.removed.append(line)
            self.closed |= phrase.kind == "drop_from_here" and self.words_left < self.words_kept
            self.listing = _LIST_LINES if phrase.kind == "drop_list" else self.listing
            return True
        return False

    def _note(self, phrase: Phrase, found: re.Match[str]) -> None:
        mark = phrase.get("mark")
        if mark:
            self.marks.append(str(mark))
        for name, said in found.groupdict().items():
            if said and name == "outlet":
                self.outlet = self.outlet or said.strip()
            elif said:
                self.marks.append(f"{name}: {said.strip()}")

    def _without_tail(self, line: str) -> str:
        for phrase in self.wording.furniture:
            if phrase.kind != "drop_tail":
                continue
            found = phrase.match.search(line, max(0, len(line) - _TAIL_CHARS))
            if found:
                self._note(phrase, found)
                self.removed.append(found[0].strip())
                line = line[: found.start()].rstrip()
        return line

    def is_byline(self, line: str) -> bool:
        """Whether the line names the author and nothing else; the name is noted."""
        byline = read_byline(line, self.wording) if len(line) <= _LINE_CHARS else None
        if byline is None:
            return False
        self.byline = self.byline or byline
        self.removed.append(line)
        return True

    def is_date_line(self, line: str) -> bool:
        """Whether the line states a day and nothing else; the day is noted."""
        when = read_date_line(line, self.wording) if len(line) <= _LINE_CHARS else None
        if when is None:
            return False
        self.stated.append(when)
        self.removed.append(line)
        return True
