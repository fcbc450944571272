"""The top of the brief: at most 120 words that stand for all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standoff.brief.archive import Filed
from standoff.brief.desk import Desk
from standoff.brief.document import Paragraph, Section, Sentence
from standoff.brief.events import (
    Group,
    full_label,
    fullest,
    headline,
    label_of,
    new_event,
    since,
    told_background,
)
from standoff.brief.happenings import confirmation
from standoff.brief.holders import name_of
from standoff.brief.outlook import chance, middle_forecast
from standoff.brief.readings import Reading, main_reading
from standoff.brief.unsettled import dispute_sentence, disputes_of, slot_name
from standoff.explain import implication_keys
from standoff.model import Event

MOST_WORDS = 120
MOST_NEWS = 3
HAPPENED = ("reported", "failed", "suspected")


def top_section(groups: Sequence[Group], readings: Sequence[Reading], desk: Desk) -> Section:
    """What is new, who says so, what it is said to be for, one forecast, one dispute."""
    places = [
        Place(wordings=_lead(groups, desk), rank=0),
        Place(wordings=_new(groups, desk), rank=6),
        Place(wordings=_confirmed(groups, desk), rank=4),
        Place(wordings=_stated(readings, desk), rank=3),
        Place(wordings=_main(readings, desk), rank=2),
        Place(wordings=_forecast(desk), rank=5),
        Place(wordings=_dispute(desk), rank=1),
    ]
    sentences = fitted([one for one in places if one.wordings], MOST_WORDS)
    blocks = (Paragraph(sentences=sentences),)
    return Section(id="top", heading=desk.phrases("heading.top"), blocks=blocks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place of the top: its wordings, the fullest first, and how much it matters."""

    wordings: tuple[Sentence, ...]
    rank: int


def words_in(sentences: Iterable[Sentence]) -> int:
    """How many words the sentences have."""
    return sum(len(one.text.split()) for one in sentences)


def fitted(places: Sequence[Place], most: int) -> tuple[Sentence, ...]:
    """One sentence for each place, in order: the fullest that fit together.

    Where even the shortest are too many, places go empty, the least important first.
    """
    picked = {place: one.wordings[-1] for place, one in enumerate(places)}
    by_rank = sorted(picked, key=lambda place: places[place].rank)
    while len(picked) > 1 and words_in(picked.values()) > most:
        del picked[by_rank.pop()]
    for place in by_rank:
        room = most - words_in(one for other, one in picked.items() if other != place)
        fitting = (one for one in places[place].wordings if words_in([one]) <= room)
        picked[place] = next(fitting, picked[place])
    return tuple(picked[place] for place in sorted(picked))


def leading(groups: Sequence[Group], desk: Desk) -> Group | None:
    """The group to lead with: what the theatre is about, dated, not told as background."""
    own = [one for one in groups if not told_background(one, desk)] or list(groups)
    happened = [one for one in own if one[0].status in HAPPENED] or own
    outcome = desk.material.pack.manifest.outcome
    ranked = sorted(happened, key=lambda one: (one[0].kind != outcome, fullest(one).when is None))
    return next(iter(ranked), None)


def _lead(groups: Sequence[Group], desk: Desk) -> tuple[Sentence, ...]:
    lead = leading(groups, desk)
    return (headline(lead, desk),) if lead else (desk.note("top.nothing"),)


def _new(groups: Sequence[Group], desk: Desk) -> tuple[Sentence, ...]:
    """What the record did not hold; the lead is named again only if it is not new."""
    events = [event for group in groups for event in group]
    news = [event for event in events if new_event(event, desk)]
    if not events:
        return ()
    if desk.material.earlier:
        return _since(events, desk.material.earlier, desk)
    evidence = desk.shelf.events(news or events)
    if not news:
        return (desk.say("top.no_news", evidence),)
    labels = [full_label(event, desk) for event in news]
    short = desk.say("top.news_count", evidence, n=len(news), of=len(events))
    if len(news) > MOST_NEWS:
        return (short,)
    return (desk.say("top.news", evidence, news=desk.phrases.joined(labels)), short)


