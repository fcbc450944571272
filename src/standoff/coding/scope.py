"""Which happenings belong to a theatre, and what kind they are given who takes part."""

from __future__ import annotations

from dataclasses import replace

from standoff.coding.document import Document
from standoff.coding.found import CONTACTS, TESTS, Found
from standoff.packs import Pack

CONTACT_PARTIES = 2


def in_scope(found: Found, document: Document) -> Found | None:
    """The happening with only the theatre's actors, or None where it is none of its business.

    Launches and tests count for the two sides of the standoff, the rest for any of its actors;
    where the acting side is not even named, only exercises of several of them do.
    """
    pack = document.pack
    actors = tuple(one for one in found.actors if one in pack.actors)
    targets = tuple(one for one in found.targets if one in pack.actors)
    if not actors or found.actors[0] not in pack.actors:
        return None
    if _is_elsewhere(found, actors, targets, pack):
        return None
    drill = found.kind == "exercise" and len(actors) > 1
    if not found.worth_coding or not (document.names_acting or drill):
        return None
    parties = actors + targets if pack.kinds[found.kind].symmetric else actors
    found = replace(
        found, actors=tuple(dict.fromkeys(parties)), targets=() if parties != actors else targets
    )
    if found.kind in CONTACTS:
        return _talks_or_consultation(found, pack)
    return found


def _is_elsewhere(
    found: Found, actors: tuple[str, ...], targets: tuple[str, ...], pack: Pack
) -> bool:
    """Whether it is another's test, a drill or a blow outside the theatre, a visit at home."""
    if found.kind in TESTS:
        return not _is_of_the_theatre(found, actors, pack)
    if found.kind == "exercise":
        return len(actors) == 1 < len(found.actors)
    if found.kind == "provocation":
        return bool(found.targets) and not targets and pack.manifest.acting not in actors
    return found.kind == "visit" and not targets


def _is_of_the_theatre(found: Found, actors: tuple[str, ...], pack: Pack) -> bool:
    """Whether a launch or test is one of the standoff: a rival's too where it is told in detail.

    Other states' trials of their own rockets, told by class or by year, are their own business.
    """
    if pack.manifest.acting in actors:
        return True
    detailed = found.kind == "launch" and (found.count is not None or found.weapon is not None)
    return detailed and bool(set(actors) & set(pack.manifest.opposing))


def _talks_or_consultation(found: Found, pack: Pack) -> Found | None:
    """Talks are direct contact between the two sides; among others it is a consultation."""
    blocs = [pack.actors[one].kind == "bloc" for one in found.actors]
    if len(found.actors) < CONTACT_PARTIES and not all(blocs):
        return None
    across = pack.manifest.acting in found.actors and set(found.actors) & set(
        pack.manifest.opposing
    )
    return replace(found, kind="talks" if across else "consultation")
