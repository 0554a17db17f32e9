"""A review: a comment about which a person has to decide, and what they decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from moderation_common.events import ActionFailed
from moderation_common.identity import CommentRef, DecisionId, EventId, GroupId, ReviewId
from moderation_common.platforms import capabilities
from moderation_common.policy.house_rules import ALWAYS_POSSIBLE, REMOVALS, REMOVING_LABELS
from moderation_common.vocabulary import DANGER_LABELS, Action, Category, Kind, Label
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

_OVERTAKEN: Final = "About an earlier version, which its author has changed:"

_UNREAD: Final = (
    "which the machine cannot judge",
    "read it and decide",
    "which the machine cannot see",
)
"""How the classifier words its doubt about a text in another language, or not read whole, and about
a picture. No field of its event says so."""


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

    @property
    def is_against(self) -> bool:
        """Whether it is done to a comment because that breaks a rule."""
        return not AGAINST.isdisjoint(self.actions)

    @property
    def only_reports(self) -> bool:
        """Whether nothing is to be done but a report, which a person makes of each by itself."""
        return Action.REPORT in self.actions and frozenset(self.actions) <= ALWAYS_POSSIBLE

    @property
    def finds_danger(self) -> bool:
        """Whether the person found that somebody may come to harm."""
        return not DANGER_LABELS.isdisjoint(self.labels)


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
    raised_by: tuple[EventId, ...] = ()
    """The versions of the comment that raised its doubts, in the order in which they did."""
    hidden_before: bool = False
    """It asks of a group whether to show again what the machine had hidden before a verdict."""
    danger: bool = False
    """Somebody may be in danger in the comment, however slight the suspicion: it goes first."""

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


def doubts_of_overtaken(decision: Decision) -> tuple[str, ...]:
    """Return why a person must look at words that their author has changed since.

    Empty unless somebody may be in danger in them, or nobody can tell: else the newest version is
    what is decided about.
    """
    if not may_hold_danger(decision):
        return ()
    # What does not stand there any more cannot be reported.
    doubts = (doubt for doubt in doubts_of(decision) if doubt != REPORT_BY_HAND)
    return tuple(f"{_OVERTAKEN} {doubt}" for doubt in doubts)


def may_hold_danger(decision: Decision) -> bool:
    """Say whether somebody may be in danger in a comment, or nobody can tell."""
    found = {*decision.labels, *decision.doubtful_labels}
    found.update(reason.label for reason in decision.reasons)
    if not DANGER_LABELS.isdisjoint(found):
        return True
    # A danger that is switched off has no label, but the doubt names it.
    telling = (*_UNREAD, *(label.replace("_", " ") for label in DANGER_LABELS))
    return any(words in doubt for doubt in decision.doubts for words in telling)


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
    # No category says that a rule is broken: bodies hide bad language and private data that are
    # neither abuse nor spam, as `anything_else`. The label does.
    if verdict.removes and REMOVING_LABELS.isdisjoint(verdict.labels):
        return (
            "To hide or delete it, name in labels at least one that breaks a house rule, such as "
            "harassment or spam; criticism and concerns stay."
        )
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
