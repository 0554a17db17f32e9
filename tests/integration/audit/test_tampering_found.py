"""A superuser who puts the triggers to sleep can change the record, and verification names it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Final

import pytest
from sqlalchemy import text

from moderation_audit.app.verification import run_verification, verify_database
from moderation_audit.domain.merkle import hash_leaf
from moderation_audit.domain.verification import NotedHead
from moderation_audit.usecases.append import Recorder
from moderation_common.errors import ConfigurationError
from moderation_common.postgres import Database
from moderation_common.vault import Vault
from tests.support.audit_database import execute, scalar, tamper, triggers_disabled
from tests.support.audit_events import comment_received, decision_made


@pytest.fixture
async def record(recorder: Recorder) -> None:
    """Record four comments and their decisions, one entry a batch."""
    for number in range(4):
        await recorder.record_event(comment_received(number))
        await recorder.record_event(decision_made(comment_received(number)))


_UNBOUND: Final = "ALTER TABLE personal_texts DROP CONSTRAINT personal_texts_entry_index_fkey"
"""Lets an entry go, or move, without its personal text."""

_TAMPERING: Final = {
    "a byte of an entry": (3, "UPDATE entries SET canonical = set_byte(canonical, 60, 0)"),
    "a byte of a leaf hash": (6, "UPDATE entries SET leaf_hash = sha256(leaf_hash)"),
    "an organisation": (2, "UPDATE entries SET organisation = 'bsw'"),
    "a time": (2, "UPDATE entries SET time = time - interval '1 day'"),
    "labels": (1, "UPDATE entries SET labels = '{hate}'"),
    "an id": (1, "UPDATE entries SET id = 'x'"),
    "an entry deleted": (3, "DELETE FROM entries"),
    "the last entry deleted": (7, "DELETE FROM entries"),
}
"""What is done to one entry, and to which."""


@pytest.mark.parametrize("what", _TAMPERING)
@pytest.mark.usefixtures("record")
async def test_a_tampered_entry_is_found_and_named(
    database: Database, audit_url: str, vault: Vault, what: str
) -> None:
    """Whatever is done to an entry past the triggers, the report names it."""
    index, statement = _TAMPERING[what]
    assert (await verify_database(audit_url, vault)).intact
    await execute(database, _UNBOUND)
    await tamper(database, f"{statement} WHERE index = :index", index=index)
    report = await verify_database(audit_url, vault)
    assert report.problems[0].index == index, report.problems


_TAMPERING_BESIDE: Final = {
    "a root": (3, "UPDATE heads SET root_hash = sha256(root_hash) WHERE tree_size = 4"),
    "a head deleted": (7, "DELETE FROM heads WHERE tree_size = 8"),
    "all entries deleted": (0, "DELETE FROM entries"),
    "a sealed text": (
        4,
        "UPDATE personal_texts SET sealed = sealed || sealed WHERE entry_index = 4",
    ),
    "a text deleted without erasing": (2, "DELETE FROM personal_texts WHERE entry_index = 2"),
}


@pytest.mark.parametrize("what", _TAMPERING_BESIDE)
@pytest.mark.usefixtures("record")
async def test_tampering_beside_the_entries_is_found(
    database: Database, audit_url: str, vault: Vault, what: str
) -> None:
    """Heads and personal texts are recomputed too, and the entry they belong to is named."""
    index, statement = _TAMPERING_BESIDE[what]
    await execute(database, _UNBOUND)
    await tamper(database, statement)
    report = await verify_database(audit_url, vault)
    assert report.problems[0].index == index, report.problems


@pytest.mark.usefixtures("record")
async def test_an_entry_rewritten_with_its_leaf_hash_is_found_at_the_head(
    database: Database, audit_url: str, vault: Vault
) -> None:
    """Whoever mends the leaf hash as well is caught by the root of the next head."""
    old = bytes(await scalar(database, "SELECT canonical FROM entries WHERE index = 5"))
    new = old.replace(b"No spam.", b"All well")
    await tamper(
        database,
        "UPDATE entries SET canonical = :new, leaf_hash = :leaf WHERE index = 5",
        new=new,
        leaf=hash_leaf(new),
    )
    report = await verify_database(audit_url, vault)
    assert old != new
    assert "entry 5: the head of size 6 does not fit" in report.verdict()


@pytest.mark.usefixtures("record")
async def test_a_sealed_text_exchanged_for_another_is_found(
    database: Database, audit_url: str, vault: Vault
) -> None:
    """Text of the same author, sealed with the right key, still has to be the right text."""
    exchange = (
        "UPDATE personal_texts SET sealed ="
        " (SELECT sealed FROM personal_texts WHERE entry_index = 6) WHERE entry_index = 4"
    )
    await execute(database, exchange)
    report = await verify_database(audit_url, vault)
    assert "entry 4: its personal text is not the text it commits to" in report.verdict()


@pytest.mark.usefixtures("record")
async def test_entries_swapped_are_found(database: Database, audit_url: str, vault: Vault) -> None:
    """Two entries that change places, with all their columns, are named."""
    await execute(database, _UNBOUND)
    async with triggers_disabled(database) as connection:
        for old, new in ((1, 99), (3, 1), (99, 3)):
            move = text("UPDATE entries SET index = :new WHERE index = :old")
            await connection.execute(move, {"new": new, "old": old})
    report = await verify_database(audit_url, vault)
    assert report.problems[0].index == 1


@pytest.mark.usefixtures("record")
async def test_an_entry_doubled_past_the_constraints_is_found(
    database: Database, audit_url: str, vault: Vault
) -> None:
    """Not even a table without its keys deceives the verifier."""
    await execute(database, _UNBOUND)
    await execute(database, "ALTER TABLE entries DROP CONSTRAINT entries_id_key")
    await execute(database, "ALTER TABLE entries DROP CONSTRAINT entries_pkey")
    await execute(database, "INSERT INTO entries SELECT * FROM entries WHERE index = 2")
    await execute(database, "ALTER TABLE entries ALTER index DROP NOT NULL")
    await execute(database, "ALTER TABLE entries ALTER canonical DROP NOT NULL")
    await tamper(database, "UPDATE entries SET index = NULL, canonical = NULL WHERE index = 7")
    report = await verify_database(audit_url, vault)
    assert report.problems[0].index == 3
    assert any("stands in another entry too" in problem.what for problem in report.problems)


@pytest.mark.usefixtures("record")
async def test_a_cut_off_end_is_found_against_a_noted_head(
    database: Database, audit_url: str, vault: Vault
) -> None:
    """Entries and heads taken away together pass, but not against a head noted before."""
    root = bytes(await scalar(database, "SELECT root_hash FROM heads WHERE tree_size = 8"))
    noted = [NotedHead(8, root)]
    assert (await verify_database(audit_url, vault, noted=noted)).intact
    await execute(database, "DELETE FROM personal_texts WHERE entry_index > 3")
    await tamper(database, "DELETE FROM heads WHERE tree_size > 4")
    await tamper(database, "DELETE FROM entries WHERE index > 3")
    assert (await verify_database(audit_url, vault)).intact
    report = await verify_database(audit_url, vault, noted=noted)
    assert "the end of the record was cut off" in report.verdict()


@pytest.mark.usefixtures("record")
async def test_verification_without_the_vault_key_or_with_a_wrong_one(
    audit_url: str,
) -> None:
    """Without the key the texts are left out; with another key they count as spoilt."""
    report = await verify_database(audit_url, None)
    assert (report.intact, report.texts_unopened, report.texts_checked) == (True, 4, 0)
    stranger = await verify_database(audit_url, Vault.from_text(Vault.generate_key()))
    assert "its sealed text does not open" in stranger.verdict()


@pytest.mark.usefixtures("record")
async def test_verification_sees_one_moment_while_appends_go_on(
    database: Database, recorder: Recorder, audit_url: str, vault: Vault
) -> None:
    """A verification started before an append neither sees half of it nor holds it up."""

    async def append() -> None:
        for number in range(100, 160):
            await recorder.record_event(comment_received(number))

    appending = asyncio.create_task(append())
    sizes = []
    while not appending.done():
        report = await verify_database(audit_url, vault)
        assert report.intact, report.verdict()
        sizes.append(report.entries)
    await appending
    assert sizes == sorted(sizes)
    assert await scalar(database, "SELECT count(*) FROM entries") == 68


Command = Callable[..., Awaitable[int]]


@pytest.fixture
def command(audit_url: str, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Give the command `verify`, run beside the test's event loop as its own process would be."""
    monkeypatch.delenv("MODERATION_VAULT_KEY", raising=False)
    monkeypatch.delenv("MODERATION_DATABASE_URL", raising=False)

    async def run(*arguments: str) -> int:
        whole = ("--database-url", audit_url, *arguments)
        return await asyncio.to_thread(run_verification, whole)

    return run


