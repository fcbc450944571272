"""What it takes to start: a brief on two reports, with an empty cache and with a warm one.

    python benchmarks/startup.py [--rounds N] [FILE ...]

Without files the first two sample reports of the theatre are read. Each brief is made by a process
of its own, as `standoff brief` is. Told are the seconds of the best round, by the clock and of the
processor, and how often a fixed piece of pure Python would have run meanwhile: that figure can be
compared between machines, and on one that does other work as well.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from standoff.packs import load_pack
from standoff.update import sample_reports

YARDSTICK_STEPS = 1_000_000
STAGES = {
    "interpreter": "pass",
    "and the stages of a brief imported": "import standoff.update",
    "and a theatre loaded": "import standoff.update as u; u.load_pack('korea')",
    "and its patterns put together": (
        "import standoff.update as u; from standoff.coding.patterns import grammar; "
        "grammar(u.load_pack('korea').language)"
    ),
}


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds that a process took, by the clock and of the processor."""

    wall_s: float
    cpu_s: float


def run(words: list[str], cache: Path) -> Took:
    """What a process of Python took."""
    environment = os.environ | {"STANDOFF_CACHE": str(cache)}
    before, began = os.times(), time.perf_counter()
    subprocess.run([sys.executable, *words], env=environment, check=True, capture_output=True)
    wall_s, after = time.perf_counter() - began, os.times()
    user_s = after.children_user - before.children_user
    return Took(wall_s, user_s + after.children_system - before.children_system)


def yardstick_s() -> float:
    """Processor seconds of a loop in pure Python, the least of three."""
    took = []
    for _ in range(3):
        began, total = time.process_time(), 0
        for step in range(YARDSTICK_STEPS):
            total = (total * 31 + step) % 65_537
        took.append(time.process_time() - began)
    return min(took)


def tell(name: str, rounds: list[Took]) -> None:
    """One line: the best round by each measure, and the processor time in yardsticks."""
    wall_s, cpu_s = min(one.wall_s for one in rounds), min(one.cpu_s for one in rounds)
    print(f"{name:38s} {wall_s:6.2f} s  {cpu_s:6.2f} s cpu  {cpu_s / yardstick_s():6.0f} x")


def main() -> int:
    """Print what each step of starting takes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    files = asked.files or sample_reports(load_pack("korea"))[:2]
    brief = ["-m", "standoff", "brief", *map(str, files)]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        caches = [Path(folder) / str(number) for number in range(asked.rounds)]
        for name, program in STAGES.items():
            tell(name, [run(["-c", program], caches[0]) for _ in caches])
        tell("brief, empty cache", [run(brief, cache) for cache in caches])
        tell("brief, warm cache", [run(brief, cache) for cache in caches])
    return 0


if __name__ == "__main__":
    sys.exit(main())
