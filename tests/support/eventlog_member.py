"""A consumer in a process of its own, for tests that kill it.

    python -m tests.support.eventlog_member URL GROUP TOPIC JOURNAL [HANG_AT]

Each event that it handles becomes a line `pid id` in the file JOURNAL. After the event whose id is
HANG_AT it hangs: the effect is there, the commit is not.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from moderation_common.eventlog import Consumer, open_event_log
from moderation_common.events import Event
from tests.support.consuming import QUICK


async def _consume(url: str, group: str, topic: str, *, journal: Path, hang_at: str | None) -> None:
    # A line is written in one call, so that those of several processes do not mix.
    lines = os.open(journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def handle(event: Event) -> None:
        os.write(lines, f"{os.getpid()} {event.id}\n".encode())
        if event.id == hang_at:
            await asyncio.Event().wait()

    event_log = await open_event_log(url, client_id="member")
    await Consumer(event_log, group=group, topics=[topic], handler=handle, retry=QUICK).run()


if __name__ == "__main__":
    where, of_group, of_topic, written_to, *hang = sys.argv[1:]
    asyncio.run(
        _consume(
            where,
            of_group,
            of_topic,
            journal=Path(written_to),
            hang_at=hang[0] if hang else None,
        )
    )
