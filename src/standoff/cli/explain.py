"""`standoff explain`: what the record says about the theatre's hypotheses."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from standoff.cli.output import dump, write_rows
from standoff.cli.record import journal_of, opened
from standoff.cli.settings import Options, Settings, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.explain import Hypothesis, Result
    from standoff.packs import Pack

COLUMNS = ("hypothesis", "verdict", "ratio", "95% interval", "p (Holm)", "why")


def explain(
    name: str | None = None,
    /,
    *,
    every: Annotated[bool, Parameter(name="--all", negative="")] = False,
    report: Path | None = None,
    as_of: date | None = None,
    form: Annotated[Literal["terminal", "json", "html"], Parameter(name="--format")] = "terminal",
    fresh: Annotated[bool, Parameter(negative="")] = False,
    published: str | None = None,
    seed: int | None = None,
    options: Options | None = None,
) -> None:
    """Test what hypotheses predict against the record; all of them, one, or a report's readings.

    Args:
        name: A hypothesis, or an aim with all hypotheses written for it; told in full.
        every: Tell every hypothesis in full; without a name or this, a table of all.
        report: Tell the hypotheses for the readings that the report in this file gives.
        as_of: Use only what had been published by the end of this day.
        form: A text for people, JSON, or a page with figures.
        fresh: Test again, even where the journal holds the result.
        published: Day of publication for a report that does not give it.
        seed: Number that fixes every random draw.
        options: Theatre and record.
    """
    from standoff.explain import kept_results, load_hypotheses  # the help must not import numpy

    settings = resolve(options, seed=seed)
    record, pack = opened(settings)
    if sum((name is not None, every, report is not None)) > 1:
        raise InputError("give a name, --all or --report, not more than one of them")
    hypotheses = load_hypotheses(pack)
    aims = _aims_of(report, pack, settings, published) if report else None
    chosen = [one for one in hypotheses if _asked(one, name, aims)]
    if not chosen and report is None:
        known = ", ".join(one.id for one in hypotheses)
        raise InputError(f"{name}: no hypothesis or aim is called so; there are: {known}")
    only = {one.id for one in chosen}
    results: tuple[Result, ...] = ()
    if chosen:
        results = kept_results(
            record,
            pack,
            journal=journal_of(settings, pack),
            seed=settings.seed,
            as_of=as_of,
            only=only,
            fresh=fresh,
        )
    _write(chosen, results, form=form, full=name is not None or every, aims=aims)


def _asked(one: Hypothesis, name: str | None, aims: dict[str, list[str]] | None) -> bool:
    if aims is not None:
        return one.aim in aims
    return name is None or name in (one.id, one.aim)


def _aims_of(
    report: Path, pack: Pack, settings: Settings, published: str | None
) -> dict[str, list[str]]:
    """The aims that the report's explanations give, each with who holds or denies it."""
    from standoff.cli.coding import coded_reports
    from standoff.coding import code
    from standoff.dates import parse_iso

    stated = parse_iso(published, "published") if published else None
    coded = coded_reports([report], pack, code=code, published=stated, cache=settings.cache)
    held: dict[str, list[str]] = {}
    for one in coded:
        for claim in one["claims"]:
            if claim["kind"] == "explanation":
                names = (claim["holder"], claim["role"], claim["organisation"])
                who = next((one for one in names if one), "somebody unnamed")
                denies = " (denies it)" if claim["stance"] == "denies" else ""
                for aim in (*claim["aims"], *claim.get("conditions", ())):
                    held.setdefault(aim, []).append(f"{who}{denies}")
    return {aim: list(dict.fromkeys(names)) for aim, names in held.items()}


def _write(
    chosen: Sequence[Hypothesis],
    results: Sequence[Result],
    *,
    form: str,
    full: bool,
    aims: dict[str, list[str]] | None,
) -> None:
    from standoff.cli.explain_page import explain_page
    from standoff.cli.explain_text import explain_lines
    from standoff.explain import results_for

    used = {one.key: one for each in chosen for one in results_for(each, results)}
    if form == "html":
        sys.stdout.writelines(explain_page(chosen, results, aims=aims))
    elif form == "json" and aims is not None:
        sys.stdout.write(dump({"readings": aims, "results": _plain(used.values())}))
    elif form == "json":
        sys.stdout.write(dump(_plain(used.values())))
    elif full or aims is not None:
        sys.stdout.writelines(explain_lines(chosen, results, aims=aims))
    else:
        write_rows(_rows(chosen, results), COLUMNS, form="table")


def _plain(results: Iterable[Result]) -> list[dict[str, Any]]:
    return [one.to_json() for one in results]


def _rows(chosen: Sequence[Hypothesis], results: Sequence[Result]) -> Iterator[dict[str, Any]]:
    """One row for each implication, and for each hypothesis that has none."""
    for one in chosen:
        yield from (_row(result) for result in results if result.hypothesis == one.id)
        if one.untestable_because:
            yield {"hypothesis": one.id, "verdict": "untestable", "why": one.untestable_because}


def _row(result: Result) -> dict[str, Any]:
    from standoff.explain.telling import interval_words, ratio_words

    return {
        "hypothesis": result.key,
        "verdict": result.verdict,
        "ratio": ratio_words(result),
        "95% interval": interval_words(result),
        "p (Holm)": None if result.p_holm is None else f"{result.p_holm:.4f}",
        "why": result.reason,
    }
