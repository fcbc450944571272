"""All wording is in one file, all of it is used, and none of it says too much."""

import re
from datetime import date
from pathlib import Path

import pytest

import standoff.brief
from standoff.brief.names import Names
from standoff.brief.wording import Phrases, phrases
from standoff.dates import When, one_day
from standoff.errors import InputError
from standoff.explain.verdict import Standing, Verdict
from standoff.forecast.words import BANDS
from standoff.packs import Pack

SOURCE = Path(standoff.brief.__file__).parent
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.glob("*.py")))
WRITTEN = re.findall(r'"([a-z_]+(?:\.[a-z_A-Z]+)+)"', CODE)
MADE_UP = re.findall(r'f"([a-z_]+\.(?:[a-z_]+\.?)*)\{', CODE)


@pytest.fixture(scope="module")
def english() -> Phrases:
    return phrases("en")


def test_every_phrase_that_the_code_names_is_there(english: Phrases) -> None:
    known = [key for key in WRITTEN if not key.endswith((".html", ".typ", ".yml"))]
    assert len(known) > 100
    missing = [key for key in known if not english.has(key)]
    assert missing == ["confirmed.short"]  # the beginning of keys, not a key


def test_every_phrase_is_used(english: Phrases) -> None:
    pages = sorted((SOURCE / "templates").glob("*.html"))
    html = "".join(page.read_text(encoding="utf-8") for page in pages)
    quoted = set(re.findall(r"""['"]([\w.]+)['"]""", CODE + html))
    prefixes = (*MADE_UP, "confirmed.short.", "confirmed.")
    unused = [key for key in english.table if key not in quoted and not key.startswith(prefixes)]
    assert unused == []


def test_there_is_a_word_for_every_verdict_standing_and_likelihood(english: Phrases) -> None:
    for verdict in Verdict.__args__:  # type: ignore[attr-defined]
        assert english.has(f"verdict.{verdict}") and english.has(f"changes.{verdict}")
    for standing in (*Standing.__args__, "unwritten"):  # type: ignore[attr-defined]
        assert english.has(f"top.standing.{standing.replace(' ', '_')}")
    assert all(english.has(f"likelihood.{band.word.replace(' ', '_')}") for band in BANDS)


def test_nothing_proves_and_nothing_is_because(english: Phrases) -> None:
    text = " ".join(english.table.values()).lower()
    assert not re.search(r"\bprove[sdn]?\b|\bbecause\b|\bconfiden|\bcertainly\b|\bdue to\b", text)


def test_an_unknown_phrase_or_language_is_refused(english: Phrases) -> None:
    with pytest.raises(InputError, match=r"no phrase 'no\.such'"):
        english("no.such")
    with pytest.raises(InputError, match="no value 'theatre'"):
        english("title")
    with pytest.raises(InputError, match="there is: en"):
        phrases("xx")


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (one_day(date(2024, 9, 18)), "18 September 2024"),
        (When(first=date(2024, 1, 1), last=date(2024, 12, 31), precision="year"), "2024"),
        (When(first=date(2024, 2, 1), last=date(2024, 2, 29), precision="month"), "February 2024"),
        (When(first=date(2024, 2, 3), last=None), "since 3 February 2024"),
        (When(first=None, last=date(2024, 2, 3)), "until 3 February 2024"),
        (
            When(first=date(2024, 3, 1), last=date(2024, 6, 30), precision="month"),
            "1 March 2024 to 30 June 2024",
        ),
    ],
)
def test_dates_are_no_finer_than_known(english: Phrases, when: When, words: str) -> None:
    assert english.when(when) == words


def test_counts_take_their_noun_and_parts_may_be_left_out(english: Phrases) -> None:
    own = Phrases("en", {"a": "{n:#day|days}{x:? from %}."} | dict(english.table))
    assert own("a", n=1, x="") == "1 day."
    assert own("a", n=1200, x="here") == "1,200 days from here."
    assert own.joined(["a", "b", "c"]) == "a, b and c"


def test_state_media_speak_for_their_state_and_outlets_only_tell(lumen: Pack) -> None:
    names = Names(lumen, phrases("en"))
    assert names.standing("outlet:Strait Wire", ("VEL",)) == "told"
    assert names.standing("outlet:VSN", ("VEL",)) == "self_claimed"
    assert names.standing("fjs", ("VEL",)) == "measured"
    assert names.standing("strait-monitor", ("VEL",)) == "independent"
    assert names.origin("outlet:VSN") == names.origin("vsn") == "Veldanian State News"
