"""From material to a brief: every section in its order."""

from __future__ import annotations

from standoff.brief.changes import changes_section
from standoff.brief.desk import Desk
from standoff.brief.document import Brief
from standoff.brief.events import events_section, groups_of
from standoff.brief.material import Material
from standoff.brief.method import issues_section, method_section, sources_section
from standoff.brief.outlook import outlook_section
from standoff.brief.positions import positions_section
from standoff.brief.predictions import predictions_section
from standoff.brief.readings import readings_of, readings_section
from standoff.brief.tempo import tempo_section
from standoff.brief.top import top_section
from standoff.brief.unsettled import unsettled_section
from standoff.brief.wording import phrases


def write(material: Material, *, language: str = "en") -> Brief:
    """The brief on the reports, a draft until a named person approves it.

    Args:
        material: everything it may say.
        language: of its wording; a file of that name in templates/ holds it.

    Returns:
        Sections of sentences, tables and figures; every sentence has its evidence.

    Raises:
        InputError: the language has no wording.
    """
    desk = Desk(material, phrases(language))
    groups = groups_of(desk)
    readings = readings_of(desk)
    return Brief(
        title=desk.phrases(
            "title",
            theatre=material.pack.manifest.title,
            day=desk.phrases.day(material.as_of),
        ),
        language=language,
        theatre=material.pack.id,
        record_version=material.record.version,
        as_of=material.as_of,
        made_at=material.made_at,
        seed=material.seed,
        state="draft",
        approved_by=None,
        sections=(
            top_section(groups, readings, desk),
            events_section(groups, desk),
            readings_section(readings, desk),
            positions_section(desk),
            tempo_section(desk),
            predictions_section(desk),
            outlook_section(desk),
            unsettled_section(desk),
            changes_section(readings, desk),
            method_section(desk),
            sources_section(desk),
            issues_section(desk),
        ),
    )
