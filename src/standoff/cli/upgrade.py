"""`standoff record upgrade`: bring an older record to the format of this program."""

from __future__ import annotations

import sys
from pathlib import Path

from standoff.cli.settings import RECORD, Options, resolve


def upgrade(*, options: Options | None = None) -> None:
    """Bring the record to the newest format; a file is copied first.

    Args:
        options: Which record; without one, ./standoff.sqlite.
    """
    from standoff.record.upgrade import upgrade as bring_up  # the help must not import it

    place = resolve(options).record or Path(RECORD)
    done = bring_up(place)
    if done.before == done.after:
        sys.stdout.write(f"format {done.after} already; nothing to do\n")
        return
    kept = f"; as it was: {done.copy}" if done.copy else ""
    sys.stdout.write(f"format {done.before} -> {done.after}{kept}\n")
