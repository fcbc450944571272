"""The chance of an event so rare that only a count and a stretch of days speak for it."""

from __future__ import annotations

from standoff.errors import InputError


def rare_chance(*, count: int, days: float, horizon_days: float) -> float:
    """The chance of at least one event within the horizon, the rate itself being unknown.

    Args:
        count: events in the stretch; the one that begins it, if one does, is not among them.
        days: length of the stretch.
        horizon_days: length of the window asked about.

    Returns:
        1 - (T / (T + H)) ** (k + 1/2): the predictive chance under Jeffreys' prior.

    Raises:
        InputError: a count or length is negative, or the stretch has no day.

    Source:
        Jeffreys (1946), Proceedings of the Royal Society A 186, 453-461.

    >>> round(rare_chance(count=0, days=3272, horizon_days=365), 3)
    0.052
    """
    if count < 0 or not days > 0 or horizon_days < 0:
        raise InputError("count and horizon_days cannot be negative, and days must be above 0")
    return float(-((days / (days + horizon_days)) ** (count + 0.5)) + 1.0)
