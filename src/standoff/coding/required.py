"""Which words a text must hold before a regular expression can match in it.

A pattern is worth running only where each of its requirements has at least one of its literals in
the text; one pass of an automaton finds the literals of all patterns at once. A pattern in which
nothing is bound to occur has no requirements and always runs.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from standoff.coding.blocks import Blocks, Tree, is_mark, op

# At least one of the literals of a requirement occurs in every text with a match.
Requirement = frozenset[str]
# All texts that a part of a pattern matches, or None where they are too many.
Exact = frozenset[str] | None
# Stands in literals for the edge of a word.
EDGE = chr(0xFFFFD)
_NOTHING: Requirement = frozenset({""})
_MOST_ALTERNATIVES = 4000
_MOST_JOINED = 300
_MOST_CHARACTERS = 12
_MOST_REQUIREMENTS = 3
# What nearly every text holds, such as a space, tells nothing.
_MOST_COMMON = 0.3
_UNFIT = re.ASCII | re.IGNORECASE | re.LOCALE | re.VERBOSE


def requirements(expression: str) -> tuple[Requirement, ...]:
    r"""Sets of literals; a text in which the expression matches has one of each set.

    Args:
        expression: a regular expression without flags.

    Returns:
        The sets; where a literal must begin or end at the edge of a word, `EDGE` stands there.

    >>> [sorted(one) for one in requirements(r"(?:fired|launched) (?:a|two) <G\d+>")]
    [['fired a <G', 'fired two <G', 'launched a <G', 'launched two <G']]
    >>> requirements(r"\w+")
    ()
    """
    blocks = Blocks({})
    return Needs(blocks, {}).of(blocks.parsed(expression))


class _Weighed(NamedTuple):
    """A requirement, tidied, with how common its literals are."""

    commonness: float
    literals: Requirement


class Needs:
    """What expressions built from named blocks require; each block is looked into once."""

    def __init__(self, blocks: Blocks, words: Mapping[str, Requirement]) -> None:
        """Keep the blocks.

        Args:
            blocks: what expressions are built from.
            words: for blocks that are lists of words, all that they match.
        """
        self._blocks = blocks
        self._words = words
        self._known: dict[str, tuple[Exact, list[Requirement]]] = {}
        self._weights: dict[Requirement, _Weighed] = {}
        self._short: dict[Requirement, Requirement] = {}

    def of(self, tree: Tree) -> tuple[Requirement, ...]:
        """The rarest sets of literals of which a text with a match has at least one each.

        Args:
            tree: an expression as `Blocks.parsed` returns it.
        """
        exact, bound = self._whole(tree)
        weighed = {self._weighed(one) for one in (*bound, *_as_requirement(exact))}
        telling = [one for one in weighed if one.commonness < _MOST_COMMON]
        ranked = sorted(telling, key=lambda one: (one.commonness, sorted(one.literals)))
        return tuple(self._shortest(one.literals) for one in ranked[:_MOST_REQUIREMENTS])

    def _whole(self, tree: Tree) -> tuple[Exact, list[Requirement]]:
        """What an expression matches and requires."""
        return (None, []) if tree.state.flags & _UNFIT else self._sequence(tree)

    def _weighed(self, literals: Requirement) -> _Weighed:
        if literals not in self._weights:
            tidy = frozenset(map(_tidy, literals))
            self._weights[literals] = _Weighed(_commonness(tidy), tidy)
        return self._weights[literals]

    def _shortest(self, literals: Requirement) -> Requirement:
        if literals not in self._short:
            self._short[literals] = _shortest(literals)
        return self._short[literals]

    def _block(self, name: str) -> tuple[Exact, list[Requirement]]:
        if name not in self._known:
            words = self._words.get(name)
            told = self._whole(self._blocks.block(name)) if words is None else (_edged(words), [])
            self._known[name] = told
        return self._known[name]

    def _sequence(self, items: Iterable[tuple[Any, Any]]) -> tuple[Exact, list[Requirement]]:
        """What parts in a row match together; beyond some size, what each stretch requires."""
        bound: list[Requirement] = []
        run: Requirement = _NOTHING
        whole = True
        for kind, value in items:
            exact, inner = self._part(kind, value)
            bound.extend(inner)
            if exact is not None and len(run) * len(exact) <= _MOST_JOINED:
                run = frozenset(a + b for a in run for b in exact)
                continue
            bound.extend(_as_requirement(run))
            whole = False
            run = _NOTHING if exact is None else exact
        if whole:
            return run, bound
        return None, [*bound, *_as_requirement(run)]

    def _part(  # noqa: PLR0911 - one way out for each kind of part
        self, kind: Any, value: Any
    ) -> tuple[Exact, list[Requirement]]:
        """What one part of a parsed expression matches, and what it requires beside that."""
        if kind is op.LITERAL:
            return self._literal(value)
        if kind is op.SUBPATTERN:
            _, added, _, inside = value
            return (None, []) if added & _UNFIT else self._sequence(inside)
        if kind is op.BRANCH:
            return _of_branches([self._sequence(one) for one in value[1]])
        if kind in (op.MAX_REPEAT, op.MIN_REPEAT):
            return self._repeat(*value)
        if kind is op.ASSERT:
            exact, inner = self._sequence(value[1])
            return _NOTHING, [*inner, *_as_requirement(exact)]
        if kind in (op.AT, op.ASSERT_NOT):
            edge = kind is op.AT and value is op.AT_BOUNDARY
            return frozenset({EDGE}) if edge else _NOTHING, []
        return _characters(value) if kind is op.IN else None, []

    def _literal(self, code: int) -> tuple[Exact, list[Requirement]]:
        if not is_mark(code):
            return frozenset({chr(code)}), []
        name = self._blocks.block_at(code)
        return self._block(name) if name else (_NOTHING, [])

    def _repeat(self, least: int, most: int, inside: Any) -> tuple[Exact, list[Requirement]]:
        exact, bound = self._sequence(inside)
        if (least, most) == (1, 1):
            return exact, bound
        if least == 0:
            return (exact | _NOTHING if exact is not None and most == 1 else None), []
        return None, [*bound, *_as_requirement(exact)]


def _characters(items: Sequence[tuple[Any, Any]]) -> Exact:
    if len(items) > _MOST_CHARACTERS or any(kind is not op.LITERAL for kind, _ in items):
        return None
    return frozenset(chr(value) for _, value in items)


def _of_branches(
    branches: list[tuple[Exact, list[Requirement]]],
) -> tuple[Exact, list[Requirement]]:
    """Alternatives: all their texts, else the rarest requirement of each taken together."""
    if all(exact is not None for exact, _ in branches):
        union = frozenset[str]().union(*(exact for exact, _ in branches if exact is not None))
        if len(union) <= _MOST_ALTERNATIVES and not any(bound for _, bound in branches):
            return union, []
    chosen: list[Requirement] = []
    for exact, bound in branches:
        candidates = [*bound, *_as_requirement(exact)]
        if not candidates:
            return None, []
        chosen.append(min(candidates, key=_commonness))
    return None, [frozenset[str]().union(*chosen)]


def _as_requirement(exact: Exact) -> list[Requirement]:
    return [exact] if exact and all(one.strip(EDGE) for one in exact) else []


def _edged(words: Requirement) -> Requirement:
    return frozenset(f"{EDGE}{word}{EDGE}" for word in words) or _NOTHING


def _tidy(literal: str) -> str:
    """A literal with the edges of words only at its ends, and only beside letters."""
    bare = literal.replace(EDGE, "")
    before = EDGE if literal[0] == EDGE and _is_word(bare[0]) else ""
    after = EDGE if literal[-1] == EDGE and _is_word(bare[-1]) else ""
    return f"{before}{bare}{after}"


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _shortest(literals: Requirement) -> Requirement:
    """The literals without those that contain another one."""
    plain = [one for one in literals if EDGE not in one]
    if not plain:
        return literals
    machine = AhoCorasick(plain, matchkind=MatchKind.Standard)

    def minimal(one: str) -> bool:
        found = machine.find_matches_as_indexes(one, overlapping=True)
        return all(end - start == len(one) for _, start, end in found)

    return frozenset(filter(minimal, literals))


def _commonness(literals: Requirement) -> float:
    """A guess at how many texts hold one of the literals: short ones are everywhere."""
    return sum(math.pow(10.0, -len(one) / 2) for one in literals)


class Prefilter:
    """Finds in one pass which of many expressions may match in a text."""

    def __init__(self, needs: Sequence[Iterable[Requirement]]) -> None:
        """Args: needs: the requirements of each expression, in its order."""
        asked = [tuple(one) for one in needs]
        self._levels = max(map(len, asked), default=0)
        self._count = len(asked)
        # One bit for each requirement, level by level; those that an expression lacks are met.
        self._free = sum(
            1 << (level * self._count + number)
            for number, one in enumerate(asked)
            for level in range(len(one), self._levels)
        )
        bits: dict[str, int] = {}
        for number, one in enumerate(asked):
            for level, literals in enumerate(one):
                for literal in literals:
                    bits[literal] = bits.get(literal, 0) | 1 << (level * self._count + number)
        ordered = sorted(bits)
        self._literals = [(bits[one], one[0] == EDGE, one[-1] == EDGE) for one in ordered]
        self._machine = AhoCorasick(
            [one.strip(EDGE) for one in ordered], matchkind=MatchKind.Standard
        )

    def candidates(self, text: str) -> list[int]:
        """The numbers of the expressions that may match in a text, in order."""
        met, last = self._free, len(text)
        seen: set[int] = set()
        for index, start, end in self._machine.find_matches_as_indexes(text, overlapping=True):
            if index in seen:
                continue
            bits, at_start, at_end = self._literals[index]
            if at_start and start and ((one := text[start - 1]).isalnum() or one == "_"):
                continue
            if at_end and end < last and ((one := text[end]).isalnum() or one == "_"):
                continue
            seen.add(index)
            met |= bits
        left = (1 << self._count) - 1
        for level in range(self._levels):
            left &= met >> (level * self._count)
        return _numbers(left)


def _numbers(bits: int) -> list[int]:
    """The places of the bits that are set, lowest first."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return found
