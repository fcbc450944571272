"""Find the dates of a text and work out the days they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from standoff.coding.dating.context import TENSES, Surroundings, surroundings
from standoff.coding.dating.grammar import Grammar, compile_dates
from standoff.coding.dating.mention import DateMention, Setting, Tense
from standoff.coding.dating.resolve import NEEDS_FOCUS, resolve
from standoff.coding.dating.scan import Found, scan
from standoff.dates import When, one_day
from standoff.errors import PackError, Problem
from standoff.packs import Language


class Dater:
    """Finds dates in the texts of one language and resolves them to days in one zone."""

    def __init__(self, language: Language, *, zone: str) -> None:
        """Compile the language's patterns.

        Args:
            language: its section `dates` holds words, cues and patterns.
            zone: IANA name; times given in another zone become local days here.

        Raises:
            PackError: a pattern is unsound; every problem is named.
        """
        self.grammar: Grammar = compile_dates(language)
        self.zone = zone
        if self.grammar.problems:
            raise PackError(self.grammar.problems)

    def find(
        self, text: str, *, published: date | None, focus: date | None = None
    ) -> tuple[DateMention, ...]:
        """The dates of a text, in its order, none overlapping another.

        Args:
            text: what to read; offsets count its characters, half open.
            published: day of publication in the outlet's calendar; without it "on Thursday"
                stays unresolved and the mention says what it needs.
            focus: a day established before this text begins, for "the next day".
        """
        found = scan(self.grammar, text)
        if not found:
            return ()
        around = surroundings(self.grammar, text, [one.start for one in found])
        reader = _Reader(around=around, published=published, zone=self.zone)
        return reader.read(found, one_day(focus) if focus else None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Reader:
    around: Surroundings
    published: date | None
    zone: str

    def read(self, found: Sequence[Found], focus: When | None) -> tuple[DateMention, ...]:
        """First what stands by itself, then what leans on another date, in the text's order."""
        alone = [
            None if one.wording.kind in NEEDS_FOCUS else self._mention(one, None) for one in found
        ]
        read: list[DateMention] = []
        established = focus
        for place, one in enumerate(found):
            mention = alone[place]
            if mention is None:
                mention = self._mention(one, self._focus(one, read, alone, established))
            read.append(mention)
            if None in alone[place + 1 :] and self._establishes(mention):
                established = mention.when
        return tuple(read)

    def _establishes(self, mention: DateMention) -> bool:
        """Whether later sentences may lean on the date: not if it only dates somebody's words."""
        dated = mention.when is not None and mention.when.first is not None
        if mention.of_what_follows:
            return False
        return dated and not self.around.dates_speech(mention.start)

    def _focus(
        self,
        one: Found,
        read: Sequence[DateMention],
        alone: Sequence[DateMention | None],
        established: When | None,
    ) -> When | None:
        """What this date leans on: one before in its sentence, for a time one after, or earlier."""
        low, high = self.around.sentence(one.start)
        inside = [
            other.when
            for other in read
            if other.start >= low and other.when and not other.of_what_follows
        ]
        if not inside and one.wording.kind == "clock":
            later = (other for other in alone[len(read) + 1 :] if other and other.end <= high)
            inside = [other.when for other in later if other.when and other.when.day][:1]
        if inside:
            return inside[-1]
        if one.fields.get("neighbour") == 0 and read and read[-1].when and read[-1].when.day:
            return read[-1].when  # "the same day" is the day named last, whatever it dates
        if "order" in one.fields and (established is None or established.day is None):
            return next((other.when for other in reversed(read) if other.when), established)
        if established is None and read and self.around.dates_speech(read[-1].start):
            return read[-1].when
        return established

    def _mention(self, one: Found, focus: When | None) -> DateMention:
        tense = self._tense(one)
        at = Setting(
            published=self.published,
            focus=focus,
            tense=tense,
            zone=self.zone,
            week_opens=self.around.grammar.week_opens,
        )
        reading = resolve(one.wording.kind, one.fields, at)
        when = reading if isinstance(reading, When) else None
        return DateMention(
            start=one.start,
            end=one.end,
            when=when,
            kind=one.wording.kind,
            pattern=one.wording.id,
            tense=tense,
            needs=reading if isinstance(reading, str) else None,
            fields=one.fields,
            zone=self.zone,
        )

    def _tense(self, one: Found) -> Tense | None:
        tense = self.around.tense(one.start, one.end)
        return "future" if tense is None and one.fields.get("bound") == "until" else tense


def check(language: Language) -> tuple[Problem, ...]:
    """What is wrong with a language's dates: unsound patterns, sentences they get wrong."""
    grammar = compile_dates(language)
    if grammar.problems:
        return grammar.problems
    problems = []
    for pattern in language.sections.get("dates", ()):
        for sentences, wanted in ((pattern.yes, True), (pattern.no, False)):
            for sentence in sentences:
                if _found(grammar, pattern.id, pattern.kind, sentence) != wanted:
                    verb = "misses" if wanted else "matches"
                    detail = f"{verb} {sentence!r}; mend `match` or the sentence"
                    problems.append(Problem(place=f"dates.yml {pattern.id}", detail=detail))
    return tuple(problems)


def _found(grammar: Grammar, pattern_id: str, kind: str, sentence: str) -> bool:
    if kind == "link":
        return bool(grammar.cues[kind].fullmatch(sentence))
    if kind in TENSES:
        return any(cue.lastgroup == kind for cue in grammar.tenses.finditer(sentence))
    if kind == "speech":
        return any(
            cue.end() == len(sentence.rstrip()) for cue in grammar.cues[kind].finditer(sentence)
        )
    if kind in grammar.cues:
        return bool(grammar.cues[kind].search(sentence))
    return any(one.wording.id == pattern_id for one in scan(grammar, sentence))
