"""What the classifier is told by its environment, beside what every service is told."""

from __future__ import annotations

import re
from typing import Annotated, Final

import httpx
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import NoDecode

from moderation_common.policy.part import KEY_PATTERN
from moderation_common.settings import CommonSettings

_ADDRESS: Final = re.compile(r"https?://[^\s/?#]+[^\s?#]*(\?api-version=[A-Za-z0-9.-]+)?")
_PORTS: Final = range(1, 65_536)
_KEY: Final = re.compile(KEY_PATTERN)


class Settings(CommonSettings):
    """Environment variables `MODERATION_…`."""

    sample_left_share: float = Field(default=0.005, ge=0, le=1)
    """Of the comments that the machine leaves, the share about which a person is asked."""
    sample_removed_share: float = Field(default=0.1, ge=0, le=1)
    """Of the comments that the machine removes by itself, the same share."""
    quality_interval_s: float = Field(default=300.0, gt=0)
    """Seconds between looks at how the machine does against people's decisions."""
    switch_refresh_s: float = Field(default=15.0, gt=0, le=30)
    """Seconds between looks at what bodies have switched off or declared; both tell in a minute."""
    behaviour_interval_s: float = Field(default=300.0, gt=0)
    """Seconds between counts of prolific authors, when texts kept as context are let go of too."""
    second_opinion_url: str | None = None
    """Base of an OpenAI-compatible API that the bodies run, such as `http://host:11434/v1`.

    For a deployment at Azure with its `?api-version=…`, but nothing else: a key does not belong
    into an address.
    """
    second_opinion_model: str | None = Field(default=None, validate_default=True)
    """The model or deployment to ask for there."""
    second_opinion_organisations: Annotated[frozenset[str] | None, NoDecode] = Field(
        default=None, validate_default=True
    )
    """Keys of the bodies whose comments may be sent there, with commas between; of no others."""
    second_opinion_api_key: SecretStr | None = None
    """Its key, where it wants one."""
    second_opinion_timeout_s: float = Field(default=3.0, gt=0, le=30)
    """Seconds for an answer, a second attempt included; judging waits so long at most."""
    second_opinion_per_hour: int = Field(default=120, ge=1)
    """Calls of one process in any hour, for all bodies together."""
    second_opinion_per_day: int = Field(default=1_000, ge=1)
    """Calls of one process in any 24 hours."""

    @field_validator("second_opinion_url")
    @classmethod
    def _is_address(cls, address: str | None) -> str | None:
        if address is not None and not _ADDRESS.fullmatch(address):
            raise PydanticCustomError(
                "address",
                "this is no address to ask; write it as http://host:11434/v1, with nothing behind"
                " it but perhaps ?api-version=…, or take it away",
            )
        if address is not None:
            _check_authority(address)
        return address

    @field_validator("second_opinion_model")
    @classmethod
    def _named_with_url(cls, model: str | None, info: ValidationInfo) -> str | None:
        if info.data.get("second_opinion_url") and not model:
            raise PydanticCustomError("nameless", "name the model to ask, or take the address away")
        return model

    @field_validator("second_opinion_organisations", mode="before")
    @classmethod
    def _keys_with_url(cls, written: object, info: ValidationInfo) -> object:
        keys = written
        if isinstance(written, str):
            keys = frozenset(filter(None, map(str.strip, written.split(","))))
            if not all(map(_KEY.fullmatch, keys)):
                raise PydanticCustomError(
                    "keys",
                    "write the keys of bodies as their policy packs do, with commas between, such"
                    " as mid-and-south-essex,nottingham",
                )
        if info.data.get("second_opinion_url") and not keys:
            raise PydanticCustomError(
                "nobody",
                "name the bodies whose comments may be sent to the address, by the keys of their"
                " policy packs, such as mid-and-south-essex,nottingham, or take the address away",
            )
        return keys


def _check_authority(address: str) -> None:
    """Raise unless a host, and perhaps a port, can be asked there, and no secret stands in it."""
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        # Its own words would quote a part of the address.
        raise _no_host_or_port() from error
    if not url.raw_host:
        raise _no_host_or_port()
    if url.userinfo:
        raise PydanticCustomError(
            "userinfo",
            "a name or key stands before its host, where logs would show it; take it out and set"
            " MODERATION_SECOND_OPINION_API_KEY",
        )
    if url.port is not None and url.port not in _PORTS:
        raise PydanticCustomError(
            "port",
            "its port must be a number from 1 to 65535; write the address as http://host:11434/v1,"
            " or take it away",
        )


def _no_host_or_port() -> PydanticCustomError:
    return PydanticCustomError(
        "host",
        "its host or its port cannot be read; write the address as http://host:11434/v1, with a"
        " number from 1 to 65535 for the port, or take it away",
    )
