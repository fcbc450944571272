"""`standoff forecast`: answers to the standing questions, how past ones fared, and what if."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from standoff.cli.output import dump, write_rows
from standoff.cli.record import named, opened
from standoff.cli.settings import Options, Settings, resolve
from standoff.errors import RecordError
from standoff.model import Entry

if TYPE_CHECKING:
    from standoff.forecast import Fared, Forecast, Number, Tally, Wait
    from standoff.packs import Pack

forecast = App(name="forecast", help="Answer the theatre's standing questions.")

FormatOption = Annotated[Literal["terminal", "json"], Parameter(name="--format")]
COLUMNS = ("question", "through", "chance", "in words", "range", "base rate", "90-day rate")
NUMBERS = ("question", "5%", "25%", "half", "75%", "95%", "mean", "base rate", "90-day rate")
FARED = ("question", "horizon", "kind", "settled", "waiting", "loss", "base rate", "90-day rate")
MIDDLE = 2


@forecast.default
def answers(
    *,
    as_of: date | None = None,
    form: FormatOption = "terminal",
    seed: int | None = None,
    options: Options | None = None,
) -> None:
    """Answer the theatre's standing questions as of a day.

    Where there is a record, the answers go into its journal: as issued today, or, with a day, as
    not issued, since a forecast made afterwards confirms nothing.

    Args:
        as_of: The last day of which something may be known; left out, today.
        form: Tables for people, or JSON.
        seed: Number that fixes every random draw.
        options: Theatre and record.
    """
    from standoff.forecast import (  # the help must not import numpy
        entries_of,
        load_questions,
        numbers,
        standing,
        unanswered,
    )

    settings = resolve(options, seed=seed)
    record, pack = opened(settings)
    day, issued = as_of or date.today(), as_of is None
    chances = standing(record, pack, as_of=day)
    counts, waits = numbers(record, pack, as_of=day, seed=settings.seed)
    silent = unanswered(record, pack, as_of=day)
    entries = entries_of(
        chances,
        counts,
        waits,
        load_questions(pack),
        pack=pack.id,
        seed=settings.seed,
        issued=issued,
    )
    refusal = _keep(entries, settings, pack)
    if form == "json":
        document = {
            "as_of": day,
            "issued": issued and refusal is None,
            "seed": settings.seed,
            "forecasts": chances,
            "numbers": counts,
            "waits": waits,
            "unanswered": silent,
        }
        sys.stdout.write(dump(document))
        return
    _show(chances, counts, waits)
    notes = [f"{one.question.origin}: {note}" for one in chances for note in one.notes[:1]]
    notes += [f"{one.text}: no forecast; {one.reason}" for one in silent]
    notes.append(_standing_of(issued=issued, refusal=refusal))
    for note in dict.fromkeys(notes):
        sys.stdout.write(f"note: {note}\n")


@forecast.command
def score(
    *, as_of: date | None = None, form: FormatOption = "terminal", options: Options | None = None
) -> None:
    """Score the journal's forecasts that the record has settled, issued ones apart.

    Losses are mean Brier scores, or the CRPS in days for numbers and waits; lower is better.

    Args:
        as_of: Settle them by what was known at the end of this day; left out, by all of it.
        form: A table for people, or JSON with every forecast and its evidence.
        options: Theatre and record.
    """
    from standoff.forecast import fared, tallies  # the help must not import numpy

    record, _ = opened(resolve(options))
    found = fared(record.journal.entries(), record.as_of(as_of))
    if form == "json":
        sys.stdout.write(dump([_told(one) for one in found]))
        return
    if not found:
        sys.stdout.write("no forecasts in the journal of this record\n")
        return
    write_rows(map(_tally_row, tallies(found)), FARED, form="table")


def _keep(entries: Sequence[Entry], settings: Settings, pack: Pack) -> str | None:
    """Why the entries could not go into the journal; None where they did."""
    from standoff.record import Record  # the help must not import it

    place = named(settings)
    if place is None:
        return "there is no record to keep it in; `standoff ingest` makes one"
    try:
        journal = Record.open(place, pack, create=False).journal
        for entry in entries:
            journal.append(entry)
    except RecordError as error:
        return str(error)
    return None


def _standing_of(*, issued: bool, refusal: str | None) -> str:
    if not issued:
        return "made for a day in the past: not issued, and confirms nothing"
    if refusal is None:
        return "issued: kept in the journal of the record"
    return f"not issued: {refusal}"


def _show(chances: Sequence[Forecast], counts: Sequence[Number], waits: Sequence[Wait]) -> None:
    write_rows(map(_row, chances), COLUMNS, form="table")
    if counts or waits:
        sys.stdout.write("\n")
        rows = [*map(_number_row, counts), *map(_wait_row, waits)]
        write_rows(rows, NUMBERS, form="table")


def _row(answer: Forecast) -> dict[str, Any]:
    from standoff.forecast import WEIGHTED, shown_percent

    low, high = answer.spread or (answer.probability, answer.probability)
    weighted = answer.others.get(WEIGHTED)
    return {
        "question": answer.text.partition(f", {answer.question.opens}")[0],
        "through": answer.question.closes,
        "chance": shown_percent(answer.probability),
        "in words": answer.words,
        "range": f"{shown_percent(low)} to {shown_percent(high)}",
        "base rate": shown_percent(answer.base_rate),
        "90-day rate": None if weighted is None else shown_percent(weighted),
    }


def _number_row(one: Number) -> dict[str, Any]:
    return {
        "question": one.text,
        **dict(zip(NUMBERS[1:6], one.quantiles, strict=True)),
        "mean": f"{one.mean:.1f}",
        "base rate": f"{one.base_mean:.1f}",
        "90-day rate": f"{one.weighted_mean:.1f}",
    }


def _wait_row(one: Wait) -> dict[str, Any]:
    def shown(days: int | None) -> str:
        return "over 365" if days is None else str(days)

    return {
        "question": one.text,
        **dict(zip(NUMBERS[1:6], map(shown, one.quantiles), strict=True)),
        "base rate": shown(one.base_quantiles[MIDDLE]),
        "90-day rate": shown(one.weighted_quantiles[MIDDLE]),
    }


def _tally_row(one: Tally) -> dict[str, Any]:
    def shown(loss: float | None) -> str | None:
        return None if loss is None else f"{loss:.3f}"

    return {
        "question": one.question,
        "horizon": one.horizon_days,
        "kind": ("issued " if one.issued else "not issued ") + one.kind,
        "settled": one.settled,
        "waiting": one.waiting,
        "loss": shown(one.loss),
        "base rate": shown(one.base_loss),
        "90-day rate": shown(one.weighted_loss),
    }


def _told(one: Fared) -> dict[str, Any]:
    return {
        "question": one.entry.body["question"]["origin"],
        "text": one.text,
        "as_of": one.entry.as_of,
        "made_at": one.entry.made_at,
        "issued": one.entry.issued,
        "said": _said(one.entry.body),
        "answer": one.resolution.answer,
        "reason": one.resolution.reason,
        "evidence": one.resolution.evidence,
        "loss": one.loss,
        "base_loss": one.base_loss,
        "weighted_loss": one.weighted_loss,
    }


def _said(body: Mapping[str, Any]) -> Any:
    return next(body[name] for name in ("probability", "pmf", "grid") if name in body)


# Other commands of `forecast`, each in its own module; imported when it runs.
BESIDE = {
    "backtest": "Score every model on past weeks, each seeing only what was known by then.",
    "scenario": "Give the chances if something were so; refused where too little is known.",
}
for _name, _line in BESIDE.items():
    forecast.command(f"standoff.cli.{_name}:{_name}", name=_name, help=_line)
