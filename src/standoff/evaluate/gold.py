"""Labelled texts: what a careful reader found in each, by the coding guide."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from standoff.dates import When, parse_iso, whole_period
from standoff.errors import InputError, PackError, Problem
from standoff.model import ClaimKind, Report, Stance, Status, make_id
from standoff.packs.yaml import read_yaml

Span = tuple[int, int]
About = Literal["theatre", "other"]
BETWEEN = ".."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Label(_Strict):
    """A label stands on characters of its text: given by offsets or, in texts of ours, by words."""

    span: Span | None = None
    words: str | None = None

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if (self.span is None) == (self.words is None):
            raise ValueError("give either span or words")
        return self


class GoldEvent(_Label):
    """One happening, as a reader found it told; None where the text does not say."""

    kind: str
    status: Status = "reported"
    background: bool = False
    actors: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    date: str | None = None
    announced: str | None = None
    weapon: str | None = None
    weapon_class: str | None = Field(default=None, alias="class")
    count: int | None = None
    distance_km: float | None = None
    apogee_km: float | None = None
    place: str | None = None
    platform: str | None = None
    payload: str | None = None

    @field_validator("date", "announced")
    @classmethod
    def _is_a_date(cls, text: str | None) -> str | None:
        if text is not None:
            read_date(text)
        return text


class GoldClaim(_Label):
    """One view that somebody holds; holder and role are None where nobody is named."""

    kind: ClaimKind
    holder: str | None = None
    role: str | None = None
    organisation: str | None = None
    via: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    aim_of: str | None = None
    believer: str | None = None
    stance: Stance = "asserts"
    stated: bool = False
    quoted: bool = False
    attributed: bool = True


class GoldText(_Strict):
    """One text with its labels. A text of somebody else's is named by its hash only."""

    id: str
    outlet: str = "not named"
    published: str | None = None
    about: About = "theatre"
    genre: str | None = None
    locator: str | None = None
    sha256: str | None = None
    length: int | None = None
    text: str | None = None
    events: tuple[GoldEvent, ...] = ()
    claims: tuple[GoldClaim, ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _can_be_found(self) -> Self:
        if (self.text is None) == (self.sha256 is None):
            raise ValueError("give either the text or its sha256")
        if self.text is None and self.locator is None:
            raise ValueError("say where the text stands: give a locator")
        return self


class GoldFile(_Strict):
    """A file of labelled texts."""

    format: Literal[1]
    texts: tuple[GoldText, ...]


def load_gold(path: Path) -> tuple[GoldText, ...]:
    """The labelled texts of a file, in its order.

    Raises:
        PackError: the file is missing or wrong; every fault with its line.
    """
    problems: list[Problem] = []
    found = read_yaml(path, GoldFile, problems)
    if problems:
        raise PackError(problems)
    texts: tuple[GoldText, ...] = found.texts
    ids = [one.id for one in texts]
    doubled = sorted({one for one in ids if ids.count(one) > 1})
    if doubled:
        raise InputError(f"{path}: {', '.join(doubled)}: given twice; each text needs its own id")
    return texts


def read_date(text: str) -> When:
    """The days that a label gives: a day, month or year, or a stretch `first..last`.

    Either end of a stretch may be left open.

    Raises:
        InputError: an end is not a date, or both are missing.

    >>> read_date("2022-09-21..").last is None
    True
    >>> read_date("2022-11").last
    datetime.date(2022, 11, 30)
    """
    first, between, last = text.partition(BETWEEN)
    if not between:
        return parse_iso(text)
    return When(
        first=parse_iso(first).first if first else None,
        last=parse_iso(last).last if last else None,
    )


def texts_in(folders: tuple[Path, ...]) -> dict[str, str]:
    """The texts of all `.txt` files under the folders, by their hash.

    Raises:
        InputError: a folder is missing, or a file is not UTF-8.
    """
    found: dict[str, str] = {}
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder}: no such folder; name the one that holds the texts")
        for path in sorted(folder.rglob("*.txt")):
            text = exact_text(path)
            found[sha_of(text)] = text
    return found


def exact_text(path: Path) -> str:
    """The text of a file as labels count its characters: without line ends at its end.

    Raises:
        InputError: it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}; save it as UTF-8") from error


def sha_of(text: str) -> str:
    """The SHA-256 by which a labelled text is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def present(
    gold: tuple[GoldText, ...], texts: Mapping[str, str]
) -> tuple[tuple[GoldText, str], ...]:
    """The labelled texts that can be read here, each with its exact text.

    Raises:
        InputError: the words of a label do not stand in their text exactly once.
    """
    pairs = ((one, one.text or texts.get(one.sha256 or "")) for one in gold)
    found = tuple((one, text) for one, text in pairs if text)
    for one, text in found:
        for event in one.events:
            span_of(event, text, one.id)
        for claim in one.claims:
            span_of(claim, text, one.id)
    return found


def span_of(label: GoldEvent | GoldClaim, text: str, name: str) -> Span:
    """Where a label stands in its text, half open.

    Raises:
        InputError: its words are not there exactly once, or its span leaves the text.
    """
    if label.words is not None:
        if text.count(label.words) != 1:
            raise InputError(f"{name}: {label.words!r} must stand in the text exactly once")
        start = text.index(label.words)
        return start, start + len(label.words)
    start, end = label.span or (0, 0)
    if not 0 <= start < end <= len(text):
        raise InputError(f"{name}: span {start}..{end} is not in the text of {len(text)}")
    return start, end


def as_report(gold: GoldText, text: str) -> Report:
    """The text as the reports that coders are given; nothing that a reader marked shows."""
    sha = sha_of(text)
    title = text.lstrip().splitlines()[0] if text.strip() else ""
    return Report(
        id=make_id("r", [gold.outlet, gold.published, sha]),
        source=gold.outlet,
        url=None,
        published=_published(gold.published),
        title=title,
        text=text,
        text_sha=sha,
        raw_sha=sha,
        reader="gold",
    )


def _published(day: str | None) -> When | None:
    if day is None:
        return None
    stated = parse_iso(day)
    if stated.first is None or stated.precision != "day":
        return None
    return whole_period(stated.first, "day", "published")
