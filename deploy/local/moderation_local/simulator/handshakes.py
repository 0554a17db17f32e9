"""The platforms' handshakes with ingest: no event is sent to an address that has not passed.

Facebook sends a challenge to be echoed, once. X sends one to be signed, again every hour; a wrong
signature ends the deliveries at once, while an outage is borne.
"""

from __future__ import annotations

import asyncio
import secrets
from abc import ABC, abstractmethod
from enum import StrEnum
from typing import Final

import httpx
import structlog
from typing_extensions import override

from moderation_common.vocabulary import Platform
from moderation_local.simulator.credentials import FacebookCredentials, XCredentials
from moderation_local.simulator.signing import right_x_answers

log = structlog.get_logger(__name__)

_TIMEOUT_S: Final = 3.0
# Ingest takes a second or two to start; whoever waits for it should not wait for us as well.
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 2.0
_X_REPEAT_S: Final = 3600.0


class HandshakeState(StrEnum):
    """How the last handshake went."""

    PENDING = "pending"
    VERIFIED = "verified"
    REFUSED = "refused"


class Handshake(ABC):
    """One platform's handshake, repeated until it passes; then it sets `passed`."""

    platform: Platform

    def __init__(self, client: httpx.AsyncClient, url: str, *, passed: asyncio.Event) -> None:
        self._client = client
        self._url = url
        self._passed = passed
        self._wanted = asyncio.Event()
        self._stopping = False
        self.state = HandshakeState.PENDING
        self.detail = "not tried yet"
        """What came of the last attempt, in a few words."""

    @abstractmethod
    async def _attempt(self) -> tuple[bool | None, str]:
        """Ask ingest once; returns whether the answer was right, and what it was.

        None stands for an answer that says neither, and leaves things as they are.
        """

    repeat_s: float | None = None
    """Seconds after which a passed handshake is asked for again."""

    @property
    def verified(self) -> bool:
        """Events may be sent."""
        return self.state is HandshakeState.VERIFIED

    def ask_again(self) -> None:
        """Repeat the handshake now."""
        self._wanted.set()

    def stop(self) -> None:
        """Ask `run` to end."""
        self._stopping = True
        self._wanted.set()

    async def run(self) -> None:
        """Shake hands until it works, and again whenever it is due."""
        pause_s = _FIRST_PAUSE_S
        while not self._stopping:
            self._wanted.clear()
            if await self._shake():
                pause_s = _FIRST_PAUSE_S
                await self._pause(self.repeat_s)
            else:
                await self._pause(pause_s)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _shake(self) -> bool:
        try:
            right, self.detail = await self._attempt()
        except httpx.HTTPError as error:
            # An address that passed before keeps its trust through an outage.
            self.detail = type(error).__name__
            return False
        if right is None:
            return False
        if right:
            if self.state is not HandshakeState.VERIFIED:
                log.info("handshake_passed", platform=self.platform)
            self.state = HandshakeState.VERIFIED
            self._passed.set()
        else:
            log.warning("handshake_refused", platform=self.platform, detail=self.detail)
            self.state = HandshakeState.REFUSED
        return right

    async def _pause(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wanted.wait()
        except TimeoutError:
            return


class FacebookHandshake(Handshake):
    """A number, to be sent back as it came."""

    platform = Platform.FACEBOOK

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        *,
        passed: asyncio.Event,
        credentials: FacebookCredentials,
    ) -> None:
        super().__init__(client, url, passed=passed)
        self._credentials = credentials

    @override
    async def _attempt(self) -> tuple[bool | None, str]:
        challenge = str(secrets.randbelow(10**10))
        answer = await self._client.get(
            self._url,
            params={
                "hub.mode": "subscribe",
                "hub.challenge": challenge,
                "hub.verify_token": self._credentials.verify_token,
            },
            timeout=_TIMEOUT_S,
        )
        right = answer.status_code == httpx.codes.OK and answer.content == challenge.encode()
        return right, f"answered {answer.status_code}"


class XHandshake(Handshake):
    """A token, to be signed with the app's secret."""

    platform = Platform.X
    repeat_s = _X_REPEAT_S

    def __init__(
        self,
        client: httpx.AsyncClient,
        url: str,
        *,
        passed: asyncio.Event,
        credentials: XCredentials,
    ) -> None:
        super().__init__(client, url, passed=passed)
        self._credentials = credentials

    @override
    async def _attempt(self) -> tuple[bool | None, str]:
        token = secrets.token_urlsafe(24)
        answer = await self._client.get(self._url, params={"crc_token": token}, timeout=_TIMEOUT_S)
        if answer.status_code != httpx.codes.OK:
            return None, f"answered {answer.status_code}"
        try:
            content = answer.json()
        except ValueError:
            return False, "answered no JSON"
        response = content.get("response_token") if isinstance(content, dict) else None
        right = response in right_x_answers(token, self._credentials)
        return right, "answered 200" if right else "answered with a wrong signature"
