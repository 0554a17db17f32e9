"""Giving labelled examples out for training: counted, and noted in the record before the first."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

from moderation_classifier.ports import (
    Examples,
    ReadableCaseAnswer,
    ReadableExample,
    UnitsOfWork,
)
from moderation_common.clock import Clock
from moderation_common.events import Actor, Event, RecordRead
from moderation_common.identity import CorrelationId, derive_id

_SOURCE: Final = "/classifier"
_SUBJECT: Final = "examples"


@dataclass(frozen=True)
class Export:
    """The examples up to now."""

    count: int
    examples: AsyncIterator[ReadableExample]
    """Those of reviews."""
    case_answers: AsyncIterator[ReadableCaseAnswer]
    """Those of cases."""


class ExportExamples:
    """Gives out the examples of one body."""

    def __init__(self, *, units: UnitsOfWork, examples: Examples, clock: Clock) -> None:
        self._units = units
        self._examples = examples
        self._clock = clock

    async def export(self, organisation: str, *, by: Actor, query: str) -> Export:
        """Note who takes the examples and return them; raises `TransientError`."""
        now = self._clock()
        count = await self._examples.count(organisation, before=now)
        # Two readings with the same words are two readings, so nothing they share makes the id.
        cause = f"read/{uuid.uuid4()}"
        note = Event.build(
            RecordRead(read_by=by, query=query, entries=count),
            cause=cause,
            source=_SOURCE,
            subject=_SUBJECT,
            organisation=organisation,
            correlation_id=CorrelationId(derive_id(cause, "read")),
            time=now,
        )
        async with self._units() as unit:
            await unit.publish([note])
        return Export(
            count,
            self._examples.readable(organisation, before=now),
            self._examples.readable_cases(organisation, before=now),
        )
