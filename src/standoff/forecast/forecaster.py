"""One question's chances by every model, from its past alone; fits are renewed each quarter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from standoff.forecast.combine import ENSEMBLE, MIN_EPISODES, RANGE, ensemble
from standoff.forecast.members import Ahead, Fitted, fit_members
from standoff.forecast.models import RATES, History, model_names
from standoff.forecast.windows import Window, episodes, windows
from standoff.stats.rates import chance_of

QUARTER_MONTHS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What every model says of one window; `windows` only where the event is rare.

    `headline` names the model that answers: the ensemble, or the range over windows.
    """

    by_model: dict[str, float]
    headline: str
    windows: tuple[Window, ...] = ()

    @property
    def probability(self) -> float:
        """The answer."""
        return self.by_model[self.headline]


def refit_day(day: date) -> date:
    """The first day of the calendar quarter: fits use what came before it.

    >>> refit_day(date(2024, 9, 18))
    datetime.date(2024, 7, 1)
    """
    return date(day.year, (day.month - 1) // QUARTER_MONTHS * QUARTER_MONTHS + 1, 1)


@dataclass(slots=True, kw_only=True)
class Forecaster:
    """The models of one question, asked after each `refit`.

    Args:
        horizons_days: the windows asked about.
        at_least: event days that make a "yes"; the fitted models only answer for one.
        gap_days: event days nearer together belong to one episode.
        fitted: the models of the last `refit`.
    """

    horizons_days: tuple[int, ...]
    at_least: int = 1
    gap_days: int = 1
    fitted: Fitted | None = None
    _fitted_before: date | None = None

    def refit(self, past: History, *, before: date) -> None:
        """Fit the models on the days before a day, as `past` shows them; once for each such day."""
        if before == self._fitted_before:
            return
        known = past.through(before - timedelta(days=1))
        through = known.covered_through
        self._fitted_before, self.fitted = before, None
        if through is not None and self.at_least == 1:
            self.fitted = fit_members(known.through(through), horizons_days=self.horizons_days)

    def chances(
        self, past: History, *, opens: date, horizons_days: Sequence[int]
    ) -> dict[int, Chances]:
        """What the models say of the windows that open on a day; empty where nothing is covered.

        Args:
            past: a series of which only days before `opens` are used.
            opens: first day of the windows.
            horizons_days: their lengths.
        """
        before = past.through(opens - timedelta(days=1))
        through = before.covered_through
        if through is None:
            return {}
        known = before.through(through)
        rates = {name: RATES[name](known)[-1:] for name in model_names(known)}
        rare = self.is_rare(known)
        start = None if rare or self.fitted is None else self.fitted.begin(known)
        found = {}
        for days in horizons_days:
            by_model = {
                name: float(chance_of(rate, horizon_days=days, at_least=self.at_least)[0])
                for name, rate in rates.items()
            }
            if self.fitted is not None and start is not None:
                place = past.index(opens)
                ahead = Ahead(opens=opens, exposures=past.exposed(place, place + days))
                by_model |= self.fitted.chances(start, ahead)
            found[days] = self._answer(by_model, known, days, rare=rare)
        return found

    def _answer(
        self, by_model: dict[str, float], known: History, days: int, *, rare: bool
    ) -> Chances:
        """The ensemble's answer, or that of the windows where the event is rare."""
        if not rare:
            return Chances(by_model=by_model | {ENSEMBLE: ensemble(by_model)}, headline=ENSEMBLE)
        ranged = windows(known, horizon_days=days, gap_days=self.gap_days)
        mean = sum(one.chance for one in ranged) / len(ranged)
        return Chances(by_model=by_model | {RANGE: mean}, headline=RANGE, windows=ranged)

    def is_rare(self, known: History) -> bool:
        """Whether too little has happened for anything but a range over windows."""
        happened = episodes(known, gap_days=self.gap_days)
        return self.at_least == 1 and int((happened == 1).sum()) < MIN_EPISODES
