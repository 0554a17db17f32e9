"""The own accounts' texts on a real PostgreSQL: sealed, the newest of each, for three days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

import pytest
from sqlalchemy import select

from moderation_common.errors import TransientError
from moderation_common.postgres import Database, SubjectVault, migrate
from moderation_common.vault import Vault
from moderation_common.vocabulary import Platform
from moderation_ingest.adapters.own_texts import PostgresOwnTexts
from moderation_ingest.adapters.tables import SCHEMA, own_texts
from moderation_ingest.domain.context import MAX_KEPT_CHARACTERS, TEXT_KEPT, TextKey
from moderation_ingest.domain.delivery import OwnText
from moderation_ingest.domain.queue import AccountKey
from tests.support.ingest import NOW, PAGE

_ACCOUNT: Final = AccountKey(Platform.FACEBOOK, PAGE)
_POST: Final = TextKey(_ACCOUNT, "post")
_SECOND: Final = timedelta(seconds=1)


class Shelf:
    """The texts, and what the database holds of them."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, schema=SCHEMA)
        vault = SubjectVault(Vault.from_text(Vault.generate_key()), schema=SCHEMA)
        self.texts = PostgresOwnTexts(self.database, vault)

    async def tell(
        self,
        words: str | None,
        *,
        at: datetime = NOW,
        now: datetime = NOW,
        text_id: str = "post",
    ) -> None:
        """Keep one version of a text."""
        own = OwnText(PAGE, text_id, at, words)
        await self.texts.exchange([(TextKey(_ACCOUNT, text_id), own)], (), now=now)

    async def ask(self, *keys: TextKey, now: datetime = NOW) -> dict[TextKey, str]:
        """Return what is known of some texts, of the post when none is named."""
        return dict(await self.texts.exchange((), keys or [_POST], now=now))

    async def stored(self) -> list[bytes | None]:
        """Return what each row holds."""
        async with self.database.unit_of_work() as unit:
            return list((await unit.connection.execute(select(own_texts.c.sealed))).scalars())


@pytest.fixture
async def shelf(fresh_database: str) -> AsyncIterator[Shelf]:
    """Give an empty shelf."""
    await migrate(fresh_database, package="moderation_ingest", schema=SCHEMA)
    shelf = Shelf(fresh_database)
    yield shelf
    await shelf.database.close()


async def test_what_is_told_is_known_at_once_and_sealed(shelf: Shelf) -> None:
    """One exchange keeps and answers; the row itself shows no word."""
    told = [(_POST, OwnText(PAGE, "post", NOW, "Book your flu jab"))]

    found = await shelf.texts.exchange(told, [_POST, TextKey(_ACCOUNT, "other")], now=NOW)

    assert found == {_POST: "Book your flu jab"}
    (sealed,) = await shelf.stored()
    assert sealed is not None
    assert b"flu jab" not in sealed


async def test_accounts_do_not_see_each_others_texts(shelf: Shelf) -> None:
    """An id belongs to its account; the same id elsewhere is another text."""
    await shelf.tell("ours")

    other = TextKey(AccountKey(Platform.FACEBOOK, "999"), "post")
    elsewhere = TextKey(AccountKey(Platform.X, PAGE), "post")
    assert await shelf.ask(other, elsewhere) == {}


async def test_the_newest_version_counts_in_whatever_order_it_comes(shelf: Shelf) -> None:
    """Platforms promise no order, so that older news changes nothing."""
    await shelf.tell("second", at=NOW + _SECOND)
    await shelf.tell("first", at=NOW)
    assert await shelf.ask() == {_POST: "second"}

    await shelf.tell("third", at=NOW + 2 * _SECOND)
    assert await shelf.ask() == {_POST: "third"}


@pytest.mark.parametrize("written", [NOW - _SECOND, NOW])
async def test_what_is_gone_does_not_come_back(shelf: Shelf, written: datetime) -> None:
    """A removal destroys the words, and a late delivery of them finds it there."""
    await shelf.tell("words", at=written)
    await shelf.tell(None, at=NOW)
    await shelf.tell("words", at=written)

    assert await shelf.ask() == {}
    assert await shelf.stored() == [None]


async def test_texts_are_forgotten_when_their_time_is_over(shelf: Shelf) -> None:
    """They are known for as long as they are kept, then neither told nor there."""
    await shelf.tell("old")
    await shelf.tell("new", now=NOW + _SECOND, text_id="later")
    over = NOW + TEXT_KEPT
    assert await shelf.ask(now=over - _SECOND) == {_POST: "old"}
    assert await shelf.ask(now=over) == {}

    await shelf.texts.forget(now=over)

    later = TextKey(_ACCOUNT, "later")
    assert await shelf.ask(_POST, later, now=over) == {later: "new"}
    assert len(await shelf.stored()) == 1


async def test_a_long_text_is_kept_as_far_as_it_is_read(shelf: Shelf) -> None:
    """A comment's event never grows too large by what stands above it."""
    await shelf.tell("x" * 70_000)

    assert await shelf.ask() == {_POST: "x" * MAX_KEPT_CHARACTERS}


async def test_a_delivery_may_ask_for_very_many(shelf: Shelf) -> None:
    """A delivery of 8 MiB holds more comments than a statement may have parameters."""
    await shelf.tell("words")

    many = [TextKey(_ACCOUNT, str(number)) for number in range(40_000)]
    assert await shelf.ask(_POST, *many) == {_POST: "words"}


async def test_an_outage_is_told_as_one() -> None:
    """Whoever asks can then go on without."""
    shelf = Shelf("postgresql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(TransientError):
        await shelf.ask()
    await shelf.database.close()
