"""Takes a platform's delivery: nothing in it is lost, and success means that the log has it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog

from moderation_common.clock import Clock
from moderation_common.errors import TransientError
from moderation_common.eventlog import EventLog, Message, publish_events
from moderation_common.events import Event, Topic, dead_letter_topic
from moderation_common.vocabulary import Platform
from moderation_ingest import metrics
from moderation_ingest.domain.context import TextKey, texts_wanted, with_context
from moderation_ingest.domain.delivery import (
    Found,
    Ignored,
    Item,
    OwnText,
    Revoked,
    Unreadable,
    UnreadableReason,
)
from moderation_ingest.domain.queue import AccountKey, Pause, PauseReason
from moderation_ingest.ports import (
    Accounts,
    ActivityBook,
    Consequences,
    OwnTexts,
    PlatformWebhook,
)
from moderation_ingest.usecases.source import SOURCE

# Brokers refuse records above 1 MiB unless told otherwise; headers need some of it.
_MAX_RECORD_BYTES: Final = 900_000
# Until a person connects the account again; each refused call renews it.
_REVOKED_PAUSE: Final = timedelta(hours=6)
# Of the time for a delivery: what is left must do for the log, which matters more.
_SHARE_FOR_CONTEXT: Final = 0.3


log = structlog.get_logger(__name__)


class SignatureRefusedError(Exception):
    """The delivery does not come from the platform."""


class ReceiveDelivery:
    """Publishes what a delivery holds; what it cannot use goes to the dead letters with why."""

    def __init__(
        self,
        *,
        event_log: EventLog,
        accounts: Accounts,
        consequences: Consequences,
        own_texts: OwnTexts,
        activity: ActivityBook,
        clock: Clock,
        timeout_s: float,
    ) -> None:
        self._event_log = event_log
        self._accounts = accounts
        self._consequences = consequences
        self._own_texts = own_texts
        self._activity = activity
        self._clock = clock
        self._timeout_s = timeout_s

    async def receive(
        self,
        platform: Platform,
        webhook: PlatformWebhook,
        *,
        headers: Mapping[str, str],
        body: bytes,
    ) -> None:
        """Take one delivery; when this returns, all of it is kept.

        Raises `SignatureRefusedError` when nothing was kept because it is not the platform's, and
        `TransientError` when it may not have been, so that the platform must send it again.
        """
        if not webhook.is_signed(headers, body):
            metrics.DELIVERIES.labels(platform, "refused").inc()
            raise SignatureRefusedError
        now = self._clock()
        items = webhook.read(body, received_at=now)
        try:
            async with asyncio.timeout(self._timeout_s):
                await self._keep(platform, items, now=now)
        except (TimeoutError, TransientError) as error:
            metrics.DELIVERIES.labels(platform, "unavailable").inc()
            reason = str(error) or f"The event log took over {self._timeout_s} s."
            raise TransientError(reason) from error
        metrics.DELIVERIES.labels(platform, "accepted").inc()

    async def _keep(self, platform: Platform, items: Sequence[Item], *, now: datetime) -> None:
        events: list[Event] = []
        letters: list[Message] = []
        outcomes: list[tuple[str, str]] = []
        texts = await self._exchange_texts(platform, items, now=now)
        for item in items:
            match item:
                case Found():
                    kept = self._prepare(platform, with_context(item, texts), now=now)
                    if isinstance(kept, Event):
                        events.append(kept)
                        outcomes.append(("published", item.payload.event_type))
                    else:
                        letters.append(_dead_letter(platform, kept, now=now))
                        outcomes.append(("dead_lettered", kept.reason))
                case Unreadable():
                    letters.append(_dead_letter(platform, item, now=now))
                    outcomes.append(("dead_lettered", item.reason))
                case OwnText() | Ignored() | Revoked():
                    outcomes.append(_outcome_unpublished(item))
        await self._note_consequences(platform, items, now=now)
        await publish_events(self._event_log, events)
        if letters:
            await self._event_log.publish(dead_letter_topic(Topic.COMMENTS), letters)
            for letter in letters:
                log.error(
                    "item_dead_lettered",
                    platform=platform.value,
                    account_id=letter.headers.get("dlq_account"),
                    reason=letter.headers["dlq_reason"],
                )
        for outcome, reason in outcomes:
            metrics.ITEMS.labels(platform, outcome, reason).inc()

    async def _exchange_texts(
        self, platform: Platform, items: Sequence[Item], *, now: datetime
    ) -> Mapping[TextKey, str]:
        """Keep what our accounts said, and return what of it the comments stand under.

        Context is worth having and never worth waiting for: without the database, comments go on
        as they came, and what our accounts said is not sent along.
        """
        told = [
            (TextKey(AccountKey(platform, item.account_id), item.text_id), item)
            for item in items
            if isinstance(item, OwnText) and self._is_ours(AccountKey(platform, item.account_id))
        ]
        wanted = {key for key in texts_wanted(items) if self._is_ours(key.account)}
        if not told and not wanted:
            return {}
        try:
            async with asyncio.timeout(self._timeout_s * _SHARE_FOR_CONTEXT):
                return await self._own_texts.exchange(told, wanted, now=now)
        except (TimeoutError, TransientError):
            log.warning("context_unavailable", platform=platform.value, untold=len(told))
            return {}

    def _is_ours(self, account: AccountKey) -> bool:
        return self._accounts.organisation_of(account) is not None

    def _prepare(self, platform: Platform, found: Found, *, now: datetime) -> Event | Unreadable:
        account = AccountKey(platform, found.account_id)
        organisation = self._accounts.organisation_of(account)
        if organisation is None:
            explanation = "No policy pack holds the account; add it to its body's pack."
            return _unusable(UnreadableReason.UNKNOWN_ACCOUNT, explanation, found)
        event = Event.build(
            found.payload,
            cause=found.cause,
            source=SOURCE,
            subject=str(found.ref),
            organisation=organisation,
            correlation_id=found.ref.correlation_id,
            time=now,
        )
        if len(event.body()) > _MAX_RECORD_BYTES:
            explanation = f"The item is larger than {_MAX_RECORD_BYTES} bytes."
            return _unusable(UnreadableReason.TOO_LARGE, explanation, found)
        self._activity.note(account, at=now)
        return event

    async def _note_consequences(
        self, platform: Platform, items: Sequence[Item], *, now: datetime
    ) -> None:
        """Write down what our own actions have to know; rare enough to wait for."""
        revoked = {item.account_id for item in items if isinstance(item, Revoked)}
        versions = [item.newest for item in items if isinstance(item, Found) and item.newest]
        if not revoked and not versions:
            return
        pause = Pause(now + _REVOKED_PAUSE, PauseReason.UNAUTHORISED)
        async with self._consequences.open() as unit:
            for newest in versions:
                await unit.remember_version(newest)
            for account_id in sorted(revoked):
                account = AccountKey(platform, account_id)
                if self._accounts.organisation_of(account) is not None:
                    await unit.pause(account, pause, failed=True)


def _outcome_unpublished(item: OwnText | Ignored | Revoked) -> tuple[str, str]:
    match item:
        case OwnText():
            return "context", ""
        case Ignored():
            return "ignored", item.reason
        case Revoked():
            return "revoked", ""


def _unusable(reason: UnreadableReason, explanation: str, found: Found) -> Unreadable:
    return Unreadable(reason, explanation, raw=found.raw, account_id=found.account_id)


def _dead_letter(platform: Platform, item: Unreadable, *, now: datetime) -> Message:
    """Return what a person needs to mend it: the item as it came, and in headers what is wrong."""
    headers = {
        "content-type": "application/json",
        "dlq_reason": item.explanation,
        "dlq_kind": item.reason.value,
        "dlq_topic": Topic.COMMENTS.value,
        "dlq_source": SOURCE,
        "dlq_platform": platform.value,
        "dlq_received_at": now.isoformat(),
    }
    if item.account_id is not None:
        # Only as much of it as any real account's id has.
        headers["dlq_account"] = item.account_id[:200]
    if len(item.raw) > _MAX_RECORD_BYTES:
        headers["dlq_truncated_from_bytes"] = str(len(item.raw))
    key = f"{platform}/{headers.get('dlq_account', '')}"
    return Message(key=key, headers=headers, body=item.raw[:_MAX_RECORD_BYTES])
