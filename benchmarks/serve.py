"""How fast the site answers at size, and how it stands many readers while an ingest runs.

    python benchmarks/record.py --reports 100000 --readers 0 --record big.sqlite
    python benchmarks/serve.py --record big.sqlite

Starts `standoff serve`'s own application in a process of its own, asks every route of a list many
times with other questions each, and prints the middle, the 95th and the 99th of a hundred answers
in milliseconds; `first` is the first answer of all. Then many readers ask at once while an ingest
writes to the same file: errors and the 99th are printed. No question is asked twice, so that what
is kept of answers does not help, unless --again.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import platform
import random
import socket
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import httpx2
import uvicorn

from archive import BEGAN, CODER, DAYS, archive, code
from standoff.ingest import ingest
from standoff.packs import load_pack
from standoff.record import Record
from standoff.serve.app import create_app
from standoff.serve.settings import SiteSettings

LUMEN = Path(__file__).parents[1] / "tests" / "theatres" / "lumen"
READY_SECONDS = 600
API = "/api/v1"
Questions = Callable[[random.Random], str]


def served(place: Path, cache: Path, port: int) -> None:
    """Answer on a port of this machine until ended."""
    settings = SiteSettings(pack=load_pack(LUMEN), record=place, cache=cache)
    app = create_app(settings)
    uvicorn.run(app, port=port, log_level="warning", access_log=False, timeout_keep_alive=75)


def filled(place: Path, reports: int, seed: int) -> None:
    """Ingest more reports into the record."""
    pack = load_pack(LUMEN)
    record = Record.open(place, pack)
    ingest(record, archive(reports, 280, seed, pack), pack, code=code, coder=CODER)


def day(rng: random.Random) -> date:
    """A day on which something may have happened."""
    return BEGAN + timedelta(days=rng.randrange(DAYS))


def routes(ids: dict[str, list[str]], days: list[date]) -> dict[str, Questions]:
    """By name, how a question to each route is made."""

    def span(rng: random.Random) -> str:
        first = day(rng)
        return f"first={first}&last={first + timedelta(days=365)}"

    def one(kind: str) -> Questions:
        return lambda rng: rng.choice(ids[kind])

    return {
        "api record": lambda rng: f"{API}/record?x={rng.random()}",
        "api events of a year": lambda rng: f"{API}/events?{span(rng)}&x={rng.random()}",
        "api events, rare": lambda rng: f"{API}/events?kind=talks&actor=ORS&x={rng.random()}",
        "api events by words": lambda rng: (
            f"{API}/events?text=flew+{day(rng).year}&x={rng.random()}"
        ),
        "api events as of a day": lambda rng: (
            f"{API}/events?as_of={rng.choice(days)}&{span(rng)}&x={rng.random()}"
        ),
        "api events.csv of a year": lambda rng: f"{API}/events.csv?{span(rng)}&x={rng.random()}",
        "api events.atom": lambda rng: f"{API}/events.atom?{span(rng)}",
        "api event": lambda rng: f"{API}/events/{one('events')(rng)}?x={rng.random()}",
        "api event, unknown": lambda rng: f"{API}/events/e{rng.randrange(10**9)}",
        "api disputes": lambda rng: f"{API}/disputes?{span(rng)}&limit=20",
        "api reports": lambda rng: f"{API}/reports?limit=50&x={rng.random()}",
        "api reports by words": lambda rng: f"{API}/reports?text={day(rng)}&x={rng.random()}",
        "api report": lambda rng: f"{API}/reports/{one('reports')(rng)}?x={rng.random()}",
        "api claims": lambda rng: f"{API}/claims?kind=prediction&x={rng.random()}",
        "api claims, none": lambda rng: f"{API}/claims?holder=x{rng.random()}",
        "api predictions": lambda rng: f"{API}/predictions?limit=20&x={rng.random()}",
        "api series": lambda rng: f"{API}/series?kind=launch&by=year&{span(rng)}",
        "api explanations": lambda rng: f"{API}/explanations?x={rng.random()}",
        "page now": lambda rng: f"/?x={rng.random()}",
        "page timeline": lambda rng: f"/timeline?{span(rng)}",
        "page map": lambda rng: f"/map?{span(rng)}",
        "page event": lambda rng: f"/event/{one('events')(rng)}",
        "page report": lambda rng: f"/report/{one('reports')(rng)}",
        "page search": lambda rng: f"/search?text=flew+{day(rng)}",
        "page claims": lambda rng: f"/claims?x={rng.random()}",
        "page explanations": lambda rng: f"/explanations?x={rng.random()}",
        "page forecasts": lambda rng: f"/forecasts?x={rng.random()}",
        "page predictions": lambda rng: f"/predictions?x={rng.random()}",
        "page positions": lambda rng: f"/positions?x={rng.random()}",
        "page briefs": lambda rng: f"/briefs?x={rng.random()}",
        "page data": lambda rng: f"/data?x={rng.random()}",
        "page about": lambda rng: f"/about?x={rng.random()}",
    }


def quantiles(seconds: list[float]) -> str:
    """The middle, the 95th, the 99th and the worst, in milliseconds."""
    listed = sorted(seconds)

    def at(share: float) -> float:
        return listed[min(len(listed) - 1, int(share * len(listed)))] * 1000

    return f"{at(0.5):8.1f}{at(0.95):8.1f}{at(0.99):8.1f}{listed[-1] * 1000:9.1f}"


def used(process: BaseProcess) -> float:
    """Seconds of processor time that a process has used, where the system tells (Linux)."""
    told = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def by_route(
    client: httpx2.Client,
    asked: dict[str, Questions],
    process: BaseProcess,
    options: argparse.Namespace,
) -> None:
    """Ask each route in turn and print how long its answers took, and the processor time."""
    print(f"{'ms':28}{'first':>9}{'half':>8}{'p95':>8}{'p99':>8}{'worst':>9}{'cpu':>8}  status")
    for name, question in asked.items():
        rng = random.Random(name)  # noqa: S311
        seconds, statuses = list[float](), Counter[int]()
        address = question(rng)
        ends, before = time.perf_counter() + options.longest_s, 0.0
        for _ in range(options.times + 1):
            began = time.perf_counter()
            if began > ends and len(seconds) > 1:
                break
            statuses[client.get(address).status_code] += 1
            seconds.append(time.perf_counter() - began)
            before = before or used(process)  # the first answer apart
            address = address if options.again else question(rng)
        cpu = (used(process) - before) * 1000 / len(seconds[1:])
        head = f"{name:28}{seconds[0] * 1000:9.1f}"
        print(f"{head}{quantiles(seconds[1:])}{cpu:8.1f}  {dict(statuses)}", flush=True)


async def reading(base: str, asked: list[Questions], options: argparse.Namespace) -> None:
    """Many readers at once for some seconds; print errors and how long answers took."""
    ends = time.perf_counter() + options.seconds
    seconds, statuses = list[float](), Counter[str]()
    limits = httpx2.Limits(max_connections=options.readers)

    async def reader(client: httpx2.AsyncClient, number: int) -> None:
        rng = random.Random(number)  # noqa: S311
        while time.perf_counter() < ends:
            began = time.perf_counter()
            try:
                answer = await client.get(rng.choice(asked)(rng))
                statuses[str(answer.status_code)] += 1
            except httpx2.HTTPError as error:
                statuses[type(error).__name__] += 1
            seconds.append(time.perf_counter() - began)
            await asyncio.sleep(rng.random() * 2 * options.pause_s)

    async with httpx2.AsyncClient(base_url=base, limits=limits, timeout=60) as client:
        await asyncio.gather(*(reader(client, number) for number in range(options.readers)))
    print(f"{options.readers} readers for {options.seconds} s, each resting {options.pause_s} s:")
    print(
        f"{len(seconds)} answers, {len(seconds) / options.seconds:.0f} a second, {dict(statuses)}"
    )
    print(f"{'ms: half, p95, p99, worst':36}{quantiles(seconds)}")


def ready(client: httpx2.Client, process: BaseProcess) -> float:
    """Seconds until the site answered for the first time."""
    began = time.perf_counter()
    while time.perf_counter() - began < READY_SECONDS and process.is_alive():
        try:
            client.get(f"{API}/tables")
            return time.perf_counter() - began
        except httpx2.TransportError:
            time.sleep(0.2)
    raise SystemExit("the site did not come up")


def names(client: httpx2.Client) -> dict[str, list[str]]:
    """Ids to ask for."""
    listed: dict[str, list[str]] = {}
    for kind in ("events", "reports"):
        found = client.get(f"{API}/{kind}?limit=500").json()["data"]
        listed[kind] = [one["id"] for one in found]
    return listed


def options_of() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--record", type=Path, required=True, help="a record of the made-up theatre"
    )
    parser.add_argument("--cache", type=Path, default=Path(".benchmark-cache"))
    parser.add_argument("--times", type=int, default=100, help="questions to each route")
    parser.add_argument("--again", action="store_true", help="ask each route the same each time")
    parser.add_argument("--longest-s", type=float, default=20.0, help="for one route")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--pause-s", type=float, default=5.0, help="a reader's rest on average")
    parser.add_argument("--ingest", type=int, default=5000, help="reports that come in meanwhile")
    parser.add_argument("--only", help="only routes whose name holds this")
    return parser.parse_args()


def main() -> int:
    """Run and print."""
    options = options_of()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    print(f"{platform.machine()}, {os.cpu_count()} cores, load before {os.getloadavg()[0]:.1f}")
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=served, args=(options.record, options.cache, port))
    process.start()
    base = f"http://127.0.0.1:{port}"
    try:
        with httpx2.Client(base_url=base, timeout=READY_SECONDS) as client:
            print(f"ready after {ready(client, process):.1f} s")
            asked = routes(names(client), [BEGAN + timedelta(days=DAYS // n) for n in (2, 3)])
            chosen = {k: v for k, v in asked.items() if not options.only or options.only in k}
            by_route(client, chosen, process, options)
        if options.seconds:
            given = (options.record, options.ingest, int(time.time()))
            writer = context.Process(target=filled, args=given)
            writer.start()
            asyncio.run(reading(base, list(chosen.values()), options))
            print(f"the ingest {'runs still' if writer.is_alive() else 'has ended'}")
            writer.join()
    finally:
        process.terminate()
        process.join()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
