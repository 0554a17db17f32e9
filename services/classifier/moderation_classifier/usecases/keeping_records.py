"""Keeping authors' records: what people decide confirms an offence or takes it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from moderation_classifier.domain.behaviour.author import AuthorKey
from moderation_classifier.domain.behaviour.breaches import (
    Basis,
    Breach,
    CommentVersion,
    breach_of,
    broken_by,
    is_excused,
    labels_found,
    takes_back,
)
from moderation_classifier.domain.behaviour.measures import Outcome
from moderation_classifier.ports import GroupVerdict, SeenComment, UnitOfWork, UnitsOfWork
from moderation_classifier.usecases.changing_records import (
    note_breaches,
    take_back,
    withdraw_lapsed,
    withdraw_overtaken,
)
from moderation_classifier.usecases.occasion import Occasion
from moderation_classifier.usecases.parting import parts_of
from moderation_common.clock import Clock
from moderation_common.errors import PermanentError
from moderation_common.events import Event, MeasureDecided, ReviewDecided
from moderation_common.identity import CommentRef
from moderation_common.policy import PolicyPacks
from moderation_common.vocabulary import DANGER_LABELS, Label, Measure

_CONSUMER: Final = "records"


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a person's decision says of one comment."""

    seen: SeenComment
    version: CommentVersion
    """The version decided about."""
    current: bool
    """It is the version of which `seen` tells."""
    broken: frozenset[Label]
    """The labels for which it was acted upon, also those that weigh nothing."""
    breach: Breach | None
    """None also where a later decision has let the same words stand."""
    weightless: bool
    """Labels were found, and none of them counts: what was counted for the version falls."""


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

        A large group is taken in parts, each once; a delivery that fails is continued by the next.
        Raises `PermanentError` when the body has no policy pack.
        """
        pack = self._packs().get(event.organisation)
        if pack is None:
            msg = f"There is no policy pack for {event.organisation!r}; add it and send again."
            raise PermanentError(msg)
        for number, refs in enumerate(parts_of(decided)):
            consumer = f"{_CONSUMER}/{number}" if number else _CONSUMER
            async with self._units() as unit:
                if await unit.claim(event, consumer=consumer):
                    # No version is judged, nor another decision heard, between look and deed.
                    await unit.visibility.lock(refs)
                    occasion = Occasion(event, pack, self._clock())
                    found = await _look_up(unit, occasion, decided=decided, refs=refs)
                    if number == decided.part == 0:
                        await _keep_for_group(unit, occasion, decided=decided, found=found)
                    await _keep_for_authors(unit, occasion, decided=decided, found=found)

    async def measure(self, event: Event, decided: MeasureDecided) -> None:
        """Note that a person approved or refused what was proposed.

        Once a block is approved, nobody is asked any more whether to warn its author.
        """
        outcome = Outcome.APPROVED if decided.approved else Outcome.REFUSED
        async with self._units() as unit:
            if not await unit.claim(event, consumer=_CONSUMER):
                return
            organisation, measure_id = event.organisation, decided.measure_id
            author = await unit.records.author_of(organisation, measure_id)
            if author is not None:
                await unit.records.lock(organisation, author)
            await unit.records.settle(organisation, measure_id, outcome, at=event.time)
            pack = self._packs().get(organisation)
            blocked = decided.approved and decided.measure is Measure.BLOCK
            if blocked and author is not None and pack is not None:
                occasion = Occasion(event, pack, self._clock())
                await withdraw_overtaken(unit, occasion, author=author)

    async def withdraw_expired(self) -> None:
        """Withdraw proposals whose strikes have expired; raises `TransientError` on an outage."""
        for pack in self._packs():
            organisation = pack.organisation.key
            async with self._units() as unit:
                authors = await unit.records.waiting(organisation)
            for author in authors:
                async with self._units() as unit:
                    await unit.records.lock(organisation, author)
                    await withdraw_lapsed(
                        unit,
                        pack,
                        author=author,
                        history=await unit.records.history(organisation, author),
                        now=self._clock(),
                        causation_id=None,
                    )


async def _look_up(
    unit: UnitOfWork, occasion: Occasion, *, decided: ReviewDecided, refs: tuple[CommentRef, ...]
) -> list[_Finding]:
    # The decision's own comment tells what the group is like, where a member has changed since.
    known = await unit.messages.find_each(occasion.organisation, {decided.ref, *refs})
    like = next((seen for seen in known.values() if _is_of_group(seen, decided)), None)
    found: list[_Finding] = []
    for ref in refs:
        seen = known.get(ref)
        if seen is None:
            continue
        version, current = _version_of(seen, decided)
        source = seen if current else like
        labels = labels_found(decided.labels, decided.category, source.labels if source else ())
        broken = broken_by(labels, decided.actions, basis=Basis.PERSON)
        breach = breach_of(
            version,
            labels=broken,
            actions=decided.actions,
            rules=(),
            basis=Basis.PERSON,
            message_id=source.message_id if source else None,
            pack=occasion.pack,
            at=occasion.event.time,
            written_at=seen.written_at,
        )
        # What may be about words that the person has not seen takes nothing from them.
        seen_by_person = current or version.event_id is not None
        weightless = bool(labels) and breach is None and seen_by_person
        if breach is not None and is_excused(breach, seen.left):
            breach = None
        found.append(_Finding(seen, version, current, broken, breach, weightless))
    return found


def _is_of_group(seen: SeenComment, decided: ReviewDecided) -> bool:
    if decided.group_id is None or seen.group_id != decided.group_id:
        return False
    if decided.wording_id is None or takes_back(decided.actions):
        return True
    # Whoever has added words of their own since wrote other words than those decided about.
    return seen.wording_id in (None, decided.wording_id)


def _version_of(seen: SeenComment, decided: ReviewDecided) -> tuple[CommentVersion, bool]:
    """Return which version was decided about, and whether it is the one seen last."""
    told = decided.comment_event_id if seen.ref == decided.ref else None
    if told is not None:
        return CommentVersion(seen.ref, told), seen.event_id in (None, told)
    if decided.group_id is None:
        return CommentVersion(seen.ref), True
    current = _is_of_group(seen, decided)
    return CommentVersion(seen.ref, seen.event_id if current else None), current


async def _keep_for_group(
    unit: UnitOfWork, occasion: Occasion, *, decided: ReviewDecided, found: list[_Finding]
) -> None:
    about = next((each for each in found if each.seen.ref == decided.ref), None)
    reversal, at = takes_back(decided.actions), occasion.event.time
    if decided.group_id is not None:
        broken = about.broken if about is not None else frozenset()
        # What a person found dangerous settles no copy, so it is kept beside the rules.
        danger = DANGER_LABELS.intersection(decided.labels)
        verdict = GroupVerdict(
            breach=not reversal,
            labels=broken | danger,
            actions=frozenset(decided.actions),
        )
        wording_id = decided.wording_id
        if wording_id is None and about is not None and _is_of_group(about.seen, decided):
            wording_id = about.seen.wording_id
        await unit.messages.keep_verdict(decided.group_id, verdict, wording_id=wording_id, at=at)
    elif about is not None and about.current and about.seen.group_id is not None and reversal:
        # Decided for one comment only, yet no machine is to remove its like unasked after that.
        await unit.messages.keep_verdict(about.seen.group_id, GroupVerdict(breach=False), at=at)


async def _keep_for_authors(
    unit: UnitOfWork, occasion: Occasion, *, decided: ReviewDecided, found: list[_Finding]
) -> None:
    of_authors: dict[AuthorKey, list[_Finding]] = {}
    for each in found:
        if each.seen.author is not None:
            of_authors.setdefault(each.seen.author, []).append(each)
    # Most have none: nobody's record is locked because a petition was left.
    striking = await unit.records.with_strikes(occasion.organisation, of_authors.keys())
    reversal = takes_back(decided.actions)
    if reversal:
        versions = [each.version for each in found]
        await unit.messages.note_leaving(occasion.organisation, versions, at=occasion.event.time)
    # Everybody locks authors in the same order, so that no two wait for each other.
    for author, theirs in sorted(of_authors.items()):
        cleared = [each.version for each in theirs if reversal or each.weightless]
        breaches = [each.breach for each in theirs if each.breach is not None]
        if breaches:
            await note_breaches(unit, occasion, author=author, breaches=breaches, cleared=cleared)
        elif cleared and author in striking:
            await take_back(unit, occasion, author=author, versions=cleared)
