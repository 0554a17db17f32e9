"""The channels that a deployment has: which address is sent to by which sender."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from moderation_common.errors import PermanentError
from moderation_common.policy import Channel
from moderation_escalation.ports import OutgoingAlert


class Sender(Protocol):
    """One way to send."""

    def reaches(self, address: str) -> bool:
        """Say whether it can send there."""
        ...

    async def send(self, alert: OutgoingAlert) -> None:
        """Send. Raises `TransientError` or `PermanentError`."""
        ...


class ConfiguredChannels:
    """See the port `Channels`; a channel without a sender reaches nobody."""

    def __init__(
        self,
        senders: Mapping[Channel, Sender],
        *,
        close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self._senders = senders
        self._close = close

    def reaches(self, channel: Channel, address: str) -> bool:
        """Say whether there is a way to send to an address on a channel."""
        sender = self._senders.get(channel)
        return sender is not None and sender.reaches(address)

    async def send(self, channel: Channel, alert: OutgoingAlert) -> None:
        """Send; the channel has taken it when this returns."""
        sender = self._senders.get(channel)
        if sender is None:
            raise PermanentError(f"This deployment has no {channel}; set it up or change the pack.")
        await sender.send(alert)

    async def close(self) -> None:
        """Close what the senders share."""
        if self._close is not None:
            await self._close()
