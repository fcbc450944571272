"""`standoff evaluate agreement`: how far two coders tell the same of the same reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.evaluate_coding import score_rows
from standoff.cli.output import dump, write_rows
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.model import Report
    from standoff.packs import Pack

COLUMNS = ("what", "first", "second", "both", "F1")


def agreement(
    files: list[Path],
    /,
    *,
    coder: str,
    with_coder: Annotated[str, Parameter(name="--with")] = "grammar",
    form: Annotated[Literal["table", "json"], Parameter(name="--format")] = "table",
    seed: int | None = None,
    theatre: str | None = None,
) -> None:
    """Compare what two coders tell of the same reports; neither is taken to be right.

    Args:
        files: Reports in any form that code reads.
        coder: Name of the second coder, as an installed package brings it.
        with_coder: Name of the first.
        form: A table for people, or JSON.
        seed: Number that fixes the random draws of the intervals.
        theatre: Name or folder of a theatre.
    """
    import numpy as np  # the help must not import it

    from standoff.coding.coders import find_coder
    from standoff.evaluate.agreement import agreement as agree
    from standoff.packs import load_pack

    settings = resolve(Options(theatre=theatre), seed=seed)
    first, second = find_coder(with_coder), find_coder(coder)
    pack = load_pack(settings.theatre, search=settings.search)
    reports = list(_reports(files, pack))
    if not reports:
        raise InputError("the files hold no report that can be read")
    rng = np.random.default_rng(settings.seed)
    figures = agree(reports, pack, first=first, second=second, rng=rng)
    if form == "json":
        named = {"first": with_coder, "second": coder}
        sys.stdout.write(dump({**named, "reports": len(reports), **asdict(figures)}))
        return
    rows: Sequence[dict[str, Any]] = [_row(one) for one in score_rows(figures)]
    write_rows(rows, COLUMNS, form="table")
    sys.stdout.write(
        f"\n{len(reports)} reports; first: {with_coder}, second: {coder}; in brackets 95% "
        "intervals over reports.\n"
    )


def _row(scored: dict[str, Any]) -> dict[str, Any]:
    names = {"labelled": "first", "told": "second", "right": "both"}
    return {names.get(name, name): value for name, value in scored.items()}


def _reports(files: Sequence[Path], pack: Pack) -> Iterator[Report]:
    from standoff import reports  # the help must not import it
    from standoff.model import Report

    for path in files:
        for one in reports.read_path(path, language=pack.language):
            if isinstance(one, Report):
                yield one
            else:
                sys.stderr.write(f"{one.code}: {one.detail} ({one.locator})\n")
