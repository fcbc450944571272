"""The page that marks in a report's text the words each event and claim rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from standoff.cli.why import NOTHING, slot_spans, slot_value

STYLE = """
body{font:16px/1.55 Georgia,serif;max-width:52em;margin:2em auto;padding:0 1em;color:#222}
h1{font-size:1.3em}h2{font-size:1.05em;margin:1.6em 0 .3em}pre{white-space:pre-wrap;font:inherit}
mark{background:#eef3f8;color:inherit;border-radius:2px}
mark.event{background:#e3ecf5}mark.actors{background:#cfe3c6}mark.date{background:#f3e3b0}
mark.weapon,mark.class,mark.count{background:#f0cfc6}mark.place{background:#d9cfee}
mark.claim{background:#f4f4ea;border-bottom:2px dotted #888}
table{border-collapse:collapse;font-size:.9em}td,th{text-align:left;padding:.1em .9em .1em 0;
vertical-align:top}th{font-weight:normal;color:#666}
"""
Coded = Mapping[str, Any]
Span = tuple[int, int, str, str]


def why_page(coded: Iterable[Coded]) -> Iterator[str]:
    """Pieces of one HTML page that needs nothing else: each report marked, then why.

    Args:
        coded: reports as `code --why --format json` prints them.
    """
    yield '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
    yield f"<title>Why these events</title>\n<style>{STYLE}</style>\n"
    for one in coded:
        yield from _report(one)
    yield "</html>\n"


def _report(one: Coded) -> Iterator[str]:
    report = one["report"] or {}
    text = report.get("text") or ""
    yield f"<h1>{escape(str(report.get('title') or report.get('id') or 'No report'))}</h1>\n"
    yield f"<pre>{''.join(_marked(text, _spans(one)))}</pre>\n"
    for number, event in enumerate(one["events"], start=1):
        yield from _event(number, event, text)
    for issue in one["issues"]:
        yield f"<p>Issue {escape(issue['code'])}: {escape(issue['detail'])}</p>\n"


def _spans(one: Coded) -> list[Span]:
    """Start, end, class and title of every stretch to mark."""
    spans = [
        (span["start"], span["end"], span["slot"], f"{number} {event['kind']}: {span['slot']}")
        for number, event in enumerate(one["events"], start=1)
        for span in event["spans"]
        if span["slot"] != "mode"
    ]
    for claim in one["claims"]:
        title = f"{claim['kind']} by {claim['holder'] or claim['role'] or 'somebody unnamed'}"
        spans += [(s["start"], s["end"], "claim", title) for s in claim["spans"] if s]
    return spans


def _marked(text: str, spans: Sequence[Span]) -> Iterator[str]:
    """The text in stretches, each marked as the shortest span that covers it."""
    cuts = sorted({0, len(text), *(s[0] for s in spans), *(s[1] for s in spans)})
    for start, end in pairwise(cuts):
        words = escape(text[start:end])
        over = sorted(
            (s for s in spans if s[0] <= start and end <= s[1]), key=lambda s: s[1] - s[0]
        )
        if over:
            title = "; ".join(dict.fromkeys(s[3] for s in over))
            yield f'<mark class="{escape(over[0][2])}" title="{escape(title)}">{words}</mark>'
        else:
            yield words


def _event(number: int, event: Mapping[str, Any], text: str) -> Iterator[str]:
    title = f"{number} {event['kind']}, {event['status']}"
    yield f"<h2>{escape(title)}{', background' if event['background'] else ''}</h2>\n<table>\n"
    yield _row("pattern", event["why"]["pattern"], "")
    yield _row("status by", event["why"]["status_by"] or NOTHING, "")
    for span in slot_spans(event):
        words = " ".join(text[span["start"] : span["end"]].split())
        yield _row(span["slot"], slot_value(event, span["slot"]), words)
    yield "</table>\n"


def _row(name: str, value: str, words: str) -> str:
    shown = f"\u201c{escape(words)}\u201d" if words else ""
    return f"<tr><th>{escape(name)}<td>{escape(value)}<td>{shown}\n"
