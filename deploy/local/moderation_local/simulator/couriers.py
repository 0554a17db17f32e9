"""Carries webhook events to ingest, signed, until it answers 200.

Facebook gathers what waits into one delivery, X sends each event by itself. What is on its way
when either end is killed is sent again: at least once, in no promised order, as on the platforms.
"""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Final

import httpx
import structlog
from typing_extensions import override

from moderation_common.clock import Clock
from moderation_local.simulator.credentials import FacebookCredentials, XCredentials
from moderation_local.simulator.deliveries import Delivery, DeliveryQueue, Event
from moderation_local.simulator.facebook.events import envelope
from moderation_local.simulator.handshakes import Handshake
from moderation_local.simulator.signing import facebook_headers, x_headers

log = structlog.get_logger(__name__)

# While ingest does not answer at all, one attempt in so many seconds is enough.
_OUTAGE_PAUSE_S: Final = 0.5


class Courier(ABC):
    """Delivers one platform's events with a bounded number of requests in flight."""

    timeout_s: float
    """How long the platform waits for an answer."""
    in_flight: int
    """Most requests at a time."""

    def __init__(
        self,
        queue: DeliveryQueue,
        *,
        client: httpx.AsyncClient,
        url: str,
        handshake: Handshake,
        clock: Clock,
        batch: int = 1,
    ) -> None:
        self._queue = queue
        self._client = client
        self._url = url
        self._handshake = handshake
        self._batch = batch
        self._platform = handshake.platform
        self._clock = clock
        self._woken = queue.listen(self._platform)
        self._busy: set[int] = set()
        self._sending: set[asyncio.Task[None]] = set()
        self._stopping = False
        self._out_of_reach = False

    @abstractmethod
    def _compose(self, deliveries: Sequence[Delivery]) -> Event:
        """Return what one request says."""

    @abstractmethod
    def _sign(self, body: bytes) -> Mapping[str, str]:
        """Return the signature headers over the raw body."""

    def stop(self) -> None:
        """Ask `run` to end; what is on its way is finished or sent again after the next start."""
        self._stopping = True
        self._woken.set()

    async def run(self) -> None:
        """Deliver until `stop`, whenever the handshake holds."""
        try:
            while not self._stopping:
                self._woken.clear()
                now = self._clock().timestamp()
                if self._handshake.verified:
                    self._start_requests(now)
                await self._rest(now)
        finally:
            await asyncio.gather(*self._sending, return_exceptions=True)

    def _start_requests(self, now: float) -> None:
        room = 1 if self._out_of_reach else self.in_flight
        while len(self._sending) < room:
            deliveries = self._queue.due(
                self._platform, now=now, limit=self._batch, busy=self._busy
            )
            if not deliveries:
                return
            self._busy.update(delivery.id for delivery in deliveries)
            task = asyncio.create_task(self._deliver(deliveries))
            self._sending.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._sending.discard(task)
        self._woken.set()

    async def _rest(self, now: float) -> None:
        """Sleep until something is new, was answered, falls due, or the handshake has passed."""
        due_at = self._queue.next_due_after(self._platform, now=now)
        try:
            async with asyncio.timeout(None if due_at is None else due_at - now):
                await self._woken.wait()
        except TimeoutError:
            return

    async def _deliver(self, deliveries: Sequence[Delivery]) -> None:
        # The platforms escape everything beyond ASCII and sign the bytes so written.
        body = json.dumps(self._compose(deliveries), separators=(",", ":")).encode()
        headers = {"content-type": "application/json", **self._sign(body)}
        try:
            answer = await self._client.post(
                self._url, content=body, headers=headers, timeout=self.timeout_s
            )
        except httpx.HTTPError as error:
            self._queue.put_back(deliveries, answer=type(error).__name__)
            self._out_of_reach = True
            await asyncio.sleep(_OUTAGE_PAUSE_S)
        else:
            self._out_of_reach = False
            if answer.status_code == httpx.codes.OK:
                self._queue.accept(deliveries)
            else:
                self._queue.put_back(deliveries, answer=str(answer.status_code))
        finally:
            self._busy.difference_update(delivery.id for delivery in deliveries)


class FacebookCourier(Courier):
    """Several changes of several pages in one delivery."""

    timeout_s = 20.0
    in_flight = 4

    def __init__(
        self,
        queue: DeliveryQueue,
        *,
        client: httpx.AsyncClient,
        url: str,
        handshake: Handshake,
        clock: Clock,
        batch: int,
        credentials: FacebookCredentials,
    ) -> None:
        super().__init__(
            queue, client=client, url=url, handshake=handshake, clock=clock, batch=batch
        )
        self._credentials = credentials

    @override
    def _compose(self, deliveries: Sequence[Delivery]) -> Event:
        return envelope(deliveries, at=self._clock().timestamp())

    @override
    def _sign(self, body: bytes) -> Mapping[str, str]:
        return facebook_headers(body, self._credentials)


class XCourier(Courier):
    """One event in each delivery."""

    timeout_s = 10.0
    in_flight = 8

    def __init__(
        self,
        queue: DeliveryQueue,
        *,
        client: httpx.AsyncClient,
        url: str,
        handshake: Handshake,
        clock: Clock,
        credentials: XCredentials,
    ) -> None:
        super().__init__(queue, client=client, url=url, handshake=handshake, clock=clock)
        self._credentials = credentials

    @override
    def _compose(self, deliveries: Sequence[Delivery]) -> Event:
        return deliveries[0].event

    @override
    def _sign(self, body: bytes) -> Mapping[str, str]:
        return x_headers(body, self._credentials)
