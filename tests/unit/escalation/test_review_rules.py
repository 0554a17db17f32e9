"""Reviews: why a person must look, and which verdicts can be carried out."""

from __future__ import annotations

from typing import Final

import pytest

from moderation_classifier.domain.decision import Decision as Judged
from moderation_classifier.domain.decision import ask_about_attachments, decide_unreadable
from moderation_common.events import ActionFailed
from moderation_common.identity import ActionId, CommentRef, DecisionId, EventId
from moderation_common.policy.house_rules import REMOVING_LABELS
from moderation_common.vocabulary import Action, Category, Kind, Label, Platform, Urgency
from moderation_escalation.domain.case import Decision
from moderation_escalation.domain.review import (
    REPORT_BY_HAND,
    Verdict,
    doubt_of_failure,
    doubts_of,
    doubts_of_overtaken,
    find_fault,
    merge_doubts,
)
from tests.support.escalation import make_comment, make_ref, utc
from tests.support.labelling import judge, policy_pack

PICTURE: Final = make_comment(make_ref(), now=utc(2026, 11, 2, 9)).model_copy(
    update={"attachments": ("https://example.org/photo.jpg",)}
)


def decide(
    *actions: Action,
    review: bool = False,
    doubts: tuple[str, ...] = (),
    labels: tuple[Label, ...] = (Label.HATE,),
) -> Decision:
    """Return a decision."""
    return Decision(
        decision_id=DecisionId("d"),
        organisation="lincolnshire",
        ref=make_ref(),
        comment_event_id=EventId("e"),
        kind=Kind.COMMENT,
        category=Category.HARMFUL_ABUSE,
        labels=labels,
        actions=actions,
        urgency=Urgency.ROUTINE,
        routes=(),
        review=review,
        reasons=(),
        doubts=doubts,
        pack="lincolnshire@1",
        made_at=utc(2026, 11, 2),
    )


def verdict(
    *actions: Action,
    reply_text: str | None = None,
    category: Category = Category.HARMFUL_ABUSE,
    labels: tuple[Label, ...] = (Label.HATE,),
) -> Verdict:
    """Return a verdict."""
    return Verdict(
        category=category,
        labels=labels,
        actions=actions,
        note="",
        reply_text=reply_text,
    )


def test_a_decision_without_doubt_needs_nobody() -> None:
    """What is clear is not put before a person."""
    assert doubts_of(decide(Action.LEAVE)) == ()


def test_doubts_are_the_classifiers_own() -> None:
    """A person reads why they are asked; where nothing is said there is still a reason."""
    assert doubts_of(decide(Action.LEAVE, review=True, doubts=("It may be a quotation.",))) == (
        "It may be a quotation.",
    )
    assert len(doubts_of(decide(Action.LEAVE, review=True))) == 1


def test_reporting_is_always_a_persons_task() -> None:
    """Even a sure decision to report is put before a person, because no platform has an API."""
    assert doubts_of(decide(Action.HIDE, Action.REPORT)) == (REPORT_BY_HAND,)


def test_a_failed_action_says_what_failed_and_why() -> None:
    """The reason of the platform is passed on."""
    failure = ActionFailed(
        action_id=ActionId("a"),
        ref=make_ref(),
        action=Action.PRIVATE_REPLY,
        reason="The person has closed their messages.",
        attempts=1,
    )
    assert doubt_of_failure(failure) == (
        "The private reply could not be done by the machine: The person has closed their messages."
    )


@pytest.mark.parametrize(
    "judged",
    [
        decide_unreadable(policy_pack("bsw")),
        judge(
            "Dzie\u0144 dobry, chcia\u0142bym zapyta\u0107 o wizyt\u0119 u lekarza w tym tygodniu"
        ),
        judge("It is a long story. " * 10_000),
        ask_about_attachments(judge("Thank you."), PICTURE),
    ],
    ids=["not judged", "not in English", "too long", "a picture"],
)
def test_what_the_classifier_could_not_read_is_known_by_its_words(judged: Judged) -> None:
    """No field says so; were the words changed on one side only, an earlier version went unread."""
    assert judged.doubts
    unread = decide(Action.LEAVE, review=True, doubts=judged.doubts, labels=())
    assert doubts_of_overtaken(unread) == tuple(
        f"About an earlier version, which its author has changed: {doubt}"
        for doubt in judged.doubts
    )


@pytest.mark.parametrize(
    "labels, doubts, kept",
    [
        ((Label.SELF_HARM,), ("Look at it.",), True),
        ((Label.SPAM,), ("It may be threat, which is switched off.",), True),
        ((Label.SPAM,), ("It may be threat, but what found it is switched off.",), True),
        ((Label.SPAM,), ("It may be promotion, but not surely.",), False),
        ((Label.SELF_HARM,), (), False),
    ],
)
def test_of_an_earlier_version_only_danger_is_doubted(
    labels: tuple[Label, ...], doubts: tuple[str, ...], *, kept: bool
) -> None:
    """Nothing else is done about words that are gone; and they cannot be reported."""
    overtaken = decide(Action.REPORT, review=bool(doubts), doubts=doubts, labels=labels)
    assert len(doubts_of_overtaken(overtaken)) == (len(doubts) if kept else 0)


