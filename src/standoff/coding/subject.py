"""Who acts: the subject of a verb, the one after "by", the possessor."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from standoff.coding.reference import Reference, Subject
from standoff.coding.states import states_of
from standoff.coding.text import fold
from standoff.packs import Language

_ACTOR = re.compile(r"<[SDBPCF]\d+>")
_DEPTH = 5
_PAIR = 2
_SHARED_VERBS = 6
_MAIN_VERBS = 8


@dataclass(frozen=True, slots=True)
class _Words:
    """The word classes of a language that say what can stand for an actor."""

    aux: frozenset[str]
    nouns: frozenset[str]
    pronoun: re.Pattern[str]


@lru_cache(maxsize=8)
def _words(language: Language) -> _Words:
    terms = language.terms
    pronouns = "|".join(re.escape(fold(word)) for word in terms.get("actor_pronoun", ()))
    return _Words(
        aux=frozenset(map(fold, terms.get("aux", ()))),
        nouns=frozenset(map(fold, terms.get("actor_noun", ()))),
        pronoun=re.compile(rf"(?:^|[ (,\"])(?:{pronouns})$"),
    )


@dataclass(frozen=True, slots=True)
class Syntax(Reference):
    """Who acts in one sentence of a document, as its syntax shows."""

    def active(self, verb: int) -> Subject | None:
        """The subject of an active verb that begins at `verb` of the masked sentence.

        Returns:
            None where the subject is somebody the theatre does not know, or nobody is named.
        """
        words = _words(self.document.pack.language)
        left = self.masked.text[:verb].rstrip()
        wanted = False
        for _ in range(_DEPTH):
            left = self._before_verb_group(left, words)
            if caused := self._search("caused-to", left):
                return self._subject(caused, "agents")
            if control := self._search("control-tail", left):
                left, wanted = left[: control.start()], True
                owner = None if self._search("actor-at-end", left) else self.owner(len(left) + 1)
                if owner:
                    return owner
                continue
            rules = (
                self.told_of,
                self._located,
                self._named_at_end,
                self._headed,
                self._office,
                self._stand_in,
            )
            for rule in rules:
                if found := rule(left):
                    return found
            if not self._search("links-on", left):
                return (
                    self._after_fronted(left, verb)
                    or self._of_attempt(left, verb)
                    or (None if wanted else self._owning(left))
                )
            linked = self._antecedent(left) or self._shared(left, verb)
            aside = self._search("aside-at-end", left)
            if linked or aside is None:
                return linked or self._nearest(len(left))
            left = left[: aside.start()].rstrip()
        return None

    def _shared(self, left: str, verb: int) -> Subject | None:
        """The subject of an earlier verb that goes on: "X tested one and launched".

        A relative clause about "a country that ..." is about whom the report speaks of.
        """
        if self._search("generic-relative", left):
            return self.meant(len(left))
        tail = self._search("shared-subject-tail", left)
        if tail is None:
            return None
        opens = left.rfind(": ", 0, tail.start())
        verbs = self.grammar.syntax("coordinate-verb").finditer(left, opens + 1, tail.start())
        places = [found.start("verb") for found in verbs if self._goes_on(found, verb)][
            -_SHARED_VERBS:
        ]
        for place in reversed(places):
            wanted = left[:place].endswith("to ")
            if subject := self.active(place) if wanted else self._plain_subject(place):
                return subject
        pronouns = list(self.grammar.syntax("main-subject").finditer(left, 0, tail.start()))
        return self.meant(pronouns[-1].end("pronoun")) if pronouns else None

    def main(self, place: int, *, but: Collection[str] = ()) -> Subject | None:
        """The subject of the last verb before `place` that has one right before it.

        Args:
            place: where to look back from in the masked sentence.
            but: states that it does not stand for.
        """
        verbs = self.grammar.syntax("coordinate-verb").finditer(self.masked.text, 0, place)
        places = [found.start("verb") for found in verbs][-_MAIN_VERBS:]
        subjects = (one for p in reversed(places) if (one := self._plain_subject(p)))
        return next(
            (one for one in subjects if not {*states_of(self.document, one.mentions)} & {*but}),
            None,
        )

    def _of_attempt(self, left: str, verb: int) -> Subject | None:
        """Who makes the attempt, plan or bid to do it: "X had failed in an attempt to"."""
        tail = self.masked.text[len(left) : verb]
        if not self._search("attempt-tail", tail):
            return None
        verbs = self.grammar.syntax("coordinate-verb").finditer(left)
        found = max((one.start("verb") for one in verbs), default=None)
        return None if found is None else self._plain_subject(found)

    def _plain_subject(self, verb: int) -> Subject | None:
        """The subject that stands right before a verb, without looking further back."""
        left = self._before_verb_group(
            self.masked.text[:verb].rstrip(), _words(self.document.pack.language)
        )
        if relative := self._search("relative-tail", left):
            left = left[: relative.start()]
        rules = (
            self._located,
            self._named_at_end,
            self._headed,
            self._office,
            self._stand_in,
        )
        return next((found for rule in rules if (found := rule(left))), None)

    def agent(self, start: int, end: int) -> Subject | None:
        """The actors after "by" near a passive verb or a noun of action in `[start, end)`."""
        by = self.grammar.syntax("by-agent")
        text = self.masked.text
        # Who acts in a clause that hangs on the noun does not act in the noun.
        aside = self.grammar.syntax("hangs-on").search(text, end)
        stop = min(end + 90, aside.start() if aside else len(text))
        found = by.search(text, end, stop) or by.search(text, start, end)
        return self._subject(found, "agents") if found else None

    def by_whom(self, verb: int) -> Subject | None:
        """The actors right after a participle and its "by": "<S1>, named by <P2>"."""
        found = self.grammar.syntax("participle-by").match(self.masked.text, verb)
        return self._subject(found, "agents") if found else None

    def owner(self, start: int) -> Subject | None:
        """The actor who owns the noun phrase that begins at `start`: "X's third ..."."""
        found = self._search("owner-before", self.masked.text[:start])
        if not found:
            return None
        name = next(name for name in ("owner", "owner2", "owner3") if found.group(name))
        return self._subject(found, name)

    def _goes_on(self, found: re.Match[str], verb: int) -> bool:
        """Whether a word may be a verb that the one at `verb` goes on with.

        Coordinated verbs have one tense: "exports" is a noun beside "and pressed".
        """
        other = self.grammar.syntax("not-present").match(self.masked.text, verb)
        return not (other and self.grammar.syntax("present-form").fullmatch(found.group("verb")))

    def _before_verb_group(self, left: str, words: _Words) -> str:
        """The words before a verb without its auxiliaries, adverbs and dates."""
        while True:
            left = left.rstrip(' "')
            last = left.rsplit(" ", 1)[-1]
            if last in words.aux and not words.pronoun.search(left):
                left = left[: len(left) - len(last)]
                continue
            found = (self._search(name, left) for name in ("time-tail", "parenthesis-tail"))
            tail = next(filter(None, found), None) or self._aside(left)
            if tail is None:
                return left
            left = left[: tail.start()]

    def without_asides(self, left: str) -> str:
        """The words up to the one who acts, without what stands between commas after it."""
        aside = self._aside(left.rstrip())
        return left[: aside.start()] if aside else left

    def _aside(self, left: str) -> re.Match[str] | None:
        """What stands between commas after an actor who opens a clause: "A, an ally of B,"."""
        if not left.endswith(","):
            return None
        opens = self.grammar.syntax("clause-opens").search
        for found in self.grammar.syntax("aside-of-actor").finditer(left):
            if opens(left[: found.start("np")]):
                return self.grammar.syntax("aside-rest").match(left, found.end("np"))
        return None

    def _named_at_end(self, left: str) -> Subject | None:
        found = self._search("actor-at-end", left)
        if not found:
            return None
        numbers = list(self._subject(found, "actor").mentions)
        head = self._without_own(left[: found.start("actor")])
        led = self.grammar.syntax("preposition-tail").search
        while joined := self._search("joined-before", head):
            before = head[: joined.start("actor")]
            sent = self._search("representing-tail", before)
            if not joined.group("and") and led(before) and not sent:
                break  # "according to A, B": A is no partner of B
            numbers = [*self._subject(joined, "actor").mentions, *numbers]
            head = self._without_own(head[: joined.start("actor")])
        if led(head) and not self._search("representing-tail", head):
            return self._nearest(len(head))
        return Subject(tuple(numbers))

    def _without_own(self, head: str) -> str:
        """The words before a name without those that say whose officer it is: "<S1>'s envoy"."""
        own = self._search("own-office", head)
        return head[: own.start()] if own else head

    def told_of(self, left: str) -> Subject | None:
        """Whom another says to have done it ("A accused B of"), or whom a "who" follows."""
        rules = ("accused-of", "who-at-end", "caused-to")
        found = next((hit for rule in rules if (hit := self._search(rule, left))), None)
        return self._subject(found, "agents") if found else None

    def _headed(self, left: str) -> Subject | None:
        """Whom the noun phrase at the end acts for: "two <D1> guards", "a mine laid by <S1>"."""
        led = self.grammar.syntax("preposition-tail").search
        if found := self._search("headed-at-end", left):
            head = self._search("before-noun-phrase", left[: found.start("actor")])
            if not (head and led(left[: head.start()])):
                return self._subject(found, "actor")
        found = self._search("sent-from", left) or self._search("headed-with-tail", left)
        return self._subject(found, "actor") if found else None

    def _after_fronted(self, left: str, verb: int) -> Subject | None:
        """Who acts in a participle that opens the sentence: "Visiting <S1>, <P2> warned"."""
        if not self._search("fronted-participle", left):
            return None
        found = self.grammar.syntax("after-fronted").search(self.masked.text[verb:])
        return self._subject(found, "agents") if found else None

    def _office(self, left: str) -> Subject | None:
        """Whom an office or body at the end belongs to: "a spokesman for the ministry of <S>"."""
        found = self._search("office-subject", left) or self._search("office-owned", left)
        return Subject((int(found.group("of")),)) if found else None

    def _owning(self, left: str) -> Subject | None:
        """Who owns, or is named in, the noun phrase at the end: "<S>'s council for trade"."""
        found = self._search("owned-phrase", left)
        if found is None:
            return None
        led = self._search("preposition-tail", left[: found.start("actor")])
        return None if led else self._subject(found, "actor")

    def _antecedent(self, left: str) -> Subject | None:
        """Whom the noun phrase before "which" belongs to: "<B> resolution 7, which"."""
        return self._of_relative(left)

    def _of_relative(self, left: str) -> Subject | None:
        """Who owns the phrase that a relative clause, into which `left` leads, speaks of."""
        relative = self._search("relative-tail", left)
        found = relative and self._search("owned-phrase", left[: relative.start()])
        return self._subject(found, "actor") if found else None

    def _located(self, left: str) -> Subject | None:
        """Whom somebody unnamed acts for by place: "a spokesman in <S>", "in <S>, a general"."""
        found = self._search("located-office", left) or self._search("office-located", left)
        return Subject((int(found.group("of")),)) if found else None

    def _stand_in(self, left: str) -> Subject | None:
        """Whom a pronoun or a noun such as "the army" at the end stands for."""
        words = _words(self.document.pack.language)
        if self._search("first-person-tail", left):
            return self.speaking()
        if words.pronoun.search(left):
            return self.meant(len(left))
        if self._search("allies-tail", left):
            return self.allies(len(left))
        if group := self._search("sides-tail", left):
            return self.sides(len(left), _number_of(group))
        if left.rstrip(",").rsplit(" ", 1)[-1] not in words.nouns:
            return None
        head = left.rstrip(",").rsplit(" ", 1)[0] + " "
        return self.owner(len(head)) or self.meant(len(head))

    def _nearest(self, end: int) -> Subject | None:
        """The nearest actor before `end` that no preposition leads, with its partners."""
        if self._search("unknown-antecedent", self.masked.text[:end].rstrip()):
            return None
        text, tail = self.masked.text, self.grammar.syntax("preposition-tail")
        owning, addressed = self.grammar.syntax("possessive"), self.grammar.syntax("addressed-tail")
        for found in reversed(list(_ACTOR.finditer(text, 0, end))):
            owns = owning.search(text[found.start() : end])
            head = text[: found.start()]
            if not (owns or tail.search(head) or addressed.search(head)):
                return self._named_at_end(text[: found.end()])
        return None


def _number_of(group: re.Match[str]) -> int:
    """How many states words such as "the two sides" speak of: the digit in the name of a slot."""
    told = (int(name[1]) for name, words in group.groupdict().items() if words)
    return next(told, _PAIR)
