"""`standoff theatre`: which theatres there are, and whether one is sound."""

from __future__ import annotations

import sys

from cyclopts import App

from standoff.cli.output import write_rows
from standoff.cli.settings import Options, resolve
from standoff.errors import PackError, Problem
from standoff.packs import Pack, find_theatre, load_pack, theatre_names
from standoff.packs.language import LANGUAGES

app = App(name="theatre", help="List theatres, or check one.")


@app.command(name="list")
def list_theatres() -> None:
    """List every theatre that can be found, with its folder."""
    search = resolve().search
    names = theatre_names(search=search)
    rows = ({"theatre": name, "folder": find_theatre(name, search=search)} for name in names)
    write_rows(rows, ("theatre", "folder"), form="table")


@app.command
def check(theatre: str | None = None) -> None:
    """Check a theatre: its files, every pattern's yes and no sentences, its hypotheses, its maps.

    Args:
        theatre: Name or folder; left out, the one that settings name.
    """
    settings = resolve(Options(theatre=theatre))
    pack = load_pack(settings.theatre, search=settings.search)
    problems = faults(pack)
    if problems:
        raise PackError(problems)
    patterns = sum(map(len, pack.language.sections.values()))
    sys.stdout.write(
        f"{pack.manifest.id}: sound ({len(pack.actors)} actors, {len(pack.weapons)} weapons, "
        f"{len(pack.places)} places, {len(pack.tables)} tables, {patterns} patterns)\n"
    )


def faults(pack: Pack) -> list[Problem]:
    """What loading alone does not show: patterns, hypotheses, issues, questions, maps."""
    from standoff.coding import check_patterns, dating  # the help must not import them
    from standoff.explain import load_hypotheses
    from standoff.explain.topics import load_topics
    from standoff.forecast import load_questions
    from standoff.packs.maps import load_maps

    found = [*_unread(pack), *check_patterns(pack.language), *dating.check(pack.language)]
    for load in (load_hypotheses, load_topics, load_questions, load_maps):
        try:
            load(pack)
        except PackError as error:
            found.extend(error.problems)
    return found


def _unread(pack: Pack) -> list[Problem]:
    """The theatre's additions to its language that go by a name nothing reads."""
    known = sorted(path.stem for path in (LANGUAGES / pack.language.id).glob("*.yml"))
    return [
        Problem(
            place=str(path), detail=f"nothing reads this file; name it one of: {', '.join(known)}"
        )
        for path in sorted((pack.folder / "language").glob("*.yml"))
        if path.stem not in known
    ]
