"""Readings: each aim with who holds it, through whom, the pattern tested, and its rivals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp

from standoff.brief.desk import Desk
from standoff.brief.document import (
    Block,
    Bullets,
    Figure,
    Paragraph,
    Section,
    Sentence,
    Table,
)
from standoff.brief.holders import holder, through
from standoff.explain import (
    Hypothesis,
    Result,
    Standing,
    describe,
    readings_for,
    results_for,
    standing,
)
from standoff.figures import Effect, effect_intervals
from standoff.model import Claim

COLUMNS = ("reading", "held_by", "pattern", "rivals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One aim that reports give, with its holders and what was written down to test it."""

    aim: str
    claims: tuple[Claim, ...]
    hypotheses: tuple[Hypothesis, ...]
    results: tuple[Result, ...]

    @property
    def stated(self) -> bool:
        """Whether the acting side itself gives this aim."""
        return any(claim.stated for claim in self.claims)

    @property
    def asserting(self) -> tuple[Claim, ...]:
        """The claims that hold it, denials left out."""
        return tuple(claim for claim in self.claims if claim.stance == "asserts")

    @property
    def standing(self) -> Standing | None:
        """Where it stands by its core tests; None where nobody has written one."""
        return standing(self.results) if self.results else None


def readings_of(desk: Desk) -> tuple[Reading, ...]:
    """The readings of the reports: the acting side's own first, then by how many hold them."""
    material = desk.material
    by_aim: dict[str, list[Claim]] = {}
    for claim in material.claims:
        if claim.kind == "explanation":
            for name in (*claim.aims, *claim.conditions):
                by_aim.setdefault(name, []).append(claim)
    found = [_reading(aim, claims, desk) for aim, claims in by_aim.items()]
    return tuple(sorted(found, key=lambda one: (not one.stated, -_voices(one, desk))))


def main_reading(readings: Sequence[Reading], desk: Desk) -> Reading | None:
    """The reading that most voices other than the acting side's give; None where nobody does."""
    held = [one for one in readings if any(not claim.stated for claim in one.asserting)]
    aims = desk.material.pack.aims
    held = [one for one in held if one.aim in aims and not aims[one.aim].enabling] or held
    return max(held, key=lambda one: (_voices(one, desk), bool(one.results)), default=None)


def readings_section(readings: Sequence[Reading], desk: Desk) -> Section:
    """The table of readings, with a figure of the effects that were measured."""
    if not readings:
        blocks: tuple[Block, ...] = (desk.none("readings.none"),)
        return Section(id="readings", heading=desk.phrases("heading.readings"), blocks=blocks)
    shown: dict[str, str] = {}
    shared = _shared_limits(readings)
    rows = tuple(_row(one, shown, shared, desk) for one in readings)
    columns = tuple(desk.phrases(f"readings.column.{name}") for name in COLUMNS)
    table = Table(title=desk.phrases("readings.title"), columns=columns, rows=rows)
    below = tuple(Paragraph(sentences=(one,)) for one in _limits(shared, desk))
    label = desk.phrases("readings.not_said")
    limits = (Bullets(label=label, items=below),) if below else ()
    blocks = (desk.none("readings.about"), table, *limits, *_figure(readings, desk))
    return Section(id="readings", heading=desk.phrases("heading.readings"), blocks=blocks)


def effect_words(result: Result, desk: Desk) -> str:
    """The rate ratio with its interval, or the reason why there is none."""
    if result.effect is None or result.interval is None:
        return desk.phrases("effect.none", reason=result.reason)
    low, high = (exp(end) for end in result.interval)
    return desk.phrases("effect.ratio", ratio=exp(result.effect), low=low, high=high)


def _reading(aim: str, claims: Sequence[Claim], desk: Desk) -> Reading:
    written = readings_for(aim, desk.material.hypotheses)
    results = {
        result.key: result
        for hypothesis in written
        for result in results_for(hypothesis, desk.material.results)
    }
    return Reading(
        aim=aim,
        claims=tuple(claims),
        hypotheses=written,
        results=tuple(results.values()),
    )


def _voices(reading: Reading, desk: Desk) -> int:
    return len({holder(claim, desk) for claim in reading.asserting if not claim.stated})


Cell = tuple[Sentence, ...]
Limits = dict[str, list[Result]]


def _row(reading: Reading, shown: dict[str, str], shared: Limits, desk: Desk) -> tuple[Cell, ...]:
    return (
        (_name(reading, desk),),
        tuple(_holders(reading, desk)),
        tuple(_patterns(reading, shown, shared, desk)),
        tuple(_rivals(reading, shown, desk)),
    )


