"""The queue of actions on a real PostgreSQL, before a small Facebook and a small X."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import httpx
from pydantic import SecretStr

from moderation_common.events import ActionRequested, Event, Topic
from moderation_common.postgres import Database, OutboxRelay, SubjectVault
from moderation_common.testing import FixedClock, MemoryEventLog
from moderation_common.vault import Vault
from moderation_common.vocabulary import Platform
from moderation_ingest.adapters.calling import PlatformClient
from moderation_ingest.adapters.credentials import CredentialsFile
from moderation_ingest.adapters.facebook import FacebookActions
from moderation_ingest.adapters.queue import PostgresActionQueue
from moderation_ingest.adapters.queue_overview import PostgresQueueOverview
from moderation_ingest.adapters.tables import SCHEMA
from moderation_ingest.adapters.x import XActions
from moderation_ingest.domain.queue import AccountKey
from moderation_ingest.ports import ActionRecord
from moderation_ingest.settings import IngestSettings
from moderation_ingest.usecases.carry_out_actions import CarryOutActions
from moderation_ingest.usecases.queue_action import QueueAction
from tests.support.infrastructure import REPOSITORY
from tests.support.ingest import NOW, ORGANISATION, PAGE, USER, encode
from tests.support.ingest_platforms import FakeFacebook, FakePlatform, FakeX, credentials_text

PAGE_KEY = AccountKey(Platform.FACEBOOK, PAGE)
USER_KEY = AccountKey(Platform.X, USER)
LEASE = timedelta(seconds=15)
TOKEN_SECRET = "a secret of at least thirty-two characters"


class Replica:
    """One process's worth of ingest: its own connections, the shared rows."""

    def __init__(self, url: str, workplace: Workplace) -> None:
        self.database = Database(url, schema=SCHEMA)
        self.queue = PostgresActionQueue(
            self.database, SubjectVault(Vault.from_text(workplace.vault_key), schema=SCHEMA)
        )
        self.overview = PostgresQueueOverview(self.database)
        credentials = CredentialsFile(workplace.credentials)
        self._clients = [_client(workplace.facebook), _client(workplace.x)]
        self.carry_out = CarryOutActions(
            queue=self.queue,
            platforms={
                Platform.FACEBOOK: FacebookActions(
                    self._clients[0], credentials=credentials, clock=workplace.clock
                ),
                Platform.X: XActions(
                    self._clients[1], credentials=credentials, clock=workplace.clock
                ),
            },
            clock=workplace.clock,
            sending_lease=LEASE,
        )
        self._queue_action = QueueAction(
            queue=self.queue,
            served=frozenset({Platform.FACEBOOK, Platform.X}),
            clock=workplace.clock,
        )

    async def request(self, *events: Event) -> list[bool]:
        """Take requests into the queue, as the consumer does."""
        taken = []
        for event in events:
            assert isinstance(event.data, ActionRequested)
            taken.append(await self._queue_action.queue_action(event, event.data))
        return taken

    async def records(self, event: Event) -> list[ActionRecord]:
        """Return what is known of the actions on an event's comment."""
        found = await self.overview.records(
            organisation=ORGANISATION, subject=event.subject, limit=100
        )
        return list(found)

    async def close(self) -> None:
        """Let go of every connection."""
        for client in self._clients:
            await client.close()
        await self.database.close()


class Workplace:
    """What replicas share."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self.clock = FixedClock(NOW)
        self.facebook, self.x = FakeFacebook(), FakeX()
        self.vault_key = Vault.generate_key()
        self.credentials = folder / "credentials.json"
        self.credentials.write_bytes(encode(credentials_text()))
        self._replicas: list[Replica] = []

    def start_replica(self) -> Replica:
        """Start one more."""
        replica = Replica(self._url, self)
        self._replicas.append(replica)
        return replica

    async def published(self) -> list[Event]:
        """Return what the outbox holds, in order, and empty it."""
        event_log = MemoryEventLog(partitions=1)
        await OutboxRelay(self._replicas[0].database, event_log).move_batch()
        return event_log.events(Topic.ACTIONS)

    async def close(self) -> None:
        """Stop every replica."""
        for replica in self._replicas:
            await replica.close()


def _client(platform: FakePlatform) -> PlatformClient:
    return PlatformClient(
        "http://platform", timeout_s=0.5, transport=httpx.ASGITransport(app=platform.app)
    )


def ingest_settings(
    database_url: str,
    credentials: Path,
    facebook_url: str,
    /,
    *,
    x_url: str = "http://127.0.0.1:1",
) -> IngestSettings:
    """Return settings as the environment would give them; the policies are the repository's."""
    return IngestSettings(
        database_url=database_url,
        eventlog_url="postgresql://unused",
        policies_dir=REPOSITORY / "policies",
        token_secret=SecretStr(TOKEN_SECRET),
        vault_key=SecretStr(Vault.generate_key()),
        credentials_file=credentials,
        facebook_api_url=facebook_url,
        x_api_url=x_url,
    )
