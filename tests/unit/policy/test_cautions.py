"""What a sound pack is warned of before anybody approves it."""

from __future__ import annotations

import pytest

from moderation_common.policy import PolicyPack, PolicyPacks
from moderation_common.policy.cautions import find_cautions
from moderation_common.policy.house_rules import Threshold, Thresholds
from moderation_common.policy.model import SwitchedOff
from moderation_common.vocabulary import Label


@pytest.fixture
def pack(packs: PolicyPacks) -> PolicyPack:
    """One body's policy."""
    return packs["bsw"]


def _with(pack: PolicyPack, label: Label | None, threshold: Threshold) -> PolicyPack:
    known = pack.thresholds
    changed = (
        Thresholds(default=threshold, labels=known.labels)
        if label is None
        else Thresholds(default=known.default, labels={**known.labels, label: threshold})
    )
    return pack.model_copy(update={"thresholds": changed})


def test_the_bodies_packs_are_warned_of_nothing(packs: PolicyPacks) -> None:
    """What is in force gives no cause."""
    assert [find_cautions(packs[body]) for body in packs.organisations] == [[]] * 5


@pytest.mark.parametrize("review, warned", [(0.51, True), (0.5, False)])
def test_danger_that_nobody_would_hear_of_is_warned_of(
    pack: PolicyPack, *, review: float, warned: bool
) -> None:
    """A doubt that well may be danger must reach somebody."""
    changed = _with(pack, Label.SELF_HARM, Threshold(act=0.998, review=review))
    messages = [finding.message for finding in find_cautions(changed)]
    assert messages == (["nobody would be asked where it may well be self harm"] if warned else [])


def test_danger_that_is_switched_off_is_warned_of(pack: PolicyPack) -> None:
    """Whatever else is off is the body's to say."""
    off = SwitchedOff(labels=(Label.SPAM, Label.EMERGENCY))
    (finding,) = find_cautions(pack.model_copy(update={"switched_off": off}))
    assert finding.location == ("switched_off", "labels", 1)
