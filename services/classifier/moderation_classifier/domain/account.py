"""On which of the body's accounts a text stands: for the public, or for the body's own staff."""

from __future__ import annotations

from moderation_common.errors import ModerationError
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Platform


class UnknownAccountError(ModerationError):
    """The body's pack holds no such account; the message names those that it holds."""


def stands_internal(pack: PolicyPack, *, platform: Platform, account_id: str | None) -> bool:
    """Say whether a text stands on an account for the body's own staff.

    Without an account it does where the body has accounts on the platform and all are internal.
    Raises `UnknownAccountError` for an account that the pack does not hold, since to take it for
    a public one would apply the wrong rows unsaid.
    """
    there = [account for account in pack.accounts if account.platform is platform]
    if account_id is None:
        return bool(there) and all(account.internal for account in there)
    account = pack.account(platform, account_id)
    if account is None:
        known = ", ".join(f"{one.external_id} ({one.id})" for one in there) or "none"
        msg = (
            f"{pack.organisation.key} has no account with this `account_id` on {platform}; leave"
            f" it out or give one that is known there: {known}."
        )
        raise UnknownAccountError(msg)
    return account.internal
