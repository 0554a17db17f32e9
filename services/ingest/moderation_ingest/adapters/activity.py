"""When each account was last heard of: gathered in memory, written down every few seconds.

A delivery must not wait for this, and a killed process may lose the last seconds of it.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from typing_extensions import override

from moderation_common.postgres import Database
from moderation_ingest import metrics
from moderation_ingest.adapters.tables import accounts
from moderation_ingest.domain.queue import AccountKey
from moderation_ingest.ports import ActivityBook


class BufferedActivityBook(ActivityBook):
    """Remembers the latest moment per account until `write_down`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._latest: dict[AccountKey, datetime] = {}

    @override
    def note(self, account: AccountKey, *, at: datetime) -> None:
        self._latest[account] = at
        metrics.LAST_EVENT.labels(account.platform, account.account_id).set(at.timestamp())

    async def write_down(self) -> None:
        """Store what was noted; raises `TransientError`, and the next call stores it then."""
        if not self._latest:
            return
        noted = dict(self._latest)
        statement = insert(accounts)
        statement = statement.on_conflict_do_update(
            index_elements=["platform", "account_id"],
            set_={
                "last_event_at": func.greatest(
                    accounts.c.last_event_at, statement.excluded.last_event_at
                )
            },
        )
        # In one order everywhere, so that two replicas cannot lock each other out.
        rows = [
            {"platform": key.platform.value, "account_id": key.account_id, "last_event_at": at}
            for key, at in sorted(noted.items())
        ]
        async with self._database.unit_of_work() as unit:
            await unit.connection.execute(statement, rows)
        for key, at in noted.items():
            if self._latest.get(key) == at:
                del self._latest[key]
