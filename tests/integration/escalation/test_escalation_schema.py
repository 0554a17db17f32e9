"""The database: its tables are those of the code, and people's words are sealed in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from moderation_common.postgres import Database, migrate, sqlalchemy_url
from moderation_escalation.adapters.tables import SCHEMA, metadata
from tests.support.escalation import AUTHOR, Desk, comment_received, decision_made, make_ref


def differences(connection: Connection) -> list[Any]:
    """Return how the migrated schema differs from the tables that queries see."""

    def is_our_schema(name: str | None, kind: str, _parents: Mapping[str, str | None]) -> bool:
        return kind != "schema" or name == SCHEMA

    def is_our_table(*described: object) -> bool:
        # Messaging and keys are the shared library's.
        _, name, kind, *_ = described
        return kind != "table" or name in {table.name for table in metadata.sorted_tables}

    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "compare_type": True,
            "include_name": is_our_schema,
            "include_object": is_our_table,
        },
    )
    return list(compare_metadata(context, metadata))


async def test_the_tables_are_those_that_the_migrations_make(fresh_database: str) -> None:
    """A column added in one place and forgotten in the other is found."""
    await migrate(fresh_database, package="moderation_escalation", schema=SCHEMA)
    # With the schema on the search path the comparison would take it for the nameless one.
    engine = create_async_engine(sqlalchemy_url(fresh_database))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


async def test_no_word_of_a_person_stands_in_the_database(desk: Desk) -> None:
    """Text, author, note, reply and outcome are sealed; only the outbox carries them on."""
    ref = make_ref()
    await desk.take(comment_received(ref, now=desk.now))
    await desk.take(decision_made(ref, now=desk.now, doubts=["It may be a quotation."]))
    async with desk.client() as client:
        (review,) = (await client.get("/v1/reviews")).json()["reviews"]
        await client.post(
            f"/v1/reviews/{review['review_id']}/decide",
            json={
                "category": "anything_else",
                "actions": ["reply"],
                "note": "zebra note",
                "reply_text": "zebra reply",
            },
        )
        asked = {"ref": str(ref), "note": "zebra request"}
        assert (await client.post("/v1/reviews", json=asked)).status_code == 201
        (case,) = (await client.get("/v1/cases")).json()["cases"]
        await client.post(f"/v1/cases/{case['case_id']}/close", json={"outcome": "zebra outcome"})
    await desk.settle()

    database = Database(desk.database_url, schema=SCHEMA)
    async with database.unit_of_work() as unit:
        tables = (
            await unit.connection.execute(
                text("SELECT table_name FROM information_schema.tables WHERE table_schema = :s"),
                {"s": SCHEMA},
            )
        ).scalars()
        dump = ""
        for table in list(tables):
            rows = await unit.connection.execute(text(f"SELECT t::text FROM {table} t"))  # noqa: S608 - names from the catalogue
            dump += "\n".join(str(row) for row in rows.scalars())
    await database.close()
    assert "patient-safety" in dump
    for words in ("nan on the floor", AUTHOR, "zebra", "facebook.example"):
        assert words not in dump
        assert words.encode().hex() not in dump
