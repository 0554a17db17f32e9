"""The settings of the second opinion: off by default, refused by halves."""

from __future__ import annotations

import base64

import pytest

from moderation_classifier.settings import Settings
from moderation_common.errors import ConfigurationError


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DATABASE_URL": "postgresql://localhost/x",
        "EVENTLOG_URL": "postgresql://localhost/x",
        "POLICIES_DIR": ".",
        "TOKEN_SECRET": "s" * 32,
        "VAULT_KEY": base64.urlsafe_b64encode(bytes(32)).decode(),
    }.items():
        monkeypatch.setenv(f"MODERATION_{name}", value)


def test_nobody_is_asked_unless_told() -> None:
    """Without an address there is no second opinion."""
    assert Settings.load().second_opinion_url is None


def test_an_address_needs_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the variable that is missing."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_URL", "http://127.0.0.1:1/v1")
    with pytest.raises(ConfigurationError, match="MODERATION_SECOND_OPINION_MODEL"):
        Settings.load()


@pytest.mark.parametrize(
    "address",
    [
        "ftp://host/v1",
        "host:80",
        "https://host/v1?key=1",
        "https://host/v1?api-version=1&key=1",
        "https://host/v1?",
        "https://host/v1?api-version=1#x",
        "http://",
    ],
)
def test_an_address_that_is_none_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only plain HTTP addresses are taken."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_URL", address)
    monkeypatch.setenv("MODERATION_SECOND_OPINION_MODEL", "m")
    with pytest.raises(ConfigurationError, match="MODERATION_SECOND_OPINION_URL"):
        Settings.load()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:11434/v1",
        "https://trust.openai.azure.com/openai/v1",
        "https://trust.openai.azure.com/openai/deployments/D?api-version=2024-10-21",
        "https://h/openai/deployments/D/chat/completions?api-version=2025-04-01-preview",
    ],
)
def test_the_address_of_a_common_endpoint_is_taken(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A local server's, and a deployment's at Azure with the version of its API."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_URL", address)
    monkeypatch.setenv("MODERATION_SECOND_OPINION_MODEL", "m")
    assert Settings.load().second_opinion_url == address


def test_the_key_is_kept_from_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key shows nowhere that settings are shown."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_API_KEY", "very-secret")
    assert "very-secret" not in repr(Settings.load())