def _name(reading: Reading, desk: Desk) -> Sentence:
    aim = desk.material.pack.aims.get(reading.aim)
    key = "readings.condition" if aim and aim.enabling else "readings.aim"
    evidence = desk.shelf.of(anchor for claim in reading.claims for anchor in claim.anchors)
    return desk.say(key, evidence, name=desk.names.aim(reading.aim), gloss=aim.gloss if aim else "")


def _holders(reading: Reading, desk: Desk) -> Iterator[Sentence]:
    grouped: dict[tuple[str, str, str], list[Claim]] = {}
    for claim in sorted(reading.claims, key=lambda one: not one.stated):
        sort = "denies" if claim.stance == "denies" else "stated" if claim.stated else "holds"
        grouped.setdefault((sort, holder(claim, desk), through(claim, desk)), []).append(claim)
    for (sort, who, via), claims in grouped.items():
        evidence = desk.shelf.of(anchor for claim in claims for anchor in claim.anchors)
        change = any(claim.change for claim in claims)
        key = "readings.change" if change and sort == "holds" else f"readings.{sort}"
        yield desk.say(key, evidence, who=who, via=via)


def _patterns(
    reading: Reading, shown: dict[str, str], shared: Limits, desk: Desk
) -> Iterator[Sentence]:
    """Each implication once in the table; where readings share it, the first has it in full."""
    name = desk.names.aim(reading.aim)
    if not reading.hypotheses:
        yield desk.note("readings.unwritten")
    for hypothesis in reading.hypotheses:
        if hypothesis.untestable_because:
            evidence = (desk.shelf.untestable(hypothesis),)
            yield desk.say("readings.untestable", evidence, why=hypothesis.untestable_because)
    if reading.hypotheses and not reading.results and not _closed(reading):
        yield desk.note("readings.not_run")
    own = [one for one in reading.results if one.key not in shown]
    for result in reading.results:
        evidence = (desk.shelf.result(result),)
        if result.key in shown:
            yield desk.say("readings.shared", evidence, other=shown[result.key])
            continue
        shown[result.key] = name
        effect, verdict = effect_words(result, desk), desk.phrases(f"verdict.{result.verdict}")
        yield desk.say("readings.predicts", evidence, statement=result.statement)
        yield desk.say("readings.verdict", evidence, verdict=verdict, effect=effect)
    limits = _limits_of(own)
    yield from _limits({text: limits[text] for text in limits if text not in shared}, desk)


def _limits_of(results: Iterable[Result]) -> Limits:
    """What the results do not say, each limit with all that share it."""
    told: Limits = {}
    for result in results:
        words = describe(result)
        for text in (words.not_said, words.scope, words.known_before):
            if text:
                told.setdefault(text, []).append(result)
    return told


def _shared_limits(readings: Iterable[Reading]) -> Limits:
    """The limits of more than one pattern, to be told once for all of them."""
    results = {one.key: one for reading in readings for one in reading.results}
    limits = _limits_of(results.values())
    return {text: behind for text, behind in limits.items() if len(behind) > 1}


def _limits(limits: Limits, desk: Desk) -> Iterator[Sentence]:
    for text, behind in limits.items():
        yield Sentence(text=text, evidence=tuple(desk.shelf.result(one) for one in behind))


def _rivals(reading: Reading, shown: dict[str, str], desk: Desk) -> Iterator[Sentence]:
    own = [one for one in reading.results if shown.get(one.key) == desk.names.aim(reading.aim)]
    told: set[str] = set()
    for result in own:
        for rival in result.rivals:
            if rival.statement not in told:
                told.add(rival.statement)
                aim = desk.names.aim(rival.aim) if rival.aim else ""
                evidence = (desk.shelf.result(result),)
                yield desk.say("readings.rival", evidence, aim=aim, statement=rival.statement)


def _closed(reading: Reading) -> bool:
    return any(hypothesis.untestable_because for hypothesis in reading.hypotheses)


def _figure(readings: Iterable[Reading], desk: Desk) -> Iterator[Figure]:
    results = {one.key: one for reading in readings for one in reading.results}
    effects = [effect for one in results.values() if (effect := _effect(one))]
    if not effects:
        return
    title = desk.phrases("readings.figure")
    less, more = desk.phrases("readings.less"), desk.phrases("readings.more")
    svg = effect_intervals(effects, title=title, less=less, more=more)
    evidence = tuple(desk.shelf.result(one) for one in results.values() if _effect(one))
    yield Figure(svg=svg, caption=desk.say("readings.figure.caption", evidence))


def _effect(result: Result) -> Effect | None:
    if result.effect is None or result.interval is None:
        return None
    low, high = (exp(end) for end in result.interval)
    label = result.implication.replace("_", " ").replace("-", " ")
    return Effect(label=label, ratio=exp(result.effect), low=low, high=high)
