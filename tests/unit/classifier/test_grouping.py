"""Groups: whether a person's word about others holds for one more comment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from moderation_classifier.domain.decision import Decision
from moderation_classifier.domain.grouping import Group, may_share_decision, shares_settlement
from moderation_classifier.ports import GroupVerdict
from moderation_classifier.usecases.watching_behaviour import Weighed
from moderation_common.identity import GroupId
from moderation_common.vocabulary import Action, Kind, Label, Platform
from tests.support.behaviour import decision_of

ASKED = decision_of(doubtful=[Label.HARASSMENT])
REPORTED = decision_of([Label.HATE], actions=(Action.REPORT,), review=True)
CERTAIN = decision_of([Label.SPAM], actions=(Action.HIDE,))


@pytest.mark.parametrize(
    "decision",
    [
        replace(decision_of(), language="Polish"),
        replace(ASKED, language="Polish"),
        replace(ASKED, read_whole=False),
        decision_of(review=True),
    ],
)
def test_what_the_machine_did_not_understand_is_decided_alone(decision: Decision) -> None:
    """It may hold any danger, which a verdict about others must not settle unseen."""
    assert not may_share_decision(decision)


@pytest.mark.parametrize("decision", [decision_of(), ASKED, REPORTED, CERTAIN])
def test_what_the_machine_understood_may_be_decided_with_its_like(decision: Decision) -> None:
    """Nobody can be in danger in it."""
    assert may_share_decision(decision)


@pytest.mark.parametrize(
    "actions, platform, kind, shared",
    [
        ({Action.HIDE}, Platform.FACEBOOK, Kind.COMMENT, True),
        ({Action.HIDE}, Platform.X, Kind.REPLY, True),
        ({Action.REPORT}, Platform.LINKEDIN, Kind.COMMENT, False),
        ({Action.HIDE, Action.REPORT}, Platform.X, Kind.REPLY, True),
        ({Action.LEAVE}, Platform.LINKEDIN, Kind.COMMENT, True),
        ({Action.HIDE}, Platform.X, Kind.MENTION, False),
        ({Action.DELETE}, Platform.X, Kind.REPLY, False),
        ({Action.DELETE, Action.PRIVATE_REPLY}, Platform.YOUTUBE, Kind.COMMENT, False),
    ],
)
def test_a_verdict_settles_only_what_the_platform_offers(
    actions: set[Action], platform: Platform, kind: Kind, *, shared: bool
) -> None:
    """Elsewhere a person is asked, and until then the comment stands and counts for nobody."""
    assert shares_settlement(actions, ASKED, platform=platform, kind=kind) is shared


def test_neither_a_report_nor_what_nobody_is_asked_about_is_settled() -> None:
    """Each report is made by itself; what the machine is certain of is its own word."""
    for decision in (REPORTED, CERTAIN):
        assert not shares_settlement(
            {Action.HIDE}, decision, platform=Platform.FACEBOOK, kind=Kind.COMMENT
        )


@pytest.mark.parametrize(
    "actions, removes",
    [({Action.HIDE}, True), ({Action.DELETE, Action.REPLY}, True), ({Action.REPORT}, False)],
)
def test_a_comment_is_hidden_with_its_group_only_where_the_group_was(
    actions: set[Action], *, removes: bool
) -> None:
    """A group that was only reported stands; and whoever is decided alone waits."""
    verdict = GroupVerdict(
        breach=True, labels=frozenset(ASKED.doubtful), actions=frozenset(actions)
    )
    group = Group(group_id=GroupId("g"), size=2, authors=2)
    weighed = Weighed(decision=ASKED, group=group, settled_by=verdict)
    assert weighed.removes is removes
    assert not weighed.alone(ASKED).removes
    assert weighed.alone(CERTAIN).removes
