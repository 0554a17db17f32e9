"""Changing one author's record, and what is due then.

A warning or block is proposed, or a proposal that has lost its ground is withdrawn. Where a person
has approved it, people are told, since only they can undo it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Final

from moderation_classifier import metrics
from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.behaviour.breaches import Breach, CommentVersion
from moderation_classifier.domain.behaviour.measures import (
    EXPIRED,
    OVERTAKEN,
    TAKEN_BACK,
    Outcome,
    Proposal,
    first_decided,
    lapsed,
    limit_of,
    measure_due,
    overtaken,
    unfounded,
)
from moderation_classifier.domain.behaviour.strikes import History, Strike
from moderation_classifier.ports import UnitOfWork
from moderation_classifier.usecases.occasion import Occasion
from moderation_common.events import (
    Event,
    MeasureProposed,
    MeasureWithdrawn,
    Payload,
    StrikeCounted,
)
from moderation_common.identity import CommentRef, EventId, MeasureId, derive_id
from moderation_common.policy import PolicyPack

_SOURCE: Final = "/classifier"

_STRIKES_TOLD: Final = 100
_REFS_TOLD: Final = 50
"""Of each strike."""
_ALL_REFS_TOLD: Final = 1_000
"""Of all strikes, evenly. With the longest ids that there may be, a proposal stays below the
mebibyte that Kafka takes."""


async def note_breaches(
    unit: UnitOfWork,
    occasion: Occasion,
    *,
    author: AuthorKey,
    breaches: Sequence[Breach],
    cleared: Sequence[CommentVersion] = (),
) -> None:
    """Put breaches, at least one, into their author's record, and propose what is due.

    Versions that are `cleared` are taken out before. What was approved is told of where what a
    person says weighs too little for it.
    """
    organisation, pack, now = occasion.organisation, occasion.pack, occasion.now
    await unit.records.lock(organisation, author)
    known = await unit.records.history(organisation, author)
    history = _without(known, cleared, organisation=organisation)
    # Who writes the same again after a warning offends anew.
    decided = first_decided(await unit.records.proposals(organisation, author))
    for breach in breaches:
        with_it = history.with_breach(breach, decided=decided)
        if len(with_it.strikes) > len(history.strikes):
            metrics.STRIKES.labels(organisation, breach.basis.value).inc()
        history = with_it
    await unit.records.save(organisation, author, history, known=known)
    # What lost its ground since must not stand in the way of what the new offence gives ground for.
    # What a person says may also weigh less than what the machine had made of it.
    weaker = min(known, history, key=lambda each: each.points(now))
    await withdraw_lapsed(
        unit,
        pack,
        author=author,
        history=weaker,
        now=now,
        causation_id=occasion.event.id,
        taken_back=weaker.points(now) < known.points(now),
    )
    await _tell_of_unfounded(unit, occasion, author=author, history=history, known=known)
    proposals = await unit.records.proposals(organisation, author)
    measure = measure_due(history, proposals, rules=pack.strikes, now=now)
    if measure is None:
        return
    ids = sorted(strike.strike_id for strike in history.counting(now))
    # The event tells it from an earlier one on the same strikes, which was withdrawn.
    cause = f"{occasion.event.id}/{author.hex()}/{measure}/{'/'.join(ids)}"
    proposal = Proposal(
        measure_id=MeasureId(derive_id(cause, "measure")),
        measure=measure,
        ref=breaches[-1].ref,
        strikes=frozenset(ids),
        proposed_at=now,
    )
    await unit.records.propose(organisation, author, proposal)
    proposed = _proposed(proposal, history, author=author, occasion=occasion)
    await unit.publish(
        [
            _tell(
                proposed,
                pack,
                ref=proposal.ref,
                cause=f"{occasion.event.id}/{proposal.measure_id}",
                now=now,
                causation_id=occasion.event.id,
            )
        ]
    )
    metrics.MEASURES_PROPOSED.labels(organisation, measure.value).inc()


async def take_back(
    unit: UnitOfWork,
    occasion: Occasion,
    *,
    author: AuthorKey,
    versions: Sequence[CommentVersion],
) -> None:
    """Take versions of comments out of their author's record, on a person's word.

    What is proposed on their ground is withdrawn, and what was approved on it is told of.
    """
    organisation = occasion.organisation
    await unit.records.lock(organisation, author)
    known = await unit.records.history(organisation, author)
    history = _without(known, versions, organisation=organisation)
    if history == known:
        return
    await unit.records.save(organisation, author, history, known=known)
    await withdraw_lapsed(
        unit,
        occasion.pack,
        author=author,
        history=history,
        now=occasion.now,
        causation_id=occasion.event.id,
        taken_back=True,
    )
    await _tell_of_unfounded(unit, occasion, author=author, history=history, known=known)


async def _tell_of_unfounded(
    unit: UnitOfWork,
    occasion: Occasion,
    *,
    author: AuthorKey,
    history: History,
    known: History,
) -> None:
    """Tell people of what they approved and what has lost its ground since `known`."""
    proposals = await unit.records.proposals(occasion.organisation, author)
    await unit.publish(
        [
            _withdrawn(
                each,
                occasion.pack,
                history=history,
                # Told of again when more of its ground is taken: a person may have let it stand.
                cause=f"{occasion.event.id}/{each.measure_id}",
                now=occasion.now,
                causation_id=occasion.event.id,
                taken_back=True,
                because=TAKEN_BACK,
            )
            for each in unfounded(
                history, proposals, known=known, rules=occasion.pack.strikes, now=occasion.now
            )
        ]
    )


def _without(history: History, versions: Sequence[CommentVersion], *, organisation: str) -> History:
    for version in versions:
        without = history.reversed(version)
        if without != history:
            metrics.STRIKES_REVERSED.labels(organisation).inc()
        history = without
    return history


async def withdraw_lapsed(
    unit: UnitOfWork,
    pack: PolicyPack,
    *,
    author: AuthorKey,
    history: History,
    now: datetime,
    causation_id: EventId | None,
    taken_back: bool = False,
) -> None:
    """Withdraw what is proposed about an author whose points no longer suffice for it.

    The caller holds the author's lock. `causation_id` is None where only time has passed, and
    `taken_back` says that a person took strikes back. What a person has decided meanwhile stays
    decided.
    """
    organisation = pack.organisation.key
    proposals = await unit.records.proposals(organisation, author)
    for each in lapsed(history, proposals, rules=pack.strikes, now=now):
        because = TAKEN_BACK if taken_back else EXPIRED
        if not await unit.records.settle(
            organisation, each.measure_id, Outcome.WITHDRAWN, at=now, because=because
        ):
            continue
        await unit.publish(
            [
                _withdrawn(
                    each,
                    pack,
                    history=history,
                    cause=each.measure_id,
                    now=now,
                    causation_id=causation_id,
                    taken_back=taken_back,
                    because=because,
                )
            ]
        )


async def withdraw_overtaken(unit: UnitOfWork, occasion: Occasion, *, author: AuthorKey) -> None:
    """Withdraw the warnings that wait about an author whose block a person has approved.

    The caller holds the author's lock.
    """
    organisation, now = occasion.organisation, occasion.now
    history = await unit.records.history(organisation, author)
    for each in overtaken(await unit.records.proposals(organisation, author)):
        if not await unit.records.settle(
            organisation, each.measure_id, Outcome.WITHDRAWN, at=now, because=OVERTAKEN
        ):
            continue
        await unit.publish(
            [
                _withdrawn(
                    each,
                    occasion.pack,
                    history=history,
                    cause=each.measure_id,
                    now=now,
                    causation_id=occasion.event.id,
                    taken_back=False,
                    because=OVERTAKEN,
                )
            ]
        )


def _withdrawn(
    proposal: Proposal,
    pack: PolicyPack,
    *,
    history: History,
    cause: str,
    now: datetime,
    causation_id: EventId | None,
    taken_back: bool,
    because: str,
) -> Event:
    withdrawn = MeasureWithdrawn(
        measure_id=proposal.measure_id,
        ref=proposal.ref,
        points=history.points(now),
        taken_back=taken_back,
        because=because,
    )
    # About the proposal's own comment, so that it is delivered after the proposal.
    return _tell(withdrawn, pack, ref=proposal.ref, cause=cause, now=now, causation_id=causation_id)


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
        strikes=_told(_gravest(history.counting(now)), ref=proposal.ref),
        clause=rule.clause if rule else None,
        words=rule.words if rule else None,
        pack=pack.reference,
    )


def _gravest(strikes: Sequence[Strike]) -> Sequence[Strike]:
    """Return the strikes that weigh most, of like ones the newest, in the order they came in."""
    ranked = sorted(enumerate(strikes), key=lambda each: (-each[1].points, -each[0]))
    return [strike for _, strike in sorted(ranked[:_STRIKES_TOLD], key=itemgetter(0))]


def _told(strikes: Sequence[Strike], *, ref: CommentRef) -> tuple[StrikeCounted, ...]:
    each = min(_REFS_TOLD, _ALL_REFS_TOLD // max(1, len(strikes)))
    return tuple(_counted(strike, ref=ref, limit=each) for strike in strikes)


def _counted(strike: Strike, *, ref: CommentRef, limit: int) -> StrikeCounted:
    return StrikeCounted(
        refs=strike.foremost(limit, with_ref=ref),
        comments=len(strike.bases),
        labels=tuple(sorted(strike.labels)),
        clauses=strike.clauses,
        points=strike.points,
        confirmed=strike.confirmed,
        struck_at=strike.struck_at,
        expires_at=strike.expires_at,
    )


def _tell(
    payload: Payload,
    pack: PolicyPack,
    *,
    ref: CommentRef,
    cause: str,
    now: datetime,
    causation_id: EventId | None,
) -> Event:
    return Event.build(
        payload,
        cause=cause,
        source=_SOURCE,
        subject=str(ref),
        organisation=pack.organisation.key,
        correlation_id=ref.correlation_id,
        time=now,
        causation_id=causation_id,
    )
