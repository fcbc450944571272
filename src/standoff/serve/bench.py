"""Texts coded at once for visitors: in processes of their own, with a limit, kept nowhere."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, Final

from standoff import coding, reports
from standoff.dates import When, one_day
from standoff.errors import InputError, ReadError, StandoffError
from standoff.ingest import base_record, dated
from standoff.model import Event, Issue, Query
from standoff.packs import Pack, load_pack
from standoff.serve.settings import Limits

Coded = list[Mapping[str, Any]]
MOST_REPORTS: Final = 20
LOADING_SECONDS: Final = 120.0
GONE: Final = (EOFError, OSError)


class TooSlowError(StandoffError):
    """A text took longer than is let through, or nobody was free to code it."""


@dataclass(slots=True)
class Hand:
    """One process that codes, with the end of the pipe to it."""

    process: BaseProcess
    pipe: Connection


@dataclass(slots=True)
class Bench:
    """A few processes that code what visitors bring; each is begun when it is first needed.

    One that takes too long is ended and another takes its place.
    """

    pack: Pack
    cache: Path
    limits: Limits
    _free: SimpleQueue[Hand | None] = field(default_factory=SimpleQueue)
    _all: list[Hand] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        for _ in range(self.limits.codings_at_once):
            self._free.put(None)

    def code(self, raw: bytes, *, name: str, published: When | None = None) -> Coded:
        """Each report in `raw` as `standoff code --format json` prints it.

        Args:
            raw: a text, or a file of any format that is read.
            name: how messages name it.
            published: the day of publication, if it is known.

        Raises:
            ReadError: it cannot be read as a report.
            TooSlowError: it took too long, or everybody is busy for as long.
        """
        try:
            held = self._free.get(timeout=self.limits.coding_seconds)
        except Empty:
            raise TooSlowError("others are being coded; try again in a minute") from None
        hand = held
        try:
            hand = held if held and held.process.is_alive() else self._begin()
            answer = self._ask(hand, (raw, name, published))
        except TooSlowError:
            hand = None
            raise
        finally:
            self._free.put(hand)
        if isinstance(answer, str):
            raise ReadError(answer)
        return answer

    def close(self) -> None:
        """End every process."""
        with self._lock:
            for hand in self._all:
                _end(hand)
            self._all.clear()

    def _begin(self) -> Hand:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=work, args=(theirs, self.pack.folder, self.cache), daemon=True
        )
        process.start()
        theirs.close()
        hand = Hand(process, ours)
        with self._lock:
            self._all.append(hand)
        if not ours.poll(LOADING_SECONDS):
            self._dismiss(hand)
            raise TooSlowError("the coder could not be made ready in time")
        self._receive(hand)
        return hand

    def _ask(self, hand: Hand, asked: tuple[bytes, str, When | None]) -> Coded | str:
        try:
            hand.pipe.send(asked)
        except GONE:
            self._dismiss(hand)
            raise TooSlowError("the coder has gone; try again") from None
        if not hand.pipe.poll(self.limits.coding_seconds):
            self._dismiss(hand)
            raise TooSlowError(f"it took longer than {self.limits.coding_seconds:.0f} seconds")
        answer: Coded | str = self._receive(hand)
        return answer

    def _receive(self, hand: Hand) -> Any:
        try:
            return hand.pipe.recv()
        except GONE:
            self._dismiss(hand)
            raise TooSlowError("the coder has gone; try again") from None

    def _dismiss(self, hand: Hand) -> None:
        with self._lock:
            self._all.remove(hand)
        _end(hand)


def _end(hand: Hand) -> None:
    hand.process.kill()
    hand.process.join()
    hand.pipe.close()


def work(pipe: Connection, theatre: Path, cache: Path) -> None:
    """Code what comes through the pipe, until its other end is closed."""
    pack = load_pack(theatre)
    pipe.send([])
    while True:
        try:
            raw, name, published = pipe.recv()
        except GONE:
            return
        try:
            answer: Coded | str = coded(raw, pack, cache, name=name, published=published)
        except StandoffError as error:
            answer = str(error)
        pipe.send(answer)


def coded(raw: bytes, pack: Pack, cache: Path, *, name: str, published: When | None) -> Coded:
    """The first reports in `raw`, each with its coding; what cannot be read as issues.

    Raises:
        ReadError: nothing in it can be read.
    """

    def facts() -> tuple[Event, ...]:
        return tuple(base_record(pack, cache=cache).events(Query(status=())))

    found: Coded = []
    waiting: list[Issue] = []
    for read in reports.read(raw, locator=name, published=published, language=pack.language):
        if isinstance(read, Issue):
            waiting.append(read)
            continue
        report, issue = dated(read, pack, facts)
        waiting += [issue] if issue else []
        plain = coding.to_json(report, coding.code(report, pack), pack)
        found.append(plain | {"issues": [*map(coding.issue_json, waiting), *plain["issues"]]})
        waiting = []
        if len(found) == MOST_REPORTS:
            break
    if waiting:
        left = list(map(coding.issue_json, waiting))
        found.append({"report": None, "events": [], "claims": [], "issues": left})
    return found


def day_of(text: str | None) -> When | None:
    """The day that a form gives, None where it gives none.

    Raises:
        InputError: it is no day.
    """
    if not text or not text.strip():
        return None
    try:
        return one_day(date.fromisoformat(text.strip()), "published")
    except ValueError as error:
        raise InputError(f"published: {text!r} is no day; write it as 2024-09-18") from error
