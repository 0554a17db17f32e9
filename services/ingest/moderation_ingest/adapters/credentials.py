"""The secrets and tokens that the platforms gave us, from a file that may change while we run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Final

import structlog
from pydantic import AfterValidator, BaseModel, ConfigDict, SecretStr, ValidationError

from moderation_common.errors import ConfigurationError

# What may stand in a header; a line break would start another one.
_HEADER_SAFE: Final = re.compile(r"[\x21-\x7e]*", re.ASCII)

log = structlog.get_logger(__name__)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def _check_token(token: SecretStr) -> SecretStr:
    if _HEADER_SAFE.fullmatch(token.get_secret_value()) is None:
        raise ValueError("a token has letters, digits and signs only; copy it again")
    return token


Token = Annotated[SecretStr, AfterValidator(_check_token)]


class FacebookCredentials(_Section):
    """What a Facebook app and its pages have."""

    app_secrets: tuple[SecretStr, ...]
    """Several while one is being replaced."""
    verify_token: SecretStr
    """Ours to choose; the handshake presents it."""
    page_tokens: Mapping[str, Token] = {}
    """By page id."""


class XCredentials(_Section):
    """What an X app and its users have."""

    consumer_secrets: tuple[SecretStr, ...] = ()
    """The first also answers the challenge."""
    oauth2_client_secrets: tuple[SecretStr, ...] = ()
    """For the newer signature header; it decides as soon as one is given."""
    user_tokens: Mapping[str, Token] = {}
    """By user id."""


class Credentials(_Section):
    """A platform without a section is not connected."""

    facebook: FacebookCredentials | None = None
    x: XCredentials | None = None


class CredentialsFile:
    """Reads the file again when it changes, so that renewing a token needs no restart."""

    def __init__(self, path: Path) -> None:
        """Raises `ConfigurationError` when the file cannot be read."""
        self._path = path
        self._stamp = self._look()
        self._current = self._read()

    def current(self) -> Credentials:
        """Return what the file says; while it is broken, what it said before."""
        try:
            stamp = self._look()
            if stamp != self._stamp:
                self._current = self._read()
                self._stamp = stamp
                log.info("credentials_changed")
        except ConfigurationError as error:
            log.error("credentials_refused", reason=str(error))
        return self._current

    def _look(self) -> tuple[int, int, int]:
        try:
            status = self._path.stat()
        except OSError as error:
            msg = f"The credentials file cannot be read ({error.strerror}); see its setting."
            raise ConfigurationError(msg) from error
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _read(self) -> Credentials:
        try:
            return Credentials.model_validate_json(self._path.read_bytes())
        except OSError as error:
            msg = f"The credentials file cannot be read ({error.strerror}); see its setting."
            raise ConfigurationError(msg) from error
        except ValidationError as error:
            places = "; ".join(
                f"{'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}"
                for e in error.errors(include_input=False, include_url=False)
            )
            msg = f"The credentials file does not have the documented form: {places}."
            raise ConfigurationError(msg) from None


def reveal(secrets: tuple[SecretStr, ...]) -> list[str]:
    """Return the secrets that are not empty, in the clear."""
    return [value for secret in secrets if (value := secret.get_secret_value())]


def reveal_token(tokens: Mapping[str, SecretStr], account_id: str) -> str | None:
    """Return an account's token in the clear; None when it has none."""
    secret = tokens.get(account_id)
    return (secret.get_secret_value() or None) if secret is not None else None
