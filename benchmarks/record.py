"""How fast the record takes in reports and answers, at size, with readers asking all the while.

    python benchmarks/record.py --reports 100000 --workers 2 --readers 2

Makes an archive of the made-up theatre, ingests it while other processes query the same file,
then times the questions: as the ingest left the record, as of a day, after a small second ingest,
and with all that is kept of events emptied. The seconds of an ingest begin with the reports in
memory and end when all are coded and stored and their events derived. The coder is a stand-in;
see archive.py.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from multiprocessing import active_children, get_context
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event as Flag
from pathlib import Path
from typing import Any

from archive import BEGAN, CODER, DAYS, archive, code
from standoff.ingest import Progress, ingest
from standoff.model import Query
from standoff.packs import Pack, load_pack
from standoff.record import Record

LUMEN = Path(__file__).parents[1] / "tests" / "theatres" / "lumen"
MONTH = Query(kind="launch", actor="VEL", status=(), first=date(2012, 3, 1), last=date(2012, 3, 31))
BY = ("month", "kind", "actor")
SMALL = 50


@dataclass(slots=True)
class Asked:
    """How often a reader asked what, and how long the longest answer took."""

    times: dict[str, list[float]] = field(default_factory=dict)

    def ask(self, name: str, question: Callable[[], Any]) -> None:
        """Ask once and note the seconds."""
        began = time.perf_counter()
        question()
        self.times.setdefault(name, []).append(time.perf_counter() - began)


def read_on(place: Path, stop: Flag, told: Queue[Asked], pause: float, with_events: bool) -> None:
    """Query the record in a loop, always at its newest version, until told to stop."""
    record, asked, turn = Record.open(place, load_pack(LUMEN)), Asked(), 0
    while not stop.is_set():
        asked.ask("version", record.refresh)
        newest, day = record.refresh(), str(BEGAN + timedelta(days=turn * 37 % DAYS))
        asked.ask("words", partial(_drained, newest.reports, day, "flew"))
        if with_events and turn % 10 == 0:
            asked.ask("events of a month", partial(_drained, newest.events, MONTH))
            asked.ask("tally", partial(newest.tally, *BY))
        turn += 1
        time.sleep(pause)
    told.put(asked)


def _drained(question: Callable[..., Iterable[Any]], *asked: Any) -> list[Any]:
    return list(question(*asked))


def timed(name: str, question: Callable[[], Any]) -> Any:
    """The answer; prints how long it took."""
    began = time.perf_counter()
    answer = question()
    print(f"{name:44}{time.perf_counter() - began:8.2f} s", flush=True)
    return answer


def filled(place: Path, options: argparse.Namespace, pack: Pack) -> None:
    """Ingest the archive while readers query, and print what came of it."""
    context = get_context("spawn")
    stop, told = context.Event(), context.Queue()
    given = (place, stop, told, options.pause_ms / 1000, not options.no_events)
    readers = [context.Process(target=read_on, args=given) for _ in range(options.readers)]
    reports = list(archive(options.reports, options.words, options.seed, pack))
    record = Record.open(place, pack)
    for reader in readers:
        reader.start()
    time.sleep(3 if readers else 0)
    stored: list[float] = []

    def watch(progress: Progress) -> None:
        if not progress.to_merge:
            stored[:] = [time.perf_counter()]

    began, used = time.perf_counter(), time.process_time()
    receipt = ingest(
        record, reports, pack, code=code, coder=CODER, workers=options.workers, progress=watch
    )
    ended, driver = time.perf_counter(), time.process_time() - used
    for worker in set(active_children()).difference(readers):
        worker.join()  # so that its time is counted
    workers = resource.getrusage(resource.RUSAGE_CHILDREN)
    stop.set()
    answers = [told.get() for _ in readers]
    for reader in readers:
        reader.join()
    print(
        f"ingest {ended - began:.1f} s: all stored after {stored[0] - began:.1f} s, then events"
        f" derived; processor time of the driver {driver:.1f} s,"
        f" of the workers {workers.ru_utime + workers.ru_stime:.1f} s"
    )
    print(f"rows {dict(receipt.added)}")
    for name in sorted({name for one in answers for name in one.times}):
        times = [second for one in answers for second in one.times.get(name, ())]
        print(f"  readers: {name:20} {len(times):7} times, worst {max(times):.3f} s")


def spans(record: Record) -> int:
    """How many places the record points to."""
    observed = sum(
        len(value.evidence) for one in record.observations() for value in one.values.values()
    )
    return observed + sum(len(claim.anchors) for claim in record.claims())


def questioned(place: Path, options: argparse.Namespace, pack: Pack) -> None:
    """Time the questions on a record at rest."""

    def opened() -> Record:
        return Record.open(place, pack)

    timed("open", opened)
    timed("events of a month, first", lambda: list(opened().events(MONTH)))
    timed("tally by month, kind and actor", lambda: opened().tally(*BY))
    day = BEGAN + timedelta(days=DAYS // 2)
    timed("events of a month, as of a day, first", lambda: list(opened().as_of(day).events(MONTH)))
    timed("events of a month, as of a day, again", lambda: list(opened().as_of(day).events(MONTH)))
    timed("who copies whom, first", lambda: opened().tellings())
    timed("who copies whom, again", lambda: opened().tellings())
    more = list(archive(SMALL, options.words, options.seed + 1, pack))
    kept = opened()
    timed(f"ingest of {SMALL} more", lambda: ingest(kept, more, pack, code=code, coder=CODER))
    timed("tally after that", lambda: opened().tally(*BY))
    timed("who copies whom after that", lambda: opened().tellings())
    events = timed("all events", lambda: list(opened().events(Query(status=()))))
    print(f"events {len(events)}")
    opened().forget_events()
    timed("tally with nothing kept", lambda: opened().tally(*BY))


def options_of() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--words", type=int, default=280, help="words of filler in a report")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--readers", type=int, default=2)
    parser.add_argument("--pause-ms", type=float, default=20.0, help="a reader's rest")
    parser.add_argument("--no-events", action="store_true", help="readers ask for texts only")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=Path, help="keep the record in this new file")
    return parser.parse_args()


def main() -> int:
    """Run and print."""
    options, pack = options_of(), load_pack(LUMEN)
    with tempfile.TemporaryDirectory() as folder:
        place = options.record or Path(folder) / "record.sqlite"
        load = os.getloadavg()[0]
        print(f"{platform.machine()}, {os.cpu_count()} cores, load before {load:.1f}, {options}")
        filled(place, options, pack)
        print(f"file {place.stat().st_size / 1e6:.0f} MB")
        print(f"spans {spans(Record.open(place, pack))}")
        questioned(place, options, pack)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
