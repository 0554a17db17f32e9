"""The service with real PostgreSQL, a real mail server and a real web server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Final

import pytest

from tests.support.alert_sinks import MailSink, WebhookSink, mail_sink, webhook_sink
from tests.support.escalation import Desk, open_desk, utc

MONDAY_NIGHT: Final = utc(2026, 11, 2, 22)
"""Out of hours: 22:00 in London on a Monday."""


@pytest.fixture
async def mails() -> AsyncIterator[MailSink]:
    """Run a mail server."""
    async with mail_sink() as sink:
        yield sink


@pytest.fixture
def hooks() -> Iterator[WebhookSink]:
    """Run a receiver of webhooks."""
    with webhook_sink() as sink:
        yield sink


@pytest.fixture
def start() -> datetime:
    """Give the moment at which the test begins; a test may parametrise it."""
    return MONDAY_NIGHT


@pytest.fixture
async def desk(
    fresh_database: str, mails: MailSink, hooks: WebhookSink, start: datetime
) -> AsyncIterator[Desk]:
    """Give the service on a Monday night."""
    desk = await open_desk(
        fresh_database, now=start, smtp_port=mails.port, webhook_base_url=hooks.url
    )
    yield desk
    await desk.service.lifecycle.stop()
