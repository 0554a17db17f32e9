"""Troubles ordered from the control side: errors for the next calls, revoked tokens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from moderation_common.vocabulary import Platform
from moderation_local.simulator.storage import Row, Storage


class FaultPlace(StrEnum):
    """Where a trouble can be ordered."""

    FACEBOOK = "facebook"
    X = "x"
    SMTP = "smtp"
    HOOKS = "hooks"


@dataclass(frozen=True)
class Fault:
    """One order."""

    place: FaultPlace
    code: int | None
    """Facebook's error code, X's and the webhook sink's HTTP status, SMTP's reply; None delays
    only."""
    account_id: str | None = None
    """None means every account."""
    action: str | None = None
    """None means every action."""
    subcode: int | None = None
    remaining: int | None = 1
    """For how many more calls; None until it is cleared."""
    after_effect: bool = False
    """The call takes effect and only its answer is lost."""
    delay_s: float = 0.0
    """The answer comes this much later."""
    retry_after_s: float | None = None
    """When the caller may come back, as the rate headers will say."""


class FaultBook:
    """Keeps the orders and hands out those that apply, oldest first."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def order(self, fault: Fault) -> None:
        """Keep an order."""
        self._storage.execute(
            "INSERT INTO fault (platform, account_id, action, code, subcode, remaining,"
            " after_effect, delay_s, retry_after_s) VALUES (:place, :account_id, :action, :code,"
            " :subcode, :remaining, :after_effect, :delay_s, :retry_after_s)",
            place=fault.place,
            account_id=fault.account_id,
            action=fault.action,
            code=fault.code,
            subcode=fault.subcode,
            remaining=fault.remaining,
            after_effect=int(fault.after_effect),
            delay_s=fault.delay_s,
            retry_after_s=fault.retry_after_s,
        )

    def take(self, place: FaultPlace, account_id: str, *, action: str) -> Fault | None:
        """Return the order that applies to a call and count it down."""
        row = self._storage.fetch_one(
            "SELECT * FROM fault WHERE platform = :place"
            " AND (account_id IS NULL OR account_id = :account_id)"
            " AND (action IS NULL OR action = :action) ORDER BY id LIMIT 1",
            place=place,
            account_id=account_id,
            action=action,
        )
        if row is None:
            return None
        if row["remaining"] is not None:
            self._storage.execute(
                "UPDATE fault SET remaining = remaining - 1 WHERE id = :id", id=row["id"]
            )
            self._storage.execute("DELETE FROM fault WHERE remaining <= 0")
        return _fault(row)

    def pending(self) -> list[Fault]:
        """Return the orders that still stand."""
        return [_fault(row) for row in self._storage.fetch("SELECT * FROM fault ORDER BY id")]

    def clear(self) -> None:
        """Take back every order; revoked tokens stay revoked."""
        self._storage.execute("DELETE FROM fault")

    def revoke_token(self, platform: Platform, account_id: str, *, subcode: int | None) -> None:
        """Refuse the account's token from now on."""
        self._storage.execute(
            "INSERT OR REPLACE INTO revoked_token VALUES (:platform, :account_id, :subcode)",
            platform=platform,
            account_id=account_id,
            subcode=subcode,
        )

    def restore_token(self, platform: Platform, account_id: str) -> None:
        """Accept the account's token again."""
        self._storage.execute(
            "DELETE FROM revoked_token WHERE platform = :platform AND account_id = :account_id",
            platform=platform,
            account_id=account_id,
        )

    def revocation(self, platform: Platform, account_id: str) -> Revocation | None:
        """Return why the account's token is refused, if it is."""
        row = self._storage.fetch_one(
            "SELECT subcode FROM revoked_token WHERE platform = :platform"
            " AND account_id = :account_id",
            platform=platform,
            account_id=account_id,
        )
        return None if row is None else Revocation(row["subcode"])


@dataclass(frozen=True)
class Revocation:
    """A token that was withdrawn."""

    subcode: int | None
    """Facebook's reason, such as 463 for expired."""


def _fault(row: Row) -> Fault:
    return Fault(
        place=FaultPlace(row["platform"]),
        code=row["code"],
        account_id=row["account_id"],
        action=row["action"],
        subcode=row["subcode"],
        remaining=row["remaining"],
        after_effect=bool(row["after_effect"]),
        delay_s=row["delay_s"],
        retry_after_s=row["retry_after_s"],
    )
