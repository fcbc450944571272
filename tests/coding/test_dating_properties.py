from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standoff.coding.dating import Dater
from standoff.errors import Problem
from standoff.packs.language import load_language

PROBLEMS: list[Problem] = []
DATER = Dater(load_language("en", PROBLEMS), zone="Asia/Seoul")
REPORTS = Path(__file__).parents[3] / "shared" / "reports"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
WORDS = (
    *("on", "in", "since", "until", "last", "next", "the", "of", "late", "early", "mid-", "to"),
    *("from", "between", "and", "two", "few", "weeks", "ago", "day", "later", "year", "weekend"),
    *("2017", "18", "31", "29", "Sept.", "7:23 a.m.", "2153 GMT", "GMT", "1990s", "-", ",", ".\n"),
    *("fired", "will", "said", "overnight", "yesterday", "spring", "past", "the 9th", "03/04/2024"),
    *WEEKDAYS,
    *MONTHS,
)
days = st.dates(date(1950, 1, 1), date(2045, 12, 31))
weekdays = st.integers(0, 6)


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.none() | days, st.none() | days)
@settings(max_examples=300, deadline=None)
def test_any_words_give_ordered_mentions_and_intervals(
    words: list[str], published: date | None, focus: date | None
) -> None:
    text = " ".join(words)
    end = 0
    for mention in DATER.find(text, published=published, focus=focus):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.when is None or mention.needs is None
        end = mention.end
        if mention.when and mention.when.first and mention.when.last:
            assert mention.when.first <= mention.when.last


@given(st.text(max_size=200), days)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text: str, published: date) -> None:
    for mention in DATER.find(text, published=published):
        assert text[mention.start : mention.end].strip()


@given(weekdays, days, st.sampled_from(["It flew on {}.", "They will meet on {}."]))
def test_a_weekday_is_that_weekday_within_the_week(
    weekday: int, published: date, sentence: str
) -> None:
    [mention] = DATER.find(sentence.format(WEEKDAYS[weekday]), published=published)
    assert mention.when is not None
    assert mention.when.day is not None
    assert mention.when.day.weekday() == weekday
    ahead = (mention.when.day - published).days
    assert 0 <= ahead < 7 if "will" in sentence else -7 < ahead <= 0


@given(weekdays, days, st.sampled_from(["It flew {}.", "It flew last {}.", "It will fly next {}."]))
def test_a_week_later_everything_is_a_week_later(
    weekday: int, published: date, sentence: str
) -> None:
    text = sentence.format(WEEKDAYS[weekday])
    [now] = DATER.find(text, published=published)
    [then] = DATER.find(text, published=published + timedelta(7))
    assert now.when is not None
    assert then.when is not None
    assert now.when.first is not None
    assert then.when.first == now.when.first + timedelta(7)


@given(days, st.sampled_from(["{0:%B} {1}, {0:%Y}", "{1} {0:%B} {0:%Y}", "{0:%Y-%m-%d}"]))
def test_a_written_day_comes_back(day: date, form: str) -> None:
    [mention] = DATER.find(f"Seen on {form.format(day, day.day)}.", published=None)
    assert mention.when is not None
    assert (mention.when.day, mention.when.basis) == (day, "stated")


@given(days, days)
def test_a_past_month_and_day_is_at_most_a_fortnight_ahead(day: date, published: date) -> None:
    [mention] = DATER.find(f"It was fired on {day:%B} {day.day}.", published=published)
    assert mention.when is not None
    assert mention.when.day is not None
    assert (mention.when.day.month, mention.when.day.day) == (day.month, day.day)
    ahead = (mention.when.day - published).days
    assert ahead <= 14


@given(
    st.sampled_from(["The capital was quiet. ", "Nobody knew why.\n", "It rained. "]),
    st.sampled_from([" The river rose.", "\nNobody came.", " It rained again."]),
    st.sampled_from(
        [
            "It flew on Wednesday.",
            "It will fly between May 3 and 9.",
            "It stopped late last month.",
            "It has been shut since the end of September.",
        ]
    ),
)
def test_sentences_around_change_nothing(before: str, after: str, sentence: str) -> None:
    published = date(2024, 9, 19)
    alone = DATER.find(sentence, published=published)
    among = DATER.find(before + sentence + after, published=published)
    assert [(one.start + len(before), one.when) for one in alone] == [
        (one.start, one.when) for one in among
    ]


@pytest.mark.skipif(not REPORTS.is_dir(), reason="shared: the two real reports are not here")
def test_the_two_real_reports() -> None:
    story = (REPORTS / "000_18b986eb087a0ebd.txt").read_text(encoding="utf-8")
    found = DATER.find(story, published=date(2024, 9, 20))
    got = [str(one.when.day) for one in found if one.when]
    assert got == ["2024-09-20", "2024-09-19", "2024-09-18"]
    interview = (REPORTS / "002_49a5b1a61e64e7ef.txt").read_text(encoding="utf-8")
    assert [one.needs for one in DATER.find(interview, published=None)] == ["year", "year"]
