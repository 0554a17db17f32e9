"""What each body's pack makes of a labelling: actions, doubt, urgency, routes, reasons."""

from __future__ import annotations

import pytest

from moderation_classifier.domain.decision import Decision, decide, decide_unreadable
from moderation_classifier.domain.finding import Finding
from moderation_classifier.domain.labelling import Labelling
from moderation_classifier.domain.text import Span
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Urgency
from tests.support.labelling import judge, policy_pack, utterance

_BODIES = ("bsw", "healthwatch-cp", "lincolnshire", "mid-and-south-essex", "nottingham")


def _decide_on(
    *scored: tuple[Label, float],
    language: str = "English",
    too_long: bool = False,
    danger: bool = False,
    organisation: str = "mid-and-south-essex",
) -> Decision:
    findings = tuple(
        Finding(
            label=label, score=score, span=Span(0, 4), source="rule.of-test", present_danger=danger
        )
        for label, score in scored
    )
    labelling = Labelling(
        findings=findings, language=language, too_long=too_long, scores=dict(scored)
    )
    return decide(labelling, policy_pack(organisation), utterance("text"))


def _removes(decision: Decision) -> bool:
    return not REMOVALS.isdisjoint(decision.actions)


def test_a_certain_threat_is_removed_and_named_with_its_clause() -> None:
    """A score above `act` acts at once and quotes the policy."""
    decision = _decide_on((Label.THREAT, 0.95))
    assert decision.category is Category.HARMFUL_ABUSE
    assert _removes(decision)
    assert not decision.review
    (reason,) = decision.reasons
    assert reason.clause
    assert reason.words
    assert reason.span == Span(0, 4)
    assert decision.pack.startswith("mid-and-south-essex@")


def test_a_doubtful_threat_is_only_proposed_for_removal() -> None:
    """Between `review` and `act` nothing is done but to ask a person."""
    decision = _decide_on((Label.THREAT, 0.6))
    assert decision.actions == (Action.LEAVE,)
    assert not REMOVALS.isdisjoint(decision.proposed)
    assert decision.review
    assert decision.doubts
    assert decision.labels == ()


def test_below_review_there_is_nothing() -> None:
    """A whisper of a score changes nothing."""
    decision = _decide_on((Label.THREAT, 0.2))
    assert (decision.actions, decision.review, decision.reasons) == ((Action.LEAVE,), False, ())


def test_doubt_about_mood_asks_nobody() -> None:
    """Whether praise is praise is no question for a person."""
    assert not _decide_on((Label.COMPLIMENT, 0.6), (Label.CRITICISM, 0.6)).review


@pytest.mark.parametrize("organisation", _BODIES)
def test_criticism_is_left_by_every_body(organisation: str) -> None:
    """The hardest criticism without abuse is never touched."""
    decision = judge(
        "Absolute shambles, a disgrace, the worst run hospital in England. Resign.",
        organisation=organisation,
    )
    assert decision.actions == (Action.LEAVE,)
    assert decision.category is Category.ANYTHING_ELSE


@pytest.mark.parametrize(
    "label,danger,urgency",
    [
        (Label.EMERGENCY, False, Urgency.IMMEDIATE),
        (Label.SELF_HARM, False, Urgency.IMMEDIATE),
        (Label.SAFEGUARDING, True, Urgency.IMMEDIATE),
        (Label.PATIENT_SAFETY, True, Urgency.IMMEDIATE),
        (Label.PATIENT_SAFETY, False, Urgency.URGENT),
        (Label.REPUTATIONAL, True, Urgency.URGENT),
        (Label.COMPLAINT, False, Urgency.ROUTINE),
    ],
)
def test_present_danger_is_immediate(label: Label, danger: bool, urgency: Urgency) -> None:  # noqa: FBT001
    """Danger now wakes someone; danger that has passed is for the working day."""
    assert _decide_on((label, 0.95), danger=danger).urgency is urgency


@pytest.mark.parametrize("organisation", _BODIES)
def test_a_routing_label_takes_the_packs_route(organisation: str) -> None:
    """Every body sends an information request somewhere."""
    decision = judge("Freedom of information request please", organisation=organisation)
    assert Label.FOI in decision.labels
    assert decision.routes


def test_another_language_goes_to_a_person_and_is_left() -> None:
    """What the rules cannot judge they do not act on, however sure they seem."""
    decision = _decide_on((Label.SPAM, 0.95), language="Polish")
    assert decision.actions == (Action.LEAVE,)
    assert decision.review
    assert any("Polish" in doubt for doubt in decision.doubts)


def test_a_text_read_in_part_goes_to_a_person() -> None:
    """The unread rest may hold anything."""
    decision = _decide_on(too_long=True)
    assert decision.review
    assert any("too long" in doubt for doubt in decision.doubts)


def test_what_cannot_be_judged_is_left_and_shown_to_a_person() -> None:
    """A failure of the labelling removes nothing and hides nothing from people."""
    decision = decide_unreadable(policy_pack("bsw"))
    assert (decision.actions, decision.review) == ((Action.LEAVE,), True)


def test_a_name_in_a_private_message_opens_nobody_to_abuse() -> None:
    """The same words are a breach in public and a concern in private."""
    text = "Dr Moran was rude and useless"
    public = judge(text)
    private = judge(text, kind=Kind.DIRECT_MESSAGE)
    assert Label.STAFF_NAMED in {reason.label for reason in public.reasons}
    assert Label.STAFF_NAMED not in {reason.label for reason in private.reasons}


def test_where_nothing_can_be_removed_a_person_is_asked_to_report() -> None:
    """LinkedIn offers no removal, so the report is a person's task."""
    decision = judge("hope you get cancer and die", platform=Platform.LINKEDIN)
    assert not _removes(decision)
    assert decision.review


def test_the_concern_survives_the_removal() -> None:
    """A comment hidden for swearing keeps its route."""
    decision = judge("My mum was given the wrong medication you useless fucking idiots")
    assert {Label.PATIENT_SAFETY, Label.PROFANITY} <= set(decision.labels)
    assert decision.routes
    assert _removes(decision)


def test_the_same_comment_always_gets_the_same_decision() -> None:
    """Nothing in a decision depends on time, order or chance."""
    text = "My nan was left on a trolley for 20 hours, what a disgrace, how do I complain?"
    assert judge(text) == judge(text)
