"""What is done with an action, before its first attempt and after each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from moderation_common.events import ActionRequested
from moderation_common.vocabulary import Action, Kind, Platform
from moderation_ingest.domain.outcome import (
    Answer,
    Done,
    Gone,
    Limited,
    NotSent,
    Outcome,
    Refused,
    Unauthorised,
    Unavailable,
)
from moderation_ingest.domain.queue import (
    ActionState,
    Complete,
    GiveUp,
    Patience,
    Pause,
    PauseReason,
    Postpone,
    QueuedAction,
    Verdict,
    find_obstacle,
    judge,
)
from tests.support.ingest import NOW, request_event

SERVED = (Platform.FACEBOOK, Platform.X)
PATIENCE = Patience()


def obstacle(action: Action, **changes: object) -> str | None:
    """Return what stands in the way of a request."""
    request = request_event(action, text="Thank you", author_id="222").data
    assert isinstance(request, ActionRequested)
    ref = request.ref.model_copy(update={"platform": changes.pop("platform", Platform.FACEBOOK)})
    changed = request.model_copy(update={"ref": ref} | changes)
    return find_obstacle(changed, served=SERVED)


@pytest.mark.parametrize(
    "action, changes",
    [
        (Action.HIDE, {}),
        (Action.UNHIDE, {"kind": Kind.REPLY}),
        (Action.DELETE, {}),
        (Action.REPLY, {"kind": Kind.MENTION}),
        (Action.PRIVATE_REPLY, {"author_id": None}),
        (Action.PRIVATE_REPLY, {"kind": Kind.DIRECT_MESSAGE}),
        (Action.HIDE, {"platform": Platform.X, "kind": Kind.REPLY}),
        (Action.PRIVATE_REPLY, {"platform": Platform.X}),
    ],
)
def test_what_the_platform_offers_is_queued(action: Action, changes: dict[str, object]) -> None:
    """Nothing stands in the way of what the platform's API can do."""
    assert obstacle(action, **changes) is None


@pytest.mark.parametrize(
    "action, changes, words",
    [
        (Action.DELETE, {"platform": Platform.X}, "offers no way to delete a comment"),
        (Action.HIDE, {"kind": Kind.MENTION}, "offers no way to hide a mention"),
        (Action.HIDE, {"kind": Kind.DIRECT_MESSAGE}, "offers no way to hide a direct message"),
        (Action.REPORT, {}, "offers no way to report"),
        (Action.LEAVE, {}, "offers no way to leave"),
        (Action.REPLY, {"text": " "}, "no text"),
        (Action.REPLY, {"text": None}, "no text"),
        (Action.PRIVATE_REPLY, {"platform": Platform.X, "author_id": None}, "whom to answer"),
        (
            Action.PRIVATE_REPLY,
            {"kind": Kind.DIRECT_MESSAGE, "author_id": ""},
            "whom to answer",
        ),
        (Action.DELETE, {"platform": Platform.INSTAGRAM}, "no connection to instagram"),
    ],
)
def test_what_can_never_be_done_says_why(
    action: Action, changes: dict[str, object], words: str
) -> None:
    """The sentence tells a person what to do instead of the machine."""
    reason = obstacle(action, **changes)

    assert reason is not None
    assert words in reason


def queued(action: Action = Action.HIDE, **changes: object) -> QueuedAction:
    """Return an action that waits."""
    event = request_event(action)
    request = event.data
    assert isinstance(request, ActionRequested)
    waiting = QueuedAction(
        action_id=request.action_id,
        request_id=event.id,
        organisation=event.organisation,
        correlation_id=event.correlation_id,
        ref=request.ref,
        target_id=request.ref.comment_id,
        kind=request.kind,
        action=action,
        text=None,
        post_id=None,
        author_id=None,
        requested_by="classifier",
        requested_at=NOW,
    )
    return replace(waiting, **changes)  # type: ignore[arg-type]


def verdict(
    outcome: Outcome,
    action: QueuedAction | None = None,
    *,
    failures: int = 0,
    rest_s: float = 0,
    after: timedelta = timedelta(),
) -> Verdict:
    """Judge an attempt, by default the first at hiding."""
    return judge(
        action or queued(),
        Answer(outcome, rest_s),
        failures=failures,
        now=NOW + after,
        patience=PATIENCE,
    )


