"""`standoff forecast backtest`: what the models would have said, week by week, and its score."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from standoff.cli.forecast import FormatOption
from standoff.cli.output import dump, write_rows
from standoff.cli.record import journal_of, opened
from standoff.cli.settings import Options, Settings, resolve
from standoff.errors import InputError

if TYPE_CHECKING:
    from standoff.forecast import QuestionSkill, Said
    from standoff.packs import Pack
    from standoff.record import Record

COLUMNS = (
    "question", "horizon", "n", "yes", "ours", "90-day rate", "leader", "base rate", "AUC",
    "ours less 90-day rate, 95%",
)  # fmt: skip


def backtest(
    *,
    workers: int = 2,
    form: FormatOption = "terminal",
    seed: int | None = None,
    options: Options | None = None,
) -> None:
    """Score every model on past weeks, each seeing only what was publicly known by then.

    Finished years are kept in the cache, so that an interrupted run goes on where it stopped.
    What comes out is kept in the journal, for the web to show. Brier scores are over windows that
    do not overlap; the last column compares year by year.

    Args:
        workers: Processes to run at once.
        form: A table for people, or JSON with eras, all models and calibration.
        seed: Number that fixes every random draw.
        options: Theatre and record.
    """
    from standoff.forecast import load_questions, roll, skill_of  # the help must not import numpy

    settings = resolve(options, seed=seed)
    record, pack = opened(settings)
    questions = load_questions(pack)
    last = last_covered(record, pack)
    begun = time.monotonic()
    said: list[Said] = []
    rolled = roll(
        opened,
        settings,
        first=min(one.scored_from for one in questions).year,
        last=last,
        cache=settings.cache / "backtest",
        workers=workers,
        seed=settings.seed,
    )
    for step in rolled:
        said += step.said
        how = "kept" if step.resumed else f"{time.monotonic() - begun:.0f} s"
        sys.stderr.write(f"{step.done} of {step.total} years: {step.year} ({how})\n")
    found = skill_of(said, questions, record, pack, last=last, seed=settings.seed)
    _keep(found, settings, record, pack, last)
    if form == "json":
        sys.stdout.write(dump(found))
    else:
        write_rows(map(_row, found), COLUMNS, form="table")


def _keep(
    found: Sequence[QuestionSkill], settings: Settings, record: Record, pack: Pack, last: date
) -> None:
    """Put what was found into the journal."""
    from standoff.forecast.skill_kept import skill_entries  # the help must not import numpy

    journal = journal_of(settings, pack)
    for entry in skill_entries(
        found, pack=pack, record_version=record.version, last=last, seed=settings.seed
    ):
        journal.append(entry)


def last_covered(record: Record, pack: Pack) -> date:
    """The last day covered for any of the theatre's questions.

    Raises:
        InputError: there is none, or the theatre asks nothing.
    """
    from standoff.forecast import load_questions, past_of

    found = [
        past_of(one, record, pack, through=date.today()).covered_through
        for one in load_questions(pack)
    ]
    days = [one for one in found if one is not None]
    if not days:
        raise InputError(f"{pack.id}: no question is about anything that its tables cover")
    return max(days)


def _row(one: QuestionSkill) -> dict[str, Any]:
    from standoff.forecast import ANSWER, BASE, LEADER, WEIGHTED

    def shown(model: str) -> str | None:
        score = one.whole.scores.get(model)
        return None if score is None else f"{score.brier:.3f}"

    gap = one.yearly[WEIGHTED]
    return {
        "question": one.question,
        "horizon": one.horizon_days,
        "n": one.whole.n,
        "yes": f"{one.whole.share_yes:.2f}",
        "ours": shown(ANSWER),
        "90-day rate": shown(WEIGHTED),
        "leader": shown(LEADER),
        "base rate": shown(BASE),
        "AUC": f"{one.whole.scores[ANSWER].auc:.2f}",
        "ours less 90-day rate, 95%": f"{gap.mean:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})",
    }
