"""How soon a person must know, by the vocabulary and by a body's own routes."""

from __future__ import annotations

import pytest

from moderation_common.policy import PolicyPacks, decide_urgency, default_urgency
from moderation_common.policy.urgency import highest_urgency
from moderation_common.vocabulary import Label, Urgency


@pytest.mark.parametrize(
    "label, calm, danger",
    [
        (Label.EMERGENCY, Urgency.IMMEDIATE, Urgency.IMMEDIATE),
        (Label.SELF_HARM, Urgency.IMMEDIATE, Urgency.IMMEDIATE),
        (Label.SAFEGUARDING, Urgency.URGENT, Urgency.IMMEDIATE),
        (Label.PATIENT_SAFETY, Urgency.URGENT, Urgency.IMMEDIATE),
        (Label.THREAT, Urgency.URGENT, Urgency.URGENT),
        (Label.REPUTATIONAL, Urgency.URGENT, Urgency.URGENT),
        (Label.FOI, Urgency.ROUTINE, Urgency.ROUTINE),
        (Label.PROFANITY, Urgency.ROUTINE, Urgency.ROUTINE),
    ],
)
def test_each_label_has_its_urgency(label: Label, calm: Urgency, danger: Urgency) -> None:
    """Danger that is present now makes safeguarding and patient safety immediate."""
    assert default_urgency(frozenset({label})) is calm
    assert default_urgency(frozenset({label}), present_danger=True) is danger


def test_nothing_said_is_routine() -> None:
    """A comment without labels can wait."""
    assert default_urgency(frozenset()) is Urgency.ROUTINE
    assert highest_urgency([]) is Urgency.ROUTINE


def test_the_most_pressing_label_wins() -> None:
    """One urgent matter among routine ones makes the comment urgent."""
    labels = frozenset({Label.FOI, Label.REPUTATIONAL, Label.COMPLIMENT})

    assert default_urgency(labels) is Urgency.URGENT


def test_a_route_may_be_more_pressing_than_the_vocabulary(packs: PolicyPacks) -> None:
    """The packs make a police matter urgent, which the vocabulary does not."""
    labels = frozenset({Label.POLICE})

    assert default_urgency(labels) is Urgency.ROUTINE
    assert decide_urgency(packs["nottingham"], labels) is Urgency.URGENT


def test_a_route_may_be_calmer_than_the_vocabulary(packs: PolicyPacks) -> None:
    """The route's word holds for its own labels, and the others keep theirs."""
    pack = packs["nottingham"]
    calm = pack.model_copy(
        update={
            "routes": tuple(
                route.model_copy(update={"urgency": Urgency.ROUTINE})
                if route.id == "reputational"
                else route
                for route in pack.routes
            )
        }
    )

    assert decide_urgency(calm, frozenset({Label.REPUTATIONAL})) is Urgency.ROUTINE
    assert decide_urgency(calm, frozenset({Label.REPUTATIONAL, Label.THREAT})) is Urgency.URGENT


def test_no_route_makes_less_of_present_danger(packs: PolicyPacks) -> None:
    """A pack cannot let somebody at risk wait."""
    pack = packs["nottingham"]
    calm = pack.model_copy(
        update={
            "routes": tuple(
                route.model_copy(update={"urgency": Urgency.ROUTINE}) for route in pack.routes
            )
        }
    )
    labels = frozenset({Label.SAFEGUARDING})

    assert decide_urgency(calm, labels) is Urgency.ROUTINE
    assert decide_urgency(calm, labels, present_danger=True) is Urgency.IMMEDIATE
