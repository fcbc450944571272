"""`standoff evaluate merge`: how well rows that tell of one happening are brought together."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from standoff.cli.output import Format, write_rows
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.evaluate.grouping import Agreement
    from standoff.evaluate.links import Links
    from standoff.model import RowAnchor
    from standoff.packs import Pack

GOLD = "gold"
LINKS = "links-*.csv"
SCORES = (
    "links",
    "tables",
    "of",
    "rows",
    "pairs",
    "precision",
    "recall",
    "B-cubed precision",
    "B-cubed recall",
)
ERRORS = ("links", "tables", "of", "error", "one", "other")


@dataclass(frozen=True, slots=True)
class _Scored:
    """One agreement with what it is of."""

    links: str
    tables: str
    of: str
    agreement: Agreement[RowAnchor]


def merge(
    *links: Path,
    errors: bool = False,
    form: Annotated[Format, Parameter(name="--format")] = "table",
    theatre: str | None = None,
) -> None:
    """Score merge on hand-made links: which rows of the tables tell of one happening.

    Each set of links is scored twice: on the theatre's own tables, and with the tables that
    stand beside the links for measuring only.

    Args:
        links: Files of links; left out, all that the theatre has.
        errors: List every pair of rows in error instead of the scores.
        form: A table for people, JSON, or CSV.
        theatre: Name or folder of a theatre.
    """
    from standoff.packs import load_pack  # the help must not import it

    settings = resolve(Options(theatre=theatre))
    pack = load_pack(settings.theatre, search=settings.search)
    files = links or tuple(sorted((pack.folder / GOLD).glob(LINKS)))
    if not files:
        raise InputError(f"{pack.folder / GOLD} holds no {LINKS}; name a file of links")
    scored = list(_scored(files, pack))
    if errors:
        write_rows(_pairs(scored), ERRORS, form=form)
        return
    write_rows(map(_row, scored), SCORES, form=form)
    if form == "table":
        wrong = sum(len(one.agreement.joined) + len(one.agreement.parted) for one in scored)
        sys.stdout.write(f"\n{wrong} pairs in error; --errors lists them.\n")


def _scored(files: Sequence[Path], pack: Pack) -> Iterator[_Scored]:
    from standoff.evaluate.links import only, read_links, score_merge

    for path in files:
        linked = read_links(path)
        extra = path.parent if (path.parent / "tables.yml").exists() else None
        rounds: list[tuple[str, Links, Path | None]] = [("own", only(linked, pack.tables), None)]
        if extra is not None:
            rounds.append(("all", linked, extra))
        for tables, some, folder in rounds:
            score = score_merge(some, pack, extra=folder)
            yield _Scored(path.stem, tables, "happenings", score.happenings)
            yield _Scored(path.stem, tables, "occasions", score.occasions)


def _row(one: _Scored) -> dict[str, Any]:
    return {
        "links": one.links,
        "tables": one.tables,
        "of": one.of,
        "rows": one.agreement.items,
        "pairs": one.agreement.pairs,
        "precision": round(one.agreement.pair_precision, 4),
        "recall": round(one.agreement.pair_recall, 4),
        "B-cubed precision": round(one.agreement.bcubed_precision, 4),
        "B-cubed recall": round(one.agreement.bcubed_recall, 4),
    }


def _pairs(scored: Sequence[_Scored]) -> Iterator[dict[str, Any]]:
    for one in scored:
        found = {"joined wrongly": one.agreement.joined, "kept apart": one.agreement.parted}
        for error, pairs in found.items():
            for a, b in pairs:
                yield {
                    "links": one.links,
                    "tables": one.tables,
                    "of": one.of,
                    "error": error,
                    "one": f"{a.table} {a.row}",
                    "other": f"{b.table} {b.row}",
                }