def _since(events: Sequence[Event], earlier: Filed, desk: Desk) -> tuple[Sentence, ...]:
    """What the last brief of the record did not tell."""
    news = since(events, earlier, desk)
    evidence = (*desk.shelf.events(news or events), desk.shelf.run(f"brief {earlier.key}"))
    about = {"day": desk.phrases.day(earlier.draft.as_of), "brief": earlier.key}
    if not news:
        return (desk.say("top.since_nothing", evidence, **about),)
    labels = desk.phrases.joined(full_label(event, desk) for event in news)
    short = desk.say("top.since_count", evidence, n=len(news), of=len(events), **about)
    if len(news) > MOST_NEWS:
        return (short,)
    return (desk.say("top.since", evidence, news=labels, **about), short)


def _confirmed(groups: Sequence[Group], desk: Desk) -> tuple[Sentence, ...]:
    lead = leading(groups, desk)
    if not lead:
        return ()
    event = [fullest(lead)]
    return (confirmation(event, desk), confirmation(event, desk, short=True))


def _stated(readings: Sequence[Reading], desk: Desk) -> tuple[Sentence, ...]:
    stated = [one for one in readings if one.stated]
    if not stated:
        return (desk.note("top.unstated"),)
    claims = [claim for one in stated for claim in one.claims if claim.stated]
    evidence = desk.shelf.of(anchor for claim in claims for anchor in claim.anchors)
    who = desk.phrases.joined(dict.fromkeys(name_of(claim, desk) for claim in claims))
    aims = desk.phrases("list.parts").join(desk.names.aim(one.aim) for one in stated)
    full = desk.say("top.stated", evidence, who=who, aims=aims)
    return (full, desk.say("top.stated_short", evidence, aims=aims))


def _main(readings: Sequence[Reading], desk: Desk) -> tuple[Sentence, ...]:
    main = main_reading(readings, desk)
    if main is None:
        return (desk.note("top.no_reading"),)
    claims = [claim for claim in main.asserting if not claim.stated]
    evidence = desk.shelf.of(anchor for claim in claims for anchor in claim.anchors)
    evidence += tuple(desk.shelf.result(one) for one in main.results)
    finding = desk.phrases(f"top.standing.{(main.standing or 'unwritten').replace(' ', '_')}")
    aim = desk.names.aim(main.aim)
    who = desk.phrases.joined(dict.fromkeys(name_of(claim, desk) for claim in claims))
    same = desk.phrases.joined(_same_pattern(main, desk))
    return (
        desk.say("top.main", evidence, aim=aim, who=who, finding=finding, same=same),
        desk.say("top.main_short", evidence, aim=aim, finding=finding, same=same),
        desk.say("top.main_short", evidence, aim=aim, finding=finding, same=""),
    )


def _same_pattern(main: Reading, desk: Desk) -> tuple[str, ...]:
    """The aims of other readings, held or not, that predict one of its patterns."""
    keys = {one.key for one in main.results}
    others = [one for one in desk.material.hypotheses if keys & set(implication_keys(one))]
    return tuple(desk.names.aim(one.aim) for one in others if one.aim and one.aim != main.aim)


def _forecast(desk: Desk) -> tuple[Sentence, ...]:
    forecast = middle_forecast(desk.material.forecasts)
    if forecast is None:
        return (desk.note("top.no_forecast"),)
    keys = ("top.chance", "top.chance_short")
    return tuple(chance(forecast, desk, key=key) for key in keys)


def _dispute(desk: Desk) -> tuple[Sentence, ...]:
    disputes = disputes_of(desk)
    if not disputes:
        return (desk.note("top.no_dispute"),)
    event, dispute = disputes[0]
    slot, label = slot_name(dispute.slot, desk), label_of(event, desk)
    full = dispute_sentence(event, dispute, desk)
    return (full, desk.say("top.dispute", full.evidence, slot=slot, event=label))
