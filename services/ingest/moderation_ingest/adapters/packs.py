"""Which accounts belong to which body, read from the policy packs in force."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog
from typing_extensions import override

from moderation_common import metrics
from moderation_common.clock import Clock
from moderation_common.policy import Account, PackRegistry
from moderation_common.policy.loader import LoadedPack
from moderation_ingest.domain.queue import AccountKey
from moderation_ingest.ports import Accounts

log = structlog.get_logger(__name__)


class PackAccounts(Accounts):
    """The accounts of every body's pack."""

    def __init__(
        self,
        registry: PackRegistry,
        *,
        clock: Clock,
        keep: Callable[[Sequence[LoadedPack]], Awaitable[None]] | None = None,
    ) -> None:
        """`keep` is handed the versions in force at each look, and remembers those new to it."""
        self._registry = registry
        self._clock = clock
        self._keep = keep
        self._told: frozenset[str] = frozenset()

    @override
    def organisation_of(self, account: AccountKey) -> str | None:
        found = self._registry.running.find_account(account.platform, account.account_id)
        return None if found is None else found[0].organisation.key

    @override
    def accounts_of(self, organisation: str) -> Sequence[Account]:
        pack = self._registry.running.get(organisation)
        return () if pack is None else pack.accounts

    async def refresh(self) -> None:
        """Take up changed packs; a broken one is told once and the running version stays."""
        refresh = self._registry.refresh(self._clock())
        for reference in refresh.began:
            metrics.POLICY_RELOADS.labels("changed").inc()
            log.info("pack_in_force", pack=reference)
        problems = frozenset(str(problem) for problem in refresh.problems)
        for problem in sorted(problems - self._told):
            metrics.POLICY_RELOADS.labels("refused").inc()
            log.error("pack_refused", reason=problem)
        self._told = problems
        if self._keep is not None:
            await self._keep(self._registry.in_force)
