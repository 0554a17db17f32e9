"""The record of every call to the platforms' APIs: what tests count and rate limits rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from moderation_common.vocabulary import Platform
from moderation_local.simulator.storage import Row, Storage

_TOTALS: Final = """
SELECT action, count(*) AS calls, sum(code IS NOT NULL) AS refused, sum(changed) AS changed,
  count(DISTINCT CASE WHEN changed THEN platform || '/' || target_id END) AS targets
FROM call
WHERE (:platform IS NULL OR platform = :platform)
  AND (:account_id IS NULL OR account_id = :account_id)
  AND (:target_id IS NULL OR target_id = :target_id)
GROUP BY action ORDER BY action
"""
_CALLS: Final = """
SELECT * FROM call
WHERE (:platform IS NULL OR platform = :platform)
  AND (:account_id IS NULL OR account_id = :account_id)
  AND (:target_id IS NULL OR target_id = :target_id)
ORDER BY id LIMIT :limit
"""


@dataclass(frozen=True)
class ApiCall:
    """One call and what came of it."""

    at: float
    """Unix seconds."""
    platform: Platform
    account_id: str
    """Empty when no token was recognised."""
    action: str
    target_id: str
    status: int
    """The HTTP status answered."""
    code: str | None = None
    """The platform's own error, when it refused."""
    changed: bool = False
    """The call had an effect: something became hidden, was removed, was said."""
    created_id: str | None = None
    """The reply or message that it made."""


@dataclass(frozen=True)
class CallTotal:
    """How often one action was asked for and took effect."""

    action: str
    calls: int
    refused: int
    changed: int
    targets: int
    """On how many different targets it took effect."""


class CallLedger:
    """Writes and counts calls."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def add(self, call: ApiCall) -> None:
        """Record a call."""
        self._storage.execute(
            "INSERT INTO call (at, platform, account_id, action, target_id, status, code, changed,"
            " created_id) VALUES (:at, :platform, :account_id, :action, :target_id, :status,"
            " :code, :changed, :created_id)",
            at=call.at,
            platform=call.platform,
            account_id=call.account_id,
            action=call.action,
            target_id=call.target_id,
            status=call.status,
            code=call.code,
            changed=int(call.changed),
            created_id=call.created_id,
        )

    def count_since(
        self, platform: Platform, account_id: str, *, since: float, action: str | None = None
    ) -> int:
        """Return how many calls the account made from a moment on."""
        row = self._storage.fetch_one(
            "SELECT count(*) AS calls FROM call WHERE platform = :platform"
            " AND account_id = :account_id AND at >= :since"
            " AND (:action IS NULL OR action = :action)",
            platform=platform,
            account_id=account_id,
            since=since,
            action=action,
        )
        return 0 if row is None else int(row["calls"])

    def totals(
        self,
        *,
        platform: Platform | None = None,
        account_id: str | None = None,
        target_id: str | None = None,
    ) -> list[CallTotal]:
        """Return the totals by action."""
        rows = self._storage.fetch(
            _TOTALS, platform=platform, account_id=account_id, target_id=target_id
        )
        return [CallTotal(**dict(row)) for row in rows]

    def find(
        self,
        *,
        platform: Platform | None = None,
        account_id: str | None = None,
        target_id: str | None = None,
        limit: int = 1000,
    ) -> list[ApiCall]:
        """Return calls in the order they came."""
        rows = self._storage.fetch(
            _CALLS, platform=platform, account_id=account_id, target_id=target_id, limit=limit
        )
        return [_call(row) for row in rows]


def _call(row: Row) -> ApiCall:
    return ApiCall(
        at=row["at"],
        platform=Platform(row["platform"]),
        account_id=row["account_id"],
        action=row["action"],
        target_id=row["target_id"],
        status=row["status"],
        code=row["code"],
        changed=bool(row["changed"]),
        created_id=row["created_id"],
    )