def test_doubts_are_kept_once_each_and_in_order() -> None:
    """A repeat adds nothing."""
    assert merge_doubts(["a", "b"], ["b", "c"]) == ("a", "b", "c")


@pytest.mark.parametrize(
    "chosen, platform, kind, fault",
    [
        (verdict(Action.HIDE), Platform.FACEBOOK, Kind.COMMENT, None),
        (verdict(Action.LEAVE), Platform.SMS, Kind.COMMENT, None),
        (verdict(Action.REPORT, Action.HIDE), Platform.X, Kind.REPLY, None),
        (verdict(Action.LEAVE), Platform.FACEBOOK, None, None),
        (verdict(), Platform.FACEBOOK, Kind.COMMENT, "Name at least one action"),
        (verdict(Action.HIDE, Action.UNHIDE), Platform.FACEBOOK, Kind.COMMENT, "contradict"),
        (verdict(Action.LEAVE, Action.DELETE), Platform.FACEBOOK, Kind.COMMENT, "contradict"),
        (verdict(Action.DELETE), Platform.X, Kind.REPLY, "no way to delete a reply"),
        (verdict(Action.HIDE), Platform.FACEBOOK, Kind.DIRECT_MESSAGE, "no way to hide"),
        (verdict(Action.HIDE), Platform.FACEBOOK, None, "not arrived"),
        (verdict(Action.REPLY), Platform.FACEBOOK, Kind.COMMENT, "reply_text"),
        (verdict(Action.REPLY, reply_text=" "), Platform.FACEBOOK, Kind.COMMENT, "reply_text"),
        (verdict(Action.REPLY, reply_text="Thank you."), Platform.FACEBOOK, Kind.COMMENT, None),
    ],
)
def test_a_verdict_that_cannot_be_carried_out_is_refused_with_the_reason(
    chosen: Verdict, platform: Platform, kind: Kind | None, fault: str | None
) -> None:
    """Contradictions, what the platform cannot do and a reply without words are found."""
    ref = CommentRef(platform=platform, account_id="1", comment_id="2")
    found = find_fault(chosen, ref=ref, kind=kind, hidden=False)
    if fault is None:
        assert found is None
    else:
        assert found is not None
        assert fault in found


_NO_BREACH: Final = (
    "To hide or delete it, name in labels at least one that breaks a house rule, such as "
    "harassment or spam; criticism and concerns stay."
)


@pytest.mark.parametrize("category", list(Category))
@pytest.mark.parametrize(
    "labels",
    [
        (),
        (Label.CRITICISM,),
        (Label.COMPLAINT, Label.SPEAK_UP),
        tuple(set(Label) - REMOVING_LABELS),
    ],
    ids=["none", "criticism", "concerns", "all that break none"],
)
def test_nothing_is_removed_for_what_breaks_no_rule(
    category: Category, labels: tuple[Label, ...]
) -> None:
    """Whatever a person calls it: criticism and concerns stay. All else can be done with them."""
    for actions in ((Action.DELETE,), (Action.HIDE, Action.REPORT)):
        chosen = verdict(*actions, category=category, labels=labels)
        for hidden in (False, True):
            fault = find_fault(chosen, ref=make_ref(), kind=Kind.COMMENT, hidden=hidden)
            assert fault == _NO_BREACH
    for action in (Action.LEAVE, Action.UNHIDE, Action.REPORT, Action.REPLY):
        chosen = verdict(action, category=category, labels=labels, reply_text="Thank you.")
        assert find_fault(chosen, ref=make_ref(), kind=Kind.COMMENT, hidden=False) is None


@pytest.mark.parametrize("label", sorted(REMOVING_LABELS))
def test_what_breaks_a_rule_can_be_removed_in_every_category(label: Label) -> None:
    """Bodies hide swearing and private data, which are neither abuse nor spam."""
    for category in Category:
        chosen = verdict(Action.HIDE, category=category, labels=(Label.CRITICISM, label))
        assert find_fault(chosen, ref=make_ref(), kind=Kind.COMMENT, hidden=False) is None


@pytest.mark.parametrize(
    "actions, removes",
    [
        ((Action.HIDE,), True),
        ((Action.REPLY, Action.DELETE), True),
        ((Action.LEAVE,), False),
        ((Action.UNHIDE, Action.REPLY), False),
        ((Action.REPORT,), False),
    ],
)
def test_a_removal_is_hiding_or_deleting(actions: tuple[Action, ...], *, removes: bool) -> None:
    """What is only reported stands until the platform has answered."""
    assert verdict(*actions).removes is removes


@pytest.mark.parametrize(
    "actions, refused",
    [
        ((Action.LEAVE,), True),
        ((Action.HIDE,), False),
        ((Action.UNHIDE,), False),
        ((Action.REPORT,), False),
    ],
)
def test_leaving_what_is_hidden_has_no_one_meaning(
    actions: tuple[Action, ...], *, refused: bool
) -> None:
    """The person says whether it stays hidden or is shown again."""
    fault = find_fault(verdict(*actions), ref=make_ref(), kind=Kind.COMMENT, hidden=True)
    assert fault == (
        "It is hidden now: choose unhide to show it or hide to keep it." if refused else None
    )
