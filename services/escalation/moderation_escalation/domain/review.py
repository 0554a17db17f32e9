"""A review: a comment about which a person has to decide, and what they decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from moderation_common.events import ActionFailed
from moderation_common.identity import CommentRef, DecisionId, GroupId, ReviewId
from moderation_common.platforms import capabilities
from moderation_common.policy.house_rules import REMOVALS
from moderation_common.vocabulary import Action, Category, Kind, Label
from moderation_escalation.domain.case import Decision, Signature

REPORT_BY_HAND: Final = (
    "Report this comment to the platform by hand: no platform takes reports from software."
)

ON_PLATFORM: Final = frozenset(
    {Action.HIDE, Action.UNHIDE, Action.DELETE, Action.REPLY, Action.PRIVATE_REPLY}
)
"""What the machine does for a person; `leave` needs nothing and `report` is done by hand."""

WITH_TEXT: Final = frozenset({Action.REPLY, Action.PRIVATE_REPLY})
"""Actions that need the words to say."""

AGAINST: Final = REMOVALS | {Action.REPORT}
"""What is done to a comment that breaks a rule; a verdict with none of it leaves or shows it."""

_CONTRADICTIONS: Final = (
    frozenset({Action.HIDE, Action.UNHIDE}),
    frozenset({Action.DELETE, Action.UNHIDE}),
    frozenset({Action.LEAVE, Action.HIDE}),
    frozenset({Action.LEAVE, Action.DELETE}),
)


class ReviewStatus(StrEnum):
    """How far a review is."""

    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decides."""

    category: Category
    labels: tuple[Label, ...]
    actions: tuple[Action, ...]
    note: str
    reply_text: str | None
    """What to say, for a reply or private reply."""

    @property
    def removes(self) -> bool:
        """Whether the comment is to be hidden or deleted."""
        return not REMOVALS.isdisjoint(self.actions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One question to a person about one comment."""

    review_id: ReviewId
    organisation: str
    ref: CommentRef
    decision_id: DecisionId | None
    """The decision that is in doubt; None when only an action failed."""
    doubts: tuple[str, ...]
    opened_at: datetime
    request: str = ""
    """What the person who asked for the review wrote; empty when the machine asked."""
    verdict: Verdict | None = None
    decided: Signature | None = None
    group_id: GroupId | None = None
    """The group of nearly the same comments that it settles; None for this comment alone."""
    group_size: int = 1
    """How many comments have waited for it or were settled by it, this one included."""

    @property
    def status(self) -> ReviewStatus:
        """How far the review is."""
        return ReviewStatus.OPEN if self.decided is None else ReviewStatus.DECIDED


def doubts_of(decision: Decision) -> tuple[str, ...]:
    """Return why a person must look at a decision; empty when none must."""
    doubts = list(decision.doubts)
    if decision.review and not doubts:
        doubts.append("The classifier asks for a person's decision.")
    if Action.REPORT in decision.actions:
        doubts.append(REPORT_BY_HAND)
    return tuple(doubts)


def doubt_of_failure(failure: ActionFailed) -> str:
    """Return why a person must look at a comment with which something could not be done."""
    action = failure.action.value.replace("_", " ")
    return f"The {action} could not be done by the machine: {failure.reason}"


def doubt_of_person(name: str) -> str:
    """Return why a comment is looked at that no machine doubts."""
    return f"{name} asks for another look at it."


def merge_doubts(known: Iterable[str], new: Iterable[str]) -> tuple[str, ...]:
    """Return all doubts once each, in the order in which they came up."""
    return tuple(dict.fromkeys([*known, *new]))


def find_fault(verdict: Verdict, *, ref: CommentRef, kind: Kind | None, hidden: bool) -> str | None:
    """Return why a verdict cannot be carried out, in one sentence; None when it can.

    `hidden` is that we have hidden the comment. To leave it would then mean either of two things.
    """
    actions = frozenset(verdict.actions)
    if not actions:
        return "Name at least one action; `leave` says that nothing is to be done."
    for pair in _CONTRADICTIONS:
        if pair <= actions:
            first, second = sorted(pair)
            return f"Choose one of {first} and {second}; they contradict each other."
    if hidden and actions == {Action.LEAVE}:
        return "It is hidden now: choose unhide to show it or hide to keep it."
    wanted = actions & ON_PLATFORM
    if not wanted:
        return None
    if kind is None:
        return "The comment has not arrived here yet; wait a moment and decide again."
    impossible = sorted(wanted - capabilities(ref.platform, kind))
    if impossible:
        what = " and ".join(action.replace("_", " ") for action in impossible)
        return f"{ref.platform} offers no way to {what} a {kind.replace('_', ' ')}."
    if wanted & WITH_TEXT and not (verdict.reply_text or "").strip():
        return "Write in reply_text what the reply is to say."
    return None
