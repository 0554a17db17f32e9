"""What a sound pack says and its body may not mean: danger that nobody would hear of.

None of it is wrong by itself, so that no check refuses it: whoever changes a pack reads a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from moderation_common.policy.model import PolicyPack
from moderation_common.policy.problems import Finding, Location
from moderation_common.vocabulary import AT_RISK_LABELS, Label

_HEARD: Final = 0.5
"""Of danger that scores less, whoever wrote it is as often in it as not."""


def find_cautions(pack: PolicyPack) -> list[Finding]:
    """Return what deserves a second look before anybody approves the pack."""
    return [*_unheard_danger(pack), *_danger_switched_off(pack)]


def _unheard_danger(pack: PolicyPack) -> Iterator[Finding]:
    unheard: dict[Location, list[Label]] = {}
    for label in sorted(AT_RISK_LABELS):
        if pack.thresholds.of(label).review > _HEARD:
            unheard.setdefault(_place_of(label, pack), []).append(label)
    for place, labels in unheard.items():
        yield Finding(
            place,
            f"nobody would be asked where it may well be {_spell(labels)}",
            f"make review {_HEARD} or lower, or try it on the past to see who is overlooked",
        )


def _danger_switched_off(pack: PolicyPack) -> Iterator[Finding]:
    for place, label in enumerate(pack.switched_off.labels):
        if label in AT_RISK_LABELS:
            yield Finding(
                ("switched_off", "labels", place),
                f"no team is told of {_spell([label])} any more; a person is asked in the queue",
                "remove the line as soon as what went wrong is mended",
            )


def _place_of(label: Label, pack: PolicyPack) -> Location:
    return (
        ("thresholds", "labels", label)
        if label in pack.thresholds.labels
        else (
            "thresholds",
            "default",
        )
    )


def _spell(labels: list[Label]) -> str:
    return " or ".join(label.replace("_", " ") for label in labels)
