from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from standoff.coding.dating import DateMention, Dater, check, complete
from standoff.errors import PackError, Problem
from standoff.packs.language import Language, Pattern, load_language

WEDNESDAY = date(2024, 9, 18)
SUNDAY = date(2024, 9, 22)


@pytest.fixture(scope="module")
def english() -> Language:
    problems: list[Problem] = []
    language = load_language("en", problems)
    assert not problems
    return language


@pytest.fixture(scope="module")
def dater(english: Language) -> Dater:
    return Dater(english, zone="Asia/Seoul")


def only(found: tuple[DateMention, ...]) -> DateMention:
    assert len(found) == 1, found
    return found[0]


def days(mention: DateMention) -> tuple[str, str, str]:
    assert mention.when is not None, mention
    return str(mention.when.first or ""), str(mention.when.last or ""), mention.when.precision


def test_every_pattern_proves_itself(english: Language) -> None:
    assert check(english) == ()


def test_every_pattern_has_both_kinds_of_proof(english: Language) -> None:
    bare = [one.id for one in english.sections["dates"] if one.kind != "word"]
    assert [one.id for one in english.sections["dates"] if one.yes and one.no] == bare


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It flew on Wednesday.", ("2024-09-18", "2024-09-18", "day")),
        ("It flew on Thursday.", ("2024-09-12", "2024-09-12", "day")),
        ("They will meet on Thursday.", ("2024-09-19", "2024-09-19", "day")),
        ("They will meet on Wednesday.", ("2024-09-18", "2024-09-18", "day")),
        ("They met last Wednesday.", ("2024-09-11", "2024-09-11", "day")),
        ("They meet next Wednesday.", ("2024-09-25", "2024-09-25", "day")),
        ("They met on Friday last week.", ("2024-09-13", "2024-09-13", "day")),
        ("It ran from Monday to Friday.", ("2024-09-09", "2024-09-13", "day")),
        ("It was fired on Nov. 3.", ("2023-11-03", "2023-11-03", "day")),
        ("It will be fired on Nov. 3.", ("2024-11-03", "2024-11-03", "day")),
        ("It stopped last month.", ("2024-08-01", "2024-08-31", "month")),
        ("It stopped late last month.", ("2024-08-21", "2024-08-31", "day")),
        ("It stopped early this week.", ("2024-09-16", "2024-09-18", "day")),
        ("It tested late last year.", ("2023-09-01", "2023-12-31", "season")),
        ("It began in the early 1990s.", ("1990-01-01", "1993-12-31", "year")),
        ("It came in winter 2017.", ("2017-12-01", "2018-02-28", "season")),
        ("It was seen two weeks ago.", ("2024-09-01", "2024-09-07", "day")),
        ("In the second half of 2023 it was calm.", ("2023-07-01", "2023-12-31", "month")),
        ("In 2016-17 it tested often.", ("2016-01-01", "2017-12-31", "year")),
        ("It was closed until 2019.", ("", "2019-12-31", "year")),
        ("Nothing has flown since Monday.", ("2024-09-16", "", "day")),
        ("It ran from December 28, 2023 to January 3.", ("2023-12-28", "2024-01-03", "day")),
    ],
)
def test_days_meant(dater: Dater, text: str, wanted: tuple[str, str, str]) -> None:
    assert days(only(dater.find(text, published=WEDNESDAY))) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "They would march on, and may win.",
        "The device, the second of its kind, cost 2,024 won.",
        "Under Resolution 2017 no 2000 km device may fly.",
        "A 737 and a KN-2017 won 3-2 in section 12.",
        "He reads the Sunday Times on the 9th floor.",
        "On Good Friday nobody came.",
    ],
)
def test_no_date(dater: Dater, text: str) -> None:
    assert dater.find(text, published=WEDNESDAY) == ()


def test_offsets_are_those_of_the_text(dater: Dater) -> None:
    text = "“Launched” \u2013 on Sept. 18, 2024."
    mention = only(dater.find(text, published=None))
    assert text[mention.start : mention.end] == "Sept. 18, 2024"


