"""A coding in the shape that `standoff code --format json` prints."""

from __future__ import annotations

from typing import Any

from standoff.dates import When
from standoff.model import Claim, Coding, Issue, Observation, Report, RowAnchor, Terms, TextAnchor
from standoff.packs import Pack


def to_json(report: Report, coding: Coding, pack: Pack) -> dict[str, Any]:
    """The report, its events, its claims and what was not understood, as plain values."""
    return {
        "report": _report(report),
        "events": [_event(one, pack) for one in coding.observations],
        "claims": [_claim(one) for one in coding.claims],
        "issues": [issue_json(one) for one in coding.issues],
    }


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "title": report.title,
        "source": report.source,
        "url": report.url,
        "published": _date(report.published),
        "language": report.language,
        "marks": list(report.marks),
        "text": report.text,
    }


def _event(one: Observation, pack: Pack) -> dict[str, Any]:
    weapon = one.get("weapon")
    name = pack.weapons[weapon].name if weapon in pack.weapons else weapon
    weapon_class = one.get("class")
    return {
        "id": one.id,
        "kind": one.kind,
        "mode": one.get("mode"),
        "actors": list(one.get("actors") or ()),
        "targets": list(one.get("targets") or ()),
        "date": _date(one.get("date")),
        "announced": _date(one.get("announced")),
        "status": one.status,
        "background": one.background,
        "place": one.get("place"),
        "weapon": {"name": name, "class": weapon_class} if name or weapon_class else None,
        "count": one.get("count"),
        "distance_km": one.get("distance_km"),
        "apogee_km": one.get("apogee_km"),
        "warhead_t": one.get("warhead_t"),
        "overseer": one.get("overseer"),
        "issuer": one.get("issuer"),
        "rung": one.get("rung"),
        "spans": _spans(one),
    }


def _spans(one: Observation) -> list[dict[str, Any]]:
    spans = [_span(one.anchor, "event")]
    spans += [_span(a, slot) for slot, value in one.values.items() for a in value.evidence]
    return [span for span in spans if span]


def _span(anchor: TextAnchor | RowAnchor, slot: str) -> dict[str, Any]:
    if isinstance(anchor, RowAnchor):
        return {}
    return {"start": anchor.start, "end": anchor.end, "slot": slot}


def _claim(one: Claim) -> dict[str, Any]:
    return {
        "id": one.id,
        "holder": one.holder,
        "role": one.role,
        "organisation": one.organisation,
        "via": list(one.via),
        "kind": one.kind,
        "aims": list(one.aims),
        "conditions": list(one.conditions),
        "aim_of": one.aim_of,
        "believer": one.believer,
        "stance": one.stance,
        "stated": one.stated,
        "quoted": one.quoted,
        "attributed": one.attributed,
        "change": one.change,
        "terms": terms_json(one.terms),
        "spans": [_span(anchor, "claim") for anchor in one.anchors],
    }


def terms_json(terms: Terms | None) -> dict[str, Any] | None:
    """What a prediction foresees and by when, as plain values; None where nothing is."""
    if terms is None:
        return None
    return {
        "kind": terms.query.kind if terms.query else None,
        "actor": terms.query.actor if terms.query else None,
        "at_least": terms.at_least,
        "opens": terms.opens.isoformat() if terms.opens else None,
        "closes": terms.closes.isoformat() if terms.closes else None,
        "condition": terms.condition,
        "wording": terms.wording,
        "band": list(terms.band) if terms.band else None,
    }


def issue_json(one: Issue) -> dict[str, Any]:
    """An open point as plain values."""
    return {"code": one.code, "detail": one.detail, "locator": one.locator}


def _date(when: When | None) -> dict[str, Any] | None:
    return dict(when.to_json()) if when else None