@pytest.mark.usefixtures("record")
async def test_the_command_says_intact_in_one_sentence(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """An intact record gives status 0 and one line."""
    assert await command() == 0
    said = capsys.readouterr().out
    assert said.startswith("The record is intact: 8 entries under 8 heads, root ")
    assert said.count("\n") == 1


@pytest.mark.usefixtures("record")
async def test_the_command_says_altered_with_status_one(
    database: Database, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """An altered record gives status 1; the JSON form has every problem."""
    await tamper(database, "UPDATE entries SET actor = 'nobody' WHERE index = 5")
    assert await command() == 1
    assert "entry 5: its columns differ from its bytes: actor" in capsys.readouterr().out
    assert await command("--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report["intact"] is False
    assert report["problems"] == [{"index": 5, "what": "its columns differ from its bytes: actor"}]


@pytest.mark.usefixtures("record")
async def test_the_command_holds_the_record_against_a_noted_head(
    database: Database, command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    """A head written down earlier is given as size and root."""
    root = bytes(await scalar(database, "SELECT root_hash FROM heads WHERE tree_size = 5")).hex()
    assert await command("--noted", f"5:{root}") == 0
    assert "under 8 heads and 1 noted elsewhere" in capsys.readouterr().out
    assert await command("--noted", f"4:{root}") == 1
    assert await command("--noted", "five") == 2
    assert "is no noted head" in capsys.readouterr().err


async def test_the_command_names_what_is_missing(
    fresh_database: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No database named, a database without a record, no server: one sentence and status 2."""
    monkeypatch.delenv("MODERATION_DATABASE_URL", raising=False)
    assert await asyncio.to_thread(run_verification, []) == 2
    assert "Name the database" in capsys.readouterr().err
    assert await asyncio.to_thread(run_verification, ["--database-url", fresh_database]) == 2
    assert "holds no audit record" in capsys.readouterr().err
    gone = "postgresql://nobody@127.0.0.1:1/none"
    assert await asyncio.to_thread(run_verification, ["--database-url", gone]) == 2
    assert "cannot be reached" in capsys.readouterr().err
    with pytest.raises(ConfigurationError):
        await verify_database(fresh_database, None)
