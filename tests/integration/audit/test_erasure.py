"""Erasing somebody is destroying a key; the record verifies as before."""

from __future__ import annotations

import pytest

from moderation_audit.adapters.reading import PostgresReadStore
from moderation_audit.adapters.tables import SCHEMA
from moderation_audit.app.verification import verify_database
from moderation_audit.domain.verification import TextState
from moderation_audit.usecases.append import Outcome, Recorder
from moderation_audit.usecases.read import Reader, RecordQueries, TrailEntry
from moderation_common.clock import utc_now
from moderation_common.events import Actor, ActorKind
from moderation_common.postgres import Database, SubjectVault
from moderation_common.vault import Vault
from tests.support.audit_database import scalar
from tests.support.audit_events import comment_received, comment_ref, reply_requested


async def _erase(database: Database, vault: Vault, subject: str) -> None:
    async with database.unit_of_work() as unit:
        keys = SubjectVault(vault, schema=SCHEMA)
        assert await keys.destroy(unit.connection, subject)


async def _trail(database: Database, vault: Vault, number: int) -> list[TrailEntry]:
    queries = RecordQueries(PostgresReadStore(database, vault=vault), clock=utc_now)
    reader = Reader(Actor(kind=ActorKind.PERSON, name="ada"), "nottingham", "/trail")
    trail, _next = await queries.trail(
        reader, comment_ref(number), after=None, limit=10, with_text=True
    )
    return trail


@pytest.fixture
async def erased(database: Database, recorder: Recorder, vault: Vault) -> None:
    """Record comments of two authors and a reply to the first, and erase the first."""
    first = comment_received(1, author_id="author-1")
    await recorder.record_event(first)
    await recorder.record_event(reply_requested(first))
    await recorder.record_event(comment_received(2, author_id="author-2"))
    await _erase(database, vault, "author/nottingham/facebook/author-1")


@pytest.mark.usefixtures("erased")
async def test_the_record_verifies_after_an_erasure(audit_url: str, vault: Vault) -> None:
    """Not one hash changes; the report counts what was erased."""
    report = await verify_database(audit_url, vault)
    assert report.intact, report.verdict()
    assert (report.texts_checked, report.texts_erased) == (1, 2)


@pytest.mark.usefixtures("erased")
async def test_what_was_erased_cannot_be_read_and_the_rest_can(
    database: Database, vault: Vault
) -> None:
    """The author's words and the reply to them are gone; another author's are not."""
    states = [item.text.state for item in await _trail(database, vault, 1)]
    assert states == [TextState.ERASED, TextState.ERASED]
    (other,) = await _trail(database, vault, 2)
    assert other.text.state is TextState.OPEN
    assert other.text.openings["event", "data", "comment", "text"].value == (
        "The queue was two hours long."
    )


@pytest.mark.usefixtures("erased")
async def test_a_redelivery_does_not_bring_erased_text_back(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """The event is known by its id, and nothing of it is sealed anew."""
    assert await recorder.record_event(comment_received(1)) is Outcome.DUPLICATE
    assert await recorder.record_event(comment_received(3, author_id="author-1")) is (
        Outcome.APPENDED
    )
    kept = "SELECT count(*) FROM personal_texts WHERE sealed IS NULL"
    assert await scalar(database, kept) == 1
    report = await verify_database(audit_url, vault)
    assert (report.intact, report.texts_erased) == (True, 3)
