"""Explanations: every reading with what it predicts and what the record says of that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from standoff.explain import (
    Hypothesis,
    Implication,
    Result,
    describe,
    implication_keys,
    load_hypotheses,
    standing,
)
from standoff.explain.kept import KIND, from_json
from standoff.explain.telling import (
    figures_of,
    interval_words,
    provenance,
    ratio_words,
    told_sentences,
)
from standoff.model import Entry
from standoff.packs import Pack
from standoff.serve.pages.asked import asked
from standoff.serve.pages.render import render

if TYPE_CHECKING:
    from standoff.serve.site import Site

COMMAND: Final = "standoff explain --all --record PATH"
NOT_COMPUTED: Final = "not computed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """One pattern that a reading predicts, and its test as the journal holds it.

    `verdict` is "not computed" where the journal has no test of the file as it now reads; `why`
    then says what there is. `effect` is in words, with its interval. `also` are other
    readings that predict the very same pattern. `earlier` says that the test was made on another
    version of the record than the one shown.
    """

    key: str
    statement: str
    verdict: str
    effect: str | None
    why: str
    not_said: str | None
    sentences: tuple[str, ...]
    beside: tuple[tuple[str, tuple[str, ...]], ...]
    rivals: tuple[str, ...]
    also: tuple[str, ...]
    figures: tuple[str, ...]
    provenance: str | None
    earlier: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One hypothesis file: its statement, where it stands, its tests, and its very text."""

    id: str
    aim_id: str | None
    aim: str | None
    statement: str
    standing: str
    untestable_because: str | None
    tests: tuple[Tested, ...]
    file: str
    file_hash: str
    text: str


def router(site: Site) -> APIRouter:
    """The list of readings, and a page for each."""
    made, hypotheses = APIRouter(include_in_schema=False), load_hypotheses(site.pack)

    @made.get("/explanations")
    def explanations(request: Request) -> Response:
        wanted = asked(request.query_params, site.pack)
        view = explanations_view(site, hypotheses, as_of=wanted.as_of)
        missing = sum(one.verdict == NOT_COMPUTED for each in view for one in each.tests)
        return render(
            request,
            "explanations.html",
            site=site,
            as_of=wanted.as_of,
            readings=view,
            missing=missing,
            command=COMMAND,
            wrong=wanted.wrong,
        )

    @made.get("/explanations/{reading}")
    def explanation(request: Request, reading: str) -> Response:
        wanted = asked(request.query_params, site.pack)
        view = explanations_view(site, hypotheses, as_of=wanted.as_of, only=reading, figures=True)
        return render(
            request,
            "explanations.one.html",
            site=site,
            as_of=wanted.as_of,
            status=200 if view else 404,
            reading=view[0] if view else None,
            asked_for=reading,
            command=COMMAND,
            wrong=wanted.wrong,
        )

    return made


def explanations_view(
    site: Site,
    hypotheses: Sequence[Hypothesis],
    *,
    as_of: date | None = None,
    only: str | None = None,
    figures: bool = False,
) -> tuple[Reading, ...]:
    """Every reading of the theatre, with the tests that the journal holds; nothing is fitted.

    Args:
        site: whose record it is.
        hypotheses: the theatre's.
        as_of: tests made on the knowledge of a later day are left out.
        only: the id of the one wanted; None for all.
        figures: whether to draw.
    """
    results = kept_by_key(site.entries(KIND, as_of=as_of))
    shelf = _Shelf(hypotheses, results, site.pack, site.version, figures)
    return tuple(shelf.reading(one) for one in hypotheses if only in (None, one.id))


def kept_by_key(entries: Sequence[Entry]) -> dict[str, Result]:
    """The result on the latest day's knowledge for each pattern; of several, the one made last."""
    latest = {one.key: one for one in sorted(entries, key=lambda one: one.as_of)}
    return {key: from_json(one.body["result"]) for key, one in latest.items()}


class _Shelf:
    """Hypotheses and results of one theatre, to be put together."""

    def __init__(
        self,
        hypotheses: Sequence[Hypothesis],
        results: Mapping[str, Result],
        pack: Pack,
        version: str,
        figures: bool,
    ) -> None:
        self.results, self.pack, self.version, self.figures = results, pack, version, figures
        self.written = {
            f"{one.id}/{each.id}": (one, each) for one in hypotheses for each in one.implications
        }
        self.predicting: dict[str, list[str]] = {}
        for one in hypotheses:
            for key in implication_keys(one):
                self.predicting.setdefault(key, []).append(one.id)

    def reading(self, one: Hypothesis) -> Reading:
        keys = implication_keys(one)
        aim = self.pack.aims.get(one.aim or "")
        text = (self.pack.folder / "hypotheses" / one.file).read_text(encoding="utf-8")
        return Reading(
            id=one.id,
            aim_id=one.aim,
            aim=aim.name if aim else one.aim,
            statement=one.statement,
            standing=self._standing(one, keys),
            untestable_because=one.untestable_because,
            tests=tuple(self._tested(key, one.id) for key in keys),
            file=one.file,
            file_hash=one.file_hash,
            text=text,
        )

    def _standing(self, one: Hypothesis, keys: Sequence[str]) -> str:
        if one.untestable_because:
            return "untestable"
        found = [self._current(key) for key in keys]
        known = [result for result in found if result]
        return standing(known) if len(known) == len(found) else NOT_COMPUTED

    def _current(self, key: str) -> Result | None:
        """The kept result, if the file it tested is the one that now stands there."""
        result = self.results.get(key)
        return result if result and result.file_hash == self.written[key][0].file_hash else None

    def _tested(self, key: str, reading: str) -> Tested:
        implication = self.written[key][1]
        also = tuple(one for one in self.predicting[key] if one != reading)
        result = self._current(key)
        if result is None:
            return self._untested(key, implication, also)
        words = describe(result)
        told = [(part, text) for part, text in told_sentences(result) if part]
        return Tested(
            key=key,
            statement=result.statement,
            verdict=result.verdict,
            effect=effect_words(result),
            why=words.reason,
            not_said=words.not_said,
            sentences=tuple(_main_sentences(result)),
            beside=tuple(
                (part, tuple(text for _, text in group))
                for part, group in groupby(told, key=lambda one: one[0])
            ),
            rivals=tuple(one.statement for one in result.rivals),
            also=also,
            figures=tuple(figures_of(result)) if self.figures else (),
            provenance=provenance(result),
            earlier=result.record_version != self.version,
        )

    def _untested(self, key: str, implication: Implication, also: tuple[str, ...]) -> Tested:
        changed = key in self.results
        why = "The file has changed since it was last tested." if changed else ""
        return Tested(
            key=key,
            statement=implication.statement,
            verdict=NOT_COMPUTED,
            effect=None,
            why=why,
            not_said=None,
            sentences=(),
            beside=(),
            rivals=tuple(one.statement for one in implication.rivals),
            also=also,
            figures=(),
            provenance=None,
            earlier=False,
        )


def effect_words(result: Result) -> str | None:
    """The effect with its 95% interval; None where the test could not be made."""
    ratio, interval = ratio_words(result), interval_words(result)
    if ratio is None:
        return None
    told = f"branching {ratio}" if result.clustering else f"{ratio} times as frequent"
    return f"{told} ({interval})" if interval else told


def _main_sentences(result: Result) -> Iterator[str]:
    """What must be read with the verdict; what it does not say and the rivals stand apart."""
    words = describe(result)
    apart = {words.not_said, *words.rivals}
    yield from (one for one in words.sentences() if one not in apart)
