"""The file of secrets and tokens."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moderation_common.errors import ConfigurationError
from moderation_ingest.adapters.credentials import CredentialsFile, reveal_token
from tests.support.ingest import encode


def write(file: Path, token: str) -> None:
    """Write a file with one page's token, in a moment of its own."""
    facebook = {"app_secrets": ["s"], "verify_token": "v", "page_tokens": {"1": token}}
    file.write_bytes(encode({"facebook": facebook}))
    os.utime(file, ns=(0, int.from_bytes(token.encode()[:4].rjust(4))))


def token_in(credentials: CredentialsFile) -> str | None:
    """Return the page's token as of now."""
    facebook = credentials.current().facebook
    return None if facebook is None else reveal_token(facebook.page_tokens, "1")


def test_a_renewed_token_needs_no_restart(tmp_path: Path) -> None:
    """The file is read again when it changes."""
    file = tmp_path / "credentials.json"
    write(file, "old")
    credentials = CredentialsFile(file)
    assert token_in(credentials) == "old"

    write(file, "new")

    assert token_in(credentials) == "new"


@pytest.mark.parametrize("broken", [b"{", b"[]", b'{"facebook":{}}', b'{"myspace":{}}', None])
def test_a_broken_file_changes_nothing_while_running(tmp_path: Path, broken: bytes | None) -> None:
    """What was read before stays in force, and mending the file is noticed."""
    file = tmp_path / "credentials.json"
    write(file, "old")
    credentials = CredentialsFile(file)

    if broken is None:
        file.unlink()
    else:
        file.write_bytes(broken)
    assert token_in(credentials) == "old"

    write(file, "new")
    assert token_in(credentials) == "new"


@pytest.mark.parametrize("secret", ["abc\ndef", "ä", "a b"])
def test_a_secret_that_no_header_can_carry_is_refused_unquoted(tmp_path: Path, secret: str) -> None:
    """The error names the place, never the value."""
    file = tmp_path / "credentials.json"
    write(file, secret)

    with pytest.raises(ConfigurationError, match=r"facebook\.page_tokens\.1") as refusal:
        CredentialsFile(file)
    assert secret not in str(refusal.value)


def test_a_missing_file_stops_the_start(tmp_path: Path) -> None:
    """Without secrets no delivery could be checked."""
    with pytest.raises(ConfigurationError, match="cannot be read"):
        CredentialsFile(tmp_path / "none.json")
