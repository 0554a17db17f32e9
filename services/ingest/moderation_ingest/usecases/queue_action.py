"""Takes a request for an action into the queue, once."""

from __future__ import annotations

from collections.abc import Collection

from moderation_common.clock import Clock
from moderation_common.events import ActionFailed, ActionRequested, Event
from moderation_common.vocabulary import Platform
from moderation_ingest import metrics
from moderation_ingest.domain.queue import ActionState, QueuedAction, find_obstacle
from moderation_ingest.ports import ActionQueue
from moderation_ingest.usecases.source import SOURCE

_CONSUMER = "ingest.queue"


class QueueAction:
    """Queues what the machine can do; what it never can is reported failed at once."""

    def __init__(self, *, queue: ActionQueue, served: Collection[Platform], clock: Clock) -> None:
        self._queue = queue
        self._served = frozenset(served)
        self._clock = clock

    async def queue_action(self, event: Event, request: ActionRequested) -> bool:
        """Queue the request that the event carries; True when something new waits.

        Raises `TransientError` when the database is away.
        """
        now = self._clock()
        obstacle = find_obstacle(request, served=self._served)
        action = QueuedAction(
            action_id=request.action_id,
            request_id=event.id,
            organisation=event.organisation,
            correlation_id=event.correlation_id,
            ref=request.ref,
            target_id=request.ref.comment_id,
            kind=request.kind,
            action=request.action,
            text=request.text,
            post_id=request.post_id,
            author_id=request.author_id,
            requested_by=request.requested_by.name,
            requested_at=event.time,
        )
        async with self._queue.open() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return False
            if not await unit.add(action, now=now):
                return False
            if obstacle is None:
                return True
            await unit.settle(action, ActionState.FAILED, attempts=0, now=now, reason=obstacle)
            failed = ActionFailed(
                action_id=action.action_id,
                ref=action.ref,
                action=action.action,
                reason=obstacle,
                attempts=0,
            )
            await unit.publish([event.caused(failed, source=SOURCE, time=now)])
        metrics.ACTIONS.labels(action.ref.platform, action.action, "failed").inc()
        return False
