"""Parts merged from their stored rows: a job for this process or for any other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from standoff.model import Event, Observation, Report, Ruling
from standoff.packs import Pack
from standoff.record.known import known_observations
from standoff.record.part import Part, part_of
from standoff.record.relays import merge_heard
from standoff.record.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A part to be merged: which rows, as known on which day, under which rulings in force."""

    key: str
    rows: tuple[int, ...]
    rulings: tuple[Ruling, ...]
    seq: int
    day: date | None


Merging = Callable[[Sequence[Task]], Iterable[Part]]


def merged(tasks: Sequence[Task], store: Store, pack: Pack) -> Iterator[Part]:
    """The parts of the tasks, in their order."""
    found = dict(store.by_row([row for task in tasks for row in task.rows])) if tasks else {}
    for task in tasks:
        seen = _as_seen([found[row] for row in task.rows], task.day)
        yield part_of(task.key, task.rows, seen, _events(task, seen, store, pack), pack)


def _events(task: Task, seen: Sequence[Observation], store: Store, pack: Pack) -> tuple[Event, ...]:
    def reports_of(ids: Sequence[str]) -> Sequence[Report]:
        return store.reports_with(ids, task.seq)

    return merge_heard(seen, task.rulings, pack=pack, reports_of=reports_of)


def _as_seen(observations: Sequence[Observation], day: date | None) -> Sequence[Observation]:
    return observations if day is None else list(known_observations(observations, day))
