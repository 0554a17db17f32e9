"""One HTTP call to a platform's API: bounded in time, the token in a header, nothing logged."""

from __future__ import annotations

import asyncio
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import httpx

from moderation_ingest.domain.outcome import Refused, Unavailable
from moderation_ingest.domain.payload import JsonObject, UnreadablePayloadError, parse_object

_CONNECT_TIMEOUT_S: Final = 2.0
# Shorter than any server keeps an idle connection, so that a reply is not sent into a closed one.
_KEEP_ALIVE_S: Final = 2.0
_MAX_CONNECTIONS: Final = 20
# The platforms' ids are digits with underscores; messages' have letters too. Nothing else may
# become part of an address.
_PLAIN_ID: Final = re.compile(r"[A-Za-z0-9_:=-]{1,300}", re.ASCII)

_NEVER_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


@dataclass(frozen=True)
class Reply:
    """What the platform answered; an empty body when it was not a JSON object."""

    status: int
    body: JsonObject
    headers: Mapping[str, str]


class NoReplyError(Exception):
    """The platform gave no answer."""

    def __init__(self, outcome: Unavailable | Refused) -> None:
        super().__init__(outcome.reason)
        self.outcome = outcome


class PlatformClient:
    """Calls one platform's API."""

    def __init__(
        self,
        base_url: str,
        *,
        timeout_s: float,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`timeout_s` bounds a whole call; `transport` takes the place of the network in tests."""
        self._timeout_s = timeout_s
        self._host = urlsplit(base_url).hostname or base_url
        self._client = httpx.AsyncClient(
            base_url=base_url.rstrip("/") + "/",
            timeout=httpx.Timeout(timeout_s, connect=_CONNECT_TIMEOUT_S),
            limits=httpx.Limits(max_connections=_MAX_CONNECTIONS, keepalive_expiry=_KEEP_ALIVE_S),
            follow_redirects=False,
            # A proxy for the world outside cannot reach a simulator on this machine.
            trust_env=not _is_loopback(self._host),
            transport=transport,
        )

    async def call(
        self,
        method: str,
        *path: str,
        token: str,
        json: Mapping[str, object] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Reply:
        """Call the address that the parts of `path` make.

        Raises `NoReplyError`, whose outcome says whether the call may have been carried out.
        """
        if not all(_PLAIN_ID.fullmatch(part) for part in path):
            raise NoReplyError(Refused("The id has a form that the platform's ids do not have."))
        try:
            async with asyncio.timeout(self._timeout_s):
                response = await self._client.request(
                    method,
                    "/".join(path),
                    json=json,
                    params=query,
                    headers={"Authorization": f"Bearer {token}"},
                )
        except (httpx.HTTPError, TimeoutError) as error:
            # The error's own text may hold the address with its query, so only its kind is told.
            reason = f"{self._host} gave no answer ({type(error).__name__})."
            uncertain = not isinstance(error, _NEVER_SENT)
            raise NoReplyError(Unavailable(reason, uncertain=uncertain)) from error
        try:
            body = parse_object(response.content)
        except UnreadablePayloadError:
            body = {}
        return Reply(response.status_code, body, response.headers)

    async def close(self) -> None:
        """Close every connection."""
        await self._client.aclose()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
