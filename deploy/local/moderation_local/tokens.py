"""Makes the header by which a command of this machine is known to a service."""

from __future__ import annotations

from datetime import timedelta

from moderation_common.clock import utc_now
from moderation_common.vocabulary import Role
from moderation_common.web import Principal, TokenSigner


def bearer(
    signer: TokenSigner, *, role: Role, organisation: str, lifetime: timedelta
) -> dict[str, str]:
    """Return the header of a fresh token that makes the caller this role in one body."""
    principal = Principal(subject="local", role=role, organisation=organisation)
    token = signer.issue(principal, now=utc_now(), lifetime=lifetime)
    return {"Authorization": f"Bearer {token}"}
