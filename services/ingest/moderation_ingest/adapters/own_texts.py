"""The own accounts' texts in PostgreSQL, sealed, and forgotten after three days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Text, and_, any_, delete, literal, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from moderation_common.postgres import Database, SubjectVault
from moderation_ingest.adapters.tables import own_texts
from moderation_ingest.domain.context import MAX_KEPT_CHARACTERS, TEXT_KEPT, TextKey
from moderation_ingest.domain.delivery import OwnText
from moderation_ingest.domain.queue import AccountKey
from moderation_ingest.ports import OwnTexts


class PostgresOwnTexts(OwnTexts):
    """See the port; each account's texts are sealed under the account's key."""

    def __init__(self, database: Database, vault: SubjectVault) -> None:
        self._database = database
        self._vault = vault

    @override
    async def exchange(
        self, told: Sequence[tuple[TextKey, OwnText]], wanted: Collection[TextKey], *, now: datetime
    ) -> Mapping[TextKey, str]:
        async with self._database.unit_of_work() as unit:
            # In one order everywhere, so that two replicas cannot lock each other out.
            for key, own in sorted(told, key=lambda one: one[0]):
                await self._keep(unit.connection, key, own, now=now)
            found: dict[TextKey, str] = {}
            by_account: defaultdict[AccountKey, list[str]] = defaultdict(list)
            for key in wanted:
                by_account[key.account].append(key.text_id)
            for account, ids in by_account.items():
                found |= await self._read(unit.connection, account, ids, now=now)
            return found

    @override
    async def forget(self, *, now: datetime) -> None:
        async with self._database.unit_of_work() as unit:
            await unit.connection.execute(
                delete(own_texts).where(own_texts.c.kept_at <= now - TEXT_KEPT)
            )

    async def _keep(
        self, connection: AsyncConnection, key: TextKey, own: OwnText, *, now: datetime
    ) -> None:
        sealed = None
        if own.text is not None:
            text = own.text[:MAX_KEPT_CHARACTERS]
            sealed = await self._vault.seal(connection, _subject(key.account), text)
        statement = insert(own_texts).values(
            platform=key.account.platform.value,
            account_id=key.account.account_id,
            text_id=key.text_id,
            sealed=sealed,
            version_at=own.version_at,
            kept_at=now,
        )
        changes = statement.excluded
        # Order is not promised: older news changes nothing, and what is gone does not come back
        # within the second that the platform counts in.
        newer = or_(
            own_texts.c.version_at < changes.version_at,
            and_(own_texts.c.version_at == changes.version_at, own_texts.c.sealed.is_not(None)),
        )
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=["platform", "account_id", "text_id"],
                set_={
                    "sealed": changes.sealed,
                    "version_at": changes.version_at,
                    "kept_at": changes.kept_at,
                },
                where=newer,
            )
        )

    async def _read(
        self, connection: AsyncConnection, account: AccountKey, ids: list[str], *, now: datetime
    ) -> Mapping[TextKey, str]:
        # One array and not a list of parameters, of which a large delivery would need too many.
        statement = select(own_texts.c.text_id, own_texts.c.sealed).where(
            own_texts.c.platform == account.platform.value,
            own_texts.c.account_id == account.account_id,
            own_texts.c.text_id == any_(literal(ids, ARRAY(Text))),
            own_texts.c.sealed.is_not(None),
            own_texts.c.kept_at > now - TEXT_KEPT,
        )
        found: dict[TextKey, str] = {}
        for row in (await connection.execute(statement)).all():
            text = await self._vault.open(connection, _subject(account), bytes(row.sealed))
            if text is not None:
                found[TextKey(account, row.text_id)] = text
        return found


def _subject(account: AccountKey) -> str:
    return f"{account.platform.value}/{account.account_id}"
