"""Hypotheses with their results as text for people."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from standoff.explain import Hypothesis, Result, results_for
from standoff.explain.telling import provenance, told_sentences, where_it_stands

WIDTH = 96


def explain_lines(
    chosen: Sequence[Hypothesis],
    results: Sequence[Result],
    *,
    aims: Mapping[str, Sequence[str]] | None,
) -> Iterator[str]:
    """Lines that tell each hypothesis in full: where it stands, and every test of it.

    Args:
        chosen: the hypotheses.
        results: the tests, also those that several share.
        aims: for a report, each aim it gives with who holds it; None without a report.
    """
    if aims is not None and not aims:
        yield "The report gives no reading of why anybody acts.\n"
    for aim, holders in (aims or {}).items():
        if not any(one.aim == aim for one in chosen):
            yield f"{aim} ({', '.join(holders)}): no test is written for it.\n\n"
    for one in chosen:
        yield from _hypothesis(one, results, aims or {})


def _hypothesis(
    one: Hypothesis, results: Sequence[Result], aims: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    found = results_for(one, results)
    yield f"{one.id.upper()}: {one.statement}\n"
    for line in where_it_stands(one, found, aims):
        yield from _wrapped(line, "  ")
    for result in found:
        yield f"\n  {result.key}: {result.verdict.upper()}\n"
        yield from _wrapped(f"\u201c{result.statement}\u201d", "    ")
        part = ""
        for name, sentence in told_sentences(result):
            if name != part:
                yield f"    {name}:\n"
                part = name
            yield from _wrapped(sentence, "      " if part else "    ")
        yield from _wrapped(f"[{provenance(result)}]", "    ")
    yield "\n"


def _wrapped(text: str, indent: str) -> Iterator[str]:
    lines = textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    yield from (f"{line}\n" for line in lines)
