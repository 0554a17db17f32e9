"""What every service is told by its environment; each service adds its own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from moderation_common.errors import ConfigurationError
from moderation_common.faults import explain

_PREFIX: Final = "MODERATION_"
_ADDRESS: Final = re.compile(r"https?://[^\s/]+\S*")


def _check_address(address: str) -> str:
    if not _ADDRESS.fullmatch(address):
        raise PydanticCustomError(
            "address", "this is no web address; write it as https://moderation.example.nhs.uk"
        )
    return address


WebAddress = Annotated[str, AfterValidator(_check_address)]
"""Address of something reached over HTTP."""


class EnvironmentSettings(BaseSettings):
    """Settings read from environment variables `MODERATION_…`."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="ignore")

    @classmethod
    def load(cls) -> Self:
        """Read the settings; raises `ConfigurationError` naming each variable that is wrong."""
        try:
            return cls()
        except ValidationError as error:
            problems = "; ".join(
                f"{_name_variable(str(fault['loc'][0]))}: {explain(fault, cls)}"
                for fault in error.errors(include_input=False, include_url=False)
            )
        except SettingsError as error:
            # What holds several values is JSON; the library names the field in its message alone.
            named = [field for field in cls.model_fields if f'"{field}"' in str(error)]
            variables = ", ".join(map(_name_variable, named))
            problems = f"{variables}: this cannot be read as JSON"
        msg = f"Set these environment variables right and start again: {problems}."
        raise ConfigurationError(msg)


class CommonSettings(EnvironmentSettings):
    """What all four services are told."""

    host: str = "127.0.0.1"
    """Address to listen on; containers set 0.0.0.0."""
    port: int = Field(default=0, ge=0, le=65535)
    """TCP port to listen on; nought lets the system choose."""
    database_url: str
    """PostgreSQL, as `postgresql://user:password@host/name`."""
    eventlog_url: str
    """The event log: `postgresql://…` or `kafka://host:9092,…`."""
    policies_dir: Path
    """Folder of the policy packs."""
    policy_refresh_s: float = Field(default=5.0, gt=0)
    """Seconds between looks at the policy packs for a new version."""
    token_secret: SecretStr = Field(min_length=32)
    """Key with which access tokens are signed, HMAC-SHA-256; at least 32 characters."""
    vault_key: SecretStr
    """Master key for personal text at rest: 32 bytes in URL-safe base 64."""
    log_level: str = "INFO"
    shutdown_timeout_s: float = Field(default=10.0, gt=0)
    """Seconds that work in hand gets to finish when the service is told to stop."""


def _name_variable(field: str) -> str:
    return f"{_PREFIX}{field.upper()}"
