"""How soon a person must know, from what a text contains; a pack's route may say otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from moderation_common.policy.model import PolicyPack
from moderation_common.vocabulary import Label, Urgency

_ALWAYS_IMMEDIATE: Final = frozenset({Label.EMERGENCY, Label.SELF_HARM})
_IMMEDIATE_IN_DANGER: Final = frozenset({Label.SAFEGUARDING, Label.PATIENT_SAFETY})
_URGENT: Final = frozenset(
    {Label.PATIENT_SAFETY, Label.SAFEGUARDING, Label.THREAT, Label.REPUTATIONAL}
)
_ORDER: Final = (Urgency.ROUTINE, Urgency.URGENT, Urgency.IMMEDIATE)


def default_urgency(labels: frozenset[Label], *, present_danger: bool = False) -> Urgency:
    """Return the vocabulary's urgency; `present_danger` is that somebody is at risk right now."""
    if labels & _ALWAYS_IMMEDIATE:
        return Urgency.IMMEDIATE
    if present_danger and labels & _IMMEDIATE_IN_DANGER:
        return Urgency.IMMEDIATE
    return Urgency.URGENT if labels & _URGENT else Urgency.ROUTINE


def decide_urgency(
    pack: PolicyPack, labels: frozenset[Label], *, present_danger: bool = False
) -> Urgency:
    """Return the urgency under a body's policy: each label's own, or its route's; highest wins.

    No route makes less of somebody who is at risk now.
    """
    urgencies = []
    for label in labels:
        alone = default_urgency(frozenset({label}), present_danger=present_danger)
        overrides = [
            route.urgency
            for route in pack.routes_for(frozenset({label}))
            if route.urgency is not None
        ]
        overridden = bool(overrides) and alone is not Urgency.IMMEDIATE
        urgencies.append(highest_urgency(overrides) if overridden else alone)
    return highest_urgency(urgencies)


def highest_urgency(urgencies: Iterable[Urgency]) -> Urgency:
    """Return the most pressing of them; routine when there are none."""
    return max(urgencies, key=_ORDER.index, default=Urgency.ROUTINE)
