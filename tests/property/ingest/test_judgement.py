"""No sequence of troubles makes an action wait for ever, run wild or be sent twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

from hypothesis import given
from hypothesis import strategies as st

from moderation_common.events import ActionRequested
from moderation_common.vocabulary import Action
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
    Postpone,
    QueuedAction,
    judge,
)
from tests.support.ingest import NOW, request_event

PATIENCE = Patience()
RESETS = st.none() | st.datetimes(
    NOW.replace(tzinfo=None), NOW.replace(tzinfo=None) + timedelta(days=1), timezones=st.just(UTC)
)
TROUBLES: st.SearchStrategy[Outcome] = st.one_of(
    st.just(Unauthorised("token")),
    st.builds(Limited, st.just("wait"), RESETS),
    st.builds(Unavailable, st.just("away"), st.booleans()),
)
OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    TROUBLES,
    st.builds(Done, st.booleans()),
    st.sampled_from([Gone(), Refused("no"), NotSent()]),
)
ACTIONS = st.sampled_from(
    [Action.HIDE, Action.UNHIDE, Action.DELETE, Action.REPLY, Action.PRIVATE_REPLY]
)


def queued(action: Action) -> QueuedAction:
    """Return an action that waits."""
    event = request_event(action, text="Thank you")
    request = event.data
    assert isinstance(request, ActionRequested)
    return QueuedAction(
        action_id=request.action_id,
        request_id=event.id,
        organisation=event.organisation,
        correlation_id=event.correlation_id,
        ref=request.ref,
        target_id=request.ref.comment_id,
        kind=request.kind,
        action=action,
        text=request.text,
        post_id=None,
        author_id=None,
        requested_by="classifier",
        requested_at=NOW,
    )


@given(action=ACTIONS, troubles=st.lists(TROUBLES, min_size=1, max_size=60))
def test_time_always_goes_on_until_it_is_handed_over(
    action: Action, troubles: list[Outcome]
) -> None:
    """After each failure something waits, within bounds, and after a day a person is told."""
    waiting, now = queued(action), NOW
    for failures, outcome in enumerate(troubles):
        verdict = judge(waiting, Answer(outcome), failures=failures, now=now, patience=PATIENCE)
        if isinstance(verdict.decision, GiveUp):
            assert now - NOW >= PATIENCE.give_up_after
            return
        assert isinstance(verdict.decision, Postpone)
        assert verdict.pause is not None
        assert now <= verdict.decision.until <= now + timedelta(hours=1)
        assert now < verdict.pause.until <= now + timedelta(days=1, seconds=1)
        now = max(verdict.decision.until, verdict.pause.until)
        waiting = replace(waiting, state=verdict.decision.state, attempts=waiting.attempts + 1)


@given(action=ACTIONS, outcomes=st.lists(OUTCOMES, min_size=1, max_size=30))
def test_a_reply_in_doubt_is_never_sent_before_the_platform_was_seen(
    action: Action, outcomes: list[Outcome]
) -> None:
    """From `sending` only a look that shows it unsent leads back to `pending`."""
    waiting = queued(action)
    for outcome in outcomes:
        verdict = judge(waiting, Answer(outcome), failures=0, now=NOW, patience=PATIENCE)
        if not isinstance(verdict.decision, Postpone):
            assert isinstance(verdict.decision, Complete | GiveUp)
            return
        in_doubt = waiting.state is ActionState.SENDING
        if in_doubt and verdict.decision.state is ActionState.PENDING:
            assert isinstance(outcome, NotSent)
        if waiting.may_be_repeated:
            assert verdict.decision.state is ActionState.PENDING
        waiting = replace(waiting, state=verdict.decision.state)
