"""Words that make up a role, and the words before a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from standoff.coding.text import fold
from standoff.packs import Language

_LAST_TOKEN = re.compile(r"(?:^|(?<=[\s(\"]))([\w.'<>/]+),? $")
_REACH_TOKENS = 8


@dataclass(frozen=True, slots=True)
class RoleWords:
    """The word classes that tell a role, a group and an office."""

    heads: frozenset[str]
    roles: frozenset[str]
    joins: frozenset[str]
    stops: frozenset[str]
    many: frozenset[str]
    determiners: frozenset[str]
    officials: frozenset[str]
    few: frozenset[str]
    definite: frozenset[str]
    outlets: frozenset[str]
    group: re.Pattern[str]
    head: re.Pattern[str]


@lru_cache(maxsize=8)
def role_words(language: Language) -> RoleWords:
    """The word classes of a language, built once."""
    terms: Mapping[str, tuple[str, ...]] = language.terms

    def words(name: str) -> frozenset[str]:
        return frozenset(map(fold, terms.get(name, ())))

    nouns = sorted(words("analyst_noun") | words("official_noun"), key=len, reverse=True)
    return RoleWords(
        heads=words("role_head"),
        roles=words("role_word"),
        joins=words("role_join"),
        stops=words("group_stop"),
        many=words("group_many"),
        determiners=words("group_determiner"),
        officials=words("official_noun"),
        few=words("few_determiner"),
        definite=words("definite_article"),
        outlets=words("outlet_head"),
        group=re.compile(r"\b(?:" + "|".join(map(re.escape, nouns)) + r")\b"),
        head=re.compile(
            r"(?:^|\b(?:an?|the) )(?P<role>(?:[\w']+ ){0,3}?(?:"
            + "|".join(map(re.escape, sorted(words("role_head"), key=len, reverse=True)))
            + r"))(?= (?:of|for|at|from|in)\b[^,;:]*$)"
        ),
    )


def tokens_before(text: str, end: int) -> Iterator[tuple[str, int]]:
    """The words that stand right before a place, nearest first, with where they begin."""
    for _ in range(_REACH_TOKENS):
        found = _LAST_TOKEN.search(text, max(0, end - 40), end)
        if not found:
            return
        yield text[found.start(1) : end].rstrip(), found.start(1)
        end = found.start(1)
