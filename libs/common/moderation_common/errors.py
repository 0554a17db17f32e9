"""The two roots that decide what a consumer does with a failure.

Anything that is neither is a bug: it is tried a bounded number of times and then counts against
the dead-letter budget.
"""

from __future__ import annotations


class ModerationError(Exception):
    """An error whose message is one clear sentence of what is wrong and how to mend it."""


class TransientError(ModerationError):
    """The same attempt may succeed later: a database, broker or platform is away.

    The partition is paused and tried again with back-off; an outage never fills a dead-letter
    topic.
    """

    def __init__(self, message: str, *, retry_after_s: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class PermanentError(ModerationError):
    """The same attempt can never succeed: the event goes to the dead-letter topic, with why."""


class DeliberateStopError(ModerationError):
    """Background work stopped itself and must not be started again until somebody has looked."""


class ConfigurationError(ModerationError):
    """A setting or file is wrong; the message names it and says how to mend it."""