def test_stated_and_resolved_are_told_apart(dater: Dater) -> None:
    text = "Signed on May 3, 2023; broken on Monday."
    stated, resolved = dater.find(text, published=WEDNESDAY)
    assert stated.when is not None
    assert resolved.when is not None
    assert (stated.when.basis, resolved.when.basis) == ("stated", "resolved")


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("It flew on Thursday.", "publication"),
        ("It flew last week.", "publication"),
        ("It flew on November 18.", "year"),
        ("It flew the next day.", "focus"),
        ("It flew at 6:53 a.m.", "focus"),
        ("Printed 03/04/2024.", "order"),
    ],
)
def test_what_is_missing_is_named(dater: Dater, text: str, needs: str) -> None:
    mention = only(dater.find(text, published=None))
    assert (mention.when, mention.needs) == (None, needs)


def test_no_such_day(dater: Dater) -> None:
    mention = only(dater.find("Filed on February 30, 2023.", published=None))
    assert (mention.when, mention.needs) == (None, None)


def test_order_of_day_and_month_where_size_tells(dater: Dater) -> None:
    assert days(only(dater.find("Printed 18/09/2024.", published=None)))[0] == "2024-09-18"
    assert days(only(dater.find("Printed 09/18/2024.", published=None)))[0] == "2024-09-18"


def test_complete_gives_the_year_and_says_it_was_inferred(dater: Dater) -> None:
    text = "It has tested since the end of September, and launched one on November 18."
    since, on = (complete(one, 2022) for one in dater.find(text, published=None))
    assert days(since) == ("2022-09-21", "", "day")
    assert days(on) == ("2022-11-18", "2022-11-18", "day")
    assert on.when is not None
    assert on.when.basis == "inferred"
    assert on.needs is None


def test_complete_leaves_alone_what_lacks_something_else(dater: Dater) -> None:
    mention = only(dater.find("It flew on Thursday.", published=None))
    assert complete(mention, 2022) == mention


def test_foreign_time_becomes_the_local_day(dater: Dater) -> None:
    mention = only(dater.find("Seen at 21:53 UTC on 17 September 2024.", published=None))
    assert mention.when is not None
    assert mention.when.day == date(2024, 9, 18)
    assert (mention.when.minute, mention.when.precision) == (time(6, 53), "minute")


def test_foreign_time_alone_keeps_the_local_day_in_focus(dater: Dater) -> None:
    text = "It left at 2153 GMT."
    mention = only(dater.find(text, published=None, focus=date(2024, 9, 18)))
    assert mention.when is not None
    assert mention.when.day == date(2024, 9, 18)
    assert mention.when.minute == time(6, 53)


def test_a_time_takes_the_day_named_later_in_its_sentence(dater: Dater) -> None:
    text = "It left at 6:53 a.m. from the coast on Monday."
    clock, day = dater.find(text, published=WEDNESDAY)
    assert clock.when is not None
    assert day.when is not None
    assert clock.when.day == day.when.day == date(2024, 9, 16)


def test_impossible_time_is_no_date(dater: Dater) -> None:
    mention = only(dater.find("At 13:20 p.m. it left.", published=None, focus=WEDNESDAY))
    assert mention.when is None


def test_day_before_leans_on_the_day_in_the_sentence(dater: Dater) -> None:
    text = "The agency said on Thursday that he had watched it a day earlier."
    said, watched = dater.find(text, published=date(2024, 9, 19))
    assert days(said)[0] == "2024-09-19"
    assert days(watched)[0] == "2024-09-18"


def test_a_day_of_speech_is_not_the_day_of_the_story(dater: Dater) -> None:
    text = "Two were fired on Monday, the army said on Wednesday.\nThe next day it was calm."
    assert days(dater.find(text, published=WEDNESDAY)[-1])[0] == "2024-09-17"


def test_that_year_is_the_year_under_discussion(dater: Dater) -> None:
    found = dater.find(
        "It was begun in 2019. In October that year it stopped.", published=WEDNESDAY
    )
    assert days(found[-1]) == ("2019-10-01", "2019-10-31", "month")


def test_plan_told_in_the_past_is_not_moved_a_year_on(dater: Dater) -> None:
    mention = only(dater.find("It was scheduled to end on Sept. 17.", published=WEDNESDAY))
    assert days(mention)[0] == "2024-09-17"


