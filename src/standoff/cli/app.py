"""The commands and their one-line helps; a command's module is imported when it runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cyclopts import App, Parameter

from standoff import __version__
from standoff.cli.failures import run

COMMANDS = {
    "brief": ("standoff.cli.brief:brief", "Write the brief on reports, or on the samples."),
    "briefs": ("standoff.cli.briefs:app", "Briefs kept in a record: edit, approve, correct."),
    "code": ("standoff.cli.coding:code", "Code reports: events and claims, with their characters."),
    "theatre": ("standoff.cli.theatre:app", "List theatres, or check one."),
    "ingest": ("standoff.cli.ingest:ingest", "Read, code and store reports in a record."),
    "record": ("standoff.cli.record:app", "Look into the record: stats, query, show."),
    "review": ("standoff.cli.review:app", "What needs a person; record and undo rulings."),
    "explain": (
        "standoff.cli.explain:explain",
        "Test the theatre's hypotheses against the record.",
    ),
    "position": (
        "standoff.cli.position:position",
        "What a party has said on an issue, and whether that has changed.",
    ),
    "forecast": ("standoff.cli.forecast:forecast", "Answer the theatre's standing questions."),
    "serve": (
        "standoff.cli.serve:serve",
        "Show the record as pages and an API; only review writes.",
    ),
    "export": (
        "standoff.cli.export:app",
        "Write the record out: events for other tools, a site of files.",
    ),
    "evaluate": (
        "standoff.cli.evaluate:app",
        "Score the coder and the merge against hand-made gold.",
    ),
}

EPILOGUE = (
    "Every command takes --debug, which shows where an error came from. "
    "Exit codes: 0 fine, 1 our fault, 2 the input, 3 the record."
)


def build_app() -> App:
    """The command-line application; no command's module is imported yet."""
    app = App(
        name="standoff",
        help="Reports on a confrontation between states in; a checked, sourced brief out.",
        help_epilogue=EPILOGUE,
        version=__version__,
        default_parameter=Parameter(negative=()),
        suppress_keyboard_interrupt=False,
    )
    for name, (path, line) in COMMANDS.items():
        app.command(path, name=name, help=line)
    return app


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code after running one command line.

    Args:
        arguments: the words after the program's name; None takes those of this process.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    words, debug = take_debug(given)
    app = build_app()
    return run(
        lambda: app(words, exit_on_error=False, print_error=False, result_action="return_value"),
        debug=debug,
    )


def take_debug(words: Sequence[str]) -> tuple[list[str], bool]:
    """The words without `--debug`, and whether it was among them; words after `--` stay.

    >>> take_debug(["brief", "--debug", "--", "--debug"])
    (['brief', '--', '--debug'], True)
    """
    end = words.index("--") if "--" in words else len(words)
    kept = [word for word in words[:end] if word != "--debug"]
    return [*kept, *words[end:]], len(kept) < end
