"""The lines around a brief: that it was generated, by whom approved, from what."""

from __future__ import annotations

from datetime import datetime

from standoff.brief.document import Brief
from standoff.brief.wording import Phrases


def frame(brief: Brief, words: Phrases) -> tuple[str, str]:
    """The state of the brief, and what it was made from."""
    made = words.moment(datetime.fromisoformat(brief.made_at))
    if brief.approved_by:
        when = datetime.fromisoformat(brief.approved_at) if brief.approved_at else None
        moment = words.moment(when) if when else ""
        state = words("approved", made=made, who=brief.approved_by, when=moment)
    else:
        state = words("draft", made=made)
    if brief.corrects:
        state += words("version", n=brief.version, corrects=brief.corrects)
    stamp = words(
        "stamp",
        day=words.day(brief.as_of),
        version=brief.record_version,
        theatre=brief.theatre,
        seed=brief.seed,
    )
    return state, stamp
