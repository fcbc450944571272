"""One question's chances by every model, from its past alone; fits are renewed each quarter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from standoff.forecast.combine import ENSEMBLE, MIN_EPISODES, RANGE, ensemble
from standoff.forecast.members import Ahead, Fitted, fit_members
from standoff.forecast.models import History, chances, model_names
from standoff.forecast.windows import Window, episodes, windows

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

    def chances(self, past: History, *, opens: date, horizon_days: int) -> Chances | None:
        """What the models say of the window that opens on a day; None where nothing is covered.

        Args:
            past: a series of which only days before `opens` are used.
            opens: first day of the window.
            horizon_days: its length.
        """
        before = past.through(opens - timedelta(days=1))
        through = before.covered_through
        if through is None:
            return None
        known = before.through(through)
        by_model = {
            name: float(chances(known, name, horizon_days=horizon_days, at_least=self.at_least)[-1])
            for name in model_names(known)
        }
        if self.is_rare(known):
            found = windows(known, horizon_days=horizon_days, gap_days=self.gap_days)
            by_model[RANGE] = sum(one.chance for one in found) / len(found)
            return Chances(by_model=by_model, headline=RANGE, windows=found)
        if self.fitted is not None:
            place = past.index(opens)
            ahead = Ahead(opens=opens, exposures=past.exposed(place, place + horizon_days))
            by_model |= self.fitted.chances(known, ahead)
        by_model[ENSEMBLE] = ensemble(by_model)
        return Chances(by_model=by_model, headline=ENSEMBLE)

    def is_rare(self, known: History) -> bool:
        """Whether too little has happened for anything but a range over windows."""
        happened = episodes(known, gap_days=self.gap_days)
        return self.at_least == 1 and int((happened == 1).sum()) < MIN_EPISODES
