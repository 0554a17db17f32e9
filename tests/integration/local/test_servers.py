"""Servers that a user names are tried before anything is started."""

from __future__ import annotations

import pytest

from moderation_common.errors import ConfigurationError, TransientError
from moderation_local.servers import check_servers

_NOBODY = "127.0.0.1:1"


async def test_servers_that_are_there_pass(fresh_database: str) -> None:
    """One connection each."""
    url = fresh_database.replace("+asyncpg", "")
    await check_servers(database=url, event_log=url)
    await check_servers(database=None, event_log=None)


@pytest.mark.parametrize("url", ["mysql://host/name", "name", "postgresql://a:secret@[::1/x"])
async def test_a_database_url_that_is_none_is_refused(url: str) -> None:
    """The sentence names the option and not the password."""
    with pytest.raises(ConfigurationError, match="--database: ") as caught:
        await check_servers(database=url, event_log=None)
    assert "secret" not in str(caught.value)


async def test_a_database_that_does_not_exist_is_named(fresh_database: str) -> None:
    """The server's own reason is passed on."""
    url = fresh_database.replace("+asyncpg", "").replace("/test_", "/no_test_")
    with pytest.raises(ConfigurationError, match="does not exist"):
        await check_servers(database=url, event_log=None)


@pytest.mark.parametrize("option", ["database", "event_log"])
async def test_a_server_that_is_away_is_told_from_a_wrong_setting(option: str) -> None:
    """Trying again later may help."""
    given = {"database": None, "event_log": None, option: f"postgresql://nobody@{_NOBODY}/none"}
    with pytest.raises(TransientError, match="--"):
        await check_servers(database=given["database"], event_log=given["event_log"])


async def test_a_broker_that_is_away_is_not_waited_for() -> None:
    """Kafka, too, is tried once."""
    with pytest.raises(TransientError, match="--eventlog: no server answers"):
        await check_servers(database=None, event_log=f"kafka://{_NOBODY}")


async def test_an_unknown_engine_is_refused() -> None:
    """The sentence says which there are."""
    with pytest.raises(ConfigurationError, match=r"--eventlog: .*zork.*kafka://"):
        await check_servers(database=None, event_log="zork://x")
