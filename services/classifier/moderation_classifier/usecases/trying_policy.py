"""Trying a policy on the past: what another pack would have decided; nothing takes effect."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.context import Thread
from moderation_classifier.domain.example import Example
from moderation_classifier.domain.judgement import Judgement
from moderation_classifier.domain.redeciding import redecide
from moderation_classifier.domain.switches import Switches
from moderation_classifier.domain.trying import Sketch, TrialReport, Tried, needs_text, report_on
from moderation_classifier.ports import (
    BatchJudge,
    Examples,
    PastComment,
    PastComments,
    Period,
    UnitsOfWork,
)
from moderation_classifier.usecases.judging import utterance_of
from moderation_common.clock import Clock
from moderation_common.events import Actor, Event, RecordRead
from moderation_common.identity import CommentRef, CorrelationId, EventId, derive_id
from moderation_common.policy import PolicyPack

MAX_JUDGEMENTS: Final = 20_000
"""Judgements held in memory at once; where there were more, the newest are decided anew."""
MAX_TEXTS: Final = 5_000
"""Texts read anew for one trial; each takes a few milliseconds under two packs."""
_SLICE: Final = 250
"""Texts judged before comments that arrive get their turn again."""


class Basis(StrEnum):
    """What a trial decides anew from."""

    SCORES = "scores"
    """The stored scores: fast, and enough where both packs find the same in a text."""
    TEXTS = "texts"
    """The texts that the event log still has: where word lists, staff or rules differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying a pack."""

    in_force: str
    candidate: str
    basis: Basis
    cut_off: bool
    """There were more comments since then; only the newest were tried."""
    report: TrialReport
    texts: Mapping[CommentRef, str] | None = field(default=None, repr=False)
    """The texts of the examples, as far as they may be shown; `None` when no text was read."""


class TryPolicy:
    """Decides the past anew under another pack."""

    def __init__(
        self,
        *,
        units: UnitsOfWork,
        examples: Examples,
        past: PastComments,
        judge: BatchJudge,
        switches: Callable[[str], Switches],
        clock: Clock,
    ) -> None:
        """`switches` gives what a body has off now: it holds for both packs."""
        self._units = units
        self._examples = examples
        self._past = past
        self._judge = judge
        self._switches = switches
        self._clock = clock

    async def try_out(
        self, candidate: PolicyPack, in_force: PolicyPack, *, since: datetime, examples: int
    ) -> Trial:
        """Return what the candidate would have changed since; raises `TransientError`."""
        organisation = in_force.organisation.key
        period = Period(since, self._clock())
        said = {
            one.judgement.comment_event_id: one
            for one in await self._examples.examples(organisation, period)
        }
        past: Sequence[PastComment] | None = None
        if needs_text(in_force, candidate):
            basis, limit = Basis.TEXTS, MAX_TEXTS
            past = await self._past.read(organisation, since=since, limit=limit)
            tried = await self._from_texts(past, said, packs=(in_force, candidate))
        else:
            basis, limit = Basis.SCORES, MAX_JUDGEMENTS
            stored = await self._examples.judgements(organisation, period, limit=limit)
            off = self._switches(organisation)
            tried = await asyncio.to_thread(
                _from_scores, stored, said, packs=(in_force, candidate), switches=off
            )
        report = report_on(tried, examples=examples)
        return Trial(
            in_force=in_force.reference,
            candidate=candidate.reference,
            basis=basis,
            cut_off=len(tried) >= limit,
            report=report,
            texts=None if past is None else _texts_of(_examples_of(report), past),
        )

    async def read_texts(
        self, trial: Trial, organisation: str, *, since: datetime, by: Actor, query: str
    ) -> Mapping[CommentRef, str]:
        """Return the texts of a trial's examples; who reads them is kept in the record."""
        wanted = _examples_of(trial.report)
        if not wanted:
            return {}
        texts = trial.texts
        if texts is None:
            past = await self._past.read(organisation, since=since, limit=MAX_JUDGEMENTS)
            texts = _texts_of(wanted, past)
        # Two readings with the same words are two readings, so nothing they share makes the id.
        cause = f"read/{uuid.uuid4()}"
        note = Event.build(
            RecordRead(read_by=by, query=query, entries=len(texts)),
            cause=cause,
            source="/classifier",
            subject="policy-trial",
            organisation=organisation,
            correlation_id=CorrelationId(derive_id(cause, "read")),
            time=self._clock(),
        )
        async with self._units() as unit:
            await unit.publish([note])
        return texts

    async def _from_texts(
        self,
        past: Sequence[PastComment],
        said: Mapping[EventId, Example],
        *,
        packs: tuple[PolicyPack, PolicyPack],
    ) -> list[Tried]:
        tried: list[Tried] = []
        for start in range(0, len(past), _SLICE):
            part = past[start : start + _SLICE]
            before, after = [
                await asyncio.to_thread(
                    self._judge.decide_many,
                    [(utterance_of(one.comment, pack, Thread()), pack) for one in part],
                )
                for pack in packs
            ]
            tried += [
                Tried(
                    ref=one.comment.ref,
                    before=Sketch.of(old),
                    after=Sketch.of(new),
                    said=said.get(one.event_id),
                )
                for one, old, new in zip(part, before, after, strict=True)
            ]
        return tried


def _examples_of(report: TrialReport) -> set[CommentRef]:
    counted = [
        report.silenced,
        report.freed,
        *report.danger_lost.values(),
        *report.danger_won.values(),
    ]
    wanted = {ref for group in report.groups for ref in group.examples}
    wanted.update(ref for one in counted for ref in one.examples)
    return wanted


def _texts_of(wanted: Collection[CommentRef], past: Sequence[PastComment]) -> dict[CommentRef, str]:
    """Return the texts of some comments, save those that somebody has taken down."""
    return {
        one.comment.ref: one.comment.text
        for one in past
        if one.comment.ref in wanted and not one.removed
    }


def _from_scores(
    stored: Sequence[Judgement],
    said: Mapping[EventId, Example],
    *,
    packs: tuple[PolicyPack, PolicyPack],
    switches: Switches,
) -> list[Tried]:
    in_force, candidate = packs
    return [
        Tried(
            ref=one.ref,
            before=Sketch.of(redecide(one, in_force, switches)),
            after=Sketch.of(redecide(one, candidate, switches)),
            said=said.get(one.comment_event_id),
        )
        for one in stored
    ]
