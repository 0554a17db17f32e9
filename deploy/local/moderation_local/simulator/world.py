"""Everything that the simulated platforms have in common, gathered once per process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from moderation_common.clock import Clock, utc_now
from moderation_local.simulator.accounts import AccountDirectory
from moderation_local.simulator.calls import CallLedger
from moderation_local.simulator.comments import CommentStore
from moderation_local.simulator.deliveries import DeliveryQueue, RetrySchedule
from moderation_local.simulator.faults import FaultBook
from moderation_local.simulator.ids import IdMint
from moderation_local.simulator.storage import Storage


@dataclass(frozen=True)
class World:
    """The platforms' memory and their tools."""

    storage: Storage
    accounts: AccountDirectory
    comments: CommentStore
    calls: CallLedger
    faults: FaultBook
    queue: DeliveryQueue
    mint: IdMint
    clock: Clock
    limit_factor: float
    """By what the documented rate limits are multiplied."""

    @classmethod
    def open(
        cls,
        file: Path,
        *,
        accounts: AccountDirectory,
        retry_schedule_s: Sequence[float] = (0,),
        drop_after_s: float = 36 * 3600,
        limit_factor: float = 1.0,
        clock: Clock = utc_now,
    ) -> Self:
        """Open the state kept in a file, making it on the first call."""
        storage = Storage(file)
        schedule = RetrySchedule(delays_s=retry_schedule_s, drop_after_s=drop_after_s)
        return cls(
            storage=storage,
            accounts=accounts,
            comments=CommentStore(storage),
            calls=CallLedger(storage),
            faults=FaultBook(storage),
            queue=DeliveryQueue(storage, schedule=schedule, clock=clock),
            mint=IdMint(storage, clock),
            clock=clock,
            limit_factor=limit_factor,
        )

    def now(self) -> float:
        """Return the present moment in Unix seconds."""
        return self.clock().timestamp()
