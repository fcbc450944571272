"""Regular expressions built from named blocks; each block is parsed once, not in every pattern.

The patterns of a language name the same few hundred blocks thousands of times. Written out they
are some millions of characters, which take seconds to parse; put together from parsed blocks they
are the same expressions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from standoff.errors import InputError

# Python's own reader of expressions is typed by nobody.
compiler: Any = import_module("re._compiler")
op: Any = import_module("re._constants")
parser: Any = import_module("re._parser")

# A block of a language in an expression, `{name}`, perhaps as a slot, `{slot:name}`.
BLOCK = re.compile(r"\{(?:(\w+):)?([a-z_]\w*)\}")
_GROUP = re.compile(r"\(\?P<(\w+)>")
# Private characters, which no expression holds. A block stands in a parsed expression as two of
# them: which occurrence it is, so that the parser takes no two of them for one, and which block.
_FIRST_OCCURRENCE, _FIRST_BLOCK = 0xF0000, 0x100000

# A parsed expression; what Python's parser makes of it has no public type.
Tree = Any


def named_once(expression: str) -> str:
    """The expression with only the first group of each name kept; the rest capture nothing."""
    seen: set[str] = set()

    def replace(found: re.Match[str]) -> str:
        if found.group(1) in seen:
            return "(?:"
        seen.add(found.group(1))
        return found.group()

    return _GROUP.sub(replace, expression)


def is_mark(code: int) -> bool:
    """Whether a character of a parsed expression is one of the two that stand for a block."""
    return code >= _FIRST_OCCURRENCE


class Blocks:
    """The named blocks of a language, parsed when an expression first needs them."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """Args: texts: expression of each block, in which others may stand as `{name}`."""
        self._texts = texts
        self._names = tuple(texts)
        self._places = {name: place for place, name in enumerate(self._names)}
        self._parsed: dict[str, Tree] = {}
        self._plain: dict[str, Tree | None] = {}
        self._open: list[str] = []

    def parsed(self, expression: str) -> Tree:
        """The parsed expression, in which `block_at` tells where blocks stand.

        Raises:
            InputError: it names an unknown block.
            re.error: it is no regular expression.
        """
        places = iter(range(_FIRST_OCCURRENCE, _FIRST_BLOCK))

        def mark(found: re.Match[str]) -> str:
            slot, name = found.groups()
            if name not in self._places:
                raise InputError(f"there is no block or word class {{{name}}}")
            marks = chr(next(places)) + chr(_FIRST_BLOCK + self._places[name])
            return f"(?P<{slot}>{marks})" if slot else f"(?:{marks})"

        return parser.parse(named_once(BLOCK.sub(mark, expression)))

    def block(self, name: str) -> Tree:
        """The parsed expression of a block.

        Raises:
            InputError: it is no regular expression, or names an unknown block.
        """
        if name not in self._parsed:
            try:
                self._parsed[name] = self.parsed(self._texts[name])
            except (re.error, InputError) as error:
                raise InputError(f"block {{{name}}}: {error}") from error
        return self._parsed[name]

    def block_at(self, code: int) -> str | None:
        """The block that a character of a parsed expression stands for; None for another one."""
        return self._names[code - _FIRST_BLOCK] if code >= _FIRST_BLOCK else None

    def compiled(self, tree: Tree) -> re.Pattern[str]:
        """A parsed expression with its blocks in it; of groups with one name the first captures.

        Raises:
            InputError: a block is broken, or blocks contain each other.
            re.error: put together it is no regular expression.
        """
        whole = _Whole(self, tree.state.flags)
        found: re.Pattern[str] = compiler.compile(whole.joined(tree))
        return found

    def plain(self, name: str) -> Tree | None:
        """The block with all blocks in it, if it captures nothing and can be used as it is.

        Raises:
            InputError: the block is a part of itself, or sets flags for all of an expression.
        """
        if name in self._open:
            raise InputError("blocks contain each other; break the circle")
        if name not in self._plain:
            self._open.append(name)
            try:
                tree = self.block(name)
                if tree.state.flags != re.UNICODE.value:
                    raise InputError(f"block {{{name}}} has flags; write them as (?i:...)")
                whole = _Whole(self, tree.state.flags)
                joined = whole.joined(tree)
                self._plain[name] = joined if whole.state.groups == 1 else None
            finally:
                self._open.pop()
        return self._plain[name]


class _Groups(NamedTuple):
    """The groups of one parsed expression: their names, and their numbers in the whole."""

    names: Mapping[int, str]
    numbers: dict[int, int]


class _Whole:
    """One expression while it is put together; its groups are numbered as they come."""

    def __init__(self, blocks: Blocks, flags: int) -> None:
        self.blocks = blocks
        self.state = parser.State()
        self.state.flags = flags

    def joined(self, tree: Tree) -> Tree:
        """The tree with its blocks put in."""
        names = {number: name for name, number in tree.state.groupdict.items()}
        return self._tree(tree, _Groups(names, {}))

    def _tree(self, items: Tree, groups: _Groups) -> Tree:
        parts = [part for kind, value in items for part in self._part(kind, value, groups)]
        return parser.SubPattern(self.state, parts)

    def _part(self, kind: Any, value: Any, groups: _Groups) -> Iterator[tuple[Any, Any]]:
        """What one part of a parsed expression becomes: for a block, all that is in it."""
        if kind is op.LITERAL and is_mark(value):
            if name := self.blocks.block_at(value):
                yield from self.blocks.plain(name) or self.joined(self.blocks.block(name))
        elif kind is op.SUBPATTERN:
            yield kind, self._group(value, groups)
        elif kind is op.GROUPREF:
            yield kind, groups.numbers[value]
        elif kind is op.GROUPREF_EXISTS:
            yield kind, (groups.numbers[value[0]], *self._copied(value[1:], groups))
        elif kind is op.IN:
            if any(one is op.LITERAL and is_mark(code) for one, code in value):
                raise InputError("a block stands between [ and ], where only letters may")
            yield kind, value
        else:
            yield kind, self._copied(value, groups)

    def _copied(self, value: Any, groups: _Groups) -> Any:
        """What a part consists of, with the blocks in it put in."""
        if isinstance(value, parser.SubPattern):
            return self._tree(value, groups)
        if isinstance(value, tuple | list):
            return type(value)(self._copied(one, groups) for one in value)
        return value

    def _group(self, value: tuple[Any, ...], groups: _Groups) -> tuple[Any, ...]:
        """A group; one whose name another has already captures nothing."""
        number, *flags, tree = value
        name = groups.names.get(number)
        if name in self.state.groupdict:
            groups.numbers[number] = self.state.groupdict[name]
            number = None
        if number is None:
            return (None, *flags, self._tree(tree, groups))
        mine: int = self.state.opengroup(name)
        groups.numbers[number] = mine
        inner = self._tree(tree, groups)
        self.state.closegroup(mine, inner)
        return (mine, *flags, inner)
