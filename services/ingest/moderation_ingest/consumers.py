"""Inbound events: requests for actions go into the queue; the rest of the topic is passed by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from moderation_common.eventlog import Handler
from moderation_common.events import ActionRequested, Event, Topic
from moderation_ingest.usecases.queue_action import QueueAction

GROUP: Final = "ingest"
TOPICS: Final = (Topic.ACTIONS,)


def action_handler(queue_action: QueueAction, *, wake: Callable[[], None]) -> Handler:
    """Return the handler; `wake` is called when something new waits."""

    async def handle(event: Event) -> None:
        if isinstance(event.data, ActionRequested) and await queue_action.queue_action(
            event, event.data
        ):
            wake()

    return handle