def test_a_verb_is_not_believed_against_most_of_a_year(dater: Dater) -> None:
    mention = only(dater.find("Officials will study the wreck of Sept. 16.", published=WEDNESDAY))
    assert days(mention)[0] == "2024-09-16"


def test_the_nearest_verb_counts(dater: Dater) -> None:
    text = "The drill that began on Monday will end on Friday."
    assert [days(one)[0] for one in dater.find(text, published=WEDNESDAY)] == [
        "2024-09-16",
        "2024-09-20",
    ]


def test_day_in_another_zone_may_be_a_day_ahead(dater: Dater) -> None:
    mention = only(dater.find("It was fired on Sept. 19.", published=WEDNESDAY))
    assert days(mention)[0] == "2024-09-19"


def test_leap_day(dater: Dater) -> None:
    text = "It was fired on Feb. 29."
    assert days(only(dater.find(text, published=date(2026, 5, 1))))[0] == "2024-02-29"
    assert days(only(dater.find(text, published=date(2027, 6, 1))))[0] == "2024-02-29"
    mention = only(dater.find("Fired in late February 2024.", published=None))
    assert days(mention) == ("2024-02-21", "2024-02-29", "day")


def test_weekday_in_a_dateline_tells_the_year(dater: Dater) -> None:
    mention = only(dater.find("Wed., Sept. 18: it flew.", published=date(2026, 3, 1)))
    assert days(mention)[0] == "2024-09-18"


def test_weeks_open_on_the_day_that_a_theatre_names(english: Language) -> None:
    opens = pattern(kind="word", match="Sunday", set={"class": "week_opens", "value": 6})
    sections = {**english.sections, "dates": (*english.sections["dates"], opens)}
    dater = Dater(replace(english, sections=sections), zone="Asia/Seoul")
    found = [
        days(only(dater.find(text, published=SUNDAY)))[:2]
        for text in ("It flew last week.", "They meet next week.", "They met over the weekend.")
    ]
    assert found == [
        ("2024-09-15", "2024-09-21"),
        ("2024-09-29", "2024-10-05"),
        ("2024-09-21", "2024-09-22"),
    ]


def pattern(**given: object) -> Pattern:
    return Pattern.model_validate({"id": "p", "kind": "calendar", "match": "x", **given})


def language_of(*patterns: Pattern) -> Language:
    return Language(id="xx", digest="", terms={}, sections={"dates": patterns})


MONTH = pattern(id="m", kind="word", match="Thermidor", set={"class": "month", "value": 7})


@pytest.mark.parametrize(
    ("broken", "detail"),
    [
        (pattern(match="{month!} ("), "not a regular expression"),
        (pattern(match="{month!} {week}"), "no word of class week"),
        (pattern(match="{month}"), "cannot do without"),
        (pattern(match="{month!}", kind="calender"), "is not one of"),
        (pattern(kind="word", match="May"), "set: {class"),
    ],
)
def test_unsound_patterns_are_named(broken: Pattern, detail: str) -> None:
    problems = check(language_of(MONTH, broken))
    assert any("dates.yml p" in one.place and detail in one.detail for one in problems)
    with pytest.raises(PackError, match=r"dates\.yml p"):
        Dater(language_of(MONTH, broken), zone="UTC")


def test_sentences_that_fail_are_named() -> None:
    wrong = pattern(match="{month!}", yes=("In Brumaire.",), no=("In Thermidor.",))
    details = [one.detail for one in check(language_of(MONTH, wrong))]
    assert [one.split()[0] for one in details] == ["misses", "matches"]


def test_another_language_needs_no_code() -> None:
    dater = Dater(language_of(MONTH, pattern(match="{month!}")), zone="UTC")
    mention = only(dater.find("Thermidor", published=WEDNESDAY))
    assert days(mention) == ("2024-07-01", "2024-07-31", "month")


def test_a_language_without_dates_finds_none() -> None:
    dater = Dater(Language(id="xx", digest="", terms={}, sections={}), zone="UTC")
    assert dater.find("On May 3, 2024.", published=WEDNESDAY) == ()
