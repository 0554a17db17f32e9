"""The bodies' pages and users on the simulated platforms."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from moderation_common.policy import PolicyPacks
from moderation_common.vocabulary import Platform
from moderation_local.simulator.credentials import Credentials

SIMULATED: tuple[Platform, ...] = (Platform.FACEBOOK, Platform.X)
"""The platforms played here."""


@dataclass(frozen=True)
class SimulatedAccount:
    """One page or user of a body."""

    platform: Platform
    account_id: str
    name: str
    handle: str
    """Without the at-sign."""
    organisation: str | None = None
    """Key of the body, where its policy pack is at hand."""


class AccountDirectory:
    """Finds accounts by id and by token."""

    def __init__(self, credentials: Credentials, packs: PolicyPacks | None = None) -> None:
        self._tokens: Mapping[Platform, Mapping[str, str]] = {
            Platform.FACEBOOK: credentials.facebook.page_tokens,
            Platform.X: credentials.x.user_tokens,
        }
        self._accounts = {
            (platform, account_id): _describe(platform, account_id, packs)
            for platform, tokens in self._tokens.items()
            for account_id in tokens
        }

    def __iter__(self) -> Iterator[SimulatedAccount]:
        return iter(self._accounts.values())

    def find(self, platform: Platform, account_id: str) -> SimulatedAccount | None:
        """Return an account by the platform's own id."""
        return self._accounts.get((platform, account_id))

    def by_token(self, platform: Platform, token: str) -> SimulatedAccount | None:
        """Return the account that a bearer token speaks for."""
        offered = token.encode("utf-8", "surrogateescape")
        for account_id, known in self._tokens[platform].items():
            if hmac.compare_digest(offered, known.encode()):
                return self._accounts[platform, account_id]
        return None


def _describe(platform: Platform, account_id: str, packs: PolicyPacks | None) -> SimulatedAccount:
    found = packs.find_account(platform, account_id) if packs is not None else None
    if found is None:
        return SimulatedAccount(platform, account_id, name=account_id, handle=account_id)
    pack, account = found
    return SimulatedAccount(
        platform,
        account_id,
        name=pack.organisation.name,
        handle=account.handle.removeprefix("@"),
        organisation=pack.organisation.key,
    )
