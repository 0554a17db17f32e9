"""Keeping authors' records: what people decide confirms an offence or takes it back.

Each change is followed by what is due: a warning or block proposed, or a proposal withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.author import AuthorKey
from moderation_classifier.domain.measures import (
    Outcome,
    Proposal,
    lapsed,
    limit_of,
    measure_due,
)
from moderation_classifier.domain.strikes import (
    Basis,
    Breach,
    History,
    Strike,
    breach_of,
    labels_found,
    takes_back,
)
from moderation_classifier.ports import GroupVerdict, SeenComment, UnitOfWork, UnitsOfWork
from moderation_common.clock import Clock
from moderation_common.errors import PermanentError
from moderation_common.events import (
    Event,
    MeasureDecided,
    MeasureProposed,
    MeasureWithdrawn,
    Payload,
    ReviewDecided,
    StrikeCounted,
)
from moderation_common.identity import CommentRef, MeasureId, derive_id
from moderation_common.policy import PolicyPack, PolicyPacks

_CONSUMER: Final = "records"
_SOURCE: Final = "/classifier"


@dataclass(frozen=True, slots=True)
class Occasion:
    """On what occasion a record changes: the event, the policy then in force, the moment."""

    event: Event
    pack: PolicyPack
    now: datetime

    @property
    def organisation(self) -> str:
        """The body concerned."""
        return self.event.organisation


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a person's decision says of one comment."""

    seen: SeenComment
    breach: Breach | None


class KeepRecords:
    """Takes what people decide into authors' records."""

    def __init__(
        self, *, units: UnitsOfWork, packs: Callable[[], PolicyPacks], clock: Clock
    ) -> None:
        self._units = units
        self._packs = packs
        self._clock = clock

    async def review(self, event: Event, decided: ReviewDecided) -> None:
        """Confirm or take back what the comments of a decision count for.

        Raises `PermanentError` when the body has no policy pack.
        """
        pack = self._packs().get(event.organisation)
        if pack is None:
            msg = f"There is no policy pack for {event.organisation!r}; add it and send again."
            raise PermanentError(msg)
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            occasion = Occasion(event, pack, self._clock())
            found = await _look_up(unit, occasion, decided)
            await _keep_for_group(unit, occasion, decided=decided, found=found)
            reversal = takes_back(decided.actions)
            # Everybody locks authors in the same order, so that no two wait for each other.
            for each in sorted(found, key=lambda one: (one.seen.author or b"", str(one.seen.ref))):
                author = each.seen.author
                if author is not None and each.breach is not None:
                    await note_breach(unit, occasion, author=author, breach=each.breach)
                elif author is not None and reversal:
                    await _reverse(unit, occasion, author=author, ref=each.seen.ref)

    async def measure(self, event: Event, decided: MeasureDecided) -> None:
        """Note that a person approved or refused what was proposed."""
        outcome = Outcome.APPROVED if decided.approved else Outcome.REFUSED
        async with self._units() as unit:
            if await unit.claim(event, consumer=_CONSUMER):
                await unit.records.settle(
                    event.organisation, decided.measure_id, outcome, at=event.time
                )


async def _look_up(unit: UnitOfWork, occasion: Occasion, decided: ReviewDecided) -> list[_Finding]:
    found: list[_Finding] = []
    for ref in dict.fromkeys((decided.ref, *decided.group_refs)):
        seen = await unit.messages.find(occasion.organisation, ref)
        if seen is None:
            continue
        breach = breach_of(
            ref,
            labels=labels_found(decided.labels, decided.category, seen.labels),
            actions=decided.actions,
            rules=(),
            basis=Basis.PERSON,
            message_id=seen.message_id,
            pack=occasion.pack,
            at=occasion.event.time,
        )
        found.append(_Finding(seen, breach))
    return found


async def _keep_for_group(
    unit: UnitOfWork, occasion: Occasion, *, decided: ReviewDecided, found: list[_Finding]
) -> None:
    about = next((each for each in found if each.seen.ref == decided.ref), None)
    if decided.group_id is not None:
        labels = about.breach.labels if about is not None and about.breach else frozenset()
        verdict = GroupVerdict(breach=bool(labels), labels=labels)
        if verdict.breach or takes_back(decided.actions):
            await unit.messages.keep_verdict(decided.group_id, verdict, at=occasion.event.time)
    elif about is not None and about.seen.group_id is not None and takes_back(decided.actions):
        # Decided for one comment only, yet no machine is to remove its like unasked after that.
        left = GroupVerdict(breach=False)
        await unit.messages.keep_verdict(about.seen.group_id, left, at=occasion.event.time)


