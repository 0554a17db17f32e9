"""Works the queue of actions off: each is done once, in order per comment, per account apart."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from moderation_common.clock import Clock
from moderation_common.events import ActionCompleted, ActionFailed, Event
from moderation_common.vocabulary import Platform
from moderation_ingest import metrics
from moderation_ingest.domain.outcome import Answer, Outcome, Unavailable
from moderation_ingest.domain.queue import (
    AccountKey,
    ActionState,
    Complete,
    GiveUp,
    Patience,
    PauseReason,
    Postpone,
    QueuedAction,
    Verdict,
    explain_giving_up,
    judge,
)
from moderation_ingest.ports import ActionQueue, PlatformActions, QueueUnit, TakenAction
from moderation_ingest.usecases.source import SOURCE

# Each holds a database connection while the platform answers; the pool has ten.
_ACCOUNTS_AT_ONCE: Final = 4

log = structlog.get_logger(__name__)


class CarryOutActions:
    """Carries out what is due, through each platform's own adapter.

    What may be repeated is done within the transaction that records it, so that a crash leaves it
    pending. A reply is marked as on its way first, so that a crash leaves a trace; whoever finds
    the trace looks at the platform before anything is sent again.
    """

    def __init__(
        self,
        *,
        queue: ActionQueue,
        platforms: Mapping[Platform, PlatformActions],
        clock: Clock,
        sending_lease: timedelta,
        patience: Patience | None = None,
    ) -> None:
        self._queue = queue
        self._platforms = platforms
        self._clock = clock
        self._sending_lease = sending_lease
        self._patience = patience or Patience()
        self._stopping = False

    def stop(self) -> None:
        """Ask to take nothing more once what is in hand is done."""
        self._stopping = True

    async def carry_out_due(self) -> None:
        """Work off everything that is due now.

        Raises `TransientError` when the database is away; what was in hand is found again.
        """
        await self._give_up_overdue()
        accounts = await self._queue.due_accounts(now=self._clock())
        gate = asyncio.Semaphore(_ACCOUNTS_AT_ONCE)

        async def work_off(account: AccountKey) -> None:
            async with gate:
                while not self._stopping and await self._carry_out_next(account):
                    pass

        results = await asyncio.gather(*map(work_off, accounts), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _carry_out_next(self, account: AccountKey) -> bool:
        """Take the account's next action one step further; False when none is due."""
        now = self._clock()
        async with self._queue.open() as unit:
            taken = await unit.take_due(account, now=now)
            if taken is None:
                return False
            action = taken.action
            if action.state is ActionState.SENDING:
                answer = await self._platforms[account.platform].look_for_reply(action)
                await self._record(unit, taken, answer)
                return True
            if action.may_be_repeated:
                await self._record(unit, taken, await self._attempt(action))
                return True
            objection = await self._platforms[account.platform].check_first(action)
            if objection is not None:
                await self._record(unit, taken, _without_doubt(objection))
                return True
            now = self._clock()
            await unit.start_sending(action, now=now, until=now + self._sending_lease)
        # The mark is committed: from here on nobody else sends this reply.
        answer = await self._attempt(action)
        async with self._queue.open() as unit:
            again = await unit.take_again(action)
            if again is not None:
                # It stands as pending in the judgement: this attempt was the sending itself.
                sent = replace(again.action, state=ActionState.PENDING, attempts=action.attempts)
                await self._record(unit, TakenAction(sent, again.failures), answer)
        return True

    async def _attempt(self, action: QueuedAction) -> Answer:
        started = time.perf_counter()
        answer = await self._platforms[action.ref.platform].carry_out(action)
        metrics.ACTION_SECONDS.labels(action.ref.platform, action.action).observe(
            time.perf_counter() - started
        )
        return answer

    async def _record(self, unit: QueueUnit, taken: TakenAction, answer: Answer) -> None:
        action = taken.action
        now = self._clock()
        verdict = judge(action, answer, failures=taken.failures, now=now, patience=self._patience)
        looked_only = action.state is ActionState.SENDING
        attempts = action.attempts + (0 if looked_only else 1)
        match verdict.decision:
            case Complete() as complete:
                await self._complete(unit, action, complete, attempts=attempts, now=now)
            case GiveUp() as given_up:
                await self._give_up(unit, action, given_up.reason, attempts=attempts, now=now)
            case Postpone() as later:
                await unit.postpone(
                    action,
                    later.state,
                    attempts=attempts,
                    until=later.until,
                    reason=_reason_of(answer.outcome),
                )
                metrics.ACTIONS.labels(action.ref.platform, action.action, "postponed").inc()
                _log_attempt(
                    action, "postponed", attempts=attempts, reason=_reason_of(answer.outcome)
                )
        await self._note_pause(unit, taken, verdict)

    async def _note_pause(self, unit: QueueUnit, taken: TakenAction, verdict: Verdict) -> None:
        account = taken.action.account
        pause = verdict.pause
        if isinstance(verdict.decision, Complete) and taken.failures:
            await unit.clear(account)
        if pause is None:
            return
        await unit.pause(account, pause, failed=pause.reason is not None)
        metrics.PAUSES.labels(account.platform, pause.reason or "slower").inc()
        # A dead token waits for a person; everything else ends by itself.
        tell = log.error if pause.reason is PauseReason.UNAUTHORISED else log.warning
        tell(
            "account_paused",
            platform=account.platform.value,
            account_id=account.account_id,
            reason=pause.reason or "slower",
            until=pause.until.isoformat(),
        )

    async def _complete(
        self,
        unit: QueueUnit,
        action: QueuedAction,
        complete: Complete,
        *,
        attempts: int,
        now: datetime,
    ) -> None:
        await unit.settle(
            action, ActionState.DONE, attempts=attempts, now=now, already=complete.already
        )
        completed = ActionCompleted(
            action_id=action.action_id,
            ref=action.ref,
            action=action.action,
            already=complete.already,
            attempts=attempts,
        )
        await unit.publish([_follow(action, completed, now=now)])
        outcome = "already" if complete.already else "done"
        metrics.ACTIONS.labels(action.ref.platform, action.action, outcome).inc()
        _log_attempt(action, outcome, attempts=attempts)

    async def _give_up(
        self, unit: QueueUnit, action: QueuedAction, reason: str, *, attempts: int, now: datetime
    ) -> None:
        await unit.settle(action, ActionState.FAILED, attempts=attempts, now=now, reason=reason)
        failed = ActionFailed(
            action_id=action.action_id,
            ref=action.ref,
            action=action.action,
            reason=reason,
            attempts=attempts,
        )
        await unit.publish([_follow(action, failed, now=now)])
        metrics.ACTIONS.labels(action.ref.platform, action.action, "failed").inc()
        _log_attempt(action, "failed", attempts=attempts, reason=reason)

    async def _give_up_overdue(self) -> None:
        """Hand to people whatever has waited too long, also for accounts that are stopped."""
        while not self._stopping:
            now = self._clock()
            requested_before = now - self._patience.give_up_after
            async with self._queue.open() as unit:
                overdue = await unit.take_overdue(requested_before=requested_before, now=now)
                if overdue is None:
                    return
                action = overdue.action
                reason = explain_giving_up(overdue.last_reason)
                await self._give_up(unit, action, reason, attempts=action.attempts, now=now)


def _follow(
    action: QueuedAction, payload: ActionCompleted | ActionFailed, *, now: datetime
) -> Event:
    """Return the event that the request leads to, as `Event.caused` would."""
    return Event.build(
        payload,
        cause=action.request_id,
        source=SOURCE,
        subject=str(action.ref),
        organisation=action.organisation,
        correlation_id=action.correlation_id,
        time=now,
        causation_id=action.request_id,
    )


def _without_doubt(answer: Answer) -> Answer:
    """Return the answer to a question: whatever became of it, nothing was sent."""
    if isinstance(answer.outcome, Unavailable):
        return replace(answer, outcome=replace(answer.outcome, uncertain=False))
    return answer


def _log_attempt(
    action: QueuedAction, outcome: str, *, attempts: int, reason: str | None = None
) -> None:
    log.info(
        "action_attempted",
        action_id=action.action_id,
        correlation_id=action.correlation_id,
        platform=action.ref.platform.value,
        action=action.action.value,
        outcome=outcome,
        attempts=attempts,
        reason=reason,
    )


def _reason_of(outcome: Outcome) -> str | None:
    return getattr(outcome, "reason", None)
