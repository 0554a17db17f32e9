"""Trying a policy on the past: what another pack would have decided; nothing takes effect."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from moderation_classifier.domain.behaviour.breaches import CommentVersion
from moderation_classifier.domain.behaviour.sketch import Sketch
from moderation_classifier.domain.context import TEXT_KEPT, Thread
from moderation_classifier.domain.decision import ask_about_attachments
from moderation_classifier.domain.finding import REPETITION
from moderation_classifier.domain.labelling import Utterance
from moderation_classifier.domain.quality.example import Example
from moderation_classifier.domain.quality.judgement import Judgement
from moderation_classifier.domain.retention import JUDGEMENTS_KEPT
from moderation_classifier.domain.switches import Switches
from moderation_classifier.domain.trials.coverage import Coverage, Unknown
from moderation_classifier.domain.trials.past_threads import PastThreads
from moderation_classifier.domain.trials.redeciding import redecide
from moderation_classifier.domain.trials.trying import (
    TrialReport,
    Tried,
    needs_text,
    report_on,
    unseen_changes,
)
from moderation_classifier.ports import (
    BatchJudge,
    Examples,
    Past,
    PastComment,
    PastComments,
    Period,
    UnitsOfWork,
)
from moderation_classifier.usecases.judging import utterance_of
from moderation_common.clock import Clock
from moderation_common.events import Actor, Event, RecordRead, Topic
from moderation_common.events.topics import TOPICS
from moderation_common.identity import CorrelationId, EventId, derive_id
from moderation_common.policy import PolicyPack
from moderation_common.vocabulary import Kind

MAX_JUDGEMENTS: Final = 20_000
"""Judgements held in memory at once; where there were more, the newest are decided anew."""
MAX_TEXTS: Final = 5_000
"""Texts read anew for one trial; each takes a few milliseconds under two packs."""
_TEXTS_KEPT: Final = timedelta(days=TOPICS[Topic.COMMENTS].retention_days)
"""What is older may still be in the log, in parts: each part lets go of it in its own time."""
_SLICE: Final = 1_000
"""Texts judged in one call, in a thread of its own: of as many, enough are of like length for full
batches. Comments that arrive meanwhile are judged beside it."""


class Basis(StrEnum):
    """What a trial decides anew from."""

    SCORES = "scores"
    """The stored scores: fast, and enough where both packs find the same in a text."""
    TEXTS = "texts"
    """The texts that the event log still has: where word lists, staff or rules differ, or a rule is
    off, for a score does not say what else was found beside the surest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What came of trying a pack."""

    in_force: str
    candidate: str
    basis: Basis
    coverage: Coverage
    """Which comments it speaks of."""
    unseen: tuple[str, ...]
    """What else differs between the packs and shows in no decision, in sentences."""
    report: TrialReport
    texts: Mapping[CommentVersion, str] | None = field(default=None, repr=False)
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
        model: str,
        clock: Clock,
    ) -> None:
        """`switches` gives what a body has off now: it holds for both packs.

        `model` is the id of the model that judges now; scores of others are not tried.
        """
        self._units = units
        self._examples = examples
        self._past = past
        self._judge = judge
        self._switches = switches
        self._model = model
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
        packs = (in_force, candidate)
        off = self._switches(organisation)
        # Scores tell what is left without repetition, which is kept beside them.
        rules_off = {rule for pack in packs for rule in off.joined(pack).rules} - {REPETITION}
        texts_needed = needs_text(in_force, candidate)
        logged = Past(comments=(), begins=None)
        if texts_needed or rules_off:
            # What came shortly before is context for the comments that are tried.
            logged = await self._past.read(organisation, since=since - TEXT_KEPT, limit=MAX_TEXTS)
        past = [one for one in logged.comments if one.heard_at >= since]
        stored = await self._examples.judgements(
            organisation, period, model=self._model, limit=MAX_JUDGEMENTS
        )
        if texts_needed or past:
            basis = Basis.TEXTS
            around = _Surroundings(
                threads=await asyncio.to_thread(_threads_of, past, logged.comments),
                judged={one.comment_event_id: one for one in stored},
            )
            coverage = replace(
                _coverage_of_texts(past, logged.begins, period),
                unknown=around.unknown_of(past, packs),
            )
            tried = await self._from_texts(past, said, packs=packs, around=around)
        else:
            basis = Basis.SCORES
            coverage = replace(
                await self._coverage_of_scores(organisation, stored, period),
                rules_off=tuple(sorted(rules_off)) if stored else (),
                unknown=_unknown_of_scores(stored, packs),
            )
            tried = await asyncio.to_thread(_from_scores, stored, said, packs=packs, switches=off)
        report = report_on(tried, examples=examples)
        return Trial(
            in_force=in_force.reference,
            candidate=candidate.reference,
            basis=basis,
            coverage=coverage,
            unseen=unseen_changes(in_force, candidate),
            report=report,
            texts=_texts_of(_examples_of(report), past) if basis is Basis.TEXTS else None,
        )

    async def read_texts(
        self, trial: Trial, organisation: str, *, since: datetime, by: Actor, query: str
    ) -> Mapping[CommentVersion, str]:
        """Return the texts of a trial's examples; who reads them is kept in the record.

        Only of versions that the event log still has: a later one was not what was judged.
        """
        wanted = _examples_of(trial.report)
        if not wanted:
            return {}
        texts = trial.texts
        if texts is None:
            past = await self._past.read(organisation, since=since, limit=MAX_JUDGEMENTS)
            texts = _texts_of(wanted, past.comments)
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

    async def _coverage_of_scores(
        self, organisation: str, stored: Sequence[Judgement], period: Period
    ) -> Coverage:
        earliest = min((one.judged_at for one in stored), default=None)
        cut_off = len(stored) >= MAX_JUDGEMENTS
        # What is older than the newest tried is left out whoever scored it.
        tried = Period(earliest, period.until) if cut_off and earliest else period
        kept_from = period.until - JUDGEMENTS_KEPT
        return Coverage(
            since=period.since,
            earliest=earliest,
            complete_from=kept_from if kept_from > period.since else None,
            cut_off=cut_off,
            other_models=await self._examples.count_of_other_models(
                organisation, tried, model=self._model
            ),
        )

    async def _from_texts(
        self,
        past: Sequence[PastComment],
        said: Mapping[EventId, Example],
        *,
        packs: tuple[PolicyPack, PolicyPack],
        around: _Surroundings,
    ) -> list[Tried]:
        tried: list[Tried] = []
        for start in range(0, len(past), _SLICE):
            part = past[start : start + _SLICE]
            before, after = [
                await asyncio.to_thread(
                    self._judge.decide_many,
                    [(around.utterance(one, pack), pack) for one in part],
                )
                for pack in packs
            ]
            tried += [
                Tried(
                    ref=one.comment.ref,
                    before=Sketch.of(ask_about_attachments(old, one.comment)),
                    after=Sketch.of(ask_about_attachments(new, one.comment)),
                    said=said.get(one.event_id),
                    event_id=one.event_id,
                )
                for one, old, new in zip(part, before, after, strict=True)
            ]
        return tried


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    """What is still known of what stood around comments of the past."""

    threads: Mapping[EventId, Thread]
    judged: Mapping[EventId, Judgement]
    """Both by the event that carried the version."""

    def utterance(self, past: PastComment, pack: PolicyPack) -> Utterance:
        """Return a comment as it was judged, for a pack that may know other accounts as its own."""
        utterance = utterance_of(past.comment, pack, self.threads[past.event_id])
        known = self.judged.get(past.event_id)
        if known is None:
            return utterance
        return replace(
            utterance,
            circumstances=known.circumstances,
            to_another=utterance.to_another or known.to_another,
        )

    def unknown_of(
        self, past: Sequence[PastComment], packs: tuple[PolicyPack, PolicyPack]
    ) -> Unknown:
        """Return of how many comments something is missing that one of the packs may ask for."""
        judged = [self.judged.get(one.event_id) for one in past]
        return Unknown(
            modes=judged.count(None) if any(pack.modes for pack in packs) else 0,
            record=sum(
                _lacks_record(known, packs)
                for one, known in zip(past, judged, strict=True)
                if one.comment.kind is not Kind.DIRECT_MESSAGE
            ),
            answered=sum(
                one.comment.parent_id is not None and self.threads[one.event_id].parent_text is None
                for one in past
            ),
        )


def _lacks_record(judged: Judgement | None, packs: tuple[PolicyPack, PolicyPack]) -> bool:
    """Say whether a pack asks for the author's strikes of the time, and nobody knows them.

    They were counted only where the policy then asked, which is known of the one in force alone.
    """
    if not any(pack.asks_points for pack in packs):
        return False
    if judged is None:
        return True
    in_force, _ = packs
    counted = in_force.asks_points and judged.pack == in_force.reference
    return not counted and not judged.circumstances.points


def _unknown_of_scores(
    stored: Sequence[Judgement], packs: tuple[PolicyPack, PolicyPack]
) -> Unknown:
    public = (one for one in stored if one.kind is not Kind.DIRECT_MESSAGE)
    return Unknown(
        record=sum(_lacks_record(one, packs) for one in public),
        unseen=sum(not one.unseen_is_known for one in stored),
    )


def _threads_of(
    past: Sequence[PastComment], beside: Sequence[PastComment]
) -> Mapping[EventId, Thread]:
    threads = PastThreads(one.comment for one in beside)
    return {one.event_id: threads.around(one.comment) for one in past}


def _coverage_of_texts(
    past: Sequence[PastComment], begins: datetime | None, period: Period
) -> Coverage:
    kept_from = period.until - _TEXTS_KEPT
    complete_from = kept_from if begins is None else max(kept_from, begins)
    return Coverage(
        since=period.since,
        earliest=min((one.heard_at for one in past), default=None),
        complete_from=complete_from if complete_from > period.since else None,
        cut_off=len(past) >= MAX_TEXTS,
    )


def _examples_of(report: TrialReport) -> set[CommentVersion]:
    counted = [
        report.silenced,
        report.freed,
        report.critical_silenced,
        report.critical_freed,
        *report.danger_lost.values(),
        *report.danger_asked.values(),
        *report.danger_won.values(),
    ]
    wanted = {version for group in report.groups for version in group.examples}
    wanted.update(version for one in counted for version in one.examples)
    return wanted


def _texts_of(
    wanted: Collection[CommentVersion], past: Sequence[PastComment]
) -> dict[CommentVersion, str]:
    """Return the texts of some versions, save those that somebody has taken down."""
    return {
        version: one.comment.text
        for one in past
        if (version := CommentVersion(one.comment.ref, one.event_id)) in wanted and not one.removed
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
            event_id=one.comment_event_id,
        )
        for one in stored
    ]
