"""One opened record with its theatre and journal, as pages and the API ask it."""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from time import monotonic

from standoff.brief.archive import Filed, every_filed
from standoff.errors import RecordError
from standoff.explain.kept import KIND as RESULT
from standoff.explain.kept import from_json
from standoff.explain.verdict import Result
from standoff.forecast.journal import FORECAST
from standoff.ingest import base_journal, base_record
from standoff.model import Entry
from standoff.packs import Pack
from standoff.record import Journal, Record
from standoff.serve.listing import Listing
from standoff.serve.settings import SiteSettings

LOG = logging.getLogger(__name__)
DAYS_KEPT = 6
LOOK_SECONDS = 2.0
# After a refresh that took long, wait long: a large ingest must not be followed at every step.
REST = 20


class Site:
    """One theatre's record, opened to ask: the database refuses to change it.

    All of it may be used from several threads. A version is shown once its events are derived, so
    that no visitor waits for it; nothing is ever fitted.
    """

    def __init__(self, settings: SiteSettings) -> None:
        self.settings = settings
        self._lock = threading.RLock()
        self._preparing: dict[date, threading.Lock] = {}
        self._days: OrderedDict[date, Listing] = OrderedDict()
        self._entries: dict[str, tuple[int, tuple[Entry, ...]]] = {}
        self._listing = _prepared(Listing(_opened(settings)))

    @property
    def pack(self) -> Pack:
        """The theatre."""
        return self.settings.pack

    @property
    def version(self) -> str:
        """The version of the record that is shown."""
        return self._listing.record.version

    def at(self, as_of: date | None = None) -> Record:
        """The record as publicly known at the end of a day; None for all that is known by now."""
        return self.listing(as_of).record

    def listing(self, as_of: date | None = None) -> Listing:
        """The record on a day with its events in order, asked a page at a time.

        The last few days that were asked for are kept ready.
        """
        now = self._listing
        if as_of is None:
            return now
        with self._lock:
            found = self._kept(as_of, now)
            turn = self._preparing.setdefault(as_of, threading.Lock())
        if found is not None:
            return found
        with turn:  # whoever comes second finds it ready
            found = self._kept(as_of, now)
            return found or self._keep(as_of, _prepared(Listing(now.record.as_of(as_of)), now))

    def refresh(self) -> bool:
        """Whether there was a newer version; it is shown from now on."""
        newest = self._listing.record.refresh()
        if newest.version == self.version:
            return False
        self._listing = _prepared(Listing(newest), self._listing)
        return True

    def follow(self, stop: threading.Event) -> None:
        """Show newer versions as they come, until told to stop; for a thread of its own."""
        rest = LOOK_SECONDS
        self.at().event("")  # finds out which ids the events had earlier
        while not stop.wait(rest):
            began = monotonic()
            try:
                self.refresh()
            except RecordError as error:  # what is shown stays; the next look may succeed
                LOG.warning("the record could not be looked at: %s", error)
            rest = max(LOOK_SECONDS, REST * (monotonic() - began))

    @property
    def journal(self) -> Journal | None:
        """The record's journal; for the theatre's own tables the one beside them, if there."""
        if self.settings.record is not None:
            return self._listing.record.journal
        place = base_journal(self.pack, cache=self.settings.cache)
        if not place.exists():
            return None
        return Record.open(place, self.pack, create=False, asking=True).journal

    def stamp(self) -> str:
        """A name for all that pages show: it changes with the record and with the journal."""
        journal = self.journal
        return f"{self.version}-{journal.newest() if journal else 0}-{self.pack.digest[:12]}"

    def entries(self, kind: str, *, as_of: date | None = None) -> tuple[Entry, ...]:
        """The journal's entries of a kind, oldest first, none of a later day than `as_of`."""
        journal = self.journal
        if journal is None:
            return ()
        newest = journal.newest()
        held = self._entries.get(kind)
        if held is None or held[0] != newest:
            held = (newest, tuple(journal.entries(kind)))
            self._entries[kind] = held
        return tuple(one for one in held[1] if as_of is None or one.as_of <= as_of)

    def results(self, *, as_of: date | None = None) -> dict[str, tuple[Entry, Result]]:
        """The newest kept result of each implication, with its entry of the journal.

        None is made: an implication that the journal does not hold is not computed. The entry's
        `record_version` says on which version of the record it rests.
        """
        # A look back at an earlier day may have been made later; it is not the newest.
        entries = sorted(self.entries(RESULT, as_of=as_of), key=lambda one: one.as_of)
        newest = {one.key: one for one in entries}
        return {key: (one, from_json(one.body["result"])) for key, one in newest.items()}

    def forecasts(self, *, as_of: date | None = None) -> Sequence[Entry]:
        """The forecasts of the journal, oldest first."""
        return self.entries(FORECAST, as_of=as_of)

    def briefs(self, *, as_of: date | None = None) -> tuple[Filed, ...]:
        """The briefs of the journal, oldest first."""
        journal = self.journal
        if journal is None:
            return ()
        found = every_filed(journal)
        return tuple(one for one in found if as_of is None or one.brief.as_of <= as_of)

    def _kept(self, day: date, now: Listing) -> Listing | None:
        found = self._days.get(day)
        if found is None or found.record.version != now.record.version:
            return None
        self._days.move_to_end(day)
        return found

    def _keep(self, day: date, listing: Listing) -> Listing:
        with self._lock:
            self._days[day] = listing
            self._days.move_to_end(day)
            while len(self._days) > DAYS_KEPT:
                self._days.popitem(last=False)
            self._preparing.pop(day, None)
        return listing


def opened_to_rule(settings: SiteSettings) -> Record:
    """The record, opened to be written to; only for rulings."""
    if settings.record is None:
        return _opened(settings)
    return Record.open(settings.record, settings.pack, create=False)


def _opened(settings: SiteSettings) -> Record:
    if settings.record is None:
        return base_record(settings.pack, cache=settings.cache)
    return Record.open(settings.record, settings.pack, create=False, asking=True)


def _prepared(listing: Listing, before: Listing | None = None) -> Listing:
    """The listing with its events derived, sorted and indexed."""
    listing.prepare(before)
    return listing
