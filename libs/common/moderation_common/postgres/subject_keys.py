"""Keys per subject in a service's schema: made on first use, gone when destroyed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.vault import Vault

SUBJECT_KEYS_DDL: Final = """
    CREATE TABLE subject_keys (
        subject text PRIMARY KEY,
        wrapped_key bytea,
        created_at timestamptz NOT NULL DEFAULT now(),
        destroyed_at timestamptz
    )
"""
"""Statement that makes the table in the schema on the search path."""


class SubjectVault:
    """Seals and opens text under the key of its subject, within the caller's transaction."""

    def __init__(self, vault: Vault, *, schema: str) -> None:
        self._vault = vault
        table = f"{schema}.subject_keys"
        self._insert = text(
            f"INSERT INTO {table} (subject, wrapped_key) VALUES (:subject, :key)"  # noqa: S608 - the schema is ours
            " ON CONFLICT DO NOTHING"
        )
        self._select = text(f"SELECT wrapped_key FROM {table} WHERE subject = :subject")  # noqa: S608 - the schema is ours
        self._select_each = text(
            f"SELECT subject, wrapped_key FROM {table} WHERE subject = ANY(:subjects)"  # noqa: S608 - the schema is ours
        )
        self._destroy = text(
            f"UPDATE {table} SET wrapped_key = NULL, destroyed_at = now()"  # noqa: S608 - the schema is ours
            " WHERE subject = :subject AND wrapped_key IS NOT NULL"
        )

    async def seal(self, connection: AsyncConnection, subject: str, content: str) -> bytes | None:
        """Encrypt; None when the subject was erased, so that nothing of it is kept again."""
        await connection.execute(
            self._insert, {"subject": subject, "key": self._vault.new_subject_key(subject)}
        )
        key = await self._key(connection, subject)
        return None if key is None else self._vault.seal(key, subject, content)

    async def open(self, connection: AsyncConnection, subject: str, sealed: bytes) -> str | None:
        """Decrypt; None when the subject was erased."""
        key = await self._key(connection, subject)
        return None if key is None else self._vault.open(key, subject, sealed)

    async def open_each(
        self, connection: AsyncConnection, sealed: Sequence[tuple[str, bytes]]
    ) -> Sequence[str | None]:
        """Decrypt what is sealed for subjects, in its order; None where one was erased."""
        subjects = list({subject for subject, _ in sealed})
        rows = await connection.execute(self._select_each, {"subjects": subjects})
        keys = {row.subject: bytes(row.wrapped_key) for row in rows if row.wrapped_key is not None}
        return [
            self._vault.open(keys[subject], subject, content) if subject in keys else None
            for subject, content in sealed
        ]

    async def destroy(self, connection: AsyncConnection, subject: str) -> bool:
        """Erase everything sealed for the subject, for ever; False when there was no key."""
        result = await connection.execute(self._destroy, {"subject": subject})
        return result.rowcount == 1

    async def _key(self, connection: AsyncConnection, subject: str) -> bytes | None:
        result = await connection.execute(self._select, {"subject": subject})
        key = result.scalar_one_or_none()
        return None if key is None else bytes(key)
