"""`standoff brief`: the whole job, from reports to the brief."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from standoff.cli.output import write_file, write_out
from standoff.cli.settings import Options, resolve
from standoff.dates import parse_iso

Format = Literal["terminal", "markdown", "html", "json", "pdf"]


def brief(
    *files: Path,
    published: str | None = None,
    form: Annotated[Format, Parameter(name="--format")] = "terminal",
    output: Path | None = None,
    html: Path | None = None,
    pdf: Path | None = None,
    as_of: date | None = None,
    seed: int | None = None,
    options: Options | None = None,
) -> None:
    """Write the brief on the reports in the files.

    Args:
        files: Reports: text, HTML, JSON, mails, feeds or web archives, packed or not; without
            any, the theatre's samples.
        published: Day of publication for reports that do not give it, such as 2024-09-18.
        form: What is printed.
        output: Write there instead of printing.
        html: Also write the brief as one HTML page to this file.
        pdf: Also write the brief as PDF to this file; needs the extra "pdf".
        as_of: Use only what had been published by the end of this day.
        seed: Number that fixes every random draw.
        options: Theatre and record.
    """
    settings = resolve(options, seed=seed)
    stated = parse_iso(published) if published else None
    from standoff.brief import rendered  # the help must not import numpy
    from standoff.update import update

    written = update(
        files,
        theatre=settings.theatre,
        search=settings.search,
        published=stated,
        record=settings.record,
        cache=settings.cache,
        as_of=as_of,
        seed=settings.seed,
    )
    if html:
        write_file(html, rendered(written, "html"))
    if pdf:
        write_file(pdf, rendered(written, "pdf"))
    if settings.record:
        from standoff.brief.archive import key_of

        sys.stderr.write(f"kept as draft {key_of(written)}: standoff briefs shows and edits it\n")
    write_out(rendered(written, form), output, binary=form == "pdf")