async def note_breach(
    unit: UnitOfWork, occasion: Occasion, *, author: AuthorKey, breach: Breach
) -> None:
    """Put a breach into its author's record, and propose what is due."""
    pack, now = occasion.pack, occasion.now
    await unit.records.lock(occasion.organisation, author)
    known = await unit.records.history(occasion.organisation, author)
    history = known.with_breach(breach)
    await unit.records.save(occasion.organisation, author, history)
    if len(history.strikes) > len(known.strikes):
        metrics.STRIKES.labels(occasion.organisation, breach.basis.value).inc()
    proposals = await unit.records.proposals(occasion.organisation, author)
    measure = measure_due(history, proposals, rules=pack.strikes, now=now)
    if measure is None:
        return
    counting = history.counting(now)
    ids = sorted(strike.strike_id for strike in counting)
    cause = f"{occasion.organisation}/{author.hex()}/{measure}/{'/'.join(ids)}"
    proposal = Proposal(
        measure_id=MeasureId(derive_id(cause, "measure")),
        measure=measure,
        ref=breach.ref,
        strikes=frozenset(ids),
        proposed_at=now,
    )
    if any(each.measure_id == proposal.measure_id for each in proposals):
        return
    await unit.records.propose(occasion.organisation, author, proposal)
    proposed = _proposed(proposal, history, author=author, occasion=occasion)
    await unit.publish([_tell(occasion, proposed, ref=breach.ref, step=proposal.measure_id)])
    metrics.MEASURES_PROPOSED.labels(occasion.organisation, measure.value).inc()


async def _reverse(
    unit: UnitOfWork, occasion: Occasion, *, author: AuthorKey, ref: CommentRef
) -> None:
    now = occasion.now
    await unit.records.lock(occasion.organisation, author)
    known = await unit.records.history(occasion.organisation, author)
    history = known.reversed(ref)
    if history == known:
        return
    await unit.records.save(occasion.organisation, author, history)
    metrics.STRIKES_REVERSED.labels(occasion.organisation).inc()
    proposals = await unit.records.proposals(occasion.organisation, author)
    for each in lapsed(history, proposals, rules=occasion.pack.strikes, now=now):
        await unit.records.settle(occasion.organisation, each.measure_id, Outcome.WITHDRAWN, at=now)
        # About the proposal's own comment, so that it is delivered after the proposal.
        withdrawn = MeasureWithdrawn(
            measure_id=each.measure_id, ref=each.ref, points=history.points(now)
        )
        await unit.publish([_tell(occasion, withdrawn, ref=each.ref, step=each.measure_id)])


def _proposed(
    proposal: Proposal,
    history: History,
    *,
    author: AuthorKey,
    occasion: Occasion,
) -> MeasureProposed:
    pack, now = occasion.pack, occasion.now
    rule = pack.rule_on_repetition()
    return MeasureProposed(
        measure_id=proposal.measure_id,
        measure=proposal.measure,
        ref=proposal.ref,
        author_key=author.hex(),
        points=history.points(now),
        limit=limit_of(proposal.measure, pack.strikes),
        strikes=tuple(_counted(strike) for strike in history.counting(now)),
        clause=rule.clause if rule else None,
        words=rule.words if rule else None,
        pack=pack.reference,
    )


def _counted(strike: Strike) -> StrikeCounted:
    return StrikeCounted(
        refs=tuple(sorted(strike.comments, key=str)),
        labels=tuple(sorted(strike.labels)),
        clauses=strike.clauses,
        points=strike.points,
        confirmed=strike.confirmed,
        struck_at=strike.struck_at,
        expires_at=strike.expires_at,
    )


def _tell(occasion: Occasion, payload: Payload, *, ref: CommentRef, step: str) -> Event:
    return Event.build(
        payload,
        cause=f"{occasion.event.id}/{step}",
        source=_SOURCE,
        subject=str(ref),
        organisation=occasion.organisation,
        correlation_id=ref.correlation_id,
        time=occasion.now,
        causation_id=occasion.event.id,
    )
