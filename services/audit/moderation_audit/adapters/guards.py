"""Whether PostgreSQL still guards the record: its triggers are there, whole and awake."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation_common.errors import TransientError
from moderation_common.postgres import Database, outages_as_transient

_GUARDED_TABLES: Final = ("entries", "heads")

_REFUSAL_SHA256: Final = "b2aa685c7c05463a6b4ab354c36f9e9a60d9276be1b5f0f0a4590a60e3f065aa"
"""Of the body of `refuse_change` as the migrations made it; one that was replaced may let all pass.
"""

# tgenabled A: awake in replica mode too. tgtype 58: before update (16), delete (8) and truncate
# (32), once a statement. No column list and no condition narrows it. Triggers that PostgreSQL makes
# for itself, for foreign keys, are internal and guard nothing here.
_UNGUARDED: Final = text("""
    SELECT wanted.name
    FROM unnest(CAST(:tables AS text[])) AS wanted (name)
    WHERE NOT EXISTS (
        SELECT FROM pg_trigger AS trigger JOIN pg_proc AS called ON called.oid = trigger.tgfoid
        WHERE trigger.tgrelid = to_regclass('audit.' || wanted.name)
          AND trigger.tgname = 'append_only' AND called.proname = 'refuse_change'
          AND encode(sha256(convert_to(called.prosrc, 'UTF8')), 'hex') = :body
          AND trigger.tgtype = 58 AND trigger.tgattr = '' AND trigger.tgqual IS NULL
    ) OR EXISTS (
        SELECT FROM pg_trigger AS trigger
        WHERE trigger.tgrelid = to_regclass('audit.' || wanted.name)
          AND NOT trigger.tgisinternal AND trigger.tgenabled <> 'A'
    )
    ORDER BY wanted.name
""")


async def find_unguarded_tables(connection: AsyncConnection) -> list[str]:
    """Return the tables of the record that PostgreSQL would let somebody change."""
    parameters = {"tables": list(_GUARDED_TABLES), "body": _REFUSAL_SHA256}
    found = await connection.execute(_UNGUARDED, parameters)
    return list(found.scalars())


async def check_guards(database: Database) -> None:
    """Raise `TransientError` naming the tables that are not guarded, for the readiness check."""
    with outages_as_transient():
        async with database.engine.connect() as connection:
            unguarded = await find_unguarded_tables(connection)
    if unguarded:
        msg = (
            f"The trigger append_only is missing, changed or disabled on {', '.join(unguarded)};"
            " find out who did that, verify the record, and enable it ALWAYS again."
        )
        raise TransientError(msg)
