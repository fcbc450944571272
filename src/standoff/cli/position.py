"""`standoff position`: what a party has said on an issue, and whether that has changed."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from standoff.cli.layout import write_lines
from standoff.cli.output import cell, dump, write_rows
from standoff.cli.record import FormatOption, opened
from standoff.cli.settings import Options, resolve

if TYPE_CHECKING:
    from standoff.explain.positions import Checked, Position, Spoken
    from standoff.explain.topics import Topic
    from standoff.packs import Pack
    from standoff.record import Record

Line = tuple[int, str]
COLUMNS = (
    "day", "issue", "stance", "speaker", "words", "source", "report", "start", "end", "reports",
)  # fmt: skip
ISSUES = ("issue", "name", "stances")


def position(
    holder: str | None = None,
    issue: str | None = None,
    *,
    as_of: date | None = None,
    form: FormatOption = "table",
    options: Options | None = None,
) -> None:
    """Show what a party has said on an issue: dated words, the last change, the silence since.

    Args:
        holder: Id or name of a state, body or person; left out, the issues are listed.
        issue: Id of an issue; left out, all of them.
        as_of: Use only what had been published by the end of this day.
        form: How to print; a line of the CSV is one statement.
        options: Theatre and record.
    """
    from standoff.explain.positions import holder_named, position_of  # the help must not
    from standoff.explain.topics import load_topics, topic_named  # import them

    record, pack = opened(resolve(options))
    topics = load_topics(pack)
    if holder is None:
        write_rows(map(_issue_row, topics.values()), ISSUES, form=form)
        return
    chosen = [topic_named(topics, issue)] if issue else list(topics.values())
    seen = record.as_of(as_of)
    who = holder_named(seen, holder)
    today = as_of or datetime.now(UTC).date()
    found = [(one, position_of(seen, who, one, as_of=today)) for one in chosen]
    if form == "json":
        sys.stdout.write(dump([held for _, held in found]))
    elif form == "csv":
        write_rows((row for one, held in found for row in _rows(one, held)), COLUMNS, form="csv")
    else:
        write_lines(line for one, held in found for line in _lines(one, held, seen, pack))


def _issue_row(topic: Topic) -> dict[str, Any]:
    stances = [f"{one.id} ({one.name})" for one in topic.stances]
    return {"issue": topic.id, "name": topic.name, "stances": stances}


def _rows(topic: Topic, held: Position) -> Iterator[dict[str, Any]]:
    for one in (*held.spoken, *held.undated):
        yield {
            "day": one.when,
            "issue": topic.id,
            "stance": one.stance,
            "speaker": one.speaker,
            "words": one.words,
            "source": one.source,
            "report": one.anchor.report,
            "start": one.anchor.start,
            "end": one.anchor.end,
            "reports": one.reports,
        }


def _lines(topic: Topic, held: Position, record: Record, pack: Pack) -> Iterator[Line]:
    yield 0, f"{_name(held.holder, pack)} on {topic.name}, as of {held.as_of}"
    if not held.spoken and not held.undated:
        yield 2, _nothing(record)
    for one in (*held.spoken, *held.undated):
        yield 2, f"{_shown(one)}  {topic.stance_name(one.stance)}: {_who(one, held, pack)}"
        more = f" and {one.reports - 1} more" if one.reports > 1 else ""
        yield 4, f"“{one.words}”  [{one.source}{more}, {_place(one)}]"
    yield from _ends(topic, held)
    for claimed in held.checked:
        yield 2, _verdict(claimed, topic)
    yield 0, ""


def _ends(topic: Topic, held: Position) -> Iterator[Line]:
    if held.shift:
        before, after = held.shift.before, held.shift.after
        was, now = topic.stance_name(before.stance), topic.stance_name(after.stance)
        yield 2, f"last change: from “{was}” ({_shown(before)}) to “{now}” ({_shown(after)})"
    elif held.spoken:
        yield 2, "last change: none found"
    if held.silent_days is not None:
        yield 2, f"silence since the last statement: {held.silent_days} days, as far as read"


def _verdict(claimed: Checked, topic: Topic) -> str:
    earlier, recent = _counted(claimed.earlier, topic), _counted(claimed.recent, topic)
    return (
        f"said to have changed ({claimed.day}): by its own statements, {claimed.outcome} "
        f"(half year before: {recent}; two years before that: {earlier})"
    )


def _counted(stances: Sequence[str], topic: Topic) -> str:
    counts = Counter(stances)
    ordered = [one for one in topic.stances if one.id in counts]
    return ", ".join(f"{one.name} {counts[one.id]}" for one in ordered) or "none found"


def _nothing(record: Record) -> str:
    if next(iter(record.reports()), None) is None:
        return "the record holds no reports yet; standoff ingest FILES reads some"
    return "no statement found in the reports read"


def _shown(one: Spoken) -> str:
    return cell(one.when) or "no day"


def _who(one: Spoken, held: Position, pack: Pack) -> str:
    return _name(one.speaker, pack) if one.speaker != held.holder else "as told"


def _name(actor: str, pack: Pack) -> str:
    known = pack.actors.get(actor)
    return known.name if known else actor


def _place(one: Spoken) -> str:
    return f"{one.anchor.report}:{one.anchor.start}-{one.anchor.end}"
