"""Outlook: the standing questions in words and numbers, beside their base rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from standoff.brief.desk import Desk
from standoff.brief.document import Block, Bullets, Figure, Paragraph, Section, Sentence
from standoff.figures import Chance, Reached, calibration_curve, chance_bars
from standoff.forecast import Forecast

MIDDLE_DAYS = 30


def outlook_section(desk: Desk) -> Section:
    """Every forecast with its base rate; notes that hold for several are given once."""
    forecasts = desk.material.forecasts
    heading = desk.phrases("heading.outlook")
    if not forecasts:
        return Section(id="outlook", heading=heading, blocks=(desk.none("outlook.none"),))
    items = tuple(Paragraph(sentences=tuple(_item(one, desk))) for one in forecasts)
    notes = Paragraph(sentences=tuple(_notes(forecasts, desk)))
    figures = (_figure(forecasts, desk), _calibration(forecasts, desk))
    blocks: tuple[Block, ...] = (Bullets(items=items), notes, *figures)
    return Section(id="outlook", heading=heading, blocks=blocks)


def chance(forecast: Forecast, desk: Desk, *, key: str = "outlook.chance") -> Sentence:
    """One forecast in one sentence: the word, the number, and the base rate."""
    return desk.say(
        key,
        (desk.shelf.forecast(forecast),),
        matter=matter(forecast),
        first=desk.phrases.day(forecast.question.opens),
        last=desk.phrases.day(forecast.question.closes),
        days=forecast.horizon_days,
        word=desk.phrases(f"likelihood.{forecast.words.replace(' ', '_')}"),
        p=_percent(forecast.probability, desk),
        base=_percent(forecast.base_rate, desk),
    )


def matter(forecast: Forecast) -> str:
    """What the question is about, without its days."""
    return forecast.text.partition(f", {forecast.question.opens}")[0]


def middle_forecast(forecasts: Sequence[Forecast]) -> Forecast | None:
    """The forecast for the top: the first question's, at the horizon nearest to 30 days."""
    if not forecasts:
        return None
    mine = [one for one in forecasts if one.question.origin == forecasts[0].question.origin]
    return min(mine, key=lambda one: abs(one.horizon_days - MIDDLE_DAYS))


def _item(forecast: Forecast, desk: Desk) -> Iterator[Sentence]:
    yield chance(forecast, desk)
    if len(forecast.others) > 1:
        (low, least), (high, most) = (
            pick(forecast.others.items(), key=lambda one: one[1]) for pick in (min, max)
        )
        yield desk.say(
            "outlook.others",
            (desk.shelf.forecast(forecast),),
            n=len(forecast.others),
            low=low,
            least=_percent(least, desk),
            high=high,
            most=_percent(most, desk),
        )


def _notes(forecasts: Sequence[Forecast], desk: Desk) -> Iterator[Sentence]:
    told: dict[str, list[Forecast]] = {}
    for one in forecasts:
        evidence = one.evidence
        lines = [
            desk.phrases(
                "outlook.rests",
                model=one.model,
                n=evidence.recent_count,
                first=desk.phrases.day(evidence.recent_first),
                last=desk.phrases.day(evidence.recent_last),
            ),
            desk.phrases(
                "outlook.base",
                n=evidence.base_count,
                days=evidence.base_covered_days,
                first=desk.phrases.day(evidence.base_first),
                last=desk.phrases.day(evidence.base_last),
            ),
            *(desk.phrases("outlook.note", note=note) for note in one.notes),
        ]
        for line in lines:
            told.setdefault(line, []).append(one)
    for line, behind in told.items():
        evidence_of = tuple(desk.shelf.forecast(one) for one in behind)
        horizons = desk.phrases.joined(str(one.horizon_days) for one in behind)
        every = len(behind) == len(forecasts)
        text = line if every else desk.phrases("outlook.for", days=horizons, line=line)
        yield Sentence(text=text[:1].upper() + text[1:], evidence=evidence_of)


def _figure(forecasts: Sequence[Forecast], desk: Desk) -> Figure:
    bars = [
        Chance(
            label=desk.phrases("outlook.bar", matter=matter(one), days=one.horizon_days),
            probability=one.probability,
            base_rate=one.base_rate,
        )
        for one in forecasts
    ]
    label = desk.phrases("outlook.base_label")
    svg = chance_bars(bars, title=desk.phrases("outlook.figure"), base_label=label)
    evidence = tuple(desk.shelf.forecast(one) for one in forecasts)
    return Figure(svg=svg, caption=desk.say("outlook.figure.caption", evidence))


def _calibration(forecasts: Sequence[Forecast], desk: Desk) -> Block:
    """How often such chances came true, by a backtest in the journal; of the forecast on top."""
    middle = middle_forecast(forecasts) or forecasts[0]
    kept = desk.material.skill.get(f"{middle.question.origin}/{middle.horizon_days}")
    if kept is None:
        return Paragraph(sentences=(desk.note("outlook.uncalibrated"),))
    entry, skill = kept
    curve = skill.calibration
    points = [
        Reached(said=said, came=came, low=low, high=high)
        for said, came, low, high in zip(curve.at, curve.curve, curve.low, curve.high, strict=True)
    ]
    caption = desk.say(
        "outlook.calibration.caption",
        (desk.shelf.backtest(entry, skill),),
        matter=matter(middle),
        days=middle.horizon_days,
        day=desk.phrases.day(entry.as_of),
    )
    svg = calibration_curve(points, title=desk.phrases("outlook.calibration"))
    return Figure(svg=svg, caption=caption)


def _percent(p: float, desk: Desk) -> str:
    key = "percent.below" if p < 0.01 else "percent.above" if p > 0.99 else "percent.plain"
    return desk.phrases(key, p=round(100 * p))
