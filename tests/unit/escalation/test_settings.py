"""What escalation refuses to start with."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from moderation_common.errors import ConfigurationError
from moderation_escalation.settings import Settings
from tests.support.escalation import POLICIES, SECRET


def make_settings(**given: object) -> Settings:
    """Return settings with what every service needs."""
    needed: dict[str, object] = {
        "database_url": "postgresql://host/name",
        "eventlog_url": "postgresql://host/name",
        "policies_dir": POLICIES,
        "token_secret": SECRET,
        "vault_key": "key",
        "public_url": "https://moderation.example",
    }
    return Settings.model_validate(needed | given)


def test_without_any_channel_the_service_does_not_start() -> None:
    """Nobody could be told of anything, and nobody would know."""
    with pytest.raises(ConfigurationError, match="MODERATION_SMTP_HOST"):
        make_settings().check_channels()


def test_webhooks_without_a_secret_are_refused() -> None:
    """An unsigned alert could be anybody's."""
    with pytest.raises(ConfigurationError, match="MODERATION_WEBHOOK_SECRET"):
        make_settings(webhook_urls={"team": "https://chat.example/1"}).check_channels()


def test_one_channel_is_enough() -> None:
    """A mail server alone will do, and so will a signed webhook."""
    make_settings(smtp_host="mail").check_channels()
    make_settings(
        webhook_base_url="http://127.0.0.1:1/hooks", webhook_secret=SECRET
    ).check_channels()


def test_the_public_address_must_be_one() -> None:
    """A link in an alert has to lead somewhere."""
    with pytest.raises(ValidationError):
        make_settings(public_url="moderation.example")
