"""What a service says of an environment that it cannot start with."""

from __future__ import annotations

import pytest
from pydantic import Field

from moderation_common.errors import ConfigurationError
from moderation_common.settings import EnvironmentSettings


class Settings(EnvironmentSettings):
    """Some of each kind."""

    port: int = Field(default=0, ge=0, le=65535)
    secret: str = Field(min_length=32)
    urls: dict[str, int] = Field(default_factory=dict)


def refused(monkeypatch: pytest.MonkeyPatch, **given: str) -> str:
    """Return what is said of an environment with these variables."""
    for name, value in given.items():
        monkeypatch.setenv(f"MODERATION_{name.upper()}", value)
    with pytest.raises(ConfigurationError) as told:
        Settings.load()
    return str(told.value)


def test_each_variable_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them at once, so that nobody starts the service once for each."""
    assert refused(monkeypatch, port="70000") == (
        "Set these environment variables right and start again: "
        "MODERATION_PORT: this must be at most 65535; MODERATION_SECRET: this is missing; add it."
    )


def test_a_value_is_never_told_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be a secret."""
    said = refused(monkeypatch, secret="hunter2", port="hunter3")
    assert "hunter" not in said
    assert "MODERATION_SECRET: this text is too short; the least length is 32" in said


def test_what_is_no_json_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of addresses is given as JSON, and quotes are easily lost in a shell."""
    assert refused(monkeypatch, secret="s" * 32, urls="{team: 1") == (
        "Set these environment variables right and start again: "
        "MODERATION_URLS: this cannot be read as JSON."
    )


def test_what_is_right_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same variables, put right."""
    monkeypatch.setenv("MODERATION_SECRET", "s" * 32)
    monkeypatch.setenv("MODERATION_URLS", '{"team": 1}')
    assert Settings.load().urls == {"team": 1}
