"""The tokens and secrets by which ingest and the platforms know each other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from moderation_common.errors import ConfigurationError


class FacebookCredentials(BaseModel):
    """The app's secrets and each page's token."""

    model_config = ConfigDict(frozen=True)

    app_secrets: tuple[str, ...] = Field(min_length=1)
    """The first signs; the others are being retired."""
    verify_token: str
    page_tokens: Mapping[str, str] = Field(default_factory=dict)


class XCredentials(BaseModel):
    """The app's secrets and each user's token."""

    model_config = ConfigDict(frozen=True)

    consumer_secrets: tuple[str, ...] = Field(min_length=1)
    oauth2_client_secrets: tuple[str, ...] = ()
    """When there is one, deliveries carry the newer signature header too."""
    user_tokens: Mapping[str, str] = Field(default_factory=dict)


class Credentials(BaseModel):
    """The whole file."""

    model_config = ConfigDict(frozen=True)

    facebook: FacebookCredentials
    x: XCredentials


def read_credentials(file: Path) -> Credentials:
    """Read the file; raises `ConfigurationError` naming what is wrong, never a secret."""
    try:
        return Credentials.model_validate_json(file.read_bytes())
    except OSError as error:
        msg = f"The credentials file {file} cannot be read ({error.strerror}); name another."
        raise ConfigurationError(msg) from error
    except ValidationError as error:
        places = ", ".join(
            ".".join(str(part) for part in e["loc"]) or "the whole file"
            for e in error.errors(include_input=False, include_url=False)
        )
        msg = f"The credentials file {file} is wrong at {places}; mend it and start again."
        raise ConfigurationError(msg) from None
