"""The readers that are compared: ours, and two public ones where they are installed."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable

from html_pages.page import Answer
from standoff.model import Report
from standoff.reports import read
from standoff.reports.stated import find_dateline
from standoff.reports.wording import wording

Reader = Callable[[bytes], Answer]


def ours(raw: bytes) -> Answer:
    """What `standoff.reports` reads; its own stand-ins for a missing outlet count as none."""
    report, codes = None, set()
    for one in read(raw, locator="page"):
        if isinstance(one, Report):
            report = one
        else:
            codes.add(one.code)
    if report is None:
        return Answer()
    dateline = find_dateline(report.text, wording("en"))
    named = [mark.removeprefix("byline: ") for mark in report.marks if mark.startswith("byline: ")]
    return Answer(
        text=report.text,
        title=None if "title_from_text" in report.marks else report.title,
        byline=named[0] if named else None,
        outlet=None if "no_outlet" in codes else report.source,
        place=dateline.wording if dateline else None,
        day=report.published.day.isoformat() if report.published and report.published.day else None,
    )


def trafilatura() -> Reader | None:
    """Trafilatura with its own defaults, comments off; None where it is not installed."""
    try:
        module = importlib.import_module("trafilatura")
    except ImportError:
        return None
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def run(raw: bytes) -> Answer:
        found = module.bare_extraction(raw, include_comments=False, with_metadata=True)
        if found is None:
            return Answer()
        return Answer(
            text=found.text or "",
            title=found.title,
            byline=(found.author or "").replace("; ", ", ") or None,
            outlet=found.sitename,
            day=found.date,
        )

    return run


def resiliparse() -> Reader | None:
    """Resiliparse's own extractor of main content; None where it is not installed."""
    try:
        extract = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
        tree = importlib.import_module("resiliparse.parse.html").HTMLTree
        encoding = importlib.import_module("resiliparse.parse.encoding")
    except ImportError:
        return None

    def run(raw: bytes) -> Answer:
        parsed = tree.parse_from_bytes(raw, encoding.detect_encoding(raw))
        text = extract(parsed, main_content=True, alt_texts=False, list_bullets=False)
        return Answer(text=text, title=parsed.title)

    return run


def readers() -> dict[str, Reader]:
    """All that can run here, ours first."""
    found = {"ours": ours, "trafilatura": trafilatura(), "resiliparse": resiliparse()}
    return {name: run for name, run in found.items() if run is not None}
