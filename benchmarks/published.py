"""Forecasts that others published, beside ours of the same days: shown, no winner.

Predata and CSIS Beyond Parallel published in spring 2017 the chance of a nuclear or missile event
within 14 and 30 days. All windows hold one and overlap: their effective number is about two.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from skill_rows import row
from standoff.forecast import BASE, ENSEMBLE, WEIGHTED, load_questions, past_of
from standoff.forecast.standing import fitted_for
from standoff.packs import Pack
from standoff.record import Record

# Day, chance within 14 days, chance within 30 days.
PUBLISHED = (
    (date(2017, 3, 13), 0.43, 0.62),
    (date(2017, 3, 20), 0.34, 0.51),
    (date(2017, 3, 27), 0.22, 0.50),
    (date(2017, 4, 5), 0.55, 0.78),
    (date(2017, 4, 13), 0.58, 0.84),
    (date(2017, 5, 12), 0.69, 0.85),
)
HORIZONS_DAYS = (14, 30)
MODELS = (ENSEMBLE, WEIGHTED, BASE)


def published_lines(record: Record, pack: Pack) -> Iterator[str]:
    """The table of published chances beside ours, and the Brier scores of each."""
    yield "## Predata and CSIS, spring 2017: 14 d / 30 d\n"
    yield (
        "Theirs is the chance of a nuclear or missile event, ours of a launch day; every window "
        "held one. Six overlapping windows, effective number about two: shown, no winner.\n"
    )
    yield row(["day", "theirs", *MODELS])
    yield row(["---"] * (len(MODELS) + 2))
    said = [[published[1:], *ours(record, pack, published[0])] for published in PUBLISHED]
    for published, chances in zip(PUBLISHED, said, strict=True):
        yield row([str(published[0]), *(f"{near:.2f} / {far:.2f}" for near, far in chances)])
    scores = [
        tuple(sum((1 - day[place][which]) ** 2 for day in said) / len(said) for which in (0, 1))
        for place in range(len(MODELS) + 1)
    ]
    yield row(["Brier", *(f"{near:.3f} / {far:.3f}" for near, far in scores)])
    yield ""


def ours(record: Record, pack: Pack, day: date) -> list[tuple[float, float]]:
    """The chances by each of our models, from what was known at the end of a day."""
    first = load_questions(pack)[0]
    question = first.model_copy(update={"horizons_days": HORIZONS_DAYS})
    opens = day + timedelta(days=1)
    forecaster = fitted_for(question, record, pack, opens=opens)
    past = past_of(question, record.as_of(day), pack, through=day)
    found = forecaster.chances(past, opens=opens, horizons_days=HORIZONS_DAYS)
    near, far = (found[days].by_model for days in HORIZONS_DAYS)
    return [(near[name], far[name]) for name in MODELS]
