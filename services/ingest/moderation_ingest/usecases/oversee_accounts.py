"""Shows people how a body's accounts fare, and lets them end a pause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from moderation_common.policy import Account
from moderation_ingest.domain.queue import AccountKey
from moderation_ingest.ports import (
    Accounts,
    AccountStanding,
    ActionQueue,
    ActionRecord,
    QueueOverview,
)

# One comment has a handful of actions; more is somebody's loop, and the first hundred show it.
_MAX_RECORDS = 100


@dataclass(frozen=True)
class AccountView:
    """One account of a body, as its pack has it and as its traffic shows it."""

    account: Account
    standing: AccountStanding


class OverseeAccounts:
    """Answers for one body at a time; another body's accounts and actions are never shown."""

    def __init__(self, *, accounts: Accounts, queue: ActionQueue, overview: QueueOverview) -> None:
        self._accounts = accounts
        self._queue = queue
        self._overview = overview

    async def list_accounts(self, organisation: str) -> Sequence[AccountView]:
        """Return the body's accounts in the order of its pack; raises `TransientError`."""
        accounts = self._accounts.accounts_of(organisation)
        standings = await self._overview.standings([_key(account) for account in accounts])
        return [
            AccountView(account, standings.get(_key(account), AccountStanding()))
            for account in accounts
        ]

    async def list_actions(self, organisation: str, *, subject: str) -> Sequence[ActionRecord]:
        """Return what was asked to be done to a comment; raises `TransientError`."""
        return await self._overview.records(
            organisation=organisation, subject=subject, limit=_MAX_RECORDS
        )

    async def resume(self, organisation: str, account: AccountKey) -> bool:
        """End the account's pause; False when the body has no such account.

        Raises `TransientError` when the database is away.
        """
        if self._accounts.organisation_of(account) != organisation:
            return False
        async with self._queue.open() as unit:
            await unit.clear(account)
        return True


def _key(account: Account) -> AccountKey:
    return AccountKey(account.platform, account.external_id)
