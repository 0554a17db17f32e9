"""Fakes of the shared ports for the tests of every service; none of them runs in production."""

from moderation_common.testing.clock import FixedClock
from moderation_common.testing.eventlog import MemoryEventLog

__all__ = ["FixedClock", "MemoryEventLog"]
