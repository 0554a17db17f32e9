"""Which accounts belong to which body, read from the policy packs in force."""

from __future__ import annotations

from collections.abc import Sequence

from typing_extensions import override

from moderation_common.policy import Account, PackRegistry
from moderation_ingest.domain.queue import AccountKey
from moderation_ingest.ports import Accounts


class PackAccounts(Accounts):
    """The accounts of every body's pack."""

    def __init__(self, registry: PackRegistry) -> None:
        self._registry = registry

    @override
    def organisation_of(self, account: AccountKey) -> str | None:
        found = self._registry.running.find_account(account.platform, account.account_id)
        return None if found is None else found[0].organisation.key

    @override
    def accounts_of(self, organisation: str) -> Sequence[Account]:
        pack = self._registry.running.get(organisation)
        return () if pack is None else pack.accounts
