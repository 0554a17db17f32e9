"""The timer that takes up new policy versions while a service runs, and says what it refused."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from moderation_common import metrics
from moderation_common.clock import Clock
from moderation_common.policy.loader import LoadedPack
from moderation_common.policy.problems import PolicyProblem
from moderation_common.policy.watcher import PackRegistry

log = structlog.get_logger(__name__)


class RefreshPacks:
    """A job: looks at the pack files and reports each new version and each new problem once."""

    def __init__(
        self,
        registry: PackRegistry,
        *,
        clock: Clock,
        keep: Callable[[Sequence[LoadedPack]], Awaitable[None]] | None = None,
    ) -> None:
        """`keep` is handed the versions in force at each look, and remembers those new to it."""
        self.registry = registry
        self._clock = clock
        self._keep = keep
        self.problems: tuple[PolicyProblem, ...] = ()
        """What is wrong with files that were not taken up, as of the last look."""

    async def __call__(self) -> None:
        """Look once; the reading is done beside the event loop.

        Raises `TransientError` when versions could not be kept; the next look tries it again.
        """
        refresh = await asyncio.to_thread(self.registry.refresh, self._clock())
        if refresh.began or refresh.ended:
            metrics.POLICY_RELOADS.labels("changed").inc()
            log.info("policy_changed", began=refresh.began, ended=refresh.ended)
        if refresh.problems and refresh.problems != self.problems:
            metrics.POLICY_RELOADS.labels("refused").inc()
            for problem in refresh.problems:
                log.error("policy_refused", problem=str(problem))
        self.problems = refresh.problems
        if self._keep is not None:
            await self._keep(self.registry.in_force)
