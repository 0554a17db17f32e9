"""The mail server for trying things out: stopped, it leaves nobody connected."""

from __future__ import annotations

import asyncio
from pathlib import Path

from moderation_local.mailbox.letters import LetterStore
from moderation_local.mailbox.smtp import MailSink


async def test_a_client_that_stays_is_hung_up_on(tmp_path: Path) -> None:
    """Closing a listening server ends none of its connections by itself."""
    sink = MailSink(LetterStore(tmp_path), trouble=lambda: None)
    port = await sink.start(host="127.0.0.1", port=0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    assert (await reader.readline()).startswith(b"220 ")
    await asyncio.wait_for(sink.stop(), timeout=10)
    assert await asyncio.wait_for(reader.read(), timeout=10) == b""
    writer.close()
    await writer.wait_closed()
