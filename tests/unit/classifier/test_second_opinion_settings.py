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
    monkeypatch.setenv("MODERATION_SECOND_OPINION_ORGANISATIONS", "nottingham")
    with pytest.raises(ConfigurationError, match=r": MODERATION_SECOND_OPINION_MODEL: [^;]+\.$"):
        Settings.load()


@pytest.mark.parametrize("named", [None, "", " , "])
def test_an_address_needs_somebody_whose_comments_may_go_there(
    named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody agrees by saying nothing; one sentence says what is missing and how to mend it."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("MODERATION_SECOND_OPINION_MODEL", "m")
    if named is not None:
        monkeypatch.setenv("MODERATION_SECOND_OPINION_ORGANISATIONS", named)
    with pytest.raises(ConfigurationError) as refused:
        Settings.load()
    assert str(refused.value) == (
        "Set these environment variables right and start again:"
        " MODERATION_SECOND_OPINION_ORGANISATIONS: name the bodies whose comments may be sent to"
        " the address, by the keys of their policy packs, such as mid-and-south-essex,nottingham,"
        " or take the address away."
    )


@pytest.mark.parametrize("named", ["nottingham", "nottingham, bsw", ",bsw,,nottingham "])
def test_bodies_are_named_with_commas_between(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spaces and a comma too many do no harm; without an address the names do nothing."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_ORGANISATIONS", named)
    keys = Settings.load().second_opinion_organisations
    assert keys == frozenset(named.replace(",", " ").split())


@pytest.mark.parametrize("named", ["*", "all bodies", '["bsw"]', "bsw;nottingham", "BSW"])
def test_what_cannot_be_a_body_is_refused(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no word for all bodies, and another way of writing them is told from a key."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_ORGANISATIONS", named)
    with pytest.raises(ConfigurationError, match="ORGANISATIONS: write the keys of bodies as"):
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
        "http://localhost:port/v1",
        "http://[::1/v1",
        "http://[::1]x/v1",
        "http://999.1.1.1/v1",
        "http://:11434/v1",
        "https://@/v1?api-version=1",
    ],
)
def test_an_address_without_a_host_to_ask_is_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence says what is wrong and how to mend it, without the address."""
    assert _refused(address, monkeypatch) == (
        "its host or its port cannot be read; write the address as http://host:11434/v1, with a"
        " number from 1 to 65535 for the port, or take it away."
    )


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999", "123456789"])
def test_a_port_that_there_cannot_be_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question would fail by it."""
    assert _refused(f"http://localhost:{port}/v1", monkeypatch) == (
        "its port must be a number from 1 to 65535; write the address as http://host:11434/v1,"
        " or take it away."
    )


@pytest.mark.parametrize("secret", ["user:secret", "secret", ":secret"])
def test_a_key_in_the_address_is_refused(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told where keys go, and not repeated."""
    assert _refused(f"https://{secret}@host/v1", monkeypatch) == (
        "a name or key stands before its host, where logs would show it; take it out and set"
        " MODERATION_SECOND_OPINION_API_KEY."
    )


def _refused(address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what is said against an address."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_URL", address)
    monkeypatch.setenv("MODERATION_SECOND_OPINION_MODEL", "m")
    monkeypatch.setenv("MODERATION_SECOND_OPINION_ORGANISATIONS", "nottingham")
    with pytest.raises(ConfigurationError) as refused:
        Settings.load()
    begin = "Set these environment variables right and start again: MODERATION_SECOND_OPINION_URL: "
    assert str(refused.value).startswith(begin)
    return str(refused.value).removeprefix(begin)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:11434/v1",
        "http://localhost:1",
        "http://[::1]:65535/v1",
        "https://llm.example",
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
    monkeypatch.setenv("MODERATION_SECOND_OPINION_ORGANISATIONS", "nottingham")
    assert Settings.load().second_opinion_url == address


def test_the_key_is_kept_from_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key shows nowhere that settings are shown."""
    monkeypatch.setenv("MODERATION_SECOND_OPINION_API_KEY", "very-secret")
    assert "very-secret" not in repr(Settings.load())
