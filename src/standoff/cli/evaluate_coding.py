"""`standoff evaluate coding`: how well the coder does on texts labelled by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.output import dump, write_file, write_rows
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.evaluate.coding import CodingScore
    from standoff.evaluate.tallies import Rate, Score

COLUMNS = ("what", "labelled", "told", "right", "precision", "recall", "F1")
GOLD = "gold"


def coding(
    *,
    set_name: Annotated[Literal["own", "real", "locked"], Parameter(name="--set")] = "own",
    texts: tuple[Path, ...] = (),
    errors: Path | None = None,
    form: Annotated[Literal["table", "json"], Parameter(name="--format")] = "table",
    seed: int | None = None,
    coder: str = "grammar",
    theatre: str | None = None,
) -> None:
    """Score the coder on texts labelled by hand: precision, recall and F1 by kind and slot.

    Args:
        set_name: own: texts of ours, shipped. real: published texts to work on. locked:
            published texts that nobody looks at but through this score.
        texts: Folders with the published texts, as .txt files; found by their hash.
        errors: File to write every difference to, for reading; not for the locked set.
        form: A table for people, or JSON.
        seed: Number that fixes the random draws of the intervals.
        coder: Name of the coder: grammar, or one that an installed package brings.
        theatre: Name or folder of a theatre.
    """
    import numpy as np  # the help must not import it

    from standoff.coding.coders import find_coder
    from standoff.evaluate.coding import compare, score
    from standoff.evaluate.errors import error_lines
    from standoff.evaluate.gold import load_gold, present, texts_in
    from standoff.packs import load_pack

    if errors is not None and set_name == "locked":
        raise InputError("the locked set is looked at only through its score; leave --errors out")
    settings = resolve(Options(theatre=theatre), seed=seed)
    pack = load_pack(settings.theatre, search=settings.search)
    gold = load_gold(pack.folder / GOLD / f"{set_name}.yml")
    found = present(gold, texts_in(texts))
    if not found:
        raise InputError(
            f"none of the {len(gold)} texts of the set {set_name!r} is here; name the folder "
            "that holds them with --texts"
        )
    results = compare(found, pack, code=find_coder(coder))
    figures = score(results, rng=np.random.default_rng(settings.seed))
    if errors is not None:
        write_file(errors, "\n".join(error_lines(results)) + "\n")
    if form == "json":
        sys.stdout.write(dump({"set": set_name, "of": len(gold), **asdict(figures)}))
        return
    write_rows(score_rows(figures), COLUMNS, form="table")
    sys.stdout.write(_foot(figures, len(gold)))


def score_rows(figures: CodingScore) -> Iterator[dict[str, Any]]:
    """A row for each figure, with its interval in words."""
    yield _row("events: kind, actors, day", figures.events)
    yield _row("events found at all", figures.events_found)
    yield from _group("  ", figures.event_kinds)
    yield from _group("  slot ", figures.event_slots)
    yield _row("claims: words, holder", figures.claims)
    yield _row("outlets' own readings", figures.own_readings)
    yield _row("claims found at all", figures.claims_found)
    yield from _group("  ", figures.claim_kinds)
    yield from _group("  slot ", figures.claim_slots)
    yield from _group("  aim ", figures.aims)
    yield {"what": "aims, macro F1", "F1": _shown(figures.aims_macro_f1)}


def _group(before: str, scores: Mapping[str, Score]) -> Iterator[dict[str, Any]]:
    return (_row(before + name, one) for name, one in scores.items())


def _row(what: str, one: Score) -> dict[str, Any]:
    return {
        "what": what,
        "labelled": one.gold,
        "told": one.told,
        "right": one.right,
        "precision": _shown(one.precision),
        "recall": _shown(one.recall),
        "F1": _shown(one.f1),
    }


def _shown(rate: Rate) -> str:
    if rate.value is None:
        return ""
    return f"{rate.value:.2f} ({rate.low:.2f}-{rate.high:.2f})"


def _foot(figures: CodingScore, of: int) -> str:
    return (
        f"\n{figures.texts} of {of} texts here, {figures.characters:,} characters; in "
        f"brackets 95% intervals over texts.\nPages about something else: {figures.other_texts}, "
        f"events coded in them: {figures.other_events}.\n"
    )
