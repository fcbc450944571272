"""How well and how fast dates are read: our own news phrases, and timenorm's expressions.

python benchmarks/dates.py [--misses]
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from standoff.coding.dating import DateMention, Dater
from standoff.dates import When
from standoff.errors import Problem
from standoff.packs.language import Language, load_language

HERE = Path(__file__).parent
TIMENORM = HERE.parent.parent / "shared" / "data" / "timenorm_en_train.tsv"
ZONE = "UTC"
SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}


def load_english() -> Language:
    """The bundled English, or an end of the run with what is wrong in it."""
    problems: list[Problem] = []
    language = load_language("en", problems)
    if problems:
        sys.exit("\n".join(map(str, problems)))
    return language


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence, what it was published on, and the one date to be found in it."""

    published: date | None
    focus: date | None
    zone: str
    text: str
    mention: str
    expected: tuple[str, str, str, str]


def read_phrases(path: Path) -> list[Phrase]:
    """The phrases of a CSV; an empty `mention` means that no date stands in the text."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            Phrase(
                published=_day(row["published"]),
                focus=_day(row["focus"]),
                zone=row["zone"],
                text=row["text"],
                mention=row["mention"],
                expected=(row["first"], row["last"], row["precision"], row["minute"]),
            )
            for row in csv.DictReader(lines)
        ]


def answer(phrase: Phrase, dater: Dater) -> tuple[str, str, str, str] | None:
    """First, last, precision and minute as found where the phrase's date stands."""
    found = dater.find(phrase.text, published=phrase.published, focus=phrase.focus)
    if not phrase.mention:
        return None if not found else ("false", "alarm", found[0].pattern, "")
    low = phrase.text.index(phrase.mention)
    high = low + len(phrase.mention)
    for mention in found:
        if mention.start < high and mention.end > low and mention.when:
            return _flat(mention.when)
    return None


def score_phrases(phrases: Sequence[Phrase], language: Language, *, misses: bool) -> int:
    """How many phrases are answered exactly; prints the others when asked."""
    daters = {zone: Dater(language, zone=zone) for zone in {one.zone for one in phrases}}
    right = 0
    for phrase in phrases:
        wanted = phrase.expected if any(phrase.expected) else None
        got = answer(phrase, daters[phrase.zone])
        right += got == wanted
        if misses and got != wanted:
            print(f"  {phrase.published}  {phrase.text}\n    wanted {wanted}, got {got}")
    return right


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _flat(when: When) -> tuple[str, str, str, str]:
    minute = when.minute.strftime("%H:%M") if when.minute else ""
    return (str(when.first or ""), str(when.last or ""), when.precision, minute)


def timenorm_rows(path: Path) -> Iterator[tuple[date, str, str, str]]:
    """Day of reference, expression, type and value of each expression but the references."""
    for section in path.read_text(encoding="utf-8").split("\n\n"):
        rows = [line.split("\t") for line in section.splitlines() if line.count("\t") == 2]
        if not rows:
            continue
        reference = date.fromisoformat(rows[0][2][:10])
        for expression, kind, value in rows[1:]:
            yield reference, expression, kind, value


def as_timex(mention: DateMention) -> set[str]:
    """The values by which timenorm may write the same days."""
    when = mention.when
    if when is None or when.first is None or when.last is None:
        return set()
    first, last = when.first, when.last
    forms = {f"{first:%Y-%m-%d}"} if first == last else set()
    if (first.year, first.month) == (last.year, last.month):
        forms.add(f"{first:%Y-%m}") if first != last else None
    if first.year == last.year and (last - first).days > 31:
        forms.add(f"{first:%Y}")
    if (last - first).days == 6:
        middle = first + timedelta(3)
        forms.add(f"{middle.isocalendar().year}-W{middle.isocalendar().week:02d}")
        forms.add(f"{middle:%Y-%m-%d}")
    if first.weekday() == 5 and last == first + timedelta(1):
        forms.add(f"{first.isocalendar().year}-W{first.isocalendar().week:02d}-WE")
    if when.precision == "season" and first.month in SEASONS:
        forms.add(f"{first:%Y}-{SEASONS[first.month]}")
    if when.precision == "year" and (last - first).days > 366:
        forms.add(f"{first:%Y}"[:3])
    return forms


def score_timenorm(language: Language, *, misses: bool) -> None:
    """Prints coverage and exact matches on expressions that name days, months, weeks, years."""
    if not TIMENORM.exists():
        print(f"timenorm: skipped, {TIMENORM} is not here")
        return
    dater = Dater(language, zone=ZONE)
    total: Counter[str] = Counter()
    for reference, expression, kind, value in timenorm_rows(TIMENORM):
        total["expressions"] += 1
        if (
            kind != "DATE"
            or not value[:4].isdigit()
            or "X" in value
            or "Q" in value
            or "H" in value
        ):
            continue
        total["days, weeks, months, years"] += 1
        found = dater.find(expression, published=reference, focus=reference)
        total["found"] += bool(found)
        total["resolved"] += bool(found and found[0].when)
        right = bool(found) and value in as_timex(found[0])
        total["exact"] += right
        if misses and not right:
            got = found[0].when if found else None
            print(f"  {reference} {expression!r} wanted {value}, got {got and _flat(got)}")
    print("timenorm:", ", ".join(f"{name} {count}" for name, count in total.items()))
    print(f"  exact of those found: {total['exact'] / total['found']:.3f}")


def measure_speed(phrases: Sequence[Phrase], language: Language, *, seconds: float) -> None:
    """Prints phrases and megabytes a second of processor time: median and best pass."""
    dater = Dater(language, zone="Asia/Seoul")
    plain = "The committee weighed the proposal and found nothing new in it. " * 100

    def read_all() -> None:
        for one in phrases:
            dater.find(one.text, published=one.published, focus=one.focus)

    middle, best = _passes(read_all, seconds)
    print(f"speed: {len(phrases) / middle:,.0f} phrases/s (best {len(phrases) / best:,.0f})")
    middle, best = _passes(lambda: dater.find(plain, published=date(2024, 9, 18)), seconds / 4)
    size = len(plain) / 1e6
    print(f"  text without dates: {size / middle:.1f} MB/s (best {size / best:.1f})")


def _passes(run: Callable[[], object], seconds: float) -> tuple[float, float]:
    """Seconds of the median and of the fastest pass: other work on the machine slows some."""
    spent: list[float] = []
    while sum(spent) < seconds:
        began = time.process_time()
        run()
        spent.append(time.process_time() - began)
    return median(spent), min(spent)


def main() -> None:
    """Run every part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--misses", action="store_true", help="print what went wrong")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long to measure speed")
    given = parser.parse_args()
    language = load_english()
    for path in sorted(HERE.glob("date_phrases*.csv")):
        phrases = read_phrases(path)
        right = score_phrases(phrases, language, misses=given.misses)
        print(f"{path.name}: {right} of {len(phrases)} phrases exact")
    score_timenorm(language, misses=given.misses)
    measure_speed(read_phrases(HERE / "date_phrases.csv"), language, seconds=given.seconds)


if __name__ == "__main__":
    main()
