"""Tells the record which versions of the policies came into force, and who approved them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog

from moderation_classifier.ports import UnitsOfWork
from moderation_common.clock import Clock
from moderation_common.events import Event, PolicyTakenUp
from moderation_common.identity import CorrelationId, derive_id
from moderation_common.policy.approval import TakenUp
from moderation_common.policy.loader import LoadedPack

_SOURCE: Final = "/classifier"

log = structlog.get_logger(__name__)


class RecordPolicies:
    """Publishes each version and content once, however often and by how many replicas it is seen.

    A version that comes back after another is not told again: decisions cite the one they rest on.
    """

    def __init__(self, *, units: UnitsOfWork, clock: Clock) -> None:
        self._units = units
        self._clock = clock
        self._running: dict[str, TakenUp] = {}

    async def __call__(self, in_force: Sequence[LoadedPack]) -> None:
        """Record what is new; raises `TransientError`, and the next call records it."""
        taken = [TakenUp.of(version) for version in in_force]
        new = [version for version in taken if self._running.get(version.organisation) != version]
        if not new:
            return
        async with self._units() as unit:
            kept = await unit.policies.taken_up()
            before = {one.organisation: one for one in kept} | self._running
            # A release before this one kept less of what it told; that is kept, and not told again.
            told = {(one.reference, one.sha256) for one in kept}
            recorded = [
                version
                for version in new
                if await unit.policies.keep(version)
                and (version.reference, version.sha256) not in told
            ]
            await unit.publish(
                [self._event(one, before=before.get(one.organisation)) for one in recorded]
            )
        self._running |= {version.organisation: version for version in new}
        for version in recorded:
            earlier = before.get(version.organisation)
            if earlier is not None and earlier.reference == version.reference:
                log.warning(
                    "policy_file_differs",
                    pack=version.reference,
                    sha256=version.sha256,
                    before=earlier.sha256,
                )

    def _event(self, version: TakenUp, *, before: TakenUp | None) -> Event:
        subject = f"policy/{version.organisation}"
        approved = version.approved
        return Event.build(
            PolicyTakenUp(
                pack=version.reference,
                sha256=version.sha256,
                replaces=before.reference if before else None,
                approved_by=approved.by if approved else None,
                approved_on=approved.on if approved else None,
                content_sha256=version.content_sha256,
            ),
            cause=f"{version.reference}/{version.sha256}",
            source=_SOURCE,
            subject=subject,
            organisation=version.organisation,
            correlation_id=CorrelationId(derive_id(subject, "policy")),
            time=self._clock(),
        )
