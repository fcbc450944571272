"""Hypotheses with their results as one page with figures that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from standoff.explain import Hypothesis, Result, results_for
from standoff.explain.telling import figures_of, provenance, told_sentences, where_it_stands
from standoff.figures import FIGURE_CSS

STYLE = """
body{font:16px/1.55 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#222}
h1{font-size:1.4em}h2{font-size:1.15em;margin:2em 0 .2em}h3{font-size:1em;margin:1.4em 0 .2em}
p{margin:.3em 0}.verdict{font-weight:bold}.small{font-size:.85em;color:#555}
figure{margin:1em 0}
@media (prefers-color-scheme:dark){body{background:#161616;color:#ddd}.small{color:#aaa}}
"""


def explain_page(
    chosen: Sequence[Hypothesis],
    results: Sequence[Result],
    *,
    aims: Mapping[str, Sequence[str]] | None,
) -> Iterator[str]:
    """Pieces of one HTML page: each hypothesis with its tests, their figures and limits.

    The arguments are those of `explain_lines`.
    """
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    yield '<meta name="viewport" content="width=device-width">\n'
    yield f"<title>Readings tested</title>\n<style>{STYLE}{FIGURE_CSS}</style>\n"
    yield "<h1>Readings tested against the record</h1>\n"
    yield (
        "<p>A verdict belongs to a pattern that a reading predicts, never to a motive. Other "
        "readings may predict the same; they stand beside it.</p>\n"
    )
    for one in chosen:
        yield from _hypothesis(one, results, aims or {})
    yield "</html>\n"


def _hypothesis(
    one: Hypothesis, results: Sequence[Result], aims: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    found = results_for(one, results)
    yield f'<h2 id="{escape(one.id)}">{escape(one.statement)}</h2>\n'
    for line in where_it_stands(one, found, aims):
        yield f"<p>{escape(line.removesuffix('.'))}.</p>\n"
    for result in found:
        yield from _result(result)


def _result(result: Result) -> Iterator[str]:
    yield f"<h3>{escape(result.statement)}</h3>\n"
    yield f'<p class="verdict">{escape(result.verdict)}</p>\n'
    told = list(told_sentences(result))
    yield from (f"<p>{escape(sentence)}</p>\n" for part, sentence in told if not part)
    yield from (f"<figure>{svg}</figure>\n" for svg in figures_of(result))
    rest = [sentence for part, sentence in told if part]
    if rest:
        lines = "".join(f"<li>{escape(sentence)}" for sentence in rest)
        yield f"<details><summary>Beside it</summary><ul>{lines}</ul></details>\n"
    yield f'<p class="small">{escape(provenance(result))}</p>\n'
