"""The top of the brief: at most 120 words that stand for all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from standoff.brief.desk import Desk
from standoff.brief.document import Paragraph, Section, Sentence
from standoff.brief.events import Group, headline, is_news, told_background
from standoff.brief.happenings import confirmation
from standoff.brief.holders import holder
from standoff.brief.outlook import chance, middle_forecast
from standoff.brief.readings import Reading, main_reading
from standoff.brief.unsettled import dispute_sentence, disputes_of

MOST_WORDS = 120

Choice = tuple[Sentence, ...]


def top_section(groups: Sequence[Group], readings: Sequence[Reading], desk: Desk) -> Section:
    """What is new, who says so, what it is said to be for, one forecast, one dispute."""
    choices = [
        _new(groups, desk),
        _confirmed(groups, desk),
        _stated(readings, desk),
        _main(readings, desk),
        _forecast(desk),
        _dispute(desk),
    ]
    sentences = fitted(choices, MOST_WORDS)
    blocks = (Paragraph(sentences=sentences),)
    return Section(id="top", heading=desk.phrases("heading.top"), blocks=blocks)


def words_in(sentences: Iterable[Sentence]) -> int:
    """How many words the sentences have."""
    return sum(len(one.text.split()) for one in sentences)


def fitted(choices: Sequence[Choice], most: int) -> tuple[Sentence, ...]:
    """One sentence of each choice, the longest that fit together; the first are served first.

    Args:
        choices: for each place the wordings it may have, the fullest first.
        most: words in all; where even the shortest are too many, the last places go empty.
    """
    picked = [choice[-1] for choice in choices if choice]
    while picked and words_in(picked) > most:
        picked.pop()
    for place, choice in enumerate([one for one in choices if one][: len(picked)]):
        for fuller in choice:
            tried = [*picked[:place], fuller, *picked[place + 1 :]]
            if words_in(tried) <= most:
                picked = tried
                break
    return tuple(picked)


def leading(groups: Sequence[Group], desk: Desk) -> Group | None:
    """The group that the brief leads with: new before known, never background if avoidable."""
    own = [one for one in groups if not told_background(one, desk)] or list(groups)
    happened = [one for one in own if one[0].status in ("reported", "failed", "suspected")] or own
    outcome = desk.material.pack.manifest.outcome
    ordered = sorted(happened, key=lambda one: (one[0].kind != outcome, one[0].when is None))
    return ordered[0] if ordered else None


def _new(groups: Sequence[Group], desk: Desk) -> Choice:
    lead = leading(groups, desk)
    if lead is None:
        return (desk.note("top.nothing"),)
    sentence = headline(lead, desk)
    news = sum(is_news(one, desk) for one in groups)
    key = "top.lead_new" if is_news(lead, desk) else "top.lead_known"
    full = desk.phrases(key, news=sentence.text.rstrip("."), n=news)
    return (
        Sentence(text=full, evidence=sentence.evidence),
        sentence,
        headline((lead[0],), desk),
    )


def _confirmed(groups: Sequence[Group], desk: Desk) -> Choice:
    lead = leading(groups, desk)
    return (confirmation(lead, desk),) if lead else ()


def _stated(readings: Sequence[Reading], desk: Desk) -> Choice:
    stated = [one for one in readings if one.stated]
    if not stated:
        return (desk.note("top.unstated"),)
    claims = [claim for one in stated for claim in one.claims if claim.stated]
    evidence = desk.shelf.of(anchor for claim in claims for anchor in claim.anchors)
    who = desk.phrases.joined(dict.fromkeys(holder(claim, desk) for claim in claims))
    acting = desk.phrases.joined(
        dict.fromkeys(desk.names.actor(claim.aim_of) for claim in claims if claim.aim_of)
    )
    aims = desk.phrases.joined(desk.names.aim(one.aim) for one in stated)
    short = desk.say("top.stated_short", evidence, aims=aims)
    return (desk.say("top.stated", evidence, who=who or acting, aims=aims), short)


def _main(readings: Sequence[Reading], desk: Desk) -> Choice:
    main = main_reading(readings, desk)
    if main is None:
        return (desk.note("top.no_reading"),)
    claims = [claim for claim in main.asserting if not claim.stated]
    evidence = desk.shelf.of(anchor for claim in claims for anchor in claim.anchors)
    tests = tuple(desk.shelf.result(one) for one in main.results)
    key = (main.standing or "unwritten").replace(" ", "_")
    others = [
        desk.names.aim(other.aim)
        for other in readings
        if other is not main
        and {one.key for one in main.results} & {one.key for one in other.results}
    ]
    finding = desk.phrases(f"top.standing.{key}")
    aim = desk.names.aim(main.aim)
    who = desk.phrases.joined(dict.fromkeys(holder(claim, desk) for claim in claims))
    full = desk.say(
        "top.main",
        (*evidence, *tests),
        aim=aim,
        who=who,
        finding=finding,
        same=desk.phrases.joined(others),
    )
    short = desk.say("top.main_short", (*evidence, *tests), aim=aim, finding=finding)
    return (full, short)


def _forecast(desk: Desk) -> Choice:
    forecast = middle_forecast(desk.material.forecasts)
    if forecast is None:
        return (desk.note("top.no_forecast"),)
    return (
        chance(forecast, desk, key="top.chance"),
        chance(forecast, desk, key="top.chance_short"),
    )


def _dispute(desk: Desk) -> Choice:
    disputes = disputes_of(desk)
    if not disputes:
        return (desk.note("top.no_dispute"),)
    event, dispute = disputes[0]
    return (dispute_sentence(event, dispute, desk),)
