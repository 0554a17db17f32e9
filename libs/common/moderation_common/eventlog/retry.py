"""What to do with a failed delivery: pure decisions; the consumer loop only obeys them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from moderation_common.errors import PermanentError, TransientError

# 2**10 of the shortest back-off already passes any sensible maximum; doubling further would only
# overflow.
_MAX_DOUBLINGS: Final = 10


@dataclass(frozen=True)
class RetryLater:
    """Pause the partition and deliver the same record again after `after_s` seconds."""

    after_s: float


@dataclass(frozen=True)
class DeadLetter:
    """Put the record aside with the reason and go on."""

    reason: str


Verdict = RetryLater | DeadLetter


@dataclass(frozen=True)
class RetryPolicy:
    """How patient a consumer is."""

    min_backoff_s: float = 0.2
    max_backoff_s: float = 30.0
    max_bug_attempts: int = 5
    """How often a delivery that fails by a bug is tried before it is put aside."""

    def judge(self, error: Exception, attempt: int) -> Verdict:
        """Decide after failed attempt number `attempt`, counted from one.

        An outage is waited out for ever; an event that can never succeed is put aside at once;
        a bug is tried `max_bug_attempts` times.
        """
        if isinstance(error, PermanentError):
            return DeadLetter(str(error))
        backoff_s = self.backoff_s(attempt)
        if isinstance(error, TransientError):
            return RetryLater(max(backoff_s, error.retry_after_s or 0.0))
        if attempt < self.max_bug_attempts:
            return RetryLater(backoff_s)
        # The exception's own text may quote the comment, so only its kind is kept.
        return DeadLetter(f"{type(error).__name__} on each of {attempt} attempts")

    def backoff_s(self, attempt: int) -> float:
        """Return the pause in seconds after failed attempt number `attempt`."""
        doublings = min(max(attempt - 1, 0), _MAX_DOUBLINGS)
        return min(self.min_backoff_s * 2.0**doublings, self.max_backoff_s)


@dataclass(frozen=True)
class DeadLetterBudget:
    """How many records may be put aside before the consumer takes itself for the fault."""

    allowance: int = 20
    """Dead letters that are always tolerated within the window."""
    ratio: float = 0.1
    """Beyond the allowance, the share of the window's records that may be dead letters."""
    window: int = 1000
    """Records, most recent first, that are looked at."""

    def exceeded(self, *, dead: int, handled: int) -> bool:
        """Say whether `dead` of the last `handled` records are too many."""
        return dead > self.allowance and dead > self.ratio * handled
