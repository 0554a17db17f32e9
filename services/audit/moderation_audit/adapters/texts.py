"""Personal texts in PostgreSQL: fetched with the keys they are sealed under, and opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, RowMapping, Select, any_, literal, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_audit.adapters.tables import personal_texts, subject_keys
from moderation_audit.domain.redaction import unpack_openings
from moderation_audit.domain.verification import TextState
from moderation_audit.ports import FoundText
from moderation_common.errors import PermanentError
from moderation_common.vault import Vault


async def fetch_texts(
    connection: AsyncConnection, vault: Vault | None, indexes: Sequence[int]
) -> dict[int, FoundText]:
    """Return what is left of the texts of the entries that have some, by index."""
    # One array rather than as many parameters: the statement stays the same and is planned once.
    wanted = any_(literal(indexes, ARRAY(BigInteger)))
    rows = await connection.execute(_select_texts().where(personal_texts.c.entry_index == wanted))
    return {row["entry_index"]: _open(vault, row) for row in rows.mappings()}


def _select_texts() -> Select[Any]:
    keys = personal_texts.c.key_subject == subject_keys.c.subject
    return select(
        personal_texts.c.entry_index,
        personal_texts.c.key_subject,
        personal_texts.c.sealed,
        subject_keys.c.wrapped_key,
    ).select_from(personal_texts.outerjoin(subject_keys, keys))


def _open(vault: Vault | None, row: RowMapping) -> FoundText:
    if row["sealed"] is None or row["wrapped_key"] is None:
        return FoundText(TextState.ERASED)
    if vault is None:
        return FoundText(TextState.UNOPENED)
    try:
        packed = vault.open(bytes(row["wrapped_key"]), row["key_subject"], bytes(row["sealed"]))
        return FoundText(TextState.OPEN, unpack_openings(packed))
    except (PermanentError, ValueError):
        return FoundText(TextState.SPOILT)