def test_done_and_already_gone_are_done() -> None:
    """A comment that is gone needs no hiding any more."""
    assert verdict(Done()).decision == Complete(already=False)
    assert verdict(Gone()).decision == Complete(already=True)


def test_nobody_answers_a_comment_that_is_gone() -> None:
    """A reply to nothing is a person's business."""
    assert isinstance(verdict(Gone(), queued(Action.REPLY)).decision, GiveUp)


def test_a_refusal_goes_to_a_person_at_once() -> None:
    """Asking again changes nothing, and the account is not held back."""
    assert verdict(Refused("no")) == Verdict(GiveUp("no"))


@pytest.mark.parametrize(
    "outcome, reason, first_s, longest_s",
    [
        (Unauthorised("token"), PauseReason.UNAUTHORISED, 900, 6 * 3600),
        (Limited("wait"), PauseReason.LIMITED, 60, 3600),
        (Unavailable("away", uncertain=True), PauseReason.UNAVAILABLE, 1, 300),
    ],
)
def test_the_account_is_held_back_ever_longer(
    outcome: Outcome, reason: PauseReason, first_s: float, longest_s: float
) -> None:
    """Each kind of trouble has its own patience, which doubles up to its own limit."""
    pauses = [verdict(outcome, failures=failures).pause for failures in (0, 1, 100)]

    assert pauses == [
        Pause(NOW + timedelta(seconds=seconds), reason)
        for seconds in (first_s, 2 * first_s, longest_s)
    ]


def test_a_platform_that_says_when_is_believed() -> None:
    """The wait is the platform's own, a second over."""
    resume_at = NOW + timedelta(minutes=7)

    limited = verdict(Limited("wait", resume_at), failures=5)

    assert limited.pause == Pause(resume_at + timedelta(seconds=1), PauseReason.LIMITED)


def test_only_an_action_that_fails_by_itself_waits_by_itself() -> None:
    """A pause of the account can be lifted by a person, and the action then goes on at once."""
    tired = queued(attempts=4)

    assert verdict(Unauthorised("token"), tired).decision == Postpone(NOW, ActionState.PENDING)
    assert verdict(Unavailable("away", uncertain=False), tired).decision == Postpone(
        NOW + timedelta(seconds=16), ActionState.PENDING
    )


@pytest.mark.parametrize(
    "action, uncertain, state",
    [
        (Action.HIDE, True, ActionState.PENDING),
        (Action.DELETE, True, ActionState.PENDING),
        (Action.REPLY, False, ActionState.PENDING),
        (Action.REPLY, True, ActionState.SENDING),
        (Action.PRIVATE_REPLY, True, ActionState.SENDING),
    ],
)
def test_only_a_reply_that_may_have_gone_out_is_looked_for(
    action: Action, *, uncertain: bool, state: ActionState
) -> None:
    """What may be repeated is repeated; a reply is never sent on the chance that it was not."""
    decision = verdict(Unavailable("away", uncertain=uncertain), queued(action)).decision

    assert isinstance(decision, Postpone)
    assert decision.state is state


@pytest.mark.parametrize(
    "outcome", [Unauthorised("token"), Limited("wait"), Unavailable("away", uncertain=False)]
)
def test_a_look_that_shows_nothing_leaves_the_doubt(outcome: Outcome) -> None:
    """An interrupted reply stays one until the platform has been seen."""
    interrupted = queued(Action.REPLY, state=ActionState.SENDING, attempts=1)

    decision = verdict(outcome, interrupted).decision

    assert isinstance(decision, Postpone)
    assert decision.state is ActionState.SENDING


def test_a_reply_that_was_never_sent_is_sent_at_once() -> None:
    """The look at the platform settles it."""
    interrupted = queued(Action.REPLY, state=ActionState.SENDING, attempts=1)

    assert verdict(NotSent(), interrupted).decision == Postpone(NOW, ActionState.PENDING)


def test_after_a_day_a_person_takes_over() -> None:
    """What could not be done in time is reported failed, with the last reason."""
    decision = verdict(Unavailable("It was away.", uncertain=True), after=timedelta(hours=24))

    assert isinstance(decision.decision, GiveUp)
    assert "It was away." in decision.decision.reason


def test_a_rest_follows_success_without_counting_as_trouble() -> None:
    """Near the limit the account goes slower, and nothing is wrong."""
    assert verdict(Done(), rest_s=30).pause == Pause(NOW + timedelta(seconds=30), None)
