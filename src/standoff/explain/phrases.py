"""The one table of sentences: verdict by kind, what is found and what is not said."""

from __future__ import annotations

from collections.abc import Mapping

from standoff.explain.specification import ImplicationKind, Scope
from standoff.explain.verdict import Verdict

Key = tuple[Verdict, ImplicationKind]

_PRESENT = "The pattern is in the record: "
_ABSENT = "The pattern is not in the record: "
_UNCLEAR = "The record does not settle "
_CLOSED = "The record cannot be asked this yet."
_NEITHER = "It does not say that the reading is wrong, nor that it is right."
_TOO_LITTLE = "It does not say that there is no pattern; too little happened to tell."

FINDINGS: Mapping[Key, str] = {
    ("present", "exposure"): _PRESENT
    + "within the same year, it happens {more} on the days named than on others.",
    ("absent", "exposure"): _ABSENT
    + "within the same year, it does not happen {more} on the days named than on others.",
    ("unclear", "exposure"): _UNCLEAR
    + "whether it happens {more}, within the same year, on the days named than on others.",
    ("untestable", "exposure"): _CLOSED,
    ("present", "response"): _PRESENT
    + "within the same year, it begins {more} in the wake of a campaign.",
    ("absent", "response"): _ABSENT
    + "within the same year, it does not begin {more} in the wake of a campaign.",
    ("unclear", "response"): _UNCLEAR
    + "whether it begins {more}, within the same year, in the wake of a campaign.",
    ("untestable", "response"): _CLOSED,
    ("present", "run"): _PRESENT
    + "among tests of the same type, the next one comes {sooner} after a failure than after a "
    "success.",
    ("absent", "run"): _ABSENT
    + "among tests of the same type, the next one does not come {sooner} after a failure than "
    "after a success.",
    ("unclear", "run"): _UNCLEAR
    + "whether, among tests of the same type, the next one comes {sooner} after a failure than "
    "after a success.",
    ("untestable", "run"): _CLOSED,
    ("present", "excitation"): _PRESENT
    + "event days raise the rate of event days soon after, beyond what the level of the time and "
    "hidden bursts leave.",
    ("absent", "excitation"): _ABSENT
    + "beyond the level of the time, event days hardly raise the rate of those soon after.",
    ("unclear", "excitation"): _UNCLEAR
    + "whether one event day raises the rate of those soon after, or both belong to one burst.",
    ("untestable", "excitation"): _CLOSED,
}

NOT_SAID: Mapping[Key, str] = {
    ("present", "exposure"): "It does not say which of the two follows from the other, nor why; "
    "the readings named beside it predict the same.",
    ("absent", "exposure"): "It does not say that nothing links the two in a single case, nor at "
    "times and places the tables do not cover.",
    ("unclear", "exposure"): _TOO_LITTLE,
    ("untestable", "exposure"): _NEITHER,
    ("present", "response"): "It does not say that the campaign brought it about; a crisis may "
    "bring both, and the readings named beside it predict the same.",
    ("absent", "response"): "It does not say that no single campaign was ever answered.",
    ("unclear", "response"): _TOO_LITTLE,
    ("untestable", "response"): _NEITHER,
    ("present", "run"): "It does not say why a type is tried again; the readings named beside it "
    "predict the same.",
    ("absent", "run"): "It does not say that no failure was ever put right in haste, nor anything "
    "of tests whose type or outcome is not known.",
    ("unclear", "run"): _TOO_LITTLE,
    ("untestable", "run"): _NEITHER,
    ("present", "excitation"): "It does not say by what way one leads to another, nor that any "
    "single one did.",
    ("absent", "excitation"): "It does not say that events are spread evenly, nor that no series "
    "was ever planned.",
    ("unclear", "excitation"): "It does not say that events come alone: they cluster, and the "
    "record cannot tell a chain from a burst.",
    ("untestable", "excitation"): _NEITHER,
}

SCOPES: Mapping[Scope, str] = {
    "habit": "It speaks of a habit over years, not of any one event.",
    "campaign": "It speaks of campaigns, not of any one event.",
    "event": "It speaks of the one event named.",
}

RATIOS: Mapping[ImplicationKind, str] = {
    "exposure": "on such days as on other days of the same year",
    "response": "just after a campaign begins as long after one, in the same year",
    "run": "on a day after a failed test as on a day after one that worked, of the same type",
    "excitation": "soon after an event as at other times of the same year",
}

PLACES: Mapping[ImplicationKind, str] = {
    "exposure": "on such days",
    "response": "within reach of a campaign",
    "run": "after a failed test",
    "excitation": "within a week after another",
}

GROUPS: Mapping[ImplicationKind, str] = {
    "exposure": "years",
    "response": "years",
    "run": "types",
    "excitation": "years",
}

MOVED = (
    "The days before it begins differ already ({bins}): nothing is said about which comes first."
)
KNOWN = (
    "The pattern was known before this test was written down ({written}); only later days can "
    "confirm it."
)
