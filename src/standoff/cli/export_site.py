"""`standoff export site`: every page of the site as files that open from disk."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from standoff.cli.record import named
from standoff.cli.settings import Options, resolve
from standoff.errors import InputError


def site(folder: Path, /, *, as_of: date | None = None, options: Options | None = None) -> None:
    """Write every page of the site into a folder, to be opened from disk without a server.

    A site that stands in the folder is replaced as a whole; a folder that holds anything else is
    refused.

    Args:
        folder: Where to; made if it is not there.
        as_of: Show only what had been published by the end of this day.
        options: Theatre and record.
    """
    try:
        from standoff.serve.static import export_site  # the help must not import it
    except ImportError as error:
        missing = "a site needs packages of its own: pip install 'standoff[serve]'"
        raise InputError(missing) from error
    from standoff.packs import load_pack
    from standoff.serve.settings import SiteSettings
    from standoff.serve.site import Site

    settings = resolve(options)
    pack = load_pack(settings.theatre, search=settings.search)
    shown = Site(SiteSettings(pack=pack, record=named(settings), cache=settings.cache))
    made = export_site(shown, folder, as_of=as_of)
    size = made.bytes / 1e6
    sys.stderr.write(f"{made.folder}: {made.pages:,} pages, {made.files:,} files, {size:.1f} MB\n")
    sys.stdout.write(f"{made.folder / 'index.html'}\n")
