"""Word classes with lemmas in them spelled out: `@fire` stands for fire, fires, fired, firing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from standoff.errors import Problem

Terms = Mapping[str, tuple[str, ...]]
_MARK = "@"
_IRREGULAR = "verb."
# Which forms a lemma stands for, by what follows it after a colon.
_CHOICES = {
    "": ("lemma", "third", "past", "done", "ing"),
    "finite": ("lemma", "third", "past", "done"),
    "past": ("past", "done"),
    "done": ("done",),
    "ing": ("ing",),
}


# Form, what of a lemma's end is replaced, and by what.
Rule = tuple[str, str, str]


def spelled_out(terms: Terms, rules: Sequence[Rule], problems: list[Problem]) -> Terms:
    """The word classes with every lemma replaced by its forms.

    Args:
        terms: word classes; a word `@LEMMA` or `@LEMMA:CHOICE` stands for forms of a verb, of
            which the first word is inflected. Classes `verb.LEMMA` give irregular forms.
        rules: for the forms third, past and ing, in order; the first that fits counts.
        problems: collects lemmas with an unknown choice.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, words in terms.items():
        whole = [form for word in words for form in _forms(word, terms, rules, problems)]
        found[name] = words if name.startswith(_IRREGULAR) else tuple(dict.fromkeys(whole))
    return found


def _forms(
    word: str, terms: Terms, rules: Sequence[Rule], problems: list[Problem]
) -> Iterator[str]:
    if not word.startswith(_MARK):
        yield word
        return
    phrase, _, choice = word.removeprefix(_MARK).partition(":")
    if choice not in _CHOICES:
        known = ", ".join(filter(None, _CHOICES))
        detail = f"{word!r} asks for {choice!r}, which is not one of: {known}"
        problems.append(Problem(place="languages", detail=detail))
        return
    lemma, gap, rest = phrase.partition(" ")
    forms = _inflected(lemma, terms, rules)
    for wanted in _CHOICES[choice]:
        yield f"{forms[wanted]}{gap}{rest}"


def _inflected(lemma: str, terms: Terms, rules: Sequence[Rule]) -> dict[str, str]:
    forms = {"lemma": lemma}
    for form, end, put in rules:
        if form not in forms and re.search(end, lemma):
            forms[form] = re.sub(end, put, lemma, count=1)
    irregular = terms.get(f"{_IRREGULAR}{lemma}", ())
    forms.update(zip(("past", "done", "ing"), irregular, strict=False))
    regular = {"third": lemma, "past": lemma, "ing": lemma, **forms}
    return {"done": regular["past"], **regular}
